"""What the packages hold besides code goes where they go: workbooks, templates, migrations."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.tidy.commands import ROOT, run

PACKAGES = ("forms", "exports", "server")


@pytest.mark.slow
def test_the_wheel_ships_every_file_of_the_packages(tmp_path: Path) -> None:
    said = run("hatchling", "build", "--target", "wheel", "--directory", str(tmp_path))
    assert not said, said
    (wheel,) = tmp_path.glob("*.whl")
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped == here
