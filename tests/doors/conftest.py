"""Fixtures that several doors share."""

from __future__ import annotations

import pytest

FORMS = ("pdf.write_pdf", "word.write_word", "workbook.write_workbook")


@pytest.fixture
def _page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report is written as its page alone, for tests that look at nothing else: other forms have their own tests."""
    for form in FORMS:
        monkeypatch.setattr(f"results.{form}", lambda *_: None)
