"""Tables 2b, 3b and 9: every standard, people counted four ways, and time off the run."""

from collections.abc import Callable

from results.figures.figure import Table
from results.figures.ground import short_name
from results.figures.reading import Gap, Reading, headline_standard
from results.figures.summary import more_or_fewer, points
from results.figures.wording import (
    FEW_CALLS,
    NOT_MEASURED,
    UNCERTAINTY,
    between,
    counted,
    joined,
    known,
    minutes,
    named,
    people,
    percent,
    signed,
    target,
)
from results.pack import Option, Pack, Standard


def with_interval(gap: Gap, say: Callable[[float], str], say_end: Callable[[float], str]) -> str:
    """A difference and its interval in one cell, saying when the interval spans no change."""
    if not gap.measured:
        return NOT_MEASURED
    if not gap.has_interval:
        return f"{say(gap.difference)} (one replication, no interval)"
    if gap.low == gap.high:
        return "no change" if not gap.difference else f"{say(gap.difference)} (the same every time)"
    words = say(gap.difference) if gap.clear else "no clear difference"
    return f"{words} ({between(gap.low, gap.high, say_end)})"


def standards(pack: Pack) -> Table:
    """Each standard under each option: calls, mean, centiles, share within, difference."""
    reading = Reading(pack)
    calls = _calls(pack)
    rows = [
        _standard_row(pack, reading, standard, option, calls)
        for standard in pack.standards
        for option in (pack.options if _met(reading, standard, pack) else ())
    ]
    unmet = [standard.title for standard in pack.standards if not _met(reading, standard, pack)]
    clear = [
        f"{standard.title} under {named(option.title)} ({points(gap.difference)})"
        for standard in pack.standards
        for option in pack.proposals
        if (gap := _within_gap(reading, standard, option)).clear
    ]
    tests = (len(pack.standards) - len(unmet)) * len(pack.proposals)
    finding = (
        f"Of {counted(tests, 'comparison')} with a standard, {len(clear)} clearly differ"
        if len(clear) != 1
        else f"Only {clear[0]} clearly differs, of {counted(tests, 'comparison')}"
    )
    return Table(
        "standards",
        "2b",
        f"{finding}; about {max(1, round(tests * 0.05))} would by chance alone"
        if tests
        else "No standard was measured",
        "Every standard under every option, over the whole region",
        (
            "Standard",
            "Option",
            "Calls measured",
            "Mean",
            "Median",
            "90th centile",
            "Within",
            "Difference in share within",
        ),
        tuple(rows),
        f"Intervals are {UNCERTAINTY}, paired by replication. Calls are summed over replications. "
        f"Groups of fewer than {FEW_CALLS} calls show no centiles. "
        + (f"Not measured: {joined(unmet)}. " if unmet else "")
        + pack.region.attribution,
    )


def _met(reading: Reading, standard: Standard, pack: Pack) -> bool:
    """Whether any option was measured against the standard."""
    keys = {"service": standard.service, "clock": standard.clock, "standard": standard.name}
    return any(known(reading.value("within_standard", o.name, **keys)) for o in pack.options)


def _calls(pack: Pack) -> dict[tuple[str, str, str], int]:
    met = pack.arrivals[pack.arrivals["counted"].astype(bool) & (pack.arrivals["order"] == "first")]
    sizes = met.groupby(["scenario", "service", "clock"], observed=True).size()
    table = sizes.reset_index().to_numpy(dtype=object)
    return {(str(a), str(b), str(c)): int(size) for a, b, c, size in table}


def _within_gap(reading: Reading, standard: Standard, option: Option) -> Gap:
    return reading.gap(
        "within_standard",
        option.name,
        service=standard.service,
        clock=standard.clock,
        standard=standard.name,
    )


def _standard_row(
    pack: Pack,
    reading: Reading,
    standard: Standard,
    option: Option,
    calls: dict[tuple[str, str, str], int],
) -> tuple[str, ...]:
    keys = {"service": standard.service, "clock": standard.clock}
    met = calls.get((option.name, standard.service, standard.clock), 0)
    within = reading.value("within_standard", option.name, standard=standard.name, **keys)
    centiles = [
        minutes(reading.value(measure, option.name, **keys))
        if met >= FEW_CALLS or not calls
        else "too few calls"
        for measure in ("response_median_s", "response_p90_s")
    ]
    aim = f", target {target(standard.target)}" if standard.target is not None else ""
    return (
        f"{standard.title} ({minutes(standard.limit_s)}{aim})",
        option.title,
        f"{met:,}" if calls else NOT_MEASURED,
        minutes(reading.value("response_mean_s", option.name, **keys)),
        *centiles,
        percent(within),
        "baseline"
        if option is pack.baseline
        else with_interval(
            _within_gap(reading, standard, option),
            points,
            lambda s: f"{100 * s:+.1f}".replace("-", "−"),
        ),
    )


WAYS = (
    ("availability", "from_call", "from the call, crews away or not"),
    ("all_available", "from_call", "from the call, every crew ready"),
    ("availability", "from_alert", "from the alert, crews away or not"),
    ("all_available", "from_alert", "from the alert, every crew ready"),
)


def people_within(pack: Pack) -> Table:
    """How many people are within the standard, with and without call handling and availability."""
    reading = Reading(pack)
    standard = headline_standard(pack)
    limit = minutes(standard.limit_s) if standard else "the standard"
    rows = []
    for option in pack.options:
        cells = [option.title]
        for basis, clock, _ in WAYS:
            value = people(
                reading.value("people_within_standard", option.name, basis=basis, clock=clock)
            )
            if option is not pack.baseline and value != NOT_MEASURED:
                gap = reading.gap("people_within_standard", option.name, basis=basis, clock=clock)
                value += "; " + with_interval(gap, more_or_fewer, lambda n: signed(people(n), n))
            cells.append(value)
        rows.append(tuple(cells))
    return Table(
        "people_within",
        "3b",
        _people_finding(pack, reading, limit),
        f"People within {limit} of a first fire engine, counted four ways",
        ("Option", *(words[0].upper() + words[1:] for _, _, words in WAYS)),
        tuple(rows),
        "“From the call” includes call handling; “from the alert” leaves it out. “Crews "
        "away or not” "
        "weights each place by the share of hours in which it can be reached in time given who is "
        "really available; “every crew ready” assumes that nobody is ever away. Resident people, "
        f"not visitors. Intervals are {UNCERTAINTY}. {pack.region.attribution}",
    )


def _people_finding(pack: Pack, reading: Reading, limit: str) -> str:
    def found(option: Option, way: tuple[str, str, str]) -> float:
        return reading.gap(
            "people_within_standard", option.name, basis=way[0], clock=way[1]
        ).difference

    spans = {
        named(option.title): [n for way in WAYS if known(n := found(option, way))]
        for option in pack.proposals
    }
    spans = {title: values for title, values in spans.items() if values}
    if not spans:
        return f"How many people are within {limit} was not measured"
    most = max(spans, key=lambda title: max(spans[title]))
    low, high = min(spans[most]), max(spans[most])
    return (
        f"Under {most}, the change in people within {limit} is "
        f"{signed(people(low), low)} to {signed(people(high), high)}, depending on how "
        "they are counted"
    )


def off_the_run(pack: Pack) -> Table:
    """Share of hours in which each station's pumps cannot go, under each option."""
    reading = Reading(pack)
    stations = reading.values_of("off_the_run_share", "station")
    names = {station: pack.region.sites.get(station, (station,))[0] for station in stations}
    rows, moved = [], []
    for station in sorted(stations, key=lambda s: str(names[s])):
        cells = [short_name(str(names[station]))]
        for option in pack.options:
            value = reading.value("off_the_run_share", option.name, station=station)
            gap = reading.gap("off_the_run_share", option.name, station=station)
            text = percent(value) if known(value) else "no pump here"
            if option is not pack.baseline and gap.clear and known(value):
                text += f" ({points(gap.difference)})"
                moved.append(short_name(str(names[station])))
            cells.append(text)
        rows.append(tuple(cells))
    places = sorted(set(moved))
    said = [*places[:4], f"{len(places) - 4} others"] if len(places) > 4 else places
    title = (
        f"Time off the run clearly changes at {joined(said)}"
        if places
        else (
            "No station’s time off the run clearly changes"
            if rows
            else "Time off the run: not measured"
        )
    )
    return Table(
        "off_the_run",
        "9",
        title,
        "Share of hours in which a station’s pumps are off the run",
        ("Station", *(option.title for option in pack.options)),
        tuple(rows),
        "Off the run: short of the minimum crew, or its crew away on another job. In brackets, "
        f"differences from the baseline whose {UNCERTAINTY} interval excludes no change. "
        f"{pack.region.attribution}",
    )
