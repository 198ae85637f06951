"""Tokens, passwords and answers are found nowhere but where they belong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import requests

from tests.kit.coordinator import Coordinator
from tests.kit.phone import Phone
from tests.kit.process import serving
from tests.kit.questionnaire import Questionnaire
from tests.kit.raw import request, talk
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, fresh_config, prepare

ANSWER, WRONG = "canary-answer-of-a-woman", "canary-wrong-password"
FORM = Questionnaire()


def test_no_secret_of_a_days_work_is_in_the_log_or_open_in_the_database() -> None:
    with fresh_config("sqlite") as config:
        coordinator = Coordinator(config.public_url, prepare(config))
        with serving(config) as process:
            coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
            coordinator.publishes(FORM)
            phone = coordinator.lets_in(FORM.form_id, name="canary-name")
            secrets = _works(config.data, coordinator, phone)
            phone.leaves()
        log = process.said
        coordinator.leaves()
        assert "bug" in log  # the fault that was provoked was noted
        stored = b"".join(path.read_bytes() for path in config.data.glob("tincay.sqlite3*"))
        assert b"user.session.create" in stored
        told = {name: text for name, text in secrets.items() if text in log}
        kept = {name for name, text in secrets.items() if text.encode() in stored}
        assert told == {}
        assert kept == {"answer", "csrf"}  # the record itself; and a proof that opens nothing


def _works(data: Path, coordinator: Coordinator, phone: Phone) -> dict[str, str]:
    """Do what people, phones and strangers do, right and wrong; return what must not be told."""
    token = phone.server_url.split("/key/")[1].split("/")[0]
    session = str(coordinator.http.headers["Authorization"]).removeprefix("Bearer ")
    filled = phone.fills(FORM, instance_id="uuid:a", name=ANSWER, photo="a.jpg")
    assert phone.sends(filled, files={"a.jpg": b"JPEG"}).status == 201
    given = coordinator.does("POST", f"app-users/{phone.app_user_id}/device-password").json()
    url, paths = coordinator.url, (f"/v1/key/{token}", f"/v1/test/{token}", f"/v1/sessions/{token}")
    sign_in = {"email": ADMIN_EMAIL, "password": WRONG}
    csrf = requests.post(
        f"{url}/v1/sessions", json={"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD}, timeout=30
    ).json()["csrf"]
    requests.post(f"{url}/v1/sessions", json=sign_in, timeout=30)
    requests.post(f"{url}/sign-in", data=sign_in, timeout=30)
    for path in paths:
        for tail in ("", "/projects/9", "/projects/1/forms/%ff", f"/projects?st={token}", "/\x7f"):
            requests.get(f"{url}{path}{tail}", timeout=30)
        talk(
            f"{url}{path}/x",
            request(f"{url}{path}/x", {"Content-Length": "5"}),
            b"ab",
            hang_up=True,
        )
        talk(f"{url}{path}/x", f"GET {path}/%2f[ HTTP/9.9\r\n\r\n".encode(), hang_up=True)
    _provoke_a_fault(data, coordinator)
    return {
        "token": token,
        "session": session,
        "csrf": csrf,
        "password": ADMIN_PASSWORD,
        "wrong password": WRONG,
        "device password": given["password"],
        "answer": ANSWER,
    }


def _provoke_a_fault(data: Path, coordinator: Coordinator) -> None:
    """Break what the server has written, so that it stumbles over somebody's words."""
    with closing(sqlite3.connect(data / "tincay.sqlite3")) as cx, cx:
        cx.execute("update flat_row set cells = ?", (ANSWER,))
    path = f"forms/{FORM.form_id}.svc/Submissions"
    assert coordinator.asks("GET", path).status_code == 500
