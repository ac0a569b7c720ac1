"""Calls of a planner's file as columns: shared by all options, and small enough to send to where they are played."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from scenarios.words import CallKind, Category, allowed

KINDS: tuple[Any, ...] = allowed(CallKind)
CATEGORIES: tuple[Any, ...] = allowed(Category)
NOT_SAID = -1


@dataclass(frozen=True, eq=False)
class RecordedCalls:
    """The rows of a calls file in time order, [calls], their places and times found.

    Words are codes into `KINDS`, `CATEGORIES` and `hospitals`, and -1 where the file does not say; times that it does
    not say are NaN. `at_s` counts from the start of the run; `luck` is a number for the row's id.
    """

    number: NDArray[np.int64]
    luck: NDArray[np.uint64]
    at_s: NDArray[np.float64]
    zone: NDArray[np.int64]
    node: NDArray[np.int64]
    kind: NDArray[np.int16]
    reported_kind: NDArray[np.int16]
    category: NDArray[np.int16]
    call_handling_s: NDArray[np.float64]
    on_scene_s: NDArray[np.float64]
    conveyed: NDArray[np.int16]
    hospital: NDArray[np.int16]
    handover_s: NDArray[np.float64]
    hospitals: tuple[str, ...]

    def __len__(self) -> int:
        """How many calls."""
        return len(self.at_s)

    def digest(self) -> str:
        """A name for what the calls say: equal digests, equal calls."""
        digest = hashlib.blake2b("/".join(self.hospitals).encode(), digest_size=16)
        for field in fields(self):
            if field.name != "hospitals":
                column = getattr(self, field.name)
                digest.update(f"{field.name} {column.dtype.str} {len(column)}".encode())
                digest.update(np.ascontiguousarray(column).tobytes())
        return digest.hexdigest()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In a scenario the calls are kept as they are, not copied, and written down as their digest."""
        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(cls.digest)
        )
