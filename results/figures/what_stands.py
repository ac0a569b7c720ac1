"""The vehicles and people of a station in lines, now and where an option changes them."""

from collections import Counter
from collections.abc import Sequence

from results.figures.wording import joined
from results.station_facts import StationFacts


def what_stands(there: StationFacts | None, now: StationFacts | None = None) -> list[str]:
    """The vehicles of a station and its people, each in a line; who uses it first, where these are several.

    Where `now` is given only what differs from it, and what is as now in a word.
    """
    if there is None:
        return ["no station here"]
    units, crews = [words for _, words in there.units], there.crews
    whose = f"for {joined(there.agencies)}"
    if now is None:
        lines = [whose if len(there.agencies) > 1 else "", _alike(units), _alike(crews)]
        return [line for line in lines if line]
    had = [words for _, words in now.units]
    told = [] if there.agencies == now.agencies else [whose]
    told += [*_differs(units, had), *_differs(crews, now.crews)]
    stays = [
        word
        for word, as_now in (("vehicles", units == had), ("people", crews == now.crews))
        if as_now
    ]
    return [*told, *([f"{joined(stays)} as now"] if stays else [])]


def _differs(then: Sequence[str], now: Sequence[str]) -> list[str]:
    """What is there beside what is now, or what is gone of it; all of it where some is gone and some is new."""
    more, gone = Counter(then) - Counter(now), Counter(now) - Counter(then)
    if not more and not gone:
        return []
    if gone and more:
        return [_alike(then)]
    word, which = ("also", more) if more else ("without", gone)
    return [f"{word} {_alike(list(which.elements()))}"]


def _alike(words: Sequence[str]) -> str:
    """Vehicles or people in one line, those that are alike told once."""
    return "; ".join(one if n == 1 else f"{n} × {one}" for one, n in Counter(words).items())
