"""Every form of the programme compiles, can be read, and lies beside the files that it needs."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from forms import library
from forms.compile import compile_workbook
from forms.definition import FormDef
from forms.instance import named_files, read_instance
from forms.xform import read_form

LIBRARY = Path(next(iter(library.__path__)))
EXPECTED = {
    "f1_model_register": ("/reg_date", ["admin_units.csv", "models.csv"]),
    "f2_model_followup": ("/visit_date", ["admin_units.csv", "models.csv"]),
    "f3_activity": ("/act_date", ["admin_units.csv", "models.csv"]),
    "f6_support": ("/sup_date", ["admin_units.csv", "models.csv"]),
    "f7_supervision": ("/sup_date", ["admin_units.csv"]),
    "f8_commune_report": ("/period_end", ["admin_units.csv"]),
    "f9_behaviour": ("/svy_date", ["admin_units.csv", "ethnic_groups.csv"]),
}
VERSIONS = dict.fromkeys(("f3_activity", "f6_support", "f7_supervision"), "2026010101")
CHANGED = "2026112601"
CASES = {
    "f4_gbv_case": ("/g_case/commune", "/g_case/month_reported"),
    "f5_gbv_service": (None, "/follow_date"),
}


@cache
def form(name: str) -> FormDef:
    data = (LIBRARY / f"{name}.xlsx").read_bytes()
    compiled = compile_workbook(data, kind="xlsx", form_id_fallback=None)
    assert {warning.code for warning in compiled.warnings} <= {"missing-translation"}
    return read_form(compiled.xform)


def rows(name: str) -> list[dict[str, str]]:
    with (LIBRARY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_holds_these_forms_and_no_others() -> None:
    found = sorted(path.stem for path in LIBRARY.glob("*.xls*"))
    assert found == sorted([*EXPECTED, "indicators"])


@pytest.mark.parametrize("name", EXPECTED)
def test_a_form_compiles_and_its_media_lie_beside_it(name: str) -> None:
    event_date, media = EXPECTED[name]
    read = form(name)
    assert (read.form_id, read.version) == (name, VERSIONS.get(name, CHANGED))
    assert (read.default_language, read.languages) == (
        "Tiếng Việt (vi)",
        ("Tiếng Việt (vi)", "English (en)"),
    )
    assert (read.unit_path, read.event_date_path) == ("/commune", event_date)
    assert [file.name for file in read.media] == media
    assert all((LIBRARY / file.name).is_file() for file in read.media)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_question_and_choice_speaks_both_languages(name: str) -> None:
    read = form(name)
    for node in read.walk():
        for labels in (node.labels, *(choice.labels for choice in node.choices)):
            assert set(labels) in (set(), set(read.languages)), node.path


def test_no_form_asks_what_needs_a_key() -> None:
    assert [form(name).sensitive() for name in EXPECTED] == [()] * len(EXPECTED)


def test_models_stand_in_communes_and_carry_what_the_forms_read() -> None:
    communes = {row["name"] for row in rows("admin_units.csv") if row["level"] == "commune"}
    statuses = {"active", "weak", "suspended", "closed"}
    (types,) = (n.choices for n in form("f1_model_register").walk() if n.path == "/model_type")
    for model in rows("models.csv"):
        assert model["commune"] in communes
        assert model["status"] in statuses
        assert model["model_type"] in {choice.name for choice in types}
        assert model["label"].startswith(model["model_name"])
        assert (model["__version"], model["is_trusted"] in "01") == ("1", True)


def test_fifty_four_ethnic_groups_and_foreigners_have_a_code_each() -> None:
    codes = [row["name"] for row in rows("ethnic_groups.csv")]
    assert codes == [f"{number:02}" for number in range(1, 56)]


def test_what_javarosa_fills_is_read_as_the_form_defines_it() -> None:
    filled = read_instance((Path(__file__).parent / "f3_activity_by_javarosa.xml").read_bytes())
    defined = form("f3_activity")
    assert (filled.form_id, filled.version) == (defined.form_id, defined.version)
    assert named_files(defined, filled) == ("1700000000474.jpg",)
    answers = {child.name: child.text for child in filled.root.children if not child.children}
    assert answers["act_title"] == "O'Neil & <b>"
    assert set(answers) <= {node.name for node in defined.children if node.kind == "field"}
    online = [[answer.text for answer in row.children] for row in filled.root.named("online")]
    assert online == [["fanpage", "17", "89", ""], ["email", "1", "0", "1"]]
    assert filled.instance_name == "Hoạt động khác – 2026-11-22"


@pytest.mark.parametrize("name", CASES)
def test_forms_about_cases_stand_apart_and_leave_the_phone_once_sent(name: str) -> None:
    read = form(f"cases/{name}")
    assert (read.form_id, read.version) == (name, CHANGED)
    assert (read.unit_path, read.event_date_path) == CASES[name]
    assert read.sensitive()
    xml = compile_workbook(
        (LIBRARY / f"cases/{name}.xlsx").read_bytes(), kind="xlsx", form_id_fallback=None
    ).xform
    assert b'auto-send="true"' in xml
    assert b'auto-delete="true"' in xml
    assert not [
        word for word in (b"username", b"deviceid", b"phonenumber", b"<upload") if word in xml
    ]


def test_forms_about_cases_have_the_same_units_beside_them() -> None:
    units = (LIBRARY / "admin_units.csv").read_bytes()
    assert (LIBRARY / "cases/admin_units.csv").read_bytes() == units


def test_monthly_and_periodic_reports_count_once() -> None:
    names = ("f2_model_followup", "f8_commune_report", "cases/f5_gbv_service")
    assert [form(name).one_per_path for name in names] == ["/once_per"] * 3
