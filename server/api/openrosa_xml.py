"""The documents that ODK Collect reads: form list and manifest (OpenRosa 1.0)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.sax.saxutils import escape

from server.store.phone_forms import OfferedFile, OfferedForm

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LIST_NS = "http://openrosa.org/xforms/xformsList"
_MANIFEST_NS = "http://openrosa.org/xforms/xformsManifest"


def form_list(forms: Iterable[OfferedForm], forms_url: str) -> bytes:
    """Write a form list; ``forms_url`` is the absolute address of the project's forms."""
    return (
        f'{_HEAD}<xforms xmlns="{_LIST_NS}">'
        + "".join(
            _xform(
                form,
                f"{forms_url}/{part(form.xml_form_id)}.xml",
                f"{forms_url}/{part(form.xml_form_id)}/manifest",
            )
            for form in forms
        )
        + "</xforms>"
    ).encode()


def draft_list(forms: Iterable[OfferedForm], draft_url: str) -> bytes:
    """Write the form list of a draft; ``draft_url`` is the absolute address of the draft."""
    listed = (_xform(form, f"{draft_url}.xml", f"{draft_url}/manifest") for form in forms)
    return f'{_HEAD}<xforms xmlns="{_LIST_NS}">{"".join(listed)}</xforms>'.encode()


def _xform(form: OfferedForm, xml_url: str, manifest_url: str) -> str:
    # An empty title, or an empty hash, makes Collect refuse the whole list.
    name = form.title.strip() or form.xml_form_id
    manifest = f"<manifestUrl>{escape(manifest_url)}</manifestUrl>" if form.has_media else ""
    return (
        f"<xform><formID>{escape(form.xml_form_id)}</formID><name>{escape(name)}</name>"
        f"<version>{escape(form.version)}</version><hash>md5:{form.md5}</hash>"
        f"<downloadUrl>{escape(xml_url)}</downloadUrl>{manifest}</xform>"
    )


def manifest(files: Iterable[OfferedFile], attachments_url: str) -> bytes:
    """Write a manifest; ``attachments_url`` is the absolute address of the form's files."""
    listed = (_media_file(file, f"{attachments_url}/{part(file.name)}") for file in files)
    return f'{_HEAD}<manifest xmlns="{_MANIFEST_NS}">{"".join(listed)}</manifest>'.encode()


def _media_file(file: OfferedFile, url: str) -> str:
    kind, integrity = "", ""
    if file.is_list:
        kind = ' type="entityList"'
        integrity = f"<integrityUrl>{escape(url)}/integrity</integrityUrl>"
    return (
        f"<mediaFile{kind}><filename>{escape(file.name)}</filename><hash>md5:{file.md5}</hash>"
        f"<downloadUrl>{escape(url)}</downloadUrl>{integrity}</mediaFile>"
    )


def integrity(known: Iterable[tuple[str, bool]]) -> bytes:
    """Say of entities whether they are gone: phones then drop them."""
    listed = (
        f'<entity id="{name}"><deleted>{"true" if is_gone else "false"}</deleted></entity>'
        for name, is_gone in known
    )
    return f"{_HEAD}<data><entities>{''.join(listed)}</entities></data>".encode()


def part(text: str) -> str:
    """Percent-encode one part of a path: Collect builds a java.net.URI from the address."""
    return quote(text, safe="")
