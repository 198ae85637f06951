"""A post that is not as it should be gets its answer, leaves nothing, and the server goes on."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
import requests
from requests.auth import HTTPBasicAuth

from tests.kit import raw
from tests.kit.fixtures import Scene, new_scene
from tests.kit.ledger import ledger
from tests.kit.phone import Body, multipart, part
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer, alongside, running_server

LIMIT = 2 * 1024 * 1024
A = "uuid:a"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_server(upload_bytes_max=LIMIT) as running:
        yield running


@pytest.fixture
def scene(server: RunningServer) -> Iterator[Scene]:
    with new_scene(server) as made:
        yield made


def parts_of(*pieces: bytes, end: bytes = b"--b--\r\n", boundary: str = "b") -> Body:
    """A multipart body of pieces as they are."""
    body = b"".join(f"--{boundary}\r\n".encode() + piece for piece in pieces)
    return Body(body + end, f"multipart/form-data; boundary={boundary}")


def xml_part(scene: Scene, name: str = "Hoa", photo: str = "") -> bytes:
    xml = scene.form.filled(instance_id=A, name=name, photo=photo).xml
    return part("xml_submission_file", "phiếu.xml", xml, "text/xml")


def photo(name: str, content: bytes = b"JPEG") -> bytes:
    return part(name, name, content, "image/jpeg")


def is_refused(scene: Scene, body: Body, status: int) -> None:
    """It is told so in an OpenRosaResponse, nothing is stored, the server goes on."""
    before = ledger(scene.server.parts)
    answer = scene.phone.posts(body)
    assert (answer.status, bool(answer.message)) == (status, True)
    assert ledger(scene.server.parts) == before
    assert scene.phone.lists_forms() == [scene.form_id]


def kept_files(scene: Scene) -> list[tuple[str, int]]:
    listed = scene.coordinator.lists_all_files(scene.form_id, A)
    return sorted((file["name"], file["size"]) for file in listed)


def test_a_missing_end_is_refused(scene: Scene) -> None:
    is_refused(scene, parts_of(xml_part(scene), photo("a.jpg"), end=b""), 400)


def test_a_body_cut_in_a_photo_is_refused(scene: Scene) -> None:
    is_refused(scene, parts_of(xml_part(scene), photo("a.jpg", b"J" * 9000)[:4000], end=b""), 400)


def test_an_empty_body_is_refused(scene: Scene) -> None:
    is_refused(scene, Body(b"", "multipart/form-data; boundary=b"), 400)


def test_a_part_without_a_name_is_refused(scene: Scene) -> None:
    nameless = b"Content-Type: image/jpeg\r\n\r\nJPEG\r\n"
    is_refused(scene, parts_of(xml_part(scene), nameless), 400)


def test_a_file_name_that_is_not_utf_8_is_refused(scene: Scene) -> None:
    latin = photo("a.jpg").replace(b"a.jpg", "ánh.jpg".encode("latin-1"))
    is_refused(scene, parts_of(xml_part(scene), latin), 400)


def test_a_file_name_with_a_nul_is_refused(scene: Scene) -> None:
    is_refused(scene, parts_of(xml_part(scene), photo("a\0.jpg")), 400)


def test_two_xmls_in_one_post_are_refused(scene: Scene) -> None:
    is_refused(scene, parts_of(xml_part(scene, name="Hoa"), xml_part(scene, name="Lan")), 400)


def test_more_parts_than_anybody_needs_are_refused(scene: Scene) -> None:
    is_refused(scene, parts_of(xml_part(scene), *(photo(f"{n}.jpg") for n in range(5001))), 413)


def test_something_else_than_multipart_is_refused(scene: Scene) -> None:
    is_refused(scene, Body(scene.form.filled().xml, "text/xml"), 415)


def test_a_compressed_body_is_refused(scene: Scene) -> None:
    before = ledger(scene.server.parts)
    body = parts_of(xml_part(scene))
    answer = requests.post(
        f"{scene.phone.server_url}/submission",
        data=body.content,
        headers={"Content-Type": body.content_type, "Content-Encoding": "gzip"},
        timeout=9,
    )
    assert (answer.status_code, ledger(scene.server.parts)) == (415, before)


def test_a_body_above_the_limit_is_refused_before_it_is_read(scene: Scene) -> None:
    is_refused(scene, parts_of(xml_part(scene), photo("a.jpg", bytes(LIMIT))), 413)


def test_a_chunked_body_above_the_limit_is_refused(scene: Scene) -> None:
    before = ledger(scene.server.parts)
    body = parts_of(xml_part(scene), photo("a.jpg", bytes(LIMIT)))
    pieces = (body.content[at : at + 65536] for at in range(0, len(body.content), 65536))
    answer = requests.post(
        f"{scene.phone.server_url}/submission",
        data=pieces,
        headers={"Content-Type": body.content_type},
        timeout=9,
    )
    assert (answer.status_code, ledger(scene.server.parts)) == (413, before)


def test_a_chunked_body_is_taken(scene: Scene) -> None:
    body = parts_of(xml_part(scene, name="Hoa", photo="a.jpg"), photo("a.jpg"))
    answer = requests.post(
        f"{scene.phone.server_url}/submission",
        data=iter([body.content[:100], body.content[100:]]),
        headers={"Content-Type": body.content_type},
        timeout=9,
    )
    assert answer.status_code == 201
    assert kept_files(scene) == [("a.jpg", 4)]


def test_two_lengths_for_one_body_are_refused(scene: Scene) -> None:
    before = ledger(scene.server.parts)
    url = f"{scene.phone.server_url}/submission"
    head = raw.request(
        url,
        {
            "Content-Type": "multipart/form-data; boundary=b",
            "Content-Length": "5",
            "Transfer-Encoding": "chunked",
        },
    )
    assert raw.talk(url, head, b"0\r\n\r\n").status == 400
    assert ledger(scene.server.parts) == before


def test_a_phone_that_goes_away_in_the_middle_leaves_nothing(scene: Scene) -> None:
    before = ledger(scene.server.parts)
    url = f"{scene.phone.server_url}/submission"
    body = parts_of(xml_part(scene), photo("a.jpg", b"J" * 90_000))
    head = raw.request(
        url, {"Content-Type": body.content_type, "Content-Length": str(len(body.content))}
    )
    assert raw.talk(url, head, body.content[:50_000], hang_up=True).status == 0
    assert ledger(scene.server.parts) == before
    assert scene.phone.lists_forms() == [scene.form_id]


def test_a_length_shorter_than_the_body_is_refused(scene: Scene) -> None:
    before = ledger(scene.server.parts)
    url = f"{scene.phone.server_url}/submission"
    body = parts_of(xml_part(scene), photo("a.jpg", b"J" * 900))
    head = raw.request(
        url, {"Content-Type": body.content_type, "Content-Length": str(len(body.content) - 500)}
    )
    assert raw.talk(url, head, body.content).status == 400
    assert ledger(scene.server.parts) == before


def test_headers_without_end_are_refused(scene: Scene) -> None:
    url = f"{scene.phone.server_url}/submission"
    head = raw.request(url, {"X-Long": "x" * 20_000, "Content-Length": "0"})
    assert raw.talk(url, head).status == 431


def test_who_expects_100_continue_is_told_to(scene: Scene) -> None:
    url = f"{scene.phone.server_url}/submission"
    body = parts_of(xml_part(scene, name="Hoa"))
    head = raw.request(
        url,
        {
            "Content-Type": body.content_type,
            "Content-Length": str(len(body.content)),
            "Expect": "100-continue",
        },
    )
    answer = raw.talk(url, head, body.content)
    assert answer.status == 100
    assert "HTTP/1.1 201" in answer.text


def test_a_phone_that_names_no_openrosa_version_is_welcome(scene: Scene) -> None:
    body = parts_of(xml_part(scene, name="Hoa"))
    answer = requests.post(
        f"{scene.phone.server_url}/submission",
        data=body.content,
        headers={"Content-Type": body.content_type},
        timeout=9,
    )
    assert answer.status_code == 201


def test_an_xml_sent_as_a_plain_field_is_taken(scene: Scene) -> None:
    xml = scene.form.filled(instance_id=A, name="H" * 600_000).xml
    field = b'Content-Disposition: form-data; name="xml_submission_file"\r\n\r\n' + xml + b"\r\n"
    assert scene.phone.posts(parts_of(field)).status == 201
    assert scene.coordinator.reads(scene.form_id, A) == xml


def test_two_files_under_one_part_name_are_both_kept(scene: Scene) -> None:
    two = [part("photo", f"{n}.jpg", b"J" * n, "image/jpeg") for n in (1, 2)]
    assert scene.phone.posts(parts_of(xml_part(scene), *two)).status == 201
    assert kept_files(scene) == [("1.jpg", 1), ("2.jpg", 2)]


def test_file_names_that_differ_in_case_are_two_files(scene: Scene) -> None:
    two = [photo("a.jpg", b"J"), photo("A.JPG", b"JJ")]
    assert scene.phone.posts(parts_of(xml_part(scene), *two)).status == 201
    assert kept_files(scene) == [("A.JPG", 2), ("a.jpg", 1)]


@pytest.mark.parametrize(
    "written, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\x\\a.jpg", "a.jpg"),
        ("..\\..\\a.jpg", "a.jpg"),
        (".", "."),
        ("..", ".."),
        ("CON", "CON"),
        ("a.", "a."),
        ("a" * 300, "a" * 300),
        ("ảnh chụp.jpg", "ảnh chụp.jpg"),
        ('"><img onerror=alert(1)>.jpg', '"><img onerror=alert(1)>.jpg'),
    ],
    ids=lambda name: name[:16],
)
def test_a_file_name_is_a_name_and_never_a_path(scene: Scene, written: str, kept: str) -> None:
    outside = sorted(path.name for path in scene.server.parts.config.data.iterdir())
    escaped = written.replace('"', '\\"') if '"' in written else written
    file = part("photo", escaped, b"JPEG", "image/jpeg")
    assert scene.phone.posts(parts_of(xml_part(scene), file)).status == 201
    assert kept_files(scene) == [(kept, 4)]
    assert sorted(path.name for path in scene.server.parts.config.data.iterdir()) == outside


def test_a_file_without_a_name_is_kept(scene: Scene) -> None:
    file = part("photo", "", b"JPEG", "image/jpeg")
    assert scene.phone.posts(parts_of(xml_part(scene), file)).status == 201
    assert kept_files(scene) == [("photo", 4)]


def test_an_encoded_file_name_is_decoded(scene: Scene) -> None:
    head = "Content-Disposition: form-data; name=\"p\"; filename*=UTF-8''%E1%BA%A3nh.jpg\r\n\r\n"
    assert scene.phone.posts(parts_of(xml_part(scene), head.encode() + b"JPEG\r\n")).status == 201
    assert kept_files(scene) == [("ảnh.jpg", 4)]


def test_an_empty_file_is_kept(scene: Scene) -> None:
    body = parts_of(xml_part(scene, photo="a.jpg"), photo("a.jpg", b""))
    assert scene.phone.posts(body).status == 201
    assert scene.coordinator.opens_file(scene.form_id, A, "a.jpg") == b""


def test_a_long_boundary_is_taken(scene: Scene) -> None:
    boundary = "b" * 1024
    end = f"--{boundary}--\r\n".encode()
    body = parts_of(xml_part(scene), photo("a.jpg"), end=end, boundary=boundary)
    assert scene.phone.posts(body).status == 201
    assert kept_files(scene) == [("a.jpg", 4)]


def test_a_boundary_inside_a_line_is_content(scene: Scene) -> None:
    body = parts_of(xml_part(scene), photo("a.jpg", b"JP--b--EG"))
    assert scene.phone.posts(body).status == 201
    assert kept_files(scene) == [("a.jpg", 9)]


def test_head_says_what_may_be_sent(scene: Scene) -> None:
    answer = requests.head(f"{scene.phone.server_url}/submission", timeout=9)
    assert answer.status_code == 204
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.headers["X-OpenRosa-Accept-Content-Length"] == "10000000"


def test_a_foreign_host_name_gets_into_no_address(scene: Scene) -> None:
    answer = requests.get(
        f"{scene.phone.server_url}/formList", headers={"Host": "evil.example"}, timeout=9
    )
    assert "evil.example" not in answer.text
    assert f"<downloadUrl>{scene.phone.server_url}" in answer.text


def test_a_method_in_a_header_is_not_obeyed(scene: Scene) -> None:
    scene.phone.sends(scene.phone.fills(scene.form, instance_id=A, name="Hoa"))
    path = f"forms/{scene.form_id}/submissions/{A}"
    scene.coordinator.asks("GET", path, headers={"X-HTTP-Method-Override": "DELETE"})
    scene.coordinator.asks("POST", path, headers={"X-HTTP-Method-Override": "DELETE"})
    assert scene.coordinator.counts(scene.form_id) == [A]


def test_https_is_believed_from_a_known_proxy_alone(scene: Scene) -> None:
    def asks(server: RunningServer) -> int:
        return requests.get(
            f"{server.url}/v1/projects",
            auth=HTTPBasicAuth(ADMIN_EMAIL, ADMIN_PASSWORD.encode()),
            headers={"X-Forwarded-Proto": "https"},
            timeout=9,
        ).status_code

    assert asks(scene.server) == 401
    with alongside(scene.server, proxies=(ip_network("127.0.0.1"),)) as behind_a_proxy:
        assert asks(behind_a_proxy) == 200


def test_a_full_disk_asks_the_phone_to_come_again(scene: Scene) -> None:
    with alongside(scene.server, disk_bytes_min=2**50) as full:
        before = ledger(scene.server.parts)
        url = scene.phone.server_url.replace(scene.server.url, full.url)
        body = multipart(scene.form.filled(instance_id=A).xml, {"a.jpg": b"JPEG"})
        answer = requests.post(
            f"{url}/submission",
            data=body.content,
            headers={"Content-Type": body.content_type},
            timeout=9,
        )
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
        assert "OpenRosaResponse" in answer.text
        assert requests.get(f"{full.url}/-/health", timeout=9).status_code == 503
        assert ledger(scene.server.parts) == before
    assert scene.phone.posts(body).status == 201
