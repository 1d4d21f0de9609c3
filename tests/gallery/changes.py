"""Changes to a shoot, as people make them, and the two sides that a site is held against: grown, and from nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from mediakit.catalogue import consents, redactions, transcripts
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs
from mediakit.domain.event import Part
from mediakit.domain.facts import Kind, Role
from mediakit.domain.span import Span
from mediakit.gallery.site import build
from tests.gallery.conftest import Shoot

Change = Callable[[Shoot], None]
NAMES = ("F1.mp4", "F2.mp4", "A.wav", "P0.jpg", "P1.jpg", "P2.jpg")
TEXTS = ("Opening", "On trust", "On trust with Siân Thomas", "Thomas again", "", "Photo 1", "A longer caption. Two.")


def says(column: str, name: str, text: str) -> Change:
    statement = f"UPDATE assets SET {column} = ? WHERE name = ?"
    return lambda shoot: void(shoot.catalogue.execute(statement, [text or None, name]))


def void(_: object) -> None:
    """Takes a result and gives none."""


def sql(statement: str) -> Change:
    return lambda shoot: void(shoot.catalogue.execute(statement))


def records(slug: str, show_as: ShowAs) -> Change:
    def change(shoot: Shoot) -> None:
        moment = datetime(2026, 1, 2, tzinfo=UTC)
        consents.record(shoot.catalogue, [Consent(slug, Channel.WEB, Basis.CONSENT, moment, show_as=show_as)])

    return change


def withdraws(slug: str) -> Change:
    return lambda shoot: void(consents.withdraw(shoot.catalogue, slug, None, None))


def shows(name: str, slug: str, there: bool) -> Change:
    pair = f"SELECT a.id, p.id FROM assets a, people p WHERE a.name = '{name}' AND p.slug = '{slug}'"
    put = f"INSERT OR IGNORE INTO asset_people (asset, person_id) {pair}"
    return sql(put if there else f"DELETE FROM asset_people WHERE (asset, person_id) IN ({pair})")


def loses_renditions(name: str) -> Change:
    def change(shoot: Shoot) -> None:
        asset = shoot.catalogue.value("SELECT id FROM assets WHERE name = ?", [name])
        # it may have been removed by a change before
        for path in (shoot.workspace.renditions / (asset or "none")).glob("*"):
            path.unlink()
        # a site that still has them needs them no more, so both sides lose what they had
        shutil.rmtree(shoot.site, ignore_errors=True)

    return change


def writes_a_template(text: str) -> Change:
    def change(shoot: Shoot) -> None:
        shoot.workspace.templates.mkdir(exist_ok=True)
        (shoot.workspace.templates / "404.html.j2").write_text(text)

    return change


def sets(**changed: object) -> Change:
    def change(shoot: Shoot) -> None:
        given = replace(shoot.workspace.settings, **changed)  # type: ignore[arg-type]
        shoot.workspace = replace(shoot.workspace, settings=given)

    return change


def tags(name: str, tag: str, there: bool) -> Change:
    pair = f"SELECT id, '{tag}' FROM assets WHERE name = '{name}'"
    return sql(f"INSERT OR IGNORE INTO tags {pair}" if there else f"DELETE FROM tags WHERE (asset, tag) IN ({pair})")


def chooses(name: str, text: str) -> Change:
    return lambda shoot: shoot.quote(name, 0, 3900, text)


def takes(after_s: float, rating: int) -> Change:
    """The second photo is taken so long after the first, by the same camera."""
    moment = f"2026-02-01T12:00:{after_s:06.3f}+00:00"
    first = f"captured_at = CASE name WHEN 'P1.jpg' THEN '{moment}' ELSE '2026-02-01T12:00:00+00:00' END"
    rated = f"rating = CASE name WHEN 'P1.jpg' THEN {rating} END"
    where = "WHERE name IN ('P0.jpg', 'P1.jpg')"
    return sql(f"UPDATE assets SET {first}, {rated}, captured_at_source = 'metadata', camera = 'R6' {where}")


def id_of(name: str) -> str:
    """The id of an asset of a shoot, by the name of its file."""
    return hashlib.md5(name.encode()).hexdigest()


def revises(name: str, *sentences: str, speaker: str | None = None) -> Change:
    """A transcript is put right."""
    return lambda shoot: shoot.say(id_of(name), sentences, speaker)


def redacts(name: str, start_ms: int, end_ms: int) -> Change:
    def change(shoot: Shoot) -> None:
        with shoot.catalogue.writing():
            redactions.add(shoot.catalogue, id_of(name), [Span(start_ms, end_ms)], reason="a patient", by="A. Tester")
            transcripts.refresh(shoot.catalogue, id_of(name))

    return change


def remakes(name: str, profile: str, content: str) -> Change:
    """A rendition is made again, with other bytes."""
    return lambda shoot: void(shoot.render(id_of(name), profile, 1280, 720, content))


def adds(name: str, kind: Kind, taken: str | None = None, **said: object) -> Change:
    def change(shoot: Shoot) -> None:
        shoot.approve(shoot.add(name, kind, **said))  # type: ignore[arg-type]
        if taken:
            shoot.catalogue.execute("UPDATE assets SET captured_at = ? WHERE name = ?", [taken, name])

    return change


def deletes(name: str) -> Change:
    return sql(f"DELETE FROM assets WHERE name = '{name}'")


def approves(*names: str) -> Change:
    """Somebody looks at it again, and says yes."""
    return lambda shoot: shoot.approve(*map(id_of, names))


def speaks(name: str, language: str) -> Change:
    """What is said in a recording turns out to be in another language."""
    said = sql(f"UPDATE transcripts SET language = '{language}' WHERE asset = '{id_of(name)}' AND current = 1")
    return both(said, approves(name))


def both(*changes: Change) -> Change:
    def change(shoot: Shoot) -> None:
        for one in changes:
            one(shoot)

    return change


def filled(shoot: Shoot) -> None:
    shoot.event()
    shoot.person("Siân Thomas", "sian")
    shoot.person("Adaeze Okonkwo", "adaeze")
    for slug in ("sian", "adaeze"):
        records(slug, ShowAs.FULL)(shoot)
    shoot.organisation("Calder Trust", "calder", Part.FUNDER)
    shoot.session("opening", "Opening", people=("sian", "adaeze"))
    shoot.add("F1.mp4", people=("sian",), title="Trust comes first", caption="On trust.")
    shoot.add("F2.mp4", title="A second film")
    shoot.add("A.wav", Kind.AUDIO, role=Role.RUSH, title="In the corridor")
    for number in range(3):
        said = {"title": f"Photo {number}", "caption": "Delegates talk.", "credit": "R. Evans"}
        shoot.picture(shoot.add(f"P{number}.jpg", Kind.PHOTO, **said))  # type: ignore[arg-type]
    shoot.catalogue.execute("UPDATE assets SET session_id = 1 WHERE name IN ('F1.mp4', 'P0.jpg')")
    shoot.approve()


def from_nothing(shoot: Shoot, at: date, base_url: str | None) -> dict[str, bytes]:
    """The site of the same catalogue, built where nothing was built before; the one that grew is put back."""
    grown, state = shoot.site.with_name("grown"), shoot.workspace.state.with_name("grown-state")
    shoot.site.rename(grown)
    shoot.workspace.state.rename(state)
    try:
        build(shoot.workspace, shoot.catalogue, at=at, base_url=base_url)
        return shoot.tree()
    finally:
        shutil.rmtree(shoot.site, ignore_errors=True)
        shutil.rmtree(shoot.workspace.state, ignore_errors=True)
        grown.rename(shoot.site)
        state.rename(shoot.workspace.state)
