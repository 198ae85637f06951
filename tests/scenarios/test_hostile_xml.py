"""An XML that is a trap is refused over the wire; one that is only odd is kept byte for byte."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from tests.kit.fixtures import Scene, new_scene
from tests.kit.ledger import ledger
from tests.kit.phone import multipart
from tests.kit.running import RunningServer, running_server

A = "uuid:a"
META = b"<meta><instanceID>uuid:a</instanceID></meta>"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def scene(server: RunningServer) -> Iterator[Scene]:
    with new_scene(server) as made:
        yield made


def document(inside: bytes, *, before: bytes = b"", meta: bytes = META) -> bytes:
    return before + b'<data id="FORM" version="1">' + inside + meta + b"</data>"


LAUGHS = b"<!DOCTYPE d [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghi"
)
TRAPS = {
    "empty": b"",
    "blank": b" \n ",
    "no xml": b"name=Hoa",
    "cut off": document(b"<name>Hoa</name>")[:-20],
    "two roots": document(b"<name/>") + b"<data/>",
    "a doctype": document(b"<name/>", before=b"<!DOCTYPE data>"),
    "a file as entity": document(
        b"<name>&x;</name>", before=b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "an address as entity": document(
        b"<name>&x;</name>", before=b'<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'
    ),
    "parameter entities": document(b"<name/>", before=b'<!DOCTYPE d [<!ENTITY % x "y"> %x;]>'),
    "a billion laughs": document(b"<name>&i;</name>", before=LAUGHS + b"]>"),
    "an unknown entity": document(b"<name>&nbsp;</name>"),
    "latin-1 called utf-8": document(
        "<name>Hòa</name>".encode("latin-1"), before=b'<?xml version="1.0" encoding="UTF-8"?>'
    ),
    "a nul": document(b"<name>\0</name>"),
    "a nul by number": document(b"<name>&#0;</name>"),
    "half a surrogate": document(b"<name>&#xD800;</name>"),
    "deep": document(b"<a>" * 257 + b"</a>" * 257),
    "very many attributes": document(
        b"<a " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b"/>"
    ),
    "too many elements": document(b"<a/>" * 600_000),
    "five thousand namespaces": document(
        b"<a " + b" ".join(b'xmlns:a%d="u"' % n for n in range(5000)) + b"/>"
    ),
    "two instance ids": document(b"", meta=META + META),
    "a long instance id": document(b"", meta=META.replace(b"uuid:a", b"a" * 10_000)),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused(scene: Scene, name: str) -> None:
    before = ledger(scene.server.parts)
    xml = TRAPS[name].replace(b"FORM", scene.form_id.encode())
    answer = scene.phone.posts(multipart(xml, {"a.jpg": b"JPEG"}))
    assert (answer.status, bool(answer.message)) == (400, True)
    assert ledger(scene.server.parts) == before
    assert scene.phone.lists_forms() == [scene.form_id]


@pytest.mark.parametrize("form_id", ["__proto__", "con", "../forms", "x" * 255, "'; drop table--"])
def test_the_id_of_no_form_is_not_found(scene: Scene, form_id: str) -> None:
    before = ledger(scene.server.parts)
    xml = document(b"<name/>").replace(b"FORM", form_id.encode())
    assert scene.phone.posts(multipart(xml, {})).status == 404
    assert ledger(scene.server.parts) == before


ODDITIES = {
    "a byte order mark": document(b"<name>Hoa</name>", before=b"\xef\xbb\xbf"),
    "utf-16": document("<name>Hòa</name>".encode(), before=b'<?xml version="1.0"?>')
    .decode()
    .encode("utf-16"),
    "a stylesheet": document(b"<name>Hoa</name>", before=b'<?xml-stylesheet href="http://x/y"?>'),
    "an inclusion": document(
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><name/>'
    ),
    "cdata in pieces": document(b"<name><![CDATA[a]]]]><![CDATA[>b]]></name>"),
    "orx meta": document(
        b"<name>Hoa</name>",
        meta=b'<o:meta xmlns:o="http://openrosa.org/xforms"><o:instanceID>uuid:a</o:instanceID>'
        b"</o:meta>",
    ),
    "unknown questions": document(b"<nobody_asked>1</nobody_asked>"),
    "five thousand of one question": document(b"<name>Hoa</name>" * 5000),
    "no questions": document(b""),
    "a million characters": document(b"<name>" + b"a" * 1_000_000 + b"</name>"),
    "values of no type": document(b"<name/><age>1e999</age><photo>../../x</photo>"),
}


@pytest.mark.parametrize("name", ODDITIES)
def test_what_is_only_odd_is_kept_byte_for_byte(scene: Scene, name: str) -> None:
    xml = _with_form_id(ODDITIES[name], scene.form_id)
    assert scene.phone.posts(multipart(xml, {})).status == 201
    assert scene.coordinator.reads(scene.form_id, A) == xml
    with scene.server.parts.database.read() as cx:
        pending = cx.exec_driver_sql("select derived_error from version where derived = 'pending'")
        assert pending.all() == []


def _with_form_id(xml: bytes, form_id: str) -> bytes:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        return xml.decode("utf-16").replace("FORM", form_id).encode("utf-16")
    return xml.replace(b"FORM", form_id.encode())


@pytest.mark.parametrize(
    "instance_id",
    [
        "../../x",
        "a'; drop table version; --",
        "%00",
        "{{7*7}}",
        "<b>&amp;</b>",
        "a//b",
        "%2F",
        "Ánh",
    ],
)
def test_an_odd_instance_id_is_a_name_like_any_other(scene: Scene, instance_id: str) -> None:
    safe = instance_id.replace("&", "&amp;").replace("<", "&lt;")
    filled = scene.phone.fills(scene.form, instance_id=safe, name="Hoa")
    assert scene.phone.sends(filled).status == 201
    assert scene.coordinator.counts(scene.form_id) == [instance_id]
    assert scene.coordinator.reads(scene.form_id, instance_id) == filled.xml


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+84 912",
        "-5",
        "@SUM(1)",
        "\ttab",
        "Nguyễn Thị Ánh",
        "Nguyê\u0303n",
        "a\u202eb",
        "👩\u200d👧",
        'a,"b";c',
        "một\nhai",
        "a\u2028b\x85c",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "' or 1=1 --",
    ],
)
def test_any_text_comes_down_as_it_was_written(scene: Scene, text: str) -> None:
    scene.phone.sends(scene.phone.fills(scene.form, name=text, age=1))
    table = csv.reader(io.StringIO(scene.coordinator.downloads(scene.form_id), newline=""))
    header, row = list(table)
    assert row[header.index("name")] == text
