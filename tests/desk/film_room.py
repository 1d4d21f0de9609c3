"""A transcribed film in a workspace of its own, and a browser's way of asking the desk about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from mediakit.catalogue import assets, events, people, transcripts
from mediakit.catalogue.connect import Catalogue, create_catalogue, open_catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.desk.app import application
from mediakit.desk.guard import Keys, cookie_name
from mediakit.domain.asset import Asset, Enrolment
from mediakit.domain.event import Event
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.person import Appearance, Person
from mediakit.domain.span import Span
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Workspace
from tests.domain.said import transcript

FILM = "f1" * 16
HOST = "127.0.0.1:8150"
HEARD = transcript(
    ("1", "We asked shan press howl about the last mile of it."),
    ("2", "Trust is built slowly and it is lost at once."),
    ("1", "Nobody told us so before the pilot began in the spring."),
)
CUES = [
    StoredCue(Span(0, 4_350), ("We asked shan press howl", "about the last mile of it."), "1"),
    StoredCue(Span(4_350, 8_350), ("- Trust is built slowly and it is lost at once.",), "2"),
    StoredCue(Span(8_350, 12_200), ("- Nobody told us so before", "the pilot began in the spring."), "1"),
]


@dataclass(frozen=True, slots=True)
class FilmRoom:
    """A workspace with one transcribed film, and two people on its list."""

    workspace: Workspace

    @contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        with open_catalogue(self.workspace.catalogue_path) as catalogue:
            yield catalogue

    def film(self) -> Asset:
        with self.catalogue() as catalogue:
            return assets.one(catalogue, FILM)

    def texts(self) -> list[str]:
        with self.catalogue() as catalogue:
            found = transcripts.current(catalogue, FILM)
        assert found is not None
        return [segment.text for segment in found.segments]

    def cues(self) -> list[StoredCue]:
        with self.catalogue() as catalogue:
            return transcripts.cues(catalogue, FILM)

    def revisions(self) -> list[tuple[int, str | None, str]]:
        with self.catalogue() as catalogue:
            return [(r.number, r.by, r.how) for r in transcripts.history(catalogue, FILM)]


class Browser:
    """Somebody at the desk: asks for pages and sends forms, as a browser does."""

    def __init__(self, room: FilmRoom, by: str = "Ada") -> None:
        keys = Keys()
        made = application(room.workspace, keys)
        self.token, self.by = keys.form, by
        headers = {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}
        self.client = TestClient(made.asgi, base_url=f"http://{HOST}", headers=headers, follow_redirects=True)
        self.client.cookies.set(cookie_name(HOST), keys.door)

    def page(self, path: str = "", **query: Any) -> str:
        """The text of a page of the film."""
        answer = self.client.get(f"/film/{FILM}{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, **fields: Any) -> Any:
        """A form sent to the film without a script; gives the answer after its redirect."""
        return self.client.post(f"/film/{FILM}{path}", data={"token": self.token, "by": self.by, **fields})

    def ask(self, path: str, **fields: Any) -> Any:
        """The same as the page's script sends it; gives the answer as JSON, with its status as `status`."""
        data = {"token": self.token, "by": self.by, **fields}
        answer = self.client.post(f"/film/{FILM}{path}", data=data, headers={"Accept": "application/json"})
        return {**answer.json(), "status": answer.status_code}


def film_room(folder: Path, said: Transcript = HEARD, cues: list[StoredCue] = CUES) -> FilmRoom:
    """A workspace in this folder with one film of which this was said."""
    with create_catalogue(folder / "catalogue.db") as catalogue:
        events.add(catalogue, Event("lan", "Learning Network", crowd_notice="Filming today"))
        for slug, name in (("sian", "Siân Prys-Howell"), ("adebayo", "Adébáyò Fálàdé")):
            people.add(catalogue, Person(slug, name, appearances=(Appearance("lan", "Midwife", "Calder Trust"),)))
        length_ms = said.duration_ms
        facts = Facts(Kind.VIDEO, 1920, 1080, duration_ms=length_ms, vcodec="h264", acodec="aac")
        assets.add(catalogue, Enrolment(FILM, facts, Role.RUSH, "originals/lan/A001/C0001.MP4", 1000, "lan"))
        transcripts.put(catalogue, FILM, said, cues, key="test")
    return FilmRoom(Workspace(folder))
