"""A little form in two languages, as its designer writes it, with marks; and its dictionary."""

from __future__ import annotations

from collections.abc import Sequence

from exports.dictionary import Dictionary
from forms.compile import compile_workbook
from forms.definition import FormDef
from forms.xform import read_form
from tests.forms.designer import Row, workbook

VI, EN = "Tiếng Việt (vi)", "English (en)"
_SETTINGS = {"form_id": "thon", "default_language": VI, "namespaces": 'app="urn:tincay:app"'}
WATER = ("well", "Giếng", "Well"), ("rain", "Nước mưa", "Rain")


def ask(kind: str, name: str, vi: str = "", en: str = "", **cells: str) -> dict[str, object]:
    """Write a row of the survey; ``app_is`` and the like are marks of its bind."""
    marks = {f"bind::app:{name[4:]}": cells.pop(name) for name in list(cells) if name[:4] == "app_"}
    return {
        "type": kind, "name": name, f"label::{VI}": vi, f"label::{EN}": en, **marks, **cells
    }  # fmt: skip


SURVEY = (
    ask("start", "start"),
    ask("date", "ngay", "Ngày **họp**", "Day", required="yes", app_is="event-date"),
    ask("text", "xa", "Xã", "Commune", app_is="unit", app_sensitivity="public"),
    ask("begin_group", "nha", "Nhà", "House", relevant="${xa} != ''"),
    ask("integer", "nguoi", "Số người", "People", constraint=". > 0", relevant="${ngay} != ''"),
    ask("select_multiple nuoc", "nuoc", "Nguồn nước ở ${xa}", "Water"),
    ask("image", "anh", "Ảnh", "Photo", app_sensitivity="sensitive"),
    ask("end_group", ""),
    ask("geopoint", "noi", "Vị trí", "Place"),
    ask("begin_repeat", "con", "Con", "Child"),
    ask("text", "ten", "Tên", "Name") | {f"hint::{VI}": "Tên khai sinh", f"hint::{EN}": "Name"},
    ask("calculate", "gap_doi", calculation="${nguoi} * 2"),
    ask("end_repeat", ""),
)


def read(
    survey: Sequence[Row] = SURVEY,
    water: Sequence[tuple[str, str, str]] = WATER,
    version: str = "1",
) -> FormDef:
    """Compile a version of it."""
    choices = [
        {"list_name": "nuoc", "name": name, f"label::{VI}": vi, f"label::{EN}": en}
        for name, vi, en in water
    ]
    data = workbook(*survey, choices=choices, settings=[_SETTINGS | {"version": version}])
    compiled = compile_workbook(data, kind="xlsx", form_id_fallback=None, lints=False)
    return read_form(compiled.xform)


def told(dictionary: Dictionary) -> list[dict[str, str]]:
    """What is said of each column, without what is empty."""
    rows = (zip(dictionary.header, entry.cells, strict=True) for entry in dictionary.entries)
    return [{name: cell for name, cell in row if cell} for row in rows]
