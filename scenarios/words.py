"""The vocabularies that several rooms must know, declared once.

Rooms to the right fill them in (a measure, a ranking, a cost driver, a figure); a house test compares.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Service = Literal["fire", "ambulance", "police"]
Agency = Literal["fire", "ambulance", "police"]
Status = Literal["observed", "estimated", "assumed"]

CallKind = Literal[
    "dwelling_fire",
    "other_building_fire",
    "vehicle_fire",
    "secondary_fire",
    "false_alarm_automatic",
    "false_alarm_commercial",
    "false_alarm_domestic",
    "false_alarm_good_intent",
    "false_alarm_malicious",
    "rtc",
    "flooding",
    "lift_release",
    "effecting_entry",
    "other_special_service",
    "large_fire",
    "missing_person",
    "collapse_behind_locked_door",
    "medical_emergency",
    "urgent_transport",
    "police_incident",
]
# Ambulance: the scheme of 2013 (Red 1 to urgent), or that since 2017 (c1 to c4); police: grades.
Category = Literal[
    "red1",
    "red2",
    "green",
    "green1",
    "green2",
    "green3",
    "green4",
    "urgent",
    "c1",
    "c2",
    "c3",
    "c4",
    "grade1",
    "grade2",
    "grade3",
    "fire",
    "persons_reported",
    "special",
]
AmbulanceScheme = Literal["2013", "2017"]
SCHEMES: Final[dict[str, frozenset[str]]] = {
    "2013": frozenset({"red1", "red2", "green", "green1", "green2", "green3", "green4", "urgent"}),
    "2017": frozenset({"c1", "c2", "c3", "c4"}),
}

Skill = Literal[
    "firefighting",
    "rescue",
    "first_response",
    "clinician",
    "convey",
    "police_powers",
    "scene_security",
    "community_policing",
    "entry",
    "command",
    "water",
    "height",
]
Until = Literal[
    "stop",
    "own_work",
    "patient_cared_for",
    "relieved",
    "patient_assessed",
    "patient_conveyed",
]
SpeedProfile = Literal["blue_light", "day"]
ClockStart = Literal["call_connected", "call_coded", "unit_asked", "unit_assigned"]
Ranking = Literal["soonest_arrival", "home_station_first", "preserve_cover"]

ReportPart = Literal[
    "what_changed",
    "summary",
    "standards",
    "study_area",
    "people_within",
    "off_the_run",
    "roles",
    "joint_calls",
    "response_map",
    "gainers",
    "arrival_curves",
    "arrival_curves_ambulance",
    "money",
    "cost_items",
    "cost_per_incident",
    "bid_check",
    "sources",
]

CostDriver = Literal[
    "sum_per_year",
    "posts",
    "oncall_people",
    "oncall_turnouts",
    "oncall_hours",
    "vehicles",
    "stations",
    "unit_hours_on_shift",
]

# What can happen, in the order of a call's story. `sim.events.NEXT` says what may follow what.
EVENT_KINDS: Final = (
    "call_connected",
    "call_coded",
    "call_challenged",
    "unit_assigned",
    "unit_mobile",
    "unit_diverted",
    "unit_stood_down",
    "unit_recalled",
    "unit_arrived",
    "call_made_up",
    "patient_relieved",
    "patient_assessed",
    "call_cancelled",
    "call_stop",
    "left_scene",
    "left_with_crew",
    "at_hospital",
    "handover_begun",
    "handed_over",
    "brought_back",
    "back_at_vehicle",
    "unit_clear",
    "unit_home",
    "off_the_run",
    "on_the_run",
    "standby_sent",
    "standby_mobile",
    "at_standby",
    "crew_on_duty",
    "crew_out",
    "crew_back",
    "call_given_up",
    "call_closed",
    "call_never_served",
)

GROUP_KEYS: Final = (
    "service",
    "clock",
    "kind",
    "category",
    "standard",
    "station",
    "district",
    "rurality",
    "deprivation",
    "unit",
    "agency",
    "hour",
    "basis",
    "order",
)

# name: (unit, definition, keys of its groups)
MEASURES: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "incidents": (
        "calls per counted period",
        "Calls that rang in the counted window.",
        ("service", "kind", "category"),
    ),
    "never_served": (
        "calls per counted period",
        "Counted calls that met no unit before the run ended.",
        ("service",),
    ),
    "response_mean_s": (
        "s",
        "Mean time on the named clock over counted calls that were reached.",
        ("service", "clock", "kind", "category", "district", "rurality", "order"),
    ),
    "response_median_s": (
        "s",
        "Median time on the named clock; no row for groups under 30 calls.",
        ("service", "clock", "kind", "category", "district", "rurality", "order"),
    ),
    "response_p90_s": (
        "s",
        "90th centile of the time on the named clock; no row for groups under 30 calls.",
        ("service", "clock", "kind", "category", "district", "rurality", "order"),
    ),
    "within_standard": (
        "share",
        "Share of counted calls on the standard's clock reached within its limit; a call never "
        "reached counts as outside.",
        ("service", "clock", "standard", "district", "rurality"),
    ),
    "people_within_standard": (
        "people",
        "Residents whom a crewed pump can reach within the standard's limit, with the turnout that "
        "control plans for. basis=all_available: every declared pump on the run; "
        "basis=availability: mean over the counted hours, given which pumps were really on the run "
        "and at home. clock=from_call includes call handling, clock=from_alert does not.",
        ("service", "clock", "standard", "basis", "district"),
    ),
    "expected_people_beyond_standard": (
        "people",
        "Residents beyond the standard's limit, mean over the counted hours, given who was out. "
        "basis=due_to_conveying: those who would be within it if the crews that convey stood at home.",
        ("service", "clock", "standard", "hour", "district", "basis"),
    ),
    "off_the_run_share": (
        "share",
        "Share of the counted time that a pump stood at its station without its minimum crew. "
        "basis=crew_elsewhere: the part of it in which its people were out with another vehicle.",
        ("service", "station", "unit", "basis"),
    ),
    "pumps_available": (
        "pumps",
        "Pumps at home with their minimum crew: mean over the counted hours, and the mean of the "
        "worst 1% of hours (basis=worst_hours).",
        ("service", "basis"),
    ),
    "utilisation": (
        "share",
        "Hours from assignment to clear, over hours crewed (at home on the run, or out). The figure of a "
        "service is over the county's own units.",
        ("service", "unit", "station"),
    ),
    "calls_attended": (
        "arrivals per counted period",
        "Arrivals of a unit at a scene.",
        ("service", "unit"),
    ),
    "co_responder_first_share": (
        "share",
        "Share of medical calls attended by a co-responder at which it was first on scene.",
        ("service", "unit"),
    ),
    "minutes_saved_mean": (
        "min",
        "First ambulance arrival minus co-responder arrival at medical calls that both reached "
        "(basis=same_run; losses count as losses).",
        ("service", "unit", "basis"),
    ),
    "first_on_scene_mean_s": (
        "s",
        "Mean time from the call to the first unit of any service.",
        ("service", "kind", "category", "district", "rurality"),
    ),
    "role_hours": (
        "h per counted week",
        "Hours of a person in several roles, by role.",
        ("unit", "basis"),
    ),
    "never_served_share": (
        "share",
        "Share of counted calls that met no unit.",
        ("service",),
    ),
    "not_attended": (
        "calls per counted period",
        "Counted calls to which control sent nobody after challenging the caller.",
        ("service",),
    ),
    "called_off": (
        "calls per counted period",
        "Counted calls that were called off before anybody arrived.",
        ("service",),
    ),
    "given_up": (
        "calls per counted period",
        "Counted calls closed because nobody was found within the declared patience.",
        ("service",),
    ),
    "queued_share": (
        "share",
        "Share of counted calls to which nobody was sent at the moment that they were coded.",
        ("service", "district"),
    ),
    "queue_wait_mean_s": (
        "s",
        "Mean time from coded to the first unit sent, over counted calls to which one was; nought if at once.",
        ("service", "district"),
    ),
    "sent_at_once_share": (
        "share",
        "Share of all counted calls of the service that rang in the district and were at once sent this unit.",
        ("service", "district", "unit"),
    ),
    "all_free_share": (
        "share",
        "Share of the counted time in which every vehicle of the service was at home and on the run.",
        ("service",),
    ),
    "time_to_riders_s": (
        "s",
        "Mean time from the call until so many firefighters (basis: 4, 5, 9, 13) were at the scene, over calls "
        "at which there ever were.",
        ("service", "kind", "basis"),
    ),
    "units_sent_mean": (
        "units per call",
        "Units sent to a counted call, those called away to a more urgent one on the way left out; mean over calls. "
        "agency: of that service only.",
        ("service", "kind", "category", "agency"),
    ),
    "units_stood_down_mean": (
        "units per call",
        "Of the units sent to a counted call, those stood down on the way; mean over calls.",
        ("service", "kind", "category", "agency"),
    ),
    "scene_clear_mean_s": (
        "s",
        "Mean time from the call until the last unit there left the scene, with a patient or clear; over counted "
        "calls that were reached.",
        ("service", "kind", "category"),
    ),
    "conveyed_by_fire": (
        "patients per counted period",
        "Patients taken to hospital by a crew of the fire service.",
        ("service", "unit"),
    ),
    "ambulance_hours_released": (
        "h per counted period",
        "For each patient conveyed by fire, the mean hours from sent to clear that ambulances spent in the same run on "
        "conveyed calls of that category: capacity, not cash.",
        ("service",),
    ),
    "handover_mean_s": ("s", "Mean time of handing a patient over at hospital.", ("service",)),
    "handover_wait_mean_s": (
        "s",
        "Mean wait for a handover bay, where bays are declared.",
        ("service",),
    ),
    "bay_queue_share": (
        "share",
        "Share of arrivals at hospitals with declared bays that found none free.",
        ("service",),
    ),
    "journey_mean_m": (
        "m",
        "Mean distance that the first unit at a scene had driven to it since it set off.",
        ("service",),
    ),
    "miles": (
        "miles per counted period",
        "Miles driven to scenes, hospitals, standby and home; moving about a beat is not counted.",
        ("service", "unit"),
    ),
    "overruns": (
        "shifts per counted period",
        "Shifts of one-pool vehicles that ended while the vehicle was out.",
        ("service",),
    ),
    "overrun_hours": (
        "h per counted period",
        "Hours from the ends of those shifts until their vehicles were home.",
        ("service",),
    ),
    "stood_down": (
        "units per counted period",
        "Units stood down on the way to a call.",
        ("service",),
    ),
    "diverted": (
        "units per counted period",
        "Units called from one call to a more urgent one on the way.",
        ("service",),
    ),
    "recalled": (
        "units per counted period",
        "Units whose crew was called away to crew another vehicle.",
        ("service",),
    ),
    "standby_hours": (
        "h per counted period",
        "Hours that vehicles were on the way to, or at, another station as standby cover.",
        ("service",),
    ),
    "next_pump_mean_s": (
        "s",
        "Mean over people of the time in which the next pump could be at a fire, in hours while fire crews convey "
        "patients (basis=while_conveying) and in the others (basis=otherwise).",
        ("service", "clock", "standard", "basis"),
    ),
    "annual_cost_gbp": (
        "GBP per year",
        "Cost of what the study declares, scaled to a year of 365.25 days.",
        ("agency",),
    ),
    "running_cost_gbp": (
        "GBP per year",
        "The yearly cost without the items marked as capital: what a revenue saving is compared with.",
        ("agency",),
    ),
    "cost_per_incident_gbp": (
        "GBP per incident",
        "basis=core: gross cost / core incidents; basis=attended: gross cost / incidents that a "
        "unit of the county's own reached; basis=marginal: cost that varies with responses / arrivals "
        "of the county's own units. A denominator of nought gives no row.",
        ("agency", "basis"),
    ),
    "cost_denominator": (
        "per year",
        "What cost_per_incident_gbp divides by, scaled to a year of 365.25 days: core incidents, "
        "incidents attended, or responses (basis=marginal).",
        ("agency", "basis"),
    ),
}


def allowed(words: object) -> tuple[str, ...]:
    """Give the words of a Literal vocabulary, for messages and house tests."""
    return get_args(words)
