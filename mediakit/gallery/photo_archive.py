"""The photos of an event as one ZIP, for whoever prints them: the same files as on their pages, and a list of them.

It is stored, not compressed, and streamed from the site to the disk: the same bytes for the same photos, and no more
memory for two thousand of them than for two.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from mediakit.domain.asset import Asset
from mediakit.gallery import photo_sets
from mediakit.gallery.cards import Archive, Cards, Packed
from mediakit.gallery.pages import Download
from mediakit.gallery.part import ToKeep
from mediakit.media import files

T = TypeVar("T")

MOST_STARS = 5
LIST = "captions-and-credits.txt"
# what a ZIP says of each file beside its content and (twice) its name, and of itself: PKWARE APPNOTE, section 4.3
_OF_A_FILE, _OF_ITSELF = 30 + 46, 22


def add_photo_archives(cards: Cards) -> None:
    """A ZIP for every event with several photos, as large as the settings let it be."""
    most_bytes = cards.of.settings.photos_zip_mb * 10**6
    for event in cards.of.events if "photos" in cards.of.settings.downloads else ():
        everything = photo_sets.of_event(cards, event.slug)
        chosen = that_fit(everything, lambda asset: _to_keep(cards, asset).size_bytes, _stars, most_bytes)
        if len(chosen) > 1:
            cards.archives[event.slug] = _archive(cards, event.slug, chosen, len(everything))


def _to_keep(cards: Cards, asset: Asset) -> ToKeep:
    told = cards.gallery.parts.to_keep(asset.id)
    assert told is not None
    return told


def _archive(cards: Cards, event: str, chosen: Sequence[Asset], in_all: int) -> Download:
    listed = "\n".join(text for asset in chosen for text in _told(cards, asset))
    made = Archive(tuple(_packed(cards, asset) for asset in chosen), ((LIST, listed),))
    path = f"events/{event}/photos.zip"
    cards.gallery.archives[path] = made
    label = "Photos (ZIP)" if len(chosen) == in_all else "Selected photos (ZIP)"
    return Download(label, path, size_bytes(made), photos=len(chosen), photos_in_all=in_all)


def that_fit(photos: Sequence[T], size: Callable[[T], int], stars: Callable[[T], int], most_bytes: int) -> Sequence[T]:
    """All of them; else those with at least as many stars as it takes; none where even the best are too many.

    >>> that_fit([(1, 4), (2, 5), (3, 5)], lambda p: 10, lambda p: p[1], 20)
    [(2, 5), (3, 5)]
    >>> that_fit([(1, 4), (2, 5), (3, 5)], lambda p: 10, lambda p: p[1], 10)
    []
    """
    for least in range(MOST_STARS + 1):
        chosen = [photo for photo in photos if least == 0 or stars(photo) >= least]
        # no more sizes are asked for than it takes to know
        if all(total <= most_bytes for total in accumulate(map(size, chosen))):
            return chosen
    return []


def _stars(asset: Asset) -> int:
    return asset.rating or 0


def _packed(cards: Cards, asset: Asset) -> Packed:
    """The file to download of a photo, under the name of its page, which is no other's."""
    card, told = cards.photos[asset.id], _to_keep(cards, asset)
    return Packed(f"{card.slug}.jpg", card.download or "", told.key, told.size_bytes)


def _told(cards: Cards, asset: Asset) -> Iterator[str]:
    """What the list says of a photo, as its page does."""
    card = cards.photos[asset.id]
    yield f"{card.slug}.jpg"
    caption = card.caption if card.caption != card.title else None
    yield from (text for text in (card.title, caption, card.credit, card.rights) if text)
    yield ""


def size_bytes(archive: Archive) -> int:
    """How large the ZIP will be."""
    texts = [(name, len(_bytes(text))) for name, text in archive.texts]
    inside = [(f.name, f.size_bytes) for f in archive.files] + texts
    return _OF_ITSELF + sum(_OF_A_FILE + 2 * len(name.encode()) + size for name, size in inside)


def write(archive: Archive, site: Path, target: Path) -> None:
    """Write a ZIP of files that lie in the site, without a date: the same bytes on every machine."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for one in archive.files:
            source = site / one.path
            entry = _entry(one.name)
            entry.file_size = source.stat().st_size
            with source.open("rb") as content, made.open(entry, "w") as packed:
                shutil.copyfileobj(content, packed, files.CHUNK_BYTES)
        for name, text in archive.texts:
            made.writestr(_entry(name), _bytes(text))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _bytes(text: str) -> bytes:
    # newspapers open it in whatever comes with their machine
    return text.replace("\n", "\r\n").encode("utf-8-sig", "replace")
