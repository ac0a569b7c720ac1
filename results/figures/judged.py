"""The responses that stand against cost in figure 14, in a person's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from results.figures.columns import GROUNDS, more_or_fewer
from results.figures.interval_words import points
from results.figures.reading import headline_standard, keys_of, reading_of
from results.figures.wording import minutes, signed
from results.pack import Pack
from scenarios.frontier import MORE_IS_BETTER

WORDS = {
    "within_standard": "Share of calls met",
    "people_within_standard": "People within",
    "pumps_available": "Fire engines available",
    "never_served_share": "Calls that nobody reached",
    "expected_survivors": "Expected survivors of cardiac arrest a year",
    "expected_fire_deaths": "Expected deaths in fires a year",
}

BASES = {
    "availability": "as crews are available",
    "all_available": "if every crew were available",
    "worst_hours": "in the worst hours",
}


@dataclass(frozen=True)
class Names:
    """What a study calls its standards and its districts, by key."""

    standards: Mapping[str, str]
    districts: Mapping[str, str]


@dataclass(frozen=True)
class Judged:
    """A measure and group that options are judged by: its title, which way is better, and how a change is said."""

    measure: str
    group: str
    title: str
    more_is_better: bool
    say: Callable[[float], str]


def judged_by(pack: Pack) -> tuple[Judged, ...]:
    """What stands against cost; the headline standard where a pack says nothing."""
    return tuple(judged(pack, *one) for one in pack.judged_by or _headline(pack))


def judged(pack: Pack, measure: str, group: str) -> Judged:
    """One of them in words."""
    say = {
        "within_standard": points,
        "never_served_share": points,
        "people_within_standard": more_or_fewer,
    }
    title = _title(pack, measure, group)
    return Judged(measure, group, title, MORE_IS_BETTER[measure], say.get(measure, _signed))


def _headline(pack: Pack) -> tuple[tuple[str, str], ...]:
    standard = headline_standard(pack)
    if standard is None:
        return ()
    wanted = {"service": standard.service, "clock": standard.clock, "standard": standard.name}
    groups = reading_of(pack).groups("within_standard")
    return tuple(("within_standard", g) for g in groups if keys_of(g) == wanted)[:1]


def _title(pack: Pack, measure: str, group: str) -> str:
    keys = keys_of(group)
    standard = next((s for s in pack.standards if s.name == keys.get("standard")), None)
    place = next((d.title for d in pack.districts if d.name == keys.get("district")), "")
    where = f", {place}" if place else ""
    if ground := GROUNDS.get(keys.get("rurality", "")):
        where += f", {ground}"
    if measure == "within_standard" and standard is not None:
        return f"Share of calls met: {standard.title}{where}"
    if standard is not None:
        return f"{WORDS[measure]} {minutes(standard.limit_s)}{where}"
    basis = keys.get("basis", "").replace("_", " ")
    return f"{WORDS.get(measure, measure)}{f' ({basis})' if basis else ''}{where}"


def response_said(measure: str, group: str, names: Names) -> str:
    """A measure of a group inside a sentence: "the share of calls that meet “Grade 1 in 20 minutes” in the towns"."""
    keys = keys_of(group)
    standard = keys.get("standard", "")
    title = names.standards.get(standard, standard.replace("_", " "))
    words = WORDS.get(measure, measure.replace("_", " "))
    words = words[:1].lower() + words[1:]
    if title and measure == "within_standard":
        words = f"share of calls that meet “{title}”"
    elif title:
        words = (
            f"people within the time of “{title}”"
            if measure.startswith("people")
            else f"{words}, “{title}”"
        )
    if words.startswith("share "):
        words = f"the {words}"
    if basis := keys.get("basis", ""):
        words += f" ({BASES.get(basis, basis.replace('_', ' '))})"
    if district := keys.get("district", ""):
        words += f" in {names.districts.get(district, district.replace('_', ' '))}"
    ground = GROUNDS.get(keys.get("rurality", ""), "")
    return f"{words} {ground}".strip()


def _signed(change: float) -> str:
    return signed(f"{abs(change):.2g}", change)
