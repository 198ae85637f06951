"""What a code is called: ``jr:choice-name`` and ``jr:itext``, in the language of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.definition import Labels
from forms.xpath.faults import EvaluationError
from forms.xpath.parser import parse
from forms.xpath.routes import Site, resolve
from forms.xpath.run import PARENT, Frame, Run
from forms.xpath.schema import Place
from forms.xpath.syntax import Expression, Path, Text
from forms.xpath.values import Value, text_of
from forms.xpath.walks import Evaluate
from forms.xpath.world import ChoiceNames


def text_in(labels: Labels, languages: Sequence[str]) -> str:
    """Take the text in the first language that has one; "" if none has."""
    return next((labels[language] for language in languages if labels.get(language)), "")


def itext(name: Evaluate, texts: Mapping[str, Labels]) -> Evaluate:
    """Make ``jr:itext``: the text of an id."""

    def said(frame: Frame, run: Run) -> Value:
        key = text_of(name(frame, run))
        labels = texts.get(key)
        return f"[itext:{key}]" if labels is None else text_in(labels, run.languages)

    return said


def choice_name(value: Evaluate, question: Expression, site: Site) -> Evaluate:
    """Make ``jr:choice-name``: the label of a choice of the question that a text names."""
    if not isinstance(question, Text):
        raise EvaluationError("jr:choice-name() takes the path of a question in quotes")
    path = parse(question.value)
    place = resolve(path, site).target if isinstance(path, Path) else None
    names = site.world.choices.get(place) if place else None
    if names is None:
        return lambda _frame, _run: ""
    known, texts = names, site.world.texts
    in_table = site.here.chain()[0] is not site.world.root
    base = site.home if in_table else site.here
    hops = base.inner.depth - place.inner.depth if place else 0
    filtered = bool(names.tests) and place is not None and _is_around(place, base)

    def name(frame: Frame, run: Run) -> Value:
        choice = text_of(value(frame, run))
        if not filtered:
            return _label(known, choice, texts, run.languages)
        origin = run.origin
        at = origin if in_table else frame
        for _ in range(hops):
            at = at[PARENT]
        run.origin = at
        try:
            return _label(known, choice, texts, run.languages, run)
        finally:
            run.origin = origin

    return name


def _is_around(question: Place, here: Place) -> bool:
    """Say whether a question stands in a frame that is here, or around here."""
    repeats = {place for place in here.chain() if place.kind == "repeat"}
    return all(place in repeats for place in question.chain() if place.kind == "repeat")


def _label(
    names: ChoiceNames,
    choice: str,
    texts: Mapping[str, Labels],
    languages: Sequence[str],
    run: Run | None = None,
) -> str:
    """Return the label of a choice in the first language that has one; "" for an unknown one.

    With a ``run``, of a choice that the filter lets through at its ``origin``.
    """
    table, entry, value, label = names.table, names.entry, names.value, names.label
    if table is None or entry is None or value is None or label is None:
        return text_in(names.written.get(choice, {}), languages)
    for item in table.index(entry, value).get(choice, ()):
        if run is None or all(test(item, run) is True for test in names.tests):
            text: str = item[label.slot] or ""
            return text_in(texts.get(text, {}), languages) if names.by_text else text
    return ""
