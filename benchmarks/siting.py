"""How long siting, cover and isochrones take on Cornwall: `python -m benchmarks.siting` prints a table.

116 candidates: the fire stations of the region and 70 zones drawn by their people, so that it is one question on any
machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from geography.candidates import Candidates
from geography.coverage import expected_within, first_response_s, reach
from geography.isochrones import isochrones
from geography.region import load_region
from geography.siting import lscp, mclp, mexclp, p_median

FURTHER, ALERT_S, LIMIT_S = 70, 60.0, 600.0


def timed(name: str, work: Callable[[], object]) -> None:
    """Do it once and print how long it took."""
    began = time.perf_counter()
    found = work()
    took = time.perf_counter() - began
    said = f"{getattr(found, 'objective', 0):16,.0f}  gap {getattr(found, 'gap', 0):.1e}"
    print(f"{name:44s} {took:8.2f} s  {said if hasattr(found, 'objective') else ''}")


def main() -> None:
    """Time each model once."""
    region = load_region("cornwall")
    zones = region.zones
    fire = [site for site in region.sites.values() if site.kind == "fire_station"]
    share = zones.people / zones.people.sum()
    more = np.random.default_rng(1).choice(len(zones), FURTHER, replace=False, p=share)
    nodes = np.concatenate([[site.node for site in fire], zones.node[more]])
    drive_s = region.roads.seconds_between(nodes[:, None], zones.node, "blue_light")
    existing = [site.id for site in fire]
    ids = (*existing, *(zones.id[zone] for zone in more))
    free, fixed = Candidates(ids), Candidates(ids, compulsory=existing)
    reaches, folk = reach(drive_s, ALERT_S, LIMIT_S), zones.people
    seconds = first_response_s(drive_s[: len(fire)], ALERT_S)
    places = np.column_stack([zones.easting, zones.northing])
    print(f"{len(ids)} candidates, {len(zones)} zones")
    timed("MCLP, 31 sites", lambda: mclp(reaches, folk, 31, free))
    timed("MCLP, three more", lambda: mclp(reaches, folk, len(fire) + 3, fixed))
    timed("MEXCLP, 20 vehicles busy 0.3", lambda: mexclp(reaches, folk, 20, 0.3, free))
    timed("LSCP of what can be reached", lambda: lscp(reaches[:, reaches.any(axis=0)], free))
    timed("p-median, three more", lambda: p_median(drive_s, folk, len(fire) + 3, fixed))
    for sites in (31, 15, 5):
        timed(
            f"p-median, {sites} sites, nothing fixed",
            lambda sites=sites: p_median(drive_s, folk, sites, free),  # type: ignore[misc]
        )
    hours = np.random.default_rng(2).uniform(0.3, 1.0, (168, len(ids)))
    timed(
        "expected cover, 168 hours, second engine",
        lambda: expected_within(drive_s, ALERT_S, hours, folk, LIMIT_S, at_least=2),
    )
    timed("isochrones, six limits", lambda: isochrones(places, seconds, land=region.outline))


if __name__ == "__main__":
    main()
