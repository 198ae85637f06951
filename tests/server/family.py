"""Families are asked in a project: the form with rules, sent by people and read by them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from werkzeug.test import TestResponse

from server.jobs import Mender
from server.people import onboarding
from server.services import SYSTEM
from server.store import forms
from server.store.collected import Collection
from server.store.projects import Project
from tests.kit import family
from tests.server.office import Asker, Office
from tests.server.survey import SurveyPhone, raw

WRONG: dict[str, Any] = {
    "name": "",
    "age": 130,
    "sex": "x",
    "code": "ab",
    "twice": 1,
    "children": (3, 140),
}
"""Answers with a fault at five questions, a hidden one among them, and a note."""


class Families:
    """The form in a project."""

    def __init__(self, office: Office, project: Project | None = None, **form: Any) -> None:
        self.office = office
        self.project = project or office.project("Gia đình")
        self.path = f"/v1/projects/{self.project.id}/forms/{family.FORM_ID}"
        made = raw(
            office.admin,
            "POST",
            f"/v1/projects/{self.project.id}/forms?publish=true&ignoreWarnings=true",
            family.xform(**form),
        )
        assert made.status_code == 200, made.text

    def drafts(self, version: str, media: bytes | None = None, **form: Any) -> None:
        drafted = raw(
            self.office.admin,
            "POST",
            f"{self.path}/draft?ignoreWarnings=true",
            family.xform(version, **form),
        )
        assert drafted.status_code == 200, drafted.text
        if media is not None:
            self.gives(media)

    def gives(self, media: bytes) -> None:
        """Put the list of communes beside the draft."""
        path = f"{self.path}/draft/attachments/communes.csv"
        assert raw(self.office.admin, "POST", path, media, "text/csv").status_code == 200

    def publishes(self, version: str, media: bytes | None = None, **form: Any) -> None:
        self.drafts(version, media, **form)
        assert self.office.admin.post(f"{self.path}/draft/publish").status_code == 200

    def sends(self, instance_id: str = "uuid:A", **answers: Any) -> TestResponse:
        """Send one over REST, as the administrator."""
        xml = family.filled(instance_id, **answers)
        path = f"{self.path}/submissions"
        if edits := answers.get("edits"):
            return raw(self.office.admin, "PUT", f"{path}/{quote(edits, safe='')}", xml)
        return raw(self.office.admin, "POST", path, xml)

    def tries(self, instance_id: str, **answers: Any) -> TestResponse:
        """Send a test of the draft."""
        xml = family.filled(instance_id, **answers)
        return raw(self.office.admin, "POST", f"{self.path}/draft/submissions", xml)

    def phone(self, language: str = "vi", unit: str | None = None) -> FamilyPhone:
        """The phone of somebody who was given this form."""
        parts = self.office.parts
        user = onboarding.add_app_user(
            parts, SYSTEM, self.project, display_name="Mai", language=language, unit=unit
        )
        self.office.gives("app-user", user.actor.id, self.project, form_id=self.collection.form_id)
        assert user.token is not None
        return FamilyPhone(self.office.stranger.client, user.token, self.project.id)

    def asks(self, tail: str = "", who: Asker | None = None, **headers: str) -> Any:
        """Return what the API says below the form's submissions."""
        answer = (who or self.office.admin).get(f"{self.path}/submissions{tail}", **headers)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def finds(self, query: str = "", who: Asker | None = None) -> list[tuple[str, str, str]]:
        """Return submission, place and kind of what the check has found."""
        found = self.asks(f"/findings{query}", who)
        return [(one["instanceId"][-1], one["path"], one["kind"]) for one in found]

    def keys(self, query: str) -> list[str]:
        return [one["instanceId"][-1] for one in self.asks(query)]

    def mends(self) -> bool:
        """What the server does by itself every minute."""
        return Mender(self.office.parts).mend()

    @property
    def collection(self) -> Collection:
        with self.office.parts.database.read() as cx:
            form = forms.get(SYSTEM, cx, self.project.id, family.FORM_ID)
        return Collection(project_id=form.project_id, form_id=form.id, draft=False)


class FamilyPhone(SurveyPhone):
    """Sends as ODK Collect does, and reads what it is told."""

    def __init__(self, client: Any, token: str, project_id: int) -> None:
        super().__init__(client, token)
        self.project_id = project_id

    def hears(self, xml: bytes) -> str:
        """Send an XML; return the message that the volunteer reads."""
        answer = self.posts(self.project_id, xml)
        assert answer.status_code == 201, answer.text
        return answer.text.partition('nature="submit_success">')[2].partition("</message>")[0]
