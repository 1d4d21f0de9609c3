"""What people say about assets, written down; with who is in it, tags, and a diary of what changed."""

from __future__ import annotations

from collections.abc import Sequence

from mediakit.catalogue import assets, people, search
from mediakit.catalogue.connect import Catalogue, now
from mediakit.domain.chapters import parse_chapters
from mediakit.domain.description import reason_of
from mediakit.domain.edit import FILM_KEYS, NOBODY, Difference, Edit
from mediakit.domain.errors import MediakitError, Misuse, UnknownName
from mediakit.domain.span import parse_position

_COLUMNS = (
    "title", "caption", "alt_text", "extended_description", "credit", "creator", "copyright", "shot", "embargo",
    "chapters", "description_text",
)  # fmt: skip


_CALLED = {
    "poster": "a poster",
    "chapters": "chapters",
    "audio_description": "an audio description",
    "description_text": "a descriptive transcript",
}


def resolve(catalogue: Catalogue, edit: Edit) -> Edit:
    """The same edit with people named by slug and the session known. Raises UnknownName."""
    if edit.key == "people" and edit.value and edit.value.lower() != NOBODY:
        slugs = [people.find(catalogue, name).slug for name in edit.value.split(", ")]
        return Edit(edit.asset, edit.key, ", ".join(dict.fromkeys(slugs)))
    if edit.key == "people":
        return Edit(edit.asset, edit.key, edit.value.lower())
    if edit.key == "session" and edit.value:
        _session_number(catalogue, edit.asset, edit.value)
    if edit.key in FILM_KEYS and edit.value:
        return _of_a_film(catalogue, edit)
    return edit


def _of_a_film(catalogue: Catalogue, edit: Edit) -> Edit:
    row = catalogue.row("SELECT short, kind, duration_ms FROM assets WHERE id = ?", [edit.asset])
    sounds = edit.key == "chapters" and row is not None and row["kind"] == "audio"
    if row is None or (row["kind"] != "video" and not sounds):
        raise Misuse(f"only a film has {_CALLED[edit.key]}", where=row["short"] if row else edit.asset)
    if edit.key == "audio_description" and reason_of(edit.value) is None:
        return Edit(edit.asset, edit.key, _described_version(catalogue, edit))
    latest_ms = -1
    if edit.key == "poster":
        latest_ms = parse_position(edit.value)
    elif edit.key == "chapters" and edit.value != NOBODY:
        latest_ms = parse_chapters(edit.value)[-1].start_ms
    if row["duration_ms"] is not None and latest_ms >= row["duration_ms"]:
        raise Misuse(f"the film ends at {row['duration_ms'] / 1000:g} s", where=row["short"])
    return edit


def _described_version(catalogue: Catalogue, edit: Edit) -> str:
    """The id of the asset that is a film's audio described version."""
    found = assets.find(catalogue, edit.value)
    if found == edit.asset:
        raise Misuse("a film is not its own audio described version", where=edit.value)
    if catalogue.value("SELECT kind FROM assets WHERE id = ?", [found]) == "photo":
        raise Misuse("a photo is no audio described version", where=edit.value)
    return found


def problems_of(catalogue: Catalogue, edits: Sequence[tuple[str, Edit]]) -> tuple[list[Edit], list[str]]:
    """Every edit resolved, and one line for each that cannot be: (where it stands, the edit) in, all problems out."""
    good, bad = [], []
    seen: dict[tuple[str, str], str | None] = {}
    for where, edit in edits:
        try:
            good.append(resolve(catalogue, edit))
        except MediakitError as error:
            hint = f" ({error.hint})" if error.hint else ""
            if seen.setdefault((edit.key, edit.value), where) == where:
                bad.append(f"{where}, {edit.key}: {error}{hint}")
            else:
                bad.append(f"{where}, {edit.key}: {error}")
    return good, bad


def apply(catalogue: Catalogue, changes: Sequence[Difference]) -> None:
    """Write down what differs, all of it or nothing, and remember what was there before."""
    moment = now()
    with catalogue.writing():
        for change in changes:
            _write(catalogue, change)
            catalogue.insert(
                "changes",
                {
                    "at": moment,
                    "noun": "asset",
                    "name": change.asset,
                    "field": change.key,
                    "old": change.old,
                    "new": change.new,
                },
            )
        for asset_id in dict.fromkeys(c.asset for c in changes):
            search.index_asset(catalogue, asset_id)


def _write(catalogue: Catalogue, change: Difference) -> None:
    where = {"id": change.asset}
    if change.key in _COLUMNS:
        catalogue.update("assets", {change.key: change.new or None}, where)
    elif change.key == "rating":
        catalogue.update("assets", {"rating": int(change.new) if change.new else None}, where)
    elif change.key == "poster":
        catalogue.update("assets", {"poster_ms": parse_position(change.new) if change.new else None}, where)
    elif change.key == "audio_description":
        reason = reason_of(change.new)
        version = change.new if change.new and reason is None else None
        catalogue.update("assets", {"described_by": version, "description_not_needed": reason}, where)
    elif change.key == "hidden":
        catalogue.update("assets", {"hidden": int(change.new == "yes")}, where)
    elif change.key == "tags":
        catalogue.execute("DELETE FROM tags WHERE asset = ?", [change.asset])
        tags = change.new.split(", ") if change.new else []
        catalogue.execute_many("INSERT OR IGNORE INTO tags VALUES (?, ?)", [(change.asset, t) for t in tags])
    elif change.key == "session":
        number = _session_number(catalogue, change.asset, change.new) if change.new else None
        catalogue.update("assets", {"session_id": number, "session_confidence": 1.0 if number else None}, where)
    elif change.key == "people":
        _write_people(catalogue, change)


def _write_people(catalogue: Catalogue, change: Difference) -> None:
    catalogue.execute("DELETE FROM asset_people WHERE asset = ?", [change.asset])
    answered = None
    if change.new == NOBODY:
        answered = "none"
    elif change.new:
        answered = "people"
        for slug in change.new.split(", "):
            catalogue.execute(
                "INSERT OR IGNORE INTO asset_people (asset, person_id) SELECT ?, id FROM people WHERE slug = ?",
                [change.asset, slug],
            )
    catalogue.update("assets", {"answered": answered}, {"id": change.asset})


def _session_number(catalogue: Catalogue, asset_id: str, slug: str) -> int:
    number = catalogue.value(
        "SELECT s.id FROM sessions s JOIN assets a ON a.event_id = s.event_id WHERE a.id = ? AND s.slug = ?",
        [asset_id, slug],
    )
    if number is None:
        raise UnknownName("its event has no such session", where=slug, hint="see: mediakit event show EVENT")
    return int(number)
