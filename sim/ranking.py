"""How control orders the units that could go. Smaller is better. To add one, write it here.

A score may never be below the drive in seconds: control walks the nearest stations first and stops at the first whose
drive alone is worse than the best score so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.events import NOT_YET_MOBILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.unit import Unit


def soonest_arrival(unit: Unit, drive_s: float, hour: int) -> float:
    """Seconds until expected at the scene: the turnout that control plans for if not on the road, then the drive."""
    waits = unit.status in NOT_YET_MOBILE
    return drive_s + unit.pools[0].planned_s[hour] if waits else drive_s


RANKINGS: dict[str, Callable[[Unit, float, int], float]] = {
    "soonest_arrival": soonest_arrival,
}
