"""Which combinations of candidates are worth simulating: the best few of a siting problem, before the clock starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

import numpy as np
from numpy.typing import NDArray

from geography.candidates import Candidates, SitingError
from geography.coverage import response_s
from geography.next_best import best_few
from geography.region import Region
from geography.siting import Plan, mclp, mexclp, p_median
from scenarios.faults import Fault, Mark, StudyFault
from scenarios.posts import nearest_node, station_node
from scenarios.scenario import Scenario
from scenarios.seasons import Ground, Season
from scenarios.site import SHOWN_BEYOND, CandidatePlace, Combination, Screen, Site

BESIDE = "beside "
Solve = Callable[[int, Candidates], Plan]


def screened(site: Site, on: Scenario, region: Region, where: str) -> tuple[Combination, ...]:
    """For each size the best few combinations by the screening's objective, then those that the study names.

    `where` says in a fault whose question it is. Raises StudyFault if the siting problem cannot be answered.
    """
    solve, ids = siting_problem(site, on, region)
    found: list[Combination] = []
    try:
        for k in site.k:
            best = ranked(solve, site, ids, k)
            found += best
            for name, named in site.compare.items():
                if len(named.places) == k:
                    found = with_named(
                        found, name, named.title, named.places, partial(solve, k), ids
                    )
    except SitingError as error:
        faults = [Fault(Mark(where), "site.screen", message) for message in error.faults]
        raise StudyFault(faults) from None
    return tuple(found)


def ranked(solve: Solve, site: Site, ids: Candidates, k: int) -> list[Combination]:
    """The best combinations of one size, by the screening; the last few are only shown."""
    sites = k + len(ids.compulsory)
    plans = best_few(partial(solve, k), ids, sites, site.simulate + SHOWN_BEYOND)
    order = sorted(plans, key=lambda plan: -merit(plan))
    name = f"{k}_of_{len(site.candidates)}_no_"
    return [
        Combination(
            f"{name}{rank}",
            k,
            chosen(plan),
            rank,
            plan.objective,
            simulated=rank <= site.simulate,
            proven=plan.status == "optimal",
        )
        for rank, plan in zip(count(1), order)
    ]


def with_named(
    found: list[Combination],
    name: str,
    title: str,
    places: Sequence[str],
    solve: Callable[[Candidates], Plan],
    ids: Candidates,
) -> list[Combination]:
    """A combination that the study names among the others: its title put to the one that it is, or one more."""
    for number, one in enumerate(found):
        if set(one.places) == set(places):
            asked = "; ".join(filter(None, (one.asked, title)))
            return [
                *found[:number],
                replace(one, asked=asked, simulated=True),
                *found[number + 1 :],
            ]
    plan = solve(replace(ids, compulsory={*ids.compulsory, *places}))
    return [*found, Combination(name, len(places), chosen(plan), 0, plan.objective, title)]


def chosen(plan: Plan) -> tuple[str, ...]:
    """The candidates of a plan, without what stands already, in the study's order."""
    return tuple(one for one in plan.sites if not one.startswith(BESIDE))


def merit(plan: Plan) -> float:
    """How good a plan is: more is better."""
    return -plan.objective if plan.model == "p-median" else plan.objective


def siting_problem(site: Site, on: Scenario, region: Region) -> tuple[Solve, Candidates]:
    """The siting problem of the block, to be solved for so many candidates; and the candidates."""
    screen = site.screen
    beside = [station_node(on.stations[name], region) for name in screen.beside]
    nodes = np.array([*(node_of(one.at, on, region) for one in site.candidates.values()), *beside])
    standing = tuple(BESIDE + name for name in screen.beside)
    ids = Candidates((*site.candidates, *standing), compulsory=standing)
    drive_s = region.roads.seconds_between(nodes[:, None], region.zones.node, "blue_light")
    weight = weights(screen, on, region)
    zones = region.zones.id

    def solve(k: int, candidates: Candidates) -> Plan:
        sites = k + len(standing)
        if screen.within is None:
            return p_median(drive_s, weight, sites, candidates, zones)
        after_s = screen.after.base if screen.after else 0.0
        reaches = response_s(drive_s, after_s) <= screen.within.base
        if screen.busy is None:
            return mclp(reaches, weight, sites, candidates, zones)
        return mexclp(reaches, weight, sites, screen.busy.base, candidates, zones)

    return solve, ids


def node_of(at: CandidatePlace, on: Scenario, region: Region) -> int:
    """The road node of a candidate."""
    if at.station is not None:
        return station_node(on.stations[at.station], region)
    if at.site is not None:
        return int(region.sites[at.site].node)
    assert at.easting is not None
    assert at.northing is not None
    return nearest_node(at.easting, at.northing, region)[0]


def weights(screen: Screen, on: Scenario, region: Region) -> NDArray[np.float64]:
    """The weight of each zone, [zones]: residents, or the expected calls a year of the named streams."""
    if not screen.calls:
        return np.asarray(region.zones.people, dtype=np.float64)
    ground, season = Ground.of(region, on.zone_weights), Season.of(on)
    first, last = on.calendar.warm_up_days, on.calendar.warm_up_days + on.calendar.days
    months = season.month_of_day[first:last]
    total = np.zeros(len(region.zones))
    for name in screen.calls:
        profile = on.demand[name]
        by_zone = season.weights(profile, ground)
        by_zone = by_zone / by_zone.sum(axis=1, keepdims=True)
        each = season.by_month(profile, ground)[months] * profile.calls_per_year(
            ground.people_of(profile)
        )
        parts = np.bincount(months, weights=each, minlength=12) / len(months)
        total += (parts[:, None] * by_zone).sum(axis=0)
    return total
