"""Table 15d: what the program is checked against whenever it is changed, and how close it must come."""

from results.checks import CHECKS
from results.figures.figure import Table
from results.figures.wording import counted
from results.pack import Pack

KINDS = {
    "theory": "theory or published answer",
    "stories": "worked by hand",
    "laws": "law for every world",
    "field": "real data",
}


def checks(pack: Pack) -> Table:
    """A row a check, with the test that makes it."""
    tests = {test for check in CHECKS for test in check.tests}
    return Table(
        "checks",
        "15d",
        f"The program is held to {counted(len(CHECKS), 'kind')} of known answer by "
        f"{counted(len(tests), 'test')} that are "
        "named here",
        "What the program is checked against",
        ("What is checked", "Against", "Authority", "How close it must come", "Tests"),
        tuple(
            (
                check.part,
                check.against,
                KINDS[check.tests[0].split("/")[1]],
                check.how_close,
                "; ".join(_plain(test) for test in check.tests),
            )
            for check in CHECKS
        ),
        "These are checks of the program, made by its developers when it changes and not again for this "
        "report. They say "
        "that it does what it says; whether this study’s numbers are right for its service is another "
        "question, which only "
        f"that service’s own incidents can answer. {pack.region.attribution}",
    )


def _plain(test: str) -> str:
    """`tests/theory/test_a.py::test_b_c` as "theory/test_a.py: b c"."""
    file, name = test.split("::")
    return f"{file.removeprefix('tests/')}: {name.removeprefix('test_').replace('_', ' ')}"
