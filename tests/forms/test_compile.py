"""A designer's workbook becomes a form, or is told which cell to mend."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from forms.compile import compile_workbook
from forms.conversion import Fault, WorkbookFaults
from forms.xform import read_form

Rows = Sequence[Sequence[str | int | None]]
SURVEY = ("type", "name", "label")
CHOICES = ("list_name", "name", "label")
SETTINGS: Rows = (("form_id", "version"), ("tap_huan", 7))
TEXT = ("text", "ten", "Tên")


def workbook(**sheets: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in ({"settings": SETTINGS} | sheets).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def faults(data: bytes) -> tuple[Fault, ...]:
    with pytest.raises(WorkbookFaults) as wrong:
        compile_workbook(data, kind="xlsx", form_id_fallback=None)
    assert all(fault.level == "error" for fault in wrong.value.faults)
    return wrong.value.faults


def places(found: Sequence[Fault]) -> list[tuple[str, str | None, int | None, str | None]]:
    assert all(fault.vi and fault.en and "{" not in fault.vi.replace("${", "") for fault in found)
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in found]


def test_a_workbook_becomes_a_form_that_can_be_read() -> None:
    compiled = compile_workbook(
        workbook(
            survey=(
                ("type", "name", "label::Tiếng Việt (vi)", "bind::app:is"),
                ("date", "ngay", "Ngày tập huấn", "event-date"),
                ("select_one_from_file xã.csv", "xa", "Xã, phường", "unit"),
            ),
            settings=(
                ("form_id", "form_title", "version", "namespaces"),
                ("tap_huan", "Tập huấn", 7, 'app="https://example.org/app"'),
            ),
        ),
        kind="xlsx",
        form_id_fallback=None,
    )
    form = read_form(compiled.xform)
    assert (form.form_id, form.title, form.version) == ("tap_huan", "Tập huấn", "7")
    assert (form.unit_path, form.event_date_path) == ("/xa", "/ngay")
    assert [file.name for file in form.media] == ["xã.csv"]
    assert (compiled.warnings, compiled.itemsets) == ((), None)


def test_a_form_without_an_id_takes_the_fallback() -> None:
    data = workbook(survey=(SURVEY, TEXT), settings=(("version",), (1,)))
    compiled = compile_workbook(data, kind="xlsx", form_id_fallback="phieu_1")
    assert read_form(compiled.xform).form_id == "phieu_1"
    assert places(faults(data)) == [("no-form-id", "settings", None, None)]


def test_external_choices_come_as_a_file_of_their_own() -> None:
    compiled = compile_workbook(
        workbook(
            survey=((*SURVEY, "choice_filter"), ("select_one_external x", "a", "A", "t=1")),
            choices=(CHOICES, ("y", "1", "Một")),
            external_choices=(("list_name", "name", "label", "t"), ("x", "ha_noi", "Hà Nội", 1)),
        ),
        kind="xlsx",
        form_id_fallback=None,
    )
    assert (
        compiled.itemsets
        == '"list_name","name","label","t"\r\n"x","ha_noi","Hà Nội","1"\r\n'.encode()
    )
    assert [file.name for file in read_form(compiled.xform).media] == ["itemsets.csv"]


SELECT = ("select_one co_khong", "a", "A")
BROKEN: dict[str, tuple[dict[str, Rows], list[tuple[str, str | None, int | None, str | None]]]] = {
    "a type that does not exist, twice": (
        {"survey": (SURVEY, ("txt", "a", "A"), TEXT, ("txt", "b", "B"))},
        [("unknown-type", "survey", 2, "type"), ("unknown-type", "survey", 4, "type")],
    ),
    "a select without a list": (
        {"survey": (SURVEY, TEXT, ("select_one", "a", "A"))},
        [("select-without-list", "survey", 3, "type")],
    ),
    "no type": ({"survey": (SURVEY, (None, "a", "A"))}, [("no-type", "survey", 2, "type")]),
    "no name": ({"survey": (SURVEY, ("text", None, "A"))}, [("no-name", "survey", 2, "name")]),
    "a name with a blank": (
        {"survey": (SURVEY, ("text", "họ tên", "A"))},
        [("bad-name", "survey", 2, "name")],
    ),
    "a name taken": (
        {"survey": (SURVEY, TEXT, ("text", "ten", "B"))},
        [("duplicate-name", "survey", 3, "name")],
    ),
    "a reserved name": (
        {"survey": (SURVEY, ("text", "meta", "A"))},
        [("reserved-name", "survey", 2, "name")],
    ),
    "a repeat named like the root": (
        {"survey": (SURVEY, ("begin_repeat", "data", "A"), TEXT, ("end_repeat", None, None))},
        [("duplicate-repeat-name", "survey", 2, "name")],
    ),
    "no label": (
        {"survey": (("type", "name", "label::vi"), ("text", "a", "A"), ("text", "b", None))},
        [("no-label", "survey", 3, "label::vi")],
    ),
    "a reference to nobody": (
        {
            "survey": (
                (*SURVEY, "relevant"),
                ("text", "a", "A", "${khong_co} = 1"),
            )
        },
        [("unknown-reference", "survey", 2, "relevant")],
    ),
    "a reference to nobody in a label of the second language": (
        {
            "survey": (
                ("type", "name", "label::vi", "label::en"),
                (*TEXT, "Name"),
                ("text", "b", "Chào", "Hello ${tne}"),
            )
        },
        [("unknown-reference", "survey", 3, "label::en")],
    ),
    "half a reference": (
        {"survey": ((*SURVEY, "constraint"), (*TEXT, "${ten > 1"))},
        [("broken-reference", "survey", 2, "constraint")],
    ),
    "a list that is not there": (
        {"survey": (SURVEY, SELECT), "choices": (CHOICES, ("khac", "1", "Một"))},
        [("missing-list", "survey", 2, "type")],
    ),
    "no choices at all": ({"survey": (SURVEY, SELECT)}, [("no-choices", "survey", 2, "type")]),
    "a choice twice": (
        {
            "survey": (SURVEY, SELECT),
            "choices": (CHOICES, *(("co_khong", "1", label) for label in ("Có", "Không", "Lạ"))),
        },
        [("duplicate-choice", "choices", 3, "name"), ("duplicate-choice", "choices", 4, "name")],
    ),
    "a choice without a name": (
        {"survey": (SURVEY, SELECT), "choices": (CHOICES, ("co_khong", None, "Có"))},
        [("choice-without-name", "choices", 2, "name")],
    ),
    "a choice of several with a blank": (
        {
            "survey": (SURVEY, ("select_multiple x", "a", "A")),
            "choices": (("list name", "name", "label"), ("y", "a b", "?"), ("x", "a b", "?")),
        },
        [("choice-with-blank", "choices", 3, "name")],
    ),
    "a group never closed": (
        {"survey": (SURVEY, TEXT, ("begin_group", "g", "G"), ("text", "a", "A"))},
        [("unmatched-begin", "survey", 3, "type")],
    ),
    "a group closed as a repeat": (
        {"survey": (SURVEY, ("begin_group", "g", "G"), TEXT, ("end_repeat", None, None))},
        [("unmatched-end", "survey", 4, "type")],
    ),
    "a calculate without an expression": (
        {"survey": (SURVEY, TEXT, ("calculate", "a", None))},
        [("no-calculation", "survey", 3, "calculation")],
    ),
    "a picture of abc pixels": (
        {"survey": ((*SURVEY, "parameters"), TEXT, ("image", "a", "A", "max-pixels=abc"))},
        [("parameters", "survey", 3, "parameters")],
    ),
    "a parameter that the type does not take": (
        {"survey": ((*SURVEY, "parameters"), ("image", "a", "A", "mau=do"))},
        [("parameters", "survey", 2, "parameters")],
    ),
    "a column missing": ({"survey": (("name",), ("a",))}, [("no-column", "survey", 1, None)]),
    "a column twice": (
        {"survey": ((*SURVEY, "label"), (*TEXT, "B"))},
        [("duplicate-column", None, 1, "label")],
    ),
    "a column under two names": (
        {"survey": ((*SURVEY, "caption"), (*TEXT, "B"))},
        [("duplicate-column", "survey", 1, "caption")],
    ),
    "no survey": ({"khac": (("a",),)}, [("no-survey", None, None, None)]),
    "no questions": ({"survey": (SURVEY,)}, [("no-questions", "survey", 2, None)]),
    "a file of an unknown kind": (
        {"survey": (SURVEY, ("select_one_from_file x.txt", "a", "A"))},
        [("file-extension", "survey", 2, "type")],
    ),
    "a save_to without entities": (
        {"survey": ((*SURVEY, "save_to"), (*TEXT, "ten"))},
        [("save-to", "survey", 2, "save_to")],
    ),
    "a picture in a folder": (
        {"survey": ((*SURVEY, "media::image"), (*TEXT, "../anh.png"))},
        [("media-name", "survey", 2, "media::image")],
    ),
    "a form id that is a path": (
        {"survey": (SURVEY, TEXT), "settings": (("form_id",), ("../../x",))},
        [("form-id", "settings", 2, "form_id")],
    ),
    "a form id that is a file": (
        {"survey": (SURVEY, TEXT), "settings": (("id_string",), ("phieu.XLSX",))},
        [("form-id", "settings", 2, "id_string")],
    ),
}


@pytest.mark.parametrize("sheets,expected", BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_is_found_at_its_cell(
    sheets: dict[str, Rows], expected: list[tuple[str, str | None, int | None, str | None]]
) -> None:
    assert places(faults(workbook(**sheets))) == expected


def test_a_fault_says_what_to_do_in_both_languages() -> None:
    rows: Rows = ((*SURVEY, "relevance"), TEXT, ("text", "a", "A", "${tne} = 'x'"))
    assert faults(workbook(survey=rows)) == (
        Fault(
            level="error",
            code="unknown-reference",
            vi="Biểu thức nhắc tới ${tne} nhưng không có câu hỏi nào tên như vậy. "
            "Hãy sửa tên trong ngoặc hoặc thêm câu hỏi.",
            en="${tne} is mentioned, but no question has this name. "
            "Mend the name in the braces or add the question.",
            sheet="survey",
            row=3,
            column="relevance",
        ),
    )


MARKS: Rows = ((*SURVEY, "bind::app:is", "bind::app:sensitivity"),)
APP: Rows = (("form_id", "namespaces"), ("f", 'app="https://example.org/app"'))


@pytest.mark.parametrize(
    "rows,expected",
    [
        (
            ((*TEXT, "unit"), ("text", "b", "B", "unit")),
            [
                ("marked-twice", "survey", 2, "bind::app:is"),
                ("marked-twice", "survey", 3, "bind::app:is"),
            ],
        ),
        (
            (TEXT, ("text", "b", "B", None, "kín")),
            [("sensitivity", "survey", 3, "bind::app:sensitivity")],
        ),
        (
            (("begin_repeat", "r", "R"), (*TEXT, "event-date"), ("end_repeat", None)),
            [("mark-in-repeat", "survey", 3, "bind::app:is")],
        ),
        (
            (TEXT, ("text", "b", "B", "colour")),
            [("mark-unknown", "survey", 3, "bind::app:is")],
        ),
    ],
)
def test_a_mark_that_makes_no_sense_is_found(
    rows: Rows, expected: list[tuple[str, str | None, int | None, str | None]]
) -> None:
    assert places(faults(workbook(survey=(*MARKS, *rows), settings=APP))) == expected


def test_a_prefix_that_stands_for_nothing_is_found_before_a_phone_finds_it() -> None:
    marked = workbook(survey=(*MARKS, (*TEXT, "unit")))
    assert places(faults(marked)) == [
        ("unbound-prefix", "survey", 1, "bind::app:is"),
        ("unbound-prefix", "survey", 1, "bind::app:sensitivity"),
    ]


def test_what_nobody_foresaw_is_passed_on_in_pyxforms_own_words() -> None:
    rows: Rows = (
        (*SURVEY, "media::big-image"),
        (*TEXT, "a.png"),
    )
    (fault,) = faults(workbook(survey=rows))
    assert (fault.code, fault.en[:16], fault.en in fault.vi) == ("other", "To use big-image", True)


def test_warnings_come_with_the_form() -> None:
    compiled = compile_workbook(
        workbook(
            survey=(
                ("type", "name", "label::vi", "label::en", "hint::vi"),
                ("image", "a", "A", "A", None),
                ("select_one x", "b", "B", "B", "gợi ý"),
                ("text", "B", "B", "B", None),
            ),
            choices=(("list_name", "name", "label::vi", "label::en"), ("x", "1", None, None)),
        ),
        kind="xlsx",
        form_id_fallback=None,
    )
    assert {fault.level for fault in compiled.warnings} == {"warning"}
    assert sorted(places(compiled.warnings)) == [
        ("choice-without-label", "choices", 2, "label::vi"),
        ("missing-translation", "survey", None, None),
        ("no-max-pixels", "survey", 2, "parameters"),
        ("similar-name", "survey", 4, "name"),
    ]


def test_markup_in_a_label_is_text() -> None:
    label = '<script>alert("x")</script> & ]]>'
    data = workbook(survey=(SURVEY, ("text", "a", label)))
    compiled = compile_workbook(data, kind="xlsx", form_id_fallback=None)
    assert read_form(compiled.xform).children[0].labels == {"": label}


def test_an_xls_of_old_is_taken_as_well() -> None:
    data = (Path(__file__).parent / "tap_huan.xls").read_bytes()
    form = read_form(compile_workbook(data, kind="xls", form_id_fallback=None).xform)
    assert (form.form_id, form.children[0].labels) == ("tap_huan", {"": "Họ và tên"})


def test_a_damaged_xls_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40
    with pytest.raises(WorkbookFaults) as wrong:
        compile_workbook(data, kind="xls", form_id_fallback="f")
    assert places(wrong.value.faults) == [("not-a-workbook", None, None, None)]
