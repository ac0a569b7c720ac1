"""A question of where: candidates, how they are screened, what is simulated, and how the best is picked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scenarios.fleet import Declared, Name
from scenarios.quantity import Duration, Number, Quantity, Share, Whole

ScreenModel = Literal["mclp", "mexclp", "p_median"]
MOST_SIMULATED = 200
SHOWN_BEYOND = 3
"""So many of the next best in the screening are listed, and not simulated."""


def one_or_several(value: object) -> object:
    """A single number stands for a list of one."""
    return (value,) if isinstance(value, int) and not isinstance(value, bool) else value


class CandidatePlace(Declared):
    """Where a candidate is, for the screening: a station of the study, a site of the region, or a place."""

    station: Name | None = None
    site: Name | None = None
    easting: Number | None = None
    northing: Number | None = None

    @model_validator(mode="after")
    def check_one(self) -> Self:
        """One of the three, whole."""
        placed = [self.easting is not None, self.northing is not None]
        ways = sum((self.station is not None, self.site is not None, any(placed)))
        if ways != 1 or any(placed) != all(placed):
            raise ValueError(
                "|a candidate is in one place|station, or site, or easting and northing"
            )
        return self


class Candidate(Declared):
    """A place that may be chosen, and what changes where it is; its changes are read apart."""

    title: Name
    at: CandidatePlace
    changes: list[Any] = Field(min_length=1)


class Screen(Declared):
    """The siting problem by which combinations are ranked before any is simulated.

    `within` seconds of the call, `after` of them for call handling, alert and turnout; `calls` weighs zones by the
    expected calls of these streams of demand instead of by residents; `beside` stands already; `busy` is the share of
    the time in which a place cannot answer (MEXCLP).
    """

    model: ScreenModel = "mclp"
    within: Duration | None = None
    after: Duration | None = None
    busy: Share | None = None
    calls: tuple[Name, ...] = ()
    beside: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def check_details(self) -> Self:
        """Each detail belongs to the model."""
        if (self.within is None) != (self.model == "p_median"):
            raise ValueError("within|covering models need a limit, and p_median has none|`within`")
        if self.after is not None and self.within is None:
            raise ValueError("after|p_median counts driving only|leave `after` out")
        if (self.busy is None) != (self.model != "mexclp"):
            raise ValueError("busy|only mexclp has vehicles that are busy|both or neither")
        if self.busy is not None and self.busy.base >= 1:
            raise ValueError("busy|a place that is always busy covers nobody|below 1")
        if self.within and self.after and self.after.base >= self.within.base:
            raise ValueError("after|nothing is left of the limit for driving|less than `within`")
        return self


class SiteObjective(Declared):
    """What is to be best, called `title`: a measure in a group, as it is or as a difference from `on`."""

    title: Name = ""
    measure: Name
    group: str = ""
    better: Literal["more", "less"]
    of: Literal["value", "difference"] = "value"


class Procedure(Declared):
    """Kim and Nelson's fully sequential procedure, with common random numbers.

    `indifference` is the least difference worth knowing about, in the objective's own unit; `confidence` the chance
    with which the best is picked where it is better than the rest by that. `max_replications` is where it is given up.
    """

    confidence: Number = Field(default=0.95, gt=0.5, lt=1.0)
    indifference: Quantity
    first_stage: Whole = Field(default=10, ge=2, le=10_000)
    max_replications: Whole = Field(default=50, ge=2, le=100_000)

    @model_validator(mode="after")
    def check_sizes(self) -> Self:
        """The first stage fits, and there is a zone of indifference."""
        if self.first_stage > self.max_replications:
            raise ValueError("first_stage|this is above max_replications|as many or fewer")
        if self.indifference.value <= 0:
            raise ValueError("indifference|no procedure can tell places that are the same|above 0")
        return self


class NamedPlaces(Declared):
    """A combination that is simulated whatever the screening says, such as a bid's own."""

    title: Name
    places: tuple[Name, ...] = Field(min_length=1)


class Site(Declared):
    """The `site:` block: the best `k` of some candidates, each set of candidates a scenario.

    Candidates change the option `on` (the baseline where none is named), together with what changes `always`.
    """

    k: Annotated[tuple[Annotated[Whole, Field(ge=1)], ...], BeforeValidator(one_or_several)] = (
        Field(min_length=1)
    )
    on: Name | None = None
    always: list[Any] = Field(default_factory=list)
    candidates: dict[Name, Candidate] = Field(min_length=1)
    compare: dict[Name, NamedPlaces] = Field(default_factory=dict)
    screen: Screen
    simulate: Whole = Field(default=8, ge=1, le=MOST_SIMULATED)
    objective: SiteObjective
    procedure: Procedure


@dataclass(frozen=True)
class Combination:
    """So many candidates together: one scenario.

    `rank` is its place in the screening among those of its size, from 1, or 0 for one that only `compare` names;
    `screened` its objective there. `asked` is the title under which the study names it, if it does. Some of the next
    best in the screening are kept to be shown, and not `simulated`. `proven` says that the solver ended by itself.
    """

    name: str
    k: int
    places: tuple[str, ...]
    rank: int
    screened: float
    asked: str = ""
    simulated: bool = True
    proven: bool = True
