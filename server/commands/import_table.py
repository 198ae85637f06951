"""``tincay import``: a spreadsheet that an office has, as submissions of a form."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from exports.importing.faults import TableFault
from exports.importing.headings import AMBIGUOUS
from exports.sheets import RefusedTable
from server.config import read_config
from server.errors import Problem
from server.importing.bringing import bring, undo
from server.importing.history import Outcome, list_imports
from server.importing.opening import Opened, Wanted, open_import
from server.importing.source import read_source
from server.services import SYSTEM, Services, open_services
from server.store import forms, projects
from server.store.projects import Project


@click.command("import")
@click.argument("form_id", required=False)
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--project", "wanted", help="Number or name of the project; needed if several.")
@click.option("--sheet", default="", help="Sheet of the workbook. Default: the first.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=QUESTION",
    help="What a column is; nothing: left out.",
)
@click.option("--set", "constants", multiple=True, metavar="QUESTION=VALUE", help="In every row.")
@click.option("--dry-run", is_flag=True, help="Say what is wrong; store nothing.")
@click.option("--skip-faulty", is_flag=True, help="Store the rows that have no fault.")
@click.option("--skip-known", is_flag=True, help="Leave out rows that another import brought in.")
@click.option("--undo", "undone", metavar="IMPORT_ID", help="Take an import out again.")
@click.option("--list", "listed", is_flag=True, help="List the project's imports.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def import_table(  # noqa: PLR0913 - one for each option
    form_id: str | None,
    file: Path | None,
    wanted: str | None,
    sheet: str,
    columns: tuple[str, ...],
    constants: tuple[str, ...],
    undone: str | None,
    lang: str,
    *,
    dry_run: bool,
    skip_faulty: bool,
    skip_known: bool,
    listed: bool,
    as_json: bool,
) -> None:
    """Bring the rows of FILE (.xlsx or .csv) in as submissions of the form FORM_ID.

    entities:LIST instead of FORM_ID fills a list, by the form that makes its entries; each row
    stands from its event date on. The first row holds headings: names or labels of questions.
    Where a row has a fault nothing is stored and the exit code is 1; one that another import
    brought in has. The same file again stores nothing twice; after --undo it brings back what the
    undo took out.
    """
    if (form_id is None or file is None) and undone is None and not listed:
        raise click.UsageError("Say FORM_ID and FILE, or --undo, or --list.")
    parts = open_services(read_config())
    try:
        project = _project(parts, wanted)
        if undone is not None:
            click.echo(f"{undone}: {_undo(parts, project, undone)} submissions taken out")
        elif form_id is None or file is None:
            _list(parts, project)
        else:
            table = Wanted(
                form_id=form_id,
                source=read_source(file.name, file.read_bytes(), sheet),
                columns=dict(_pair(one) for one in columns),
                constants=dict(_pair(one) for one in constants),
                leaves_known_out=skip_known,
            )
            opened = open_import(parts, project, table)
            _tell(opened, lang, as_json=as_json)
            if opened.faults and not (skip_faulty and opened.rows and not dry_run):
                sys.exit(1)
            if not dry_run:
                _say(_bring(parts, opened), as_json=as_json)
    except RefusedTable as error:
        for fault in error.faults:
            click.echo(fault.vi if lang == "vi" else fault.en, err=True)
        sys.exit(1)
    finally:
        parts.database.close()


def _pair(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not equals:
        raise click.UsageError(f"{option!r} is not NAME=VALUE.")
    return name.strip(), value.strip()


def _project(parts: Services, wanted: str | None) -> Project:
    with parts.database.read() as cx:
        found = [
            one
            for one in projects.list_all(SYSTEM, cx)
            if wanted is None or wanted in {str(one.id), one.name}
        ]
    if len(found) != 1:
        raise click.UsageError("Say --project: its number, or its name if no other has it.")
    return found[0]


def _tell(opened: Opened, lang: str, *, as_json: bool) -> None:
    if as_json:
        said = {
            "import": opened.id,
            "rows": len(opened.rows),
            "faults": [
                {"row": f.row, "column": f.column, "code": f.code, "vi": f.vi, "en": f.en}
                for f in opened.faults
            ],
            "unknownHeadings": list(opened.headings.unknown),
            "sameRows": [list(pair) for pair in opened.twice],
        }
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    is_vi = lang == "vi"
    for heading in opened.headings.unknown:
        said_of = "không hợp với câu hỏi nào, bỏ qua" if is_vi else "fits no question, left out"
        click.echo(f"“{heading}”: {said_of}", err=True)
    for row, earlier in opened.twice:
        vi, en = f"hàng {row}: giống hàng {earlier}", f"row {row}: the same as row {earlier}"
        click.echo(vi if is_vi else en, err=True)
    for fault in opened.faults:
        click.echo(fault.sentence(lang) + _hint(fault, lang))
    rows, faults = len(opened.rows), len(opened.faults)
    click.echo(f"{rows} hàng, {faults} lỗi" if is_vi else f"{rows} rows, {faults} faults")


def _hint(fault: TableFault, lang: str) -> str:
    """Return with which option somebody mends it; "": in the table."""
    if fault.code != AMBIGUOUS:
        return ""
    question = "câu hỏi" if lang == "vi" else "question"
    return f" --column “{fault.column}={question}”"


def _undo(parts: Services, project: Project, import_id: str) -> int:
    with parts.database.read() as cx:
        found = [one for one in list_imports(SYSTEM, cx, project.id) if one.id == import_id]
        if not found:
            raise Problem("404.1")
        form = forms.get_numbered(SYSTEM, cx, found[0].form_id)
    return undo(parts, SYSTEM, form, import_id)


def _bring(parts: Services, opened: Opened) -> Outcome:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(opened.source.name, total=len(opened.rows))
        return bring(parts, SYSTEM, opened, lambda: bar.advance(task))


def _say(outcome: Outcome, *, as_json: bool) -> None:
    counts = {
        "stored": outcome.stored,
        "restored": outcome.restored,
        "known": outcome.known,
        "leftOut": outcome.left_out,
    }
    if as_json:
        click.echo(json.dumps({"import": outcome.import_id, **counts}))
        return
    click.echo(f"import {outcome.import_id}: " + ", ".join(f"{n} {w}" for w, n in counts.items()))


def _list(parts: Services, project: Project) -> None:
    with parts.database.read() as cx:
        found = list_imports(SYSTEM, cx, project.id)
    for one in found:
        done = f"into {one.xml_form_id}" if one.undone_at is None else "undone"
        click.echo(f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {done}  {one.rows} rows")
