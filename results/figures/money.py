"""Figure 12 and table 12a: cost by agency and by item, now and proposed."""

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from results.cost_drivers import DECLARED
from results.figures.chance import ONE_ALONE, mean_words, of_one, seen
from results.figures.columns import cost_gap, cost_runs, dearer_or_cheaper, yearly_cost
from results.figures.figure import Figure, Table, even_rows
from results.figures.fixed_cost import fixed_words
from results.figures.foremost import PENNY, least, names_of, not_told_from
from results.figures.luck_and_rates import luck_and_rates, rate_span
from results.figures.reading import Gap, paired, replications
from results.figures.references import see
from results.figures.style import (
    DARK_BLUE,
    DARK_PINK,
    FOOT_IN,
    MID_GREY,
    NAME_IN,
    SMALL,
    STAMP_IN,
    WIDTH_IN,
    axes_at,
    house_style,
    names_beside,
    sheet_of,
)
from results.figures.wording import (
    NEARLY_THE_SAME,
    NOT_MEASURED,
    SAME_EVERY_TIME,
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    named,
    pound_end,
    pounds,
    sentence,
    short,
    signed,
    spread,
    thousands,
)
from results.pack import Option, Pack

RATES = "rates:"
ROW_IN, HEAD_IN = 0.78, 0.62


def agencies(pack: Pack) -> tuple[str, ...]:
    """Who pays: the three services first, then others by name."""
    order = {"fire": 0, "police": 1, "ambulance": 2}
    return tuple(sorted(set(pack.costs["agency"].astype(str)), key=lambda a: (order.get(a, 9), a)))


def _gbp(pack: Pack, option: Option, agency: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    mine = pack.costs[(pack.costs["scenario"] == option.name) & (pack.costs["agency"] == agency)]
    runs = sorted(pack.costs["replication"].unique())
    by_run = mine.groupby("replication")["amount_gbp_per_year"].sum()
    return by_run.reindex(runs, fill_value=0.0).to_numpy(dtype=np.float64)


def agency_gap(pack: Pack, option: Option, agency: str) -> Gap:
    """The change in one agency's cost a year, paired by replication."""
    return paired(_gbp(pack, option, agency), _gbp(pack, pack.baseline, agency))


def money(pack: Pack) -> Figure:
    """The change in cost a year, one row an option, one panel an agency and one for all."""
    payers = agencies(pack)
    rows = max(len(pack.proposals), 1)
    with house_style():
        height = STAMP_IN + HEAD_IN + rows * ROW_IN + 0.5 + FOOT_IN
        drawing = sheet_of(pack, height, "Figure 12")
        titles = [
            f"* {option.title}" if not option.ranked else option.title for option in pack.proposals
        ]
        names_beside(drawing, titles, height - STAMP_IN - HEAD_IN, ROW_IN)
        rates = _panels(drawing, pack, payers, rows)
        drawing.text(
            NAME_IN / WIDTH_IN,
            (FOOT_IN + 0.2) / height,
            _key_words(pack, rates),
            fontsize=SMALL,
            va="center",
            linespacing=1.3,
        )
    return Figure(
        "money",
        "12",
        money_finding(pack),
        _alt(pack, payers),
        f"Cost a year as the study's items and rates give it, capital where it is declared, mean of "
        f"{counted(replications(pack), 'replication')}, against “{pack.baseline.title}”. Where a "
        "cost does not depend on what happens there is nothing to be uncertain of in the "
        f"simulation, but its rate may still be an assumption{see(pack, 'rate_ranges', ': ')}. "
        f"{not_ranked(pack)} {pack.region.attribution}".replace("  ", " "),
        drawing,
        rows=even_rows(STAMP_IN + HEAD_IN, ROW_IN, rows),
    )


def _key_words(pack: Pack, drawn: bool) -> str:
    """What stands under the panels; of rates where a range over them is drawn."""
    rates = f" · {RATES} what those in doubt could do" if drawn else ""
    apart = " · * not ranked" if not_ranked(pack) else ""
    return f"← saves · costs more → · whisker and (… to …): {UNCERTAINTY}{rates}{apart}"


def _panels(drawing: Drawing, pack: Pack, payers: tuple[str, ...], rows: int) -> bool:
    """One panel an agency and one for all, on one scale; whether a range over rates stands in one."""
    if not payers:
        drawing.text(0.5, 0.4, "Costs were not measured.", ha="center")
        return False
    some_rates = False
    gaps = {payer: [agency_gap(pack, o, payer) for o in pack.proposals] for payer in payers[:4]}
    now = {payer: float(_gbp(pack, pack.baseline, payer).mean()) for payer in payers[:4]}
    gaps["all agencies"] = [cost_gap(pack, option) for option in pack.proposals]
    now["all agencies"] = yearly_cost(pack, pack.baseline)
    ends = [
        abs(x) for row in gaps.values() for g in row for x in (g.difference, g.low, g.high)
        if known(x)
    ]  # fmt: skip
    reach = max(ends, default=0.0) * 1.1 or 1.0
    wide = (WIDTH_IN - NAME_IN - 0.1) / len(gaps)
    for place, (payer, row) in enumerate(gaps.items()):
        left = NAME_IN + place * wide
        axes = axes_at(drawing, left, FOOT_IN + 0.5, wide - 0.12, rows * ROW_IN)
        heading = f"{sentence(payer)}\nnow {pounds(now[payer])} a year"
        axes.set_title(heading, loc="left", fontsize=SMALL, fontweight="bold")
        agency = "" if payer == "all agencies" else payer
        said = [
            _bar_words(pack, o, gap, agency) for o, gap in zip(pack.proposals, row, strict=True)
        ]
        _bars(axes, row, said, reach)
        some_rates |= any(RATES in words for words in said)
    return some_rates


def _bars(axes: Axes, gaps: list[Gap], words: list[str], reach: float) -> None:
    axes.set(xlim=(-reach, reach), ylim=(max(len(gaps), 1), 0), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    rows = np.arange(len(gaps))  # beside each bar, so that no line runs through the words under it
    axes.vlines(np.zeros(len(gaps)), rows + 0.1, rows + 0.58, color=MID_GREY, linewidth=1)
    for row, gap in enumerate(gaps):
        if not gap.measured:
            axes.text(0, row + 0.5, NOT_MEASURED, ha="center", va="center", fontsize=SMALL)
            continue
        less = gap.difference < 0
        axes.barh(
            row + 0.36,
            gap.difference,
            height=0.34,
            color=DARK_BLUE if less else "white",
            edgecolor=DARK_BLUE if less else DARK_PINK,
            hatch="" if less else "////",
            linewidth=1.2,
        )
        if gap.has_interval and gap.low < gap.high:
            axes.plot([gap.low, gap.high], [row + 0.36] * 2, color="black", linewidth=1.5)
        axes.text(
            0,
            row + 0.76,
            words[row],
            ha="center",
            va="center",
            fontsize=SMALL,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )


def _bar_words(pack: Pack, option: Option, gap: Gap, agency: str) -> str:
    """A change and its interval; where luck moves nothing, the range over its rates in a line of its own."""
    said = dearer_or_cheaper(gap.difference)
    if not gap.has_interval:
        return f"{seen(said)}\n{ONE_ALONE}"
    ends = spread(gap.low, gap.high, pound_end)
    if ends in (SAME_EVERY_TIME, NEARLY_THE_SAME):
        rates = rate_span(pack, option, gap, agency) if round(gap.difference) else None
        return f"{said}\n{RATES} {between(*rates, pound_end)}" if rates else said
    return f"{said if gap.clear else 'unclear'} ({ends})"


def money_finding(pack: Pack) -> str:
    """One sentence on the cheapest and the dearest option, and who pays more."""
    gaps = {option: cost_gap(pack, option) for option in pack.proposals}
    gaps = {option: gap for option, gap in gaps.items() if gap.measured}
    if not gaps:
        return "Costs were not measured for any option"
    apart = [option for option in gaps if not option.ranked]
    whole = " among those ranked" if apart else ""
    sure = {o: gap for o, gap in gaps.items() if settled(gap) and o not in apart}
    if not any(gap.has_interval for gap in gaps.values()):
        fixed = fixed_words(pack, pack.proposals)
        more = f", beyond what the study itself fixes: {fixed}" * bool(fixed)
        return f"One replication only, so no interval and no finding on the cost a year{more}"
    if not sure:
        return f"No option{whole} makes a clear difference to the cost a year ({UNCERTAINTY})"
    return _least_dear(pack, sure, whole)


def _least_dear(pack: Pack, sure: dict[Option, Gap], whole: str) -> str:
    """Which option costs least, or which of several cannot be told to, and who pays more under it."""
    found = least({option: cost_runs(pack, option) for option in sure}, PENNY)
    cheap, gap = found.first, sure[found.first]
    saves = gap.difference < 0
    head = "" if saves else f"No option{whole} clearly saves money; "
    if found.told:
        each = " each" if found.level else ""
        verb = "cost" if found.level else "costs"
        says = f"{names_of(found.alike)}{each} {verb} the agencies together"
        if not saves and sure.keys() - {*found.alike}:
            says = f"the least dear of them, {names_of(found.alike)}, {verb} the agencies together{each}"
        how = f"{UNCERTAINTY}: {luck_and_rates(pack, cheap, gap)}"
        return (
            f"{head}{says} {dearer_or_cheaper(gap.difference)} a year ({how}){_payers(pack, cheap)}"
        )
    near = (*found.alike, *found.unclear)
    said = [
        f"{named(one.title)} {dearer_or_cheaper(sure[one].difference)} ({luck_and_rates(pack, one, sure[one])})"
        for one in near
    ]
    return (
        f"{head}which costs the agencies together least cannot be told: {joined(said)} a year ({UNCERTAINTY}); "
        f"{not_told_from(found, pound_end)}"
    )


def _payers(pack: Pack, option: Option) -> str:
    """Which agencies pay more under an option that was told; nothing where none clearly does."""
    costs = {agency: agency_gap(pack, option, agency) for agency in agencies(pack)}
    payers = [a for a, gap in costs.items() if settled(gap) and gap.difference > 0.5]
    return f", though {joined(payers)} {'pays' if len(payers) == 1 else 'pay'} more" * bool(payers)


def not_ranked(pack: Pack) -> str:
    """Which options are left out of any ranking by cost, and why; nothing if none."""
    some = [option for option in pack.proposals if not option.ranked]
    if not some:
        return ""
    said = []
    for words, part in (
        ("as their costs are not known whole", [o for o in some if o.costs_incomplete]),
        ("as context and no choice", [o for o in some if not o.costs_incomplete]),
    ):
        why = "; ".join(dict.fromkeys(o.costs_incomplete.rstrip(".") for o in part))
        if part:
            names = joined([named(option.title) for option in part])
            said.append(f"Not ranked, {words}: {names}{f' ({why})' if why else ''}.")
    return " ".join(said)


def settled(gap: Gap) -> bool:
    """Whether a change of cost can be spoken of: clear, or the same every time; of one replication none can."""
    return gap.clear or gap.steady


def cost_items(pack: Pack) -> Table:
    """Each agency's items: cost a year now and under each option."""
    table = pack.costs
    means = (
        table.groupby(["agency", "item", "scenario", "replication"], observed=True)[
            "amount_gbp_per_year"
        ]
        .sum()
        .groupby(level=[0, 1, 2], observed=True)
        .mean()
    )
    found: dict[tuple[str, ...], float] = {
        (str(agency), str(item), str(scenario)): float(gbp)
        for agency, item, scenario, gbp in means.reset_index().to_numpy(dtype=object)
    }
    rows = [row for agency in agencies(pack) for row in _item_rows(pack, found, agency)]
    return Table(
        "cost_items",
        "12a",
        _item_finding(pack, found),
        "Cost a year by agency and item, now and proposed",
        ("Agency", "Item", *(option.title for option in pack.options)),
        tuple(rows),
        "Pounds a year, mean over replications; in brackets the change from the first "
        "column. Negative "
        f"is income. {pack.assumed_cost} Drivers, quantities and rates are in costs.csv. "
        f"{pack.region.attribution}".replace("  ", " "),
    )


def _item_rows(
    pack: Pack, found: dict[tuple[str, ...], float], agency: str
) -> Iterator[tuple[str, ...]]:
    """The items that some option changes, the others together, and all of them."""
    costs = {
        item: [found.get((agency, item, option.name), 0.0) for option in pack.options]
        for item in sorted({key[1] for key in found if key[0] == agency})
    }
    same = [item for item, cells in costs.items() if max(cells) - min(cells) < 0.5]
    moved = {item: cells for item, cells in costs.items() if item not in same}
    for item, cells in moved.items():
        yield sentence(agency), item.replace("_", " "), *_now_and_change(cells)
    if same:
        rest = [sum(cells) for cells in zip(*(costs[item] for item in same), strict=True)]
        names = "; ".join(item.replace("_", " ") for item in same)
        yield sentence(agency), f"The same in every option: {names}", *_now_and_change(rest)
    if costs:
        total = [sum(cells) for cells in zip(*costs.values(), strict=True)]
        yield sentence(agency), "All items", *_now_and_change(total)


def _item_finding(pack: Pack, found: dict[tuple[str, ...], float]) -> str:
    changes = {
        (option.title, agency, item): found.get((agency, item, option.name), 0.0)
        - found.get((agency, item, pack.baseline.name), 0.0)
        for option in pack.proposals
        for agency, item in sorted({key[:2] for key in found})
    }
    if not changes:
        return "There is no option whose cost items could be compared"
    title, agency, item = max(changes, key=lambda key: abs(changes[key]))
    change = changes[title, agency, item]
    alike = [key[0] for key, other in changes.items() if key[1:] == (agency, item)
             and key[0] != title and abs(other - change) < PENNY]  # fmt: skip
    names = joined([named(title), *map(short, alike)])
    declared = pack.costs["driver"].isin(DECLARED) & (pack.costs["item"] == item)
    sure = "which the study itself fixes" if declared.any() else mean_words(replications(pack))
    return (
        f"The largest change in any item is {item.replace('_', ' ')} ({agency}): "
        f"{dearer_or_cheaper(change)} a year under {names}, {sure}"
    )


def _now_and_change(cells: list[float]) -> list[str]:
    """Pounds, with the change from the first cell where it is large enough to speak of."""
    said = []
    for cell in cells:
        change = cell - cells[0]
        least = 500.0 if abs(cell) >= 1e6 else 0.5
        tail = f" ({signed(thousands(change), change)})" if abs(change) >= least else ""
        said.append((pounds(cell) if abs(cell) >= 0.5 else "–") + tail)
    return said


def _alt(pack: Pack, payers: tuple[str, ...]) -> str:
    """Each change as its bar says it: with its interval, or that it is unclear."""
    said = []
    for option in pack.proposals:
        gaps = {agency: agency_gap(pack, option, agency) for agency in payers}
        if payers:
            gaps["all agencies"] = cost_gap(pack, option)
        parts = [f"{a} {_alt_words(gap)}" for a, gap in gaps.items() if gap.measured]
        said.append(f"{option.title}: {', '.join(parts) or NOT_MEASURED}.")
    return (
        "Bars of the change in cost a year against the baseline, one row an option and one panel an agency, savings "
        "to the left. " + " ".join(said)
    )


def _alt_words(gap: Gap) -> str:
    said = dearer_or_cheaper(gap.difference)
    if not gap.has_interval:
        return of_one(said)
    return f"{said if settled(gap) else 'unclear'} ({spread(gap.low, gap.high, pound_end)})"
