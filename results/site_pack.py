"""A siting as the report needs it: the table with the places' titles, and how it was found, in words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from results.change_words import Words
from results.figures.wording import counted
from results.pack import Option, Pack, Siting
from results.site import Sited
from results.site_table import Asked
from scenarios.check_site import ALWAYS, CANDIDATE
from scenarios.screen import node_of
from scenarios.site import Combination, Screen, Site
from scenarios.study import numbers_in
from scenarios.words import SITING_PARTS

PARTS = (*SITING_PARTS, "what_changed", "sources")
MODELS = {
    "mclp": "the maximal covering problem",
    "mexclp": "the maximal expected covering problem",
    "p_median": "the p-median problem",
}


def site_pack(pack: Pack, sited: Sited) -> Pack:
    """The pack of a siting's runs with what was found, and with the numbers that the screening and procedure use."""
    site = sited.site
    asked, case = Asked.of(site, sited.played.study), sited.played.study.head.business_case
    titles = {one.name: titles_of(one, site) for one in sited.combinations}
    table = sited.table.assign(titles=sited.table["scenario"].map(titles))
    siting = Siting(
        table=table,
        candidates=len(site.candidates),
        objective=objective_words(asked, site.objective.title, sited.played.study.baseline.title),
        unit=asked.unit,
        more=asked.sign > 0,
        indifference=asked.indifference,
        confidence=site.procedure.confidence,
        screening=screening_words(site, all(one.proven for one in sited.combinations)),
        procedure=procedure_words(site, asked),
        agreement={int(str(k)): agreement(part, asked.sign, site.screen) for k, part in table.groupby("k", sort=False)},
        difference=asked.difference,
        places=places_of(sited),
        standing=tuple(sited.played.study.baseline.stations),
        runs=runs_of(sited, asked),
        paid_once=bool(case is not None and case.flows),
    )  # fmt: skip
    return replace(
        pack,
        siting=siting,
        parts=parts_of(sited.played.study.head.report.parts),
        options=(pack.baseline, *options_of(sited)),
        sources=with_own(pack.sources, site),
    )


def parts_of(chosen: Sequence[str]) -> tuple[str, ...]:
    """The parts of a siting's report that a study chooses, in its order; all where it chooses none of its own."""
    return (
        tuple(name for name in chosen if name in PARTS)
        if set(chosen) & set(SITING_PARTS)
        else PARTS
    )


def places_of(sited: Sited) -> dict[str, tuple[str, float, float]]:
    """Each candidate's title and the road node at which it stands, metres in EPSG:27700."""
    on, region = sited.played.study.baseline, sited.played.region
    nodes = {name: node_of(one.at, on, region) for name, one in sited.site.candidates.items()}
    xy = region.roads.xy
    return {
        name: (one.title, float(xy[nodes[name], 0]), float(xy[nodes[name], 1]))
        for name, one in sited.site.candidates.items()
    }


def runs_of(sited: Sited, asked: Asked) -> dict[str, dict[int, float]]:
    """The objective by scenario and replication, in the reported unit; of a difference none of what it is from."""
    measures, on = sited.played.measures, sited.played.study.baseline.name
    mine = measures[
        ((measures["measure"] == asked.measure) & (measures["group"] == asked.group)).to_numpy(
            dtype=bool
        )
    ]
    found: dict[str, dict[int, float]] = {}
    for name, number, value in mine[["scenario", "replication", "value"]].itertuples(index=False):
        found.setdefault(str(name), {})[int(number)] = float(value) * asked.times
    if not asked.difference:
        return found
    before = found.pop(on, {})
    return {
        name: {n: v - before[n] for n, v in runs.items() if n in before}
        for name, runs in found.items()
    }


def options_of(sited: Sited) -> list[Option]:
    """What every combination changes, and each simulated candidate beyond that: by combination it would be too much."""
    study, site = sited.played.study, sited.site
    words = Words(study.scenarios)
    titles = {ALWAYS: "In every combination"}
    met = {name for one in sited.combinations if one.simulated for name in one.places}
    titles |= {CANDIDATE + name: one.title for name, one in site.candidates.items() if name in met}
    options = []
    for name, title in titles.items():
        told = [words.change(change) for change in study.changes[name]]
        options.append(
            Option(name, title, "", tuple(change for change in told if change is not None))
        )
    return [option for option in options if option.changes]


def titles_of(combination: Combination, site: Site) -> tuple[str, ...]:
    """The titles of the places of a combination."""
    return tuple(site.candidates[name].title for name in combination.places)


def objective_words(asked: Asked, title: str, on: str) -> str:
    """The objective as people say it: by the study's title for it, or by its measure; `on` what it is against."""
    about = ", ".join(pair.replace("=", " ") for pair in asked.group.split(";") if pair)
    name = re.sub(r"_(s|h|m|gbp)$", "", asked.measure).replace("_", " ")
    words = title or name + (f" ({about.replace('_', ' ')})" if about else "")
    return words + (f", against “{on}”" if asked.difference else "")


def screening_words(site: Site, proven: bool) -> str:
    """How the combinations were ranked before any was simulated."""
    screen = site.screen
    solved = (
        "solved to optimality"
        if proven
        else "solved, though some only as well as the time allowed,"
    )
    whom = f"expected calls of {', '.join(screen.calls)}" if screen.calls else "residents"
    if screen.within is None:
        how = f"{whom} by driving time from the nearest place"
    else:
        after = f", {screen.after.base / 60:g} of them before wheels roll" if screen.after else ""
        how = f"{whom} within {screen.within.base / 60:g} min{after}"
    if screen.beside:
        how += f"; {counted(len(screen.beside), 'station')} that stay counted too"
    busy = f", each place away {100 * screen.busy.base:g}% of the time" if screen.busy else ""
    return (
        f"Combinations of {len(site.candidates)} candidates were ranked by {MODELS[screen.model]} ({how}{busy}), each "
        f"{solved} with those before it forbidden, and the best {site.simulate} of each size simulated"
    )


def procedure_words(site: Site, asked: Asked) -> str:
    """How the best was picked, and what that guarantees."""
    said = site.procedure
    played = (
        f"from {said.first_stage} to {said.max_replications} replications"
        if said.first_stage < said.max_replications
        else f"its first stage of {said.first_stage} replications alone"
    )
    return (
        f"Picked by Kim and Nelson's fully sequential procedure (2001) with common random numbers, {played}: "
        f"where it ended, and the best is better than the others by at least {asked.indifference:,.3g} {asked.unit}, "
        f"the best of those simulated was picked with a chance of {said.confidence:g} or more, for each size by "
        "itself. Nothing is promised of combinations that were not simulated"
    )


def agreement(part: pd.DataFrame, sign: int, screen: Screen) -> float:
    """Rank correlation (Spearman) of the screening's objective and the simulated one."""
    played = part[part["simulated"].to_numpy(dtype=bool)]
    if len(played) < 3:
        return math.nan
    better = -1 if screen.model == "p_median" else 1
    ranks = [
        rankdata(played["screen_objective"].to_numpy(dtype=np.float64) * better),
        rankdata(played["objective"].to_numpy(dtype=np.float64) * sign),
    ]
    if min(float(rank.std()) for rank in ranks) == 0.0:
        return math.nan
    return float(np.corrcoef(ranks)[0, 1])


def with_own(sources: pd.DataFrame, site: Site) -> pd.DataFrame:
    """The numbers used, with those of the siting's own block."""
    own = [
        ("site → " + n.where.replace("_", " "), n.value, n.unit, n.status, n.source)
        for n in numbers_in(site.model_dump(mode="json"), ())
    ]
    return pd.concat([sources, pd.DataFrame(own, columns=list(sources))], ignore_index=True)
