"""The project's own rules: which room may import which, what is packed, what the README promises."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
import tomllib
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.doors.small_study import planner_types

ROOT = Path(__file__).parents[2]
ROOMS = ("geography", "scenarios", "sim", "results", "bluelight")
FEW_LINES = 400
CHEAP = ("studies", "check", "measures", "--help")


@cache
def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def files_of_project() -> list[Path]:
    """Every text file that a clone has."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_imports_only_point_left() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()",
         "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"Contracts: [4-9] kept, 0 broken", ended.stdout), ended.stdout


def test_everything_that_the_code_reads_is_packed() -> None:
    told = settings()["tool"]["setuptools"]["package-data"]
    for room in ROOMS:
        data = [p for p in files_of_project() if p.relative_to(ROOT).parts[0] == room
                and p.suffix not in (".py", ".md")]  # fmt: skip
        for path in data:
            inside = path.relative_to(ROOT / room).as_posix()
            patterns = [pattern.replace("**/", "*") for pattern in told.get(room, [])]
            assert any(fnmatch.fnmatch(inside, pattern) for pattern in patterns), path


def test_every_room_is_packed() -> None:
    include = settings()["tool"]["setuptools"]["packages"]["find"]["include"]
    for room in ROOMS:
        assert any(fnmatch.fnmatch(room, pattern) for pattern in include)
        for folder in {p.parent for p in (ROOT / room).rglob("*.py")}:
            assert (folder / "__init__.py").is_file(), folder


def test_the_named_readme_and_licences_are_there() -> None:
    project = settings()["project"]
    for name in (project["readme"], *project["license-files"]):
        assert (ROOT / name).is_file(), name


def readme_commands() -> list[str]:
    """The `bluelight …` lines of the README's fenced blocks."""
    readme = ROOT / "README.md"
    if not readme.is_file():
        return []
    blocks = re.findall(r"```\w*\n(.*?)```", readme.read_text(encoding="utf-8"), flags=re.S)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    words = [line.removeprefix(".venv/bin/") for line in lines]
    return [line for line in words if line.startswith("bluelight ")]


def test_readme_commands_are_words_that_the_command_line_knows() -> None:
    if not (ROOT / "README.md").is_file():
        pytest.skip("no README.md")
    from typer.main import get_command

    from bluelight.cli import app

    verbs = get_command(app).commands  # type: ignore[attr-defined]
    assert readme_commands()
    for line in readme_commands():
        verb, *rest = line.split()[1:]
        if verb.startswith("-"):
            continue
        assert verb in verbs, line
        with verbs[verb].make_context(verb, rest, resilient_parsing=False):
            pass


def test_cheap_readme_commands_run() -> None:
    if not (ROOT / "README.md").is_file():
        pytest.skip("no README.md")
    cheap = [line for line in dict.fromkeys(readme_commands()) if line.split()[1] in CHEAP]
    assert cheap
    for line in cheap:
        ended = planner_types(*line.split()[1:])
        assert ended.returncode == 0, line + ended.stderr
        assert ended.stdout.strip(), line


def test_links_between_documents_lead_somewhere() -> None:
    for path in files_of_project():
        if path.suffix == ".md":
            for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
                drawn_later = (
                    link.startswith("docs/images/") and not (ROOT / "docs/images").is_dir()
                )
                if "://" not in link and not link.startswith("mailto:") and not drawn_later:
                    assert (path.parent / link).exists(), f"{path.relative_to(ROOT)}: {link}"


# Spelled so that this file does not find itself.
FOREIGN = (
    r"/" + r"work/", r"/" + r"home/\w+", r"/" + r"Users/\w+", r"C:\\" + r"Users",
    r"/" + r"root\b", r"\b10\.\d+\.\d+\.\d+\b", r"\b192\.168\.", r"index" + r"-url",
    r"extra-" + r"index", r"\bclau" + r"de\b", r"\banthro" + r"pic\b", r"\bchat" + r"gpt\b",
    r"\bsub-?" + r"agent", r"work" + r"tree",
)  # fmt: skip


def test_no_file_names_a_machine_or_how_it_was_written() -> None:
    found = []
    for path in files_of_project():
        if path.suffix.lower() in (".png", ".parquet", ".ico", ".docx", ".pdf"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern in FOREIGN:
            for hit in re.finditer(pattern, text, flags=re.IGNORECASE):
                line = text.count("\n", 0, hit.start()) + 1
                found.append(f"{path.relative_to(ROOT)}:{line}: {hit.group()}")
    assert not found


def test_files_are_short() -> None:
    """A list to mind, not a rule to fail by: only far too long is a fault."""
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
    }
    long = {name: lines for name, lines in lengths.items() if lines > FEW_LINES}
    if long:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"over {FEW_LINES} lines: {long}", stacklevel=1)
    assert not {name for name, lines in long.items() if lines > 1.5 * FEW_LINES}


def test_names_are_a_control_room_s() -> None:
    banned = {"utils", "helpers", "manager", "base", "common", "misc", "util", "helper"}
    assert not [p for room in ROOMS for p in (ROOT / room).rglob("*.py") if p.stem in banned]
