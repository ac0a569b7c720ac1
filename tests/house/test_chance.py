"""What luck alone would find is said of as many comparisons as were made, and of one replication nothing is."""

import pytest

from results.figures import FIGURES, Table
from results.figures.chance import by_chance, mean_words
from tests.made_up_pack import pack


@pytest.mark.parametrize(
    ("tests", "said"),
    [(3, "fewer than one"), (19, "fewer than one"), (20, "about 1"), (60, "about 3")],
)
def test_one_in_twenty_of_few_is_fewer_than_one(tests: int, said: str) -> None:
    assert by_chance(tests) == said


def test_a_mean_says_of_how_many_replications_it_is() -> None:
    assert mean_words(5) == "the mean over 5 replications"
    assert "nothing can be told" in mean_words(1)


@pytest.mark.parametrize("name", ["standards", "off_the_run", "joint_calls", "cost_per_incident"])
def test_one_replication_tests_nothing(name: str) -> None:
    table = FIGURES[name](pack(replications=1))
    assert isinstance(table, Table)
    assert "one replication" in table.title
    assert "nothing can be told" in table.title
    for words in ("by chance", "0 clearly", "for none", "No option clearly", "over replications"):
        assert words not in table.title
    if name == "standards":
        assert "none" not in {row[7] for row in table.rows}
