"""The quick way through plain markup reads what the careful way reads, to the letter."""

from __future__ import annotations

from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.markup import Element, MarkupLimits, RefusedMarkup, read_markup

CAREFUL = replace(MarkupLimits(), depth_max=199)
"""Other limits than the usual ones go the careful way."""

names = st.sampled_from(["a", "b", "orx:meta", "orx:a", "x.y-z", "tuổi"])
texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff", min_codepoint=32),
    max_size=20,
) | st.sampled_from(["", " ", "\n\t", "a\r\nb", "&", "<", "]]>", "  xã  ", "😀"])
attributes = st.dictionaries(
    st.sampled_from(["id", "version", "orx:id", "xml:lang"]), texts, max_size=3
)
Branch = tuple[str, dict[str, str], "str | list[Branch]"]
trees = st.recursive(
    st.tuples(names, attributes, texts),
    lambda children: st.tuples(names, attributes, st.lists(children, max_size=4)),
    max_leaves=15,
)


def written(tree: Branch) -> str:
    name, given_attributes, inside = tree
    said = "".join(f" {name}={quoteattr(text)}" for name, text in given_attributes.items())
    if isinstance(inside, str):
        return f"<{name}{said}>{escape(inside)}</{name}>"
    return f"<{name}{said}>{''.join(map(written, inside))}</{name}>"


def read(xml: bytes, limits: MarkupLimits) -> Element | str:
    try:
        return read_markup(xml, limits)
    except RefusedMarkup as refused:
        return refused.reason


@settings(max_examples=200, deadline=None)
@given(trees, st.booleans())
def test_both_ways_read_the_same(tree: Branch, declared: bool) -> None:
    head = "<?xml version='1.0' encoding='UTF-8' ?>" if declared else ""
    names_told = 'xmlns:orx="http://openrosa.org/xforms" xmlns="http://example.org/form"'
    xml = f"{head}<data {names_told}>{written(tree)}</data>".encode()
    assert read(xml, MarkupLimits()) == read(xml, CAREFUL)


ODD = {
    "a comment splits a text": b"<data><a>1<!-- x -->2</a></data>",
    "a section of characters": b"<data><a><![CDATA[<b>]]></a></data>",
    "a processing instruction": b"<?xml version='1.0'?><data><?x y?><a>1</a></data>",
    "a prefix that is bound to nothing": b"<data><orx:meta><a>1</a></orx:meta></data>",
    "two attributes of one name": b"<data a='1' a='2'/>",
    "a declaration": b"<!DOCTYPE data><data/>",
    "an entity that nobody declared": b"<data>&x;</data>",
    "a character by its number": b"<data><a>&#272;&#x1F600;</a></data>",
    "UTF-16": "<data><a>xã</a></data>".encode("utf-16"),
    "Latin 1": "<?xml version='1.0' encoding='latin1'?><data><a>é</a></data>".encode("latin1"),
    "an encoding that nobody knows": b"<?xml version='1.0' encoding='none'?><data/>",
    "bytes that are no UTF-8": b"<data><a>\xff</a></data>",
    "text beside elements": b"<data>x<a>1</a>y</data>",
    "an attribute with and without a prefix": b"<data xmlns:o='u' o:id='1' id='2'/>",
    "150 deep": b"<data>" + b"<a>" * 150 + b"</a>" * 150 + b"</data>",
    "60 attributes": b"<data " + b" ".join(b"a%d='1'" % n for n in range(60)) + b"/>",
    "120 attributes": b"<data " + b" ".join(b"a%d='1'" % n for n in range(120)) + b"/>",
    "30,000 elements": b"<data>" + b"<a/>" * 30_000 + b"</data>",
    "broken": b"<data><a></data>",
    "two roots": b"<data/><data/>",
    "nothing": b"  ",
}


@pytest.mark.parametrize("xml", ODD.values(), ids=ODD.keys())
def test_what_is_odd_is_read_or_refused_alike(xml: bytes) -> None:
    assert read(xml, MarkupLimits()) == read(xml, CAREFUL)
