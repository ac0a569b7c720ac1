"""What fire crews that convey release of the ambulance service's hours: gross, clinicians' hours by car, and net."""

from __future__ import annotations

from dataclasses import dataclass

from results.figures.chance import mean_words
from results.figures.conveying import compared, itself, with_ends, year_of
from results.figures.reading import Gap, Reading, Runs, less, replications
from results.figures.wording import known, named, rounded, sentence, signed
from results.pack import Option, Pack

GROSS, NET = "ambulance_hours_released", "ambulance_hours_released_net"
WHO = "Fire crews that convey"
NOTE = (
    "Ambulance hours released are those that ambulances of the same run spend on such a patient from being sent to "
    "clear. A clinician comes by car to patients whom a fire crew takes: the hours for which those cars are on calls "
    "beyond the baseline's are taken off, with their interval by pairs of replications. That is not like with like: "
    "those hours are of all whom a crew attends, hours released of those conveyed alone. Like with like are the hours "
    "over all calls, of ambulances and of clinicians' cars together, at the end. All are capacity, not cash. "
)


def released_rows(pack: Pack, reading: Reading) -> list[tuple[str, str, str, str]]:
    """For each option compared in which fire crews convey: who, option, hours released, and what is left of them."""
    return [
        (WHO, option.title, f"{hours_of(pack, reading, option, GROSS)} released", left)
        for option in compared(pack)
        if (left := what_is_left(pack, reading, option))
    ]


def what_is_left(pack: Pack, reading: Reading, option: Option) -> str:
    """The clinicians' hours and the net; nothing where they were not measured."""
    if not known(reading.value(NET, option.name)):
        return ""
    hours = over_all_calls(pack, reading, option)
    tail = ""
    if hours:
        together = with_ends(hours.together, signed_hours)
        tail = (
            f"; over all calls ambulances {with_ends(hours.ambulances, signed_hours)} h, with those cars "
            f"{together} h"
        )
    return (
        f"less {of_a_year(pack, more_than_before(pack, reading, option, 'clinician_by_car'))} h of clinicians' cars: "
        f"{hours_of(pack, reading, option, NET)} net of those{tail}"
    )


def more_than_before(pack: Pack, reading: Reading, option: Option, basis: str) -> Runs:
    """Hours on calls beyond the baseline's, by replication."""
    now, was = (
        reading.runs("hours_on_calls", name, basis=basis)
        for name in (option.name, pack.baseline.name)
    )
    return less(now, was)


def hours_of(pack: Pack, reading: Reading, option: Option, measure: str) -> str:
    """Hours a year, with their interval."""
    return f"{of_a_year(pack, reading.runs(measure, option.name))} h {year_of(pack)[1]}"


def of_a_year(pack: Pack, runs: Runs) -> str:
    """A number of a year from that of the counted days, with its interval."""
    times, _ = year_of(pack)
    return with_ends(itself({run: found * times for run, found in runs.items()}), whole)


def whole(hours: float) -> str:
    """Hours without decimals."""
    return f"{hours:,.0f}"


@dataclass(frozen=True)
class OverAllCalls:
    """Hours on calls beyond the baseline's in the time that counts are of: ambulances, clinicians' cars, together."""

    ambulances: Gap
    cars: Gap | None
    together: Gap


def over_all_calls(pack: Pack, reading: Reading, option: Option) -> OverAllCalls | None:
    """What an option changes of the hours for which the ambulance service's vehicles are on calls, like with like.

    Over all calls, patients whom a crew did not take in the end included, since clinicians come to those too. None
    where it was not measured.
    """
    times, _ = year_of(pack)
    more = {
        basis: {
            run: times * hours
            for run, hours in more_than_before(pack, reading, option, basis).items()
        }
        for basis in ("can_convey", "clinician_by_car")
    }
    ambulances, cars = more["can_convey"], more["clinician_by_car"]
    if not ambulances:
        return None
    both = {run: hours + cars[run] for run, hours in ambulances.items() if run in cars}
    return OverAllCalls(
        itself(ambulances), itself(cars) if cars else None, itself(both or ambulances)
    )


def released_finding(pack: Pack, reading: Reading) -> str:
    """What the first option compared spares over all calls, like with like; nothing where no fire crew conveys."""
    for option in compared(pack):
        if known(reading.value(NET, option.name)) and (
            hours := over_all_calls(pack, reading, option)
        ):
            return sentence(
                f"under {named(option.title)}, over all calls, {hours_words(hours)} {year_of(pack)[1]}, "
                f"{mean_words(replications(pack))}"
            )
    return ""


def hours_words(hours: OverAllCalls) -> str:
    """Ambulances and clinicians' cars, each over all calls, and both together."""
    ambulances = f"ambulances are out about {_less(hours.ambulances)}"
    if hours.cars is None or not round(hours.cars.difference):
        return ambulances
    together = _less(hours.together) if hours.together.clear else "not clearly less or more"
    return f"{ambulances} and clinicians’ cars about {_less(hours.cars)}, together {together} for the ambulance service"


def _less(gap: Gap) -> str:
    way = "less" if gap.difference < 0 else "more"
    return f"{rounded(abs(gap.difference))} h {way}"


def signed_hours(hours: float) -> str:
    """Hours beyond the baseline's, with their sign."""
    return signed(whole(abs(hours)), hours)
