"""For how many years each option of a business case runs: sums over unequal years are of unlike things."""

from collections.abc import Callable, Iterable

from results.figures.wording import counted, named
from results.pack import Option, Pack


def years_run(pack: Pack, option: Option) -> int:
    """In how many years of the case its running costs are paid; all alike where nothing is declared."""
    first, last = pack.case_runs.get(option.name, (0, 0))
    return last - first + 1


def unequal(pack: Pack, options: Iterable[Option]) -> bool:
    """Whether some of these options run for fewer years than others."""
    return len({years_run(pack, option) for option in options}) > 1


def runs_words(pack: Pack, option: Option) -> str:
    """For how long an option runs, where not all of the report run equally long: "runs 1 year, 2014"."""
    if option.name not in pack.case_runs or not unequal(pack, pack.proposals):
        return ""
    first, last = pack.case_runs[option.name]
    return (
        f"runs {counted(last - first + 1, 'year')}, {first if first == last else f'{first}–{last}'}"
    )


def runs_note(pack: Pack) -> str:
    """That sums over unequal years are no ranking, in a sentence; empty where all run alike."""
    if not unequal(pack, pack.proposals):
        return ""
    return "Options run for unequal years, as said of each; sums over unequal years rank nothing."


def best_of_equal_years(
    pack: Pack, options: Iterable[Option], worth: Callable[[Option], float]
) -> list[tuple[Option, int]]:
    """For each number of years the option worth most, with how many options run so long; the longest first."""
    found: dict[int, list[Option]] = {}
    for option in options:
        found.setdefault(years_run(pack, option), []).append(option)
    return [(max(some, key=worth), len(some)) for _, some in sorted(found.items(), reverse=True)]


def worth_by_years(
    pack: Pack,
    options: Iterable[Option],
    worth: Callable[[Option], float],
    say: Callable[[Option], str],
) -> str:
    """What options of unequal years are worth, those of each number of years by themselves."""
    parts = []
    for option, number in best_of_equal_years(pack, options, worth):
        years = counted(years_run(pack, option), "year")
        whose = (
            named(option.title) if number == 1 else f"the best of {number}, {named(option.title)},"
        )
        parts.append(f"over {years} {whose} is {say(option)}")
    return "; ".join(parts)
