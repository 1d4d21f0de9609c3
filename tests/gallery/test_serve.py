"""The look at the site on this machine: ranges for players, right types, nothing but the site."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediakit.domain.errors import MachineLacks
from mediakit.domain.workspace import Workspace
from mediakit.gallery.record import Record, record_path, save_record
from mediakit.gallery.serve import byte_range, serving

FILM = bytes(range(256)) * 40


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    site = tmp_path / "site"
    (site / "videos" / "a").mkdir(parents=True)
    (site / "index.html").write_text("<!DOCTYPE html><title>Home</title>")
    (site / "404.html").write_text("<!DOCTYPE html><html><head><title>No</title></head></html>")
    (site / "videos" / "a" / "index.html").write_text("<!DOCTYPE html><title>A film</title>")
    (site / "videos" / "a" / "film.mp4").write_bytes(FILM)
    (site / "videos" / "a" / "captions.vtt").write_text("WEBVTT\n")
    (site / ".hidden").write_text("hidden")
    (tmp_path / "secret.txt").write_text("secret")
    (site / "out.txt").symlink_to(tmp_path / "secret.txt")
    with serving(site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def _ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def test_a_folder_gives_its_index_page(port: int) -> None:
    status, headers, body = _ask(port, "/videos/a/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"A film" in body


def test_a_folder_without_its_slash_leads_to_the_one_with_it(port: int) -> None:
    status, headers, _ = _ask(port, "/videos/a")
    assert (status, headers["Location"]) == (301, "/videos/a/")


def test_a_player_gets_the_part_it_asks_for(port: int) -> None:
    status, headers, body = _ask(port, "/videos/a/film.mp4", Range="bytes=100-199")
    assert status == 206
    assert headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"
    assert headers["Content-Type"] == "video/mp4"
    assert body == FILM[100:200]
    assert _ask(port, "/videos/a/film.mp4", Range="bytes=-10")[2] == FILM[-10:]
    assert _ask(port, "/videos/a/film.mp4", Range="bytes=10000-")[2] == FILM[10000:]


def test_a_part_outside_the_file_is_refused(port: int) -> None:
    status, headers, _ = _ask(port, "/videos/a/film.mp4", Range="bytes=99999-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(FILM)}")


def test_head_says_the_same_without_the_content(port: int) -> None:
    status, headers, body = _ask(port, "/videos/a/film.mp4", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, str(len(FILM)), b"")


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/videos/..%2f..%2fsecret.txt", "/.hidden", "/out.txt", "/..%5csecret.txt",
     "/videos/%00", "//etc/passwd", "/" + "a" * 5000],
)  # fmt: skip
def test_nothing_outside_the_site_is_given(port: int, path: str) -> None:
    status, _, body = _ask(port, path)
    assert status == 404
    assert b"secret" not in body
    assert b"hidden" not in body


def test_a_missing_page_is_the_sites_own_with_links_that_work_anywhere(port: int) -> None:
    status, _, body = _ask(port, "/no/such/page")
    assert status == 404
    assert b'<base href="/">' in body


def test_a_port_that_is_taken_is_said_in_one_line(port: int, tmp_path: Path) -> None:
    with pytest.raises(MachineLacks, match=f"port {port}"):
        serving(tmp_path, port)


@pytest.mark.parametrize(
    ("header", "part"),
    [(None, None), ("bytes=0-", (0, 999)), ("bytes=-5000", (0, 999)), ("bytes=5-2", None), ("bytes=a-b", None),
     ("items=0-1", None), ("bytes=990-5000", (990, 999))],
)  # fmt: skip
def test_ranges_are_read_as_the_standard_says(header: str | None, part: tuple[int, int] | None) -> None:
    assert byte_range(header, 1000) == part


@pytest.mark.parametrize(
    ("name", "kind"),
    [("captions.vtt", "text/vtt; charset=utf-8"), ("film.mp4", "video/mp4"), ("p.avif", "image/avif"),
     ("p.webp", "image/webp"), ("p.JPG", "image/jpeg"), ("data.json", "application/json; charset=utf-8"),
     ("feed.xml", "application/xml; charset=utf-8"), ("f.woff2", "font/woff2"), ("x.exe", "application/octet-stream")],
)  # fmt: skip
def test_every_kind_of_file_has_its_type_and_nobody_guesses_another(
    tmp_path: Path, port: int, name: str, kind: str
) -> None:
    (tmp_path / "site" / name).write_bytes(b"x")
    _, headers, _ = _ask(port, f"/{name}")
    assert headers["Content-Type"] == kind
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_the_policy_of_a_page_is_a_header_too(tmp_path: Path, port: int) -> None:
    head = """<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src 'self' data:">"""
    for name in ("p.html", "404.html"):
        (tmp_path / "site" / name).write_text(f"<!DOCTYPE html><html><head>{head}</head></html>")
    for path in ("/p.html", "/nothing"):
        assert _ask(port, path)[1]["Content-Security-Policy"] == "default-src 'self'; img-src 'self' data:"
    assert _ask(port, "/videos/a/")[1]["Content-Security-Policy"].startswith("default-src 'self';")
    assert "Content-Security-Policy" not in _ask(port, "/videos/a/film.mp4")[1]


def test_what_a_browser_has_already_is_not_sent_again(port: int) -> None:
    _, headers, _ = _ask(port, "/videos/a/film.mp4")
    for condition in (
        {"If-None-Match": headers["ETag"]},
        {"If-None-Match": f'"other", W/{headers["ETag"]}'},
        {"If-Modified-Since": headers["Last-Modified"]},
    ):
        status, again, body = _ask(port, "/videos/a/film.mp4", **condition)
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
    assert _ask(port, "/videos/a/film.mp4", **{"If-None-Match": '"other"'})[0] == 200
    assert _ask(port, "/videos/a/film.mp4", **{"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"})[0] == 200
    assert _ask(port, "/videos/a/film.mp4", **{"If-Modified-Since": "yesterday"})[0] == 200


def test_a_changed_file_is_sent_whole_to_whoever_has_a_part_of_the_old_one(tmp_path: Path, port: int) -> None:
    film = "/videos/a/film.mp4"
    _, headers, _ = _ask(port, film)
    for known in (headers["ETag"], headers["Last-Modified"]):
        assert _ask(port, film, **{"Range": "bytes=5-9", "If-Range": known})[:1] == (206,)
    (tmp_path / "site" / "videos" / "a" / "film.mp4").write_bytes(b"another film")
    status, _, body = _ask(port, film, **{"Range": "bytes=5-9", "If-Range": headers["ETag"]})
    assert (status, body) == (200, b"another film")
    assert _ask(port, film, **{"Range": "bytes=5-9", "If-Range": "W/" + headers["ETag"]})[0] == 200


def test_several_parts_at_once_are_answered_with_the_whole_as_the_standard_allows(port: int) -> None:
    status, _, body = _ask(port, "/videos/a/film.mp4", Range="bytes=0-1,5-6")
    assert (status, body) == (200, FILM)


def test_a_question_about_the_head_has_no_parts(port: int) -> None:
    status, headers, _ = _ask(port, "/videos/a/film.mp4", "HEAD", Range="bytes=0-9")
    assert (status, headers["Content-Length"]) == (200, str(len(FILM)))


def test_no_bytes_at_all_are_refused_and_an_empty_file_has_none(tmp_path: Path, port: int) -> None:
    assert _ask(port, "/videos/a/film.mp4", Range="bytes=-0")[0] == 416
    (tmp_path / "site" / "empty.txt").write_bytes(b"")
    assert _ask(port, "/empty.txt")[0] == 200
    assert _ask(port, "/empty.txt", Range="bytes=0-")[0] == 416


def test_a_redirect_keeps_what_was_asked_and_leads_to_no_other_machine(port: int) -> None:
    assert _ask(port, "/videos/a?q=trust")[1]["Location"] == "/videos/a/?q=trust"
    assert not _ask(port, "//videos/a")[1].get("Location", "").startswith("//")
    assert _ask(port, "/videos//a")[1]["Location"] == "/videos/a/"


@pytest.mark.parametrize("path", ["/videos/a/film.mp4/", "/%E9", "/%", "/%zz", "/videos/a/%", "/index.html/", "/%2e"])
def test_odd_addresses_are_not_there(port: int, path: str) -> None:
    assert _ask(port, path)[0] == 404


def test_letters_of_any_script_are_found_however_they_are_written(tmp_path: Path, port: int) -> None:
    (tmp_path / "site" / "会 場.txt").write_text("x")
    assert _ask(port, "/%E4%BC%9A%20%E5%A0%B4.txt")[0] == 200
    assert _ask(port, "/%e4%bc%9a%20%e5%a0%b4%2Etxt?v=1")[0] == 200


def test_nothing_can_be_written_and_nobody_else_is_answered(port: int) -> None:
    assert _ask(port, "/index.html", "PUT")[0] == 501
    assert _ask(port, "/index.html", "POST")[0] == 501
    assert _ask(port, "/", Host="evil.example")[0] == 403


def test_only_this_machine_can_reach_it(port: int) -> None:
    # the loopback has more addresses than one, and the server listens at just that one
    with pytest.raises(OSError, match="refused"):
        http.client.HTTPConnection("127.0.0.2", port, timeout=5).connect()
    assert _ask(port, "/", Host="gallery.example")[0] == 403


@pytest.fixture
def reloading(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server whose pages load themselves anew, and the record of the site's builds."""
    site, record = tmp_path / "site", tmp_path / "site.json"
    site.mkdir()
    (site / "index.html").write_text("<!DOCTYPE html><html><head><title>Home</title></head></html>")
    (site / "404.html").write_text("<!DOCTYPE html><html><head><title>No</title></head></html>")
    save_record(Workspace(tmp_path), Record())
    record = record_path(Workspace(tmp_path))
    with serving(site, record=record) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1], record
        server.shutdown()
        thread.join()


def test_a_page_is_told_of_a_build_when_it_has_ended(reloading: tuple[int, Path]) -> None:
    port, record = reloading
    workspace = Workspace(record.parent.parent)
    before = _ask(port, "/.mediakit/built")[2]
    assert before
    assert _ask(port, "/.mediakit/built")[2] == before
    save_record(workspace, Record(finished=False))
    assert _ask(port, "/.mediakit/built")[2] == b""
    save_record(workspace, Record())
    assert _ask(port, "/.mediakit/built")[2] not in (b"", before)


def test_the_script_that_asks_is_in_what_is_sent_and_in_no_file(reloading: tuple[int, Path]) -> None:
    port, record = reloading
    for path, status in (("/", 200), ("/no/such", 404)):
        answer = _ask(port, path)
        assert (answer[0], answer[2].count(b'<script src="/.mediakit/reload.js" defer></script></head>')) == (status, 1)
        assert int(answer[1]["Content-Length"]) == len(answer[2])
        # a script from the server itself, as the policy demands
        assert "default-src 'self'" in answer[1]["Content-Security-Policy"]
    status, headers, script = _ask(port, "/.mediakit/reload.js")
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert b"location.reload" in script
    assert not [p for p in (record.parent.parent / "site").rglob("*") if b"reload" in p.read_bytes()]


def test_without_reload_nothing_is_added_and_nothing_asked(port: int) -> None:
    assert b"reload" not in _ask(port, "/videos/a/")[2]
    assert _ask(port, "/.mediakit/reload.js")[0] == 404
    assert _ask(port, "/.mediakit/built")[0] == 404
