"""The log tells what went wrong and where, and nothing that anybody entered."""

from __future__ import annotations

import logging
import sys

from server.journal import Discreet, without_secrets

TOKEN = "Ab1$" * 16
ANSWER = "Nguyễn Thị Ánh"


def broken(answer: str) -> None:
    raise ValueError(f"{answer} is no number")


def record_of(message: str) -> logging.LogRecord:
    return logging.LogRecord("waitress", logging.ERROR, "f.py", 1, message, (), sys.exc_info())


def test_a_path_is_told_without_its_token() -> None:
    for path in (f"/v1/key/{TOKEN}/projects/1", f"/v1/test/{TOKEN}/x", f"/v1/sessions/{TOKEN}"):
        assert without_secrets(path) == path.replace(TOKEN, "-")
    assert without_secrets(f"/v1/projects?a=b&st={TOKEN}&c=d") == "/v1/projects?a=b&st=-&c=d"
    assert without_secrets("/projects/1/forms/key") == "/projects/1/forms/key"


def fails(*, hiding: bool) -> None:
    try:
        broken(ANSWER)
    except ValueError as error:
        raise RuntimeError(ANSWER) from (None if hiding else error)


def line_about(message: str, *, hiding: bool = False) -> str:
    try:
        fails(hiding=hiding)
    except RuntimeError:
        return Discreet().format(record_of(message))
    raise AssertionError


def test_a_fault_is_told_by_its_kind_and_place_in_one_line() -> None:
    line = line_about(f"Exception while serving /v1/key/{TOKEN}/submission")
    assert line.startswith(
        "ERROR waitress: Exception while serving /v1/key/-/submission exception=RuntimeError in "
        "fails (test_journal.py:"
    )
    assert " from ValueError in broken (test_journal.py:" in line
    assert (ANSWER in line, TOKEN in line, "\n" in line) == (False, False, False)


def test_a_fault_that_hides_another_tells_only_itself() -> None:
    assert "ValueError" not in line_about("It broke", hiding=True)


def test_a_line_stays_a_line_whatever_is_in_it() -> None:
    assert Discreet().format(record_of("a\nINFO forged: b")) == "ERROR waitress: a INFO forged: b"
