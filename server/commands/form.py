"""``tincay form``: one workbook, checked and published from the shell."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from server.config import read_config
from server.publishing import library
from server.services import SYSTEM, Services, open_services
from server.store import projects
from server.store.projects import Project


@click.group()
def form() -> None:
    """Publish forms."""


@form.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--project", "project_id", type=int, help="Its number, where there are several.")
def publish(file: Path, project_id: int | None) -> None:
    """Publish FILE (.xlsx, .xls, .xml) with the media files beside it."""
    if not library.is_form_file(file):
        raise click.BadParameter(f"{file.name} is no .xlsx, .xls or .xml.", param_hint="FILE")
    parts = open_services(read_config())
    loaded = library.load_file(parts, _project(parts, project_id), file)
    parts.database.close()
    click.echo(str(loaded))
    sys.exit(1 if loaded.outcome == "refused" else 0)


def _project(parts: Services, project_id: int | None) -> Project:
    with parts.database.read() as cx:
        if project_id is not None:
            return projects.get(SYSTEM, cx, project_id)
        found = projects.list_all(SYSTEM, cx)
    if len(found) != 1:
        known = ", ".join(f"{one.id} ({one.name})" for one in found) or "none"
        raise click.UsageError(f"Say which project with --project NUMBER; there are: {known}.")
    return found[0]
