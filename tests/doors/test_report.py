"""The report as a councillor opens it: one file, no network, nothing missing."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from results.report import SECTIONS, html, write_report
from tests.made_up_pack import pack


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(pack(3, 3, 200), tmp_path_factory.mktemp("report"))


class Seen(HTMLParser):
    """Collects what a page refers to, its headings and its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.refers: list[str] = []
        self.ids: set[str] = set()
        self.pictures: list[dict[str, str | None]] = []
        self.heads: list[int] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.refers += [v for k in ("src", "href", "srcset", "data") if (v := given.get(k))]
        self.ids |= {given["id"] or ""} if "id" in given else set()
        if tag == "img":
            self.pictures.append(given)
        if re.fullmatch("h[1-6]", tag):
            self.heads.append(int(tag[1]))


@pytest.fixture(scope="module")
def seen(written: Path) -> Seen:
    parser = Seen()
    parser.feed(written.read_text())
    return parser


def test_it_needs_nothing_from_outside(written: Path, seen: Seen) -> None:
    for reference in seen.refers:
        assert reference.startswith(("#", "data:")), reference[:80]
        if reference.startswith("#"):
            assert reference[1:] in seen.ids, reference
    text = re.sub(r'"data:[^"]*"', "", written.read_text())
    assert "url(" not in text
    assert "@import" not in text
    assert (
        seen.tags.count("script") == 2
    )  # the replay and its data; neither is fetched (see what it refers to)
    assert not re.search(r"\b(eval|Function|fetch|XMLHttpRequest|WebSocket|import)\s*\(", text)
    assert written.stat().st_size < 4_000_000


def test_every_section_is_there_and_what_changed_comes_first(written: Path, seen: Seen) -> None:
    text = written.read_text()
    mine = [section.anchor for section in SECTIONS if section.anchor not in ("sweep", "places")]
    assert set(mine) <= seen.ids
    assert mine[0] == "changes"
    assert {"short", "contents", "made"} <= seen.ids
    for words in ("Illustrative: not for decision", "simulation uncertainty (95%)", "20131",
                  "who gets help sooner", "observed", "Old to new"):  # fmt: skip
        assert words in text
    assert text.count('class="headlines"') == 1


def test_it_can_be_read_aloud(written: Path, seen: Seen) -> None:
    text = written.read_text()
    assert '<html lang="en-GB">' in text
    assert all(picture.get("alt") for picture in seen.pictures)
    assert seen.heads[0] == 1
    assert seen.heads.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(seen.heads, seen.heads[1:], strict=False))
    assert seen.tags.count("table") == seen.tags.count("caption")
    assert not re.search(r"<th(?![^>]*scope=)(?!ead)[^>]*>", text)


def test_figures_lie_beside_it_whole(written: Path, seen: Seen) -> None:
    figures = sorted(p.name for p in (written.parent / "figures").iterdir())
    assert not [name for name in figures if name.startswith(".")]
    pngs = {name[:-4] for name in figures if name.endswith(".png")}
    assert pngs == {name[:-4] for name in figures if name.endswith(".svg")}
    assert len(pngs) == len(seen.pictures)
    for name in pngs:
        assert (written.parent / f"figures/{name}.png").read_bytes()[:4] == b"\x89PNG"
        assert "<dc:date>" not in (written.parent / f"figures/{name}.svg").read_text()


def test_written_again_by_two_workers_it_is_the_same(written: Path, tmp_path: Path) -> None:
    again = write_report(pack(3, 3, 200), tmp_path, workers=2)
    assert again.read_bytes() == written.read_bytes()
    for one in sorted((written.parent / "figures").iterdir()):
        assert one.read_bytes() == (tmp_path / "figures" / one.name).read_bytes(), one.name


def test_one_replication_says_so() -> None:
    text = html(pack(1, 2, 100), [])
    assert "Nothing can be said yet" in text
    assert "One replication gives no interval" in text


def test_what_the_author_cannot_tell_is_printed(written: Path) -> None:
    assert "Made-up numbers say nothing about anywhere." in written.read_text()


def test_a_browser_opens_it_with_the_network_off(written: Path) -> None:
    browser_path = shutil.which("chromium")
    if browser_path is None:
        pytest.skip("chromium is not on this machine")
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(written.as_uri())
        widths = page.evaluate("Array.from(document.images, i => i.complete ? i.naturalWidth : 0)")
        spills = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        browser.close()
    assert not said
    assert [url for url in asked if not url.startswith("data:")] == [written.as_uri()]
    assert widths
    assert all(width > 0 for width in widths)
    assert not spills


def test_an_accessibility_checker_finds_nothing_wrong(written: Path) -> None:
    """By axe-core's rules for the Web Content Accessibility Guidelines and good practice."""
    browser_path = shutil.which("chromium")
    if browser_path is None:
        pytest.skip("chromium is not on this machine")
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        page.goto(written.as_uri())
        found = Axe().run(page).response
        page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"data:,\">'")
        spoilt = Axe().run(page).response
        browser.close()
    faults = [
        f"{one['impact']}: {one['help']}: {one['nodes'][0]['html']}" for one in found["violations"]
    ]
    assert not faults
    assert "image-alt" in [one["id"] for one in spoilt["violations"]]  # it does look
