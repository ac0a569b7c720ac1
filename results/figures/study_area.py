"""Table 2a: the study area by itself, so that a local change is not lost in a county's average."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.figures.figure import Table
from results.figures.reading import Gap, headline_standard, paired
from results.figures.wording import (
    FEW_CALLS,
    UNCERTAINTY,
    between,
    clock,
    counted,
    minutes,
    named,
    percent,
)
from results.pack import Option, Pack


def inside(pack: Pack) -> NDArray[np.bool_]:
    """Which zones lie in the study area; all of them where none is declared."""
    zones = pack.region.zones
    if pack.focus is None:
        return np.ones(len(zones.easting), dtype=np.bool_)
    west, south, east, north = pack.focus
    return np.asarray(
        (zones.easting >= west)
        & (zones.easting <= east)
        & (zones.northing >= south)
        & (zones.northing <= north),
        dtype=np.bool_,
    )


def local(pack: Pack, rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which arrivals are at calls in the study area; a call without a zone is not."""
    zone = rows["zone"].to_numpy(dtype=np.int64)
    return np.asarray(inside(pack)[np.maximum(zone, 0)] & (zone >= 0), dtype=np.bool_)


def place(pack: Pack) -> str:
    """Words for where these calls are."""
    return "in the study area" if pack.focus is not None else f"in {pack.region.title}"


def first_arrivals(pack: Pack) -> pd.DataFrame:
    """Scenario, replication and seconds on the headline clock at counted calls in the area."""
    standard, table = headline_standard(pack), pack.arrivals
    kept = np.zeros(len(table), dtype=np.bool_)
    if standard is not None and len(table):
        kept = (
            table["counted"].to_numpy(dtype=bool)
            & (table["service"] == standard.service).to_numpy(dtype=bool)
            & (table["clock"] == standard.clock).to_numpy(dtype=bool)
            & (table["order"] == "first").to_numpy(dtype=bool)
        )
    rows = table.loc[kept, ["scenario", "replication", "zone", "seconds"]]
    return rows[local(pack, rows)] if len(rows) else rows


def mean_by_replication(rows: pd.DataFrame, option: Option) -> "pd.Series[float]":
    """Mean seconds of the calls that were reached, one value a replication."""
    mine = rows[(rows["scenario"] == option.name) & np.isfinite(rows["seconds"])]
    means: pd.Series[float] = mine.groupby("replication")["seconds"].mean()
    return means


def local_gap(rows: pd.DataFrame, option: Option, baseline: Option) -> Gap:
    """The change in the mean, paired by replication."""
    both = pd.concat(
        [mean_by_replication(rows, option), mean_by_replication(rows, baseline)],
        axis=1,
        join="inner",
    )
    values = both.to_numpy(dtype=np.float64)
    return paired(values[:, 0], values[:, 1])


def study_area(pack: Pack) -> Table:
    """Calls, mean and share within the standard in the study area, with the paired difference."""
    rows, standard = first_arrivals(pack), headline_standard(pack)
    limit_s = standard.limit_s if standard else np.nan
    cells = []
    for option in pack.options if len(rows) else ():
        seconds = rows.loc[rows["scenario"] == option.name, "seconds"].to_numpy(dtype=np.float64)
        reached = seconds[np.isfinite(seconds)]
        enough = reached.size >= FEW_CALLS
        gap = local_gap(rows, option, pack.baseline)
        cells.append(
            (
                option.title,
                f"{seconds.size:,}",
                minutes(float(reached.mean())) if reached.size else "not measured",
                *(
                    minutes(float(np.percentile(reached, centile))) if enough else "too few calls"
                    for centile in (50, 90)
                ),
                percent(float((seconds <= limit_s).mean())) if seconds.size else "not measured",
                "baseline" if option is pack.baseline else change_words(gap),
            )
        )
    return Table(
        "study_area",
        "2a",
        _finding(pack, rows),
        f"The first fire engine at counted calls {place(pack)}",
        ("Option", "Calls", "Mean", "Median", "90th centile", f"Within {minutes(limit_s)}",
         "Difference in the mean"),
        tuple(cells),
        "Calls pooled over replications; the difference is paired by replication, with "
        f"its {UNCERTAINTY}. Calls never reached count as not within, and are not in the mean. The "
        f"study area is what the maps show. {pack.region.attribution}",
    )  # fmt: skip


def change_words(gap: Gap) -> str:
    """A change of a mean time with its interval, or that there is none to speak of."""
    if not gap.measured:
        return "not measured"
    way = "sooner" if gap.difference < 0 else "later"
    if not gap.has_interval:
        return f"{minutes(gap.difference)} {way} (one replication, no interval)"
    ends = (-gap.high, -gap.low) if gap.difference < 0 else (gap.low, gap.high)
    words = f"{minutes(gap.difference)} {way}" if gap.clear else "no clear difference"
    return f"{words} ({between(*ends, clock)})" if gap.low < gap.high else words


def _finding(pack: Pack, rows: pd.DataFrame) -> str:
    gaps = {o: g for o in pack.proposals if (g := local_gap(rows, o, pack.baseline)).measured}
    if not gaps:
        return f"The first fire engine {place(pack)} was not measured under more than one option"
    clear = {option: gap for option, gap in gaps.items() if gap.clear}
    head = f"{place(pack)[0].upper()}{place(pack)[1:]}"
    if not clear:
        why = "no clear difference" if any(g.has_interval for g in gaps.values()) else "no interval"
        return f"{head}, there is {why} under any of {counted(len(gaps), 'option')}"
    best = min(clear, key=lambda option: clear[option].difference)
    ends = change_words(clear[best])
    return f"{head} the first fire engine comes {ends} under {named(best.title)}, {UNCERTAINTY}"
