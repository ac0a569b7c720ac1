"""Files of a study that are no YAML, in another encoding, empty or mistyped anywhere: no traceback."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from scenarios.faults import Fault, StudyFault
from scenarios.load import load_study
from tests.doors.small_study import KIT, STUDY, copy_of
from tests.doors.study_faults import faults_of, tinyshire


def test_a_catalogue_file_that_is_not_yaml_is_told_with_the_study_s_own_faults(
    tmp_path: Path,
) -> None:
    folder = copy_of(tmp_path, (KIT, "  pump: {", "  pump: {{"), (STUDY, "days: 14", "days: 0"))
    told = [fault.mark.file.rpartition("/")[2] for fault in faults_of(folder)]
    assert told == [KIT, STUDY]


def test_a_file_in_another_encoding_says_from_which_line(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    text = (folder / STUDY).read_bytes()
    (folder / STUDY).write_bytes(text.replace(b"Tinyshire:", "Tünyshire:".encode("latin-1")))
    assert str(faults_of(folder)[0]).splitlines()[0].endswith("study.yaml:3")
    (folder / STUDY).write_bytes(text.decode().encode("utf-16"))
    assert "not UTF-8" in str(faults_of(folder)[0])


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path, ends: bytes) -> None:
    folder = copy_of(tmp_path)
    text = (folder / STUDY).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ends)
    (folder / STUDY).write_bytes(b"\xef\xbb\xbf" + text)
    assert load_study(str(folder)).name == "small"
    (folder / STUDY).write_bytes(b"\xef\xbb\xbf" + text.replace(b"seed: 7", b"sead: 7"))
    assert [fault.mark.line for fault in faults_of(folder)] == [11]


@pytest.mark.parametrize(
    "text", ["", "# nothing but a remark\n", "- a\n- list\n", "a word\n", "{}"]
)
def test_a_file_without_keys(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    for fault in faults_of(tmp_path / "x.yaml"):
        assert (fault.mark.line, fault.mark.column) == (1, 1)


VALUES = (
    "", "null", "true", "-1", "0", "1.5", "1e309", ".nan", '"x"', "[]", "{}", "[1, 2]", "{a: b}",
    "text", "2014-05-05", "25:00", "*near", "&a 1", "!!python/none x", "- 1", "[[]]", "{[1]: 2}",
    "12345678901234567890", "'", "|", "%a", "@b", "[null]", "2014-05-05T10:00:00", "{null: 1}",
    "{1: 2}", "{true: 1}", "0x1F", "<<: {}",
)  # fmt: skip


SIGNS = "{}[]:,&*#\"'\t@!|>%0aé\x00-"


def mutated(text: str, luck: random.Random) -> str:
    """A text with one to three lines deleted, doubled, moved, or with another value."""
    lines = text.split("\n")
    for _ in range(luck.randint(1, 3)):
        at = luck.randrange(len(lines))
        line, other = lines[at], luck.randrange(len(lines))
        match luck.randrange(7):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(at, line)
            case 2 if ":" in line:
                lines[at] = line.split(":")[0] + ": " + luck.choice(VALUES)
            case 3:
                lines[at] = " " * luck.randint(0, 8) + line.strip()
            case 4:
                lines[at], lines[other] = lines[other], line
            case 5 if line:
                place = luck.randrange(len(line))
                lines[at] = line[:place] + luck.choice(SIGNS) + line[place + 1 :]
            case 6 if "," in line:
                parts = line.split(",")
                parts[luck.randrange(len(parts))] = " x: " + luck.choice(VALUES)
                lines[at] = ",".join(parts)
    return "\n".join(lines)


def test_whatever_is_typed_there_is_no_traceback(tmp_path: Path) -> None:
    folder, luck = copy_of(tmp_path), random.Random(2014)  # noqa: S311
    whole = {file: (folder / file).read_text(encoding="utf-8") for file in (STUDY, KIT)}
    stop_at = time.monotonic() + 12
    for _ in range(100):
        file = luck.choice((STUDY, STUDY, KIT))
        text = mutated(whole[file], luck)
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
        found: list[Fault] = []
        try:
            load_study(str(folder), tinyshire())
        except StudyFault as error:
            found = error.faults
        except Exception as error:
            raise AssertionError(text) from error
        for fault in found:
            assert fault.mark.line, (str(fault), text)
        (folder / file).write_text(whole[file], encoding="utf-8", newline="\n")
        if time.monotonic() > stop_at:
            break
