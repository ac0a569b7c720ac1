"""The replay made ready from the logs that a run keeps: hours of its first replication, options beside the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geography.metric import MetricTimes
from geography.region import Region
from results.experiment import Played
from results.figures.beyond import ground_beyond
from results.log import records
from results.replay_stories import Telling, Texts, call_label, call_told, gravity, story_of
from results.replay_tracks import Driving, Ways, scene_left_s, steps_of
from results.replay_window import Window, moved_calls, window_of
from results.replayed import (
    AT_SCENE,
    NOBODY,
    TO_CALL,
    CallShown,
    OptionShown,
    Replay,
    Vehicle,
)
from results.store import RunFolder, digest_of
from results.tell import Chapter
from scenarios.duty import DAY_S
from scenarios.replay import ReplayOf
from scenarios.scenario import Scenario
from sim.events import ENDS, Kind

REPLICATION = 0
"""The one whose log every run keeps."""
DEFAULT_OPTIONS = 2
BEFORE_S = 7 * DAY_S
"""How long before the replay's beginning a call may have rung that is still open in it."""
AFTER_S = DAY_S
"""How long after the replay's end a call's story is still told."""
PATIENTS = ("medical_emergency", "urgent_transport", "collapse_behind_locked_door")
OF_PATIENTS = (
    "The study’s calls are recorded, and some are to patients, who could be known by place and time: recorded medical "
    "calls are not replayed, drawn ones are."
)
STILL_EVERY_S = 300.0


@dataclass(frozen=True)
class Kept:
    """One option's run as it is on disk."""

    scenario: Scenario
    chapter: Chapter


def replay_of(played: Played) -> tuple[Replay | None, str]:
    """The replay of a played study; or none, and why."""
    wanted = played.study.head.report.parts
    if wanted and "replay" not in wanted:
        return None, "The study does not ask for it."
    scenarios = {scenario.name: scenario for scenario in played.study.scenarios}
    names = options_looked_at(played, list(scenarios))
    missing = {name: why for name in names if (why := _why_no_log(played, name))}
    if names[0] in missing:
        return None, missing[names[0]]
    baseline = scenarios[names[0]]
    if baseline.recorded is not None and _of_patients(played, names[0]):
        return None, OF_PATIENTS
    there = [name for name in names if name not in missing]
    first_s, rang_s, counted = _first_arrivals(played, there)
    asked = played.study.head.report.replay
    window = window_of(
        asked,
        baseline.calendar,
        rang_s[counted],
        moved_calls(first_s)[counted],
        {name: scenarios[name].title for name in there},
    )
    shown = [names[0], *shown_options(asked, played.study.head.report.compare, there[1:], window)]
    kept = [Kept(scenarios[name], _chapter(played, scenarios[name], window)) for name in shown]
    return _replay(kept, played.region, window, tuple(missing.values())), ""


def options_looked_at(played: Played, known: Sequence[str]) -> list[str]:
    """The baseline, and the options among which the replay looks: those that the study names, else all played."""
    asked = played.study.head.report.replay.options or tuple(known[1:])
    there = set(map(str, played.measures["scenario"].unique()))
    return [known[0], *(name for name in dict.fromkeys(asked) if name in there - {known[0]})]


def shown_options(
    asked: ReplayOf, compare: Sequence[str], there: Sequence[str], window: Window
) -> list[str]:
    """The options beside the baseline, the one to be drawn last: those that the study names; else those under which
    most calls of the day change; where none does, the first that the maps compare."""
    if asked.options:
        return list(there)
    if window.most:
        return list(window.most[-DEFAULT_OPTIONS:])
    return ([name for name in compare if name in there] or list(there))[:DEFAULT_OPTIONS]


def _why_no_log(played: Played, name: str) -> str:
    """Why an option's log cannot be shown; nothing where it can."""
    folder, title = RunFolder(played.directory), _title(played, name)
    files = (folder.log(name, REPLICATION), folder.calls(name, REPLICATION))
    if not all(path.is_file() for path in (*files, folder.units(name), folder.places())):
        return f"The log of the first replication of “{title}” is not in the run’s folder."
    tasks: Mapping[str, str] = played.provenance.get("tasks", {})
    digest = tasks.get(f"{name}/{REPLICATION}", "")
    if any(digest_of(path) != digest for path in files):
        return f"The log in the run’s folder is not of the run of “{title}” that was measured, or not whole."
    return ""


def _of_patients(played: Played, name: str) -> bool:
    """Whether any call of a run is to a patient."""
    path = RunFolder(played.directory).calls(name, REPLICATION)
    calls = pd.read_parquet(path, columns=["service", "kind"])
    return bool(((calls["service"] == "ambulance") | calls["kind"].isin(PATIENTS)).any())


def _title(played: Played, name: str) -> str:
    return next(s.title for s in played.study.scenarios if s.name == name)


def _first_arrivals(
    played: Played, names: Sequence[str]
) -> tuple[pd.DataFrame, NDArray[np.float64], NDArray[np.bool_]]:
    """When each call of the baseline was first reached, an option a column; when it rang; whether it is counted."""
    folder = RunFolder(played.directory)
    calls = pd.read_parquet(
        folder.calls(names[0], REPLICATION), columns=["call", "at_s", "counted"]
    )
    columns = {}
    for name in names:
        table = pq.read_table(folder.log(name, REPLICATION), columns=["at_s", "kind", "call"])
        arrived = table.filter(pc.equal(table["kind"].cast(pa.string()), str(Kind.UNIT_ARRIVED)))
        frame = arrived.to_pandas().drop_duplicates("call").set_index("call")
        columns[name] = frame["at_s"].reindex(calls["call"]).to_numpy(dtype=np.float64)
    return (
        pd.DataFrame(columns),
        calls["at_s"].to_numpy(dtype=np.float64),
        calls["counted"].to_numpy(dtype=bool),
    )


def _chapter(played: Played, scenario: Scenario, window: Window) -> Chapter:
    """An option's log as far as the replay tells it."""
    folder, name = RunFolder(played.directory), scenario.name
    calls = pd.read_parquet(folder.calls(name, REPLICATION))
    near = (calls["at_s"] >= window.from_s - BEFORE_S) & (calls["at_s"] < window.until_s)
    units, places = pd.read_parquet(folder.units(name)), pd.read_parquet(folder.places())
    return Chapter(
        log=_log_near(pq.read_table(folder.log(name, REPLICATION)), window),
        calls=calls[near.to_numpy(dtype=bool)].set_index("call", drop=False),
        units=dict(zip(units["unit"], units["name"], strict=True)),
        places=dict(zip(places["node"], places["name"], strict=True)),
        first_moment=window.begins - timedelta(seconds=window.from_s),
        title=scenario.title,
    )


def _log_near(log: pa.Table, window: Window) -> pd.DataFrame:
    """The events about the window, and before them the last of each vehicle, which says what it was doing since."""
    at_s = log["at_s"].to_numpy()
    units = log["unit"].combine_chunks()
    codes = np.asarray(units.indices.fill_null(NOBODY) if pa.types.is_dictionary(units.type) else
                       units.dictionary_encode().indices.fill_null(NOBODY))  # fmt: skip
    first, end = np.searchsorted(at_s, [window.from_s - BEFORE_S, window.until_s + AFTER_S])
    before = codes[:first][::-1]
    _, last = np.unique(before, return_index=True)
    places = np.concatenate([np.sort(first - 1 - last), np.arange(first, end)])
    near: pd.DataFrame = log.take(pa.array(places)).to_pandas()
    return near


def _replay(
    kept: Sequence[Kept], region: Region, window: Window, missing: tuple[str, ...]
) -> Replay:
    straight = isinstance(region.roads, MetricTimes)
    ways, texts = Ways(region, straight), Texts()
    vehicles = _vehicles([one.scenario for one in kept])
    units = {vehicle.unit: number for number, vehicle in enumerate(vehicles)}
    calls = _calls(kept, region, window)
    numbers = {call.number: place for place, call in enumerate(calls)}
    options = []
    for one in kept:
        telling = Telling(one.chapter, texts, units, numbers, window)
        options.append(_option(one.scenario, telling, Driving(one.scenario, region), ways, calls))
    shown = Replay(
        begins=window.begins,
        length_s=window.until_s - window.from_s,
        shown_at_s=0.0,
        replication=REPLICATION,
        how_chosen=window.how_chosen,
        straight=straight,
        vehicles=vehicles,
        calls=calls,
        texts=tuple(texts.known),
        ways=tuple(ways.found),
        hospitals=tuple(
            (site.name, float(region.roads.xy[site.node, 0]), float(region.roads.xy[site.node, 1]))
            for site in region.sites.values()
            if site.emergency_department
        ),
        options=tuple(options),
        beyond=ground_beyond(region),
        missing=missing,
    )
    return Replay(**{**shown.__dict__, "shown_at_s": _fullest_moment(shown)})


def _vehicles(scenarios: Sequence[Scenario]) -> tuple[Vehicle, ...]:
    """The vehicles of any of the options, by service, then name."""
    found: dict[str, Vehicle] = {}
    for scenario in scenarios:
        for unit, vehicle in scenario.vehicles.items():
            kind = scenario.vehicle_types[vehicle.type]
            words = vehicle.type.replace("_", " ")
            found.setdefault(
                unit, Vehicle(unit, vehicle.name, words, kind.service, vehicle.patrols is not None)
            )
    order = ("fire", "ambulance", "police")
    return tuple(sorted(found.values(), key=lambda v: (order.index(v.service), v.name, v.unit)))


def _calls(kept: Sequence[Kept], region: Region, window: Window) -> tuple[CallShown, ...]:
    """Every call that is open at some time of the window under any option, in the order in which they rang."""
    found: dict[int, CallShown] = {}
    for one in kept:
        chapter = one.chapter
        ended = chapter.log["kind"].astype(str).isin(ENDS).to_numpy(dtype=bool)
        ends = chapter.log[ended].set_index("call")["at_s"]
        until = ends.reindex(chapter.calls.index).to_numpy(dtype=np.float64)
        rang = chapter.calls["at_s"].to_numpy(dtype=np.float64)
        open_then = (rang < window.until_s) & ~(until < window.from_s)
        for call in records(chapter.calls[open_then]):
            number = int(call["call"])
            if number not in found:
                node = int(region.zones.node[int(call["zone"])])
                place = chapter.places[node]
                x, y = region.roads.xy[node]
                found[number] = CallShown(
                    number, float(call["at_s"]) - window.from_s, str(call["service"]),
                    float(x), float(y), call_label(call), call_told(call, place), gravity(call),
                )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda call: (call.rang_s, call.number)))


def _option(
    scenario: Scenario, telling: Telling, driving: Driving, ways: Ways, calls: tuple[CallShown, ...]
) -> OptionShown:
    """What an option's vehicles and calls did in the window."""
    log, window = telling.chapter.log, telling.window
    of_vehicle = (log["unit"].isin(scenario.vehicles) & log["node"].notna()).to_numpy(dtype=bool)
    hours_s = (window.from_s, window.until_s)
    steps = steps_of(log[of_vehicle], driving, ways, telling.units, telling.numbers, hours_s)
    told = log[log["call"].isin(list(telling.numbers)).to_numpy(dtype=bool, na_value=False)]
    rang = told[_is(told, Kind.CALL_CONNECTED)].set_index("call")["node"]
    nodes = rang.reindex(told["call"]).to_numpy(dtype=np.int64, na_value=NOBODY)

    def by_call(times: pd.Series[float]) -> NDArray[np.float64]:
        numbered = times.astype(float).set_axis(times.index.astype(np.int64))
        order = [call.number for call in calls]
        return np.asarray(numbered.reindex(order), dtype=np.float64) - window.from_s

    story, sums = story_of(telling)
    return OptionShown(
        name=scenario.name,
        title=scenario.title,
        steps=steps,
        story=story,
        rings=np.isin([call.number for call in calls], rang.index.to_numpy(dtype=np.int64)),
        first_s=by_call(told[_is(told, Kind.UNIT_ARRIVED)].groupby("call")["at_s"].min()),
        left_s=by_call(scene_left_s(told, nodes)),
        closed_s=by_call(told[_is(told, *ENDS)].groupby("call")["at_s"].max()),
        sums=sums,
    )


def _is(events: pd.DataFrame, *kinds: Kind) -> NDArray[np.bool_]:
    """Which events are of some kinds."""
    return events["kind"].isin([str(kind) for kind in kinds]).to_numpy(dtype=bool)


def _fullest_moment(replay: Replay) -> float:
    """The time at which most vehicles are out to a call under the baseline, looked for every five minutes."""
    steps = replay.options[0].steps
    ends = np.append(steps.at_s[1:], np.inf)
    ends[np.flatnonzero(np.diff(steps.unit))] = np.inf
    out = (steps.doing == TO_CALL) | (steps.doing == AT_SCENE)
    moments = np.arange(0.0, replay.length_s, STILL_EVERY_S)
    counts = [int((out & (steps.at_s <= at) & (ends > at)).sum()) for at in moments]
    return float(moments[int(np.argmax(counts))])
