"""A planner's study with a mistake: told with its place and the likely fix; no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.load import load_study
from tests.doors.small_study import KIT, STUDY, copy_of
from tests.doors.study_faults import Edit, faults_of, place_of

# What is spoiled; the word at which the fault must stand; and what must be said.
NOUGHT = "{value: 0, unit: people, status: assumed, source: the bid}"


ONE_MISTAKE: dict[str, tuple[list[Edit], str, list[str]]] = {
    "unknown key": (
        [(STUDY, "replications: 3", "replicatons: 3")],
        "replicatons",
        ["There is no key 'replicatons' here.", "Did you mean replications?"],
    ),
    "unknown key of an optional block": (
        [(STUDY, "{radius: {value: 6", "{raduis: {value: 6")],
        "raduis",
        ["no key 'raduis'", "Did you mean radius?"],
    ),
    "unknown section": (
        [(STUDY, "  crew_pools:\n", "  crewpools:\n")],
        "crewpools",
        ["There is no section 'crewpools'", "Did you mean crew_pools?"],
    ),
    "missing catalogue file": (
        [(STUDY, "[kit]", "[kitt]")],
        "kitt",
        ["There is no catalogue file 'kitt'", "clocks_fire", "Did you mean kit?"],
    ),
    "crew pool that is not there": (
        [(STUDY, "crewed_from: [mid_oncall]", "crewed_from: [mid_oncal]")],
        "mid_oncal]",
        [
            'There is no crew pool "mid_oncal". mid_fire has mid_oncall.',
            "Did you mean mid_oncall?",
        ],
    ),
    "standard of a unit that its clock does not time": (
        [(KIT, "clock: fire_from_call\n", "clock: fire_from_call\n    order: third\n")],
        "order: third",
        ["The clock fire_from_call does not time the third unit.", "`orders: 3`"],
    ),
    "pool twice": (
        [(STUDY, "crewed_from: [east_watch]", "crewed_from: [east_watch, east_watch]")],
        "crewed_from: [east_watch, east_watch]",
        ["A pool stands twice here"],
    ),
    "station off the network": (
        [(STUDY, "{site: east_fire,", "{easting: 500000, northing: 600000,")],
        "easting: 500000",
        ["This station is off the network", "529.6 km", "at most 1 km from a road node"],
    ),
    "easting and northing swapped": (
        [(STUDY, "{site: east_fire,", "{easting: 100000, northing: 312000,")],
        "easting: 100000",
        ["off the network", "Did you mean easting 312000 and northing 100000, the other way round?"],
    ),
    "kilometres": (
        [(STUDY, "{site: east_fire,", "{easting: 312, northing: 100,")],
        "easting: 312",
        ["Did you mean easting 312000 and northing 100000, in metres, not kilometres?"],
    ),
    "beyond the National Grid": (
        [(STUDY, "{site: east_fire,", "{easting: 3120000, northing: 100000,")],
        "easting: 3120000",
        ["This is 3120000.", "Allowed: 700,000 or less."],
    ),
    "unknown site": (
        [(STUDY, "{site: east_fire,", "{site: east_fir,")],
        "site: east_fir,",
        ['There is no site "east_fir". Tinyshire has east_fire', "Did you mean east_fire?"],
    ),
    "station without a place": (
        [(STUDY, "{site: east_fire, name: Eastport", "{name: Eastport")],
        "east_fire: {name",
        ["needs one place", "`site`, or `easting` and `northing`"],
    ),
    "negative rate": (
        [(KIT, "{value: 700,", "{value: -700,")],
        "value: -700",
        ["-700 calls/yr is below 0, the least that a rate of calls can be", "0 or more"],
    ),
    "share above one": (
        [(KIT, "share: {value: 0.9,", "share: {value: 90,")],
        "value: 90,",
        ["90 share is above 1, the most that a share can be", "Did you mean 0.9?"],
    ),
    "wrong unit": (
        [(KIT, "planned: {value: 2, unit: min,", "planned: {value: 2, unit: mins,")],
        "unit: mins",
        ["'mins' is not a unit of a length of time", "s, min, h", "Did you mean min?"],
    ),
    "number in quotes": (
        [(KIT, "planned: {value: 2, unit", 'planned: {value: "2", unit')],
        'value: "2"',
        ["This is text, not a number.", "Did you mean 2?"],
    ),
    "not a number": (
        [(KIT, "planned: {value: 2, unit", "planned: {value: .inf, unit")],
        "value: .inf",
        ["This should be a finite number."],
    ),
    "bare number": (
        [(KIT, "planned: {value: 2, unit: min, status: assumed, source: made up}", "planned: 2")],
        "planned: 2\n",
        ["This should be a block of `key: value` lines. It is 2."],
    ),
    "number without a source": (
        [(KIT, "planned: {value: 2, unit: min, status: assumed, source: made up}",
          "planned: {value: 2, unit: min, status: assumed}")],
        "planned: {value: 2, unit: min, status: assumed}",
        ["'source' is missing."],
    ),
    "unknown status": (
        [(KIT, "planned: {value: 2, unit: min, status: assumed",
          "planned: {value: 2, unit: min, status: asumed")],
        "status: asumed",
        ["observed, estimated, assumed", "Did you mean assumed?"],
    ),
    "time of day": (
        [(KIT, "to: 19:00", "to: 25:00")],
        "to: 25:00",
        ["'25:00' is not a time of day.", "00:00 to 24:00, as in 07:30"],
    ),
    "time within an hour": (
        [(KIT, "to: 19:00", "to: 19:30")],
        "to: 19:30",
        ["'19:30' is not on a whole hour."],
    ),
    "unknown day": (
        [(KIT, "days: [mon, tue, wed, thu, fri], from", "days: [mon, tues, wed, thu, fri], from")],
        "tues",
        ["'tues' is not one of the words", "Did you mean tue?"],
    ),
    "unknown region": (
        [(STUDY, "region: tinyshire", "region: tinyshier")],
        "region: tinyshier",
        ["There is no region 'tinyshier'", "northamptonshire, suffolk, tinyshire", "Did you mean tinyshire?"],
    ),
    "a figure in another unit than its measure": (
        [(STUDY, "value: {value: 6000, unit: people,", "value: {value: 6, unit: thousand people,")],
        "unit: thousand people",
        ["people_within_standard is in people, and this figure is in thousand people."],
    ),
    "a length of time beyond reason": (
        [(KIT, "{mean: 1.3, sd: 0.6, unit: min", "{mean: 1.3, sd: 1e200, unit: min")],
        "sd: 1e200",
        ["1e+200 min is above 1e+06"],
    ),
    "start long before anything": (
        [(STUDY, "start: 2014-05-05", "start: 0001-01-01")],
        "start: 0001-01-01",
        ["0001-01-01 is not a day to start on", "1970-01-01 to 2200-01-01"],
    ),
    "plan without anybody who works to the stop": (
        [(KIT, "first_pump: {service: fire, skills: [firefighting], until: stop}",
          "first_pump: {service: fire, skills: [firefighting], until: stop, starts_work: false}")],
        "needs:\n      first_pump",
        ["Nobody required starts the work, so a stop might never come."],
    ),
    "no plan for a stream": (
        [(KIT, "kinds: [dwelling_fire]\n    urgency: 1", "kinds: [rtc]\n    urgency: 1")],
        "dwelling_fire:\n    service",
        ["No response plan answers dwelling_fire calls of category fire."],
    ),
    "two plans for a stream": (
        [(KIT, "kinds: [police_incident]\n    categories: [grade3]",
          "kinds: [police_incident, dwelling_fire]\n    categories: [grade3, fire]"),
         (KIT, "kinds: [dwelling_fire]\n    urgency: 1",
          "kinds: [dwelling_fire]\n    categories: [fire]\n    urgency: 1")],
        "dwelling_fire:\n    service",
        ["Several response plans answer dwelling_fire", "building_fire, police_scheduled"],
    ),
    "relieved by nobody": (
        [(KIT, "        relieved_by: [ambulance]\n", "")],
        "co_responder:",
        ["until: relieved needs `relieved_by` a required need"],
    ),
    "crew bigger than its pool": (
        [(STUDY, "people: 4, duty: wholetime", "people: 3, duty: wholetime")],
        "crewed_from: [east_watch]",
        ["Its pools have 3 people and a pump needs 4."],
    ),
    "on call with an hour undeclared": (
        [(KIT, "      - share: {value: 0.9", "      - to: 23:00\n        share: {value: 0.9")],
        "availability:",
        ["No availability is declared for 7 of the week's 168 hours."],
    ),
    "on call without correlation": (
        [(KIT, "    correlation: {value: 0.2, unit: share, status: assumed, source: made up}\n", "")],
        "oncall:\n",
        ["needs `correlation` and `spell`"],
    ),
    "on call, all as one": (
        [(KIT, "correlation: {value: 0.2", "correlation: {value: 1.0")],
        "correlation: {value: 1.0",
        ["less than 1"],
    ),
    "more posts than people": (
        [(STUDY, "also_in: [operative]",
          "also_in: [operative, car_1_officer, dca_1_crew, dca_2_crew, east_watch]"),
         (STUDY, "west_oncall: {station: west_fire, people: 10",
          "west_oncall: {station: west_fire, people: 4")],
        "crew_pools.west_oncall.also_in",
        ["5 other posts are more than its 4 people."],
    ),
    "post that is on call too": (
        [(STUDY, "also_in: [operative]", "also_in: [mid_oncall]")],
        "mid_oncall]\n      - set",
        ["mid_oncall is on call too"],
    ),
    "unknown measure": (
        [(STUDY, "measure: people_within_standard", "measure: people_within_standrad")],
        "measure: people_within_standrad",
        ["no measure 'people_within_standrad'", "Did you mean people_within_standard?"],
    ),
    "a published figure divided by nought": (
        [(STUDY, "option: west_station\n    value", f"option: west_station\n    divide_by: {NOUGHT}\n    value")],
        "divide_by: {value: 0",
        ["Nothing can be divided by 0"],
    ),
    "unknown option expected": (
        [(STUDY, "option: west_station\n    value", "option: west_staton\n    value")],
        "option: west_staton",
        ["There is no option 'west_staton'.", "Did you mean west_station?"],
    ),
    "group out of order": (
        [(STUDY, "group: basis=all_available;clock=fire_from_call;",
          "group: clock=fire_from_call;basis=all_available;")],
        "group: clock",
        ["in the order of the alphabet", "Did you mean basis=all_available;clock=fire_from_call;"],
    ),
    "standard expected": (
        [(STUDY, "service=fire;standard=fire_10_min", "service=fire;standard=fire_8_min")],
        "group: basis",
        ["There is no standard 'fire_8_min'.", "Did you mean fire_10_min?"],
    ),
    "key that a measure lacks": (
        [(STUDY, "service=fire;standard=fire_10_min", "service=fire;station=mid_fire")],
        "group: basis",
        ["'station' is no key of people_within_standard."],
    ),
    "unknown district": (
        [(STUDY, "districts: [west]", "districts: [wset]")],
        "wset",
        ["Tinyshire has no area 'wset'.", "Did you mean west?"],
    ),
    "card of an unknown station": (
        [(STUDY, "  compare: [west_station]", "  compare: [west_station]\n  cards: [east_fier]")],
        "east_fier",
        ["No option has a station 'east_fier' with a vehicle in the county.", "Did you mean east_fire?"],
    ),
    "no such choice of cards": (
        [(STUDY, "  compare: [west_station]", "  compare: [west_station]\n  cards: chnged")],
        "cards: chnged",
        ["'chnged' does not say which stations.", "all, changed, or a list of stations"],
    ),
    "two figures of one title": (
        [(STUDY, "title: Saving less capital", "title: Further people within ten minutes")],
        "title: Further people within ten minutes\n    measure",
        ["bid_sums.saving has this title too"],
    ),
    "told place that is no district": (
        [(STUDY, "districts: [west]", "districts: [west]\n  places: [wset]")],
        "wset",
        ["The report speaks of no area 'wset'.", "Did you mean west?"],
    ),
    "told place twice": (
        [(STUDY, "districts: [west]", "districts: [west]\n  places: [west, west]")],
        "west]\n  compare",
        ["'west' stands twice."],
    ),
    "told places and the region": (
        [(STUDY, "districts: [west]", "districts: [west]\n  places: [west]\n  headlines_of: region")],
        "places: [west]\n  headlines_of",
        ["Headlines and figure 2 are of the region", "`places` or `region`"],
    ),
    "sweep of an unknown option": (
        [(STUDY, "options: [today, west_station]", "options: [today, west_staton]")],
        "west_staton",
        ["There is no option 'west_staton'.", "Did you mean west_station?"],
    ),
    "factor that hits nothing": (
        [(STUDY, "[crew_pools.mid_oncall.people]", "[crew_pools.mid_oncal.people]")],
        "crew_pools.mid_oncal.people",
        ["There is nothing at crew_pools.mid_oncal.people to set.",
         "Did you mean crew_pools.mid_oncall.people?"],
    ),
    "factor of no number": (
        [(STUDY, "[demand.dwelling_fire.rate.value]", "[demand.dwelling_fire.rate]")],
        "demand.dwelling_fire.rate]",
        ["`multiply` needs a number, of a number."],
    ),
    "option sets nothing": (
        [(STUDY, "vehicles.west_p1.crewed_from: [", "vehicles.west_p2.crewed_from: [")],
        "vehicles.west_p2.crewed_from",
        ["There is nothing at vehicles.west_p2.crewed_from to set.",
         "Did you mean vehicles.west_p1.crewed_from?"],
    ),
    "option adds to no section": (
        [(STUDY, "stations.west_fire: {site", "statoins.west_hq: {site"),
         (STUDY, "          vehicles.west_p1: {",
          "          stations.west_fire: {site: west_fire, name: West, agencies: [fire]}\n"
          "          vehicles.west_p1: {")],
        "statoins.west_hq",
        ["There is no section 'statoins'.", "Did you mean stations?"],
    ),
    "option adds what is there": (
        [(STUDY, "      - set:\n",
          "      - add:\n          vehicles.west_p1: {type: pump}\n      - set:\n")],
        "vehicles.west_p1: {type: pump}",
        ["vehicles.west_p1 is there already; `set` changes it."],
    ),
    "option changes one key twice": (
        [(STUDY, "[west_oncall, operative]",
          "[west_oncall, operative]\n      - set: {vehicles.west_p1.crewed_from: [west_oncall]}")],
        "vehicles.west_p1.crewed_from: [west_oncall]}",
        ["This changes vehicles.west_p1.crewed_from a second time in the same option."],
    ),
    "option changes one key by a star": (
        [(STUDY, "      - set:\n",
          "      - set: {vehicles.west_*.name: West}\n      - set:\n"
          "          vehicles.west_p1.name: Westquay first\n")],
        "vehicles.west_p1.name: Westquay first",
        ["This changes vehicles.west_p1.name a second time"],
    ),
    "option includes itself": (
        [(STUDY, "- include: west_station", "- include: operative")],
        "include: operative",
        ["operative includes itself."],
    ),
    "option includes what is not there": (
        [(STUDY, "- include: west_station", "- include: west_statoin")],
        "include: west_statoin",
        ["There is no option 'west_statoin'.", "Did you mean west_station?"],
    ),
    "two included options change one key": (
        [(STUDY, "\nsweep:",
          "  three:\n    title: Crews of three\n    changes: [{set: {vehicle_types.pump.crew: 3}}]\n"
          "  two:\n    title: Crews of two\n    changes: [{set: {vehicle_types.pump.crew: 2}}]\n"
          "  both:\n    title: Both\n    changes:\n      - include: [three, two]\n\nsweep:")],
        "two]",
        ["three and two both change vehicle_types.pump.crew."],
    ),
    "change that is none": (
        [(STUDY, "- include: west_station", "- includes: west_station")],
        "includes: west_station",
        ["'includes' is not one change.", "Did you mean include?"],
    ),
    "name that cannot be one": (
        [(STUDY, "  operative:\n    title: One", "  one officer/three roles:\n    title: One")],
        "one officer/three roles",
        ["'one officer/three roles' cannot be a name.", "Did you mean one_officer_three_roles?"],
    ),
    "the baseline's name again": (
        [(STUDY, "name: today", "name: operative"), (STUDY, "options: [today", "options: [operative")],
        "operative:\n    title: One",
        ["The baseline has this name already."],
    ),
    "tab": (
        [(STUDY, "  title: Two fire", "\ttitle: Two fire")],
        "\ttitle",
        ["This is not YAML", "Did you mean spaces in place of the tab?"],
    ),
    "colon in a text": (
        [(STUDY, "question: Does", "question: Westquay: does")],
        ": does",
        ["This is not YAML", "put text with a colon in quotes"],
    ),
    "indented too far": (
        [(STUDY, "  title: Two fire", "   title: Two fire")],
        ": Two fire",
        ["This is not YAML", "indent this line less"],
    ),
    "list not closed": (
        [(STUDY, "catalogue: [kit]", "catalogue: [kit")],
        ":\n  name: today",
        ["This is not YAML"],
    ),
    "key twice": (
        [(STUDY, "days: 14\n", "days: 14\nx: 1\n"), (STUDY, "x: 1", "days: 15")],
        "days: 15",
        ["The key 'days' stands twice here, first on line 7."],
    ),
    "character that may not stand in YAML": (
        [(STUDY, "Two fire stations", "Two fire \x00stations")],
        "\x00",
        ["the character #x0000 may not stand here"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_mistake_is_one_fault_at_its_place(name: str, tmp_path: Path) -> None:
    edits, word, said = ONE_MISTAKE[name]
    folder = copy_of(tmp_path, *edits)
    found = faults_of(folder / STUDY)
    told = [str(fault).replace(folder.as_posix() + "/", "") for fault in found]
    assert len(told) == 1, "\n".join(told)
    assert told[0].split("  ")[0].split("\n")[0].strip() == place_of(folder, edits[0][0], word)
    for part in said:
        assert part in told[0]


def test_no_vehicle_can_do_what_a_plan_requires(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, (KIT, "clinician, convey], crew", "clinician], crew"))
    told = [fault.message for fault in faults_of(folder)]
    assert told == ["No ambulance vehicle has the skills convey."] * 2


def test_faults_of_the_region_beside_a_study_say_where(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, ("tinyshire/links.csv", "Westhill,120", "Westhil,120"))
    fault = faults_of(folder)[0]
    assert str(fault.mark).endswith("tinyshire/links.csv:2")
    assert fault.meant == "Westhill"


def test_a_place_that_no_road_leads_to(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, ("tinyshire/links.csv", "Westquay,Farpoint,260,360\n", ""))
    found = faults_of(folder)
    assert {fault.message[:24] for fault in found} == {"From east_fire no road l", "From mid_fire no road le",
        "From east_ambulance no r", "From mid_police no road ", "From west_fire no road l"}  # fmt: skip


def test_a_region_without_hospital_cannot_take_patients(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, ("tinyshire/sites.csv", "Eastcliff,yes", "Eastcliff,no"))
    found = faults_of(folder)
    assert all("no hospital with an emergency department" in fault.message for fault in found)
    assert len(found) == 2


def test_options_that_share_an_included_one_apply_it_once(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, (STUDY, "\nsweep:", """  dearer:
    title: A dearer station
    changes:
      - include: west_station
      - set: {costs.seats.rate.value: 210000}
  both:
    title: Both
    changes:
      - include: [operative, dearer]

sweep:"""))  # fmt: skip
    both = {s.name: s for s in load_study(str(folder)).scenarios}["both"]
    assert both.costs["seats"].rate.value == 210000
    assert both.vehicles["west_p1"].crewed_from == ("west_oncall", "operative")
