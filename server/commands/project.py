"""``tincay project``: a project made or brought up to date from a folder of workbooks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from server import clock
from server.config import read_config
from server.people.first_start import ACCEPT_BYTES
from server.publishing import library
from server.reporting.loading import load_definitions
from server.services import SYSTEM, Services, open_services
from server.store import audit, projects
from server.store.projects import Project


@click.group()
def project() -> None:
    """Make projects, and bring them up to date."""


@project.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--name", help="The project, made where there is none (default: the folder's name).")
@click.option("--project", "project_id", type=int, help="The project by its number instead.")
def load(folder: Path, name: str | None, project_id: int | None) -> None:
    """Publish every workbook of FOLDER with the files beside it. Twice changes nothing."""
    parts = open_services(read_config())
    wanted = _numbered(parts, project_id) or _named(parts, name or folder.resolve().name)
    refused = 0
    for loaded in library.load_folder(parts, wanted, folder):
        click.echo(str(loaded))
        refused += loaded.outcome == "refused"
    for line in load_definitions(parts, wanted, folder):
        click.echo(line)
    parts.database.close()
    sys.exit(1 if refused else 0)


def _numbered(parts: Services, project_id: int | None) -> Project | None:
    if project_id is None:
        return None
    with parts.database.read() as cx:
        return projects.get(SYSTEM, cx, project_id)


def _named(parts: Services, name: str) -> Project:
    """Return the project of that name; make it where there is none."""
    with parts.database.write() as cx:
        for found in projects.list_all(SYSTEM, cx):
            if found.name == name:
                return found
        made = projects.add(
            cx,
            name=name,
            archived=False,
            zone=parts.config.timezone.key,
            language="vi",
            accept_bytes=ACCEPT_BYTES,
            created_at=clock.now(),
        )
        audit.log(SYSTEM, cx, "project.create", f"project:{made.id}", project_id=made.id)
    return made
