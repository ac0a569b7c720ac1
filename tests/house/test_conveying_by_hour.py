"""Figure 9 has an interval for each hour, in the picture, in the words beside it and in its finding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import FillBetweenPolyCollection
from scipy import stats

from results.figures.conveying_by_hour import conveying_by_hour, drawn_stations
from results.figures.figure import Figure
from results.pack import Pack
from tests.colour_vision import told_by_colour_alone
from tests.made_up_pack import pack

STATIONS = ("camborne", "redruth", "hayle")
AWAY_H = {0: (20.0, 5.0, 12.5), 1: (42.0, 45.0, 48.0)}
"""Hours away at Redruth at noon (1) and elsewhere (0), by replication; of 28 days."""


def with_hours(whole: Pack, runs: int) -> Pack:
    """The pack with three stations that convey, Redruth's crew most at noon, the others' as often at every hour."""
    option, rows = whole.proposals[0].name, []
    for place, station in enumerate(STATIONS):
        for hour in range(24):
            hours = AWAY_H[(place, hour) == (1, 12)]
            group = f"hour={hour:02d};station={station}"
            for run in range(runs):
                rows += [
                    (option, run, "conveying_hours", group, hours[run] / (place + 1), "h per counted period"),
                    (option, run, "next_pump_delay_s", group, 60.0 + 30.0 * run, "s"),
                ]  # fmt: skip
        rows += [
            (option, run, "conveying_hours", f"station={station}", 900.0 - place, "h per counted period")
            for run in range(runs)
        ]  # fmt: skip
    rows += [
        (option, run, "conveying_hours", "", 2000.0, "h per counted period") for run in range(runs)
    ]
    mine = whole.measures["measure"].isin(["conveying_hours", "next_pump_delay_s"])
    kept = whole.measures[~mine & (whole.measures["replication"] < runs)]
    added = pd.DataFrame(rows, columns=list(kept.columns))
    return replace(whole, measures=pd.concat([kept, added], ignore_index=True))


@pytest.fixture(scope="module")
def three() -> Pack:
    return with_hours(pack(3, 4, 100), 3)


def bands(figure: Figure, place: int) -> list[FillBetweenPolyCollection]:
    return [
        found
        for found in figure.drawing.axes[place].collections
        if isinstance(found, FillBetweenPolyCollection)
    ]


def test_each_hour_has_a_band_as_wide_as_its_interval(three: Pack) -> None:
    figure = conveying_by_hour(three)
    assert len(figure.drawing.axes) == 2 * len(STATIONS)
    (band,) = bands(figure, 1)
    ends = band.get_paths()[0].vertices
    noon = ends[ends[:, 0] == 12.0][:, 1]
    shares = np.array(AWAY_H[1]) / 2 / 28 * 100
    half = stats.t.ppf(0.975, 2) * shares.std(ddof=1) / np.sqrt(3)
    assert noon.min() == pytest.approx(shares.mean() - half)
    assert noon.max() == pytest.approx(shares.mean() + half)


def test_the_delay_is_weighed_by_hours_and_its_interval_holds_it(three: Pack) -> None:
    """By hand: (21 x 60 + 22.5 x 90 + 24 x 120) / 67.5 = 91.33 s."""
    late = drawn_stations(three)[1][1].late
    assert late.value[12] == pytest.approx(91.3333, abs=1e-3)
    low, high = late.ends(12)
    assert low < late.value[12] < high
    # elsewhere hours away are 10, 2.5 and 6.25 at Redruth: no more than nought within their interval, so none is told
    assert np.isnan(late.value[0])


def test_the_finding_bears_the_interval_and_says_how_many_hours_may_be_as_busy(three: Pack) -> None:
    """Camborne's intervals, 44.6% and 66.5 points either way, reach into noon's at Redruth (67.0%); no other's do."""
    title = conveying_by_hour(three).title
    assert (
        "the busiest is 12:00 at Redruth: its crew is away with a patient on 80.4% of days (67.0% to 93.7%)"
        in title
    )
    assert "the next fire engine is 1 min 31 s later on their grounds, by the hour’s mean" in title
    assert "24 other hours may be as busy, simulation uncertainty (95%)" in title


def test_words_say_how_wide_the_intervals_are_at_their_widest(three: Pack) -> None:
    figure = conveying_by_hour(three)
    widest = max(one.away.widest for one in drawn_stations(three)[1])
    assert f"at their widest {100 * widest:.1f} percentage points of days" in figure.note
    assert figure.alt.count("the intervals are at most ") == len(STATIONS)


def test_one_replication_draws_no_band_and_says_so() -> None:
    figure = conveying_by_hour(with_hours(pack(1, 4, 100), 1))
    for place in range(len(figure.drawing.axes)):
        for band in bands(figure, place):
            assert not np.isfinite(band.get_paths()[0].vertices).any() if band.get_paths() else True
    for words in (figure.title, figure.alt):
        assert "one replication, so no interval is drawn" in words
    assert figure.note.count("One replication, so no interval is drawn") == 1
    assert "may be as busy" not in figure.title


def test_stations_are_told_apart_by_where_they_stand(three: Pack) -> None:
    figure = conveying_by_hour(three)
    names = [text.get_text() for text in figure.drawing.texts]
    assert [name for name in names if name in ("Camborne", "Redruth", "Hayle")] == [
        "Camborne",
        "Redruth",
        "Hayle",
    ]
    assert not [found for found in told_by_colour_alone(figure.drawing) if found[-1] < 9.0]
