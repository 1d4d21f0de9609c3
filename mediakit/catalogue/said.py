"""What is said in many recordings at once: segments and captions of the current revisions, in a few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mediakit.catalogue import redactions, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.captions import Cue
from mediakit.domain.transcript import Segment


@dataclass(frozen=True, slots=True)
class Said:
    """Segments (without the times of their words) and captions of one recording."""

    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A quote that somebody chose: where it is in the recording, and its words."""

    start_ms: int
    end_ms: int
    text: str


def quotes(catalogue: Catalogue, asset_ids: Sequence[str]) -> dict[str, tuple[Chosen, ...]]:
    """The quotes of each of these recordings, in order of time; without those of which something was redacted."""
    found: dict[str, list[Chosen]] = {}
    rows = catalogue.rows_in(
        "SELECT asset, start_ms, end_ms, text FROM quotes q WHERE asset IN (?) AND NOT EXISTS "
        "(SELECT 1 FROM redactions r WHERE r.asset = q.asset AND r.start_ms < q.end_ms AND r.end_ms > q.start_ms) "
        "ORDER BY asset, start_ms, id",
        list(asset_ids),
    )
    for asset, start_ms, end_ms, text in rows:
        found.setdefault(asset, []).append(Chosen(start_ms, end_ms, text))
    return {asset: tuple(chosen) for asset, chosen in found.items()}


def said(catalogue: Catalogue, asset_ids: Sequence[str]) -> dict[str, Said]:
    """What is said in each of these recordings, by asset id; one that is not transcribed is left out."""
    wanted = list(asset_ids)
    segments: dict[str, list[Segment]] = {}
    shown: dict[str, list[Cue]] = {}
    revisions = "SELECT asset FROM transcripts WHERE current = 1 AND asset IN (?)"
    for row in catalogue.rows_in(revisions, wanted):
        segments[row[0]], shown[row[0]] = [], []
    joined = "JOIN transcripts t ON t.id = transcript_id WHERE t.current = 1 AND t.asset IN (?) ORDER BY 1, position"
    columns = "start_ms, end_ms, speaker, text"
    for asset, start_ms, end_ms, speaker, text in catalogue.rows_in(
        f"SELECT t.asset, {columns} FROM segments {joined}", wanted
    ):
        segments[asset].append(Segment(start_ms, end_ms, text, (), speaker))
    for asset, start_ms, end_ms, speaker, text in catalogue.rows_in(
        f"SELECT t.asset, {columns} FROM cues {joined}", wanted
    ):
        shown[asset].append(Cue(start_ms, end_ms, tuple(text.split("\n")), speaker))
    found = {asset: Said(tuple(segments[asset]), tuple(shown[asset])) for asset in segments}
    hidden = redactions.spans_by_asset(catalogue)
    return found | {asset: _redacted(catalogue, asset) for asset in found if asset in hidden}


def _redacted(catalogue: Catalogue, asset: str) -> Said:
    """The same of a recording with redactions: few have any, and only the times of words tell what goes."""
    transcript = transcripts.current(catalogue, asset)
    segments = transcript.segments if transcript else ()
    shown = transcripts.shown(transcripts.cues(catalogue, asset), {})
    return Said(tuple(replace(s, words=()) for s in segments), tuple(shown))
