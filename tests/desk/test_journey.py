"""From finding a film to the built gallery, all at the desk; and the program that serves it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from mediakit.catalogue import assets, work
from mediakit.desk.work import Task
from mediakit.domain.asset import Outcome
from mediakit.domain.errors import Refused
from mediakit.media.lock import only_one
from tests.desk.conftest import Browser, Hall
from tests.gallery.conftest import Shoot

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and named pipes as on Unix")


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def over(browser: Browser) -> Task:
    until(lambda: browser.app.desk.work.current is None)
    task = browser.app.desk.work.last
    assert task is not None
    return task


@contextmanager
def held_open(waits: Path) -> Iterator[None]:
    """A named pipe of which it is sure that somebody is reading it, and waits."""
    held: list[int] = []

    def is_read() -> bool:
        with suppress(OSError):
            held.append(os.open(waits, os.O_WRONLY | os.O_NONBLOCK))
        return bool(held)

    until(is_read)
    yield
    os.close(held[0])


@pytest.fixture
def settled(shoot: Shoot) -> Shoot:
    """The workspace with its settings, so that commands run in it."""
    (shoot.workspace.root / "mediakit.toml").write_text('[workspace]\nname = "Test"\n')
    return shoot


def test_a_film_is_found_described_approved_and_built(settled: Shoot, browser: Browser, hall: Hall) -> None:
    hall.shoot.consent("sian")
    # found by what is said in it
    found = re.findall(
        r'class="hit" href="/film/([0-9a-f]{32})#t=([\d.]+)"', browser.text("/search?q=trust one another")
    )
    assert (hall.film, "0") in found
    # described, by the same edit that is made for many
    mark = re.findall(rf'value="({hall.film}~\w+)"', browser.text("/footage?q=trust"))[0]
    browser.post("/footage/edit", {"asset": mark, "key": "title", "value": "What trust needs"})
    # seen as the public will see it, and approved by name, which is remembered
    page = browser.text(f"/approve/{hall.film}")
    frame = re.findall(r'<iframe src="([^"]+)"', page)[0]
    assert "What trust needs" in browser.text(frame)
    fields = browser.fields(f"/approve/{hall.film}", f"/approve/{hall.film}")
    answer = browser.post(f"/approve/{hall.film}", fields)
    assert answer.status_code == 400
    assert 'id="by-problem" role="alert">It needs the name of a person' in answer.text
    answer = browser.post(f"/approve/{hall.film}", {**fields, "by": "Rhian Evans"})
    assert answer.status_code == 303
    approval = assets.one(hall.shoot.catalogue, hall.film).approval
    assert approval is not None
    assert approval.by == "Rhian Evans"
    assert "You are Rhian Evans" in browser.text("/")
    # built, by the command in a process of its own
    assert browser.post("/work/start", {"command": "build"}).status_code == 303
    task = over(browser)
    assert task.status == 0, task.lines
    assert task.document is not None
    assert task.document["videos"] == 1
    assert task.summary == "The gallery is built: 1 film; 4 things left out."
    assert "What trust needs" in (settled.site / "videos" / "what-trust-needs" / "index.html").read_text("utf-8")
    assert task.summary in re.sub(r"&#39;", "'", browser.text("/work"))


def test_an_approval_lapses_with_an_edit_says_why_and_is_given_again(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    browser.post(f"/photos/{photo}", {"alt_text": "A table.", "was.alt_text": "", "people": "none", "was.people": ""})
    fields = browser.fields(f"/approve/{photo}", f"/approve/{photo}")
    browser.post(f"/approve/{photo}", {**fields, "by": "Rhian Evans"})
    assert "approval lapsed" not in browser.text("/")
    browser.post(f"/photos/{photo}", {"alt_text": "A long table.", "was.alt_text": "A table."})
    home = browser.text("/")
    assert "approval lapsed" in home
    assert re.search(r"The first: .*?; alt text changed\.", home)
    page = browser.text(f"/approve/{photo}")
    assert "Since then alt text changed" in page
    # what is approved is seen, though the picture hides it
    assert '<p class="heard">A long table.</p>' in page
    fields = browser.fields(f"/approve/{photo}", f"/approve/{photo}")
    browser.post(f"/approve/{photo}", {**fields, "by": "Rhian Evans"})
    assert assets.one(hall.shoot.catalogue, photo).approved


def test_what_changed_since_somebody_looked_is_not_approved(browser: Browser, hall: Hall) -> None:
    fields = browser.fields(f"/approve/{hall.film}", f"/approve/{hall.film}")
    hall.shoot.say(hall.film, ("Quite another thing.",))
    answer = browser.post(f"/approve/{hall.film}", {**fields, "by": "Rhian Evans"})
    assert answer.status_code == 409
    assert "changed since you looked" in answer.text
    assert assets.one(hall.shoot.catalogue, hall.film).approval is None


def test_what_is_not_described_cannot_be_approved_and_says_why(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    assert "It cannot be approved yet: it has no alt text" in browser.text(f"/approve/{photo}")


def test_the_preview_names_nobody_who_must_not_be_named(browser: Browser, hall: Hall) -> None:
    page = browser.text(f"/approve/{hall.film}")
    assert "no consent or other basis for web from Siân Prys-Howell" in page
    frame = re.findall(r'<iframe src="([^"]+)"', page)[0]
    assert "Prys-Howell" not in browser.text(frame)
    hall.shoot.consent("sian")
    assert "Prys-Howell" in browser.text(frame)


# --- long work --------------------------------------------------------------------------------------------------------


def test_work_that_fails_says_so(settled: Shoot, browser: Browser) -> None:
    with only_one(settled.workspace.state / "build.lock", "build"):
        browser.post("/work/start", {"command": "build"})
        task = over(browser)
    assert task.status == 3
    assert "another mediakit build is running" in browser.text("/work")


def test_one_thing_runs_at_a_time_goes_on_without_its_page_and_is_stopped(settled: Shoot, browser: Browser) -> None:
    # a template that nobody writes into: the build waits for it
    settled.workspace.templates.mkdir()
    waits = settled.workspace.templates / "wait.html.j2"
    os.mkfifo(waits)
    browser.post("/work/start", {"command": "build"})
    assert browser.get("/work/progress").json()["running"]
    assert browser.post("/work/start", {"command": "process"}).status_code == 409
    with pytest.raises(Refused):
        browser.app.desk.work.start("build")
    assert 'action="/work/stop"' in browser.text("/work")
    with held_open(waits):
        browser.post("/work/stop", {})
        task = over(browser)
    assert task.status == 130
    assert "Nothing is half done" in browser.text("/work")


def test_what_failed_is_tried_once_more_from_the_list_of_it(settled: Shoot, browser: Browser, hall: Hall) -> None:
    work.put_outcome(hall.shoot.catalogue, Outcome(hall.rush, "proxy", "k", "failed", reason="no picture"))
    assert "Try all that failed" not in browser.text("/footage")
    fields = browser.fields("/footage?needs=failed", "/work/start")
    assert browser.post("/work/start", fields).status_code == 303
    task = over(browser)
    assert task.words == ("process", "--force", "--only", "proxy", hall.rush)
    # its original is not there, which is told again
    assert task.status == 1
    assert "1 step failed" in task.summary
    assert re.search(
        r'Copies to work with: its original is not there: <a href="/film/[0-9a-f]{32}">finished/R1',
        browser.text("/work"),
    )


def test_nothing_but_process_build_and_publish_is_started(settled: Shoot, browser: Browser) -> None:
    for command in ("erase", "restore", "", "build --help"):
        assert browser.post("/work/start", {"command": command}).status_code == 400
    assert browser.post("/work/start", {"command": "process", "event": "--force"}).status_code == 404
    assert browser.app.desk.work.last is None


# --- the program ------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(settled: Shoot) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`mediakit desk` as a process, and the address it prints."""
    command = [
        sys.executable,
        "-m",
        "mediakit",
        "-C",
        str(settled.workspace.root),
        "desk",
        "--no-browser",
        "--port",
        "0",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    yield process, process.stdout.readline().split()[0]
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_the_desk_opens_by_its_address_is_open_once_and_ends_with_ctrl_c(
    settled: Shoot, served: tuple[subprocess.Popen[str], str]
) -> None:
    process, address = served
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
    again = [sys.executable, "-m", "mediakit", "-C", str(settled.workspace.root), "desk", "--no-browser"]
    second = subprocess.run(again, capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert address in second.stdout
    note = Path(settled.workspace.state / "desk.json")
    assert json.loads(note.read_text())["address"] == address
    assert note.stat().st_mode & 0o077 == 0
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert not note.exists()
