"""A season of field work: hundreds of forms filled by JavaRosa, sent over a bad network."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.kit.collect.client import BlankForm, Collect
from tests.kit.coordinator import Coordinator
from tests.kit.javarosa.engine import fill
from tests.kit.library import PROGRAMME, PROOFS, fill_list, publish

ACCEPT_BYTES = 60_000
PHOTO_BYTES = (20_000, 90_000)
PHONES = 4
WORKBOOKS = (
    PROOFS / "f1_training.xlsx",
    PROOFS / "f3_case_update.xlsx",
    PROOFS / "f5_people_repeat.xlsx",
    PROGRAMME / "f3_activity.xlsx",
)
"""Photos, counted repeats, repeats in repeats, groups, every type of question."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled form, as it lies on the phone."""

    form_id: str
    instance_id: str
    xml: bytes
    files: dict[str, bytes]


@dataclass(slots=True)
class Season:
    """What was filled, and how sending it went."""

    sheets: Sequence[Sheet]
    posts: int = 0
    split: int = 0
    sent_twice: int = 0
    answers_lost: int = 0
    findings: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        """Say it in a line."""
        files = sum(len(sheet.files) for sheet in self.sheets)
        return (
            f"{len(self.sheets)} submissions, {files} files, {self.posts} posts; "
            f"{self.split} split, {self.sent_twice} sent twice, {self.answers_lost} answers lost"
        )


def prepare_forms(coordinator: Coordinator, folder: Path) -> list[BlankForm]:
    """Publish the forms and download them to a phone."""
    # What the forms choose from is a list of the project, which another form has to fill.
    publish(coordinator, PROOFS / "f2_place_create.xlsx")
    fill_list(coordinator, "f2_place_create", PROOFS / "places.csv")
    form_ids = [publish(coordinator, workbook) for workbook in WORKBOOKS]
    phone = coordinator.lets_in(*form_ids)
    phone.leaves()
    collect = Collect(phone.server_url)
    forms = [collect.download(one, folder / one.form_id) for one in collect.form_list()]
    collect.close()
    return forms


def fill_forms(forms: Sequence[BlankForm], folder: Path, count: int) -> list[Sheet]:
    """Let JavaRosa fill ``count`` sheets; photos get the size that photos have."""
    each = -(-count // len(forms))
    sheets = []
    for number, form in enumerate(forms):
        out = folder / "filled" / str(number)
        # Two at least: for one alone JavaRosa's driver makes no numbered folder.
        filled = fill(form.xform, form.media, out, count=max(each, 2), seed=number + 1, skip=0.1)
        sheets += [
            Sheet(form.listed.form_id, one.instance_id, one.xml, _with_photos(one.files))
            for one in filled
        ]
    return sheets[:count] if each > 1 else sheets


def _with_photos(files: dict[str, bytes]) -> dict[str, bytes]:
    dice = random.Random(repr(sorted(files)))
    return {
        name: content + dice.randbytes(dice.randint(*PHOTO_BYTES))
        if name != "audit.csv"
        else content
        for name, content in files.items()
    }


def send_all(coordinator: Coordinator, sheets: Sequence[Sheet]) -> Season:
    """Send them from four phones at once: a third twice, a fifth with an answer lost."""
    season = Season(sheets)
    form_ids = sorted({sheet.form_id for sheet in sheets})
    shares = [list(enumerate(sheets))[nth::PHONES] for nth in range(PHONES)]
    with ThreadPoolExecutor(PHONES) as pool:
        phones = [coordinator.lets_in(*form_ids, name=f"Máy {nth + 1}") for nth in range(PHONES)]
        for phone in phones:
            phone.leaves()
        list(pool.map(_send_share, [season] * PHONES, [p.server_url for p in phones], shares))
    return season


def _send_share(season: Season, server_url: str, share: list[tuple[int, Sheet]]) -> None:
    collect = Collect(server_url)
    for number, sheet in share:
        if number % 5 == 0:
            collect.send(sheet.xml, sheet.files, lose_answer_of=1)
            season.answers_lost += 1
        sending = collect.send(sheet.xml, sheet.files)
        season.posts += len(sending.codes)
        season.split += len(sending.codes) > 1
        if number % 3 == 0:
            collect.send(sheet.xml, sheet.files)
            season.sent_twice += 1
    season.findings.update(collect.verdict.findings)
    collect.close()
