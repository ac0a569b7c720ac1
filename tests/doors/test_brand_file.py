"""A brand file as a planner writes it, sound and at fault: every fault at once, and what was probably meant."""

from pathlib import Path

import pytest
from PIL import Image

from results.brand import BLUE, LEAST_CONTRAST, contrast_on_white, darkened, read_brand
from scenarios.faults import StudyFault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "logo.png")
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "logo.gif")
    Image.new("RGB", (90, 10), "navy").save(tmp_path / "long.png")
    (tmp_path / "words.png").write_text("not a picture", encoding="utf-8")
    return tmp_path


def brand_file(folder: Path, text: str) -> Path:
    path = folder / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(StudyFault) as found:
        read_brand(brand_file(folder, text))
    return [str(fault) for fault in found.value.faults]


def test_a_whole_brand(folder: Path) -> None:
    found = read_brand(
        brand_file(folder, "name: Westshire Fire\nlogo: logo.png\ncolour: '#7A1F1F'\n")
    )
    assert (found.name, found.kind, found.colour) == ("Westshire Fire", "image/png", "#7a1f1f")
    assert found.logo == (folder / "logo.png").read_bytes()


def test_a_name_alone_is_enough(folder: Path) -> None:
    found = read_brand(brand_file(folder, "name: Westshire Fire\n"))
    assert (found.logo, found.colour) == (b"", BLUE)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    told = faults_of(folder, "nmae: Westshire\nlogo: lgoo.png\ncolour: red\n")
    assert len(told) == 4
    text = "\n".join(told)
    assert "brand.yaml:1:1  nmae" in text
    assert "Did you mean name?" in text
    assert "A brand needs a `name`" in text
    assert "There is no file 'lgoo.png'" in text
    assert "Did you mean logo.png?" in text
    assert "red is not a colour." in text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("logo: logo.gif", "a GIF picture"),
        ("logo: long.png", "too long to stand on a cover"),
        ("logo: words.png", "not a picture that can be read"),
        ("logo: '.'", "There is no file '.'"),
        ("colour: 12436d", "Did you mean '#12436d'?"),
        ("colour: 123456", "Did you mean '#123456'?"),
        ("colour: '#ffd200'", "too faint to read"),
        ("colour: [1, 2]", "is not a colour"),
        (
            "colour: #7a1f1f",
            "Nothing stands there: what follows a # is a comment unless it is in quot",
        ),
        ("colour:", "Nothing stands there"),
    ],
)
def test_each_fault_says_what_is_allowed(folder: Path, line: str, says: str) -> None:
    (told,) = faults_of(folder, f"name: Westshire\n{line}\n")
    assert says in told
    assert "Allowed: " in told
    assert "brand.yaml:2:" in told


def test_a_logo_too_large_to_carry(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("results.brand.MOST_BYTES", 10)
    (told,) = faults_of(folder, "name: Westshire\nlogo: logo.png\n")
    assert "at most" in told


def test_a_file_that_is_not_there(folder: Path) -> None:
    with pytest.raises((StudyFault, OSError)):
        read_brand(folder / "nothing.yaml")


def test_contrast_is_that_of_the_guidelines() -> None:
    # WCAG 2.2, relative luminance: black on white is 21 to 1, #767676 the lightest grey that passes 4.5.
    assert contrast_on_white("#000000") == pytest.approx(21.0)
    assert contrast_on_white("#ffffff") == pytest.approx(1.0)
    assert contrast_on_white("#767676") >= LEAST_CONTRAST > contrast_on_white("#777777")
    assert contrast_on_white(darkened("#ffd200")) >= LEAST_CONTRAST
    assert darkened("#12436d") == "#12436d"
