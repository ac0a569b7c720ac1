"""Where a stream of calls rings if not where people live: at places recorded before, or along main roads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from scenarios.fleet import Declared, Name
from scenarios.quantity import Share
from scenarios.words import Status

EVERYWHERE = ("people", "land")  # what a stream may ring among without a block of its own


class CallPlaces(Declared):
    """A pattern of places: those of a file, such as recorded collisions, or the length of main roads near each zone."""

    recorded: Name | None = Field(default=None, description="a file of places beside the study")
    along: tuple[Name, ...] = Field(default=(), description="classes of the region's main roads")
    by_residents: Share | None = Field(
        default=None, description="so much of it by residents, so that no zone is without risk"
    )
    status: Status
    source: Name

    @model_validator(mode="after")
    def check_one_way(self) -> Self:
        """One way of saying where, and only one."""
        if (self.recorded is None) == (not self.along):
            raise ValueError(
                "recorded|a pattern of places says where in one way|recorded: a file, or along: classes of roads"
            )
        return self


@dataclass(frozen=True, eq=False)
class ZoneWeights:
    """How much of a pattern falls to each zone, [zones], summing to one."""

    weights: NDArray[np.float64]

    def digest(self) -> str:
        """A name for the weights: equal digests, equal weights."""
        return hashlib.blake2b(self.weights.astype("<f8").tobytes(), digest_size=16).hexdigest()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In a scenario the weights are kept as they are, and written down as their digest."""
        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(cls.digest)
        )
