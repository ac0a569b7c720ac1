"""Which figures and tables a pack has something to show in, and why the others are left out."""

from __future__ import annotations

from collections.abc import Callable

from results.figures.arrival_curves import on_a_clock
from results.figures.clock_stack import timed_standards
from results.figures.columns import compared
from results.figures.day_and_night import STILL, moves, timed
from results.figures.intervals import shrinking
from results.figures.joint_calls import joint_kinds
from results.figures.kinds_of_ground import grounds, groups_of_people
from results.figures.main_measure import main_measure
from results.figures.reading import headline_standard, reading_of
from results.figures.recorded import recorded_figures
from results.figures.replications import seen
from results.figures.response_by_place import clocks_by_place
from results.figures.siting_costs import told_apart
from results.figures.standards_by_ground import areas_to_tell, fire_standards
from results.figures.station_values import card_stations
from results.figures.wording import FEW_CALLS
from results.pack import Pack

Why = Callable[[Pack], str]


def no_standard(pack: Pack) -> str:
    """Why nothing can be held against a standard."""
    return "" if headline_standard(pack) else "The study declares no standard."


def no_fire_cover(pack: Pack) -> str:
    """Why nobody's reach of a fire engine is known."""
    if no_standard(pack):
        return no_standard(pack)
    if len(pack.zone_response):
        return ""
    return "The study declares no standard on a clock that a fire engine stops."


def no_pumps(pack: Pack) -> str:
    """Why there is no time off the run."""
    return "" if reading_of(pack).groups("off_the_run_share") else "The study has no fire engines."


def no_conveying(pack: Pack) -> str:
    """Why there is nothing on cover while fire crews convey."""
    some = reading_of(pack).groups("conveying_hours")
    return "" if some else "No fire crew takes patients to hospital."


def no_roles(pack: Pack) -> str:
    """Why there is nothing on people in several roles, nor on co-responders."""
    found = reading_of(pack)
    some = found.groups("role_hours") or found.values_of("minutes_saved_mean", "unit")
    return "" if some else "Nobody holds several roles, and nobody responds beside an ambulance."


def no_role_hours(pack: Pack) -> str:
    """Why there is no day of a person in several roles."""
    some = reading_of(pack).values_of("role_hours", "hour")
    return "" if some else "Nobody holds several roles."


def no_joint_calls(pack: Pack) -> str:
    """Why nothing is said of calls that several services answer."""
    some = joint_kinds(reading_of(pack), pack.baseline.name)
    return "" if some else "No call has units of several services."


def no_arrivals(service: str) -> Why:
    """Why no arrivals of a service are drawn."""

    def why(pack: Pack) -> str:
        return (
            ""
            if on_a_clock(pack, service).any()
            else f"No call on a clock of the {service} service was counted."
        )

    return why


def no_costs(pack: Pack) -> str:
    """Why nothing is said of money."""
    return "" if len(pack.costs) else pack.no_costs or "No costs were counted."


def no_bid(pack: Pack) -> str:
    """Why nothing is held against a bid."""
    return "" if len(pack.bid_check) else "The study gives no published figure to check."


def nothing_to_compare(pack: Pack) -> str:
    """Why there is no overview of the options."""
    return "" if compared(pack, reading_of(pack)) else "The study declares no clock."


def no_case(pack: Pack) -> str:
    """Why there is no business case."""
    return (
        "" if len(pack.business_case) else no_costs(pack) or "The study declares no business case."
    )


def no_outcomes(pack: Pack) -> str:
    """Why nothing is said of lives."""
    found = reading_of(pack)
    some = found.groups("expected_survivors") or found.groups("expected_fire_deaths")
    return (
        ""
        if some
        else "The study declares no curves of survival or death, or no year's figures stand."
    )


def no_ranges(pack: Pack) -> str:
    """Why there is no range over the rates of cost."""
    if why := no_costs(pack):
        return why
    return (
        "" if len(pack.rate_ranges) else "No rate of what the options change has a declared range."
    )


def no_value(pack: Pack) -> str:
    """Why cost cannot be held against response."""
    return no_costs(pack) or no_standard(pack)


def no_replay(pack: Pack) -> str:
    """Why nothing moves on a map."""
    return "" if pack.replay else pack.no_replay


def no_record(pack: Pack) -> str:
    """Why the model is held against no record."""
    some = recorded_figures(pack)
    return (
        "" if some else "The study gives no recorded figure of a service to hold the model against."
    )


def no_interval(pack: Pack) -> str:
    """Why no interval is shown."""
    main = main_measure(pack)
    if main is None or not main.runs:
        return "No response was measured."
    return "" if shrinking(main) else "One replication gives no interval."


def nothing_seen(pack: Pack) -> str:
    """Why nothing is said of the smallest change that would be seen."""
    if not pack.proposals:
        return "There is no option to compare."
    return "" if seen(pack) else "One replication gives no interval."


def no_numbers(pack: Pack) -> str:
    """Why no numbers are counted by their status."""
    return "" if len(pack.sources) else "No numbers were listed."


def no_model(pack: Pack) -> str:
    """Why the model is not described."""
    return "" if pack.model else "The study's model was not described."


def no_hours_by_zone(pack: Pack) -> str:
    """Why there are no maps of weekdays and nights."""
    if why := no_fire_cover(pack):
        return why
    return "" if timed(pack) else "Times by zone were not kept for both weekdays and nights."


def no_hours_proposed(pack: Pack) -> str:
    """Why there are no such maps of an option."""
    if why := no_hours_by_zone(pack):
        return why
    if not pack.proposals:
        return "There is no option to compare."
    return "" if moves(pack) else STILL


def no_phases(service: str) -> Why:
    """Why nothing is said of where the minutes go."""

    def why(pack: Pack) -> str:
        some = timed_standards(pack, reading_of(pack), service)
        whose = f"the {service} service’s standards" if service else "its standards"
        return no_standard(pack) or (
            "" if some else f"No parts of the clocks of {whose} were measured."
        )

    return why


def no_workload(pack: Pack) -> str:
    """Why nothing is said of what vehicles do with their hours."""
    return "" if reading_of(pack).groups("unit_hours") else "Hours by activity were not measured."


def no_cards(pack: Pack) -> str:
    """Why no station has a card."""
    if card_stations(pack):
        return ""
    if not pack.stations.facts:
        return "No station was described."
    return "No option changes a station or clearly its response; the study’s key `report: cards: all` shows every one."


def no_standard_by_ground(pack: Pack) -> str:
    """Why no standard is told by town and country, nor by deprivation."""
    return no_standard(pack) or ("" if grounds(pack) else NO_GROUND)


def no_station_areas(pack: Pack) -> str:
    """Why no standard is told station area by station area."""
    if why := no_standard(pack):
        return why
    if not fire_standards(pack):
        return "No standard is of a first fire engine, by which station areas are told."
    return "" if areas_to_tell(pack) else f"No station area had {FEW_CALLS} calls."


def no_place_by_place(pack: Pack) -> str:
    """Why how soon help comes is not told place by place."""
    return no_standard(pack) or ("" if clocks_by_place(pack) else NO_PLACE_HAS_CALLS)


NO_PLACE_HAS_CALLS = "No place has 30 calls on any clock."


def no_groups(pack: Pack) -> str:
    """Why who gains and who loses is not told by kind of people."""
    return no_fire_cover(pack) or ("" if groups_of_people(pack) else NO_GROUND)


def no_places_on_map(pack: Pack) -> str:
    """Why candidates are on no map."""
    return "" if pack.siting and pack.siting.places else "Where the candidates are was not kept."


def no_value_of_places(pack: Pack) -> str:
    """Why cost is not held against what places bring."""
    if why := no_costs(pack):
        return why
    return "" if told_apart(pack) else "No two combinations clearly differ in cost."


NO_GROUND = (
    "The region does not tell towns from the country, and knows no deprivation or age; one built from census files "
    "does."
)

NEEDS: dict[str, Why] = {
    "isochrone_map": no_hours_by_zone,
    "isochrone_map_proposed": no_hours_proposed,
    "clock_stack": no_phases(""),
    "clock_stack_ambulance": no_phases("ambulance"),
    "workload": no_workload,
    "station_cards": no_cards,
    "summary": nothing_to_compare,
    "standards": no_standard,
    "standards_by_ground": no_standard_by_ground,
    "standards_by_station": no_station_areas,
    "response_by_place": no_place_by_place,
    "study_area": no_standard,
    "people_within": no_fire_cover,
    "response_map": no_fire_cover,
    "gainers": no_fire_cover,
    "gainers_by_ground": no_groups,
    "off_the_run": no_pumps,
    "conveying": no_conveying,
    "conveying_by_hour": no_conveying,
    "roles": no_roles,
    "roles_by_hour": no_role_hours,
    "joint_calls": no_joint_calls,
    "replay": no_replay,
    "arrival_curves": no_arrivals("fire"),
    "arrival_curves_ambulance": no_arrivals("ambulance"),
    "money": no_costs,
    "cost_items": no_costs,
    "cost_per_incident": no_costs,
    "value_for_money": no_value,
    "frontier": no_value,
    "business_case": no_case,
    "case_by_agency": no_case,
    "switching_values": no_case,
    "rate_ranges": no_ranges,
    "outcomes": no_outcomes,
    "bid_check": no_bid,
    "recorded": no_record,
    "intervals": no_interval,
    "replications": nothing_seen,
    "assumed": no_numbers,
    "model_overview": no_model,
    "model_description": no_model,
    "siting_map": no_places_on_map,
    "siting_places": no_places_on_map,
    "siting_value": no_value_of_places,
    "siting_costs": no_costs,
}


def left_out(pack: Pack, names: tuple[str, ...]) -> dict[str, str]:
    """Of some figures and tables, those that have nothing to show, each with why."""
    whys = {name: NEEDS[name](pack) for name in names if name in NEEDS}
    return {name: why for name, why in whys.items() if why}


def left_out_words(pack: Pack, names: tuple[str, ...]) -> list[str]:
    """The same in sentences, one for each reason."""
    parts: dict[str, list[str]] = {}
    for name, why in left_out(pack, names).items():
        parts.setdefault(why, []).append(name.replace("_", " "))
    return [f"Not shown: {', '.join(names)}. {why}" for why, names in parts.items()]
