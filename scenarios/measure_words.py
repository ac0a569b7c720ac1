"""What is measured: every measure with its unit, its definition and the keys of its groups."""

from __future__ import annotations

from typing import Final

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

# Where: `station` is the ground of that station of the baseline whose pump is expected first, on fire clocks.
PLACES = ("district", "rurality", "deprivation", "station")
# name: (unit, definition, keys of its groups)
MEASURES: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "incidents": (
        "calls per counted period",
        "Calls that rang in the counted window.",
        ("service", "kind", "category"),
    ),
    "never_served": (
        "calls per counted period",
        "Counted calls that met no unit before the run ended; calls challenged, or called off before anybody "
        "arrived, are not among them.",
        ("service",),
    ),
    "response_mean_s": (
        "s",
        "Mean time on the named clock over counted calls that were reached.",
        ("service", "clock", "kind", "category", *PLACES, "order"),
    ),
    "response_median_s": (
        "s",
        "Median time on the named clock; no row for groups under 30 calls.",
        ("service", "clock", "kind", "category", *PLACES, "order"),
    ),
    "response_p90_s": (
        "s",
        "90th centile of the time on the named clock; no row for groups under 30 calls.",
        ("service", "clock", "kind", "category", *PLACES, "order"),
    ),
    "within_standard": (
        "share",
        "Share of counted calls on the standard's clock reached within its limit. A call given up or never "
        "reached counts as outside; one challenged, or called off before anybody arrived, is on no clock. A standard "
        "of the second or third unit is of the calls to which so many came.",
        ("service", "clock", "standard", *PLACES),
    ),
    "phase_mean_s": (
        "s",
        "Mean time of a phase on the named clock over counted calls that were reached, of the unit that stopped it: "
        "basis=handling until the call was coded, waiting until that unit was sent (triage, the pass between controls, "
        "nobody free), turnout until its wheels rolled, driving until it was there. They add to response_mean_s.",
        ("service", "clock", "basis"),
    ),
    "people_within_standard": (
        "people",
        "Residents whom a crewed pump can reach within the standard's limit, with the turnout that "
        "control plans for. basis=all_available: every declared pump on the run at its own "
        "station; basis=availability: mean over the counted hours, given which pumps were really there, at home or "
        "standing by, with people enough to fight a fire. A clock that starts with the call includes call handling.",
        ("service", "clock", "standard", "basis", "district"),
    ),
    "expected_people_beyond_standard": (
        "people",
        "Residents beyond the standard's limit, mean over the counted hours, given who was out. "
        "basis=due_to_conveying: those who would be within it had the crews that were out conveying been at home: by "
        "the vehicle that conveyed, or by a pump at its station that their people would then have crewed.",
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
        "Pumps at home or standing by with people enough to fight a fire: mean over the counted hours, and the mean "
        "of the worst 1% of hours (basis=worst_hours).",
        ("service", "basis"),
    ),
    "utilisation": (
        "share",
        "Hours from assignment to clear, over hours crewed (at home on the run, or out). The figure of a "
        "service is over the county's own units.",
        ("service", "unit", "station"),
    ),
    "unit_hours": (
        "h per counted week",
        "Hours of a unit, or of the county's own units of a service, by what it was doing: basis=turning_out, driving "
        "to a call, at_scene, conveying, at_hospital (these from being sent until clear), returning, standby.",
        ("service", "unit", "basis"),
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
        "(basis=same_run; losses count as losses). basis=baseline: first arrival of any service in the baseline minus "
        "that in this option, at the calls that a co-responder attended in this option, or, where the option has no "
        "co-responder, in the baseline (what taking them away loses is then below nought).",
        ("service", "unit", "basis"),
    ),
    "first_on_scene_mean_s": (
        "s",
        "Mean time from the call to the first unit of any service.",
        ("service", "kind", "category", *PLACES),
    ),
    "role_hours": (
        "h per counted week",
        "Hours of a person in several roles, by role, in all and by hour of the day.",
        ("unit", "basis", "hour"),
    ),
    "role_clashes": (
        "times per counted week",
        "An estimate of how often a person in several roles is wanted in one (basis) while out in another: by hour of "
        "the day, the jobs begun in that role over the hours on duty and free, times the hours out in the others. No "
        "basis: all roles together. That calls come as often while the person is out is taken as given.",
        ("unit", "basis"),
    ),
    "never_served_share": (
        "share",
        "Share of counted calls to which somebody was to come that met no unit.",
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
        "Share of the units that plans required, at counted calls, for which nobody could be sent at the moment "
        "that they were asked for. A unit is asked for when the call is coded, or made up, and its triage and pass "
        "between controls are over. By the service asked.",
        ("service", "district"),
    ),
    "queue_wait_mean_s": (
        "s",
        "Mean time from when a required unit was asked for to the first sent for it, over those that one was ever "
        "sent for; nought if at once.",
        ("service", "district"),
    ),
    "sent_at_once_share": (
        "share",
        "Share of all units required of the service that were for a call in the district and for which this unit was "
        "sent at once.",
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
    "hours_on_calls": (
        "h per counted period",
        "Hours from being sent to clear of vehicles of the ambulance service that can convey (basis=can_convey), and "
        "of those with a clinician that cannot (basis=clinician_by_car).",
        ("service", "basis"),
    ),
    "ambulance_hours_released_net": (
        "h per counted period",
        "Ambulance hours released, less the hours for which clinicians who come by car are on calls beyond those of "
        "the baseline.",
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
        ("service", "unit"),
    ),
    "overrun_hours": (
        "h per counted period",
        "Hours from the ends of those shifts until their vehicles were home, or counting ended.",
        ("service", "unit"),
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
        "Mean over people of the time in which the next pump could be at a fire, in hours in which fire crews are out "
        "on jobs on which they convey a patient (basis=while_conveying) and in the others (basis=otherwise).",
        ("service", "clock", "standard", "basis"),
    ),
    "expected_survivors": (
        "people per year",
        "Survivors of cardiac arrest that a curve (basis) expects of the times to the first defibrillator and "
        "paramedic: an estimate, over the declared share of the gravest calls.",
        ("service", "basis"),
    ),
    "expected_fire_deaths": (
        "people per year",
        "Deaths that a curve (basis) expects at fires of its kinds, by the time to the first pump: an estimate; "
        "a fire that no pump reached counts as one reached at the curve's latest time.",
        ("service", "basis"),
    ),
    "conveyance_mean_h": (
        "h",
        "Mean time of fire crews that took a patient to hospital, from being sent until clear (basis=to_clear), and "
        "until home again or sent elsewhere (basis=to_home).",
        ("service", "basis"),
    ),
    "conveying_crews_attended": (
        "arrivals per counted period",
        "Arrivals at a scene of vehicles of the fire service that can convey.",
        ("service",),
    ),
    "conveying_hours": (
        "h per counted period",
        "Full hours at which a crew of the station was taking a patient to hospital, from being sent until home.",
        ("service", "station", "hour"),
    ),
    "no_pump_share": (
        "share",
        "Of those hours, the share in which the station had no pump that could go; with basis=had_nobody_conveyed, the "
        "share of the same hours in which it would have had none had nobody been conveying then.",
        ("service", "station", "hour", "basis"),
    ),
    "next_pump_at_ground_s": (
        "s",
        "Mean over people of the station's ground of the time from the call until the next pump could be there, in the "
        "hours in which its crew conveys: as it was, and had nobody conveyed. On its ground its pump would be first.",
        ("service", "station", "hour", "basis"),
    ),
    "next_pump_delay_s": (
        "s",
        "How much later the next pump could be at a fire on that ground in those hours because crews conveyed.",
        ("service", "station", "hour"),
    ),
    "annual_cost_gbp": (
        "GBP per year",
        "Gross cost of what the study declares, before agreements, scaled to a year of 365.25 days; not given from "
        "part of a year that has seasons.",
        ("agency",),
    ),
    "running_cost_gbp": (
        "GBP per year",
        "The yearly cost without the items marked as capital: what a revenue saving is compared with.",
        ("agency",),
    ),
    "net_cost_gbp": (
        "GBP per year",
        "The yearly cost after agreements: with what the agency pays to others, less what it receives. The agencies' "
        "net costs add to the whole, to the penny.",
        ("agency",),
    ),
    "cost_per_hour_deployed_gbp": (
        "GBP per hour",
        "Gross cost / hours that the county's own units were away from home, from assignment until home again.",
        ("agency",),
    ),
    "cost_per_head_gbp": (
        "GBP per person per year",
        "Gross cost / residents of the region.",
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
