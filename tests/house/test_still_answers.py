"""An answer of a sweep that no factor moves is told in words, without a chart; Suffolk asks for none such."""

from dataclasses import replace

import pandas as pd

from results.figures.quantities import say_in
from results.figures.sweep_frontier import sweep_frontier
from results.figures.sweep_panels import sweep_panels
from results.figures.sweep_tornado import finding, sensitivity_table, tornado
from results.pack import Pack, SweepFindings
from scenarios.load import load_study
from tests.house.test_sweep_figures import swept
from tests.made_up_pack import pack


def still(value: float = 0.0) -> SweepFindings:
    """Two answers: one that factors move, and one that is the same at every point and in every replication."""
    found = swept()
    (moving,) = found.answers
    same = moving.points.assign(mean=value, low=value, high=value)
    none = moving.moved.assign(value=0.0, low=0.0, high=0.0)
    flat = replace(moving, title="Fire engines", points=same, moved=none)
    return replace(found, answers=(moving, flat))


def with_sweep(found: SweepFindings) -> Pack:
    return replace(pack(2, 2, 60), sweep=found)


def words(figure: object) -> str:
    return " ".join(text.get_text() for text in figure.drawing.texts)  # type: ignore[attr-defined]


def test_no_chart_is_drawn_of_what_nothing_moves() -> None:
    before = len(sweep_panels(with_sweep(swept())).drawing.axes)
    bars_before = len(tornado(with_sweep(swept())).drawing.axes)
    whole = with_sweep(still())
    for figure, axes in ((sweep_panels(whole), before), (tornado(whole), bars_before)):
        assert len(figure.drawing.axes) == axes
        assert "Not drawn. Fire engines: no change at each of 4 settings" in words(figure)
        assert "0:00 to 0:00" not in figure.title
    assert "no factor of this sweep moves it at all" in sweep_panels(whole).title
    assert "Fire engines hangs on nothing in this sweep" in finding(still())
    cells = [row[-1] for row in sensitivity_table(whole).rows if row[0].startswith("Fire engines")]
    assert cells
    assert set(cells) == {"none at all"}


def test_what_luck_moves_is_not_still() -> None:
    found = still()
    moving, flat = found.answers
    lucky = replace(flat, points=flat.points.assign(low=-5.0, high=5.0))
    figure = sweep_panels(with_sweep(replace(found, answers=(moving, lucky))))
    assert "Not drawn" not in words(figure)


def test_a_response_that_nothing_moves_has_no_frontier() -> None:
    found = swept()
    flat = replace(found, frontier=found.frontier.assign(response=600.0))
    figure = sweep_frontier(with_sweep(flat))
    assert not figure.drawing.axes
    assert "10:00 with every option at every setting" in figure.title
    assert isinstance(flat.frontier, pd.DataFrame)


def test_pounds_of_few_have_pence() -> None:
    assert [say_in("GBP")(x) for x in (-1.87, 0.0, 12.4)] == ["−£1.87", "£0", "£12"]


def test_suffolks_sweep_asks_for_police_and_money() -> None:
    sweep = load_study("suffolk").head.sweep
    assert sweep is not None
    measures = {(one.measure, "service=police" in one.group) for one in sweep.answers.values()}
    assert ("response_mean_s", True) in measures
    assert any(measure == "cost_per_incident_gbp" for measure, _ in measures)
    assert not any("service=fire" in one.group for one in sweep.answers.values())
