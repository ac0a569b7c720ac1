"""What is said in the replay of each call and vehicle: the sentences of `bluelight tell`, each kept once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from results.log import CATEGORIES, records
from results.replay_window import Window
from results.replayed import NOBODY, Story
from results.tell import AS_IT_TURNS_OUT, CATEGORY_WORDS, KIND_WORDS, Chapter, sentence, summing_up

SHORT = {
    "rtc": "collision",
    "false_alarm_automatic": "fire alarm",
    "false_alarm_commercial": "fire alarm",
    "false_alarm_domestic": "fire alarm",
    "false_alarm_good_intent": "report of fire",
    "false_alarm_malicious": "report of fire",
    "secondary_fire": "small fire",
    "other_building_fire": "building fire",
    "other_special_service": "special service",
    "collapse_behind_locked_door": "locked door",
}
"""A call's kind where there is little room; others by their own words."""
BY_CATEGORY = ("medical_emergency", "police_incident", "urgent_transport")


@dataclass
class Texts:
    """Sentences, each kept once."""

    known: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The place of a sentence."""
        return self.known.setdefault(text, len(self.known))


def call_label(call: Mapping[str, Any]) -> str:
    """A call in two or three words, as it was reported."""
    kind = str(call.get("reported_kind", call["kind"]))
    if kind in BY_CATEGORY and call["category"] in CATEGORY_WORDS:
        return CATEGORY_WORDS[str(call["category"])].partition(",")[0]
    return SHORT.get(kind, kind.replace("_", " "))


def gravity(call: Mapping[str, Any]) -> int:
    """The place of a call's category, the gravest first; with people inside before all."""
    return 0 if call["category"] == "persons_reported" else 1 + CATEGORIES.index(call["category"])


def call_told(call: Mapping[str, Any], place: str) -> str:
    """A call in words: what was reported, how urgent, where."""
    kind = str(call.get("reported_kind", call["kind"]))
    urgency = CATEGORY_WORDS.get(str(call["category"]), "")
    what = KIND_WORDS[kind].removesuffix(AS_IT_TURNS_OUT)
    where = place if place.startswith("near ") else f"at {place}"
    return f"{what}{f' ({urgency})' if urgency else ''}, {where}"


@dataclass(frozen=True)
class Telling:
    """One option's run as it is told: the places of vehicles and calls in the replay, and its window."""

    chapter: Chapter
    texts: Texts
    units: Mapping[str, int]
    numbers: Mapping[int, int]
    window: Window


def story_of(telling: Telling) -> tuple[Story, tuple[tuple[int, ...], ...]]:
    """What happened at the calls shown and to vehicles in these hours; and who came to each call after how long.

    Both sentence by sentence; a call that does not ring under the option has none.
    """
    chapter, texts, window = telling.chapter, telling.texts, telling.window
    log = chapter.log
    at_call = log["call"].isin(list(telling.numbers)).to_numpy(dtype=bool, na_value=False)
    alone = (log["call"].isna() & log["unit"].isin(list(telling.units))).to_numpy(dtype=bool)
    at_s = log["at_s"].to_numpy(dtype=np.float64)
    then = (at_s >= window.from_s) & (at_s < window.until_s)
    some = log[at_call | (alone & then)]
    there = chapter.calls.index.isin(list(telling.numbers))
    called = {int(call["call"]): call for call in records(chapter.calls[there])}
    of_call: dict[int, list[dict[str, Any]]] = {}
    text, call, unit = [], [], []
    for event in records(some):
        number = NOBODY if pd.isna(event["call"]) else int(event["call"])
        of_call.setdefault(number, []).append(event)
        text.append(texts.number(sentence(chapter, event, called.get(number, {}))))
        call.append(telling.numbers.get(number, NOBODY))
        unit.append(telling.units.get(str(event["unit"]), NOBODY))
    told = Story(
        some["at_s"].to_numpy(dtype=np.float64) - window.from_s,
        np.array(call, dtype=np.int32),
        np.array(unit, dtype=np.int32),
        np.array(text, dtype=np.int32),
    )
    return told, tuple(
        _sums(telling, of_call[number], float(called[number]["at_s"])) if number in of_call else ()
        for number in telling.numbers
    )


def _sums(telling: Telling, events: Sequence[Mapping[str, Any]], rang_s: float) -> tuple[int, ...]:
    """Who came to a call and after how long, as places of sentences."""
    lines = summing_up(telling.chapter, events, rang_s)
    return tuple(telling.texts.number(line.strip()) for line in lines)
