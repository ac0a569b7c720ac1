"""The replay as a councillor uses it: opened offline, played, scrubbed, a vehicle and a call picked by keyboard."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from ruamel.yaml import YAML

import bluelight
from benchmarks.towns import ambulance_town
from geography.region import Region, load_region
from tests.doors.small_study import STUDY, copy_of, planner_types

DAY, HOURS, STARTS = "2014-05-07", 24, 9  # past midnight
FROM_S = (1 + 2) * 86_400 + STARTS * 3_600  # a day of warm-up, then the third counted day
OPTIONS = ("today", "operative")
GRID = re.compile(r"at (-?\d+) E (-?\d+) N")


def asked(folder: Path, **replay: Any) -> Path:
    """A copy of the small study that asks for some replay."""
    copy = copy_of(folder)
    yaml, path = YAML(), copy / STUDY
    data = yaml.load(path.read_text(encoding="utf-8"))
    data["report"]["replay"] = replay
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(data, file)
    return path


@dataclass
class Played:
    folder: Path
    region: Region

    def log(self, option: str) -> pd.DataFrame:
        return pd.read_parquet(self.folder / "logs" / option / "0.parquet")

    def page(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")

    def data(self) -> dict[str, Any]:
        found = re.search(r'id="replay-data">(.*?)</script>', self.page(), re.DOTALL)
        assert found
        data: dict[str, Any] = json.loads(found[1])
        return data

    def vehicle_events(self, option: str) -> pd.DataFrame:
        """The events of vehicles in the replay's hours, of several at one instant the last."""
        log, units = self.log(option), pd.read_parquet(self.folder / "units" / f"{option}.parquet")
        then = (log["at_s"] >= FROM_S) & (log["at_s"] < FROM_S + HOURS * 3600)
        mine = log[then & log["unit"].isin(units["unit"]) & log["node"].notna()]
        names = dict(zip(units["unit"], units["name"], strict=True))
        named = mine.assign(name=mine["unit"].astype(str).map(names))
        return named.drop_duplicates(["unit", "at_s"], keep="last")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("replay")
    ask = {"day": DAY, "from": f"{STARTS:02d}:00", "hours": HOURS, "options": ["operative"]}
    study = asked(folder, **ask)
    bluelight.run(str(study), folder / "run", replications=1, days=5, quick=True)
    return Played(folder / "run", load_region(folder / "small" / "tinyshire"))


def numbers(text: str, kind: str) -> NDArray[Any]:
    return np.frombuffer(base64.b64decode(text), kind).astype(np.float64)


class Unpacked:
    """The page's data read as the page reads it."""

    def __init__(self, data: dict[str, Any], option: int) -> None:
        self.west, self.south, self.step_m = data["grid"]
        ways = data["ways"]
        self.share = numbers(ways["share"], "<u2") / 65_535
        self.x = self.west + numbers(ways["x"], "<u2") * self.step_m
        self.y = self.south + numbers(ways["y"], "<u2") * self.step_m
        self.first = np.concatenate([[0], np.cumsum(numbers(ways["count"], "<u2"))]).astype(int)
        steps = data["options"][option]["steps"]
        self.unit, self.at_s = numbers(steps["unit"], "<u2"), numbers(steps["at"], "<i4") / 10
        self.way = numbers(steps["way"], "<i4").astype(int)

    def where(self, unit: int, at_s: float) -> tuple[float, float]:
        mine = np.flatnonzero(self.unit == unit)
        place = max(int(np.searchsorted(self.at_s[mine], at_s + 0.051, side="right")) - 1, 0)
        step = mine[place]
        until = self.at_s[mine[place + 1]] if place + 1 < len(mine) else np.inf
        gone = (at_s - self.at_s[step]) / (until - self.at_s[step])
        part = slice(self.first[self.way[step]], self.first[self.way[step] + 1])
        share = self.share[part]
        return (
            float(np.interp(gone, share, self.x[part])),
            float(np.interp(gone, share, self.y[part])),
        )


@pytest.mark.parametrize("option", OPTIONS)
def test_the_pages_data_has_each_vehicle_where_the_log_has_it(played: Played, option: str) -> None:
    data = played.data()
    assert [one["name"] for one in data["options"]] == list(OPTIONS)
    assert (data["day"], data["begins_s"], data["length_s"]) == (
        "Wednesday 7 May 2014",
        STARTS * 3600,
        HOURS * 3600,
    )
    found = Unpacked(data, OPTIONS.index(option))
    names = [vehicle[0] for vehicle in data["vehicles"]]
    events = played.vehicle_events(option)
    assert len(events) > 50
    for event in events.itertuples():
        x, y = found.where(names.index(event.name), event.at_s - FROM_S)
        away_m = np.hypot(*(played.region.roads.xy[event.node] - (x, y)))
        assert away_m < found.step_m + 4.0, (event.name, event.kind, away_m)  # 0.1 s at 40 m/s


@pytest.mark.parametrize("option", OPTIONS)
def test_the_pages_calls_are_first_reached_as_measured(played: Played, option: str) -> None:
    data, log = played.data(), played.log(option)
    arrived = log[(log["kind"] == "unit_arrived").to_numpy()].groupby("call")["at_s"].min()
    first = numbers(data["options"][OPTIONS.index(option)]["first"], "<i4")
    assert len(data["calls"]) > 5
    for call, at in zip(data["calls"], first, strict=True):
        if call[0] in arrived.index:
            assert at / 10 == pytest.approx(arrived[call[0]] - FROM_S, abs=0.051)
        else:
            assert at == 2**31 - 1


def test_the_page_is_small_and_fetches_nothing(played: Played) -> None:
    assert (played.folder / "report.html").stat().st_size < 15_000_000
    assert len(json.dumps(played.data())) < 2_000_000
    assert not re.search(r"<script[^>]*\bsrc=|<link[^>]*stylesheet", played.page())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def opened(browser: Any, played: Played, **how: Any) -> Any:
    """The report opened offline; an error of a script, or anything asked of the network, fails the test."""
    page = browser.new_context(offline=True, **how).new_page()
    page.said = []
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("console", lambda message: page.said.append(message.text))
    page.goto((played.folder / "report.html").as_uri())
    return page


def test_it_plays_and_scrubs_by_keyboard(browser: Any, played: Played) -> None:
    page = opened(browser, played)
    clock, scrub = page.locator("#replay .clock"), page.locator("#replay .scrub")
    scrub.focus()
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('#replay .clock').textContent === '09:00:00'")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#replay .clock').textContent === '09:01:00'")
    page.locator("#replay canvas").last.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("document.querySelector('#replay .clock').textContent === '09:11:00'")
    page.keyboard.press(" ")
    assert page.locator("#replay .play").text_content() == "Pause"
    page.wait_for_function("document.querySelector('#replay .clock').textContent > '09:11:05'")
    page.keyboard.press(" ")
    assert page.locator("#replay .play").text_content() == "Play"
    stopped = clock.text_content()
    assert scrub.get_attribute("aria-valuetext") == stopped[:5]
    page.wait_for_timeout(150)
    assert clock.text_content() == stopped
    scrub.focus()
    page.keyboard.press("End")
    page.wait_for_function(
        "document.querySelector('#replay .clock').textContent === '09:00:00 next day'"
    )
    assert not page.said


WATCH = """
window.drawn = [];
for (const name of ["fillText", "strokeText", "drawImage"]) {
  const kind = CanvasRenderingContext2D.prototype, before = kind[name];
  kind[name] = function (...how) {
    const what = name === "drawImage" ? "" : how[0];
    window.drawn.push([this.canvas.isConnected, name, what, this.lineWidth, this.strokeStyle]);
    return before.apply(this, how);
  };
}
"""
"""Notes what is written and laid on the map, in order: on the map itself or on a layer, what, and with which line."""


def test_names_stand_above_the_vehicles_with_a_halo(browser: Any, played: Played) -> None:
    """The layer of names is laid on the map after the last vehicle, and each name has white around it."""
    page = browser.new_context(offline=True).new_page()
    page.add_init_script(WATCH)
    page.goto((played.folder / "report.html").as_uri())
    page.wait_for_function(
        "window.drawn.some(([here, how, what]) => here && how === 'fillText' && what === 'F')"
    )
    drawn = page.evaluate("window.drawn")
    on_map = [(how, what) for here, how, what, *_ in drawn if here]
    starts = [n for n, (how, _) in enumerate(on_map) if how == "drawImage"][::2]
    one = on_map[starts[-1] :]
    layers = [n for n, (how, _) in enumerate(one) if how == "drawImage"]
    vehicles = [
        n for n, (how, what) in enumerate(one) if how == "fillText" and what in ("F", "A", "P")
    ]
    assert len(layers) == 2
    assert layers[0] < min(vehicles)
    assert max(vehicles) < layers[1]
    names = {what for here, how, what, *_ in drawn if not here and how == "fillText"} - {"H", "N"}
    haloed = {what for here, how, what, width, colour in drawn
              if not here and how == "strokeText" and width >= 3 and colour == "#ffffff"}  # fmt: skip
    places = {name for name in names if not re.fullmatch(r"[\d.]+ k?m", name)}
    assert len(places) >= 3
    assert places <= haloed


@pytest.mark.parametrize("wide", [1280, 1024])
def test_the_lines_of_calls_are_whole(browser: Any, played: Played, wide: int) -> None:
    """No line of the list of calls is wider than the list, with the longest words that a call of a study has."""
    page = browser.new_context(offline=True, viewport={"width": wide, "height": 900}).new_page()
    page.goto((played.folder / "report.html").as_uri())
    page.evaluate("""() => {
      const list = document.getElementById("replay-calls"), line = list.querySelector("option:last-of-type");
      line.textContent = "22:11 the day before, 12 min 16 s later: a medical emergency (Green, not life-threatening), "
        + "at Northampton General Hospital (SP7655)";
    }""")
    inside, needed = page.evaluate("""() => {
      const list = document.getElementById("replay-calls"), pen = document.createElement("canvas").getContext("2d");
      const look = getComputedStyle(list);
      pen.font = `${look.fontSize} ${look.fontFamily}`;
      const wide = [...list.querySelectorAll("option")].map((one) => pen.measureText(one.textContent).width);
      return [list.clientWidth, Math.max(...wide) + 30];
    }""")
    assert needed <= inside


def test_a_vehicle_is_picked_by_keyboard_and_is_where_the_log_has_it(
    browser: Any, played: Played
) -> None:
    page = opened(browser, played)
    vehicles = page.locator("#replay-vehicles")
    vehicles.focus()
    page.keyboard.press("Home")
    name = vehicles.locator("option:checked").text_content()
    assert page.locator("#replay .summary").get_attribute("aria-live") == "polite"
    assert name in page.locator("#replay .summary").text_content()
    story = page.locator("#replay .story").text_content()
    events = played.vehicle_events("today")
    mine = events[(events["name"] == name).to_numpy()]
    assert len(mine) >= 4
    assert f"{name} is at the scene." in story
    for event in mine[(mine["kind"] == "unit_arrived").to_numpy()].itertuples():
        page.evaluate(
            "at => { const s = document.querySelector('#replay .scrub'); s.step = 'any'; s.value = at; "
            "s.dispatchEvent(new Event('input')); }",
            event.at_s - FROM_S + 1.0,
        )
        page.wait_for_timeout(60)
        now = page.locator("#replay .now").text_content()
        assert "at the scene" in now
        east, north = (float(number) for number in GRID.search(now).groups())
        assert np.hypot(*(played.region.roads.xy[event.node] - (east, north))) < 6.0
    assert not page.said


def test_a_call_is_picked_by_keyboard_and_its_story_is_that_of_tell(
    browser: Any, played: Played
) -> None:
    page = opened(browser, played)
    calls = page.locator("#replay-calls")
    calls.focus()
    page.keyboard.press("End")
    said = page.locator("#replay .summary").text_content()
    number = int(re.search(r"Call (\d+)", said)[1])
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)
    lines = page.locator("#replay .story li").all_text_contents()
    told = [
        re.sub(r"^ *(\d\d:\d\d:\d\d) +(\+\d+:\d\d)? +", r"\1 ", line)
        for option in OPTIONS
        for line in bluelight.tell(played.folder, number, option=option).splitlines()
        if re.match(r"  \d\d:", line)
    ]
    assert len(told) > 6
    assert [re.sub(r"^(\d\d:\d\d:\d\d)( next day)?", r"\1", line) for line in lines] == told
    clock = page.locator("#replay .clock").text_content()
    assert lines[0].startswith(clock)
    assert not page.said


def test_an_accessibility_checker_finds_nothing_wrong_while_a_story_is_read(
    browser: Any, played: Played
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, played)
    page.locator("#replay-calls").focus()
    page.keyboard.press("End")
    found = Axe().run(page).response
    assert not [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def test_it_fits_a_narrow_screen_and_prints_as_a_picture(browser: Any, played: Played) -> None:
    page = opened(browser, played, viewport={"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("#replay canvas").last.is_visible()
    assert not page.locator("#replay .still").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#replay .still").is_visible()
    assert not page.locator("#replay canvas").last.is_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1000, "height": 800})
    page.wait_for_timeout(60)
    assert page.locator("#replay canvas").last.bounding_box()["width"] > 300
    assert not page.said


def test_who_wants_less_motion_gets_a_picture_a_second(browser: Any, played: Played) -> None:
    page = opened(browser, played, reduced_motion="reduce")
    assert "less motion" in page.locator("#replay .calm").text_content()
    assert page.locator("#replay .calm").is_visible()
    pictures = page.evaluate(
        "() => new Promise((done) => { const clock = document.querySelector('#replay .clock'); "
        "const seen = new Set([clock.textContent]); document.querySelector('#replay .play').click(); "
        "const watch = new MutationObserver(() => seen.add(clock.textContent)); "
        "watch.observe(clock, { childList: true, characterData: true, subtree: true }); "
        "setTimeout(() => done(seen.size), 1500); })"
    )
    assert 2 <= pictures <= 3
    assert not page.said


def test_without_a_script_the_picture_stands(browser: Any, played: Played) -> None:
    page = browser.new_context(offline=True, java_script_enabled=False).new_page()
    page.goto((played.folder / "report.html").as_uri())
    assert page.locator("#replay .still").is_visible()
    assert not page.locator("#replay .live").is_visible()


@pytest.mark.usefixtures("_page_alone")
def test_without_its_log_the_report_says_so(played: Played, tmp_path: Path) -> None:
    shutil.copytree(played.folder, tmp_path / "run")
    (tmp_path / "run" / "logs" / "operative" / "0.parquet").unlink()
    bluelight.report(tmp_path / "run")
    page = Played(tmp_path / "run", played.region)
    assert [one["name"] for one in page.data()["options"]] == ["today"]
    assert (
        "The log of the first replication of “One officer in three roles” is not in" in page.page()
    )
    shutil.copy(
        played.folder / "logs" / "operative" / "0.parquet", tmp_path / "run" / "logs" / "today"
    )
    bluelight.report(tmp_path / "run")
    assert 'id="replay"' not in page.page()
    assert "Not shown: replay. The log in the run’s folder is not of the run of" in page.page()


def test_left_to_itself_it_says_how_it_chose(tmp_path: Path) -> None:
    study = asked(tmp_path, hours=2)
    bluelight.run(str(study), tmp_path / "run", replications=2, days=4, quick=True)
    page = Played(tmp_path / "run", load_region(tmp_path / "small" / "tinyshire"))
    names = [one["name"] for one in page.data()["options"]]
    told = re.search(
        r"Of 4 counted days and 2 options it is the day with most calls \(\d+ of \d+, of every service\)[^“]*“(.*?)”",
        page.page(),
    )
    assert told
    assert names[0] == "today"
    assert page.data()["options"][-1]["title"].endswith(told[1])
    assert "Of that day it shows the 2 hours in which most calls ring." in page.page()
    assert "From the log of replication 1 of 2." in page.page()
    assert page.data()["length_s"] == 7200


@pytest.mark.parametrize(("kind", "shown"), [("medical_emergency", False), ("dwelling_fire", True)])
def test_recorded_calls_to_patients_are_not_replayed(
    tmp_path: Path, kind: str, shown: bool
) -> None:
    study = asked(tmp_path)
    text = study.read_text(encoding="utf-8")
    study.write_text(text.replace("seed: 7", "seed: 7\ncalls: calls.csv", 1), encoding="utf-8")
    category = "red1" if kind == "medical_emergency" else "fire"
    rows = f"at,zone,kind,category,id\n2014-05-06T10:00,Z1,{kind},{category},7\n"
    (study.parent / "calls.csv").write_text(rows, encoding="utf-8")
    bluelight.run(str(study), tmp_path / "run", replications=1, days=2, quick=True)
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert ('id="replay"' in page) is shown
    assert ("recorded medical calls are not replayed" in page) is not shown


def test_a_day_that_the_run_has_not_is_said(tmp_path: Path) -> None:
    study = asked(tmp_path, day="2014-05-16")
    bluelight.run(str(study), tmp_path / "run", replications=1, days=2, quick=True)
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "The study names 16 May 2014, which is not among the days of this run." in page


def test_faults_of_what_is_asked_are_told_at_once(tmp_path: Path) -> None:
    wrong = {
        "day": "2014-06-05",
        "from": "25:00",
        "hours": 30,
        "options": ["west_staton"],
        "dya": 1,
    }
    told = planner_types("check", asked(tmp_path, **wrong))
    assert told.returncode == 1
    for words in (
        "report.replay.day\n  The counted days do not hold 2014-06-05.\n  Allowed: 2014-05-05 to 2014-05-18.",
        "report.replay.from\n  '25:00' is not a time of day.",
        "report.replay.hours\n  This is 30.\n  Allowed: 24 or less.",
        "There is no option 'west_staton'.",
        "Did you mean west_station?",
        "report.replay.dya",
        "5 faults.",
    ):
        assert words in told.stderr, words


def test_without_roads_it_goes_straight_and_says_so(tmp_path: Path) -> None:
    ambulance_town(tmp_path, units=3, cells=5, calls_per_year=5000, days=2)
    bluelight.run(str(tmp_path / "study.yaml"), tmp_path / "run", replications=1, quick=True)
    page = Played(tmp_path / "run", load_region(tmp_path / "town"))
    assert "No roads are known here: vehicles are shown on straight lines" in page.page()
    counts = numbers(page.data()["ways"]["count"], "<u2")
    assert set(counts) == {1, 2}
    assert len(page.data()["options"]) == 1
