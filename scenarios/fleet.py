"""Stations, vehicles and the pools of people that crew them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scenarios.duty import Availability
from scenarios.quantity import Metres, Number, Ratio, Whole
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

    @model_validator(mode="after")
    def check_one_place(self) -> Self:
        """A station is at a site of the region, or at an easting and northing; not both."""
        placed = self.easting is not None and self.northing is not None
        if placed == (self.site is not None):
            raise ValueError("site|a station needs one place|`site`, or `easting` and `northing`")
        return self


class VehicleType(Declared):
    """What a vehicle can do, whom it needs, and how it drives."""

    service: Service
    skills: tuple[Skill, ...] = Field(min_length=1)
    crew: Whole = Field(ge=1, le=9, description="people without whom it is off the run")
    profile: SpeedProfile = "blue_light"
    drive_time_ratio: Ratio | None = None
    name: Name


class Beat(Declared):
    """A unit on patrol is somewhere among the people within this distance of its station."""

    radius: Metres
    moves_every_min: Whole = Field(default=30, ge=5, le=720)


class Vehicle(Declared):
    """One vehicle, where it stands and from which pools its crew comes, first pool first."""

    type: Name
    station: Name
    crewed_from: tuple[Name, ...] = Field(min_length=1)
    name: Name
    patrols: Beat | None = None
    role: str = ""


class CrewPool(Declared):
    """People who can crew the vehicles of a station.

    An on-call pool may say `also_in`: one of its people holds that other post too, and is there instead while it is on
    duty.
    """

    station: Name
    people: Whole = Field(ge=1, le=99)
    duty: Name
    availability: tuple[Availability, ...] = ()
    also_in: tuple[Name, ...] = ()
    name: str = ""
