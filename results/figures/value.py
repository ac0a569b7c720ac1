"""Table 12c: what a minute sooner, a person more within the standard, an hour out and a resident cost."""

import math

import numpy as np
from numpy.typing import NDArray

from results.figures.chance import ONE_ALONE, ONE_REPLICATION, of_one, played_once
from results.figures.columns import cost_runs, dearer_or_cheaper, people_keys
from results.figures.figure import Table
from results.figures.foremost import least, names_of
from results.figures.itemised import OF_ITEMS, itemised
from results.figures.money import settled
from results.figures.moved_calls import moved_calls
from results.figures.places import study_place, whole_region
from results.figures.reading import Runs, gap_of, headline_standard, less, mean_of, reading_of
from results.figures.references import see
from results.figures.study_area import first_arrivals, local, mean_by_replication
from results.figures.wording import (
    UNCERTAINTY,
    between,
    joined,
    known,
    minutes,
    named,
    people,
    people_step,
    pound_end,
    pounds,
    spread,
)
from results.pack import Option, Pack
from results.ratios import Ratio, cost_for_each

NEVER_S = 3600.0
NOT_RANKED = "not ranked"


def value_for_money(pack: Pack) -> Table:
    """Extra cost over minutes saved and over further people, with Fieller's interval; hours and heads below."""
    ratios = {
        option: (per_minute(pack, option), per_person(pack, option)) for option in pack.proposals
    }
    rows = [
        (
            option.title,
            _cost_words(pack, option),
            before(pack, option).title,
            *(_cell(option, ratio, how) for ratio, how in zip(ratios[option], SAYS, strict=True)),
            elsewhere(pack, option),
        )
        for option in pack.proposals
    ]
    standard = headline_standard(pack)
    limit = minutes(standard.limit_s) if standard else "the standard"
    here = study_place(pack)
    return Table(
        "value_for_money",
        "12c",
        _finding(pack, ratios),
        f"What a minute sooner {here.where} and a further person within {limit} cost",
        (
            "Option",
            "Cost a year",
            "Beyond",
            "For each minute saved",
            "For each further person covered",
            "Or else, at the study’s own rates",
        ),
        tuple(rows),
        "Net cost a year of all agencies ÷ minutes by which the first fire engine is sooner, over a "
        f"year's calls {here.where}, those that nobody reached as after an hour; and ÷ further people within "
        f"{limit}, both beyond what the option is built on, so that nobody else’s saving or gain is in it; "
        "people are weighted by the hours in "
        f"which crews are there, {whole_region(pack).where}. In brackets Fieller's interval, "
        f"{UNCERTAINTY}. There is no figure where the gain's own interval holds nought"
        f"{see(pack, 'rate_ranges', '; what rates could do to the cost: ')}. "
        f"{_unit_costs(pack)} {pack.region.attribution}".replace("  ", " "),
    )


def _cost_words(pack: Pack, option: Option) -> str:
    """What an option costs beyond what it is built on, where luck leaves that clear."""
    gap = gap_of(cost_runs(pack, option), cost_runs(pack, before(pack, option)))
    if not gap.measured:
        return ""
    if not gap.has_interval:
        return of_one(dearer_or_cheaper(gap.difference))
    if settled(gap):
        return dearer_or_cheaper(gap.difference)
    return f"unclear ({spread(gap.low, gap.high, pound_end)})"


def elsewhere(pack: Pack, option: Option) -> str:
    """What else an option's extra money would buy, at the study's own rates for hours on shift, seats or people.

    What the option itself buys more of is not something else, and is left out.
    """
    gap = gap_of(cost_runs(pack, option), cost_runs(pack, before(pack, option)))
    if not settled(gap) or gap.difference <= 0.5:
        return "–"
    own = bought(pack, option)
    others = [(words, rate) for item, words, rate in _priced(pack) if item not in own]
    some = [(gap.difference / rate, words) for words, rate in others[:MOST_ELSE]]
    said = [f"{number:,.0f} {words}" for number, words in some if number >= 1.0]
    return " or ".join(said) or NO_RATE


MOST_ELSE, NO_RATE = 2, "no rate to say it by"


def bought(pack: Pack, option: Option) -> set[str]:
    """The items of cost of which an option has more than what it is built on, in the mean over replications."""
    now, then = (_by_item(pack, one) for one in (option, before(pack, option)))
    return {item for item, gbp in now.items() if gbp - then.get(item, 0.0) > 0.5}


def _by_item(pack: Pack, option: Option) -> dict[str, float]:
    mine = pack.costs[(pack.costs["scenario"] == option.name).to_numpy(dtype=bool)]
    sums = mine.groupby(["item", "replication"], observed=True)["amount_gbp_per_year"].sum()
    means = sums.groupby(level=0, observed=True).mean()
    return {str(item): float(gbp) for item, gbp in means.items()}


def _priced(pack: Pack) -> list[tuple[str, str, float]]:
    """What money buys in the baseline's items, with the item: hours on shift first, then seats, then people on call."""
    mine = pack.costs[(pack.costs["scenario"] == pack.baseline.name).to_numpy(dtype=bool)]
    found = []
    for driver, words in ELSE.items():
        part = mine[((mine["driver"] == driver) & (mine["rate_gbp"] > 0)).to_numpy(dtype=bool)]
        rates = part.groupby("item", observed=True)["rate_gbp"].first()
        found += [
            (str(item), f"{words} ({str(item)[:1].lower()}{str(item)[1:]})", float(rate))
            for item, rate in rates.items()
        ]
    return found


ELSE = {"unit_hours_on_shift": "hours", "posts": "seats", "oncall_people": "people"}


def change(ours: Runs, theirs: Runs, runs: list[int]) -> NDArray[np.float64]:
    """The differences in some replications."""
    return np.array([ours[run] - theirs[run] for run in runs], dtype=np.float64)


def before(pack: Pack, option: Option) -> Option:
    """What an option is held against here: the one option that it is built on, if there is one, else the baseline."""
    lone = option.built_on[0] if len(option.built_on) == 1 else ""
    return next((one for one in pack.options if one.name == lone), pack.baseline)


def per_minute(pack: Pack, option: Option) -> Ratio:
    """Extra cost for each minute by which a year's first arrivals in the study's place are sooner than before.

    A call that nobody reached counts as one reached after an hour, and nothing counts for later.
    """
    rows = local(first_arrivals(pack), study_place(pack))
    rows = rows.assign(seconds=rows["seconds"].fillna(NEVER_S).clip(upper=NEVER_S))
    days = float(pack.provenance.get("days") or 0.0)
    if not len(rows) or not days:
        return cost_for_each(np.empty(0), np.empty(0))
    other = before(pack, option)
    if few := moved_calls(rows, option, other).too_few:
        nothing = cost_for_each(np.empty(0), np.empty(0))
        return nothing._replace(why_not=f"too few to tell ({few})")
    now, then = (mean_by_replication(rows, one) for one in (other, option))
    cost, paid = cost_runs(pack, option), cost_runs(pack, other)
    runs = sorted(now.keys() & then.keys() & cost.keys() & paid.keys())
    mine = rows[(rows["scenario"] == pack.baseline.name).to_numpy(dtype=bool)]
    calls = mine.groupby("replication").size().to_dict()
    a_year = np.array([calls.get(run, 0) for run in runs], dtype=np.float64) * 365.25 / days
    return cost_for_each(change(cost, paid, runs), -change(then, now, runs) / 60.0 * a_year)


def per_person(pack: Pack, option: Option) -> Ratio:
    """Extra cost for each further person of the region within the headline standard, beyond those before."""
    cost, gain = _extra(pack, option)
    found = cost_for_each(np.array(list(cost.values())), np.array(list(gain.values())))
    within = reading_of(pack).runs(
        "people_within_standard", option.name, **people_keys(pack, "availability")
    )
    if 0.0 < abs(found.gain) < people_step(mean_of(within)) / 2:  # no more than rounding
        return found._replace(value=math.nan, low=math.nan, high=math.nan, why_not="next to none")
    return found


def _minutes_a_year(gain: float) -> str:
    return f"{gain:,.0f} min a year"


def _further(gain: float) -> str:
    return f"{people(gain)} people"


SAYS = (_minutes_a_year, _further)


def _cell(option: Option, ratio: Ratio, say: object) -> str:
    assert callable(say)
    if not option.ranked:
        return NOT_RANKED
    if not known(ratio.gain):
        return ratio.why_not
    if ratio.gain == 0.0:
        return ratio.why_not
    gain = f"{say(abs(ratio.gain))} {'gained' if ratio.gain > 0 else 'lost'}"
    if not known(ratio.value):
        return f"{ratio.why_not} ({gain} in the mean)"
    if not is_clear(ratio) and known(ratio.low):
        return f"unclear, as its cost is ({between(ratio.low, ratio.high, pounds)}); {gain}"
    if ratio.cost < 0:
        return f"saves money and gains ({gain})"
    ends = spread(ratio.low, ratio.high, pounds) if known(ratio.low) else ONE_ALONE
    return f"{pounds(ratio.value)} ({ends}); {gain}"


def is_clear(ratio: Ratio) -> bool:
    """Whether the interval says that a gain costs something, or that it saves money."""
    return known(ratio.low) and (ratio.low > 0.0 or ratio.high < 0.0)


def _finding(pack: Pack, ratios: dict[Option, tuple[Ratio, Ratio]]) -> str:
    """Where a further person costs least, if that can be told of one; else what each that can be priced comes to."""
    if played_once(pack):
        return f"What a further person within the standard costs: {ONE_REPLICATION}"
    whole = {o: r[1] for o, r in ratios.items() if o.ranked and is_clear(r[1])}
    if not whole:
        return "For no option is the cost of a further person within the standard clear"
    found = least({option: _about_ratio(pack, option, ratio) for option, ratio in whole.items()})
    saving = [option for option in found.alike if whole[option].cost < 0]
    if saving:
        more = people(whole[saving[0]].gain)
        verb = "saves money and brings" if len(saving) == 1 else "save money and bring"
        return f"{names_of(tuple(saving))} {verb} {more} further people within the standard"
    priced = f"; of {len(ratios)} options {len(whole)} can be priced" * (len(ratios) > 1)
    near = [*found.alike, *found.unclear]
    said = [
        f"{pounds(whole[o].value)} ({spread(whole[o].low, whole[o].high, pounds)}) a year under {named(o.title)}"
        for o in near
    ]
    if not found.told:
        return (
            f"A further person within the standard costs {joined(said)}, {UNCERTAINTY}: which costs less cannot be "
            f"told{priced}"
        )
    ends = f", {UNCERTAINTY}: {spread(whole[found.first].low, whole[found.first].high, pounds)}"
    least_dear = "The least dear further" if len(whole) > 1 else "A further"
    return (
        f"{least_dear} person within the standard costs {pounds(whole[found.first].value)} a year, under "
        f"{names_of(found.alike)}{ends}{priced}"
    )


def _about_ratio(pack: Pack, option: Option, ratio: Ratio) -> Runs:
    """A ratio replication by replication, so that two can be held against each other pair by pair.

    Linearised about its mean: the ratio, and what each replication's cost is beyond it, over the mean gain (Cochran
    1977, Sampling Techniques, 6.4).
    """
    cost, gain = _extra(pack, option)
    return {run: ratio.value + (cost[run] - ratio.value * gain[run]) / ratio.gain for run in cost}


def _extra(pack: Pack, option: Option) -> tuple[Runs, Runs]:
    """Extra cost a year, and further people of the region within the standard, beyond what an option is built on."""
    reading, keys, other = reading_of(pack), people_keys(pack, "availability"), before(pack, option)
    then, now = (
        reading.runs("people_within_standard", one.name, **keys) for one in (option, other)
    )
    cost, gain = less(cost_runs(pack, option), cost_runs(pack, other)), less(then, now)
    runs = sorted(cost.keys() & gain.keys())
    return {run: cost[run] for run in runs}, {run: gain[run] for run in runs}


def _unit_costs(pack: Pack) -> str:
    """Per hour deployed and per head, now, in a sentence."""
    reading = reading_of(pack)
    said = []
    for measure, words in (
        ("cost_per_hour_deployed_gbp", "an hour away from home"),
        ("cost_per_head_gbp", "a resident"),
    ):
        found = []
        for agency in reading.values_of(measure, "agency"):
            value = mean_of(reading.runs(measure, pack.baseline.name, agency=agency))
            if known(value):
                found.append(f"{agency} {pounds(value)}")
        if found:
            said.append(f"{words}: {', '.join(found)}")
    if not said:
        return ""
    return f"Gross cost now, {OF_ITEMS}, for {'; for '.join(said)}. {itemised(pack)}"
