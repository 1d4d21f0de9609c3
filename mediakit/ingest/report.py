"""What became of a card: every file in exactly one list, and whether the card may be formatted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mediakit.ingest.scan import Unusable


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a card: its path there, and the asset it became, doubles or belongs to."""

    source: str
    asset: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The effect of --clock-offset on one clip."""

    source: str
    camera_said: datetime
    taken_as: datetime


@dataclass(frozen=True, slots=True)
class Safety:
    """Whether a card may be formatted; if not, why not and what would change it."""

    safe: bool
    because: str


@dataclass(frozen=True, slots=True)
class CardReport:
    """One card. kept: copied and verified, no asset. failed: not copied. unplayable: clips and pictures that do
    not open or play; warnings: what else is wrong with one.

    copies: folders that hold the card, read back and compared; 0 when catalogued in place. files: on the card.
    """

    card: str
    source: str
    layout: str
    ingested: tuple[Row, ...]
    duplicates: tuple[Row, ...]
    kept: tuple[Unusable, ...]
    failed: tuple[Unusable, ...]
    files: int
    size_bytes: int
    verified: bool
    copies: int
    safety: Safety
    unplayable: tuple[Unusable, ...] = ()
    warnings: tuple[Unusable, ...] = ()
    clock: Clock | None = None


def safety(*, failed: int, verified: bool, devices: Collection[str], one_copy: bool, in_place: bool) -> Safety:
    """Decide whether a card may be formatted. devices: the disks that hold a whole verified copy.

    Only if nothing failed, every file was read back and compared, and copies lie on two disks, or the user said that
    one is enough; never when the card was catalogued in place.
    """
    if in_place:
        return Safety(False, "nothing was copied: the files were catalogued where they lie")
    if failed:
        return Safety(False, f"{failed} of its files could not be copied")
    if not verified:
        return Safety(False, "not every copy was read back and compared")
    if len(devices) < 2 and not one_copy:
        return Safety(False, "its copies lie on one disk only: copy it to a second one with --also")
    where = f"on {len(devices)} disks" if len(devices) > 1 else "on one disk"
    return Safety(True, f"every file was copied, read back and compared, {where}")
