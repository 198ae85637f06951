"""A coordinator at her desk: she publishes forms, lets phones in, and takes the data out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests

from tests.kit.phone import Phone
from tests.kit.questionnaire import Questionnaire

SECONDS = 60
APP_USER_ROLE = 2
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Coordinator:
    """Works over HTTP in one project; ``http`` is her session, for what has no word here."""

    def __init__(self, url: str, project_id: int) -> None:
        self.url = url
        self.project_id = project_id
        self.http = requests.Session()

    def signs_in(self, email: str, password: str) -> None:
        """Begin a session."""
        answer = self.http.post(
            f"{self.url}/v1/sessions",
            json={"email": email, "password": password},
            timeout=SECONDS,
        )
        assert answer.status_code == requests.codes.ok, answer.text
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def asks(self, method: str, path: str, **given: Any) -> requests.Response:
        """Send a request below the project, whatever the answer."""
        address = f"{self.url}/v1/projects/{self.project_id}/{path}".rstrip("/")
        return self.http.request(method, address, timeout=SECONDS, **given)

    def does(self, method: str, path: str, **given: Any) -> requests.Response:
        """Send a request below the project that must go well."""
        answer = self.asks(method, path, **given)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    def publishes(self, form: Questionnaire) -> None:
        """Publish a form, or another version of it."""
        self.publishes_bytes(form.form_id, form.xform(), "application/xml")

    def publishes_workbook(
        self, form_id: str, workbook: bytes, media: Mapping[str, bytes] | None = None
    ) -> None:
        """Publish a workbook with its files."""
        self.publishes_bytes(form_id, workbook, _WORKBOOK, media)

    def publishes_bytes(
        self,
        form_id: str,
        definition: bytes,
        content_type: str,
        media: Mapping[str, bytes] | None = None,
    ) -> None:
        """Draft, files, publish: as pyodk does."""
        is_known = self.asks("GET", f"forms/{quote(form_id)}").ok
        self.does(
            "POST",
            f"forms/{quote(form_id)}/draft" if is_known else "forms",
            params={"ignoreWarnings": "true"},
            data=definition,
            headers={"Content-Type": content_type},
        )
        for name, content in (media or {}).items():
            self.does(
                "POST",
                f"forms/{quote(form_id)}/draft/attachments/{quote(name)}",
                data=content,
                headers={"Content-Type": "text/csv"},
            )
        self.does("POST", f"forms/{quote(form_id)}/draft/publish")

    def lets_in(self, *form_ids: str, name: str = "Chị Hoa") -> Phone:
        """Make an app user, assign forms to it, and hand its phone over."""
        made = self.does("POST", "app-users", json={"displayName": name}).json()
        for form_id in form_ids:
            self.assigns(form_id, made["id"])
        address = f"{self.url}/v1/key/{made['token']}/projects/{self.project_id}"
        return Phone(address, app_user_id=made["id"])

    def assigns(self, form_id: str, app_user_id: int | None) -> None:
        """Let an app user fill a form."""
        self.does("POST", f"forms/{quote(form_id)}/assignments/{APP_USER_ROLE}/{app_user_id}")

    def takes_away(self, form_id: str, app_user_id: int | None) -> None:
        """Let an app user no longer fill a form."""
        self.does("DELETE", f"forms/{quote(form_id)}/assignments/{APP_USER_ROLE}/{app_user_id}")

    def revokes(self, phone: Phone) -> None:
        """Refuse a phone from now on: it is lost."""
        token = phone.server_url.split("/key/")[1].split("/")[0]
        answer = self.http.delete(f"{self.url}/v1/sessions/{token}", timeout=SECONDS)
        assert answer.ok, answer.text

    def sets_state(self, form_id: str, state: str) -> None:
        """Make a form ``open``, ``closing`` or ``closed``."""
        self.does("PATCH", f"forms/{quote(form_id)}", json={"state": state})

    def deletes(self, form_id: str, instance_id: str) -> None:
        """Delete a submission."""
        self.does("DELETE", self._submission(form_id, instance_id))

    def downloads(self, form_id: str) -> str:
        """Return the form's CSV."""
        return self.does("GET", f"forms/{quote(form_id)}/submissions.csv").content.decode()

    def counts(self, form_id: str) -> list[str]:
        """Return the instance ids of the submissions, those of repeats left out, newest first."""
        listed = self.does("GET", f"forms/{quote(form_id)}/submissions").json()
        return [one["instanceId"] for one in listed]

    def shows(self, form_id: str, instance_id: str) -> dict[str, Any]:
        """Return a submission's metadata."""
        shown: dict[str, Any] = self.does("GET", self._submission(form_id, instance_id)).json()
        return shown

    def reads(self, form_id: str, instance_id: str) -> bytes:
        """Return the XML of a submission's current version."""
        return self.does("GET", f"{self._submission(form_id, instance_id)}.xml").content

    def reads_version(self, form_id: str, instance_id: str, version_id: str) -> bytes:
        """Return the XML of one version of a submission."""
        path = f"{self._submission(form_id, instance_id)}/versions/{quote(version_id, safe='')}.xml"
        return self.does("GET", path).content

    def sees_files(self, form_id: str, instance_id: str) -> dict[str, bool]:
        """Return the files that the XML names, and whether they are here."""
        listed = self.does("GET", f"{self._submission(form_id, instance_id)}/attachments").json()
        return {one["name"]: one["exists"] for one in listed}

    def opens_file(self, form_id: str, instance_id: str, name: str) -> bytes:
        """Return the bytes of a file that the XML names."""
        path = f"{self._submission(form_id, instance_id)}/attachments/{quote(name, safe='')}"
        return self.does("GET", path).content

    def lists_all_files(self, form_id: str, instance_id: str) -> list[dict[str, Any]]:
        """Return every stored file of a submission, named in its XML or not."""
        listed: list[dict[str, Any]] = self.does(
            "GET", f"{self._submission(form_id, instance_id)}/files"
        ).json()
        return listed

    def lists_kept_aside(self, form_id: str) -> list[dict[str, Any]]:
        """Return what is kept and does not count: conflicts, waiting, quarantine."""
        listed: list[dict[str, Any]] = self.does(
            "GET", f"forms/{quote(form_id)}/submissions/conflicts"
        ).json()
        return listed

    def lists_findings(self, form_id: str) -> list[dict[str, Any]]:
        """Return what the check found."""
        listed: list[dict[str, Any]] = self.does(
            "GET", f"forms/{quote(form_id)}/submissions/findings"
        ).json()
        return listed

    def leaves(self) -> None:
        """Close her connections."""
        self.http.close()

    def _submission(self, form_id: str, instance_id: str) -> str:
        return f"forms/{quote(form_id)}/submissions/{quote(instance_id, safe='')}"
