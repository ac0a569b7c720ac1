"""Table 12b: what an incident costs each agency, on three bases, now and proposed."""

from results.figures.chance import ONE_REPLICATION
from results.figures.columns import dearer_or_cheaper
from results.figures.figure import Table
from results.figures.itemised import OF_ITEMS, itemised
from results.figures.money import agencies
from results.figures.places import merged
from results.figures.reading import Gap, Reading, reading_of
from results.figures.references import see
from results.figures.standards import with_interval
from results.figures.wording import (
    NOT_MEASURED,
    UNCERTAINTY,
    counted,
    known,
    pound_end,
    pounds,
    sentence,
    spread,
)
from results.pack import Option, Pack

BASES = (
    ("core", "core incidents"),
    ("attended", "all attended"),
    ("marginal", "marginal, a response"),
)
HALF_A_POUND = 0.5


def cost_per_incident(pack: Pack) -> Table:
    """Cost per incident in three forms, numerator and denominator printed, now and proposed."""
    reading = reading_of(pack)
    measured = reading.values_of("cost_per_incident_gbp", "agency")
    payers = [a for a in agencies(pack) if a in measured or not measured]
    payers += [a for a in measured if a not in payers]
    rows: list[tuple[str, ...]] = []
    gaps: list[Gap] = []
    for agency in payers:

        def cells_of(option: Option, agency: str = agency) -> tuple[str, ...]:
            return tuple(_per_incident(pack, reading, option, agency, basis) for basis, _ in BASES)

        rows += [(sentence(agency), label, *cells) for label, cells in merged(pack, cells_of)]
        seen = {
            cells_of(option): reading.gap(
                "cost_per_incident_gbp", option.name, agency=agency, basis="core"
            )
            for option in pack.proposals
        }
        gaps += [gap for gap in seen.values() if gap.measured]
    return Table(
        "cost_per_incident",
        "12b",
        _per_incident_finding(pack, reading, payers, gaps),
        f"Cost per incident on three bases, {OF_ITEMS}, before and after",
        ("Agency", "Option", *(f"Over {words}" for _, words in BASES[:2]), sentence(BASES[2][1])),
        tuple(rows),
        f"Gross cost is that {OF_ITEMS}. {itemised(pack)} {_before_payments(pack, reading, payers)}"
        "The three answer different questions: gross cost over the incidents that the service "
        "exists for, reached or not; over everything at which one of its vehicles arrived; and what one more response "
        "costs. In brackets "
        "the cost a year ÷ the number a year, each the mean over replications, so that the "
        "quotient may differ in its last figure. Options with the same figures share a row. Then "
        f"the difference from the baseline with its {UNCERTAINTY}"
        f"{see(pack, 'rate_ranges', '; what rates could do: ')}. "
        f"{pack.region.attribution}",
    )


def _before_payments(pack: Pack, reading: Reading, payers: list[str]) -> str:
    """That rent and other payments between agencies are in no cost per incident, where an option has any."""
    for option in pack.options:
        for agency in payers:
            gross = reading.value("annual_cost_gbp", option.name, agency=agency)
            net = reading.value("net_cost_gbp", option.name, agency=agency)
            if known(gross) and known(net) and abs(net - gross) >= HALF_A_POUND:
                with_them = see(pack, "money", " (", " has each agency’s cost with it)")
                return f"It leaves out what agencies pay each other, such as rent{with_them}. "
    return ""


def _per_incident_finding(pack: Pack, reading: Reading, payers: list[str], gaps: list[Gap]) -> str:
    """What an incident costs each agency now and under the options, and how many changes are clear."""
    said = []
    for agency in payers:
        keys = {"agency": agency, "basis": "core"}
        now = reading.value("cost_per_incident_gbp", pack.baseline.name, **keys)
        values = [reading.value("cost_per_incident_gbp", o.name, **keys) for o in pack.proposals]
        then = [value for value in values if known(value)]
        if known(now) and then:
            ends = list(dict.fromkeys(pounds(end) for end in (min(then), max(then))))
            said.append(f"{agency} {pounds(now)} now, {' to '.join(ends)} under the options")
    clear = sum(gap.clear for gap in gaps)
    tail = f"the change is clear in {clear} of {counted(len(gaps), 'distinct comparison')}"
    if not any(gap.has_interval for gap in gaps):
        tail = f"of the change, {ONE_REPLICATION}" if gaps else "there is no option to compare"
    return f"Per core incident: {'; '.join([*said, tail])}"


def _per_incident(pack: Pack, reading: Reading, option: Option, agency: str, basis: str) -> str:
    keys = {"agency": agency, "basis": basis}
    value = reading.value("cost_per_incident_gbp", option.name, **keys)
    number = reading.value("cost_denominator", option.name, **keys)
    gross = reading.value("annual_cost_gbp", option.name, agency=agency)
    if not known(value):
        return "nothing varies" if basis == "marginal" and known(gross) else NOT_MEASURED
    said = pounds(value)
    if known(number):
        cost = value * number if basis == "marginal" else gross
        said += f" ({pounds(cost)} ÷ {number:,.0f})" if known(cost) else ""
    if option is pack.baseline:
        return said
    gap = reading.gap("cost_per_incident_gbp", option.name, **keys)
    return f"{said}; {with_interval(gap, dearer_or_cheaper, pound_end, spread)}"
