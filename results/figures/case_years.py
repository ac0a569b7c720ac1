"""For how many years each option of a business case runs: sums over unequal years are of unlike things."""

from collections.abc import Callable, Iterable, Iterator

from results.figures.foremost import PENNY, most, names_of, not_told_from
from results.figures.reading import Runs, gap_of, mean_of
from results.figures.wording import between, counted, named, pound_end, short
from results.pack import Option, Pack

LEAST_GBP = 0.5
"""A lead that is no more is none."""


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


def of_equal_years(pack: Pack, options: Iterable[Option]) -> list[list[Option]]:
    """The options by the number of years that they run for, the longest first."""
    found: dict[int, list[Option]] = {}
    for option in options:
        found.setdefault(years_run(pack, option), []).append(option)
    return [some for _, some in sorted(found.items(), reverse=True)]


def best_words(pack: Pack, some: list[Option], say: Callable[[Option], str]) -> str:
    """Which of several is worth most, which are worth the same, or that none can be told to be worth most."""
    runs = _worth_runs(pack, some)
    if not all(runs.values()):
        return "; ".join(f"{named(option.title)} is {say(option)}" for option in some)
    found = most(runs, PENNY)
    if found.told:
        are = "are each" if found.level else "is"
        head = "the best" if mean_of(runs[found.first]) > 0 else "what loses least"
        at = "at the rates declared " if turned_words(pack, some) else ""
        return f"{at}{head}, {names_of(found.alike)}, {are} {say(found.first)}"
    near = [f"{named(option.title)} is {say(option)}" for option in (*found.alike, *found.unclear)]
    return (
        f"which is worth most cannot be told: {'; '.join(near)}; {not_told_from(found, pound_end)}"
    )


def turned_words(pack: Pack, options: Iterable[Option]) -> str:
    """That other rates, moved for two options of equal years together, could turn which is first, and how far.

    As the end of a sentence; empty where each first stays first over all rates in doubt, or none is called first.
    """
    said = [words for some in of_equal_years(pack, options) for words in _turned(pack, some)]
    return f"; other rates could turn the order: {'; '.join(said)}" if said else ""


def _turned(pack: Pack, some: list[Option]) -> Iterator[str]:
    """Each option that other rates could bring before the one called first, or part from one that is level with it."""
    runs = _worth_runs(pack, some)
    if not some[1:] or not all(runs.values()):
        return
    found = most(runs, PENNY)
    first = found.first
    for other in some if found.told else ():
        less, more = pack.case_leads.get((first.name, other.name), (0.0, 0.0))
        lead = gap_of(runs[first], runs[other]).difference
        parted = other in found.level and lead + more > LEAST_GBP
        if other is not first and (lead + less < -LEAST_GBP or parted):
            ends = between(-lead - more, -lead - less, pound_end)
            yield f"{short(other.title)} less {short(first.title)} {ends}"


def _worth_runs(pack: Pack, some: Iterable[Option]) -> dict[Option, Runs]:
    return {option: dict(pack.case_worth.get(option.name, {})) for option in some}


def worth_by_years(pack: Pack, options: Iterable[Option], say: Callable[[Option], str]) -> str:
    """What options of unequal years are worth, those of each number of years by themselves."""
    parts = []
    for some in of_equal_years(pack, options):
        years = counted(years_run(pack, some[0]), "year")
        one = f"{named(some[0].title)} is {say(some[0])}"
        parts.append(f"over {years} {best_words(pack, some, say) if some[1:] else one}")
    return "; ".join(parts)
