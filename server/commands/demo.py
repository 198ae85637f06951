"""``tincay demo``: two invented provinces' programmes, to look at and to try reports with."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.progress import Progress

from server.config import read_config
from server.demonstration import story, telling
from server.errors import Problem
from server.services import open_services


@click.command()
@click.option("--seed", type=int, default=story.SEED, show_default=True, help="Of what is drawn.")
@click.option("--small", is_flag=True, help="Fewer submissions; the figures named are the same.")
def demo(*, seed: int, small: bool) -> None:
    """Fill two projects with invented submissions, through the real ingest; the same every time."""
    parts = open_services(read_config())
    try:
        click.echo("Publishing the programme's forms …")
        provinces = telling.prepare(parts, seed, small=small)
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
            for province in provinces:
                task = bar.add_task(province.project.name, total=len(province.told))
                for _ in telling.tell(parts, province):
                    bar.advance(task)
                click.echo(f"{province.project.name}: {len(province.told)} submissions")
    except Problem as problem:
        raise click.ClickException(f"{problem.message('en')} ({problem.code})") from problem
    finally:
        parts.database.close()
