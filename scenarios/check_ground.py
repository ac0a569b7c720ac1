"""What a study says of the ground: sites, areas and roads must be those of its region."""

from __future__ import annotations

import numpy as np

from geography.region import Region
from geography.sites import Site
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed
from scenarios.fleet import Station
from scenarios.posts import SNAP_LIMIT_M, OffTheNetwork, nearest_node, station_node
from scenarios.references import Parts, note, unknown


def check_ground(document: Document, parts: Parts, region: Region, faults: list[Fault]) -> None:
    """A station must be at a site of the region, or near enough to its roads; and reach everywhere."""
    check_roads(document, parts, region, faults)
    check_areas(document, parts, region, faults)
    check_hospitals(document, parts, region, faults)
    for name, station in parts["stations"].items():
        at: Path_ = ("stations", name)
        if station.site is not None and station.site not in region.sites:
            path = (*at, "site")
            faults.append(
                unknown(
                    document,
                    path,
                    "site",
                    station.site,
                    region.sites,
                    f"{region.title} has {listed(region.sites)}.",
                )
            )
            continue
        try:
            station_node(station, region)
        except OffTheNetwork as error:
            path = (*at, "easting")
            faults.append(
                Fault(
                    document.mark(path),
                    f"stations.{name}",
                    f"This station is off the network: {error}.",
                    "at most 1 km from a road node of the region",
                    other_place(station, region),
                )
            )


def check_areas(document: Document, parts: Parts, region: Region, faults: list[Fault]) -> None:
    """Areas are those that the region names; where calls ring among people, somebody lives."""
    areas = region.zones.areas
    named: list[tuple[Path_, str]] = [
        (("demand", name, "within"), profile.within)
        for name, profile in parts["demand"].items()
        if profile.within is not None
    ]
    named += [(("visitors", name, "district"), v.district) for name, v in parts["visitors"].items()]
    named += [(("station_orders", name), name) for name in parts["station_orders"]]
    named += [
        (("response_plans", plan, "needs", key, "only_if", "district"), need.only_if.district)
        for plan, block in parts["response_plans"].items()
        for key, need in block.needs.items()
        if need.only_if is not None and need.only_if.district is not None
    ]
    for path, name in named:
        if name not in areas:
            around = f"{region.title} has {listed(areas) or 'no named areas'}."
            faults.append(unknown(document, path, "area", name, areas, around))
    for name, profile in parts["demand"].items():
        inside = areas.get(profile.within) if profile.within is not None else None
        if (
            inside is not None
            and profile.among == "people"
            and not region.zones.people[inside].sum()
        ):
            message = f"Nobody lives in {profile.within}, so nobody there calls."
            note(document, ("demand", name, "within"), message, faults, "among: land")


def check_hospitals(document: Document, parts: Parts, region: Region, faults: list[Fault]) -> None:
    """Patients are taken to hospitals of the region."""
    hospitals = [name for name, site in region.sites.items() if takes_patients(site)]
    named: list[tuple[Path_, str]] = [(("hospitals", name), name) for name in parts["hospitals"]]
    named += [
        (("pathways", name, "sites", number), site)
        for name, pathway in parts["pathways"].items()
        for number, site in enumerate(pathway.sites)
    ]
    for path, name in named:
        if name in hospitals:
            continue
        around = f"{region.title} has {listed(hospitals) or 'none'}."
        if name in region.sites:
            around = f"It is a {region.sites[name].kind.replace('_', ' ')}. {around}"
        faults.append(unknown(document, path, "hospital", name, hospitals, around))


def takes_patients(site: Site) -> bool:
    """Whether an ambulance may take patients there."""
    return site.emergency_department or site.kind == "hospital"


def check_roads(document: Document, parts: Parts, region: Region, faults: list[Fault]) -> None:
    """Every station must reach every zone and hospital at the speeds that its vehicles drive."""
    departments = [site.node for site in region.sites.values() if site.emergency_department]
    hospitals = departments + [
        region.sites[name].node
        for pathway in parts["pathways"].values()
        for name in pathway.sites
        if name in region.sites
    ]
    for name, plan in parts["response_plans"].items():
        for key, need in plan.needs.items():
            conveys = need.convey_share is not None and need.convey_share.base > 0
            if conveys and not departments:
                at: Path_ = ("response_plans", name, "needs", key, "convey_share")
                message = f"{region.title} has no hospital with an emergency department."
                faults.append(Fault(document.mark(at), ".".join(map(str, at)), message))
    ends = np.unique(np.concatenate([region.zones.node, np.array(hospitals, dtype=np.int32)]))
    for name, vehicle in parts["vehicles"].items():
        kind = parts["vehicle_types"].get(vehicle.type)
        station = parts["stations"].get(vehicle.station)
        if kind is None or station is None or (station.site or "") not in ("", *region.sites):
            continue
        try:
            node = station_node(station, region)
        except OffTheNetwork:
            continue
        for profile in dict.fromkeys((kind.profile, "day")):
            if profile not in region.roads.profiles:
                path: Path_ = ("vehicle_types", vehicle.type, "profile")
                faults.append(
                    unknown(document, path, "speed profile", profile, region.roads.profiles)
                )
            elif not np.isfinite(region.roads.seconds_between(node, ends, profile)).all():
                path = ("vehicles", name, "station")
                message = (
                    f"From {vehicle.station} no road leads to some of {region.title} ({profile})."
                )
                faults.append(Fault(document.mark(path), f"vehicles.{name}.station", message))


def other_place(station: Station, region: Region) -> str:
    """What was probably meant by a place off the network: the numbers the other way round, or in kilometres."""
    east, north = station.easting or 0.0, station.northing or 0.0
    for easting, northing, why in (
        (north, east, "the other way round"),
        (east * 1000, north * 1000, "in metres, not kilometres"),
    ):
        if nearest_node(easting, northing, region)[1] <= SNAP_LIMIT_M:
            return f"easting {easting:g} and northing {northing:g}, {why}"
    return "another easting or northing (in metres, EPSG:27700)"
