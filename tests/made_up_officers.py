"""A made-up run of fire and police in which officers come later in the towns and sooner in the country."""

from dataclasses import replace

import numpy as np
import pandas as pd

from results.compare import differences
from results.pack import Pack, Standard
from tests.made_up_pack import pack

GRADE1 = Standard(
    "grade1_15_min", "Grade 1 within 15 minutes", "police", "police_grade_1", 900.0, None
)
GRADE2 = Standard(
    "grade2_60_min", "Grade 2 within an hour", "police", "police_grade_2", 3600.0, None
)
CALLS = 120
LATER_S = {"police_grade_1": 65.0, "police_grade_2": 261.0}


def measured_rows(arrivals: pd.DataFrame, whole: Pack, towns: np.ndarray) -> pd.DataFrame:
    """Mean, median and share within of each replication, over the region, in districts, in town and country."""
    masks = {
        "": np.ones(len(towns), dtype=bool),
        "rurality=rural;": ~towns,
        "rurality=urban;": towns,
    }
    masks |= {f"district={one.name};": one.zones for one in whole.districts}
    limits = {one.clock: one for one in (GRADE1, GRADE2)}
    rows = []
    for (name, run, clock), part in arrivals.groupby(["scenario", "replication", "clock"]):
        for where, mask in masks.items():
            seconds = part["seconds"][mask[part["zone"].to_numpy(dtype=int)]]
            if not len(seconds):
                continue
            district, ground = (where, "") if where.startswith("district") else ("", where)
            head = f"clock={clock};{district}"
            mean = f"{head}order=first;{ground}service=police"
            share = f"{head}{ground}service=police;standard={limits[clock].name}"
            rows.append((name, run, "response_mean_s", mean, float(seconds.mean()), "s"))
            rows.append((name, run, "response_median_s", mean, float(seconds.median()), "s"))
            met = float((seconds <= limits[clock].limit_s).mean())
            rows.append((name, run, "within_standard", share, met, "share"))
    columns = ["scenario", "replication", "measure", "group", "value", "unit"]
    return pd.DataFrame(rows, columns=columns)


def officers_pack() -> Pack:
    """Fire and police: under the first option officers come later in the towns, far later at grade 2, sooner elsewhere.

    Grade 2 stays within its hour throughout, as calls of such a grade do: no standard tells that loss.
    """
    whole = pack(3, 3, 200)
    fire = tuple(one for one in whole.standards if one.service == "fire")
    people_of = np.asarray(whole.region.zones.people)
    towns = people_of > np.median(people_of)
    words = tuple(np.where(towns, "urban", "rural"))
    zones = replace(whole.region.zones, rurality=words)
    draw = np.random.default_rng(1)
    frames = []
    for run in range(3):
        zone, luck = draw.integers(len(towns), size=CALLS), draw.normal(0.0, 60.0, CALLS)
        for clock, later in LATER_S.items():
            for number, option in enumerate(whole.options):
                change = np.where(towns[zone], later, -40.0) + draw.normal(0.0, 5.0, CALLS)
                frames.append(pd.DataFrame({
                    "scenario": option.name, "replication": run, "call": range(1000, 1000 + CALLS),
                    "zone": zone, "service": "police", "clock": clock, "kind": "police_incident",
                    "category": clock, "order": "first", "counted": True,
                    "seconds": 860.0 + luck + change * (number == 1),
                }))  # fmt: skip
    arrivals = pd.concat(frames, ignore_index=True)
    added = measured_rows(arrivals, whole, towns)
    gaps = differences(added, whole.baseline.name)
    return replace(
        whole,
        region=replace(whole.region, zones=zones),
        standards=(*fire, GRADE1, GRADE2),
        arrivals=pd.concat([whole.arrivals, arrivals], ignore_index=True),
        measures=pd.concat([whole.measures, added[whole.measures.columns]], ignore_index=True),
        differences=pd.concat(
            [whole.differences, gaps[whole.differences.columns]], ignore_index=True
        ),
    )
