"""``make bench``: what a check costs; submissions in and rows out per second, beside the limits."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from server.store.database import Database
from server.store.statistics import refresh_statistics
from tests.bench import checking, limits, reports
from tests.kit.coordinator import Coordinator
from tests.kit.phone import Body, multipart
from tests.kit.process import serving
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import (
    ADMIN_EMAIL,
    ADMIN_PASSWORD,
    DatabaseKind,
    fresh_config,
    prepare,
)

COUNT = 600
CLIENTS = 8
QUESTIONS = tuple((f"question_{number:02}", "string") for number in range(40))
ANSWER = "chị Hà đã tiếp nhận vụ việc và phối hợp với trạm y tế"


@dataclass(frozen=True, slots=True)
class Rates:
    """What was reached in a second."""

    alone: float
    together: float
    csv_rows: float


def main() -> int:
    """Measure the check and both databases; each of ours beside the limit of the same run."""
    checking.main()
    reports.main()
    form = Questionnaire(form_id="bench", questions=QUESTIONS)
    answers: dict[str, Any] = dict.fromkeys((name for name, _ in QUESTIONS), ANSWER)
    bodies = [multipart(form.filled(**answers).xml, {}) for _ in range(3 * COUNT)]
    payload = form.filled(**answers).xml
    print(f"{len(payload)} bytes a submission, {len(QUESTIONS)} questions, {COUNT} a round")
    kinds: tuple[DatabaseKind, ...] = ("sqlite", "postgresql")
    for kind in kinds:
        _measure(kind, form, bodies, payload)
    return 0


def _measure(
    kind: DatabaseKind, form: Questionnaire, bodies: Sequence[Body], payload: bytes
) -> None:
    with ExitStack() as stack:
        config = stack.enter_context(fresh_config(kind))
        project_id = prepare(config)
        stack.enter_context(serving(config))
        url = f"http://127.0.0.1:{config.port}"
        coordinator = Coordinator(url, project_id)
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        coordinator.publishes(form)
        phone = coordinator.lets_in(form.form_id)
        address = f"{phone.server_url}/submission"
        _send(address, bodies[: COUNT // 2], 1)
        alone = COUNT / _send(address, bodies[COUNT : 2 * COUNT], 1)
        together = COUNT / _send(address, bodies[2 * COUNT :], CLIENTS)
        _wait_for_statistics(config.database_url)
        begin = time.perf_counter()
        rows = coordinator.downloads(form.form_id).count("\n") - 1
        rates = Rates(alone, together, rows / (time.perf_counter() - begin))
        _print(kind, rates, config.database_url, payload)


def _wait_for_statistics(url: str) -> None:
    """Do now what the server does within its first minute: see server/jobs.py."""
    database = Database(url)
    with database.write() as cx:
        refresh_statistics(cx)
    database.close()


def _print(kind: DatabaseKind, rates: Rates, url: str, payload: bytes) -> None:
    if kind == "sqlite":
        with TemporaryDirectory() as folder:
            one = limits.sqlite_commits_per_second(Path(folder), payload, COUNT)
        many, copied = one, None
    else:
        address = url.replace("+psycopg", "")
        one = limits.postgresql_commits_per_second(address, payload, COUNT, 1)
        many = limits.postgresql_commits_per_second(address, payload, COUNT, CLIENTS)
        copied = limits.postgresql_copied_per_second(address)
    print(f"{kind}: submissions/s, one phone     {rates.alone:8.0f}  {rates.alone / one:6.1%}")
    print(f"{kind}: submissions/s, {CLIENTS} phones      {rates.together:8.0f}", end="")
    print(f"  {rates.together / many:6.1%}  of {many:.0f} bare commits/s")
    beside = "" if copied is None else f"  {rates.csv_rows / copied:6.1%}  of {copied:.0f} by COPY"
    print(f"{kind}: CSV rows/s                   {rates.csv_rows:8.0f}{beside}")


def _send(address: str, bodies: Sequence[Body], clients: int) -> float:
    """Post the bodies over ``clients`` connections; return the seconds it took."""
    threads = [
        threading.Thread(target=_post, args=(address, bodies[number::clients]))
        for number in range(clients)
    ]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def _post(address: str, bodies: Sequence[Body]) -> None:
    parts = urlsplit(address)
    line = HTTPConnection(parts.hostname or "", parts.port)
    for body in bodies:
        line.request("POST", parts.path, body.content, {"Content-Type": body.content_type})
        answer = line.getresponse()
        answer.read()
        if answer.status != 201:
            raise SystemExit(f"a post was answered {answer.status}")
    line.close()


if __name__ == "__main__":
    sys.exit(main())
