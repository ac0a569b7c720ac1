"""Table 2a: the first fire engine place by place, so that a local change is not lost in an average."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.figures.chance import of_one
from results.figures.figure import Table
from results.figures.interval_words import sooner_interval, sooner_or_later
from results.figures.moved_calls import Moved, moved_calls
from results.figures.places import Place, at, merged, places, study_place
from results.figures.reading import Gap, Runs, first_to_arrive, gap_of, headline_standard, mean_of
from results.figures.wording import (
    FEW_CALLS,
    NOT_MEASURED,
    UNCERTAINTY,
    minutes,
    named,
    percent,
    sentence,
)
from results.pack import Option, Pack


def first_arrivals(pack: Pack) -> pd.DataFrame:
    """Scenario, replication, call, zone and seconds on the headline clock at counted calls of the region."""
    standard = headline_standard(pack)
    return first_on_clock(
        pack, standard.service if standard else "", standard.clock if standard else ""
    )


def first_on_clock(pack: Pack, service: str, clock_name: str) -> pd.DataFrame:
    """Scenario, replication, call, zone and seconds of the first arrivals on a clock at counted calls."""
    table = pack.arrivals
    kept = np.zeros(len(table), dtype=np.bool_)
    if clock_name and len(table):
        kept = (
            table["counted"].to_numpy(dtype=bool)
            & (table["service"] == service).to_numpy(dtype=bool)
            & (table["clock"] == clock_name).to_numpy(dtype=bool)
            & (table["order"] == "first").to_numpy(dtype=bool)
        )
    return table.loc[kept, ["scenario", "replication", "call", "zone", "seconds"]]


def local(rows: pd.DataFrame, place: Place) -> pd.DataFrame:
    """The arrivals in a place."""
    return rows[at(place, rows)] if len(rows) else rows


def mean_by_replication(rows: pd.DataFrame, option: Option) -> Runs:
    """Mean seconds of the calls that were reached, one value a replication."""
    mine = rows[((rows["scenario"] == option.name) & np.isfinite(rows["seconds"])).to_numpy()]
    means = mine.groupby("replication")["seconds"].mean()
    return {int(run): float(value) for run, value in means.to_dict().items()}


def local_gap(rows: pd.DataFrame, option: Option, baseline: Option) -> Gap:
    """The change in the mean, paired by replication."""
    return gap_of(mean_by_replication(rows, option), mean_by_replication(rows, baseline))


def study_area(pack: Pack) -> Table:
    """Calls, mean, centiles and share within the standard, place by place."""
    rows, standard = first_arrivals(pack), headline_standard(pack)
    limit_s = standard.limit_s if standard else math.nan
    cells: list[tuple[str, ...]] = []
    for place in places(pack) if len(rows) else ():
        here = local(rows, place)

        def cells_of(option: Option, here: pd.DataFrame = here) -> tuple[str, ...]:
            return _cells(pack, here, option, limit_s)

        cells += [(place.head, label, *row) for label, row in merged(pack, cells_of)]
    return Table(
        "study_area",
        "2a",
        _finding(pack, rows),
        f"{sentence(first_to_arrive(pack))} at counted calls, place by place",
        ("Place", "Option", "Calls", "Mean", "Median", "90th centile",
         f"Within {minutes(limit_s)}", "Difference in the mean"),
        tuple(cells),
        "Options with the same figures share a row. Calls and centiles are pooled over "
        "replications; the mean and the share within are the means of the replications’ own, as everywhere in this "
        f"report, and the difference is paired, with its {UNCERTAINTY}. Calls never reached count as not within, and "
        f"are not in the mean. Under {FEW_CALLS} calls there are no centiles, and no finding where under "
        f"{FEW_CALLS} change. "
        f"{pack.region.attribution}",
    )  # fmt: skip


def _cells(pack: Pack, here: pd.DataFrame, option: Option, limit_s: float) -> tuple[str, ...]:
    seconds = here.loc[(here["scenario"] == option.name).to_numpy(), "seconds"].to_numpy(np.float64)
    gap = local_gap(here, option, pack.baseline)
    return (
        f"{seconds.size:,}",
        minutes(mean_of(mean_by_replication(here, option))),
        *centile_words(seconds),
        within_words(here, option, limit_s),
        "" if option is pack.baseline else few_or(moved_calls(here, option, pack.baseline), gap),
    )


def few_or(moved: Moved, gap: Gap) -> str:
    """A change of a mean with its interval, or that too few calls change for one."""
    return f"too few to tell ({moved.too_few})" if moved.too_few else change_words(gap)


def centile_words(seconds: NDArray[np.float64]) -> tuple[str, ...]:
    """Median and 90th centile of the calls that were reached; none of few."""
    reached = seconds[np.isfinite(seconds)]
    if reached.size < FEW_CALLS:
        return ("too few calls",) * 2
    return tuple(minutes(float(np.percentile(reached, centile))) for centile in (50, 90))


def within_by_replication(rows: pd.DataFrame, option: Option, limit_s: float) -> Runs:
    """The share of calls reached within so many seconds, one value a replication: `within_standard` in measures.csv."""
    mine = rows[(rows["scenario"] == option.name).to_numpy()]
    shares = mine.assign(within=mine["seconds"] <= limit_s).groupby("replication")["within"].mean()
    return {int(str(run)): float(value) for run, value in shares.to_dict().items()}


def within_words(rows: pd.DataFrame, option: Option, limit_s: float) -> str:
    """The mean of the replications' shares; of few calls the two numbers themselves."""
    seconds = rows.loc[(rows["scenario"] == option.name).to_numpy(), "seconds"].to_numpy(np.float64)
    if seconds.size < FEW_CALLS:
        return share_of(int((seconds <= limit_s).sum()), seconds.size)
    return percent(mean_of(within_by_replication(rows, option, limit_s)))


def share_of(number: int, calls: int) -> str:
    """A share in per cent; of few calls the two numbers themselves."""
    if not calls:
        return NOT_MEASURED
    return percent(number / calls) if calls >= FEW_CALLS else f"{number} of {calls}"


def change_words(gap: Gap) -> str:
    """A change of a mean time with its interval, or that there is none to speak of."""
    if not gap.measured:
        return NOT_MEASURED
    if not gap.has_interval:
        return of_one(sooner_or_later(gap.difference))
    if abs(gap.difference) < 0.5 and gap.low == gap.high:
        return "no change"
    way = "sooner" if gap.difference < 0 else "later"
    words = f"{minutes(gap.difference)} {way}" if gap.clear else "no clear difference"
    return f"{words} ({sooner_interval(gap)})" if gap.low < gap.high else words


def _finding(pack: Pack, rows: pd.DataFrame) -> str:
    here = study_place(pack)
    rows = local(rows, here)
    gaps = {o: g for o in pack.proposals if (g := local_gap(rows, o, pack.baseline)).measured}
    if not gaps:
        return f"{sentence(first_to_arrive(pack))} {here.where} was not measured under more than one option"
    few = {o: why for o in gaps if (why := moved_calls(rows, o, pack.baseline).too_few)}
    clear = {option: gap for option, gap in gaps.items() if gap.clear and option not in few}
    head = sentence(here.where)
    if not clear and few:
        said = [f"{why} under {named(option.title)}" for option, why in few.items()]
        return f"{head}, there are too few calls to tell: {'; '.join(said)}"
    if not clear:
        why = "no clear difference" if any(g.has_interval for g in gaps.values()) else "no interval"
        return f"{head}, there is {why} under {f'any of {len(gaps)} options' if len(gaps) > 1 else 'the one option'}"
    best = min(clear, key=lambda option: clear[option].difference)
    ends = change_words(clear[best])
    return f"{head} {first_to_arrive(pack)} comes {ends} under {named(best.title)}, {UNCERTAINTY}"
