"""A form's logic is compiled once, by whoever needs it first; what was not used is let go of."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from forms.logic import Logic
from server import form_cache
from server.form_cache import FormCache, FormModel
from tests.kit import family

CIRCLE = family.xform().replace(b'calculate="/data/age * 2"', b'calculate="/data/twice + 1"')


def model(cache: FormCache, number: int = 1, xform: bytes | None = None) -> FormModel:
    return cache.get(number, lambda: xform or family.xform())


def files(content: bytes = b"") -> Mapping[str, bytes]:
    return {"communes.csv": content}


def test_eight_phones_at_once_compile_a_form_once() -> None:
    cache, read = FormCache(), []
    together = threading.Barrier(8)

    def reads() -> Mapping[str, bytes]:
        read.append(1)
        return files()

    def asks(_: int) -> Logic | None:
        together.wait()
        return cache.logic(model(cache), "", reads)

    with ThreadPoolExecutor(8) as phones:
        made = list(phones.map(asks, range(8)))
    assert (len(read), len(set(map(id, made))), made[0] is None) == (1, 1, False)


def test_nobody_waits_for_the_logic_of_another_form() -> None:
    cache = FormCache()
    slow, go_on = model(cache, 1), threading.Event()

    def waits() -> Mapping[str, bytes]:
        assert go_on.wait(30)
        return files()

    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(cache.logic, slow, "", waits)
        assert cache.logic(model(cache, 2), "", files) is not None
        assert not waiting.done()
        go_on.set()
        assert waiting.result() is not None


def test_other_files_are_other_logic() -> None:
    cache = FormCache()
    first = cache.logic(model(cache), "a", files)
    assert cache.logic(model(cache), "a", files) is first
    assert cache.logic(model(cache), "b", files) is not first


def test_what_failed_is_tried_again() -> None:
    cache = FormCache()

    def fails() -> Mapping[str, bytes]:
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        cache.logic(model(cache), "", fails)
    assert cache.logic(model(cache), "", files) is not None


def test_nobody_is_judged_by_a_form_that_goes_in_a_circle() -> None:
    cache = FormCache()
    assert cache.logic(model(cache, xform=CIRCLE), "", files) is None


def test_logic_with_large_files_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_cache, "LOGICS_BYTES_MAX", 200)
    cache = FormCache()
    first = cache.logic(model(cache, 1), "", lambda: files(b"a,b,c\n"))
    second = cache.logic(model(cache, 2), "", lambda: files(b"d,e\n"))
    assert cache.logic(model(cache, 2), "", files) is second
    assert cache.logic(model(cache, 1), "", lambda: files(b"a,b,c\n")) is not first
    assert cache.logic(model(cache, 2), "", files) is not second
