"""The command line: ``tincay``."""

from __future__ import annotations

import sys

import click

from server import journal
from server.commands import (
    check,
    demo,
    evaluate,
    export,
    form,
    import_table,
    project,
    rebuild,
    serve,
    status,
    user,
)
from server.config import WrongSettingError
from server.errors import Problem
from server.store.database import UnsafeDatabaseError

USED_WRONGLY = 2


@click.group()
@click.version_option(package_name="tincay")
def tincay() -> None:
    """Mobile field data collection: XLSForm surveys in, tables out, nothing lost."""


for _command in (
    serve.serve,
    status.status,
    user.user,
    project.project,
    form.form,
    export.export,
    demo.demo,
    import_table.import_table,
    rebuild.rebuild,
    check.check,
    evaluate.evaluate,
):
    tincay.add_command(_command)


def main() -> None:
    """Run a command; say a problem in one line."""
    journal.keep()
    try:
        tincay()
    except (WrongSettingError, UnsafeDatabaseError) as error:
        click.echo(f"tincay: {error}", err=True)
        sys.exit(USED_WRONGLY)
    except Problem as problem:
        click.echo(f"tincay: {problem.message('en')} ({problem.code})", err=True)
        sys.exit(1)
