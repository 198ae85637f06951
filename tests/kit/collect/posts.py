"""How Collect cuts a filled form with its files into posts."""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FILES_MAX = 101
DEFAULT_LIMIT_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """One body, with the type that names its boundary."""

    body: bytes
    content_type: str


def posts_of(xml: bytes, name: str, files: Mapping[str, bytes], limit: int) -> Iterator[Post]:
    """Yield the posts: each repeats the XML, and all but the last say that more follows.

    Files are added until the next one would take XML and files over ``limit`` bytes, or 101 are
    in; a single file above the limit goes with the XML alone.
    """
    left = list(files.items())
    while True:
        taken = [left.pop(0)] if left else []
        size = len(xml) + sum(len(content) for _, content in taken)
        while left and len(taken) < FILES_MAX and size + len(left[0][1]) <= limit:
            taken.append(left.pop(0))
            size += len(taken[-1][1])
        yield _post(xml, name, taken, is_incomplete=bool(left))
        if not left:
            return


def _post(xml: bytes, name: str, files: list[tuple[str, bytes]], *, is_incomplete: bool) -> Post:
    boundary = uuid.uuid4().hex
    parts = [_part("xml_submission_file", name, "text/xml", xml)]
    parts += [_part(file, file, _type(file), content) for file, content in files]
    if is_incomplete:
        parts.append(
            b'Content-Disposition: form-data; name="*isIncomplete*"\r\n'
            b"Content-Length: 3\r\n\r\nyes\r\n"
        )
    start = f"--{boundary}\r\n".encode()
    body = b"".join(start + part for part in parts) + f"--{boundary}--\r\n".encode()
    return Post(body, f"multipart/form-data; boundary={boundary}")


def _part(name: str, file_name: str, content_type: str, content: bytes) -> bytes:
    head = (
        f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
