"""The vocabularies that several rooms must know, declared once.

Rooms to the right fill them in (a measure, a ranking, a cost driver, a figure); a house test compares.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Service = Literal["fire", "ambulance", "police"]
Agency = Literal["fire", "ambulance", "police"]
# Who can be on one side of an agreement: an agency of the study, or somebody outside it.
Outside = Literal["neighbours", "council", "volunteers", "others"]
Party = Literal["fire", "ambulance", "police", "neighbours", "council", "volunteers", "others"]
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
    "community_response",
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
    "study_area",
    "standards",
    "standards_by_ground",
    "standards_by_station",
    "response_by_place",
    "response_map",
    "gainers",
    "people_within",
    "gainers_by_ground",
    "isochrone_map",
    "isochrone_map_proposed",
    "arrival_curves",
    "arrival_curves_ambulance",
    "clock_stack",
    "clock_stack_ambulance",
    "off_the_run",
    "conveying_by_hour",
    "conveying",
    "roles",
    "roles_by_hour",
    "joint_calls",
    "workload",
    "outcomes",
    "money",
    "cost_items",
    "cost_per_incident",
    "value_for_money",
    "business_case",
    "case_by_agency",
    "switching_values",
    "rate_ranges",
    "bid_check",
    "frontier",
    "recorded",
    "intervals",
    "replications",
    "checks",
    "assumed",
    "replay",
    "station_cards",
    "model_overview",
    "model_description",
    "sources",
    "siting",
    "siting_map",
    "siting_places",
    "siting_table",
    "siting_value",
    "siting_costs",
]
SITING_PARTS: Final = (
    "siting",
    "siting_map",
    "siting_places",
    "siting_table",
    "siting_value",
    "siting_costs",
)
"""Of a siting's report alone, which has what_changed and sources beside."""

CostDriver = Literal[
    "sum_per_year",
    "posts",
    "oncall_people",
    "oncall_turnouts",
    "oncall_hours",
    "oncall_attendances",
    "availability_hours",
    "training_days",
    "vehicles",
    "turnouts",
    "deployed_hours",
    "miles",
    "stations",
    "floor_area",
    "bays",
    "unit_hours_on_shift",
    "overrun_hours",
    "co_responder_calls",
    "conveyed_by_fire",
    "neighbour_attendances",
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


def allowed(words: object) -> tuple[str, ...]:
    """Give the words of a Literal vocabulary, for messages and house tests."""
    return get_args(words)
