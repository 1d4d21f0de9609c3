"""Whatever is changed, and in whatever order: the site that grew has the bytes of one that is built from nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediakit.catalogue import consents
from mediakit.catalogue.connect import create_catalogue
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs
from mediakit.domain.event import Part
from mediakit.domain.facts import Kind, Role
from mediakit.domain.workspace import Workspace
from mediakit.gallery.site import build
from tests.gallery.conftest import DAY, Shoot

Change = Callable[[Shoot], None]
A_FILM = "SELECT id FROM assets WHERE name = 'F2.mp4'"
NAMES = ("F1.mp4", "F2.mp4", "A.wav", "P0.jpg", "P1.jpg", "P2.jpg")
TEXTS = ("Opening", "On trust", "On trust with Siân Thomas", "Thomas again", "", "Photo 1", "A longer caption. Two.")


def _says(column: str, name: str, text: str) -> Change:
    sql = f"UPDATE assets SET {column} = ? WHERE name = ?"
    return lambda shoot: void(shoot.catalogue.execute(sql, [text or None, name]))


def void(_: object) -> None:
    """Takes a result and gives none."""


def _sql(sql: str) -> Change:
    return lambda shoot: void(shoot.catalogue.execute(sql))


def _records(slug: str, show_as: ShowAs) -> Change:
    def change(shoot: Shoot) -> None:
        moment = datetime(2026, 1, 2, tzinfo=UTC)
        consents.record(shoot.catalogue, [Consent(slug, Channel.WEB, Basis.CONSENT, moment, show_as=show_as)])

    return change


def _withdraws(slug: str) -> Change:
    return lambda shoot: void(consents.withdraw(shoot.catalogue, slug, None, None))


def _shows(name: str, slug: str, there: bool) -> Change:
    pair = f"SELECT a.id, p.id FROM assets a, people p WHERE a.name = '{name}' AND p.slug = '{slug}'"
    put = f"INSERT OR IGNORE INTO asset_people (asset, person_id) {pair}"
    return _sql(put if there else f"DELETE FROM asset_people WHERE (asset, person_id) IN ({pair})")


def _loses_renditions(name: str) -> Change:
    def change(shoot: Shoot) -> None:
        asset = shoot.catalogue.value("SELECT id FROM assets WHERE name = ?", [name])
        # it may have been removed by a change before
        for path in (shoot.workspace.renditions / (asset or "none")).glob("*"):
            path.unlink()
        # a site that still has them needs them no more, so both sides lose what they had
        shutil.rmtree(shoot.site, ignore_errors=True)

    return change


def _writes_a_template(text: str) -> Change:
    def change(shoot: Shoot) -> None:
        shoot.workspace.templates.mkdir(exist_ok=True)
        (shoot.workspace.templates / "404.html.j2").write_text(text)

    return change


def _sets(**changed: str) -> Change:
    def change(shoot: Shoot) -> None:
        given = replace(shoot.workspace.settings, **changed)  # type: ignore[arg-type]
        shoot.workspace = replace(shoot.workspace, settings=given)

    return change


def _tags(name: str, tag: str, there: bool) -> Change:
    pair = f"SELECT id, '{tag}' FROM assets WHERE name = '{name}'"
    return _sql(f"INSERT OR IGNORE INTO tags {pair}" if there else f"DELETE FROM tags WHERE (asset, tag) IN ({pair})")


def _chooses(name: str, text: str) -> Change:
    return lambda shoot: shoot.quote(name, 0, 3900, text)


def _takes(after_s: float, rating: int) -> Change:
    """The second photo is taken so long after the first, by the same camera."""
    moment = f"2026-02-01T12:00:{after_s:06.3f}+00:00"
    first = f"captured_at = CASE name WHEN 'P1.jpg' THEN '{moment}' ELSE '2026-02-01T12:00:00+00:00' END"
    rated = f"rating = CASE name WHEN 'P1.jpg' THEN {rating} END"
    where = "WHERE name IN ('P0.jpg', 'P1.jpg')"
    return _sql(f"UPDATE assets SET {first}, {rated}, captured_at_source = 'metadata', camera = 'R6' {where}")


_names, _people = st.sampled_from(NAMES), st.sampled_from(["sian", "adaeze"])
CHANGES = st.one_of(
    st.builds(_says, st.sampled_from(["title", "caption", "alt_text", "credit"]), _names, st.sampled_from(TEXTS)),
    st.builds(_shows, _names, _people, st.booleans()),
    st.builds(_records, _people, st.sampled_from(list(ShowAs))),
    st.builds(_withdraws, _people),
    _names.map(lambda name: _sql(f"UPDATE assets SET hidden = 1 - hidden WHERE name = '{name}'")),
    _names.map(lambda name: _sql(f"DELETE FROM assets WHERE name = '{name}' AND name LIKE 'P%'")),
    _names.map(_loses_renditions),
    st.builds(_tags, _names, st.sampled_from(["Trust", "trust", "Tea & cake", "Siân Thomas"]), st.booleans()),
    st.builds(_chooses, st.sampled_from(NAMES[:3]), st.sampled_from(["On trust.", "Siân Thomas said so."])),
    st.builds(_takes, st.sampled_from([0.5, 30.0]), st.sampled_from([1, 5])),
    st.builds(_says, st.just("chapters"), st.sampled_from(NAMES[:3]), st.sampled_from(["0:00 A | 0:05 B", "none", ""])),
    st.builds(_says, st.just("description_text"), st.sampled_from(NAMES[:2]), st.sampled_from(TEXTS)),
    _people.map(lambda slug: _sql(f"UPDATE people SET name = 'Siân Evans', role = 'chair' WHERE slug = '{slug}'")),
    st.sampled_from(
        [
            _sql("UPDATE sessions SET title = 'Another title'"),
            _sql("UPDATE sessions SET room = 'Hall 2', slug = 'another'"),
            _sql("UPDATE people SET organisation = 'Calder Trust' WHERE slug = 'sian'"),
            _sql("UPDATE organisations SET url = 'https://example.org/calder'"),
            _sql("UPDATE event_organisations SET part = CASE part WHEN 'funder' THEN 'host' ELSE 'funder' END"),
            _sql(
                "UPDATE assets SET described_by = (SELECT id FROM assets WHERE name = 'F2.mp4') WHERE name = 'F1.mp4'"
            ),
            _sql("UPDATE events SET name = 'Network Day', slug = 'network-day'"),
            _sql("UPDATE assets SET session_id = CASE WHEN session_id IS NULL THEN 1 END"),
            _sql("UPDATE segments SET text = 'What was said was put right.' WHERE position = 1"),
            _sql("UPDATE organisations SET name = 'Calder Fund' WHERE slug = 'calder'"),
            _sql("DELETE FROM approvals WHERE asset IN (SELECT id FROM assets WHERE kind = 'audio')"),
            lambda shoot: shoot.approve(),
            _writes_a_template("<!DOCTYPE html><title>Oh</title>{{ site.name }}"),
            _sets(name="Another gallery"),
            _sets(language="fr"),
        ]
    ),
)


def _filled(shoot: Shoot) -> None:
    shoot.event()
    shoot.person("Siân Thomas", "sian")
    shoot.person("Adaeze Okonkwo", "adaeze")
    for slug in ("sian", "adaeze"):
        _records(slug, ShowAs.FULL)(shoot)
    shoot.organisation("Calder Trust", "calder", Part.FUNDER)
    shoot.session("opening", "Opening", people=("sian", "adaeze"))
    shoot.add("F1.mp4", people=("sian",), title="Trust comes first", caption="On trust.")
    shoot.add("F2.mp4", title="A second film")
    shoot.add("A.wav", Kind.AUDIO, role=Role.RUSH, title="In the corridor")
    for number in range(3):
        shoot.add(f"P{number}.jpg", Kind.PHOTO, title=f"Photo {number}", caption="Delegates talk.", credit="R. Evans")
    shoot.catalogue.execute("UPDATE assets SET session_id = 1 WHERE name IN ('F1.mp4', 'P0.jpg')")
    shoot.approve()


def _from_nothing(shoot: Shoot, at: date, base_url: str | None) -> dict[str, bytes]:
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


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.lists(CHANGES, min_size=1, max_size=3), st.sampled_from([DAY, date(2026, 9, 1)]), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_a_site_that_grew_is_byte_for_byte_one_built_from_nothing(
    steps: list[tuple[list[Change], date, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, create_catalogue(Path(folder) / "catalogue.db") as catalogue:
        shoot = Shoot(Workspace(Path(folder)), catalogue)
        _filled(shoot)
        shoot.build()
        for changes, at, online in steps:
            for change in changes:
                change(shoot)
            base_url = "https://example.org/g/" if online else None
            build(shoot.workspace, catalogue, at=at, base_url=base_url)
            assert shoot.tree() == _from_nothing(shoot, at, base_url)
            assert build(shoot.workspace, catalogue, at=at, base_url=base_url).written == 0


def test_one_changed_caption_writes_the_pages_that_show_it_and_no_other_file(full_shoot: Shoot) -> None:
    full_shoot.build(base_url="https://example.org/g/")
    before = full_shoot.tree()
    stamps = {p: p.stat().st_mtime_ns for p in full_shoot.site.rglob("*") if p.is_file()}
    full_shoot.catalogue.execute("UPDATE assets SET caption = 'On tea.' WHERE name = 'P1.jpg'")
    built = full_shoot.build(base_url="https://example.org/g/")
    after = full_shoot.tree()
    changed = {p for p in after if after[p] != before.get(p)}
    assert {p for p in changed if not p.startswith("search/")} == {
        "index.html",
        "catalogue.json",
        "events/lan/index.html",
        "events/lan/photos/index.html",
        "events/lan/photos.zip",
        "photos/index.html",
        "photos/photo-1/index.html",
        "photos/photo-1/data.json",
    }
    touched = {p for p, at in stamps.items() if p.stat().st_mtime_ns != at}
    assert {p.relative_to(full_shoot.site).as_posix() for p in touched} == changed & before.keys()
    assert built.written == len(changed)
