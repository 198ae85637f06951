"""The server's own key: made once, whole, for nobody else's eyes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.auth.secrets import Box

ROOT = Path(__file__).parents[2]


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    locked = Box(tmp_path).lock("mật khẩu")
    assert Box(tmp_path).unlock(locked) == "mật khẩu"
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


KILLED_WHILE_IT_SYNCS = """
import os, sys
from pathlib import Path
from server.auth.secrets import Box
os.fsync = lambda _: os._exit(9)
Box(Path(sys.argv[1]))
"""


def test_a_start_that_is_killed_while_it_makes_the_key_leaves_none(tmp_path: Path) -> None:
    """A half key would let no later start come up."""
    start = (sys.executable, "-c", KILLED_WHILE_IT_SYNCS, tmp_path)
    assert subprocess.run(start, check=False, cwd=ROOT).returncode == 9
    assert not (tmp_path / "secret.key").exists()
    assert Box(tmp_path).unlock(Box(tmp_path).lock("x")) == "x"


def test_of_two_starts_at_once_both_have_the_key_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link
    first: list[Box] = []

    def link_late(*names: str | Path) -> None:
        monkeypatch.setattr(os, "link", link)
        first.append(Box(tmp_path))
        link(*names)

    monkeypatch.setattr(os, "link", link_late)
    second = Box(tmp_path)
    assert second.unlock(first[0].lock("x")) == "x"
