"""A model is registered, chosen for a follow-up, and gone from all phones where it was wrong."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from tests.kit.collect.client import BlankForm, Collect
from tests.kit.running import RunningServer
from tests.server.models import A, B, filled, xform

XML = "application/xml"
REGISTERED: dict[str, str | None] = {"day": "2021-03-01", "kind": "shelter", "status": "active"}


def downloads(collect: Collect, form_id: str, folder: Path) -> BlankForm:
    """Fetch a form as Collect does at each sync."""
    (listed,) = [one for one in collect.form_list() if one.form_id == form_id]
    return collect.download(listed, folder)


def test_the_list_walks_from_phone_to_phone(any_server: RunningServer, tmp_path: Path) -> None:
    desk = any_server.coordinator
    for form_id in ("register", "visit"):
        desk.publishes_bytes(form_id, xform(form_id), XML)
    phone = desk.lets_in("register", "visit")
    phone.leaves()
    collect = Collect(phone.server_url)
    empty = downloads(collect, "visit", tmp_path / "1")
    assert (empty.media / "models.csv").read_text() == (
        "name,label,__version,kind,title,status,last_visit\n"
    )

    for number, model in enumerate((A, B)):
        sent = filled(
            "register", f"uuid:{number}", model, {"create": "1"}, REGISTERED, f"Nhà {number}"
        )
        assert collect.send(sent, {}).codes == [201]
    full = downloads(collect, "visit", tmp_path / "2")
    assert (full.media / "models.csv").read_text().splitlines()[1:] == [
        f"{A},Nhà 0,1,shelter,,active,",
        f"{B},Nhà 1,1,shelter,,active,",
    ]

    answers = {"model": A, "day": "2021-05-01", "status": "closed", "last_visit": ""}
    assert collect.send(filled("visit", "uuid:v", A, {"update": "1"}, answers, ""), {}).codes == [
        201
    ]
    found = desk.does("GET", "forms/visit/submissions/uuid:v/findings").json()
    assert {(one["question"], one["kind"], one["level"]) for one in found} <= {
        ("/model", "not-comparable", "note")
    }
    desk.does("DELETE", f"forms/register/submissions/{quote('uuid:1')}")
    less = downloads(collect, "visit", tmp_path / "3")
    assert (less.media / "models.csv").read_text().splitlines()[1:] == [
        f"{A},Nhà 0,2,shelter,,closed,",
    ]
    assert collect.verdict.findings == []
    collect.close()

    told = desk.does(
        "GET", f"forms/visit/attachments/models.csv/integrity?id={A},{B},{B[:-1]}f,x"
    ).text
    assert [part.split("<")[0] for part in told.split("<deleted>")[1:]] == [
        "false",
        "true",
        "false",
    ]
