"""A made-up hour for the replay: three vehicles, two calls, the second reached sooner under the last option."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from results.replayed import (
    ALERTED,
    AT_SCENE,
    HOME,
    NOBODY,
    OFF_THE_RUN,
    RETURNING,
    TO_CALL,
    CallShown,
    OptionShown,
    Replay,
    Steps,
    Story,
    Vehicle,
    Way,
)

VEHICLES = (
    Vehicle("camborne_p1", "Camborne first pump", "pump", "fire", False),
    Vehicle("camborne_dca", "Camborne ambulance", "dual crewed ambulance", "ambulance", False),
    Vehicle("hayle_car", "Hayle response car", "police response car", "police", True),
)
BASES = np.array([[164_600.0, 40_000.0], [164_900.0, 40_300.0], [155_800.0, 37_400.0]])
FIRE, FALL = (160_000.0, 38_500.0), (168_000.0, 36_000.0)
CALLS = (
    CallShown(11, 300.0, "fire", *FIRE, "dwelling fire", "a fire in a home, near Hayle", 1),
    CallShown(12, 900.0, "ambulance", *FALL, "Red 2", "a medical emergency (Red 2), at Praze", 2),
)
STOOD = tuple(Way(BASES[[number]], np.ones(1)) for number in range(3))
BENT = np.array([BASES[0], (162_000.0, 40_500.0), FIRE])
WAYS = (
    *STOOD,
    Way(BENT, np.array([0.0, 0.5, 1.0])),
    Way(np.array([FIRE]), np.ones(1)),
    Way(BENT[::-1], np.array([0.0, 0.5, 1.0])),
    Way(np.array([BASES[1], FALL]), np.array([0.0, 1.0])),
    Way(np.array([FALL]), np.ones(1)),
)


def option(name: str, title: str, sooner_s: float = 0.0) -> OptionShown:
    """An option's hour; its ambulance arrives so many seconds sooner."""
    there_s = 1500.0 - sooner_s
    rows = [
        (0, -1, HOME, 0, NOBODY), (0, 400, ALERTED, 0, 0), (0, 500, TO_CALL, 3, 0), (0, 900, AT_SCENE, 4, 0),
        (0, 2400, RETURNING, 5, NOBODY), (0, 3000, HOME, 0, NOBODY),
        (1, -1, HOME, 1, NOBODY), (1, 1000, ALERTED, 1, 1), (1, 1060, TO_CALL, 6, 1), (1, there_s, AT_SCENE, 7, 1),
        (2, -1, HOME, 2, NOBODY), (2, 1800, OFF_THE_RUN, 2, NOBODY),
    ]  # fmt: skip
    unit, at_s, doing, way, call = (np.array(column) for column in zip(*rows, strict=True))
    told = [
        (300, 0, -1, 0),
        (400, 0, 0, 1),
        (900, 0, 0, 2),
        (900, 1, -1, 3),
        (1000, 1, 1, 4),
        (there_s, 1, 1, 5),
    ]
    story = [np.array(column) for column in zip(*told, strict=True)]
    return OptionShown(
        name=name,
        title=title,
        steps=Steps(unit, at_s.astype(float), doing, way, call),
        story=Story(story[0].astype(float), *story[1:]),
        rings=np.ones(2, dtype=bool),
        first_s=np.array([900.0, there_s]),
        left_s=np.array([2400.0, np.nan]),
        closed_s=np.array([2400.0, np.nan]),
        sums=((6,), (7 if not sooner_s else 8,)),
    )


def replay(names: tuple[tuple[str, str], ...]) -> Replay:
    """The hour under the baseline and the last of some options, each a name and a title."""
    some = [names[0], *names[1:][-1:]]
    return Replay(
        begins=datetime(2014, 5, 14, 17),
        length_s=3600.0,
        shown_at_s=1200.0,
        replication=0,
        how_chosen="The day is the one that the study names.",
        straight=False,
        vehicles=VEHICLES,
        calls=CALLS,
        texts=(
            "Somebody rings for fire: a fire in a home, near Hayle.",
            "Camborne first pump (4 people) is alerted, at Camborne, as first pump.",
            "Camborne first pump is at the scene.",
            "Somebody rings for ambulance: a medical emergency (Red 2), at Praze.",
            "Camborne ambulance (2 people) is alerted, at Camborne, as ambulance.",
            "Camborne ambulance is at the scene.",
            "First on scene: Camborne first pump, 10 min 00 s after the call.",
            "First on scene: Camborne ambulance, 10 min 00 s after the call.",
            "First on scene: Camborne ambulance, 6 min 40 s after the call.",
        ),
        ways=WAYS,
        hospitals=(("Royal Cornwall Hospital", 179_800.0, 45_500.0),),
        options=tuple(
            option(name, title, 200.0 if place else 0.0) for place, (name, title) in enumerate(some)
        ),
    )
