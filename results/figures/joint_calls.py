"""Table 10b: calls to which several services are sent: how many units, who turned back, when the scene is clear."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from results.figures.chance import ONE_REPLICATION
from results.figures.figure import Table
from results.figures.interval_words import sooner_interval
from results.figures.moved_calls import too_few_of_kind
from results.figures.places import merged
from results.figures.reading import Gap, Reading, gap_of, keys_of, less, reading_of, replications
from results.figures.standards import with_interval
from results.figures.wording import (
    UNCERTAINTY,
    between,
    clock,
    joined,
    known,
    minutes,
    named,
    sentence,
    short,
    signed,
    together,
)
from results.pack import Option, Pack

KINDS = {
    "rtc": "road traffic collisions",
    "medical_emergency": "medical emergencies",
    "police_incident": "police incidents",
    "secondary_fire": "secondary fires",
    "vehicle_fire": "vehicle fires",
    "dwelling_fire": "dwelling fires",
    "other_building_fire": "other building fires",
    "other_special_service": "other special services",
    "false_alarm_automatic": "automatic false alarms",
    "false_alarm_good_intent": "false alarms of good intent",
    "false_alarm_malicious": "malicious false alarms",
}
CATEGORIES = {"persons_reported": "persons reported", "special": "the others"}


def kind_words(kind: str) -> str:
    """A kind of call in the plural, as a sentence says it."""
    return KINDS.get(kind) or f"calls of the kind {kind.replace('_', ' ')}"


def category_words(category: str) -> str:
    """A category as people write it: "red 1", "the others"."""
    words = category.replace("_", " ")
    return CATEGORIES.get(category, re.sub(r"(?<=[a-z])(?=\d)", " ", words))


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
        ("Calls", "Option", "Units sent a call", "Of fire, of ambulance, of police", "Turned back on the way",
         "Difference in units that reached the scene", "Scene clear after", "Difference"),
        tuple(rows),
        "Means over calls. A unit counts as sent unless it was called away to a more urgent call; turned back on the "
        "way: stood down before it arrived. The scene is clear when the last unit has left it, with a patient or "
        "free. A vehicle of two services counts with the first. Options with the same figures share a row. "
        f"Differences are paired, with their {UNCERTAINTY}. {pack.region.attribution}",
    )  # fmt: skip


def _calls(pack: Pack, reading: Reading) -> list[Calls]:
    """Each such kind, then its categories."""
    found = []
    for kind in joint_kinds(reading, pack.baseline.name):
        title = sentence(kind_words(kind))
        found.append(Calls(f"{title}, all", {"kind": kind}))
        for category in reading.values_of("units_sent_mean", "category"):
            keys = {"kind": kind, "category": category}
            if known(reading.value("units_sent_mean", pack.baseline.name, **keys)):
                found.append(Calls(f"{title}: {category_words(category)}", keys))
    return found


def _cells(pack: Pack, reading: Reading, calls: Calls, option: Option) -> tuple[str, ...]:
    def value(measure: str, **keys: str) -> float:
        return reading.value(measure, option.name, **calls.keys, **keys)

    by = [value("units_sent_mean", agency=agency) for agency in ("fire", "ambulance", "police")]
    went = arrived_gap(reading, calls.keys, option.name, pack.baseline.name)
    clear = reading.gap("scene_clear_mean_s", option.name, **calls.keys)
    return (
        _units(value("units_sent_mean")),
        ", ".join(_units(each) if known(each) and each else "none" for each in by),
        _units(value("units_stood_down_mean")),
        "" if option is pack.baseline else with_interval(went, _more, _end),
        minutes(value("scene_clear_mean_s")),
        "" if option is pack.baseline else _scene_cell(pack, calls.keys, option, clear),
    )


def _scene_cell(pack: Pack, keys: dict[str, str], option: Option, gap: Gap) -> str:
    """The change in the time until the scene is clear, or that too few calls change for one."""
    few = _too_few(pack, keys, option) if gap.clear else ""
    return f"too few to tell ({few})" if few else with_interval(gap, sooner, clock, _ends)


def _ends(low: float, high: float, _: Callable[[float], str]) -> str:
    """An interval of time without signs."""
    return sooner_interval(Gap((low + high) / 2, low, high, 2))


def arrived_gap(reading: Reading, keys: dict[str, str], option: str, baseline: str) -> Gap:
    """The change in units that were sent and not stood down, paired by replication."""

    def went(name: str) -> dict[int, float]:
        sent = reading.runs("units_sent_mean", name, **keys)
        return less(sent, reading.runs("units_stood_down_mean", name, **keys))

    return gap_of(went(option), went(baseline))


def _units(number: float) -> str:
    if known(number) and 0 < number < 0.005:
        return "under 0.01"
    return f"{number:.2f}" if known(number) else "not measured"


def _more(number: float) -> str:
    return f"{abs(number):.2f} {'more' if number > 0 else 'fewer'}"


def _end(number: float) -> str:
    return signed(f"{abs(number):.2f}", number)


def sooner(seconds: float) -> str:
    """`-90` as "1 min 30 s sooner"."""
    return f"{minutes(abs(seconds))} {'sooner' if seconds < 0 else 'later'}"


def _finding(pack: Pack, reading: Reading) -> str:
    """For each kind what clearly changes under any option: units that come, and how soon the scene is clear."""
    kinds = joint_kinds(reading, pack.baseline.name)
    if replications(pack) < 2:
        return f"Units at calls of several services: {ONE_REPLICATION}"
    said: list[str] = []
    for kind in kinds:
        keys = {"kind": kind}
        units = {o: _went(pack, reading, keys, o) for o in pack.proposals}
        scene = {o: reading.gap("scene_clear_mean_s", o.name, **keys) for o in pack.proposals}
        come = _units_words(kind, units)
        whose = "their scenes" if come else f"the scenes of {kind_words(kind)}"
        few = {o for o, gap in scene.items() if gap.clear and _too_few(pack, keys, o)}
        said += filter(None, (come, _scene_words(whose, scene, few)))
    if not said:
        names = joined([kind_words(kind) for kind in kinds])
        return (
            "No option clearly changes how many units come to calls of several services, or how soon the scene is "
            f"clear: {names}"
        )
    return sentence("; ".join(said))


def _units_words(kind: str, gaps: dict[Option, Gap]) -> str:
    """How many units fewer or more come, under the option that changes it most, and under which others."""
    clear = {option: gap for option, gap in gaps.items() if gap.clear}
    if not clear:
        return ""
    most = max(clear, key=lambda option: round(abs(clear[option].difference), 2))
    gap = clear[most]
    words = (
        f"to {kind_words(kind)} {_more(gap.difference)} units a call come under {named(most.title)}"
    )
    words += f" ({between(gap.low, gap.high, _end)})"
    others = {option: gap for option, gap in clear.items() if option is not most}
    return "; ".join([words, *_groups(others, _more, "0.00")])


def _scene_words(whose: str, gaps: dict[Option, Gap], few: set[Option]) -> str:
    """Under which options the scene is clear sooner or later, under which it is not; nothing where under none.

    `few` are those under which too few calls change for a mean to tell.
    """
    measured = {option: gap for option, gap in gaps.items() if gap.measured}
    clear = {option: gap for option, gap in measured.items() if gap.clear and option not in few}
    said = _groups(clear, sooner, "0 s")
    if not said:
        return ""
    rest = _together([o for o in measured if o not in clear and o not in few])
    tail = f", not clearly otherwise than now under {rest}" if rest else ""
    tail += f", too few calls to tell under {_together(few)}" if few else ""
    return f"{whose} are clear {joined(said)}{tail}"


def _too_few(pack: Pack, keys: dict[str, str], option: Option) -> str:
    """Why the mean of a kind's scenes tells nothing; a category's is not looked at by itself."""
    if "category" in keys or not len(pack.arrivals):
        return ""
    return too_few_of_kind(pack.arrivals, keys["kind"], option, pack.baseline)


def _groups(clear: dict[Option, Gap], say: Callable[[float], str], none: str) -> list[str]:
    """The options of each way with the range of their changes: "20 s to 51 s sooner under options 2, 3 and 4"."""
    found = []
    for way in (-1, 1):
        some = {o: gap.difference for o, gap in clear.items() if gap.difference * way > 0}
        some = {o: change for o, change in some.items() if not say(change).startswith(none)}
        if not some:
            continue
        ends = list(dict.fromkeys(map(say, sorted(some.values(), key=abs))))
        low, high = ends[0], ends[-1]
        said = high if low == high else f"{low.rpartition(' ')[0]} to {high}"
        found.append(f"{said} under {_together(some)}")
    return found


def _together(options: Iterable[Option]) -> str:
    """Some options as a sentence names them: "option 1", "options 2, 3 and 4"."""
    titles = [option.title for option in options]
    numbers = together(titles, 0) if len(titles) > 1 else ""
    if numbers.startswith("Options "):
        return f"options {numbers.removeprefix('Options ')}"
    return joined([short(one) for one in titles])


def _went(pack: Pack, reading: Reading, keys: dict[str, str], option: Option) -> Gap:
    return arrived_gap(reading, keys, option.name, pack.baseline.name)
