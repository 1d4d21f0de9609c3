"""How good a place is to break a caption: after a sentence, a clause, a breath; never inside a name or a number.

BBC subtitle guidelines, "Break at natural points": the closer two words belong together, the dearer a break between.
"""

from __future__ import annotations

import functools
import re

from mediakit.domain.sentences import ends_sentence

SENTENCE, CLAUSE, BREATH, CONJUNCTION, PREPOSITION, ANYWHERE, CLINGING, INSEPARABLE = 0, 8, 10, 14, 18, 28, 60, 75
BREATH_MS = 300

_CLAUSE_END = re.compile(r"[,;:،；，、–—][\"'”’)\]]*$|^[–—-]$|[)\]]$")
NUMBER = re.compile(r"^[\"'“‘(]?[£$€]?\d[\d.,:/–-]*(?:st|nd|rd|th|%|m|bn|k)?[)\"'”’]?$", re.IGNORECASE)
NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion".split()
)
_CONJUNCTIONS = frozenset(
    "and but or nor so because although though while whereas that which who whom whose when where why how if unless "
    "until since after before than as whether et mais ou und aber oder dass y pero o".split()
)
_PREPOSITIONS = frozenset(
    "in on at by for with from to into onto of about over under between through during within without against among "
    "across towards upon around behind beyond near per via".split()
)
# Words that end what the verb before them begins: "came up", "told us".
_CLOSING = frozenset("up out off down away back me him us them myself yourself himself herself ourselves".split())
_OFTEN_CLOSING = frozenset("it you her over after through".split())
# Words that lean on the one after them: a line should not end with them.
_LEANING = frozenset(
    "a an the this that these those my your his her its our their some any every each no another such "
    "i you he she it we they there who "
    "is are was were am be been being has have had do does did will would can could shall should may might must "
    "i'm you're he's she's it's we're they're i've you've we've they've i'll you'll we'll they'll i'd we'd "
    "not very too more most many several few quite rather really and or but nor if because as than so "
    "le la les un une des du de der die das ein eine den dem el los las una".split()
) | (_PREPOSITIONS - {"about", "over", "around", "behind", "near", "through", "under"})
TITLES = frozenset("mr mrs ms mx dr prof professor sir dame lord lady baroness st rev sister nurse no nos".split())


@functools.lru_cache(maxsize=16_384)
def bare(word: str) -> str:
    """The word in small letters without its punctuation.

    >>> bare("“Trust,")
    'trust'
    """
    return word.strip("\"'“”‘’«»()[]{}.,;:!?…–—-¿¡").lower().replace("’", "'")


def ends_clause(word: str) -> bool:
    """True if a comma, a colon, a dash or a closing bracket ends the word."""
    return bool(_CLAUSE_END.search(word))


def cost(before: str, after: str, pause_ms: int = 0) -> int:
    """What it costs to break between two words, 0 (after a sentence) … 75 (inside a name or number).

    >>> cost("trust.", "We"), cost("trust,", "we"), cost("trust", "and"), cost("the", "midwife"), cost("Kate", "Owusu")
    (0, 8, 14, 60, 75)
    """
    if ends_sentence(before, after):
        return SENTENCE
    if ends_clause(before):
        return CLAUSE
    if pause_ms >= 2 * BREATH_MS:
        return BREATH
    if not before[-1:].isascii() and not after[:1].isascii() and (unspaced := _unspaced_cost(before[-1], after[0])):
        return unspaced
    left, right = bare(before), bare(after)
    if _belong_together(before, after, left, right):
        return INSEPARABLE
    if left in _LEANING:
        return CLINGING
    if pause_ms >= BREATH_MS:
        return BREATH
    if right in _CLOSING:
        return CLINGING
    if right in _OFTEN_CLOSING:
        return ANYWHERE
    if right in _CONJUNCTIONS:
        return CONJUNCTION
    if right in _PREPOSITIONS:
        return PREPOSITION
    return ANYWHERE


def _unspaced_cost(before: str, after: str) -> int:
    """What a break between two letters costs in a script without spaces; 0 for other letters.

    Japanese line breaking (kinsoku) in short: nothing begins with a small kana, a long mark or a closing sign; words in
    katakana hold together; a run of hiragana usually ends a phrase.
    """
    if after in "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー々〜、。，．！？）」』】：；・" or before in "（「『【":
        return INSEPARABLE
    first, second = _script(before), _script(after)
    if not first or not second:
        return 0
    if first == second:
        return {"katakana": INSEPARABLE, "hiragana": CLINGING, "han": ANYWHERE + 6}[first]
    return CONJUNCTION if first == "hiragana" else ANYWHERE


def _script(letter: str) -> str:
    if "\u3040" <= letter <= "\u309f":
        return "hiragana"
    if "\u30a0" <= letter <= "\u30ff":
        return "katakana"
    return "han" if "\u4e00" <= letter <= "\u9fff" or letter == "々" else ""


def _belong_together(before: str, after: str, left: str, right: str) -> bool:
    if left in TITLES and after[:1].isupper():
        return True
    number = bool(NUMBER.match(before)) or left in NUMBER_WORDS
    if number and (NUMBER.match(after) or right in NUMBER_WORDS or not right.isalpha()):
        return True
    if number or NUMBER.match(after):
        return right not in _CONJUNCTIONS and right not in _PREPOSITIONS and left not in _CONJUNCTIONS
    name = before[:1].isupper() and after[:1].isupper() and left not in _LEANING
    return name and left != "i" and right not in ("i", "i'm", "i've", "i'll", "i'd")
