"""The command line: ``tincay``."""

from __future__ import annotations

import logging
import sys

import click
import structlog

from server.commands import rebuild, serve, status
from server.config import WrongSettingError
from server.errors import Problem
from server.store.database import UnsafeDatabaseError

USED_WRONGLY = 2


@click.group()
@click.version_option(package_name="tincay")
def tincay() -> None:
    """Mobile field data collection: XLSForm surveys in, tables out, nothing lost."""


tincay.add_command(serve.serve)
tincay.add_command(status.status)
tincay.add_command(rebuild.rebuild)


def main() -> None:
    """Run a command; say a problem in one line."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        tincay()
    except (WrongSettingError, UnsafeDatabaseError) as error:
        click.echo(f"tincay: {error}", err=True)
        sys.exit(USED_WRONGLY)
    except Problem as problem:
        click.echo(f"tincay: {problem.message('en')} ({problem.code})", err=True)
        sys.exit(1)
