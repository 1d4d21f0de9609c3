"""The parts of all assets: taken over from the last build where nothing that they go by has changed, else made.

A part is made of three things: the backdrop, the asset (with what is said in it), and what is around it. Whoever makes
one is given these and can look at nothing else, and its key is over every value of all three: what a page shows and
what its key is made of cannot come apart. docs/decisions/0031 tells why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from mediakit.catalogue.said import Said, Sayings
from mediakit.domain.asset import Asset
from mediakit.gallery.asset_pages import DATA, photo_part
from mediakit.gallery.backdrop import Backdrop
from mediakit.gallery.keys import Keys, text_key
from mediakit.gallery.mentions import Mention
from mediakit.gallery.part import Around, Part, PhotoAround, RecordingAround, ToKeep, folder_of
from mediakit.gallery.recording_pages import recording_part
from mediakit.gallery.search_index import Found


@dataclass(frozen=True, slots=True)
class Taken:
    """What is remembered of a part. key: of all that it was made of; paths: of its files inside the site.

    found: the key of what the search finds of it. data: the text of its data.json.
    """

    key: str
    paths: tuple[str, ...]
    found: str
    data: str
    mentions: tuple[Mention, ...] = ()
    to_keep: ToKeep | None = None


class Before(Protocol):
    """What the last build made."""

    def part(self, asset_id: str, key: str) -> Taken | None:
        """What is remembered of a part of this key, if each of its files lies there as it was written."""

    def text(self, path: str) -> tuple[str, int] | None:
        """The key and the size in bytes of a text that lies in the site."""


class _Nothing:
    """Nothing was made before."""

    def part(self, asset_id: str, key: str) -> Taken | None:
        return None

    def text(self, path: str) -> tuple[str, int] | None:
        return None


NOTHING = _Nothing()


class Parts:
    """What comes of each asset. taken: by asset id, those that are taken over."""

    def __init__(self, backdrop: Backdrop, said: Mapping[str, Said], before: Before = NOTHING) -> None:
        self._backdrop, self._said, self._before = backdrop, said, before
        self.keys = Keys()
        self.taken: dict[str, Taken] = {}
        self._common = self.keys.of(backdrop.common)
        self._given: dict[str, tuple[Asset, Around]] = {}
        self._key_of: dict[str, str] = {}
        self._made: dict[str, Part] = {}

    def put(self, asset: Asset, around: Around) -> None:
        """An asset of the gallery, and all that its page shows of others."""
        key = self.keys.of_all(self._common, asset, around)
        self._given[asset.id], self._key_of[asset.id] = (asset, around), key
        taken = self._before.part(asset.id, key)
        if taken:
            self.taken[asset.id] = taken

    def make(self) -> Iterator[Part]:
        """Every part that is not taken over."""
        new = [asset_id for asset_id in self._given if asset_id not in self.taken]
        if isinstance(self._said, Sayings):
            self._said.read(new)
        yield from map(self.of, new)

    def of(self, asset_id: str) -> Part:
        """The part of an asset, made when it is first asked for."""
        if asset_id not in self._made:
            self._made[asset_id] = self._make(*self._given[asset_id])
        return self._made[asset_id]

    def _make(self, asset: Asset, around: Around) -> Part:
        if isinstance(around, RecordingAround):
            return recording_part(self._backdrop, asset, self._said.get(asset.id), around)
        assert isinstance(around, PhotoAround)
        return photo_part(self._backdrop, asset, around)

    # --- what others make of them -----------------------------------------------------------------

    def data(self, asset_id: str) -> str:
        """The text of data.json beside the page of an asset."""
        if asset_id in self.taken:
            return self.taken[asset_id].data
        return self.of(asset_id).texts[f"{self._folder(asset_id)}/{DATA}"]

    def text(self, asset_id: str, path: str) -> tuple[str, int] | None:
        """The key and the size in bytes of a text of an asset; None if it has none there."""
        if asset_id in self.taken:
            return self._before.text(path) if path in self.taken[asset_id].paths else None
        text = self.of(asset_id).texts.get(path)
        return None if text is None else (text_key(text), len(text.encode("utf-8", "replace")))

    def to_keep(self, asset_id: str) -> ToKeep | None:
        """The file of a photo that visitors may take along; None where the settings hand out none."""
        return (self.taken.get(asset_id) or self.of(asset_id)).to_keep

    def mentions(self, asset_id: str) -> tuple[Mention, ...]:
        """The names that are spoken in it by somebody else."""
        return self.taken[asset_id].mentions if asset_id in self.taken else self.of(asset_id).mentions

    def found(self) -> Iterator[Found]:
        """What the search finds of each asset."""
        for asset_id in self._given:
            yield Found(self._folder(asset_id), self._found_key(asset_id), lambda a=asset_id: self.of(a).entry)  # type: ignore[misc]

    def remembered(self) -> dict[str, Taken]:
        """What the next build may take over, by asset id."""
        return {asset_id: self.taken.get(asset_id) or self._told(asset_id) for asset_id in self._given}

    def _told(self, asset_id: str) -> Taken:
        part = self.of(asset_id)
        found, data = self._found_key(asset_id), self.data(asset_id)
        return Taken(self._key_of[asset_id], part.paths, found, data, part.mentions, part.to_keep)

    def _found_key(self, asset_id: str) -> str:
        taken = self.taken.get(asset_id)
        return taken.found if taken else self.keys.of(self.of(asset_id).entry)

    def _folder(self, asset_id: str) -> str:
        return folder_of(self._given[asset_id][1].card.path)
