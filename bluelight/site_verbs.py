"""The best places for so many stations, as a function: the command line and a notebook both call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bluelight.verbs import Report, silent, write_formats
from geography.region import Region, load_region
from results.kept_study import keep_study
from results.site import Sited, play_site, write_site
from results.whose_folder import refuse_anothers
from scenarios.combinations import sited_scenario, with_combinations
from scenarios.faults import Fault, Mark, StudyFault
from scenarios.load import load_study
from scenarios.screen import screened
from scenarios.site import Combination, Site
from scenarios.study import QUICK_REPLICATIONS, Study


@dataclass(frozen=True)
class Contest:
    """What a siting plays: its block, every combination, and the study with a scenario for each that is simulated."""

    asked: Site
    combinations: tuple[Combination, ...]
    study: Study


def contest_of(
    loaded: Study,
    study: str,
    region: Region,
    *,
    replications: int | None,
    days: int | None,
    seed: int | None,
    quick: bool,
) -> Contest:
    """Screen the candidates of a study that was just loaded, by the name `study`, and make the scenarios.

    Raises StudyFault if the study has no `site:`, or it is at fault.
    """
    if loaded.head.site is None:
        message = "This study has no `site:`."
        raise StudyFault([Fault(Mark(str(study)), "site", message, "candidates, and how many")])
    asked = overridden(loaded.head.site, replications, quick)
    combinations = screened(asked, sited_scenario(loaded, asked), region, str(study))
    simulated = [one for one in combinations if one.simulated]
    made = with_combinations(loaded, study, asked, simulated, region)
    return Contest(asked, combinations, made.with_changes(quick=quick, days=days, seed=seed))


def site(
    study: str,
    out: str | Path | None = None,
    *,
    replications: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    quick: bool = False,
    keep_logs: bool = False,
    cluster: str | None = None,
    report: Report = silent,
    say: Callable[[str], None] = lambda _: None,
) -> Sited:
    """Find the best places of the study's `site:`, write tables and report into `out` (default `runs/<study>-site`).

    A quick siting writes the report as a page alone, others as PDF, Word file and workbook too.
    `replications` is the most that a combination is played. Plays only what is missing there. Raises StudyFault if the
    study is at fault, or too few runs could be finished.
    """
    loaded = load_study(study)
    directory = Path(out) if out is not None else Path("runs") / f"{loaded.name}-site"
    refuse_anothers(directory, "site")
    region = load_region(loaded.region_place)
    contest = contest_of(
        loaded, study, region, replications=replications, days=days, seed=seed, quick=quick
    )
    found = play_site(
        contest.study, contest.asked, contest.combinations, region, directory,
        workers=workers, keep_logs=keep_logs, report=report, say=say, cluster=cluster,
    )  # fmt: skip
    write_site(found)
    keep_study(study, loaded, directory)
    write_formats(found, directory, quick)
    return found


def overridden(asked: Site, replications: int | None, quick: bool) -> Site:
    """The block with what the command line overrides: how many replications at the most, and in the first stage."""
    most = replications if replications is not None else QUICK_REPLICATIONS if quick else None
    if most is None:
        return asked
    if most < 2:
        message = "One replication says nothing of which place is best."
        raise StudyFault([Fault(Mark("--replications"), "", message, "2 or more")])
    first = min(asked.procedure.first_stage, most)
    limits = {"first_stage": first, "max_replications": most}
    return asked.model_copy(update={"procedure": asked.procedure.model_copy(update=limits)})
