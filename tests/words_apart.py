"""No words of a drawing lie on others, or leave its sheet."""

from __future__ import annotations

from itertools import combinations

from matplotlib.transforms import BboxBase

WIDE_PX, TALL_PX = 2.0, 3.0
"""By how much boxes may meet: letters do not fill theirs."""


def assert_words_apart(found: list[tuple[str, BboxBase]], across_px: float, up_px: float) -> None:
    """Fail where words, each with its box in pixels, lie on others or reach beyond the sheet."""
    for word, box in found:
        assert box.x0 >= -1, word
        assert box.x1 <= across_px + 1, word
        assert box.y0 >= -1, word
        assert box.y1 <= up_px + 1, word
    for (word, box), (other, another) in combinations(found, 2):
        wide = min(box.x1, another.x1) - max(box.x0, another.x0)
        tall = min(box.y1, another.y1) - max(box.y0, another.y0)
        assert wide < WIDE_PX or tall < TALL_PX, (word, other)
