"""What fire crews that convey release of the ambulance service's hours: gross, clinicians' hours by car, and net."""

from __future__ import annotations

from results.figures.chance import mean_words
from results.figures.conveying import compared, itself, with_ends, year_of
from results.figures.reading import Reading, Runs, less, replications
from results.figures.wording import known, named, sentence
from results.pack import Option, Pack

GROSS, NET = "ambulance_hours_released", "ambulance_hours_released_net"
WHO = "Fire crews that convey"
NOTE = (
    "Ambulance hours released are those that ambulances of the same run spend on such a patient from being sent to "
    "clear. A clinician comes by car to patients whom a fire crew takes: the hours for which those cars are on calls "
    "beyond the baseline's are taken off, with their interval by pairs of replications. Those are of all whom a crew "
    "attends, hours released of those conveyed alone, so that net is at the low side: over all calls ambulances are "
    "out still less. All are capacity, not cash. "
)


def released_rows(pack: Pack, reading: Reading) -> list[tuple[str, str, str, str]]:
    """For each option compared in which fire crews convey: who, option, hours released, and what is left of them."""
    return [
        (WHO, option.title, f"{hours(pack, reading, option, GROSS)} released", left)
        for option in compared(pack)
        if (left := what_is_left(pack, reading, option))
    ]


def what_is_left(pack: Pack, reading: Reading, option: Option) -> str:
    """The clinicians' hours and the net; nothing where they were not measured."""
    if not known(reading.value(NET, option.name)):
        return ""
    ambulances = spared(pack, reading, option)
    tail = f"; over all calls ambulances are out {ambulances} h less" if ambulances else ""
    return (
        f"less {of_a_year(pack, more_than_before(pack, reading, option, 'clinician_by_car'))} h of clinicians' cars: "
        f"{hours(pack, reading, option, NET)} net{tail}"
    )


def spared(pack: Pack, reading: Reading, option: Option) -> str:
    """Hours for which ambulances that can convey are on calls less than in the baseline; nothing if not measured."""
    more = more_than_before(pack, reading, option, "can_convey")
    return of_a_year(pack, {run: -hours for run, hours in more.items()}) if more else ""


def more_than_before(pack: Pack, reading: Reading, option: Option, basis: str) -> Runs:
    """Hours on calls beyond the baseline's, by replication."""
    now, was = (
        reading.runs("hours_on_calls", name, basis=basis)
        for name in (option.name, pack.baseline.name)
    )
    return less(now, was)


def hours(pack: Pack, reading: Reading, option: Option, measure: str) -> str:
    """Hours a year, with their interval."""
    return f"{of_a_year(pack, reading.runs(measure, option.name))} h {year_of(pack)[1]}"


def of_a_year(pack: Pack, runs: Runs) -> str:
    """A number of a year from that of the counted days, with its interval."""
    times, _ = year_of(pack)
    return with_ends(itself({run: found * times for run, found in runs.items()}), whole)


def whole(hours: float) -> str:
    """Hours without decimals."""
    return f"{hours:,.0f}"


def released_finding(pack: Pack, reading: Reading) -> str:
    """What the first option compared releases; nothing where no fire crew conveys."""
    for option in compared(pack):
        if known(reading.value(NET, option.name)):
            times, year = year_of(pack)
            gross, net = (times * reading.value(name, option.name) for name in (GROSS, NET))
            return sentence(
                f"under {named(option.title)} fire crews release {whole(gross)} ambulance hours {year}, "
                f"{whole(net)} net of the hours of clinicians' cars, {mean_words(replications(pack))}"
            )
    return ""
