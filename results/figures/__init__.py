"""Every figure and table of the pack by name: tidy tables in, a finding out, no files read."""

from collections.abc import Callable, Iterable, Iterator

from results.figures.arrival_curves import ambulance_curves, arrival_curves
from results.figures.assumed import assumed
from results.figures.bid_check import bid_check
from results.figures.business_case import business_case
from results.figures.case_tables import case_by_agency, switching_values
from results.figures.checks import checks
from results.figures.clock_stack import clock_stack, clock_stack_ambulance
from results.figures.conveying import conveying
from results.figures.conveying_by_hour import conveying_by_hour
from results.figures.cost_per_incident import cost_per_incident
from results.figures.day_and_night import day_and_night, day_and_night_proposed
from results.figures.figure import Figure, Table
from results.figures.frontier import frontier_figure
from results.figures.gainers import gainers
from results.figures.gainers_by_ground import gainers_by_ground
from results.figures.intervals import intervals
from results.figures.joint_calls import joint_calls
from results.figures.model_description import model_description
from results.figures.model_overview import model_overview
from results.figures.money import cost_items, money
from results.figures.off_the_run import off_the_run, roles
from results.figures.outcomes import outcomes
from results.figures.rate_ranges import rate_ranges
from results.figures.recorded import recorded
from results.figures.replay import replay
from results.figures.replications import replications_table
from results.figures.response_by_place import response_by_place
from results.figures.response_map import changing, option_map, response_map
from results.figures.roles_by_hour import roles_by_hour
from results.figures.siting import siting, siting_continued, siting_table
from results.figures.siting_costs import siting_costs
from results.figures.siting_map import siting_map
from results.figures.siting_places import siting_places
from results.figures.siting_value import siting_value
from results.figures.sources import sources
from results.figures.standards import people_within, standards
from results.figures.standards_by_ground import standards_by_ground, standards_by_station
from results.figures.station_card import card_continued, station_card
from results.figures.station_cards import station_cards
from results.figures.station_values import card_stations
from results.figures.study_area import study_area
from results.figures.summary import summary, summary_continued
from results.figures.sweep_frontier import sweep_frontier
from results.figures.sweep_panels import answer_panels, answers_drawn, sweep_panels
from results.figures.sweep_tornado import sensitivity_table, tornado
from results.figures.value import value_for_money
from results.figures.what_changed import what_changed
from results.figures.workload import workload
from results.pack import Option, Pack

FIGURES: dict[str, Callable[[Pack], Figure | Table]] = {
    "what_changed": what_changed,
    "summary": summary,
    "study_area": study_area,
    "standards": standards,
    "standards_by_ground": standards_by_ground,
    "standards_by_station": standards_by_station,
    "response_by_place": response_by_place,
    "response_map": response_map,
    "gainers": gainers,
    "people_within": people_within,
    "gainers_by_ground": gainers_by_ground,
    "isochrone_map": day_and_night,
    "isochrone_map_proposed": day_and_night_proposed,
    "arrival_curves": arrival_curves,
    "arrival_curves_ambulance": ambulance_curves,
    "clock_stack": clock_stack,
    "clock_stack_ambulance": clock_stack_ambulance,
    "off_the_run": off_the_run,
    "conveying_by_hour": conveying_by_hour,
    "conveying": conveying,
    "roles": roles,
    "roles_by_hour": roles_by_hour,
    "joint_calls": joint_calls,
    "workload": workload,
    "outcomes": outcomes,
    "money": money,
    "cost_items": cost_items,
    "cost_per_incident": cost_per_incident,
    "value_for_money": value_for_money,
    "business_case": business_case,
    "case_by_agency": case_by_agency,
    "switching_values": switching_values,
    "rate_ranges": rate_ranges,
    "bid_check": bid_check,
    "frontier": frontier_figure,
    "recorded": recorded,
    "intervals": intervals,
    "replications": replications_table,
    "checks": checks,
    "assumed": assumed,
    "replay": replay,
    "station_cards": station_cards,
    "model_overview": model_overview,
    "model_description": model_description,
    "sources": sources,
}

OPTION_FIGURES: dict[str, Callable[[Pack, Option], Figure]] = {"response_map": option_map}
"""Drawn once more for each option that the maps compare, large; named `<name>_<option>`."""

STATION_FIGURES: dict[str, Callable[[Pack, str], Figure]] = {"station_cards": station_card}
"""Drawn after the table of this name for each station with a card; named `station_card_<station>`."""

ANSWER_FIGURES: dict[str, Callable[[Pack, int], Figure]] = {"sweep_panels": answer_panels}
"""Of a sweep with several answers, drawn once for each in the place of all in one; named `<name>_<place>`."""

FURTHER_SHEETS: dict[str, Callable[[Pack], Iterator[Figure]]] = {
    "summary": summary_continued,
    "siting": siting_continued,
}
"""Drawn after the figure of this name where it does not hold all: `summary_2`, `summary_3`, `siting_sheet_2`."""

SWEEP_FIGURES: dict[str, Callable[[Pack], Figure | Table]] = {
    "sweep_panels": sweep_panels,
    "sweep_tornado": tornado,
    "sensitivity": sensitivity_table,
    "sweep_frontier": sweep_frontier,
}
"""What the report of `bluelight sweep` shows before the sources; in no other report."""
SITE_FIGURES: dict[str, Callable[[Pack], Figure | Table]] = {
    "siting": siting,
    "siting_map": siting_map,
    "siting_places": siting_places,
    "siting_table": siting_table,
    "siting_value": siting_value,
    "siting_costs": siting_costs,
}
"""What the report of `bluelight site` shows before the sources; in no other report."""

ALL_FIGURES = {**FIGURES, **SWEEP_FIGURES, **SITE_FIGURES}


def draw_all(pack: Pack, names: Iterable[str] = tuple(FIGURES)) -> Iterator[Figure | Table]:
    """Figures in the pack's order, the pictures of single options after their overview."""
    for name in names:
        places = places_of(pack, name)
        if places:
            yield from (ANSWER_FIGURES[name](pack, place) for place in places)
            continue
        yield ALL_FIGURES[name](pack)
        if name in FURTHER_SHEETS:
            yield from FURTHER_SHEETS[name](pack)
        if name in OPTION_FIGURES:
            yield from (OPTION_FIGURES[name](pack, option) for option in changing(pack))
        if name in STATION_FIGURES:
            for station in card_stations(pack):
                yield STATION_FIGURES[name](pack, station)
                yield from card_continued(pack, station)


def places_of(pack: Pack, name: str) -> range:
    """The places of the answers that a figure is drawn for one by one, from 1; none where it is drawn once."""
    count = len(answers_drawn(pack)) if name in ANSWER_FIGURES else 0
    return range(1, count + 1) if count > 1 else range(0)


__all__ = [
    "ALL_FIGURES",
    "ANSWER_FIGURES",
    "FIGURES",
    "FURTHER_SHEETS",
    "OPTION_FIGURES",
    "SITE_FIGURES",
    "STATION_FIGURES",
    "SWEEP_FIGURES",
    "Figure",
    "Table",
    "draw_all",
    "places_of",
]
