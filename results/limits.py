"""What a hostile reader would find anyway, said first."""

from results.figures.reading import replications
from results.figures.wording import UNCERTAINTY, counted, joined
from results.pack import Pack

MANY = (
    "When many differences are tested at 95%, about one in twenty is called clear by chance alone, "
    "and the option that a heading names is the one that changes most, which flatters it. Small "
    "differences in single rows should not be read by themselves."
)
ALWAYS = (
    "Maps and counts of who crosses the standard rest on zones, not on homes; a zone is wholly "
    "inside or wholly outside by its median, and many people live within a minute of the line.",
    "Risk is not equal in every place: a minute is worth more at a house fire with people inside "
    "than at a bin fire. Averages over all calls do not show that.",
)
NOT_VALIDATED = (
    "The model has not been validated on the service’s own incidents. It shows how the question "
    "can be answered, not what to decide."
)
ITEMISED = (
    "Costs are those of the items that the study lists, and so is every cost per incident, per hour and per head: what "
    "it does not list (often headquarters, control, training, pensions) is in none of them."
)
QUICK = "This was a quick run: few and short replications, for trying things out."


def limits(pack: Pack) -> list[str]:
    """What the study cannot tell: the stamps first, then its length, its intervals, its author’s limits."""
    found = []
    if any("illustrative" in stamp.lower() for stamp in pack.stamps):
        found.append(NOT_VALIDATED)
    if any("quick" in stamp.lower() for stamp in pack.stamps):
        found.append(QUICK)
    items = [ITEMISED] if len(pack.costs) else []
    return [
        *found,
        _length(pack),
        *pack.precision_missed,
        *_intervals(pack),
        *items,
        *pack.limits,
        *([MANY] if times_played(pack) > 1 else []),
        *ALWAYS,
        *_not_known(pack),
    ]


def _not_known(pack: Pack) -> list[str]:
    """What the region does not know of its people."""
    zones = pack.region.zones
    missing = [
        words
        for words, known in (
            ("deprivation", getattr(zones, "deprivation_fifth", None) is not None),
            ("age", bool(getattr(zones, "age", None))),
            ("town and country", len(set(getattr(zones, "rurality", None) or ())) > 1),
            ("district boundaries", bool(getattr(zones, "district", None))),
        )
        if not known
    ]
    if not missing:
        return []
    return [
        f"Not in this report: {joined(missing)} and so much of the equality duty, which need a region built from "
        "census files."
    ]


def times_played(pack: Pack) -> int:
    """How many replications the findings rest on."""
    return pack.sweep.replications if pack.sweep else replications(pack)


def _length(pack: Pack) -> str:
    played, days = times_played(pack), pack.provenance.get("days")
    length = f", {days} counted days each," if days else ""
    said = f"The model was played {counted(played, 'time')}{length} under every option."
    if pack.sweep:
        said = (
            f"The model was played {counted(pack.sweep.replications, 'time')}{length} at each of "
            f"{counted(pack.sweep.points, 'point')} of the sweep."
        )
    if pack.siting:
        said = f"The model was played up to {counted(played, 'time')}{length} with each combination of places."
    if played < 2:
        said += (
            " One replication gives no interval, so no difference in it is a finding, and where none shows there may "
            "be one."
        )
    return said


def _intervals(pack: Pack) -> list[str]:
    played = times_played(pack)
    assumed = int((pack.sources["status"] == "assumed").sum()) if len(pack.sources) else 0
    inputs = f"{counted(assumed, 'number')} of {len(pack.sources)} used are assumed."
    if played < 2:
        return [
            f"Doubt about the assumed inputs comes on top of luck and is usually wider. {inputs}"
        ]
    return [
        f"Intervals are {UNCERTAINTY}: how far the answer could move with other days of the same "
        f"kind. They leave out doubt about the assumed inputs, which is usually wider. {inputs}",
        f"An interval from {counted(played, 'replication')} takes the differences to be about "
        "normal; from few replications it is itself uncertain.",
    ]
