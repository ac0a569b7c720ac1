"""What a sweep names must be there, and its points few enough to be laid out and played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenarios.check_measures import check_measure, listed_at, names_at, refused
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed
from scenarios.measure_words import MEASURES
from scenarios.pydantic_faults import validated
from scenarios.sweep import EACH, MOST_POINTS, NOTHING, SAMPLED, Answer, Sweep

RUNS_CALLS_PER_S = 4_000.0
"""Calls that one core draws, plays and measures in a second, on the safe side of docs/performance.md."""


def check_sweep(document: Document, documents: Mapping[str, Document], faults: list[Fault]) -> None:
    """Note every option, measure and group that the sweep names and that is not there.

    Read from the document, so that a fault elsewhere in the sweep hides none of these.
    """
    there = tuple(documents)
    options = listed_at(document, ("sweep", "options"))
    swept = options or list(there[:1])
    named: list[tuple[Path_, str, Sequence[str]]] = [
        (("sweep", "options", number), name, there) for number, name in enumerate(options)
    ]
    for key in names_at(document, ("sweep", "factors")):
        path: Path_ = ("sweep", "factors", key, "include")
        levels = (*there[1:], NOTHING)
        named += [((*path, i), name, levels) for i, name in enumerate(listed_at(document, path))]
    answers = answers_of(document)
    for key, answer in answers.items():
        both = (("option", answer.option), ("minus", answer.minus))
        named += [
            (("sweep", "answers", key, word), name, swept)
            for word, name in both
            if name and (word, name) != ("option", EACH)
        ]
    for path, name, known in named:
        if name not in known:
            faults.append(refused(document, path, f"There is no option '{name}'.", name, known))
    kept = listed_at(document, ("sweep", "measures"))
    for number, name in enumerate(kept):
        if name not in MEASURES:
            path = ("sweep", "measures", number)
            message = f"There is no measure '{name}'."
            faults.append(refused(document, path, message, name, MEASURES))
    check_answers(document, answers, kept, list(documents.values()), faults)


def answers_of(document: Document) -> dict[str, Answer]:
    """The sweep's answers that are sound in themselves."""
    found = {
        key: validated(Answer, document, ("sweep", "answers", key), [])
        for key in names_at(document, ("sweep", "answers"))
    }
    return {key: answer for key, answer in found.items() if answer is not None}


def check_answers(
    document: Document,
    answers: Mapping[str, Answer],
    kept: Sequence[str],
    options: Sequence[Document],
    faults: list[Fault],
) -> None:
    """An answer is of a measure that there is and that the sweep keeps."""
    districts = listed_at(document, ("report", "districts"))
    for key, answer in answers.items():
        at: Path_ = ("sweep", "answers", key)
        there = check_measure(document, at, answer, options, districts, faults)
        if there and kept and answer.measure not in kept:
            mark, where = document.mark((*at, "measure")), f"sweep.answers.{key}.measure"
            message = f"The sweep does not keep {answer.measure}."
            faults.append(Fault(mark, where, message, listed(kept)))


def too_large(
    sweep: Sweep | None, document: Document, runs_each: int, calls: float | None
) -> list[Fault]:
    """The fault of a sweep of more points than can be laid out, with its runs and about how long they would take.

    `runs_each` are the replications of a point, `calls` those that ring in one run where that is known.
    """
    if sweep is None or sweep.size <= MOST_POINTS:
        return []
    runs = sweep.size * runs_each
    words = f"This sweep has {sweep.size:,} points: with {runs_each} replications {runs:,} runs"
    if calls is not None:
        seconds = max(calls / RUNS_CALLS_PER_S, 0.1)
        words += f"; at about {seconds:,.2g} s a run, {in_words(runs * seconds)} on one core"
    at, fewer = "factors", "fewer levels, or `design: latin_hypercube` with `points`"
    if sweep.design in SAMPLED:
        at, fewer = "points", "fewer `points`"
    allowed = f"{MOST_POINTS:,} points or fewer: {fewer}"
    return [Fault(document.mark(("sweep", at)), f"sweep.{at}", f"{words}.", allowed)]


def in_words(seconds: float) -> str:
    """A length of time as a planner would say it."""
    for name, length in (("years", 365.25 * 86400), ("days", 86400), ("hours", 3600)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {name}"
    return f"{seconds / 60:,.0f} minutes"
