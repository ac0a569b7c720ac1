"""A made-up county and made-up tables of the right shape, for what draws and writes the pack."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from scipy import stats

from results.pack import Change, District, ModelDescription, Option, Pack, Stage, Standard
from tests.made_up_money import business_case, outcome_rows, rate_ranges
from tests.made_up_replay import replay
from tests.made_up_stations import phase_rows, stations, unit_rows

PLACES = {
    "Hayle": (155_800, 37_400, 9_000),
    "Camborne": (164_600, 40_000, 23_000),
    "Redruth": (169_900, 42_000, 15_000),
    "Penzance": (147_000, 30_500, 21_000),
    "St Ives": (151_800, 40_500, 11_000),
    "Helston": (165_900, 27_500, 11_500),
    "Truro": (182_600, 44_900, 21_000),
    "Falmouth": (180_500, 32_500, 22_000),
    "Newquay": (181_500, 61_500, 20_000),
    "St Austell": (201_500, 52_500, 20_000),
    "Bodmin": (207_000, 67_000, 15_000),
    "Liskeard": (225_000, 64_500, 10_000),
}
OPTIONS = (
    ("separate", "Separate stations, as before"),
    ("hayle_station", "A new station at Hayle"),
    ("colocated", "Three services in one station"),
    ("integrated", "Integrated, with an operative"),
    ("programme", "The whole programme"),
    ("programme_equal", "Programme, equal pumps"),
)
STATION_SETS = {
    "separate": {"Hayle": 0, "Camborne": 1, "Redruth": 1, "Tolvaddon": 0},
    "programme": {"Hayle": 1, "Camborne": 0, "Redruth": 0, "Tolvaddon": 1},
}


@dataclass(frozen=True)
class Zones:
    easting: Any
    northing: Any
    people: Any
    settlement: Any
    cell_m: Any
    rurality: Any = None
    deprivation_fifth: Any = None


@dataclass(frozen=True)
class MadeUpRegion:
    title: str
    zones: Zones
    sites: dict[str, tuple[str, str, float, float]]
    outline: shapely.Geometry
    road_lines: tuple[tuple[str, shapely.LineString], ...]
    attribution: str


def region(most_zones: int = 3_500) -> MadeUpRegion:
    rng = np.random.default_rng(7)
    spine = shapely.LineString(
        [(142_000, 28_000), (170_000, 38_000), (205_000, 58_000), (232_000, 75_000)]
    )
    lizard = shapely.LineString([(168_000, 35_000), (170_000, 18_000)])
    land = shapely.union(spine.buffer(15_000), lizard.buffer(6_000))
    grid = np.stack(
        np.meshgrid(np.arange(128_500, 250_000, 1000.0), np.arange(8_500, 95_000, 1000.0)), axis=-1
    ).reshape(-1, 2)
    inside = shapely.contains_xy(land, grid[:, 0], grid[:, 1])
    at = grid[inside & (rng.random(len(grid)) < 0.93)][:most_zones]
    towns = np.array([(e, n) for e, n, _ in PLACES.values()], dtype=float)
    far = np.hypot(*(at[:, None, :] - towns[None]).transpose(2, 0, 1))
    sizes = np.array([p for *_, p in PLACES.values()], dtype=float)
    people = (sizes[None] * np.exp(-((far / 1_300) ** 2)) * 0.2).sum(axis=1) + rng.integers(
        3, 60, len(at)
    )
    names = np.array(list(PLACES), dtype=object)[far.argmin(axis=1)]
    sites = {
        name.lower().replace(" ", "_"): (
            f"{name} community fire station",
            "fire",
            float(e),
            float(n),
        )
        for name, (e, n, _) in PLACES.items()
    }
    sites["tolvaddon"] = ("Tolvaddon community fire station", "fire", 167_000.0, 42_300.0)
    sites["treliske"] = ("Royal Cornwall Hospital", "hospital", 179_800.0, 45_500.0)
    roads = (
        ("trunk", shapely.LineString(list(towns[[3, 0, 1, 2, 6, 10, 11]]))),
        ("primary", shapely.LineString(list(towns[[0, 4]]))),
        ("primary", shapely.LineString(list(towns[[5, 7, 6]]))),
    )
    return MadeUpRegion(
        "Made-up Cornwall",
        Zones(at[:, 0], at[:, 1], people.round(), names, 1000.0),
        sites,
        land,
        roads,
        "Made-up land for tests. Contains OS data © Crown copyright and database right 2024.",
    )


def pack(replications: int = 5, options: int = 6, calls: int = 400) -> Pack:
    where = region()
    chosen = OPTIONS[:options]
    medians = {name: _median_s(where, name) for name, _ in OPTIONS}
    measures = _measures(where, medians, chosen, replications)
    return Pack(
        study="hayle",
        title="Hayle: one station for three services",
        question="If fire, police and ambulance share one station at Hayle, who gets help sooner, "
        "whose cover gets thinner, and what does it cost each agency?",
        region=where,
        options=tuple(_option(name, title) for name, title in chosen),
        standards=(
            Standard(
                "cornwall_10_min",
                "Cornwall: first pump in ten minutes",
                "fire",
                "fire_first_pump",
                600.0,
                None,
            ),
            Standard(
                "cornwall_10_min_from_alert",
                "The same without call handling",
                "fire",
                "fire_first_pump_from_alert",
                600.0,
                None,
            ),
            Standard("red_1", "Red 1", "ambulance", "red_1", 480.0, 0.75),
            Standard("red_2", "Red 2", "ambulance", "red_2", 480.0, 0.75),
        ),
        focus=(140_000.0, 24_000.0, 178_000.0, 48_000.0),
        stamps=("Illustrative: not for decision", "Quick run: not for decision"),
        measures=measures,
        differences=_differences(measures, [n for n, _ in chosen]),
        costs=_costs(chosen, replications),
        bid_check=_bid_check(),
        arrivals=_arrivals(where, medians, chosen, replications, calls),
        zone_response=_zone_response(medians, chosen),
        sources=_sources(),
        provenance={
            "digest": "a1b2c3d4",
            "seed": 20131,
            "replications": replications,
            "days": 28,
            "versions": {"bluelight": "0.1.0", "numpy": "2.2.0"},
            "duration_s": 41.2,
        },
        compare=("hayle_station", "programme"),
        districts=(
            District("hayle", "Hayle", _near(where, "Hayle")),
            District(
                "wider",
                "the Camborne, Redruth and Hayle area",
                _near(where, "Hayle", "Camborne", "Redruth"),
            ),
        ),
        stations=stations(where, {name: _used(name) for name, _ in chosen}),
        pumps={f"{key}_p1": f"{key.replace('_', ' ').title()} pump" for key in where.sites},
        names={"hayle_operative": "Hayle operative", "st_ives_car": "St Ives car"},
        limits=("Made-up numbers say nothing about anywhere.",),
        **business_case([name for name, _ in chosen], replications),
        rate_ranges=rate_ranges([name for name, _ in chosen]),
        rates_within="Assumed rates may lie 25% either way.",
        case_terms="41 years from 2014, in prices of 2014; made up.",
        replay=replay(chosen),
        model=described(),
    )


def described() -> ModelDescription:
    stages = (
        Stage(
            "Calls ring", ("fire 4,100 a year", "ambulance 61,000 a year", "police 90,400 a year")
        ),
        Stage("Control", ("handling 1 min 30 s to 2 min on average", "22 response plans")),
        Stage(
            "Units turn out and drive",
            (
                "fire: 41 vehicles",
                "ambulance: 88 vehicles",
                "police: 52 vehicles",
                "from 63 stations",
            ),
        ),
        Stage("At the scene", ("58 needs in the plans",)),
        Stage("Hospital", ("3 hospitals", "handover 16 min 30 s", "making ready 6 min")),
        Stage("Free again", ("12 standby moves",)),
    )
    rows = (
        ("1 Objectives", "1.1 Purpose", "Who gets help sooner?"),
        ("1 Objectives", "1.2 Outputs", "Response on 4 clocks."),
    )
    return ModelDescription(rows, stages)


def _near(where: MadeUpRegion, *towns: str) -> Any:
    return np.isin(where.zones.settlement.astype(str), towns)


def _option(name: str, title: str) -> Option:
    changes = {
        "hayle_station": (
            Change("add", "stations → Hayle", "", "new community fire station, 24 hours"),
            Change("add", "vehicles → Hayle pump", "", "one pump, on-call crew of 12"),
        ),
        "colocated": (
            Change("set", "sites → Hayle → services", "fire", "fire, police, ambulance"),
            Change("remove", "stations → Hayle police station", "open", ""),
        ),
        "integrated": (
            Change(
                "set",
                "vehicles → Hayle pump → crewed from",
                "hayle_oncall",
                "hayle_oncall or the community safety operative",
            ),
            Change(
                "add",
                "crew pools → community safety operative",
                "",
                "one person, 37 hours a week: police community support, on-call "
                "firefighter and first responder",
            ),
        ),
    }
    more = (Change("set", "stations → Camborne and Redruth", "open", "closed; crews to Tolvaddon"),)
    found = () if name == "separate" else changes.get(name, more)
    return Option(
        name,
        title,
        f"{title}: what it is in a sentence or two for the reader.",
        found,
        tuple(sorted(_used(name))),
    )


def _used(name: str) -> set[str]:
    sets = STATION_SETS["programme" if "programme" in name else "separate"]
    shut = {place.lower() for place, open_ in sets.items() if not open_}
    if name not in ("separate",):
        shut.discard("hayle")
    return {place.lower().replace(" ", "_") for place in [*PLACES, "Tolvaddon"]} - shut


def _median_s(where: MadeUpRegion, name: str) -> Any:
    sites = np.array([where.sites[key][2:] for key in sorted(_used(name))])
    at = np.stack([where.zones.easting, where.zones.northing], axis=1)
    metres = np.hypot(*(at[:, None, :] - sites[None]).transpose(2, 0, 1)).min(axis=1) * 1.3
    return 60.0 + 240.0 + metres / 14.0 + (20.0 if name == "integrated" else 0.0)


def _measures(where: MadeUpRegion, medians: Any, chosen: Any, replications: int) -> pd.DataFrame:
    rows: list[tuple[str, int, str, str, float, str]] = []
    for run in range(replications):
        shared = np.random.default_rng(run).normal(0, 8)
        for place, (name, _) in enumerate(chosen):
            own = np.random.default_rng((run, place))
            found = [
                *_of_fire(where, medians[name], shared + own.normal(0, 3)),
                *_of_ambulance(own, name),
                *_of_units(own, name),
                *_of_money(own, place),
                *outcome_rows(own, place),
                *_of_collisions(own, name),
                *phase_rows(own, name),
                *unit_rows(own, _used(name)),
            ]
            rows += [(name, run, *row) for row in found]
    return pd.DataFrame(
        rows, columns=["scenario", "replication", "measure", "group", "value", "unit"]
    )


def _of_fire(where: MadeUpRegion, median_s: Any, luck: float) -> Any:
    """Groups as the real measures write them: `order=first`, districts, two fire standards."""
    masks = {
        "": np.ones(len(median_s), dtype=bool),
        "hayle": _near(where, "Hayle"),
        "wider": _near(where, "Hayle", "Camborne", "Redruth"),
    }
    for district, mask in masks.items():
        part = f"district={district};" if district else ""
        people = where.zones.people * mask
        mean = float(np.average(median_s, weights=people)) + luck
        for standard, clock, less in (
            ("cornwall_10_min", "fire_first_pump", 0.0),
            ("cornwall_10_min_from_alert", "fire_first_pump_from_alert", 60.0),
        ):
            for order, more in (("first", 0.0), ("second", 240.0)):
                keys = f"clock={clock};{part}order={order};service=fire"
                for measure, times in (("mean", 1.0), ("median", 0.95), ("p90", 1.6)):
                    yield f"response_{measure}_s", keys, (mean - less + more) * times, "s"
            share = 0.62 - (mean - less - 600) / 900
            keys = f"{part}service=fire;standard={standard}"
            yield "within_standard", f"clock={clock};{keys}", share, "share"
            within = float(people[median_s - less <= 600].sum())
            for basis, times in (("all_available", 1.0), ("availability", 0.86 + luck / 1e3)):
                group = f"basis={basis};clock={clock};{keys}"
                yield "people_within_standard", group, within * times, "people"


def _of_ambulance(own: Any, name: str) -> Any:
    for number, red in enumerate(("red_1", "red_2")):
        for part in ("", "district=hayle;", "district=wider;"):
            keys = f"clock={red};{part}"
            mean = 520 + 40 * number + own.normal(0, 6)
            yield "response_mean_s", f"{keys}order=first;service=ambulance", mean, "s"
            share = 0.71 + own.normal(0, 0.01)
            yield "within_standard", f"{keys}service=ambulance;standard={red}", share, "share"
    if name == "integrated":
        for role, hours in (("on_duty", 37.0), ("PCSO", 7.0), ("first_responder", 0.4)):
            yield "role_hours", f"basis={role};unit=hayle_operative", hours, "h per counted week"
    keys = "service=ambulance;unit=st_ives_car"
    yield "minutes_saved_mean", f"basis=same_run;{keys}", 8.0 + own.normal(0, 1), "min"
    yield "co_responder_first_share", keys, 1.0, "share"
    yield "calls_attended", keys, 14.0, "calls"


def _of_units(own: Any, name: str) -> Any:
    for station in sorted(_used(name)):
        keys = f"service=fire;station={station};unit={station}_p1"
        share = 0.1 + 0.03 * (name == "integrated") + own.normal(0, 0.004)
        yield "off_the_run_share", keys, share, "share"
        lost = 0.01 * (name == "integrated") * (station == "hayle")
        yield "off_the_run_share", f"basis=crew_elsewhere;{keys}", lost, "share"
    if name == "integrated":
        yield "conveyed_by_fire", "service=fire", 96.0, "patients per counted period"
        yield "ambulance_hours_released", "service=ambulance", 170.0, "h per counted period"
        yield "ambulance_hours_released_net", "service=ambulance", 70.0, "h per counted period"
        for keys, part in (("", 1.0), (";station=hayle", 1.0), ("hour=14;", 0.2)):
            group = f"{keys}service=fire;station=hayle" if "hour" in keys else f"service=fire{keys}"
            home = 560.0 + own.normal(0, 5)
            yield "conveying_hours", group, 210.0 * part, "h per counted period"
            yield "no_pump_share", group, 0.4, "share"
            yield "no_pump_share", f"basis=had_nobody_conveyed;{group}", 0.18, "share"
            yield "next_pump_at_ground_s", f"basis=had_nobody_conveyed;{group}", home, "s"
            yield "next_pump_at_ground_s", f"basis=while_conveying;{group}", home + 130, "s"
            yield "next_pump_delay_s", group, 130.0 + own.normal(0, 9), "s"
    by_car = 60.0 + 100.0 * (name == "integrated")
    keys = "basis=clinician_by_car;service=ambulance"
    yield "hours_on_calls", keys, by_car, "h per counted period"
    keys = "basis=can_convey;service=ambulance"
    yield "hours_on_calls", keys, 900.0 - 300.0 * (name == "integrated"), "h per counted period"
    yield "off_the_run_share", "service=fire", 0.1 + own.normal(0, 0.002), "share"
    pumps = len(_used(name)) * 0.9 + own.normal(0, 0.02)
    yield "pumps_available", "service=fire", pumps, "pumps"


def _of_collisions(own: Any, name: str) -> Any:
    fewer = 0.4 * (name == "integrated")
    for agency, units in (("", 4.5), ("fire", 2.0), ("ambulance", 1.5), ("police", 1.0)):
        keys = f"agency={agency};kind=rtc;service=fire" if agency else "kind=rtc;service=fire"
        sent = units - fewer * (agency != "police") + own.normal(0, 0.02)
        yield "units_sent_mean", keys, sent, "units per call"
        yield "units_stood_down_mean", keys, 0.2 * units / 4.5, "units per call"
    clear = 4000 - 100 * (name == "integrated") + own.normal(0, 5)
    yield "scene_clear_mean_s", "kind=rtc;service=fire", clear, "s"


def _of_money(own: Any, place: int) -> Any:
    for agency, gbp in (("fire", 3.1e6), ("police", 0.9e6), ("ambulance", 1.4e6)):
        cost = gbp - 2e4 * place
        yield "annual_cost_gbp", f"agency={agency}", cost, "GBP per year"
        for basis, over in (("core", 900), ("attended", 1500), ("marginal", 6000)):
            keys = f"agency={agency};basis={basis}"
            each = cost / over + own.normal(0, 2)
            yield "cost_per_incident_gbp", keys, each, "GBP per incident"
            yield "cost_denominator", keys, float(over), "per year"


def _differences(measures: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    rows = []
    wide = measures.pivot_table(
        index=["measure", "group", "replication", "unit"], columns="scenario", values="value"
    )
    for (measure, group, unit), block in wide.groupby(level=["measure", "group", "unit"]):
        for option in names[1:]:
            change = (block[option] - block[names[0]]).dropna().to_numpy()
            if not change.size:
                continue
            half = math.nan
            if change.size > 1:
                half = (
                    stats.t.ppf(0.975, change.size - 1)
                    * change.std(ddof=1)
                    / math.sqrt(change.size)
                )
            mean = change.mean()
            rows.append(
                (
                    measure,
                    group,
                    names[0],
                    option,
                    mean,
                    mean - half,
                    mean + half,
                    change.size,
                    unit,
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            "measure",
            "group",
            "baseline",
            "option",
            "difference",
            "low",
            "high",
            "pairs",
            "unit",
        ],
    )


def _costs(chosen: Any, replications: int) -> pd.DataFrame:
    rows = []
    for run in range(replications):
        for place, (name, _) in enumerate(chosen):
            luck = np.random.default_rng((run, place, 5)).normal(0, 1500)
            for agency, item, gbp in (
                ("fire", "wholetime pay", 2_300_000),
                ("fire", "on-call retainers and turnouts", 620_000 + 45_000 * (place > 0) + luck),
                ("fire", "premises", 180_000 - 12_000 * place),
                ("police", "premises", 160_000 - 30_000 * (place > 1)),
                ("police", "rent paid to fire", 9_000 * (place > 1)),
                ("ambulance", "premises", 90_000 - 25_000 * (place > 1)),
                ("ambulance", "crews", 1_310_000),
                ("fire", "rent received from police", -9_000 * (place > 1)),
            ):
                rows.append((name, run, agency, item, "flat", 1.0, gbp, float(gbp)))
    return pd.DataFrame(
        rows,
        columns=[
            "scenario",
            "replication",
            "agency",
            "item",
            "driver",
            "quantity",
            "rate_gbp",
            "amount_gbp_per_year",
        ],
    )


def _bid_check() -> pd.DataFrame:
    rows = [
        (
            "Further people within ten minutes of a fire engine (new Hayle station)",
            6500,
            4210.0,
            "people",
            "differs",
            "The bid counts travel time only; with call handling and crews away it is fewer.",
        ),
        (
            "Further people within ten minutes (programme)",
            13900,
            12800.0,
            "people",
            "reproduced",
            "",
        ),
        (
            "Return over the life: savings less capital and interest",
            2_002_000,
            2_002_000,
            "GBP",
            "reproduced",
            "£4.1m − £1.115m − £0.983m; a bid sum, not a net present value.",
        ),
        (
            "Revenue saved by the programme",
            520_000,
            math.nan,
            "GBP/year",
            "not_modelled",
            "The bid does not say where.",
        ),
        (
            "Example: transitional costs",
            5_300_000,
            5_060_000,
            "GBP",
            "bid_sum_wrong",
            "The items printed add to £5.06m.",
        ),
    ]
    said = pd.DataFrame(
        rows, columns=["figure", "bid_value", "model_value", "unit", "verdict", "note"]
    )
    return pd.concat([said.assign(of="difference"), _recorded()], ignore_index=True)


def _recorded() -> pd.DataFrame:
    """What a record says of one option by itself: met, missed by far, and a sum of money that is no level."""
    rows = [
        ("Mean response to primary fires", 700.0, 721.0, "s", "reproduced", 690.0, 752.0),
        ("Calls within ten minutes", 0.74, 0.44, "share", "differs", 0.40, 0.48),
        (
            "Calls of the co-responder",
            450.0,
            1_200.0,
            "calls per year",
            "differs",
            1_100.0,
            1_300.0,
        ),
        ("Fire service, a year", 3.4e6, 3.1e6, "GBP per year", "reproduced", 3.0e6, 3.2e6),
    ]
    columns = ["figure", "bid_value", "model_value", "unit", "verdict", "low", "high"]
    return pd.DataFrame(rows, columns=columns).assign(note="A record.", of="value")


def _arrivals(
    where: MadeUpRegion, medians: Any, chosen: Any, replications: int, calls: int
) -> pd.DataFrame:
    frames = []
    weights = where.zones.people / where.zones.people.sum()
    for run in range(replications):
        rng = np.random.default_rng((run, 99))
        zone = rng.choice(len(weights), calls, p=weights)
        luck = rng.lognormal(0, 0.25, calls)
        for name, _ in chosen:
            first = medians[name][zone] * luck
            for order, factor, share in (
                ("first", 1.0, 1.0),
                ("second", 1.35, 0.5),
                ("third", 1.8, 0.1),
            ):
                sent = int(calls * share)
                seconds = first[:sent] * factor
                seconds[::97] = np.nan
                for clock, less in (("fire_first_pump", 0), ("fire_first_pump_from_alert", 60)):
                    frames.append(
                        pd.DataFrame(
                            {
                                "scenario": name,
                                "replication": run,
                                "call": np.arange(sent),
                                "zone": zone[:sent],
                                "service": "fire",
                                "clock": clock,
                                "kind": "dwelling_fire",
                                "category": "fire",
                                "order": order,
                                "seconds": seconds - less,
                                "counted": True,
                            }
                        )
                    )
            for red, mean in (("red_1", 500.0), ("red_2", 560.0)):
                frames.append(
                    pd.DataFrame(
                        {
                            "scenario": name,
                            "replication": run,
                            "call": np.arange(calls),
                            "zone": zone,
                            "service": "ambulance",
                            "clock": red,
                            "kind": "medical",
                            "category": red,
                            "order": "first",
                            "seconds": mean * luck,
                            "counted": True,
                        }
                    )
                )
    return pd.concat(frames, ignore_index=True)


def _zone_response(medians: Any, chosen: Any) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "scenario": name,
                    "zone": np.arange(len(medians[name])),
                    "service": "fire",
                    "clock": "fire_first_pump",
                    "median_s": medians[name],
                    "weekday_s": medians[name] + 45.0,
                    "night_s": medians[name] - 20.0,
                    "share_within": np.clip(1.3 - medians[name] / 1500, 0, 1),
                }
            )
            for name, _ in chosen
        ],
        ignore_index=True,
    )


def _sources() -> pd.DataFrame:
    rows = [
        (
            "duty.oncall.turnout_median",
            5.0,
            "min",
            "observed",
            "Lincolnshire Fire and Rescue planning allowance, 2023-24",
        ),
        (
            "costs.pump.crew_hour",
            38.5,
            "GBP/hour",
            "assumed",
            "Judgement of the authors; replace with the service’s figure",
        ),
        (
            "demand.fire.dwelling_fire_rate",
            0.9,
            "per 1,000 people a year",
            "estimated",
            "Home Office FIRE0102, worked out",
        ),
    ] * 12
    return pd.DataFrame(rows, columns=["where", "value", "unit", "status", "source"])
