"""Data, experimentation, implementation and access to the code: the second half of the STRESS-DES checklist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from geography.region import Region
from results.compare import LEVEL
from results.figures.wording import counted, joined
from scenarios.study import Study, sourced_numbers

DATA, EXPERIMENTS = "3 Data", "4 Experimentation"
IMPLEMENTATION, CODE = "5 Implementation", "6 Code access"
LICENCE = "MIT licence"
ENGINE = ("simpy", "numpy", "scipy", "pandas")


def run_rows(
    study: Study, region: Region, provenance: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """The rows of these four parts."""
    yield from ((DATA, item, words) for item, words in _data(study, region))
    yield from ((EXPERIMENTS, item, words) for item, words in _experiments(study, provenance))
    yield from ((IMPLEMENTATION, item, words) for item, words in _implementation(study, provenance))
    yield CODE, "6.1 Sharing", _sharing(provenance)


def _data(study: Study, region: Region) -> Iterator[tuple[str, str]]:
    numbers = [(n.status, n.where) for n in sourced_numbers(study)]
    numbers += [(value.status, "region") for value in region.sources]
    counts = Counter(status for status, _ in numbers)
    yield (
        "3.1 Sources",
        "Each number stands in the study with its source, as “Every number used” lists them. "
        f"Ground: {region.title}. {' '.join(region.attribution)}",
    )
    by_status = joined([f"{counts[word]} {word}" for word in ("observed", "estimated", "assumed")])
    yield "3.2 Input parameters", f"{counted(len(numbers), 'number')} with a status: {by_status}."
    yield "3.3 Pre-processing", " ".join(_made_ready(study, region))
    own = " The author's limits stand under “Limits”." if study.head.report.limits else ""
    yield (
        "3.4 Assumptions",
        f"{counted(counts['assumed'], 'number')} {'is' if counts['assumed'] == 1 else 'are'} assumed, "
        f"listed first under “Every number used”.{own}",
    )


def _made_ready(study: Study, region: Region) -> Iterator[str]:
    scenario = study.baseline
    yield f"People are taken together in {counted(len(region.zones.people), 'zone')}, each at one road node."
    if scenario.recorded is not None:
        left = study.calls_left_out
        out = f"; {counted(left, 'row')} of the file left out" if left else ""
        yield f"{counted(len(scenario.recorded), 'recorded call')} taken{out}, times converted to GMT."
    if scenario.price_year is not None:
        yield f"Money is brought to prices of {scenario.price_year}."
    if any(duty.kind == "oncall" for duty in scenario.duty_systems.values()):
        yield "Availability declared of a pump is turned into that of its people."


def _experiments(study: Study, provenance: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    calendar = study.baseline.calendar
    yield (
        "4.1 Initialisation",
        f"Every unit begins at its base or on its beat, as its roster has it, and no call is open; the first "
        f"{counted(calendar.warm_up_days, 'day')} of calls are played and not counted. After the counted "
        f"days calls go on "
        f"ringing for {counted(calendar.cool_down_days, 'day')}"
        f"{', and whoever waits then is still served' if calendar.drains else ', and nobody is sent after that'}.",
    )
    spread = (
        "; its weeks are spread over the year and stand for it" if calendar.spread_over_year else ""
    )
    yield (
        "4.2 Run length",
        f"{counted(calendar.days, 'counted day')} from {calendar.start.day} {calendar.start:%B %Y}{spread}.",
    )
    yield "4.3 Estimation", " ".join(_estimation(provenance))


def _estimation(provenance: Mapping[str, Any]) -> Iterator[str]:
    played, wanted = int(provenance.get("replications", 0)), provenance.get("precision")
    how = f"{counted(played, 'replication')} of each option"
    if wanted is not None:
        how += (
            f", as many as it took for half an interval of {wanted['half_width']:g} {wanted['unit']} "
            f"({wanted['measure'].replace('_', ' ')}), at most {wanted['at_most']}"
        )
    yield f"{how}, on the same calls and luck."
    if played > 1:
        yield (
            f"Each replication gives one value; options are held against the baseline replication by "
            f"replication, with a "
            f"{LEVEL:.0%} interval of the mean difference by Student's t."
        )
    else:
        yield "One replication gives no interval."


def _implementation(study: Study, provenance: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    versions: Mapping[str, str] = provenance.get("versions", {})
    used = joined([f"{name} {versions[name]}" for name in ENGINE if name in versions])
    yield (
        "5.1 Software",
        f"Bluelight {versions.get('bluelight', '')} in Python {versions.get('python', '')}, on {used}.",
    )
    yield (
        "5.2 Random sampling",
        f"Seed {study.baseline.seed}. Numbers are looked up by name: Philox streams keyed by seed, "
        f"replication and purpose; "
        "what belongs to a call and a unit by an integer mix of both (splitmix64). Times by inversion, kept "
        "to 1/1024 s.",
    )
    runs = len(provenance.get("tasks", {}))
    yield (
        "5.3 Execution",
        f"Processes on SimPy's clock, from event to event; {counted(runs, 'run')}, each alone and named by "
        f"a digest of all "
        "that it follows from, so that the order and number of processors change nothing.",
    )
    yield "5.4 System", f"{provenance.get('machine', 'not recorded')}."


def _sharing(provenance: Mapping[str, Any]) -> str:
    return (
        f"The program is open source ({LICENCE}); commit {provenance.get('commit', 'not recorded')}, source digest "
        f"{str(provenance.get('source_digest', ''))[:16]}, region digest "
        f"{str(provenance.get('region_digest', ''))[:16]}. "
        "The run's folder keeps the study's own files in study/: the same command plays it again."
    )
