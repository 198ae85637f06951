"""What an export is asked for: the parameters of the API, the pages and the shell, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from exports.options import ExportOptions
from server.errors import Problem
from server.store.collected import FINDING_STATES, REVIEW_STATES, Selection

_TEXT_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """How the tables are written, which submissions are in them, and what comes beside them."""

    options: ExportOptions = field(default_factory=ExportOptions)
    selection: Selection = field(default_factory=Selection)
    attachments: bool = True
    """Put the files of the submissions and the logs of the phones into the zip."""
    media_by_instance: bool = False
    """A folder for each submission, instead of Central's one folder for all."""


def read_request(asked: Mapping[str, str]) -> ExportRequest:
    """Read the parameters of an export; raise 400.8 for a value that is none of ours.

    Central's own flags are taken as Central takes them: anything but true or false is not given.
    """
    return ExportRequest(
        options=ExportOptions(
            group_paths=_central(asked, "groupPaths") is not False,
            split_select_multiples=_central(asked, "splitSelectMultiples") is True,
            deleted_fields=_central(asked, "deletedFields") is True,
            select_multiple="choices" if _one_of(asked, "selectMultiple", "choices") else "",
            labels=_text(asked, "labels"),
            bom=_flag(asked, "bom"),
            safe=_flag(asked, "safe"),
            separator=_separator(asked),
            parent_fields=_parent_fields(asked),
            finding_columns=_flag(asked, "findingColumns"),
        ),
        selection=Selection(
            filter=_text(asked, "$filter"),
            review_states=_some_of(asked, "reviewState", REVIEW_STATES),
            findings=finding_states(asked),
        ),
        attachments=_central(asked, "attachments") is not False,
        media_by_instance=_one_of(asked, "media", "byInstance") is not None,
    )


def read_language(asked: Mapping[str, str]) -> str:
    """Read ``lang``: in which language what the server itself says is written; raise 400.8."""
    return _one_of(asked, "lang", "vi", "en") or "vi"


def _central(asked: Mapping[str, str], name: str) -> bool | None:
    return {"true": True, "false": False}.get(asked.get(name, "").lower())


def _flag(asked: Mapping[str, str], name: str) -> bool:
    value = asked.get(name, "false")
    if value.lower() not in ("true", "false"):
        raise _unexpected(name, value, "true or false")
    return value.lower() == "true"


def _one_of(asked: Mapping[str, str], name: str, *known: str) -> str | None:
    value = asked.get(name)
    if not value:
        return None
    if value not in known:
        raise _unexpected(name, value, " or ".join(known))
    return value


def _separator(asked: Mapping[str, str]) -> Literal["comma", "semicolon"]:
    chosen = _one_of(asked, "separator", "comma", "semicolon")
    return "semicolon" if chosen == "semicolon" else "comma"


def _text(asked: Mapping[str, str], name: str) -> str | None:
    value = asked.get(name) or None
    if value is not None and len(value) > _TEXT_MAX:
        raise Problem("400.13", field=name, length=_TEXT_MAX)
    return value


def _parent_fields(asked: Mapping[str, str]) -> tuple[str, ...] | Literal["all"]:
    value = _text(asked, "parentFields")
    if value == "all":
        return "all"
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


def finding_states(asked: Mapping[str, str]) -> frozenset[str] | None:
    """Read ``findings``: what the check must have said of a submission; raise 400.8."""
    return _some_of(asked, "findings", FINDING_STATES)


def _some_of(asked: Mapping[str, str], name: str, known: frozenset[str]) -> frozenset[str] | None:
    value = asked.get(name)
    if not value:
        return None
    chosen = frozenset(word.strip() for word in value.split(","))
    if not chosen <= known:
        raise _unexpected(name, value, ", ".join(sorted(known)))
    return chosen


def _unexpected(field: str, value: str, known: str) -> Problem:
    return Problem("400.8", field=field, value=value[:200], reason=f"it must be {known}.")
