"""A planner's own file of calls: the recorded stands, the rest is drawn, what cannot be is refused with its place."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from geography.region import Region, load_region
from scenarios.calls import Call, MarkOf, calls_of
from scenarios.chance import Chance
from scenarios.faults import StudyFault
from scenarios.load import load_study
from scenarios.study import Study
from sim.run import run
from tests.doors.small_study import KIT, SMALL, STUDY, copy_of, planner_types

HEADER = "at,zone,kind,category,id\n"
ROW = "2014-05-06T10:00,Z1,dwelling_fire,fire,7\n"
DAY = 86400.0


@cache
def tinyshire() -> Region:
    return load_region(SMALL / "tinyshire")


def study_with(folder: Path, text: str, *edits: tuple[str, str, str]) -> Path:
    copy = copy_of(folder, (STUDY, "seed: 7", "seed: 7\ncalls: calls.csv"), *edits)
    (copy / "calls.csv").write_text(text, encoding="utf-8", newline="\n")
    return copy / STUDY


def loaded(folder: Path, text: str, *edits: tuple[str, str, str]) -> Study:
    return load_study(str(study_with(folder, text, *edits)), tinyshire())


def taken(folder: Path, text: str, *edits: tuple[str, str, str]) -> list[Call]:
    return calls_of(loaded(folder, text, *edits).baseline, tinyshire(), Chance(7, 0))


def refused(folder: Path, text: str, *edits: tuple[str, str, str]) -> str:
    with pytest.raises(StudyFault) as caught:
        loaded(folder, text, *edits)
    return "\n\n".join(str(fault) for fault in caught.value.faults)


# What is recorded stands


def test_what_is_recorded_stands(tmp_path: Path) -> None:
    header = ("at,easting,northing,kind,reported_kind,category,id,"
              "call_handling_s,on_scene_s,conveyed,hospital,handover_s\n")  # fmt: skip
    rows = ("2014-05-06T10:00:30,312010,100020,medical_emergency,,red1,90,45.5,1200,yes,infirmary,900\n"
            "2014-05-05 23:30,300000,100000,dwelling_fire,,,12,,,,,\n")  # fmt: skip
    fire, medical = taken(tmp_path, header + rows)
    assert (fire.id, fire.stream, fire.kind, fire.category, fire.zone) == (
        12, "dwelling_fire", "dwelling_fire", "fire", 0,
    )  # fmt: skip
    assert fire.facts is None
    assert fire.call_handling_s > 0
    assert fire.at_s == DAY + 22.5 * 3600  # a day of warm-up; summer time is an hour before GMT
    assert (medical.id, medical.call_handling_s, medical.node) == (90, 45.5, 4)
    assert medical.facts is not None
    assert medical.facts.on_scene_s == 1200
    assert medical.facts.conveyed is True
    assert medical.facts.hospital == "infirmary"
    assert medical.facts.handover_s == 900


def test_whoever_was_at_a_hospital_was_conveyed(tmp_path: Path) -> None:
    text = "at,zone,kind,hospital\n3600,Z1,medical_emergency,infirmary\n"
    (call,) = taken(tmp_path, text)
    assert call.facts is not None
    assert call.facts.conveyed is True


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        ("2014-10-26T00:30", -0.5),  # summer time
        ("2014-10-26T01:30", 0.5),  # comes twice: the first, still in summer time
        ("2014-10-26T02:30", 2.5),
        ("2014-10-26T01:30Z", 1.5),
        ("2014-10-26 01:30:00+01:00", 0.5),
        ("93600.25", 2.0 + 0.25 / 3600),
    ],
)
def test_local_time_becomes_gmt(tmp_path: Path, at: str, hours: float) -> None:
    header = "at,zone,kind\n"
    start = (STUDY, "start: 2014-05-05", "start: 2014-10-26")
    (call,) = taken(tmp_path, f"{header}{at},Z1,dwelling_fire\n", start)
    assert call.at_s - DAY == pytest.approx(hours * 3600)


def test_a_place_in_degrees_is_the_place_on_the_grid() -> None:
    """Ordnance Survey's own worked example: 52°39'28.8282"N 1°42'57.8663"E is TG 651409.804 313177.450."""
    import numpy as np

    from scenarios.calls_file import grid

    east, north = grid(
        np.array([1 + 42 / 60 + 57.8663 / 3600]), np.array([52 + 39 / 60 + 28.8282 / 3600])
    )
    assert abs(float(east[0]) - 651409.804) < 5
    assert abs(float(north[0]) - 313177.450) < 5


def test_what_is_not_recorded_is_drawn_by_rate(tmp_path: Path) -> None:
    """red1 and green ring alike often: half of each, within four standard errors."""
    rows = "".join(f"{n * 600},Z4,medical_emergency\n" for n in range(2000))
    calls = taken(tmp_path, "at,zone,kind\n" + rows)
    red = sum(call.category == "red1" for call in calls)
    assert len(calls) == 2000
    assert abs(red - 1000) < 4 * (2000 * 0.25) ** 0.5
    assert len({call.call_handling_s for call in calls}) > 1900


def test_luck_belongs_to_the_id(tmp_path: Path) -> None:
    rows = [f"{n * 600},Z4,medical_emergency,inc-{n}\n" for n in range(1, 50)]
    header = "at,zone,kind,id\n"
    first = taken(tmp_path / "a", header + "".join(rows))
    less = taken(tmp_path / "b", header + "".join(reversed(rows[10:])))
    after = {call.at_s: call for call in less}
    assert all(after[call.at_s][1:] == call[1:] for call in first if call.at_s in after)
    assert len({call.mark(MarkOf.SCENE) for call in first}) == len(first)


def test_options_meet_the_same_calls(tmp_path: Path) -> None:
    rows = "".join(f"{n * 600},Z4,medical_emergency\n" for n in range(200))
    study = loaded(tmp_path, "at,zone,kind\n" + rows)
    drawn = [calls_of(scenario, tinyshire(), Chance(7, 3)) for scenario in study.scenarios]
    assert all(calls == drawn[0] for calls in drawn)
    assert study.scenarios[0].recorded is study.scenarios[-1].recorded


def test_parquet_says_the_same_as_csv(tmp_path: Path) -> None:
    table = pd.DataFrame({
        "at": pd.to_datetime(["2014-05-06T10:00", "2014-05-07T11:30"]),
        "zone": ["Z1", "Z2"],
        "kind": ["dwelling_fire", "medical_emergency"],
        "id": [5, 6],
        "on_scene_s": [None, 600.0],
        "conveyed": [None, False],
    })  # fmt: skip
    study = study_with(
        tmp_path, "", (STUDY, "seed: 7", "seed: 7\nstory: x"), (STUDY, "story: x", "")
    )
    table.to_csv(study.parent / "calls.csv", index=False)
    by_csv = load_study(str(study), tinyshire())
    table.to_parquet(study.parent / "calls.parquet")
    study.write_text(study.read_text("utf-8").replace("calls.csv", "calls.parquet"), "utf-8")
    by_parquet = load_study(str(study), tinyshire())
    assert by_csv.baseline.recorded is not None
    assert by_parquet.baseline.recorded is not None
    assert by_csv.baseline.recorded.digest() == by_parquet.baseline.recorded.digest()
    assert by_csv.baseline.digest() == by_parquet.baseline.digest()


def test_other_calls_are_another_scenario(tmp_path: Path) -> None:
    one = loaded(tmp_path / "a", HEADER + ROW)
    other = loaded(tmp_path / "b", HEADER + ROW.replace("10:00", "10:01"))
    assert one.baseline.digest() != other.baseline.digest()


def test_recorded_calls_are_played(tmp_path: Path) -> None:
    study = loaded(tmp_path, HEADER + ROW + "2014-05-06T11:00,Z4,medical_emergency,red1,8\n")
    log = run(study.baseline, tinyshire(), 0)
    assert [call.id for call in log.calls] == [7, 8]


def test_a_shorter_run_leaves_out_later_calls(tmp_path: Path) -> None:
    study = loaded(tmp_path, HEADER + ROW + ROW.replace("05-06", "05-15").replace(",7", ",8"))
    assert len(calls_of(study.baseline, tinyshire(), Chance(7, 0))) == 2
    short = study.with_changes(days=3)
    assert len(calls_of(short.baseline, tinyshire(), Chance(7, 0))) == 1


# What the door says


def test_check_says_how_many_calls_are_taken(tmp_path: Path) -> None:
    late = ROW.replace("2014", "2015").replace(",7", ",8")
    study = study_with(tmp_path, HEADER + ROW + late)
    said = planner_types("check", study)
    assert said.returncode == 0, said.stderr
    assert "calls.csv: 1 calls taken, 1 left out as outside the study's days." in said.stdout


def test_check_says_why_rows_are_refused(tmp_path: Path) -> None:
    said = planner_types("check", study_with(tmp_path, HEADER + ROW + ROW.replace("Z1", "Z99")))
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "0 of 2 rows" not in said.stderr
    assert "1 of 2 rows can be used and 1 cannot." in said.stderr
    assert "calls.csv:3:2  zone" in said.stderr


MISTAKES: dict[str, tuple[str, list[str]]] = {
    "unknown column": ("at,zone,kind,categry\n1,Z1,dwelling_fire,fire\n",
                       [":1:4  categry", "no column 'categry'", "Did you mean category?"]),
    "semicolons": ("at;zone;kind\n1;Z1;dwelling_fire\n", ["commas between the columns"]),
    "no kind": ("at,zone\n1,Z1\n", ["needs a column `kind`"]),
    "no place": ("at,kind\n1,dwelling_fire\n", ["in one way, and whole", "or zone"]),
    "half a place": ("at,easting,kind\n1,300000,dwelling_fire\n", ["in one way, and whole"]),
    "two places": ("at,zone,lat,lon,kind\n1,Z1,50,-5,dwelling_fire\n", ["in one way, and whole"]),
    "two columns": ("at,zone,kind,kind\n1,Z1,dwelling_fire,dwelling_fire\n", ["two columns 'kind'"]),
    "ragged": (HEADER + "1,Z1,dwelling_fire\n", [":2  calls", "3 cells and the header has 5"]),
    "empty": ("", ["The file is empty"]),
    "time": (HEADER + ROW.replace("2014-05-06T10:00", "06/05/2014 10:00"),
             [":2:1  at", "'06/05/2014 10:00' is not a time.", "2014-05-05T13:30:00"]),
    "date": (HEADER + ROW.replace("T10:00", ""), ["'2014-05-06' is not a time."]),
    "no such day": (HEADER + ROW.replace("05-06", "02-30"), ["is not a time."]),
    "no time": (HEADER + ROW.replace("2014-05-06T10:00", ""), ["A call needs its time."]),
    "zone": (HEADER + ROW.replace("Z1", "Z11"), [":2:2  zone", "no zone 'Z11'", "Did you mean Z1?"]),
    "kind": (HEADER + ROW.replace("dwelling_fire", "dweling_fire"),
             [":2:3  kind", "no kind 'dweling_fire'", "Did you mean dwelling_fire?"]),
    "kind of no stream": (HEADER + ROW.replace("dwelling_fire", "flooding"),
                          ["No demand in today has flooding calls.", "Allowed: dwelling_fire"]),
    "category": (HEADER + ROW.replace(",fire", ",fir"), [":2:4  category", "Did you mean fire?"]),
    "category of no stream": (HEADER + ROW.replace(",fire,", ",red1,"),
                              ["dwelling_fire calls of category red1", "Allowed: fire."]),
    "id twice": (HEADER + ROW + ROW, [":3:5  id", "'7' is used already, on line 2"]),
    "no id": (HEADER + ROW + ROW.replace(",7", ","), ["each needs one"]),
    "number": ("at,zone,kind,on_scene_s\n1,Z1,dwelling_fire,ten\n", [":2:4", "'ten' is not a number."]),
    "negative": ("at,zone,kind,on_scene_s\n1,Z1,dwelling_fire,-5\n", ["This is -5.", "0 or more"]),
    "conveyed": ("at,zone,kind,conveyed\n1,Z1,medical_emergency,perhaps\n", ["neither yes nor no"]),
    "not conveyed to a hospital": (
        "at,zone,kind,conveyed,hospital\n1,Z1,medical_emergency,no,infirmary\n",
        ["has no hospital and no handover"],
    ),
    "hospital": ("at,zone,kind,hospital\n1,Z1,medical_emergency,infirmry\n",
                 ["no hospital 'infirmry'", "Did you mean infirmary?"]),
    "report without a plan": (
        "at,zone,kind,reported_kind\n1,Z1,dwelling_fire,rtc\n",
        [":2:4  reported_kind", "No response plan in today answers rtc calls of category fire."],
    ),
    "out of the region": (
        "at,easting,northing,kind\n1,400000,300000,dwelling_fire\n",
        [":2:2  easting", "km from the nearest road of Tinyshire", "at most 3 km"],
    ),
    "swapped": ("at,easting,northing,kind\n1,100000,300000,dwelling_fire\n",
                ["Did you mean 300000, 100000, the other way round?"]),
    "kilometres": ("at,easting,northing,kind\n1,300,100,dwelling_fire\n", ["in metres, not kilometres"]),
    "degrees swapped": ("at,lat,lon,kind\n1,-5.5,50.1,dwelling_fire\n", ["nearest road of Tinyshire"]),
    "no place in a row": ("at,easting,northing,kind\n1,,100000,dwelling_fire\n", ["needs its place"]),
    "nothing inside": (HEADER + ROW.replace("2014", "2016"), ["None of its 1 calls rings in the 16 days"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, mistake: str) -> None:
    text, said = MISTAKES[mistake]
    told = refused(tmp_path, text)
    assert "calls.csv" in told
    for words in said:
        assert words in told


def test_the_hour_that_was_not_there(tmp_path: Path) -> None:
    edit = (STUDY, "start: 2014-05-05", "start: 2014-03-29")
    told = refused(tmp_path, HEADER + ROW.replace("05-06T10:00", "03-30T01:30"), edit)
    assert "There was no 2014-03-30T01:30: the clocks went forward." in told
    assert "Did you mean 2014-03-30T01:30Z, which is in GMT?" in told


def test_many_reasons_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"{n},Z1,dweling_fire,fire,{n}\n" for n in range(30))
    told = refused(tmp_path, HEADER + rows + ROW.replace(",7", ",99"))
    assert told.count("no kind 'dweling_fire'") == 20
    assert "1 of 31 rows can be used and 30 cannot; the first 20 of 30 reasons follow." in told


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    study = study_with(tmp_path, HEADER + ROW, (STUDY, "calls: calls.csv", "calls: cals.csv"))
    with pytest.raises(StudyFault) as caught:
        load_study(str(study), tinyshire())
    (fault,) = caught.value.faults
    assert fault.meant == "calls.csv"
    assert fault.mark.line


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    study = study_with(tmp_path, "", (STUDY, "calls: calls.csv", "calls: calls.parquet"))
    (study.parent / "calls.parquet").write_bytes(b"no parquet")
    with pytest.raises(StudyFault) as caught:
        load_study(str(study), tinyshire())
    assert "cannot be read as a table" in str(caught.value)
    (study.parent / "calls.parquet").rename(study.parent / "calls.csv")
    (study.parent / "calls.csv").write_bytes(b"at,zone,kind\n1,Z1,caf\xe9\n")
    study.write_text(study.read_text("utf-8").replace("calls.parquet", "calls.csv"), "utf-8")
    with pytest.raises(StudyFault) as caught:
        load_study(str(study), tinyshire())
    assert "not UTF-8" in str(caught.value)


def test_an_option_without_the_demand_says_so(tmp_path: Path) -> None:
    edit = (STUDY, "      - include: west_station\n",
            "      - include: west_station\n      - remove: demand.dwelling_fire\n")  # fmt: skip
    assert "No demand in operative has dwelling_fire calls." in refused(
        tmp_path, HEADER + ROW, edit
    )


def test_a_fault_of_the_kit_is_not_told_again_for_each_call(tmp_path: Path) -> None:
    told = refused(tmp_path, HEADER + ROW, (KIT, "{value: 700,", "{value: -700,"))
    assert "-700 calls/yr is below 0" in told
    assert "calls.csv" not in told
