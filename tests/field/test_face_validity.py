"""Modelled against published, county by county: the difference is printed, and bounded only where it would mislead.

Published: `standards.csv` of the evidence folder, beside the open data (BLUELIGHT_DATA, else ../shared/data). Nothing
is fitted here; what a study has fitted is said in its catalogue, and docs/studies/face-validity.md says why what is
left is left. The bounds are of the difference that is known and said there, give or take what four weeks of luck make:
they catch a model that has come loose from its county. A difference that was widely off when this was written is held
where it was, to either side, so that it can neither grow nor vanish unseen.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geography.region import load_region
from results.measures import measure_run
from results.task import Tables, finish
from scenarios.load import load_study
from sim.run import run

DATA = Path(
    os.environ.get("BLUELIGHT_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
STANDARDS = DATA.parent / "evidence" / "uk" / "standards.csv"
DAYS = 28


@dataclass(frozen=True)
class Figure:
    """A published figure, which option's record it is, and the measure that it is held against."""

    evidence: str
    option: str
    measure: str
    group: str
    apart: float  # the most that the model may be away from `off`, in seconds or in share
    note_value: float | None = None  # where the figure stands in the row's note
    off: float = 0.0  # modelled less published, where that is known to be far from nought


def within(clock: str, standard: str) -> str:
    return f"clock={clock};service=ambulance;standard={standard}"


DWELLING = "clock=fire_dwelling_from_call;order=first;service=fire"
PRIMARY = "clock=fire_primary_from_call;order=first;service=fire"
RED1, RED2 = within("red1", "red1_8_min"), within("red2", "red2_8_min")
A19 = within("a19", "a19_19_min")
FIRE_10 = "clock=fire_pump_from_call;service=fire;standard=cornwall_10_min"
# The record's 0.74 does not go with its own means (see below): the model has 0.41 (5 x 28 days); four weeks of luck
# move it by some 0.05.
FIRE_10_OFF = -0.33
FIGURES = {
    ("lincolnshire", "dwelling fires, mean"): Figure(
        "STA015", "coresponding", "response_mean_s", DWELLING, 240
    ),
    ("lincolnshire", "primary fires, mean"): Figure(
        "STA016", "coresponding", "response_mean_s", PRIMARY, 120
    ),
    ("lincolnshire", "Red 1 within 8 min (EMAS)"): Figure(
        "STA051", "coresponding", "within_standard", RED1, 0.15
    ),
    ("lincolnshire", "Red 2 within 8 min"): Figure(
        "STA052", "coresponding", "within_standard", RED2, 0.08
    ),
    ("lincolnshire", "A19"): Figure(
        "STA052", "coresponding", "within_standard", A19, 0.05, note_value=0.86
    ),
    ("cornwall", "dwelling fires, mean"): Figure(
        "STA004", "programme", "response_mean_s", DWELLING, 90, off=61
    ),
    ("cornwall", "primary fires, mean"): Figure(
        "STA003", "programme", "response_mean_s", PRIMARY, 120, off=-32
    ),
    ("cornwall", "fires and collisions within 10 min"): Figure(
        "STA002", "programme", "within_standard", FIRE_10, 0.12, off=FIRE_10_OFF
    ),
    ("cornwall", "Red 2 within 8 min"): Figure("STA053", "separate", "within_standard", RED2, 0.08),
    ("cornwall", "Red 1 within 8 min (England)"): Figure(
        "STA048", "separate", "within_standard", RED1, 0.10
    ),
    ("cornwall", "A19 (England)"): Figure("STA050", "separate", "within_standard", A19, 0.15),
}
TIMED = ("dwelling_fire", "other_building_fire", "vehicle_fire", "rtc")
STARTS = ("from_call", "from_alert", "from_leaving")
STUDY = {"lincolnshire": "lincolnshire", "cornwall": "hayle"}


@cache
def published() -> dict[str, dict[str, str]]:
    if not STANDARDS.is_file():
        pytest.skip("needs evidence/uk/standards.csv beside the open data folder (BLUELIGHT_DATA)")
    with STANDARDS.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def value_of(figure: Figure) -> float:
    """The published figure in seconds or as a share."""
    row = published()[figure.evidence]
    if figure.note_value is not None:
        assert f"{figure.note_value:g}" in row["note"], row
        return figure.note_value
    if ":" in row["value"]:
        minutes, seconds = row["value"].split(":")
        return 60.0 * float(minutes) + float(seconds)
    return float(row["value"])


@cache
def played(county: str, option: str) -> tuple[Tables, pd.DataFrame]:
    """The tables and measures of four weeks of one option of a county's bundled study."""
    region = load_region(county)
    study = load_study(STUDY[county], region).with_changes(days=DAYS)
    scenario = next(s for s in study.scenarios if s.name == option)
    tables = finish(run(scenario, region, 0), region)
    return tables, measure_run(scenario, tables, region)


@pytest.mark.parametrize(("county", "what"), list(FIGURES), ids=" ".join)
def test_modelled_against_published(county: str, what: str) -> None:
    figure = FIGURES[county, what]
    said = value_of(figure)
    _, table = played(county, figure.option)
    rows = table[(table["measure"] == figure.measure) & (table["group"] == figure.group)]
    assert len(rows) == 1, figure.group
    found = float(rows["value"].iloc[0])
    print(
        f"\n{county}, {what}: modelled {found:.3f}, published {said:.3f} ({figure.evidence}, "
        f"{published()[figure.evidence]['period']}), difference {found - said:+.3f} ({figure.option}, {DAYS} days)"
    )
    assert abs(found - said - figure.off) <= figure.apart


def first_pump_s(tables: Tables) -> pd.DataFrame:
    """Seconds to the first pump from the call, from its alert and from its leaving, and the kind of call."""
    calls = tables["calls"].set_index("call")
    calls = calls[calls["counted"] & calls["kind"].isin(TIMED)]
    log = tables["log"]
    log = log[log["call"].isin(calls.index) & log["unit"].astype(str).str.match(r".*_p\d$")]

    def at_s(kind: str) -> pd.Series:
        return (
            log[log["kind"] == kind]
            .set_index(["call", "unit"])["at_s"]
            .groupby(level=[0, 1])
            .last()
        )

    arrived = log[log["kind"] == "unit_arrived"].sort_values("at_s").drop_duplicates("call")
    key = pd.MultiIndex.from_frame(arrived[["call", "unit"]])
    called = calls.loc[arrived["call"], "at_s"].to_numpy()
    return pd.DataFrame(
        {
            "kind": calls.loc[arrived["call"], "kind"].astype(str).to_numpy(),
            "from_call": arrived["at_s"].to_numpy() - called,
            "from_alert": arrived["at_s"].to_numpy()
            - at_s("unit_assigned").reindex(key).to_numpy(),
            "from_leaving": arrived["at_s"].to_numpy()
            - at_s("unit_mobile").reindex(key).to_numpy(),
        }
    )


@pytest.mark.parametrize(
    ("county", "option"), [("cornwall", "programme"), ("lincolnshire", "coresponding")]
)
def test_which_clock_a_share_within_ten_minutes_is_on(county: str, option: str) -> None:
    """Cornwall's 74% and its means of 10:32 and 12:28 are not of one clock: on the model's spread, that of one of
    those means would be nearer half; from the crew's leaving the model has about the recorded share."""
    seconds = first_pump_s(played(county, option)[0])
    shares = {start: float((seconds[start] <= 600).mean()) for start in STARTS}
    primary = seconds.loc[seconds["kind"] != "rtc", "from_call"]
    said = {
        name: float(
            (
                primary * (value_of(FIGURES[county, f"{name} fires, mean"]) / primary.mean()) <= 600
            ).mean()
        )
        for name in ("dwelling", "primary")
    }
    print(
        f"\n{county}: within 10 min {shares}; on the spread of primary fires at the recorded means {said}"
    )
    assert shares["from_call"] < shares["from_alert"] < shares["from_leaving"]
    if county == "cornwall":
        recorded = float(published()["STA002"]["value"])
        assert max(said.values()) < recorded - 0.08
        assert abs(shares["from_leaving"] - recorded) < 0.12


def test_lincolnshire_has_no_recorded_share_within_a_fire_standard() -> None:
    """Its records are means (STA015, STA016) and what is aimed at (STA011 to STA014): the modelled shares are printed
    beside nothing."""
    said = [row for row in published().values() if row["geography"] == "Lincolnshire"]
    shares = [row["id"] for row in said if "share" in row["unit"] and "fire" in row["parameter"]]
    assert not shares, "a recorded share is there now: hold the model against it"
    _, table = played("lincolnshire", "coresponding")
    mine = table[(table["measure"] == "within_standard").to_numpy()].set_index("group")["value"]
    for minutes in (10, 15):
        group = f"clock=fire_dwelling_from_call;service=fire;standard=dwelling_{minutes}_min"
        print(f"\nlincolnshire, dwelling fires within {minutes} min: modelled {mine[group]:.3f}")
    assert "100%" in published()["STA013"]["note"]


def test_ambulance_stations_alone_cannot_give_the_recorded_share() -> None:
    """Cat A within 8 min leaves six or seven minutes of driving: too little for 74% from Cornwall's stations."""
    region = load_region("cornwall")
    posts = [site.node for name, site in region.sites.items() if name.endswith("_ambulance")]
    times = region.roads.seconds_between(
        np.array(posts)[:, None], region.zones.node[None, :], "blue_light"
    )
    nearest = times.min(axis=0)
    people = region.zones.people
    near = {m: float(people[nearest <= 60 * m].sum() / people.sum()) for m in (5, 6, 7)}
    print(
        f"\nresidents within minutes by blue light of one of {len(posts)} ambulance stations: {near}"
    )
    assert near[7] < float(published()["STA053"]["value"])
