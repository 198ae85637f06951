"""The register of models in a project: a form that registers and changes, one that follows up."""

from __future__ import annotations

import csv
import io
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from server.ingest.again import derive_again
from server.people import onboarding
from server.services import SYSTEM
from server.store import entities, forms, to_derive
from tests.server.office import Office
from tests.server.survey import SurveyPhone, raw

LIST = "models"
A, B = (str(uuid.UUID(int=number, version=4)) for number in (1, 2))
_BINDS = {
    "register": ("kind", "title", "status"),
    "visit": ("status", "last_visit"),
}


def xform(form_id: str, version: str = "1") -> bytes:
    """A form that saves its answers to the list, and chooses from it."""
    saved = _BINDS[form_id]
    fields = "".join(f"<{name}/>" for name in saved)
    binds = "".join(
        f'<bind nodeset="/data/{name}" type="string" entities:saveto="{name}"/>' for name in saved
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:app="urn:tincay:app" '
        'xmlns:entities="http://www.opendatakit.org/xforms/entities"><h:head>'
        f'<h:title>{form_id}</h:title><model entities:entities-version="2024.1.0">'
        f'<instance><data id="{form_id}" version="{version}"><model/><day/>{fields}<meta>'
        '<entity dataset="models" id="" create="" update="" baseVersion=""><label/></entity>'
        "<instanceID/></meta></data></instance>"
        '<instance id="models" src="jr://file-csv/models.csv"/>'
        '<bind nodeset="/data/model" type="string"/>'
        f'<bind nodeset="/data/day" type="date" app:is="event-date"/>{binds}'
        '<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/></model></h:head>'
        '<h:body><select1 ref="/data/model"><itemset nodeset="'
        "instance('models')/root/item[status != 'closed']"
        '">'
        '<value ref="name"/><label ref="label"/></itemset></select1><input ref="/data/day"/>'
        + "".join(f'<input ref="/data/{name}"/>' for name in saved)
        + "</h:body></h:html>"
    ).encode()


class Models:
    """The two forms in a project of an office."""

    def __init__(self, office: Office, *form_ids: str) -> None:
        self.office = office
        self.project = office.project("Mô hình")
        self.path = f"/v1/projects/{self.project.id}"
        for form_id in form_ids or ("register", "visit"):
            self.publishes(form_id)

    def publishes(self, form_id: str) -> None:
        path = f"{self.path}/forms?publish=true&ignoreWarnings=true"
        made = raw(self.office.admin, "POST", path, xform(form_id))
        assert made.status_code == 200, made.text

    def registers(self, instance_id: str, model: str = A, **more: str | None) -> None:
        """Send a registration."""
        answers: dict[str, str | None] = {"day": "2021-03-01", "kind": "shelter"}
        answers |= {"title": "Nhà", "status": "active"}
        self._sends("register", instance_id, model, {"create": "1"}, answers | more)

    def visits(self, instance_id: str, model: str = A, **more: str | None) -> None:
        """Send a follow-up."""
        answers: dict[str, str | None] = {
            "day": "2021-06-15",
            "status": "paused",
            "last_visit": "2021-06-15",
        }
        self._sends("visit", instance_id, model, {"update": "1"}, answers | more)

    def _sends(
        self,
        form_id: str,
        instance_id: str,
        model: str,
        does: dict[str, str],
        answers: dict[str, str | None],
    ) -> None:
        edits, root = answers.pop("edits", None), answers.pop("root", None)
        label = answers.pop("label", None)
        xml = filled(form_id, instance_id, model, does, answers, label or "", edits)
        path = f"{self.path}/forms/{form_id}/submissions"
        if edits is not None:
            path = f"{path}/{quote(root or edits, safe='')}"
        sent = raw(self.office.admin, "PUT" if edits else "POST", path, xml)
        assert sent.status_code == 200, sent.text

    def reviews(self, form_id: str, instance_id: str, state: str | None) -> None:
        path = f"{self.path}/forms/{form_id}/submissions/{quote(instance_id, safe='')}"
        assert self.office.admin.patch(path, {"reviewState": state}).status_code == 200

    def on_phones(self, form_id: str = "visit") -> list[list[str]]:
        """Return the list as phones get it: rows with the header first."""
        answer = self.office.admin.get(f"{self.path}/forms/{form_id}/attachments/models.csv")
        assert answer.status_code == 200, answer.text
        return list(csv.reader(io.StringIO(answer.get_data(as_text=True))))

    def on(self, day: str) -> list[tuple[str, dict[str, str]]]:
        """Return label and properties of the entities as they stood on a day."""
        with self.office.parts.database.read() as cx:
            found = entities.snapshot(SYSTEM, cx, self.project.id, LIST, date.fromisoformat(day))
            return [(one.label, dict(one.properties)) for one in found]

    def history(self) -> str:
        answer = self.office.admin.get(f"{self.path}/datasets/{LIST}/versions.csv")
        assert answer.status_code == 200, answer.text
        return answer.get_data(as_text=True)

    def phone(self, *form_ids: str) -> SurveyPhone:
        """The phone of somebody who was given some forms."""
        parts = self.office.parts
        user = onboarding.add_app_user(parts, SYSTEM, self.project, display_name="Mai")
        for form_id in form_ids:
            with parts.database.read() as cx:
                form = forms.get(SYSTEM, cx, self.project.id, form_id)
            self.office.gives("app-user", user.actor.id, self.project, form_id=form.id)
        assert user.token is not None
        return SurveyPhone(self.office.stranger.client, user.token)

    def rebuilds(self) -> None:
        """What ``tincay rebuild`` does."""
        with self.office.parts.database.read() as cx:
            keys = to_derive.list_versions(SYSTEM, cx)
        assert derive_again(self.office.parts, keys) == 0


def filled(
    form_id: str,
    instance_id: str,
    model: str,
    does: dict[str, str],
    answers: Mapping[str, str | None],
    label: str,
    edits: str | None = None,
) -> bytes:
    """Write a submission as ODK Collect does."""
    root = ET.Element("data", id=form_id, version="1")
    for name, value in {"model": "" if "create" in does else model, **answers}.items():
        ET.SubElement(root, name).text = value
    meta = ET.SubElement(root, "meta")
    entity = ET.SubElement(meta, "entity", {"dataset": LIST, "id": model, **does})
    ET.SubElement(entity, "label").text = label
    ET.SubElement(meta, "instanceID").text = instance_id
    if edits:
        ET.SubElement(meta, "deprecatedID").text = edits
    return ET.tostring(root, encoding="unicode").encode()
