"""Table 10b: calls to which several services are sent: how many units, who turned back, when the scene is clear."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from results.figures.figure import Table
from results.figures.places import merged
from results.figures.reading import Gap, Reading, gap_of, keys_of, less, reading_of
from results.figures.standards import with_interval
from results.figures.wording import UNCERTAINTY, clock, counted, known, minutes, named, signed
from results.pack import Option, Pack

KINDS = {"rtc": "road traffic collisions"}
CATEGORIES = {"persons_reported": "persons reported", "special": "the others"}


@dataclass(frozen=True)
class Calls:
    """Calls of one kind, perhaps of one category."""

    title: str
    keys: dict[str, str]


def joint_kinds(reading: Reading, option: str) -> list[str]:
    """Kinds of call to which units of several services are sent under an option."""
    found: dict[str, set[str]] = {}
    for keys in map(keys_of, reading.groups("units_sent_mean")):
        if "agency" in keys and "category" not in keys:
            value = reading.value("units_sent_mean", option, **keys)
            if known(value) and value > 0:
                found.setdefault(keys["kind"], set()).add(keys["agency"])
    return sorted(kind for kind, agencies in found.items() if len(agencies) > 1)


def joint_calls(pack: Pack) -> Table:
    """For each kind of call that several services answer, what is sent and how long the scene takes."""
    reading = reading_of(pack)
    rows: list[tuple[str, ...]] = []
    for calls in _calls(pack, reading):
        rows += [
            (calls.title, label, *cells)
            for label, cells in merged(pack, partial(_cells, pack, reading, calls))
        ]
    return Table(
        "joint_calls",
        "10b",
        _finding(pack, reading),
        "Calls to which several services are sent",
        ("Calls", "Option", "Units sent", "Fire, ambulance, police", "Of them stood down",
         "Difference in units that went all the way", "Scene clear after", "Difference"),
        tuple(rows),
        "Means over calls. A unit counts as sent unless it was called away to a more urgent call; stood down: "
        "turned back before it arrived. The scene is clear when the last unit has left it, with a patient or "
        "free. A vehicle of two services counts with the first. Options with the same figures share a row. "
        f"Differences are paired, with their {UNCERTAINTY}. {pack.region.attribution}",
    )  # fmt: skip


def _calls(pack: Pack, reading: Reading) -> list[Calls]:
    """Each such kind, then its categories."""
    found = []
    for kind in joint_kinds(reading, pack.baseline.name):
        title = KINDS.get(kind, kind.replace("_", " "))
        title = f"{title[:1].upper()}{title[1:]}"
        found.append(Calls(f"{title}, all", {"kind": kind}))
        for category in reading.values_of("units_sent_mean", "category"):
            keys = {"kind": kind, "category": category}
            if known(reading.value("units_sent_mean", pack.baseline.name, **keys)):
                words = CATEGORIES.get(category, category.replace("_", " "))
                found.append(Calls(f"{title}: {words}", keys))
    return found


def _cells(pack: Pack, reading: Reading, calls: Calls, option: Option) -> tuple[str, ...]:
    def value(measure: str, **keys: str) -> float:
        return reading.value(measure, option.name, **calls.keys, **keys)

    by = [value("units_sent_mean", agency=agency) for agency in ("fire", "ambulance", "police")]
    went = arrived_gap(reading, calls.keys, option.name, pack.baseline.name)
    clear = reading.gap("scene_clear_mean_s", option.name, **calls.keys)
    return (
        _units(value("units_sent_mean")),
        ", ".join(_units(each) if known(each) else "0" for each in by),
        _units(value("units_stood_down_mean")),
        "" if option is pack.baseline else with_interval(went, _more, _end),
        minutes(value("scene_clear_mean_s")),
        "" if option is pack.baseline else with_interval(clear, sooner, clock),
    )


def arrived_gap(reading: Reading, keys: dict[str, str], option: str, baseline: str) -> Gap:
    """The change in units that were sent and not stood down, paired by replication."""

    def went(name: str) -> dict[int, float]:
        sent = reading.runs("units_sent_mean", name, **keys)
        return less(sent, reading.runs("units_stood_down_mean", name, **keys))

    return gap_of(went(option), went(baseline))


def _units(number: float) -> str:
    return f"{number:.2f}" if known(number) else "not measured"


def _more(number: float) -> str:
    return f"{abs(number):.2f} {'more' if number > 0 else 'fewer'}"


def _end(number: float) -> str:
    return signed(f"{abs(number):.2f}", number)


def sooner(seconds: float) -> str:
    """`-90` as "1 min 30 s sooner"."""
    return f"{minutes(abs(seconds))} {'sooner' if seconds < 0 else 'later'}"


def _finding(pack: Pack, reading: Reading) -> str:
    kinds = joint_kinds(reading, pack.baseline.name)
    said: list[str] = []
    for kind in kinds:
        keys = {"kind": kind}
        find: Callable[[Option], Gap] = partial(_went, pack, reading, keys)
        clear = {option: find(option) for option in pack.proposals if find(option).clear}
        if not clear:
            continue
        most = max(clear, key=lambda option: round(abs(clear[option].difference), 2))
        title = KINDS.get(kind, kind.replace("_", " "))
        gap = clear[most]
        words = f"{_more(gap.difference)} units go all the way to {title} under {named(most.title)}"
        words += f" ({_end(gap.low)} to {_end(gap.high)})"
        scene = reading.gap("scene_clear_mean_s", most.name, **keys)
        if scene.clear:
            words += f", and the scene is clear {sooner(scene.difference)}"
        elif scene.measured:
            words += ", and the scene is clear no clearly sooner or later"
        said.append(words)
    if not said:
        return f"{counted(len(kinds), 'kind')} of call for several services; no option clearly changes what goes there"
    return "; ".join(said)


def _went(pack: Pack, reading: Reading, keys: dict[str, str], option: Option) -> Gap:
    return arrived_gap(reading, keys, option.name, pack.baseline.name)
