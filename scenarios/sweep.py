"""A sweep as a study declares it: factors with their levels or ranges, and the design that picks its points."""

from __future__ import annotations

import math
from math import prod
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scenarios.fleet import Declared, Name
from scenarios.quantity import Number, Whole

Design = Literal["grid", "latin_hypercube", "sobol", "one_at_a_time", "morris", "sobol_indices"]
SAMPLED: tuple[Design, ...] = ("latin_hypercube", "sobol", "morris", "sobol_indices")
POWER_OF_TWO: tuple[Design, ...] = ("sobol", "sobol_indices")
NOTHING = "none"  # the level of a factor of whole options that includes none
EACH = (
    "each"  # the option of an answer that is of every option, so that the option is a factor of it
)
OPTION = "option"  # what that factor is called
MOST_POINTS = 20_000
LEAST_BASE = 16
"""Of base points for shares of variance: from fewer, no interval of theirs says anything."""


def number_or_word(value: object) -> object:
    """A level is a number or a word; nothing else can be put in one place of a study."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or value == "":
        raise ValueError(f"|{value!r} is no level|a number or a word")
    return value


Level = Annotated[Any, BeforeValidator(number_or_word)]
FIGURES = 15
"""Of a level in words: two levels that are alike to so many are one."""


def said(level: Any) -> str:
    """A level as a word, a number with all its figures: it names points and files."""
    return level if isinstance(level, str) else f"{level:.{FIGURES}g}"


class Range(Declared):
    """A range of numbers, every part of it as likely; of whole numbers if `whole`."""

    low: Number = Field(alias="from")
    high: Number = Field(alias="to")
    whole: bool = False

    @model_validator(mode="after")
    def check_ends(self) -> Self:
        """A range has room between its ends, and whole ends where it is of whole numbers."""
        if not self.low < self.high:
            raise ValueError(
                f"to|the range from {self.low:g} to {self.high:g} is empty|more than {self.low:g}"
            )
        if self.whole and not (self.low.is_integer() and self.high.is_integer()):
            raise ValueError("whole|a range of whole numbers has whole ends")
        return self

    def level(self, share: float) -> float:
        """The number so far along the range (0 to 1), to six figures, or to as many more as a narrow range needs."""
        if self.whole:
            return int(
                self.low + min(int(share * (self.high - self.low + 1)), self.high - self.low)
            )
        size = max(abs(self.low), abs(self.high)) / (self.high - self.low)
        figures = min(6 + int(math.log10(size)) if size >= 10 else 6, FIGURES)
        return float(f"{self.low + share * (self.high - self.low):.{figures}g}")


class Factor(Declared):
    """One factor of a sweep: the places that it sets or multiplies, or the options that it puts in, and its levels."""

    title: Name
    set: tuple[str, ...] = ()
    multiply: tuple[str, ...] = ()
    include: tuple[Name, ...] = Field(
        default=(), max_length=100, description="options to put in, one a level; `none` for none"
    )
    values: tuple[Level, ...] = Field(default=(), max_length=100)
    range: Range | None = None

    @model_validator(mode="after")
    def check_levels(self) -> Self:
        """A factor changes something, and has its levels in one way."""
        if not (self.set or self.multiply or self.include):
            raise ValueError("|a factor that changes nothing has no effect|set, multiply, include")
        if self.include:
            if self.set or self.multiply or self.values or self.range:
                raise ValueError(
                    "include|its levels are options: set, multiply, values and range are of other factors"
                )
        elif bool(self.values) == (self.range is not None):
            raise ValueError("|a factor needs its levels once|`values`, or `range`")
        words = [value for value in self.values if isinstance(value, str)]
        if self.multiply and words:
            raise ValueError(f"values|nothing can be multiplied by '{words[0]}'|numbers")
        levels = self.levels
        names = [said(level) for level in levels]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(
                f"|a level stands twice, {twice}; its points would be played twice|each once"
            )
        return self

    @property
    def levels(self) -> tuple[Any, ...]:
        """The levels that are named one by one; none for a range."""
        return self.include or self.values

    def level(self, share: float) -> Any:
        """The level so far along (0 to 1): of a range its number, else one of the named with equal chance."""
        if self.range is not None:
            return self.range.level(share)
        return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]

    def share(self, level: Any) -> float:
        """How far along a level lies, 0 to 1: of a range by its number, of named levels by its place among them."""
        if self.range is not None:
            return float((level - self.range.low) / (self.range.high - self.range.low))
        return self.levels.index(level) / max(len(self.levels) - 1, 1)

    @property
    def ends(self) -> tuple[Any, Any] | tuple[Any]:
        """The first and last level."""
        if self.range is not None:
            return (self.range.low, self.range.high)
        return (self.levels[0], self.levels[-1]) if len(self.levels) > 1 else (self.levels[0],)


class Answer(Declared):
    """What sensitivity is asked of: a measure of one of the sweep's options, or its difference from another's."""

    title: Name
    measure: Name
    group: str = ""
    option: str = Field(
        default="",
        description="default: the sweep's last option; `each` in a grid: all of them (but `minus`), as a factor",
    )
    minus: str = Field(default="", description="an option of the sweep; default: none")


class Sweep(Declared):
    """Points over factors, each played for every named option, all on the same calls and luck.

    `grid` is every combination of the factors' values; `one_at_a_time` the study as declared and each factor at its
    ends; `latin_hypercube` and `sobol` spread `points` over the ranges; `morris` draws `points` trajectories for
    screening (Morris 1991), and `sobol_indices` draws points × (factors + 2) for shares of variance (Saltelli 2010).
    """

    LEAST_POINTS: ClassVar[int] = 2

    options: tuple[Name, ...] = ()
    design: Design = "grid"
    points: Whole | None = Field(default=None, ge=2)
    replications: Whole | None = Field(
        default=None, ge=1, le=10_000, description="of each point; default: the study's"
    )
    factors: dict[Name, Factor] = Field(min_length=1, max_length=100)
    measures: tuple[Name, ...] = Field(
        default=(), description="the measures to keep; all of them where none is named"
    )
    answers: dict[Name, Answer] = Field(
        default_factory=dict, description="what sensitivity is asked of"
    )

    @model_validator(mode="after")
    def check_each(self) -> Self:
        """An answer of each option has the option as a factor, which a grid alone has at every setting."""
        for name, answer in self.answers.items():
            if answer.option != EACH:
                continue
            if self.design != "grid":
                raise ValueError(
                    f"answers.{name}.option|an answer of each option needs every combination|"
                    "`design: grid`, or one of the options"
                )
            if not self.compared(answer):
                raise ValueError(
                    f"answers.{name}.option|there is no option to be compared|two options or more"
                )
        if OPTION in self.factors:
            raise ValueError(f"factors.{OPTION}|a column is called so already|another name")
        return self

    def compared(self, answer: Answer) -> tuple[str, ...]:
        """The options that an answer of each is of: all but the one that they are held against."""
        return tuple(name for name in self.options if name != answer.minus)

    @model_validator(mode="after")
    def check_points(self) -> Self:
        """A design that draws needs to know how many points; one that does not has its points from the levels."""
        if self.design in SAMPLED and self.points is None:
            raise ValueError(f"design|a design of {self.design} needs `points`|how many")
        if self.design not in SAMPLED and self.points is not None:
            raise ValueError(
                f"points|the points of a design of {self.design} follow from its levels|"
                f"{', '.join(SAMPLED)} take `points`"
            )
        if self.design in POWER_OF_TWO and self.points is not None and self.points.bit_count() != 1:
            near = 1 << (self.points.bit_length() - 1)
            raise ValueError(
                f"points|{self.points} points do not balance a Sobol sequence|a power of two, as {near} or {2 * near}"
            )
        if self.design == "sobol_indices" and self.points is not None and self.points < LEAST_BASE:
            raise ValueError(
                f"points|{self.points} base points tell nothing of shares of variance|"
                f"{LEAST_BASE} base points or more, and a hundred or more to tell factors apart"
            )
        ranges = [name for name, factor in self.factors.items() if factor.range is not None]
        if self.design == "grid" and ranges:
            raise ValueError(
                f"factors|a grid needs named levels, and {ranges[0]} has a range|`values`, or another design"
            )
        if self.design in ("morris", "sobol_indices") and len(self.factors) < 2:
            raise ValueError(f"factors|a design of {self.design} compares factors|2 or more")
        return self

    @property
    def settings(self) -> int:
        """How many settings of the factors; each is a point for every option."""
        count = len(self.factors)
        if self.design == "grid":
            return prod(len(factor.levels) for factor in self.factors.values())
        if self.design == "one_at_a_time":
            return 1 + sum(len(factor.ends) for factor in self.factors.values())
        each = {"morris": count + 1, "sobol_indices": count + 2}.get(self.design, 1)
        return (self.points or 0) * each

    @property
    def size(self) -> int:
        """How many points."""
        return self.settings * max(len(self.options), 1)
