"""A server with the programme's forms and the four that try what those do not have."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from tests.kit.coordinator import Coordinator
from tests.kit.running import DatabaseKind, RunningServer, running_server

ROOT = Path(__file__).parents[2]
PROGRAMME = ROOT / "forms" / "library"
PROOFS = ROOT / "tests" / "peers" / "forms"
"""Repeats in repeats, counted repeats, files to choose from, every question type, entities."""

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def library_serving(database: DatabaseKind = "sqlite") -> Iterator[RunningServer]:
    """Serve all these forms."""
    with running_server(database) as server:
        with ThreadPoolExecutor(2) as pool:  # a conversion is a process of its own
            list(pool.map(partial(publish, server.coordinator), workbooks()))
        yield server


def workbooks() -> list[Path]:
    """Return the workbooks of all these forms."""
    return [*sorted(PROGRAMME.glob("*.xlsx")), *sorted(PROOFS.glob("*.xlsx"))]


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
