"""An office with a server: people who sign in, and what they ask of it over HTTP."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server import clock
from server.app import create_app
from server.auth.policy import role_named
from server.config import Argon2Cost, Config
from server.people import accounts, assignments
from server.people.first_start import make_first_administrator
from server.services import SYSTEM, Services, open_services
from server.store import forms, projects
from server.store.forms import Form
from server.store.people import Assignment
from server.store.projects import Project
from tests.kit.migrated import migrated_file

PASSWORD = "a long enough password"
PUBLIC_URL = "https://tincay.example.org"
OVER_HTTPS = {"X-Forwarded-Proto": "https"}


@dataclass
class Asker:
    """Somebody who sends requests, always with the same headers."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)
    id: int = 0

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=self.headers | _named(headers))

    def post(self, path: str, json: object | None = None) -> TestResponse:
        return self._send("POST", path, json)

    def patch(self, path: str, json: object) -> TestResponse:
        return self._send("PATCH", path, json)

    def put(self, path: str, json: object) -> TestResponse:
        return self._send("PUT", path, json)

    def delete(self, path: str) -> TestResponse:
        return self._send("DELETE", path, None)

    def _send(self, method: str, path: str, json: object | None) -> TestResponse:
        body = {} if json is None else {"json": json}
        return self.client.open(path, method=method, headers=self.headers, **body)  # type: ignore[arg-type]


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class Office:
    """A server in this process, and the people around it."""

    def __init__(self, parts: Services) -> None:
        self.parts = parts
        self.app = create_app(parts)
        self.stranger = Asker(self._client())
        make_first_administrator(parts)
        self.admin = self.signs_in("admin@tincay.local")

    def _client(self) -> FlaskClient:
        return self.app.test_client(use_cookies=False)

    def signs_in(self, email: str, password: str = PASSWORD) -> Asker:
        actor, session = self.parts.door.sign_in(email, password, "192.0.2.1")
        return Asker(self._client(), {"Authorization": f"Bearer {session.token}"}, actor.id)

    def person(self, name: str, role: str | None = None, project: Project | None = None) -> Asker:
        """Add somebody, with a role on a project, who signs in at once."""
        email = f"{name}@example.org"
        person = accounts.add_person(self.parts, SYSTEM, email=email, password=PASSWORD)
        if role is not None:
            self.gives(role, person.id, project)
        return self.signs_in(email)

    def gives(self, role: str, actor_id: int, project: Project | None, **more: Any) -> None:
        found = role_named(role)
        assert found is not None
        place = {"project_id": project.id if project else None, "form_id": None, "unit": None}
        wanted = Assignment(actor_id=actor_id, role_id=found.id, **(place | more))
        assignments.give(self.parts, SYSTEM, wanted)

    def project(self, name: str) -> Project:
        with self.parts.database.write() as cx:
            return projects.add(
                cx,
                name=name,
                archived=False,
                zone="Asia/Ho_Chi_Minh",
                language="vi",
                accept_bytes=10_000_000,
                created_at=clock.now(),
            )

    def form(self, project: Project, xml_form_id: str) -> Form:
        with self.parts.database.write() as cx:
            return forms.add(
                cx,
                project_id=project.id,
                xml_form_id=xml_form_id,
                state="open",
                created_at=clock.now(),
            )

    def phone(self, token: str) -> Asker:
        """Somebody who has nothing but an app user's token in the address."""
        return Phone(self._client(), token)


class Phone(Asker):
    """Asks everything below its token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        super().__init__(client)
        self.token = token

    def get(self, path: str, **headers: str) -> TestResponse:
        return super().get(path.replace("/v1/", f"/v1/key/{self.token}/", 1), **headers)


@contextmanager
def open_office(data: Path, database_url: str | None = None, **settings: Any) -> Iterator[Office]:
    """Open an office on a new database; its proxy on 127.0.0.1 is believed."""
    config = Config(
        **{
            "data": data,
            "database_url": database_url or migrated_file(data),
            "public_url": PUBLIC_URL,
            "admin_password": PASSWORD,
            "argon2": Argon2Cost(1, 8, 1),
            "proxies": (ipaddress.ip_network("127.0.0.1/32"),),
            **settings,
        }
    )
    parts = open_services(config)
    try:
        yield Office(parts)
    finally:
        parts.database.close()


def said(response: TestResponse) -> tuple[int, float | None]:
    """Return a refusal as its status and Central's code; 200 has none."""
    if response.status_code < 400:
        return response.status_code, None
    return response.status_code, response.get_json()["code"]
