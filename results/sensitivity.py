"""How much each factor of a sweep moves an answer, by what the sweep's design can tell, with 95% intervals.

One at a time: `effect`, the answer at a factor's end less the answer as declared, paired by replication. Grid:
`effect`, the answer at its last level less at its first, over all levels of the others. Latin hypercube and Sobol
sequence: `rank_correlation`, Spearman's, of level and answer. Morris: `mu_star`, the mean size of the change over the
factor's whole range, and `sigma`, how much it depends on the others. Sobol indices: `first_order` and `total`, shares
of the answer's variance, alone and with all interactions.

Morris (1991) and Campolongo (2007), by hand; Saltelli (2010), by SALib; intervals there are by bootstrap over
trajectories or points. An answer at a point is its mean over replications; `noise_share` is the part of the variance
between points that is only simulation, so that a small index is not read as an effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from results.compare import LEVEL, interval
from results.groups import group
from scenarios.design import Setting, settings, unit_problem
from scenarios.measure_words import MEASURES
from scenarios.study import Study
from scenarios.sweep import EACH, OPTION, Answer, Factor, Sweep, said

COLUMNS = ["answer", "option", "minus", "factor", "index", "level", "value", "low", "high",
           "unit", "points", "noise_share", "against", "why_none"]  # fmt: skip
RESAMPLES = 1000
FEWEST = 4
DECLARED = "as declared"
Values = NDArray[np.float64]
Others = tuple[tuple[str, str], ...]
"""The levels of all factors but one, as words."""
Row = tuple[str, str, float, float, float]
"""Index, level (of an effect), value, and the ends of its interval."""


@dataclass(frozen=True)
class Answers:
    """An answer at every setting of the factors: [settings, replications], NaN where a point was not played whole.

    `over` is the sweep as the answer is told over it: where that is of each option, the option is its first factor.
    """

    by_run: Values
    levels: tuple[Setting, ...]
    over: Sweep

    @property
    def means(self) -> Values:
        """The answer at each setting."""
        mean: Values = self.by_run.mean(axis=1)
        return mean

    @property
    def there(self) -> NDArray[np.bool_]:
        """Which settings were played whole."""
        found: NDArray[np.bool_] = ~np.isnan(self.means)
        return found

    def against(self, factor: str, level: str) -> str:
        """What the effect at a level is held against: over a grid the factor's first level, else as declared."""
        if not level:
            return ""
        return said(self.over.factors[factor].ends[0]) if self.over.design == "grid" else DECLARED

    def why_none(self, factor: str) -> str:
        """Why nothing can be said of a factor."""
        if self.over.factors[factor].range is None and len(self.over.factors[factor].levels) < 2:
            return "it has one level alone"
        if not self.there.any():
            return "the answer was not measured in every replication at any setting"
        if not self.there.all():
            return (
                f"the answer was not measured in every replication at {int((~self.there).sum())} of "
                f"{len(self.there)} settings"
            )
        return "the answer is the same at every setting, or the settings are too few"

    @property
    def noise_share(self) -> float:
        """The part of the variance between settings that is simulation noise, 0 to 1; NaN for one replication.

        A replication is a block, as all settings meet the same calls: the luck that they share moves them together and
        says nothing of the differences between them. What is left of each run beside its setting's mean and its
        replication's mean is the noise.
        """
        played, count = self.by_run[self.there], self.by_run.shape[1]
        if count < 2 or len(played) < 2:
            return float("nan")
        of_setting, of_replication = played.mean(axis=1), played.mean(axis=0)
        between = float(of_setting.var(ddof=1))
        left = played - of_setting[:, None] - of_replication + played.mean()
        noise = float((left**2).sum()) / ((len(played) - 1) * (count - 1)) / count
        return min(noise / between, 1.0) if between else float("nan")


def sensitivity(study: Study, measured: pd.DataFrame) -> pd.DataFrame:
    """Every index of every answer that the sweep asks for, from its rows of the answers' measures."""
    sweep = study.head.sweep
    rows: list[tuple[Any, ...]] = []
    if sweep is not None:
        for answer in answers_asked(study):
            found = answers_of(study, sweep, answer, measured)
            option = option_of(sweep, answer, study)
            unit, points = MEASURES[answer.measure][0], int(found.there.sum())
            told = list(indices(found.over, study, found))
            silent = [name for name in found.over.factors if name not in {name for name, _ in told}]
            rows += [(answer.title, option, answer.minus, name, "", "", *[float("nan")] * 3, "", points,
                      float("nan"), "", found.why_none(name)) for name in silent]  # fmt: skip
            for factor, (index, level, value, low, high) in told:
                of = unit if index in ("effect", "mu_star", "sigma") else "share"
                of = "rank correlation" if index == "rank_correlation" else of
                rows.append((answer.title, option, answer.minus, factor, index, level, value, low,
                             high, of, points, found.noise_share, found.against(factor, level), ""))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def answers_asked(study: Study) -> tuple[Answer, ...]:
    """The answers that the sweep declares; else the first arrival on the clock of the study's first standard.

    Of each option against the first where there are several, else its own.
    """
    sweep = study.head.sweep
    standards = list(study.baseline.standards.values())
    if sweep is None or sweep.answers or not standards:
        return tuple(sweep.answers.values()) if sweep is not None else ()
    clock = standards[0].clock
    about = group(clock=clock, order="first", service=study.baseline.clocks[clock].service)
    options = sweep.options or (study.baseline.name,)
    words = {"measure": "response_mean_s", "group": about}
    if len(options) == 1:
        return (Answer(title="First arrival", option=options[0], **words),)
    return tuple(
        Answer(title=f"First arrival, {option.replace('_', ' ')}", option=option, minus=options[0], **words)
        for option in options[1:]
    )  # fmt: skip


def option_of(sweep: Sweep, answer: Answer, study: Study) -> str:
    """The option that an answer is of."""
    return answer.option or (sweep.options or (study.baseline.name,))[-1]


def answers_of(study: Study, sweep: Sweep, answer: Answer, measured: pd.DataFrame) -> Answers:
    """An answer at every setting, in the design's order."""
    mine = (measured["measure"] == answer.measure) & (measured["group"] == answer.group)
    wide = measured[mine.to_numpy(dtype=bool)].pivot_table(
        index="scenario", columns="replication", values="value", observed=True
    )
    option = option_of(sweep, answer, study)
    options = sweep.compared(answer) if option == EACH else (option,)
    values = {name: of_option(study, name, wide) for name in options}
    if answer.minus:
        before = of_option(study, answer.minus, wide)
        values = {name: mine - before for name, mine in values.items()}
    over = sweep
    # Without the options in which nothing is measured, as hours released where nobody conveys.
    if option == EACH:
        values = {name: mine for name, mine in values.items() if not np.isnan(mine).all()} or values
        factor = Factor(title="Option", include=tuple(values))
        over = sweep.model_copy(update={"factors": {OPTION: factor, **sweep.factors}})
    by_run = np.concatenate(list(values.values()))
    return Answers(by_run, tuple(settings(over, study.head.seed)), over)


def of_option(study: Study, option: str, wide: pd.DataFrame) -> Values:
    """One option's values at every setting, [settings, replications]."""
    names = [name for name, point in study.points.items() if point["option"] == option]
    if wide.empty:  # measured nowhere
        return np.full((len(names), 1), np.nan)
    return wide.reindex(names).to_numpy(dtype=np.float64)


def indices(sweep: Sweep, study: Study, found: Answers) -> Iterator[tuple[str, Row]]:
    """Each factor's indices, as the design allows."""
    if sweep.design == "one_at_a_time":
        yield from effects_of_ends(found)
    elif sweep.design == "grid":
        yield from effects_over_grid(sweep, found)
    elif sweep.design == "morris":
        yield from screening(sweep, study, found)
    elif sweep.design == "sobol_indices":
        yield from variance_shares(sweep, study, found)
    else:
        yield from rank_correlations(sweep, found)


def effects_of_ends(found: Answers) -> Iterator[tuple[str, Row]]:
    """The answer at each end of a factor less the answer with everything as declared."""
    declared = found.by_run[0]
    for levels, values in zip(found.levels[1:], found.by_run[1:], strict=True):
        ((factor, level),) = levels.items()
        gaps = (values - declared)[~np.isnan(values - declared)]
        if len(gaps):
            yield factor, ("effect", said(level), *interval(gaps))


def effects_over_grid(sweep: Sweep, found: Answers) -> Iterator[tuple[str, Row]]:
    """The answer at a factor's last level less at its first, averaged over the levels of the others that have both."""
    for factor, declared in sweep.factors.items():
        if len(declared.levels) < 2:
            continue
        sides: list[dict[Others, Values]] = [{}, {}]
        for levels, values in zip(found.levels, found.by_run, strict=True):
            others = tuple((key, said(level)) for key, level in levels.items() if key != factor)
            for side, end in zip(sides, declared.ends, strict=True):
                if levels[factor] == end:
                    side[others] = values
        gaps = [sides[1][key] - sides[0][key] for key in sides[0] if key in sides[1]]
        whole = [gap for gap in gaps if not np.isnan(gap).any()]
        if whole:
            yield factor, ("effect", said(declared.ends[-1]), *interval(np.mean(whole, axis=0)))


def rank_correlations(sweep: Sweep, found: Answers) -> Iterator[tuple[str, Row]]:
    """Spearman's rank correlation of each factor's level with the answer, its interval by Fisher's transform."""
    answers, there = found.means, found.there
    if there.sum() < FEWEST:
        return
    for factor, declared in sweep.factors.items():
        order = {said(level): place for place, level in enumerate(declared.levels)}
        levels = np.array(
            [order.get(said(s[factor]), 0) if order else s[factor] for s in found.levels],
            dtype=np.float64,
        )
        if np.ptp(levels[there]) == 0 or np.ptp(answers[there]) == 0:
            continue
        r = float(stats.spearmanr(levels[there], answers[there]).statistic)
        reach = float(stats.norm.ppf(0.5 + LEVEL / 2)) * np.sqrt(1.06 / (there.sum() - 3))
        middle = np.arctanh(np.clip(r, -0.999999, 0.999999))
        low, high = np.tanh([middle - reach, middle + reach])
        yield factor, ("rank_correlation", "", r, min(float(low), r), max(float(high), r))


def screening(sweep: Sweep, study: Study, found: Answers) -> Iterator[tuple[str, Row]]:
    """Morris's mu* and sigma, over the trajectories that were played whole.

    A factor moves once in a trajectory. Its step is that of the levels that were played, which where they are whole
    numbers, or named one by one, is not the step that was drawn.
    """
    length = len(sweep.factors) + 1
    whole = found.there.reshape(-1, length).all(axis=1)
    if whole.sum() < 2:
        return
    answers = found.means.reshape(-1, length)[whole]
    luck = np.random.default_rng(study.head.seed)
    for factor, declared in sweep.factors.items():
        along = [declared.share(setting[factor]) for setting in found.levels]
        steps = np.diff(np.array(along).reshape(-1, length)[whole], axis=1)
        effects = (np.diff(answers, axis=1) / np.where(steps, steps, np.inf)).sum(axis=1)
        size = np.abs(effects)
        again = luck.choice(size, (RESAMPLES, len(size))).mean(axis=1)
        half = float(stats.norm.ppf(0.5 + LEVEL / 2)) * float(again.std(ddof=1))
        mean, spread = float(size.mean()), float(effects.std(ddof=1))
        yield factor, ("mu_star", "", mean, max(mean - half, 0.0), mean + half)
        yield factor, ("sigma", "", spread, float("nan"), float("nan"))


def variance_shares(sweep: Sweep, study: Study, found: Answers) -> Iterator[tuple[str, Row]]:
    """First-order and total shares of variance, over the base points that were played whole."""
    from SALib.analyze import sobol

    length = len(sweep.factors) + 2
    whole = np.repeat(found.there.reshape(-1, length).all(axis=1), length)
    answers = found.means[whole]
    if whole.sum() < FEWEST * length or np.ptp(answers) == 0:
        return
    told = sobol.analyze(
        unit_problem(sweep), answers, calc_second_order=False,
        num_resamples=RESAMPLES, conf_level=LEVEL, seed=study.head.seed,
    )  # fmt: skip
    for place, factor in enumerate(sweep.factors):
        for index, key in (("first_order", "S1"), ("total", "ST")):
            share, half = float(told[key][place]), float(told[f"{key}_conf"][place])
            yield factor, (index, "", share, share - half, share + half)
