"""The files of the site's search, as plain scripts: what each of them says.

- `index.js`: how many buckets and pages there are.
- `words/B.js`: the words of a bucket, in how many pages each stands, and in which run its postings lie.
- `found/B-R.js`: a run of postings. Of the very commonest words (`stops`) only their first place in each page.
- `pages/N.js`: what is shown of sixteen numbers' pages; `texts/N-K.js`: a block of a page's sentences.
- `near/XN.js`: words by the sound of the first letter and by length, for what is misspelt.
- `starts.js`: the commonest words that begin with one or two letters.
- `filters.js`, `filters/H.js`: what can be chosen, and the pages (and places) that belong to each choice.

templates/static/search-index.js reads exactly this.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediakit.gallery.search_codes import ALPHABET, number, rising, shortened
from mediakit.gallery.search_index import PAIR, Entry, Words, blocks, first_only, words_of
from mediakit.gallery.search_words import words

FOLDER = "search"
# a run of postings is about so large; a word whose postings are larger than STOP_BYTES is a stop word
RUN_BYTES, STOP_BYTES = 12_000, 80_000
PAGES_A_FILE = 16
STARTS = 8
LONGEST_NEAR, SHORTEST_NEAR = 15, 3
# a choice with more than this says which pages, but no longer which places in them
FILTER_BYTES = 60_000
SOUNDS = str.maketrans("cqxgvzeiouy", "kkkjfsaaaaa")

_BEGINS = {character: how for how, character in enumerate(ALPHABET)}

Texts = Iterator[tuple[str, str]]
# who speaks in a page → where
Stretches = Mapping[str, str]
# group, value and label of each
Choices = Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket as files. files: path → text; words: word → in how many pages; stops: words too common to be listed."""

    files: dict[str, str]
    words: dict[str, int]
    stops: tuple[str, ...]


def script(name: str, data: object) -> str:
    """A file of the index."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"mediakitSearch({json.dumps(name)},{body});\n"


def bucket_files(bucket: int, pieces: Mapping[int, str]) -> Bucket:
    """A bucket, of the pieces of its pages by number."""
    rows: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for page in sorted(pieces):
        piece = pieces[page].split(" ")
        for word, posting in zip(piece[::2], piece[1::2], strict=True):
            rows[word].append((page, posting))
    ordered = sorted(rows)
    listed, stops = [], []
    for word in ordered:
        row = rows[word]
        text = _listed(row)
        # what is listed is no shorter than the postings: few words need counting
        if len(text) > STOP_BYTES and PAIR not in word and sum(len(posting) for _, posting in row) > STOP_BYTES:
            stops.append(word)
            text = _listed([(page, first_only(posting)) for page, posting in row])
        listed.append(text)
    runs = _runs(listed)
    counts = {word: len(rows[word]) for word in ordered}
    texts = {f"found/{bucket:x}-{n}": listed[first:end] for n, (first, end) in enumerate(runs)}
    listing = {
        "words": shortened(ordered),
        "pages": "".join(map(number, counts.values())),
        "runs": [[first, sum(map(len, listed[first:end]))] for first, end in runs],
        "stops": [ordered.index(word) for word in stops],
    }
    named: dict[str, object] = {f"words/{bucket:x}": listing, **texts}
    files = {f"{FOLDER}/{name}.js": script(name, data) for name, data in named.items()}
    return Bucket(files, counts, tuple(stops))


def _listed(row: Sequence[tuple[int, str]]) -> str:
    """The postings of a word: for each page four times the distance to the one before plus how it begins; the rest."""
    written, before = [], 0
    for page, posting in row:
        written.append(number(4 * (page - before) + _BEGINS[posting[0]]) + posting[1:])
        before = page
    return "".join(written)


def _runs(listed: Sequence[str]) -> list[tuple[int, int]]:
    found, first, size = [], 0, 0
    for place, text in enumerate(listed):
        if size and size + len(text) > RUN_BYTES:
            found.append((first, place))
            first, size = place, 0
        size += len(text)
    return [*found, (first, len(listed))] if listed else []


def page_file(file: int, members: Iterable[tuple[int, Entry]]) -> str:
    """What is shown of the pages whose numbers share a file."""
    shown = {page: _shown(entry, words_of(entry)) for page, entry in members}
    return script(f"pages/{file:x}", shown)


def _shown(entry: Entry, told: Words) -> dict[str, object]:
    shown = {"path": entry.path, "kind": entry.kind, "title": entry.title}
    more = {"who": entry.who, "event": entry.event, "text": entry.text}
    starts = [told.starts[first] for first, _ in blocks(entry)]
    return shown | {name: text for name, text in more.items() if text} | ({"blocks": starts} if starts else {})


def block_file(page: int, block: int, entry: Entry, first: int, end: int) -> str:
    """A block of sentences: start in seconds or null, how many words it has, the text, and who speaks if it changes."""
    rows: list[list[object]] = []
    speaker: str | None = None
    for sentence in entry.said[first:end]:
        start = None if sentence.start_ms is None else sentence.start_ms / 1000
        row: list[object] = [start, len(words(sentence.text)), sentence.text]
        if sentence.speaker != speaker:
            row.append(sentence.speaker or "")
            speaker = sentence.speaker
        rows.append(row)
    return script(f"texts/{page:x}-{block}", rows)


# --- what spans the buckets -----------------------------------------------------------------------


def overview(buckets: int, numbers: Mapping[str, int], stops: Sequence[str], vocabulary: Iterable[str]) -> Texts:
    """The file that is read first. near: the shelves that there are."""
    near = sorted({near_shelf(word) for word in vocabulary if _is_shelved(word)})
    told = {"buckets": buckets, "pages": len(numbers), "stops": sorted(stops), "near": near}
    yield f"{FOLDER}/index.js", script("index", told)


def empty_bucket(bucket: int) -> tuple[str, str]:
    """Path and text of a bucket without words: what is asked for is there, too, where nothing is found."""
    return next(iter(bucket_files(bucket, {}).files.items()))


def near_files(vocabulary: Mapping[str, int]) -> Texts:
    """All words by the sound of their first letter and their length, with how common they are (a power of two)."""
    shelves: dict[str, list[str]] = defaultdict(list)
    starts: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary:
        if PAIR in word:
            continue
        if _is_shelved(word):
            shelves[near_shelf(word)].append(word)
        starts[word[:1]].append(word)
        if len(word) > 1:
            starts[word[:2]].append(word)
    for shelf, members in sorted(shelves.items()):
        members.sort()
        common = "".join(number(vocabulary[word].bit_length() - 1) for word in members)
        yield f"{FOLDER}/near/{shelf}.js", script(f"near/{shelf}", {"words": shortened(members), "common": common})
    best = {s: sorted(those, key=lambda w: (-vocabulary[w], w))[:STARTS] for s, those in sorted(starts.items())}
    yield f"{FOLDER}/starts.js", script("starts", {s: " ".join(those) for s, those in best.items()})


def _is_shelved(word: str) -> bool:
    return len(word) >= SHORTEST_NEAR and PAIR not in word


def near_shelf(word: str) -> str:
    """Where words are looked for that may be meant: the sound of the first letter, and the length.

    >>> near_shelf("philip"), near_shelf("filip"), near_shelf("cynthia"), near_shelf("katherine")
    ('f6', 'f5', 's7', 'k9')
    """
    first = word[0]
    if word.startswith("ph"):
        first = "f"
    elif first == "c" and word[1:2] in ("e", "i", "y"):
        first = "s"
    first = first.translate(SOUNDS)
    sound = first if "a" <= first <= "z" else "_"
    return f"{sound}{min(len(word), LONGEST_NEAR)}"


def choices_of(entry: Entry, stretches: Stretches) -> Choices:
    """What a page can be found by: its kind, event, year, and everybody who is in it or speaks there."""
    own = [("kind", entry.kind, entry.kind), ("event", entry.event_slug, entry.event), ("year", entry.year, entry.year)]
    people = dict.fromkeys((*entry.people, *stretches))
    return [choice for choice in (*own, *(("person", name, name) for name in people)) if choice[1]]


def filter_files(offered: Mapping[int, tuple[Choices, Stretches]]) -> Texts:
    """What can be chosen, and the pages of each choice. offered: by the number of the page."""
    choices: dict[str, dict[str, tuple[str, list[int]]]] = {g: {} for g in ("kind", "event", "person", "year")}
    for page, (own, _) in offered.items():
        for group, value, label in own:
            choices[group].setdefault(value, (label, []))[1].append(page)
    listed = {
        group: [[value, label, len(numbers)] for value, (label, numbers) in sorted(values.items())]
        for group, values in choices.items()
    }
    yield f"{FOLDER}/filters.js", script("filters", listed)
    files: dict[str, dict[str, str]] = defaultdict(dict)
    for group, values in choices.items():
        for value, (_, numbers) in values.items():
            rows = [(n, offered[n][1].get(value, "") if group == "person" else "") for n in sorted(numbers)]
            files[f"filters/{choice_file(group, value)}"][f"{group}:{value}"] = _chosen(rows)
    for file, by_choice in sorted(files.items()):
        yield f"{FOLDER}/{file}.js", script(file, dict(sorted(by_choice.items())))


def choice_file(group: str, value: str) -> str:
    """The file of a choice; two choices may share one."""
    spread = 0
    for character in f"{group}:{value}":
        spread = (spread * 31 + ord(character)) % 2_147_483_647
    return f"{spread:x}"


def _chosen(rows: Sequence[tuple[int, str]]) -> str:
    text = _pages(rows)
    return text if len(text) <= FILTER_BYTES else _pages([(page, "") for page, _ in rows])


def _pages(rows: Sequence[tuple[int, str]]) -> str:
    """Twice the distance to the page before, plus 1 where the stretches follow in which somebody speaks."""
    written, before = [], 0
    for page, stretches in rows:
        written.append(number(2 * (page - before) + bool(stretches)) + stretches)
        before = page
    return "".join(written)


def stretches_of(entry: Entry, told: Words) -> dict[str, str]:
    """Who is shown to speak → where: how many stretches less one; first place and the one after the last of each."""
    edges: dict[str, list[int]] = defaultdict(list)
    for sentence, (start, end) in zip(entry.said, pairwise((*told.starts, len(told.said[0]))), strict=True):
        if not sentence.speaker:
            continue
        those = edges[sentence.speaker]
        if those and those[-1] == start:
            those[-1] = end
        else:
            those += (start, end)
    return {name: number(len(those) // 2 - 1) + rising(those) for name, those in edges.items()}
