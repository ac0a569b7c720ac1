"""Who is on a cluster: its address, and whether all of its processes run what this computer runs.

A run's digest names the source, so tables from another version would be false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sim.worker import fingerprint, unlike

SAY_S = 30.0  # how long workers may take to say what they run
NAMED = 10
LAST_PORT = 65535

Client = Any  # dask's, which is typed in part only
Asked = tuple[
    Callable[[], str], str
]  # how a process names its code, and the bundled region that is played


class ClusterFault(RuntimeError):
    """A cluster that cannot play: its address, its scheduler or a worker is at fault."""


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


def refuse_strangers(client: Client, at: ClusterAt, asked: Asked) -> set[str]:
    """The addresses of all workers. Raises ClusterFault if there is none, or one runs something else than here."""
    try:
        if not client.nthreads():
            raise ClusterFault(
                f"--cluster: the scheduler at {at.address} has no workers. "
                f"Start some: dask worker {at.address} --nthreads 1"
            )
        said = dict(client.sync(say, client, asked, None, callback_timeout=SAY_S))
    except OSError:
        raise ClusterFault(
            f"--cluster: not every worker at {at.address} said within {SAY_S:.0f} s what it runs."
        ) from None
    here = fingerprint(*asked)
    differs = {f"worker {name}": differing(answer, here) for name, answer in said.items()}
    try:
        answer = client.run_on_scheduler(fingerprint, *asked)
    except Exception as error:
        answer = error
    differs["the scheduler"] = differing(answer, here)
    wrong = [f"  {who}: {what}" for who, what in differs.items() if what]
    if wrong:
        more = [f"  and {len(wrong) - NAMED} more"] if len(wrong) > NAMED else []
        first = f"--cluster: not all at {at.address} run what this computer runs, so tables could be false."
        last = (
            "Install the same Bluelight and packages there, and start the worker or scheduler anew."
        )
        raise ClusterFault("\n".join([first, *wrong[:NAMED], *more, last]))
    return set(said)


async def say(
    client: Client, asked: Asked, workers: list[str] | None
) -> Mapping[str, Mapping[str, str] | Exception]:
    """What each worker says that it runs, or why it could not say."""
    said: Mapping[str, Any] = await client.run(
        fingerprint, *asked, workers=workers, on_error="return", asynchronous=True
    )
    return said


def differing(answer: Mapping[str, str] | Exception, here: Mapping[str, str]) -> str:
    """In what an answer differs from here, in words."""
    if isinstance(answer, ImportError):
        return f"Bluelight is missing or is another version ({answer})"
    if isinstance(answer, Exception):
        return f"could not say what it runs ({type(answer).__name__}: {answer})"
    return unlike(answer, here)
