"""A study: a question, a baseline, its options, and what others have said the answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from scenarios.business_case import BusinessCase
from scenarios.changes import Change
from scenarios.costs import BidSum, Expected, NotModelled
from scenarios.fleet import Declared, Name
from scenarios.frontier import JudgedBy
from scenarios.precision import Precision
from scenarios.quantity import Number, Share, Whole, refuse_number_for_date
from scenarios.replay import ReplayOf
from scenarios.scenario import Scenario
from scenarios.site import Site
from scenarios.sweep import Sweep
from scenarios.words import AmbulanceScheme, ReportPart

QUICK_REPLICATIONS = 5
QUICK_DAYS = 28


class OptionText(Declared):
    """The words of an option; its changes are read apart."""

    title: Name
    short: str = ""
    summary: str = ""
    costs_incomplete: str = Field(
        default="", description="what of its cost is not known, so that it is not ranked by cost"
    )
    context: bool = Field(
        default=False,
        description="what would come anyway or is only for comparison: shown and not ranked",
    )
    changes: list[Any] = Field(default_factory=list)

    @field_validator("costs_incomplete")
    @classmethod
    def check_why(cls, said: str) -> str:
        """It says what is not known, or is left out."""
        if not said.strip():
            raise ValueError("|it says nothing|what of the cost is not known, or leave it out")
        return said

    @property
    def why_not_ranked(self) -> str:
        """Why it is shown and not ranked; nothing where it is."""
        context = "it is context and no choice" if self.context else ""
        return self.costs_incomplete or context


WHICH_CARDS = ("all", "changed")


def cards_asked(value: object) -> object:
    """One word of `WHICH_CARDS` stands by itself; another needs to be a list of stations."""
    if isinstance(value, str):
        if value not in WHICH_CARDS:
            raise ValueError(
                f"|'{value}' does not say which stations|all, changed, or a list of stations"
            )
        return (value,)
    return value


Cards = Annotated[tuple[Name, ...], BeforeValidator(cards_asked), Field(min_length=1)]


class ReportText(Declared):
    """What the report shows beside the tables."""

    focus: tuple[Number, Number, Number, Number] | None = Field(
        default=None, description="west, south, east, north of the maps, EPSG:27700"
    )
    districts: tuple[str, ...] = Field(
        default=(), description="the region's named areas to report apart"
    )
    district_titles: dict[Name, Name] = Field(
        default_factory=dict,
        description="what to call an area, where its largest towns are no name for it",
    )
    headlines_of: Literal["widest_district", "region"] = Field(
        default="widest_district",
        description="of which place headlines, curves and figure 2 speak, where districts are named",
    )
    places: tuple[str, ...] = Field(
        default=(),
        max_length=2,
        description="of the districts, the one that the study is about, then the one that headlines and figure 2 "
        "speak of beside it; default: the smallest and the widest in which a played option changes anything",
    )
    compare: tuple[Name, ...] = Field(default=(), description="options that the maps show")
    cards: Cards = Field(
        default=("changed",),
        description="stations with a card: `all`, `changed` (the options change them or their response), or names",
    )
    findings: str = ""
    parts: tuple[ReportPart, ...] = Field(
        default=(), description="the figures and tables to show; all of them where none is named"
    )
    limits: tuple[str, ...] = ()
    replay: ReplayOf = Field(
        default=ReplayOf(), description="the day, hours and options that the replay shows"
    )
    rates_within: Share | None = Field(
        default=None, description="how far assumed rates of cost may lie either way, as a share"
    )
    frontier: tuple[JudgedBy, ...] = Field(
        default=(), max_length=3, description="measures that stand against cost in figure 14"
    )


FIRST_START, LAST_START = date(1970, 1, 1), date(2200, 1, 1)


def within_reason(value: date) -> date:
    """Times are counted from some days before the start, and recorded ones converted to GMT."""
    if not FIRST_START <= value <= LAST_START:
        raise ValueError(f"|{value} is not a day to start on|{FIRST_START} to {LAST_START}")
    return value


class StudyHead(Declared):
    """Everything at the top level of a study file."""

    name: Name
    title: Name
    question: Name
    region: Name
    start: Annotated[date, BeforeValidator(refuse_number_for_date), AfterValidator(within_reason)]
    days: Whole = Field(ge=1, le=3660)
    warm_up_days: Whole = Field(default=7, ge=0, le=365)
    cool_down_days: Whole = Field(default=1, ge=0, le=365)
    drains: bool = True
    spread_over_year: bool = False
    ambulance_scheme: AmbulanceScheme | None = Field(
        default=None, description="the ambulance categories of this year: 2013 or 2017"
    )
    calls: Name | None = Field(default=None, description="a file of calls instead of drawn demand")
    replications: Whole | None = Field(default=None, ge=1, le=100_000)
    precision: Precision | None = Field(
        default=None,
        description="play until an interval is narrow enough, instead of `replications`",
    )
    quick: tuple[Name, ...] = Field(
        default=(), description="options that a quick run plays; all of them where none is named"
    )
    seed: Whole = Field(ge=0)
    validated: Literal[False] = Field(
        default=False,
        description="a study is not for decision until it is validated; not yet possible",
    )
    price_year: Whole | None = Field(
        default=None, ge=1950, le=2100, description="the year in whose prices all money is given"
    )
    price_index: Name | None = Field(
        default=None,
        description="the index that brings prices to that year, where there are several",
    )
    catalogue: tuple[Name, ...] = ()
    baseline: dict[str, Any]
    options: dict[Name, OptionText] = Field(default_factory=dict)
    sweep: Sweep | None = None
    site: Site | None = None
    expected: dict[Name, Expected] = Field(default_factory=dict)
    bid_sums: dict[Name, BidSum] = Field(default_factory=dict)
    not_modelled: dict[Name, NotModelled] = Field(
        default_factory=dict, description="published figures that the model has no figure beside"
    )
    business_case: BusinessCase | None = None
    report: ReportText = ReportText()

    @model_validator(mode="after")
    def check_replications(self) -> Self:
        """A study says how many replications, or how narrow an interval it wants."""
        if (self.replications is None) == (self.precision is None):
            raise ValueError(
                "precision|a study has one of `replications` and `precision`|"
                "replications: 10, or precision with measure, half_width and unit"
            )
        if (
            self.precision is not None
            and self.sweep is not None
            and self.sweep.replications is None
        ):
            raise ValueError(
                "sweep|a precision is of the options; the points of the sweep need their own number of replications|"
                "sweep: replications: 10"
            )
        return self


@dataclass(frozen=True)
class SourcedNumber:
    """One declared number with its defence."""

    where: str
    value: str
    unit: str
    status: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class Study:
    """A checked study, ready to be played. The first scenario is the baseline.

    `region_place` is what `load_region` takes: a bundled name, or the folder beside the study.
    """

    head: StudyHead
    scenarios: tuple[Scenario, ...]
    changes: Mapping[str, tuple[Change, ...]]
    points: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    built_on: Mapping[str, str] = field(default_factory=dict)
    region_place: str = ""
    calls_left_out: int = 0
    quick: bool = False

    @property
    def name(self) -> str:
        """The study's name, as in the name of its run's folder."""
        return self.head.name

    @property
    def baseline(self) -> Scenario:
        """The scenario that the options are compared with."""
        return self.scenarios[0]

    @property
    def replications(self) -> int:
        """How many replications of each scenario; with a precision, the most."""
        if self.head.precision is not None:
            return self.head.precision.at_most
        assert self.head.replications is not None
        return self.head.replications

    @property
    def sweep_replications(self) -> int:
        """How many replications of each point of the sweep: the sweep's own, else the study's."""
        own = self.head.sweep.replications if self.head.sweep is not None else None
        return own if own is not None else self.replications

    def with_changes(
        self,
        *,
        quick: bool = False,
        replications: int | None = None,
        days: int | None = None,
        seed: int | None = None,
        for_sweep: bool = False,
    ) -> Study:
        """The same study with what the command line overrides; a quick one of a sweep has the sweep's options too."""
        calendar: dict[str, Any] = {}
        head: dict[str, Any] = {}
        if quick:
            head["replications"], calendar["days"] = QUICK_REPLICATIONS, QUICK_DAYS
        if replications is not None:
            head["replications"] = replications
        if head:  # so many, and not as many as are needed
            head["precision"] = None
            if self.head.sweep is not None:
                head["sweep"] = self.head.sweep.model_copy(update={"replications": None})
        if days is not None:
            calendar["days"] = days
        update: dict[str, Any] = {} if seed is None else {"seed": seed}
        swept = self.head.sweep.options if for_sweep and self.head.sweep is not None else ()
        chosen = (self.baseline.name, *self.head.quick, *swept, *self.points)
        scenarios = tuple(
            s.model_copy(update={"calendar": s.calendar.model_copy(update=calendar), **update})
            for s in self.scenarios
            if not quick or not self.head.quick or s.name in chosen
        )
        return replace(
            self,
            head=self.head.model_copy(update={**head, **calendar, **update}),
            scenarios=scenarios,
            quick=quick or self.quick,
        )


def sourced_numbers(study: Study) -> list[SourcedNumber]:
    """Every declared number of the baseline, the options and the expectations; not those of a sweep's points."""
    found: dict[tuple[str, str], SourcedNumber] = {}
    for scenario in (s for s in study.scenarios if s.name not in study.points):
        dumped = scenario.model_dump(mode="json", exclude={"ceilings", "recorded"})
        for number in numbers_in(dumped, ()):
            found.setdefault((number.where, number.value), number)
    head = study.head.model_dump(
        mode="json", include={"expected", "bid_sums", "not_modelled", "business_case", "report"}
    )
    for number in numbers_in(head, ()):
        found.setdefault((number.where, number.value), number)
    return list(found.values())


def numbers_in(data: Any, path: tuple[str, ...]) -> list[SourcedNumber]:
    """The numbers with a status in plain data, with where each stands."""
    if isinstance(data, list):
        return [n for i, value in enumerate(data) for n in numbers_in(value, (*path, str(i + 1)))]
    if not isinstance(data, dict):
        return []
    if "status" in data and "source" in data:
        return [number_of(data, path)]
    return [n for key, value in data.items() for n in numbers_in(value, (*path, key))]


def number_of(data: Mapping[str, Any], path: tuple[str, ...]) -> SourcedNumber:
    """One sourced number as a row for the reader."""
    if "value" in data:
        value = f"{data['value']:g}"
    elif "mean" in data:
        value = f"mean {data['mean']:g}, sd {data['sd']:g}"
    elif "constant" in data:
        words = ("constant", "cpr", "defibrillator", "paramedic")
        value = ", ".join(f"{word} {data[word]:g}" for word in words if data[word])
    elif "levels" in data:
        levels = list(data["levels"].items())
        value = f"{levels[0][1]:g} ({levels[0][0]}) to {levels[-1][1]:g} ({levels[-1][0]})"
    elif "hours" in data:
        value = "24 hours × 7 days"
    elif "along" in data:
        value = str(data["recorded"] or f"along {', '.join(data['along'])}")
    else:
        items = " ".join(f"{float(x):+g}" for x in data.get("items", {}).values())
        value = f"{items} = {data.get('printed')}"
    return SourcedNumber(
        where=" → ".join(path),
        value=value,
        unit=str(data.get("unit", "places" if "along" in data else "share of week")),
        status=str(data["status"]),
        source=str(data["source"]),
        note=str(data.get("note", "")),
    )
