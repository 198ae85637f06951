"""What is read out of an XForm, and what is refused as none."""

from __future__ import annotations

import pytest

from forms.definition import (
    Bind,
    Choice,
    FormDef,
    ItemSet,
    MediaFile,
    Node,
    SecondaryInstance,
    UnreadableForm,
)
from forms.markup import Element
from forms.xform import read_form, set_version

VI, EN = "Tiếng Việt (vi)", "English (en)"

TRAINING = f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
 xmlns:odk="http://www.opendatakit.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:app="https://example.org/app">
<h:head><h:title>Tập huấn – 2026</h:title><model odk:xforms-version="1.0.0">
<itext>
 <translation lang="{EN}"><text id="/data/nhom:label"><value>Group</value></text>
  <text id="chu_de-0"><value>Law</value><value form="image">jr://images/luat.png</value></text>
  <text id="chu_de-1"><value>-</value></text></translation>
 <translation lang="{VI}" default="true()">
  <text id="/data/nhom:label"><value form="audio">jr://audio/nhom.mp3</value>
   <value>Nhóm của <output value=" /data/ten "/></value></text>
  <text id="chu_de-0"><value>Luật</value></text>
  <text id="chu_de-1"><value>Trẻ em</value></text></translation>
</itext>
<instance><data id="tap_huan" version="2026010101" orx:version="old">
 <ngay/><xa/><ten/><nhom><anh/><con jr:template=""><tuoi/></con><con><tuoi/></con></nhom>
 <chu_de/><thu_tu/><gioi>nu</gioi><hinh>jr://images/mau.jpg</hinh><rong/>
 <orx:meta><orx:instanceID/><orx:audit/></orx:meta></data></instance>
<instance id="xa" src="jr://file-csv/xã phường.csv"/>
<instance id="truoc" src="jr://instance/last-saved"/>
<instance id="chu_de"><root>
 <item><itextId>chu_de-0</itextId><name>luat</name></item>
 <item><itextId>chu_de-1</itextId><name>tre_em</name></item></root></instance>
<instance id="ban_do" src="jr://file/bản đồ.geojson"/>
<bind nodeset="/data/ngay" type="xsd:date" app:is="event-date"/>
<bind nodeset="/data/xa" type="string" app:is="unit" app:sensitivity="public"/>
<bind nodeset="/data/ten" calculate="pulldata('dân số', 'ten', 'name', /data/xa)"/>
<bind nodeset="/data/nhom" relevant="true()" app:sensitivity="personal"/>
<bind nodeset="/data/nhom/anh" type="binary" app:sensitivity="sensitive"/>
<bind nodeset="/data/nhom/con/tuoi" type="int"/>
<bind nodeset="/data/thu_tu" type="odk:rank"/>
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>
<submission base64RsaPublicKey=" a2V5 "/>
</model></h:head>
<h:body>
<input ref="/data/ngay"><label>Ngày</label><hint>Ngày khai mạc</hint></input>
<select1 ref="/data/xa" appearance="minimal search('thôn.csv')"><label>Xã</label>
 <itemset nodeset="instance('xa')/root/item[level='commune']">
  <value ref="name"/><label ref="label"/></itemset></select1>
<group ref="/data/nhom"><label ref="jr:itext('/data/nhom:label')"/>
 <upload ref="/data/nhom/anh" mediatype="image/*"/>
 <group ref="/data/nhom/con"><label>Con</label>
  <repeat nodeset="/data/nhom/con"><input ref="tuoi"><label>Tuổi</label></input></repeat></group>
</group>
<select ref="/data/chu_de"><label>Chủ đề</label>
 <itemset nodeset="randomize(instance('chu_de')/root/item[name != ''], 3)">
  <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select>
<odk:rank ref="/data/thu_tu"><label>Thứ tự</label>
 <itemset nodeset="instance('chu_de')/root/item"><value ref="name"/><label ref="name"/></itemset>
</odk:rank>
<select1 ref="/data/gioi"><label>Giới</label>
 <item><label>Nữ</label><value>nu</value></item><item><value>nam</value></item></select1>
<input ref="/data/rong" query="instance('rong')/root/item"><label/></input>
</h:body></h:html>""".encode()


def item(itext: str, name: str) -> Element:
    return Element("item", "", (Element("itextId", itext), Element("name", name)))


CHOICES = Element("root", "\n \n ", (item("chu_de-0", "luat"), item("chu_de-1", "tre_em")))


def field(path: str, kind: str = "string", **more: object) -> Node:
    node: dict[str, object] = {
        "name": path.rpartition("/")[2],
        "path": path,
        "type": kind,
        "asked": "labels" in more,
    }
    return Node(kind="field", **(node | more))  # type: ignore[arg-type]


def test_a_form_is_read_whole() -> None:
    assert read_form(TRAINING) == FormDef(
        form_id="tap_huan",
        version="2026010101",
        title="Tập huấn – 2026",
        root="data",
        children=(
            field(
                "/ngay",
                "date",
                labels={"": "Ngày"},
                hints={"": "Ngày khai mạc"},
                control="input",
            ),
            field(
                "/xa",
                labels={"": "Xã"},
                control="select1",
                select="one",
                choices_file="xã phường.csv",
                sensitivity="public",
                item_set=ItemSet(
                    nodeset="instance('xa')/root/item[level='commune']", value="name", label="label"
                ),
                searches=True,
            ),
            field("/ten", bind=Bind(calculate="pulldata('dân số', 'ten', 'name', /data/xa)")),
            Node(
                name="nhom",
                path="/nhom",
                kind="group",
                type="structure",
                labels={EN: "Group", VI: "Nhóm của ${ten}"},
                sensitivity="personal",
                bind=Bind(relevant="true()"),
                asked=True,
                children=(
                    field(
                        "/nhom/anh",
                        "binary",
                        labels={},
                        control="upload image/*",
                        binary=True,
                        sensitivity="sensitive",
                    ),
                    Node(
                        name="con",
                        path="/nhom/con",
                        kind="repeat",
                        type="repeat",
                        labels={"": "Con"},
                        sensitivity="personal",
                        asked=True,
                        children=(
                            field(
                                "/nhom/con/tuoi",
                                "int",
                                labels={"": "Tuổi"},
                                control="input",
                                sensitivity="personal",
                            ),
                        ),
                    ),
                ),
            ),
            field(
                "/chu_de",
                labels={"": "Chủ đề"},
                control="select",
                select="multiple",
                choices=(
                    Choice(name="luat", labels={EN: "Law", VI: "Luật"}),
                    Choice(name="tre_em", labels={VI: "Trẻ em"}),
                ),
                item_set=ItemSet(
                    nodeset="randomize(instance('chu_de')/root/item[name != ''], 3)",
                    value="name",
                    label="jr:itext(itextId)",
                ),
            ),
            field(
                "/thu_tu",
                "odk:rank",
                labels={"": "Thứ tự"},
                control="rank",
                choices=(
                    Choice(name="luat", labels={"": "luat"}),
                    Choice(name="tre_em", labels={"": "tre_em"}),
                ),
                item_set=ItemSet(
                    nodeset="instance('chu_de')/root/item", value="name", label="name"
                ),
            ),
            field(
                "/gioi",
                labels={"": "Giới"},
                control="select1",
                select="one",
                choices=(Choice(name="nu", labels={"": "Nữ"}), Choice(name="nam", labels={})),
            ),
            field("/hinh"),
            field("/rong", labels={}, control="input"),
            Node(
                name="meta",
                path="/meta",
                kind="group",
                type="structure",
                children=(
                    field("/meta/instanceID", bind=Bind(preload="uid")),
                    field("/meta/audit", binary=True),
                ),
            ),
        ),
        languages=(EN, VI),
        default_language=VI,
        media=(
            MediaFile(name="luat.png", type="image"),
            MediaFile(name="nhom.mp3", type="audio"),
            MediaFile(name="mau.jpg", type="image"),
            MediaFile(name="xã phường.csv", type="file"),
            MediaFile(name="bản đồ.geojson", type="file"),
            MediaFile(name="dân số.csv", type="file"),
            MediaFile(name="thôn.csv", type="file"),
            MediaFile(name="itemsets.csv", type="file"),
        ),
        unit_path="/xa",
        event_date_path="/ngay",
        public_key="a2V5",
        instances={
            "xa": SecondaryInstance(id="xa", src="jr://file-csv/xã phường.csv", content=None),
            "truoc": SecondaryInstance(id="truoc", src="jr://instance/last-saved", content=None),
            "chu_de": SecondaryInstance(id="chu_de", src="", content=CHOICES),
            "ban_do": SecondaryInstance(id="ban_do", src="jr://file/bản đồ.geojson", content=None),
        },
        texts={
            "/data/nhom:label": {EN: "Group", VI: "Nhóm của ${ten}"},
            "chu_de-0": {EN: "Law", VI: "Luật"},
            "chu_de-1": {VI: "Trẻ em"},
        },
    )


def small(binds: str = "", *, instance: str = "<a/><b/><r><c/></r>", more: str = "") -> bytes:
    return (
        f'<html xmlns:app="u:app"><head><title>t</title><model{more}>'
        f'<instance><data id="f">{instance}</data></instance>{binds}</model></head>'
        '<body><repeat nodeset="/data/r"/></body></html>'
    ).encode()


def refusal(xform: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableForm) as refused:
        read_form(xform)
    return refused.value.reason, refused.value.detail


def test_a_form_of_few_words_needs_no_version_language_or_body() -> None:
    assert read_form(
        b'<html><head><model><instance><x id="f"><a/></x></instance></model></head></html>'
    ) == FormDef(form_id="f", version="", title="", root="x", children=(field("/a"),))


def test_one_unnamed_language_counts_as_none() -> None:
    xform = small(
        '<itext><translation lang="default"><text id="x"><value>Nhà</value></text></translation>'
        "</itext>"
    ).replace(b"<body>", b'<body><input ref="/data/a"><label ref="jr:itext(\'x\')"/></input>')
    form = read_form(xform)
    assert (form.languages, form.default_language) == ((), "")
    assert form.children[0].labels == {"": "Nhà"}


def test_entities_are_seen_on_the_model() -> None:
    more = ' xmlns:e="http://www.opendatakit.org/xforms/entities" e:entities-version="2024.1.0"'
    assert read_form(small(more=more)).uses_entities
    assert not read_form(small()).uses_entities


@pytest.mark.parametrize(
    "xform,reason",
    [
        (b"", "empty"),
        (b"PK\x03\x04", "not-xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><html/>', "doctype"),
        (b"<html/>", "not-xform"),
        (b"<html><head><model/></head></html>", "no-primary-instance"),
        (small().replace(b' id="f"', b""), "no-form-id"),
        (small(instance="<a>" * 200 + "</a>" * 200), "too-deep"),
    ],
)
def test_what_is_no_form_is_refused_with_its_reason(xform: bytes, reason: str) -> None:
    assert refusal(xform) == (reason, "")


@pytest.mark.parametrize(
    "binds,reason",
    [
        ('<bind nodeset="/data/a" app:sensitivity="secret"/>', ("sensitivity", "/a secret")),
        (
            '<bind nodeset="/data/a" app:is="unit"/><bind nodeset="/data/b" app:is="unit"/>',
            ("marked-twice", "unit /b"),
        ),
        ('<bind nodeset="/data/r/c" app:is="event-date"/>', ("mark-in-repeat", "event-date /r/c")),
        ('<bind nodeset="/data/r" app:is="unit"/>', ("mark-not-a-question", "unit /r")),
        ('<instance id="x" src="jr://file-csv/../x.csv"/>', ("media-name", "../x.csv")),
        ('<instance id="x" src="jr://file-csv/"/>', ("media-name", "")),
        (
            "<bind nodeset=\"/data/a\" calculate=\"pulldata('a/b', 'x')\"/>",
            ("media-name", "a/b.csv"),
        ),
    ],
)
def test_a_mark_or_a_file_name_that_makes_no_sense_is_refused(
    binds: str, reason: tuple[str, str]
) -> None:
    assert refusal(small(binds)) == reason


def test_twenty_thousand_questions_are_read() -> None:
    questions = "".join(f"<q{i}/>" for i in range(20_000))
    assert len(read_form(small(instance=questions)).children) == 20_000


def test_a_new_version_leaves_every_other_byte_alone() -> None:
    assert set_version(TRAINING, "v2") == TRAINING.replace(b'"2026010101"', b'"v2"')
    assert set_version(small(), "2") == small().replace(b"<data id", b'<data version="2" id')


def test_a_new_version_may_hold_anything_that_xml_can_say() -> None:
    version = "thử \"1\" <&> 'ệ'"
    assert read_form(set_version(TRAINING, version)).version == version
    assert set_version(small(), version).isascii()


def test_a_form_in_an_older_encoding_stays_in_it() -> None:
    old = b'<?xml version="1.0" encoding="windows-1258"?>' + small().replace(b">t<", b">\xd0\xea<")
    new = set_version(old, "Đ")
    assert (read_form(new).title, read_form(new).version) == ("Đê", "Đ")


@pytest.mark.parametrize("version", ["", " ", "a\n", "a\x00b", "x" * 256, "\ud800", "\uffff"])
def test_a_version_that_cannot_be_written_is_refused(version: str) -> None:
    with pytest.raises(UnreadableForm, match="version"):
        set_version(TRAINING, version)


@pytest.mark.parametrize(
    "xform,reason",
    [
        ("<html/>".encode("utf-16"), "encoding"),
        (b"<html/>", "no-primary-instance"),
        (b"<html>", "not-xml"),
    ],
)
def test_what_is_no_form_gets_no_version(xform: bytes, reason: str) -> None:
    with pytest.raises(UnreadableForm, match=reason):
        set_version(xform, "2")
