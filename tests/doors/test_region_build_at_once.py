"""All that can be told of a build is told together, the folder first; and a folder is never half a region."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bluelight.region_verbs import build_region_folder, built_regions
from geography.build import build_region
from geography.build_folder import write_region
from geography.faults import RegionError
from geography.out_folder import WRITTEN
from tests.doors.planner_files import speeds_text, write_files

ROOT = Path(__file__).parents[2]


def _change(config: Path, *edits: tuple[str, str]) -> None:
    text = config.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    config.write_text(text, encoding="utf-8")


def _faults(config: Path, out: Path | None = None) -> list[str]:
    with pytest.raises(RegionError) as caught:
        build_region_folder(config, out)
    return [str(fault) for fault in caught.value.faults]


def test_config_files_columns_speeds_and_folder_are_told_together(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _change(
        config,
        ("  buffer:", "  sauce: x\n  buffer:"),
        ("deprivation: imd", "deprivation: imb"),
        ("{file: nodes.csv}", "{file: nods.csv}"),
    )
    (tmp_path / "speeds.csv").unlink()
    (tmp_path / "sites.csv").write_text("nam,kind,easting,northing\nA,hospital,1,1\n", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    told = "\n".join(faults := _faults(config, tmp_path / "out"))
    for part in (
        "boundary.sauce\n  Unknown key.",
        "out\n  There is something else in the way",
        'zones.csv has no column "imb"',
        "roads.nodes.file",
        "Did you mean nodes.csv?",
        "speeds.csv\n  This file is missing.",
        'sites.csv has no column "name"',
    ):
        assert part in told
    assert len(faults) == 6


def test_a_config_that_cannot_be_used_still_tells_which_files_are_missing(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _change(config, ("title:", "titel:"), ("file: zones.csv", "file: zoned.csv"))
    (tmp_path / "sites.csv").unlink()
    (tmp_path / "sites.csv").mkdir()
    told = "\n".join(_faults(config, tmp_path / "zones.csv" / "out"))
    assert "title\n  This is missing." in told
    assert "zones.file" in told
    assert "zoned.csv: this file is missing." in told
    assert "sites.csv: this is a folder, not a file." in told
    assert "zones.csv is no folder." in told


def test_a_faulty_boundary_is_the_only_fault(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    _change(config, ("county: Madeshire", "county: Madeshyre"))
    # Both would be faults of a region that had no boundary; here they are another county's.
    with (tmp_path / "sites.csv").open("a", encoding="utf-8") as file:
        file.write("Far Hospital,hospital,570000,300000\nFar Hospital,hospital,570000,300010\n")
    faults = _faults(config)
    assert len(faults) == 1
    assert "Did you mean Madeshire?" in faults[0]


def test_nothing_can_be_written_there(tmp_path: Path) -> None:
    config, out = write_files(tmp_path), tmp_path / "out"

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.TemporaryDirectory", refuse)
        with pytest.raises(RegionError, match=r"Nothing can be written into .*Permission denied"):
            build_region_folder(config, out, said.append)
    assert said == []  # before anything is read


def test_speeds_and_columns_are_told_together(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    (tmp_path / "speeds.csv").write_text(speeds_text(leave_out="minor"), encoding="utf-8")
    _change(config, ("deprivation: imd", "deprivation: imb"))
    told = "\n".join(_faults(config))
    assert "There is no day speed for minor" in told
    assert 'zones.csv has no column "imb"' in told


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    (tmp_path / "zones.csv").unlink()
    (tmp_path / "zones.csv").mkdir()
    told = "\n".join(_faults(config))
    assert "zones.csv is a folder, not a file." in told


def test_a_rebuild_deletes_only_what_a_build_wrote(tmp_path: Path) -> None:
    config, out = write_files(tmp_path), tmp_path / "out"
    build_region_folder(config, out)
    assert {one.name for one in out.iterdir()} <= set(WRITTEN)
    build_region_folder(config, out)
    (out / "my notes.md").write_text("a week's work", encoding="utf-8")
    told = "\n".join(_faults(config, out))
    assert "A rebuild would delete what this command did not write: my notes.md." in told
    assert (out / "my notes.md").read_text(encoding="utf-8") == "a week's work"


def test_what_a_killed_build_left_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write_files(tmp_path / "files")
    monkeypatch.chdir(tmp_path)
    build_region_folder(config)
    regions = tmp_path / "regions"
    stale = regions / ".madeshire-01234567-making"
    other = regions / ".madeshire_2-01234567-making"
    for folder in (stale, other):
        folder.mkdir()
        (folder / "region.yaml").write_text("title: half\n", encoding="utf-8")
    assert built_regions() == [str(Path("regions") / "madeshire")]
    build_region_folder(config)
    assert not stale.exists()
    assert other.exists()
    # Killed between its two renamings: the older region is there, under another name only.
    before = (regions / "madeshire" / "links.parquet").read_bytes()
    (regions / "madeshire").rename(regions / ".madeshire-89abcdef-older")
    built = build_region(config)
    object.__setattr__(built, "zone_node", None)  # so that writing fails
    with pytest.raises(AttributeError):
        write_region(built, regions / "madeshire")
    assert (regions / "madeshire" / "links.parquet").read_bytes() == before
    assert not (regions / ".madeshire-89abcdef-older").exists()


SLOW = """
import sys, time
import geography.build_folder as folder
write = folder._write_yaml
def slow(built, path):
    print("writing", flush=True)
    time.sleep(60)
folder._write_yaml = slow
from bluelight.cli import app
app(["region", "build", "files/madeshire.yaml"])
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows ends a process without telling it")
def test_a_build_told_to_stop_leaves_nothing(tmp_path: Path) -> None:
    write_files(tmp_path / "files")
    words = [sys.executable, "-c", SLOW]
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, cwd=tmp_path, env=where, stdout=subprocess.PIPE) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == b"writing\n"
        began = time.monotonic()
        build.send_signal(signal.SIGTERM)
        assert build.wait(timeout=30) == 143
        assert time.monotonic() - began < 30
    assert list((tmp_path / "regions").iterdir()) == []


def test_files_of_one_name_in_two_folders_both_have_checksums(tmp_path: Path) -> None:
    config = write_files(tmp_path)
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        text = (tmp_path / "sites.csv").read_text(encoding="utf-8").replace("ton ", f"ton {name} ")
        (tmp_path / name / "list.csv").write_text(text, encoding="utf-8")
    block = config.read_text(encoding="utf-8").split("sites:\n")[1].split("areas:")[0]
    both = "".join(block.replace("sites.csv", f"{name}/list.csv") for name in ("north", "south"))
    _change(config, (block, both))
    build_region_folder(config, tmp_path / "out")
    report = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    sums = {report["files"][f"{name}/list.csv"]["sha256"] for name in ("north", "south")}
    assert len(sums) == 2
    sources = (tmp_path / "out" / "SOURCES.md").read_text(encoding="utf-8")
    assert "`north/list.csv`" in sources
    assert "`south/list.csv`" in sources
