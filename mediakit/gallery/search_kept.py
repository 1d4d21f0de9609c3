"""The index of the site's search, made anew only where something changed.

`.mediakit/search/` keeps the postings of each bucket, page by page, and what is known of each page. It is safe to
delete: the same entries give the same files, whatever was there before. While buckets are written it has no overview,
so that a build which was killed there begins from nothing.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import xxhash

from mediakit.gallery import search_files
from mediakit.gallery.keys import Keys
from mediakit.gallery.search_codes import bucket_of, buckets_for, numbered, read_shortened, shortened
from mediakit.gallery.search_files import FOLDER, PAGES_A_FILE, STOP_BYTES, Bucket, Choices
from mediakit.gallery.search_index import Entry, Found, blocks, characters, pairs, pieces, postings, words_of

OVERVIEW = "overview.json"

# the number of a page → its postings in one bucket
Pieces = dict[int, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the index. Equal keys mean equal text."""

    path: str
    key: str
    text: Callable[[], str]


@dataclass(slots=True)
class Page:
    """What is kept of a page. digest: of all of it; said: of its sentences alone; voices: who speaks where.

    buckets, written: the buckets that it has words in, and those of what is written about it, as bits. blocks: how many
    its sentences are in. choices: what it can be found by, as group, value and label.
    """

    digest: str
    said: str
    number: int
    characters: int
    buckets: int
    written: int
    blocks: int
    voices: dict[str, str]
    choices: Choices


_PARTS = attrgetter(*Page.__slots__)


@dataclass(slots=True)
class Kept:
    """What is kept of the index. By bucket: its files as path → key; in how many pages each word is; the words among
    them that are too common to be listed; the digest of its own file here."""

    version: str
    buckets: int
    stops: list[str]
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[int, dict[str, str]] = field(default_factory=dict)
    counts: dict[int, dict[str, int]] = field(default_factory=dict)
    seen_stops: dict[int, list[str]] = field(default_factory=dict)
    digests: dict[int, str] = field(default_factory=dict)


def index_files(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """(path inside the site, text) of every file of the index. The same entries give the same bytes."""
    for made in refreshed([as_found(entry) for entry in entries], "", None, lambda path, key: False):
        yield made.path, made.text()


def as_found(entry: Entry, keys: Keys | None = None) -> Found:
    """An entry that is there. keys: where it may be known already."""
    return Found(entry.key, (keys or Keys()).of(entry), lambda: entry)


def refreshed(
    everything: Iterable[Found], version: str, folder: Path | None, intact: Callable[[str, str], bool]
) -> Iterator[Made]:
    """Every file of the index. version: of this program; folder: what is kept, if anything may be kept.

    intact: whether a file lies in the site as it was written with a key.
    """
    by_key = {one.key: one for one in sorted(everything, key=lambda one: one.key)}
    index = _Index(by_key, numbered(by_key), version, folder)
    kept = folder and _read(folder, version)
    fresh = (kept and index.changed(kept, intact)) or index.anew()
    yield from _files(index, fresh)


def forget(folder: Path) -> None:
    """Remove everything that is kept."""
    shutil.rmtree(folder, ignore_errors=True)


def _files(index: _Index, kept: Kept) -> Iterator[Made]:
    for texts in kept.files.values():
        for path, key in texts.items():
            yield Made(path, key, partial(index.texts.__getitem__, path))
    without = [bucket for bucket in range(kept.buckets) if bucket not in kept.files]
    yield from _made(map(search_files.empty_bucket, without))
    counts = {word: count for those in kept.counts.values() for word, count in those.items()}
    yield from _made(search_files.overview(kept.buckets, index.numbers, kept.stops, counts))
    yield from _made(search_files.near_files(counts))
    offered = {page.number: (page.choices, page.voices) for page in kept.pages.values()}
    yield from _made(search_files.filter_files(offered))
    yield from _shown(index, kept)


def _made(texts: Iterable[tuple[str, str]]) -> Iterator[Made]:
    for path, text in texts:
        yield Made(path, _digest(text), partial(str, text))


def _shown(index: _Index, kept: Kept) -> Iterator[Made]:
    """What is shown of each page, and its sentences in blocks; none of it is written out before it is needed."""
    together: dict[int, list[tuple[int, Found]]] = defaultdict(list)
    for key, page in kept.pages.items():
        one = index.found[key]
        together[page.number // PAGES_A_FILE].append((page.number, one))
        for block in range(page.blocks):
            path = f"{FOLDER}/texts/{page.number:x}-{block}.js"
            own = _digest(f"{index.version}{page.digest}{page.number} {block}")
            yield Made(path, own, partial(_block_text, page.number, block, one))
    for file, members in sorted(together.items()):
        digests = [(number, one.digest) for number, one in members]
        make = partial(_page_text, file, members)
        yield Made(f"{FOLDER}/pages/{file:x}.js", _digest(f"{index.version}{digests}"), make)


def _block_text(page: int, block: int, one: Found) -> str:
    entry = one.entry()
    return search_files.block_file(page, block, entry, *blocks(entry)[block])


def _page_text(file: int, members: Sequence[tuple[int, Found]]) -> str:
    return search_files.page_file(file, [(number, one.entry()) for number, one in members])


class _Index:
    """The index while it is made: entries and numbers by key, and the texts of those files that were made."""

    def __init__(
        self, found: Mapping[str, Found], numbers: Mapping[str, int], version: str, folder: Path | None
    ) -> None:
        self.found, self.numbers, self.version, self.folder = found, numbers, version, folder
        self.texts: dict[str, str] = {}

    def anew(self) -> Kept:
        """Everything from nothing."""
        kept = Kept(self.version, buckets_for(sum(characters(one.entry()) for one in self.found.values())), [])
        shelves: dict[int, Pieces] = defaultdict(dict)
        sizes = Counter[str]()
        for key in self.found:
            kept.pages[key] = self._place(key, kept, shelves, sizes)
        kept.stops = sorted(word for word, size in sizes.items() if size > STOP_BYTES)
        for key in self.found if kept.stops else ():
            self._place_pairs(key, kept, shelves)
        self._begin()
        for bucket in sorted(shelves):
            self._put(kept, bucket, shelves.pop(bucket))
        self._save(kept)
        return kept

    def changed(self, kept: Kept, intact: Callable[[str, str], bool]) -> Kept | None:
        """What is kept, brought up to date; None where that is no less work than everything anew."""
        before = kept.pages
        gone = {k: p for k, p in before.items() if not self._stays(k, p)}
        new = [key for key in self.found if key in gone or key not in before]
        shelves: dict[int, Pieces] = defaultdict(dict)
        added = {key: self._place(key, kept, shelves) for key in new}
        kept.pages = {key: added.get(key) or before[key] for key in self.found}
        if buckets_for(sum(page.characters for page in kept.pages.values())) != kept.buckets:
            return None
        for key in new if kept.stops else ():
            self._place_pairs(key, kept, shelves)
        damaged = {b for b, those in kept.files.items() if not all(intact(path, key) for path, key in those.items())}
        touched = {*damaged, *_bits(_changed_buckets(gone, added))}
        if not (touched or gone or new):
            return kept
        fresh = self._brought_up(kept, sorted(touched), {page.number for page in gone.values()}, shelves)
        return None if fresh is None else self._put_again(kept, fresh, damaged)

    def _brought_up(
        self, kept: Kept, touched: Sequence[int], away: set[int], shelves: dict[int, Pieces]
    ) -> dict[int, tuple[Pieces, Pieces]] | None:
        """Each bucket as it was kept, and as it is to be, less the pages `away`; None where one is lost."""
        assert self.folder is not None
        fresh = {}
        for bucket in touched:
            before = _bucket(self.folder, kept, bucket)
            if before is None:
                return None
            stay = {number: piece for number, piece in before.items() if number not in away}
            fresh[bucket] = (before, stay | shelves[bucket])
        return fresh

    def _put_again(self, kept: Kept, fresh: dict[int, tuple[Pieces, Pieces]], damaged: set[int]) -> Kept | None:
        """Put those buckets anew that have other pieces than before, or files that are not what they were."""
        self._begin(empty=False)
        for bucket, (before, after) in fresh.items():
            if before != after or bucket in damaged:
                self._put(kept, bucket, after)
        if sorted(word for those in kept.seen_stops.values() for word in those) != kept.stops:
            return None
        self._save(kept)
        return kept

    def _stays(self, key: str, page: Page) -> bool:
        one = self.found.get(key)
        return one is not None and one.digest == page.digest and self.numbers[key] == page.number

    def _place(self, key: str, kept: Kept, shelves: dict[int, Pieces], sizes: Counter[str] | None = None) -> Page:
        """Put the postings of a page on the shelves of their buckets; sizes: how large those of each word are."""
        entry, number = self.found[key].entry(), self.numbers[key]
        words = words_of(entry)
        found = postings(words)
        if sizes is not None:
            for word, posting in found.items():
                sizes[word] += len(posting)
        own = pieces(found, kept.buckets)
        for bucket, piece in own.items():
            shelves[bucket][number] = piece
        written = {bucket_of(word, kept.buckets) for _, word in words.written}
        voices = search_files.stretches_of(entry, words)
        return Page(
            digest=self.found[key].digest,
            said=_digest(repr(entry.said)),
            number=number,
            characters=characters(entry),
            buckets=_as_bits(own),
            written=_as_bits(written),
            blocks=len(blocks(entry)),
            voices=voices,
            choices=search_files.choices_of(entry, voices),
        )

    def _place_pairs(self, key: str, kept: Kept, shelves: dict[int, Pieces]) -> None:
        page = kept.pages[key]
        for bucket, piece in pieces(
            pairs(words_of(self.found[key].entry()), frozenset(kept.stops)), kept.buckets
        ).items():
            before = shelves[bucket].get(page.number)
            shelves[bucket][page.number] = f"{before} {piece}" if before else piece
            page.buckets |= 1 << bucket

    def _put(self, kept: Kept, bucket: int, those: Pieces) -> None:
        for known in (kept.files, kept.counts, kept.seen_stops, kept.digests):
            known.pop(bucket, None)
        if those:
            made: Bucket = search_files.bucket_files(bucket, those)
            self.texts |= made.files
            kept.files[bucket] = {path: _digest(text) for path, text in made.files.items()}
            kept.counts[bucket] = made.words
            kept.seen_stops[bucket] = list(made.stops)
        if self.folder is None:
            return
        text = _document(those)
        file = self.folder / f"{bucket:x}.json"
        if those:
            file.write_text(text, "ascii")
            kept.digests[bucket] = _digest(text)
        else:
            file.unlink(missing_ok=True)

    def _begin(self, empty: bool = True) -> None:
        if self.folder is None:
            return
        if empty:
            forget(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / OVERVIEW).unlink(missing_ok=True)

    def _save(self, kept: Kept) -> None:
        if self.folder is None:
            return
        document = {name: getattr(kept, name) for name in Kept.__slots__}
        document["pages"] = {key: _PARTS(page) for key, page in kept.pages.items()}
        document["counts"] = {
            bucket: [shortened(list(those)), list(those.values())] for bucket, those in kept.counts.items()
        }
        (self.folder / OVERVIEW).write_text(_document(document), "ascii")


def _read(folder: Path, version: str) -> Kept | None:
    """What is kept; None where it cannot be read, or another version of this program kept it."""
    try:
        document: dict[str, Any] = json.loads((folder / OVERVIEW).read_text("ascii"))
        if document["version"] != version:
            return None
        document["pages"] = {key: Page(*page) for key, page in document["pages"].items()}
        document["counts"] = {
            bucket: dict(zip(read_shortened(those), counts, strict=True))
            for bucket, (those, counts) in document["counts"].items()
        }
        for name in ("files", "counts", "seen_stops", "digests"):
            document[name] = {int(bucket): value for bucket, value in document[name].items()}
        return Kept(**document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _bucket(folder: Path, kept: Kept, bucket: int) -> Pieces | None:
    """The pieces of a bucket as they are kept; None where they are not what was kept."""
    if bucket not in kept.digests:
        return {}
    try:
        text = (folder / f"{bucket:x}.json").read_text("ascii")
        if _digest(text) != kept.digests[bucket]:
            return None
        return {int(number): piece for number, piece in json.loads(text).items()}
    except (OSError, ValueError):
        return None


def _changed_buckets(gone: Mapping[str, Page], added: Mapping[str, Page]) -> int:
    """The buckets that pages left, entered or have other words in: a caption's, where what is said stayed the same."""
    bits = 0
    for key in {*gone, *added}:
        old, new = gone.get(key), added.get(key)
        if old and new and (old.number, old.said) == (new.number, new.said):
            bits |= old.written | new.written
        else:
            bits |= (old.buckets if old else 0) | (new.buckets if new else 0)
    return bits


def _as_bits(buckets: Iterable[int]) -> int:
    bits = 0
    for bucket in buckets:
        bits |= 1 << bucket
    return bits


def _bits(number: int) -> Iterator[int]:
    while number:
        last = number & -number
        yield last.bit_length() - 1
        number ^= last


def _document(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _digest(text: str) -> str:
    return xxhash.xxh128_hexdigest(text.encode("utf-8", "surrogatepass"))
