"""What fire crews that convey do for patients and ambulances, and to the cover of their stations' grounds meanwhile."""

from collections.abc import Callable, Iterator

from results.figures.chance import NO_INTERVAL, nothing_yet, played_once
from results.figures.conveying import compared, itself, year_of
from results.figures.headline import Headline
from results.figures.reading import Gap, reading_of
from results.figures.released import OverAllCalls, hours_words, over_all_calls
from results.figures.wording import (
    UNCERTAINTY,
    between,
    joined,
    minutes,
    named,
    rounded,
    sentence,
    short,
    signed,
)
from results.pack import Option, Pack

Told = tuple[str, Gap, Callable[[float], str]]


def conveying_headline(pack: Pack) -> Iterator[Headline]:
    """Patients taken, ambulance hours spared over all calls, and how much later the next fire engine is meanwhile."""
    told = compared(pack)[:2]
    if not told:
        return
    if played_once(pack):
        what = "how many patients fire crews take to hospital, nor on cover while they are away"
        yield Headline(nothing_yet(what), NO_INTERVAL)
        return
    found = [(option, _found(pack, option)) for option in told]
    says = [_says(pack, option, *parts) for option, parts in found]
    sure = [f"{short(option.title)}: {_ends(*parts)}" for option, parts in found]
    more = " Ambulance hours are capacity, not cash." if any(p[1] for _, p in found) else ""
    yield Headline(
        f"{'. '.join(map(sentence, says))}.", f"{sentence(UNCERTAINTY)}: {'; '.join(sure)}.{more}"
    )


def _found(pack: Pack, option: Option) -> tuple[Gap, OverAllCalls | None, Gap, Gap]:
    """Patients taken, hours over all calls, hours on patients taken, and how much later the next engine is."""
    reading, (times, _) = reading_of(pack), year_of(pack)
    taken, freed = (
        itself({run: value * times for run, value in reading.runs(name, option.name).items()})
        for name in ("conveyed_by_fire", "ambulance_hours_released")
    )
    late = itself(reading.runs("next_pump_delay_s", option.name))
    return taken, over_all_calls(pack, reading, option), freed, late


def _says(
    pack: Pack, option: Option, taken: Gap, hours: OverAllCalls | None, freed: Gap, late: Gap
) -> str:
    _, year = year_of(pack)
    spared = (
        f"over all calls {hours_words(hours)}"
        if hours
        else f"ambulances would have spent about {rounded(freed.difference)} hours on these"
    )
    return (
        f"under {named(option.title)} fire crews take about {rounded(taken.difference)} patients {year} to "
        f"hospital; {spared}; while they are away the next fire engine would come "
        f"{minutes(late.difference)} later on their own ground"
    )


def _signed(hours: float) -> str:
    return signed(rounded(abs(hours)), hours)


def _ends(taken: Gap, hours: OverAllCalls | None, freed: Gap, late: Gap) -> str:
    """Each with its interval."""
    told: list[Told] = [("patients", taken, rounded)]
    if hours:
        told.append(("ambulances", hours.ambulances, _signed))
        if hours.cars is not None:
            told.append(("clinicians’ cars", hours.cars, _signed))
            told.append(("together", hours.together, _signed))
    else:
        told.append(("hours on them", freed, rounded))
    told.append(("later by", late, minutes))
    ends = [
        f"{what} {between(gap.low, gap.high, say)}" for what, gap, say in told if gap.has_interval
    ]
    return joined(ends) if len(ends) == 1 else ", ".join(ends) or "one replication, no interval"
