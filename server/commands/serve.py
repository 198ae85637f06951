"""``tincay serve``: start the server, make what an empty installation needs, say where it is."""

from __future__ import annotations

import gc
import resource
import signal
import tempfile
from dataclasses import replace
from types import FrameType
from typing import Any

import click

from server import lan
from server.app import create_app
from server.config import Config, read_config
from server.jobs import Mender
from server.listen import CONNECTIONS_MAX, listen
from server.people import settings_qr
from server.people.first_start import (
    FirstSignIn,
    is_administered,
    make_first_administrator,
    make_first_project,
)
from server.publishing import library
from server.reporting.loading import load_definitions
from server.services import SYSTEM, Services, open_services
from server.store import projects

_DESCRIPTORS_BESIDE = 500
"""For the database, blobs, spooled bodies and logs."""

_PROJECTS_SHOWN_MAX = 5


@click.command()
@click.option("--lan", "on_lan", is_flag=True, help="Let phones on the same network reach it.")
def serve(*, on_lan: bool) -> None:
    """Start the server and serve until it is stopped (Ctrl-C or SIGTERM)."""
    config = read_config()
    config = _on_lan(config) if on_lan else config
    if config.argon2.below_minimum:
        click.echo("Warning: TINCAY_ARGON2 is below OWASP's minimum; for tests only.", err=True)
    _let_many_connect()
    parts = open_services(config)
    parts.blobs.sweep()
    # What is too large for memory while it arrives is spooled on the data disk: counted and swept.
    tempfile.tempdir = str(parts.blobs.temporary)
    # Before the first password is made: a port that is taken must not swallow it.
    server = _listen(parts)
    if not is_administered(parts):
        _load_programme(parts)
    sign_in = make_first_administrator(parts)
    mender = Mender(parts)
    mender.start()
    _stop_on_signals()
    _say_where(parts, sign_in)
    _leave_what_stays()
    _until_stopped(server)
    mender.stop()
    parts.database.close()


def _let_many_connect() -> None:
    """A connection is a descriptor, and the usual soft limit is half of what we take."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS_MAX + _DESCRIPTORS_BESIDE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _listen(parts: Services) -> Any:
    try:
        return listen(create_app(parts), parts)
    except OSError as error:
        where = f"{parts.config.host}:{parts.config.port}"
        raise click.ClickException(
            f"Cannot listen on {where}: {error.strerror}. Is another tincay running there? "
            "Stop it, or choose another TINCAY_PORT or TINCAY_HOST."
        ) from error


def _on_lan(config: Config) -> Config:
    """Listen on every address, and call ourselves by the one that phones can reach."""
    address = lan.lan_address()
    if address is None:
        raise click.ClickException("This machine has no network that a phone could be on.")
    public = config.public_url
    if settings_qr.is_loopback(public):
        public = f"http://{address}:{config.port}"
    return replace(config, host="0.0.0.0", public_url=public)  # noqa: S104 - what --lan asks for


def _load_programme(parts: Services) -> None:
    project = make_first_project(parts)
    click.echo("Loading the programme's forms …")
    for loaded in library.load_folder(parts, project, library.PROGRAMME):
        click.echo(f"  {loaded}")
    for line in load_definitions(parts, project, library.PROGRAMME):
        click.echo(f"  {line}")


def _say_where(parts: Services, sign_in: FirstSignIn | None) -> None:
    config = parts.config
    with parts.database.read() as cx:
        found = projects.list_all(SYSTEM, cx)[:_PROJECTS_SHOWN_MAX]
    click.echo(f"\nTincay: {config.public_url}")
    if sign_in is not None:
        password = sign_in.password or "(TINCAY_ADMIN_PASSWORD)"
        click.echo(f"  Đăng nhập / Sign in: {sign_in.email}")
        click.echo(f"  Mật khẩu / Password: {password}")
        if sign_in.password:
            click.echo("  (Chỉ hiện lần này / shown this once: write it down.)")
    for project in found:
        page = f"{config.public_url}/projects/{project.id}/app-users"
        click.echo(f"  Mã QR cho điện thoại / QR codes: {page}  ({project.name})")
    if settings_qr.is_loopback(config.public_url):
        click.echo("  Điện thoại chưa vào được / phones cannot reach this address: make run LAN=1")
    click.echo("")


def _stop_on_signals() -> None:
    """Let SIGTERM and Ctrl-C end the command in order, from before it says that it listens."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _leave_what_stays() -> None:
    """Keep the collector from walking the whole program whenever a large submission is read."""
    gc.collect()
    gc.freeze()


def _until_stopped(server: Any) -> None:
    try:
        server.run()  # on SystemExit it waits for the threads that are answering
    finally:
        server.close()
