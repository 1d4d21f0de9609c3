"""What a second import may change, and what a person's hand keeps."""

from __future__ import annotations

from mediakit.domain.reimport import merge


def test_a_field_that_still_is_what_was_imported_is_overwritten() -> None:
    assert merge({"room": "Hall"}, {"room": "Hall"}, {"room": "Loft"}).changed == {"room": ("Hall", "Loft")}
    assert merge({"room": "Hall"}, {"room": "Hall"}, {"room": None}).changed == {"room": ("Hall", None)}


def test_a_field_that_a_person_changed_is_kept_and_told() -> None:
    merged = merge({"room": "Great Hall"}, {"room": "Hall"}, {"room": "Loft"})
    assert (merged.changed, merged.kept) == ({}, {"room": ("Great Hall", "Loft")})


def test_a_field_that_a_person_emptied_stays_empty() -> None:
    assert merge({"room": None}, {"room": "Hall"}, {"room": "Loft"}).kept == {"room": (None, "Loft")}


def test_a_change_by_hand_is_not_told_again_while_the_file_stays_as_it_was() -> None:
    merged = merge({"room": "Great Hall"}, {"room": "Hall"}, {"room": "Hall"})
    assert (merged.changed, merged.kept) == ({}, {})


def test_what_was_typed_before_any_import_is_kept_and_what_is_empty_is_filled() -> None:
    merged = merge({"room": "Hall", "abstract": None}, None, {"room": "Loft", "abstract": "About"})
    assert merged.changed == {"abstract": (None, "About")}
    assert merged.kept == {"room": ("Hall", "Loft")}
