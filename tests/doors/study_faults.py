"""What is wrong with a study on disk, and where a word of it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from geography.region import Region, load_region
from scenarios.faults import Fault, StudyFault
from scenarios.load import load_study
from tests.doors.small_study import SMALL

Edit = tuple[str, str, str]


@cache
def tinyshire() -> Region:
    return load_region(SMALL / "tinyshire")


def faults_of(study: Path, region: Region | None = None) -> list[Fault]:
    with pytest.raises(StudyFault) as caught:
        load_study(str(study), region)
    return caught.value.faults


def place_of(folder: Path, file: str, word: str) -> str:
    """`file:line:column` of the first place where a word stands."""
    text = (folder / file).read_text(encoding="utf-8")
    before = text[: text.index(word)]
    return f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
