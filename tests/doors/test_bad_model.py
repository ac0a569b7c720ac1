"""What the whole model lets a planner declare, declared wrongly: each fault with its place and what was allowed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from geography.region import Region, load_region
from scenarios.faults import Fault, StudyFault
from scenarios.load import load_study
from tests.doors.small_study import KIT, SMALL, STUDY, copy_of

Edit = tuple[str, str, str]
SAYS = "status: assumed, source: made up"
CO_RESPONDER = "relief_takes: {value: 5, unit: min, status: assumed, source: made up}\n"
PUMP = "first_pump: {service: fire, skills: [firefighting], until: stop"
SECOND = "second_pump: {service: fire, skills: [firefighting], until: stop, starts_work: false"
TWO_PLANS = f"      {PUMP}}}\n      {SECOND}}}\n"
FIRE = "service: fire, skills: [firefighting]"
MEDIC = "service: ambulance, skills: [clinician]"
CONVEYS = "service: ambulance, skills: [convey]"
CARRIED = f"on_scene: {{mean: 5, sd: 0, unit: min, {SAYS}}}"


def share(value: float) -> str:
    return f"{{value: {value}, unit: share, {SAYS}}}"


def minutes(value: float) -> str:
    return f"{{value: {value}, unit: min, {SAYS}}}"


def standby(of: str, sent_from: str) -> str:
    return f"{{station: {of}, skills: [rescue], after: {minutes(5)}, sent_from: [{sent_from}]}}"


def after(anchor: str, text: str, file: str = KIT) -> Edit:
    """Put text behind an anchor."""
    return (file, anchor, anchor + text)


def section(text: str, file: str = STUDY) -> Edit:
    """Put a section into the baseline, or into the kit."""
    if file == KIT:
        return (KIT, "hospital_times:", f"{text}hospital_times:")
    return (STUDY, "  costs:\n    seats:", f"{text}  costs:\n    seats:")


def needs(*lines: str) -> Edit:
    """Other needs of the plan for a building fire."""
    return (KIT, TWO_PLANS, "".join(f"      {line}\n" for line in lines))


@cache
def tinyshire() -> Region:
    return load_region(SMALL / "tinyshire")


def faults_of(study: Path) -> list[Fault]:
    with pytest.raises(StudyFault) as caught:
        load_study(str(study), tinyshire())
    return caught.value.faults


def place_of(folder: Path, word: str) -> str:
    """`file:line:column` of the first place where a word stands, in the study or the kit."""
    for file in (STUDY, KIT):
        text = (folder / file).read_text(encoding="utf-8")
        if word in text:
            before = text[: text.index(word)]
            return f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    raise AssertionError(word)


FOUND = "    found:\n      dwelling_fire: {turns_back: [second_pmup], make_up: [more]}\n    scene_work: "
# What is spoiled; the word at which the fault must stand; and what must be said.
ONE_MISTAKE: dict[str, tuple[list[Edit], str, list[str]]] = {
    # Names of needs
    "assessed by nobody known": (
        [needs(f"first_pump: {{{FIRE}, until: patient_conveyed, {CARRIED}, assessed_by: [docter]}}",
               f"doctor: {{{MEDIC}, until: patient_assessed, {CARRIED}}}")],
        "docter",
        ['There is no need of this plan "docter".', "Did you mean doctor?"],
    ),
    "needs found": (
        [(KIT, "    scene_work: ", FOUND)],
        "second_pmup",
        ['There is no need of this plan "second_pmup".', "Did you mean second_pump?"],
    ),
    "sooner than itself": (
        [(KIT, CO_RESPONDER, CO_RESPONDER + "        only_if: {sooner_than: co_responder}\n")],
        "sooner_than: co_responder",
        ["A need cannot name itself here."],
    ),
    "two pumps of one name": (
        [needs(f"{PUMP}, count: 2}}", "first_pump_2: {service: fire, skills: [firefighting], until: stop}")],
        "first_pump_2",
        ["this is the name of one of them"],
    ),
    "a need that cannot be a name": (
        [needs(f"{PUMP}}}", '"second pump": {service: fire, skills: [firefighting], until: stop}')],
        '"second pump"',
        ["cannot be a name", "Did you mean second_pump?"],
    ),
    # Making up
    "made up by nothing": (
        [needs(f"{PUMP}}}", f"{SECOND}, asked: make_up}}")],
        "asked: make_up",
        ["nothing found asks for it"],
    ),
    "made up and asked at once": (
        [(KIT, "    scene_work: ", "    found: {dwelling_fire: {make_up: [second_pump]}}\n    scene_work: ")],
        "second_pump]",
        ["second_pump is asked for at once"],
    ),
    "how often nobody is made up": (
        [(KIT, "    scene_work: ", f"    found: {{dwelling_fire: {{make_up_share: {share(0.5)}}}}}\n    scene_work: ")],
        "make_up_share",
        ["says nothing without `make_up`"],
    ),
    "found by nobody": (
        [after("    kinds: [police_incident]\n    categories: [grade3]\n", "    found: {dwelling_fire: {}}\n")],
        "dwelling_fire: {}",
        ["The crew that starts the work sees what it is"],
    ),
    "the starter is made up": (
        [needs(f"{PUMP}, asked: make_up}}"),
         (KIT, "    scene_work: ", "    found: {dwelling_fire: {make_up: [first_pump]}}\n    scene_work: ")],
        "needs:\n      first_pump",
        ["a stop might never come", "`asked: make_up`"],
    ),
    "the reliever is turned back": (
        [needs(f"{PUMP}}}", f"medic: {{{CONVEYS}, until: own_work, {CARRIED}}}",
               "holder: {service: fire, skills: [firefighting], until: relieved, relieved_by: [medic]}"),
         (KIT, "    scene_work: ", "    found: {dwelling_fire: {turns_back: [medic]}}\n    scene_work: ")],
        "medic]}}",
        ["holder would wait for medic for ever."],
    ),
    # How a need's work ends
    "relieved by whom nobody may ask": (
        [needs(f"{PUMP}}}", f"medic: {{{CONVEYS}, until: own_work, {CARRIED}, asked: make_up}}",
               "holder: {service: fire, skills: [firefighting], until: relieved, relieved_by: [medic]}"),
         (KIT, "    scene_work: ", "    found: {dwelling_fire: {make_up: [medic]}}\n    scene_work: ")],
        "holder:",
        ["until: relieved needs `relieved_by` a required need"],
    ),
    "conveyed without a word of how long": (
        [needs("crew: {service: ambulance, skills: [convey], until: patient_conveyed}")],
        "crew: {service: ambulance",
        ["until: patient_conveyed needs `on_scene`."],
    ),
    "a fire crew conveys on its own authority": (
        [needs(f"crew: {{{FIRE}, until: patient_conveyed, {CARRIED}}}")],
        "crew: {service: fire",
        ["a clinician assesses", "`assessed_by` a required need"],
    ),
    "a clinician who need not come": (
        [needs(f"crew: {{{FIRE}, until: patient_conveyed, {CARRIED}, assessed_by: [medic]}}",
               f"medic: {{{MEDIC}, until: patient_assessed, {CARRIED}, required: false}}")],
        "crew: {service: fire",
        ["that is sure to come"],
    ),
    "travels from a stop": (
        [needs(f"{PUMP}, travels_share: {share(0.5)}}}")],
        "travels_share",
        ["`travels_share` says nothing with `until: stop`.", "until: patient_assessed"],
    ),
    "called away from a stop": (
        [needs(f"{PUMP}, called_away_for: [dwelling_fire]}}")],
        "called_away_for",
        ["`called_away_for` says nothing with `until: stop`.", "until: own_work or until: patient_conveyed"],
    ),
    "conveys from a stop": (
        [needs(f"{PUMP}, convey_share: {share(0.5)}}}")],
        "convey_share: {value: 0.5",
        ["`convey_share` says nothing with `until: stop`."],
    ),
    "a margin for nothing": (
        [needs(f"{PUMP}, cover_margin: {minutes(2)}}}")],
        "cover_margin",
        ["`rank_by: preserve_cover` and `cover_margin` go together."],
    ),
    "cover at any price": (
        [needs(f"{PUMP}, rank_by: preserve_cover}}")],
        "rank_by: preserve_cover",
        ["`rank_by: preserve_cover` and `cover_margin` go together."],
    ),
    "sooner than nobody": (
        [(KIT, CO_RESPONDER, CO_RESPONDER + f"        only_if: {{by: {minutes(1)}}}\n")],
        "by: {value: 1",
        ["`sooner_than` is missing"],
    ),
    "challenged more than always": (
        [(KIT, "    scene_work: ", "    not_attended:\n"
          f"      - {{share: {share(0.7)}, found: [dwelling_fire]}}\n"
          f"      - {{from: 08:00, to: 18:00, share: {share(0.5)}, found: [dwelling_fire]}}\n    scene_work: ")],
        "not_attended",
        ["1.2 of the dwelling_fire calls would not be attended", "1 or less in every hour"],
    ),
    # The ground
    "only in an area that is not there": (
        [(KIT, CO_RESPONDER, CO_RESPONDER + "        only_if: {district: wset}\n")],
        "district: wset",
        ['There is no area "wset". Tinyshire has west.', "Did you mean west?"],
    ),
    "calls from nowhere": (
        [after("    category: fire\n", "    within: esat\n")],
        "within: esat",
        ['There is no area "esat".'],
    ),
    "an order of stations for nowhere": (
        [section("  station_orders: {wset: {stations: [east_fire]}}\n")],
        "wset: {stations",
        ["Did you mean west?"],
    ),
    "a station out of order": (
        [section("  station_orders: {west: {stations: [esat_fire]}}\n")],
        "esat_fire",
        ['There is no station "esat_fire".', "Did you mean east_fire?"],
    ),
    "a hospital that is none": (
        [section(f"  hospitals: {{east_fire: {{bays: 2, {SAYS}}}}}\n")],
        "east_fire: {bays",
        ["It is a fire station. Tinyshire has infirmary."],
    ),
    "a pathway to nowhere": (
        [section(f"  pathways: {{heart: {{share: {share(0.1)}, sites: [infirmry]}}}}\n")],
        "infirmry",
        ['There is no hospital "infirmry".', "Did you mean infirmary?"],
    ),
    "more pathways than patients": (
        [section(f"  pathways:\n    heart: {{share: {share(0.6)}, sites: [infirmary]}}\n"
                 f"    stroke: {{share: {share(0.7)}, categories: [red1], sites: [infirmary]}}\n")],
        "share: {value: 0.7",
        ["1.3 of some patients would take one", "1 or less of each category"],
    ),
    # Fleet
    "standby at no station": (
        [section(f"  standby: {{key: {standby('mid_fre', 'east_fire')}}}\n")],
        "station: mid_fre,",
        ["Did you mean mid_fire?"],
    ),
    "standby from no station": (
        [section(f"  standby: {{key: {standby('mid_fire', 'esat_fire')}}}\n")],
        "esat_fire",
        ["Did you mean east_fire?"],
    ),
    "standby from itself": (
        [section(f"  standby: {{key: {standby('mid_fire', 'mid_fire')}}}\n")],
        "mid_fire]",
        ["A station does not cover itself."],
    ),
    "a seat of another pool": (
        [(STUDY, "crewed_from: [east_watch]", "crewed_from: [east_watch], seats: {mid_oncall: 1}")],
        "mid_oncall: 1",
        ['no pool that crews this vehicle "mid_oncall"', "Allowed: east_watch"],
    ),
    "seats and an officer in charge": (
        [(STUDY, "crewed_from: [east_watch]", "crewed_from: [east_watch], seats: {east_watch: 4}"),
         (KIT, "rescue], crew: 4}", "rescue], crew: 4, needs_officer: true}")],
        "seats: {east_watch",
        ["with `seats` it is not known whether one is"],
    ),
    "more seats than there are": (
        [(STUDY, "crewed_from: [east_watch]", "crewed_from: [east_watch], seats: {east_watch: 5}")],
        "seats: {east_watch: 5",
        ["5 seats are asked for and a pump rides with 4."],
    ),
    "seats that keep it off the run": (
        [(STUDY, "crewed_from: [east_watch]", "crewed_from: [east_watch], seats: {east_watch: 3}")],
        "seats: {east_watch: 3",
        ["With these seats at most 3 can ride and a pump needs 4."],
    ),
    "more officers than people": (
        [(STUDY, "people: 4, duty: wholetime", "people: 4, officers: 5, duty: wholetime")],
        "officers: 5",
        ["5 officers are more than its 4 people."],
    ),
    "nobody in charge": (
        [(KIT, "rescue], crew: 4", "rescue], crew: 4, needs_officer: true"),
         (STUDY, "people: 4, duty: wholetime", "people: 4, officers: 0, duty: wholetime")],
        "crewed_from: [east_watch]",
        ["A pump needs an officer in charge and its pools have none."],
    ),
    "nobody to drive": (
        [(KIT, "rescue], crew: 4", "rescue], crew: 4, needs_driver: true"),
         (STUDY, "people: 4, duty: wholetime", "people: 4, drivers: 0, duty: wholetime")],
        "crewed_from: [east_watch]",
        ["A pump needs a driver and its pools have none."],
    ),
    "a drive that takes no time": (
        [section(f"  traffic: {{always: {{ratio: {{value: 0, unit: ratio, {SAYS}}}}}}}\n")],
        "ratio: {value: 0",
        ["At this ratio a drive takes no time.", "more than 0"],
    ),
    # Demand
    "visitors from nowhere": (
        [after("    category: fire\n", "    visitors: [summer]\n")],
        "summer",
        ['There is no block of visitors "summer".'],
    ),
    "visitors to nowhere": (
        [section(f"  visitors: {{summer: {{district: wset, by_month: [0,0,0,0,1,1,2,2,1,0,0,0], {SAYS}}}}}\n")],
        "district: wset",
        ["Did you mean west?"],
    ),
    "fewer visitors than none": (
        [section(f"  visitors: {{summer: {{district: west, by_month: [0,0,0,0,1,1,2,-2,1,0,0,0], {SAYS}}}}}\n")],
        "by_month",
        ["Fewer visitors than none."],
    ),
    "eleven months": (
        [after("    category: fire\n", "    by_month: [1,1,1,1,1,1,1,1,1,1,1]\n")],
        "by_month",
        ["12 numbers from January"],
    ),
    "a year without calls": (
        [after("    category: fire\n", "    by_month: [0,0,0,0,0,0,0,0,0,0,0,0]\n")],
        "by_month",
        ["not all of them 0"],
    ),
    "a surge of nothing": (
        [section(f"  surges: {{storm: {{starts: 2014-05-06 06:00, lasts: {{value: 6, unit: h, {SAYS}}}, "
                 f"streams: [dweling_fire], ratio: {{value: 3, unit: ratio, {SAYS}}}}}}}\n")],
        "dweling_fire",
        ['There is no stream of demand "dweling_fire".', "Did you mean dwelling_fire?"],
    ),
    "a surge at no time": (
        [section(f"  surges: {{storm: {{starts: 20140506, lasts: {{value: 6, unit: h, {SAYS}}}, "
                 f"streams: [dwelling_fire], ratio: {{value: 3, unit: ratio, {SAYS}}}}}}}\n")],
        "starts: 20140506",
        ["20140506 is not a time."],
    ),
    "reported more often than it rings": (
        [after("    category: fire\n", f"    reported_as: {{lift_release: {share(0.6)}, flooding: {share(0.6)}}}\n"),
         (KIT, "kinds: [dwelling_fire]\n    urgency", "kinds: [dwelling_fire, lift_release, flooding]\n    urgency")],
        "reported_as",
        ["1.2 in all", "1 or less in all"],
    ),
    "reported as itself": (
        [after("    category: fire\n", f"    reported_as: {{dwelling_fire: {share(0.6)}}}\n")],
        "dwelling_fire: {value",
        ["The rest is reported as what it is"],
    ),
    "reported as what nobody answers": (
        [after("    category: fire\n", f"    reported_as: {{rtc: {share(0.1)}}}\n")],
        "rtc: {value",
        ["No response plan answers rtc calls of category fire."],
    ),
    "a category of the other scheme": (
        [(STUDY, "seed: 7", "seed: 7\nambulance_scheme: \"2013\""), (KIT, "category: red1", "category: c1"),
         (KIT, "categories: [red1]\n    urgency", "categories: [c1]\n    urgency"),
         (KIT, "categories: [red1]\n    starts", "categories: [green]\n    starts"),
         (KIT, "categories: [red1]\n    starts", "categories: [green]\n    starts")],
        "category: c1",
        ["c1 is no category of the ambulance scheme of 2013.", "green, green1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", ONE_MISTAKE)
def test_one_mistake_is_told_where_it_stands(tmp_path: Path, mistake: str) -> None:
    edits, word, said = ONE_MISTAKE[mistake]
    folder = copy_of(tmp_path, *edits)
    faults = faults_of(folder / STUDY)
    there = [fault for fault in faults if str(fault.mark).endswith("/" + place_of(folder, word))]
    assert there, [str(fault) for fault in faults]
    for words in said:
        assert any(words in str(fault) for fault in there), [str(fault) for fault in there]


def test_ambulances_may_convey_on_their_own_authority(tmp_path: Path) -> None:
    edit = needs(
        f"crew: {{service: ambulance, skills: [convey], until: patient_conveyed, {CARRIED}}}"
    )
    load_study(str(copy_of(tmp_path, edit) / STUDY), tinyshire())


def test_all_of_it_declared_well_is_no_fault(tmp_path: Path) -> None:
    folder = copy_of(
        tmp_path,
        section(
            f"  visitors: {{summer: {{district: west, by_month: [0,0,0,0,1,1,2,2,1,0,0,0], {SAYS}}}}}\n"
            f"  surges: {{storm: {{starts: 2014-05-06 06:00, lasts: {{value: 6, unit: h, {SAYS}}}, "
            f"streams: [dwelling_fire], ratio: {{value: 3, unit: ratio, {SAYS}}}}}}}\n"
            f"  hospitals: {{infirmary: {{bays: 2, {SAYS}}}}}\n"
            f"  pathways: {{heart: {{share: {share(0.1)}, sites: [infirmary]}}}}\n"
            f"  traffic: {{rush: {{from: 08:00, to: 09:00, ratio: {{value: 1.3, unit: ratio, {SAYS}}}}}}}\n"
            f"  standby: {{key: {standby('mid_fire', 'east_fire')}}}\n"
            "  station_orders: {west: {stations: [mid_fire, east_fire]}}\n"
        ),
        after("    category: fire\n", "    visitors: [summer]\n    within: west\n"),
    )
    study = load_study(str(folder / STUDY), tinyshire())
    assert not study.baseline.annual_figures_stand()


def test_a_misspelled_catalogue_file_is_one_fault(tmp_path: Path) -> None:
    faults = faults_of(copy_of(tmp_path, (STUDY, "[kit]", "[kti]")) / STUDY)
    assert [fault.meant for fault in faults] == ["kit"]


def test_a_catalogue_file_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    faults = faults_of(copy_of(tmp_path, (STUDY, "[kit]", "[quite_another]")) / STUDY)
    assert [fault.path for fault in faults] == ["catalogue"]


def test_a_catalogue_file_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    faults = faults_of(copy_of(tmp_path, (KIT, "  pump: {", "\tpump: {")) / STUDY)
    assert len(faults) == 1
    assert "kit.yaml" in str(faults[0].mark)
