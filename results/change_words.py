"""What an option changes, said as a person would say it: "closes", "moves from … to …", "£20,000 a year"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from results.pack import Change
from scenarios.changes import Change as DeclaredChange
from scenarios.scenario import Scenario

KINDS = {
    "stations": "Buildings",
    "vehicles": "Vehicles",
    "crew_pools": "People",
    "costs": "Money",
    "agreements": "Agreement",
    "oncall_pay": "On-call pay",
    "duty_systems": "Duty systems",
    "response_plans": "Response plans",
    "demand": "Demand",
}
FIELDS = {
    "station": "where it stands",
    "crewed_from": "who crews it",
    "people": "number of people",
    "agencies": "who uses it",
    "of": "what is paid for",
    "also_in": "also serve as",
}
SMALL_WORDS = {"oncall": "on-call", "dca": "ambulance"}


class Words:
    """The names that people use for a study's keys."""

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        self.names: dict[str, str] = {}
        for scenario in scenarios:
            for name, station in scenario.stations.items():
                self.names.setdefault(name, station.name)
            for name, vehicle in scenario.vehicles.items():
                self.names.setdefault(name, vehicle.name)
            for name, pool in scenario.crew_pools.items():
                self.names.setdefault(name, pool.name or self.crew(name))
            for name, item in scenario.costs.items():
                self.names.setdefault(name, f"{item.title} ({item.agency})")
            for name, agreement in scenario.agreements.items():
                self.names.setdefault(name, agreement.title)
            for name, curve in scenario.survival_curves.items():
                self.names.setdefault(name, curve.title)
            for name, line in scenario.fire_death_curves.items():
                self.names.setdefault(name, line.title)

    @staticmethod
    def crew(key: str) -> str:
        """A crew pool's key as words: "hayle_oncall" is the Hayle on-call crew."""
        words = " ".join(SMALL_WORDS.get(part, part) for part in key.split("_"))
        tail = "" if words.endswith(("crew", "officer", "operative")) else " crew"
        return f"{words[:1].upper()}{words[1:]}{tail}"

    def change(self, change: DeclaredChange) -> Change | None:
        """One change in words; nothing for a new name, or for a crew that goes with its vehicle."""
        section, *rest = change.path.split(".")
        if rest[-1:] == ["name"] or (section == "crew_pools" and rest[-1:] == ["station"]):
            return None
        kind = KINDS.get(section, section.replace("_", " ").capitalize())
        what = self.names.get(rest[0], self.plain(rest[0])) if rest else ""
        more = [FIELDS.get(part, self.plain(part)) for part in rest[1:]]
        told = f"{kind}: {', '.join([what, *more])}"
        if more or change.action == "set":
            return Change(change.action, told, self.plain(change.old), self.plain(change.new))
        said = self.whole(section, change.old if change.action == "remove" else change.new)
        if change.action == "remove":
            return Change("remove", told, said, "closes" if section == "stations" else "ends")
        return Change("add", told, "", f"opens, {said}" if section == "stations" else said)

    def whole(self, section: str, block: Any) -> str:
        """A station, vehicle, crew or cost in a few words."""
        if not isinstance(block, dict):
            return self.plain(block)
        if section == "stations":
            return f"for {self.plain(block.get('agencies', []))}"
        if section == "vehicles":
            crews = self.plain(block.get("crewed_from", []))
            kind = self.plain(block.get("type", "vehicle"))
            return f"{kind} at {self.plain(block.get('station'))}, crewed by {crews}"
        if section == "crew_pools":
            people = block.get("people", 1)
            number = f"{people} {'person' if people == 1 else 'people'}"
            return (
                f"{number} at {self.plain(block.get('station'))}, {self.plain(block.get('duty'))}"
            )
        if section == "agreements":
            return f"{self.plain(block.get('payer'))} pays {self.plain(block.get('payee'))}"
        if section == "costs" and isinstance(block.get("rate"), dict):
            share = float((block.get("share_of_rate") or {"value": 1.0})["value"])
            rate = quantity(float(block["rate"]["value"]) * share, str(block["rate"]["unit"]))
            return f"{rate}{' each' if len(block.get('of') or []) > 1 else ''}"
        return self.plain(block)

    def plain(self, value: Any) -> str:
        """A declared value in a few words."""
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            return ", ".join(self.plain(item) for item in value)
        if isinstance(value, dict):
            if "value" in value and "unit" in value:
                return quantity(float(value["value"]), str(value["unit"]))
            skipped = ("source", "status", "note", "name", "title", "patrols")
            return ", ".join(
                f"{self.plain(key)} {self.plain(item)}"
                for key, item in value.items()
                if key not in skipped
            )
        if isinstance(value, float):
            return f"{value:g}"
        text = str(value)
        words = text.replace("_", " ").replace("oncall", "on-call").replace("37h", "37 h a week")
        return self.names.get(text, words)


PER = {"yr": "a year", "m2": "a m²", "h": "an hour"}
"""How people say what a sum is for."""


def quantity(value: float, unit: str) -> str:
    """A number with its unit; money as pounds, `83.33` `GBP/m2/yr` as "£83.33 a m² a year"."""
    if unit != "GBP" and not unit.startswith("GBP/"):
        return f"{value:g} {unit}"
    per = "".join(f" {PER.get(part, f'a {part}')}" for part in unit.split("/")[1:])
    pence = 0 if value == round(value) or unit == "GBP/yr" else 2
    return f"{'−' * (value < 0)}£{abs(value):,.{pence}f}{per}"
