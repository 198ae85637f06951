"""What the running server is made of: handed to whoever needs it, never global."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from server.auth.identify import Door
from server.auth.policy import ADMINISTRATOR, ROLES
from server.auth.secrets import Box, Passwords
from server.config import Config
from server.form_cache import FormCache
from server.indicator_cache import IndicatorCache
from server.list_cache import ListCache
from server.scope import Grant, Scope
from server.store.blobs import BlobFolder
from server.store.database import Database

SYSTEM_ACTOR = 1
SYSTEM = Scope(
    actor_id=SYSTEM_ACTOR,
    grants=(Grant(verbs=ROLES[ADMINISTRATOR].verbs),),
)
"""In whose name the server itself reads and writes (start, shell, rebuilding)."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one running server."""

    config: Config
    database: Database
    blobs: BlobFolder
    box: Box
    passwords: Passwords
    door: Door
    forms: FormCache
    indicators: IndicatorCache
    lists: ListCache
    bell: threading.Event
    """Rung where something was asked for that the server does by itself (server/jobs.py)."""


def open_services(config: Config) -> Services:
    """Open the data folder and the database, migrate it, and read back that it is durable.

    What is made here is closed to other users of the machine; a folder that was there is left.
    """
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(config.database_url)
    database.migrate()
    database.assert_durable()
    box = Box(config.data)
    passwords = Passwords(config.argon2)
    return Services(
        config=config,
        database=database,
        blobs=BlobFolder(config.data),
        box=box,
        passwords=passwords,
        door=Door(database, box, passwords),
        forms=FormCache(),
        indicators=IndicatorCache(),
        lists=ListCache(),
        bell=threading.Event(),
    )
