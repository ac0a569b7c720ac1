"""What each cost driver counts, and in which unit its rate is."""

from __future__ import annotations

from typing import Final

# What a driver's items may name in `of`; None: nothing.
DRIVER_COUNTS: Final[dict[str, str | None]] = {
    "sum_per_year": None,
    "posts": "crew_pools",
    "oncall_people": "crew_pools",
    "oncall_turnouts": "crew_pools",
    "oncall_hours": "crew_pools",
    "oncall_attendances": "crew_pools",
    "availability_hours": "crew_pools",
    "training_days": "crew_pools",
    "vehicles": "vehicle_types",
    "turnouts": "vehicle_types",
    "deployed_hours": "vehicle_types",
    "miles": "vehicle_types",
    "stations": "stations",
    "floor_area": "stations",
    "bays": "stations",
    "unit_hours_on_shift": "vehicle_types",
    "overrun_hours": "vehicle_types",
    "co_responder_calls": "vehicles",
    "conveyed_by_fire": "vehicles",
    "neighbour_attendances": "vehicles",
}
# The unit in which the rate of a driver is.
DRIVER_UNITS: Final[dict[str, str]] = {
    **dict.fromkeys(DRIVER_COUNTS, "GBP/yr"),
    "oncall_turnouts": "GBP/call",
    "oncall_hours": "GBP/h",
    "oncall_attendances": "GBP/call",
    "availability_hours": "GBP/h",
    "training_days": "GBP/day",
    "turnouts": "GBP/call",
    "deployed_hours": "GBP/h",
    "miles": "GBP/mile",
    "floor_area": "GBP/m2/yr",
    "bays": "GBP/bay/yr",
    "unit_hours_on_shift": "GBP/h",
    "overrun_hours": "GBP/h",
    "co_responder_calls": "GBP/call",
    "conveyed_by_fire": "GBP/call",
    "neighbour_attendances": "GBP/call",
}
