"""``tincay export``: the tables of a form into a file, as the API sends them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from server.config import read_config
from server.outgoing.export_request import ExportRequest, read_request
from server.outgoing.exporting import csv_zip, note_export, root_csv, write_workbook
from server.outgoing.source import Source, open_source
from server.services import SYSTEM, Services, open_services
from server.store import forms, submissions

_FORMATS = ("csv", "zip", "xlsx")
_WITH = """A parameter of the API's exports, as often as needed: labels=vi, bom=true, safe=true,
selectMultiple=choices, parentFields=all, separator=semicolon, reviewState=approved,
attachments=false, deletedFields=true, groupPaths=false."""


@click.command()
@click.option("--project", type=int, required=True, help="Number of the project.")
@click.option("--form", "xml_form_id", required=True, help="Id of the form.")
@click.option("--draft", is_flag=True, help="The tests of its draft.")
@click.option("--format", "kind", type=click.Choice(_FORMATS), help="Default: the file's ending.")
@click.option("--with", "options", multiple=True, metavar="NAME=VALUE", help=_WITH)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(
    project: int,
    xml_form_id: str,
    kind: str | None,
    options: tuple[str, ...],
    file: Path,
    *,
    draft: bool,
) -> None:
    """Write the submissions of a form to FILE: a CSV, a zip of CSVs and files, or a workbook."""
    written = _format_of(file, kind)
    request = read_request(dict(map(_pair, options)))
    parts = open_services(read_config())
    try:
        source = _source(parts, project, xml_form_id, draft=draft)
        note_export(source)
        _write(source, request, written, file)
    finally:
        parts.database.close()


def _format_of(file: Path, kind: str | None) -> str:
    wanted = kind or file.suffix.lower().removeprefix(".")
    if wanted not in _FORMATS:
        raise click.UsageError(f"Say --format: {file.name} ends in none of {', '.join(_FORMATS)}.")
    return wanted


def _pair(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not equals:
        raise click.UsageError(f"{option!r} is not NAME=VALUE.")
    return name, value


def _source(parts: Services, project: int, xml_form_id: str, *, draft: bool) -> Source:
    with parts.database.read() as cx:
        form = forms.get(SYSTEM, cx, project, xml_form_id)
        return open_source(parts, SYSTEM, cx, form, draft=draft)


def _write(source: Source, request: ExportRequest, kind: str, file: Path) -> None:
    """Write beside the file and rename at the end: what bears its name is whole."""
    with source.parts.database.read() as cx:
        total = submissions.count(source.scope, cx, source.collection, request.selection)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(file.name, total=total)
            told = replace(source, progress=lambda: progress.advance(task))
            _WRITERS[kind](told, request, part)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{file}: {total} submissions, {file.stat().st_size} bytes")


def _write_csv(source: Source, request: ExportRequest, path: Path) -> None:
    _pour(root_csv(source, request), path)


def _write_zip(source: Source, request: ExportRequest, path: Path) -> None:
    _pour(csv_zip(source, request), path)


def _pour(pieces: Iterator[bytes], path: Path) -> None:
    with path.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)


_WRITERS: dict[str, Callable[[Source, ExportRequest, Path], None]] = {
    "csv": _write_csv,
    "zip": _write_zip,
    "xlsx": write_workbook,
}
