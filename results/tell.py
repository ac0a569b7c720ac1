"""One call's story in words, from the log: what a councillor would ask about a single incident."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from results.log import records
from results.store import RunFolder
from scenarios.faults import Fault, Mark, StudyFault, listed, probably_meant

AS_IT_TURNS_OUT = " (false, as it turns out)"
KIND_WORDS = {
    "dwelling_fire": "a fire in a home",
    "other_building_fire": "a fire in a building",
    "vehicle_fire": "a vehicle or other primary fire",
    "secondary_fire": "a small fire in the open",
    "false_alarm_automatic": "an automatic fire alarm (false, as it turns out)",
    "false_alarm_good_intent": "a report of fire (false, in good faith, as it turns out)",
    "false_alarm_malicious": "a report of fire (malicious, as it turns out)",
    "false_alarm_commercial": "an automatic alarm at a business (false, as it turns out)",
    "false_alarm_domestic": "an automatic alarm in a home (false, as it turns out)",
    "rtc": "a road traffic collision",
    "flooding": "flooding",
    "lift_release": "somebody shut in a lift",
    "effecting_entry": "a door to be opened",
    "large_fire": "a large fire",
    "missing_person": "somebody missing",
    "collapse_behind_locked_door": "a collapse behind a locked door",
    "urgent_transport": "a patient whom a doctor wants in hospital",
    "other_special_service": "a call for help that is no fire",
    "medical_emergency": "a medical emergency",
    "police_incident": "a call for the police",
}
CATEGORY_WORDS = {
    "red1": "Red 1, the most urgent",
    "red2": "Red 2",
    "green": "Green, not life-threatening",
    "green1": "Green 1",
    "green2": "Green 2",
    "green3": "Green 3",
    "green4": "Green 4",
    "urgent": "urgent transport",
    "c1": "Category 1, life-threatening",
    "c2": "Category 2, emergency",
    "c3": "Category 3, urgent",
    "c4": "Category 4, less urgent",
    "persons_reported": "persons reported",
    "grade1": "grade 1, immediate",
    "grade2": "grade 2, priority",
    "grade3": "grade 3, scheduled",
}
NEED_WORDS = {
    "first_pump": "first pump",
    "second_pump": "second pump",
    "co_responder": "co-responder",
    "rapid_response": "first responder of the ambulance service",
    "officer": "police officer",
}
EVENT_WORDS = {
    "call_challenged": "Control asks further and sends nobody.",
    "call_made_up": "The officer in charge asks for more.",
    "call_cancelled": "A further call: nobody is needed any more.",
    "call_given_up": "Nobody was found in time; the call is closed unattended.",
    "unit_mobile": "{unit} is on its way.",
    "unit_diverted": "{unit} is called away to a more urgent call.",
    "unit_recalled": "The crew of {unit} is called away to crew another vehicle.",
    "unit_stood_down": "{unit} is stood down before it arrives: it is no longer needed.",
    "patient_relieved": "{unit} hands the patient over to the crew that takes over.",
    "patient_assessed": "The clinician of {unit} has assessed the patient.",
    "left_scene": "{unit} leaves for hospital with the patient.",
    "left_with_crew": "The clinician of {unit} travels with the patient; the car stays.",
    "handover_begun": "{unit} has a bay and hands the patient over.",
    "handed_over": "{unit} has handed the patient over.",
    "brought_back": "{unit} brings the clinician back to the car.",
    "back_at_vehicle": "The clinician of {unit} is back at the car.",
    "unit_clear": "{unit} is clear and can be sent again.",
    "unit_home": "{unit} is back at its base.",
    "off_the_run": "{unit} is off the run: its crew is not there.",
    "on_the_run": "{unit} is on the run again.",
    "standby_sent": "{unit} is sent to stand by at another station.",
    "standby_mobile": "{unit} is on its way to stand by.",
    "at_standby": "{unit} stands by.",
    "call_coded": "The call taker has the details; control begins to send.",
    "call_stop": "The stop: the officer in charge needs no more help.",
    "call_closed": "All are clear; the call is closed.",
    "call_never_served": "Nobody had come when the run ended.",
}


NOTABLE = {
    "brought_back": "a fire crew conveys, and brings the clinician back to the car",
    "unit_recalled": "a crew is called away to crew another vehicle",
    "handover_begun": "a patient is handed over in a bay",
    "call_made_up": "the first crew asks for more",
    "call_challenged": "control sends nobody",
    "call_given_up": "nobody was found in time",
}


@dataclass(frozen=True)
class Chapter:
    """One run's log, calls and units, with what is needed to say where and when."""

    log: pd.DataFrame
    calls: pd.DataFrame
    units: dict[str, str]
    places: dict[int, str]
    first_moment: datetime
    title: str


def fault(where: object, message: str, allowed: str = "", meant: str = "") -> StudyFault:
    """A single fault of what was asked for."""
    return StudyFault([Fault(Mark(str(where)), "", message, allowed, meant)])


def open_chapter(directory: Path, option: str | None, replication: int) -> Chapter:
    """Read one run of a folder. Raises StudyFault if the folder, option or replication has no log."""
    source = directory / "provenance.json"
    if not source.is_file():
        raise fault(directory, "There is no finished run here: provenance.json is missing.",
                    "the folder that `bluelight run` wrote")  # fmt: skip
    try:
        provenance: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
        names = list(provenance["scenarios"])
    except (ValueError, KeyError, TypeError):
        raise fault(source, "This is not a run's provenance.json, or is damaged.",
                    "the folder that `bluelight run` wrote") from None  # fmt: skip
    name = option or names[0]
    if name not in names:
        raise fault(directory, f"There is no option '{name}' in this run.", listed(names),
                    probably_meant(name, names))  # fmt: skip
    folder = RunFolder(directory)
    if not folder.log(name, replication).is_file():
        kept = sorted(int(path.stem) for path in (directory / "logs" / name).glob("*.parquet"))
        raise fault(directory, f"No log of replication {replication} was kept.",
                    f"replication {listed(kept)}; `--keep-logs` keeps them all")  # fmt: skip
    start = datetime.fromisoformat(provenance["start"])
    units, places = pd.read_parquet(folder.units(name)), pd.read_parquet(folder.places())
    return Chapter(
        log=pd.read_parquet(folder.log(name, replication)),
        calls=pd.read_parquet(folder.calls(name, replication)).set_index("call", drop=False),
        units=dict(zip(units["unit"], units["name"], strict=True)),
        places=dict(zip(places["node"], places["name"], strict=True)),
        first_moment=start - timedelta(days=provenance["warm_up_days"]),
        title=f"option {name}, replication {replication}",
    )


def tell_call(directory: Path, call: int, option: str | None = None, replication: int = 0) -> str:
    """The story of one call. Raises StudyFault if there is no such call."""
    chapter = open_chapter(directory, option, replication)
    if call not in chapter.calls.index:
        raise fault(directory, f"There is no call {call} in {chapter.title}.",
                    "one of those that `bluelight tell` lists without a call")  # fmt: skip
    return "\n".join(story(chapter, call))


def story(chapter: Chapter, number: int) -> Iterator[str]:
    """The lines of one call's story: time of day, minutes since it rang, what happened."""
    call = records(chapter.calls.loc[[number]])[0]
    rang_s = float(call["at_s"])
    when = chapter.first_moment + timedelta(seconds=rang_s)
    yield f"Call {number}: {when:%A} {when.day} {when:%B %Y} ({chapter.title})"
    yield ""
    mine = chapter.log[(chapter.log["call"] == number).to_numpy(dtype=bool, na_value=False)]
    events = records(mine)
    for event in events:
        at = chapter.first_moment + timedelta(seconds=float(event["at_s"]))
        words = sentence(chapter, event, call)
        yield f"  {at:%H:%M:%S}  {since(float(event['at_s']) - rang_s):>9}  {words}"
    yield ""
    yield from summing_up(chapter, events, rang_s)


def since(seconds: float) -> str:
    """Minutes and seconds since the call rang."""
    if seconds < 0.5:
        return ""
    whole = round(seconds)
    return f"+{whole // 60}:{whole % 60:02d}"


def where(chapter: Chapter, event: dict[str, Any]) -> str:
    """The place of an event, as the end of a sentence."""
    place = chapter.places[int(event["node"])]
    return place if place.startswith("near ") else f"at {place}"


def sentence(chapter: Chapter, event: dict[str, Any], call: dict[str, Any]) -> str:
    """One event in words."""
    kind = str(event["kind"])
    if kind == "call_connected":
        place = where(chapter, event)
        urgency = CATEGORY_WORDS.get(call["category"], "")
        reported = call.get("reported_kind", call["kind"])
        what = KIND_WORDS[reported].removesuffix(AS_IT_TURNS_OUT) + (
            f" ({urgency})" if urgency else ""
        )
        found = "" if reported == call["kind"] else f" It is in fact {KIND_WORDS[call['kind']]}."
        return f"Somebody rings for {call['service']}: {what}, {place}.{found}"
    unit = chapter.units.get(str(event["unit"]), str(event["unit"]))
    if kind == "unit_assigned":
        place = where(chapter, event)
        people = int(event["people"])
        crew = "1 person" if people == 1 else f"{people} people"
        need = NEED_WORDS.get(str(event["need"]), str(event["need"]).replace("_", " "))
        return f"{unit} ({crew}) is alerted, {place}, as {need}."
    if kind == "at_hospital":
        return f"{unit} reaches hospital, {where(chapter, event)}."
    if kind == "unit_arrived":
        return f"{unit} is at the scene."
    return EVENT_WORDS.get(kind, kind).format(unit=unit)


def summing_up(
    chapter: Chapter, events: Sequence[Mapping[str, Any]], rang_s: float
) -> Iterator[str]:
    """Who came, after how long."""
    arrived = [event for event in events if event["kind"] == "unit_arrived"]
    for order, event in enumerate(arrived):
        unit = chapter.units.get(str(event["unit"]), str(event["unit"]))
        seconds = round(float(event["at_s"]) - rang_s)
        which = "First on scene" if order == 0 else "Then"
        yield f"  {which}: {unit}, {seconds // 60} min {seconds % 60:02d} s after the call."
    if not arrived:
        yield "  Nobody reached the scene."


def notable(directory: Path, option: str | None = None, replication: int = 0) -> str:
    """Calls worth telling, each with the reason, one line each."""
    chapter = open_chapter(directory, option, replication)
    lines = [f"Calls worth telling ({chapter.title}):", ""]
    for number, reason in notable_calls(chapter):
        lines.append(f"  {number:>7}  {reason}")
    lines += ["", f"bluelight tell {directory} CALL tells one of them."]
    return "\n".join(lines)


def notable_calls(chapter: Chapter) -> Iterator[tuple[int, str]]:
    """The longest waits, the co-responder's firsts, the divided crews."""
    arrived = chapter.log[(chapter.log["kind"] == "unit_arrived").to_numpy()]
    first = arrived.drop_duplicates("call").set_index("call")
    waits = (first["at_s"] - chapter.calls["at_s"].reindex(first.index)).astype(float)
    counted = chapter.calls["counted"].reindex(first.index).to_numpy(dtype=bool)
    waits = waits[counted]
    kinds = chapter.calls["kind"].reindex(waits.index)
    for kind, what in (("dwelling_fire", "longest wait at a fire in a home"),
                       ("rtc", "longest wait at a collision"),
                       ("medical_emergency", "longest wait of a patient")):  # fmt: skip
        some = waits[(kinds == kind).to_numpy()]
        if len(some):
            longest = int(some.index[int(some.to_numpy().argmax())])
            yield longest, f"{what}: {some.max() / 60:.0f} min"
    needs = first["need"].reindex(waits.index)
    for need, what in (("co_responder", "the fire service's responder is first to a patient"),):
        for number in list(needs[(needs == need).to_numpy(dtype=bool)].index)[:3]:
            yield int(number), f"{what}: {waits.loc[number] / 60:.0f} min"
    relieved = chapter.log[(chapter.log["kind"] == "unit_stood_down").to_numpy()]
    for number in list(dict.fromkeys(relieved["call"].dropna()))[:2]:
        yield int(number), "a unit is stood down on the way"
    diverted = chapter.log[(chapter.log["kind"] == "unit_diverted").to_numpy()]
    for number in list(dict.fromkeys(diverted["call"].dropna()))[:2]:
        yield int(number), "a unit is called away to a more urgent call"
    for kind, what in NOTABLE.items():
        happened = chapter.log[(chapter.log["kind"] == kind).to_numpy()]
        for number in list(dict.fromkeys(happened["call"].dropna()))[:2]:
            yield int(number), what
    several = arrived.groupby("call").size()
    if len(several):
        most = int(several.index[int(several.to_numpy().argmax())])
        yield most, f"most units at one scene: {several.max()}"
