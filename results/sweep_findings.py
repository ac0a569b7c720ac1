"""What a sweep found, as its report needs it: each answer at every setting, what moves it, and the frontier."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from results.compare import half_width
from results.figures.judged import Names, response_said
from results.figures.wording import joined
from results.frontier import setting_of
from results.pack import SweepFindings, SweptAnswer
from results.sensitivity import Answers, answers_asked, answers_of, option_of, sensitivity
from scenarios.frontier import MORE_IS_BETTER
from scenarios.measure_words import MEASURES
from scenarios.study import Study
from scenarios.sweep import EACH, NOTHING, OPTION, Answer, Factor, Sweep, said

OF_MONEY = ("costs", "oncall_pay", "appraisal", "agreements")
"""The parts of a study whose numbers are rates and sums of money."""
DESIGNS = {
    "grid": "every combination of the factors’ levels",
    "one_at_a_time": "the study as declared, and each factor at its ends with the others as declared",
    "latin_hypercube": "a Latin hypercube over the factors’ ranges",
    "sobol": "a scrambled Sobol sequence over the factors’ ranges",
    "morris": "trajectories over the factors’ ranges, one factor a step (Morris 1991)",
    "sobol_indices": "paired Sobol sequences over the factors’ ranges (Saltelli 2010)",
}


def sweep_findings(
    study: Study, measured: pd.DataFrame, frontier: pd.DataFrame, replications: int, left_out: int
) -> SweepFindings:
    """The findings of a sweep from its rows of the answers' measures, and its frontier."""
    sweep = study.head.sweep
    assert sweep is not None
    moved = sensitivity(study, measured)
    answers = [
        swept_answer(study, sweep, answer, measured, moved) for answer in answers_asked(study)
    ]
    titles = {s.name: s.title for s in study.scenarios}
    return SweepFindings(
        design=sweep.design,
        design_words=DESIGNS[sweep.design],
        factors={
            **({OPTION: "Option"} if EACH in [a.option for a in answers_asked(study)] else {}),
            **{name: factor.title for name, factor in sweep.factors.items()},
        },
        options={name: titles.get(name, name) for name in sweep.options or (study.baseline.name,)},
        answers=tuple(answers),
        frontier=with_settings(study, frontier),
        response=response_words(frontier, names_in(study)),
        response_unit=MEASURES[frontier["measure"].iloc[0]][0] if len(frontier) else "",
        more_is_better=bool(len(frontier)) and MORE_IS_BETTER[frontier["measure"].iloc[0]],
        points=len(study.points),
        replications=replications,
        left_out=left_out,
        days=study.baseline.calendar.days,
        judged=judged_table(frontier, names_in(study)),
        rates=tuple(one.title for one in sweep.factors.values() if is_rate(one)),
        levels={one.title: level_words(one, titles) for one in sweep.factors.values()},
    )


def is_rate(factor: Factor) -> bool:
    """Whether a factor sets or multiplies a declared rate of money."""
    places = (*factor.set, *factor.multiply)
    return any(place.split(".")[0].split("[")[0] in OF_MONEY for place in places)


def level_words(factor: Factor, titles: Mapping[str, str]) -> str:
    """The levels of a factor as a report says them: 0.67, 1 and 1.5; from 0.8 to 1.2; options by their titles."""
    if factor.range is not None:
        whole = ", whole numbers" if factor.range.whole else ""
        return f"from {said(factor.range.low)} to {said(factor.range.high)}{whole}"
    if factor.include:
        words = {**titles, NOTHING: "none put in"}
        return joined(
            [
                f"“{words.get(name, name)}”" if name != NOTHING else words[name]
                for name in factor.include
            ]
        )
    return joined([said(level).replace("_", " ") for level in factor.levels])


def swept_answer(
    study: Study, sweep: Sweep, answer: Answer, measured: pd.DataFrame, moved: pd.DataFrame
) -> SweptAnswer:
    """One answer at every setting that was played whole, with its interval."""
    found = answers_of(study, sweep, answer, measured)
    titles = {s.name: s.title for s in study.scenarios}
    option = option_of(sweep, answer, study)
    words = {name: one.short or one.title for name, one in study.head.options.items()}
    of = "each option" if option == EACH else f"“{titles.get(option, option)}”"
    if answer.minus:
        before = words.get(answer.minus) if option == EACH else None
        of += f" against “{before or titles.get(answer.minus, answer.minus)}”"
    mine = moved[(moved["answer"] == answer.title).to_numpy()].reset_index(drop=True)
    points = points_of(found, found.over)
    if option == EACH:
        points[OPTION] = [words.get(name, titles.get(name, name)) for name in points[OPTION]]
        ends = (mine["factor"] == OPTION).to_numpy()
        for column in ("level", "against"):
            mine.loc[ends, column] = mine.loc[ends, column].replace(words)
    return SweptAnswer(
        title=answer.title,
        of=of,
        unit=MEASURES[answer.measure][0],
        difference=bool(answer.minus),
        points=points,
        moved=mine,
        noise_share=found.noise_share,
        empty=int((~found.there).sum()),
    )


def points_of(found: Answers, sweep: Sweep) -> pd.DataFrame:
    """The levels, mean and 95% interval of each setting that was played whole."""
    levels = pd.DataFrame(list(found.levels), columns=list(sweep.factors))
    count = found.by_run.shape[1]
    spread = found.by_run.std(axis=1, ddof=1) if count > 1 else np.zeros(len(levels))
    half = half_width(spread, np.full(len(levels), count))
    levels["mean"] = found.means
    levels["low"], levels["high"] = found.means - half, found.means + half
    return levels[found.there].reset_index(drop=True)


def with_settings(study: Study, frontier: pd.DataFrame) -> pd.DataFrame:
    """The frontier with each point's option and setting in columns of their own."""
    table = frontier.drop_duplicates("scenario").reset_index(drop=True)  # the first response
    table["option"] = [str(study.points[name]["option"]) for name in table["scenario"]]
    table["setting"] = [setting_of(study, name) for name in table["scenario"]]
    table["apart"] = (table["not_ranked"] != "").to_numpy()
    return table


def judged_table(frontier: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Every response at every point in words, where options are judged by several; else no rows."""
    columns = ["scenario", "said", "value", "more"]
    kinds = frontier[["measure", "group"]].drop_duplicates() if len(frontier) else frontier
    if len(kinds) < 2:
        return pd.DataFrame(columns=columns)
    rows = [
        (
            str(row.scenario), response_said(str(row.measure), str(row.group), names),
            float(str(row.response)), MORE_IS_BETTER[str(row.measure)],
        )
        for row in frontier.itertuples(index=False)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def response_words(frontier: pd.DataFrame, names: Names) -> str:
    """The first response by which options are judged beside their cost, in words."""
    if not len(frontier):
        return ""
    return response_said(str(frontier["measure"].iloc[0]), str(frontier["group"].iloc[0]), names)


def names_in(study: Study) -> Names:
    """What the study calls its standards and its districts."""
    return Names(
        {key: one.title for key, one in study.baseline.standards.items()},
        dict(study.head.report.district_titles),
    )
