"""The sections of a study file, and what a block of each declares."""

from __future__ import annotations

from pydantic import BaseModel

from scenarios.agreements import Agreement
from scenarios.business_case import AppraisalRules
from scenarios.call_places import CallPlaces
from scenarios.costs import CoreIncidents, CostItem
from scenarios.demand import DemandProfile, Surge, Visitors, WeekShape
from scenarios.duty import DutySystem
from scenarios.fleet import CrewPool, Station, Vehicle, VehicleType
from scenarios.oncall_pay import OncallPay
from scenarios.outcomes import Arrests, FireDeathCurve, LifeValue, SurvivalCurve
from scenarios.prices import PriceIndex
from scenarios.response import (
    Clock,
    Hospital,
    HospitalTimes,
    Pathway,
    ResponsePlan,
    Standard,
    StandbyMove,
    StationOrder,
    Traffic,
)

SECTIONS: dict[str, type[BaseModel]] = {
    "stations": Station,
    "vehicle_types": VehicleType,
    "vehicles": Vehicle,
    "crew_pools": CrewPool,
    "duty_systems": DutySystem,
    "response_plans": ResponsePlan,
    "week_shapes": WeekShape,
    "demand": DemandProfile,
    "call_places": CallPlaces,
    "visitors": Visitors,
    "surges": Surge,
    "hospitals": Hospital,
    "pathways": Pathway,
    "traffic": Traffic,
    "standby": StandbyMove,
    "station_orders": StationOrder,
    "clocks": Clock,
    "standards": Standard,
    "costs": CostItem,
    "oncall_pay": OncallPay,
    "agreements": Agreement,
    "price_indices": PriceIndex,
    "appraisal": AppraisalRules,
    "survival_curves": SurvivalCurve,
    "arrests": Arrests,
    "fire_death_curves": FireDeathCurve,
    "life_values": LifeValue,
    "core_incidents": CoreIncidents,
}
SINGLE: dict[str, type[BaseModel]] = {"hospital_times": HospitalTimes}
ALL_SECTIONS = (*SECTIONS, *SINGLE)
