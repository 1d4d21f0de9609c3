"""What somebody types to find a sentence: words, "phrases", AND, OR, NOT, prefix*, NEAR(a b, 5), person: and the like.

Every string is a query. What cannot be meant as an operator is a word.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from mediakit.domain.naming import fold

# names of hints that narrow a search; each also has an option of the command
HINTS = ("person", "organisation", "role", "event", "session", "kind", "speaker", "date", "since", "until")
LONGEST_QUERY = 2_000
MOST_LEAVES = 48
DEEPEST = 12
NEARWORDS = 10
MOST_NEARWORDS = 50
_APOSTROPHES = "'’ʼ‘`´"
WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<near>NEAR\()
    |(?P<minus>-)?(?P<hint>[a-z]+):(?P<value>"[^"]*"?|[^\s"()]+)
    |(?P<open>\()|(?P<close>\))
    |(?P<not>-(?=["\w(]))
    |"(?P<phrase>[^"]*)"?(?P<more>\*)?
    |(?P<plain>[^\s"()]+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """Words in this order, next to each other. prefix: the last one may go on; quoted: exactly these words.

    capital: typed with a capital, as a name is.
    """

    words: tuple[str, ...]
    prefix: bool = False
    quoted: bool = False
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Terms with at most `apart` words between them, in any order."""

    terms: tuple[Term, ...]
    apart: int = NEARWORDS


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these, and none of those."""

    these: tuple[Node, ...]
    none_of: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of these."""

    these: tuple[Node, ...]


Node = Term | Near | All | Any


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as it was understood. node: None if there is nothing to find; hints: (name, value) in the order typed."""

    node: Node | None
    hints: tuple[tuple[str, str], ...] = ()


def parse(text: str) -> Typed:
    """A query from what was typed; it never fails.

    >>> parse('trust "last mile" matern* person:naqvi').hints
    (('person', 'naqvi'),)
    >>> parse("midwives OR trust -wait").node.these[1].none_of
    (Term(words=('wait',), prefix=False, quoted=False, capital=False),)
    """
    clean = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())[:LONGEST_QUERY]
    tokens = [match for match in _TOKEN.finditer(clean) if match.group().strip()]
    reader = _Reader(tokens)
    node = reader.any_of(0)
    while reader.at < len(tokens):
        reader.at += 1
        rest = reader.any_of(0)
        node = _all([n for n in (node, rest) if n is not None])
    return Typed(node, tuple(reader.hints))


@dataclass(slots=True)
class _Reader:
    tokens: list[re.Match[str]]
    at: int = 0
    leaves: int = 0
    hints: list[tuple[str, str]] = field(default_factory=list)

    def peek(self, *kinds: str) -> bool:
        return self.at < len(self.tokens) and any(self.tokens[self.at][kind] for kind in kinds)

    def word(self) -> str | None:
        return self.tokens[self.at]["plain"] if self.at < len(self.tokens) else None

    def any_of(self, depth: int) -> Node | None:
        these = [self.all_of(depth)]
        while self.word() == "OR" and these[-1] is not None:
            self.at += 1
            these.append(self.all_of(depth))
        found = [node for node in these if node is not None]
        if len(found) < len(these) and found:
            # a last OR with nothing after it is the word "or"
            return All((*found, Term(("or",)))) if len(found) == 1 else All((Any(tuple(found)), Term(("or",))))
        return _any(found)

    def all_of(self, depth: int) -> Node | None:
        these: list[Node] = []
        none_of: list[Node] = []
        while self.at < len(self.tokens) and not self.peek("close"):
            word = self.word()
            if word == "OR" and (these or none_of):
                break
            if word == "AND" and these and self.at + 1 < len(self.tokens):
                self.at += 1
                continue
            negative = self.peek("not") or (word == "NOT" and self.at + 1 < len(self.tokens))
            self.at += negative
            node = self.leaf(depth)
            if node is not None:
                (none_of if negative else these).append(node)
        return _all(these, none_of)

    def leaf(self, depth: int) -> Node | None:
        if self.at >= len(self.tokens):
            return None
        token = self.tokens[self.at]
        if token["close"]:
            return None
        self.at += 1
        if token["hint"]:
            return self.hint(token)
        if token["near"]:
            return self.near()
        if token["open"]:
            node = self.any_of(depth + 1) if depth < DEEPEST else None
            self.at += self.peek("close")
            return node
        return self.term(token)

    def hint(self, token: re.Match[str]) -> Node | None:
        if token["hint"] in HINTS and not token["minus"]:
            self.hints.append((token["hint"], token["value"].strip('"').strip()))
            return None
        # a word with a colon in it is words
        return self.counted(term(f"{token['hint']} {token['value']}"))

    def near(self) -> Node | None:
        inside: list[Term] = []
        apart = NEARWORDS
        while self.at < len(self.tokens) and not self.peek("close"):
            token = self.tokens[self.at]
            self.at += 1
            text = token["plain"] or ""
            before, comma, number = text.rpartition(",")
            if comma and (number.isascii() and number.isdigit()):
                apart, text = int(number), before
            elif inside and self.peek("close") and text.isascii() and text.isdigit():
                apart, text = int(text), ""
            found = self.term(token, text) if text or token["phrase"] else None
            inside += [found] if found else []
        self.at += self.peek("close")
        if len(inside) < 2:
            return inside[0] if inside else None
        return Near(tuple(inside), max(0, min(apart, MOST_NEARWORDS)))

    def term(self, token: re.Match[str], text: str | None = None) -> Term | None:
        quoted = token["phrase"] is not None
        text = token["phrase"] if quoted else (token["plain"] or "") if text is None else text
        prefix = bool(token["more"]) if quoted else text.endswith("*")
        return self.counted(term(text or "", prefix=prefix, quoted=quoted))

    def counted(self, found: Term | None) -> Term | None:
        self.leaves += found is not None
        return found if self.leaves <= MOST_LEAVES else None


def term(text: str, *, prefix: bool = False, quoted: bool = False) -> Term | None:
    """The term that these words are; None if there is no word among them."""
    words = tuple(word for word, _ in spoken(text))
    capital = any(word[:1].isupper() for word in WORD.findall(text))
    return Term(words[:64], prefix, quoted, capital) if words else None


def _all(these: list[Node], none_of: list[Node] | None = None) -> Node | None:
    if not these:
        return None
    if len(these) == 1 and not none_of:
        return these[0]
    return All(tuple(these), tuple(none_of or ()))


def _any(these: list[Node]) -> Node | None:
    return these[0] if len(these) == 1 else Any(tuple(these)) if these else None


def leaves(node: Node | None) -> Iterator[Term]:
    """Every term that has to occur or may occur; not those that must not."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Near):
        yield from node.terms
    elif node is not None:
        for below in node.these:
            yield from leaves(below)


def spoken(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text: each as it is compared, and as it is spelled in the index.

    >>> list(spoken("Ms O’Malley’s Łódź"))
    [('ms', 'ms'), ('omalley', 'o malley'), ('lodz', 'łódź')]
    """
    for word in WORD.findall(text):
        yield key_of(word)


def places(text: str) -> list[tuple[int, int, str]]:
    """Where each word of a text begins and ends, and how it is compared."""
    return [(match.start(), match.end(), key_of(match[0])[0]) for match in WORD.finditer(text)]


def words_of(text: str) -> list[str]:
    """The words of a text as they are written: O’Neill is one."""
    return WORD.findall(text)


def compared(text: str) -> list[str]:
    """The words of a text as they are compared: as `places` has them, without the places."""
    return [key_of(word)[0] for word in WORD.findall(text)]


@functools.lru_cache(maxsize=100_000)
def key_of(word: str) -> tuple[str, str]:
    """A word as it is compared (no accents, capitals, apostrophes or possessive s), and as the index has it."""
    bare = _POSSESSIVE.sub("", word)
    if bare.isascii() and bare.isalnum():
        return bare.lower(), bare.lower()
    spelled = re.sub(rf"[{_APOSTROPHES}]+", " ", bare).lower()
    joined = unicodedata.normalize("NFC", fold(spelled.replace(" ", "")))
    return joined or spelled.replace(" ", ""), spelled
