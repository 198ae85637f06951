"""What is kept aside is counted by form, within the units of whoever looks, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from server.auth.identify import scope_of
from server.people import onboarding
from server.services import SYSTEM
from server.store import kept_aside, people
from server.store.kept_aside import KeptAside
from server.store.projects import Project
from tests.kit.migrated import migrated_database
from tests.kit.phone import multipart
from tests.kit.questionnaire import Questionnaire
from tests.pages.desk import Desk
from tests.server.office import Office, open_office

VISIT = Questionnaire(questions=(("name", "string"),))


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        url = stack.enter_context(migrated_database()) if request.param == "postgresql" else None
        yield stack.enter_context(open_office(tmp_path, url))


def _sends_an_edit_too_early(office: Office, project: Project, unit: str) -> None:
    app_user = onboarding.add_app_user(office.parts, SYSTEM, project, display_name=unit, unit=unit)
    office.gives("app-user", app_user.actor.id, project, form_id=1)
    body = multipart(VISIT.filled(edits="uuid:not-here-yet", name="Ân").xml, {})
    sent = office.app.test_client().post(
        f"/v1/key/{app_user.token}/projects/1/submission",
        data=body.content,
        content_type=body.content_type,
    )
    assert sent.status_code == 201


def test_a_reader_bound_to_a_unit_is_shown_its_own(office: Office) -> None:
    project = office.project("Đề án 938")
    desk = Desk(office, project.id).signs_in()
    desk.uploads(f"{desk.home}/upload", VISIT.xform())
    desk.sends(f"{desk.form}/draft/publish")
    for unit in ("2025-00001", "2025-00001", "2025-00002"):
        _sends_an_edit_too_early(office, project, unit)
    bound = office.person("huyen")
    office.gives("viewer", bound.id, project, unit="2025-00002")
    with office.parts.database.read() as cx:
        scope = scope_of(cx, people.get_actor(SYSTEM, cx, bound.id))
        assert kept_aside.count_all(SYSTEM, cx, project.id) == {1: KeptAside(waiting=3)}
        assert kept_aside.count_all(scope, cx, project.id) == {1: KeptAside(waiting=1)}
    viewer = Desk(office, project.id).signs_in("huyen@example.org")
    assert "1 phiếu để riêng" in viewer.text
    assert viewer.opens(f"{desk.form}/kept-aside").count("XML như đã nhận") == 1
