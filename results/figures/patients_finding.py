"""What the options do to the ambulance standards of figure 2, where fire crews convey: every clear change is told."""

from results.figures.columns import of_patients, standard_column
from results.figures.interval_words import ends_of, point_end, points
from results.figures.own_gain import heirs, is_own
from results.figures.reading import Gap, reading_of
from results.figures.wording import joined, named, short
from results.pack import Option, Pack, Standard


def patients_words(pack: Pack, most: int | None = None) -> tuple[str, str]:
    """How often each standard is met with each option that clearly changes it, and how sure that is.

    The most urgent first, at most so many. Both are empty where fire crews do not convey.
    """
    said, sure = [], []
    for standard in of_patients(pack)[:most]:
        gaps, clear = _gaps(pack, standard)
        if not any(gap.has_interval for gap in gaps.values()):
            continue
        said += [words for way in (-1, 1) if (words := _met(pack, standard, clear, way))]
        ends = [
            f"{short(option.title)} {ends_of(gap, point_end)}"
            for option, gap in gaps.items()
            if gap.has_interval and (gap.difference or gap.low < gap.high)
        ]
        if ends:
            sure.append(f"{standard.title}: {', '.join(ends)}")
        if gaps and not clear:
            said.append(f"no option clearly changes how often {standard.title} is met")
    return "; ".join(said), "; ".join(sure)


def _gaps(pack: Pack, standard: Standard) -> tuple[dict[Option, Gap], dict[Option, Gap]]:
    """All changes that were measured, and those that are clear."""
    column = standard_column(reading_of(pack), standard)
    gaps = {option: gap for option in pack.proposals if (gap := column.gap(option)).measured}
    return gaps, {option: gap for option, gap in gaps.items() if column.way(option)}


def _met(pack: Pack, standard: Standard, clear: dict[Option, Gap], way: int) -> str:
    """Met less often, or more, and with which options, the largest change first."""
    column = standard_column(reading_of(pack), standard)
    some = {option: gap for option, gap in clear.items() if gap.difference * way > 0}
    own = {o: gap for o, gap in some.items() if is_own(pack, o, gap, column.runs)} or some
    ranked = sorted(own, key=lambda option: -abs(own[option].difference))
    if not ranked:
        return ""
    with_ = joined(
        [
            f"{named(o.title)}{heirs(pack, o, some, own)}: {points(own[o].difference)}"
            for o in ranked
        ]
    )
    return f"{standard.title} is met {'more' if way > 0 else 'less'} often with {with_}"
