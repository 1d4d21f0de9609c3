"""What the desk refuses to whoever is on this machine already: links that lead out, forms by GET, endless requests."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from mediakit.desk.app import ROOMS
from mediakit.desk.serving import MOST_AT_ONCE, Patient, bound, configured
from mediakit.domain.workspace import Workspace
from tests.desk.conftest import Browser, Hall

ACTIONS = sorted({way.path for room in ROOMS for way in room.WAYS if way.acts})


class Hurried(Patient):
    HEAD_S = 0.2


@contextmanager
def served(browser: Browser) -> Iterator[tuple[str, int]]:
    """The desk on a port of its own, with little patience."""
    server = uvicorn.Server(configured(browser.app, Hurried))
    with bound(0) as listening:
        listening.listen()
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
        thread.start()
        yield listening.getsockname()
        server.should_exit = True
        thread.join(10)


def secret_of(workspace: Workspace) -> Path:
    workspace.private.mkdir()
    secret = workspace.private / "form.js"
    secret.write_text("a secret")
    return secret


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["desk/js", "desk/css", "static"])
def test_a_link_among_the_templates_leads_to_nothing_outside_them(browser: Browser, hall: Hall, folder: str) -> None:
    secret = secret_of(hall.shoot.workspace)
    top = hall.shoot.workspace.templates / folder
    top.parent.mkdir(parents=True)
    address = f"/own/{folder.removeprefix('desk/')}"
    # a link to a file, and one to a folder
    top.mkdir()
    (top / "own.js").symlink_to(secret)
    (top / "more").symlink_to(secret.parent)
    for path in (f"{address}/own.js", f"{address}/more/form.js"):
        assert browser.get(path).status_code == 404
    (top / "own.js").unlink()
    (top / "more").unlink()
    top.rmdir()
    top.symlink_to(secret.parent)
    assert browser.get(f"{address}/form.js").status_code == 404


def test_a_link_in_the_built_gallery_leads_to_nothing_outside_it(browser: Browser, hall: Hall) -> None:
    site = hall.shoot.workspace.site
    (site / "people").mkdir(parents=True)
    (site / "people" / "index.html").write_text("everybody")
    (site / "people" / "form.js").symlink_to(secret_of(hall.shoot.workspace))
    assert browser.get("/gallery/people/").text == "everybody"
    assert browser.get("/gallery/people").headers["location"] == "/gallery/people/"
    for path in (
        "people/form.js",
        "..%2fcatalogue.db",
        "%2e%2e/catalogue.db",
        "people/..%2f..%2fprivate/form.js",
        "%00",
    ):
        answer = browser.get(f"/gallery/{path}")
        assert answer.status_code == 404, path
        assert "a secret" not in answer.text


def test_no_address_of_the_desk_gives_what_is_private(browser: Browser, hall: Hall) -> None:
    secret_of(hall.shoot.workspace)
    folders = {way.path.partition("{")[0] for room in ROOMS for way in room.WAYS if not way.acts}
    for folder in folders:
        for path in (
            "private/form.js",
            "../private/form.js",
            "..%2fprivate%2fform.js",
            f"{hall.film}/../private/form.js",
        ):
            assert "a secret" not in browser.get(f"{folder.rstrip('/')}/{path}").text


# --- forms by GET -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ACTIONS)
def test_no_action_is_done_by_a_link(browser: Browser, hall: Hall, path: str) -> None:
    address = re.sub(r"\{[^}]+\}", hall.film, path)
    fields = f"token={browser.app.desk.keys.form}&by=Eve&command=build&title=Eve&state=filmed&value=Eve&key=title"
    before = hall.shoot.catalogue.value("PRAGMA data_version")
    assert browser.get(f"{address}?{fields}").status_code in (200, 404, 405)
    assert hall.shoot.catalogue.value("PRAGMA data_version") == before
    assert browser.app.desk.work.last is None


# --- requests without an end ------------------------------------------------------------------------------------------


def test_whoever_does_not_say_what_it_wants_is_hung_up_on_while_others_are_answered(browser: Browser) -> None:
    with served(browser) as where:
        slow = [socket.create_connection(where, 30) for _ in range(20)]
        for number, one in enumerate(slow):
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " if number % 2 else b"")
        with socket.create_connection(where, 30) as other:
            other.sendall(b"GET /open?key=guessed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert other.recv(100).startswith(b"HTTP/1.1 403")
            # a second request on the same connection, begun and never ended
            other.sendall(b"GET / HTT")
            while other.recv(10_000):
                pass
        for one in slow:
            # the end of the connection: a wait longer than its time limit would be an error
            assert one.recv(100) == b""
            one.close()


def test_what_says_a_little_now_and_then_is_hung_up_on_all_the_same(browser: Browser) -> None:
    with served(browser) as where, socket.create_connection(where, 30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        slow.settimeout(0.05)
        for number in range(1_000):
            try:
                slow.sendall(f"X-{number}: 1\r\n".encode())
                if not slow.recv(100):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            pytest.fail("it went on and on")


def test_no_more_connections_are_kept_than_a_browser_needs(browser: Browser) -> None:
    assert configured(browser.app).limit_concurrency == MOST_AT_ONCE
    assert configured(browser.app).http is Patient


def test_a_form_that_does_not_come_to_its_end_is_given_up(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediakit.desk.app.LONGEST_FORM_S", 0.2)
    with served(browser) as where, socket.create_connection(where, 30) as slow:
        port = where[1]
        cookie = f"mediakit_desk_{port}={browser.app.desk.keys.door}"
        head = (
            f"POST /work/stop HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}"
        )
        slow.sendall(f"{head}\r\nContent-Length: 100\r\n\r\nby=".encode())
        assert slow.recv(100).startswith(b"HTTP/1.1 408")


def test_a_head_without_an_end_is_refused(browser: Browser) -> None:
    with served(browser) as where, socket.create_connection(where, 30) as large:
        answer = b""
        with contextlib.suppress(OSError):
            for _ in range(100):
                large.sendall(b"GET / HTTP/1.1\r\nX-Large: " + b"X" * 10_000)
            answer = large.recv(100)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
