"""The phones' own logs, joined into one table whatever each of them holds."""

from __future__ import annotations

from exports.audits import merge_audits

HEADER = (
    "instance ID,event,node,start,end,latitude,longitude,accuracy,old-value,new-value,"
    "user,change-reason\n"
)


def merged(*logs: tuple[str, bytes], safe: bool = False) -> str:
    split = ((name, [log[:7], log[7:]]) for name, log in logs)
    return b"".join(merge_audits(split, safe=safe)).decode()


def test_logs_with_different_columns_are_joined_by_name() -> None:
    assert merged(
        ("uuid:A", b"event,node,start,end\nform start,,1,\nquestion,/data/a,2,3\n"),
        (
            "uuid:B",
            "\ufeffevent, user,node,start,end,old-value,new-value,battery\r\n"
            'question,Lan,/data/tên,4,5,,"Nà Mực, thôn 1",90\r\n\r\n'.encode(),
        ),
    ) == HEADER + (
        "uuid:A,form start,,1,,,,,,,,\n"
        "uuid:A,question,/data/a,2,3,,,,,,,\n"
        'uuid:B,question,/data/tên,4,5,,,,,"Nà Mực, thôn 1",Lan,\n'
    )


def test_ragged_lines_are_taken_as_they_are() -> None:
    assert merged(("uuid:A", b"event,node,start\nform start\nquestion,/a,1,2,3")) == HEADER + (
        "uuid:A,form start,,,,,,,,,,\nuuid:A,question,/a,1,,,,,,,,\n"
    )


def test_without_logs_there_is_no_table() -> None:
    assert merged() == ""
    assert merged(("uuid:A", b""), ("uuid:B", b"event,node\n")) == ""


def test_what_is_no_text_at_all_does_no_harm() -> None:
    assert merged(("uuid:A", b"\xff\xfe\x00PNG\r\n\x1a\n")) == HEADER + ("uuid:A,,,,,,,,,,,\n")


def test_a_log_that_breaks_off_says_so_and_the_next_is_read() -> None:
    assert merged(
        ("uuid:A", b'event,node\nform start,/a\nquestion,"' + b"x" * 200_000),
        ("uuid:B", b"event,node\nform start,/b\n"),
    ) == HEADER + (
        "uuid:A,form start,/a,,,,,,,,,\nuuid:A,unreadable,,,,,,,,,,\n"
        "uuid:B,form start,/b,,,,,,,,,\n"
    )


def test_formulas_in_logs_are_neutralised_when_asked() -> None:
    log = b"event,new-value,latitude\nquestion,=cmd,-21.5\n"

    assert merged(("uuid:A", log)) == HEADER + "uuid:A,question,,,,-21.5,,,,=cmd,,\n"
    assert merged(("uuid:A", log), safe=True) == HEADER + "uuid:A,question,,,,-21.5,,,,'=cmd,,\n"
