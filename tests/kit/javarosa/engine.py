"""JavaRosa at work: fills forms, judges submissions, says what an expression is worth.

The engine comes out of the pyxform that is installed (its ODK_Validate.jar); the drivers, Fill.java
and Oracle.java, are compiled once for all tests into a folder that goes away with them. Starting
Java costs a second, so whatever can be asked of it many times is asked in one start.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyxform

from tests.kit.services import java

SECONDS = 120
"""For what is asked in one start; a job more may take one second more."""
ZONE = "Asia/Ho_Chi_Minh"
TODAY = "2026-03-05"
"""The day around which ``fill_many`` draws its dates."""


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


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression is worth: its own type, and what it becomes as each of the others."""

    type: str
    """string, number, boolean or date."""
    string: str
    number: float
    boolean: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """The engine cannot evaluate it: the form's fault, as a rule."""

    error: str


Answer = Value | Raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A form, a submission and what is asked about it."""

    form: Path
    media: Path | None = None
    submission: Path | None = None
    """None: a new, blank form."""
    asked: Sequence[tuple[str, str]] = ()
    """Context (``/data/child[2]/age``, positions where they matter) and expression."""
    revive: bool = False
    """Nodes that the submission lacks count as relevant, unless a rule of the form says not."""


@dataclass(frozen=True, slots=True)
class HeldNode:
    """A node while the form is open, after every calculation."""

    path: str
    """``/data/child[2]/age``: with the position of each repeat."""
    relevant: bool
    required: bool
    constraint_ok: bool
    value: str
    """As it would be written into a submission."""
    held: str
    """The Java class of the value: StringData, IntegerData, BooleanData... "" where empty."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What JavaRosa finds in a submission; kinds as Fill.java names them."""

    path: str
    kind: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """How a form is to be filled, ``count`` times, with valid answers drawn from ``seed``."""

    form: Path
    media: Path | None = None
    out: Path
    count: int = 1
    seed: int = 1
    repeats: int = 2
    skip: float = 0.25
    answers: Mapping[str, object] | None = None


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
    overrides: Mapping[str, str] | None = None,
) -> list[FilledFolder]:
    """Fill ``form`` with valid answers drawn from ``seed``, ``count`` times.

    ``answers`` fix some of them, by the question's name or path; ``skip`` is how many of the
    questions that need no answer stay empty. ``overrides`` are written over the finished answers,
    by path with positions, whatever the form says of them.
    """
    out.mkdir(parents=True, exist_ok=True)
    command = ["fill", form, "--media", media, "--out", out, "--seed", seed, "--count", count]
    command += ["--repeats", repeats, "--skip", skip]
    if answers:
        command += ["--answers", _answers_file(answers, out)]
    for path, value in (overrides or {}).items():
        command += ["--set", f"{path}={value}"]
    said = _run("Fill", *command)
    return _filled(json.loads(said) if count > 1 else [json.loads(said)])


def fill_many(fillings: Sequence[Filling]) -> list[list[FilledFolder]]:
    """Fill several forms in one start of Java; dates are drawn around TODAY, not the real one."""
    answered = _ask_oracle([_fill_job(filling) for filling in fillings])
    return [_filled(answer["reports"]) for answer in answered]


def ask(jobs: Iterable[Job]) -> list[list[Answer]]:
    """Evaluate the expressions of each job on its submission, in one start of Java."""
    answered = _ask_oracle([_job("ask", job) for job in jobs])
    return [[_answer(said) for said in answer["answers"]] for answer in answered]


def dump(jobs: Iterable[Job]) -> list[list[HeldNode]]:
    """Return every node of each job's form with the submission in it, in document order."""
    answered = _ask_oracle([_job("dump", job) for job in jobs])
    return [[_held_node(node) for node in answer["nodes"]] for answer in answered]


def settle(jobs: Iterable[Job]) -> list[bytes]:
    """Return each submission as Collect writes it after opening it: calculated, hidden, typed."""
    answered = _ask_oracle([_job("settle", job) for job in jobs])
    return [str(answer["xml"]).encode() for answer in answered]


def refusals(jobs: Iterable[Job]) -> list[str]:
    """Say why each form cannot be opened (a cycle, a syntax error...); "" where it can."""
    answered = _ask_oracle([_job("open", job) for job in jobs], fatal_ok=True)
    return [answer.get("fatal", "") for answer in answered]


def bench_initialize(job: Job, repetitions: int = 500) -> float:
    """Return how many microseconds all calculations of a submission take, once Java is warm."""
    timed = _job("time", job) | {"repetitions": repetitions}
    (answer,) = _ask_oracle([timed], flags=())
    return float(answer["microseconds"])


def check(jobs: Iterable[Job]) -> list[list[Problem]]:
    """Judge the submission of each job: what JavaRosa finds wrong in it."""
    answered = _ask_oracle([_job("check", job) for job in jobs])
    return [[_problem(said) for said in answer["problems"]] for answer in answered]


def _answers_file(answers: Mapping[str, object], out: Path) -> Path:
    given = out.parent / f"{out.name}.answers.json"
    given.write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    return given


def _filled(reports: Sequence[Mapping[str, Any]]) -> list[FilledFolder]:
    assert all(report["ok"] for report in reports), reports
    return [
        FilledFolder(Path(report["submission"]).parent, report["instanceID"]) for report in reports
    ]


def _fill_job(filling: Filling) -> dict[str, Any]:
    filling.out.mkdir(parents=True, exist_ok=True)
    answers = _answers_file(filling.answers, filling.out) if filling.answers else None
    job = _job("fill", Job(form=filling.form, media=filling.media))
    return job | {
        "out": str(filling.out),
        "count": filling.count,
        "seed": filling.seed,
        "repeats": filling.repeats,
        "skip": filling.skip,
        "today": TODAY,
        "answers": str(answers) if answers else None,
    }


def _job(kind: str, job: Job) -> dict[str, Any]:
    return {
        "kind": kind,
        "form": str(job.form),
        "media": str(job.media) if job.media else None,
        "submission": str(job.submission) if job.submission else None,
        "asked": job.asked,
        "revive": job.revive,
    }


def _answer(said: Mapping[str, Any]) -> Answer:
    if "error" in said:
        return Raised(said["error"])
    return Value(said["type"], said["string"], float(said["number"]), said["boolean"])


def _held_node(said: Mapping[str, Any]) -> HeldNode:
    return HeldNode(
        path=said["path"],
        relevant=said["relevant"],
        required=said["required"],
        constraint_ok=said["constraint_ok"],
        value=said["value"],
        held=said["held"],
    )


def _problem(said: Mapping[str, Any]) -> Problem:
    return Problem(path=said["path"], kind=said["kind"], value=said["value"])


_QUICK = ("-XX:TieredStopAtLevel=1",)  # it runs for a second: the great compiler never pays


def _ask_oracle(
    jobs: Sequence[Mapping[str, Any]], *, flags: Sequence[str] = _QUICK, fatal_ok: bool = False
) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="tincay-oracle-") as folder:
        asked, answered = Path(folder) / "jobs.json", Path(folder) / "answers.json"
        asked.write_text(json.dumps(jobs), "utf-8")
        _run("Oracle", asked, answered, flags=flags, seconds=SECONDS + len(jobs))
        answers: list[dict[str, Any]] = json.loads(answered.read_bytes())
    assert fatal_ok or all("fatal" not in answer for answer in answers), answers
    return answers


def _run(
    driver: str, *arguments: object, flags: Sequence[str] = _QUICK, seconds: float = SECONDS
) -> str:
    classes = _classes()
    finished = subprocess.run(
        (
            str(java()),
            *flags,
            f"-Duser.timezone={ZONE}",
            "-Dfile.encoding=UTF-8",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            f"{_engine()}:{classes}",
            driver,
            *map(str, arguments),
        ),
        check=False,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert finished.stdout or not finished.returncode, finished.stderr[-2000:]
    return finished.stdout


@cache
def _classes() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tincay-javarosa-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sources = [Path(__file__).with_name(name) for name in ("Fill.java", "Oracle.java")]
    compiler = java().with_name("javac")
    command = (compiler, "-nowarn", "-cp", _engine(), "-d", folder, *sources)
    subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=SECONDS)
    return folder


def _engine() -> Path:
    return Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
