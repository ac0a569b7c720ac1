"""Units that wait among people, not at a station."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.chance import mix


@dataclass(slots=True)
class Patrol:
    """A beat: where a patrolling unit is at any moment, as a look-up, so that nothing has to tick.

    `nodes` repeats a node in proportion to its people.
    """

    luck: int
    moves_every_s: float
    nodes: tuple[int, ...]
    _slot: int = -1
    _node: int = -1

    def node_at(self, now_s: float) -> int:
        """The road node that the unit is patrolling now."""
        slot = int(now_s / self.moves_every_s)
        if slot != self._slot:
            self._slot, self._node = slot, self.nodes[mix(self.luck, slot) % len(self.nodes)]
        return self._node
