"""Many runs: one task is one scenario × one replication, on this process, on several, or on a cluster.

What to keep of each run is passed in as `finish`; the parent gets its tables through `keep`, in whatever order they are
done. A run that raises is noted and the others go on. So it is with one whose process dies: those that were under way
with it are played again, each alone, and the one that dies again is noted.
"""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import Any, Protocol

from geography.region import Region
from scenarios.scenario import Scenario
from sim.cluster import Muster
from sim.processes import Finish, Process, Processes, Tables, refuse_unguarded
from sim.roll_call import ClusterAt

VAIN_STARTS = 3
DIED = "its worker process died"


@dataclass(frozen=True)
class Task:
    """One run to be played: its digest names its files."""

    digest: str
    scenario: str
    replication: int

    def __str__(self) -> str:
        """As it is named to who has to replay it."""
        return f"{self.scenario} replication {self.replication} ({self.digest})"


@dataclass
class Progress:
    """How far a batch has come."""

    total: int
    done: int = 0
    failures: list[tuple[Task, str]] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    width: int = 1
    """How many are played at once."""
    first_at: float | None = None
    """When the first was over: until then processes were started too."""

    @property
    def over(self) -> int:
        """How many are played or have failed."""
        return self.done + len(self.failures)

    def seconds_left(self) -> float | None:
        """An estimate from the tasks played so far; None until the first is followed by as many as are played at once.

        Counted from when the first was over, as starting processes takes longer than a short run.
        """
        if not self.done or (self.first_at is not None and self.over <= self.width):
            return None
        since = self.started if self.first_at is None else self.first_at
        counted = self.over if self.first_at is None else self.over - 1
        return (time.monotonic() - since) / counted * (self.total - self.over)

    def mark_first(self) -> None:
        """Note when the first was over."""
        if self.first_at is None:
            self.first_at = time.monotonic()


class Hands(Protocol):
    """Who plays runs, several at once."""

    lost: tuple[type[BaseException], ...]
    """What a task ends in whose process died, so that it says nothing of the task itself."""
    blames: bool
    """Whether a task that was lost may be what killed the process: then it is played again alone."""

    @property
    def width(self) -> int:
        """How many can be played at once."""

    def submit(self, scenario: Scenario, replication: int) -> Future[Tables]:
        """Play one run when somebody is free."""

    def close(self) -> None:
        """Nothing more will come."""

    def stop(self) -> None:
        """End at once."""


@dataclass
class Batch:
    """Tasks being played, and where what is done goes."""

    scenarios: Mapping[str, Scenario]
    keep: Callable[[Task, Tables], None]
    progress: Progress
    report: Callable[[Progress], None]

    def done(self, task: Task, tables: Tables) -> None:
        """A run is played."""
        self.keep(task, tables)
        self.progress.done += 1
        self.progress.mark_first()
        self.report(self.progress)

    def failed(self, task: Task, why: str) -> None:
        """A run could not be played."""
        self.progress.failures.append((task, why))
        self.progress.mark_first()
        self.report(self.progress)


def play_all(
    tasks: Sequence[Task],
    scenarios: Mapping[str, Scenario],
    region: Region,
    region_name: str,
    finish: Finish,
    keep: Callable[[Task, Tables], None],
    workers: int = 1,
    report: Callable[[Progress], None] = lambda _: None,
    cluster: ClusterAt | None = None,
) -> Progress:
    """Play every task; a run that raises is noted and does not stop the others.

    With a `cluster` they are played there and `workers` says nothing; raises ClusterFault where it cannot play. With
    `workers` over 1 raises NotInAScript when called while a child process is still starting up.
    """
    batch = Batch(scenarios, keep, Progress(total=len(tasks)), report)
    if cluster is not None and tasks:
        recorded = scenarios[tasks[0].scenario].recorded
        muster = Muster(cluster, region, region_name, recorded, finish)
        several(deque(tasks), batch, muster, len(tasks))
        return batch.progress
    if workers <= 1 or len(tasks) <= 1:
        alone(tasks, batch, Process(region, None, finish))
        return batch.progress
    refuse_unguarded()
    recorded = scenarios[tasks[0].scenario].recorded

    def hands(width: int) -> Hands:
        return Processes(width, region_name, recorded, finish)

    several(deque(tasks), batch, hands, min(workers, len(tasks)))
    return batch.progress


def alone(tasks: Sequence[Task], batch: Batch, process: Process) -> None:
    """Play tasks here, one after the other."""
    for task in tasks:
        try:
            tables = process.play(batch.scenarios[task.scenario], task.replication)
        except Exception:
            batch.failed(task, traceback.format_exc())
        else:
            batch.done(task, tables)


def several(left: deque[Task], batch: Batch, hands: Callable[[int], Hands], width: int) -> None:
    """Play tasks on several processes, started anew when one dies; then each that was under way with it, alone."""
    suspects: deque[Task] = deque()
    vain = 0
    while left and vain < VAIN_STARTS:
        before, crew = batch.progress.over, hands(width)
        batch.progress.width = crew.width
        died = together(left, batch, crew, 2)
        if crew.blames:
            suspects.extend(died)
        else:
            left.extendleft(reversed(died))
        vain = vain + 1 if batch.progress.over == before else 0
    if left:
        for task in (*suspects, *left):
            batch.failed(task, f"{DIED}, and so did all others before they had played anything")
        return
    while suspects:
        for task in together(suspects, batch, hands(1), 1):
            batch.failed(task, DIED)


def together(left: deque[Task], batch: Batch, hands: Hands, each: int) -> list[Task]:
    """Play tasks, taking them from `left`, until all are done or a process dies; for `each` hand so many are under way.

    Gives back those that were under way when it died.
    """
    waiting: dict[Future[Any], Task] = {}
    died: list[Task] = []
    try:
        while waiting or (left and not died):
            while left and len(waiting) < each * hands.width and not died:
                task = left.popleft()
                try:
                    future = hands.submit(batch.scenarios[task.scenario], task.replication)
                except hands.lost:
                    died.append(task)
                else:
                    waiting[future] = task
            ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                task, error = waiting.pop(future), future.exception()
                if isinstance(error, hands.lost):
                    died.append(task)
                elif error is not None:
                    batch.failed(task, "".join(traceback.format_exception(error)))
                else:
                    batch.done(task, future.result())
    except BaseException:
        hands.stop()
        raise
    hands.close()
    return died
