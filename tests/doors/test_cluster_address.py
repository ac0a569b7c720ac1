"""An address of a cluster at which nobody answers, or somebody else, or that is none: said before all else."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bluelight import cli
from results.digest import code_digest
from sim import cluster
from sim.roll_call import ClusterAt, ClusterFault
from tests.doors.small_study import SMALL, planner_types


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("localhost:8786", "Did you mean tcp://localhost:8786?"),
        ("control", "Did you mean tcp://control:8786?"),
        ("http://control:8787", "Did you mean tcp://control:8787?"),
        ("tcp://control:99999", "HOST:PORT."),
        ("tcp://", "HOST:PORT."),
        ("", "HOST:PORT."),
    ],
)
def test_what_is_no_address_says_what_was_meant(address: str, hint: str) -> None:
    with pytest.raises(ClusterFault) as caught:
        ClusterAt(address, code_digest)
    assert f'"{address}" is no address of a scheduler. Allowed: tcp://HOST:PORT' in str(
        caught.value
    )
    assert str(caught.value).endswith(hint)


@pytest.mark.parametrize("verb", ["run", "sweep"])
def test_an_address_that_does_not_answer_is_said_in_a_line(verb: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    at = f"tcp://127.0.0.1:{port}"
    words = (verb, SMALL, "--out", tmp_path / "out", "--cluster", at)
    if verb == "run":
        ended = planner_types(*words)
        status, said = ended.returncode, ended.stderr
    else:  # the same, without a process of its own
        here = CliRunner().invoke(cli.app, [str(word) for word in words])
        status, said = here.exit_code, here.stderr
    assert status == 1
    (line,) = said.strip().splitlines()
    assert line.startswith(f"--cluster: nobody answers at {at} (")
    assert not list((tmp_path / "out").rglob("*.parquet"))


def refused(at: str) -> str:
    with pytest.raises(ClusterFault) as caught:
        cluster.client_of(ClusterAt(at, code_digest))
    return str(caught.value)


def test_what_is_no_scheduler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER_S", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        at = f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
        assert f"what is at {at} does not answer as a dask scheduler" in refused(at)
        assert "needs certificates" in refused(at.replace("tcp", "tls"))


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    assert 'pip install "bluelight[cluster]"' in refused("tcp://127.0.0.1:8786")
