"""Many runs: one task is one scenario × one replication, on this process or on several.

What to keep of each run is passed in as `finish`; the parent gets its tables through `keep`. Processes are spawned, so
the same code runs on Windows, macOS and Linux; each loads the region once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geography.region import Region, load_region
from scenarios.scenario import Scenario
from sim.run import RunLog, run

Tables = Any  # what `finish` makes of a run; this room does not look inside
Finish = Callable[[RunLog, Region], Tables]
POOL_RESTARTS = 3


@dataclass(frozen=True)
class Task:
    """One run to be played: its digest names its files."""

    digest: str
    scenario: str
    replication: int


@dataclass
class Progress:
    """How far a batch has come."""

    total: int
    done: int = 0
    failures: list[tuple[Task, str]] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def seconds_left(self) -> float | None:
        """An estimate from the tasks played so far, or None before the first."""
        if not self.done:
            return None
        spent = time.monotonic() - self.started
        return spent / self.done * (self.total - self.done - len(self.failures))


class NotInAScript(RuntimeError):
    """More than one worker was asked for by a script that has no `__main__` guard."""


@dataclass
class _Here:
    """What one process keeps between tasks."""

    region: Region
    scenarios: Mapping[str, Scenario]
    finish: Finish


_here: _Here | None = None


def _start(region: str, scenarios: Mapping[str, Scenario], finish: Finish) -> None:
    global _here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C, and ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here = _Here(load_region(region), scenarios, finish)


def _end_with_parent() -> None:
    """A killed parent cannot say so: without this its workers would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _play(task: Task) -> Tables:
    assert _here is not None
    log = run(_here.scenarios[task.scenario], _here.region, task.replication)
    return _here.finish(log, _here.region)


def play_all(
    tasks: Sequence[Task],
    scenarios: Mapping[str, Scenario],
    region: Region,
    region_name: str,
    finish: Finish,
    keep: Callable[[Task, Tables], None],
    workers: int = 1,
    report: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Play every task; a run that raises is noted and does not stop the others.

    With `workers` over 1 raises NotInAScript when called while a child process is still starting up.
    """
    progress = Progress(total=len(tasks))
    if workers <= 1 or len(tasks) <= 1:
        _alone(tasks, _Here(region, scenarios, finish), keep, progress, report)
        return progress
    if multiprocessing.parent_process() is not None or in_unguarded_script():
        raise NotInAScript(
            "More than one worker needs processes of their own, and each begins by reading your script again. "
            'Put the lines that run the study below `if __name__ == "__main__":`, or use workers=1.'
        )
    left = list(tasks)
    for _ in range(POOL_RESTARTS):
        left = _together(left, scenarios, region_name, finish, keep, workers, progress, report)
        if not left:
            return progress
    progress.failures += [(task, "its worker process died") for task in left]
    report(progress)
    return progress


def in_unguarded_script() -> bool:
    """Whether this process was started with a script that never asks for its own name."""
    main = sys.modules.get("__main__")
    path = Path(getattr(main, "__file__", None) or "")
    if getattr(main, "__spec__", None) is not None or path.suffix != ".py" or not path.is_file():
        return False
    return "__main__" not in path.read_text(encoding="utf-8", errors="replace")


def _alone(
    tasks: Iterable[Task],
    here: _Here,
    keep: Callable[[Task, Tables], None],
    progress: Progress,
    report: Callable[[Progress], None],
) -> None:
    for task in tasks:
        try:
            log = run(here.scenarios[task.scenario], here.region, task.replication)
            tables = here.finish(log, here.region)
        except Exception:
            progress.failures.append((task, traceback.format_exc()))
        else:
            keep(task, tables)
            progress.done += 1
        report(progress)


def _together(
    tasks: Sequence[Task],
    scenarios: Mapping[str, Scenario],
    region_name: str,
    finish: Finish,
    keep: Callable[[Task, Tables], None],
    workers: int,
    progress: Progress,
    report: Callable[[Progress], None],
) -> list[Task]:
    """Play tasks on spawned processes; gives back those whose process died before they were done."""
    before = multiprocessing.active_children()
    pool = ProcessPoolExecutor(
        max_workers=min(workers, len(tasks)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(region_name, scenarios, finish),
    )
    waiting: dict[Future[Tables], Task] = {}
    died: list[Task] = []
    try:
        waiting = {pool.submit(_play, task): task for task in tasks}
        while waiting:
            ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                task = waiting.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    died.append(task)
                elif error is not None:
                    text = "".join(traceback.format_exception(error))
                    progress.failures.append((task, text))
                else:
                    keep(task, future.result())
                    progress.done += 1
                report(progress)
    except BaseException:
        for child in multiprocessing.active_children():
            if child not in before:
                child.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return died
