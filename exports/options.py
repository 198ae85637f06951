"""What a download may be asked for beside its data; without any of it, tables are ODK Central's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How the tables of a form are written."""

    group_paths: bool = True
    """Headers carry the names of the groups (``contact-phone``); else the bare name (``phone``)."""
    split_select_multiples: bool = False
    """Central's: beside each select_multiple a 1/0 column for each value *seen* in the data."""
    select_multiple: Literal["", "choices"] = ""
    """``choices``: a 1/0 column for each choice of the list, in list order, blank if unanswered."""
    deleted_fields: bool = False
    """Also the questions that only earlier versions of the form ask."""
    labels: str | None = None
    """A language ("vi", "en", or as the form names it): labels instead of the codes of choices."""
    bom: bool = False
    """Begin a CSV with a byte order mark, by which Excel knows UTF-8."""
    safe: bool = False
    """No cell of a CSV that a spreadsheet would take for a formula."""
    separator: Literal["comma", "semicolon"] = "comma"
    finding_columns: bool = False
    """In the form's own table what the check has found: ``Faults``, ``Notes``, ``Findings``."""
    parent_fields: tuple[str, ...] | Literal["all"] = ()
    """Answers repeated from the rows above in the tables of repeats: paths (``/group/q``), header
    names (``group-q``) or Central's own columns (``SubmissionDate``)."""
