"""What the phones know of their sheets, and whether the server still has what it took."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.kit.coordinator import Coordinator
from tests.kit.phone import Phone
from tests.kit.questionnaire import Filled, Questionnaire

PHONES = 4
PHOTO_BYTES = 20_000
SECONDS = 60


@dataclass(slots=True)
class History:
    """What the phones still have to send, and what was answered 201."""

    to_send: list[Filled]
    kept: list[Filled] = field(default_factory=list)
    refused: int = 0
    """Posts that got another answer than 201."""
    broken: int = 0
    """Posts that got no answer."""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self) -> Filled | None:
        """Take the next to send."""
        with self.changed:
            return self.to_send.pop() if self.to_send else None

    def answered(self, filled: Filled, status: int | None) -> None:
        """Note what became of it; None: the line broke. Without a 201 it is sent again."""
        with self.changed:
            (self.kept if status == 201 else self.to_send).append(filled)
            self.refused += status not in (None, 201)
            self.broken += status is None
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        """Wait until so many were answered 201."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.kept) >= count, timeout=SECONDS)


def sheets(form: Questionnaire, count: int) -> list[Filled]:
    """Fill so many, each with a photo of its own."""
    return [
        form.filled(
            instance_id=f"uuid:{number}",
            age=number,
            photo="a.jpg",
            files={"a.jpg": b"JPEG %d " % number + bytes(PHOTO_BYTES)},
        )
        for number in range(count)
    ]


def send_until_it_dies(history: History, server_url: str) -> None:
    """Send one after another; when the line breaks, the sheet goes back on the pile."""
    phone = Phone(server_url)
    while filled := history.take():
        try:
            history.answered(filled, phone.sends(filled).status)
        except requests.RequestException:
            history.answered(filled, None)
            break
    phone.leaves()


@contextmanager
def phones_sending(history: History, server_url: str) -> Iterator[None]:
    """Let phones send meanwhile; afterwards wait until each has done or its line broke."""
    with ThreadPoolExecutor(PHONES) as pool:
        sending = [pool.submit(send_until_it_dies, history, server_url) for _ in range(PHONES)]
        yield
        wait(sending)
    for done in sending:
        done.result()


def missing(coordinator: Coordinator, form_id: str, kept: Sequence[Filled]) -> list[str]:
    """Return the instance ids of what was answered 201 and is not there once, byte for byte."""
    counted = coordinator.counts(form_id)
    return [
        filled.instance_id
        for filled in kept
        if counted.count(filled.instance_id) != 1 or not _is_whole(coordinator, form_id, filled)
    ]


def _is_whole(coordinator: Coordinator, form_id: str, filled: Filled) -> bool:
    where = f"forms/{form_id}/submissions/{filled.instance_id}"
    given = {f"{where}.xml": filled.xml} | {
        f"{where}/attachments/{name}": content for name, content in filled.files.items()
    }
    try:
        answers = [(coordinator.asks("GET", path), content) for path, content in given.items()]
    except requests.RequestException:  # a content that is shorter than it should be breaks off
        return False
    return all(answer.ok and answer.content == content for answer, content in answers)


def torn_contents(data: Path) -> list[str]:
    """Return the contents on the disk that are not what their name says: their hash."""
    return [
        f"{path.parent.name}{path.name}"
        for path in (data / "blobs").rglob("*")
        if path.is_file()
        and hashlib.sha256(path.read_bytes()).hexdigest() != f"{path.parent.name}{path.name}"
    ]
