"""``tincay rebuild``: derive everything again from the record."""

from __future__ import annotations

import sys

import click
from rich.progress import track

from server.config import read_config
from server.errors import Problem
from server.ingest.derived import derive_again
from server.services import SYSTEM, open_services
from server.store import derivations, forms, projects


@click.command()
@click.option("--form", "form_id", help="Only the submissions of this form id.")
def rebuild(form_id: str | None) -> None:
    """Derive rows and findings of every stored submission again, from the bytes that arrived."""
    parts = open_services(read_config())
    with parts.database.read() as cx:
        numbers: list[int | None] = [None]
        if form_id is not None:
            found = (
                forms.find(SYSTEM, cx, project.id, form_id)
                for project in projects.list_all(SYSTEM, cx)
            )
            numbers = [form.id for form in found if form is not None]
            if not numbers:
                raise Problem("404.1")
        keys = [
            key
            for number in numbers
            for key in derivations.list_versions(SYSTEM, cx, form_id=number)
        ]
    failed = sum(
        not derive_again(parts, project_id, version_id)
        for project_id, version_id in track(keys, "Rebuilding", disable=not sys.stderr.isatty())
    )
    click.echo(f"Rebuilt {len(keys) - failed} of {len(keys)} versions.")
    parts.database.close()
    sys.exit(1 if failed else 0)
