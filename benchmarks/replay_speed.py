"""How long the replay takes to make ready, how large it is, and how smoothly it plays in a browser.

`python -m benchmarks.replay_speed DIR` takes the folder of a run. Frames are counted by the browser's own clock while
the whole region plays at five minutes a second: 16.7 ms is every frame of a screen of 60 Hz.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from results.packing import pack_of
from results.pictures import drawn_part
from results.played_before import played_before
from results.replay import replay_of
from results.report import html

FRAMES = 400
WAIT = """() => new Promise((done) => {
  const spans = []; let last = performance.now();
  const next = (now) => {
    spans.push(now - last); last = now;
    spans.length < FRAMES ? requestAnimationFrame(next) : done(spans);
  };
  requestAnimationFrame(next);
})""".replace("FRAMES", str(FRAMES))


def made_ready(directory: Path) -> tuple[str, dict[str, Any]]:
    """The page with the replay alone, and what it took."""
    played = played_before(directory)
    started = time.process_time()
    shown, why = replay_of(played)
    ready_s = time.process_time() - started
    if shown is None:
        raise SystemExit(why)
    pack = replace(pack_of(played), parts=("replay",))
    started = time.process_time()
    done = drawn_part(pack, "replay")
    drawn_s = time.process_time() - started
    page = html(pack, [done])
    facts = {
        "vehicles": len(shown.vehicles),
        "calls": len(shown.calls),
        "options": len(shown.options),
        "ready_s": round(ready_s, 2),
        "drawn_s": round(drawn_s, 2),
        "data_mb": round(len(done.item.moves.encode()) / 1e6, 2),
    }
    return page, facts


def frames(page: str) -> dict[str, Any]:
    """Milliseconds between frames while it plays, one map and two side by side: median, 95th centile."""
    from playwright.sync_api import sync_playwright

    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        path = Path(folder) / "report.html"
        path.write_text(page, encoding="utf-8")
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto(path.as_uri())
        tab.evaluate("document.querySelector('#replay').scrollIntoView()")
        tab.select_option("#replay .speed", "300")
        tab.locator("#replay [data-zoom=whole]").click()
        for name, beside in (("one map", False), ("two maps", True)):
            tab.locator("#replay .beside input").set_checked(beside)
            tab.locator("#replay .scrub").focus()
            tab.keyboard.press("Home")
            tab.locator("#replay .play").click()
            spans = np.sort(np.array(tab.evaluate(WAIT))[10:])
            tab.locator("#replay .play").click()
            found[name] = [round(float(np.percentile(spans, q)), 1) for q in (50, 95)]
        browser.close()
    return found


def main() -> None:
    """Print what was measured."""
    page, facts = made_ready(Path(sys.argv[1] if len(sys.argv) > 1 else "runs/hayle"))
    print(facts)
    print("frames, ms (median, 95th centile):", frames(page))


if __name__ == "__main__":
    main()
