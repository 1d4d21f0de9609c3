"""Whatever is changed, and in whatever order: the site that grew has the bytes of one that is built from nothing."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediakit.catalogue.connect import create_catalogue
from mediakit.domain.consent import ShowAs
from mediakit.domain.workspace import Workspace
from mediakit.gallery.site import build
from tests.gallery.changes import (
    NAMES,
    TEXTS,
    Change,
    chooses,
    filled,
    from_nothing,
    loses_renditions,
    records,
    redacts,
    revises,
    says,
    sets,
    shows,
    sql,
    tags,
    takes,
    withdraws,
    writes_a_template,
)
from tests.gallery.conftest import DAY, Shoot

_names, _people = st.sampled_from(NAMES), st.sampled_from(["sian", "adaeze"])
CHANGES = st.one_of(
    st.builds(says, st.sampled_from(["title", "caption", "alt_text", "credit"]), _names, st.sampled_from(TEXTS)),
    st.builds(shows, _names, _people, st.booleans()),
    st.builds(records, _people, st.sampled_from(list(ShowAs))),
    st.builds(withdraws, _people),
    _names.map(lambda name: sql(f"UPDATE assets SET hidden = 1 - hidden WHERE name = '{name}'")),
    _names.map(lambda name: sql(f"DELETE FROM assets WHERE name = '{name}' AND name LIKE 'P%'")),
    _names.map(loses_renditions),
    st.builds(tags, _names, st.sampled_from(["Trust", "trust", "Tea & cake", "Siân Thomas"]), st.booleans()),
    st.builds(chooses, st.sampled_from(NAMES[:3]), st.sampled_from(["On trust.", "Siân Thomas said so."])),
    st.builds(takes, st.sampled_from([0.5, 30.0]), st.sampled_from([1, 5])),
    st.builds(says, st.just("chapters"), st.sampled_from(NAMES[:3]), st.sampled_from(["0:00 A | 0:05 B", "none", ""])),
    st.builds(says, st.just("description_text"), st.sampled_from(NAMES[:2]), st.sampled_from(TEXTS)),
    _people.map(lambda slug: sql(f"UPDATE people SET name = 'Siân Evans', role = 'chair' WHERE slug = '{slug}'")),
    st.sampled_from(
        [
            sql("UPDATE sessions SET title = 'Another title'"),
            sql("UPDATE sessions SET room = 'Hall 2', slug = 'another'"),
            sql("UPDATE people SET organisation = 'Calder Trust' WHERE slug = 'sian'"),
            sql("UPDATE organisations SET url = 'https://example.org/calder'"),
            sql("UPDATE event_organisations SET part = CASE part WHEN 'funder' THEN 'host' ELSE 'funder' END"),
            sql("UPDATE assets SET described_by = (SELECT id FROM assets WHERE name = 'F2.mp4') WHERE name = 'F1.mp4'"),
            sql("UPDATE events SET name = 'Network Day', slug = 'network-day'"),
            sql("UPDATE assets SET session_id = CASE WHEN session_id IS NULL THEN 1 END"),
            revises("F1.mp4", "What was said was put right.", "And more of it.", speaker="Adaeze Okonkwo"),
            revises("A.wav", "Nothing but this."),
            redacts("F2.mp4", 4_000, 7_900),
            sql("UPDATE organisations SET name = 'Calder Fund' WHERE slug = 'calder'"),
            sql("DELETE FROM approvals WHERE asset IN (SELECT id FROM assets WHERE kind = 'audio')"),
            lambda shoot: shoot.approve(),
            writes_a_template("<!DOCTYPE html><title>Oh</title>{{ site.name }}"),
            sets(name="Another gallery"),
            sets(language="fr"),
        ]
    ),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.lists(CHANGES, min_size=1, max_size=3), st.sampled_from([DAY, date(2026, 9, 1)]), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_a_site_that_grew_is_byte_for_byte_one_builtfrom_nothing(
    steps: list[tuple[list[Change], date, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, create_catalogue(Path(folder) / "catalogue.db") as catalogue:
        shoot = Shoot(Workspace(Path(folder)), catalogue)
        filled(shoot)
        shoot.build()
        for changes, at, online in steps:
            for change in changes:
                change(shoot)
            base_url = "https://example.org/g/" if online else None
            build(shoot.workspace, catalogue, at=at, base_url=base_url)
            assert shoot.tree() == from_nothing(shoot, at, base_url)
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
