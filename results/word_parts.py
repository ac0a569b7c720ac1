"""Parts of a Word file that python-docx has no words for: fields, links within the file, and long tables quickly."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from results import contents as told
from results.contents import column_widths, rows_of, unbroken
from results.figures import Table

TWIPS_IN_MM = 56.6929
MOST_LETTERS = 40
"""Of a bookmark's name."""
GREY = "4A4A4A"


def field(line: Paragraph, code: str, shown: str = "", until: Paragraph | None = None) -> None:
    """A field that Word works out: what it shows until then is `shown`, or all that stands from `line` to `until`."""
    starts = [_mark("begin"), _code(code), _mark("separate")]
    if until is None:
        for start in starts:
            line.add_run()._r.append(start)
        line.add_run(shown)
        line.add_run()._r.append(_mark("end"))
        return
    properties = line._p.pPr
    place = 0 if properties is None else 1
    for number, start in enumerate(starts):
        run = OxmlElement("w:r")
        run.append(start)
        line._p.insert(place + number, run)
    until.add_run()._r.append(_mark("end"))


def _mark(kind: str) -> BaseOxmlElement:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _code(text: str) -> BaseOxmlElement:
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {text} "
    return code


def bookmarked(line: Paragraph, name: str) -> None:
    """Give a paragraph a name that links lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(len(line.part.element.findall(".//" + qn("w:bookmarkStart"))) + 1)
    for mark in (start, end):
        mark.set(qn("w:id"), number)
    start.set(qn("w:name"), name[-MOST_LETTERS:])
    place = 0 if line._p.pPr is None else 1
    line._p.insert(place, start)
    line._p.append(end)


def linked(line: Paragraph, anchor: str, text: str) -> None:
    """A link to a bookmark of the same file."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor[-MOST_LETTERS:])
    link.set(qn("w:history"), "1")
    run = line.add_run(text)
    link.append(run._r)
    line._p.append(link)


TOGETHER = 4
"""How many rows at a table's beginning, and at its end, share a page."""


def table_xml(table: Table, width_mm: float) -> BaseOxmlElement:
    """A Word table: its head repeated on each page, no row broken over two, its caption told to those who listen."""
    widths = column_widths(table)
    twips = [round(width / sum(widths) * width_mm * TWIPS_IN_MM) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{twip}"/>' for twip in twips)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
        f"<w:tblBorders>{''.join(_borders())}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        '<w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(table.caption)}/>"
        f"<w:tblDescription w:val={quoteattr(table.title)}/>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(table, twips))}</w:tbl>"
    )


def _borders() -> Iterator[str]:
    """Lines between rows and none between columns, in the order that Word's schema asks for."""
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in ("left", "right", "insideV"):
            yield f'<w:{side} w:val="nil"/>'
        else:
            yield f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9CED3"/>'


def _rows(table: Table, twips: list[int]) -> Iterator[str]:
    head = [
        _cell(c, w, bold=True, base=True, stays=True)
        for c, w in zip(table.columns, twips, strict=True)
    ]
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(head)}</w:tr>"
    rows = rows_of(table)
    for place, row in enumerate(rows):
        # the first rows stay with the head, the last with each other: no page holds one of them alone
        stays = place < TOGETHER - 1 or len(rows) - TOGETHER <= place < len(rows) - 1
        cells = [_cell(row.head, twips[0], bold=row.span > 0, soft=not row.span, stays=stays)]
        cells += [_cell(c, w, stays=stays) for c, w in zip(row.cells, twips[1:], strict=True)]
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
    if not table.rows:
        empty = [told.NOTHING, *("" for _ in twips[1:])]
        cells = [_cell(c, w) for c, w in zip(empty, twips, strict=True)]
        yield f"<w:tr>{''.join(cells)}</w:tr>"


def _cell(
    text: str,
    twips: int,
    *,
    bold: bool = False,
    soft: bool = False,
    base: bool = False,
    stays: bool = False,
) -> str:
    """A cell; a soft one repeats the heading of its group, a base one stands on the line below."""
    low = '<w:vAlign w:val="bottom"/>' if base else ""
    keep = "<w:keepNext/>" if stays else ""
    look = ("<w:b/>" if bold else "") + (f'<w:color w:val="{GREY}"/>' if soft else "")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips}" w:type="dxa"/>'
        f"{low}</w:tcPr>"
        f'<w:p><w:pPr><w:pStyle w:val="Tabletext"/>{keep}</w:pPr><w:r><w:rPr>{look}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(unbroken(text))}</w:t></w:r></w:p></w:tc>'
    )
