"""What is said of values: repeats, dates, conditions, patterns, and of questions."""

from __future__ import annotations

from forms.lint.sentence import Sentence, error, warning

OF_VALUES: dict[str, Sentence] = {
    "repeated-field": error(
        "${{{name}}} nằm trong nhóm lặp “{repeat}” nên có nhiều giá trị; điện thoại sẽ dừng khi có "
        "mục thứ hai. Hãy dùng sum(), count(), max(), join() hoặc indexed-repeat().",
        "${{{name}}} lies in the repeat “{repeat}” and has several values; the phone would stop at "
        "the second entry. Use sum(), count(), max(), join() or indexed-repeat().",
    ),
    "repeated-field/in-brackets": error(
        "Trong ngoặc vuông, đường dẫn viết tay tới “{name}” lấy mọi mục của nhóm lặp “{repeat}”; "
        "điện thoại sẽ dừng ở đây. Hãy viết ${{{name}}}.",
        "In brackets, a path by hand to “{name}” takes all entries of the repeat “{repeat}”; the "
        "phone would stop here. Write ${{{name}}}.",
    ),
    "several-rows": error(
        "“{path}” lấy mọi hàng của bảng, trong khi chỉ cần một giá trị; điện thoại sẽ dừng ở đây. "
        "Hãy thêm điều kiện, ví dụ: [name = ${{cau_hoi}}].",
        "“{path}” takes all rows of the table where one value is wanted; the phone would stop "
        "here. Add a condition, such as: [name = ${{question}}].",
    ),
    "own-entry-only": warning(
        "Viết trong chính nhóm lặp “{repeat}”, {function}() chỉ tính mục đang mở, không tính cả "
        "nhóm. Hãy đặt phép tính ở ngoài nhóm lặp.",
        "Inside the repeat “{repeat}” itself, {function}() takes the present entry alone, not all. "
        "Put the calculation outside of the repeat.",
    ),
    "number-in-brackets": warning(
        "[{number}] không chọn được mục nào trên điện thoại. Hãy viết [position() = {number}].",
        "[{number}] picks nothing on a phone. Write [position() = {number}].",
    ),
    "name-in-brackets": warning(
        "Trong ngoặc vuông chỉ có một tên nên điện thoại không chọn mục nào. Hãy viết cả điều "
        "kiện, ví dụ: [ten = 'x'], hoặc [position() = ${{so}}].",
        "A name alone in brackets picks nothing on a phone. Write a condition, such as "
        "[name = 'x'], or [position() = ${{number}}].",
    ),
    "value-in-brackets": warning(
        "Trong ngoặc vuông phải là điều kiện đúng hoặc sai, nếu không điện thoại không chọn mục "
        "nào. Để lấy mục thứ mấy, hãy viết [position() = …].",
        "Brackets must hold a condition, true or false, else a phone picks nothing. For an entry "
        "by its number, write [position() = …].",
    ),
    "date-as-text": warning(
        "“{text}” là chữ, không phải ngày giờ, nên phép so sánh hay phép tính này không bao giờ "
        "đúng. Hãy viết date('2026-01-31').",
        "“{text}” is a text, not a date or time, so this never holds. Write date('2026-01-31').",
    ),
    "date-misspelt": warning(
        "Không ngày nào bằng “{text}”. Hãy viết theo dạng năm-tháng-ngày: date('2026-01-31').",
        "No date equals “{text}”. Write year-month-day: date('2026-01-31').",
    ),
    "no-such-date": error(
        "{name}() không hiểu “{text}”; điện thoại sẽ dừng ở đây. Hãy viết '2026-01-31' (năm, "
        "tháng, ngày).",
        "{name}() cannot read “{text}”; the phone would stop here. Write '2026-01-31'.",
    ),
    "date-mark": error(
        "format-date() không biết {mark}; điện thoại sẽ dừng ở đây. Được dùng: %Y %y %m %n %d %e "
        "%H %h %M %S %b %a.",
        "format-date() does not know {mark}; the phone would stop here. These it knows: %Y %y %m "
        "%n %d %e %H %h %M %S %b %a.",
    ),
    "formatted-compared": warning(
        "Kết quả của format-date() theo dạng “{text}” là chữ, không lớn hay nhỏ hơn gì. Hãy so "
        "sánh chính ngày đó, hoặc dùng dạng chỉ có số như '%Y%m%d'.",
        "What format-date() writes as “{text}” is a text, neither less nor greater. Compare the "
        "date itself, or use a format of digits alone, such as '%Y%m%d'.",
    ),
    "datetime-compared": warning(
        "Điện thoại chỉ so sánh hay trừ phần ngày, bỏ qua giờ (biểu mẫu web thì tính cả giờ). "
        "Hãy bọc cả hai bằng decimal-date-time(), hoặc bằng date() nếu chỉ cần ngày.",
        "A phone compares and subtracts the days alone, without the time (web forms take the "
        "time). Put both into decimal-date-time(), or into date() where days are meant.",
    ),
    "time-compared": warning(
        "Điện thoại coi mọi câu hỏi kiểu time là như nhau khi so sánh. Hãy dùng "
        "decimal-time(${{gio}}).",
        "A phone takes all answers of type time for equal. Use decimal-time(${{time}}).",
    ),
    "datetime-as-text": warning(
        "Trong {name}(), điện thoại chỉ ghi ngày mà không ghi giờ, còn biểu mẫu web ghi cả hai. "
        "Hãy dùng format-date-time(…, '%Y-%m-%d %H:%M').",
        "In {name}(), a phone writes the day without the time, and web forms write both. Use "
        "format-date-time(…, '%Y-%m-%d %H:%M').",
    ),
    "text-compared": warning(
        "“{text}” không phải là số nên không gì lớn hay nhỏ hơn nó. Hãy dùng = hoặc !=.",
        "“{text}” is no number, and nothing is less or greater. Use = or !=.",
    ),
    "empty-compared": warning(
        "Không gì lớn hay nhỏ hơn ô trống. Để hỏi đã trả lời chưa, hãy viết: ${{cau_hoi}} != ''.",
        "Nothing is less or greater than an empty text. To ask for an answer, write "
        "${{question}} != ''.",
    ),
    "unknown-choice": warning(
        "Câu hỏi “{question}” không có lựa chọn “{value}” nên điều kiện này vô nghĩa. Hãy sửa mã, "
        "hoặc thêm lựa chọn.",
        "The question “{question}” has no choice “{value}”, so this makes no sense. Mend the name, "
        "or add the choice.",
    ),
    "unknown-choice/misspelt": warning(
        "Câu hỏi “{question}” không có lựa chọn “{value}”. Có phải bạn muốn viết '{near}'?",
        "The question “{question}” has no choice “{value}”. Is '{near}' meant?",
    ),
    "never-true": warning(
        "Các điều kiện về “{name}” loại trừ nhau nên không bao giờ cùng đúng. Hãy dùng or, hoặc "
        "sửa một điều kiện.",
        "The conditions on “{name}” exclude each other and are never true together. Use or, or "
        "mend one of them.",
    ),
    "never-shown": warning(
        "“{name}” không bao giờ hiện ra vì điều kiện luôn sai. Hãy sửa cột relevant, hoặc bỏ hàng "
        "này.",
        "“{name}” is never shown, as its condition is always false. Mend the column relevant, or "
        "remove the row.",
    ),
    "required-not-asked": warning(
        "“{name}” không phải là câu hỏi nên điện thoại không đòi trả lời. Hãy để trống cột "
        "required.",
        "“{name}” is no question, so no phone asks for an answer. Leave the column required empty.",
    ),
    "constraint-not-asked": warning(
        "“{name}” không phải là câu hỏi nên điện thoại không xét điều kiện này. Hãy ghi constraint "
        "ở một câu hỏi, hoặc dùng note để nhắc.",
        "“{name}” is no question, so no phone looks at this condition. Put the constraint on a "
        "question, or warn in a note.",
    ),
    "no-constraint-message": warning(
        "“{name}” có điều kiện nhưng không có lời giải thích khi nhập sai. Hãy điền cột "
        "constraint_message.",
        "“{name}” has a constraint and says nothing when it is not met. Fill in the column "
        "constraint_message.",
    ),
    "untranslated": warning(
        "Thiếu bản dịch cho ngôn ngữ “{language}”; người điền sẽ thấy ô trống hoặc dấu “-”. "
        "Hãy điền ô này.",
        "The translation into “{language}” is missing; people would see nothing or a “-”. "
        "Fill in this cell.",
    ),
    "entity-id-without-coalesce": warning(
        "Khi vừa tạo vừa cập nhật, entity_id trống thì không tạo được. Hãy viết: "
        "coalesce(${{cau_hoi}}, uuid()).",
        "Where entities are both created and updated, none is created while entity_id is empty. "
        "Write coalesce(${{question}}, uuid()).",
    ),
    "bad-pattern": error(
        "Mẫu regex “{pattern}” viết sai (thiếu ngoặc đóng, hoặc * + ? {{ đứng sai chỗ); điện thoại "
        "sẽ dừng ở đây. Hãy sửa lại.",
        "The regex “{pattern}” is broken (a bracket left open, or * + ? {{ out of place); the "
        "phone would stop here. Mend it.",
    ),
    "partial-pattern": warning(
        "Trên điện thoại, mẫu regex “{pattern}” phải khớp toàn bộ câu trả lời, không chỉ một phần. "
        "Để tìm một phần, hãy viết '.*…*.' với .* ở hai đầu; để khớp toàn bộ, viết '^…$'.",
        "On a phone, the regex “{pattern}” must fit the whole answer, not a part. For a part, put "
        ".* at both ends; for the whole, write '^…$'.",
    ),
    "unanchored-pattern": warning(
        "Điện thoại bắt mẫu regex “{pattern}” khớp toàn bộ câu trả lời, biểu mẫu web chỉ cần một "
        "phần. Hãy viết '^…$'.",
        "A phone wants the regex “{pattern}” to fit the whole answer, web forms a part. "
        "Write '^…$'.",
    ),
    "pattern-not-judged": warning(
        "Máy chủ không kiểm tra lại được mẫu regex “{pattern}” (có nhìn trước, nhắc lại hoặc quá "
        "dài). Điện thoại vẫn kiểm tra. Nếu được, hãy viết đơn giản hơn.",
        "The server cannot check the regex “{pattern}” again (look-around, back references, or "
        "too long). Phones still do. Better write a simpler one.",
    ),
    "slow-pattern": warning(
        "Mẫu regex “{pattern}” có phần lặp trong phần lặp, có thể làm điện thoại treo. Hãy bỏ bớt "
        "một dấu + hoặc *.",
        "The regex “{pattern}” repeats what repeats already, and may hang the phone. Take one + or "
        "* away.",
    ),
    "empty-in-numbers": warning(
        "“{name}” có thể để trống: khi đó điện thoại bỏ qua, còn biểu mẫu web cho {function}() kết "
        "quả NaN. Hãy bắt buộc trả lời, hoặc viết {function}(${{{name}}}[. != '']).",
        "“{name}” may be empty: a phone leaves it out, web forms make {function}() NaN. Make it "
        "required, or write {function}(${{{name}}}[. != '']).",
    ),
    "empty-in-numbers/listed": warning(
        "“{name}” có thể để trống: khi đó điện thoại bỏ qua, còn biểu mẫu web cho {function}() kết "
        "quả NaN. Hãy bắt buộc trả lời, hoặc viết coalesce(${{{name}}}, 0).",
        "“{name}” may be empty: a phone leaves it out, web forms make {function}() NaN. Make it "
        "required, or write coalesce(${{{name}}}, 0).",
    ),
    "negative-half": warning(
        "Số âm có nửa đơn vị được làm tròn khác nhau: -2.5 thành -2 trên điện thoại, -3 ở biểu mẫu "
        "web. Nếu cần, hãy làm tròn abs(…).",
        "Negative halves are rounded differently: -2.5 becomes -2 on a phone, -3 in web forms. "
        "Where it matters, round abs(…).",
    ),
    "checklist-without-bound": warning(
        "Với weighted-checklist(), điện thoại coi -1 là giới hạn thật, biểu mẫu web coi là không "
        "giới hạn. Hãy viết 0 cho mức thấp nhất và một số thật lớn cho mức cao nhất.",
        "In weighted-checklist(), a phone takes -1 for a real bound, web forms for none. Write 0 "
        "for the lowest, and a great number for the highest.",
    ),
    "boolean-in-capitals": warning(
        "Biểu mẫu web không coi “{text}” là đúng hay sai như điện thoại. Hãy viết chữ thường.",
        "Web forms do not read “{text}” as true or false, as a phone does. Write it in lower case.",
    ),
}
