"""Files that were erased come back with their card: they are known again, and not taken in unawares."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from mediakit.catalogue import tombstones
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.tombstones import Tombstone
from mediakit.ingest.scan import Found, Listing, Unusable
from mediakit.media import files

AGAIN = "--again takes it in all the same"


def without_erased(catalogue: Catalogue, listing: Listing) -> Listing:
    """The listing with files that were erased among what cannot be used, each with when and why.

    Only files of the size of an erased one are read for it.
    """
    buried = {found.path: stone for found, _, stone in _erased(catalogue, listing)}
    if not buried:
        return listing
    refused = tuple(Unusable(path, f"{stone.told}; {AGAIN}") for path, stone in buried.items())
    kept = tuple(f for f in listing.files if f.path not in buried)
    return replace(listing, files=kept, unusable=(*listing.unusable, *refused))


def take_in_again(catalogue: Catalogue, listing: Listing) -> None:
    """Forget that files of this listing were erased: somebody knows it, and takes them in again."""
    erased = list(_erased(catalogue, listing))
    with catalogue.writing():
        for found, checksum, _ in erased:
            tombstones.take_away(catalogue, checksum, found.size_bytes)


def _erased(catalogue: Catalogue, listing: Listing) -> Iterator[tuple[Found, str, Tombstone]]:
    sizes = tombstones.sizes(catalogue)
    for found in listing.files:
        if found.size_bytes in sizes:
            # one that cannot be read fails by itself when it is to be copied
            with contextlib.suppress(OSError):
                checksum = files.digest(listing.root / found.path)
                stone = tombstones.of_content(catalogue, checksum, found.size_bytes)
                if stone:
                    yield found, checksum, stone
