"""An API path of another version says so, in the API's own dialect."""

from __future__ import annotations

import pytest

from tests.server.office import Office


@pytest.mark.parametrize("path", ["/v2/projects", "/v11/projects", "/v2"])
def test_another_version_is_not_here(still_office: Office, path: str) -> None:
    answer = still_office.stranger.get(path)
    assert (answer.status_code, answer.json and answer.json["code"]) == (404, 404.3)


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1"])
def test_what_is_not_in_this_version_is_just_not_here(still_office: Office, path: str) -> None:
    answer = still_office.stranger.get(path)
    assert (answer.status_code, answer.json and answer.json["code"]) == (404, 404.1)
