"""One scenario: everything that a run needs beside the ground, frozen, with a digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self

from pydantic import Field, model_validator

from scenarios.agreements import Agreement
from scenarios.business_case import AppraisalRules
from scenarios.call_places import CallPlaces, ZoneWeights
from scenarios.costs import CoreIncidents, CostItem
from scenarios.demand import DemandProfile, Surge, Visitors, WeekShape
from scenarios.duty import DAY_S, DutySystem
from scenarios.fleet import CrewPool, Declared, Station, Vehicle, VehicleType
from scenarios.oncall_pay import OncallPay
from scenarios.outcomes import Arrests, FireDeathCurve, LifeValue, SurvivalCurve
from scenarios.prices import PriceIndex
from scenarios.quantity import Whole
from scenarios.recorded import RecordedCalls
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
from scenarios.words import Service

WHOLE_YEAR = 364  # days
# Words that a reader sees and a run does not.
LABELS = frozenset({"title", "name", "note", "source", "status", "summary", "role"})


class Calendar(Declared):
    """The days of a study: warm-up before `start`, then the counted days, then a cool-down."""

    start: date
    days: Whole = Field(ge=1, le=3660)
    warm_up_days: Whole = Field(default=7, ge=0, le=365)
    cool_down_days: Whole = Field(default=1, ge=0, le=365)
    drains: bool = Field(
        default=True, description="who waits after the last day is still served; otherwise not"
    )
    spread_over_year: bool = Field(
        default=False, description="the counted weeks stand for weeks spread evenly over a year"
    )

    @property
    def days_in_all(self) -> int:
        """Days played, counted or not."""
        return self.warm_up_days + self.days + self.cool_down_days

    @property
    def counted_from_s(self) -> float:
        """When the counted window opens, in seconds from the start of the run."""
        return self.warm_up_days * DAY_S

    @property
    def counted_until_s(self) -> float:
        """When the counted window shuts, in seconds from the start of the run."""
        return (self.warm_up_days + self.days) * DAY_S

    @property
    def first_day(self) -> date:
        """The first day played."""
        return self.start - timedelta(days=self.warm_up_days)

    @property
    def first_hour(self) -> float:
        """The hour of the week, from Monday 00:00, at which the run starts."""
        return self.first_day.weekday() * 24.0


class Scenario(Declared):
    """A frozen, checked scenario. Two with the same digest play the same."""

    name: str
    title: str
    summary: str = ""
    region: str
    calendar: Calendar
    seed: Whole = Field(ge=0)
    stations: dict[str, Station]
    vehicle_types: dict[str, VehicleType]
    vehicles: dict[str, Vehicle]
    crew_pools: dict[str, CrewPool]
    duty_systems: dict[str, DutySystem]
    response_plans: dict[str, ResponsePlan]
    hospital_times: HospitalTimes
    week_shapes: dict[str, WeekShape]
    demand: dict[str, DemandProfile]
    ceilings: dict[str, float]
    call_places: dict[str, CallPlaces] = Field(default_factory=dict)
    zone_weights: dict[str, ZoneWeights] = Field(default_factory=dict)
    visitors: dict[str, Visitors] = Field(default_factory=dict)
    surges: dict[str, Surge] = Field(default_factory=dict)
    hospitals: dict[str, Hospital] = Field(default_factory=dict)
    pathways: dict[str, Pathway] = Field(default_factory=dict)
    traffic: dict[str, Traffic] = Field(default_factory=dict)
    standby: dict[str, StandbyMove] = Field(default_factory=dict)
    station_orders: dict[str, StationOrder] = Field(default_factory=dict)
    recorded: RecordedCalls | None = None
    clocks: dict[str, Clock] = Field(default_factory=dict)
    standards: dict[str, Standard] = Field(default_factory=dict)
    costs: dict[str, CostItem] = Field(default_factory=dict)
    oncall_pay: dict[str, OncallPay] = Field(default_factory=dict)
    agreements: dict[str, Agreement] = Field(default_factory=dict)
    price_indices: dict[str, PriceIndex] = Field(default_factory=dict)
    appraisal: dict[str, AppraisalRules] = Field(default_factory=dict)
    survival_curves: dict[str, SurvivalCurve] = Field(default_factory=dict)
    arrests: dict[str, Arrests] = Field(default_factory=dict)
    fire_death_curves: dict[str, FireDeathCurve] = Field(default_factory=dict)
    life_values: dict[str, LifeValue] = Field(default_factory=dict)
    price_year: Whole | None = None
    core_incidents: dict[Service, CoreIncidents] = Field(default_factory=dict)
    districts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def check_ceilings(self) -> Self:
        """Each stream needs its ceiling."""
        if set(self.ceilings) != set(self.demand):
            raise ValueError("every stream of demand needs its ceiling")
        return self

    def annual_figures_stand(self) -> bool:
        """Whether a year's figures can be scaled from the counted days: not from part of a year that has seasons."""
        seasonal = any(p.by_month or p.visitors for p in self.demand.values())
        return not seasonal or self.calendar.spread_over_year or self.calendar.days >= WHOLE_YEAR

    def plan_for(self, kind: str, category: str) -> tuple[str, ResponsePlan] | None:
        """The response plan of a kind and category of call: the one that names the category first."""
        return plan_of(self.response_plans, kind, category)

    def digest(self) -> str:
        """A name for what this scenario says, labels and report apart; needs and pathways have their turn in order."""
        text = json.dumps(without_labels(self.model_dump(mode="json", by_alias=True)))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def plan_of(
    plans: Mapping[str, ResponsePlan], kind: str, category: str
) -> tuple[str, ResponsePlan] | None:
    """The plan that answers a kind and category: the one that names the category first."""
    found = [
        (bool(plan.categories), name, plan)
        for name, plan in plans.items()
        if kind in plan.kinds and (not plan.categories or category in plan.categories)
    ]
    if not found:
        return None
    _, name, plan = max(found, key=lambda row: row[0])
    return name, plan


def without_labels(data: Any) -> Any:
    """The same data without the words that only a reader sees."""
    if isinstance(data, dict):
        return {key: without_labels(value) for key, value in data.items() if key not in LABELS}
    if isinstance(data, list):
        return [without_labels(value) for value in data]
    return data
