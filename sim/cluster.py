"""A cluster that plays runs: workers on any computers that a dask scheduler has gathered.

The only file that knows dask. Its workers are strangers until each has said that it runs what this computer runs: a
run's digest names the source, so tables from another version would be false.
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
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from geography.parcel import parcel_of
from geography.region import Region
from scenarios.recorded import RecordedCalls
from scenarios.scenario import Scenario
from sim.processes import Finish, Tables
from sim.worker import Briefing, Stranger, fingerprint, play, unlike

Client = Any  # dask's, which is typed in part only
ANSWER_S = 5.0  # how long a scheduler may take to answer
SAY_S = 30.0  # how long its workers may take to say what they run
AGAIN_S = 10.0  # how long a scheduler that was lost may take to come back
ALONE_S = 60.0  # how long there may be no worker at all
LOOK_EVERY_S = 1.0
NAMED = 10
LAST_PORT = 65535
HOW = 'Install it with: pip install "bluelight[cluster]"'
KEPT = "What was finished before is kept: the same command goes on from there."


class ClusterFault(RuntimeError):
    """A cluster that cannot play: its address, its scheduler or a worker is at fault."""


class ClusterLost(RuntimeError):
    """The scheduler or all workers went while a run was under way; it says nothing of the run."""


class WorkersDied(RuntimeError):
    """A run whose worker died, and then every other that it was given to."""


@dataclass(frozen=True)
class ClusterAt:
    """Where a scheduler listens, and how a process names Bluelight's own code. Raises ClusterFault for no address."""

    address: str
    source: Callable[[], str]

    def __post_init__(self) -> None:
        host, port = self.host_and_port()
        if urlsplit(self.address).scheme in ("tcp", "tls") and host and port:
            return
        bare = self.address.rpartition("//")[2].strip("/")
        name, _, number = bare.rpartition(":")
        meant = f"{name}:{number}" if number.isdigit() else f"{bare}:8786"
        sound = (
            bool(bare) and " " not in bare and (not number.isdigit() or int(number) <= LAST_PORT)
        )
        hint = f" Did you mean tcp://{meant}?" if sound else ""
        raise ClusterFault(
            f'--cluster: "{self.address}" is no address of a scheduler. '
            f"Allowed: tcp://HOST:PORT, or tls://HOST:PORT.{hint}"
        )

    def host_and_port(self) -> tuple[str, int]:
        """The host and port; nothing and 0 where the address does not say."""
        try:
            parts = urlsplit(self.address)
            return parts.hostname or "", parts.port or 0
        except ValueError:  # a port that is none
            return "", 0


@dataclass
class Muster:
    """Gathers a cluster for a batch: at its start, and anew when it was lost half way."""

    at: ClusterAt
    region: Region
    place: str
    recorded: RecordedCalls | None
    finish: Finish
    before: bool = False

    def __call__(self, most: int) -> Cluster:
        """A cluster that plays `most` runs at once at most. Raises ClusterFault."""
        until = time.monotonic() + (AGAIN_S if self.before else 0.0)
        while True:
            try:
                cluster = Cluster(self.at, most, self.briefing())
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

    def briefing(self) -> Briefing:
        """What every worker has to know of the batch."""
        here = fingerprint(self.at.source)
        parcel = parcel_of(self.region, self.place)
        return Briefing(parcel, self.recorded, self.finish, self.at.source, here)


class Cluster:
    """The workers of one scheduler. Runs of one that dies are played on another; only all together can be lost."""

    lost: tuple[type[BaseException], ...] = (ClusterLost,)
    blames = False

    def __init__(self, at: ClusterAt, most: int, briefing: Briefing) -> None:
        self._most = most
        self._client = client_of(at)
        self._under_way: dict[asyncio.Task[Any], Any] = {}
        self._strangers: set[str] = set()
        try:
            self._workers = refuse_strangers(self._client, at, briefing.fingerprint)
            with (
                quiet()
            ):  # a county's own roads or calls are larger than dask likes, but are sent once
                self._briefing = self._client.submit(
                    pickle.loads, pickle.dumps(briefing), key=named("briefing"), pure=False
                )
        except BaseException:
            self.close()
            raise
        self._watch = self._in_loop(self._keep_watch())

    @property
    def width(self) -> int:
        """How many can be played at once now: workers may come and go."""
        return max(1, min(self._most, len(self._workers)))

    def submit(self, scenario: Scenario, replication: int) -> Future[Tables]:
        """Play one run when a worker is free. Raises ClusterLost if the scheduler has gone."""
        if self._client.status != "running":
            raise ClusterLost
        if scenario.recorded is not None:
            scenario = scenario.model_copy(update={"recorded": None})
        key = named(f"{scenario.name} {replication}")
        return self._in_loop(self._played(pickle.dumps(scenario), replication, key))

    def close(self) -> None:
        """Leave the cluster; its scheduler and workers stay for the next batch."""
        if hasattr(self, "_watch"):
            self._watch.cancel()
        with suppress(Exception):
            self._client.close(timeout=ANSWER_S)

    def stop(self) -> None:
        """Leave at once: what has not begun never will, and what a worker is playing goes nowhere."""
        self.close()

    def _in_loop(self, coroutine: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._client.loop.asyncio_loop)

    async def _played(self, scenario: bytes, replication: int, key: str) -> Tables:
        """The tables of one run, from whichever worker could play it."""
        from distributed.scheduler import KilledWorker

        task = asyncio.current_task()
        assert task is not None
        try:
            while True:
                others = [name for name in self._workers if name not in self._strangers]
                where = {"workers": others} if self._strangers else {}
                far = self._client.submit(
                    play_here, self._briefing, scenario, replication, key=key, pure=False, **where
                )
                self._under_way[task] = far
                try:
                    return await self._client.gather(far, asynchronous=True)
                except StrangeWorker as stranger:
                    self._leave_out(stranger)
                    key = named(key)
        except KilledWorker as died:
            raise WorkersDied(
                f"{died.allowed_failures + 1} workers died while they played it, one after the other; "
                f"the last was {died.last_worker.address}"
            ) from None
        except (CancelledError, asyncio.CancelledError):
            raise ClusterLost from None
        finally:
            self._under_way.pop(task, None)

    def _leave_out(self, stranger: StrangeWorker) -> None:
        """Give a worker that joined later and runs something else nothing more to play, and say so."""
        if stranger.address not in self._strangers:
            self._strangers.add(stranger.address)
            logging.getLogger(__name__).warning("Left out: %s", stranger)

    async def _keep_watch(self) -> None:
        """See who is there; when the scheduler has gone, or all workers for long, what is under way is lost."""
        seen = time.monotonic()
        while self._client.status == "running" and time.monotonic() - seen < ALONE_S:
            with suppress(OSError, AttributeError):
                self._workers = list(await self._client.scheduler.ncores())
            if set(self._workers) - self._strangers:
                seen = time.monotonic()
            await asyncio.sleep(LOOK_EVERY_S)
        if self._client.status == "running":
            with suppress(OSError, CancelledError):
                await self._client.cancel(list(self._under_way.values()), asynchronous=True)
            await asyncio.sleep(LOOK_EVERY_S)
        for task in list(self._under_way):  # a rest that dask has not ended itself
            task.cancel()


class StrangeWorker(RuntimeError):
    """A worker of the cluster that runs something else; `address` is what the scheduler calls it."""

    def __init__(self, address: str, differs: str) -> None:
        super().__init__(address, differs)
        self.address, self.differs = address, differs

    def __str__(self) -> str:
        """The worker, and what differs."""
        return f"worker {self.address}: {self.differs}"


def play_here(briefing: Briefing, scenario: bytes, replication: int) -> Tables:
    """What a worker is asked to do. Raises StrangeWorker where it runs something else."""
    from distributed import get_worker

    try:
        return play(briefing, scenario, replication)
    except Stranger as differs:
        raise StrangeWorker(get_worker().address, str(differs)) from None


def client_of(at: ClusterAt) -> Client:
    """A connection to the scheduler. Raises ClusterFault if nobody answers there, or somebody else."""
    try:
        import distributed
    except ModuleNotFoundError:
        raise ClusterFault(f"--cluster needs the package distributed. {HOW}") from None
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
        return made.result(2 * ANSWER_S)
    except Exception as error:
        why = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise ClusterFault(
            f"--cluster: what answers at {at.address} does not answer as a dask scheduler of this "
            f"version within {2 * ANSWER_S:.0f} s ({why})."
        ) from None


def greet(client: Any, address: str, made: Future[Client]) -> None:
    """Connect to a scheduler; in a thread, since dask waits for ever for one that takes the line and says nothing."""
    try:
        with quiet():
            made.set_result(
                client(address, timeout=ANSWER_S, set_as_default=False, name="bluelight")
            )
    except Exception as error:
        made.set_exception(error)


def refuse_strangers(client: Client, at: ClusterAt, here: Mapping[str, str]) -> list[str]:
    """The addresses of all workers. Raises ClusterFault if there is none, or one runs something else than here."""
    try:
        workers = list(client.nthreads())
        if not workers:
            raise ClusterFault(
                f"--cluster: the scheduler at {at.address} has no workers. "
                f"Start some: dask worker {at.address} --nthreads 1"
            )
        said = client.run(fingerprint, at.source, on_error="return", callback_timeout=SAY_S)
    except OSError:
        raise ClusterFault(
            f"--cluster: not every worker at {at.address} said within {SAY_S:.0f} s what it runs."
        ) from None
    differs = {f"worker {name}": differing(answer, here) for name, answer in said.items()}
    try:
        answer = client.run_on_scheduler(fingerprint, at.source)
    except Exception as error:
        answer = error
    differs["the scheduler"] = differing(answer, here)
    wrong = [f"  {who}: {what}" for who, what in differs.items() if what]
    if wrong:
        more = [f"  and {len(wrong) - NAMED} more"] if len(wrong) > NAMED else []
        raise ClusterFault(
            "\n".join(
                [
                    f"--cluster: not all at {at.address} run what this computer runs, so tables could be false.",
                    *wrong[:NAMED],
                    *more,
                    "Install the same Bluelight and packages there, and start the worker or scheduler anew.",
                ]
            )
        )
    return workers


def differing(answer: Mapping[str, str] | Exception, here: Mapping[str, str]) -> str:
    """In what an answer differs from here, in words."""
    if isinstance(answer, ImportError):
        return f"Bluelight is missing or is another version ({answer})"
    if isinstance(answer, Exception):
        return f"could not say what it runs ({type(answer).__name__}: {answer})"
    return unlike(answer, here)


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
