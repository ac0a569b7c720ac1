"""Processes of this machine that play runs: spawned, so that Windows, macOS and Linux do the same.

Each loads the region once and is sent one scenario a task; a planner's own calls, which are large, go with its start.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geography.region import Region, load_region
from scenarios.recorded import RecordedCalls
from scenarios.scenario import Scenario
from sim.run import RunLog, run

Tables = Any  # what `finish` makes of a run; this room does not look inside
Finish = Callable[[RunLog, Region], Tables]


class NotInAScript(RuntimeError):
    """More than one worker was asked for by a script that has no `__main__` guard."""


def refuse_unguarded() -> None:
    """Raise NotInAScript where a spawned process would read the caller's script from its start again."""
    if multiprocessing.parent_process() is not None or in_unguarded_script():
        raise NotInAScript(
            "More than one worker needs processes of their own, and each begins by reading your script again. "
            'Put the lines that run the study below `if __name__ == "__main__":`, or use workers=1.'
        )


def in_unguarded_script() -> bool:
    """Whether this process was started with a script that never asks for its own name."""
    main = sys.modules.get("__main__")
    path = Path(getattr(main, "__file__", None) or "")
    if getattr(main, "__spec__", None) is not None or path.suffix != ".py" or not path.is_file():
        return False
    return "__main__" not in path.read_text(encoding="utf-8", errors="replace")


@dataclass(frozen=True)
class Process:
    """What one process keeps between tasks."""

    region: Region
    recorded: RecordedCalls | None
    finish: Finish

    def play(self, scenario: Scenario, replication: int) -> Tables:
        """One run, and what is kept of it."""
        if self.recorded is not None:
            scenario = scenario.model_copy(update={"recorded": self.recorded})
        return self.finish(run(scenario, self.region, replication), self.region)


_process: Process | None = None


def _start(region: str, recorded: RecordedCalls | None, finish: Finish) -> None:
    global _process
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C, and ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _process = Process(load_region(region), recorded, finish)


def _end_with_parent() -> None:
    """A killed parent cannot say so: without this its workers would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _play(scenario: Scenario, replication: int) -> Tables:
    assert _process is not None
    return _process.play(scenario, replication)


class Processes:
    """A pool of worker processes. One that dies takes the pool with it: every task then in it ends in `lost`."""

    lost: tuple[type[BaseException], ...] = (BrokenProcessPool,)
    blames = True

    def __init__(
        self, width: int, region: str, recorded: RecordedCalls | None, finish: Finish
    ) -> None:
        self.width = width
        self._before = multiprocessing.active_children()
        self._pool = ProcessPoolExecutor(
            max_workers=width,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(region, recorded, finish),
        )

    def submit(self, scenario: Scenario, replication: int) -> Future[Tables]:
        """Play one run when a process is free. Raises BrokenProcessPool if one has died."""
        if scenario.recorded is not None:  # each process has a planner's own calls already
            scenario = scenario.model_copy(update={"recorded": None})
        return self._pool.submit(_play, scenario, replication)

    def close(self) -> None:
        """Let the processes end."""
        self._pool.shutdown()

    def stop(self) -> None:
        """End the processes now, whatever they are doing."""
        for child in multiprocessing.active_children():
            if child not in self._before:
                child.terminate()
        self._pool.shutdown(wait=False, cancel_futures=True)
