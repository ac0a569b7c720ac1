"""What a planner asks of regions, as functions: the command line and a notebook both call these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geography.faults import Fault, RegionError, nearest_word
from geography.reach import unjoined
from geography.region import Region, list_regions, load_region, summary_of
from geography.sites import Site
from geography.stated_times import Compared, compare_with, names_of_columns
from geography.whose_stations import FireStations, fire_stations

BUILT_INTO = Path("regions")
Rows = Sequence[tuple[str, str]]


def silent(step: str) -> None:
    """Say nothing of progress."""


@dataclass(frozen=True)
class Shown:
    """A region in words, and where its map was written."""

    title: str
    parts: Sequence[tuple[str, Rows]]
    attribution: Sequence[str]
    picture: Path


@dataclass(frozen=True)
class BuiltFolder:
    """What was built, and where it is."""

    title: str
    rows: Rows
    folder: Path


def region_place(name: str) -> str:
    """A bundled region's name, the folder of one built into `regions/`, or the path as it was given."""
    if name not in list_regions() and not Path(name).exists():
        built = BUILT_INTO / name
        if (built / "region.yaml").is_file():
            return str(built)
        _refuse_unknown(name)
    return name


def _refuse_unknown(name: str) -> None:
    """Raise RegionError for a name that is none, with the bundled or built region that was probably meant."""
    names = [*list_regions(), *(Path(folder).name for folder in built_regions())]
    message = (
        "There is no such region: none bundled or in regions/, and no folder with region.yaml."
    )
    hint = nearest_word(name, names)
    raise RegionError([Fault(name, None, "", message, ", ".join(names), hint)])


def built_regions() -> list[str]:
    """Folders of the regions built into `regions/`; what a killed build left there, hidden, is none."""
    found = (path.parent for path in sorted(BUILT_INTO.glob("*/region.yaml")))
    return [str(folder) for folder in found if not folder.name.startswith(".")]


def list_of_regions() -> list[tuple[str, ...]]:
    """Name, title, form, people, zones, own fire stations, their pumps, and stations beyond the border.

    Of the bundled regions and of those in `regions/`.
    """
    places = [*list_regions(), *built_regions()]
    found: list[tuple[str, ...]] = []
    for place in places:
        try:
            one = summary_of(place)
        except RegionError as error:
            count = len(error.faults)
            told = (
                f"{'1 fault' if count == 1 else f'{count} faults'}: bluelight region check {place}"
            )
            found.append((place, told, "", "", "", "", "", ""))
            continue
        stations = one.fire_stations
        counts = (len(stations.own), stations.pumps or "", len(stations.beyond))
        numbers = (f"{one.people:,.0f}", f"{one.zones:,}", *map(str, counts))
        found.append((place, one.title, one.form, *numbers))
    return found


def show_region(name: str, out: Path | None = None) -> Shown:
    """A region in words, and its map as a PNG. Raises RegionError with every fault of its files."""
    from results.figures.region_map import write_region_map  # drawing takes a while to import

    region = load_region(region_place(name))
    picture = out or Path(f"region-{region.name}.png")
    write_region_map(region, picture)
    return Shown(region.title, _parts(region), region.attribution, picture)


def _parts(region: Region) -> list[tuple[str, Rows]]:
    zones, roads = region.zones, region.roads
    ground = [
        ("area within the outline", f"{region.outline.area / 1e6:,.0f} km²"),
        ("people", f"{zones.people.sum():,.0f}"),
        ("zones", f"{len(zones):,}"),
        (
            "people in urban zones",
            _share(zones.people[[w == "urban" for w in zones.rurality]].sum(), region),
        ),
        ("nodes of the network", f"{len(roads.xy):,}"),
        ("speed profiles", ", ".join(roads.profiles)),
    ]
    if zones.households is not None:
        ground.insert(2, ("households", f"{zones.households.sum():,.0f}"))
    kinds = Counter(site.kind for site in region.sites.values())
    departments = sum(site.emergency_department for site in region.sites.values())
    stations = fire_stations(region.sites.values(), region.outline)
    sites = [
        (kind.replace("_", " "), f"{number:,}")
        for kind, number in sorted(kinds.items())
        if kind != "fire_station"
    ]
    sites = [*_stations_in_a_line(stations), *sites]
    sites.append(("with an emergency department", str(departments)))
    areas = [
        (name, f"{zones.people[mask].sum():,.0f} people in {mask.sum():,} zones")
        for name, mask in zones.areas.items()
    ]
    statuses = Counter(one.status for one in region.sources)
    of_sites = Counter(site.status for site in region.sites.values())
    sources = [
        (status, f"{statuses[status]:,} constants, {of_sites[status]:,} sites")
        for status in ("observed", "estimated", "assumed")
    ]
    parts: list[tuple[str, Rows]] = [("Ground", ground), ("Sites", sites)]
    if stations.pumps:
        parts.append(("Fire stations of its own", [_duty_of(site) for site in stations.own]))
    if areas:
        parts.append(("Areas", areas))
    return [*parts, ("How well it is known", sources)]


def _stations_in_a_line(stations: FireStations) -> list[tuple[str, str]]:
    """How many fire stations are the region's own, with their pumps, a neighbour's, and of the past."""
    found = [("fire station", f"{len(stations.own):,}")]
    if stations.pumps:
        duties = Counter(duty for site in stations.own for duty in site.duty)
        words = ", ".join(f"{n} {duty.replace('_', ' ')}" for duty, n in duties.most_common())
        found.append(("their pumps", f"{stations.pumps:,}: {words}"))
    if stations.beyond:
        found.append(("fire station beyond the border", f"{len(stations.beyond):,}"))
    if stations.past:
        names = ", ".join(site.name for site in stations.past)
        found.append(("fire station of the past", f"{len(stations.past):,}: {names}"))
    return found


def _duty_of(site: Site) -> tuple[str, str]:
    """A fire station with its pumps and the duty of each."""
    if not site.pumps:
        return site.name, "pumps not known"
    pumps = "1 pump" if site.pumps == 1 else f"{site.pumps} pumps"
    return site.name, f"{pumps}: {', '.join(site.duty).replace('_', ' ')} ({site.duty_status})"


def _share(people: float, region: Region) -> str:
    whole = region.zones.people.sum()
    return f"{people:,.0f} ({people / whole:.0%})" if whole else "0"


def build_region_folder(
    config: str | Path, out: str | Path | None = None, say: Callable[[str], None] = silent
) -> BuiltFolder:
    """Build a region from a planner's files into a folder (default `regions/<region>`), whole or not at all.

    `say` is told each step as it begins. Raises RegionError with every fault of config and files; then nothing is
    written.
    """
    from geography.build import build_region
    from geography.build_folder import said, write_region

    def folder_of(region: str) -> Path:
        return Path(out) if out is not None else BUILT_INTO / region

    built = build_region(config, say, folder_of)
    say("writing")
    folder = folder_of(built.plan.config.region)
    write_region(built, folder)
    people = built.zones.people.sum()
    rows = [
        ("zones", f"{len(built.zones):,} with {people:,.0f} people"),
        ("sites", f"{len(built.sites):,}"),
        *((what, said(value)) for what, value in built.told.items()),
    ]
    return BuiltFolder(built.plan.config.title, rows, folder)


def check_region(name: str) -> dict[str, Any]:
    """Load a region and count what it has. Raises RegionError with every fault, and what no road joins."""
    region = load_region(region_place(name))
    cut_off = unjoined(region)
    if cut_off:
        raise RegionError(cut_off)
    return {
        "region": region.name,
        "zones": len(region.zones),
        "people": float(region.zones.people.sum()),
        "sites": len(region.sites),
        "nodes": len(region.roads.xy),
        "faults": 0,
    }


def check_against(name: str, times: Path, places: Path, columns: str = "") -> Compared:
    """How far a region's day minutes are from stated ones. Raises RegionError for faults of region or files."""
    region = load_region(region_place(name))
    return compare_with(region, times, places, names_of_columns(columns))
