"""The one catalogue of what can go wrong: code, HTTP status, sentence and remedy, in two languages.

Codes up to two decimals that ODK Central has mean here what they mean there (clients test on them); ours
are those that Central does not have. The edge speaks a Problem in the dialect of the path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry: ``{names}`` in the sentences are filled from the problem's details."""

    code: str
    en: str
    vi: str
    remedy_en: str = ""
    remedy_vi: str = ""

    @property
    def status(self) -> int:
        """The HTTP status: the integer part of the code."""
        return int(self.code.split(".", 1)[0])


class Problem(Exception):
    """Something of the catalogue happened. ``details`` are what the API shows beside the sentence."""

    def __init__(self, code: str, *, retry_after_s: int | None = None, **details: object) -> None:
        """Take the code of the catalogue (a KeyError here is a bug) and its details."""
        self.kind = CATALOGUE[code]
        self.details = details
        self.retry_after_s = retry_after_s
        super().__init__(self.sentence("en"))

    @property
    def code(self) -> str:
        """The code of the catalogue ("404.1")."""
        return self.kind.code

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.kind.status

    def sentence(self, language: str) -> str:
        """Return what happened, in ``vi`` or ``en``."""
        return _filled(self.kind.vi if language == "vi" else self.kind.en, self.details)

    def remedy(self, language: str) -> str:
        """Return what to do about it, in ``vi`` or ``en``; may be empty."""
        text = self.kind.remedy_vi if language == "vi" else self.kind.remedy_en
        return _filled(text, self.details)

    def message(self, language: str) -> str:
        """Return the sentence and its remedy."""
        return f"{self.sentence(language)} {self.remedy(language)}".strip()


def _filled(template: str, details: Mapping[str, object]) -> str:
    return template.format_map(_Blank({name: _said(value) for name, value in details.items()}))


def _said(value: object) -> object:
    """Write a detail as a sentence does: nothing for None, commas in a list."""
    if isinstance(value, list | tuple):
        return ", ".join(str(_said(one)) for one in value)
    return "" if value is None else value


class _Blank(dict[str, object]):
    """Leaves nothing raw in a sentence where a detail was not given."""

    def __missing__(self, key: str) -> str:
        return "?"


_ENTRIES = (
    Kind(
        "400.1",
        "The data could not be read as {format}.",
        "Không đọc được dữ liệu dạng {format}.",
        "Send it again, complete and in that format.",
        "Hãy gửi lại đầy đủ, đúng định dạng.",
    ),
    Kind(
        "400.2",
        "The required parameter {field} is missing.",
        "Thiếu tham số bắt buộc {field}.",
        "Add it.",
        "Hãy bổ sung.",
    ),
    Kind(
        "400.3",
        "Required parameters are missing. Expected: {expected}; got: {got}.",
        "Thiếu tham số bắt buộc. Cần: {expected}; nhận được: {got}.",
        "Add what is missing.",
        "Hãy bổ sung phần còn thiếu.",
    ),
    Kind(
        "400.6",
        "The header {field} has a value that cannot be used: {value}.",
        "Tiêu đề {field} có giá trị không dùng được: {value}.",
        "Correct the header or leave it out.",
        "Hãy sửa hoặc bỏ tiêu đề này.",
    ),
    Kind(
        "400.7",
        "The multipart part {field} is missing.",
        "Thiếu phần {field} trong dữ liệu gửi lên.",
        "Send the form's XML as a file part of that name.",
        "Hãy gửi XML của phiếu thành một tệp có tên đó.",
    ),
    Kind(
        "400.8",
        "Unexpected {field} value {value}: {reason}",
        "Giá trị {value} của {field} không đúng: {reason}",
        "Correct the value.",
        "Hãy sửa giá trị.",
    ),
    Kind(
        "400.11",
        "The value {value} of {field} is not of the type {type}.",
        "Giá trị {value} của {field} không đúng kiểu {type}.",
        "Correct the value.",
        "Hãy sửa giá trị.",
    ),
    Kind(
        "400.13",
        "{field} is too long: at most {length} characters.",
        "{field} quá dài: tối đa {length} ký tự.",
        "Shorten it.",
        "Hãy rút ngắn.",
    ),
    Kind(
        "400.15",
        "The XLSForm is not valid. {error}",
        "Bảng XLSForm chưa đúng. {error_vi}",
        "Mend the cells that are named and upload it again.",
        "Hãy sửa các ô được nêu rồi tải lên lại.",
    ),
    Kind(
        "400.16",
        "The form is valid, but there are warnings.",
        "Biểu mẫu dùng được nhưng có cảnh báo.",
        "Look at them, or upload again with ignoreWarnings=true.",
        "Hãy xem lại, hoặc tải lên lại với ignoreWarnings=true.",
    ),
    Kind(
        "400.17",
        "The field {path} was {type} in an earlier version and is {new_type} now.",
        "Trường {path} ở phiên bản trước có kiểu {type}, nay lại là {new_type}.",
        "Give the question a new name, or its old type.",
        "Hãy đặt tên mới cho câu hỏi, hoặc giữ kiểu cũ.",
    ),
    Kind(
        "400.18",
        "The filter could not be understood: {reason}",
        "Không hiểu bộ lọc: {reason}",
        "Correct the $filter expression.",
        "Hãy sửa biểu thức $filter.",
    ),
    Kind(
        "400.19",
        "An edit must say with deprecatedID which version it replaces.",
        "Bản sửa phải ghi deprecatedID của bản mà nó thay thế.",
        "Put meta/deprecatedID into the XML.",
        "Hãy thêm meta/deprecatedID vào XML.",
    ),
    Kind(
        "400.21",
        "The password is too short: at least 10 characters.",
        "Mật khẩu quá ngắn: ít nhất 10 ký tự.",
        "Choose a longer one.",
        "Hãy chọn mật khẩu dài hơn.",
    ),
    Kind(
        "400.23",
        "The $select property {property} is not known.",
        "Không có thuộc tính {property} trong $select.",
        "See $metadata for the names.",
        "Xem tên đúng trong $metadata.",
    ),
    Kind(
        "400.34",
        "The $skiptoken cannot be read.",
        "Không đọc được $skiptoken.",
        "Begin again without it.",
        "Hãy bắt đầu lại không dùng tham số này.",
    ),
    Kind(
        "400.36",
        "The request body is larger than {limit} bytes.",
        "Nội dung yêu cầu lớn hơn {limit} byte.",
        "Send less at once.",
        "Hãy gửi ít hơn mỗi lần.",
    ),
    Kind(
        "400.38",
        "The password is too long: at most 200 characters.",
        "Mật khẩu quá dài: tối đa 200 ký tự.",
        "Choose a shorter one.",
        "Hãy chọn mật khẩu ngắn hơn.",
    ),
    Kind(
        "400.39",
        "The multipart body is broken: {reason}.",
        "Dữ liệu gửi lên bị hỏng: {reason}.",
        "Send it again; nothing of it was kept.",
        "Hãy gửi lại; chưa có gì được lưu.",
    ),
    Kind(
        "400.71",
        "This form has sensitive questions and no encryption key, so it cannot be published.",
        "Biểu mẫu có câu hỏi nhạy cảm mà chưa có khóa mã hóa nên không được phát hành.",
        "Remove the questions {paths}, or wait until the project has a key.",
        "Hãy bỏ các câu hỏi {paths}, hoặc chờ đến khi dự án có khóa.",
    ),
    Kind(
        "400.72",
        "The instance XML was refused: {reason}.",
        "XML của phiếu bị từ chối: {reason}.",
        "It must be one XML document with a form id and an instance id, without a DOCTYPE.",
        "XML phải có mã biểu mẫu và mã phiếu, không có DOCTYPE.",
    ),
    Kind(
        "401.2",
        "The sign-in was not accepted.",
        "Đăng nhập không được chấp nhận.",
        "Check the email and the password, or sign in again.",
        "Hãy kiểm tra email, mật khẩu hoặc đăng nhập lại.",
    ),
    Kind(
        "401.3",
        "A password may be sent only over HTTPS.",
        "Chỉ được gửi mật khẩu qua HTTPS.",
        "Use https:// or sign in with a session.",
        "Hãy dùng https:// hoặc đăng nhập theo phiên.",
    ),
    Kind(
        "401.7",
        "Your sign-in has ended or the page was open too long.",
        "Phiên đăng nhập đã hết hoặc trang mở quá lâu.",
        "Sign in again and repeat what you did.",
        "Hãy đăng nhập lại rồi thực hiện lại.",
    ),
    Kind(
        "403.1",
        "You have no right to do that.",
        "Bạn không có quyền thực hiện việc này.",
        "Ask the coordinator; on a phone, scan a new QR code.",
        "Hãy hỏi cán bộ điều phối; trên điện thoại, hãy quét mã QR mới.",
    ),
    Kind(
        "404.1",
        "It is not here, or not any more.",
        "Không tìm thấy, hoặc không còn nữa.",
        "Check the address.",
        "Hãy kiểm tra địa chỉ.",
    ),
    Kind(
        "404.2",
        "An API path begins with its version, /v1.",
        "Đường dẫn API bắt đầu bằng phiên bản, /v1.",
    ),
    Kind(
        "404.3",
        "This API version does not exist here.",
        "Không có phiên bản API này.",
        "Use /v1.",
        "Hãy dùng /v1.",
    ),
    Kind(
        "404.4",
        "This draft is no longer tested under this link.",
        "Bản nháp này không còn được thử với liên kết này.",
        "Ask for the new test QR code.",
        "Hãy xin mã QR thử nghiệm mới.",
    ),
    Kind(
        "404.5",
        "The submission that this one edits (deprecatedID) is not here.",
        "Không có phiếu gốc (deprecatedID) mà phiếu này sửa.",
        "Send the earlier version first.",
        "Hãy gửi bản trước đó trước.",
    ),
    Kind(
        "404.6",
        "The form version that the submission names is not here.",
        "Không có phiên bản biểu mẫu mà phiếu này ghi.",
        "Publish that version, or use a published one.",
        "Hãy phát hành phiên bản đó, hoặc dùng phiên bản đã phát hành.",
    ),
    Kind(
        "405.1",
        "This address does not answer {method}.",
        "Địa chỉ này không nhận lệnh {method}.",
    ),
    Kind(
        "406.1",
        "The format {format} is not to be had here.",
        "Không có định dạng {format} ở đây.",
        "Accept {acceptable}.",
        "Hãy dùng {acceptable}.",
    ),
    Kind(
        "409.1",
        "A submission with this instance id is here already with another content.",
        "Đã có phiếu cùng mã nhưng nội dung khác.",
        "Give the changed one a new instance id, with deprecatedID.",
        "Phiếu đã sửa cần mã mới kèm deprecatedID.",
    ),
    Kind(
        "409.2",
        "The form takes no submissions now.",
        "Biểu mẫu hiện không nhận phiếu.",
        "Ask the coordinator to open it.",
        "Hãy đề nghị cán bộ điều phối mở lại.",
    ),
    Kind(
        "409.3",
        "Something with {fields} = {values} is here already.",
        "Đã có mục với {fields} = {values}.",
        "Use another value, or change what is there.",
        "Hãy dùng giá trị khác, hoặc sửa mục đã có.",
    ),
    Kind(
        "409.6",
        "Version {version} of the form {xmlFormId} was published already.",
        "Phiên bản {version} của biểu mẫu {xmlFormId} đã phát hành rồi.",
        "Give the form a new version in its settings sheet.",
        "Hãy ghi phiên bản mới trong trang settings.",
    ),
    Kind(
        "409.7",
        "The form has no published version.",
        "Biểu mẫu chưa có phiên bản phát hành.",
        "Publish its draft first.",
        "Hãy phát hành bản nháp trước.",
    ),
    Kind(
        "409.8",
        "The new instance id is used already.",
        "Mã phiếu mới đã được dùng.",
        "An edit needs an instance id of its own.",
        "Bản sửa cần mã phiếu riêng.",
    ),
    Kind(
        "409.9",
        "The version {deprecatedId} is not the current one: it was edited meanwhile.",
        "Bản {deprecatedId} không còn là bản hiện hành: đã có người sửa.",
        "Load the current version and make your change there.",
        "Hãy tải bản hiện hành rồi sửa trên đó.",
    ),
    Kind(
        "409.18",
        "This submission was deleted and cannot be sent again.",
        "Phiếu này đã bị xóa nên không gửi lại được.",
        "Restore it instead.",
        "Hãy khôi phục phiếu.",
    ),
    Kind(
        "409.31",
        "This server's address, {url}, can be reached on this machine only.",
        "Địa chỉ {url} của máy chủ này chỉ dùng được trên chính máy này.",
        "Start it with make run LAN=1, or set TINCAY_PUBLIC_URL.",
        "Hãy khởi động bằng make run LAN=1, hoặc đặt TINCAY_PUBLIC_URL.",
    ),
    Kind(
        "409.32",
        "This is the last administrator.",
        "Đây là quản trị viên cuối cùng.",
        "Make somebody else an administrator first.",
        "Hãy trao quyền quản trị cho người khác trước.",
    ),
    Kind(
        "413.1",
        "This is more than the {limit} bytes that are taken at once.",
        "Dữ liệu lớn hơn mức {limit} byte cho mỗi lần gửi.",
        "Send smaller files.",
        "Hãy gửi tệp nhỏ hơn.",
    ),
    Kind(
        "415.1",
        "The content type or encoding {type} is not taken here.",
        "Không nhận kiểu nội dung {type} ở đây.",
        "Send {expected}.",
        "Hãy gửi {expected}.",
    ),
    Kind(
        "429.1",
        "Too many sign-ins have failed.",
        "Đăng nhập sai quá nhiều lần.",
        "Wait {seconds} seconds and try again.",
        "Hãy chờ {seconds} giây rồi thử lại.",
    ),
    Kind(
        "431.1",
        "The request's headers are too large.",
        "Phần đầu của yêu cầu quá lớn.",
    ),
    Kind(
        "500.1",
        "Something went wrong on the server; it has been noted.",
        "Máy chủ gặp lỗi; lỗi đã được ghi lại.",
        "Try again, and tell the administrator if it stays.",
        "Hãy thử lại; nếu vẫn lỗi, báo quản trị viên.",
    ),
    Kind(
        "501.1",
        "{feature} is not there yet.",
        "Chưa có tính năng {feature}.",
    ),
    Kind(
        "501.4",
        "The expression {expression} is not supported in a filter.",
        "Bộ lọc không hỗ trợ biểu thức {expression}.",
        "Use lt le eq ne ge gt, not, and, or.",
        "Hãy dùng lt le eq ne ge gt, not, and, or.",
    ),
    Kind(
        "501.5",
        "The field {field} cannot be filtered.",
        "Không lọc được theo trường {field}.",
        "Filter on the fields of __system.",
        "Hãy lọc theo các trường của __system.",
    ),
    Kind(
        "501.6",
        "Only $expand=* is there.",
        "Chỉ có $expand=*.",
    ),
    Kind(
        "501.11",
        "$select does not go together with $expand.",
        "Không dùng $select cùng với $expand.",
    ),
    Kind(
        "503.1",
        "The server's disk is nearly full, so nothing is taken now.",
        "Ổ đĩa máy chủ gần đầy nên tạm thời không nhận.",
        "The phone will send again by itself; nothing is lost.",
        "Điện thoại sẽ tự gửi lại; không mất gì.",
    ),
    Kind(
        "503.2",
        "The server is busy.",
        "Máy chủ đang bận.",
        "Try again in a moment; the phone does so by itself.",
        "Hãy thử lại sau giây lát; điện thoại sẽ tự gửi lại.",
    ),
    Kind(
        "503.3",
        "The database does not answer now.",
        "Cơ sở dữ liệu hiện không phản hồi.",
        "Try again in a moment; the phone does so by itself.",
        "Hãy thử lại sau giây lát; điện thoại sẽ tự gửi lại.",
    ),
)

CATALOGUE: Mapping[str, Kind] = {kind.code: kind for kind in _ENTRIES}
