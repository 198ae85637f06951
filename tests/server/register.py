"""An office whose register of addresses lies in a spreadsheet: it brings that in, and counts."""

from __future__ import annotations

import csv
import io

from server.importing.bringing import bring, undo
from server.importing.history import Imported, Outcome, list_imports
from server.importing.opening import Opened, Wanted, open_import
from server.importing.source import read_source
from server.jobs import Mender
from server.publishing import library
from server.reporting.loading import load_definitions
from server.scope import Scope
from server.services import SYSTEM
from server.store import forms
from server.store.forms import Form
from server.store.projects import Project
from tests.server.office import Office

REGISTER = "f1_model_register"
NEW = {"mode": "new"}


class Register:
    """An office that has published the programme's forms and wants its old list in."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.project: Project = office.project("Bắc Kạn")
        for loaded in library.load_folder(office.parts, self.project, library.PROGRAMME):
            assert loaded.problem is None
        list(load_definitions(office.parts, self.project, library.PROGRAMME))
        Mender(office.parts).mend()

    def opens(self, data: bytes, name: str = "so.xlsx", sheet: str = "", **more: object) -> Opened:
        source = read_source(name, data, sheet)
        wanted = Wanted(
            **{"form_id": REGISTER, "source": source, "constants": NEW} | more  # type: ignore[arg-type]
        )
        return open_import(self.office.parts, self.project, wanted)

    def brings(self, data: bytes, scope: Scope = SYSTEM, **more: object) -> Outcome:
        return bring(self.office.parts, scope, self.opens(data, **more))  # type: ignore[arg-type]

    def undoes(self, import_id: str, scope: Scope = SYSTEM) -> int:
        return undo(self.office.parts, scope, self.form(), import_id)

    def form(self) -> Form:
        with self.office.parts.database.read() as cx:
            return forms.get(SYSTEM, cx, self.project.id, REGISTER)

    def imported(self) -> list[Imported]:
        with self.office.parts.database.read() as cx:
            return list_imports(SYSTEM, cx, self.project.id)

    def counted(self) -> str:
        """Return what M2 says: how many trusted addresses are active."""
        asked = "indicator=M2&unit=2024-06&period=2022-08-04"
        path = f"/v1/projects/{self.project.id}/indicators.csv?{asked}"
        (line,) = csv.DictReader(io.StringIO(self.office.admin.get(path).text))
        return line["value"]

    def submissions(self) -> list[dict[str, object]]:
        path = f"/v1/projects/{self.project.id}/forms/{REGISTER}/submissions"
        found: list[dict[str, object]] = self.office.admin.get(path).get_json()
        return found

    def entities(self) -> int:
        path = f"/v1/projects/{self.project.id}/datasets/models/entities.csv"
        return len(list(csv.DictReader(io.StringIO(self.office.admin.get(path).text))))
