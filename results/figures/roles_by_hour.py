"""Table 10a: what the person in several roles does hour by hour, and when he or she is free for another."""

from results.figures.figure import Table
from results.figures.reading import Reading, reading_of
from results.figures.wording import counted, joined, known, named, percent
from results.pack import Option, Pack

FEW_HOURS = 0.05  # a week: an hour of the day with less duty than three minutes is not shown
WHOLE_HOUR = 0.95  # of the most duty of any hour: one in which duty begins or ends is not compared


def roles_by_hour(pack: Pack) -> Table:
    """For each hour of the day: hours a week on duty, and the share of them out in each role and in none."""
    reading = reading_of(pack)
    rows: list[tuple[str, ...]] = []
    told = [
        (person, option) for person in people(reading) if (option := first_option(pack, person))
    ]
    for person, option in told:
        rows += hour_rows(pack, reading, person, option)
    return Table(
        "roles_by_hour",
        "10a",
        _finding(pack, reading, told),
        "The person in several roles by hour of the day",
        ("Who", "Hour", "On duty, h a week", "Out", "Of it, in which role", "In no role"),
        tuple(rows),
        "Under the first option in which the person is there. Shares are of the hours on duty in that hour of the "
        "day, means over replications. Out: from setting off until back or free, so that nobody else can have the "
        "person. A job that began on duty may end after it: then the hour in which duty ends has more out than was "
        "on duty, and what is later is not shown. "
        f"{pack.region.attribution}",
    )


def people(reading: Reading) -> tuple[str, ...]:
    """Everybody whose roles were counted."""
    return reading.values_of("role_hours", "unit")


def first_option(pack: Pack, person: str) -> Option | None:
    """The first option that has this person."""
    reading = reading_of(pack)
    for option in pack.options:
        if known(reading.value("role_hours", option.name, unit=person, basis="on_duty")):
            return option
    return None


def shares(
    reading: Reading, person: str, option: Option
) -> dict[str, tuple[float, dict[str, float]]]:
    """By hour of the day: hours a week on duty, and the share of them out in each role."""
    found: dict[str, tuple[float, dict[str, float]]] = {}
    roles = [role for role in reading.values_of("role_hours", "basis") if role != "on_duty"]
    for hour in reading.values_of("role_hours", "hour"):
        keys = {"unit": person, "hour": hour}
        duty = reading.value("role_hours", option.name, basis="on_duty", **keys)
        if not known(duty) or duty < FEW_HOURS:
            continue
        runs = len(reading.runs("role_hours", option.name, unit=person, basis="on_duty"))
        out = {
            role: sum(reading.runs("role_hours", option.name, basis=role, **keys).values()) / runs
            for role in roles
        }
        found[hour] = duty, {role: hours / duty for role, hours in out.items() if hours}
    return found


def hour_rows(pack: Pack, reading: Reading, person: str, option: Option) -> list[tuple[str, ...]]:
    """A row for each hour of the day in which the person is on duty."""
    name = pack.names.get(person, person)
    rows: list[tuple[str, ...]] = []
    for hour, (duty, out) in shares(reading, person, option).items():
        roles = joined([f"{role.replace('_', ' ')} {percent(v)}" for role, v in out.items()])
        away = sum(out.values())
        rows.append(
            (
                name,
                f"{hour}:00",
                f"{duty:.1f}",
                percent(away),
                roles or "–",
                percent(max(1 - away, 0.0)),
            )
        )
    return rows


def _finding(pack: Pack, reading: Reading, told: list[tuple[str, Option]]) -> str:
    for person, option in told:
        by_hour = shares(reading, person, option)
        if not by_hour:
            continue
        whole = WHOLE_HOUR * max(duty for duty, _ in by_hour.values())
        away = {hour: sum(out.values()) for hour, (duty, out) in by_hour.items() if duty >= whole}
        most = max(away, key=lambda hour: away[hour])
        name = pack.names.get(person, person)
        return (
            f"The {name} is out for {percent(away[most])} of the hour from {most}:00, the busiest of "
            f"{counted(len(away), 'hour')} wholly on duty, under {named(option.title)}"
        )
    return "Nobody holds several roles: clearly no hour has two calls on one person"
