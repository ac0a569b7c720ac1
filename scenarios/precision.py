"""How sure a study wants to be: replications are added until an interval is narrow enough."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from scenarios.fleet import Declared, Name
from scenarios.quantity import Number, Whole

LEAST = 3


class Precision(Declared):
    """Half the 95% interval that is wanted of one measure, in the measure's own unit; for all options together.

    Of each option's `difference` from the baseline, or of its own `value`. It is to hold for `look_ahead` replications
    more, so that one lucky spread does not end it; those are played and left out of the tables.
    """

    measure: Name
    group: str = ""
    of: Literal["difference", "value"] = "difference"
    half_width: Number = Field(gt=0)
    unit: Name
    at_least: Whole = Field(default=5, ge=LEAST, le=10_000)
    at_most: Whole = Field(default=200, ge=LEAST, le=10_000)
    look_ahead: Whole = Field(default=5, ge=0, le=100)

    @model_validator(mode="after")
    def check_counts(self) -> Self:
        """The most is no fewer than the least."""
        if self.at_most < self.at_least:
            raise ValueError(
                f"at_most|{self.at_most} replications are fewer than the least, {self.at_least}|"
                f"{self.at_least} or more"
            )
        return self
