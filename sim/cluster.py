"""A cluster that plays runs: workers on any computers that a dask scheduler has gathered.

The only file that knows dask. Nothing is played before its workers have answered the roll call.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import socket
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from geography.parcel import parcel_of
from geography.region import Region
from scenarios.recorded import RecordedCalls
from scenarios.scenario import Scenario
from sim.processes import Finish, Tables
from sim.roll_call import SAY_S, Client, ClusterAt, ClusterFault, differing, refuse_strangers, say
from sim.worker import Briefing, play

ANSWER_S = 10.0  # how long a scheduler may take to answer
AGAIN_S = 10.0  # how long a scheduler that was lost may take to come back
ALONE_S = 60.0  # how long there may be no worker at all
LOOK_EVERY_S = 1.0
HOW = 'Install it with: pip install "bluelight[cluster]"'
CERTIFICATES = "dask's configuration does not name, or that cannot be read (docs/cluster.md)"
KEPT = "What was finished before is kept: the same command goes on from there."


class ClusterLost(RuntimeError):
    """The scheduler or all workers went while a run was under way; it says nothing of the run."""


class WorkersDied(RuntimeError):
    """A run whose worker died, and then every other that it was given to."""


@dataclass
class Muster:
    """Gathers a cluster for a batch: at its start, and anew when it was lost half way."""

    at: ClusterAt
    region: Region
    place: str
    recorded: RecordedCalls | None
    finish: Finish
    before: bool = False
    briefing: Briefing = field(init=False)

    def __post_init__(self) -> None:
        """Make ready what every worker has to know of the batch, while the region's files are there."""
        parcel = parcel_of(self.region, self.place)
        self.briefing = Briefing(parcel, self.recorded, self.finish, self.at.source)

    def __call__(self, most: int) -> Cluster:
        """A cluster that plays `most` runs at once at most. Raises ClusterFault."""
        until = time.monotonic() + (AGAIN_S if self.before else 0.0)
        while True:
            try:
                cluster = Cluster(self.at, most, self.briefing)
            except ClusterFault as fault:
                if time.monotonic() < until:
                    time.sleep(LOOK_EVERY_S)
                elif self.before:
                    raise ClusterFault(f"The cluster was lost half way. {fault}\n{KEPT}") from None
                else:
                    raise
            else:
                self.before = True
                return cluster


class Cluster:
    """The workers of one scheduler. Runs of one that dies are played on another; only all together can be lost."""

    lost: tuple[type[BaseException], ...] = (ClusterLost,)
    blames = False

    def __init__(self, at: ClusterAt, most: int, briefing: Briefing) -> None:
        self._most = most
        self._batch, self._packed = named("batch"), briefing.packed()
        self._asked, self._here = (briefing.source, briefing.region), briefing.fingerprint()
        self._strangers: set[str] = set()
        self._under_way: dict[asyncio.Task[Any], tuple[Any, set[str]]] = {}
        self._client = client_of(at)
        try:
            self._known = refuse_strangers(self._client, at, self._asked)
            self._there = set(self._known)
            self._looking = self._in_loop(new_lock()).result(ANSWER_S)
            self._brief()
        except BaseException:
            self.close()
            raise
        self._watch = self._in_loop(self._keep_watch())

    @property
    def width(self) -> int:
        """How many can be played at once now: workers may come and go."""
        return max(1, min(self._most, len(self._known & self._there)))

    def submit(self, scenario: Scenario, replication: int) -> Future[Tables]:
        """Play one run when a worker is free. Raises ClusterLost if the scheduler has gone."""
        if self._client.status != "running":
            raise ClusterLost
        if scenario.recorded is not None:
            scenario = scenario.model_copy(update={"recorded": None})
        what = f"{scenario.name} {replication}"
        return self._in_loop(self._played(pickle.dumps(scenario), replication, what))

    def close(self) -> None:
        """Leave the cluster; its scheduler and workers stay for the next batch."""
        if hasattr(self, "_watch"):
            self._watch.cancel()
        with suppress(Exception):
            self._client.close(timeout=ANSWER_S)
        for handler in logging.getLogger("distributed").handlers:
            handler.removeFilter(nothing)

    def stop(self) -> None:
        """Leave at once: what has not begun never will, and what a worker is playing goes nowhere."""
        self.close()

    def _in_loop(self, coroutine: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._client.loop.asyncio_loop)

    def _brief(self) -> None:
        """Send what all runs need, as a task: the scheduler keeps it, whichever workers die."""
        with quiet():  # a county's own roads or calls are larger than dask likes, but are sent once
            self._briefing = self._client.submit(
                bytes, self._packed, key=named("briefing"), pure=False, **self._where()
            )

    def _where(self) -> dict[str, list[str]]:
        """Anywhere, as long as no stranger has joined. Raises ClusterLost if only strangers are left."""
        if not self._strangers:
            return {}
        if not self._known & self._there:
            raise ClusterLost
        return {"workers": sorted(self._known & self._there)}

    async def _played(self, scenario: bytes, replication: int, what: str) -> Tables:
        """The tables of one run, from whichever worker could play it; a stranger's failure is not the run's."""
        while True:
            before = len(self._strangers)
            try:
                return await self._given(scenario, replication, what)
            except (ClusterLost, WorkersDied):
                raise
            except Exception:
                with suppress(OSError, AttributeError):
                    await self._look()
                if len(self._strangers) == before:
                    raise
                if self._briefing.status == "error":
                    self._brief()

    async def _given(self, scenario: bytes, replication: int, what: str) -> Tables:
        """The tables of one run, given to the scheduler. Raises what it raised, WorkersDied or ClusterLost."""
        from distributed.scheduler import KilledWorker

        task, where = asyncio.current_task(), self._where()
        assert task is not None
        try:
            far = self._client.submit(
                play, self._batch, self._briefing, scenario, replication,
                key=named(what), pure=False, **where,
            )  # fmt: skip
            self._under_way[task] = far, set(where.get("workers", ()))
            return await self._client.gather(far, asynchronous=True)
        except KilledWorker as died:
            raise WorkersDied(
                f"{died.allowed_failures + 1} workers died while they played it, one after the other; "
                f"the last was {died.last_worker.address}"
            ) from None
        except (CancelledError, asyncio.CancelledError):
            raise ClusterLost from None
        finally:
            self._under_way.pop(task, None)

    async def _look(self) -> None:
        """See who is there, and let nobody play who has joined since and runs something else."""
        async with self._looking:
            self._there = set(await self._client.scheduler.ncores())
            new = sorted(self._there - self._known - self._strangers)
            if not new:
                return
            said = await asyncio.wait_for(say(self._client, self._asked, new), SAY_S)
        for name, answer in said.items():
            differs = differing(answer, self._here)
            (self._strangers if differs else self._known).add(name)
            if differs:
                logging.getLogger(__name__).warning("Left out: worker %s: %s", name, differs)

    async def _keep_watch(self) -> None:
        """Look often; when the scheduler has gone, or for long all workers, what is under way is lost."""
        seen = time.monotonic()
        while self._client.status == "running" and time.monotonic() - seen < ALONE_S:
            with suppress(OSError, AttributeError):
                await self._look()
            if self._known & self._there:
                seen = time.monotonic()
            await self._give_up(lambda where: bool(where) and not where & self._there)
            await asyncio.sleep(LOOK_EVERY_S)
        await self._give_up(lambda _: True)
        await asyncio.sleep(LOOK_EVERY_S)
        for task in list(self._under_way):  # a rest that dask has not ended itself
            task.cancel()

    async def _give_up(self, whose: Callable[[set[str]], bool]) -> None:
        """End what is under way and can be played by nobody any more."""
        given_up = [far for far, where in self._under_way.values() if whose(where)]
        if given_up and self._client.status == "running":
            with suppress(OSError, CancelledError):
                await self._client.cancel(given_up, asynchronous=True)


async def new_lock() -> asyncio.Lock:
    """A lock of the loop that it is made in."""
    return asyncio.Lock()


def client_of(at: ClusterAt) -> Client:
    """A connection to the scheduler. Raises ClusterFault if nobody answers there, or somebody else."""
    try:
        import distributed
    except ModuleNotFoundError:
        raise ClusterFault(f"--cluster needs the package distributed. {HOW}") from None
    if at.address.startswith("tls:") and not certified(distributed.Security):
        raise ClusterFault(f"--cluster: {at.address} needs certificates, which {CERTIFICATES}.")
    try:
        socket.create_connection(at.host_and_port(), timeout=ANSWER_S).close()
    except OSError as error:
        why = error.strerror or str(error)
        raise ClusterFault(
            f"--cluster: nobody answers at {at.address} ({why}). Is `dask scheduler` running there?"
        ) from None
    for handler in logging.getLogger("distributed").handlers:
        handler.addFilter(nothing)  # what matters of it is said in words
    made: Future[Client] = Future()
    threading.Thread(target=greet, args=(distributed.Client, at.address, made), daemon=True).start()
    try:
        return made.result(ANSWER_S)
    except Exception as error:
        why = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise ClusterFault(
            f"--cluster: what is at {at.address} does not answer as a dask scheduler of this version "
            f"would within {ANSWER_S:.0f} s ({why})."
        ) from None


def certified(security: Any) -> bool:
    """Whether dask's configuration names certificates that can be read."""
    try:
        return security().get_connection_args("client").get("ssl_context") is not None
    except (OSError, ValueError):
        return False


def greet(client: Any, address: str, made: Future[Client]) -> None:
    """Connect to a scheduler; in a thread, since dask waits for ever for one that takes the line and says nothing."""
    try:
        with quiet():
            made.set_result(
                client(address, timeout=ANSWER_S, set_as_default=False, name="bluelight")
            )
    except Exception as error:
        made.set_exception(error)


def named(what: str) -> str:
    """A key of its own in the scheduler: equal ones of two planners must not be taken for one."""
    return f"{what} {uuid.uuid4().hex[:12]}"


def nothing(_: logging.LogRecord) -> bool:
    """Let no record through."""
    return False


@contextmanager
def quiet() -> Iterator[None]:
    """Without dask's warnings of versions, which are looked at here, and of size."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
