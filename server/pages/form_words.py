"""What the pages say of projects, forms and what came in, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    # Projects
    "projects.title": ("Dự án", "Projects"),
    "projects.none": (
        "Bạn chưa được giao dự án nào. Hãy hỏi người quản trị.",
        "You have no project yet. Ask the administrator.",
    ),
    "projects.name": ("Tên dự án", "Project"),
    "projects.forms": ("Biểu mẫu", "Forms"),
    "projects.app_users": ("Người thu thập", "App users"),
    "projects.archived": ("lưu trữ", "archived"),
    # The forms of a project
    "forms.upload": ("Tải biểu mẫu lên", "Upload a form"),
    "forms.none": (
        "Dự án chưa có biểu mẫu nào. Hãy tải lên một sổ tính XLSForm (.xlsx) để bắt đầu.",
        "There is no form yet. Upload an XLSForm workbook (.xlsx) to begin.",
    ),
    "forms.none_to_read": ("Chưa có biểu mẫu nào.", "There is no form yet."),
    "forms.name": ("Biểu mẫu", "Form"),
    "forms.state": ("Trạng thái", "State"),
    "forms.submissions": ("Số phiếu", "Submissions"),
    "forms.last": ("Phiếu gần nhất", "Last submission"),
    "forms.never": ("chưa có", "none yet"),
    "forms.aside": ("Cần xem", "To look at"),
    "forms.aside_link": ("{count} phiếu để riêng", "Kept aside: {count}"),
    "forms.download": ("Tải dữ liệu", "Download"),
    "forms.zone": ("Giờ theo múi giờ {zone}.", "Times are in the zone {zone}."),
    "state.open": ("Đang mở", "Open"),
    "state.closing": ("Sắp đóng", "Closing"),
    "state.closed": ("Đã đóng", "Closed"),
    "state.draft": ("Bản nháp", "Draft"),
    "state.open.means": (
        "Điện thoại tải được biểu mẫu và gửi phiếu.",
        "Phones get the form and send.",
    ),
    "state.closing.means": (
        "Điện thoại không thấy biểu mẫu nữa, nhưng phiếu đang làm dở vẫn gửi được.",
        "Phones no longer get the form, but what they have begun can still be sent.",
    ),
    "state.closed.means": (
        "Không nhận phiếu. Phiếu gửi đến vẫn được giữ, để riêng và không tính.",
        "Takes nothing. What still comes is kept aside and does not count.",
    ),
    # One form
    "form.id": ("Mã biểu mẫu", "Form id"),
    "form.version": ("Phiên bản", "Version"),
    "form.no_version": ("(không ghi)", "(none given)"),
    "form.published_at": ("Phát hành lúc", "Published"),
    "form.workbook": ("Sổ tính gốc", "Original workbook"),
    "form.xml": ("XForm (XML)", "XForm (XML)"),
    "form.data": ("Dữ liệu", "Data"),
    "form.counts": (
        "{count} phiếu, gần nhất: {last}",
        "Submissions: {count}. The last: {last}",
    ),
    "form.no_submissions": (
        "Chưa có phiếu nào. Hãy giao biểu mẫu cho người thu thập.",
        "Nothing has come in yet. Give the form to an app user.",
    ),
    "form.aside": (
        "Có {count} phiếu được giữ riêng và chưa tính vào dữ liệu.",
        "Kept aside, and not in the data: {count}.",
    ),
    "form.aside_look": ("Xem", "Look at them"),
    "form.issues": (
        "{count} phiếu được đánh dấu có vấn đề.",
        "Marked as having issues: {count}.",
    ),
    "form.csv": ("CSV", "CSV"),
    "form.zip": ("CSV và ảnh (zip)", "CSV and files (zip)"),
    "form.xlsx": ("Excel", "Excel"),
    "form.dictionary": ("Từ điển dữ liệu (Excel)", "Data dictionary (Excel)"),
    "form.downloads_hint": (
        (
            "Mở thẳng bằng Excel hoặc LibreOffice: dấu tiếng Việt đúng, ô không bị hiểu là công "
            "thức. Từ điển dữ liệu nói mỗi cột nghĩa là gì."
        ),
        (
            "Opens in Excel or LibreOffice as it is: Vietnamese is right, no cell becomes a "
            "formula. The data dictionary says what each column means."
        ),
    ),
    "form.more": ("Chọn nhãn và lọc", "Choose labels and filter"),
    "form.labels": ("Câu trả lời chọn ghi bằng", "Write chosen answers as"),
    "form.labels_none": ("Mã của lựa chọn", "Codes of the choices"),
    "form.labels_in": ("Nhãn: {language}", "Labels: {language}"),
    "form.labels_default": ("Nhãn", "Labels"),
    "form.review": ("Trạng thái duyệt", "Review state"),
    "form.review_all": ("Tất cả", "All"),
    "review.received": ("Mới nhận", "Received"),
    "review.edited": ("Đã sửa", "Edited"),
    "review.hasIssues": ("Có vấn đề", "Has issues"),
    "review.approved": ("Đã duyệt", "Approved"),
    "review.rejected": ("Không chấp nhận", "Rejected"),
    "form.download": ("Tải {format}", "Download {format}"),
    "form.new_version": ("Tải phiên bản mới lên", "Upload a new version"),
    "form.draft_waits": (
        "Có bản nháp (phiên bản {version}) chưa phát hành.",
        "A draft (version {version}) is not published yet.",
    ),
    "form.draft_open": ("Mở bản nháp", "Open the draft"),
    "form.open_close": ("Mở và đóng", "Open and close"),
    "form.save_state": ("Lưu trạng thái", "Save the state"),
    "form.versions": ("Các phiên bản đã phát hành", "Published versions"),
    "form.delete": ("Xóa biểu mẫu…", "Delete the form…"),
    "form.delete_means": (
        (
            "Biểu mẫu và mọi phiếu của nó biến mất khỏi danh sách và điện thoại. "
            "Chỉ người quản trị máy chủ khôi phục được, qua API."
        ),
        (
            "The form and all its submissions leave the lists and the phones. "
            "Only over the API can it be restored."
        ),
    ),
    "form.delete_now": ("Xóa biểu mẫu này", "Delete this form"),
    # Files that a form needs
    "files.title": ("Tệp kèm theo", "Files that it needs"),
    "files.name": ("Tên tệp", "File"),
    "files.there": ("Có ({size})", "Here ({size})"),
    "files.is_list": (
        "Danh sách của dự án, luôn mới nhất (tệp tải lên không được dùng)",
        "A list of the project, always up to date (an uploaded file is not used)",
    ),
    "files.missing": ("Còn thiếu", "Missing"),
    "files.missing_some": (
        "Còn thiếu {count} tệp. Điện thoại sẽ không hiện được danh sách hay hình trong đó.",
        "Missing files: {count}. Phones cannot show the lists or pictures in them.",
    ),
    "files.give": ("Thêm hoặc thay tệp", "Add or replace files"),
    "files.give_means": (
        "Tệp được thay trong một bản nháp, rồi phát hành thành phiên bản mới.",
        "Files are replaced in a draft, which is then published as a new version.",
    ),
    "files.choose": ("Tệp cho {name}", "File for {name}"),
    "files.upload": ("Tải tệp lên", "Upload"),
    # Uploading a workbook
    "upload.title": ("Tải biểu mẫu mới lên", "Upload a new form"),
    "upload.title_version": ("Tải phiên bản mới lên", "Upload a new version"),
    "upload.file": (
        "Sổ tính XLSForm (.xlsx, .xls) hoặc XForm (.xml)",
        "XLSForm (.xlsx, .xls) or XForm (.xml)",
    ),
    "upload.button": ("Tải lên và kiểm tra", "Upload and check"),
    "upload.means": (
        "Tệp được kiểm tra rồi thành bản nháp. Điện thoại chỉ nhận được sau khi phát hành.",
        "The file is checked and becomes a draft. No phone gets it before it is published.",
    ),
    "upload.replaces": (
        "Bản nháp đang có (phiên bản {version}) và các phiếu thử của nó sẽ bị thay.",
        "The present draft (version {version}) and its test submissions will be replaced.",
    ),
    "upload.no_file": ("Hãy chọn một tệp.", "Choose a file."),
    "upload.other_form": (
        (
            "Sổ tính này là của biểu mẫu khác (mã {id}). Hãy ghi form_id là {wanted} trong trang "
            "settings, hoặc tải nó lên thành biểu mẫu mới."
        ),
        (
            "This workbook is of another form (id {id}). Write {wanted} as form_id in the settings "
            "sheet, or upload it as a new form."
        ),
    ),
    "upload.taken": (
        (
            "Dự án đã có biểu mẫu mã {id}. Nếu đây là phiên bản mới của nó, hãy tải lên ở trang "
            "của biểu mẫu ấy."
        ),
        "The project has a form with the id {id}. Is this a new version of it? Upload it there.",
    ),
    "upload.taken_go": ("Tải lên cho biểu mẫu {id}", "Upload for the form {id}"),
    "faults.title": ("Cần sửa trong sổ tính", "To mend in the workbook"),
    "faults.mend": (
        "Biểu mẫu chưa được lưu. Hãy sửa các ô dưới đây rồi tải lên lại.",
        "Nothing was stored. Mend these cells and upload the workbook again.",
    ),
    "faults.level": ("Mức", "Level"),
    "faults.sheet": ("Trang", "Sheet"),
    "faults.row": ("Hàng", "Row"),
    "faults.column": ("Cột", "Column"),
    "faults.message": ("Cần làm gì", "What to do"),
    "fault.error": ("Lỗi", "Error"),
    "fault.warning": ("Cảnh báo", "Warning"),
    # The draft
    "draft.title": ("Bản nháp", "Draft"),
    "draft.try": ("1. Thử trên điện thoại", "1. Try it on a phone"),
    "draft.try_means": (
        "Quét mã này trong ODK Collect để điền thử. Phiếu thử không tính vào dữ liệu.",
        "Scan this code in ODK Collect to fill it for a try. Tests do not count.",
    ),
    "draft.tests": ("Số phiếu thử đã nhận: {count}", "Tests received: {count}"),
    "draft.files": ("2. Tệp kèm theo", "2. Files that it needs"),
    "draft.no_files": ("Biểu mẫu này không cần tệp nào.", "This form needs no files."),
    "draft.publish": ("3. Phát hành", "3. Publish"),
    "draft.publish_means": (
        "Từ lúc phát hành, điện thoại được giao nhận phiên bản này, và nó không đổi nữa.",
        "Once published, assigned phones get this version, and it never changes.",
    ),
    "draft.publish_without_files": (
        "Còn thiếu {count} tệp: vẫn phát hành được, nhưng danh sách hay hình trong đó sẽ trống.",
        "Missing files: {count}. It can be published, but their lists or pictures stay empty.",
    ),
    "draft.version": ("Phiên bản", "Version"),
    "draft.version_used": (
        "Phiên bản {version} đã phát hành rồi, nên bản này cần số mới.",
        "Version {version} was published before, so this one needs a new text.",
    ),
    "draft.publish_button": ("Phát hành", "Publish"),
    "draft.warnings": ("Xem cảnh báo của sổ tính", "See the workbook's warnings"),
    "draft.discard": ("Bỏ bản nháp…", "Discard the draft…"),
    "draft.discard_means": (
        "Bản nháp và các phiếu thử bị xóa hẳn. Phiên bản đã phát hành vẫn giữ nguyên.",
        "The draft and its tests are removed for good. What is published stays.",
    ),
    "draft.discard_now": ("Bỏ bản nháp này", "Discard this draft"),
    "draft.not_yours": (
        "Biểu mẫu này chưa phát hành. Bạn chỉ có quyền xem.",
        "This form is not published yet. You may only look at it.",
    ),
    "warnings.title": ("Cảnh báo của sổ tính", "Warnings about the workbook"),
    "warnings.means": (
        "Bản nháp đã được tạo và dùng được. Nên xem các điểm này trước khi phát hành.",
        "The draft is made and can be used. Better look at these before it is published.",
    ),
    "warnings.none": ("Sổ tính không có cảnh báo nào.", "The workbook has no warnings."),
    "warnings.ignore": ("Bỏ qua cảnh báo, dùng bản nháp", "Ignore the warnings, use the draft"),
    "warnings.mend": ("Tải sổ tính đã sửa lên", "Upload the mended workbook"),
    # Kept aside
    "aside.title": ("Phiếu để riêng", "Kept aside"),
    "aside.means": (
        "Những phiếu này đã được lưu đầy đủ nhưng không tính vào dữ liệu tải về.",
        "All of these are stored, but they are not in the downloads.",
    ),
    "aside.none": ("Không có phiếu nào để riêng.", "Nothing is kept aside."),
    "aside.received": ("Nhận lúc", "Received"),
    "aside.sender": ("Người gửi", "Sent by"),
    "aside.what": ("Phiếu", "Submission"),
    "aside.why": ("Vì sao", "Why"),
    "aside.xml": ("XML như đã nhận", "XML as received"),
    "reason.other-bytes": (
        "Cùng mã với một phiếu đã có nhưng nội dung khác.",
        "Has the id of a submission that is here, with another content.",
    ),
    "reason.edited-already": (
        "Sửa một bản đã có người sửa trước.",
        "Edits a version that was edited by somebody else before.",
    ),
    "reason.other-chain": (
        "Mã này đã dùng cho một phiếu khác.",
        "Its id is used by another submission.",
    ),
    "reason.closed": ("Biểu mẫu đã đóng khi phiếu đến.", "The form was closed when it came."),
    "reason.not-assigned": (
        "Biểu mẫu không còn giao cho người gửi.",
        "The form was no longer assigned to the sender.",
    ),
    "reason.deleted": ("Phiếu này đã bị xóa trước đó.", "This submission was deleted before."),
    "reason.waiting": (
        "Đang chờ bản gốc mà phiếu này sửa.",
        "Waits for the submission that it edits.",
    ),
}
