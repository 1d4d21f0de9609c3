"""Transcripts: revisions of what was said, their captions, and the passages that search finds.

Revisions are kept as they came. Whatever is read here is without what is redacted now, old revisions too; `as_kept`
alone gives the rows themselves.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mediakit.catalogue import redactions, search
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.domain.asset import fingerprint
from mediakit.domain.captions import Cue
from mediakit.domain.redaction import blanked, blanked_lines
from mediakit.domain.span import Span
from mediakit.domain.transcript import Change, Segment, Transcript, Word

# how a revision came about by which somebody says that they read all of it
CHECKED = "checked"


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
    hidden = redactions.spans(catalogue, asset_id)
    seen, captions = blanked(transcript, hidden), _blanked_cues(cues, transcript, hidden)
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
                "words": seen.word_count,
                "duration_ms": transcript.duration_ms,
                "digest": digest(seen, captions, hidden),
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
        _index(catalogue, asset_id, seen)
    return int(last) + 1


def put_cues(catalogue: Catalogue, asset_id: str, new: Sequence[StoredCue]) -> None:
    """Give the current revision other captions."""
    number = catalogue.value("SELECT id FROM transcripts WHERE asset = ? AND current = 1", [asset_id])
    if number is None:
        return
    with catalogue.writing():
        catalogue.execute("DELETE FROM cues WHERE transcript_id = ?", [number])
        _write_cues(catalogue, number, new)
        refresh(catalogue, asset_id)


def refresh(catalogue: Catalogue, asset_id: str) -> None:
    """Bring digest, number of words and search up to date with what is redacted now. Inside `writing()`."""
    transcript = current(catalogue, asset_id)
    if transcript is None:
        return
    hidden = redactions.spans(catalogue, asset_id)
    told = {"digest": digest(transcript, cues(catalogue, asset_id), hidden), "words": transcript.word_count}
    catalogue.update("transcripts", told, {"asset": asset_id, "current": 1})
    _index(catalogue, asset_id, transcript)


def _write_cues(catalogue: Catalogue, number: int, new: Sequence[StoredCue]) -> None:
    catalogue.execute_many(
        "INSERT INTO cues (transcript_id, position, start_ms, end_ms, speaker, text, kept) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, i, c.span.start_ms, c.span.end_ms, c.speaker, "\n".join(c.lines), int(c.kept))
            for i, c in enumerate(new)
        ],
    )


def digest(transcript: Transcript, cues: Sequence[StoredCue], hidden: Sequence[Span] = ()) -> str:
    """What an approval of the captions covers: words, times, lines, language, and which stretches are redacted."""
    said = [(s.start_ms, s.end_ms, s.speaker, s.text) for s in transcript.segments]
    shown = [(c.span.start_ms, c.span.end_ms, c.speaker, *c.lines) for c in cues]
    silent = [[(span.start_ms, span.end_ms) for span in hidden]] if hidden else []
    return fingerprint([transcript.language, said, shown, *silent])


def current(catalogue: Catalogue, asset_id: str) -> Transcript | None:
    """The current revision, or None if the recording was not transcribed yet."""
    row = catalogue.row("SELECT * FROM transcripts WHERE asset = ? AND current = 1", [asset_id])
    return blanked(_transcript(catalogue, row), redactions.spans(catalogue, asset_id)) if row else None


def revision(catalogue: Catalogue, asset_id: str, number: int) -> Transcript | None:
    """One revision by its number, or None if there is no such one."""
    kept = as_kept(catalogue, asset_id, number)
    return blanked(kept, redactions.spans(catalogue, asset_id)) if kept else None


def as_kept(catalogue: Catalogue, asset_id: str, number: int) -> Transcript | None:
    """One revision as it came, redacted words too: to make a further revision of, never to be shown or handed out."""
    row = catalogue.row("SELECT * FROM transcripts WHERE asset = ? AND revision = ?", [asset_id, number])
    return _transcript(catalogue, row) if row else None


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry of a transcript's history. at: ISO 8601; by: the person, None for the machine's; words: how many."""

    number: int
    current: bool
    at: str
    by: str | None
    how: str
    engine: str
    model: str
    language: str
    words: int


def history(catalogue: Catalogue, asset_id: str) -> list[Revision]:
    """Every revision, the first one first."""
    names = ("at", "by", "how", "engine", "model", "language", "words")
    rows = catalogue.rows("SELECT * FROM transcripts WHERE asset = ? ORDER BY revision", [asset_id])
    return [Revision(r["revision"], bool(r["current"]), **{name: r[name] for name in names}) for r in rows]


def checked(catalogue: Catalogue) -> frozenset[str]:
    """The assets of which somebody said that they read all that is said, with nothing by the machine since."""
    sql = (
        "SELECT asset FROM transcripts WHERE how = ? AND by IS NOT NULL GROUP BY asset HAVING max(revision) > "
        "coalesce((SELECT max(m.revision) FROM transcripts m WHERE m.asset = transcripts.asset AND m.by IS NULL), -1)"
    )
    return frozenset(row[0] for row in catalogue.rows(sql, [CHECKED]))


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


def cues(catalogue: Catalogue, asset_id: str, number: int | None = None) -> list[StoredCue]:
    """The captions of the current revision, or of one by its number, in order."""
    if number is None:
        number = catalogue.value("SELECT revision FROM transcripts WHERE asset = ? AND current = 1", [asset_id])
    if number is None:
        return []
    kept, hidden = cues_as_kept(catalogue, asset_id, number), redactions.spans(catalogue, asset_id)
    transcript = as_kept(catalogue, asset_id, number) if hidden else None
    return _blanked_cues(kept, transcript, hidden) if transcript else kept


def cues_as_kept(catalogue: Catalogue, asset_id: str, number: int) -> list[StoredCue]:
    """The captions of a revision as they came, redacted words too: see `as_kept`."""
    rows = catalogue.rows(
        "SELECT cues.* FROM cues JOIN transcripts t ON t.id = transcript_id WHERE t.asset = ? AND t.revision = ? "
        "ORDER BY position",
        [asset_id, number],
    )
    return [
        StoredCue(Span(r["start_ms"], r["end_ms"]), tuple(r["text"].split("\n")), r["speaker"], bool(r["kept"]))
        for r in rows
    ]


def _blanked_cues(kept: Sequence[StoredCue], transcript: Transcript, hidden: Sequence[Span]) -> list[StoredCue]:
    if not hidden:
        return list(kept)
    lines = blanked_lines([(cue.span, cue.lines) for cue in kept], transcript, hidden)
    return [replace(cue, lines=shown) for cue, shown in zip(kept, lines, strict=True)]


def shown(cues: Sequence[StoredCue], names: Mapping[str, str]) -> list[Cue]:
    """Stored captions as they are shown: `names` (slug → name) in place of the slugs of speakers."""
    return [Cue(c.span.start_ms, c.span.end_ms, c.lines, names.get(c.speaker or "", c.speaker)) for c in cues]


def _words_text(words: Sequence[Word]) -> str:
    rows = [[w.text, w.start_ms, w.end_ms, round(w.probability, 4), int(w.interpolated)] for w in words]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


# one version of a text differs from the next in a few sentences: the others are read once
@functools.lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(t, a, b, p, bool(i)) for t, a, b, p, i in json.loads(text))


def _index(catalogue: Catalogue, asset_id: str, transcript: Transcript) -> None:
    said = [(s.start_ms, s.end_ms, s.speaker, s.text) for s in transcript.segments]
    search.index_said(catalogue, asset_id, said)
