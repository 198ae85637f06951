"""What pyxform says of a workbook, and how we say it in Vietnamese and in English.

A table, read from the top: the first pattern that fits speaks. Patterns are those of pyxform 4.5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms.cells import Cells, Place

Groups = dict[str, str]
Seek = Callable[[Cells, Groups], Iterator[Place]]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that pyxform says, and how we say it."""

    code: str
    pattern: re.Pattern[str]
    vi: str
    en: str
    column: str = ""
    """Where it sits when pyxform names only the row."""
    seek: Seek | None = None
    """Where it sits when pyxform names no row."""


def _row_of_type(cells: Cells, said: Groups) -> Iterator[Place]:
    return cells.where("survey", "type", said["value"])


def _label_of_name(cells: Cells, said: Groups) -> Iterator[Place]:
    label = cells.heading("survey", "label")
    return (place._replace(column=label) for place in cells.where("survey", "name", said["value"]))


def _cells_of_reference(cells: Cells, said: Groups) -> Iterator[Place]:
    return cells.mentions(f"${{{said['value']}}}")


def _cells_of_parameter(cells: Cells, said: Groups) -> Iterator[Place]:
    return cells.mentions(said["value"], "survey", "parameters")


def _row_of_choice(cells: Cells, said: Groups) -> Iterator[Place]:
    return cells.where("choices", "name", said["value"], list_name=said["list"])


def _rows_of_list(cells: Cells, said: Groups) -> Iterator[Place]:
    return cells.mentions(said["value"], "survey", "type")


def _selects(cells: Cells, _said: Groups) -> Iterator[Place]:
    return cells.mentions("select_", "survey", "type")


def _heading(_cells: Cells, said: Groups) -> Iterator[Place]:
    yield Place(said.get("sheet"), 1, said.get("value"))


def _entry(
    code: str, pattern: str, vi: str, en: str, column: str = "", seek: Seek | None = None
) -> Complaint:
    return Complaint(code, re.compile(pattern, re.DOTALL), vi, en, column, seek)


COMPLAINTS = (
    _entry(
        "select-without-list",
        r"Unknown question type '(?P<value>select[ _](?:one|multiple)(?:[ _]from[ _]file)?)'",
        "Câu hỏi chọn chưa nói lấy danh sách nào. Hãy viết tên danh sách sau kiểu, "
        "ví dụ: {value} gioi_tinh.",
        "This select names no list. Write the list's name after the type, such as: {value} sex.",
        seek=_row_of_type,
    ),
    _entry(
        "unknown-type",
        r"Unknown question type '(?P<value>.*)'",
        "Không có kiểu câu hỏi “{value}”. Hãy sửa theo bảng kiểu của XLSForm, "
        "ví dụ: text, integer, date, select_one ten_danh_sach.",
        "There is no question type “{value}”. Use one of XLSForm's, such as text, integer, date, "
        "select_one list_name.",
        seek=_row_of_type,
    ),
    _entry(
        "no-type",
        r"Question with no type",
        "Hàng này có tên hoặc nhãn nhưng không có kiểu. Hãy điền cột type.",
        "This row has a name or a label but no type. Fill in the column type.",
        "type",
    ),
    _entry(
        "no-name",
        r"Question or group with no name",
        "Câu hỏi hoặc nhóm này chưa có tên. Hãy điền cột name.",
        "This question or group has no name. Fill in the column name.",
        "name",
    ),
    _entry(
        "bad-name",
        r"Names must begin with a letter or underscore",
        "Tên này không dùng được. Tên bắt đầu bằng chữ cái hoặc dấu gạch dưới, sau đó chỉ gồm "
        "chữ cái, chữ số, _ - và dấu chấm; không có dấu cách.",
        "This name cannot be used. A name begins with a letter or underscore and holds letters, "
        "digits, _ - and dots only; no blanks.",
        "name",
    ),
    _entry(
        "reserved-name",
        r"the 'name' value '(?P<value>meta)' is invalid",
        "Tên “meta” dành riêng cho hệ thống. Hãy đặt tên khác.",
        "The name “meta” is reserved. Choose another.",
        "name",
    ),
    _entry(
        "duplicate-repeat-name",
        r"the 'name' value '(?P<value>[^']*)' is invalid\. Repeat names must",
        "Tên “{value}” của nhóm lặp đã dùng ở chỗ khác hoặc trùng tên gốc của biểu mẫu. "
        "Hãy đặt cho nhóm lặp một tên riêng.",
        "The repeat's name “{value}” is used elsewhere or is the form's root. "
        "Give the repeat a name of its own.",
        "name",
    ),
    _entry(
        "duplicate-name",
        r"the 'name' value '(?P<value>[^']*)' is invalid\. Questions, groups",
        "Tên “{value}” đã dùng cho câu hỏi khác trong cùng nhóm. Hãy đổi một trong hai tên.",
        "The name “{value}” is taken by another question of the same group. Change one of them.",
        "name",
    ),
    _entry(
        "similar-name",
        r"the 'name' value '(?P<value>[^']*)' is problematic",
        "Tên “{value}” chỉ khác một tên khác ở chữ hoa, chữ thường. Nên đổi để khỏi nhầm khi "
        "phân tích.",
        "The name “{value}” differs from another in upper and lower case alone. "
        "Better change it, or the analysis may mix them up.",
        "name",
    ),
    _entry(
        "no-label",
        r"The survey element named '(?P<value>[^']*)' has no label or hint",
        "Câu hỏi “{value}” chưa có nhãn nên người điền không thấy gì. Hãy điền cột label.",
        "The question “{value}” has no label, so nobody can read it. Fill in the column label.",
        seek=_label_of_name,
    ),
    _entry(
        "unknown-reference",
        r"Could not find the name '(?P<value>[^']*)'",
        "Biểu thức nhắc tới ${{{value}}} nhưng không có câu hỏi nào tên như vậy. "
        "Hãy sửa tên trong ngoặc hoặc thêm câu hỏi.",
        "${{{value}}} is mentioned, but no question has this name. "
        "Mend the name in the braces or add the question.",
        seek=_cells_of_reference,
    ),
    _entry(
        "unknown-reference",
        r"There is no survey element named '(?P<value>[^']*)'",
        "Biểu thức nhắc tới ${{{value}}} nhưng không có câu hỏi nào tên như vậy. "
        "Hãy sửa tên trong ngoặc hoặc thêm câu hỏi.",
        "${{{value}}} is mentioned, but no question has this name. "
        "Mend the name in the braces or add the question.",
        seek=_cells_of_reference,
    ),
    _entry(
        "ambiguous-reference",
        r"The name '(?P<value>[^']*)' appears more than once",
        "${{{value}}} có thể là một trong nhiều câu hỏi cùng tên. Hãy đặt cho mỗi câu một tên "
        "riêng.",
        "${{{value}}} may be any of several questions of this name. Give each a name of its own.",
        seek=_cells_of_reference,
    ),
    _entry(
        "broken-reference",
        r"Reference variables? (?:must start with|lists must)",
        "Tham chiếu viết sai. Phải viết đủ ${{ten_cau_hoi}}, gồm dấu $, ngoặc mở và ngoặc đóng.",
        "A reference is written wrongly. Write it in full: ${{question_name}}.",
    ),
    _entry(
        "missing-list",
        r"List name not in (?:external )?choices sheet: (?P<value>.*)",
        "Trang choices không có danh sách “{value}”. Hãy thêm danh sách hoặc sửa tên trong cột "
        "type.",
        "The choices sheet has no list “{value}”. Add it or mend its name in the column type.",
        "type",
        _rows_of_list,
    ),
    _entry(
        "no-choices",
        r"There should be an? (?:external_)?choices sheet",
        "Biểu mẫu có câu hỏi chọn nhưng không có trang choices, hoặc trang đó thiếu cột. "
        "Hãy thêm trang choices với các cột list_name, name và label.",
        "The form has selects but no choices sheet, or the sheet lacks columns. "
        "Add a sheet choices with the columns list_name, name and label.",
        seek=_selects,
    ),
    _entry(
        "duplicate-choice",
        r"Choice names must be unique for each choice list",
        "Trong một danh sách có hai lựa chọn cùng mã. Hãy đổi một mã trong cột name.",
        "Two choices of one list have the same name. Change one in the column name.",
        "name",
    ),
    _entry(
        "choice-without-name",
        r"Choices must have a name",
        "Lựa chọn này chưa có mã. Hãy điền cột name.",
        "This choice has no name. Fill in the column name.",
        "name",
    ),
    _entry(
        "choice-without-label",
        r"Choices should have a label",
        "Lựa chọn này chưa có nhãn nên người điền chỉ thấy mã. Nên điền cột label.",
        "This choice has no label, so people will see its name. Better fill in the column label.",
        "label",
    ),
    _entry(
        "choice-with-blank",
        r"Choice names with spaces .* See \[(?P<value>.*?)\] in \[(?P<list>.*?)\]",
        "Mã “{value}” có dấu cách, mà câu hỏi chọn nhiều dùng dấu cách để ngăn các mã. "
        "Hãy thay dấu cách bằng _.",
        "The name “{value}” holds a blank, which separates the answers of a select_multiple. "
        "Write _ instead.",
        seek=_row_of_choice,
    ),
    _entry(
        "unmatched-end",
        r"Unmatched 'end_(?P<value>\w+)'",
        "Có end_{value} mà không có begin_{value} tương ứng. Hãy thêm hàng begin_{value} ở trên "
        "hoặc xóa hàng này.",
        "There is an end_{value} without its begin_{value}. Add the begin_{value} above or delete "
        "this row.",
        "type",
    ),
    _entry(
        "unmatched-begin",
        r"Unmatched 'begin_(?P<value>\w+)'",
        "Nhóm mở bằng begin_{value} chưa được đóng. Hãy thêm hàng end_{value} sau câu hỏi cuối "
        "của nhóm.",
        "This begin_{value} is never closed. Add an end_{value} after the group's last question.",
        "type",
    ),
    _entry(
        "no-calculation",
        r"Missing calculation",
        "Hàng calculate chưa có biểu thức. Hãy điền cột calculation.",
        "This calculate has no expression. Fill in the column calculation.",
        "calculation",
    ),
    _entry(
        "no-survey",
        r"You must have a sheet named 'survey'",
        "Sổ tính không có trang survey. Hãy đặt tên trang chứa câu hỏi là survey.",
        "The workbook has no sheet named survey. Name the sheet with the questions survey.",
    ),
    _entry(
        "no-column",
        r"for sheet: '(?P<sheet>[^']*)'.*required column headers were not found: (?P<list>.*?)\. ",
        "Trang {sheet} thiếu cột {list}. Hãy viết tên các cột ở hàng đầu tiên.",
        "The sheet {sheet} lacks the column {list}. Write the headings in its first row.",
        seek=_heading,
    ),
    _entry(
        "duplicate-column",
        r"for sheet: '(?P<sheet>[^']*)'.*same column were found: '(?P<list>[^']*)', "
        r"'(?P<value>[^']*)'",
        "Hai cột “{list}” và “{value}” có cùng nghĩa. Hãy bỏ một cột.",
        "The columns “{list}” and “{value}” mean the same. Remove one of them.",
        seek=_heading,
    ),
    _entry(
        "duplicate-column",
        r"Duplicate column header: (?P<value>.*)",
        "Có hai cột cùng tên “{value}”. Hãy bỏ hoặc đổi tên một cột.",
        "Two columns are named “{value}”. Remove or rename one of them.",
        seek=_heading,
    ),
    _entry(
        "no-heading",
        r"Invalid headers provided for sheet: '(?P<sheet>[^']*)'",
        "Hàng đầu tiên của trang {sheet} không phải là tên các cột. Hãy thêm hàng tên cột.",
        "The first row of the sheet {sheet} holds no headings. Add a row with the headings.",
        seek=_heading,
    ),
    _entry(
        "file-extension",
        r"File name for '(?P<value>[^']*)' should end with",
        "Tên tệp trong “{value}” phải có đuôi .csv, .xml hoặc .geojson.",
        "The file in “{value}” must end in .csv, .xml or .geojson.",
        "type",
    ),
    _entry(
        "parameters",
        r"accepted parameter keys for this question type are '(?P<list>[^']*)'.*key\(s\): "
        r"'(?P<value>[^']*)'",
        "Tham số “{value}” không dùng được cho kiểu câu hỏi này; được dùng: {list}.",
        "The parameter “{value}” does not go with this type of question; these do: {list}.",
        "parameters",
    ),
    _entry(
        "parameters",
        r"Parameters must be in the form of",
        "Cột parameters phải viết theo dạng ten=gia_tri, cách nhau bằng dấu cách.",
        "The column parameters reads name=value, with blanks between several.",
        "parameters",
    ),
    _entry(
        "parameters",
        r"[Pp]arameter '?(?P<value>[\w-]+)'? must (?P<list>[^.]*)",
        "Giá trị của tham số “{value}” không hợp lệ. Hãy sửa trong cột parameters.",
        "The value of the parameter “{value}” is wrong: it must {list}.",
        "parameters",
        _cells_of_parameter,
    ),
    _entry(
        "audit-name",
        r"Audits must always be named",
        "Hàng audit không được đặt tên. Hãy để trống cột name.",
        "An audit row has no name. Leave the column name empty.",
        "name",
    ),
    _entry(
        "save-to",
        r"the 'save_to' value is invalid",
        "Giá trị ở cột save_to không dùng được. Hãy kiểm tra trang entities và tên thuộc tính, "
        "mỗi thuộc tính chỉ ghi một lần và không ghi cho nhóm.",
        "This save_to cannot be used. See the sheet entities and the property's name: each "
        "property once, and none on a group.",
        "save_to",
    ),
    _entry(
        "entities",
        r"the entity declaration is invalid",
        "Khai báo ở trang entities chưa đủ hoặc mâu thuẫn. Tạo mới cần label; cập nhật cần "
        "entity_id; vừa tạo vừa cập nhật cần create_if, update_if và entity_id.",
        "The declaration in the sheet entities is incomplete or contradicts itself. Creating needs "
        "a label; updating an entity_id; both need create_if, update_if and entity_id.",
        "list_name",
    ),
    _entry(
        "or-other",
        r"or[_ ]other",
        "or_other không dùng được ở đây. Hãy thêm lựa chọn “other” vào danh sách và một câu hỏi "
        "text sau đó.",
        "or_other cannot be used here. Add a choice “other” to the list and a text question after.",
        "type",
    ),
    _entry(
        "no-max-pixels",
        r"Use the max-pixels parameter",
        "Ảnh sẽ gửi ở cỡ gốc. Nên điền max-pixels=1024 vào cột parameters để gửi nhanh hơn.",
        "Pictures will be sent in full size. Better write max-pixels=1024 in the column "
        "parameters, to send faster.",
        "parameters",
    ),
    _entry(
        "missing-translation",
        r"Language '(?P<value>[^']*)' is missing the (?P<sheet>\w+) (?P<list>.*?) columns?\b",
        "Trang {sheet} thiếu bản dịch cột {list} cho ngôn ngữ “{value}”.",
        "The sheet {sheet} lacks the column {list} in the language “{value}”.",
        seek=lambda _cells, said: iter([Place(said["sheet"])]),
    ),
    _entry(
        "missing-translation",
        r"Language '(?P<value>[^']*)' is missing the (?P<sheet>\w+) columns? (?P<list>.*)\.",
        "Trang {sheet} thiếu bản dịch các cột {list} cho ngôn ngữ “{value}”.",
        "The sheet {sheet} lacks the columns {list} in the language “{value}”.",
        seek=lambda _cells, said: iter([Place(said["sheet"])]),
    ),
    _entry(
        "similar-sheet",
        r"When looking for a sheet named '(?P<value>[^']*)', .*found: (?P<list>.*?)\.",
        "Trang {list} có phải là trang {value} không? Nếu phải, hãy sửa tên trang.",
        "Is the sheet {list} meant to be {value}? If so, mend its name.",
    ),
    _entry(
        "row-skipped",
        r"Row without name, text, or label is being skipped",
        "Hàng này không có kiểu, tên và nhãn nên bị bỏ qua.",
        "This row has no type, name or label and is left out.",
    ),
)
