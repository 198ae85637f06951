"""What is said of how an expression is written, and of what it names."""

from __future__ import annotations

from forms.lint.sentence import Sentence, error, warning

OF_SYNTAX: dict[str, Sentence] = {
    "syntax": error(
        "Biểu thức viết sai ở chỗ “{near}”. Hãy xem lại ngoặc, dấu nháy và phép tính quanh đó.",
        "The expression is broken at “{near}”. Look at brackets, quotes and operators there.",
    ),
    "syntax/at-end": error(
        "Biểu thức dừng giữa chừng. Hãy viết tiếp phần còn thiếu, hoặc đóng ngoặc còn mở.",
        "The expression stops half-way. Add what is missing, or close the bracket left open.",
    ),
    "syntax/slip": error(
        "Biểu thức viết sai ở chỗ “{near}”: XLSForm không có dấu {slip}. Hãy viết {instead}.",
        "The expression is broken at “{near}”: XLSForm has no {slip}. Write {instead}.",
    ),
    "syntax/blank": error(
        "Biểu thức có dấu cách lạ hoặc ký tự ẩn, thường do dán từ nơi khác. Hãy xóa ô này và gõ "
        "lại.",
        "The expression holds an odd blank or a hidden sign, as pasting from elsewhere brings. "
        "Clear the cell and type it anew.",
    ),
    "too-long": warning(
        "Biểu thức quá dài nên máy chủ không kiểm tra được. Hãy chia thành nhiều hàng calculate.",
        "The expression is too long for the server to check. Cut it into several calculates.",
    ),
    "too-deep": warning(
        "Biểu thức lồng quá nhiều lớp ngoặc nên máy chủ không kiểm tra được. Hãy chia thành nhiều "
        "hàng calculate, hoặc tra trong tệp CSV bằng pulldata.",
        "The expression nests too deep for the server to check. Cut it into several calculates, "
        "or look the answer up in a CSV file with pulldata.",
    ),
    "too-many-steps": error(
        "Đường dẫn trong biểu thức quá dài. Hãy viết ${{ten_cau_hoi}} thay cho đường dẫn.",
        "A path in the expression is too long. Write ${{question_name}} instead.",
    ),
    "too-much": warning(
        "Biểu mẫu có quá nhiều phép tính nên chỉ kiểm tra được phần đầu. Hãy chia biểu mẫu làm "
        "nhiều phần.",
        "The form computes too much: only its first part was checked. Cut the form into several.",
    ),
    "circle": error(
        "Các câu hỏi chờ nhau thành vòng tròn: {names}. Điện thoại không mở được biểu mẫu. "
        "Hãy bỏ tham chiếu ở một trong các câu này.",
        "These questions wait for each other in a circle: {names}. No phone could open the form. "
        "Take the reference out of one of them.",
    ),
    "unknown-function": error(
        "Không có hàm {name}(). Hãy xem danh sách hàm của XLSForm.",
        "There is no function {name}(). See XLSForm's list of functions.",
    ),
    "unknown-function/misspelt": error(
        "Không có hàm {name}(). Có phải bạn muốn viết {near}()?",
        "There is no function {name}(). Is {near}() meant?",
    ),
    "web-form-function": error(
        "Hàm {name}() chỉ dùng được trong biểu mẫu web; điện thoại sẽ dừng ở đây. Hãy bỏ hàm này.",
        "Only web forms know {name}(); the phone would stop here. Do without it.",
    ),
    "web-form-function/instead": error(
        "Hàm {name}() chỉ dùng được trong biểu mẫu web; điện thoại sẽ dừng ở đây. "
        "Hãy dùng {instead}.",
        "Only web forms know {name}(); the phone would stop here. Use {instead}.",
    ),
    "unknown-function/operator": error(
        "{name} không phải là hàm. Hãy viết: a {operator} b.",
        "{name} is no function. Write: a {operator} b.",
    ),
    "wrong-arguments": error(
        "Hàm {name}() cần số tham số là {wanted}. Hãy thêm hoặc bớt; các tham số cách nhau bằng "
        "dấu phẩy, số thập phân viết bằng dấu chấm.",
        "{name}() takes {wanted} arguments. Add or remove some; commas stand between them, and a "
        "decimal has a point.",
    ),
    "needs-path": error(
        "{name}() cần tên một câu hỏi, không nhận phép tính. Hãy tính vào một hàng calculate rồi "
        "viết {name}(${{ten_hang_do}}).",
        "{name}() takes a question, not a computation. Compute in a row calculate, then write "
        "{name}(${{that_row}}).",
    ),
    "indexed-repeat": error(
        "indexed-repeat() phải viết: indexed-repeat(${{cau_hoi}}, ${{nhom_lap_chua_no}}, số thứ "
        "tự).",
        "Write indexed-repeat(${{question}}, ${{the_repeat_around_it}}, number).",
    ),
    "selected-of-number": error(
        "{name}() chỉ dùng cho câu hỏi chọn; với câu số hay ngày điện thoại sẽ dừng ở đây. "
        "Hãy so sánh bằng dấu =.",
        "{name}() is for selects; at a number or a date the phone would stop. Compare with =.",
    ),
    "selected-number": error(
        "Mã lựa chọn trong {name}() phải đặt trong dấu nháy, ví dụ: {name}(${{cau_hoi}}, '1').",
        "The choice in {name}() must be in quotes, such as: {name}(${{question}}, '1').",
    ),
    "choice-name-quotes": error(
        "Trong jr:choice-name(), câu hỏi thứ hai phải đặt trong dấu nháy: "
        "jr:choice-name(${{q}}, '${{q}}'). Nếu không, điện thoại sẽ dừng ở đây.",
        "In jr:choice-name(), the second question must be in quotes: "
        "jr:choice-name(${{q}}, '${{q}}'). Else the phone would stop here.",
    ),
    "choice-name-question": warning(
        "“{path}” không phải là câu hỏi chọn nên jr:choice-name() luôn trống. Hãy ghi tên một câu "
        "hỏi chọn.",
        "“{path}” is no select, so jr:choice-name() is always empty. Name a select.",
    ),
    "pulldata-computed": warning(
        "Tên tệp trong pulldata() phải viết thẳng trong dấu nháy; nếu tính ra, điện thoại không "
        "biết phải tải tệp nào.",
        "The file in pulldata() must be written in quotes: where it is computed, no phone knows "
        "which file to download.",
    ),
    "pulldata-unlisted": warning(
        "Biểu mẫu không kèm tệp {name} mà pulldata() cần. Hãy viết pulldata() trong cột "
        "calculation.",
        "The form does not bring the file {name} that pulldata() needs. Write pulldata() in the "
        "column calculation.",
    ),
    "unknown-instance": error(
        "Không có danh sách hay tệp “{name}”; điện thoại sẽ dừng ở đây. Nếu là tệp, "
        "hãy thêm hàng kiểu csv-external tên {name}; nếu là danh sách ở trang choices, phải có câu "
        "hỏi chọn dùng nó.",
        "There is no list or file “{name}”; the phone would stop here. For a file, add a row "
        "of type csv-external named {name}; a list of the sheet choices must be used by a select.",
    ),
    "unknown-path": warning(
        "“{path}” không dẫn tới câu hỏi nào nên luôn trống. Hãy viết ${{ten_cau_hoi}}; khi trừ, "
        "để dấu cách trước dấu -.",
        "“{path}” leads to no question and is always empty. Write ${{question_name}}; put a blank "
        "before a minus.",
    ),
    "unknown-path/joined": warning(
        "“{path}”: giữa hai câu hỏi thiếu phép tính nên kết quả luôn trống. Hãy thêm + - * div, "
        "and, or, hoặc dấu phẩy.",
        "“{path}”: between two questions an operator is missing, so it is always empty. Add + - * "
        "div, and, or, or a comma.",
    ),
    "unknown-column": warning(
        "Bảng không có cột “{name}” nên không bao giờ tìm thấy gì. Hãy sửa tên cột.",
        "The table has no column “{name}”, so nothing is ever found. Mend the column's name.",
    ),
    "unknown-column/of": warning(
        "Danh sách không có cột “{name}” nên không bao giờ khớp. Các cột có: {columns}.",
        "The list has no column “{name}”, so nothing ever fits. It has: {columns}.",
    ),
    "name-without-braces": warning(
        "“{name}” viết trần nên luôn trống. Hãy viết ${{{name}}}.",
        "“{name}” stands bare and is always empty. Write ${{{name}}}.",
    ),
    "word-without-quotes": warning(
        "“{name}” không phải là câu hỏi nào. Nếu là chữ, hãy đặt trong dấu nháy: '{name}'.",
        "“{name}” is no question. If it is a text, put it in quotes: '{name}'.",
    ),
    "unsupported": error(
        "Điện thoại không hiểu cách viết {what} (biểu mẫu web thì hiểu). Hãy viết cách khác.",
        "The phone does not understand {what} (web forms do). Write it in another way.",
    ),
    "unsupported/behind": error(
        "Sau dấu ngoặc đóng, số hay chữ trong nháy không được viết tiếp [ ] hay tên câu hỏi. "
        "Có thể thiếu dấu phẩy hoặc phép tính.",
        "Neither [ ] nor a question may follow a closing bracket, a number or a text in quotes. "
        "A comma or an operator may be missing.",
    ),
    "wildcard": warning(
        "Dấu * thay cho tên câu hỏi cho kết quả khác nhau trên điện thoại và biểu mẫu web. "
        "Hãy ghi rõ tên.",
        "A * instead of a name gives different results on phones and in web forms. Write the name.",
    ),
    "wildcard/with-brackets": error(
        "Không dùng được ngoặc vuông sau dấu * thay cho tên câu hỏi. Hãy ghi rõ tên.",
        "Brackets cannot stand behind a * instead of a name. Write the name.",
    ),
    "division": warning(
        "“{path}”: dấu / không phải là phép chia. Hãy viết div, ví dụ: ${{a}} div ${{b}}.",
        "“{path}”: a / does not divide. Write div, such as: ${{a}} div ${{b}}.",
    ),
    "climbing-path": warning(
        "“{path}”: dấu .. đứng sau một tên không dùng được trên điện thoại. Hãy viết thẳng "
        "${{ten_cau_hoi}}.",
        "“{path}”: a .. behind a name does not work on a phone. Write ${{question_name}}.",
    ),
}
