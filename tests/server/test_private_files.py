"""What the server keeps is nobody else's to read on the same machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.office import open_office
from tests.server.survey import Survey

OTHERS = 0o077
"""What everybody but the owner may."""


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """Begin as on a machine where new files are open to all."""
    before = os.umask(0)
    yield
    os.umask(before)


def is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)


def works_in(data: Path) -> None:
    with open_office(data) as office:
        survey = Survey(office, office.project("Thôn"))
        phone = survey.phone()
        assert phone.submits(survey, b"<data id='village'/>").status_code == 400
        survey.sends(office.admin)
        assert (data / "tincay.sqlite3-wal").exists()
        assert [path.name for path in data.glob("tincay.sqlite3*") if is_open(path)] == []


def test_a_data_folder_that_we_make_is_closed(tmp_path: Path) -> None:
    works_in(tmp_path / "new" / "data")
    assert not is_open(tmp_path / "new" / "data")


def test_in_a_folder_that_is_open_everything_of_ours_is_closed(tmp_path: Path) -> None:
    works_in(tmp_path)
    tmp_path.chmod(0o755)
    assert [path.name for path in tmp_path.iterdir() if is_open(path)] == []
