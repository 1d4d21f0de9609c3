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
from dataclasses import astuple, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import xxhash

from mediakit.gallery import search_files
from mediakit.gallery.keys import key_of
from mediakit.gallery.search_codes import bucket_of, buckets_for, numbered, read_shortened, shortened
from mediakit.gallery.search_files import FOLDER, PAGES_A_FILE, STOP_BYTES, Bucket
from mediakit.gallery.search_index import Entry, blocks, characters, pairs, pieces, postings, words_of

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

    buckets, written: the buckets that it has words in, and those of what is written about it, as bits.
    """

    digest: str
    said: str
    number: int
    characters: int
    buckets: int
    written: int
    voices: dict[str, str]


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
    for made in refreshed(entries, "", None, lambda path, key: False):
        yield made.path, made.text()


def refreshed(
    entries: Sequence[Entry],
    version: str,
    folder: Path | None,
    intact: Callable[[str, str], bool],
    digest: Callable[[Entry], str] = key_of,
) -> Iterator[Made]:
    """Every file of the index. version: of this program; folder: what is kept, if anything may be kept.

    intact: whether a file lies in the site as it was written with a key. digest: over all of an entry.
    """
    by_key = {entry.key: entry for entry in sorted(entries, key=lambda entry: entry.key)}
    numbers = numbered(by_key)
    index = _Index(by_key, numbers, version, folder, {key: digest(entry) for key, entry in by_key.items()})
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
    voices = {key: page.voices for key, page in kept.pages.items() if page.voices}
    yield from _made(search_files.overview(kept.buckets, index.numbers, kept.stops, counts))
    yield from _made(search_files.near_files(counts))
    yield from _made(search_files.filter_files(list(index.entries.values()), index.numbers, voices))
    yield from _shown(index, kept)


def _made(texts: Iterable[tuple[str, str]]) -> Iterator[Made]:
    for path, text in texts:
        yield Made(path, _digest(text), partial(str, text))


def _shown(index: _Index, kept: Kept) -> Iterator[Made]:
    """What is shown of each page, and its sentences in blocks; none of it is written out before it is needed."""
    together: dict[int, list[tuple[int, Entry]]] = defaultdict(list)
    for key, page in kept.pages.items():
        entry = index.entries[key]
        together[page.number // PAGES_A_FILE].append((page.number, entry))
        for block, (first, end) in enumerate(blocks(entry)):
            path = f"{FOLDER}/texts/{page.number:x}-{block}.js"
            own = _digest(f"{index.version}{page.digest}{page.number} {block}")
            yield Made(path, own, partial(search_files.block_file, page.number, block, entry, first, end))
    for file, members in sorted(together.items()):
        digests = [(number, kept.pages[entry.key].digest) for number, entry in members]
        make = partial(search_files.page_file, file, members)
        yield Made(f"{FOLDER}/pages/{file:x}.js", _digest(f"{index.version}{digests}"), make)


class _Index:
    """The index while it is made: entries and numbers by key, and the texts of those files that were made."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        numbers: Mapping[str, int],
        version: str,
        folder: Path | None,
        digests: Mapping[str, str],
    ) -> None:
        self.entries, self.numbers, self.version, self.folder = entries, numbers, version, folder
        self.digests = digests
        self.texts: dict[str, str] = {}

    def anew(self) -> Kept:
        """Everything from nothing."""
        kept = Kept(self.version, buckets_for(sum(map(characters, self.entries.values()))), [])
        shelves: dict[int, Pieces] = defaultdict(dict)
        sizes = Counter[str]()
        for key in self.entries:
            kept.pages[key] = self._place(key, kept, shelves, sizes)
        kept.stops = sorted(word for word, size in sizes.items() if size > STOP_BYTES)
        for key in self.entries if kept.stops else ():
            self._place_pairs(key, kept, shelves)
        self._begin()
        for bucket in sorted(shelves):
            self._put(kept, bucket, shelves.pop(bucket))
        self._save(kept)
        return kept

    def changed(self, kept: Kept, intact: Callable[[str, str], bool]) -> Kept | None:
        """What is kept, brought up to date; None where that is no less work than everything anew."""
        before = kept.pages
        gone = {k: p for k, p in before.items() if self._of(k) != (p.digest, p.number)}
        new = [key for key in self.entries if key in gone or key not in before]
        shelves: dict[int, Pieces] = defaultdict(dict)
        added = {key: self._place(key, kept, shelves) for key in new}
        kept.pages = {key: added.get(key) or before[key] for key in self.entries}
        if buckets_for(sum(page.characters for page in kept.pages.values())) != kept.buckets:
            return None
        for key in new if kept.stops else ():
            self._place_pairs(key, kept, shelves)
        damaged = {b for b, those in kept.files.items() if not all(intact(path, key) for path, key in those.items())}
        touched = {*damaged, *_bits(_changed_buckets(gone, added))}
        if not (touched or gone or new):
            return kept
        return self._put_again(kept, sorted(touched), {page.number for page in gone.values()}, shelves)

    def _put_again(self, kept: Kept, touched: Sequence[int], away: set[int], shelves: dict[int, Pieces]) -> Kept | None:
        """Put some buckets anew: as they were kept, less the pages `away`, and what is on the shelves."""
        assert self.folder is not None
        lying = {bucket: _bucket(self.folder, kept, bucket) for bucket in touched}
        if None in lying.values():
            return None
        self._begin(empty=False)
        for bucket in touched:
            stay = {number: piece for number, piece in (lying[bucket] or {}).items() if number not in away}
            self._put(kept, bucket, stay | shelves[bucket])
        if sorted(word for those in kept.seen_stops.values() for word in those) != kept.stops:
            return None
        self._save(kept)
        return kept

    def _of(self, key: str) -> tuple[str | None, int | None]:
        return self.digests.get(key), self.numbers.get(key)

    def _place(self, key: str, kept: Kept, shelves: dict[int, Pieces], sizes: Counter[str] | None = None) -> Page:
        """Put the postings of a page on the shelves of their buckets; sizes: how large those of each word are."""
        entry, number = self.entries[key], self.numbers[key]
        words = words_of(entry)
        found = postings(words)
        if sizes is not None:
            for word, posting in found.items():
                sizes[word] += len(posting)
        own = pieces(found, kept.buckets)
        for bucket, piece in own.items():
            shelves[bucket][number] = piece
        written = {bucket_of(word, kept.buckets) for _, word in words.written}
        return Page(
            digest=self.digests[key],
            said=_digest(repr(entry.said)),
            number=number,
            characters=characters(entry),
            buckets=_as_bits(own),
            written=_as_bits(written),
            voices=search_files.stretches_of(entry, words),
        )

    def _place_pairs(self, key: str, kept: Kept, shelves: dict[int, Pieces]) -> None:
        page = kept.pages[key]
        for bucket, piece in pieces(pairs(words_of(self.entries[key]), frozenset(kept.stops)), kept.buckets).items():
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
        document["pages"] = {key: astuple(page) for key, page in kept.pages.items()}
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
