"""In what order a report is read: its sections, the figures and tables under each, and those of chosen parts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from results.figures.station_values import CARD
from results.pictures import Done


@dataclass(frozen=True)
class Section:
    """A heading of the report and what stands under it."""

    anchor: str
    heading: str
    lead: str
    names: tuple[str, ...]
    folded: bool = False
    """Whether its pictures are folded up on the page, each under its finding."""


SECTIONS = (
    Section(
        "changes",
        "What changes",
        "Old to new. Everything not listed stays as it is.",
        ("what_changed",),
    ),
    Section(
        "places",
        "Which places are best",
        "Candidates ranked by a siting problem; the best few simulated on the same calls.",
        (
            "siting",
            "siting_map",
            "siting_places",
            "siting_table",
            "siting_value",
            "siting_costs",
        ),
    ),
    Section(
        "sweep",
        "What the answer hangs on",
        "The same calls at every point; only the factors differ.",
        ("sweep_panels", "sweep_tornado", "sensitivity", "sweep_frontier"),
    ),
    Section(
        "plain",
        "In plain words",
        "What the figures say, in sentences; only what is clear is told as a change.",
        (),
    ),
    Section(
        "answers",
        "How soon help comes, and at what cost",
        "One row an option.",
        (
            "summary",
            "study_area",
            "standards",
            "standards_by_ground",
            "standards_by_station",
            "response_by_place",
        ),
    ),
    Section(
        "where",
        "Who gains and who loses",
        "Where people live decides who is first.",
        (
            "response_map",
            "gainers",
            "people_within",
            "gainers_by_ground",
            "isochrone_map",
            "isochrone_map_proposed",
        ),
    ),
    Section(
        "arrivals",
        "How fast help builds up",
        "The first fire engine is not the whole answer: a fire needs the second and third.",
        ("arrival_curves", "arrival_curves_ambulance", "clock_stack", "clock_stack_ambulance"),
    ),
    Section(
        "cover",
        "Whose cover gets thinner",
        "A crew at one call is not at its station for the next.",
        (
            "off_the_run",
            "conveying_by_hour",
            "conveying",
            "roles",
            "roles_by_hour",
            "joint_calls",
            "workload",
        ),
    ),
    Section(
        "outcomes",
        "Lives",
        "What the minutes may mean, by published curves: estimates, not counts.",
        ("outcomes",),
    ),
    Section(
        "money",
        "Money",
        "Who pays, for what, now and proposed.",
        (
            "money",
            "cost_items",
            "cost_per_incident",
            "value_for_money",
            "business_case",
            "case_by_agency",
            "switching_values",
            "rate_ranges",
        ),
    ),
    Section(
        "bid",
        "Where model and bid disagree",
        "Disagreements first. A wrong sum is a finding, not a rounding.",
        ("bid_check",),
    ),
    Section(
        "reverse",
        "What else was considered, and what would reverse the conclusion",
        "The alternatives, what else the money would have bought, and how near a finding is to turning.",
        ("frontier",),
    ),
    Section(
        "trust",
        "How sure this is",
        "What was held against a record, what luck could change, and what rests on judgement.",
        ("recorded", "intervals", "replications", "checks", "assumed"),
    ),
    Section("limits", "Limits", "What this study cannot tell.", ()),
    Section(
        "day",
        "A day on the map",
        "Hours of one replication: an illustration, not evidence.",
        ("replay",),
    ),
    Section(
        "stations",
        "Appendix: station cards",
        "Figures 8.1 and on: what stands there, who crews it and when, its work and its ground, now and proposed.",
        ("station_cards",),
        folded=True,
    ),
    Section(
        "model",
        "Part A: what the model is",
        "By a published checklist, so that others can judge the model and build it again.",
        ("model_overview", "model_description"),
    ),
    Section("sources", "Every number used", "What is assumed comes first.", ("sources",)),
)
"""In the order in which they are read, in which their parts are numbered; station cards are an appendix."""


SINGLES = {
    "summary": "summary_",
    "siting": "siting_sheet_",
    "response_map": "response_map_",
    "station_cards": CARD,
    "sweep_panels": "sweep_panels_",
}
"""How names of further sheets and of pictures of single options, stations, answers begin, by what they follow."""
ALWAYS = ("changes", "limits")
"""Sections that say something without a figure or table."""


def as_chosen(names: Sequence[str]) -> Iterator[Section]:
    """The sections of chosen parts in the order chosen; one that is come back to goes on under its heading.

    What changes stands first and the limits last, before the sources where they end the list.
    """
    of = {name: section for section in SECTIONS for name in section.names}
    first, last = (next(one for one in SECTIONS if one.anchor == name) for name in ALWAYS)
    chosen = [(section, tuple(mine)) for section, mine in groupby(names, key=of.__getitem__)]
    if first not in [section for section, _ in chosen]:
        yield replace(first, names=())
    begun: Counter[str] = Counter()
    for section, mine in chosen:
        if section.anchor == "sources" and (section, mine) == chosen[-1]:
            yield last
        begun[section.anchor] += 1
        number = begun[section.anchor]
        here = replace(section, names=mine)
        if number > 1:
            anchor, heading = f"{section.anchor}-{number}", f"{section.heading}, continued"
            here = replace(here, anchor=anchor, heading=heading, lead="")
        yield here
    if chosen[-1][0].anchor != "sources":
        yield last


def under(section: Section, done: Sequence[Done]) -> Iterator[Done]:
    """A section's figures and tables; the pictures of single options follow their overview."""
    for name in section.names:
        for entry in done:
            mine = entry.item.name
            if mine == name or (name in SINGLES and mine.startswith(SINGLES[name])):
                yield entry
