"""A merge forgets no table."""

from __future__ import annotations

from mediakit.catalogue import people_merging
from mediakit.catalogue.connect import catalogue_in_memory


def test_every_table_that_points_at_people_is_carried_over() -> None:
    with catalogue_in_memory() as catalogue:
        tables = [r["name"] for r in catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        pointing = {
            table
            for table in tables
            for reference in catalogue.rows(f"PRAGMA foreign_key_list({table})")
            if reference["table"] == "people"
        }
    assert pointing == {*people_merging.ONE_EACH, *people_merging.MANY}


def test_every_column_that_names_a_voice_is_carried_over() -> None:
    with catalogue_in_memory() as catalogue:
        tables = [r["name"] for r in catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        voiced = {t for t in tables if any(c["name"] == "speaker" for c in catalogue.rows(f"PRAGMA table_info({t})"))}
    assert voiced == set(people_merging.SPEAKERS)
