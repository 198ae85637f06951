"""What a submission says of itself, and what is refused as none."""

from __future__ import annotations

import pytest

from forms.definition import FormDef, Node
from forms.instance import (
    Element,
    Instance,
    InstanceLimits,
    UnreadableInstance,
    files_match,
    named_files,
    read_instance,
)

SMALL = InstanceLimits(xml_bytes_max=400_000, depth_max=200, elements_max=3_000, attributes_max=100)


def submission(body: str, *, meta: str = "<instanceID>uuid:1</instanceID>") -> bytes:
    return f'<data id="tap_huan" version="7">{body}<meta>{meta}</meta></data>'.encode()


def refusal(xml: bytes, limits: InstanceLimits = SMALL) -> str:
    with pytest.raises(UnreadableInstance) as refused:
        read_instance(xml, limits)
    return refused.value.reason


def test_a_submission_gives_its_identity_and_its_answers() -> None:
    xml = submission(
        "<ho_ten> Nguyễn Thị Ánh </ho_ten><con><tuoi>3</tuoi></con><con/>",
        meta="<instanceID> uuid:2 </instanceID><deprecatedID>uuid:1</deprecatedID>"
        "<instanceName>Phiếu &#64; Ánh</instanceName>",
    )
    assert read_instance(xml) == Instance(
        form_id="tap_huan",
        version="7",
        instance_id="uuid:2",
        deprecated_id="uuid:1",
        instance_name="Phiếu @ Ánh",
        encrypted=False,
        root=Element(
            "data",
            "",
            (
                Element("ho_ten", " Nguyễn Thị Ánh "),
                Element("con", "", (Element("tuoi", "3"),)),
                Element("con", ""),
                Element(
                    "meta",
                    "",
                    (
                        Element("instanceID", " uuid:2 "),
                        Element("deprecatedID", "uuid:1"),
                        Element("instanceName", "Phiếu @ Ánh"),
                    ),
                ),
            ),
            {"id": "tap_huan", "version": "7"},
        ),
    )


def test_meta_is_found_whatever_its_prefix() -> None:
    xml = (
        b'<d xmlns="http://example.org/f" xmlns:orx="http://openrosa.org/xforms" id="f">'
        b"<orx:meta><orx:instanceID>uuid:1</orx:instanceID>"
        b"<deprecatedID>uuid:0</deprecatedID></orx:meta></d>"
    )
    read = read_instance(xml)
    assert (read.version, read.instance_id, read.deprecated_id) == ("", "uuid:1", "uuid:0")


def test_an_id_outside_the_meta_of_the_root_is_an_answer_not_an_identity() -> None:
    inner = "<nhom><meta><instanceID>uuid:9</instanceID></meta></nhom><instanceID>x</instanceID>"
    assert read_instance(submission(inner)).instance_id == "uuid:1"
    assert refusal(submission(inner, meta="<instanceID> </instanceID>")) == "no-instance-id"


def test_a_missing_instance_id_is_empty_where_the_server_gives_one() -> None:
    read = read_instance(submission("<a/>", meta=""), instance_id_required=False)
    assert read.instance_id == ""


@pytest.mark.parametrize(
    "instance_id", ["../../x", "uuid:%00", "x' or 1=1 --", 'a"b', "UUID:A", "x" * 255]
)
def test_an_odd_instance_id_is_taken_as_it_stands(instance_id: str) -> None:
    xml = submission("", meta=f"<instanceID>{instance_id}</instanceID>")
    assert read_instance(xml).instance_id == instance_id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_vietnamese_text_survives_every_unicode_encoding(encoding: str) -> None:
    declared = "utf-16" if encoding == "utf-16" else "utf-8"
    text = submission("<ten>Đặng Thị Ngọc Thịnh 👩‍👧</ten>").decode()
    xml = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding)
    assert read_instance(xml).root.children[0].text == "Đặng Thị Ngọc Thịnh 👩‍👧"


def test_composed_and_decomposed_names_are_both_kept_as_sent() -> None:
    for name in ("\u1ea2nh", "A\u0309nh"):
        assert read_instance(submission(f"<ten>{name}</ten>")).root.children[0].text == name


def test_markup_that_asks_for_something_is_left_as_it_is() -> None:
    xml = b'<?xml-stylesheet href="http://example.org/x"?>' + submission(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
        "<a><![CDATA[x]]]]><![CDATA[>y]]></a>"
    )
    children = read_instance(xml).root.children
    assert children[:2] == (
        Element("include", "", (), {"href": "/etc/passwd"}),
        Element("a", "x]]>y"),
    )


def test_five_thousand_repeats_are_no_trouble() -> None:
    xml = submission("<con><tuoi>3</tuoi></con>" * 5_000)
    assert len(read_instance(xml).root.children) == 5_001


DOCTYPES = {
    "plain": "<!DOCTYPE data>",
    "a file of the machine": '<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "a host": '<!DOCTYPE data [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>',
    "parameter entities": "<!DOCTYPE data [<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;]>",
    "a billion laughs": '<!DOCTYPE data [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghx", strict=True)
    )
    + "]>",
    "quadratic": f'<!DOCTYPE data [<!ENTITY x "{"x" * 10_000}">]>',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_a_doctype_is_refused_before_it_does_anything(doctype: str) -> None:
    assert refusal(doctype.encode() + submission("<a>&x;</a>")) == "doctype"


def nested(depth: int) -> str:
    return "<a>" * depth + "</a>" * depth


HOSTILE = {
    "empty file": (b"", "empty"),
    "blanks only": (b" \n", "empty"),
    "text": ("Xin chào".encode(), "not-xml"),
    "byte order mark alone": (b"\xef\xbb\xbf", "not-xml"),
    "Latin-1 said to be UTF-8": (submission("<a>?</a>").replace(b"?", b"\xe9"), "not-xml"),
    "NUL": (submission("<a>\0</a>"), "not-xml"),
    "U+FFFE": (submission("<a>\ufffe</a>"), "not-xml"),
    "NUL by number": (submission("<a>&#x0;</a>"), "not-xml"),
    "half a surrogate pair": (submission("<a>&#xD800;</a>"), "not-xml"),
    "an entity that nobody declared": (submission("<a>&x;</a>"), "not-xml"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="tiq"?><d/>', "not-xml"),
    "an encoding of many bytes": (b'<?xml version="1.0" encoding="big5"?><d/>', "not-xml"),
    "two roots": (submission("") * 2, "not-xml"),
    "truncated": (submission("<a>x</a>")[:-9], "not-xml"),
    "201 deep": (submission(nested(200)), "too-deep"),
    "very deep": (submission(nested(20_000)), "too-deep"),
    "many attributes": (
        submission("<a " + " ".join(f'b{i}="1"' for i in range(20_000)) + "/>"),
        "too-many-attributes",
    ),
    "many namespaces": (
        submission("<a " + " ".join(f'xmlns:n{i}="u:{i}"' for i in range(5_000)) + "/>"),
        "too-many-attributes",
    ),
    "many siblings": (submission("<a/>" * 3_000), "too-many-elements"),
    "one long text": (submission("<a>" + "x" * 400_000 + "</a>"), "too-large"),
    "no form id": (b"<data><meta><instanceID>uuid:1</instanceID></meta></data>", "no-form-id"),
    "blank form id": (b'<data id=" "/>', "no-form-id"),
    "no meta": (b'<data id="f"/>', "no-instance-id"),
    "instance id with children": (
        submission("", meta="<instanceID><x>uuid:1</x></instanceID>"),
        "no-instance-id",
    ),
    "10 KB instance id": (
        submission("", meta=f"<instanceID>{'x' * 10_240}</instanceID>"),
        "instance-id-too-long",
    ),
    "two instance ids": (
        submission("", meta="<instanceID>a</instanceID><instanceID>b</instanceID>"),
        "two-instance-ids",
    ),
    "two metas": (submission("<meta><instanceID>a</instanceID></meta>"), "two-instance-ids"),
}


@pytest.mark.parametrize("xml,reason", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_submission_is_refused_with_its_reason(xml: bytes, reason: str) -> None:
    assert refusal(xml) == reason


def test_at_the_very_limit_a_submission_is_still_read() -> None:
    limits = InstanceLimits(depth_max=4, elements_max=6, attributes_max=2)
    assert read_instance(submission(nested(3)), limits).instance_id == "uuid:1"


def form_with_photos() -> FormDef:
    def photo(path: str) -> Node:
        name = path.rpartition("/")[2]
        return Node(name=name, path=path, kind="field", type="binary", binary=True)

    child = Node(
        name="con", path="/con", kind="repeat", type="repeat", children=(photo("/con/anh"),)
    )
    note = Node(name="ghi_chu", path="/ghi_chu", kind="field", type="string")
    return FormDef(
        form_id="f",
        version="",
        title="",
        root="data",
        children=(photo("/anh"), child, note),
    )


def test_the_named_files_are_those_of_binary_answers_and_the_audit() -> None:
    instance = read_instance(
        submission(
            "<con><anh>con.jpg</anh></con><con><anh/></con><con><anh>con.jpg</anh></con>"
            "<anh> Ảnh.jpg\n</anh><ghi_chu>khong.jpg</ghi_chu>",
            meta="<audit>audit.csv</audit><instanceID>uuid:1</instanceID>",
        )
    )
    assert named_files(form_with_photos(), instance) == ("con.jpg", "Ảnh.jpg", "audit.csv")
    assert named_files(None, instance) == ("audit.csv",)


def test_an_encrypted_submission_names_its_encrypted_files() -> None:
    instance = read_instance(
        b'<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="f" version="1"'
        b' encrypted="yes"><base64EncryptedKey>a2V5</base64EncryptedKey>'
        b'<orx:meta xmlns:orx="http://openrosa.org/xforms">'
        b"<orx:instanceID>uuid:1</orx:instanceID></orx:meta>"
        b"<media><file>x.jpg.enc</file></media><media><file>y.jpg.enc</file></media>"
        b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        b"<base64EncryptedElementSignature>c2ln</base64EncryptedElementSignature></data>"
    )
    assert (instance.encrypted, instance.instance_id) == (True, "uuid:1")
    files = ("x.jpg.enc", "y.jpg.enc", "submission.xml.enc")
    assert named_files(form_with_photos(), instance) == files


def test_file_names_match_composed_or_decomposed_but_not_in_another_case() -> None:
    assert files_match("\u1ea2nh.jpg", "A\u0309nh.jpg")
    assert not files_match("anh.jpg", "Anh.jpg")
