"""``tincay check``: what does not hold in submissions by their form's own rules."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.progress import Progress

from forms.check import check as held_against
from forms.findings import SENTENCES, Finding, Language
from forms.instance import Instance
from server.commands.form_files import (
    Asked,
    FormFile,
    Unusable,
    asked_of_files,
    list_submissions,
    read_form_file,
    read_submission,
)

_WORDS: Mapping[str, Mapping[Language, str]] = {
    "fault": {"vi": "lỗi", "en": "fault"},
    "note": {"vi": "ghi chú", "en": "note"},
    "fine": {"vi": "không có gì cần xem", "en": "all holds"},
    "counted": {"vi": "{faults} lỗi, {notes} ghi chú", "en": "{faults} faults, {notes} notes"},
    "instead": {"vi": "lẽ ra", "en": "expected"},
    "version": {
        "vi": "Phiếu ghi một phiên bản khác của biểu mẫu.",
        "en": "The submission names another version of the form.",
    },
    "total": {
        "vi": "{all} tệp: {fine} không có lỗi, {faulty} có lỗi, {unreadable} không đọc được.",
        "en": "{all} files: {fine} without a fault, {faulty} with faults, {unreadable} unreadable.",
    },
}
_VALUE_LENGTH_MAX = 60


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in one file."""

    submission: str
    findings: Sequence[Finding]

    @property
    def is_ok(self) -> bool:
        """No fault; notes are no fault."""
        return all(finding.level != "fault" for finding in self.findings)


@click.command()
@click.argument("form", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument(
    "submissions",
    metavar="SUBMISSION...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@asked_of_files
def check(form: Path, submissions: tuple[Path, ...], asked: Asked) -> None:
    """Hold submissions against FORM (.xlsx, .xls, .xml) as ODK Collect would.

    SUBMISSION is an XML file, or a folder: then every .xml in it. Exit 1 where one has a fault,
    or cannot be read. With --json, one object per submission and line: submission, ok (no fault),
    findings. Needs no server and no data folder.
    """
    file = read_form_file(form, asked)
    paths = list_submissions(submissions)
    alone = len(paths) == 1
    counted: Counter[str] = Counter(fine=0, faulty=0, unreadable=0)
    for path in _told(paths):
        result = _result(file, path, alone=alone)
        if result is None:
            counted["unreadable"] += 1
            continue
        counted["fine" if result.is_ok else "faulty"] += 1
        if asked.as_json:
            _write_json(result)
        elif alone or result.findings:
            _write_text(result, asked.language)
    if not (alone or asked.as_json):
        click.echo(_WORDS["total"][asked.language].format(all=counted.total(), **counted))
    sys.exit(1 if counted["faulty"] or counted["unreadable"] else 0)


def _told(paths: Sequence[Path]) -> Iterator[Path]:
    """Pass the paths on, with a bar on a terminal: never where the results are written."""
    console = Console(stderr=True)
    hidden = len(paths) == 1 or not console.is_terminal
    both = sys.stdout.isatty()
    with Progress(
        console=console, transient=True, disable=hidden, redirect_stdout=both
    ) as progress:
        yield from progress.track(paths, description="")


def _result(file: FormFile, path: Path, *, alone: bool) -> Result | None:
    try:
        instance = read_submission(path)
    except Unusable as unusable:
        if alone:
            raise
        unusable.show()
        return None
    findings = [*_beforehand(file, instance), *held_against(file.logic, instance, file.given)]
    return Result(str(path), findings)


def _beforehand(file: FormFile, instance: Instance) -> Iterable[Finding]:
    """Say what the check itself does not: that it cannot judge, or judges by another version."""
    language, root = file.given.language, instance.root.name
    if instance.encrypted:
        yield Finding(
            path=f"/{root}",
            question="",
            kind="not-comparable",
            level="note",
            message=SENTENCES["not-comparable"][language],
        )
    elif instance.version != file.form.version and instance.form_id == file.form.form_id:
        yield Finding(
            path=f"/{root}/@version",
            question="",
            kind="unknown",
            level="note",
            message=_WORDS["version"][language],
            submitted=instance.version,
            expected=file.form.version,
        )


def _write_json(result: Result) -> None:
    said = {
        "submission": result.submission,
        "ok": result.is_ok,
        "findings": [
            {
                "path": finding.path,
                "kind": finding.kind,
                "level": finding.level,
                "message": finding.message,
                "submitted": finding.submitted,
                "expected": finding.expected,
                "expression": finding.expression,
            }
            for finding in result.findings
        ],
    }
    click.echo(orjson.dumps(said))


def _write_text(result: Result, language: Language) -> None:
    levels = Counter(finding.level for finding in result.findings)
    if not result.findings:
        click.echo(f"{result.submission}: {_WORDS['fine'][language]}")
        return
    said = _WORDS["counted"][language].format(faults=levels["fault"], notes=levels["note"])
    click.echo(f"{result.submission}: {said}")
    places = max(len(finding.path) for finding in result.findings)
    words = {level: _WORDS[level][language] for level in ("fault", "note")}
    width = max(map(len, words.values()))
    for finding in result.findings:
        click.echo(
            f"  {words[finding.level]:{width}}  {finding.path:{min(places, 40)}}  "
            f"{finding.message}{_values(finding, language)}"
        )


def _values(finding: Finding, language: Language) -> str:
    said = []
    if finding.submitted is not None:
        said.append(_short(finding.submitted))
    if finding.expected is not None:
        said.append(f"{_WORDS['instead'][language]} {_short(finding.expected)}")
    return f" [{'; '.join(said)}]" if said else ""


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _VALUE_LENGTH_MAX else line[: _VALUE_LENGTH_MAX - 1] + "…"
