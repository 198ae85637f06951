"""A database that fails is told in the log by its own word, and nothing of what was asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from server.errors import Problem
from server.store.database import Cx, Database
from tests.kit.services import fresh_database

TOO_LARGE = text("select abs(-9223372036854775807 - 1) as nguyen_thi_anh")
CANCELLED = text("select pg_sleep(2) as nguyen_thi_anh")


def test_sqlite_says_what_it_is(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'tincay.sqlite3'}")
    with capture_logs() as lines, pytest.raises(Problem), database.read() as cx:
        cx.execute(TOO_LARGE)
    database.close()
    assert lines == [
        {
            "event": "database",
            "log_level": "error",
            "error": "OperationalError",
            "reason": "SQLITE_ERROR",
        }
    ]


def _hurried(cx: Cx) -> None:
    cx.execute(text("set local statement_timeout = 1"))
    cx.execute(CANCELLED)


def test_postgresql_says_its_code() -> None:
    with fresh_database() as url:
        database = Database(url)
        with capture_logs() as lines, pytest.raises(Problem), database.read() as cx:
            _hurried(cx)
        database.close()
    (line,) = lines
    assert (line["error"], line["reason"]) == ("OperationalError", "57014")
