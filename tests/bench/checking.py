"""What it costs to read and check one submission, beside JavaRosa's own time in the same run."""

from __future__ import annotations

import gc
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from forms.check import Circumstances, check
from forms.instance import read_instance
from forms.logic import Logic, read_logic
from forms.xform import read_form
from tests.kit.javarosa.engine import Job, bench_initialize

ORACLE = Path(__file__).parents[1] / "forms" / "oracle"
"""40 questions, 5 entries of a repeat, a table of 500 rows."""
ROUNDS = 3_000
ENTRIES = (50, 500, 5_000)
GIVEN = Circumstances(
    received_at=datetime(2026, 3, 2, 3, tzinfo=UTC),
    zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    languages=("",),
    language="vi",
)


def main() -> None:
    """Print the medians, warm, on one core, the collector set as ``tincay serve`` sets it."""
    gc.collect()
    gc.freeze()
    logic = read_logic(read_form((ORACLE / "tricky-form.xml").read_bytes()), {})
    xml = (ORACLE / "tricky-submission.xml").read_bytes()
    instance = read_instance(xml)
    read_us = _median_us(lambda: read_instance(xml))
    check_us = _median_us(lambda: check(logic, instance, GIVEN))
    both_us = _median_us(lambda: check(logic, read_instance(xml), GIVEN))
    print(f"check: one submission read and checked {both_us:7.0f} us", end="")
    print(f"  ({read_us:.0f} us to read, {check_us:.0f} us to check)")
    print(f"check: JavaRosa, {_javarosa(both_us)}")
    _print_entries(logic, xml)


def _median_us(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    for _ in range(min(rounds, 200)):
        work()
    spent = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent) * 1e6


def _javarosa(ours_us: float) -> str:
    """Say what JavaRosa takes to compute the same form's logic, without reading or judging."""
    if shutil.which("java") is None:
        return "not measured: there is no Java here"
    with TemporaryDirectory() as folder:
        form, submission = Path(folder) / "form.xml", Path(folder) / "submission.xml"
        shutil.copy(ORACLE / "tricky-form.xml", form)
        shutil.copy(ORACLE / "tricky-submission.xml", submission)
        theirs_us = bench_initialize(Job(form=form, submission=submission), 2_000)
    return (
        f"all triggers, nothing read  {theirs_us:7.0f} us  (ours {ours_us / theirs_us:.0%} of it)"
    )


def _print_entries(logic: Logic, xml: bytes) -> None:
    """Print what one more entry of a repeat costs: the same, however many there are."""
    head, _, rest = xml.partition(b"<child>")
    entry, _, _ = rest.partition(b"</child>")
    tail = xml[xml.rindex(b"</child>") + len(b"</child>") :]
    whole = b"<child>" + entry + b"</child>"
    costs = []
    for count in ENTRIES:
        many = head + whole * count + tail
        once = _median_us(lambda many=many: check(logic, read_instance(many), GIVEN), 5)  # type: ignore[misc]
        costs.append(once / count)
        print(f"check: {count:5} entries, each {costs[-1]:7.1f} us")
    print(
        f"check: an entry of {ENTRIES[-1]} costs {costs[-1] / costs[0]:.2f} of one of {ENTRIES[0]}"
    )
