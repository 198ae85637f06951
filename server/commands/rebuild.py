"""``tincay rebuild``: derive everything again from the record."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.progress import Progress

from server.config import read_config
from server.errors import Problem
from server.ingest.again import derive_again
from server.services import SYSTEM, Services, open_services
from server.store import forms, projects, to_derive
from server.store.to_derive import VersionKey


@click.command()
@click.option("--form", "form_id", help="Only the submissions of this form id.")
def rebuild(form_id: str | None) -> None:
    """Derive rows and findings of every stored submission again, from the bytes that arrived."""
    parts = open_services(read_config())
    numbers = None if form_id is None else _forms(parts, form_id)
    with parts.database.read() as cx:
        total = to_derive.count_versions(SYSTEM, cx, numbers)
    done, failed = 0, 0
    last: VersionKey | None = None
    console, hidden = Console(stderr=True), not sys.stderr.isatty()
    with Progress(console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("Rebuilding", total=total)
        while True:
            with parts.database.read() as cx:
                keys = to_derive.list_versions(SYSTEM, cx, last, form_ids=numbers)
            if not keys:
                break
            failed += derive_again(parts, keys)
            done, last = done + len(keys), keys[-1]
            progress.update(task, completed=done)
    click.echo(f"Rebuilt {done - failed} of {done} versions.")
    parts.database.close()
    sys.exit(1 if failed else 0)


def _forms(parts: Services, form_id: str) -> list[int]:
    """Return the numbers of the forms of that id, one for each project; raise 404.1."""
    with parts.database.read() as cx:
        found = [
            forms.find(SYSTEM, cx, project.id, form_id) for project in projects.list_all(SYSTEM, cx)
        ]
    if not any(found):
        raise Problem("404.1")
    return [form.id for form in found if form is not None]
