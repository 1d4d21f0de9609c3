"""A small shoot in a catalogue of its own, with files in place of renditions, for building galleries from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xxhash
from PIL import Image

from mediakit.catalogue import approvals, assets, consents, events, organisations, people, transcripts, work
from mediakit.catalogue.connect import Catalogue, create_catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Enrolment, Rendition
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs
from mediakit.domain.event import Event, Organisation, Part, Session
from mediakit.domain.facts import Described, Facts, Kind, Role
from mediakit.domain.person import Appearance, Person
from mediakit.domain.span import Span
from mediakit.domain.transcript import Segment, Transcript
from mediakit.domain.workspace import Workspace
from mediakit.gallery.site import Built, build

DAY = date(2026, 3, 1)
WHEN = datetime(2026, 1, 30, 9, 30, tzinfo=UTC)
SAID = (
    "When we began, people asked whether they could trust one another.",
    "That is not a question about data.",
    "It is a question about what happens when the number is bad.",
)


class Shoot:
    """A workspace with a catalogue that tests fill, approve and build."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue) -> None:
        self.workspace, self.catalogue = workspace, catalogue
        self.site = workspace.site

    def event(self, slug: str = "lan", *, notice: str | None = "Filming today", name: str = "Learning Network") -> None:
        first, last = date(2026, 1, 30), date(2026, 1, 31)
        events.add(self.catalogue, Event(slug, name, first, last, "Cardiff", crowd_notice=notice))

    def session(self, slug: str, title: str, *, kind: str = "talk", people: tuple[str, ...] = ()) -> None:
        events.put_session(self.catalogue, Session(slug, "lan", title, kind, "Hall", WHEN, None, people=people))

    def person(self, name: str, slug: str, *, role: str = "midwife", organisation: str = "St. Brigid’s & Co") -> None:
        people.add(self.catalogue, Person(slug, name, appearances=(Appearance("lan", role, organisation),)))

    def organisation(self, name: str, slug: str, part: Part, url: str | None = None) -> None:
        organisations.add(self.catalogue, Organisation(slug, name, url, parts=(("lan", part),)))

    def consent(self, slug: str, *, show_as: ShowAs = ShowAs.FULL, until: date | None = None) -> None:
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        consents.record(
            self.catalogue, [Consent(slug, Channel.WEB, Basis.CONSENT, moment, show_as=show_as, until=until)]
        )

    def add(
        self,
        name: str,
        kind: Kind = Kind.VIDEO,
        *,
        role: Role | None = None,
        people: tuple[str, ...] = (),
        **said: object,
    ) -> str:
        """Add an asset with everything its page needs; returns its id."""
        asset = hashlib.md5(name.encode("utf-8", "surrogateescape")).hexdigest()
        photo = kind is Kind.PHOTO
        facts = Facts(
            kind=kind,
            width_px=None if kind is Kind.AUDIO else 1280,
            height_px=None if kind is Kind.AUDIO else 720,
            duration_ms=None if photo else 12_000,
            acodec=None if photo else "aac",
            described=Described(**({"alt_text": f"A picture called {asset[:4]}"} if photo else {}) | said),  # type: ignore[arg-type]
        )
        path = f"originals/lan/A001/{name}"
        chosen = role or (Role.PHOTO if photo else Role.FINISHED)
        assets.add(self.catalogue, Enrolment(asset, facts, chosen, path, 10, "lan", captured_at=WHEN, people=people))
        if photo:
            self.render(asset, "photo-480", 480, 270)
            self.render(asset, "photo-1280", 1280, 720)
        elif kind is Kind.VIDEO:
            self.render(asset, "poster", 1280, 720)
            self.render(asset, "web-720", 1280, 720)
        else:
            self.render(asset, "audio")
            self.render(asset, "waveform", content=json.dumps({"bits": 8, "data": [-3, 90, -40, 12] * 40}))
        if not photo:
            self.say(asset, SAID)
        return asset

    def say(self, asset: str, sentences: tuple[str, ...], speaker: str | None = None) -> None:
        segments = tuple(Segment(i * 4000, i * 4000 + 3900, s, (), speaker) for i, s in enumerate(sentences))
        cues = [StoredCue(Span(s.start_ms, s.end_ms), (s.text[:37],)) for s in segments]
        transcript = Transcript("en", 1.0, "scripted", "none", 12_000, segments)
        transcripts.put(self.catalogue, asset, transcript, cues, key="k")

    def render(
        self, asset: str, profile: str, width: int | None = None, height: int | None = None, content: str = ""
    ) -> Path:
        suffix = {"waveform": ".json", "audio": ".m4a"}.get(profile, ".mp4" if "web" in profile else ".jpg")
        path = f"renditions/{asset}/{profile}{suffix}"
        file = self.workspace.locate(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content or f"{asset} {profile}")
        checksum = xxhash.xxh128_hexdigest(file.read_bytes())
        made = Rendition(profile, path, "key", file.stat().st_size, checksum, width, height)
        work.put_rendition(self.catalogue, asset, made)
        return file

    def picture(self, asset: str) -> None:
        """A real picture as the size in which a photo is handed out, into which words can be written."""
        file = self.render(asset, "photo-1280", 1280, 720)
        Image.new("RGB", (1280, 720), f"#{asset[:6]}").save(file, "JPEG")
        checksum, size_bytes = xxhash.xxh128_hexdigest(file.read_bytes()), file.stat().st_size
        made = Rendition("photo-1280", self.workspace.logical(file), "key", size_bytes, checksum, 1280, 720)
        work.put_rendition(self.catalogue, asset, made)

    def tag(self, name: str, *tags: str) -> None:
        for tag in tags:
            self.catalogue.execute("INSERT INTO tags SELECT id, ? FROM assets WHERE name = ?", [tag, name])

    def quote(self, name: str, start_ms: int, end_ms: int, text: str) -> None:
        self.catalogue.execute(
            "INSERT INTO quotes (asset, start_ms, end_ms, text, note, by, at) "
            "SELECT id, ?, ?, ?, 'a private note', 'A. Tester', '2026-02-01' FROM assets WHERE name = ?",
            [start_ms, end_ms, text, name],
        )

    def approve(self, *ids: str) -> None:
        approvals.put(self.catalogue, assets.load(self.catalogue, list(ids) or None), by="A. Tester")

    def build(self, *, at: date = DAY, base_url: str | None = None) -> Built:
        return build(self.workspace, self.catalogue, at=at, base_url=base_url)

    def holding(self, *marks: str) -> list[str]:
        """Files of the site whose path or bytes hold any of the marks."""
        found = []
        for path in sorted(p for p in self.site.rglob("*") if p.is_file()):
            name, content = path.relative_to(self.site).as_posix(), path.read_bytes()
            if any(mark in name or mark.encode() in content for mark in marks):
                found.append(name)
        return found

    def tree(self) -> dict[str, bytes]:
        return {p.relative_to(self.site).as_posix(): p.read_bytes() for p in self.site.rglob("*") if p.is_file()}


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    """An empty workspace with one event."""
    with create_catalogue(tmp_path / "catalogue.db") as catalogue:
        made = Shoot(Workspace(tmp_path), catalogue)
        made.event()
        yield made


@pytest.fixture
def full_shoot(shoot: Shoot) -> Shoot:
    """Every kind of page: two films, a sound recording, photos, people, sessions, organisations; all approved."""
    shoot.person("Siân Ní Dhomhnaill-O'Neill", "sian")
    shoot.person("Adaeze Okonkwo", "adaeze", organisation="Riverside <test>")
    shoot.consent("sian")
    shoot.session("opening", "Opening & welcome", people=("sian", "adaeze"))
    shoot.organisation("Northgate Observatory", "northgate", Part.HOST, "https://example.org/?a=1&b=2")
    shoot.organisation("Calder Trust", "calder", Part.FUNDER, "javascript:alert(1)")
    shoot.add("F1.mp4", people=("sian",), title="Trust comes first", caption="On trust.\n\nAnd on data.")
    shoot.add("F2.mp4", title="A second film")
    shoot.add("A.wav", Kind.AUDIO, role=Role.RUSH, title="In the corridor")
    for number in range(3):
        shoot.add(f"P{number}.jpg", Kind.PHOTO, title=f"Photo {number}", caption="Delegates talk.", credit="R. Evans")
    shoot.catalogue.execute("UPDATE assets SET session_id = 1 WHERE name IN ('F1.mp4', 'P0.jpg')")
    shoot.tag("F1.mp4", "Trust")
    shoot.tag("P0.jpg", "trust", "Quality & safety")
    shoot.quote("F1.mp4", 4_000, 7_900, SAID[1])
    shoot.approve()
    return shoot
