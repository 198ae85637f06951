"""A submission on its way out: what the server knows about it, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What the check has said of one submission."""

    checked: bool
    """False: encrypted, or with no form version to check it with, or not checked yet."""
    faults: int
    notes: int
    found: tuple[tuple[str, str], ...]
    """Where, and of which kind; the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known about one submission besides its answers. Times are aware."""

    instance_id: str
    """The first version's instance id: what the submission is called (KEY, ``__id``)."""
    submitted_at: datetime
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    submitter_id: int | None = None
    submitter_name: str | None = None
    attachments_present: int = 0
    attachments_expected: int = 0
    status: str | None = None
    """None, "notDecrypted" or "missingEncryptedFormData"."""
    review_state: str | None = None
    device_id: str | None = None
    edits: int = 0
    form_version: str = ""
    check: CheckResult | None = None
    """Only where its columns are asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one table, with the record that it belongs to.

    ``at`` is the 1-based position of each repeat on the way down, outermost first: empty for the
    root table, ``(2, 1)`` for the first inner entry of the second outer one. ``cells`` are raw
    answers in the order of ``layout`` (a key into the layouts given to the writer): None where
    the node is absent from the XML, "" where it is there and empty.
    """

    record: Record
    layout: str
    at: tuple[int, ...]
    cells: tuple[str | None, ...]
    above: tuple[tuple[str | None, ...], ...] = ()
    """Cells of the rows that it hangs from, the root's first: only for parent columns."""
