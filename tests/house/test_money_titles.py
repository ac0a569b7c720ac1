"""What tables and figures of money say is clear, unclear, or untouched by luck."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from results.business_case import SUMMARY_COLUMNS
from results.figures.business_case import business_case
from results.figures.case_tables import case_by_agency, switching_values
from results.figures.columns import dearer_or_cheaper
from results.figures.luck_and_rates import luck_and_rates
from results.figures.money import money
from results.figures.rate_ranges import rate_ranges
from results.figures.reading import Gap
from results.figures.standards import with_interval
from results.figures.value import value_for_money
from results.figures.wording import pound_end, spread
from results.money_headline import money_headline
from results.pack import Option, Pack
from tests.made_up_pack import pack


def row(
    option: str, view: str, agency: str, ends: tuple[float, float], back: float = 2014.0
) -> tuple[object, ...]:
    """A row of the summary with an interval, the undiscounted total with the same."""
    mean = sum(ends) / 2
    return (option, view, agency, mean, back, 1.65, *ends, mean, "", *ends)


@pytest.fixture
def lone() -> Pack:
    """A pack whose first option is the only one in the case: fire pays clearly, the ambulance gains perhaps."""
    whole = pack(5, 3, 120)
    option = whole.proposals[0].name
    rows = [
        row(option, view, agency, ends)
        for view in ("financial", "economic")
        for agency, ends in (
            ("all", (-700e3, -500e3)), ("fire", (-683e3, -611e3)), ("ambulance", (-4213.0, 79e3)),
        )
    ]  # fmt: skip
    return replace(whole, case_summary=pd.DataFrame(rows, columns=SUMMARY_COLUMNS))


def test_an_unclear_gain_is_not_told_as_one(lone: Pack) -> None:
    table = case_by_agency(lone)
    assert "ambulance gains" not in table.title
    assert "not clear: ambulance (−£4,213 to £79k)" in table.title
    assert "fire pays £647k" in table.title
    ambulance = next(cells for cells in table.rows if cells[1] == "Ambulance")
    assert ambulance[2:] == (
        *["unclear (−£4,213 to £79k)"] * 3,
        "unclear: in all years −£4,213 to £79k",
        "unclear",
    )


def test_nothing_is_paid_back_that_luck_may_lose(lone: Pack) -> None:
    option = lone.proposals[0].name
    for ends, told in (
        ((-5e3, 134e3), "unclear: in all years −£5,000 to £134k"),
        ((5e3, 134e3), "yes, at once"),
    ):
        rows = [row(option, view, "all", ends) for view in ("financial", "economic")]
        case = pd.DataFrame(rows, columns=SUMMARY_COLUMNS)
        figure = business_case(replace(lone, case_summary=case))
        words = [text.get_text().replace("\n", " ") for text in figure.drawing.texts]
        assert told in words
        assert f"money back: {told}." in figure.alt


def six_joint_stations(whole: Pack) -> Pack:
    """The first option's cash comes back by 2033, and at present value is a clear loss, as Northamptonshire's does."""
    option = whole.proposals[0].name
    cash = (
        option,
        "financial",
        "all",
        -839e3,
        2033.0,
        0.6,
        -839e3,
        -839e3,
        1.62e6,
        "",
        1.62e6,
        1.62e6,
    )
    worth = row(option, "economic", "all", (-1.64e6, -1.64e6), float("nan"))
    return replace(whole, case_summary=pd.DataFrame([cash, worth], columns=SUMMARY_COLUMNS))


def test_figure_table_and_title_have_one_payback(lone: Pack) -> None:
    """All of undiscounted cash, and where the present value is a loss all say so."""
    changed = six_joint_stations(lone)
    figure, table = business_case(changed), case_by_agency(changed)
    told = "yes, by 2033, but not at present value"
    assert f"money back: {told}." in figure.alt
    assert table.rows[0][5] == told
    assert table.columns[5] == "Cash paid back, undiscounted"
    assert "at present value, the one option" in figure.title
    assert figure.title.endswith(
        f"undiscounted, cash comes back from “{changed.proposals[0].title}”"
    )
    for note in (figure.note, table.note):
        assert "of the agencies’ cash as it is paid (financial view, not discounted)" in note


def test_no_option_is_the_best_of_unequal_years(lone: Pack) -> None:
    """A year of one option is worth −£480k and nine of another −£1.11m: neither is called the best."""
    long, brief = (option.name for option in lone.proposals[:2])
    sums = ((long, (-1.17e6, -1.05e6)), (brief, (-486e3, -474e3)))
    rows = [row(o, v, "all", ends) for v in ("financial", "economic") for o, ends in sums]
    changed = replace(
        lone,
        case_summary=pd.DataFrame(rows, columns=SUMMARY_COLUMNS),
        case_runs={long: (2014, 2022), brief: (2014, 2014)},
    )
    by_run = {
        name: {run: mean + wide * run for run in (-1, 0, 1)}
        for name, mean, wide in ((long, -1.11e6, 3e4), (brief, -480e3, 3e3))
    }
    alike = replace(
        changed,
        case_runs={long: (2014, 2022), brief: (2014, 2022)},
        case_worth=by_run,
    )
    figure, table = business_case(changed), case_by_agency(changed)
    assert f"what loses least, “{lone.proposals[1].title}”, is" in business_case(alike).title
    assert "loses least" not in figure.title
    assert "over 9 years" in figure.title
    assert "over 1 year " in figure.title
    words = " ".join(text.get_text() for text in figure.drawing.texts)
    assert "runs 9 years, 2014–2022" in words
    assert "runs 1 year, 2014" in words
    assert [cells[0].partition(" (runs ")[2] for cells in table.rows] == [
        "9 years, 2014–2022)",
        "1 year, 2014)",
    ]
    assert "which runs 9 years" in table.title  # and not the brief one, which loses less
    assert "runs" not in " ".join(cells[0] for cells in case_by_agency(alike).rows)


def test_only_what_the_interval_settles_pays_for_itself(lone: Pack) -> None:
    option = lone.proposals[0].name

    def title(ends: tuple[float, float]) -> str:
        rows = [row(option, view, "all", ends) for view in ("financial", "economic")]
        return business_case(
            replace(lone, case_summary=pd.DataFrame(rows, columns=SUMMARY_COLUMNS))
        ).title

    assert "pays for itself; it is worth £85k (£5,000 to £165k; no rate" in title((5e3, 165e3))
    assert "does not clearly pay for itself: it is not told from nought" in title((-5e3, 134e3))
    assert "pays for itself" not in title((-5e3, 134e3))
    assert "cannot be told" in title((np.nan, np.nan))


def cases(sums: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """A summary of the case of some options, in both views, by the ends of their intervals."""
    rows = [row(o, v, "all", ends) for v in ("financial", "economic") for o, ends in sums.items()]
    return pd.DataFrame(rows, columns=SUMMARY_COLUMNS)


def test_the_best_is_one_that_pairs_of_replications_tell_from_each_other() -> None:
    whole = pack(5, 4, 120)
    one, two, three = (option.name for option in whole.proposals)
    sums = {one: (2.7e6, 2.8e6), two: (2.7e6, 2.8e6), three: (0.7e6, 0.8e6)}
    luck = dict(zip(range(5), (-4e4, -2e4, 0.0, 2e4, 4e4), strict=True))
    first = {run: 2.75e6 + gbp for run, gbp in luck.items()}
    third = {run: 0.75e6 + gbp for run, gbp in luck.items()}
    short_of = {run: gbp - 20.0 - 5.0 * run for run, gbp in first.items()}  # every time: clear
    unlike = {run: 2.75e6 - gbp for run, gbp in luck.items()}  # now more, now less
    titles = {}
    for name, second in (("same", first), ("less", short_of), ("unlike", unlike)):
        worth = {one: first, two: second, three: third}
        changed = replace(whole, case_summary=cases(sums), case_worth=worth, case_runs={})
        titles[name] = business_case(changed).title
    a, b = (option.title for option in whole.proposals[:2])
    assert f"the best, “{a}” and “{b}”, are each worth £2.75m" in titles["same"]
    assert f"the best, “{a}”, is worth £2.75m" in titles["less"]
    assert "which is worth most cannot be told" in titles["unlike"]
    assert "the best" not in titles["unlike"]
    assert f"“{b}” less “{a}” −£" in titles["unlike"]


def test_an_option_that_pays_only_at_its_declared_rates_is_said_to() -> None:
    whole = pack(5, 4, 120)
    one, two, three = (option.name for option in whole.proposals)
    sums = {one: (2.7e6, 2.8e6), two: (0.7e6, 0.8e6), three: (-1.5e6, -1.4e6)}
    rates = {one: (-1.7e6, 1.7e6), two: (-1.3e6, 1.3e6), three: (-3e5, 3e5)}
    changed = replace(whole, case_summary=cases(sums), case_rates=rates, case_runs={})
    title = business_case(changed).title
    a, b, c = (option.title for option in whole.proposals)
    assert (
        f"“{a}” pays for itself, and “{b}” pays for itself, but only at the rates declared" in title
    )
    assert "(with others −£550k to £2.05m)" in title
    assert "with other rates £1.05m to £4.45m" in title
    assert "could pay too" not in title
    turned = replace(changed, case_rates=rates | {three: (-2e6, 2e6)})
    assert f"with other rates “{c}” (−£3.45m to £550k) could pay too" in business_case(turned).title


def test_the_best_by_luck_alone_is_said_to_be_so_at_the_rates_declared() -> None:
    """The first leads the second by £200k; rates moved for both together move that by more, or by less."""
    whole = pack(5, 4, 120)
    one, two, three = (option.name for option in whole.proposals)
    sums = {one: (-2.8e6, -2.7e6), two: (-3.0e6, -2.9e6), three: (-4.0e6, -3.9e6)}
    luck = (-4e4, -2e4, 0.0, 2e4, 4e4)
    worth = {
        name: {run: (low + high) / 2 + luck[run] for run in range(5)}
        for name, (low, high) in sums.items()
    }

    def title(moved: dict[tuple[str, str], tuple[float, float]]) -> str:
        changed = replace(
            whole, case_summary=cases(sums), case_worth=worth, case_leads=moved, case_runs={}
        )
        return business_case(changed).title

    a, b = (option.title for option in whole.proposals[:2])
    held = title({(one, two): (-1.9e5, 9e5), (one, three): (-1.1e6, 1.1e6)})
    assert f": what loses least, “{a}”, is worth" in held
    assert "turn the order" not in held
    turned = title({(one, two): (-4.06e5, 4.06e5), (one, three): (-1.1e6, 1.1e6)})
    assert f"at the rates declared what loses least, “{a}”, is worth" in turned
    assert f"; other rates could turn the order: “{b}” less “{a}” −£606k to +£206k;" in turned


def test_two_costs_that_luck_leaves_level_are_neither_the_less_dear() -> None:
    whole = pack(5, 3, 120)
    one, two = whole.proposals
    base = whole.costs[whole.costs["scenario"].eq(whole.baseline.name)]

    def dearer(option: Option, by_run: tuple[float, ...]) -> pd.DataFrame:
        table = base.assign(scenario=option.name)
        first = table.drop_duplicates("replication").index
        runs = table.loc[first, "replication"].astype(int).to_numpy()
        table.loc[first, "amount_gbp_per_year"] += 497e3 + np.array(by_run)[runs]
        return table

    def title(theirs: tuple[float, ...]) -> tuple[str, str]:
        mine = dearer(one, (-6e3, 6e3, 0.0, 3e3, -3e3))
        costs = pd.concat([base, mine, dearer(two, theirs)], ignore_index=True)
        changed = replace(whole, costs=costs)
        return money(changed).title, money_headline(changed).says

    for words in title((5e3, -5e3, 1e3, -2e3, 3e3)):
        assert "least dear" not in words
        assert one.title in words
        assert two.title in words
        assert "cannot be told" in words
    figure, headline = title((-6e3, 6e3, 0.0, 3e3, -3e3))  # the same to the penny
    assert f"“{one.title}” and “{two.title}”" in figure
    assert f"“{one.title}” and “{two.title}”" in headline
    figure, headline = title((4e3, 17e3, 10e3, 13e3, 7e3))  # some £10k more, every time
    assert f"the least dear of them, “{one.title}”," in figure
    assert "up to £507k more a year" in headline


def test_the_title_of_switching_values_follows_from_its_rows() -> None:
    whole = pack(5, 3, 120)
    options = [option.name for option in whole.proposals]
    apart = replace(whole.proposals[-1], costs_incomplete="buildings")
    changes = (-0.98, *[3.0 + place for place in range(len(options) - 1)])
    rows = [
        (name, "economic", "Running costs", "fire", -1e6, change)
        for name, change in zip(reversed(options), changes, strict=True)
    ]
    changed = replace(
        whole,
        options=(*whole.options[:-1], apart),
        switching=pd.DataFrame(rows, columns=whole.switching.columns),
    )
    table = switching_values(changed)
    assert "Running costs (fire), −98%" in table.title
    assert "which is not ranked" in table.title
    assert "−98%" in [cells[-1] for cells in table.rows]
    assert table.title.endswith("by 100% or less")  # of the other options


def test_the_same_every_time_is_said_where_it_is_and_rounding_is_nearly_that() -> None:
    whole = pack(5, 3, 120)
    option = whole.proposals[0]
    same = Gap(-18_000.0, -18_000.0 - 1e-8, -18_000.0 + 1e-8, 5)
    alike = Gap(-18_000.0, -18_040.0, -17_960.0, 5)
    assert spread(same.low, same.high, pound_end) == "the same every time"
    assert spread(alike.low, alike.high, pound_end) == "nearly the same every time"
    assert with_interval(Gap(6.0, 5.98, 6.02, 5), dearer_or_cheaper, pound_end, spread) == (
        "£6 more (nearly the same every time)"
    )
    for gap, told in ((same, "the same every time"), (alike, "nearly the same every time")):
        said = luck_and_rates(whole, option, gap)
        assert said.startswith(f"{told}; with other rates")
        assert "table 12g" in said
        assert "−£18k;" not in said
    bare = replace(whole, rate_ranges=whole.rate_ranges.iloc[:0])
    told = "the same every time; no rate of it has a declared range"
    assert luck_and_rates(bare, option, same) == told


def test_beside_luck_it_is_said_where_rates_alone_could_turn_it() -> None:
    whole = pack(5, 3, 120)
    option = whole.proposals[0]
    wide = Gap(1e4, 8e3, 12e3, 5)  # the two rates move it by £102k either way
    said = luck_and_rates(whole, option, wide)
    assert said.startswith("+£8k to +£12k; with other rates −£")
    assert "which could turn it" in said
    assert luck_and_rates(whole, option, Gap(2e5, 19e4, 21e4, 5)) == "+£190k to +£210k"


def test_a_cost_that_luck_cannot_settle_prices_nothing() -> None:
    whole = pack(5, 3, 120)
    costs = whole.costs
    one = whole.proposals[0]
    sure = value_for_money(whole)
    mine = costs["scenario"].eq(one.name)
    base = costs[costs["scenario"].eq(whole.baseline.name)]
    tossed = base.assign(
        scenario=one.name,
        amount_gbp_per_year=base["amount_gbp_per_year"] * (1 + 0.1 * (base["replication"] - 2.0)),
    )
    unsure = replace(whole, costs=pd.concat([costs[~mine], tossed], ignore_index=True))
    table = value_for_money(unsure)
    row = next(cells for cells in table.rows if cells[0] == one.title)
    assert row[1].startswith("unclear (−£")
    assert not any(cell.startswith("£") for cell in row[3:5])
    assert "saves money" not in " ".join(row)
    assert one.title not in table.title
    assert sure.rows != table.rows


def test_figure_12_has_the_range_of_rates_beside_what_luck_does_not_move() -> None:
    whole = pack(5, 3, 120)
    one = whole.proposals[0]
    base = whole.costs[whole.costs["scenario"].eq(whole.baseline.name)]
    more = base.assign(scenario=one.name)
    fire = more["agency"].eq("fire")
    first = more[fire]["item"].iloc[0]
    there = fire & more["item"].eq(first)
    more.loc[there, "amount_gbp_per_year"] += 50_000.0
    others = whole.costs[~whole.costs["scenario"].eq(one.name)]
    flat = replace(
        whole, options=whole.options[:2], costs=pd.concat([others, more], ignore_index=True)
    )
    words = [text.get_text() for axes in money(flat).drawing.axes for text in axes.texts]
    assert any("rates: " in said for said in words)
    assert not any("£50k to +£50k" in said for said in words)
    assert "the same every time; with other rates" in money(flat).title
    assert "table 12g" in money(flat).title


def test_the_title_of_rates_names_what_luck_leaves_unclear() -> None:
    whole = pack(5, 3, 120)
    one = whole.proposals[0]
    base = whole.costs[whole.costs["scenario"].eq(whole.baseline.name)]
    tossed = base.assign(
        scenario=one.name,
        amount_gbp_per_year=base["amount_gbp_per_year"] * (1 + 0.1 * (base["replication"] - 2.0)),
    )
    others = whole.costs[~whole.costs["scenario"].eq(one.name)]
    unsure = replace(whole, costs=pd.concat([others, tossed], ignore_index=True))
    title = rate_ranges(unsure).title
    assert one.title in title.split("with other luck: ")[1]
    assert "stays clear" not in title
