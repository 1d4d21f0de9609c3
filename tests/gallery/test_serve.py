"""The look at the site on this machine: ranges for players, right types, nothing but the site."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediakit.domain.errors import MachineLacks
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
