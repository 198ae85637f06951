"""The rows of a table, filled in as a form and held against it before anything is stored."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from exports.answer import languages_of
from exports.importing.answers import ReadRow, RowReader
from exports.importing.faults import TableFault
from exports.importing.headings import Headings
from exports.sheets import SheetTable
from forms import check
from forms.check import Circumstances
from forms.fill import Filler, Given, WrongAnswerError
from forms.findings import SENTENCES, Finding, Language
from forms.instance import Instance, read_instance
from forms.logic import Logic
from forms.xpath.faults import EvaluationError, TooMuchWork

_MISFITS: Mapping[str, tuple[str, str]] = {
    "not-asked": (SENTENCES["relevant"]["vi"], SENTENCES["relevant"]["en"]),
    "type": (SENTENCES["type"]["vi"], SENTENCES["type"]["en"]),
}
_UNFIT = (
    "Câu hỏi này không nhập được từ bảng.",
    "This question cannot be answered from a table.",
)
_NOT_COMPUTED = (
    "Biểu mẫu không tính được từ hàng này.",
    "What the form computes cannot be computed from this row.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """A row as a submission, or its faults."""

    number: int
    instance_id: str
    xml: bytes
    instance: Instance | None
    """None: it has faults, or is in already."""
    faults: Sequence[TableFault] = ()
    is_in_already: bool = False
    """Another import brought the same, and it is to be left out for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFiller:
    """Fills the rows of one table in."""

    reader: RowReader
    logic: Logic
    filler: Filler
    zone: ZoneInfo
    now: datetime
    """Aware: when the rows are filled in; what the form calls today."""
    namespace: uuid.UUID
    """Of the import: the same row of the same file is the same submission."""

    def fill(self, table: SheetTable) -> Iterator[FilledRow]:
        """Yield every row, filled in or with its faults."""
        for row in table.rows:
            read = self.reader.read(row)
            yield self._faulty(read, read.faults) if read.faults else self._filled(read)

    def _filled(self, row: ReadRow) -> FilledRow:
        instance_id = self._instance_id(row)
        given = Given(
            begun=self.now,
            ended=self.now,
            zone=self.zone,
            chance=Random(instance_id),  # noqa: S311 - nothing is kept secret with it
            languages=languages_of(self.logic.form, "vi"),
            kept={"/meta/instanceID": instance_id},
        )
        try:
            xml = self.filler.fill(row.answers, given)
        except WrongAnswerError as error:
            told = self._told(row.number, error.path, error.reason, _MISFITS.get(error.reason))
            return self._faulty(row, [told])
        except (EvaluationError, TooMuchWork):
            return self._faulty(row, [self._told(row.number, "", "calculate", _NOT_COMPUTED)])
        instance = read_instance(xml)
        if faults := self._check(row.number, instance):
            return self._faulty(row, faults)
        return FilledRow(number=row.number, instance_id=instance_id, xml=xml, instance=instance)

    def _check(self, number: int, instance: Instance) -> list[TableFault]:
        found = self._findings(instance, "vi")
        if not found:
            return []
        said = zip(found, self._findings(instance, "en"), strict=True)
        return [
            self._told(number, vi.question, vi.kind, (vi.message, en.message)) for vi, en in said
        ]

    def _findings(self, instance: Instance, language: Language) -> list[Finding]:
        given = Circumstances(
            received_at=self.now,
            zone=self.zone,
            languages=languages_of(self.logic.form, language),
            language=language,
        )
        return [one for one in check.check(self.logic, instance, given) if one.level == "fault"]

    def _told(
        self, number: int, path: str, code: str, sentences: tuple[str, str] | None
    ) -> TableFault:
        headings: Headings = self.reader.headings
        vi, en = sentences or _UNFIT
        column = headings.column_of(path, path.rpartition("/")[2])
        return TableFault(row=number, column=column, code=code, vi=vi, en=en)

    def _faulty(self, row: ReadRow, faults: Sequence[TableFault]) -> FilledRow:
        return FilledRow(
            number=row.number,
            instance_id=self._instance_id(row),
            xml=b"",
            instance=None,
            faults=faults,
        )

    def _instance_id(self, row: ReadRow) -> str:
        return f"uuid:{uuid.uuid5(self.namespace, str(row.number))}"
