"""A survey of villages: a form with groups, nested repeats, choices and a photo, and its data."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

from werkzeug.test import TestResponse

from server.ingest.derived import NOTHING
from server.people import onboarding
from server.services import SYSTEM
from server.store import derivations, forms, to_derive, versions
from server.store.projects import Project
from tests.server.office import Asker, Office, Phone

XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
  xmlns:app="https://tincay.example.org/xforms">
<h:head><h:title>Khảo sát thôn</h:title><model>
<itext>
<translation lang="Tiếng Việt (vi)" default="true()">
<text id="well"><value>Giếng</value></text><text id="rain"><value>Nước mưa</value></text>
</translation>
<translation lang="English (en)">
<text id="well"><value>Well</value></text><text id="rain"><value>Rain</value></text>
</translation>
</itext>
<instance><data id="village" version="VERSION"><commune/><visited/><home><water/><photo/></home>
<place/><child jr:template=""><name/><age/><toy jr:template=""><name/></toy></child>EXTRA
<meta><instanceID/><instanceName/></meta></data></instance>
<bind nodeset="/data/commune" type="string" app:is="unit"/>
<bind nodeset="/data/visited" type="date"/>
<bind nodeset="/data/home/water" type="string"/>
<bind nodeset="/data/home/photo" type="binary"/>
<bind nodeset="/data/place" type="geopoint"/>
<bind nodeset="/data/child/name" type="string"/>
<bind nodeset="/data/child/age" type="int"/>
<bind nodeset="/data/child/toy/name" type="string"/>
<bind nodeset="/data/meta/instanceID" type="string"/>
</model></h:head>
<h:body><input ref="/data/commune"/><input ref="/data/visited"/>
<group ref="/data/home"><select ref="/data/home/water">
<item><label ref="jr:itext('well')"/><value>well</value></item>
<item><label ref="jr:itext('rain')"/><value>rain</value></item></select>
<upload ref="/data/home/photo" mediatype="image/*"/></group>
<input ref="/data/place"/>
<group ref="/data/child"><repeat nodeset="/data/child"><input ref="/data/child/name"/>
<input ref="/data/child/age"/><group ref="/data/child/toy"><repeat nodeset="/data/child/toy">
<input ref="/data/child/toy/name"/></repeat></group></repeat></group></h:body></h:html>"""

ANSWERS = (
    "<commune>2025-00001</commune><visited>2026-03-01</visited>"
    "<home><water>well rain</water><photo>nhà.jpg</photo></home>"
    "<place>21.03 105.85 12 4.5</place>"
    "<child><name>Lan</name><age>7</age><toy><name>bóng</name></toy>"
    "<toy><name>diều</name></toy></child>"
    "<child><name>Nam</name><age>9</age><toy><name>xe</name></toy></child>"
)


class Survey:
    """The survey in a project: the server's side is asked through people."""

    def __init__(self, office: Office, project: Project, version: str = "1") -> None:
        self.office = office
        self.project = project
        self.path = f"/v1/projects/{project.id}/forms/village"
        self.publishes(version)

    def publishes(self, version: str, extra: str = "", meta: str = "") -> None:
        """Publish a version; ``extra`` and ``meta``: nodes that it asks besides."""
        text = XFORM.replace("VERSION", version).replace("EXTRA", extra)
        xform = text.replace("<instanceName/>", f"<instanceName/>{meta}").encode()
        if version == "1":
            path = f"/v1/projects/{self.project.id}/forms?publish=true&ignoreWarnings=true"
            answer = raw(self.office.admin, "POST", path, xform)
            assert answer.status_code == 200, answer.text
            return
        drafted = raw(self.office.admin, "POST", f"{self.path}/draft", xform)
        assert drafted.status_code == 200, drafted.text
        assert self.office.admin.post(f"{self.path}/draft/publish").status_code == 200

    def sends(
        self,
        who: Asker,
        answers: str = ANSWERS,
        instance_id: str = "uuid:A",
        *,
        version: str = "1",
        edits: str | None = None,
    ) -> TestResponse:
        """Send a submission over REST; ``edits``: the version that it replaces."""
        xml = filled(answers, instance_id, version=version, edits=edits)
        if edits is None:
            return raw(who, "POST", f"{self.path}/submissions?deviceID=tablet", xml)
        root = quote(edits.partition(" ")[0], safe="")
        return raw(who, "PUT", f"{self.path}/submissions/{root}", xml)

    def phone(self) -> SurveyPhone:
        """The phone of somebody who was given this form."""
        parts = self.office.parts
        user = onboarding.add_app_user(parts, SYSTEM, self.project, display_name="Mai")
        with parts.database.read() as cx:
            form = forms.get(SYSTEM, cx, self.project.id, "village")
        self.office.gives("app-user", user.actor.id, self.project, form_id=form.id)
        assert user.token is not None
        return SurveyPhone(self.office.stranger.client, user.token)

    def at(self, instance_id: str, tail: str = "") -> str:
        return f"{self.path}/submissions/{quote(instance_id, safe='')}{tail}"

    def csv(self, who: Asker, query: str = "") -> str:
        """The form's own table, without the columns that the clock fills."""
        answer = who.get(f"{self.path}/submissions.csv{query}")
        assert answer.status_code == 200, answer.text
        return answer.get_data(as_text=True)

    def loses_what_was_derived(self) -> None:
        """What a failed derivation leaves: the record alone."""
        with self.office.parts.database.write() as cx:
            for project_id, _, version_id in to_derive.list_versions(SYSTEM, cx):
                derivations.drop(cx, project_id, version_id)
                versions.change(cx, project_id, version_id, **NOTHING)

    def column(self, who: Asker, name: str, query: str = "") -> list[str]:
        return [row[name] for row in csv.DictReader(io.StringIO(self.csv(who, query)))]


class SurveyPhone(Phone):
    """Sends as ODK Collect does."""

    address = ""
    """Where to, if not below its token."""

    def submits(self, survey: Survey, xml: bytes, **files: bytes) -> TestResponse:
        """Send an XML with files; the answer is what the phone hears."""
        return self.posts(survey.project.id, xml, **files)

    def posts(self, project_id: int, xml: bytes, **files: bytes) -> TestResponse:
        parts = {"xml_submission_file": (io.BytesIO(xml), "a.xml", "text/xml")}
        for name, content in files.items():
            parts[name] = (io.BytesIO(content), name, "application/octet-stream")
        path = self.address or f"/v1/key/{self.token}/projects/{project_id}/submission"
        return self.client.post(path, data=parts, headers={"X-OpenRosa-Version": "1.0"})


def filled(
    answers: str, instance_id: str, *, version: str = "1", edits: str | None = None
) -> bytes:
    deprecated = "" if edits is None else f"<deprecatedID>{edits}</deprecatedID>"
    return (
        f'<data id="village" version="{version}">{answers}<meta>'
        f"<instanceID>{instance_id}</instanceID>{deprecated}"
        f"<instanceName>Thôn {instance_id[-1]}</instanceName></meta></data>"
    ).encode()


def raw(
    who: Asker, method: str, path: str, body: bytes, kind: str = "application/xml"
) -> TestResponse:
    return who.client.open(path, method=method, data=body, content_type=kind, headers=who.headers)
