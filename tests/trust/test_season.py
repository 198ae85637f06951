"""After a season of sending over a bad network every byte is there, and the CSV says it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.kit.coordinator import Coordinator
from tests.kit.running import DatabaseKind, running_server
from tests.kit.services import java
from tests.trust.expected_tables import downloaded_tables, expected_tables, shape_of
from tests.trust.season import ACCEPT_BYTES, Sheet, fill_forms, prepare_forms, send_all

SUBMISSIONS = int(os.environ.get("TRUST_SUBMISSIONS", "12"))


@pytest.mark.peer
@pytest.mark.slow
def test_every_byte_comes_back_and_the_csv_holds_what_was_filled(
    any_database: DatabaseKind, tmp_path: Path
) -> None:
    java()
    with running_server(any_database, accept_bytes=ACCEPT_BYTES) as server:
        coordinator = server.coordinator
        forms = prepare_forms(coordinator, tmp_path)
        season = send_all(coordinator, fill_forms(forms, tmp_path, SUBMISSIONS))
        assert len(season.sheets) == SUBMISSIONS
        assert season.findings == set()
        for sheet in season.sheets:
            comes_back(coordinator, sheet)
        for form in forms:
            sheets = [one for one in season.sheets if one.form_id == form.listed.form_id]
            comes_down(coordinator, form.xform.read_bytes(), sheets)
        with server.parts.database.read() as cx:
            pending = cx.exec_driver_sql("select count(*) from version where derived <> 'done'")
            assert pending.scalar_one() == 0
    assert min(season.split, season.sent_twice, season.answers_lost) > 0
    print(f"\n{any_database}: {season}. All XMLs and files byte-identical, all CSV values equal.")  # noqa: T201


def comes_back(coordinator: Coordinator, sheet: Sheet) -> None:
    """The XML and every file are what the phone had."""
    assert coordinator.reads(sheet.form_id, sheet.instance_id) == sheet.xml
    named = coordinator.sees_files(sheet.form_id, sheet.instance_id)
    assert named == dict.fromkeys(sheet.files, True)
    for name, content in sheet.files.items():
        assert coordinator.opens_file(sheet.form_id, sheet.instance_id, name) == content
    kept = coordinator.lists_all_files(sheet.form_id, sheet.instance_id)
    assert sorted((file["name"], file["sha256"]) for file in kept) == sorted(
        (name, hashlib.sha256(content).hexdigest()) for name, content in sheet.files.items()
    )


def comes_down(coordinator: Coordinator, xform: bytes, sheets: list[Sheet]) -> None:
    """The tables of the zip hold exactly the values that were filled."""
    shape = shape_of(xform)
    path = f"forms/{shape.form_id}/submissions.csv.zip"
    archive = coordinator.does("GET", path, params={"attachments": "false"}).content
    expected = expected_tables(shape, [sheet.xml for sheet in sheets])
    assert downloaded_tables(archive) == expected
