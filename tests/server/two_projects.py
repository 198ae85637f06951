"""Two projects that have nothing to do with each other, and one caller of each kind."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from exports.indicators.release import Figure
from server import clock
from server.app import create_app
from server.auth.identify import Door
from server.importing.bringing import bring
from server.importing.opening import Wanted, open_import
from server.importing.source import read_source
from server.people import onboarding
from server.services import SYSTEM, Services
from server.store import blobs, forms, releases, targets
from server.store.database import Cx, Database
from server.store.forms import Form
from server.store.projects import Project
from server.store.targets import StoredTarget
from tests.kit.workbooks import XLSX, workbook
from tests.server.office import PASSWORD, Asker, Office
from tests.server.survey import SurveyPhone, raw

_DAY = date(2021, 1, 1)
MINE, THEIRS = "mine", "theirs"
"""Stands in every address of a project: its form's id, its submissions, files and versions."""


def secret_of(name: str) -> bytes:
    """Return what stands in everything that a project tells its own, and in no address."""
    return f"secret of {name}".encode()


class ForgetfulDatabase(Database):
    """A database in which nothing that a request writes outlives it: the next finds the world."""

    @contextmanager
    def write(self) -> Iterator[Cx]:
        with super().write() as cx:
            yield cx
            cx.rollback()


@dataclass(frozen=True)
class Side:
    """One of the two projects, in which every kind of thing is there once."""

    project: Project
    manager: Asker
    phone: SurveyPhone
    given: dict[str, str]
    """What stands in the places of a route's path."""


class World:
    """The two projects and everybody who asks."""

    def __init__(self, office: Office) -> None:
        self.mine, self.theirs = _side(office, MINE), _side(office, THEIRS)
        project = self.mine.project
        viewer = office.person("xem", "viewer", project)
        self.mine.given["user_id"] = str(viewer.id)
        self.callers: dict[str, Asker] = {
            "nobody": office.stranger,
            "bad token": Asker(office.stranger.client, {"Authorization": f"Bearer {'x' * 64}"}),
            "revoked phone": _lost_phone(office, project),
            "phone of another project": self.theirs.phone,
            "phone": self.mine.phone,
            "data collector": office.person("thu", "formfill", project),
            "viewer": viewer,
            "manager": self.mine.manager,
            "manager of another project": self.theirs.manager,
            "administrator": office.admin,
        }
        self.parts = _forgetful(office.parts)
        self.app = create_app(self.parts)
        client = self.app.test_client(use_cookies=False)
        for caller in self.callers.values():
            caller.client = client

    def asks(self, who: str, method: str, rule: Rule, given: Mapping[str, str]) -> TestResponse:
        """Send a request that the administrator could send."""
        caller, path = self.callers[who], path_of(rule, given)
        body, kind = _body(method, rule.rule)
        if isinstance(caller, SurveyPhone) and path.startswith("/v1/"):
            path = path.replace("/v1/", f"/v1/key/{caller.token}/", 1)
        elif isinstance(caller, SurveyPhone):
            path = f"{path}?st={quote(caller.token)}"
        return caller.client.open(
            path,
            method=method,
            data=body,
            content_type=kind,
            headers=caller.headers,
            buffered=True,
        )


def _side(office: Office, name: str) -> Side:
    secret = secret_of(name).decode()
    project = office.project(secret)
    manager = office.person(f"quan-ly-{name}", "manager", project)
    path = f"/v1/projects/{project.id}/forms"
    for form_id in (f"gone_{name}", f"visit_{name}"):
        _publishes(manager, path, form_id, name, secret)
    _fills_a_list(manager, path, name, secret)
    with office.parts.database.read() as cx:
        gone = forms.get(SYSTEM, cx, project.id, f"gone_{name}")
        form = forms.get(SYSTEM, cx, project.id, f"visit_{name}")
    assert manager.delete(f"{path}/gone_{name}").status_code == 200
    numbers = [_closes(office, project, secret, unit) for unit in _CLOSED[name]]
    user = onboarding.add_app_user(office.parts, SYSTEM, project, display_name=secret)
    office.gives("app-user", user.actor.id, project, form_id=form.id)
    phone = SurveyPhone(office.stranger.client, user.token or "")
    at = f"{path}/visit_{name}"
    token = manager.get(f"{at}/draft").get_json()["draftToken"]
    for place in (at, f"{at}/draft"):
        _collects(manager, place, name, secret)
        _deletes(manager, place, name, secret)
    clash = filled(name, f"{secret}, other bytes")
    _sends(phone, f"/v1/key/{phone.token}/projects/{project.id}/submission", name, clash)
    _sends(phone, f"/v1/test/{token}/{at.removeprefix('/v1/')}/draft/submission", name, clash)
    brought = _imports(office, project, form, secret)
    (aside,) = manager.get(f"{at}/submissions/conflicts").get_json()
    (tried,) = manager.get(f"{at}/draft/submissions/conflicts").get_json()
    (file,) = manager.get(f"{at}/submissions/uuid:{name}/files").get_json()
    aimed_at = StoredTarget(
        code="C1", unit="country", from_day=_DAY, to_day=_DAY, value=1.0, source=secret
    )
    with office.parts.database.write() as cx:
        target_id = targets.add(cx, project.id, aimed_at)
    given = {
        "project_id": str(project.id),
        "target_id": str(target_id),
        "xml_form_id": f"visit_{name}",
        "form_number": str(gone.id),
        "actor_id": str(user.actor.id),
        "instance_id": f"uuid:{name}",
        "version_id": f"uuid:{name}",
        "conflict": aside["id"],
        "draft_conflict": tried["id"],
        "sha256": file["sha256"],
        "photo": f"{name}.jpg",
        "media": f"{name}.csv",
        "version": name,
        "token": phone.token,
        "address": "Submissions",
        "ending": "xlsx",
        "release_number": str(numbers[-1]),
        "filename": "tincay.css",
        "import_id": brought,
    }
    return Side(project, manager, phone, given)


def _publishes(manager: Asker, path: str, form_id: str, name: str, secret: str) -> None:
    """Publish a workbook with a file beside it, and begin the next draft."""
    questions = (
        (f"select_one_from_file {name}.csv", "group", secret),
        ("text", "note", secret),
        ("image", "photo", secret),
    )
    book = workbook(*questions, form_id=form_id, version=name, title=secret)
    made = raw(manager, "POST", f"{path}?ignoreWarnings=true", book, XLSX)
    assert made.status_code == 200, made.text
    media = f"{path}/{form_id}/draft/attachments/{name}.csv"
    assert raw(manager, "POST", media, b"name,label\n1,x\n", "text/csv").status_code == 200
    assert manager.post(f"{path}/{form_id}/draft/publish").status_code == 200
    assert manager.post(f"{path}/{form_id}/draft").status_code == 200


def _fills_a_list(manager: Asker, path: str, name: str, secret: str) -> None:
    """Publish a form that fills an entity list, and send an entry."""
    entity = f'<entity dataset="{name}.csv" id="{{}}" create="1"><label>{{}}</label></entity>'
    one = (
        f'<data id="list_{name}" version="1"><meta>{{}}<instanceID>{{}}</instanceID></meta></data>'
    )
    xform = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f"<h:head><h:title>{secret}</h:title><model><instance>"
        f"{one.format(entity.format('', ''), '')}</instance></model></h:head><h:body/></h:html>"
    )
    made = raw(manager, "POST", f"{path}?publish=true&ignoreWarnings=true", xform.encode())
    assert made.status_code == 200, made.text
    entry = one.format(entity.format("00000000-0000-4000-8000-000000000001", secret), "uuid:1")
    sent = raw(manager, "POST", f"{path}/list_{name}/submissions", entry.encode())
    assert sent.status_code == 200, sent.text


_CLOSED = {MINE: ("2024-06",), THEIRS: ("2024-06", "2024-22")}
"""The units whose period is closed, so that the last numbers differ."""


def _closes(office: Office, project: Project, secret: str, unit: str) -> int:
    """Close a period of a unit with one figure."""
    parts, day, now = office.parts, date(2021, 1, 1), clock.now()
    file = parts.blobs.take([secret.encode()])
    parts.blobs.keep(file)
    report = releases.Report(
        unit=unit,
        vintage="2024",
        level="province",
        period="2021",
        from_day=day,
        to_day=date(2021, 12, 31),
        language="vi",
        definitions={},
        protected=[],
        sha256=file.sha256,
        size=file.size,
    )
    figure = Figure(
        indicator="C1",
        label=secret,
        unit=unit,
        unit_name=secret,
        from_day=day,
        to_day=day,
        dimension="",
        category="",
        category_label="",
        numerator=1.0,
        denominator=None,
        value=1.0,
        target=None,
        suppressed=False,
        bridged=0.0,
    )
    with parts.database.write() as cx:
        blobs.record(cx, file.sha256, file.size, now)
        return releases.add(cx, project.id, report, [figure], closed_at=now, closed_by=None)


def _collects(manager: Asker, place: str, name: str, secret: str) -> None:
    """Send a submission with a photo, and say something about it."""
    sent = raw(manager, "POST", f"{place}/submissions", filled(name, secret))
    assert sent.status_code == 200, sent.text
    one = f"{place}/submissions/uuid:{name}"
    photo = raw(manager, "POST", f"{one}/attachments/{name}.jpg", secret.encode(), "image/jpeg")
    assert photo.status_code == 200
    assert manager.post(f"{one}/comments", {"body": secret}).status_code == 200


def _deletes(manager: Asker, place: str, name: str, secret: str) -> None:
    """Send another submission and delete it."""
    gone = f"uuid:gone-{name}"
    sent = raw(manager, "POST", f"{place}/submissions", filled(name, secret, gone))
    assert sent.status_code == 200, sent.text
    assert manager.delete(f"{place}/submissions/{gone}").status_code == 200


def _imports(office: Office, project: Project, form: Form, secret: str) -> str:
    """Import a table of one row."""
    source = read_source("so.csv", f"note\n{secret}\n".encode())
    wanted = Wanted(form_id=form.xml_form_id, source=source)
    opened = open_import(office.parts, project, wanted)
    assert bring(office.parts, SYSTEM, opened).stored == 1
    return opened.id


def _sends(phone: SurveyPhone, path: str, name: str, xml: bytes) -> None:
    """Send as a phone does; it has been heard of then, which is noted once a minute."""
    parts = {
        "xml_submission_file": (io.BytesIO(xml), "a.xml"),
        f"{name}.jpg": (io.BytesIO(secret_of(name)), f"{name}.jpg"),
    }
    answer = phone.client.post(path, data=parts)
    assert answer.status_code == 201, answer.text


def filled(name: str, note: str, instance_id: str | None = None) -> bytes:
    """Fill the form of a project."""
    return (
        f'<data id="visit_{name}" version="{name}"><note>{note}</note><photo>{name}.jpg</photo>'
        f"<meta><instanceID>{instance_id or f'uuid:{name}'}</instanceID></meta></data>"
    ).encode()


def _lost_phone(office: Office, project: Project) -> SurveyPhone:
    user = onboarding.add_app_user(office.parts, SYSTEM, project, display_name="Mất máy")
    onboarding.revoke(office.parts, SYSTEM, project.id, user.actor.id)
    return SurveyPhone(office.stranger.client, user.token or "")


def _forgetful(parts: Services) -> Services:
    database = ForgetfulDatabase(parts.database.url)
    return replace(parts, database=database, door=Door(database, parts.box, parts.passwords))


def path_of(rule: Rule, given: Mapping[str, str]) -> str:
    """Write the path of a route; what a name stands for hangs on where it stands."""
    here = {"role": "app-user", **given}
    here["name"] = here["photo"] if "instance_id" in rule.arguments else here["media"]
    if "/conflicts/" in rule.rule:
        here["version_id"] = here["draft_conflict" if "/draft/" in rule.rule else "conflict"]
    if rule.rule.endswith("/<instance_id>/restore"):
        here["instance_id"] = here["instance_id"].replace("uuid:", "uuid:gone-")
    if "/assignments" in rule.rule and "xml_form_id" not in rule.arguments:
        here |= {"role": "viewer", "actor_id": here.get("user_id", here["actor_id"])}
    if "project_id" not in rule.arguments:
        here |= {"role": "admin", "actor_id": "5"}
    path = rule.rule.replace("<any(xlsx, xls):ending>", here["ending"])
    for name in rule.arguments:
        for kind in ("", "int:", "uuid:", "path:"):
            path = path.replace(f"<{kind}{name}>", quote(here.get(name, ""), safe=""))
    return path


def _body(method: str, rule: str) -> tuple[bytes, str]:
    """Return something that the route looks at, once it has let its caller in."""
    new = filled(MINE, "new", "uuid:new")
    if rule.endswith("/submission"):
        head = b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"\r\n\r\n'
        return head + new + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"
    if rule.endswith("/password"):
        given = f'{{"old": "{PASSWORD}", "new": "another long password"}}'
        return given.encode(), "application/json"
    if method == "PUT":
        return new, "application/xml"
    if rule.endswith("/submissions"):
        return filled("unheard", "of another form", "uuid:new"), "application/xml"
    if rule.endswith(("/draft", "/forms")):
        return b"", "application/xml"
    said = _SAID.get((method, rule.rpartition("/")[2]), b"{}")
    return said, "application/json"


_SAID = {
    ("POST", "comments"): b'{"body": "new"}',
    ("PATCH", "<instance_id>"): b'{"reviewState": "approved"}',
}
