"""Remakes docs/gallery.md and its pictures from the reports of runs.

    python docs/gallery.py runs/hayle runs/lincolnshire runs/northamptonshire runs/suffolk …

Each argument is a folder that `bluelight run`, `sweep` or `site` wrote. Every figure of any of their reports is shown
once, from the first report that has it, so a new figure comes in by itself; tables are listed by name.
"""

from __future__ import annotations

import base64
import html
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from results.sections import SECTIONS

DOCS = Path(__file__).parent
PICTURES = DOCS / "images" / "gallery"
WIDE, COLOURS = 900, 96
ENOUGH = 120
"""Letters of a note's first sentences, for a figure that has no words below."""
HOW_TO_READ = {
    "summary": "A row an option: its value in bold, the change below with its interval, and a mark on a "
    "line whose middle "
    "is no change; a hollow mark is not clear.",
    "response_map": "The usual time of the first fire engine now, and what each option changes; hatched "
    "where the standard "
    "is crossed.",
    "response_map_*": "One option large, with the maps before and after.",
    "arrival_curves": "How many calls have had their first, second and third fire engine by each minute; "
    "dashed is now, and "
    "the band is the spread of replications.",
    "arrival_curves_ambulance": "The same for the ambulance categories.",
    "conveying_by_hour": "By hour of the day, a column a station: how often its crew is away with a patient, and how "
    "much later the next fire engine is; the band is each hour's interval.",
    "money": "An option a row, a panel an agency: what it pays more (hatched) or less in a year.",
    "business_case": "Worth to the country and to the agencies' budgets over the case; losses hatched to the left.",
    "frontier": "The change in cost and in each response, and in words whether another option beats it on both.",
    "recorded": "The model as a share of what was published: within the grey band is within a tenth; hollow "
    "is missed.",
    "intervals": "The mean so far and its interval as replications are added: it should narrow, and stop moving.",
    "model_overview": "What happens to a call in the model, with the study's own numbers.",
    "sweep_panels": "An answer at each setting of the factors, with intervals.",
    "sweep_tornado": "The factors in order of how far they move the answer.",
    "sweep_frontier": "Cost against response at every setting; what another option beats at its own setting "
    "is hollow.",
    "siting": "The best combinations of places: their interval, how far behind, and the chance of being the best.",
    "siting_map": "A map a size: filled is the best combination, half filled in another that is left, a ring in none; "
    "beside names, in how many of those left.",
    "siting_value": "Cost to the right, what the places bring upwards; a shape a size, the best filled.",
}
FIGURE = re.compile(
    r'<figure id="(?P<name>\w+)".*?<span class="number">(?P<label>[^<]*)\.</span> (?P<title>.*?)</h3>'
    r'.*?base64,(?P<png>[^"]+)" alt="(?P<alt>[^"]*)".*?<p class="note">(?P<note>.*?)</p>',
    re.DOTALL,
)
TABLE = re.compile(
    r'<div class="table" id="(?P<name>\w+)">.*?<span class="number">(?P<label>[^<]*)\.</span>'
    r".*?<caption>(?P<caption>.*?)(?: <span|</caption>)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Shown:
    """A figure as a report shows it, and which run's it is."""

    name: str
    label: str
    title: str
    alt: str
    note: str
    png: bytes
    study: str

    @property
    def kind(self) -> str:
        """Its name, that of a single option's map without the option, of a single answer's panels without its place."""
        if self.name.startswith("response_map_"):
            return "response_map_*"
        return re.sub(
            r"^(sweep_panels|siting)(_sheet)?_\d+$", r"\1", self.name
        )  # further sheets are of a kind


def figures(page: str, study: str) -> Iterator[Shown]:
    """The figures of a report's page, in its order."""
    for found in FIGURE.finditer(page):
        words = {key: html.unescape(found[key]) for key in ("label", "title", "alt", "note")}
        yield Shown(found["name"], **words, png=base64.b64decode(found["png"]), study=study)


def tables(page: str) -> Iterator[tuple[str, str, str]]:
    """Label, name and caption of a page's tables."""
    for found in TABLE.finditer(page):
        yield html.unescape(found["label"]), found["name"], html.unescape(found["caption"]).strip()


def small(png: bytes) -> bytes:
    """The picture small enough for a page of docs."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    size = (WIDE, round(picture.height * WIDE / picture.width))
    held = io.BytesIO()
    fewer = picture.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS)
    fewer.save(held, format="png", optimize=True)
    return held.getvalue()


def reading(figure: Shown) -> str:
    """How to read a figure: in our words, else in the first of its note."""
    if figure.kind in HOW_TO_READ:
        return HOW_TO_READ[figure.kind]
    sentences = re.split(r"(?<=\.) ", figure.note)
    said = sentences[0]
    for more in sentences[1:]:
        if len(said) + len(more) > ENOUGH:
            break
        said = f"{said} {more}"
    return said


def place_of(kind: str) -> tuple[int, str]:
    """The section that a figure stands in, by its number and heading."""
    name = "response_map" if kind == "response_map_*" else kind
    for number, section in enumerate(SECTIONS):
        if name in section.names:
            return number, section.heading
    return len(SECTIONS), "Others"


def page_of(shown: Iterable[Shown], listed: Iterable[tuple[str, str, str]]) -> str:
    """The page's text: a heading a section, each picture with its finding and how to read it."""
    lines = [
        "# Gallery",
        "",
        "Every kind of figure in a report, from quick runs of the bundled studies: five replications of 28 days,",
        "illustrative, not for decision. In bold what the figure found there, after it how to read it. Remade by",
        "[`python docs/gallery.py runs/…`](gallery.py) from the folders that `bluelight run`, `sweep` and "
        "`site` wrote.",
    ]
    heading = ""
    for figure in sorted(shown, key=lambda one: place_of(one.kind)[0]):
        if place_of(figure.kind)[1] != heading:
            heading = place_of(figure.kind)[1]
            lines += ["", f"## {heading}"]
        alt = figure.alt.replace("[", "(").replace("]", ")")
        lines += [
            "",
            f"**{figure.label}. {figure.title}** ({figure.study})",
            "",
            reading(figure),
            "",
            f"![{alt}](images/gallery/{picture_name(figure)})",
        ]
    lines += [
        "",
        "## Tables",
        "",
        "| | `bluelight figure DIR …` | what it holds |",
        "|---|---|---|",
    ]
    lines += [f"| {label} | `{name}` | {caption} |" for label, name, caption in listed]
    return "\n".join(lines) + "\n"


def picture_name(figure: Shown) -> str:
    """What a picture's file is called."""
    return f"{figure.kind.replace('_*', '_option')}.png"


def main(folders: list[str]) -> None:
    """Writes the page and its pictures; says how large they are."""
    shown: dict[str, Shown] = {}
    listed: dict[str, tuple[str, str, str]] = {}
    for folder in map(Path, folders):
        page = (folder / "report.html").read_text(encoding="utf-8")
        for figure in figures(page, folder.name.replace("_", ", ")):
            shown.setdefault(figure.kind, figure)
        for row in tables(page):
            listed.setdefault(row[1], row)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for figure in shown.values():
        (PICTURES / picture_name(figure)).write_bytes(small(figure.png))
    text = page_of(shown.values(), sorted(listed.values(), key=lambda row: order(row[0])))
    (DOCS / "gallery.md").write_text(text, encoding="utf-8", newline="\n")
    size = sum(path.stat().st_size for path in PICTURES.glob("*.png")) / 1e6
    print(f"{len(shown)} figures, {len(listed)} tables, {size:.1f} MB of pictures")


def order(label: str) -> tuple[int, str]:
    """Tables by their number, those with letters at the end."""
    found = re.search(r"(\d+)(\w*)$", label)
    return (int(found[1]), found[2]) if found else (99, label)


if __name__ == "__main__":
    main(sys.argv[1:])
