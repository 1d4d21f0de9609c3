"""Commands run as a user runs them, in a workspace of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from mediakit.catalogue import assets, events, transcripts
from mediakit.catalogue.connect import Catalogue, open_catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.cli.main import main
from mediakit.domain.asset import Enrolment
from mediakit.domain.event import Session
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.span import Span
from mediakit.domain.transcript import Segment, Transcript, Word
from tests.cli.shot import card_made_once, shoot  # noqa: F401


class Ran(NamedTuple):
    """What one command gave back."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, outside any workspace; commands run in it."""
    folder = tmp_path / "somewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(anywhere: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run one command: `run("event", "add", "Gathering")` gives (status, out, err)."""

    def command(*words: Any) -> Ran:
        capfd.readouterr()
        status = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Ran(status, out, err)

    return command


@pytest.fixture
def workspace(anywhere: Path, run: Run) -> Path:
    """An empty workspace, which is the current folder."""
    assert run("init").status == 0
    return anywhere


@dataclass(frozen=True, slots=True)
class Library:
    """A catalogue without files: the ids of a film in which Adébáyò names Siân, a photo of the room, a portrait.

    Siân and Adébáyò are on the agenda of the session "trust", to which film and room belong; the portrait shows Siân.
    """

    root: Path
    film: str
    room: str
    portrait: str

    def catalogue(self) -> Catalogue:
        """The catalogue, opened."""
        return open_catalogue(self.root / "catalogue.db")


@pytest.fixture
def library(workspace: Path, run: Run) -> Library:
    """The workspace with an event, two people, a session, a transcribed film and two photos in its catalogue."""
    run("event", "add", "Gathering", "--slug", "lan", "--starts", "2026-05-13", "--crowd-notice", "We film today")
    run("people", "add", "Siân Prys-Howell", "--slug", "sian", "--role", "Midwife", "--event", "lan")
    run("people", "add", "Adébáyò Fálàdé", "--slug", "adebayo", "--alias", "Bayo", "--event", "lan")
    made = Library(workspace, film="f1" * 16, room="a2" * 16, portrait="b3" * 16)
    moment = datetime(2026, 5, 13, 11, tzinfo=ZoneInfo("Europe/London"))
    facts = {
        made.film: Facts(Kind.VIDEO, 1920, 1080, duration_ms=9_000, vcodec="h264", acodec="aac"),
        made.room: Facts(Kind.PHOTO, 6000, 4000),
        made.portrait: Facts(Kind.PHOTO, 4000, 6000),
    }
    with made.catalogue() as catalogue:
        session = Session("trust", "lan", "On trust", starts_at=moment, people=("sian", "adebayo"))
        events.put_session(catalogue, session)
        for number, (name, fact) in enumerate(facts.items(), 1):
            role = Role.PHOTO if fact.kind is Kind.PHOTO else Role.RUSH
            path = f"originals/lan/A001/C000{number}.{'JPG' if role is Role.PHOTO else 'MP4'}"
            assets.add(catalogue, Enrolment(name, fact, role, path, 1000, "lan", card=None, captured_at=moment))
        with catalogue.writing():
            catalogue.execute("UPDATE assets SET session_id = (SELECT id FROM sessions) WHERE id <> ?", [made.portrait])
        transcripts.put(catalogue, made.film, SAID, CUES, key="test")
    run("set", made.film, "title=Opening <words> & trust", "people=adebayo")
    run("set", made.portrait, "title=Siân at the window", "people=sian")
    return made


SAID = Transcript(
    "en", 0.99, "scripted", "script", 9_000,
    (
        Segment(500, 3_000, "Trust is built slowly.", tuple(
            Word(w, 500 + 600 * i, 1_000 + 600 * i, 0.9) for i, w in enumerate("Trust is built slowly.".split())
        ), "adebayo"),
        Segment(4_000, 7_000, "Ask Sian Prys-Howell about the last mile <soon>.", (), "adebayo"),
    ),
)  # fmt: skip
CUES = [
    StoredCue(Span(500, 3_000), ("Trust is built slowly.",), "adebayo"),
    StoredCue(Span(4_000, 7_000), ("Ask Sian Prys-Howell", "about the last mile <soon>."), "adebayo"),
]
