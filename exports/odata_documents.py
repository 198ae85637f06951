"""The two documents by which OData clients find their way: service document and ``$metadata``.

Source: OData 4.0 JSON format, section 5, and CSDL; vocabulary Org.OData.Capabilities.V1.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

import orjson

from exports.odata_schema import ROOT, EntityType, Property, Schema, identifier
from exports.odata_values import EDM_TYPE_ELSE, EDM_TYPES

_SYSTEM_TYPES = (
    ("submissionDate", "Edm.DateTimeOffset"),
    ("updatedAt", "Edm.DateTimeOffset"),
    ("deletedAt", "Edm.DateTimeOffset"),
    ("submitterId", "Edm.String"),
    ("submitterName", "Edm.String"),
    ("attachmentsPresent", "Edm.Int64"),
    ("attachmentsExpected", "Edm.Int64"),
    ("status", "org.opendatakit.submission.Status"),
    ("reviewState", "org.opendatakit.submission.ReviewState"),
    ("deviceId", "Edm.String"),
    ("edits", "Edm.Int64"),
    ("formVersion", "Edm.String"),
)
_ENUMS = (
    ("Status", ("notDecrypted", "missingEncryptedFormData")),
    ("ReviewState", ("hasIssues", "edited", "rejected", "approved")),
)
_CAPABILITIES = "Org.OData.Capabilities.V1"
_FUNCTIONS = ("now", "year", "month", "day", "hour", "minute", "second")


def service_document(schema: Schema, service_root: str) -> bytes:
    """Write the list of tables as JSON; ``service_root`` is the absolute address of ``.svc``."""
    tables = [
        {"name": entity.name, "kind": "EntitySet", "url": entity.name} for entity in schema.entities
    ]
    return orjson.dumps({"@odata.context": f"{service_root}/$metadata", "value": tables})


def metadata(schema: Schema) -> bytes:
    """Write the types of all tables as EDMX (XML, UTF-8)."""
    return ("\n".join(_edmx(schema)) + "\n").encode()


def _edmx(schema: Schema) -> Iterator[str]:
    space = f"org.opendatakit.user.{identifier(schema.form_id)}"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">'
    yield "  <edmx:DataServices>"
    yield from _schema("org.opendatakit.submission", _system_types())
    yield from _schema(space, _form_types(schema, space))
    yield "  </edmx:DataServices>"
    yield "</edmx:Edmx>"


def _schema(namespace: str, content: Iterator[str]) -> Iterator[str]:
    edm = "http://docs.oasis-open.org/odata/ns/edm"
    yield f'    <Schema xmlns="{edm}" Namespace={quoteattr(namespace)}>'
    yield from (f"      {line}" for line in content)
    yield "    </Schema>"


def _system_types() -> Iterator[str]:
    yield '<ComplexType Name="metadata">'
    yield from (f"  {_property(name, kind)}" for name, kind in _SYSTEM_TYPES)
    yield "</ComplexType>"
    for name, members in _ENUMS:
        yield f'<EnumType Name="{name}">'
        yield from (f'  <Member Name="{member}"/>' for member in members)
        yield "</EnumType>"


def _form_types(schema: Schema, space: str) -> Iterator[str]:
    for entity in schema.entities:
        yield from _entity_type(entity, space)
    for entity in schema.entities:
        yield from _complex_types(entity.properties, space)
    yield f"<EntityContainer Name={quoteattr(identifier(schema.form_id))}>"
    for entity in schema.entities:
        kind = quoteattr(f"{space}.{entity.name}")
        yield f"  <EntitySet Name={quoteattr(entity.name)} EntityType={kind}>"
        if not entity.path:
            yield from (f"    {line}" for line in _capabilities(entity))
        yield "  </EntitySet>"
    yield "</EntityContainer>"


def _entity_type(entity: EntityType, space: str) -> Iterator[str]:
    yield f"<EntityType Name={quoteattr(entity.name)}>"
    yield '  <Key><PropertyRef Name="__id"/></Key>'
    yield '  <Property Name="__id" Type="Edm.String" Nullable="false"/>'
    if entity.parent_key is None:
        yield f"  {_property('__system', 'org.opendatakit.submission.metadata')}"
    else:
        yield f"  {_property(entity.parent_key, 'Edm.String')}"
    yield from (f"  {_typed(known, space)}" for known in entity.properties)
    yield "</EntityType>"


def _complex_types(properties: tuple[Property, ...], space: str) -> Iterator[str]:
    for group in properties:
        if group.node.kind == "group":
            yield f"<ComplexType Name={quoteattr('.'.join(group.parts))}>"
            yield from (f"  {_typed(known, space)}" for known in group.properties)
            yield "</ComplexType>"
            yield from _complex_types(group.properties, space)


def _typed(known: Property, space: str) -> str:
    dotted = ".".join(known.parts)
    if known.node.kind == "group":
        return _property(known.name, f"{space}.{dotted}")
    if known.node.kind == "repeat":
        kind = quoteattr(f"Collection({space}.{ROOT}.{dotted})")
        return f"<NavigationProperty Name={quoteattr(known.name)} Type={kind}/>"
    return _property(known.name, EDM_TYPES.get(known.node.type, EDM_TYPE_ELSE))


def _property(name: str, kind: str) -> str:
    return f"<Property Name={quoteattr(name)} Type={quoteattr(kind)}/>"


def _capabilities(entity: EntityType) -> Iterator[str]:
    """Tell clients what they may ask of the server, so that they do the rest themselves."""
    level = f"{_CAPABILITIES}.ConformanceLevel"
    yield f'<Annotation Term="{level}" EnumMember="{level}Type/Minimal"/>'
    yield f'<Annotation Term="{_CAPABILITIES}.BatchSupported" Bool="false"/>'
    yield from _record("CountRestrictions", ['<PropertyValue Property="Countable" Bool="true"/>'])
    yield f'<Annotation Term="{_CAPABILITIES}.FilterFunctions">'
    functions = "".join(f"<String>{name}</String>" for name in _FUNCTIONS)
    yield f"  <Collection>{functions}</Collection>"
    yield "</Annotation>"
    names = "".join(f"<PropertyPath>{known.name}</PropertyPath>" for known in entity.properties)
    yield from _record(
        "FilterRestrictions",
        [
            '<PropertyValue Property="Filterable" Bool="true"/>',
            '<PropertyValue Property="RequiresFilter" Bool="false"/>',
            '<PropertyValue Property="NonFilterableProperties">',
            f"  <Collection>{names}</Collection>",
            "</PropertyValue>",
        ],
    )
    yield from _record("SortRestrictions", ['<PropertyValue Property="Sortable" Bool="false"/>'])
    yield from _record(
        "ExpandRestrictions", ['<PropertyValue Property="Expandable" Bool="false"/>']
    )


def _record(term: str, values: list[str]) -> Iterator[str]:
    yield f'<Annotation Term="{_CAPABILITIES}.{term}">'
    yield "  <Record>"
    yield from (f"    {line}" for line in values)
    yield "  </Record>"
    yield "</Annotation>"
