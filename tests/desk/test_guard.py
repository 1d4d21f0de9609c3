"""Only this machine's own browser, with the key that was printed, is answered."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mediakit.desk.app import application
from mediakit.desk.serving import bound
from mediakit.domain.errors import MachineLacks
from tests.desk.conftest import ORIGIN, Browser, Hall
from tests.gallery.conftest import Shoot

PAGES = ("/", "/footage", "/photos", "/people", "/approve", "/promises", "/work", "/search")


@pytest.mark.parametrize("page", PAGES)
def test_without_the_key_no_page_is_shown(shoot: Shoot, page: str) -> None:
    stranger = TestClient(application(shoot.workspace).asgi, base_url=ORIGIN)
    assert stranger.get(page).status_code == 403


def test_a_key_of_another_run_opens_nothing(shoot: Shoot) -> None:
    stranger = TestClient(application(shoot.workspace).asgi, base_url=ORIGIN)
    assert stranger.get("/open?key=guessed").status_code == 403
    assert stranger.get("/").status_code == 403


def test_the_key_becomes_a_cookie_that_no_script_reads_and_no_other_site_sends(shoot: Shoot) -> None:
    app = application(shoot.workspace)
    cookie = TestClient(app.asgi, base_url=ORIGIN).get(f"/open?key={app.desk.keys.door}").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8150", "127.0.0.1.evil.example", "10.0.0.5:8150", ""])
def test_a_name_that_was_bent_to_this_machine_is_refused(browser: Browser, host: str) -> None:
    assert browser.get("/", Host=host).status_code == 403
    assert browser.post("/work/start", {"command": "build"}, Host=host).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8150"])
def test_a_form_that_another_site_sends_is_refused(browser: Browser, origin: str) -> None:
    assert browser.post("/work/start", {"command": "build"}, Origin=origin).status_code == 403
    assert browser.app.desk.work.last is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_asks_for_is_refused_even_with_the_cookie(browser: Browser, site: str) -> None:
    asked = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
    assert browser.get("/", **asked).status_code == 403
    assert browser.post("/work/start", {"command": "build"}, **{"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("token", ["", "guessed", "ünïcode"])
def test_a_form_without_this_runs_token_is_refused(browser: Browser, token: str) -> None:
    assert browser.post("/work/start", {"command": "build", "token": token}).status_code == 403
    assert browser.app.desk.work.last is None


def test_a_form_with_neither_origin_nor_word_of_the_browser_is_refused(browser: Browser) -> None:
    sent = {"token": browser.app.desk.keys.form, "command": "build"}
    assert browser.client.post("/work/start", data=sent).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(browser: Browser, method: str) -> None:
    answer = browser.client.request(method, "/", headers={"Origin": ORIGIN})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("page", [*PAGES, "/nowhere", "/own/css/desk.css"])
def test_every_answer_carries_a_strict_policy(browser: Browser, page: str) -> None:
    answer = browser.get(page)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_a_script_or_a_style_of_its_own_text(browser: Browser, hall: Hall, page: str) -> None:
    text = browser.text(page)
    assert "<style" not in text
    assert "style=" not in text
    assert text.count("<script") == text.count('<script type="module" src="/own/js/')
    assert " onclick" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/own/css/../base.html.j2",
        "/own/css/%2e%2e/base.html.j2",
        "/own/css/..%2fbase.html.j2",
        "/own/static/..%2f..%2fcatalogue.db",
        "/own/../mediakit.toml",
        "/own/css//etc/passwd",
        "/own/private/form.pdf",
        "/own/css/%00",
        "/media/..%2f..%2fcatalogue.db/poster",
        "/media/{film}/..%2f..%2f..%2fcatalogue.db",
        "/media/{film}/original",
        "/preview/{film}/..%2f..%2fcatalogue.db",
        "/preview/{film}/static/..%2f..%2f..%2fcatalogue.db",
    ],
)
def test_no_path_leads_out_of_what_is_served(browser: Browser, hall: Hall, path: str) -> None:
    private = hall.shoot.workspace.private
    private.mkdir()
    (private / "form.pdf").write_text("a secret")
    answer = browser.get(path.format(film=hall.film))
    assert answer.status_code in (400, 403, 404)
    assert "a secret" not in answer.text
    assert "SQLite format" not in answer.text


def test_a_rendition_that_points_out_of_its_folder_is_not_served(browser: Browser, hall: Hall) -> None:
    secret = hall.shoot.workspace.root / "private" / "form.jpg"
    secret.parent.mkdir()
    secret.write_text("a secret")
    hall.shoot.catalogue.execute("UPDATE renditions SET path = 'private/form.jpg' WHERE profile = 'poster'")
    assert browser.get(f"/media/{hall.film}/poster").status_code == 404
    link = Path(hall.shoot.workspace.renditions / "link.jpg")
    link.symlink_to(secret)
    hall.shoot.catalogue.execute("UPDATE renditions SET path = 'renditions/link.jpg' WHERE profile = 'poster'")
    assert browser.get(f"/media/{hall.film}/poster").status_code == 404


def test_a_rendition_is_served_in_part(browser: Browser, hall: Hall) -> None:
    whole = browser.get(f"/media/{hall.film}/web-720")
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "video/mp4"
    part = browser.get(f"/media/{hall.film}/web-720", Range="bytes=3-7")
    assert part.status_code == 206
    assert part.content == whole.content[3:8]
    assert browser.get(f"/media/{hall.film}/web-720", Range="bytes=99999-").status_code == 416


def test_a_form_that_is_too_large_is_refused(browser: Browser) -> None:
    assert browser.post("/footage/edit", {"value": "x" * (5 << 20)}).status_code == 413


def test_what_nobody_foresaw_is_told_and_the_desk_goes_on(browser: Browser, hall: Hall) -> None:
    hall.shoot.catalogue.execute("UPDATE assets SET keywords = 'no list' WHERE id = ?", [hall.rush])
    answer = browser.get("/footage")
    assert answer.status_code == 500
    assert "unexpected" in answer.text
    assert browser.get("/people").status_code == 200


def test_more_fields_than_any_form_has_are_refused(browser: Browser) -> None:
    sent = "&".join(["a=1"] * 30_000)
    headers = {"Origin": ORIGIN, "X-Desk-Token": browser.app.desk.keys.form}
    assert browser.client.post("/footage/edit", content=sent, headers=headers).status_code == 400
    assert browser.get(f"/footage?{sent[:60_000]}").status_code in (200, 400, 414)


def test_the_desk_listens_on_the_loopback_alone() -> None:
    with bound(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_told_where_it_was_asked_for_and_passed_by_where_not() -> None:
    with bound(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(MachineLacks, match=str(port)):
            bound(port)
    with bound(None) as first, socket.socket():
        first.listen()
        with bound(None) as second:
            assert second.getsockname()[1] != first.getsockname()[1]
