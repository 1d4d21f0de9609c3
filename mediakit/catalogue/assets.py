"""Assets: added by ingest, loaded whole, found by any of their names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from fractions import Fraction
from operator import itemgetter
from typing import Any, TypeVar

from mediakit.catalogue import cards, cuts, events, expected, people, redactions, search
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.domain.asset import Answered, Approval, Asset, Enrolment, Original, Outcome, Rendition, Spoken
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.facts import AudioTrack, Facts, Kind, Role, Shot, TimeSource
from mediakit.domain.naming import short_name, slugify
from mediakit.domain.recipe import Shape, Sketch
from mediakit.domain.redaction import silences

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which assets: every field that is not None must hold. state is checked after loading."""

    event: str | None = None
    person: str | None = None
    kind: str | None = None
    role: str | None = None
    card: str | None = None
    session: str | None = None


def add(catalogue: Catalogue, new: Enrolment) -> None:
    """Add an asset; nothing happens if the catalogue knows its content already. People are slugs that exist."""
    if catalogue.value("SELECT 1 FROM assets WHERE id = ?", [new.id]):
        return
    with catalogue.writing():
        catalogue.insert("assets", {**_identity(catalogue, new), **_read_off(new.facts)})
        for slug in new.people:
            person_id = people.number(catalogue, slug)
            catalogue.insert(
                "asset_people", {"asset": new.id, "person_id": person_id}, conflict="ON CONFLICT DO NOTHING"
            )
        for source in new.sources:
            catalogue.execute("INSERT OR IGNORE INTO sources VALUES (?, ?)", [new.id, source])
        search.index_asset(catalogue, new.id)


def _identity(catalogue: Catalogue, new: Enrolment) -> dict[str, object]:
    event_id = events.number(catalogue, new.event)
    name = new.path.rsplit("/", 1)[-1]
    card_id = catalogue.value("SELECT id FROM cards WHERE event_id = ? AND name = ?", [event_id, new.card])
    described = new.facts.described
    stem = short_name("", name).lstrip("/")
    return {
        "id": new.id,
        "role": new.role.value,
        "name": name,
        "short": short_name(new.card or "finished", name),
        "slug": _free_slug(catalogue, slugify(described.title or stem, fallback=new.facts.kind.value)),
        "event_id": event_id,
        "card_id": card_id,
        "path": new.path,
        "bytes": new.bytes,
        "in_place": int(new.in_place),
        "captured_at": new.captured_at.isoformat() if new.captured_at else None,
        "captured_at_source": new.captured_at_source,
        "captured_at_doubt": new.captured_at_doubt,
        "problem": new.problem,
        "answered": Answered.PEOPLE.value if new.people else None,
        "replaces": new.replaces,
        "added_at": now(),
    }


def _read_off(facts: Facts) -> dict[str, object]:
    described = facts.described
    return {
        "kind": facts.kind.value,
        "duration_ms": facts.duration_ms,
        "width_px": facts.width_px,
        "height_px": facts.height_px,
        "rotation": facts.rotation,
        "fps": str(facts.fps) if facts.fps else None,
        "vcodec": facts.vcodec,
        "acodec": facts.acodec,
        "channels": facts.channels,
        "sample_rate_hz": facts.sample_rate_hz,
        "timecode": facts.timecode,
        "camera": facts.camera,
        "interlaced": int(facts.interlaced),
        "variable_frame_rate": int(facts.variable_frame_rate),
        "hdr": facts.hdr,
        "plays": int(facts.plays),
        "title": described.title,
        "caption": described.caption,
        "alt_text": described.alt_text,
        "extended_description": described.extended_description,
        "credit": described.credit,
        "creator": described.creator,
        "copyright": described.copyright,
        "rating": described.rating,
        "keywords": json.dumps(described.keywords, ensure_ascii=False),
        "facts": json.dumps(
            {"audio": [_track(t) for t in facts.audio], "people_shown": described.people, **facts.extra},
            ensure_ascii=False,
        ),
    }


def _track(track: Any) -> dict[str, object]:
    return {
        name: getattr(track, name) for name in ("index", "codec", "channels", "sample_rate_hz", "layout", "language")
    }


def _free_slug(catalogue: Catalogue, wanted: str) -> str:
    if not catalogue.value("SELECT 1 FROM assets WHERE slug = ?", [wanted]):
        return wanted
    taken = {r["slug"] for r in catalogue.rows("SELECT slug FROM assets WHERE slug GLOB ?", [f"{wanted}-*"])}
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def find(catalogue: Catalogue, name: str) -> str:
    """The id of the asset that a user means: id or its unique prefix (≥ 4), short name, original's path, or slug.

    Raises UnknownName; where several fit, the hint names them.
    """
    wanted = name.strip()
    found: list[str] = []
    if re.fullmatch(r"[0-9a-f]{4,32}", wanted.lower()):
        found = _ids(catalogue, "id >= ? AND id <= ?", [wanted.lower(), wanted.lower() + "g"])
    for where in ("short = ?", "path = ?", "slug = ?", "short = ? COLLATE NOCASE"):
        if found:
            break
        found = _ids(catalogue, where, [wanted])
    if not found:
        found = _ids(catalogue, "id IN (SELECT asset FROM originals WHERE path = ?)", [wanted])
    if len(found) == 1:
        return found[0]
    if found:
        rows = catalogue.rows_in("SELECT id, short FROM assets WHERE id IN (?) ORDER BY id", found[:5])
        hint = "; ".join(f"{r['id'][:12]} is {r['short']}" for r in rows)
        raise UnknownName("more than one asset has that name", where=name, hint=f"name it by its id: {hint}")
    hint = "names are an id (four digits or more), CARD/CLIP, or the original's path; see: mediakit assets"
    raise UnknownName("no such asset", where=name, hint=hint)


def _ids(catalogue: Catalogue, where: str, parameters: Sequence[object]) -> list[str]:
    return [r["id"] for r in catalogue.rows(f"SELECT id FROM assets WHERE {where} ORDER BY id", parameters)]


def known(catalogue: Catalogue, asset_id: str) -> bool:
    """Whether this content is an asset already."""
    return bool(catalogue.value("SELECT 1 FROM assets WHERE id = ?", [asset_id]))


def ids(catalogue: Catalogue, wanted: Wanted | None = None) -> list[str]:
    """The ids of the assets wanted, in order of event, capture time and name. Raises UnknownName for its names."""
    wanted = wanted or Wanted()
    if wanted.event:
        events.find(catalogue, wanted.event)
    person = people.find(catalogue, wanted.person).slug if wanted.person else None
    rows = catalogue.rows(
        "SELECT a.id FROM assets a LEFT JOIN events e ON e.id = a.event_id LEFT JOIN cards c ON c.id = a.card_id "
        "LEFT JOIN sessions s ON s.id = a.session_id "
        "WHERE (:event IS NULL OR e.slug = :event) AND (:kind IS NULL OR a.kind = :kind) "
        "AND (:role IS NULL OR a.role = :role) AND (:card IS NULL OR c.name = :card) "
        "AND (:session IS NULL OR s.slug = :session) "
        "AND (:person IS NULL OR a.id IN (SELECT asset FROM asset_people JOIN people ON people.id = person_id "
        "WHERE people.slug = :person)) "
        "ORDER BY e.slug, a.captured_at IS NULL, a.captured_at, a.short, a.id",
        {
            "event": wanted.event,
            "kind": wanted.kind,
            "role": wanted.role,
            "card": wanted.card,
            "session": wanted.session,
            "person": person,
        },
    )
    return [r["id"] for r in rows]


def one(catalogue: Catalogue, asset_id: str) -> Asset:
    """One asset by its full id. Raises UnknownName."""
    found = load(catalogue, [asset_id])
    if not found:
        raise UnknownName("no such asset", where=asset_id)
    return found[0]


def load(catalogue: Catalogue, asset_ids: Sequence[str] | None = None) -> list[Asset]:
    """Assets in full, in the order asked for (all of them without ids, in the order of `ids`)."""
    order = list(asset_ids) if asset_ids is not None else ids(catalogue)
    gathered = _Gathered(catalogue, None if asset_ids is None or len(order) > 2000 else order)
    return [gathered.asset(asset_id) for asset_id in order if asset_id in gathered.rows]


class _Gathered:
    """Everything that belongs to some assets (or to all of them), by asset, in a handful of queries."""

    def __init__(self, catalogue: Catalogue, wanted: Sequence[str] | None) -> None:
        self.catalogue, self.wanted = catalogue, wanted
        columns = ", ".join(f"a.{name}" for name in _COLUMNS)
        self.rows = {
            r[0]: r
            for r in self._select(
                f"SELECT {columns}, e.slug, c.name, s.slug FROM assets a "
                "LEFT JOIN events e ON e.id = a.event_id LEFT JOIN cards c ON c.id = a.card_id "
                "LEFT JOIN sessions s ON s.id = a.session_id",
                "a.id",
            )
        }
        self.people = self._by_asset(
            "SELECT asset, people.slug AS slug, source, confidence FROM asset_people "
            "JOIN people ON people.id = person_id",
            "slug",
            tuple,
        )
        self.tags = self._by_asset("SELECT asset, tag FROM tags", "tag", itemgetter(1))
        self.sources = self._by_asset("SELECT asset, came_from FROM sources", "came_from", itemgetter(1))
        self.parts = self._by_asset(
            "SELECT * FROM originals", "role <> 'main', path", cards.original, "role IN ('main', 'part', 'sidecar')"
        )
        self.renditions = self._by_asset(
            f"SELECT asset, {', '.join(_RENDITION)} FROM renditions", "profile", lambda r: Rendition(*r[1:])
        )
        self.outcomes = self._by_asset("SELECT * FROM outcomes", "stage", outcome)
        self.spoken = self._by_asset("SELECT * FROM transcripts", "revision", _spoken, "current = 1")
        self.approvals = self._by_asset("SELECT * FROM approvals", "id", lambda r: r)
        self.redacted = redactions.spans_by_asset(catalogue)
        self.expected = expected.names_by_asset(catalogue)
        self.cuts = cuts.by_asset(catalogue)

    def _select(self, sql: str, column: str, where: str = "1", order: str = "1") -> Iterable[Row]:
        if self.wanted is None:
            return self.catalogue.rows(f"{sql} WHERE {where} ORDER BY {order}")
        return self.catalogue.rows_in(f"{sql} WHERE {column} IN (?) AND {where} ORDER BY {order}", self.wanted)

    def _by_asset(self, sql: str, order: str, make: Callable[[Row], T], where: str = "1") -> dict[str, list[T]]:
        found: dict[str, list[T]] = {}
        for row in self._select(sql, "asset", where, order):
            found.setdefault(row["asset"], []).append(make(row))
        return found

    def asset(self, asset_id: str) -> Asset:
        people = self.people.get(asset_id, ())
        spoken, approvals = self.spoken.get(asset_id), self.approvals.get(asset_id)
        return Asset(
            **_plain(self.rows[asset_id]),
            people=tuple([slug for _, slug, _, _ in people]),
            matched=tuple([(slug, sure or 0.0) for _, slug, source, sure in people if source == "match"]),
            tags=tuple(self.tags.get(asset_id, ())),
            sources=tuple(self.sources.get(asset_id, ())),
            parts=tuple(self.parts.get(asset_id, ())),
            renditions={r.profile: r for r in self.renditions.get(asset_id, ())},
            outcomes={o.stage: o for o in self.outcomes.get(asset_id, ())},
            spoken=spoken[0] if spoken else None,
            approval=_approval(approvals[-1]) if approvals else None,
            redacted=self.redacted.get(asset_id, ()),
            expects=self.expected.get(asset_id, ()),
            cuts_ms=self.cuts.get(asset_id, ()),
        )


_COLUMNS = (
    "id", "name", "short", "slug", "path", "bytes", "captured_at_doubt", "duration_ms", "width_px", "height_px",
    "rotation", "vcodec", "acodec", "channels", "sample_rate_hz", "timecode", "camera", "hdr", "problem", "title",
    "caption", "alt_text", "extended_description", "credit", "creator", "copyright", "rating", "poster_ms", "chapters",
    "described_by", "description_not_needed", "description_text", "replaces", "session_confidence", "in_place",
    "interlaced", "variable_frame_rate", "plays", "hidden", "kind", "role", "shot", "captured_at",
    "captured_at_source", "fps", "keywords", "answered", "embargo",
)  # fmt: skip
_NAMES = (*_COLUMNS, "event", "card", "session")
_RENDITION = tuple(field.name for field in fields(Rendition))


def _json_words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text != "[]" else ()


# what a column that is not null stands for
_READ: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("in_place", "interlaced", "variable_frame_rate", "plays", "hidden"), bool),
    "kind": {k.value: k for k in Kind}.__getitem__,
    "role": {r.value: r for r in Role}.__getitem__,
    "shot": Shot,
    "captured_at": datetime.fromisoformat,
    "captured_at_source": TimeSource,
    "fps": Fraction,
    "keywords": _json_words,
    "answered": Answered,
    "embargo": date.fromisoformat,
}  # fmt: skip


def _plain(row: Row) -> dict[str, Any]:
    # by place: a row looks a name up letter by letter, among sixty, and there may be ten thousand
    given = dict(zip(_NAMES, row, strict=True))
    for name, read in _READ.items():
        value = given[name]
        given[name] = None if value is None or value == "" else read(value)
    return given


def outcome(row: Row) -> Outcome:
    """The value of a row of `outcomes`."""
    names = ("asset", "stage", "key", "status", "elapsed_ms", "reason", "attempts")
    return Outcome(**{name: row[name] for name in names})


def _spoken(row: Row) -> Spoken:
    names = ("language", "engine", "model", "key", "revision", "words", "duration_ms", "digest", "by")
    return Spoken(**{name: row[name] for name in names})


def _approval(row: Row) -> Approval:
    return Approval(by=row["by"], at=datetime.fromisoformat(row["at"]), what=json.loads(row["what"]), note=row["note"])


def sketches(catalogue: Catalogue) -> list[Sketch]:
    """Every asset as far as counting its work needs: a tenth of the time that `load` takes."""
    outcomes: dict[str, dict[str, tuple[str, str]]] = {}
    for asset, stage, status, key in catalogue.rows("SELECT asset, stage, status, key FROM outcomes"):
        outcomes.setdefault(asset, {})[stage] = (status, key)
    columns = "SELECT asset, by, key, revision FROM transcripts WHERE current = 1"
    spoken = {asset: (by, key, revision) for asset, by, key, revision in catalogue.rows(columns)}
    approved = {row[0] for row in catalogue.rows("SELECT DISTINCT asset FROM approvals")}
    kinds, roles = {k.value: k for k in Kind}, {r.value: r for r in Role}
    silent = {asset: silences(spans) for asset, spans in redactions.spans_by_asset(catalogue).items()}
    names, cut = expected.names_by_asset(catalogue), cuts.by_asset(catalogue)
    rows = catalogue.rows("SELECT id, kind, role, plays, acodec, width_px, height_px, poster_ms FROM assets")
    return [
        Sketch(
            Shape(
                kinds[kind], roles[role], bool(plays), acodec is not None, width, height, poster,
                asset in approved, spoken[asset][2] if asset in spoken else None, silent.get(asset, ()),
                names.get(asset, ()), cut.get(asset, ()),
            ),
            outcomes.get(asset, {}),
            spoken[asset][:2] if asset in spoken else None,
        )
        for asset, kind, role, plays, acodec, width, height, poster in rows
    ]  # fmt: skip


def add_part(catalogue: Catalogue, asset_id: str, duration_ms: int | None) -> None:
    """Count a later part of a spanned recording into the duration of its asset (ms)."""
    if duration_ms:
        with catalogue.writing():
            catalogue.execute(
                "UPDATE assets SET duration_ms = coalesce(duration_ms, 0) + ? WHERE id = ?", [duration_ms, asset_id]
            )


def bring_home(catalogue: Catalogue, asset_id: str, path: str) -> bool:
    """An asset that was catalogued in place lives at `path` among the originals from now on; False if it did already.

    Where it lay before stays known as a duplicate.
    """
    with catalogue.writing():
        if not catalogue.value("SELECT 1 FROM assets WHERE id = ? AND in_place = 1", [asset_id]):
            return False
        catalogue.update("assets", {"path": path, "in_place": 0}, {"id": asset_id})
        catalogue.update("originals", {"role": "duplicate"}, {"asset": asset_id, "role": "main"})
        return True


def original_of(catalogue: Catalogue, asset_id: str) -> Original | None:
    """The main original of an asset, or None if the catalogue knows no file of it."""
    row = catalogue.row("SELECT * FROM originals WHERE asset = ? AND role = 'main' ORDER BY path", [asset_id])
    return cards.original(row) if row else None


def facts_kept(catalogue: Catalogue, asset_id: str) -> dict[str, Any]:
    """What was read off the file besides the columns: audio tracks, persons shown, lens and such."""
    kept: dict[str, Any] = json.loads(catalogue.value("SELECT facts FROM assets WHERE id = ?", [asset_id]) or "{}")
    return kept


def facts(catalogue: Catalogue, asset: Asset) -> Facts:
    """What was read off an asset's file, as the doors of the media room want it. Nothing that a person wrote."""
    kept = facts_kept(catalogue, asset.id)
    return Facts(
        kind=asset.kind,
        width_px=asset.width_px,
        height_px=asset.height_px,
        rotation=asset.rotation,
        duration_ms=asset.duration_ms,
        fps=asset.fps,
        vcodec=asset.vcodec,
        acodec=asset.acodec,
        channels=asset.channels,
        sample_rate_hz=asset.sample_rate_hz,
        audio=tuple(AudioTrack(**track) for track in kept.get("audio", ())),
        interlaced=asset.interlaced,
        variable_frame_rate=asset.variable_frame_rate,
        hdr=asset.hdr,
        plays=asset.plays,
        extra={k: v for k, v in kept.items() if k not in ("audio", "people_shown")},
    )


def require(catalogue: Catalogue, names: Sequence[str]) -> list[str]:
    """The ids of every asset a user named, all of them known before anything is done. Raises Misuse, UnknownName."""
    if not names:
        raise Misuse("no asset was named", hint="name one by id, CARD/CLIP or path; see: mediakit assets")
    return list(dict.fromkeys(find(catalogue, name) for name in names))
