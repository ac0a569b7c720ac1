"""Names that must be of things that there are: vehicles' pools, plans' needs, stations' sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from geography.region import Region
from scenarios.documents import Document, Path_
from scenarios.duty import person_chance, shares_by_hour
from scenarios.faults import Fault, is_name, listed, not_a_name, probably_meant
from scenarios.fleet import Station
from scenarios.posts import SNAP_LIMIT_M, OffTheNetwork, nearest_node, station_node

Parts = Mapping[str, Mapping[str, Any]]


def check_names(document: Document, faults: list[Fault]) -> None:
    """Names are parts of places (`vehicles.hayle_p1.name`), groups and files: letters, digits, `_` and `-` only."""
    for section, content in document.data.items():
        for name in content if isinstance(content, dict) and section != "hospital_times" else ():
            if not is_name(name):
                mark = document.mark((section, name))
                faults.append(Fault(mark, f"{section}.{name}", *not_a_name(name)))


def names_of(document: Document, section: str) -> list[str]:
    """Every name declared in a section, sound or not."""
    content = document.data.get(section, {})
    here = list(content) if isinstance(content, dict) else []
    return here + sorted(document.perhaps.get(section, set()) - set(here))


def unknown(
    document: Document, path: Path_, what: str, name: str, known: Iterable[str], around: str = ""
) -> Fault:
    """The fault of a name that is of nothing."""
    known = list(known)
    return Fault(
        document.mark(path),
        ".".join(str(key) for key in path),
        f'There is no {what} "{name}".{" " + around if around else ""}',
        listed(known),
        probably_meant(name, known),
    )


def check_references(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Note every name in a scenario's document that is of nothing, and what cannot work."""
    check_vehicles(document, parts, faults)
    check_pools(document, parts, faults)
    check_plans(document, parts, faults)
    check_demand(document, parts, faults)
    check_clocks(document, parts, faults)
    check_costs(document, parts, faults)


def check_vehicles(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A vehicle needs its type, its station, and pools with enough people."""
    pools, stations = names_of(document, "crew_pools"), names_of(document, "stations")
    types = names_of(document, "vehicle_types")
    for name, vehicle in parts["vehicles"].items():
        at: Path_ = ("vehicles", name)
        if vehicle.type not in types:
            faults.append(unknown(document, (*at, "type"), "vehicle type", vehicle.type, types))
        if vehicle.station not in stations:
            where = (*at, "station")
            faults.append(unknown(document, where, "station", vehicle.station, stations))
        for number, pool in enumerate(vehicle.crewed_from):
            if pool not in pools:
                near = [
                    key
                    for key, block in parts["crew_pools"].items()
                    if block.station == vehicle.station
                ]
                around = f"{vehicle.station} has {listed(near)}." if near else ""
                path = (*at, "crewed_from", number)
                faults.append(unknown(document, path, "crew pool", pool, near or pools, around))
        check_crew_size(document, parts, name, vehicle, faults)


def check_crew_size(
    document: Document, parts: Parts, name: str, vehicle: Any, faults: list[Fault]
) -> None:
    """A vehicle whose pools can never make its crew would stand off the run for ever."""
    kind = parts["vehicle_types"].get(vehicle.type)
    pools = [parts["crew_pools"].get(pool) for pool in vehicle.crewed_from]
    if kind is None or any(pool is None for pool in pools):
        return
    people = sum(pool.people for pool in pools if pool is not None)
    if len(set(vehicle.crewed_from)) < len(vehicle.crewed_from):
        path: Path_ = ("vehicles", name, "crewed_from")
        message = "A pool stands twice here; its people can ride only once."
        faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))
    elif people < kind.crew:
        faults.append(
            Fault(
                document.mark(("vehicles", name, "crewed_from")),
                f"vehicles.{name}.crewed_from",
                f"Its pools have {people} people and a {vehicle.type} needs {kind.crew}.",
            )
        )


def check_pools(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A pool needs its station and duty system, and on-call people a declared availability."""
    stations, duties = names_of(document, "stations"), names_of(document, "duty_systems")
    pools = names_of(document, "crew_pools")
    for name, pool in parts["crew_pools"].items():
        at: Path_ = ("crew_pools", name)
        if pool.station not in stations:
            faults.append(unknown(document, (*at, "station"), "station", pool.station, stations))
        if pool.duty not in duties:
            faults.append(unknown(document, (*at, "duty"), "duty system", pool.duty, duties))
        for number, post in enumerate(pool.also_in):
            path = (*at, "also_in", number)
            if post not in pools:
                faults.append(unknown(document, path, "crew pool", post, pools))
            elif post in parts["crew_pools"]:
                check_post(document, parts, path, post, faults)
        if len(pool.also_in) > pool.people:
            path = (*at, "also_in")
            message = f"{len(pool.also_in)} other posts are more than its {pool.people} people."
            faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))
        duty = parts["duty_systems"].get(pool.duty)
        if duty is None:
            continue
        if duty.kind == "shifts" and (pool.availability or pool.also_in):
            message = f"{pool.duty} is a system of shifts: `availability` and `also_in` are for on-call people."
            faults.append(Fault(document.mark(at), f"crew_pools.{name}", message))
        if duty.kind == "oncall":
            check_oncall_pool(document, name, pool, duty, faults)


def check_post(
    document: Document, parts: Parts, path: Path_, post: str, faults: list[Fault]
) -> None:
    """The other post of an on-call firefighter must be one with shifts, so that it is known when it is filled."""
    duty = parts["duty_systems"].get(parts["crew_pools"][post].duty)
    if duty is not None and duty.kind != "shifts":
        message = f"{post} is on call too: `also_in` names a post with shifts."
        faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))


def check_oncall_pool(
    document: Document, name: str, pool: Any, duty: Any, faults: list[Fault]
) -> None:
    """The pump's availability must be declared for every hour, and be in reach of its people."""
    at: Path_ = ("crew_pools", name)
    shares = shares_by_hour(pool.availability or duty.availability)
    hours = int((shares != shares).sum())
    if hours:
        message = f"No availability is declared for {hours} of the week's 168 hours."
        whose: Path_ = at if pool.availability else ("duty_systems", pool.duty)
        path = (*whose, "availability")
        faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))
        return
    assert duty.correlation is not None
    if duty.correlation.base >= 1.0:
        return  # a fault of the duty system
    try:
        for share in set(shares.tolist()):
            person_chance(pool.people, duty.pump_crew, share, duty.correlation.base)
    except ValueError as error:
        faults.append(
            Fault(document.mark((*at, "people")), f"crew_pools.{name}.people", f"{error}.")
        )


def check_plans(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Needs may name only needs of their plan, and a stop needs somebody to work for it."""
    for name, plan in parts["response_plans"].items():
        for key, need in plan.needs.items():
            at: Path_ = ("response_plans", name, "needs", key)
            named: list[tuple[Path_, str]] = [
                ((*at, field, number), other)
                for field in ("stands_down_for", "relieved_by")
                for number, other in enumerate(getattr(need, field))
            ]
            if need.only_if and need.only_if.sooner_than:
                named.append(((*at, "only_if", "sooner_than"), need.only_if.sooner_than))
            for path, other in named:
                if other not in plan.needs:
                    faults.append(unknown(document, path, "need of this plan", other, plan.needs))
            check_need(document, at, plan, need, faults)
            check_diversion(document, at, plan, need, parts, faults)
        check_stop(document, name, plan, faults)


def check_stop(document: Document, name: str, plan: Any, faults: list[Fault]) -> None:
    """A plan whose units stay until the stop needs somebody required who works towards it, and how long that takes."""
    until_stop = [need for need in plan.needs.values() if need.until == "stop"]
    if until_stop and plan.scene_work is None:
        at: Path_ = ("response_plans", name)
        message = "Its units stay until the stop, so it needs `scene_work`."
        faults.append(Fault(document.mark(at), ".".join(map(str, at)), message))
    if until_stop and not any(need.starts_work and need.required for need in until_stop):
        at = ("response_plans", name, "needs")
        message = "Nobody required starts the work, so a stop might never come."
        allowed = "a need with `until: stop`, and without `starts_work: false` or `required: false`"
        faults.append(Fault(document.mark(at), ".".join(map(str, at)), message, allowed))


def check_need(document: Document, at: Path_, plan: Any, need: Any, faults: list[Fault]) -> None:
    """Each way of ending a need's work needs its own times."""
    where = ".".join(str(key) for key in at)
    mark = document.mark(at)
    if need.until in ("own_work", "patient_cared_for") and need.on_scene is None:
        faults.append(Fault(mark, where, f"until: {need.until} needs `on_scene`."))
    if need.until == "relieved" and not any(
        other in plan.needs
        and plan.needs[other] is not need
        and plan.needs[other].required
        and plan.needs[other].eligible_share is None
        and not plan.needs[other].stands_down_for
        for other in need.relieved_by
    ):
        message = (
            "until: relieved needs `relieved_by` a required need that is sure to come, "
            "or the patient waits for ever."
        )
        faults.append(Fault(mark, where, message))
    if need.only_if is not None and need.required:
        message = "`only_if` is for a need that goes only if free now: say `required: false`."
        faults.append(Fault(mark, where, message))


def check_diversion(
    document: Document, at: Path_, plan: Any, need: Any, parts: Parts, faults: list[Fault]
) -> None:
    """A unit may be taken only from less urgent calls, or two calls could take it from each other for ever."""
    plans = parts["response_plans"]
    for number, category in enumerate(need.may_divert_from):
        kinds = {p.kind for p in parts["demand"].values() if p.category == category}
        urgent = [
            name
            for name, other in plans.items()
            if (category in other.categories or (not other.categories and kinds & {*other.kinds}))
            and other.urgency <= plan.urgency
        ]
        if urgent:
            path = (*at, "may_divert_from", number)
            message = f"{category} calls are no less urgent than these: {listed(urgent)}."
            faults.append(Fault(document.mark(path), ".".join(map(str, path)), message))


def check_demand(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Each stream needs its week, and one plan that answers it with units that exist."""
    weeks = names_of(document, "week_shapes")
    all_plans = len(parts["response_plans"]) == len(names_of(document, "response_plans"))
    for name, profile in parts["demand"].items():
        at: Path_ = ("demand", name)
        if profile.week not in weeks:
            faults.append(unknown(document, (*at, "week"), "week shape", profile.week, weeks))
        if not all_plans:
            continue
        plans = [
            (key, plan)
            for key, plan in parts["response_plans"].items()
            if profile.kind in plan.kinds
            and (not plan.categories or profile.category in plan.categories)
        ]
        exact = [row for row in plans if row[1].categories] or plans
        if len(exact) != 1:
            found = "No response plan answers" if not exact else "Several response plans answer"
            named = f": {listed(key for key, _ in exact)}" if exact else ""
            message = f"{found} {profile.kind} calls of category {profile.category}{named}."
            faults.append(Fault(document.mark(at), f"demand.{name}", message))
        else:
            check_somebody_can_go(document, parts, exact[0][0], exact[0][1], faults)


def check_somebody_can_go(
    document: Document, parts: Parts, name: str, plan: Any, faults: list[Fault]
) -> None:
    """A required need that no vehicle has the skills for would wait for ever."""
    types = parts["vehicle_types"]
    if any(len(parts[s]) < len(names_of(document, s)) for s in ("vehicles", "vehicle_types")):
        return
    fleet = [types[v.type] for v in parts["vehicles"].values() if v.type in types]
    for key, need in plan.needs.items():
        able = any(
            kind.service == need.service and set(need.skills) <= set(kind.skills) for kind in fleet
        )
        if need.required and not able:
            at: Path_ = ("response_plans", name, "needs", key)
            message = f"No {need.service} vehicle has the skills {listed(need.skills)}."
            faults.append(Fault(document.mark(at), ".".join(map(str, at)), message))


def check_clocks(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A standard needs its clock."""
    clocks = names_of(document, "clocks")
    for name, standard in parts["standards"].items():
        if standard.clock not in clocks:
            path: Path_ = ("standards", name, "clock")
            faults.append(unknown(document, path, "clock", standard.clock, clocks))


def check_costs(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """A cost item's `of` must name things that its driver counts."""
    counted = {
        "vehicles": "vehicle_types",
        "unit_hours_on_shift": "vehicle_types",
        "stations": "stations",
        "posts": "crew_pools",
        "oncall_people": "crew_pools",
        "oncall_turnouts": "crew_pools",
        "oncall_hours": "crew_pools",
    }
    for name, item in parts["costs"].items():
        section = counted.get(item.driver)
        known = names_of(document, section) if section else []
        for number, of in enumerate(item.of):
            if section and of not in known:
                what = section.removesuffix("s").replace("_", " ")
                faults.append(unknown(document, ("costs", name, "of", number), what, of, known))


def check_ground(document: Document, parts: Parts, region: Region, faults: list[Fault]) -> None:
    """A station must be at a site of the region, or near enough to its roads; and reach everywhere."""
    check_roads(document, parts, region, faults)
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


def check_roads(document: Document, parts: Parts, region: Region, faults: list[Fault]) -> None:
    """Every station must reach every zone and hospital at the speeds that its vehicles drive."""
    hospitals = [site.node for site in region.sites.values() if site.emergency_department]
    for name, plan in parts["response_plans"].items():
        for key, need in plan.needs.items():
            conveys = need.convey_share is not None and need.convey_share.base > 0
            if conveys and not hospitals:
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
