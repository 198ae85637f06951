"""Indicators over REST: defined by a workbook, listed with their progress, reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from exports import csv_table
from exports.file_name import file_name
from exports.indicators import long_csv, report_json, report_workbook, wire
from exports.indicators.definition import Indicator
from exports.indicators.table import Line
from exports.indicators.targets import COLUMNS
from exports.indicators.units import load_units
from server import clock
from server.api.downloads import disposition
from server.api.form_json import WORKBOOK_TYPES
from server.api.guard import caller, needs, services
from server.api.streams import streamed
from server.api.wire import body, flag, json_answer, moment
from server.errors import Problem
from server.outgoing.export_request import read_request
from server.reporting import releases
from server.reporting.definitions import define, progress_of
from server.reporting.loading import set_targets
from server.reporting.reports import Reporting
from server.reporting.request import ReportRequest, read_report_request
from server.store import facts, indicators, targets
from server.store.indicators import StoredIndicator
from server.store.projects import Project

blueprint = Blueprint("indicators", __name__)
UPLOAD_BYTES_MAX = 8 * 1024 * 1024
_XLSX = WORKBOOK_TYPES["xlsx"]


@blueprint.get("/v1/projects/<int:project_id>/indicators")
@needs("project.read")
def show(project: Project) -> Response:
    """List the definitions; ``workbook=true``, or its content type: the workbook itself."""
    with services().database.read() as cx:
        stored = indicators.list_all(caller().scope, cx, project.id)
        workbook = indicators.find_workbook(caller().scope, cx, project.id)
        left_out = facts.count_left_out(caller().scope, cx, project.id, [one.id for one in stored])
        if flag("workbook") or request.accept_mimetypes.best == _XLSX:
            if workbook is None:
                raise Problem("404.1")
            headers = {"Content-Disposition": disposition("indicators.xlsx")}
            return streamed(services().blobs.read(workbook.sha256), _XLSX, headers)
        return json_answer(
            {
                "workbook": workbook
                and {
                    "sha256": workbook.sha256,
                    "createdAt": moment(workbook.created_at),
                    "createdBy": workbook.created_by,
                },
                "indicators": [
                    _told(one, progress_of(cx, one) if one.state == "computing" else 1.0)
                    | {"leftOut": left_out.get(one.id, 0)}
                    for one in stored
                ],
            }
        )


def _told(stored: StoredIndicator, progress: float) -> dict[str, Any]:
    one = wire.from_plain(stored.definition)
    return {
        "code": one.code,
        "label": {"vi": one.label.vi, "en": one.label.en},
        "topic": one.topic,
        "hash": stored.hash,
        "state": stored.state,
        "progress": progress,
        "hidden": one.hidden,
        "stock": one.stock,
        "percent": one.percent,
        "source": _source(one),
        "dimensions": [
            {"name": d.name, "label": {"vi": d.label.vi, "en": d.label.en}, "several": d.several}
            for d in one.dimensions
        ],
        "privacy": one.privacy
        and {
            "k": one.privacy.k,
            "periods": list(one.privacy.periods),
            "lowest": one.privacy.lowest,
        },
    }


def _source(one: Indicator) -> str:
    source = one.source
    if source.kind == "entities":
        return f"entities:{source.name}"
    return f"{source.name}.{source.repeat}" if source.repeat else source.name


@blueprint.put("/v1/projects/<int:project_id>/indicators")
@needs("form.update")
def put(project: Project) -> Response:
    """Define them by a workbook; 400.15 tells what is wrong by sheet, row and column."""
    if request.mimetype != _XLSX:
        raise Problem("415.1", type=request.mimetype or "?", expected=_XLSX)
    data = body(UPLOAD_BYTES_MAX)
    file = services().blobs.take([data])
    try:
        language = request.accept_languages.best_match(("en", "vi"), default="en")
        defined = define(services(), caller().scope, project.id, file, language)
    finally:
        file.discard()
    return json_answer(
        {
            "indicators": defined.indicators,
            "unchanged": defined.unchanged,
            "computing": list(defined.computing),
            "removed": list(defined.removed),
        }
    )


@blueprint.get("/v1/projects/<int:project_id>/targets")
@needs("project.read")
def show_targets(project: Project) -> Response:
    """Give what is aimed at as CSV: edit it and put it back. ``bom`` and ``safe`` as in tables."""
    options = read_request(request.args).options
    with services().database.read() as cx:
        stored = targets.list_all(caller().scope, cx, project.id)
    rows: list[list[str | None]] = [
        [
            one.code,
            one.unit,
            long_csv.written_number(one.value),
            one.from_day.isoformat(),
            one.to_day.isoformat(),
            one.source,
        ]
        for one in stored
    ]
    if options.safe:
        rows = [list(map(csv_table.guarded, row)) for row in rows]
    content = b"".join(csv_table.chunks([list(COLUMNS), *rows]))
    if options.bom:
        content = b"\xef\xbb\xbf" + content
    headers = {"Content-Disposition": disposition("targets.csv")}
    return Response(content, headers=headers, content_type="text/csv; charset=utf-8")


@blueprint.put("/v1/projects/<int:project_id>/targets")
@needs("form.update")
def put_targets(project: Project) -> Response:
    """Take a CSV for what is aimed at; 400.15 tells what is wrong by row and column."""
    language = request.accept_languages.best_match(("en", "vi"), default="en")
    data = body(UPLOAD_BYTES_MAX)
    count = set_targets(services(), caller().scope, project, data, language, strict=True)
    return json_answer({"targets": count})


@blueprint.get("/v1/projects/<int:project_id>/indicators.csv")
@needs("submission.list")
def as_csv(project: Project) -> Response:
    """Report as a long CSV, a row for each figure."""
    asked = report_request(project)
    options = read_request(request.args).options
    pieces = long_csv.write(_lines(project, asked), asked.dimensions, options)
    return streamed(pieces, "text/csv; charset=utf-8", report_headers(project, asked, "csv"))


@blueprint.get("/v1/projects/<int:project_id>/indicators.json")
@needs("submission.list")
def as_json(project: Project) -> Response:
    """Report as a list of objects."""
    asked = report_request(project)
    pieces = report_json.write(_lines(project, asked), asked.dimensions)
    return streamed(pieces, "application/json", report_headers(project, asked, "json"))


@blueprint.get("/v1/projects/<int:project_id>/indicators.xlsx")
@needs("submission.list")
def as_workbook(project: Project) -> Response:
    """Report as a workbook that can be handed in: without ``by``, it holds each disaggregation."""
    asked = report_request(project)
    if asked.dimensions:
        raise Problem("400.8", field="by", value=asked.dimensions[0], reason="the .xlsx has all.")
    with services().database.read() as cx:
        reporting = Reporting(caller().scope, cx, project, load_units(), asked)
        report = reporting.report(clock.now())
        lasts = releases.last_of(caller().scope, cx, project, asked)
        lines = (*report.lines, *report.totals)
        revised = releases.revised(caller().scope, cx, lasts, lines, reporting.protected)
        report = replace(report, revised=revised)
    return Response(
        report_workbook.workbook(report),
        headers=report_headers(project, asked, "xlsx"),
        mimetype=_XLSX,
    )


def report_request(project: Project) -> ReportRequest:
    """Read what the report is asked for."""
    asked = {name: request.args.getlist(name) for name in request.args}
    return read_report_request(asked, load_units(), project.cutoff_day or 0)


def _lines(project: Project, asked: ReportRequest) -> Iterator[Line]:
    """Return the lines, which are made while they are sent: the request is over by then."""
    database, scope = services().database, caller().scope
    with database.read() as cx:
        Reporting(scope, cx, project, load_units(), asked)  # what cannot be told is said at once

    def made() -> Iterator[Line]:
        with database.read() as cx:
            yield from Reporting(scope, cx, project, load_units(), asked).lines()

    return made()


def report_headers(
    project: Project, asked: ReportRequest, ending: str, *, of: str = ""
) -> dict[str, str]:
    """Name the report: after its project, ``of`` what it is, its period. Nobody keeps a copy."""
    period = asked.period.name.replace("/", "--")
    name = file_name(" ".join(filter(None, (project.name, of, f"{period}.{ending}"))))
    return {"Content-Disposition": disposition(name), "Cache-Control": "no-store"}
