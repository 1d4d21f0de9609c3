"""What is said in many recordings at once: segments and captions of the current revisions, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


class Sayings(Mapping[str, Said]):
    """What is said in recordings, by asset id, each read when it is first asked for. asset_ids: those transcribed."""

    def __init__(self, catalogue: Catalogue, asset_ids: Iterable[str]) -> None:
        self._catalogue, self._ids = catalogue, dict.fromkeys(asset_ids)
        self._read: dict[str, Said] = {}

    def read(self, asset_ids: Iterable[str]) -> None:
        """Read many at once."""
        wanted = [asset_id for asset_id in asset_ids if asset_id in self._ids and asset_id not in self._read]
        self._read |= said(self._catalogue, wanted)

    def __getitem__(self, asset_id: str) -> Said:
        if asset_id in self._ids:
            self.read([asset_id])
        return self._read[asset_id]

    def __contains__(self, asset_id: object) -> bool:
        return asset_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def spoken_in(catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """The recordings in which something is said, and those that have captions, without reading any of it."""
    found = []
    for table in ("segments", "cues"):
        there = f"EXISTS (SELECT 1 FROM {table} WHERE transcript_id = t.id)"
        rows = catalogue.rows(f"SELECT asset FROM transcripts t WHERE current = 1 AND {there}")
        found.append({row[0] for row in rows})
    for asset in redactions.spans_by_asset(catalogue):
        without = _redacted(catalogue, asset)
        for those, left in zip(found, (without.segments, without.cues), strict=True):
            if not left:
                those.discard(asset)
    return frozenset(found[0]), frozenset(found[1])


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
