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
from collections.abc import Iterator, Set
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
from sim.worker import Briefing, NotBriefed, brief, play

ANSWER_S = 10.0  # how long a scheduler may take to answer
AGAIN_S = 10.0  # how long a scheduler that was lost may take to come back
ALONE_S = 60.0  # how long there may be no worker at all
LOOK_EVERY_S = 1.0
DEATHS = 3  # under so many workers that died, one after the other, a run is to blame itself
HOW = 'Install it with: pip install "bluelight[cluster]"'
CERTIFICATES = "dask's configuration does not name, or that cannot be read (docs/cluster.md)"
KEPT = "What was finished before is kept: the same command goes on from there."


class ClusterLost(RuntimeError):
    """The scheduler or all workers went while a run was under way; it says nothing of the run."""


class WorkerGone(RuntimeError):
    """The worker that played a run is there no more; the run may be to blame, or not."""


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
    """The workers of one scheduler. A run whose worker dies is played on another; only all together can be lost.

    Each worker is given one run at a time, by its address: were the scheduler to share them out, some would wait behind
    another at one worker, and would be blamed with it when that worker dies of it.
    """

    lost: tuple[type[BaseException], ...] = (ClusterLost,)
    blames = False

    def __init__(self, at: ClusterAt, most: int, briefing: Briefing) -> None:
        self._most = most
        self._batch, self._packed = named("batch"), briefing.packed()
        self._asked, self._here = (briefing.source, briefing.region), briefing.fingerprint()
        self._strangers: set[str] = set()
        self._briefed: set[str] = set()
        self._given_to: dict[str, Any] = {}  # by worker; nothing while it is being briefed
        self._runs: set[asyncio.Task[Any]] = set()  # those that wait for a worker too
        self._freed = asyncio.Event()
        self._over = False
        self._watch: Future[Any] | None = None
        self._client = client_of(at)
        try:
            self._known = refuse_strangers(self._client, at, self._asked)
        except BaseException:
            self.close()
            raise
        self._there = set(self._known)
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
        if self._watch is not None:
            self._watch.cancel()
        with suppress(Exception):
            self._client.loop.asyncio_loop.call_soon_threadsafe(self._end)
            self._client.close(timeout=ANSWER_S)
        for handler in logging.getLogger("distributed").handlers:
            handler.removeFilter(nothing)

    def stop(self) -> None:
        """Leave at once: what has not begun never will, and what a worker is playing goes nowhere."""
        self.close()

    def _in_loop(self, coroutine: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._client.loop.asyncio_loop)

    async def _played(self, scenario: bytes, replication: int, what: str) -> Tables:
        """The tables of one run. Raises what it raised, WorkersDied if one after the other died, or ClusterLost."""
        died: list[str] = []
        with self._under_way():
            while len(died) < DEATHS:
                worker = await self._free_worker()
                try:
                    return await self._given(worker, scenario, replication, what)
                except ClusterLost:
                    raise
                except WorkerGone:
                    self._there.discard(worker)  # until it is seen again
                    died.append(worker)
                except NotBriefed:
                    self._briefed.discard(worker)
                except Exception:
                    with suppress(OSError):
                        await self._ask([worker])
                    if worker not in self._strangers:
                        raise
                finally:
                    self._let_go(worker)
        raise WorkersDied(
            f"{len(died)} workers died while they played it, one after the other; the last was {died[-1]}"
        )

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        """Be known as a run that ends in ClusterLost when it is given up."""
        this = asyncio.current_task()
        assert this is not None
        self._runs.add(this)
        try:
            yield
        except asyncio.CancelledError:
            raise ClusterLost from None
        finally:
            self._runs.discard(this)

    async def _free_worker(self) -> str:
        """A worker that plays nothing for this batch, from now on taken; waits for one. Raises ClusterLost."""
        while self._client.status == "running" and not self._over:
            free = (self._known & self._there) - self._given_to.keys()
            if free:
                worker = min(free)
                self._given_to[worker] = None
                return worker
            self._freed.clear()
            await self._freed.wait()
        raise ClusterLost

    def _let_go(self, worker: str) -> None:
        del self._given_to[worker]
        self._freed.set()

    async def _given(self, worker: str, scenario: bytes, replication: int, what: str) -> Tables:
        """The tables of one run from one worker. Raises what it raised, NotBriefed, WorkerGone or ClusterLost."""
        from distributed.scheduler import KilledWorker

        await self._brief(worker)
        far = self._client.submit(
            play, self._batch, scenario, replication, key=named(what), pure=False, workers=[worker]
        )
        self._given_to[worker] = far
        try:
            return await self._client.gather(far, asynchronous=True)
        except KilledWorker:  # before anybody has looked
            raise WorkerGone from None
        except CancelledError:
            raise (ClusterLost if worker in self._there else WorkerGone) from None

    async def _brief(self, worker: str) -> None:
        """Send what all runs need, once a worker. Raises NotBriefed if the worker cannot be reached."""
        if worker in self._briefed:
            return
        try:
            await self._client.run(
                brief, self._batch, self._packed, workers=[worker], asynchronous=True
            )
        except OSError:
            self._there.discard(worker)  # until it is seen again
            raise NotBriefed from None
        self._briefed.add(worker)

    async def _look(self) -> None:
        """See who is there, let nobody play who has joined since and runs something else, and end what nobody plays."""
        self._there = set(await self._client.scheduler.ncores())
        for those in (self._known, self._strangers, self._briefed):
            those.intersection_update(self._there)
        await self._give_up(self._given_to.keys() - self._there)
        new = sorted(self._there - self._known - self._strangers)
        if new:
            await self._ask(new)
        self._freed.set()

    async def _ask(self, workers: list[str]) -> None:
        """Ask workers what they run, and tell those who may play from strangers."""
        said = await asyncio.wait_for(say(self._client, self._asked, workers), SAY_S)
        for name, answer in said.items():
            differs = differing(answer, self._here)
            ours, other = self._known, self._strangers
            (other if differs else ours).add(name)
            (ours if differs else other).discard(name)
            if differs:
                logging.getLogger(__name__).warning("Left out: worker %s: %s", name, differs)

    async def _give_up(self, workers: Set[str]) -> None:
        """End what these were given: nobody will hear of it any more."""
        given = [far for worker, far in self._given_to.items() if far and worker in workers]
        if given and self._client.status == "running":
            await self._client.cancel(given, asynchronous=True)

    async def _keep_watch(self) -> None:
        """Look often; when the scheduler has gone, or for long all workers, what is under way is lost."""
        seen = time.monotonic()
        while self._client.status == "running" and time.monotonic() - seen < ALONE_S:
            with suppress(OSError, AttributeError, CancelledError):
                await self._look()
            if self._known & self._there:
                seen = time.monotonic()
            await asyncio.sleep(LOOK_EVERY_S)
        self._end()
        with suppress(OSError, CancelledError):
            await self._give_up(self._given_to.keys())
        await asyncio.sleep(LOOK_EVERY_S)
        for run in list(self._runs):  # a rest that dask has not ended itself
            run.cancel()

    def _end(self) -> None:
        """Nothing more can be played."""
        self._over = True
        self._freed.set()


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
