"""Figure 6 draws the phases that were measured, and says their numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from results.figures.clock_stack import (
    PHASES,
    blocks_of,
    clock_stack,
    clock_stack_ambulance,
    timed_standards,
)
from results.figures.figure import Figure
from results.figures.reading import reading_of
from results.figures.shown import left_out
from results.figures.wording import clock, minutes
from results.pack import Pack
from tests.made_up_pack import pack

FIRST = "clock=fire_first_pump;service=fire"


@pytest.fixture(scope="module")
def made_up() -> Pack:
    return pack(4, 6, 60)


def bars(figure: Figure) -> list[list[float]]:
    """The widths drawn, a list a row, block after block."""
    rows: list[list[float]] = []
    for axes in figure.drawing.axes:
        drawn: dict[float, list[float]] = {}
        for patch in axes.patches:
            assert isinstance(patch, Rectangle)
            drawn.setdefault(round(patch.get_y(), 3), []).append(patch.get_width())
        rows += [drawn[place] for place in sorted(drawn)]
    return rows


def measured(whole: Pack, scenario: str, phase: str) -> float:
    table = whole.measures
    mine = (table["measure"] == "phase_mean_s") & (table["scenario"] == scenario)
    return float(table[mine & (table["group"] == f"basis={phase};{FIRST}")]["value"].mean())


def test_each_part_is_as_wide_as_it_is_long(made_up: Pack) -> None:
    now = [measured(made_up, "separate", phase) for phase in PHASES]
    figure = clock_stack(made_up)
    assert bars(figure)[0] == pytest.approx(now)
    words = " ".join(text.get_text() for text in figure.drawing.findobj(Text))
    for seconds in now:
        assert clock(seconds) in words
        assert clock(seconds) in figure.alt
    assert minutes(sum(now)) in words
    assert minutes(sum(now)) in figure.title
    assert f"{clock(now[-1])} drive" in figure.title


def test_the_change_named_is_the_one_that_the_tables_have(made_up: Pack) -> None:
    gaps = made_up.differences
    mine = gaps[(gaps["measure"] == "phase_mean_s") & gaps["group"].str.endswith(FIRST)]
    sure = mine[(mine["low"] > 0) | (mine["high"] < 0)]
    most = sure.loc[sure["difference"].abs().idxmax()]
    title = clock_stack(made_up).title
    assert f"{clock(abs(most['difference']))} less" in title
    assert "simulation uncertainty (95%)" in title
    ends = re.findall(r"\((\d+:\d+) to (\d+:\d+)\)", title)[0]
    assert ends == tuple(sorted((clock(abs(most["low"])), clock(abs(most["high"])))))


def test_every_clock_of_a_standard_has_a_block_and_each_option_a_row(made_up: Pack) -> None:
    reading = reading_of(made_up)
    standards = [
        *timed_standards(made_up, reading), *timed_standards(made_up, reading, "ambulance")
    ]  # fmt: skip
    blocks = blocks_of(made_up, reading, standards)
    assert [block.clock for block in blocks] == ["fire_first_pump", "red_1", "red_2"]
    assert len(clock_stack(made_up).drawing.axes) == 1
    ambulance = clock_stack_ambulance(made_up)
    assert len(ambulance.drawing.axes) == 2
    assert ambulance.title.startswith("Red 1 (the first of 2 clocks drawn): of ")
    for block in blocks:
        assert block.bars[0].title == "Now"
        assert {o.name for bar in block.bars for o in bar.options} <= {
            o.name for o in made_up.options
        }
        for bar in block.bars:
            assert bar.whole_s == pytest.approx(sum(bar.seconds.values()))


def test_one_replication_one_option_and_a_run_that_kept_no_phases(made_up: Pack) -> None:
    assert "no interval" in clock_stack(pack(1, 3, 60)).title
    alone = clock_stack(pack(2, 1, 60))
    assert len(bars(alone)) == 1
    assert "under" not in alone.title
    kept = made_up.measures[made_up.measures["measure"] != "phase_mean_s"]
    old = replace(made_up, measures=kept)
    for name in ("clock_stack", "clock_stack_ambulance"):
        assert "were measured" in left_out(old, (name,))[name]
    assert "not measured" in clock_stack(old).title


def test_no_clear_part_is_no_finding(made_up: Pack) -> None:
    flat = replace(made_up, differences=made_up.differences.assign(low=-1e3, high=1e3))
    assert "no part clearly changes under any option" in clock_stack(flat).title
