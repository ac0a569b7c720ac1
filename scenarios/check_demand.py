"""Streams of calls: when and how often they ring, and that somebody answers them."""

from __future__ import annotations

from typing import Any

from scenarios.call_places import EVERYWHERE
from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed
from scenarios.references import Parts, names_of, note, note_unknown, unknown
from scenarios.words import SCHEMES


def check_demand(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Each stream needs its week and visitors, and one plan that answers each of its reports."""
    weeks, visitors = names_of(document, "week_shapes"), names_of(document, "visitors")
    patterns = names_of(document, "call_places")
    all_plans = len(parts["response_plans"]) == len(names_of(document, "response_plans"))
    for name, profile in parts["demand"].items():
        at: Path_ = ("demand", name)
        if profile.week not in weeks:
            faults.append(unknown(document, (*at, "week"), "week shape", profile.week, weeks))
        if profile.among not in (*EVERYWHERE, *patterns):
            known = [*EVERYWHERE, *patterns]
            faults.append(
                unknown(document, (*at, "among"), "pattern of call places", profile.among, known)
            )
        note_unknown(
            document, (*at, "visitors"), "block of visitors", profile.visitors, visitors, faults
        )
        check_reports(document, at, profile, faults)
        if all_plans:
            for kind in dict.fromkeys((profile.kind, *profile.reported_as)):
                where = at if kind == profile.kind else (*at, "reported_as", kind)
                check_answer(document, parts, where, kind, profile.category, faults)
    for name, surge in parts["surges"].items():
        streams = names_of(document, "demand")
        path: Path_ = ("surges", name, "streams")
        note_unknown(document, path, "stream of demand", surge.streams, streams, faults)


def check_reports(document: Document, at: Path_, profile: Any, faults: list[Fault]) -> None:
    """The shares reported as other kinds are parts of one whole; the rest is reported as what it is."""
    total = sum(share.base for share in profile.reported_as.values())
    if total > 1.0 + 1e-9:
        message = f"The shares reported as other kinds are {total:g} in all."
        note(document, (*at, "reported_as"), message, faults, "1 or less in all")
    if profile.kind in profile.reported_as:
        message = "The rest is reported as what it is, and has no share of its own here."
        note(document, (*at, "reported_as", profile.kind), message, faults, "other kinds")


def check_answer(
    document: Document, parts: Parts, at: Path_, kind: str, category: str, faults: list[Fault]
) -> None:
    """Just one plan answers a kind and category of report, and somebody can do what it asks."""
    plans = [
        (key, plan)
        for key, plan in parts["response_plans"].items()
        if kind in plan.kinds and (not plan.categories or category in plan.categories)
    ]
    exact = [row for row in plans if row[1].categories] or plans
    if len(exact) == 1:
        check_somebody_can_go(document, parts, exact[0][0], exact[0][1], faults)
        return
    found = "No response plan answers" if not exact else "Several response plans answer"
    named = f": {listed(key for key, _ in exact)}" if exact else ""
    note(document, at, f"{found} {kind} calls of category {category}{named}.", faults)


def check_somebody_can_go(
    document: Document, parts: Parts, name: str, plan: Any, faults: list[Fault]
) -> None:
    """A required need that no vehicle has the skills for would wait for ever."""
    types = parts["vehicle_types"]
    if any(len(parts[s]) < len(names_of(document, s)) for s in ("vehicles", "vehicle_types")):
        return
    fleet = [types[v.type] for v in parts["vehicles"].values() if v.type in types]
    for key, need in plan.needs.items():
        able = any(
            need.service in (kind.service, *kind.also_serves)
            and set(need.skills) <= set(kind.skills)
            for kind in fleet
        )
        if need.required and not able:
            at: Path_ = ("response_plans", name, "needs", key)
            message = f"No {need.service} vehicle has the skills {listed(need.skills)}."
            note(document, at, message, faults)


def check_scheme(document: Document, parts: Parts, scheme: object, faults: list[Fault]) -> None:
    """A study of one ambulance scheme has no categories of the other."""
    if scheme not in SCHEMES:
        return  # none, or a fault of its own
    foreign = frozenset().union(*(words for name, words in SCHEMES.items() if name != scheme))
    named: list[tuple[Path_, str]] = [
        (("demand", name, "category"), profile.category)
        for name, profile in parts["demand"].items()
    ]
    for section in ("response_plans", "clocks", "pathways"):
        for name, block in parts[section].items():
            path: Path_ = (section, name, "categories")
            named += [((*path, n), category) for n, category in enumerate(block.categories)]
    for name, plan in parts["response_plans"].items():
        for key, need in plan.needs.items():
            path = ("response_plans", name, "needs", key, "may_divert_from")
            named += [((*path, n), category) for n, category in enumerate(need.may_divert_from)]
    for path, category in named:
        if category in foreign:
            message = f"{category} is no category of the ambulance scheme of {scheme}."
            note(document, path, message, faults, listed(sorted(SCHEMES[str(scheme)])))
