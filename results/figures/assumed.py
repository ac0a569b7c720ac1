"""Table 15e: how many of each part's numbers are observed, estimated and assumed."""

from results.figures.figure import Table
from results.figures.references import see
from results.figures.sources import STATUSES, shares
from results.figures.wording import percent, sentence
from results.pack import Pack

PARTS = {
    "costs": "money: items of cost",
    "crew pools": "people",
    "demand": "demand: calls",
    "duty systems": "duty, turnout and availability",
    "expected": "published figures held against the model",
    "response plans": "who is sent, and work at the scene",
    "bid sums": "sums of a bid",
    "region": "ground and roads",
    "oncall pay": "money: on-call pay",
    "week shapes": "demand: hours of the week",
}


def assumed(pack: Pack) -> Table:
    """A row a part of the study, the part with most assumed numbers first."""
    counts = by_part(pack)
    order = sorted(counts, key=lambda part: (-counts[part]["assumed"], part))
    rows = []
    for part in order:
        number = sum(counts[part].values())
        cells = [f"{counts[part][status]:,}" for status in STATUSES]
        rows.append(
            (
                PARTS.get(part, part),
                f"{number:,}",
                *cells,
                percent(counts[part]["assumed"] / number),
            )
        )
    cost = f"{pack.assumed_cost} " if pack.assumed_cost else ""
    return Table(
        "assumed",
        "15e",
        shares(pack.sources),
        "Numbers by part of the study and status",
        ("Part", "Numbers", "Observed", "Estimated", "Assumed", "Share assumed"),
        tuple(rows),
        "Observed: from a published record. Estimated: worked out from published records. Assumed: a "
        "judgement. Numbers are "
        f"counted, not weighed: one assumed number may matter more than ten observed. {cost}"
        f"{sentence(see(pack, 'sources', after=' names each. '))}"
        f"{pack.region.attribution}",
    )


def by_part(pack: Pack) -> dict[str, dict[str, int]]:
    """How many numbers of each status stand in each part of the study."""
    found: dict[str, dict[str, int]] = {}
    for where, status in pack.sources[["where", "status"]].itertuples(index=False):
        part = str(where).replace(".", " → ").split(" → ", 1)[0]
        counts = found.setdefault(part, dict.fromkeys(STATUSES, 0))
        counts[str(status)] = counts.get(str(status), 0) + 1
    return found
