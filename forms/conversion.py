"""What comes of a workbook: a compiled form, or faults that say where and how to mend them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["xlsx", "xls"]
FaultLevel = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing in a workbook that its designer should mend."""

    level: FaultLevel
    code: str
    """A stable word for the kind of fault."""
    vi: str
    """What is wrong and what to do, in Vietnamese."""
    en: str
    """The same in English."""
    sheet: str | None = None
    row: int | None = None
    """As Excel counts: the heading is row 1."""
    column: str | None = None
    """The heading of the column, as the workbook writes it; of an XForm, the bind's attribute."""
    path: str | None = None
    """The node that it is about, where one is: ``/group/question``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A workbook made an XForm."""

    xform: bytes
    """UTF-8."""
    warnings: tuple[Fault, ...] = ()
    itemsets: bytes | None = None
    """``itemsets.csv``, where the form asks select_one_external."""


class WorkbookFaults(Exception):
    """A workbook that makes no form; ``faults`` holds at least one error."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.en for fault in faults))
        self.faults = faults
