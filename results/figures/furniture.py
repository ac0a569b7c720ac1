"""A map's scale bar and north arrow, together in the corner where they hide least."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from matplotlib.axes import Axes
from matplotlib_scalebar.scalebar import ScaleBar

from results.figures.ground import Box, in_points, size_of
from results.figures.style import DARK_GREY, SMALL
from results.pack import Pack

CORNERS = ("lower right", "lower left", "upper right", "upper left")
"""The first where several are as good."""
BAR_SHARES, BAR_UP, ARROW_UP, MARGIN = (0.3, 0.2), 32.0, 46.0, 8.0
"""The bar's part of the map's width, shorter where the longer one would lie on a station; its height, the arrow's, and
what is left free about them, in points."""
ARROW_WIDE, LEAST_BAR = 28.0, 48.0
Sites = Sequence[tuple[str, str, float, float]]


def furniture(axes: Axes, pack: Pack, sites: Sites) -> list[Box]:
    """Draws both for one panel of a picture, once its ground is laid out; the boxes in points that they take."""
    corner, share = quiet_corner(axes, pack, sites)
    axes.add_artist(
        ScaleBar(
            1,
            location=corner,
            box_alpha=0.8,
            length_fraction=share,
            font_properties={"size": SMALL},
        )
    )
    bar, arrow = boxes_at(axes, corner, share)
    x, low = (arrow[0] + arrow[2]) / 2, arrow[1] + 6
    axes.annotate(
        "N",
        xy=(x, low + ARROW_UP - 8),
        xytext=(x, low),
        xycoords="axes points",
        textcoords="axes points",
        ha="center",
        va="center",
        fontsize=SMALL,
        fontweight="bold",
        arrowprops={"arrowstyle": "-|>", "color": DARK_GREY},
    )
    return [bar, arrow]


def quiet_corner(axes: Axes, pack: Pack, sites: Sites) -> tuple[str, float]:
    """The corner of a map, and the bar's share of its width, that hide fewest stations, then least of the land."""
    at = in_points(axes, [site[2:] for site in sites])

    def hidden(choice: tuple[str, float]) -> tuple[int, float]:
        boxes = boxes_at(axes, *choice)
        over = sum(any(_near(x, y, box) for box in boxes) for x, y in at)
        return over, round(_land_share(axes, pack, boxes), 1)

    return min(((corner, share) for share in BAR_SHARES for corner in CORNERS), key=hidden)


def _near(x: float, y: float, box: Box) -> bool:
    return box[0] - MARGIN < x < box[2] + MARGIN and box[1] - MARGIN < y < box[3] + MARGIN


def _land_share(axes: Axes, pack: Pack, boxes: Sequence[Box]) -> float:
    """How much of some boxes is land of the region."""
    across, up = size_of(axes)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    wide, high = (east - west) / across, (north - south) / up
    ground = shapely.union_all(
        [
            shapely.box(
                west + box[0] * wide,
                south + box[1] * high,
                west + box[2] * wide,
                south + box[3] * high,
            )
            for box in boxes
        ]
    )
    return float(shapely.area(ground.intersection(pack.region.outline)) / shapely.area(ground))


def boxes_at(axes: Axes, corner: str, share: float = BAR_SHARES[0]) -> tuple[Box, Box]:
    """The boxes in points of bar and arrow in a corner: the bar outermost, the arrow above or below it."""
    across, up = size_of(axes)
    wide = max(share * across, LEAST_BAR) + 2 * MARGIN
    right, upper = "right" in corner, "upper" in corner
    low = up - BAR_UP if upper else 0.0
    bar = (across - wide if right else 0.0, low, across if right else wide, low + BAR_UP)
    arrow_low = up - BAR_UP - ARROW_UP - 6 if upper else BAR_UP
    left = across - ARROW_WIDE if right else 0.0
    return bar, (left, arrow_low, left + ARROW_WIDE, arrow_low + ARROW_UP + 6)
