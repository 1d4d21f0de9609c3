"""The whole catalogue as open files: JSON or CSV lists, transcripts as JSON and WebVTT, a manifest of what is there.

Without private facts it holds what may be published today, and of everything else only what a machine read or did:
no words, no people. Who may not be named on the web is not named in any list.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediakit import __version__
from mediakit.catalogue import assets, consents, deliverables, events, organisations, people, transcripts
from mediakit.catalogue.connect import Catalogue, now
from mediakit.catalogue.export_folder import MANIFEST, replaced_whole
from mediakit.catalogue.export_privacy import Privacy, privacy_of
from mediakit.domain.asset import Asset
from mediakit.domain.document import asset_document
from mediakit.domain.records import (
    consent_document,
    deliverable_document,
    event_document,
    organisation_document,
    person_document,
    session_document,
    spoken_document,
)
from mediakit.domain.subtitles import to_vtt
from mediakit.domain.workspace import Workspace

Rows = list[dict[str, Any]]

# lists that are rows as they stand: name → query
_TABLES = {
    "approvals": "SELECT asset, by, at, note FROM approvals ORDER BY id",
    "cards": "SELECT e.slug AS event, c.name, c.camera, c.layout, c.clock_offset_s, c.ingested_at FROM cards c "
    "JOIN events e ON e.id = c.event_id ORDER BY c.id",
    "camera_rooms": "SELECT e.slug AS event, r.camera, r.day, r.room FROM camera_rooms r "
    "JOIN events e ON e.id = r.event_id ORDER BY e.slug, r.camera, r.day",
    "originals": "SELECT o.path, c.name AS card, o.card_path, o.bytes, 'xxh128:' || o.checksum AS checksum, o.role, "
    "o.asset, o.reason, o.verified_at FROM originals o LEFT JOIN cards c ON c.id = o.card_id ORDER BY o.path",
    "copies": "SELECT original, place, verified_at FROM copies ORDER BY original, place",
    "renditions": "SELECT asset, profile, path, bytes, 'xxh128:' || checksum AS checksum, width_px, height_px, "
    "duration_ms, made_at FROM renditions ORDER BY asset, profile",
    "outcomes": "SELECT asset, stage, status, attempts, elapsed_ms, reason, at FROM outcomes ORDER BY asset, stage",
    "publications": "SELECT p.destination, p.at, p.by, p.withdrawn_at, i.asset, i.page FROM publications p "
    "JOIN publication_items i ON i.publication_id = p.id ORDER BY p.id, i.page",
}
_SAID_TABLES = {
    # a quote that meets a redaction is redacted as a whole
    "quotes": "SELECT q.id AS quote, asset, start_ms, end_ms, CASE WHEN EXISTS (SELECT 1 FROM redactions r "
    "WHERE r.asset = q.asset AND r.start_ms < q.end_ms AND q.start_ms < r.end_ms) "
    "THEN '[redacted]' ELSE text END AS text, note, by, at FROM quotes q ORDER BY id",
    "transcript_revisions": "SELECT asset, revision, current, language, engine, model, words, by, how, note, at "
    "FROM transcripts ORDER BY asset, revision",
}
_PRIVATE_TABLES = {
    "contacts": "SELECT slug AS person, name, contact FROM people WHERE contact IS NOT NULL ORDER BY slug",
    "changes": "SELECT at, noun, name, field, old, new FROM changes ORDER BY id",
    "redactions": "SELECT asset, start_ms, end_ms, reason, by, at FROM redactions ORDER BY asset, start_ms",
    "speakers": "SELECT e.slug AS event, s.identity, p.slug AS person FROM speakers s "
    "JOIN events e ON e.id = s.event_id JOIN people p ON p.id = s.person_id ORDER BY e.slug, s.identity",
    "former_slugs": "SELECT f.slug, p.slug AS person FROM former_slugs f JOIN people p ON p.id = f.person_id "
    "ORDER BY f.slug",
    "addresses": "SELECT asset, p.slug AS person, e.slug AS event, folder FROM addresses a "
    "LEFT JOIN people p ON p.id = a.person_id LEFT JOIN events e ON e.id = a.event_id ORDER BY a.id",
    "vocabulary": "SELECT word, says, heard_as, asset, by, at FROM vocabulary ORDER BY word",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """How many files were written, and what was left out: kind of thing → how many."""

    files: int
    left_out: dict[str, int]


def write(catalogue: Catalogue, workspace: Workspace, folder: Path, form: str, *, with_private: bool) -> Exported:
    """Write an export, whole or not at all. form: "json" or "csv", of the lists.

    Raises Misuse where the folder holds anything but an earlier export; that one is replaced.
    """
    everything = assets.load(catalogue)
    privacy = privacy_of(catalogue, everything, workspace.settings.timezone, with_private=with_private)
    with replaced_whole(folder, workspace, private=with_private) as room:
        for name, rows in _lists(catalogue, everything, privacy):
            text = as_csv(rows) if form == "csv" else json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
            put(room / f"{name}.{form}", text)
        _transcripts(catalogue, everything, privacy, room)
        if with_private:
            _evidence(workspace, room)
        files = sorted(p.relative_to(room).as_posix() for p in room.rglob("*") if p.is_file())
        manifest = {
            "made_by": f"mediakit {__version__}",
            "made_at": now(),
            "format": form,
            "with_private": with_private,
            "left_out": privacy.left_out,
            "files": files,
        }
        put(room / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return Exported(len(files) + 1, privacy.left_out)


def _lists(catalogue: Catalogue, everything: Sequence[Asset], privacy: Privacy) -> Iterator[tuple[str, Rows]]:
    """Every list by its name, already without what must not be in it."""
    history = deliverables.history(catalogue)
    named: dict[str, Callable[[], Rows]] = {
        "events": lambda: [event_document(e) for e in events.every(catalogue)],
        "sessions": lambda: [session_document(s) for s in events.sessions(catalogue)],
        "organisations": lambda: [organisation_document(o) for o in organisations.every(catalogue)],
        "people": lambda: [person_document(p) for p in people.every(catalogue)],
        "consents": lambda: [consent_document(c) for c in consents.every(catalogue)],
        "deliverables": lambda: [
            deliverable_document(d, history.get((d.event, d.slug), [])) for d in deliverables.every(catalogue)
        ],
        "assets": lambda: [_asset(a, privacy) for a in everything],
    }
    for name, read in named.items():
        yield name, privacy.cleaned(name, read())
    for name, sql in {**_TABLES, **_SAID_TABLES, **(_PRIVATE_TABLES if privacy.with_private else {})}.items():
        rows = [dict(row) for row in catalogue.rows(sql)]
        yield name, privacy.cleaned(name, rows)


def _asset(asset: Asset, privacy: Privacy) -> dict[str, Any]:
    return {**asset_document(asset), "withheld": privacy.withheld.get(asset.id)}


def _transcripts(catalogue: Catalogue, everything: Sequence[Asset], privacy: Privacy, room: Path) -> None:
    names = {p.slug: p.name for p in people.every(catalogue) if privacy.may_name(p.slug)}
    for asset in everything:
        transcript = transcripts.current(catalogue, asset.id) if asset.spoken else None
        if transcript is None or asset.spoken is None or not privacy.may_tell(asset.id):
            continue
        document = privacy.without_speakers(spoken_document(asset, transcript))
        put(room / "transcripts" / f"{asset.id}.json", json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        cues = privacy.without_voices(transcripts.cues(catalogue, asset.id))
        vtt = to_vtt(transcripts.shown(cues, names), language=transcript.language)
        put(room / "transcripts" / f"{asset.id}.vtt", vtt)
        if privacy.with_private:
            _earlier_revisions(catalogue, asset, asset.spoken.revision, room)


def _earlier_revisions(catalogue: Catalogue, asset: Asset, current: int, room: Path) -> None:
    for number in range(1, current):
        earlier = transcripts.revision(catalogue, asset.id, number)
        if earlier is not None:
            document = {**spoken_document(asset, earlier), "revision": number, "engine": earlier.engine}
            text = json.dumps({**document, "model": earlier.model}, ensure_ascii=False, indent=1) + "\n"
            put(room / "transcripts" / f"{asset.id}.revision-{number}.json", text)


def _evidence(workspace: Workspace, room: Path) -> None:
    for path in sorted((workspace.root / "private").rglob("*")):
        if path.is_file() and not path.is_symlink():
            target = room / path.relative_to(workspace.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            target.chmod(0o600)


def put(path: Path, text: str) -> None:
    """Write one file of an export, through to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(text.encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())


def as_csv(rows: Rows) -> str:
    """A list as CSV that every spreadsheet reads, and none runs."""
    # a byte order mark, without which a widespread program reads UTF-8 as Windows-1252
    out = io.StringIO(newline="")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> str:
    """A value in a spreadsheet: lists joined by "; ", nested values as JSON; nothing that would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
