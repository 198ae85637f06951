"""Lets JavaRosa fill forms: one start of Java for as many as are wanted.

The engine comes out of the pyxform that is installed (its ODK_Validate.jar); the driver, Fill.java,
is compiled once for all tests into a folder that goes away with them.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyxform

from tests.kit.services import java

SECONDS = 120
ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True)
class FilledFolder:
    """A folder as Collect keeps it: ``submission.xml`` and the files beside it."""

    folder: Path
    instance_id: str

    @property
    def xml(self) -> bytes:
        """The bytes that JavaRosa wrote."""
        return (self.folder / "submission.xml").read_bytes()

    @property
    def files(self) -> dict[str, bytes]:
        """The files beside the XML, by name."""
        return {
            path.name: path.read_bytes()
            for path in sorted(self.folder.iterdir())
            if path.name != "submission.xml"
        }


def fill(
    form: Path,
    media: Path,
    out: Path,
    *,
    count: int = 1,
    seed: int = 1,
    repeats: int = 2,
    skip: float = 0.25,
    answers: Mapping[str, object] | None = None,
) -> list[FilledFolder]:
    """Fill ``form`` with valid answers drawn from ``seed``, ``count`` times.

    ``answers`` fix some of them, by the question's name or path; ``skip`` is how many of the
    questions that need no answer stay empty.
    """
    out.mkdir(parents=True, exist_ok=True)
    command = ["fill", form, "--media", media, "--out", out, "--seed", seed, "--count", count]
    command += ["--repeats", repeats, "--skip", skip]
    if answers:
        given = out.parent / f"{out.name}.answers.json"
        given.write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
        command += ["--answers", given]
    said = _run(*command)
    reports = json.loads(said) if count > 1 else [json.loads(said)]
    assert all(report["ok"] for report in reports), reports
    return [
        FilledFolder(Path(report["submission"]).parent, report["instanceID"]) for report in reports
    ]


def _run(*arguments: object) -> str:
    classes = _classes()
    finished = subprocess.run(
        (
            java(),
            "-XX:TieredStopAtLevel=1",  # it runs for a second: the great compiler never pays
            f"-Duser.timezone={ZONE}",
            "-Dfile.encoding=UTF-8",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            f"{_engine()}:{classes}",
            "Fill",
            *map(str, arguments),
        ),
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert finished.stdout, finished.stderr[-2000:]
    return finished.stdout


@cache
def _classes() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tincay-javarosa-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = Path(__file__).with_name("Fill.java")
    compiler = java().with_name("javac")
    command = (compiler, "-nowarn", "-cp", _engine(), "-d", folder, source)
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return folder


def _engine() -> Path:
    return Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
