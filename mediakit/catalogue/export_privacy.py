"""What an export without private facts must not hold: words and people of what is withheld, and names without a yes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mediakit.catalogue import people
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Asset
from mediakit.domain.consent import ShowAs
from mediakit.domain.naming import fold
from mediakit.domain.person import Person
from mediakit.domain.verdict import Standing

HIDDEN = "[withheld]"
# what people said and wrote about an asset, and the fields of a consent that are nobody else's business
_TOLD = (
    "slug",
    "title",
    "caption",
    "alt_text",
    "extended_description",
    "chapters",
    "audio_description",
    "description_text",
    "creator",
    "credit",
    "copyright",
    "error",
    "waiting",
)
_TERMS = ("evidence", "note", "by", "guardian", "withdrawn_reason")
_SAID = ("quotes",)


@dataclass(frozen=True, slots=True)
class Privacy:
    """withheld: asset id → why it may not be published; unnamed: slugs of people who may not be named in full."""

    with_private: bool
    withheld: Mapping[str, str]
    unnamed: frozenset[str]
    pattern: re.Pattern[str] | None
    left_out: dict[str, int] = field(default_factory=dict)

    def may_name(self, slug: str) -> bool:
        """Whether somebody's full name may be in the export."""
        return self.with_private or slug not in self.unnamed

    def may_tell(self, asset_id: str) -> bool:
        """Whether what is said in an asset, and about it, may be in the export."""
        return self.with_private or asset_id not in self.withheld

    def cleaned(self, name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A list as it may be exported."""
        if self.with_private:
            return rows
        if name == "people":
            rows = [row for row in rows if row["slug"] not in self.unnamed]
        elif name == "consents":
            rows = [{**row, **dict.fromkeys(_TERMS)} for row in rows if row["person"] not in self.unnamed]
        elif name in _SAID:
            rows = [row for row in rows if row["asset"] not in self.withheld]
        elif name == "assets":
            rows = [self._bare(row) if row["id"] in self.withheld else row for row in rows]
        return [self._hidden(row) for row in rows]

    def without_speakers(self, document: dict[str, Any]) -> dict[str, Any]:
        """A transcript without the slugs of voices that may not be named."""
        segments = [{**s, "speaker": self._voice(s["speaker"])} for s in document["segments"]]
        return {**document, "segments": segments}

    def without_voices(self, cues: Iterable[StoredCue]) -> list[StoredCue]:
        """Captions without the names of voices that may not be named."""
        return [replace(cue, speaker=self._voice(cue.speaker)) for cue in cues]

    def _voice(self, speaker: str | None) -> str | None:
        if self.with_private or speaker is None:
            return speaker
        return None if speaker in self.unnamed or self._hidden(speaker) == HIDDEN else speaker

    def _bare(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            **row,
            **dict.fromkeys(_TOLD),
            "keywords": [],
            "people": [],
            "people_matched": [],
            "tags": [],
            "withheld": "may not be published",
        }

    def _hidden(self, value: Any) -> Any:
        """The value with every text that names somebody unnamed replaced, and their slugs taken out of lists."""
        if self.pattern is None or value is None:
            return value
        if isinstance(value, dict):
            return {key: self._hidden(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._hidden(item) for item in value if not (isinstance(item, str) and item in self.unnamed)]
        if isinstance(value, str) and (value in self.unnamed or self.pattern.search(_key(value))):
            return HIDDEN
        return value


def privacy_of(catalogue: Catalogue, everything: Sequence[Asset], timezone: str, *, with_private: bool) -> Privacy:
    """What must be left out, decided as `build` decides today; `timezone`: of assets without an event."""
    listed = people.every(catalogue)
    decided = decide(catalogue, everything, timezone)
    withheld = decided.withheld
    if with_private:
        return Privacy(True, withheld, frozenset(), None)
    unnamed = {p.slug for p in listed if not all(_by_full_name(s.get(p.slug)) for s in decided.standings.values())}
    left_out = {"people": len(unnamed), "assets' words": len(withheld)}
    return Privacy(False, withheld, frozenset(unnamed), _pattern([p for p in listed if p.slug in unnamed]), left_out)


def _by_full_name(standing: Standing | None) -> bool:
    return standing is not None and standing.may_be_shown and standing.show_as is ShowAs.FULL


def _key(text: str) -> str:
    """Text as names are compared: folded, with single spaces for whatever stands between words."""
    return re.sub(r"[\W_]+", " ", fold(text))


def _pattern(unnamed: Iterable[Person]) -> re.Pattern[str] | None:
    """Finds the full names, other spellings and slugs of people in a `_key`; one word alone is too common for that."""
    names = {_key(name).strip() for p in unnamed for name in (p.name, *p.aliases, p.slug)}
    several = sorted(re.escape(name) for name in names if " " in name)
    # something that is never found, where nobody has two names: slugs in lists are taken out all the same
    return re.compile(rf"\b(?:{'|'.join(several)})\b" if several else r"(?!)") if names else None
