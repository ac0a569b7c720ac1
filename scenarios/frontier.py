"""By what options are judged beside their cost."""

from __future__ import annotations

from typing import Final, Self

from pydantic import model_validator

from scenarios.fleet import Declared, Name

# The measures in which a call that nobody reached makes things worse; whether more of one is better.
MORE_IS_BETTER: Final[dict[str, bool]] = {
    "within_standard": True,
    "people_within_standard": True,
    "pumps_available": True,
    "never_served_share": False,
    "expected_survivors": True,
    "expected_fire_deaths": False,
}


class JudgedBy(Declared):
    """A measure, and a group of it, that stands against cost."""

    measure: Name
    group: str = ""

    @model_validator(mode="after")
    def check_measure(self) -> Self:
        """A mean over calls that were reached would reward leaving some unreached."""
        if self.measure not in MORE_IS_BETTER:
            raise ValueError(
                f"measure|'{self.measure}' cannot judge an option, as calls that nobody reached would not make it "
                f"worse, or it is no response|{', '.join(MORE_IS_BETTER)}"
            )
        return self
