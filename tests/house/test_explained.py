"""Short names of urgency are explained where the headlines first use them, and once."""

from dataclasses import replace

import pandas as pd

from results.figures.explained import MEANS, explained_once
from results.figures.headline import Headline
from results.headlines import headlines
from tests.made_up_pack import pack


def test_the_first_mention_has_the_meaning_and_later_ones_have_not() -> None:
    told = explained_once(
        (
            Headline("Red 1 within 8 minutes is met less often; Red 2 within 8 minutes too.", ""),
            Headline("At police grade 1 calls and at Red 1 the officer would be sooner.", ""),
            Headline("Red 2 again.", ""),
        )
    )
    says = [one.says for one in told]
    assert says[0] == (
        "Red 1 (the most urgent, such as a heart that has stopped) within 8 minutes is met less often; "
        "Red 2 (life-threatening but less immediate, such as a stroke) within 8 minutes too."
    )
    assert (
        says[1] == "At police grade 1 calls (immediate) and at Red 1 the officer would be sooner."
    )
    assert says[2] == "Red 2 again."


def test_one_that_the_study_explains_itself_is_left() -> None:
    told = explained_once((Headline("Red 1 (no pulse) within 8 minutes. Red 1 again.", "Red 1"),))
    assert told == (Headline("Red 1 (no pulse) within 8 minutes. Red 1 again.", "Red 1"),)


def test_the_headlines_are_explained() -> None:
    whole = pack(1, 2, 120)
    away = whole.measures.iloc[:1].assign(
        measure="conveying_hours", group="service=fire", scenario=whole.proposals[0].name, value=9.0
    )
    measures = pd.concat([whole.measures, away], ignore_index=True)
    says = " ".join(one.says for one in headlines(replace(whole, districts=(), measures=measures)))
    assert says.count(f"Red 1 ({MEANS['Red 1']})") == 1
