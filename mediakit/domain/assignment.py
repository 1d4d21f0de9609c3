"""What a person types as key=value: of which field, and whether it replaces, adds or takes away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mediakit.domain.errors import Misuse

LONGEST = 10_000
_YES, _NO = ("yes", "true", "1", "y", "on"), ("no", "false", "0", "n", "off", "")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One field as it is to be. how: "=" replaces, "+=" adds to a list, "-=" takes out of it. value: "" empties."""

    key: str
    how: str
    value: str


def parse_assignments(words: Sequence[str], keys: Collection[str], lists: Collection[str] = ()) -> list[Assignment]:
    """Each word as an assignment; of one key, the last "=" counts. Raises Misuse for anything else.

    >>> parse_assignments(["alias+=Bo", "role=Midwife"], ["alias", "role"], ["alias"])
    [Assignment(key='alias', how='+=', value='Bo'), Assignment(key='role', how='=', value='Midwife')]
    """
    return [_parse(word, keys, lists) for word in words]


def _parse(word: str, keys: Collection[str], lists: Collection[str]) -> Assignment:
    key, equals, value = word.partition("=")
    if not equals:
        raise Misuse(f"{word!r} is not key=value", hint=f"one of: {', '.join(keys)}")
    how = "="
    if key.endswith(("+", "-")):
        key, how = key[:-1], key[-1] + "="
    key = key.strip().lower().replace("-", "_").replace(" ", "_")
    if key not in keys:
        raise Misuse(f"nothing is called {key!r}", hint=f"one of: {', '.join(keys)}")
    if how != "=" and key not in lists:
        raise Misuse(f"{key} is one value: write {key}={value}")
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in value).strip()
    if len(text) > LONGEST:
        raise Misuse(f"{key} is longer than {LONGEST:,} characters")
    return Assignment(key, how, text)


def yes_or_no(key: str, value: str) -> bool:
    """What somebody typed as yes or no. Raises Misuse.

    >>> yes_or_no("opted_out", "Yes")
    True
    """
    if value.strip().lower() not in (*_YES, *_NO):
        raise Misuse(f"{key} {value!r} is neither yes nor no")
    return value.strip().lower() in _YES


def changed_list(before: Sequence[str], assignment: Assignment) -> tuple[str, ...]:
    """A list after an assignment; values are separated by semicolons.

    >>> changed_list(["Bo"], Assignment("alias", "+=", "B. Lind; Bo"))
    ('Bo', 'B. Lind')
    """
    values = [part.strip() for part in assignment.value.replace("\n", ";").split(";") if part.strip()]
    if assignment.how == "+=":
        values = [*before, *values]
    elif assignment.how == "-=":
        values = [kept for kept in before if kept not in values]
    return tuple(dict.fromkeys(values))
