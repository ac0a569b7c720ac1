"""How the Word file looks: its styles by the names that Word knows, its page, header and footer."""

from __future__ import annotations

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from results.word_pages import BESIDE_MM, GAP_MM, SIDE_MM
from results.word_parts import TWIPS_IN_MM, field

FONT = "Arial"
NOTE, SMALL_PRINT, STAMP, TABLE_TEXT = "Note", "Small print", "Stamp", "Table text"
COVER_PT = {
    "Title": (26.0, 16.0),
    "Subtitle": (13.0, 10.0),
    "List Number": (11.0, 8.0),
    "How sure": (9.0, 7.0),
}
"""By style of the cover: its usual and its least size, in points."""
PINK, SOFT, INK = RGBColor(0x80, 0x16, 0x50), RGBColor(0x4A, 0x4A, 0x4A), RGBColor(0x1B, 0x1B, 0x1B)


def set_styles(file: WordFile, colour: str) -> None:
    """Word's own styles in one font and the brand's colour, and a few more by plain names."""
    brand = RGBColor.from_string(colour.lstrip("#").upper())
    _british(file)
    _paragraph(file, "Normal", 10, INK, after=6)
    title = _paragraph(file, "Title", COVER_PT["Title"][0], brand, bold=True, before=6, after=4)
    for rule in title.element.findall(f".//{qn('w:pBdr')}"):  # in the template's own blue
        rule.getparent().remove(rule)
    _paragraph(file, "Subtitle", COVER_PT["Subtitle"][0], INK, after=10)
    _paragraph(file, "Heading 1", 18, brand, bold=True, before=0, after=4)
    _paragraph(file, "Caption", 11, INK, bold=True, before=10, after=4)
    _paragraph(file, "TOC Heading", 18, brand, bold=True, before=0, after=6)
    _paragraph(file, "List Number", COVER_PT["List Number"][0], INK, after=8)
    _paragraph(file, "List Bullet", 10, INK, after=4)
    _paragraph(file, "toc 1", 9.5, INK, bold=True, before=3, after=0)
    _paragraph(file, "toc 2", 7.5, INK, after=0).paragraph_format.left_indent = Mm(5)
    _paragraph(file, "Lead", 12, SOFT, after=8)
    _paragraph(file, NOTE, 8, SOFT, before=2, after=2).paragraph_format.keep_together = True
    _paragraph(file, SMALL_PRINT, 10, SOFT, after=4)
    _paragraph(file, STAMP, 12, PINK, bold=True, after=4)
    _paragraph(file, "Table heading", 9, INK, bold=True, after=3)
    _paragraph(file, TABLE_TEXT, 8, INK, after=0)
    sure = file.styles.add_style("How sure", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(sure, CharacterStyle)
    sure.font.size = Pt(COVER_PT["How sure"][0])
    sure.font.color.rgb, sure.font.bold = SOFT, False


def _paragraph(
    file: WordFile,
    name: str,
    size_pt: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: float = 0.0,
    after: float = 0.0,
) -> ParagraphStyle:
    """One paragraph style, made if the template has none of this name; spaces in points."""
    styles = file.styles
    there = name in [style.name for style in styles]
    built_in = name.startswith("toc ")
    style = styles[name] if there else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, built_in)
    assert isinstance(style, ParagraphStyle)
    if not there:
        style.base_style = styles["Normal"]
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size_pt), bold, False
    font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for of_theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(of_theme), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def size_cover(file: WordFile, by: float) -> None:
    """The cover's letters made smaller by a factor, so that all its findings are on one page; none below its least."""
    for name in ("Title", "Subtitle", "List Number", "How sure"):
        style = file.styles[name]
        assert isinstance(style, (ParagraphStyle, CharacterStyle))
        style.font.size = Pt(cover_pt(name, by))


def cover_pt(name: str, by: float) -> float:
    """The size of a style of the cover made smaller by a factor, in points: half points, as Word counts."""
    usual, least = COVER_PT[name]
    return max(least, round(usual * by * 2) / 2)


def _british(file: WordFile) -> None:
    """British English for the spelling checker and for what reads aloud."""
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def lay_out(file: WordFile, stamp: str, whose: str) -> None:
    """A4 on its side; the stamp above each page, whose report it is and the page's number below."""
    section = file.sections[0]
    _stand(section)
    above = section.header.paragraphs[0]
    above.text, above.style = stamp, file.styles[STAMP]
    above.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    above.runs[0].font.size = Pt(9)
    below = section.footer.paragraphs[0]
    below.style = file.styles[NOTE]
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    below.add_run(f"{whose}  ·  ")
    field(below, "PAGE", shown="1")
    below.add_run(" / ")
    field(below, "NUMPAGES", shown="1")


def columns(file: WordFile, *, beside: bool, new: bool = False) -> None:
    """Goes on in one column, or in two for words beside a picture, on a new page where that changes or `new` is asked.

    The break stands in the last line before it, so that no empty line is left over.
    """
    if (_has_side(file.sections[-1]) == beside) and not new:
        return
    body = file.element.body
    before = body[-2] if len(body) > 1 else None
    section = file.add_section(WD_SECTION.NEW_PAGE)
    _stand(section)
    _set_columns(section, beside=beside)
    marker = body[-2]  # the empty line that holds the section before
    if (
        before is not None
        and before.tag == qn("w:p")
        and before.find(f".//{qn('w:sectPr')}") is None
    ):
        before.get_or_add_pPr().append(marker.pPr.find(qn("w:sectPr")))
        body.remove(marker)


def _has_side(section: Section) -> bool:
    found = section._sectPr.find(qn("w:cols"))
    return found is not None and found.get(qn("w:num")) == "2"


def _set_columns(section: Section, *, beside: bool) -> None:
    """One column; or a narrow one for words and a wide one for a picture."""
    found = section._sectPr.find(qn("w:cols"))
    if found is None:
        found = OxmlElement("w:cols")
        section._sectPr.append(found)
    found.clear()
    found.set(qn("w:space"), str(round(GAP_MM * TWIPS_IN_MM)))
    if not beside:
        return
    found.set(qn("w:num"), "2")
    found.set(qn("w:equalWidth"), "0")
    for wide_mm, space_mm in ((SIDE_MM, GAP_MM), (BESIDE_MM, 0.0)):
        column = OxmlElement("w:col")
        column.set(qn("w:w"), str(round(wide_mm * TWIPS_IN_MM)))
        column.set(qn("w:space"), str(round(space_mm * TWIPS_IN_MM)))
        found.append(column)


def _stand(section: Section) -> None:
    """A4 on its side."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(18)
    section.header_distance = section.footer_distance = Mm(8)
