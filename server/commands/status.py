"""``tincay status``: what the installation holds, and what needs a look."""

from __future__ import annotations

import sys

import click

from server.config import read_config
from server.services import SYSTEM, open_services
from server.store import overview


@click.command()
def status() -> None:
    """Say what is stored and what is pending; exit 1 where something needs a look."""
    config = read_config()
    parts = open_services(config)
    with parts.database.read() as cx:
        found = overview.get(SYSTEM, cx)
    click.echo(f"Projects {found.projects}, forms {found.forms}, submissions {found.submissions}")
    click.echo(
        f"Kept aside: {found.conflicts} conflicts, {found.waiting} waiting, "
        f"{found.quarantined} in quarantine"
    )
    click.echo(f"Derived parts pending: {found.pending}")
    for reason in found.pending_reasons:
        click.echo(f"  {reason}")
    if found.to_check:
        click.echo(f"Versions to be checked, by the server itself: {found.to_check}")
    if found.pending:
        click.echo("Run `tincay rebuild` to derive them again.")
    parts.database.close()
    sys.exit(1 if found.pending else 0)
