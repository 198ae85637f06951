"""What the binds of a model ask of each node, by its path. Source: ODK XForms, Bindings."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition import NO_BIND, Bind, Labels
from forms.markup import Element
from forms.paths import absolute_path
from forms.translations import Translations, plain_labels

_NEVER = ("false()", "")
"""``required="false()"`` asks nothing; pyxform writes it where a cell says no."""


class Binds:
    """The binds of a form: the first of each path counts, as in JavaRosa."""

    def __init__(self, model: Element, root: str, translations: Translations) -> None:
        self._translations = translations
        self._attributes: dict[str, Mapping[str, str]] = {}
        for bind in model.named("bind"):
            path = absolute_path(bind.attributes.get("nodeset", ""), root)
            if path:
                self._attributes.setdefault(path, bind.attributes)

    def paths(self) -> list[str]:
        """Return the paths that binds speak of, in the order of the form."""
        return list(self._attributes)

    def attribute(self, path: str, name: str) -> str:
        """Return what a bind says under a name, without blanks around it; "" for nothing."""
        return self._attributes.get(path, {}).get(name, "").strip()

    def bind(self, path: str) -> Bind:
        """Return what is asked of the node at a path."""
        said = self._attributes.get(path)
        if said is None:
            return NO_BIND

        def expression(name: str) -> str:
            return said.get(name, "").strip()

        required = expression("required")
        return Bind(
            relevant=expression("relevant"),
            required="" if required in _NEVER else required,
            constraint=expression("constraint"),
            calculate=expression("calculate"),
            readonly=expression("readonly"),
            constraint_message=self._message(expression("constraintMsg")),
            required_message=self._message(expression("requiredMsg")),
            preload=expression("preload"),
            preload_params=expression("preloadParams"),
        )

    def _message(self, text: str) -> Labels:
        return self._translations.refer(text) or plain_labels(text)
