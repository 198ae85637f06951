"""What the real clients meet: one server with all forms, and forms that JavaRosa has filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kit.collect.client import BlankForm, Collect
from tests.kit.javarosa.engine import FilledFolder, fill
from tests.kit.library import library_serving
from tests.kit.running import RunningServer
from tests.kit.services import java

FILLED_EACH = 3
PLACE_WITH_A_MODEL = {
    **dict.fromkeys(("visit_date", "reg_date", "act_date", "sup_date", "svy_date"), "2026-03-08"),
    "province": "2025-19",
    "commune": "2025-05467",
    "model": "00000000-0000-4000-8000-000000000006",
}
"""In most communes there is no model yet, and a form that asks for one cannot be filled there."""


@pytest.fixture(scope="session")
def library_server() -> Iterator[RunningServer]:
    """A server with the programme's forms and the proof forms published."""
    with library_serving() as server:
        yield server


@dataclass(frozen=True, slots=True)
class FieldWork:
    """Forms that a phone downloaded, and what was filled in each."""

    forms: Mapping[str, BlankForm]
    filled: Mapping[str, Sequence[FilledFolder]]


@pytest.fixture(scope="session")
def field_work(
    library_server: RunningServer, tmp_path_factory: pytest.TempPathFactory
) -> FieldWork:
    """Every form, downloaded by a phone and filled three times by JavaRosa."""
    java()
    folder = tmp_path_factory.mktemp("phone")
    names = library_server.coordinator.does("GET", "forms").json()
    phone = library_server.coordinator.lets_in(*(form["xmlFormId"] for form in names))
    collect = Collect(phone.server_url)
    try:
        forms = {
            listed.form_id: collect.download(listed, folder / f"form{number}")
            for number, listed in enumerate(collect.form_list())
        }
    finally:
        collect.close()
        phone.leaves()
    assert collect.verdict.findings == []
    with ThreadPoolExecutor(2) as pool:
        filled = pool.map(lambda form: _filled(form, folder), forms.values())
        return FieldWork(forms, dict(zip(forms, filled, strict=True)))


def _filled(form: BlankForm, folder: Path) -> Sequence[FilledFolder]:
    out = folder / "instances" / form.xform.parent.name
    is_of_programme = (form.media / "admin_units.csv").exists()
    answers = PLACE_WITH_A_MODEL if is_of_programme else None
    return fill(form.xform, form.media, out, count=FILLED_EACH, answers=answers)
