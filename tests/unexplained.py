"""Headlines without the words that explain a short name where it first stands."""

from __future__ import annotations

from results.figures.explained import MEANS
from results.headlines import headlines
from results.pack import Pack


def unexplained(pack: Pack) -> list[str]:
    """What each headline says, as the part that makes it says it."""
    told = [one.says for one in headlines(pack)]
    for words in MEANS.values():
        told = [says.replace(f" ({words})", "") for says in told]
    return told
