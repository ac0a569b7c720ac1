"""A dask scheduler and workers of 127.0.0.1 for tests, and what a test may ask those workers to keep of a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geography.region import Region
from sim.run import RunLog
from tests.doors.small_study import ROOT

FATAL = "fatal"


class Dask:
    """A scheduler, and workers of one thread without a nanny, each in a process and folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.start()

    def start(self) -> None:
        """Start a scheduler, which has no workers yet."""
        said = self.folder / "scheduler.json"
        said.unlink(missing_ok=True)
        self.scheduler = self._start(
            "distributed.cli.dask_scheduler", self.folder / "scheduler.log", ROOT,
            "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0",
            "--scheduler-file", said,
        )  # fmt: skip
        wait_until(lambda: said.is_file() and said.stat().st_size > 0, self.scheduler)
        self.address = str(json.loads(said.read_text(encoding="utf-8"))["address"])

    def _start(
        self, module: str, log: Path, source: Path, *words: object
    ) -> subprocess.Popen[bytes]:
        with log.open("wb") as out:
            return subprocess.Popen(
                [sys.executable, "-m", module, *map(str, words)],
                cwd=self.folder, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(source)},
            )  # fmt: skip

    def with_workers(self, count: int) -> Dask:
        """The same, with at least so many workers that live, and a scheduler that does."""
        if self.scheduler.poll() is not None:
            self.end()
            self.start()
        self.workers = [one for one in self.workers if one.poll() is None]
        new = [self._worker(ROOT) for _ in range(count - len(self.workers))]
        for worker, log in new:
            self._joined(worker, log)
        self.workers += [worker for worker, _ in new]
        return self

    def stranger(self, source: Path) -> subprocess.Popen[bytes]:
        """A worker that runs the Bluelight of another folder."""
        worker, log = self._worker(source)
        self._joined(worker, log)
        return worker

    def _worker(self, source: Path) -> tuple[subprocess.Popen[bytes], Path]:
        number = len(list(self.folder.glob("worker-*.log")))
        log = self.folder / f"worker-{number}.log"
        worker = self._start(
            "distributed.cli.dask_worker", log, source, self.address, "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--memory-limit", "0", "--local-directory", self.folder / f"worker-{number}",
        )  # fmt: skip
        return worker, log

    def _joined(self, worker: subprocess.Popen[bytes], log: Path) -> None:
        wait_until(lambda: b"Registered to" in log.read_bytes(), worker)

    def end(self) -> None:
        """End them all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def wait_until(so: Any, process: subprocess.Popen[Any]) -> None:
    """Wait until it is so, while the process lives."""
    until = time.monotonic() + 60
    while not so():
        assert process.poll() is None, process.args
        assert time.monotonic() < until
        time.sleep(0.05)


def where_it_was_played(log: RunLog, region: Region) -> Mapping[str, object]:
    """Keep of a run what it was played on."""
    calls = len(log.calls)
    return {"process": os.getpid(), "region": region.digest, "name": region.name, "calls": calls}


ALONE = threading.Lock()


def alone_in_its_process(log: RunLog, region: Region) -> Mapping[str, object]:
    """Keep as above; raises if another thread of this process is at the same."""
    if not ALONE.acquire(blocking=False):
        raise RuntimeError("two runs at once")
    try:
        time.sleep(0.1)
        return where_it_was_played(log, region)
    finally:
        ALONE.release()


def not_of_the_fatal(log: RunLog, region: Region) -> Mapping[str, object]:
    """Keep as above; of one scenario the process does not outlive it, of another it raises."""
    if log.scenario.name == FATAL:
        os._exit(9)
    if log.scenario.name == "raises":
        raise ValueError("a bug that nobody foresaw")
    return where_it_was_played(log, region)
