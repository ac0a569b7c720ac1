"""What of a change of the yearly cost the study itself fixes: no replication moves it, and one is enough to say it."""

from results.cost_drivers import DECLARED
from results.figures.chance import nothing_yet
from results.figures.columns import dearer_or_cheaper
from results.figures.wording import joined, named
from results.pack import Option, Pack

LEAST_GBP = 0.5


def fixed_change(pack: Pack, option: Option) -> float:
    """Pounds a year by which the items whose quantity the study declares are dearer than in the baseline."""
    if not len(pack.costs):
        return 0.0
    mine = pack.costs[pack.costs["driver"].isin(DECLARED).to_numpy(dtype=bool)]
    sums = mine.groupby(["scenario", "replication"], observed=True)["amount_gbp_per_year"].sum()
    means = sums.groupby(level=0, observed=True).mean().to_dict()
    return float(means.get(option.name, 0.0)) - float(means.get(pack.baseline.name, 0.0))


def fixed_words(pack: Pack, options: tuple[Option, ...]) -> str:
    """What the study fixes: "£405k more a year with “The pilot” (option 1)"; empty where it fixes no change."""
    said = [
        f"{dearer_or_cheaper(change)} a year with {named(option.title)}"
        for option in options
        if abs(change := fixed_change(pack, option)) >= LEAST_GBP
    ]
    return joined(said)


def cost_of_one(pack: Pack) -> str:
    """What one replication can say of the cost: what the study itself fixes, and no more."""
    fixed = fixed_words(pack, pack.proposals)
    if not fixed:
        return nothing_yet("what it costs")
    return f"What the study itself fixes is {fixed}. {nothing_yet('what it costs beyond that')}"
