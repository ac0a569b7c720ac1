"""Made-up towns for benchmarks, as study files: so many units on a square of so many zones, so many calls a year."""

from __future__ import annotations

from pathlib import Path

from scenarios.load import load_study
from scenarios.study import Study

SAYS_SO = 'status: assumed, source: "made up for a benchmark"'


def ambulance_town(
    folder: Path, *, units: int, cells: int, calls_per_year: int, days: int = 364
) -> Study:
    """Ambulances only: `units` of them on a square of `cells` × `cells` zones, two hospitals, three categories."""
    side_m = 1000 * cells
    places = [((k % 8 + 0.5) / 8, (k // 8 % 8 + 0.5) / 8) for k in range(units)]
    stations = sorted(set(places))
    names = {place: f"s{number}" for number, place in enumerate(stations)}
    (folder / "town").mkdir(parents=True, exist_ok=True)
    sites = [
        f"  {names[x, y]}: {{kind: ambulance_station, x: {x * side_m:g}, y: {y * side_m:g}}}"
        for x, y in stations
    ]
    region = [
        "title: A made-up town",
        "form: xy",
        "metric: manhattan",
        f"speed: {{blue_light: {{value: 50, unit: km/h, {SAYS_SO}}}, day: {{value: 40, unit: km/h, {SAYS_SO}}}}}",
        "lattice:",
        f"  x: {{from: 0, to: {side_m}, cells: {cells}}}",
        f"  y: {{from: 0, to: {side_m}, cells: {cells}}}",
        f"  people: {{value: 400000, unit: people, {SAYS_SO}}}",
        "sites:",
        f"  north: {{kind: hospital, x: {side_m * 0.4:g}, y: {side_m * 0.7:g}}}",
        f"  south: {{kind: hospital, x: {side_m * 0.6:g}, y: {side_m * 0.3:g}}}",
        *sites,
    ]
    (folder / "town" / "region.yaml").write_text("\n".join(region) + "\n", encoding="utf-8")
    minute = f"unit: min, {SAYS_SO}"
    second = f"unit: s, {SAYS_SO}"

    def plan(category: str, urgency: int, lights: str) -> list[str]:
        return [
            f"    {category}:",
            "      kinds: [medical_emergency]",
            f"      categories: [{category}]",
            f"      urgency: {urgency}",
            "      needs:",
            "        ambulance:",
            "          service: ambulance",
            "          skills: [convey]",
            "          until: patient_cared_for",
            f"          lights: {lights}",
            f"          on_scene: {{mean: 20, sd: 10, {minute}}}",
            f"          convey_share: {{value: 0.7, unit: share, {SAYS_SO}}}",
        ]

    def stream(category: str, share: float) -> list[str]:
        rate = calls_per_year * share
        return [
            f"    {category}:",
            "      service: ambulance",
            "      kind: medical_emergency",
            f"      category: {category}",
            f"      rate: {{value: {rate:g}, unit: calls/yr, {SAYS_SO}}}",
            "      week: flat",
            f"      call_handling: {{mean: 90, sd: 30, {second}}}",
        ]

    study = [
        "name: ambulance_town",
        "title: Ambulances of a made-up town",
        "question: How fast is this?",
        "region: town",
        "start: 2018-01-01",
        f"days: {days}",
        "warm_up_days: 0",
        "cool_down_days: 0",
        "replications: 1",
        "seed: 1",
        "baseline:",
        "  name: town",
        "  stations:",
        *(f"    {n}: {{site: {n}, name: {n}, agencies: [ambulance]}}" for n in names.values()),
        "  vehicle_types:",
        "    ambulance: {name: Ambulance, service: ambulance, skills: [convey], crew: 2}",
        "  vehicles:",
        *(
            f"    A{k}: {{type: ambulance, station: {names[place]}, crewed_from: [crew_{k}], name: A{k}}}"
            for k, place in enumerate(places)
        ),
        "  crew_pools:",
        *(
            f"    crew_{k}: {{station: {names[place]}, people: 2, duty: always}}"
            for k, place in enumerate(places)
        ),
        "  duty_systems:",
        "    always:",
        "      name: Always",
        "      kind: shifts",
        "      turnout:",
        f"        - takes: {{mean: 60, sd: 20, {second}}}",
        f"          planned: {{value: 60, {second}}}",
        "  hospital_times:",
        f"    handover: {{mean: 20, sd: 10, {minute}}}",
        f"    make_ready: {{mean: 5, sd: 2, {minute}}}",
        "  week_shapes:",
        f"    flat: {{hours: [{', '.join(['1'] * 24)}], {SAYS_SO}}}",
        "  response_plans:",
        *plan("c1", 1, "true"),
        *plan("c2", 2, "true"),
        *plan("c3", 3, "false"),
        "  demand:",
        *stream("c1", 0.3),
        *stream("c2", 0.3),
        *stream("c3", 0.4),
        "  clocks:",
        "    response:",
        "      title: From the call to an ambulance",
        "      service: ambulance",
        "      kinds: [medical_emergency]",
        "      starts: call_connected",
        "      stopped_by: [ambulance]",
        "      with_skill: convey",
    ]
    path = folder / "study.yaml"
    path.write_text("\n".join(study) + "\n", encoding="utf-8")
    return load_study(str(path))
