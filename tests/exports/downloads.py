"""What a coordinator downloads of one submission, file by file."""

from __future__ import annotations

from exports.columns import table_views
from exports.csv_table import write
from exports.options import ExportOptions
from forms.definition import FormDef
from tests.exports.households import HOUSEHOLDS, layouts, rows_by_table

ANSWERS = (
    "<village>Nà Mực, thôn 1</village><place>21.03 105.85 12.5 4.0</place>"
    "<home><roof>tile</roof><water>tap well</water></home>"
    "<family>"
    "<child><name>An</name><age>7</age><toy><name>xe</name></toy></child>"
    '<child><name>Bình "Bi"</name><toy><name>bóng</name></toy><toy><name/></toy></child>'
    "</family>"
)


SYSTEM = (
    "KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,"
    "Status,ReviewState,DeviceID,Edits,FormVersion\n"
)


def tables(
    asked: FormDef = HOUSEHOLDS,
    answers: str = ANSWERS,
    options: ExportOptions | None = None,
) -> dict[str, str]:
    """All CSVs of one submission by file name."""
    rows = rows_by_table(asked, answers, above=True)
    return {
        view.file_name: b"".join(write(view, rows[view.path], options)).decode()
        for view in table_views(asked, layouts(asked), options)
    }


def root(asked: FormDef, answers: str, options: ExportOptions | None = None) -> str:
    return tables(asked, answers, options)["f.csv"]
