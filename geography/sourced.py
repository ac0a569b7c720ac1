"""Values that can defend themselves: each with a unit, a status and a source."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("observed", "estimated", "assumed")


@dataclass(frozen=True)
class SourcedValue:
    """One constant that shapes a region.

    `status` is observed (read off a published source), estimated (fitted or derived) or assumed.
    """

    name: str
    value: float
    unit: str
    status: str
    source: str
