"""Downloads keep their names, whatever the client can read."""

from __future__ import annotations

from server.api.downloads import disposition


def test_a_vietnamese_name_survives_and_old_clients_get_an_ascii_one() -> None:
    assert disposition("Tập huấn.xlsx") == (
        "attachment; filename=\"T-p hu-n.xlsx\"; filename*=UTF-8''T%E1%BA%ADp%20hu%E1%BA%A5n.xlsx"
    )


def test_a_name_cannot_break_out_of_the_header() -> None:
    assert disposition('a"\\\r\nSet-Cookie: b.xml', inline=True) == (
        'inline; filename="a----Set-Cookie: b.xml"; '
        "filename*=UTF-8''a%22%5C%0D%0ASet-Cookie%3A%20b.xml"
    )
