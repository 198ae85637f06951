"""``tincay check``: submissions are held against their form from the shell, without a server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import tincay
from tests.kit import family
from tests.kit.process import TINCAY
from tests.kit.workbooks import workbook

CIRCLE = family.xform().replace(b'calculate="/data/age * 2"', b'calculate="/data/twice + 1"')


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the form, and two submissions: A holds, B does not."""
    monkeypatch.chdir(tmp_path)
    write("family.xml", family.xform())
    write("in/A/submission.xml", family.filled("uuid:A"))
    write("in/B/submission.xml", family.filled("uuid:B", age=130, twice=1, code="ab"))
    return tmp_path


def write(path: str, content: bytes) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(tincay, ("check", *arguments))


def test_a_submission_that_holds_is_told_so_and_ends_with_0() -> None:
    result = run("family.xml", "in/A/submission.xml")
    assert (result.exit_code, result.stdout) == (0, "in/A/submission.xml: không có gì cần xem\n")
    result = run("--json", "family.xml", "in/A/submission.xml")
    assert (result.exit_code, result.stdout) == (
        0,
        '{"submission":"in/A/submission.xml","ok":true,"findings":[]}\n',
    )


def test_json_is_one_object_a_line_with_its_keys_in_order() -> None:
    result = run("family.xml", "in", "--json", "--lang", "en")
    assert result.exit_code == 1
    assert result.stdout == (
        '{"submission":"in/A/submission.xml","ok":true,"findings":[]}\n'
        '{"submission":"in/B/submission.xml","ok":false,"findings":['
        '{"path":"/data/age","kind":"constraint","level":"fault",'
        '"message":"The age must be below 120.","submitted":"130","expected":null,'
        '"expression":". < 120"},'
        '{"path":"/data/twice","kind":"calculate","level":"fault",'
        '"message":"The calculated value differs from what the form computes.","submitted":"1",'
        '"expected":"260","expression":"/data/age * 2"},'
        '{"path":"/data/code","kind":"constraint","level":"note",'
        '"message":"The answer does not meet the form\'s condition.","submitted":"ab",'
        '"expected":null,"expression":"string-length(.) = 3"}]}\n'
    )


def test_people_read_what_was_found_in_their_language() -> None:
    result = run("family.xml", "in")
    assert result.exit_code == 1
    assert result.stdout == (
        "in/B/submission.xml: 2 lỗi, 1 ghi chú\n"
        "  lỗi      /data/age    Tuổi phải nhỏ hơn 120. [130]\n"
        "  lỗi      /data/twice  Giá trị tính toán khác với kết quả tính lại. [1; lẽ ra 260]\n"
        "  ghi chú  /data/code   Câu trả lời không thỏa điều kiện của biểu mẫu. [ab]\n"
        "2 tệp: 1 không có lỗi, 1 có lỗi, 0 không đọc được.\n"
    )
    english = run("family.xml", "in", "--lang", "en").stdout
    assert "in/B/submission.xml: 2 faults, 1 notes\n" in english
    assert "[1; expected 260]" in english
    assert "2 files: 1 without a fault, 1 with faults, 0 unreadable.\n" in english


def test_notes_alone_are_fine() -> None:
    write("C.xml", family.filled("uuid:C", code="ab"))
    result = run("family.xml", "C.xml", "--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, said["ok"], len(said["findings"])) == (0, True, 1)


def test_a_workbook_is_compiled_and_its_files_are_looked_into() -> None:
    sheet = workbook(("select_one_from_file communes.csv", "commune", "Xã"), form_id="place")
    write("place.xlsx", sheet)
    write("media/communes.csv", family.COMMUNES)
    for commune in ("00001", "00007"):
        xml = (
            f'<data id="place" version="1"><commune>{commune}</commune><meta>'
            f"<instanceID>uuid:{commune}</instanceID><instanceName/></meta></data>"
        )
        write(f"places/{commune}.xml", xml.encode())

    def kinds(*options: str) -> list[list[str]]:
        lines = run("place.xlsx", "places", "--json", *options).stdout.splitlines()
        return [[found["kind"] for found in json.loads(line)["findings"]] for line in lines]

    with_file, without = kinds("--media", "media"), kinds()
    assert [("choice" in found) for found in with_file] == [False, True]
    assert [("not-comparable" in found) for found in without] == [True, True]


def test_a_form_that_could_not_be_uploaded_any_more_still_judges() -> None:
    """A fault of the form never blames the submission."""
    write("old.xml", family.xform().replace(b"string-length(.) = 3", b"no-such-function(.) = 3"))
    write("C.xml", family.filled("uuid:C", age=130, code="ab"))
    found = json.loads(run("old.xml", "C.xml", "--json").stdout)["findings"]
    assert [(one["path"], one["kind"]) for one in found] == [
        ("/data/age", "constraint"),
        ("/data/code", "not-comparable"),
    ]


def test_among_many_the_unreadable_are_told_and_passed_over() -> None:
    write("in/C/submission.xml", b"<data")
    result = run("family.xml", "in/A", "in/C", "--json")
    assert (result.exit_code, result.stdout.count("\n")) == (1, 1)
    assert "in/C/submission.xml is no submission: not-xml." in result.stderr


def test_what_is_of_another_form_is_told() -> None:
    write("D.xml", family.filled("uuid:D").replace(b'id="family"', b'id="other"'))
    write("E.xml", family.filled("uuid:E", version="7"))
    write("F.xml", b'<data id="family" version="1" encrypted="yes"><meta/></data>')
    lines = run("family.xml", "D.xml", "E.xml", "F.xml", "--json").stdout.splitlines()
    found = [json.loads(line) for line in lines]
    told = [
        (one["ok"], *((f["path"], f["kind"], f["level"]) for f in one["findings"])) for one in found
    ]
    assert told == [
        (False, ("/data/@id", "unknown", "fault")),
        (True, ("/data/@version", "unknown", "note")),
        (True, ("/data", "not-comparable", "note")),
    ]


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("family.xml",), "SUBMISSION"),
        (("nowhere.xml", "in"), "nowhere.xml"),
        (("in/A/submission.xml", "in"), "XForm"),
        (("circle.xml", "in"), "circle.xml"),
        (("family.txt", "in"), "no .xlsx, .xls or .xml"),
        (("family.xml", "nowhere"), "nowhere"),
        (("family.xml", "empty"), "no .xml in empty"),
        (("family.xml", "broken.xml"), "not-xml"),
        (("family.xml", "in", "--zone", "Hanoi"), "no time zone"),
        (("family.xml", "in", "--lang", "fr"), "fr"),
        (("family.xml", "in", "--media", "nowhere"), "nowhere"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_used_wrongly_it_ends_with_2(arguments: tuple[str, ...], told: str) -> None:
    write("family.txt", b"")
    write("circle.xml", CIRCLE)
    write("broken.xml", b"<data")
    Path("empty").mkdir()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_submission_without_an_offset_is_of_the_zone_that_is_said() -> None:
    stamped = family.xform().replace(
        b'<bind nodeset="/data/code" type="string" constraint="string-length(.) = 3"/>',
        b'<bind nodeset="/data/code" type="string" '
        b"calculate=\"format-date-time('2026-01-01T20:00:00Z', '%H')\"/>",
    )
    write("stamped.xml", stamped)
    write("C.xml", family.filled("uuid:C", code="03"))
    assert run("stamped.xml", "C.xml").exit_code == 0
    assert run("stamped.xml", "C.xml", "--zone", "UTC").exit_code == 1


def test_it_needs_no_data_folder_and_leaves_none(desk: Path) -> None:
    """As a process of its own: nothing of ours is on its standard output but the result."""
    before = sorted(desk.iterdir())
    ended = subprocess.run(
        (TINCAY, "check", "family.xml", "in/A/submission.xml", "--json"),
        check=False,
        capture_output=True,
        env={"PATH": str(Path(sys.executable).parent)},
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout)["ok"] is True
    assert sorted(desk.iterdir()) == before
