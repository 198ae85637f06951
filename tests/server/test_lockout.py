"""Guessing ends soon, and does not end it for those who know."""

from __future__ import annotations

import pytest

from server.auth.lockout import FAILURES_MAX, FAILURES_OF_MANY_MAX, Lockout, network_of
from server.errors import Problem
from tests.server.office import PASSWORD, Office, said

ADMIN = "admin@tincay.local"
DESK, ELSEWHERE = "192.0.2.1", "203.0.113.{}"


def is_open(lockout: Lockout, name: str, address: str) -> bool:
    try:
        lockout.must_be_open(name, address)
    except Problem:
        return False
    return True


def test_strangers_cannot_lock_a_person_out_of_where_she_signs_in() -> None:
    lockout = Lockout()
    lockout.succeeded(ADMIN, DESK)
    for number in range(FAILURES_OF_MANY_MAX):
        lockout.failed(ADMIN, ELSEWHERE.format(number))
    assert not is_open(lockout, ADMIN, ELSEWHERE.format(200))
    assert is_open(lockout, ADMIN, DESK)


def test_who_is_known_at_a_desk_does_not_guess_there_for_ever() -> None:
    lockout = Lockout()
    lockout.succeeded(ADMIN, DESK)
    for _ in range(FAILURES_MAX):
        assert is_open(lockout, ADMIN, DESK)
        lockout.failed(ADMIN, DESK)
    assert not is_open(lockout, ADMIN, DESK)
    assert is_open(lockout, "lan@example.org", DESK)


def test_an_address_that_tries_many_names_has_to_wait() -> None:
    lockout = Lockout()
    for number in range(FAILURES_OF_MANY_MAX):
        lockout.failed(f"p{number}@example.org", DESK)
    assert not is_open(lockout, "another@example.org", DESK)
    assert is_open(lockout, "another@example.org", ELSEWHERE.format(1))


def test_a_flood_of_names_wipes_no_slate_that_is_written_on() -> None:
    lockout = Lockout()
    for number in range(4_000):
        lockout.failed(f"p{number}@example.org", f"2001:db8:{number:x}::1")
        if number % 100 == 0:
            lockout.failed(ADMIN, ELSEWHERE.format(number // 100))
    assert not is_open(lockout, ADMIN, ELSEWHERE.format(200))


def test_phones_with_an_old_device_password_lock_out_themselves_alone() -> None:
    lockout = Lockout()
    for number in range(FAILURES_OF_MANY_MAX):
        for _ in range(FAILURES_MAX):
            lockout.failed(f"dt{number}", DESK, guessable=False)
    with pytest.raises(Problem):
        lockout.must_be_open("dt3", DESK, guessable=False)
    lockout.must_be_open("dt99", DESK, guessable=False)
    assert is_open(lockout, ADMIN, DESK)


@pytest.mark.parametrize(
    "address, counted",
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_what_counts_as_one_address(address: str, counted: str) -> None:
    assert network_of(address) == counted


def test_no_spelling_gives_more_guesses(small_office: Office) -> None:
    spellings = (ADMIN, " Admin@tincay.local", "ADMIN@TINCAY.LOCAL ", "admin@Tincay.local")
    told = [
        said(small_office.stranger.post("/v1/sessions", {"email": name, "password": "a guess"}))[0]
        for name in spellings * 3
    ]
    assert told == [401] * FAILURES_MAX + [429] * 2
    page = small_office.stranger.client.post(
        "/sign-in", data={"email": ADMIN, "password": PASSWORD, "next": "/"}
    )
    assert page.status_code == 429
