"""The tables of a form as an OData 4.0 service: for Excel, Power BI, pyodk and ruODK."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from exports import odata_documents
from exports.odata import Feed, FeedOptions
from exports.odata_schema import Selection as Shown
from exports.odata_schema import UnknownProperty, UnsupportedSelect, schema_of, selected
from server import front
from server.api.freshness import known_already, tag_of, tagged
from server.api.guard import caller, needs, services
from server.api.odata_query import Query, must_be_acceptable, read_query
from server.api.places import collection_of, route
from server.api.streams import streamed
from server.errors import Problem
from server.outgoing.odata_tables import Place, find_place, page
from server.outgoing.source import Source, open_source
from server.store import projects
from server.store.forms import Form

blueprint = Blueprint("odata", __name__)
_JSON = "application/json; charset=utf-8"
_ADDRESS_CHARACTERS = "/().'"
_MINIMAL = "application/json; odata.metadata=minimal"


@route(blueprint, ".svc")
@needs("submission.read")
def show_service(form: Form, draft: bool) -> Response:
    """List the tables."""
    must_be_acceptable("json")
    feed = _feed(form, draft, _source(form, draft))
    document = odata_documents.service_document(feed.schema, feed.service_root)
    return _versioned(Response(document, content_type=_MINIMAL))


@route(blueprint, ".svc/$metadata")
@needs("submission.read")
def show_metadata(form: Form, draft: bool) -> Response:
    """Tell the types of the tables."""
    must_be_acceptable("xml")
    feed = _feed(form, draft, _source(form, draft))
    document = odata_documents.metadata(feed.schema)
    return _versioned(Response(document, content_type="application/xml; charset=utf-8"))


@route(blueprint, ".svc/<path:address>")
@needs("submission.read")
def show_table(form: Form, draft: bool, address: str) -> Response:
    """Send rows: of a table, of one submission, or of what hangs from it."""
    must_be_acceptable("json")
    query = read_query()
    tag = tag_of(form, collection_of(form, draft))
    source = _source(form, draft)
    feed = _feed(form, draft, source, wkt=query.wkt)
    place = find_place(feed.schema, address)
    if place.entity.path and query.wanted.order:
        raise Problem("501.1", feature="$orderby on the table of a repeat")
    if known := known_already(tag):
        return _versioned(known)
    shown = _shown(place, query)
    table = f"{feed.service_root}/{quote(address, safe=_ADDRESS_CHARACTERS)}"
    pieces = page(
        source, feed, place, shown, query.wanted, lambda changed: _address(table, changed)
    )
    return _versioned(tagged(streamed(pieces, _JSON), tag))


def _source(form: Form, draft: bool) -> Source:
    parts = services()
    with parts.database.read() as cx:
        return open_source(parts, caller().scope, cx, form, draft=draft)


def _feed(form: Form, draft: bool, source: Source, *, wkt: bool = False) -> Feed:
    parts = services()
    with parts.database.read() as cx:
        zone = ZoneInfo(projects.get(caller().scope, cx, form.project_id).zone)
    part = quote(form.xml_form_id, safe="")
    place = f"projects/{form.project_id}/forms/{part}{'/draft' if draft else ''}.svc"
    return Feed(
        schema=schema_of(source.model.form),
        layouts=source.layouts,
        service_root=f"{parts.config.public_url}{request.environ[front.PREFIX]}/{place}",
        options=FeedOptions(wkt=wkt, zone=zone),
    )


def _shown(place: Place, query: Query) -> Shown:
    try:
        return selected(place.entity, query.select)
    except UnknownProperty as error:
        raise Problem("400.23", property=error.name) from error
    except UnsupportedSelect as error:
        raise Problem("501.1", feature=f"$select of {error.name} in another table") from error


def _address(table: str, changed: Mapping[str, str]) -> str:
    """Return the address of the next page: as asked, with some parameters changed."""
    parameters = {**request.args.to_dict(), **changed}
    kept = {name: value for name, value in parameters.items() if value}
    return f"{table}?{urlencode(kept, quote_via=quote, safe='')}"


def _versioned(answer: Response) -> Response:
    """Say once, and only once, which OData this is: Power Query reads two as none."""
    answer.headers["OData-Version"] = "4.0"
    return answer
