"""Form list, manifest and integrity answer, read as Collect reads them: what it refuses, fails."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from tests.kit.collect.verdict import Verdict, must

_LIST = "{http://openrosa.org/xforms/xformsList}"
_MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
_XFORMS = "{http://www.w3.org/2002/xforms}"
_MD5_CHARACTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedForm:
    """A form that the server offers."""

    form_id: str
    version: str
    md5: str
    url: str
    manifest_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A file that a form needs."""

    name: str
    md5: str
    url: str
    is_entity_list: bool
    integrity_url: str


def read_form_list(root: ET.Element, verdict: Verdict) -> list[ListedForm]:
    """Read a form list: one bad entry makes Collect refuse all of it."""
    must(root.tag == f"{_LIST}xforms", f"formList root is {root.tag}")
    listed = [_form(x, verdict) for x in root if x.tag.lower() == f"{_LIST}xform".lower()]
    if len({(form.form_id, form.version) for form in listed}) != len(listed):
        verdict.note("the same form and version is listed twice")
    return listed


def _form(element: ET.Element, verdict: Verdict) -> ListedForm:
    given = _texts(element, _LIST)
    must(given.get("hash", "-"), "an empty <hash/> in formList crashes Collect")
    named = all(given.get(key) for key in ("formID", "name", "downloadUrl"))
    must(named, f"xform lacks formID, name or downloadUrl: {given}")
    digest = given.get("hash", "")
    must(digest.startswith("md5:"), f"{given['formID']}: no md5: hash, cannot be downloaded")
    if len(digest) != len("md5:") + _MD5_CHARACTERS:
        verdict.note(f"{given['formID']}: hash is not 32 hex digits")
    return ListedForm(
        form_id=given["formID"],
        version=given.get("version", ""),
        md5=digest[4:].lower(),
        url=given["downloadUrl"],
        manifest_url=given.get("manifestUrl", ""),
    )


def read_manifest(root: ET.Element) -> list[ListedFile]:
    """Read a manifest."""
    must(root.tag == f"{_MANIFEST}manifest", f"manifest root is {root.tag}")
    return [_file(element) for element in root.iter(f"{_MANIFEST}mediaFile")]


def _file(element: ET.Element) -> ListedFile:
    given = _texts(element, _MANIFEST)
    complete = all(given.get(key) for key in ("filename", "hash", "downloadUrl"))
    must(complete, f"mediaFile incomplete: {given}")
    return ListedFile(
        name=given["filename"],
        md5=given["hash"][4:].lower(),
        url=given["downloadUrl"],
        is_entity_list=element.get("type") in ("entityList", "approvalEntityList"),
        integrity_url=given.get("integrityUrl", ""),
    )


def _texts(element: ET.Element, namespace: str) -> dict[str, str]:
    return {
        child.tag[len(namespace) :]: (child.text or "").strip()
        for child in element
        if child.tag.startswith(namespace)
    }


def must_be_the_form(xform: bytes, listed: ListedForm, verdict: Verdict) -> None:
    """Look at the primary instance of a downloaded form: it must be the one that was listed."""
    model = ET.fromstring(xform).find(f".//{_XFORMS}model")
    instance = None if model is None else model.find(f"{_XFORMS}instance/*")
    found = None if instance is None else instance.get("id")
    must(found == listed.form_id, f"form {listed.form_id}: primary instance id is {found}")
    version = instance.get("version") if instance is not None else None
    if (version or "") != listed.version:
        verdict.note(f"form {listed.form_id}: listed version {listed.version!r} is not {version!r}")


def must_be_an_entity_list(content: bytes, file: ListedFile) -> None:
    """Look at the header of an entity list: without its columns Collect drops the list."""
    header = content.decode("utf-8-sig").splitlines()[0].split(",")
    columns = {name.strip('"') for name in header}
    must({"name", "label", "__version"} <= columns, f"entity list {file.name}: header {header}")


def must_be_integrity(root: ET.Element) -> None:
    """Look at the answer that says which entities were deleted."""
    entities = root.find("entities")
    must(root.tag == "data" and entities is not None, "integrity answer is not <data><entities>")
    for entity in entities if entities is not None else ():
        said = entity.findtext("deleted")
        must(said in ("true", "false"), f"integrity <deleted> is {said}")
