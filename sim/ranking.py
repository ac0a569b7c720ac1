"""How control picks among the units that could go. To add a way, write it here and name it in `scenarios/words.py`.

Each takes control, the scene and the task, and gives the unit with the seconds until it is expected there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.events import AT_HOME

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.control import Control
    from sim.scene import Scene, Task
    from sim.unit import Unit

Choice = tuple["Unit | None", float]
NOBODY: Choice = (None, float("inf"))


def soonest_arrival(control: Control, scene: Scene, task: Task) -> Choice:
    """Whoever is expected first, from where it is now, with the turnout that control plans for."""
    return control.soonest(scene, task)


def home_station_first(control: Control, scene: Scene, task: Task) -> Choice:
    """The station whose ground it is, then the next: by the declared order of the area, else by distance from home.

    Of one station's units the soonest goes. Where a unit is at the moment does not change its station's turn.
    """
    by_station: dict[str, Choice] = {}
    for unit, expected_s in control.able_to_go(scene, task):
        best = by_station.get(unit.station, NOBODY)
        if expected_s < best[1]:
            by_station[unit.station] = (unit, expected_s)
    for station in control.stations_in_order(scene, task):
        if station in by_station:
            return by_station[station]
    return NOBODY


def preserve_cover(control: Control, scene: Scene, task: Task) -> Choice:
    """Of those expected within the declared margin of the soonest, the one whose base another unit can soonest cover.

    A unit that is on the road already leaves nothing uncovered.
    """
    able = list(control.able_to_go(scene, task))
    if not able:
        return NOBODY
    soonest = min(expected_s for _, expected_s in able)
    margin_s = task.need.cover_margin.base if task.need.cover_margin else 0.0
    near = [choice for choice in able if choice[1] <= soonest + margin_s]

    def gap_s(unit: Unit) -> float:
        if unit.status not in AT_HOME:
            return 0.0
        drives = [
            control.drive_to_base_s(other, unit.home)
            for other, _ in able
            if other is not unit and other.status in AT_HOME
        ]
        return min(drives, default=float("inf"))

    return min(near, key=lambda choice: (gap_s(choice[0]), choice[1], choice[0].id))


RANKINGS: dict[str, Callable[[Control, Scene, Task], Choice]] = {
    "soonest_arrival": soonest_arrival,
    "home_station_first": home_station_first,
    "preserve_cover": preserve_cover,
}
