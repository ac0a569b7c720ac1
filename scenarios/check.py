"""Names that must be of things that there are: vehicles' pools, plans' needs, stations' sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geography.region import Region
from scenarios.documents import Document, Path_
from scenarios.duty import person_chance, shares_by_hour
from scenarios.faults import Fault, listed, probably_meant
from scenarios.posts import OffTheNetwork, station_node

Parts = Mapping[str, Mapping[str, Any]]


def names_of(document: Document, section: str) -> list[str]:
    """Every name declared in a section, sound or not."""
    content = document.data.get(section, {})
    return list(content) if isinstance(content, dict) else []


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
    if people < kind.crew:
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
        duty = parts["duty_systems"].get(pool.duty)
        if duty is None:
            continue
        if duty.kind == "shifts" and (pool.availability or pool.also_in):
            message = f"{pool.duty} is a system of shifts: `availability` and `also_in` are for on-call people."
            faults.append(Fault(document.mark(at), f"crew_pools.{name}", message))
        if duty.kind == "oncall":
            check_oncall_pool(document, name, pool, duty, faults)


def check_oncall_pool(
    document: Document, name: str, pool: Any, duty: Any, faults: list[Fault]
) -> None:
    """The pump's availability must be declared for every hour, and be in reach of its people."""
    at: Path_ = ("crew_pools", name)
    shares = shares_by_hour(pool.availability or duty.availability)
    hours = int((shares != shares).sum())
    if hours:
        message = f"No availability is declared for {hours} of the week's 168 hours."
        faults.append(Fault(document.mark(at), f"crew_pools.{name}.availability", message))
        return
    assert duty.correlation is not None
    if duty.correlation.base >= 1.0:
        return
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
            check_need(document, at, name, plan, need, faults)
            check_diversion(document, at, plan, need, parts, faults)


def check_need(
    document: Document, at: Path_, name: str, plan: Any, need: Any, faults: list[Fault]
) -> None:
    """Each way of ending a need's work needs its own times."""
    where = ".".join(str(key) for key in at)
    mark = document.mark(at)
    if need.until == "stop":
        works = any(n.until == "stop" and n.starts_work and n.required for n in plan.needs.values())
        if plan.scene_work is None:
            faults.append(Fault(mark, where, f"A stop needs `scene_work` in the plan {name}."))
        if not works:
            message = "Nobody required starts the work, so a stop might never come."
            faults.append(Fault(mark, where, message))
    if need.until in ("own_work", "patient_cared_for") and need.on_scene is None:
        faults.append(Fault(mark, where, f"until: {need.until} needs `on_scene`."))
    if need.until == "relieved" and not any(
        other in plan.needs
        and plan.needs[other] is not need
        and plan.needs[other].required
        and plan.needs[other].eligible_share is None
        for other in need.relieved_by
    ):
        message = (
            "until: relieved needs `relieved_by` another need that is required at every call, "
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
        answer = [name for name, other in plans.items() if category in other.categories]
        answer = answer or [name for name, other in plans.items() if not other.categories]
        urgent = [name for name in answer if plans[name].urgency <= plan.urgency]
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
    """A station must be at a site of the region, or near enough to its roads."""
    check_hospitals(document, parts, region, faults)
    for name, station in parts["stations"].items():
        at: Path_ = ("stations", name)
        if station.site is not None and station.site not in region.sites:
            path = (*at, "site")
            faults.append(
                unknown(document, path, f"site in {region.title}", station.site, region.sites)
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
                    "another easting or northing (in metres, EPSG:27700)",
                )
            )


def check_hospitals(document: Document, parts: Parts, region: Region, faults: list[Fault]) -> None:
    """Patients who are conveyed need an emergency department to go to."""
    if any(site.emergency_department for site in region.sites.values()):
        return
    for name, plan in parts["response_plans"].items():
        for key, need in plan.needs.items():
            if need.convey_share is not None and need.convey_share.base > 0:
                at: Path_ = ("response_plans", name, "needs", key, "convey_share")
                message = f"{region.title} has no site with an emergency department."
                faults.append(Fault(document.mark(at), ".".join(map(str, at)), message))
