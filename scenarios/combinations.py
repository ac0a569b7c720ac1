"""Combinations of candidates as scenarios of a study, beside the option that they change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geography.region import Region
from scenarios.assemble import assemble_baseline, assemble_options
from scenarios.check_site import ALWAYS, CANDIDATE, changed, changes_apart, option_sited
from scenarios.documents import read_yaml
from scenarios.faults import Fault, StudyFault
from scenarios.load import (
    calendar_of,
    check_documents,
    once,
    recorded_of,
    scenario_of,
    study_path,
)
from scenarios.scenario import Scenario
from scenarios.site import Combination, Site
from scenarios.study import Study


def sited_scenario(study: Study, site: Site) -> Scenario:
    """The scenario that candidates change."""
    name = option_sited(site, {one.name: one for one in study.scenarios})
    return next(scenario for scenario in study.scenarios if scenario.name == name)


def with_combinations(
    study: Study, where: str, site: Site, combinations: Sequence[Combination], region: Region
) -> Study:
    """The study with the option that is changed as its baseline, and a point for each combination.

    `where` is the study as a planner named it. Candidates change nothing of who calls, so every combination meets the
    calls of that option, and its runs are those of any other command. `changes` has those that all make, as
    `site.always`, and those of each candidate, as `site.candidates.NAME`. Raises StudyFault with every fault of the
    combinations.
    """
    path = study_path(where)
    document, faults = read_yaml(path), list[Fault]()
    baseline = assemble_baseline(document, path, faults)
    documents, _ = assemble_options(document, baseline, faults)
    on = sited_scenario(study, site)
    made, changes, found = changed(document, site, documents[on.name], combinations)
    faults += found
    several = {on.name: documents[on.name], **made}
    points = {one.name: {"option": on.name, "places": ";".join(one.places)} for one in combinations}
    parts = check_documents(several, points, region, document.data, faults)
    recorded_of(document, path, study.head, region, several, parts, faults)
    if faults:
        raise StudyFault(once(faults))
    calendar = calendar_of(study.head)
    texts = {one.name: {"title": title_of(one, site), "summary": ""} for one in combinations}
    scenarios = tuple(
        scenario_of(
            name,
            texts[name],
            study.head,
            calendar,
            parts[name],
            on.ceilings,
            on.zone_weights,
            on.recorded,
        )
        for name in made
    )
    always, apart = changes_apart(document, site, documents[on.name])
    by_candidate = {CANDIDATE + name: made for name, made in apart.items()}
    return replace(
        study,
        scenarios=(on, *scenarios),
        changes={on.name: (), **changes, ALWAYS: always, **by_candidate},
        points=points,
        built_on={},
    )


def title_of(combination: Combination, site: Site) -> str:
    """The candidates' titles, after the title under which the study names the combination."""
    places = ", ".join(site.candidates[name].title for name in combination.places)
    return f"{combination.asked}: {places}" if combination.asked else places
