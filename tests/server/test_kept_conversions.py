"""A workbook that comes again, into this project or another, costs no second conversion."""

from __future__ import annotations

from collections import OrderedDict

import pytest

from forms.conversion import WorkbookFaults
from server.publishing import kept_conversions
from server.publishing.kept_conversions import converted
from tests.kit.workbooks import workbook

BOOK = workbook(("text", "name", "Họ tên"), form_id="kept")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_conversions, "_kept", OrderedDict())


def test_the_same_bytes_are_not_converted_again() -> None:
    first = converted(BOOK, kind="xlsx", form_id_fallback=None)
    assert converted(BOOK, kind="xlsx", form_id_fallback=None) is first
    otherwise = converted(BOOK, kind="xlsx", form_id_fallback=None, lints=False)
    assert otherwise is not first
    assert otherwise.xform == first.xform


def test_only_the_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_conversions, "KEPT_MAX", 1)
    first = converted(BOOK, kind="xlsx", form_id_fallback=None)
    converted(workbook(("text", "name", "Tên")), kind="xlsx", form_id_fallback=None)
    again = converted(BOOK, kind="xlsx", form_id_fallback=None)
    assert again is not first
    assert again == first


def test_what_is_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_conversions, "XFORM_BYTES_MAX", 100)
    first = converted(BOOK, kind="xlsx", form_id_fallback=None)
    assert converted(BOOK, kind="xlsx", form_id_fallback=None) is not first


def test_a_workbook_that_was_refused_is_refused_again() -> None:
    broken = workbook(("no such type", "name", "Họ tên"), form_id="broken")
    for _ in range(2):
        with pytest.raises(WorkbookFaults):
            converted(broken, kind="xlsx", form_id_fallback=None)
