"""What the linter says, by the code of a remark; behind a slash, one of several ways to say it."""

from __future__ import annotations

from collections.abc import Mapping

from forms.lint.sentence import Sentence
from forms.lint.sentences_of_syntax import OF_SYNTAX
from forms.lint.sentences_of_values import OF_VALUES

SENTENCES: Mapping[str, Sentence] = {**OF_SYNTAX, **OF_VALUES}
