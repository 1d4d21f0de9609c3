"""How well a passage answers, which of its words to mark, and which part of it to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediakit.domain.query import places

# Private-use characters cannot be in the text: they mark a hit until the snippet is escaped.
HIT_OPENS, HIT_CLOSES = "\ue000", "\ue001"
SNIPPET_WORDS = 24
USUAL_WORDS = 14
# what is written is chosen with more care than what is said
FIELD_WEIGHTS = {"title": 1.6, "people": 1.4, "tags": 1.3, "keywords": 1.2, "caption": 1.2}
TOGETHER = 0.6

Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sought:
    """One term of a query. weights: each word that will do → 1.0 as typed, less for another form or a near name.

    phrase: where several words belong together, for each place the words that will do; prefix: what a word may begin
    with; rarity: how much it says that it occurs.
    """

    weights: Mapping[str, float]
    rarity: float = 1.0
    phrase: tuple[frozenset[str], ...] = ()
    prefix: str | None = None

    def at(self, words: Sequence[str]) -> list[tuple[int, int, float]]:
        """Where it occurs among these words: first, beyond, and how well."""
        if self.phrase:
            length = len(self.phrase)
            return [(i, i + length, 1.0) for i in range(len(words) - length + 1) if self._phrase(words[i : i + length])]
        weights = self.weights
        if self.prefix is None:
            return [(i, i + 1, weights[word]) for i, word in enumerate(words) if word in weights]
        return [(i, i + 1, 1.0) for i, word in enumerate(words) if word.startswith(self.prefix)]

    def _phrase(self, words: Sequence[str]) -> bool:
        *before, last = zip(self.phrase, words, strict=True)
        if any(word not in wanted for wanted, word in before):
            return False
        return last[1] in last[0] or (self.prefix is not None and last[1].startswith(self.prefix))


def score(words: Sequence[str], sought: Sequence[Sought], field: str) -> float:
    """How well these words answer: rarer terms, more of them, closer together, in a shorter passage count for more."""
    total = 0.0
    firsts: list[int] = []
    length = 1.2 * (0.25 + 0.75 * len(words) / USUAL_WORDS)
    for term in sought:
        hits = term.at(words)
        if hits:
            amount = sum(weight for _, _, weight in hits)
            best = max(weight for _, _, weight in hits)
            total += term.rarity * best * amount * 2.2 / (amount + length)
            firsts.append(hits[0][0])
    if len(firsts) > 1:
        span = max(firsts) - min(firsts) + 1
        total += TOGETHER * len(firsts) ** 2 / max(span, len(firsts))
    return total * FIELD_WEIGHTS.get(field, 1.0)


def marked(text: str, found: Sequence[Place], sought: Sequence[Sought], most_words: int = SNIPPET_WORDS) -> str:
    """The part of a text with most hits, each between HIT_OPENS and HIT_CLOSES, … where it was cut.

    found: `places(text)`.
    """
    words = [word for _, _, word in found]
    spans = sorted({(first, beyond) for term in sought for first, beyond, _ in term.at(words)})
    joined: list[tuple[int, int]] = []
    for first, beyond in spans:
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], beyond))
        else:
            joined.append((first, beyond))
    first, beyond = _window(joined, len(found), most_words)
    begin = found[first][0] if first else 0
    end = found[beyond - 1][1] if beyond < len(found) else len(text)
    parts = ["…"] if first else []
    at = begin
    for one, after in joined:
        if one >= first and after <= beyond:
            parts += [text[at : found[one][0]], HIT_OPENS, text[found[one][0] : found[after - 1][1]], HIT_CLOSES]
            at = found[after - 1][1]
    return "".join([*parts, text[at:end], "…" if beyond < len(found) else ""])


def _window(spans: Sequence[tuple[int, int]], count: int, most: int) -> tuple[int, int]:
    if count <= most or not spans:
        return 0, min(count, most)
    best = max(spans, key=lambda s: (sum(s[0] <= f and b <= s[0] + most for f, b in spans), -s[0]))
    last = max((b for f, b in spans if f >= best[0] and b <= best[0] + most), default=best[1])
    first = max(0, min(best[0] - max(0, most - (last - best[0])) // 2, count - most))
    return first, max(min(count, first + most), min(count, best[1]))


def answers(text: str, sought: Sequence[Sought], field: str) -> float:
    """The score of a text: see `score`."""
    return score([word for _, _, word in places(text)], sought, field)
