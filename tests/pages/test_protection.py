"""What nobody can do to the pages from outside."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.kit.questionnaire import Questionnaire
from tests.pages.desk import Desk, workbook

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HOSTILE = "<script>alert(1)</script>"


def _changing_paths(desk: Desk) -> list[str]:
    """Return where every form of the pages goes, but those that strangers may send."""
    given = {
        "project_id": desk.project_id,
        "xml_form_id": "visit",
        "actor_id": 6,
        "release_number": 1,
        "target_id": 1,
        "import_id": "0123456789",
    }
    for_all = {"pages.sign_in.sign_in", "pages.sign_in.choose_language"}
    return sorted(
        desk.office.app.url_map.bind("localhost").build(
            rule.endpoint, {name: given[name] for name in rule.arguments}, method="POST"
        )
        for rule in desk.office.app.url_map.iter_rules()
        if rule.endpoint.startswith("pages.") and "POST" in (rule.methods or ())
        if rule.endpoint not in for_all
    )


def test_every_form_needs_the_proof_that_our_page_sent_it(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    paths = _changing_paths(desk)
    assert len(paths) > 12
    told = {}
    for path in paths:
        answer = desk.browser.post(path, data={"__csrf": "guessed"})
        told[path] = (answer.status_code, "Mã lỗi 401.7" in answer.text)
    assert told == dict.fromkeys(paths, (401, True))
    assert "Bản nháp" in desk.opens(f"{desk.home}/forms/visit/draft")


def test_pages_let_nothing_in_and_are_not_kept(desk: Desk) -> None:
    desk.opens(desk.home)
    headers = desk.page.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_pages_bring_no_script_and_no_style_of_their_own(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    desk.sends(f"{desk.home}/app-users", display_name="Chị Hoa")
    person = desk.at
    paths = (desk.home, desk.form, f"{desk.home}/forms/visit/draft", person)
    for path in (*paths, f"{desk.home}/upload", "/nowhere"):
        desk.opens(path)
        assert re.search(r"<script|<style|\sstyle=|\son\w+=", desk.page.text) is None, path


def test_names_are_text_whatever_they_hold(desk: Desk) -> None:
    desk.uploads(
        f"{desk.home}/upload", workbook("visit", version=HOSTILE[:20], title=f"A {HOSTILE}")
    )
    desk.sends(f"{desk.home}/forms/visit/draft/publish")
    desk.sends(f"{desk.home}/app-users", display_name=HOSTILE)
    person = desk.at
    for path in (desk.home, desk.form, f"{desk.home}/app-users", person):
        desk.opens(path)
        assert "<script" not in desk.page.text
        assert "&lt;script&gt;" in desk.page.text


def test_a_note_is_a_word_of_ours_or_nothing(desk: Desk) -> None:
    assert "Đã nhận tệp." in desk.opens(f"{desk.home}?done=file")
    assert 'role="status"' not in _raw(desk, f"{desk.home}?done={HOSTILE}")


def _raw(desk: Desk, path: str) -> str:
    desk.opens(path)
    return desk.page.text


@pytest.mark.parametrize(
    "path, status, words",
    [
        ("/nowhere", 404, "Không tìm thấy, hoặc không còn nữa. Hãy kiểm tra địa chỉ."),
        ("/projects/9999", 404, "Không tìm thấy"),
        ("/projects/1/forms/nothing", 404, "Không tìm thấy"),
        ("/projects/1/forms/manifest", 404, "Không tìm thấy"),
        ("/projects/1/app-users/99", 404, "Không tìm thấy"),
        ("/sign-out", 405, "Địa chỉ này không nhận lệnh GET."),
    ],
)
def test_errors_are_pages_that_say_what_to_do(
    desk: Desk, path: str, status: int, words: str
) -> None:
    assert words in desk.opens(path)
    assert desk.page.status_code == status
    assert "Về trang đầu" in desk.text


def test_a_form_takes_no_more_than_a_form_needs(desk: Desk) -> None:
    desk.sends(f"{desk.home}/app-users", display_name="x" * 300_000)
    assert desk.page.status_code == 413


def test_the_style_is_served_packed_and_plain(desk: Desk) -> None:
    with (
        desk.browser.get("/static/tincay.css") as plain,
        desk.browser.get("/static/tincay.css", headers={"Accept-Encoding": "gzip"}) as packed,
    ):
        assert (plain.status_code, plain.mimetype) == (200, "text/css")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data


def test_an_app_users_token_shows_nothing_of_a_project(desk: Desk) -> None:
    desk.sends(f"{desk.home}/app-users", display_name="Chị Hoa")
    token = desk.asks_api("/app-users")[0]["token"]
    stranger = Desk(desk.office)
    assert "Bạn chưa được giao dự án nào." in stranger.opens(f"/?st={token}")
    for path in (desk.home, f"{desk.home}/app-users", f"{desk.home}/upload"):
        stranger.opens(f"{path}?st={token}")
        assert stranger.page.status_code == 403
