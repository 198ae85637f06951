"""The forms about cases are off by default: nobody publishes them without a key."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import openpyxl
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.publishing import library
from server.services import SYSTEM
from server.store import forms
from server.store.projects import Project
from tests.server.office import Office

CASES = library.PROGRAMME / "cases"
FORMS = ("f4_gbv_case", "f5_gbv_service")


def published(office: Office, project: Project) -> list[str]:
    with office.parts.database.read() as cx:
        found = forms.list_all(SYSTEM, cx, project.id)
    return sorted(form.xml_form_id for form in found if form.published_id is not None)


def test_the_programme_does_not_bring_them(small_office: Office) -> None:
    project = small_office.project("Đề án 938")
    loaded = list(library.load_folder(small_office.parts, project, library.PROGRAMME))
    assert {one.outcome for one in loaded} == {"published"}
    assert not set(FORMS) & set(published(small_office, project))


def test_without_a_key_they_are_refused_and_it_is_said_why(small_office: Office) -> None:
    project = small_office.project("Vụ việc")
    loaded = list(library.load_folder(small_office.parts, project, CASES))
    assert [(one.file, one.outcome) for one in loaded] == [
        ("f4_gbv_case.xlsx", "refused"),
        ("f5_gbv_service.xlsx", "refused"),
    ]
    for one in loaded:
        assert one.problem is not None
        assert one.problem.code == "400.71"
    assert published(small_office, project) == []


def test_with_a_key_they_are_published_and_phones_are_told_to_lock(
    small_office: Office, tmp_path: Path
) -> None:
    project = small_office.project("Vụ việc")
    for path in CASES.iterdir():
        shutil.copy(path, tmp_path)
    for name in FORMS:
        locks(tmp_path / f"{name}.xlsx")
    loaded = list(library.load_folder(small_office.parts, project, tmp_path))
    assert [one.outcome for one in loaded] == ["published", "published"]
    for name in FORMS:
        address = f"/v1/projects/{project.id}/forms/{name}.xml"
        assert "base64RsaPublicKey=" in small_office.admin.get(address).text


def locks(path: Path) -> None:
    """Write the public half of a new key into a workbook's settings."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    book = openpyxl.load_workbook(path)
    settings = book["settings"]
    column = settings.max_column + 1
    settings.cell(1, column).value = "public_key"
    settings.cell(2, column).value = base64.b64encode(der).decode()
    book.save(path)
