"""A sweep as its report needs it: the study's words, and what the sweep found."""

from __future__ import annotations

import pandas as pd

from results.change_words import Words
from results.figures.sweep_tornado import by_factor
from results.pack import Pack
from results.packing import map_region, option_of, sources, stamps
from results.sweep import Asked, Swept
from results.sweep_findings import sweep_findings


def sweep_pack(swept: Swept) -> Pack:
    """The pack of a sweep; only its own figures and tables, what its options change and the sources are in it."""
    study, sweep = swept.study, swept.study.head.sweep
    assert sweep is not None
    asked = Asked(swept)
    found = sweep_findings(
        study,
        asked.for_answers(),
        asked.frontier(),
        len(swept.replications),
        len(study.points) - len(swept.scenarios),
    )
    scenarios = {s.name: s for s in study.scenarios}
    named = dict.fromkeys((study.baseline.name, *(sweep.options or ())))
    parts = ["sweep_panels"] if any(len(answer.points) for answer in found.answers) else []
    parts += ["sweep_tornado"] if any(by_factor(answer) for answer in found.answers) else []
    parts += ["sensitivity"] if any(len(answer.moved) for answer in found.answers) else []
    parts += ["sweep_frontier"] if len(found.frontier) else []
    parts += ["what_changed"] if len(named) > 1 else []
    nothing = pd.DataFrame()
    return Pack(
        study=study.name,
        title=study.head.title,
        question=study.head.question.strip(),
        region=map_region(swept.region, [scenarios[name] for name in named]),
        options=tuple(
            option_of(scenarios[n], place, study, list(named)) for place, n in enumerate(named)
        ),
        standards=(),
        focus=None,
        stamps=stamps(study),
        measures=nothing,
        differences=nothing,
        costs=nothing,
        bid_check=nothing,
        arrivals=nothing,
        zone_response=nothing,
        sources=sources(study, swept.region),
        provenance=swept.provenance,
        names=Words(study.scenarios).names,
        limits=study.head.report.limits,
        parts=(*parts, "sources"),
        sweep=found,
    )
