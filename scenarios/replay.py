"""Which hours of a run the report's replay shows, and under which options."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from scenarios.duty import TimeOfDay
from scenarios.fleet import Declared, Name
from scenarios.quantity import Whole, refuse_number_for_date

MOST_OPTIONS = 3


class ReplayOf(Declared):
    """What the replay shows: a counted day, hours of it, and the options beside the baseline."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    day: Annotated[date | None, BeforeValidator(refuse_number_for_date)] = Field(
        default=None,
        description="a counted day; where none is named, the one on which most calls change under one option",
    )
    begin: TimeOfDay | None = Field(
        default=None,
        lt=24,
        alias="from",
        description="the hour at which it begins; else the busiest hours",
    )
    hours: Whole = Field(default=24, ge=1, le=24, description="how many hours it shows")
    options: tuple[Name, ...] = Field(
        default=(),
        max_length=MOST_OPTIONS,
        description="options to show beside the baseline; else the two under which most calls of the day change",
    )
