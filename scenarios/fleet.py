"""Stations, vehicles and the pools of people that crew them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scenarios.duty import Availability, Hours
from scenarios.quantity import Area, Duration, Metres, Number, Ratio, Whole
from scenarios.words import Agency, Service, Skill, SpeedProfile

Name = Annotated[str, Field(min_length=1)]


class Declared(BaseModel):
    """A block of a study file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Station(Declared):
    """A place that units belong to. Several services may share one."""

    site: Name | None = None
    easting: Number | None = Field(default=None, ge=0, le=700_000)
    northing: Number | None = Field(default=None, ge=0, le=1_300_000)
    name: Name
    agencies: tuple[Agency, ...] = Field(min_length=1)
    outside_county: bool = False
    floor_area: Area | None = Field(default=None, description="for cost items on `floor_area`")
    bays: Whole | None = Field(default=None, ge=0, le=99, description="for cost items on `bays`")

    @model_validator(mode="after")
    def check_one_place(self) -> Self:
        """A station is at a site of the region, or at an easting and northing; not both."""
        placed = self.easting is not None and self.northing is not None
        if placed == (self.site is not None):
            raise ValueError("site|a station needs one place|`site`, or `easting` and `northing`")
        return self


class Degraded(Declared):
    """Riding below the usual crew: what a vehicle can still do with fewer. Never assumed: only where declared."""

    crew: Whole = Field(ge=1, le=8)
    skills: tuple[Skill, ...] = Field(min_length=1)


class VehicleType(Declared):
    """What a vehicle can do, whom it needs, and how it drives.

    `rides_with` is how many ride where they are on station; more than `crew` never delays a turnout. A vehicle that
    `also_serves` another service meets that service's needs too.
    """

    service: Service
    also_serves: tuple[Service, ...] = ()
    skills: tuple[Skill, ...] = Field(min_length=1)
    crew: Whole = Field(ge=1, le=9, description="people without whom it is off the run")
    rides_with: Whole | None = Field(default=None, ge=1, le=9)
    degraded: Degraded | None = None
    needs_officer: bool = Field(default=False, description="an officer in charge among the crew")
    needs_driver: bool = Field(default=False, description="a driver, another than the officer")
    profile: SpeedProfile = "blue_light"
    drive_time_ratio: Ratio | None = None
    convey_ratio: Ratio | None = Field(
        default=None, description="multiplies the share conveyed by whom it cares for: a GP aboard"
    )
    free_on_the_road: bool = Field(
        default=True, description="may be sent again on its way home, not only at its base"
    )
    name: Name

    @model_validator(mode="after")
    def check_crews(self) -> Self:
        """Degraded is fewer than the crew, and whoever rides beyond it is more."""
        if self.rides_with is not None and self.rides_with < self.crew:
            raise ValueError(f"rides_with|fewer than its crew of {self.crew}|{self.crew} or more")
        if self.degraded is not None and self.degraded.crew >= self.crew:
            raise ValueError(f"degraded|no fewer than its crew of {self.crew}|fewer than its crew")
        if self.degraded is not None and not set(self.degraded.skills) <= set(self.skills):
            raise ValueError("degraded|fewer people cannot do more|some of its own skills")
        if self.needs_officer and self.needs_driver and self.crew < 2:
            raise ValueError("crew|the driver is not the officer in charge|2 or more")
        return self


class Beat(Declared):
    """A unit on patrol is somewhere among the people within this distance of its station."""

    radius: Metres
    moves_every_min: Whole = Field(default=30, ge=5, le=720)


class Vehicle(Declared):
    """One vehicle, where it stands and from which pools its crew comes, first pool first."""

    type: Name
    station: Name
    crewed_from: tuple[Name, ...] = Field(min_length=1)
    seats: dict[Name, Whole] = Field(
        default_factory=dict, description="how many must come from each of these pools"
    )
    name: Name
    patrols: Beat | None = None
    role: str = ""


class NightRest(Hours):
    """Rest after conveying a patient in these hours: the riders cannot be called on for so long after coming home."""

    lasts: Duration


class CrewPool(Declared):
    """People who can crew the vehicles of a station.

    `officers` can take charge and `drivers` can drive an appliance; undeclared, everybody can. Where they are fewer
    than the people, the officers are counted from the first of them and the drivers from the last.

    An on-call pool may say `also_in`: one of its people holds that other post too, and is there instead while it is on
    duty.
    """

    station: Name
    people: Whole = Field(ge=1, le=99)
    duty: Name
    availability: tuple[Availability, ...] = ()
    also_in: tuple[Name, ...] = ()
    officers: Whole | None = Field(default=None, ge=0, le=99)
    drivers: Whole | None = Field(default=None, ge=0, le=99)
    night_rest: NightRest | None = None
    name: str = ""
