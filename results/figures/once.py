"""What many figures ask of one pack is worked out once, and kept for the last pack that was asked about."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from results.pack import Pack

T = TypeVar("T")


def once_a_pack(make: Callable[[Pack], T]) -> Callable[[Pack], T]:
    """The same function, which works out its answer for a pack once and keeps it until it is asked of another."""
    last: list[tuple[weakref.ref[Pack], T]] = []

    @wraps(make)
    def made(pack: Pack) -> T:
        if not last or last[0][0]() is not pack:
            last[:] = [(weakref.ref(pack), make(pack))]
        return last[0][1]

    return made
