"""Response plans that can be carried out, and that end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from scenarios.documents import Document, Path_
from scenarios.duty import Hours
from scenarios.faults import Fault, is_name, listed, not_a_name
from scenarios.references import Parts, dotted, note, note_unknown, unknown

OWN_TIME = ("own_work", "patient_cared_for", "patient_assessed", "patient_conveyed")
# What makes sense only where a need's units stay so long.
ONLY_UNTIL: dict[str, tuple[str, ...]] = {
    "on_scene": OWN_TIME,
    "convey_share": ("patient_cared_for", "patient_conveyed"),
    "relieved_by": ("relieved",),
    "relief_takes": ("relieved",),
    "assessed_by": ("patient_conveyed",),
    "travels_share": ("patient_assessed",),
    "called_away_for": ("own_work", "patient_conveyed"),
}


def check_plans(document: Document, parts: Parts, faults: list[Fault]) -> None:
    """Every plan's needs fit together, and somebody ends what they begin."""
    for name, plan in parts["response_plans"].items():
        at: Path_ = ("response_plans", name)
        check_need_names(document, at, plan, faults)
        for key, need in plan.needs.items():
            check_need(document, (*at, "needs", key), plan, need, faults)
            check_waiting(document, (*at, "needs", key), plan, key, faults)
            check_depends(document, (*at, "needs", key), plan, key, faults)
            check_diversion(document, (*at, "needs", key), plan, need, parts, faults)
        check_stop(document, at, plan, faults)
        check_found(document, at, plan, faults)
        check_challenge(document, at, plan, faults)


def check_need_names(document: Document, at: Path_, plan: Any, faults: list[Fault]) -> None:
    """Needs may name only other needs of their plan; a need for three pumps is `pump`, `pump_2` and `pump_3`."""
    for key, need in plan.needs.items():
        path = (*at, "needs", key)
        if not is_name(key):
            faults.append(Fault(document.mark(path), dotted(path), *not_a_name(key)))
        for number in range(2, need.count + 1):
            if f"{key}_{number}" in plan.needs:
                message = (
                    f"{key} is asked for {need.count} times, and this is the name of one of them."
                )
                note(document, (*at, "needs", f"{key}_{number}"), message, faults, "another name")
        for where, other in names_in(path, need):
            if other not in plan.needs:
                faults.append(unknown(document, where, "need of this plan", other, plan.needs))
            elif other == key:
                note(document, where, "A need cannot name itself here.", faults, "another need")
    for kind, found in plan.found.items():
        for field in ("turns_back", "make_up"):
            path = (*at, "found", kind, field)
            names = getattr(found, field)
            note_unknown(document, path, "need of this plan", names, plan.needs, faults)


def names_in(at: Path_, need: Any) -> Iterator[tuple[Path_, str]]:
    """Every place of a need that names another, and the name."""
    for field in ("stands_down_for", "relieved_by", "assessed_by"):
        for number, other in enumerate(getattr(need, field)):
            yield (*at, field, number), other
    for field, other in (("instead_of", need.instead_of), ("beside", need.beside)):
        if other:
            yield (*at, field), other
    if need.only_if and need.only_if.sooner_than:
        yield (*at, "only_if", "sooner_than"), need.only_if.sooner_than


def check_need(document: Document, at: Path_, plan: Any, need: Any, faults: list[Fault]) -> None:
    """Each way of ending a need's work needs its own words, and no others."""
    if need.until in OWN_TIME and need.on_scene is None:
        note(document, at, f"until: {need.until} needs `on_scene`.", faults)
    for field, untils in ONLY_UNTIL.items():
        if getattr(need, field) not in (None, ()) and need.until not in untils:
            message = f"`{field}` says nothing with `until: {need.until}`."
            allowed = " or ".join(f"until: {until}" for until in untils)
            note(document, (*at, field), message, faults, allowed)
    if (need.rank_by == "preserve_cover") != (need.cover_margin is not None):
        message = "`rank_by: preserve_cover` and `cover_margin` go together."
        where = (*at, "cover_margin") if need.cover_margin else (*at, "rank_by")
        note(document, where, message, faults, "both or neither")
    only_if = need.only_if
    if only_if is None:
        return
    if need.required:
        message = "`only_if` is for a need that goes only if free now: say `required: false`."
        note(document, at, message, faults)
    if only_if.by is not None and only_if.sooner_than is None:
        message = "`by` says how much sooner than another need: `sooner_than` is missing."
        note(document, (*at, "only_if", "by"), message, faults)
    other = plan.needs.get(only_if.sooner_than)
    if other is not None and other.asked == "make_up":
        message = f"{only_if.sooner_than} is asked for later, so nobody knows how soon it comes."
        note(document, (*at, "only_if", "sooner_than"), message, faults, "a need asked at once")


def check_depends(document: Document, at: Path_, plan: Any, key: str, faults: list[Fault]) -> None:
    """Who goes instead of or beside another's unit: control must know at once whether that one goes."""
    need, names = plan.needs[key], list(plan.needs)
    if need.instead_of and need.beside:
        note(
            document, (*at, "beside"), "A need has `instead_of` or `beside`.", faults, "one of them"
        )
    for field, other in (("instead_of", need.instead_of), ("beside", need.beside)):
        first = plan.needs.get(other)
        if first is None or first is need:
            continue
        if first.required or first.asked == "make_up" or first.triage or first.passed_after:
            message = f"Control must know at once whether anybody goes to {other}."
            allowed = (
                "one with `required: false`, and `alert` in the place of `triage` or `passed_after`"
            )
            note(document, (*at, field), message, faults, allowed)
        elif first.instead_of or first.beside:
            message = f"{other} depends on another need itself."
            note(document, (*at, field), message, faults, "a need that depends on none")
        elif names.index(other) > names.index(key):
            message = f"{other} is asked for later than this: it stands below."
            note(document, (*at, field), message, faults, "a need that stands above")


def is_sure_to_come(need: Any, unless: tuple[str, ...] = (), of: Any = None, key: str = "") -> bool:
    """Whether a unit comes to this need, early or late, at every call of its plan, but for whom it may stand down.

    A need instead of or beside another is sure to come only to one on the same terms, or to the other itself: `of`,
    named `key`.
    """
    terms = (need.instead_of, need.beside)
    same = of is not None and terms in ((of.instead_of, of.beside), (None, key))
    return bool(
        need.required
        and need.asked == "at_once"
        and need.eligible_share is None
        and set(need.stands_down_for) <= set(unless)
        and (terms == (None, None) or same)
    )


def one_is_sure(others: list[Any], need: Any, key: str) -> bool:
    """Whether one of some needs is sure to come to a need named `key`: by itself, or as one of two of which one goes
    beside a third and the other instead of it."""
    if any(is_sure_to_come(other, of=need, key=key) for other in others):
        return True
    beside = {o.beside for o in others if o.beside and is_sure_to_come(o, key=o.beside, of=need)}
    instead = {o.instead_of for o in others if o.instead_of and is_sure_to_come(o, of=o, key=key)}
    return bool(beside & instead)


def check_waiting(document: Document, at: Path_, plan: Any, key: str, faults: list[Fault]) -> None:
    """A crew that waits for another with the patient needs one that is sure to come."""
    need = plan.needs[key]

    def others(names: tuple[str, ...]) -> list[Any]:
        return [
            plan.needs[n] for n in names if n in plan.needs and plan.needs[n] is not need
        ]  # fmt: skip

    if need.until == "relieved" and not one_is_sure(others(need.relieved_by), need, key):
        message = (
            "until: relieved needs `relieved_by` a required need that is sure to come, "
            "or the patient waits for ever."
        )
        note(document, at, message, faults)
    if need.until != "patient_conveyed" or (need.service == "ambulance" and not need.assessed_by):
        return
    clinicians = [n for n in others(need.assessed_by) if n.until == "patient_assessed"]
    if not any(
        is_sure_to_come(clinician, need.stands_down_for, need, key) for clinician in clinicians
    ):
        message = (
            "Before this crew conveys a clinician assesses: until: patient_conveyed needs `assessed_by` a required "
            "need with until: patient_assessed that is sure to come."
        )
        note(document, at, message, faults)


def check_stop(document: Document, at: Path_, plan: Any, faults: list[Fault]) -> None:
    """A plan whose units stay until the stop needs somebody required who works towards it, and how long that takes."""
    until_stop = [need for need in plan.needs.values() if need.until == "stop"]
    if until_stop and plan.scene_work is None:
        message = "Its units stay until the stop, so it needs `scene_work`."
        note(document, at, message, faults)
    if until_stop and not any(need.starts_work and is_sure_to_come(need) for need in until_stop):
        message = "Nobody required starts the work, so a stop might never come."
        allowed = (
            "a need with `until: stop`, and without `starts_work: false`, `required: false`, `asked: make_up`, "
            "`eligible_share` or `stands_down_for`"
        )
        note(document, (*at, "needs"), message, faults, allowed)


def check_found(document: Document, at: Path_, plan: Any, faults: list[Fault]) -> None:
    """Who is asked for later must be asked for by what is found; nobody waits for whom the finding turns back."""
    starts = any(need.until == "stop" and need.starts_work for need in plan.needs.values())
    asked: set[str] = set()
    for kind, found in plan.found.items():
        where = (*at, "found", kind)
        if not starts:
            message = "The crew that starts the work sees what it is, and no need here does."
            note(document, where, message, faults, "a need with until: stop")
        for number, name in enumerate(found.make_up):
            asked.add(name)
            if name in plan.needs and plan.needs[name].asked != "make_up":
                message = f"{name} is asked for at once, and so cannot be made up."
                path = (*where, "make_up", number)
                note(document, path, message, faults, "a need with asked: make_up")
        for field in ("make_up_share", "make_up_after"):
            if getattr(found, field) is not None and not found.make_up:
                message = f"`{field}` says nothing without `make_up`."
                note(document, (*where, field), message, faults)
        for number, name in enumerate(found.turns_back):
            held = [
                key
                for key, need in plan.needs.items()
                if name in need.relieved_by or name in need.assessed_by
            ]
            if held:
                message = f"{listed(held)} would wait for {name} for ever."
                note(document, (*where, "turns_back", number), message, faults)
    for key, need in plan.needs.items():
        if need.asked == "make_up" and key not in asked:
            message = "This need is asked for when the first crew asks for more, and nothing found asks for it."
            path = (*at, "needs", key, "asked")
            note(document, path, message, faults, "a kind of `found` with `make_up`")


def check_challenge(document: Document, at: Path_, plan: Any, faults: list[Fault]) -> None:
    """The shares of one kind of call that are challenged in one hour are parts of one whole."""
    kinds = dict.fromkeys(kind for row in plan.not_attended for kind in row.found)
    for kind in kinds:
        total = np.zeros(168 * Hours.SLOTS_AN_HOUR)
        for row in plan.not_attended:
            if kind in row.found:
                total += row.share.base * row.by_hour_of_week(Hours.SLOTS_AN_HOUR)
        if total.max() > 1.0 + 1e-9:
            message = f"In some hours {total.max():g} of the {kind} calls would not be attended."
            note(document, (*at, "not_attended"), message, faults, "1 or less in every hour")


def check_diversion(
    document: Document, at: Path_, plan: Any, need: Any, parts: Parts, faults: list[Fault]
) -> None:
    """A unit may be taken only from less urgent calls, or two calls could take it from each other for ever."""
    for number, category in enumerate(need.may_divert_from):
        kinds = {
            kind
            for profile in parts["demand"].values()
            if profile.category == category
            for kind in (profile.kind, *profile.reported_as)
        }
        urgent = [
            name
            for name, other in parts["response_plans"].items()
            if (category in other.categories or (not other.categories and kinds & {*other.kinds}))
            and other.urgency <= plan.urgency
        ]
        if urgent:
            message = f"{category} calls are no less urgent than these: {listed(urgent)}."
            note(document, (*at, "may_divert_from", number), message, faults)
