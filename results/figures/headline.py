"""A sentence of the cover, and how sure it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Headline:
    """What is found, and under it in small how sure that is."""

    says: str
    how_sure: str
