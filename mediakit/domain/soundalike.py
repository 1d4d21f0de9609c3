"""Where a recogniser may have written something else for a name: doubtful words that sound like a term of the lexicon.

These are proposals only. The recording itself decides (media/speech_names.py).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediakit.domain import phonetics
from mediakit.domain.lexicon import Lexicon, Source, Term
from mediakit.domain.naming import fold
from mediakit.domain.sentences import ends_sentence

# A word below this probability is doubtful. Measured with tiny.en: names it does not know have a word below it.
DOUBTFUL = 0.8
# A word below this one is lost: a window that has one is worth hearing once more.
LOST = 0.6
SAME = 0.05
# Furthest that a proposal may sound from its term, as a share of all there is to hear in it.
FURTHEST = 0.62
# How far a name may be to be worth expecting when the recording is heard once more.
FURTHEST_EXPECTED = 0.85
MOST_WORDS = 8
LONGEST, SHORTEST = 1.7, 0.45
MOST_PLACES = 3
MOST_PROPOSALS = 8
# How far from a term may be what is written for it once it is expected: "Darpreet Ahluwalia", "Manaring".
FURTHEST_AGAIN = 0.3
MOST_EXPECTED = 14
MOST_EXPECTED_NEAR = 6

# Before a surname; never a part of the name.
TITLES = frozenset("dr doctor prof professor mr mrs ms miss mx sir dame lord lady sister baroness reverend rev".split())

# Words that stand around a name but never for one; a span of nothing else is no name.
_BETWEEN = frozenset(
    "a an the and or but of to in on at by for from with as is are was were be been it its this that these those there "
    "i we you he she they me us him them my our your his her their not no so if then than when what who how all".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """A word as the recogniser wrote it, with its punctuation, and how sure it is: 0.0 … 1.0."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words first … beyond − 1 may be this term. distance: 0.0 sounds the same … 1.0 nothing alike.

    certain: the same letters, or a mistake that was corrected before: no further proof is needed. written: the
    recogniser itself wrote it there, or nearly so, when it expected it among other names.
    """

    first: int
    beyond: int
    term: Term
    distance: float
    certain: bool = False
    written: bool = False

    def overlaps(self, other: Proposal) -> bool:
        """Whether both are about some of the same words."""
        return self.first < other.beyond and other.first < self.beyond


def propose(words: Sequence[Said], lexicon: Lexicon) -> list[Proposal]:
    """Everything that may be a term of the lexicon, the most alike first. Words that were sure are left alone."""
    if not words or not lexicon:
        return []
    spelt = list(_spelt(words, lexicon))
    taken = {i for proposal in spelt for i in range(proposal.first, proposal.beyond)}
    right = _already_right(words, lexicon)
    doubtful = [word.probability < DOUBTFUL and i not in taken | right for i, word in enumerate(words)]
    found = _alike(words, lexicon, doubtful, taken | right, FURTHEST)
    found.sort(key=lambda p: (p.distance - 0.05 * p.term.near, p.first, p.beyond, p.term.text))
    return [*spelt, *_a_few(found)]


def _spelt(words: Sequence[Said], lexicon: Lexicon) -> Iterator[Proposal]:
    """Runs of words with the letters of a term but other capitals, accents or spaces, or corrected so before."""
    folded = [_letters(word.text) for word in words]
    for term in lexicon.terms:
        wanted = _letters(term.text)
        distinct = len(term.text.split()) > 1 or not term.text.islower()
        for first, beyond in _runs(folded, wanted) if wanted and distinct else ():
            if term.short and not after_title(words, first):
                continue
            written = " ".join(_bare(word.text) for word in words[first:beyond])
            if written != term.text and _is_a_name(words, first, beyond):
                yield Proposal(first, beyond, term, 0.0, certain=True)
        for heard in term.heard_as:
            for first, beyond in _runs(folded, heard.replace(" ", "")):
                if beyond - first > 1 or words[first].probability < DOUBTFUL or _is_a_name(words, first, beyond):
                    yield Proposal(first, beyond, term, 0.0, certain=not term.part)


def after_title(words: Sequence[Said], place: int) -> bool:
    """Whether a title stands before a word: what follows is a surname."""
    return place > 0 and words[place - 1].text.strip(".,").lower() in TITLES


def _is_a_name(words: Sequence[Said], first: int, beyond: int) -> bool:
    """Whether the recogniser took these words for a name: one has a capital that no new sentence gives it."""
    return any(
        _bare(words[i].text)[:1].isupper() and i > 0 and not ends_sentence(words[i - 1].text, words[i].text)
        for i in range(first, beyond)
    )


def _already_right(words: Sequence[Said], lexicon: Lexicon) -> set[int]:
    """The words of whole terms that are written as they should be. A surname may still need its first name."""
    texts = {term.text for term in lexicon.terms if not term.part}
    if not texts:
        return set()
    longest = max(len(text.split()) for text in texts)
    bare = [_bare(word.text) for word in words]
    right: set[int] = set()
    for first in range(len(bare)):
        for beyond in range(first + 1, min(len(bare), first + longest) + 1):
            if " ".join(bare[first:beyond]) in texts:
                right |= set(range(first, beyond))
    return right


def _runs(folded: Sequence[str], wanted: str) -> Iterator[tuple[int, int]]:
    for first, letters in enumerate(folded):
        if not letters or not wanted.startswith(letters):
            continue
        beyond, so_far = first + 1, letters
        while beyond < len(folded) and len(so_far) < len(wanted) and folded[beyond]:
            so_far += folded[beyond]
            beyond += 1
        if so_far == wanted:
            yield first, beyond


def worth_expecting(words: Sequence[Said], lexicon: Lexicon) -> list[str]:
    """The names that the doubtful words of a window may be: whoever is near, and all that sound a little like them."""
    doubtful = [word.probability < LOST for word in words]
    found = _alike(words, lexicon, doubtful, set(), FURTHEST_EXPECTED)
    whole = [term.text for term in lexicon.terms if term.near and not term.part][:MOST_EXPECTED_NEAR]
    alike = [p.term.text for p in sorted(found, key=lambda p: (p.distance, p.term.text))]
    return list(dict.fromkeys((*whole, *alike)))[:MOST_EXPECTED]


def expected(words: Sequence[Said], again: Sequence[str], lexicon: Lexicon) -> list[Proposal]:
    """Proposals from hearing a window once more with names expected: where `again` has a name and `words` has not.

    A name that is expected and never seen before is often written nearly right only: what sounds like it counts too.
    """
    before, after = [_letters(word.text) for word in words], [_letters(word) for word in again]
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    sounds = [phonetics.english(_bare(word.text)) for word in words]
    found: list[Proposal] = []
    for first, beyond, term in (*_written_again(after, lexicon), *_nearly_written_again(again, lexicon)):
        span = _behind_titles(_facing(blocks, first, beyond), before)
        if term.short and not after_title(words, span.start):
            continue
        wanted = [_letters(word) for word in term.text.split()]
        if 0 < len(span) <= MOST_WORDS and before[span.start : span.stop] != wanted:
            found.extend(_within(span, term, sounds))
    return list(dict.fromkeys(found))


def _behind_titles(span: range, letters: Sequence[str]) -> range:
    """A span without the titles that it begins with, which are no part of the name."""
    start = span.start
    while start < span.stop - 1 and letters[start] in TITLES:
        start += 1
    return range(start, span.stop)


def _written_again(after: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int, Term]]:
    """Where a name is written, letter by letter: from which word, to before which."""
    for term in lexicon.terms:
        wanted = [_letters(word) for word in term.text.split()]
        for first in range(len(after) - len(wanted) + 1):
            if after[first : first + len(wanted)] == wanted:
                yield first, first + len(wanted), term


def _nearly_written_again(again: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int, Term]]:
    """Where a whole name, or a surname behind a title, is written so that it sounds nearly like it."""
    # "Dr Manarings" is as often "Dr Mainwaring's"
    said = [Said(re.sub(r"(?<=\w\w\w)s$", "", _bare(word)), 0.0) for word in again]
    for proposal in _alike(said, lexicon, [True] * len(said), set(), FURTHEST_AGAIN):
        term = proposal.term
        if not term.part or after_title(said, proposal.first):
            yield proposal.first, proposal.beyond, term


def _facing(blocks: Sequence[tuple[str, int, int, int, int]], first: int, beyond: int) -> range:
    """The words of the one side that stand where words first … beyond − 1 of the other side do."""
    starts, stops = [], []
    for tag, a, b, c, d in blocks:
        if d > first and c < beyond:
            same = tag == "equal"
            starts.append(a + max(0, first - c) if same else a)
            stops.append(a + min(d, beyond) - c if same else b)
    return range(min(starts), max(stops)) if starts else range(0)


def _within(span: range, term: Term, sounds: Sequence[str]) -> Iterator[Proposal]:
    """The whole of a span, and the part of it that sounds most like the term."""
    places = [(i, j) for i in span for j in range(i + 1, span.stop + 1)]
    far = {place: _distance("".join(sounds[place[0] : place[1]]), term) for place in places}
    for first, beyond in dict.fromkeys((min(places, key=lambda p: far[p]), (span.start, span.stop))):
        found = Proposal(first, beyond, term, far[first, beyond], written=True)
        if not _first_name(found, sounds):
            yield found


def _distance(sounds: str, term: Term) -> float:
    return min(phonetics.distance(sounds, reading) / phonetics.weight(reading) for reading in term.readings)


def _alike(
    words: Sequence[Said], lexicon: Lexicon, doubtful: Sequence[bool], taken: set[int], furthest: float
) -> list[Proposal]:
    sounds = [phonetics.english(_bare(word.text)) for word in words]
    letters = [_letters(word.text) for word in words]
    plain = [word in _BETWEEN for word in letters]
    found: dict[str, list[Proposal]] = {}
    alone = [term for term in lexicon.terms if not term.short]
    taken = taken | {i for i, word in enumerate(letters) if word in TITLES}
    for first in range(len(words)):
        reach = range(first, min(len(words), first + MOST_WORDS))
        if first in taken or not any(doubtful[i] for i in reach):
            continue
        for term in lexicon.terms if after_title(words, first) else alone:
            for reading in term.readings:
                limit = furthest + 0.08 * term.near
                for beyond, distance in _spans(sounds, first, reading, limit, taken):
                    span = range(first, beyond)
                    same = "".join(letters[first:beyond]) == _letters(term.text)
                    if any(doubtful[i] for i in span) and not all(plain[i] for i in span) and not same:
                        found.setdefault(term.text, []).append(Proposal(first, beyond, term, distance))
    best = [proposal for of_term in found.values() for proposal in _best_places(of_term)]
    return _no_more_than_was_said(best, sounds)


def _no_more_than_was_said(found: Sequence[Proposal], sounds: Sequence[str]) -> list[Proposal]:
    """Without the whole name for words that sound like one part of it: nobody said the rest."""
    parts = {(p.first, p.beyond, p.term.of): p.distance for p in found if p.term.part}
    return [
        p
        for p in found
        if p.distance <= parts.get((p.first, p.beyond, p.term.text), 1.0) + SAME and not _first_name(p, sounds)
    ]


def _first_name(proposal: Proposal, sounds: Sequence[str]) -> bool:
    """Whether the words sound like somebody's first name at least as much as like their whole name."""
    term = proposal.term
    if term.source is not Source.PERSON or term.part or " " not in term.text:
        return False
    heard = "".join(sounds[proposal.first : proposal.beyond])
    first = phonetics.readings(term.text.split(" ", 1)[0])
    return min(phonetics.distance(heard, r) / phonetics.weight(r) for r in first) <= proposal.distance + SAME


def _spans(
    sounds: Sequence[str], first: int, reading: str, limit: float, taken: set[int]
) -> Iterator[tuple[int, float]]:
    """Where a run of words from `first` on, that may be this reading, ends, and how far it is from it, 0.0 … 1.0."""
    whole = phonetics.weight(reading)
    furthest = limit * whole
    comparing = phonetics.Comparison(reading)
    so_far = 0.0
    for last in range(first, min(len(sounds), first + MOST_WORDS)):
        so_far += phonetics.weight(sounds[last])
        if last in taken or so_far > LONGEST * whole:
            return
        comparing.hear(sounds[last])
        if comparing.least > furthest:
            return
        if comparing.distance <= furthest and so_far >= SHORTEST * whole:
            yield last + 1, comparing.distance / whole


def _best_places(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The best few spans for a term; where several readings give the same span, the nearest of them."""
    best: dict[tuple[int, int], Proposal] = {}
    for proposal in sorted(proposals, key=lambda p: p.distance):
        best.setdefault((proposal.first, proposal.beyond), proposal)
    return list(best.values())[:MOST_PLACES]


def _a_few(found: Sequence[Proposal]) -> list[Proposal]:
    """No more than a few proposals for the same words: the best of those that overlap."""
    kept: list[Proposal] = []
    for proposal in found:
        if sum(proposal.overlaps(other) for other in kept) < MOST_PROPOSALS:
            kept.append(proposal)
    return kept


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(_bare(text))))


def _bare(text: str) -> str:
    """A word without the punctuation around it and without a possessive ending.

    >>> _bare("(Brintworth's),")
    'Brintworth'
    """
    return re.sub(r"['’]s$", "", text.strip("\"',.;:!?()[]{}…“”‘’«»–—"))
