"""What a scheme does to police response, in one sentence, and how sure that is."""

from results.figures.clear_changes import SHARE, of_option
from results.figures.columns import (
    GROUNDS,
    police_calls,
    police_column,
    police_gap,
    police_standard,
)
from results.figures.interval_words import sooner_interval, sooner_or_later
from results.figures.moved_calls import moved_calls
from results.figures.places import Place
from results.figures.reading import Gap, reading_of
from results.figures.study_area import first_on_clock, local
from results.figures.wording import UNCERTAINTY, joined, named, sentence, short
from results.pack import Option, Pack, Standard


def police_headline(pack: Pack) -> tuple[str, str] | None:
    """What is found on police response and how sure it is; nothing where the study does not ask."""
    standard = police_standard(pack)
    gaps = {o: by for o in pack.proposals if standard and (by := _gaps(pack, standard, o))}
    if standard is None or not gaps:
        return None
    calls = police_calls(standard)
    columns = {g: police_column(pack, reading_of(pack), standard, g) for g in GROUNDS}
    clear = {
        o: told
        for o, by in gaps.items()
        if (told := {g: gap for g, gap in by.items() if columns[g].way(o)})
    }
    if not clear:
        why = f"Every {UNCERTAINTY} interval includes no change."
        return f"No option clearly changes how soon the first officer is at {calls}.", why
    most = max(clear, key=lambda o: max(abs(gap.difference) for gap in clear[o].values()))
    says = f"At {calls} the first officer would be there {_ways(clear[most])}, on average, with {named(most.title)}"
    says += f"; {where}" if (where := police_places(pack, standard, most)) else ""
    says += f"; {met}." if (met := _standards_met(pack, standard, most)) else "."
    ends = [
        f"{GROUNDS[ground]} {'sooner' if gap.difference < 0 else 'later'} by {sooner_interval(gap)}"
        for ground, gap in clear[most].items()
        if gap.has_interval
    ]
    others = [
        f"{short(option.title)} {_ways(by)}" for option, by in clear.items() if option is not most
    ]
    same = [short(option.title) for option in gaps if option not in clear]
    tail = f"; clear too: {', '.join(others)}" if others else ""
    tail += f"; no clear change with {joined(same)}" if same else ""
    return says, f"{sentence(UNCERTAINTY)}: {', '.join(ends)}{tail}."


def _gaps(pack: Pack, standard: Standard, option: Option) -> dict[str, Gap]:
    gaps = {ground: police_gap(reading_of(pack), standard, ground, option) for ground in GROUNDS}
    return {ground: gap for ground, gap in gaps.items() if gap.measured}


def _standards_met(pack: Pack, standard: Standard, option: Option) -> str:
    """Which standards of these calls are clearly met more or less often over the whole region."""
    mine = {one.title for one in pack.standards if one.clock == standard.clock}
    said = []
    for better, way in ((True, "more"), (False, "less")):
        found = [
            f"{one.what} ({one.amount.replace(' (', ', ').rstrip(')')})"
            for one in of_option(pack, option, SHARE, better=better)
            if one.what in mine and not (one.place.district or one.place.group)
        ]
        if found:
            verb = "are" if len(found) > 1 else "is"
            said.append(f"{joined(found)} {verb} met {way} often")
    return f"over the whole of {pack.region.title} {'; '.join(said)}" if said else ""


def police_places(pack: Pack, standard: Standard, option: Option) -> str:
    """Over the whole region, and in the districts that clearly gain and lose most."""
    reading, rows = reading_of(pack), first_on_clock(pack, "police", standard.clock)
    whole = reading.gap("response_mean_s", option.name, clock=standard.clock)
    said = []
    if whole.clear:
        said.append(
            f"over the whole of {pack.region.title} {sooner_or_later(whole.difference)} ({sooner_interval(whole)})"
        )
    gaps = {}
    for district in pack.districts:
        keys = {"clock": standard.clock, "district": district.name}
        gap = reading.gap("response_mean_s", option.name, **keys)
        here = local(rows, Place(district.title, district.zones, district.name))
        few = moved_calls(here, option, pack.baseline).too_few if len(here) else ""
        if gap.clear and not few:
            gaps[district.title] = gap
    for way in (-1, 1):
        some = {title: gap for title, gap in gaps.items() if gap.difference * way > 0}
        if some:
            most = max(some, key=lambda title: abs(some[title].difference))
            said.append(
                f"{sooner_or_later(some[most].difference)} in {most} ({sooner_interval(some[most])})"
            )
    return ", ".join(said)


def _ways(by: dict[str, Gap]) -> str:
    """The clear changes, each with its ground."""
    return joined(
        [f"{sooner_or_later(gap.difference)} {GROUNDS[g]}" for g, gap in by.items() if gap.clear]
    )
