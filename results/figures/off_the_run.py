"""Tables 9 and 10: whose cover gets thinner, and what the person in several roles does with the week."""

from collections.abc import Iterator

from results.figures.chance import ONE_REPLICATION, mean_words, of_one, played_once
from results.figures.figure import Table
from results.figures.ground import short_name
from results.figures.interval_words import point_end, points
from results.figures.places import merged, study_place
from results.figures.reading import (
    Gap,
    Reading,
    Runs,
    gap_of,
    keys_of,
    mean_of,
    reading_of,
    replications,
)
from results.figures.released import NOTE as RELEASED
from results.figures.released import released_finding, released_rows
from results.figures.standards import with_interval
from results.figures.wording import (
    FEW_CALLS,
    NOT_MEASURED,
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    minutes,
    named,
    percent,
    sentence,
)
from results.pack import Option, Pack

YEAR_H = 8766.0
TOO_FEW = "too few calls to say how much before the ambulance, or how often first"
ABSENT = "not in this option"
GONE, NEW = "gone: no such engine then", "new: no such engine now"
MOST_NAMED = 3
"""Fire engines that a heading names; of more it gives the number."""
MOST_STILL = 3
"""Fire engines that no option changes share a row where they are more than these."""
NOTHING = Gap(0.0, 0.0, 0.0, 2)
NEAR_M = 2_000.0
"""How far beyond its zones a place's fire stations may stand."""


def off_the_run(pack: Pack) -> Table:
    """Each fire engine's time off the run, and the part of it in which its people were out elsewhere."""
    reading = reading_of(pack)
    rows: list[tuple[str, ...]] = []
    gaps: list[tuple[str, Gap]] = []
    still = [unit for unit in _shown(pack, reading) if _still(pack, reading, unit)]
    if len(still) <= MOST_STILL:
        still = []
    for unit in _shown(pack, reading):
        if unit in still:
            gaps.append((pack.pumps.get(unit, unit), NOTHING))
            continue

        def cells_of(option: Option, unit: str = unit) -> tuple[str, ...]:
            return _cells(pack, reading, option, unit)

        name, there = pack.pumps.get(unit, unit), _stands(reading, pack.baseline, unit)
        rows += [
            (name, label, *cells)
            for label, cells in merged(pack, cells_of)
            if there or cells[0] != ABSENT
        ]
        seen = {cells_of(option): _gap(pack, reading, option, unit) for option in pack.proposals}
        gaps += [(name, gap) for gap in seen.values() if gap.measured]
    if still:
        rows.append(_others(pack, reading, still))
    return Table(
        "off_the_run",
        "9",
        _finding(pack, reading, gaps, bool(rows)),
        "Share of hours in which a fire engine stands without its crew",
        ("Fire engine", "Option", "Stands at", "Off the run", "Of it, because its people were out "
         "elsewhere", "Difference"),
        tuple(rows),
        "Off the run: short of the minimum crew. Shown are the fire engines of stations in the "
        "area that the study asks about. “Out elsewhere”: enough people were on call, but out "
        "with another vehicle or in another role. A new fire engine has nothing to be compared with; one that is gone "
        "loses no cover by absence of its people. Options with the same figures share a row, and so do "
        "fire engines that no option changes. "
        f"Differences are paired, with their {UNCERTAINTY}. {pack.region.attribution}",
    )  # fmt: skip


def _still(pack: Pack, reading: Reading, unit: str) -> bool:
    """Whether a fire engine's time off the run, and the part out elsewhere, are the same in every replication."""
    found = [
        _gap(pack, reading, option, unit, basis)
        for option in pack.proposals
        for basis in ("", "crew_elsewhere")
    ]
    measured = [gap for gap in found if gap.measured]
    return bool(measured) and all(
        gap.difference == 0.0 and (not gap.has_interval or gap.low == gap.high) for gap in measured
    )


def _others(pack: Pack, reading: Reading, still: list[str]) -> tuple[str, ...]:
    """Fire engines that no option changes, in one row: how many, where, and how long the best and worst are off."""
    shares = [mean_of(share_runs(reading, pack.baseline, unit)) for unit in still]
    places = dict.fromkeys(
        short_name(str(pack.region.sites.get(site, (site,))[0]))
        for site in (_station(reading, pack.baseline, unit) for unit in still)
    )
    return (
        f"{counted(len(still), 'other fire engine')}",
        "Now and every option",
        joined(list(places)),
        between(min(shares), max(shares), percent),
        "",
        of_one("no change") if played_once(pack) else "no change",
    )


def _groups(reading: Reading, unit: str, basis: str = "") -> list[dict[str, str]]:
    """The groups that speak of a unit, one for each station at which some option has it."""
    every = (keys_of(group) for group in reading.groups("off_the_run_share"))
    return [
        keys
        for keys in every
        if keys.get("basis", "") == basis and unit in (keys.get("unit"), keys.get("station"))
    ]


def share_runs(reading: Reading, option: Option, unit: str, basis: str = "") -> Runs:
    """A unit's share off the run by replication, wherever the option has it stand."""
    for keys in _groups(reading, unit, basis):
        if found := reading.runs("off_the_run_share", option.name, **keys):
            return found
    return {}


def _station(reading: Reading, option: Option, unit: str) -> str:
    for keys in _groups(reading, unit):
        if reading.runs("off_the_run_share", option.name, **keys):
            return keys.get("station", "")
    return ""


def _shown(pack: Pack, reading: Reading) -> list[str]:
    """Fire engines that stand in the study's area under some option; stations where no unit is named."""
    stations = set(reading.values_of("off_the_run_share", "station"))
    near = {station for station in stations if station not in pack.region.sites} | {
        key for key in stations & set(pack.region.sites) if _near(pack, key)
    }
    units = {
        keys["unit"]: pack.pumps.get(keys["unit"], "")
        for keys in map(keys_of, reading.groups("off_the_run_share"))
        if keys.get("station") in near and keys.get("unit") in pack.pumps
    }
    return sorted(units, key=lambda unit: units[unit]) or sorted(near)


def _near(pack: Pack, site: str) -> bool:
    _, _, east, north = pack.region.sites[site]
    zones, mask = pack.region.zones, study_place(pack).zones
    far = (zones.easting[mask] - east) ** 2 + (zones.northing[mask] - north) ** 2
    return bool(far.size and far.min() <= NEAR_M**2)


def _gap(pack: Pack, reading: Reading, option: Option, unit: str, basis: str = "") -> Gap:
    ours, theirs = (share_runs(reading, o, unit, basis) for o in (option, pack.baseline))
    return gap_of(ours, theirs)


def _stands(reading: Reading, option: Option, unit: str) -> bool:
    """Whether an option has this fire engine."""
    return bool(share_runs(reading, option, unit))


def _cells(pack: Pack, reading: Reading, option: Option, unit: str) -> tuple[str, ...]:
    share = mean_of(share_runs(reading, option, unit))
    if not known(share):
        return ABSENT, "", "", GONE
    station = _station(reading, option, unit)
    lost = share_runs(reading, option, unit, "crew_elsewhere")
    gap = _gap(pack, reading, option, unit)
    said = with_interval(gap, points, point_end) if gap.measured else NEW
    return (
        short_name(str(pack.region.sites.get(station, (station,))[0])),
        percent(share),
        hours(lost, pack),
        "" if option is pack.baseline else said,
    )


def hours(runs: Runs, pack: Pack) -> str:
    """A share of the year with its hours, to whole ones, and their interval; the share alone of part of a year."""
    found = gap_of(runs, dict.fromkeys(runs, 0.0))
    if not found.measured:
        return NOT_MEASURED
    if not pack.annual:
        return percent(found.difference)
    lost = round(found.difference * YEAR_H)
    if not lost:
        return "none"
    said = f"{percent(found.difference)}, about {lost:,} h a year"
    if not found.has_interval:
        return said
    return f"{said} ({max(0, round(found.low * YEAR_H)):,} to {round(found.high * YEAR_H):,})"


def _finding(pack: Pack, reading: Reading, gaps: list[tuple[str, Gap]], some: bool) -> str:
    if not some:
        return "Time off the run: not measured"
    if replications(pack) < 2:
        return f"Time off the run: {ONE_REPLICATION}"
    head = "; ".join(_lost(pack, reading))
    head = f"{head}; t" if head else "T"
    clear = sorted({name for name, gap in gaps if gap.clear})
    all_of = len({name for name, _ in gaps})
    told = joined(clear) if len(clear) <= MOST_NAMED else f"{len(clear)} of {all_of} fire engines"
    tail = f"clearly changes for {told if clear else 'none'}"
    return f"{head}ime off the run {tail}"


def _lost(pack: Pack, reading: Reading) -> Iterator[str]:
    """Where clearly more cover is lost than now since people are out elsewhere, and where new fire engines lose some.

    Only the two most of each; a fire engine that is not there now cannot lose more of its cover than now.
    """
    more: dict[str, tuple[float, Option]] = {}
    new: dict[str, tuple[float, Option]] = {}
    for unit in _shown(pack, reading):
        there = _stands(reading, pack.baseline, unit)
        for option in pack.proposals:
            own = share_runs(reading, option, unit, "crew_elsewhere")
            gap = gap_of(own, dict.fromkeys(own, 0.0))
            if there:
                gap = _gap(pack, reading, option, unit, "crew_elsewhere")
            found = more if there else new
            if gap.clear and round(gap.difference * YEAR_H) > round(
                found.get(unit, (0.0,))[0] * YEAR_H
            ):
                found[unit] = (gap.difference, option)
    if more:
        yield f"Clearly more cover lost than now because people are out elsewhere: {_most(pack, more)}"
    if new:
        words = "new fire engines stand without a crew because people are out elsewhere"
        yield f"{words if more else sentence(words)}: {_most(pack, new)}"


def _most(pack: Pack, found: dict[str, tuple[float, Option]]) -> str:
    """The two that most is lost at, each with its option."""
    ranked = sorted(found.items(), key=lambda item: -item[1][0])[:2]
    return joined(
        [
            f"{pack.pumps.get(unit, unit)} {_lost_words(pack, share)} under {named(option.title)}"
            for unit, (share, option) in ranked
        ]
    )


def _lost_words(pack: Pack, share: float) -> str:
    if pack.annual:
        return f"about {counted(round(share * YEAR_H), 'hour')} a year"
    return f"{percent(share)} of the hours"


def roles(pack: Pack) -> Table:
    """Hours a week of each person in several roles, and what co-responders add beside the ambulance."""
    reading = reading_of(pack)
    rows: list[tuple[str, ...]] = []
    for person in reading.values_of("role_hours", "unit"):
        roles_of = reading.values_of("role_hours", "basis")
        for role in sorted(roles_of, key=lambda role: (role != "on_duty", role)):
            rows += _role_rows(pack, reading, person, role)
    for unit in reading.values_of("minutes_saved_mean", "unit"):

        def cells_of(option: Option, unit: str = unit) -> tuple[str, ...]:
            return _saved(reading, option, unit)

        name = pack.names.get(unit, unit)
        rows += [
            (name, label, *cells) for label, cells in merged(pack, cells_of) if cells[0] != "0"
        ]
    released = released_rows(pack, reading)
    rows += released
    return Table(
        "roles",
        "10",
        _roles_finding(pack, reading),
        "The person in several roles, and co-responders beside the ambulance",
        ("Who", "Option", "Calls or hours", "What it comes to"),
        tuple(rows),
        "Hours are those of a counted week, travel included. Minutes saved: the first ambulance's "
        "arrival less the co-responder's, at medical calls that both reached; a co-responder is "
        "stood down once an ambulance is there, so calls that it would have lost are not in the "
        "mean, which flatters it. Calls are summed over replications. "
        f"{UNCERTAINTY[0].upper()}{UNCERTAINTY[1:]} of people and co-responders is not shown: the calls "
        f"are few, and most roles are not there in the baseline to pair with. {RELEASED if released else ''}"
        f"{pack.region.attribution}",
    )


def _role_rows(pack: Pack, reading: Reading, person: str, role: str) -> list[tuple[str, ...]]:
    name = pack.names.get(person, person)

    def cells_of(option: Option) -> tuple[str, ...]:
        value = reading.value("role_hours", option.name, unit=person, basis=role)
        duty = reading.value("role_hours", option.name, unit=person, basis="on_duty")
        if not known(value):
            return "0", ""
        share = "" if role == "on_duty" else f", {percent(value / duty)} of the hours on duty"
        return f"{value:.1f} h a week", f"{role.replace('_', ' ')}{share}"

    return [(name, label, *cells) for label, cells in merged(pack, cells_of) if cells[0] != "0"]


def _saved(reading: Reading, option: Option, unit: str) -> tuple[str, ...]:
    saved = reading.value("minutes_saved_mean", option.name, unit=unit, basis="same_run")
    calls = sum(reading.runs("calls_attended", option.name, unit=unit).values())
    if not known(saved):
        return "0", ""
    said = f"{counted(round(calls), 'call')} in all"
    if calls < FEW_CALLS:
        return said, TOO_FEW
    first = reading.value("co_responder_first_share", option.name, unit=unit)
    way = "before" if saved >= 0 else "after"
    return said, f"{minutes(60 * saved)} {way} the ambulance on average, first at {percent(first)}"


def _roles_finding(pack: Pack, reading: Reading) -> str:
    for person in reading.values_of("role_hours", "unit"):
        for option in pack.proposals:
            hours_of = {
                role: reading.value("role_hours", option.name, unit=person, basis=role)
                for role in reading.values_of("role_hours", "basis")
            }
            duty = hours_of.pop("on_duty", float("nan"))
            if known(duty) and duty:
                said = [f"{v:.1f} h as {r.replace('_', ' ')}" for r, v in hours_of.items()]
                name = pack.names.get(person, person)
                return (
                    f"Of {duty:.0f} h a week on duty, the {name} is out {joined(said)} under {named(option.title)}, "
                    f"{mean_words(replications(pack))}"
                )
    if released := released_finding(pack, reading):
        return released
    found = len(reading.values_of("minutes_saved_mean", "unit"))
    return f"Nobody holds several roles; {counted(found, 'co-responder')} went to calls beside an ambulance"
