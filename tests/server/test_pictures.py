"""Pictures are made beside the server: two at once, and none for as long as it likes."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from server.errors import Problem
from server.reporting import pictures
from server.reporting.pictures import DEFAULT, PictureBroken, PictureLimits, picture

LARGE = '<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="4000"/>'
SMALL = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'


def test_a_drawing_comes_back_as_a_picture() -> None:
    with Image.open(io.BytesIO(picture(SMALL, 480)), formats=["PNG"]) as image:
        assert image.size == (480, 240)


@pytest.mark.parametrize(
    "limits",
    [
        replace(DEFAULT, wall_seconds=0.001),
        replace(DEFAULT, memory_bytes=60 * 1024 * 1024),
        replace(DEFAULT, memory_bytes=1024 * 1024),
    ],
    ids=["late", "large", "no memory"],
)
def test_one_that_takes_too_much_is_given_up(limits: PictureLimits) -> None:
    with pytest.raises(Problem) as refused:
        picture(LARGE, 4000, limits=limits)
    assert (refused.value.code, refused.value.retry_after_s) == ("503.2", 10)


def test_when_all_places_are_taken_the_reader_is_asked_to_wait() -> None:
    at_once = replace(DEFAULT, queue_seconds=0)
    with pictures._place(0), pictures._place(0), pytest.raises(Problem) as refused:
        picture(SMALL, 480, limits=at_once)
    assert refused.value.code == "503.2"
    assert picture(SMALL, 480, limits=at_once)


def test_what_no_drawing_of_ours_causes_is_a_fault_of_ours() -> None:
    with pytest.raises(PictureBroken):
        picture("<svg", 480)
