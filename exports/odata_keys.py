"""What OData calls a row, and the address at which the rows below it are found."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from exports.odata_schema import ROOT, Property, Schema

_UNQUOTED = "-_.!~*()"  # as JavaScript's encodeURIComponent, but for the apostrophe


class Keys:
    """The keys of a form's tables. They stay the same however often a row is asked for."""

    def __init__(self, schema: Schema) -> None:
        self._templates = {entity.path: "" for entity in schema.entities}
        for path in self._templates:
            self._templates[path] = self._template(path)

    def of(self, path: str, instance_id: str, at: tuple[int, ...]) -> str:
        """The ``__id`` of the row at ``at`` in the table at ``path``.

        For the root, the instance id; for a repeat the SHA-1 (hex) of what Central hashes:
        ``Submissions#uuid:A%%family#%%child#0``, positions counted from 0.
        """
        if not path:
            return instance_id
        steps = self._templates[path] % tuple(position - 1 for position in at)
        text = f"{ROOT}#{instance_id}{steps}".encode(errors="replace")
        return hashlib.sha1(text, usedforsecurity=False).hexdigest()

    def link(self, repeat: Property, instance_id: str, at: tuple[int, ...]) -> str:
        """The navigation link from the row at ``at`` to the entries of ``repeat`` below it."""
        name = quote(instance_id.replace("'", "''"), safe=_UNQUOTED)
        steps, path, depth = [f"{ROOT}('{name}')"], "", 0
        for raw, part in zip(repeat.node.path.split("/")[1:], repeat.parts, strict=True):
            path += "/" + raw
            if path in self._templates and path != repeat.node.path:
                depth += 1
                part += f"('{self.of(path, instance_id, at[:depth])}')"  # noqa: PLW2901
            steps.append(part)
        return "/".join(steps)

    def _template(self, path: str) -> str:
        template, above = "", ""
        for name in path.split("/")[1:]:
            above += "/" + name
            template += f"%%%%{name}#" + ("%d" if above in self._templates else "")
        return template
