"""A study with many faults tells all of them, in Python and on the command line, whatever the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bluelight.cli import app
from tests.doors.small_study import STUDY, copy_of, planner_types
from tests.doors.study_faults import faults_of

MANY = """\
name: many
title: A study with many faults
question: Does it say all of them?
region: tinyshire
start: 5 May 2014
days: "14"
replications: 0
seed: 7
catalog: [kit]
catalogue: [kit, costs]
baseline:
  name: today
  title: Today
  stations:
    east_fire: {site: east_fire, name: Eastport, agencies: [fir]}
    mid_fire: {easting: 100000, northing: 306000, name: Midbridge, agencies: [fire]}
    east_ambulance: {site: east_ambulanse, name: Eastport, agencies: [ambulance]}
  vehicles:
    east_p1: {type: pump, station: east_fire, crewed_from: [east_wach], name: Pump}
    dca_1: {type: dcaa, station: east_ambulance, crewed_from: [dca_crew], name: Ambulance}
  crew_pools:
    east_watch: {station: east_fire, people: 4, duty: wholetime}
    dca_crew: {station: east_ambulance, people: 2, duty: wholetme}
  costs:
    seats:
      agency: fire
      title: Seats
      driver: post
      rate: {value: 10, unit: GBP/year, status: assumed, source: made up}
options:
  more:
    title: More
    changes:
      - set: {crew_pools.east_wotch.people: 5}
      - add:
          crew_pools.extra: {station: east_fire, people: none, duty: wholetime}
      - remove: costs.seat
"""


MANY_PLACES = {
    "5:1": "start",
    "6:1": "days",
    "7:1": "replications",
    "9:1": "catalog",
    "10:18": "catalogue",
    "15:61": "agencies",
    "16:16": "off the network",
    "17:22": "east_ambulanse",
    "19:61": "east_wach",
    "20:13": "dcaa",
    "23:52": "wholetme",
    "28:7": "driver",
    "29:25": "unit",
    "34:15": "crew_pools.east_wotch.people",
    "36:50": "people",
    "37:9": "costs.seat",
}


def test_a_file_with_many_faults_tells_all_of_them_with_line_and_column(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    (folder / STUDY).write_text(MANY, encoding="utf-8")
    found = faults_of(folder)
    places = {f"{fault.mark.line}:{fault.mark.column}": str(fault) for fault in found}
    for place, word in MANY_PLACES.items():
        assert place in places, (place, word, list(places))
        assert word in places[place]
    own = {place for place in places if "study.yaml" in places[place]}
    assert own == set(MANY_PLACES)
    assert [fault.mark for fault in found] == sorted(fault.mark for fault in found)


def test_check_says_where_and_ends_with_one(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    (folder / STUDY).write_text(MANY, encoding="utf-8")
    ended = planner_types("check", folder / STUDY)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    for place in MANY_PLACES:
        assert f"study.yaml:{place}  " in ended.stderr
    assert ended.stderr.rstrip().splitlines()[-1].endswith(" faults.")


def test_a_study_that_is_not_there_names_the_likely_one() -> None:
    ended = CliRunner().invoke(app, ["check", "hale"])
    assert ended.exit_code == 1
    assert "Did you mean hayle?" in ended.output
    assert isinstance(ended.exception, SystemExit)


@pytest.mark.parametrize("verb", ["check", "run", "sweep"])
def test_every_verb_refuses_a_bad_study(verb: str, tmp_path: Path) -> None:
    folder = copy_of(tmp_path, (STUDY, "seed: 7", "sed: 7"))
    ended = CliRunner().invoke(app, [verb, str(folder)])
    assert ended.exit_code == 1
    assert "Did you mean seed?" in ended.output
    assert isinstance(ended.exception, SystemExit)


@pytest.mark.parametrize(
    "words",
    [
        ["chek", "hayle"],
        ["check"],
        ["check", "hayle", "more"],
        ["run", "hayle", "--days", "0"],
        ["run", "hayle", "--days", "ten"],
        ["run", "hayle", "--seed", "-1"],
        ["run", "hayle", "--replications", "0"],
        ["run", "hayle", "--workers", "0"],
        ["run", "hayle", "--quik"],
        ["tell"],
        ["tell", "somewhere", "twelve"],
    ],
)
def test_wrong_words_on_the_command_line_end_with_two(words: list[str]) -> None:
    assert CliRunner().invoke(app, words).exit_code == 2
