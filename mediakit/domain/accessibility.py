"""How far an item meets WCAG 2.2, as far as a machine can tell; what it lacks, by success criterion. Pure.

Judged are text alternatives (1.1.1) and time-based media (1.2) of the item, and that its language is marked (3.1.2).
Whether an alternative says what matters, contrast, flashes and all else that takes eyes and ears is not judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind

LEVELS = ("A", "AA", "AAA")
UNKNOWN_LANGUAGES = frozenset({"", "und", "mul", "zxx"})


class ForUnseen(StrEnum):
    """What a film offers those who do not see it: the most of it, or that nobody has decided yet."""

    VERSION = "version"
    TEXT = "text"
    NOT_NEEDED = "not needed"
    UNDECIDED = "undecided"


def for_unseen(film: Asset, *, described: bool) -> ForUnseen:
    """What a film offers those who do not see it. described: as in `judge`."""
    if described:
        return ForUnseen.VERSION
    if film.description_not_needed:
        return ForUnseen.NOT_NEEDED
    return ForUnseen.TEXT if film.description_text else ForUnseen.UNDECIDED


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that an item lacks: the level that it keeps it from, the success criterion, and what in plain words."""

    level: str
    criterion: str
    what: str

    def __str__(self) -> str:
        return f"{self.what} (WCAG {self.criterion}, {self.level})"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands: level is the highest of which nothing that can be told is lacking, None below A."""

    asset: str
    level: str | None
    lacks: tuple[Lack, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """What it lacks, the most basic first."""
        return tuple(str(lack) for lack in self.lacks)

    @property
    def exceptions(self) -> tuple[str, ...]:
        """What keeps it from AA, which the law asks for."""
        return tuple(str(lack) for lack in self.lacks if lack.level != "AAA")


def judge(asset: Asset, *, captioned: bool, checked: bool, described: bool) -> Standing:
    """Judge one item as it is published.

    captioned: it has captions. checked: a person said that they read them. described: an audio described version of it
    is published with it.
    """
    lacks = _of_a_photo(asset) if asset.kind is Kind.PHOTO else _of_a_recording(asset, captioned, checked, described)
    lacks.sort(key=lambda lack: LEVELS.index(lack.level))
    reached = [level for level in LEVELS if not any(LEVELS.index(x.level) <= LEVELS.index(level) for x in lacks)]
    return Standing(asset.id, reached[-1] if reached else None, tuple(lacks))


def _of_a_photo(asset: Asset) -> list[Lack]:
    return [] if (asset.alt_text or "").strip() else [Lack("A", "1.1.1", "it has no alt text")]


def _of_a_recording(asset: Asset, captioned: bool, checked: bool, described: bool) -> list[Lack]:
    film, found = asset.kind is Kind.VIDEO, []
    speaks = asset.spoken is not None and asset.spoken.words > 0
    need = "1.2.2" if film else "1.2.1"
    if asset.has_sound and asset.spoken is None:
        found.append(Lack("A", need, "it has no transcript"))
    elif film and speaks and not captioned:
        found.append(Lack("A", need, "it has no captions"))
    if speaks and not checked:
        what = "its captions" if film else "its transcript"
        found.append(Lack("A", need, f"nobody said that they checked {what}: mediakit transcript check"))
    if asset.spoken is not None and speaks and asset.spoken.language.lower() in UNKNOWN_LANGUAGES:
        found.append(Lack("AA", "3.1.2", "the language spoken in it is not known"))
    if film:
        found += _unseen(asset, described)
        if speaks:
            found.append(Lack("AAA", "1.2.6", "it has no sign language"))
    return found


def _unseen(asset: Asset, described: bool) -> list[Lack]:
    """What a film lacks for those who do not see it."""
    if asset.description_not_needed or (described and asset.description_text):
        return []
    if described:
        return [Lack("AAA", "1.2.8", "all that is seen and said is not there as text")]
    waiting = "its audio described version is not published" if asset.described_by else "it has no audio description"
    if asset.description_text:
        # the text serves for level A; AA asks for the voice too
        return [Lack("AA", "1.2.5", waiting)]
    decide = "" if asset.described_by else ", and nobody said that it needs none"
    return [Lack("A", "1.2.3", f"{waiting}{decide}")]
