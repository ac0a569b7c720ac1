"""How long a region takes: to build, to work out times on a large network, and to load.

`python -m benchmarks.region_speed` prints a line for each and writes `benchmarks/region_results.json`. The large
network is set beside SciPy's own Dijkstra on the same links, in the same process, turn by turn: the ratio is what to
compare.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geography.build import build_region
from geography.build_folder import write_region
from geography.places_times import times_to_places
from geography.region import list_regions, load_region
from geography.travel import RoadNetwork

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "region_results.json"
DATA = Path(os.environ.get("BLUELIGHT_DATA") or ROOT.parent / "shared" / "data")
SIDE, LINKS, SOURCES, TURNS = 317, 242_000, 50, 3
Row = dict[str, Any]


def built_rutland() -> Row | None:
    """Seconds to read, join and write Rutland; None where the open data is not on this disk."""
    if not (DATA / "roads" / "rutland_2018.osm.pbf").is_file():
        return None
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        built = build_region(ROOT / "tests" / "field" / "rutland.yaml")
        write_region(built, Path(folder) / "rutland")
        done = time.perf_counter()
        region = load_region(Path(folder) / "rutland", cache=False)
        loaded = time.perf_counter()
    return {
        "name": "build_rutland",
        "nodes": len(region.roads.xy),
        "build_s": round(done - started, 2),
        "all_pairs_s": round(loaded - done, 2),
    }


def large_network(seed: int = 1) -> RoadNetwork:
    """About 100,000 nodes on a jittered grid and 242,000 directed links between neighbours."""
    chance = np.random.default_rng(seed)
    count = SIDE * SIDE
    at = np.arange(count)
    east, north = np.divmod(at, SIDE)
    xy = np.column_stack([east, north]) * 300.0 + chance.uniform(-90, 90, (count, 2))
    right, up = at[east < SIDE - 1], at[north < SIDE - 1]
    start = np.concatenate([right, right + SIDE, up, up + 1])
    end = np.concatenate([right + SIDE, right, up + 1, up])
    kept = chance.permutation(len(start))[:LINKS]
    start, end = start[kept], end[kept]
    length_m = np.hypot(*(xy[start] - xy[end]).T) * 1.2
    speed = chance.choice([38.0, 48.0, 60.0, 72.0], len(start)) / 3.6
    return RoadNetwork(xy, start, end, length_m, {"day": length_m / speed}, directed=True)


def beside_scipy() -> Row:
    """Times to 50 places on a large network, ours and SciPy's own, turn by turn."""
    network = large_network()
    count = len(network.xy)
    places = np.random.default_rng(2).choice(count, SOURCES, replace=False)
    graph = csr_array((network.seconds["day"], (network.start, network.end)), shape=(count, count))
    ours_s, plain_s = [], []
    for _ in range(TURNS):
        started = time.perf_counter()
        dijkstra(graph, directed=True, indices=places)
        between = time.perf_counter()
        times_to_places(network, places)
        done = time.perf_counter()
        plain_s.append(between - started)
        ours_s.append(done - between)
    return {
        "name": "large_network",
        "nodes": count,
        "links": len(network.start),
        "places": SOURCES,
        "ours_s": round(statistics.median(ours_s), 2),
        "scipy_s": round(statistics.median(plain_s), 2),
        "ratio_to_scipy": round(
            statistics.median(a / b for a, b in zip(ours_s, plain_s, strict=True)), 2
        ),
    }


def loaded_from_cache(name: str) -> Row:
    """Seconds to load a bundled region whose times are in the cache."""
    load_region(name)  # fills the cache, and imports what is imported once
    spent = []
    for _ in range(TURNS):
        started = time.perf_counter()
        region = load_region(name)
        spent.append(time.perf_counter() - started)
    return {
        "name": f"load_{name}",
        "nodes": len(region.roads.xy),
        "zones": len(region.zones),
        "load_s": round(statistics.median(spent), 2),
    }


def main() -> None:
    """Measure, print, and write all of it."""
    rows = [row for row in (built_rutland(), beside_scipy()) if row is not None]
    rows += [loaded_from_cache(name) for name in list_regions()]
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
