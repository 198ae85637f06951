"""A server with the programme's forms and the four that try what those do not have."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from forms.xform import read_form
from tests.kit.coordinator import Coordinator
from tests.kit.running import DatabaseKind, RunningServer, running_server

ROOT = Path(__file__).parents[2]
PROGRAMME = ROOT / "forms" / "library"
PROOFS = ROOT / "tests" / "peers" / "forms"
"""Repeats in repeats, counted repeats, files to choose from, every question type, entities."""

COMMUNE = "2025-05467"
"""The models of one commune will do."""
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def library_serving(database: DatabaseKind = "sqlite") -> Iterator[RunningServer]:
    """Serve all these forms."""
    with running_server(database) as server:
        with ThreadPoolExecutor(2) as pool:  # a conversion is a process of its own
            list(pool.map(partial(publish, server.coordinator), workbooks()))
        fill_list(server.coordinator, "f1_model_register", PROGRAMME / "models.csv")
        fill_list(server.coordinator, "f2_place_create", PROOFS / "places.csv")
        yield server


def workbooks() -> list[Path]:
    """Return the workbooks of all these forms."""
    return [*sorted(PROGRAMME.glob("f*.xlsx")), *sorted(PROOFS.glob("*.xlsx"))]


def publish(coordinator: Coordinator, workbook: Path) -> str:
    """Publish a workbook with the files beside it that it asks for; return the form's id."""
    made = coordinator.does(
        "POST",
        "forms",
        params={"ignoreWarnings": "true"},
        data=workbook.read_bytes(),
        headers={"Content-Type": _WORKBOOK},
    )
    form_id: str = made.json()["xmlFormId"]
    draft = f"forms/{quote(form_id)}/draft"
    for wanted in coordinator.does("GET", f"{draft}/attachments").json():
        file = workbook.with_name(wanted["name"])
        coordinator.does(
            "POST",
            f"{draft}/attachments/{quote(file.name)}",
            data=file.read_bytes(),
            headers={"Content-Type": "text/csv"},
        )
    coordinator.does("POST", f"{draft}/publish")
    return form_id


def fill_list(coordinator: Coordinator, form_id: str, entries: Path) -> None:
    """Send what makes the entries of a list: it begins empty, and forms choose from it."""
    xform = coordinator.does("GET", f"forms/{form_id}.xml").content
    definition = read_form(xform)
    (declared,) = definition.entities
    with entries.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row.get("commune", COMMUNE) == COMMUNE]
    for row in rows:
        answers = {path[1:]: row[name] for name, path in declared.saved if name in row}
        inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in answers.items())
        entity = f'<entity dataset="{declared.dataset}" id="{row["name"]}" create="1">'
        coordinator.does(
            "POST",
            f"forms/{form_id}/submissions",
            data=(
                f'<data id="{form_id}" version="{definition.version}">{inside}<meta>{entity}'
                f"<label>{escape(row['label'])}</label></entity>"
                f"<instanceID>uuid:{row['name']}</instanceID></meta></data>"
            ).encode(),
            headers={"Content-Type": "application/xml"},
        )
