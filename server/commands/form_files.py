"""A form and its submissions as files: what ``check`` and ``eval`` work on, without a server."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

import click

from exports.answer import languages_of
from forms.check import Circumstances
from forms.definition import FormDef, UnreadableForm
from forms.findings import Language
from forms.instance import Instance, UnreadableInstance, read_instance
from forms.logic import Logic, read_logic
from server import clock
from server.config import read_config
from server.errors import Problem
from server.publishing import form_faults
from server.publishing.form_upload import UPLOAD_BYTES_MAX, Definition, Upload, read_upload

XML_BYTES_MAX = 16 * 1024 * 1024
_KINDS: Mapping[str, Literal["xlsx", "xls", "xml"]] = {
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".xml": "xml",
}


class Unusable(click.ClickException):
    """A file that the command was given cannot be used: called wrongly."""

    exit_code = 2


class _Zone(click.ParamType[ZoneInfo]):
    name = "zone"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        try:
            return ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            self.fail(f"{value!r} is no time zone such as Asia/Ho_Chi_Minh.", param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is said of the files, and how it is to be written."""

    media: Path | None
    zone: ZoneInfo | None
    language: Language
    as_json: bool


def asked_of_files(command: Callable[..., None]) -> Callable[..., None]:
    """Hand a command ``asked``: the options that all who work on such files have."""

    @wraps(command)
    def taking(
        media: Path | None, zone: ZoneInfo | None, language: Language, as_json: bool, **given: Any
    ) -> None:
        asked = Asked(media=media, zone=zone, language=language, as_json=as_json)
        command(**given, asked=asked)

    for option in _OPTIONS:
        taking = option(taking)
    return taking


_OPTIONS = (
    click.option("--json", "as_json", is_flag=True, help="Write JSON."),
    click.option(
        "--lang",
        "language",
        type=click.Choice(("vi", "en")),
        default="vi",
        show_default=True,
        help="Language of our sentences, and which of the form's own.",
    ),
    click.option(
        "--zone",
        type=_Zone(),
        help="Time zone of submissions that tell none. Default: TINCAY_TIMEZONE.",
    ),
    click.option(
        "--media",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of the files that the form looks things up in.",
    ),
)


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form, ready to judge by."""

    form: FormDef
    logic: Logic
    given: Circumstances


def read_form_file(path: Path, asked: Asked) -> FormFile:
    """Read a workbook or an XForm with its files; raise Unusable with all that is wrong with it."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise Unusable(f"{path} is no .xlsx, .xls or .xml.")
    if path.stat().st_size > UPLOAD_BYTES_MAX:
        raise Unusable(f"{path} is larger than {UPLOAD_BYTES_MAX} bytes.")
    upload = Upload(
        data=path.read_bytes(),
        kind=kind,
        form_id_fallback=path.stem,
        ignore_warnings=True,
        lints=False,  # submissions of a form that should be mended are checked as well
        language=asked.language,
    )
    try:
        definition = read_upload(upload)
        logic = read_logic(definition.form, _files(definition, asked.media))
    except Problem as problem:
        raise Unusable(f"{path}: {_all_said(problem, asked.language)}") from problem
    except UnreadableForm as unreadable:
        refused = form_faults.refused(form_faults.xml_faults(unreadable), asked.language)
        raise Unusable(f"{path}: {_all_said(refused, asked.language)}") from unreadable
    given = Circumstances(
        received_at=clock.now(),
        zone=asked.zone or read_config().timezone,
        languages=languages_of(definition.form, asked.language),
        language=asked.language,
    )
    return FormFile(definition.form, logic, given)


def _all_said(problem: Problem, language: Language) -> str:
    faults = cast(Sequence[Mapping[str, object]], problem.details.get("faults", ()))
    if len(faults) < 2:
        return problem.message(language)
    return "\n".join([problem.message(language), *(f"  {fault['message']}" for fault in faults)])


def _files(definition: Definition, media: Path | None) -> dict[str, bytes]:
    """Return what the form looks things up in; a name may be written in any normal form."""
    files = {} if definition.itemsets is None else {"itemsets.csv": definition.itemsets}
    here = {_normal(path.name): path for path in media.iterdir() if path.is_file()} if media else {}
    for needed in definition.form.media:
        if needed.type == "file" and (path := here.get(_normal(needed.name))):
            files[needed.name] = path.read_bytes()
    return files


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def list_submissions(given: Sequence[Path]) -> list[Path]:
    """Return the files that are meant: of a folder every .xml in it, however deep, in order."""
    return [path for one in given for path in _submissions_of(one)]


def _submissions_of(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(inside for inside in path.rglob("*.xml") if inside.is_file())
    if not found:
        raise Unusable(f"There is no .xml in {path}.")
    yield from found


def read_submission(path: Path) -> Instance:
    """Read a submission; raise Unusable where it is none."""
    try:
        if path.stat().st_size > XML_BYTES_MAX:
            raise Unusable(f"{path} is larger than {XML_BYTES_MAX} bytes.")
        return read_instance(path.read_bytes(), instance_id_required=False)
    except UnreadableInstance as unreadable:
        raise Unusable(f"{path} is no submission: {unreadable.reason}.") from unreadable
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from error
