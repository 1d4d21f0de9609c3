"""Transcripts: revisions of what was said, their captions, and the passages that search finds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediakit.catalogue import search
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.domain.asset import fingerprint
from mediakit.domain.captions import Cue
from mediakit.domain.span import Span
from mediakit.domain.transcript import Change, Segment, Transcript, Word


@dataclass(frozen=True, slots=True)
class StoredCue:
    """A caption as it is kept: span, lines, and who speaks. kept: a person made it so; rules do not change it."""

    span: Span
    lines: tuple[str, ...]
    speaker: str | None = None
    kept: bool = False


def put(
    catalogue: Catalogue,
    asset_id: str,
    transcript: Transcript,
    cues: Sequence[StoredCue],
    *,
    key: str,
    by: str | None = None,
    how: str = "process",
) -> int:
    """Store a new revision and make it the current one; returns its number.

    by: the person who corrected it. how: what made it, as `transcript history` shows it.
    """
    moment = now()
    with catalogue.writing():
        last = catalogue.value("SELECT max(revision) FROM transcripts WHERE asset = ?", [asset_id]) or 0
        catalogue.execute("UPDATE transcripts SET current = 0 WHERE asset = ?", [asset_id])
        number = catalogue.insert(
            "transcripts",
            {
                "asset": asset_id,
                "revision": last + 1,
                "current": 1,
                "language": transcript.language,
                "language_probability": transcript.language_probability,
                "engine": transcript.engine,
                "model": transcript.model,
                "key": key,
                "words": transcript.word_count,
                "duration_ms": transcript.duration_ms,
                "digest": digest(transcript, cues),
                "by": by,
                "at": moment,
                "how": how,
                "translated_from": transcript.translated_from,
            },
        )
        catalogue.execute_many(
            "INSERT INTO segments (transcript_id, position, start_ms, end_ms, speaker, text, words) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, i, s.start_ms, s.end_ms, s.speaker, s.text, _words_text(s.words))
                for i, s in enumerate(transcript.segments)
            ],
        )
        catalogue.execute_many(
            "INSERT INTO transcript_changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (number, i, c.start_ms, c.end_ms, c.heard, c.written, c.reason, c.score, c.by, c.at or moment)
                for i, c in enumerate(transcript.changes)
            ],
        )
        _write_cues(catalogue, number, cues)
        _index(catalogue, asset_id, transcript)
    return int(last) + 1


def put_cues(catalogue: Catalogue, asset_id: str, new: Sequence[StoredCue]) -> None:
    """Give the current revision other captions."""
    number = catalogue.value("SELECT id FROM transcripts WHERE asset = ? AND current = 1", [asset_id])
    transcript = current(catalogue, asset_id)
    if number is None or transcript is None:
        return
    with catalogue.writing():
        catalogue.execute("DELETE FROM cues WHERE transcript_id = ?", [number])
        _write_cues(catalogue, number, new)
        catalogue.update("transcripts", {"digest": digest(transcript, new)}, {"id": number})


def _write_cues(catalogue: Catalogue, number: int, new: Sequence[StoredCue]) -> None:
    catalogue.execute_many(
        "INSERT INTO cues (transcript_id, position, start_ms, end_ms, speaker, text, kept) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, i, c.span.start_ms, c.span.end_ms, c.speaker, "\n".join(c.lines), int(c.kept))
            for i, c in enumerate(new)
        ],
    )


def digest(transcript: Transcript, cues: Sequence[StoredCue]) -> str:
    """What an approval of the captions covers: words, times, lines and language."""
    said = [(s.start_ms, s.end_ms, s.speaker, s.text) for s in transcript.segments]
    shown = [(c.span.start_ms, c.span.end_ms, c.speaker, *c.lines) for c in cues]
    return fingerprint([transcript.language, said, shown])


def current(catalogue: Catalogue, asset_id: str) -> Transcript | None:
    """The current revision, or None if the recording was not transcribed yet."""
    row = catalogue.row("SELECT * FROM transcripts WHERE asset = ? AND current = 1", [asset_id])
    return _transcript(catalogue, row) if row else None


def revision(catalogue: Catalogue, asset_id: str, number: int) -> Transcript | None:
    """One revision by its number, or None if there is no such one."""
    row = catalogue.row("SELECT * FROM transcripts WHERE asset = ? AND revision = ?", [asset_id, number])
    return _transcript(catalogue, row) if row else None


def _transcript(catalogue: Catalogue, row: Row) -> Transcript:
    segments = catalogue.rows("SELECT * FROM segments WHERE transcript_id = ? ORDER BY position", [row["id"]])
    changes = catalogue.rows("SELECT * FROM transcript_changes WHERE transcript_id = ? ORDER BY position", [row["id"]])
    return Transcript(
        language=row["language"],
        language_probability=row["language_probability"],
        engine=row["engine"],
        model=row["model"],
        duration_ms=row["duration_ms"],
        segments=tuple(
            Segment(
                start_ms=s["start_ms"],
                end_ms=s["end_ms"],
                text=s["text"],
                words=_words(s["words"]),
                speaker=s["speaker"],
            )
            for s in segments
        ),
        changes=tuple(
            Change(
                start_ms=c["start_ms"],
                end_ms=c["end_ms"],
                heard=c["heard"],
                written=c["written"],
                reason=c["reason"],
                score=c["score"],
                by=c["by"],
                at=c["at"],
            )
            for c in changes
        ),
        translated_from=row["translated_from"],
    )


def cues(catalogue: Catalogue, asset_id: str) -> list[StoredCue]:
    """The captions of the current revision, in order."""
    rows = catalogue.rows(
        "SELECT cues.* FROM cues JOIN transcripts t ON t.id = transcript_id WHERE t.asset = ? AND t.current = 1 "
        "ORDER BY position",
        [asset_id],
    )
    return [
        StoredCue(Span(r["start_ms"], r["end_ms"]), tuple(r["text"].split("\n")), r["speaker"], bool(r["kept"]))
        for r in rows
    ]


def shown(cues: Sequence[StoredCue], names: Mapping[str, str]) -> list[Cue]:
    """Stored captions as they are shown: `names` (slug → name) in place of the slugs of speakers."""
    return [Cue(c.span.start_ms, c.span.end_ms, c.lines, names.get(c.speaker or "", c.speaker)) for c in cues]


def _words_text(words: Sequence[Word]) -> str:
    rows = [[w.text, w.start_ms, w.end_ms, round(w.probability, 4), int(w.interpolated)] for w in words]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(t, a, b, p, bool(i)) for t, a, b, p, i in json.loads(text))


def _index(catalogue: Catalogue, asset_id: str, transcript: Transcript) -> None:
    catalogue.execute("DELETE FROM passages WHERE asset = ? AND field = 'said'", [asset_id])
    catalogue.execute_many(
        "INSERT INTO passages (asset, field, start_ms, end_ms, speaker, text) VALUES (?, 'said', ?, ?, ?, ?)",
        [
            (asset_id, s.start_ms, s.end_ms, s.speaker, _searchable(s.text))
            for s in transcript.segments
            if s.text.strip()
        ],
    )


def _searchable(text: str) -> str:
    return text.replace(search.HIT_OPENS, "").replace(search.HIT_CLOSES, "")
