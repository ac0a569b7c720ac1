"""How sure a difference of money is: what luck does to it, and where luck does nothing, what its rates could do."""

from results.figures.reading import Gap, reading_of
from results.figures.references import see
from results.figures.wording import (
    NEARLY_THE_SAME,
    SAME_EVERY_TIME,
    between,
    pound_end,
    pounds,
    spread,
)
from results.pack import Option, Pack

NO_RANGE = "no rate of it has a declared range"


LEAST_PART = 0.1
"""Of a change of cost: a smaller part is not told apart."""


def rate_span(pack: Pack, option: Option, gap: Gap, agency: str = "") -> tuple[float, float] | None:
    """The least and most of a difference in cost over all its rates' ranges; nothing where no rate is in doubt.

    `gap` is of all agencies together, or of the one named.
    """
    table = pack.rate_ranges
    if not len(table) or not gap.measured:
        return None
    mine = table[(table["option"] == option.name).to_numpy(dtype=bool)]
    if agency:
        mine = mine[(mine["agency"] == agency).to_numpy(dtype=bool)]
    if not len(mine):
        return None
    low, high = (float(mine[f"{end}_gbp_per_year"].sum()) for end in ("low", "high"))
    return gap.difference + low, gap.difference + high


def not_running(pack: Pack, option: Option, gap: Gap) -> str:
    """What of a change of the yearly cost is capital or paid once: "£405k of it capital or paid once".

    Nothing where that is less than a tenth of it, or where running costs were not measured.
    """
    running = reading_of(pack).gap("running_cost_gbp", option.name)
    part = gap.difference - running.difference
    if not running.measured or abs(part) < LEAST_PART * abs(gap.difference):
        return ""
    if (part > 0) != (gap.difference > 0):
        return f"{pounds(abs(running.difference))} {'more' if running.difference > 0 else 'less'} in running costs"
    return f"{pounds(abs(part))} of it capital or paid once"


def turns(ends: tuple[float, float] | None) -> bool:
    """Whether a range over rates holds both more and less than now."""
    return ends is not None and ends[0] < 0.0 < ends[1]


def rate_words(pack: Pack, option: Option, gap: Gap, agency: str = "") -> str:
    """The range over rates: "with other rates −£25k to −£10k, table 12g"; nothing where no rate is in doubt.

    Where rates alone could turn a finding, that is said.
    """
    ends = rate_span(pack, option, gap, agency)
    if ends is None:
        return ""
    turned = ", which could turn it" if turns(ends) else ""
    return f"with other rates {between(*ends, pound_end)}{turned}{see(pack, 'rate_ranges', ', ')}"


def luck_and_rates(pack: Pack, option: Option, gap: Gap, agency: str = "") -> str:
    """The interval of a difference of cost; where luck does nothing to it, or rates could turn it, their range too.

    For example "£8k to £12k", and "the same every time; with other rates −£25k to −£10k, table 12g".
    """
    luck = spread(gap.low, gap.high, pound_end)
    still = luck in (SAME_EVERY_TIME, NEARLY_THE_SAME)
    if not still and not turns(rate_span(pack, option, gap, agency)):
        return luck
    return f"{luck}; {rate_words(pack, option, gap, agency) or NO_RANGE}"
