"""Hours a week of vehicles by what they were doing, found quickly: a county has a thousand of them."""

import weakref

from results.figures.reading import Reading, Runs, keys_of

OUT = ("turning_out", "driving", "at_scene", "conveying", "at_hospital")
"""Together the hours on calls, from being sent until clear."""
Index = dict[tuple[str, str], str]

_KNOWN: "weakref.WeakKeyDictionary[Reading, Index]" = weakref.WeakKeyDictionary()


def _index(reading: Reading) -> Index:
    """The group of each vehicle, or service as a whole, and activity."""
    if reading not in _KNOWN:
        found: Index = {}
        for group in reading.groups("unit_hours"):
            keys = keys_of(group)
            found[keys.get("unit") or keys.get("service", ""), keys.get("basis", "")] = group
        _KNOWN[reading] = found
    return _KNOWN[reading]


def hours(reading: Reading, option: str, whose: str, bases: tuple[str, ...] = OUT) -> Runs:
    """Hours a week of a vehicle or a service in some activities, by replication; nothing where none was measured."""
    total: Runs = {}
    index = _index(reading)
    for basis in bases:
        group = index.get((whose, basis))
        runs = reading.exactly("unit_hours", group, option) if group is not None else {}
        for run, value in runs.items():
            total[run] = total.get(run, 0.0) + value
    return total
