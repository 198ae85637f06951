"""The type of a question as a designer writes it in a workbook: ``select_one water``, ``image``.

An XForm says the same in several places. Source: XLSForm reference, Question types.
"""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition import ItemSet, Node

_TYPES: Mapping[str, str] = {"string": "text", "int": "integer"}
"""XLSForm's words where they are not the XForm's."""
_UPLOADS: Mapping[str, str] = {"image/*": "image", "audio/*": "audio", "video/*": "video"}
_HIDDEN: Mapping[str, str] = {
    "string": "hidden",
    "geopoint": "start-geopoint",
    "binary": "background-audio",
}
"""Of what nobody is asked and nothing calculates."""


def question_type(node: Node) -> str:
    """Return the type of a field; what a calculation gives stands behind it where it is no text.

    ``select_one water``, ``select_multiple_from_file communes.csv``, ``calculate (integer)``. A
    form that was not written as a workbook has the types that its workbook would have.
    """
    if node.select:
        return _select(node)
    if node.path == "/meta/audit":
        return "audit"
    if node.bind.preload:
        return node.bind.preload_params or node.bind.preload
    if not node.asked:
        return _unasked(node)
    return _asked(node)


def _select(node: Node) -> str:
    if node.choices_file:
        return f"select_{node.select}_from_file {node.choices_file}"
    return f"select_{node.select} {_list_of(node.item_set)}".strip()


def _list_of(item_set: ItemSet | None) -> str:
    """Return the name of the list; of entries of a repeat, the question that names them."""
    if item_set is None:
        return ""
    return item_set.instance_id or f"${{{item_set.value}}}"


def _unasked(node: Node) -> str:
    if node.bind.calculate:
        kind = _TYPES.get(node.type, node.type)
        return "calculate" if kind == "text" else f"calculate ({kind})"
    return _HIDDEN.get(node.type, _TYPES.get(node.type, node.type))


def _asked(node: Node) -> str:
    match node.control.split():
        case ["upload", *taken]:
            return _UPLOADS.get("".join(taken), "file")
        case ["trigger"]:
            return "acknowledge"
        case ["range"]:
            return "range"
        case ["rank"]:
            return f"rank {_list_of(node.item_set)}".strip()
        case _:
            is_text = node.type == "string" and not node.bind.calculate
            is_note = is_text and node.bind.readonly == "true()"
            return "note" if is_note else _TYPES.get(node.type, node.type)
