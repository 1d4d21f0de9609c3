"""A name as somebody wrote it into a cell, taken apart: honorific, name, post-nominals, e-mail address."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_HONORIFICS = {
    "mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "dame", "lord", "lady", "baroness",
    "baron", "rev", "revd", "reverend", "canon", "sr", "hon", "cllr", "councillor", "capt", "captain", "col", "colonel",
    "maj", "major", "lt", "sgt", "cdr", "cmdr", "rabbi", "imam", "sheikh", "ambassador", "herr", "frau", "mme", "mlle",
    "m", "assoc", "emeritus",
}  # fmt: skip
_TWO_WORD_HONORIFICS = {("rt", "hon"), ("the", "hon"), ("the", "rt"), ("the", "revd"), ("the", "rev")}
_POST_NOMINALS = {
    "obe", "mbe", "cbe", "kbe", "dbe", "kcb", "dcb", "cb", "cmg", "kcmg", "dcmg", "gbe", "bem", "rrc", "arrc", "qc",
    "kc", "mp", "msp", "ms", "mla", "am", "td", "dl", "jp", "frs", "frse", "fba", "fmedsci", "freng", "frsa", "fhea",
    "pfhea", "sfhea", "frcp", "frcpe", "frcm", "frcog", "frcs", "frcpch", "frcpsych", "frcn", "frcgp", "frca",
    "frcpath", "ffph", "frsph", "mrcp", "mrcm", "mrcog", "mrcgp", "mrcs", "mrcpch", "mrcpsych", "mfph", "rm", "rn",
    "rgn", "rmn", "phd", "dphil", "md", "mbbs", "mbchb", "mbbch", "bmbs", "bch", "bsc", "msc", "ma", "ba", "mph", "mba",
    "llb", "llm", "beng", "meng", "ceng", "fiet", "mres", "med", "bed", "pgce", "pgcert", "pgdip", "facs", "facp",
    "fcipr", "mcipr", "esq", "jnr", "snr", "jr", "hons", "hon", "cpsychol", "fbpss",
}  # fmt: skip
# letters after a name that are no name: fellowships and memberships of colleges there are too many of
_COLLEGE = re.compile(r"(?:FRC|MRC|FFP|MFP)[A-Z][A-Za-z]{0,5}")
_PARTICLES = {
    "van", "von", "der", "den", "de", "da", "do", "dos", "di", "du", "la", "le", "el", "al", "bin", "ibn", "ter", "ten",
    "y", "af", "av", "zu", "zum", "zur",
}  # fmt: skip
# particles that stand at the head of a surname, in "Ní Dhomhnaill, Nuala" as in "van der Berg, Anna"
_HEADS = _PARTICLES | {"ní", "ni", "nic", "ó", "o", "mac", "mc", "st", "st.", "san", "santa", "ap", "ab"}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
_ROLE = re.compile(
    r"\b(?:head|director|manager|chair|co-chair|officer|lead|leader|midwife|nurse|doctor|consultant|registrar|editor|"
    r"chief|ceo|president|minister|secretary|professor|lecturer|researcher|analyst|statistician|representative|adviser|"
    r"advisor|coordinator|co-ordinator|matron|surgeon|journalist|interpreter|volunteer|parent|patient|student|"
    r"designer|engineer|scientist|founder|co-founder|partner|trustee|fellow|"
    r"\w*führer(?:in)?|\w*meister(?:in)?|\w*präsident(?:in)?|\w*redakteur(?:in)?|\w*leiter(?:in)?)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[<(\[]?(?:mailto:)?([\w.+%-]+@[\w-]+(?:\.[\w-]+)+)[>)\]]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name taken apart; name is "" where there is none (an address alone, an empty cell).

    rest: what stands after the name and a comma, a dash or in brackets: a role, an organisation.
    """

    name: str
    honorific: str | None = None
    post_nominals: str | None = None
    email: str | None = None
    rest: str | None = None


def clean(text: str) -> str:
    """Text as it is kept: composed (NFC), on one line, without what cannot be seen, spaces single.

    >>> clean("Sia\u0302n\u00a0 \u200bPrys")
    'Siân Prys'
    """
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def parse_name(text: str, *, surname_first: bool = False) -> WrittenName:
    """A name as written in one cell. surname_first: a comma stands between surname and first names, whatever they are.

    >>> parse_name("Prof. Dame Siân Ní Łukasz OBE FRCM")
    WrittenName(name='Siân Ní Łukasz', honorific='Prof. Dame', post_nominals='OBE FRCM', email=None, rest=None)
    >>> parse_name("PRYS-HOWELL, Dr Siân <sian@northmoor.example>").name
    'Siân Prys-Howell'
    """
    line = clean(text)
    found = _ADDRESS.search(line)
    email = found[1] if found else None
    line = clean(_ADDRESS.sub(" ", line)).strip(' ,;<>"')
    line, rest = _without_rest(line)
    parts = [part.strip() for part in line.split(",") if part.strip()]
    letters: list[str] = []
    while len(parts) > 1 and _all_letters(parts[-1]):
        letters.insert(0, parts.pop())
    if len(parts) == 2 and (surname_first or _is_surname(parts[0], parts[1])):
        honorific, first = _without_honorific(parts[1].split())
        first, more = _without_letters(first)
        before, last = _without_honorific(parts[0].split())
        words = [*first, *last]
        honorific, letters = [*before, *honorific], [*more, *letters]
    else:
        rest = ", ".join([*parts[1:], *([rest] if rest else [])]) or None
        honorific, words = _without_honorific(parts[0].split() if parts else [])
        words, more = _without_letters(words)
        letters = [*more, *letters]
        words = _family_name_last(words)
    name = " ".join(_recased(words))
    return WrittenName(name, " ".join(honorific) or None, " ".join(letters) or None, email, rest)


def surname_comes_first(names: list[str]) -> bool:
    """Whether a whole column of names is written "Surname, First": most of those with two words or more have a comma.

    >>> surname_comes_first(["Okafor, Ada", "Prys Howell, Siân", "Lind, Bo"])
    True
    """
    told = [clean(n) for n in names if len(clean(n).split()) > 1]
    # the comma before letters (Ada Okafor, OBE) says nothing about the order
    split = [n for n in told if "," in n and not _all_letters(n.split(",", 1)[1])]
    return len(told) > 1 and len(split) * 5 >= len(told) * 4


def name_of_address(email: str) -> str:
    """The name that an e-mail address suggests, or "".

    >>> name_of_address("ada.okafor@northmoor.example"), name_of_address("info@northmoor.example")
    ('Ada Okafor', '')
    """
    words = [w for w in re.split(r"[._-]+", email.split("@")[0]) if w.isalpha() and len(w) > 1]
    return " ".join(w.capitalize() for w in words) if len(words) > 1 else ""


def role_and_organisation(rest: str | None) -> tuple[str | None, str | None]:
    """What stands after a name, as role and organisation; either may be None.

    >>> role_and_organisation("Registrar, Eastfell Health System"), role_and_organisation("Head of Data at Eastfell")
    (('Registrar', 'Eastfell Health System'), ('Head of Data', 'Eastfell'))
    >>> role_and_organisation("Eastfell Health System"), role_and_organisation("Consultant midwife")
    ((None, 'Eastfell Health System'), ('Consultant midwife', None))
    """
    if not rest:
        return None, None
    role, _, body = rest.partition(", ") if ", " in rest else rest.partition(" at ")
    if body:
        return role.strip(), body.strip()
    return (rest, None) if _ROLE.search(rest) else (None, rest)


def _without_rest(line: str) -> tuple[str, str | None]:
    """(name, what stands after it in brackets or behind a dash)."""
    found = re.fullmatch(r"([^()]+?)\s*(?:\(([^()]+)\)|\s[–—-]\s+(.+))", line)
    told = (found[2] or found[3]).strip() if found else ""
    if not found or not told or _all_letters(told):
        return line, None
    return found[1].strip(), told


def _bare(word: str) -> str:
    return word.strip(".,()").replace(".", "").lower()


def _without_honorific(words: list[str]) -> tuple[list[str], list[str]]:
    taken = 0
    while len(words) - taken > 1:
        pair = tuple(_bare(w) for w in words[taken : taken + 2])
        if pair in _TWO_WORD_HONORIFICS and len(words) - taken > 2:
            taken += 2 if pair[1] == "hon" else 1
        elif _bare(words[taken]) in _HONORIFICS and not (_bare(words[taken]) == "m" and taken == 0):
            taken += 1
        else:
            break
    return words[:taken], words[taken:]


def _is_letters(word: str) -> bool:
    bare = word.strip(".,()")
    plain = bare.replace(".", "")
    if plain.lower() not in _POST_NOMINALS:
        return bool(_COLLEGE.fullmatch(plain)) and plain[:3].isupper()
    # "Ma" and "Med" are names as well: letters after a name are written with a second capital
    return sum(c.isupper() for c in plain) > 1 or bare.lower() in ("esq", "jnr", "snr", "jr", "hons")


def _all_letters(part: str) -> bool:
    words = part.split()
    return bool(words) and all(_is_letters(w) for w in words)


def _without_letters(words: list[str]) -> tuple[list[str], list[str]]:
    end = len(words)
    # somebody has a name of one word at least, and "AM" may be all of it
    while end > 1 and _is_letters(words[end - 1]) and (end > 2 or len(words[1]) > 2):
        end -= 1
    return words[:end], words[end:]


def _is_surname(first_part: str, second_part: str) -> bool:
    words, rest = first_part.split(), _without_honorific(second_part.split())[1]
    if not 1 <= len(rest) <= 3 or not all(w[:1].isupper() or w in _PARTICLES for w in rest):
        return False
    return len(words) == 1 or words[0].lower() in _HEADS or (first_part.isupper() and len(first_part) > 3)


def _family_name_last(words: list[str]) -> list[str]:
    """PRYS-HOWELL Siân is Siân Prys-Howell: capitals mark the surname, where it comes first."""
    capital = 0
    while capital < len(words) and len(words[capital]) > 2 and words[capital].isupper() and "." not in words[capital]:
        capital += 1
    marked = 0 < capital < len(words) and all(not w.isupper() and w[:1].isupper() for w in words[capital:])
    return [*words[capital:], *words[:capital]] if marked else words


def _recased(words: list[str]) -> list[str]:
    shouting = len(words) > 1 and all(w.isupper() or not any(c.isalpha() for c in w) for w in words)
    return [_cased(w, shouting and i > 0) if _is_shouted(w, shouting) else w for i, w in enumerate(words)]


def _is_shouted(word: str, all_shout: bool) -> bool:
    return word.isupper() and (len(word) > 3 if not all_shout else len(word) > 1) and "." not in word.strip(".")


def _cased(word: str, may_be_particle: bool) -> str:
    if may_be_particle and word.lower() in _PARTICLES:
        return word.lower()
    text = re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)
    return re.sub(r"\bMc([a-z])", lambda m: f"Mc{m[1].upper()}", text)
