"""What a consultation pack is made from: the study's words and its tidy tables, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from results.replayed import Replay
from results.station_facts import Stations


class ZonesLike(Protocol):
    """Demand zones as plain arrays, one entry a zone; the index is the zone's number."""

    @property
    def easting(self) -> NDArray[np.float64]:
        """Metres east, EPSG:27700, of each zone's centre."""

    @property
    def northing(self) -> NDArray[np.float64]:
        """Metres north, EPSG:27700, of each zone's centre."""

    @property
    def people(self) -> NDArray[Any]:
        """Residents of each zone."""

    @property
    def settlement(self) -> Any:
        """The name of the nearest place to each zone."""

    @property
    def cell_m(self) -> Any:
        """The side of each zone's square in metres: one number, or one a zone."""


class RegionLike(Protocol):
    """As much of a region as a map needs."""

    @property
    def title(self) -> str:
        """The region's name as people write it."""

    @property
    def zones(self) -> ZonesLike:
        """Where people are."""

    @property
    def sites(self) -> Mapping[str, tuple[str, str, float, float]]:
        """Site id to (name, kind, easting, northing)."""

    @property
    def outline(self) -> shapely.Geometry:
        """The border, EPSG:27700."""

    @property
    def road_lines(self) -> tuple[tuple[str, shapely.LineString], ...]:
        """Road class and line, for drawing only."""

    @property
    def attribution(self) -> str:
        """Whose data the map shows, in the licence's own words."""


@dataclass(frozen=True)
class Change:
    """One thing an option adds, sets or removes, in plain words."""

    action: str
    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Option:
    """One way of arranging the services; the first of a pack is the baseline, without changes."""

    name: str
    title: str
    summary: str
    changes: tuple[Change, ...]
    stations: tuple[str, ...] = ()
    """Sites with a fire station under this option; empty where that is not known."""
    costs_incomplete: str = ""
    """What of its cost is not known: then it is not ranked by cost."""
    context: bool = False
    """Whether it is what would come anyway, or only for comparison: shown and not ranked."""
    built_on: tuple[str, ...] = ()
    """The nearest options of the pack whose changes it includes; the baseline is not among them."""

    @property
    def ranked(self) -> bool:
        """Whether it is held against the others by cost."""
        return not self.costs_incomplete and not self.context


@dataclass(frozen=True, eq=False)
class District:
    """A named part of the region that is reported apart: a mask over the region's zones."""

    name: str
    title: str
    zones: NDArray[np.bool_]


@dataclass(frozen=True)
class Standard:
    """A response standard: so many seconds on a clock for its first or a later unit; the share that is to meet it."""

    name: str
    title: str
    service: str
    clock: str
    limit_s: float
    target: float | None
    order: str = "first"


@dataclass(frozen=True)
class Stage:
    """A stage of a call, and what the study has of it, in a few words a line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ModelDescription:
    """The model of a study as the STRESS-DES checklist asks for it: part, item and words; and the stages of a call."""

    rows: tuple[tuple[str, str, str], ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, eq=False)
class SweptAnswer:
    """One answer over a sweep: at every setting of the factors, and what moves it.

    `points` has a column a factor (empty where it is as declared), `mean`, `low`, `high`; `moved` the columns of
    `sensitivity.csv`; `noise_share` is the part of the variance between points that is only simulation; `empty` says at
    how many more settings the answer was not measured in every replication.
    """

    title: str
    of: str
    unit: str
    difference: bool
    points: pd.DataFrame
    moved: pd.DataFrame
    noise_share: float
    empty: int = 0


@dataclass(frozen=True, eq=False)
class SweepFindings:
    """What a sweep found: its answers, and cost against response at each setting."""

    design: str
    design_words: str
    factors: Mapping[str, str]
    options: Mapping[str, str]
    answers: tuple[SweptAnswer, ...]
    frontier: pd.DataFrame
    response: str
    response_unit: str
    more_is_better: bool
    points: int
    replications: int
    left_out: int
    days: int | None = None
    levels: Mapping[str, str] = field(default_factory=dict)
    """By the factor's title, the levels that were played, in words."""
    rates: tuple[str, ...] = ()
    """The titles of the factors that are, among others, rates of money."""
    judged: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Where options are judged by several responses, each of them at each point: `scenario`, `said` (the response in
    words), `value`, and `more` (whether more of it is better)."""


@dataclass(frozen=True, eq=False)
class Siting:
    """Which places are best: a row for each combination of candidates, the best of each size first.

    `table` has the columns of `site.csv` and `titles`, what people call the places. `objective`, `screening` and
    `procedure` say in words what was to be best, how combinations were ranked before, and how the best was picked.
    """

    table: pd.DataFrame
    candidates: int
    objective: str
    unit: str
    more: bool
    indifference: float
    confidence: float
    screening: str
    procedure: str
    agreement: Mapping[int, float]
    """By size, the rank correlation of screening and simulation over what was simulated; NaN under three."""
    difference: bool = False
    """Whether the objective is a change against what the places are added to."""
    places: Mapping[str, tuple[str, float, float]] = field(default_factory=dict)
    """By candidate, as `table` names it: what people call it, and where it is, EPSG:27700."""
    standing: tuple[str, ...] = ()
    """The stations of what the places are added to, among the region's sites."""
    runs: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    """The objective of each simulated combination by replication; and of what they are added to, but no difference."""
    paid_once: bool = False
    """Whether the study has sums that are paid once, which are of its options and in no combination."""


@dataclass(frozen=True, eq=False)
class Pack:
    """Everything that the figures and the report are made from; they read nothing else.

    `differences` are option minus baseline. `arrivals` has one row per call, clock and order, with
    seconds on that clock and NaN where nobody ever came. `zone_response` is averaged over
    replications. `focus` is (west, south, east, north) in EPSG:27700.
    """

    study: str
    title: str
    question: str
    region: RegionLike
    options: tuple[Option, ...]
    standards: tuple[Standard, ...]
    focus: tuple[float, float, float, float] | None
    stamps: tuple[str, ...]
    measures: pd.DataFrame
    differences: pd.DataFrame
    costs: pd.DataFrame
    bid_check: pd.DataFrame
    arrivals: pd.DataFrame
    zone_response: pd.DataFrame
    sources: pd.DataFrame
    provenance: Mapping[str, Any]
    compare: tuple[str, ...] = ()
    """The options that the maps draw; all of them where none is named."""
    districts: tuple[District, ...] = ()
    told: tuple[str, ...] = ()
    """The districts that headlines and figure 2 speak of, where the study names them."""
    speaks_of_region: bool = False
    """Whether headlines, curves and figure 2 speak of the whole region, though districts are reported."""
    pumps: Mapping[str, str] = field(default_factory=dict)
    """Fire engines by unit, with their names; other vehicles of the fire service are not in it."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What people call each vehicle and crew."""
    precision_missed: tuple[str, ...] = ()
    """Where the precision that the study asks for was not reached, in sentences."""
    limits: tuple[str, ...] = ()
    """What the study's author says that it cannot tell."""
    business_case: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Option, view, year, item, agency, amount and its present value; empty where no case is declared."""
    case_summary: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Net present value, payback and benefit-cost ratio by option, view and agency."""
    switching: pd.DataFrame = field(default_factory=pd.DataFrame)
    """By what part each line would have to change for the economic case to come to nought."""
    case_terms: str = ""
    """Years, prices and rates of the business case, in a sentence."""
    case_runs: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By option, the first and the last year of the case in which its running costs are paid."""
    case_worth: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    """By option, its economic net present value in pounds in each replication."""
    case_rates: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By option, how many pounds less and more that is with the rates of its running costs at their worst and best."""
    case_leads: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    """By two options, how many pounds less and more the first is worth than the second with rates moved for both."""
    life_values: str = ""
    """What a life is declared to be worth, in a sentence; never added to cash."""
    life_worth: Mapping[str, float] = field(default_factory=dict)
    """By measure, what one life a year more is declared to be worth over the case; never added to cash."""
    assumed_cost: str = ""
    """How much of the yearly cost rests on assumed rates, in a sentence."""
    rate_ranges: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Option, agency, item and how far its rate's range moves the option's difference in cost."""
    rates_within: str = ""
    """How far assumed rates are taken to lie either way, in a sentence."""
    judged_by: tuple[tuple[str, str], ...] = ()
    """The measures, and groups of them, that stand against cost."""
    annual: bool = True
    """Whether figures a year can be scaled from the counted days."""
    no_costs: str = ""
    """Why there are no costs, where there are none."""
    parts: tuple[str, ...] = ()
    """The figures and tables to show; all of them, and the headlines, where none is named."""
    replay: Replay | None = None
    """A stretch of one run, vehicle by vehicle, where its log is there."""
    no_replay: str = "No log of a run was kept."
    """Why there is no replay, where there is none."""
    model: ModelDescription | None = None
    """What the model is, by a published checklist; nothing where nobody described it."""
    stations: Stations = field(default_factory=Stations)
    """What stands at each station under each option, for the station cards."""
    siting: Siting | None = None
    """Which places are best, in the report of `bluelight site`."""

    sweep: SweepFindings | None = None
    """What a sweep found, in the report of `bluelight sweep`."""

    @property
    def baseline(self) -> Option:
        """What the options are compared with."""
        return self.options[0]

    @property
    def proposals(self) -> tuple[Option, ...]:
        """The options other than the baseline."""
        return self.options[1:]
