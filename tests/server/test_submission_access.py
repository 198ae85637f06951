"""Who may see and change which submissions: by role, by project, by unit."""

from __future__ import annotations

import io

from server.store.projects import Project
from tests.server.office import Asker, Office, said
from tests.server.survey import Survey, filled, raw

HERE = "<commune>2025-00001</commune><child><name>Lan</name></child>"
THERE = "<commune>2025-00002</commune><child><name>Nam</name></child>"
PHOTO = "<home><photo>a.jpg</photo></home>"


def viewer_of_one_unit(office: Office, project: Project) -> Asker:
    viewer = office.person("lan")
    office.gives("viewer", viewer.id, project, unit="2025-00001")
    return office.signs_in("lan@example.org")


def test_a_viewer_reads_and_changes_nothing(office: Office) -> None:
    project = office.project("Thôn")
    survey, viewer = Survey(office, project), office.person("xem", "viewer", project)
    survey.sends(office.admin)
    one = survey.at("uuid:A")
    assert said(viewer.get(one)) == (200, None)
    assert survey.column(viewer, "KEY") == ["uuid:A"]
    assert said(viewer.get(f"{survey.path}.svc/Submissions")) == (200, None)
    for refused in (
        viewer.patch(one, {"reviewState": "approved"}),
        viewer.delete(one),
        viewer.post(f"{one}/comments", {"body": "x"}),
        survey.sends(viewer, instance_id="uuid:B"),
        survey.sends(viewer, instance_id="uuid:B", edits="uuid:A"),
        raw(viewer, "POST", f"{one}/attachments/nhà.jpg", b"x"),
    ):
        assert said(refused) == (403, 403.1)
    assert said(office.stranger.get(one)) == (401, 401.2)
    assert said(office.stranger.get(f"{survey.path}/submissions.csv")) == (401, 401.2)


def test_who_only_reads_adds_no_file_by_sending_again_what_it_has_read(office: Office) -> None:
    project = office.project("Thôn")
    survey, viewer = Survey(office, project), office.person("xem", "viewer", project)
    survey.sends(office.admin, PHOTO)
    xml = viewer.get(survey.at("uuid:A", ".xml")).data
    parts = {"xml_submission_file": (io.BytesIO(xml), "a"), "f": (io.BytesIO(b"x"), "a.jpg")}
    path = f"/v1/projects/{project.id}/submission"
    answer = viewer.client.post(path, data=parts, headers=viewer.headers)
    assert answer.status_code == 403
    assert office.admin.get(survey.at("uuid:A", "/files")).get_json() == []


def test_another_projects_manager_sees_nothing(office: Office) -> None:
    survey = Survey(office, office.project("Thôn"))
    survey.sends(office.admin)
    manager = office.person("khac", "manager", office.project("Khác"))
    for tail in ("/submissions", "/submissions.csv", "/submissions.xlsx", ".svc/Submissions"):
        assert said(manager.get(f"{survey.path}{tail}")) == (403, 403.1)
    assert said(manager.get(survey.at("uuid:A", "/files"))) == (403, 403.1)


def test_who_may_only_fill_sends_and_fills_in_its_own_files(office: Office) -> None:
    project = office.project("Thôn")
    survey, collector = Survey(office, project), office.person("thu", "formfill", project)
    sent = survey.sends(collector, PHOTO)
    assert sent.get_json()["submitterId"] == collector.id
    assert said(collector.get(survey.at("uuid:A"))) == (403, 403.1)
    assert said(collector.get(f"{survey.path}/submissions")) == (403, 403.1)
    photo = survey.at("uuid:A", "/attachments/a.jpg")
    assert said(raw(collector, "POST", photo, b"first", "image/jpeg")) == (200, None)
    assert said(raw(collector, "POST", photo, b"second", "image/jpeg")) == (403, 403.1)
    survey.sends(office.admin, PHOTO, "uuid:B")
    others = survey.at("uuid:B", "/attachments/a.jpg")
    assert said(raw(collector, "POST", others, b"x", "image/jpeg")) == (403, 403.1)
    assert office.admin.get(photo).data == b"first"


def test_a_viewer_of_one_unit_sees_its_rows_alone_everywhere(office: Office) -> None:
    project, admin = office.project("Thôn"), office.admin
    survey = Survey(office, project)
    survey.sends(admin, HERE + PHOTO, "uuid:A")
    survey.sends(admin, THERE + PHOTO, "uuid:B")
    raw(admin, "POST", survey.at("uuid:B", "/attachments/a.jpg"), b"x", "image/jpeg")
    viewer = viewer_of_one_unit(office, project)
    listed = viewer.get(f"{survey.path}/submissions").get_json()
    assert [one["instanceId"] for one in listed] == ["uuid:A"]
    assert survey.column(viewer, "KEY") == ["uuid:A"]
    odata = f"{survey.path}.svc/Submissions"
    assert [row["__id"] for row in viewer.get(odata).get_json()["value"]] == ["uuid:A"]
    whole = viewer.get(f"{odata}?%24expand=*&%24count=true").get_json()
    assert [row["__id"] for row in whole["value"]] == ["uuid:A"]
    assert whole["@odata.count"] == 1
    children = viewer.get(f"{odata}.child?%24count=true").get_json()
    assert [row["name"] for row in children["value"]] == ["Lan"]
    assert children["@odata.count"] == 1
    for tail in ("", ".xml", "/versions", "/attachments", "/attachments/a.jpg", "/files"):
        assert said(viewer.get(survey.at("uuid:B", tail))) == (404, 404.1)
    assert said(viewer.get(f"{odata}('uuid%3AB')")) == (404, 404.1)
    zipped = viewer.get(f"{survey.path}/submissions.csv.zip").data
    assert b"media/a.jpg" not in zipped
    assert b"media/a.jpg" in admin.get(f"{survey.path}/submissions.csv.zip").data
    alone = viewer.get(f"{survey.path}/submissions").headers["ETag"]
    assert alone != admin.get(f"{survey.path}/submissions").headers["ETag"]


def test_a_viewer_of_one_unit_is_told_of_nothing_else_in_any_corner(office: Office) -> None:
    project, admin = office.project("Thôn"), office.admin
    survey = Survey(office, project)
    sent = survey.sends(admin, THERE + PHOTO, "uuid:B")
    assert sent.get_json()["createdAt"]
    admin.post(survey.at("uuid:B", "/comments"), {"body": "x"})
    phone = survey.phone()
    phone.submits(survey, filled(THERE, "uuid:B"), photo=b"x")
    viewer, more = viewer_of_one_unit(office, project), {"X_Extended_Metadata": "true"}
    for tail in ("/comments", "/audits", "/diffs", "/versions/uuid:B", "/files"):
        assert said(viewer.get(survey.at("uuid:B", tail))) == (404, 404.1)
    for tail in ("", "/submitters", "/findings", "/conflicts"):
        assert viewer.get(f"{survey.path}/submissions{tail}", **more).get_json() == []
    assert viewer.get(f"/v1/projects/{project.id}", **more).get_json()["lastSubmission"] is None
    assert [one["lastSubmission"] for one in viewer.get("/v1/projects", **more).get_json()] == [
        None
    ]
    form = viewer.get(survey.path, **more).get_json()
    assert (form["submissions"], form["lastSubmission"]) == (0, None)
    assert set(form["reviewStates"].values()) == {0}
    pages = ("", "/forms/village", "/forms/village/kept-aside")
    for page in pages:
        text = viewer.get(f"/projects/{project.id}{page}").text
        assert ("uuid:B" in text, "1 phiếu" in text) == (False, False)


def test_a_submission_that_moved_to_another_unit_takes_its_history_along(office: Office) -> None:
    project, admin = office.project("Thôn"), office.admin
    survey = Survey(office, project)
    survey.sends(admin, HERE)
    viewer = viewer_of_one_unit(office, project)
    assert said(viewer.get(survey.at("uuid:A"))) == (200, None)
    survey.sends(admin, THERE, "uuid:B", edits="uuid:A")
    assert said(viewer.get(survey.at("uuid:A"))) == (404, 404.1)
    assert said(viewer.get(survey.at("uuid:A", "/versions/uuid:A.xml"))) == (404, 404.1)
    assert survey.column(viewer, "KEY") == []


def test_what_is_kept_aside_is_shown_to_whoever_sees_its_unit(office: Office) -> None:
    project, admin = office.project("Thôn"), office.admin
    survey = Survey(office, project)
    survey.sends(admin, HERE)
    phone = survey.phone()
    late = filled(THERE, "uuid:A")
    assert phone.submits(survey, late).status_code == 201
    path = f"{survey.path}/submissions/conflicts"
    (aside,) = admin.get(path).get_json()
    assert (aside["instanceId"], aside["submissionInstanceId"]) == ("uuid:A", "uuid:A")
    assert (aside["state"], aside["reason"]) == ("conflict", "other-bytes")
    assert admin.get(f"{path}/{aside['id']}.xml").data == late
    viewer = viewer_of_one_unit(office, project)
    assert viewer.get(path).get_json() == []
    assert said(viewer.get(f"{path}/{aside['id']}.xml")) == (404, 404.1)


def test_an_app_user_lists_nothing(office: Office) -> None:
    project = office.project("Thôn")
    survey = Survey(office, project)
    phone = survey.phone()
    for tail in ("/submissions", "/submissions.csv", ".svc/Submissions"):
        assert said(phone.get(f"{survey.path}{tail}")) == (403, 403.1)
