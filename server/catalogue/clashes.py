"""What is here stands against it: 409."""

from __future__ import annotations

from server.catalogue.kind import Kind

KINDS = (
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
        "409.71",
        "The indicator {indicator} is new: its history is being computed.",
        "Chỉ số {indicator} còn mới: số liệu các kỳ trước đang được tính.",
        "Ask again in a while; the list of indicators shows how far it has come.",
        "Hãy thử lại sau ít phút; danh sách chỉ số cho biết tiến độ.",
    ),
    Kind(
        "409.72",
        "The period {period} is closed for this unit: release {number}.",
        "Kỳ {period} của đơn vị này đã chốt: bản số {number}.",
        "Somebody of the level above can open it again; then close it anew.",
        "Cấp trên có thể mở lại; khi đó hãy chốt lại.",
    ),
    Kind(
        "409.73",
        "Release {number} was opened again already.",
        "Bản số {number} đã được mở lại rồi.",
        "Reload the page.",
        "Hãy tải lại trang.",
    ),
    Kind(
        "409.74",
        "The history of some indicators is still being computed: {indicators}.",
        "Số liệu các kỳ trước của một số chỉ số còn đang được tính: {indicators}.",
        "Close the period when it is done; the list of indicators shows how far it has come.",
        "Hãy chốt khi tính xong; danh sách chỉ số cho biết tiến độ.",
    ),
    Kind(
        "409.75",
        "There is a target of {indicator} for this unit and these days already.",
        "Đã có chỉ tiêu của {indicator} cho đơn vị và kỳ này.",
        "Change that one.",
        "Hãy sửa chỉ tiêu đã có.",
    ),
    Kind(
        "409.76",
        "Somebody else changed this target meanwhile.",
        "Trong lúc đó đã có người khác sửa chỉ tiêu này.",
        "Look at what it is now, and make your change there.",
        "Hãy xem giá trị hiện nay rồi sửa trên đó.",
    ),
    Kind(
        "409.77",
        "The project has {limit} targets, and takes no more.",
        "Dự án đã có {limit} chỉ tiêu, không nhận thêm.",
        "Remove those that are over.",
        "Hãy xóa các chỉ tiêu đã qua.",
    ),
    Kind(
        "409.85",
        "This table was imported already, with other answers or columns chosen: {importId}.",
        "Bảng này đã được nhập, với câu trả lời hay cột được chọn khác: {importId}.",
        "Take that import out first; else its rows would count twice.",
        "Hãy rút lại lần nhập ấy trước, nếu không các hàng sẽ bị đếm hai lần.",
    ),
)
