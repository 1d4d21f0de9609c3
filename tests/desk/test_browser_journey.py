"""One day at the desk in a real browser: from a card to the built page, with everything that a person does between.

Needs Chromium and the extra `[e2e]`; see tests/desk/chromium.py.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediakit.catalogue import assets, people, transcripts
from mediakit.catalogue.connect import open_catalogue
from mediakit.cli.main import main
from mediakit.domain.facts import Kind
from mediakit.media import ffmpeg
from tests.chromium import chromium
from tests.desk.chromium import Program, until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")

HEARD = ("We asked shan press howl about the last mile.", "Trust is built slowly and it is lost at once.")
RIGHT = "We asked Siân Prys-Howell about the last mile."
SETTINGS = '[workspace]\nname = "Day"\n[speech]\nengine = "scripted"\n[films]\nweb_sizes = [90]\nproxy_size = 90\n'
TWENTY = 20
EVIL = "http://evil.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with an event, two people and a card of one film and twenty photos; nothing is made of them yet."""
    room, card = tmp_path / "day", tmp_path / "A001"
    clip = card / "PRIVATE" / "M4ROOT" / "CLIP" / "C0001.MP4"
    clip.parent.mkdir(parents=True)
    picture = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=8")
    tone = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=8")
    codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    ffmpeg.run([*picture, *tone, *codecs, "-metadata", "creation_time=2026-05-13T10:00:00Z", f"file:{clip}"])
    draw = random.Random(7)
    for number in range(TWENTY):
        image = Image.frombytes("RGB", (32, 24), draw.randbytes(32 * 24 * 3)).resize((320, 240))
        (card / "DCIM").mkdir(exist_ok=True)
        image.save(card / "DCIM" / f"IMG_{number:04}.JPG")
    heard = [{"start": 0.5 + 3 * n, "end": 3.2 + 3 * n, "text": text} for n, text in enumerate(HEARD)]
    tell(room, "init", str(room), at=None)
    (room / "mediakit.toml").write_text(SETTINGS)
    (room / "speech-script.json").write_text(json.dumps({"C0001.MP4": {"segments": heard}}))
    tell(room, "event", "add", "Annual gathering", "--slug", "day", "--crowd-notice", "Filming today")
    tell(room, "people", "add", "Siân Prys-Howell", "--slug", "sian", "--role", "Midwife", "--event", "day")
    tell(room, "ingest", str(card), "--event", "day", "--one-copy")
    return room


def tell(room: Path, *words: str, at: str | None = "-C") -> None:
    assert main([*([at, str(room)] if at else []), *words]) == 0


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    opened = Program(folder)
    yield opened
    opened.stop()


@pytest.fixture
def browser() -> Iterator[Any]:
    # another name for this machine, as a page elsewhere can have it by DNS rebinding
    yield from chromium("--host-resolver-rules=MAP rebound.example 127.0.0.1")


def make(page: Any, program: Program, button: str) -> None:
    """Start long work on its page, and watch it to its end."""
    page.goto(f"{program.base}/work")
    page.get_by_role("button", name=button).click()
    page.wait_for_selector("[data-work]")
    until(lambda: page.locator("[data-work=over]").count(), 120)


def film_of(folder: Path) -> assets.Asset:
    with open_catalogue(folder / "catalogue.db") as catalogue:
        [found] = [a for a in assets.load(catalogue) if a.kind is Kind.VIDEO]
    return found


def approve(page: Any, program: Program, film: str) -> None:
    page.goto(f"{program.base}/approve/{film}")
    field = page.locator("form.decide [name=by]")
    if not field.input_value():
        field.fill("Rhian Evans")
    page.get_by_role("button", name="I approve this").click()
    page.wait_for_selector("text=is approved by Rhian Evans")


def said(page: Any, text: str) -> None:
    until(lambda: text in page.locator("[data-live]").first.inner_text())


def test_a_name_is_corrected_heard_saved_and_found_everywhere_and_an_approval_goes_its_way(
    folder: Path, program: Program, browser: Any
) -> None:
    page = program.enter(browser)
    make(page, program, "Start making")
    film = film_of(folder).id

    # found by what the machine heard, and opened at that second
    page.goto(f"{program.base}/search")
    page.keyboard.type("press howl")
    page.wait_for_selector(".hit mark")
    page.click(f'.hit[href^="/film/{film}"]')
    page.wait_for_selector("[data-saids][data-ready]")
    time_of = "document.querySelector('[data-player]').currentTime"
    until(lambda: page.evaluate(time_of) == pytest.approx(0.5, abs=0.05))

    # the wrong word is clicked, its sentence is open, and Ctrl Space plays from that word on
    page.evaluate("document.querySelector('[data-player]').currentTime = 0")
    text = page.locator("#s0 .text")
    start = json.loads(f"[{page.locator('#s0').get_attribute('data-starts')}]")[2] / 1000 + 0.5
    box = text.evaluate(
        "e => { const r = document.createRange(); r.setStart(e.firstChild, 11); r.setEnd(e.firstChild, 12);"
        " const b = r.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }"
    )
    page.mouse.click(*box)
    page.fill("[data-name]", "Rhian Evans")
    page.click("[data-name-asked] button")
    page.wait_for_selector("#s0 textarea")
    assert page.evaluate(time_of) == pytest.approx(start, abs=0.05)
    page.keyboard.press("Control+Space")
    until(lambda: page.evaluate(time_of) > start + 0.2)
    page.keyboard.press("Control+Space")
    page.fill("#s0 textarea", RIGHT)
    page.keyboard.press("Control+s")
    said(page, "version 2")

    # over the picture, in the list of captions, in the search of the desk and of the command
    shown = "[...document.querySelector('[data-player]').textTracks[0].cues ?? []].map((cue) => cue.text).join(' ')"
    until(lambda: "Siân Prys-Howell" in page.evaluate(shown))
    page.click(".tabs [data-tab=captions]")
    page.wait_for_selector(".cues >> text=Prys-Howell")
    page.goto(f"{program.base}/search?q=prys-howell")
    assert page.locator(".hit mark").count()
    with open_catalogue(folder / "catalogue.db") as catalogue:
        assert "Prys-Howell" in " ".join(line for c in transcripts.cues(catalogue, film) for line in c.lines)

    # who is in it, a consent, "checked", and an approval
    page.goto(f"{program.base}/film/{film}?view=about")
    page.check("[name=people][value=sian]")
    page.fill("[name=title]", "The last mile")
    page.get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved: ")
    page.goto(f"{program.base}/film/{film}")
    page.click("[data-check-form] button")
    said(page, "Checked by Rhian Evans")
    page.goto(f"{program.base}/people/sian")
    page.get_by_role("button", name="Record it").click()
    page.wait_for_selector("text=Recorded: Siân Prys-Howell")
    approve(page, program, film)
    make(page, program, "Build the gallery")
    built = folder / "site" / "videos" / "the-last-mile"
    assert "Siân Prys-Howell" in (built / "captions.vtt").read_text("utf-8")
    assert "Siân Prys-Howell about the last mile" in (built / "index.html").read_text("utf-8")

    # an edit takes the approval and the page away, and the desk says why; a second look gives both back
    page.goto(f"{program.base}/film/{film}")
    page.wait_for_selector("[data-saids][data-ready]")
    page.locator("#s1 .text").click()
    page.wait_for_selector("#s1 textarea")
    page.fill("#s1 textarea", "Trust is built slowly, and it is lost at once.")
    page.keyboard.press("Control+s")
    said(page, "Its approval lapsed")
    page.goto(program.base)
    page.click("text=See what changed")
    assert "captions changed" in page.inner_text("main")
    make(page, program, "Build the gallery")
    assert not built.exists()
    approve(page, program, film)
    make(page, program, "Build the gallery")
    assert "slowly, and it is lost" in (built / "index.html").read_text("utf-8")
    assert page.evaluate("document.title")


def test_twenty_photos_off_a_card_are_described_by_keyboard_alone(folder: Path, program: Program, browser: Any) -> None:
    tell(folder, "process")
    page = program.enter(browser)
    # from the first page on no pointer is used: the line of the list, the first photo, and on with Ctrl Enter
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/photos")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/photos/*")
    page.keyboard.press("e")
    for number in range(TWENTY):
        before = page.evaluate("location.href")
        page.keyboard.type(f"Picture number {number}.")
        page.keyboard.press("Control+Enter")
        if number + 1 < TWENTY:
            until(lambda was=before: page.evaluate("location.href") != was)
            until(lambda: page.evaluate("document.activeElement.matches('[data-field=alt_text]')"))
    page.wait_for_selector("text=That was the last one")
    with open_catalogue(folder / "catalogue.db") as catalogue:
        described = [a.alt_text for a in assets.load(catalogue) if a.kind is Kind.PHOTO]
    assert sorted(described) == sorted(f"Picture number {n}." for n in range(TWENTY))


def test_a_crash_in_mid_word_loses_at_most_five_seconds(folder: Path, program: Program, browser: Any) -> None:
    tell(folder, "process")
    page = program.enter(browser)
    page.goto(f"{program.base}/film/{film_of(folder).id}")
    page.wait_for_selector("[data-saids][data-ready]")
    page.locator("#s0 .text").click()
    page.fill("[data-name]", "Ada")
    page.click("[data-name-asked] button")
    page.wait_for_selector("#s0 textarea")
    # typed without a pause, so that no moment of rest saves it; what is five seconds old must be there
    page.keyboard.press("End")
    words = [f" word{n}" for n in range(40)]
    typed_at = []
    for word in words:
        page.keyboard.type(word, delay=20)
        page.wait_for_timeout(60)
        typed_at.append(page.evaluate("Date.now()"))
    ended = page.evaluate("Date.now()")
    program.crash()
    old = "".join(word for word, at in zip(words, typed_at, strict=True) if at < ended - 5_000)
    kept = [json.loads(file.read_text("utf-8")) for file in (folder / ".mediakit" / "drafts").rglob("*.json")]
    assert old
    assert [old in text for draft in kept for text in draft["texts"].values()] == [True]
    program.start()


def test_another_site_another_name_a_missing_token_and_a_way_out_are_each_refused(
    folder: Path, program: Program, browser: Any
) -> None:
    page = program.enter(browser)
    # a page elsewhere, in the browser that has the desk's cookie, sends its form and asks for its data
    page.context.route(f"{EVIL}/**", lambda route: route.fulfill(content_type="text/html", body="<p>hello</p>"))
    page.goto(f"{EVIL}/")
    page.evaluate(
        "where => { const f = document.createElement('form'); f.method = 'post'; f.action = where + '/work/start';"
        " f.innerHTML = '<input name=command value=build>'; document.body.append(f); f.submit(); }",
        program.base,
    )
    page.wait_for_url(f"{program.base}/work/start")
    assert "mediakit desk: another site" in page.inner_text("body")
    page.goto(f"{EVIL}/")
    refused = "where => fetch(where + '/footage', {credentials: 'include'}).then(() => 'read', () => 'refused')"
    assert page.evaluate(refused, program.base) == "refused"
    # a name that was bent to this machine
    port = urllib.parse.urlsplit(program.base).port
    page.goto(f"http://rebound.example:{port}/")
    assert "answers to this machine only" in page.inner_text("body")

    # and without a browser in between, that could be blamed or thanked for it
    [cookie] = [c for c in page.context.cookies(program.base) if c["name"].startswith("mediakit_desk")]
    cookies = {"Cookie": f"{cookie['name']}={cookie['value']}"}
    own = {**cookies, "Origin": program.base}
    form = "command=build"
    assert asked(port, "GET", "/footage", cookies) == 200
    assert asked(port, "GET", "/footage", {**cookies, "Host": "rebound.example"}) == 403
    assert asked(port, "GET", "/footage", {}) == 403
    assert asked(port, "POST", "/work/start", own, form) == 403
    assert asked(port, "POST", "/work/start", {**cookies, "Origin": EVIL}, form) == 403
    for path in (
        "/own/css/../../../catalogue.db",
        "/own/css/..%2f..%2f..%2fmediakit.toml",
        "/../private/",
        "/private/",
    ):
        assert asked(port, "GET", path, cookies) in (400, 404), path
    with open_catalogue(folder / "catalogue.db") as catalogue:
        assert len(people.every(catalogue)) == 1
    assert not (folder / "site" / "index.html").exists()


def asked(port: int | None, method: str, path: str, headers: dict[str, str], body: str | None = None) -> int:
    """The status of one request, with its path as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, {**headers, **kind})
    status = connection.getresponse().status
    connection.close()
    return status
