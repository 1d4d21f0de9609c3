"""The search of the site as plain script files: which words stand on which page, in which sentence, at which second.

`search/index.js` names the parts; `search/words/*.js` lead from words to pages and the units in them;
`search/texts/*.js` hold what a page says, for showing the sentence. Units: 0 the title, 1 who is in it, 2 its caption,
3 and up its sentences. templates/static/search.js reads exactly this.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# a part of the index is split by its next letter while it is larger than this
PART_BYTES = 48_000
FOLDER = "search"

_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
        "ŋ": "n", "ς": "σ",
    }
)  # fmt: skip
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+")

# word → number of the page among all pages → units
Postings = dict[str, dict[int, list[int]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one page. said: (start in ms, or None for what has no place in a recording; text).

    large: a page with so much text that it gets a file of its own.
    """

    path: str
    kind: str
    title: str
    who: str = ""
    event: str = ""
    text: str = ""
    said: tuple[tuple[int | None, str], ...] = ()

    @property
    def key(self) -> str:
        return self.path.removesuffix("/index.html")

    @property
    def large(self) -> bool:
        return len(self.said) > 3


def words(text: str) -> list[str]:
    """The words of a text as they are compared: no accents, lower case, split at everything that is no letter or digit.

    >>> words("Siân O'Neill’s co-operation, 日本")
    ['sian', 'o', 'neill', 's', 'co', 'operation', '日', '本']
    """
    if text.isascii():
        return _WORD.findall(text.lower())
    return [w for piece in text.split() for w in _words_of_piece(piece)]


@functools.lru_cache(maxsize=65_536)
def _words_of_piece(piece: str) -> tuple[str, ...]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", piece) if unicodedata.category(c)[0] != "M")
    return tuple(_WORD.findall(plain.lower().translate(_LETTERS)))


def index_files(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """(path inside the site, text) of every file of the index. The same entries give the same bytes."""
    ordered = sorted(entries, key=lambda entry: entry.key)
    homes = _homes(ordered)
    parts = dict(_split("", _postings(ordered)))
    yield f"{FOLDER}/index.js", _script("index", {"parts": sorted(parts), "pages": len(ordered)})
    for prefix, postings in sorted(parts.items()):
        name = f"words/{part_name(prefix)}"
        yield f"{FOLDER}/{name}.js", _script(name, _part(postings, ordered, homes))
    for home, members in sorted(_by_home(ordered, homes).items()):
        yield f"{FOLDER}/texts/{home}.js", _script(f"texts/{home}", {entry.key: _shown(entry) for entry in members})


def part_name(prefix: str) -> str:
    """The file name of a part: the letters its words begin with; code points where those are not a to z or digits."""
    if re.fullmatch("[a-z0-9]+", prefix):
        return prefix
    return "_" + "-".join(f"{ord(c):x}" for c in prefix)


def _homes(entries: Sequence[Entry]) -> list[str]:
    """The file of texts for each page: its own for a recording, a shared one for what has little to say."""
    small = sum(not entry.large for entry in entries)
    digits = 0 if small <= 50 else 1 if small <= 1000 else 2
    homes = []
    for entry in entries:
        if entry.large:
            homes.append(entry.key.replace("/", "-"))
        else:
            # crc32 only spreads pages evenly over files, the same way every time
            homes.append("pages" + f"{zlib.crc32(entry.key.encode()):08x}"[:digits])
    return homes


def _by_home(entries: Sequence[Entry], homes: Sequence[str]) -> dict[str, list[Entry]]:
    members: dict[str, list[Entry]] = defaultdict(list)
    for entry, home in zip(entries, homes, strict=True):
        members[home].append(entry)
    return members


def _postings(entries: Sequence[Entry]) -> Postings:
    found: Postings = defaultdict(dict)
    for number, entry in enumerate(entries):
        units: Iterable[str] = (entry.title, entry.who, entry.text, *(text for _, text in entry.said))
        for unit, text in enumerate(units):
            for word in set(words(text)):
                found[word].setdefault(number, []).append(unit)
    return found


def _split(prefix: str, postings: Postings) -> Iterator[tuple[str, Postings]]:
    """Parts by the letters that words begin with, each small enough, or of one word alone."""
    size = 0
    for word, pages in postings.items():
        size += len(word) + 4 + 8 * len(pages) + 3 * sum(map(len, pages.values()))
        if size > PART_BYTES:
            break
    if size <= PART_BYTES or len(postings) == 1:
        yield prefix, postings
        return
    by_letter: dict[str, Postings] = defaultdict(dict)
    for word, pages in postings.items():
        by_letter[word[: len(prefix) + 1]][word] = pages
    for longer, those in by_letter.items():
        if longer == prefix:
            yield prefix, those
        else:
            yield from _split(longer, those)


def _part(postings: Postings, entries: Sequence[Entry], homes: Sequence[str]) -> object:
    numbers = sorted({number for pages in postings.values() for number in pages})
    own = {number: position for position, number in enumerate(numbers)}
    return {
        "pages": [f"{homes[n]} {entries[n].key}" for n in numbers],
        "words": {
            word: [[own[number], *units] for number, units in sorted(pages.items())]
            for word, pages in sorted(postings.items())
        },
    }


def _shown(entry: Entry) -> dict[str, object]:
    return {
        "path": entry.path,
        "kind": entry.kind,
        "title": entry.title,
        "who": entry.who,
        "event": entry.event,
        "text": entry.text,
        "said": [[None if start is None else start / 1000, text] for start, text in entry.said],
    }


def _script(name: str, data: object) -> str:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"mediakitSearch({json.dumps(name)},{body});\n"
