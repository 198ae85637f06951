"""The dictionary explains each column of the download once, in its order, in the form's words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from exports.columns import table_views
from exports.csv_table import guarded, write
from exports.dictionary import HINT_LENGTH_MAX, Dictionary, dictionary_of
from exports.dictionary_answers import CHOICES_MAX
from exports.options import ExportOptions
from forms import library
from forms.compile import compile_workbook
from forms.definition import FormDef
from forms.xform import read_form
from tests.exports.explained import EN, SURVEY, VI, WATER, ask, read, told
from tests.exports.households import HOUSEHOLDS
from tests.kit.library import PROOFS

LIBRARY = Path(next(iter(library.__path__)))
NINE = sorted(LIBRARY.rglob("f[1-9]_*.xlsx"))
WORKBOOKS = [*NINE, *sorted(PROOFS.glob("*.xlsx"))]


@cache
def compiled(path: Path) -> FormDef:
    made = compile_workbook(path.read_bytes(), kind="xlsx", form_id_fallback=None, lints=False)
    return read_form(made.xform)


def columns(dictionary: Dictionary) -> list[str]:
    return [f"{entry.table} {entry.column}" for entry in dictionary.entries]


def of_column(dictionary: Dictionary, column: str) -> dict[str, str]:
    (found,) = (row for row in told(dictionary) if row["column"] == column)
    return found


def test_the_programme_has_nine_forms() -> None:
    assert [path.stem[:2] for path in NINE] == [
        f"f{number}" for number in (4, 5, 1, 2, 3, 6, 7, 8, 9)
    ]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_column_of_the_csv_is_explained_once_in_its_order(path: Path) -> None:
    form = compiled(path)
    heads = [(view.title, b"".join(write(view, [])).decode()) for view in table_views(form, {})]
    expected = [f"{title} {name}" for title, head in heads for name in head.strip().split(",")]
    found = columns(dictionary_of(form))
    assert found == expected
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_nothing_is_left_unsaid_in_either_language(path: Path) -> None:
    form = compiled(path)
    vietnamese, english = (dictionary_of(form, language=one).entries for one in ("vi", "en"))
    silent = [entry.column for entry in (*vietnamese, *english) if not entry.meaning]
    untyped = [entry.column for entry in vietnamese if entry.question and not entry.type]
    alike = [one.column for one, two in zip(vietnamese, english, strict=True)
             if one.meaning == two.meaning]  # fmt: skip
    assert (silent, untyped, alike) == ([], [], [])


def test_a_question_is_explained_in_the_words_of_its_designer() -> None:
    rows = told(dictionary_of(read()))
    assert [row for row in rows if "question" in row and row["table"] == "thon"][1:7] == [
        {
            "table": "thon",
            "column": "ngay",
            "question": "/ngay",
            f"label::{VI}": "Ngày họp",
            f"label::{EN}": "Day",
            "type": "date",
            "meaning": "Ngày: năm-tháng-ngày",
            "required": "true()",
            "marks": "ngày xảy ra (event-date)",
            "apostrophe": "không",
            "versions": "1",
        },
        {
            "table": "thon",
            "column": "xa",
            "question": "/xa",
            f"label::{VI}": "Xã",
            f"label::{EN}": "Commune",
            "type": "text",
            "meaning": "Chữ, đúng như đã ghi",
            "marks": "đơn vị hành chính của phiếu (unit); công khai (public)",
            "apostrophe": "có",
            "versions": "1",
        },
        {
            "table": "thon",
            "column": "nha-nguoi",
            "question": "/nha/nguoi",
            f"label::{VI}": "Số người",
            f"label::{EN}": "People",
            "type": "integer",
            "meaning": "Số nguyên",
            "relevant": "/nha: /data/xa  != ''\n/data/ngay  != ''",
            "constraint": ". > 0",
            "apostrophe": "không",
            "versions": "1",
        },
        {
            "table": "thon",
            "column": "nha-nuoc",
            "question": "/nha/nuoc",
            f"label::{VI}": "Nguồn nước ở ${xa}",
            f"label::{EN}": "Water",
            "type": "select_multiple nuoc",
            "meaning": "Mã của các lựa chọn, cách nhau bằng dấu cách",
            "choices": "well = Giếng\nrain = Nước mưa",
            "relevant": "/nha: /data/xa  != ''",
            "apostrophe": "không",
            "versions": "1",
        },
        {
            "table": "thon",
            "column": "nha-anh",
            "question": "/nha/anh",
            f"label::{VI}": "Ảnh",
            f"label::{EN}": "Photo",
            "type": "image",
            "meaning": "Tên tệp; tệp nằm trong thư mục media của tệp zip",
            "relevant": "/nha: /data/xa  != ''",
            "marks": "nhạy cảm (sensitive)",
            "apostrophe": "có",
            "versions": "1",
        },
        {
            "table": "thon",
            "column": "noi-Latitude",
            "question": "/noi",
            f"label::{VI}": "Vị trí",
            f"label::{EN}": "Place",
            "type": "geopoint",
            "meaning": "Vĩ độ, tính bằng độ (WGS 84)",
            "apostrophe": "không",
            "versions": "1",
        },
    ]
    assert [row for row in rows if row["table"] == "con"] == [
        {
            "table": "con",
            "column": "ten",
            "question": "/con/ten",
            f"label::{VI}": "Tên",
            f"label::{EN}": "Name",
            "type": "text",
            "meaning": "Chữ, đúng như đã ghi",
            "hint": "Tên khai sinh",
            "apostrophe": "có",
            "versions": "1",
        },
        {
            "table": "con",
            "column": "gap_doi",
            "question": "/con/gap_doi",
            "type": "calculate",
            "meaning": "Điện thoại tính theo công thức",
            "calculation": "/data/nha/nguoi  * 2",
            "apostrophe": "có",
            "versions": "1",
        },
        {
            "table": "con",
            "column": "PARENT_KEY",
            "meaning": "KEY của hàng mà hàng này thuộc về",
            "apostrophe": "có",
        },
        {
            "table": "con",
            "column": "KEY",
            "meaning": "Mã của hàng: mã phiếu, tên nhóm lặp và thứ tự, như uuid:…/online[2]",
            "apostrophe": "có",
        },
    ]


def test_a_place_and_what_the_server_knows_are_explained_column_by_column() -> None:
    meanings = {
        entry.column: (entry.meaning, entry.apostrophe)
        for entry in dictionary_of(read(), language="en").entries
        if entry.table == "thon" and (not entry.label[0] or entry.type == "geopoint")
    }
    assert meanings == {
        "SubmissionDate": (
            "When the server first received the submission, in UTC. Not the day of the event",
            "no",
        ),
        "start": ("When it was begun, by the phone's clock", "no"),
        "noi-Latitude": ("Latitude in degrees (WGS 84)", "no"),
        "noi-Longitude": ("Longitude in degrees (WGS 84)", "no"),
        "noi-Altitude": ("Altitude in metres", "no"),
        "noi-Accuracy": ("Accuracy of the place in metres", "no"),
        "meta-instanceID": (
            "Id of the current version; differs from KEY once it was edited",
            "yes",
        ),
        "KEY": (
            "Id of the submission, the same however often it is edited. Tables are joined by it",
            "yes",
        ),
        "SubmitterID": ("Number of whoever sent it", "no"),
        "SubmitterName": ("Name of whoever sent it", "yes"),
        "AttachmentsPresent": ("How many of its files have arrived", "no"),
        "AttachmentsExpected": ("How many files it names", "no"),
        "Status": ("Empty; of encrypted ones: not decrypted, missing encrypted form data", "no"),
        "ReviewState": (
            "Review state: empty (received), edited, hasIssues, approved, rejected",
            "no",
        ),
        "DeviceID": ("Id of that installation of ODK Collect", "yes"),
        "Edits": ("How often it was edited", "no"),
        "FormVersion": ("Form version of the submission as it first came", "yes"),
    }


def test_choices_and_hints_are_told_in_the_language_asked() -> None:
    english = dictionary_of(read(), language="en")
    assert of_column(english, "nha-nuoc")["choices"] == "well = Well\nrain = Rain"
    assert of_column(english, "ten")["hint"] == "Name"


def test_the_headings_are_names_for_programs_and_words_for_people() -> None:
    vietnamese, english = (dictionary_of(read(), language=one) for one in ("vi", "en"))
    assert vietnamese.header == english.header
    assert list(zip(vietnamese.header, vietnamese.headings, strict=True)) == [
        ("table", "Bảng"),
        ("column", "Cột"),
        ("question", "Câu hỏi (đường dẫn)"),
        (f"label::{VI}", f"Nhãn: {VI}"),
        (f"label::{EN}", f"Nhãn: {EN}"),
        ("type", "Kiểu"),
        ("meaning", "Trong ô có gì"),
        ("choices", "Lựa chọn (mã = nhãn)"),
        ("hint", "Gợi ý"),
        ("required", "Bắt buộc khi"),
        ("relevant", "Chỉ hỏi khi"),
        ("constraint", "Điều kiện hợp lệ"),
        ("calculation", "Công thức tính"),
        ("marks", "Đánh dấu"),
        ("apostrophe", "safe=true có thể thêm dấu nháy (')"),
        ("versions", "Có trong phiên bản"),
    ]
    assert english.headings[3:6] == (f"Label: {VI}", f"Label: {EN}", "Type")


def test_a_form_that_names_no_language_has_one_label() -> None:
    (path,) = (one for one in WORKBOOKS if one.stem == "f2_place_create")
    dictionary = dictionary_of(compiled(path))
    assert compiled(path).languages == ()
    assert (dictionary.header[3:5], dictionary.headings[3]) == (("label", "type"), "Nhãn")
    assert of_column(dictionary, "place_name")["label"] == "Tên địa chỉ tin cậy"


def test_questions_and_choices_of_old_versions_are_known_by_their_versions() -> None:
    gone = (*SURVEY[:2], ask("text", "cu", "Câu cũ", "Old"), *SURVEY[2:])
    first = read(gone, (*WATER, ("river", "Sông", "River")), "1")
    second, third = read(gone, version="2"), read(gone, version="3")
    fourth = read(version="4")
    earlier = [first, second, third]

    plain = dictionary_of(fourth, earlier)
    assert columns(plain) == columns(dictionary_of(fourth))
    assert of_column(plain, "xa")["versions"] == "1 – 4"
    assert of_column(plain, "nha-nuoc")["choices"] == (
        "well = Giếng\nrain = Nước mưa\nriver = Sông (chỉ ở phiên bản cũ)"
    )
    whole = dictionary_of(fourth, earlier, ExportOptions(deleted_fields=True))
    assert columns(whole)[:4] == ["thon SubmissionDate", "thon start", "thon ngay", "thon cu"]
    assert of_column(whole, "cu")["versions"] == "1 – 3"
    back = dictionary_of(read(gone, version=""), [second, fourth])
    assert of_column(back, "cu")["versions"] == "2; (không ghi)"


def test_what_a_download_is_asked_for_is_explained_as_well() -> None:
    options = ExportOptions(select_multiple="choices", finding_columns=True, group_paths=False)
    dictionary = dictionary_of(read(), options=options)
    assert columns(dictionary)[4:8] == [
        "thon nguoi", "thon nuoc", "thon nuoc/well", "thon nuoc/rain",
    ]  # fmt: skip
    split = of_column(dictionary, "nuoc/rain")
    assert (split["meaning"], split["choices"], split["apostrophe"]) == (
        "1: có chọn; 0: không chọn; trống: câu không được trả lời",
        "rain = Nước mưa",
        "không",
    )
    assert of_column(dictionary, "Findings")["apostrophe"] == "không"


def test_a_choice_that_begins_with_a_sign_may_get_an_apostrophe() -> None:
    minus = read(water=[("-x", "Không dùng", "None"), ("well", "- Giếng", "Well")])
    labelled = read(water=[("well", "- Giếng", "Well")])
    asked = ExportOptions(labels="vi")

    assert (guarded("-x"), guarded("- Giếng")) == ("'-x", "'- Giếng")
    assert of_column(dictionary_of(minus), "nha-nuoc")["apostrophe"] == "có"
    assert of_column(dictionary_of(labelled), "nha-nuoc")["apostrophe"] == "không"
    assert of_column(dictionary_of(labelled, options=asked), "nha-nuoc")["apostrophe"] == "có"


def test_very_many_choices_and_long_hints_are_cut_and_say_so() -> None:
    many = [(f"c{number}", f"Thôn {number}", "") for number in range(CHOICES_MAX + 5)]
    long = ask("text", "dai", "Dài", "Long") | {f"hint::{VI}": "chữ " * 200}
    dictionary = dictionary_of(read((*SURVEY, long), many))
    lines = of_column(dictionary, "nha-nuoc")["choices"].split("\n")
    assert (len(lines), lines[0], lines[-1]) == (
        CHOICES_MAX + 1, "c0 = Thôn 0", "… và 5 lựa chọn nữa",
    )  # fmt: skip
    hint = of_column(dictionary, "dai")["hint"]
    assert (len(hint), hint[-2:]) == (HINT_LENGTH_MAX, "ữ…")


def test_choices_that_lie_elsewhere_are_told_by_their_place() -> None:
    own = [row for row in SURVEY if row["name"] != "nuoc"]
    rows = (
        *own,
        ask("select_one_from_file xa.csv", "tu_tep", "Từ tệp", "From a file"),
        ask("select_one ${ten}", "con_ca", "Con cả", "Eldest"),
        ask("select_one nuoc", "tim", "Tìm", "Search", appearance="search('xa')"),
        ask("range", "thang", "Thang", "Scale", parameters="start=1 end=5 step=1"),
    )
    dictionary = dictionary_of(read(rows))
    found = {name: of_column(dictionary, name) for name in ("tu_tep", "con_ca", "tim", "thang")}
    assert [(row["type"], row.get("choices"), row["meaning"]) for row in found.values()] == [
        ("select_one_from_file xa.csv", "từ tệp xa.csv", "Mã của lựa chọn"),
        ("select_one ${ten}", "từ các mục của /data/con", "Mã của lựa chọn"),
        ("select_one", "từ tệp CSV, qua search() trong appearance", "Mã của lựa chọn"),
        ("range", None, "Số từ 1 đến 5, bước 1"),
    ]


def test_what_an_entity_list_keeps_is_marked() -> None:
    (path,) = (one for one in NINE if one.stem == "f1_model_register")
    marks = [entry.marks for entry in dictionary_of(compiled(path)).entries if entry.marks]
    assert any("ghi vào danh sách models: " in mark for mark in marks)


def test_forms_made_by_hand_are_explained_too() -> None:
    views = table_views(HOUSEHOLDS, {})
    assert columns(dictionary_of(HOUSEHOLDS)) == [
        f"{view.title} {name}" for view in views for name in view.header
    ]
