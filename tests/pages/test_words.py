"""Everything that pages say is in the catalogue, in both languages, with the same blanks."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import server.pages
from exports.indicators.reporting_list import STATES as REPORTING_STATES
from forms.findings import Kind, Level
from server.ingest.decide import Reason
from server.pages import indicators
from server.pages.forms import FOUND, REVIEWS
from server.pages.words import WORDS
from server.publishing.form_states import STATES

PAGES = Path(server.pages.__file__).parent
_SAID = re.compile(r"""\bt\(["']([a-z_.0-9-]+)["'](?! ~)""")
_CHOSEN = re.compile(r'"((?:[a-z_]+\.)+[a-zA-Z_0-9-]+)"')
_DONE = re.compile(r'done="(\w+)"|_go\(form, "(\w+)"\)')
_CONFIRMED = re.compile(r'parts\.confirm\("([a-z_.]+)"')


def _templates() -> str:
    return "\n".join(path.read_text("utf-8") for path in (PAGES / "templates").glob("*.html"))


def _views() -> str:
    return "\n".join(path.read_text("utf-8") for path in PAGES.glob("*.py"))


def test_every_word_that_a_template_says_is_in_the_catalogue() -> None:
    said = set(_SAID.findall(_templates()))
    confirmed = {
        word + ending
        for word in _CONFIRMED.findall(_templates())
        for ending in ("", "_means", "_now")
    }
    done = {f"done.{one or other}" for one, other in _DONE.findall(_views())}
    assert len(said) > 100
    assert (said | confirmed | done) - set(WORDS) == set()


def test_every_state_review_and_reason_has_its_words() -> None:
    needed = {f"state.{state}" for state in (*STATES, "draft")}
    needed |= {f"state.{state}.means" for state in STATES}
    needed |= {f"review.{review}" for review in REVIEWS}
    needed |= {f"reason.{reason}" for reason in (*get_args(Reason), "waiting")}
    needed |= {"fault.error", "fault.warning"}
    needed |= {f"kind.{kind}" for kind in get_args(Kind)}
    needed |= {f"level.{level}" for level in get_args(Level)}
    needed |= {f"checked.{found}" for found in FOUND}
    needed |= {f"every.{kind}" for kind in indicators.EVERY}
    needed |= {f"unit-level.{level}" for level in indicators.LEVELS}
    needed |= {f"reporting-state.{state}" for state in REPORTING_STATES}
    assert needed - set(WORDS) == set()


def test_no_word_is_left_that_nobody_says() -> None:
    used = set(_SAID.findall(_templates())) | set(_CHOSEN.findall(_templates()))
    made = (
        *("done.", "state.", "review.", "reason.", "fault."),
        *("kind.", "level.", "checked.", "every.", "unit-level.", "reporting-state."),
    )
    confirmed = tuple(_CONFIRMED.findall(_templates()))
    idle = {
        word
        for word in WORDS
        if word not in used and not word.startswith(made) and not word.startswith(confirmed)
    }
    assert idle == set()


def test_both_languages_say_the_same_things() -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert [word for word, (vi, en) in WORDS.items() if not vi or not en] == []
    assert [word for word, (vi, en) in WORDS.items() if blanks(vi) != blanks(en)] == []
