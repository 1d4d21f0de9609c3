"""The fields of a promise as people write them: on the command line, and in spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mediakit.catalogue import organisations, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.assignment import Assignment, changed_list
from mediakit.domain.deliverable import SHAPES, Deliverable, DeliverableKind, Stage
from mediakit.domain.errors import MediakitError, Misuse
from mediakit.domain.naming import fold
from mediakit.domain.span import parse_position
from mediakit.domain.when import parse_day

KEYS = ("state", "title", "kind", "for", "person", "who", "due", "length", "shape", "shots", "note")
LISTS = ("shots",)
_KINDS = {
    "interview": ("interview", "talking head", "talkinghead", "portrait film", "testimonial"),
    "photos": ("photo", "picture", "image", "photography", "stills"),
    "clip": ("clip", "cut", "short", "reel", "social", "excerpt"),
    "film": ("film", "video", "movie", "highlight"),
}
_STATES = {
    "planned": ("planned", "to do", "todo", "not started", "open", "new", "wanted"),
    "filmed": ("filmed", "shot", "recorded"),
    "edited": ("edited", "editing done", "draft", "cut"),
    "approved": ("approved", "signed off", "sign off", "ok"),
    "published": ("published", "delivered", "online", "live", "sent"),
}
_SHAPE_NAMES = {
    "landscape": "16:9", "wide": "16:9", "horizontal": "16:9", "portrait": "9:16", "vertical": "9:16",
    "upright": "9:16", "story": "9:16", "square": "1:1",
}  # fmt: skip


def kind_of(text: str) -> DeliverableKind:
    """A kind as people call it. Raises Misuse.

    >>> kind_of("Talking heads"), kind_of("Photo set")
    (<DeliverableKind.INTERVIEW: 'interview'>, <DeliverableKind.PHOTOS: 'photos'>)
    """
    plain = fold(text).strip()
    for kind, words in _KINDS.items():
        if plain == kind or any(re.search(rf"\b{word}", plain) for word in words):
            return DeliverableKind(kind)
    raise Misuse(f"{text!r} is no kind", hint=f"one of: {', '.join(DeliverableKind)}")


def state_of(text: str) -> Stage:
    """A state as people call it. Raises Misuse."""
    plain = re.sub(r"[\W_]+", " ", fold(text)).strip()
    for state, words in _STATES.items():
        if plain in words:
            return Stage(state)
    raise Misuse(f"there is no state {text!r}", hint=f"one of: {', '.join(Stage)}")


def shape_of(text: str) -> str:
    """A shape as people write it. Raises Misuse.

    >>> shape_of("9x16"), shape_of("Square"), shape_of("16 : 9")
    ('9:16', '1:1', '16:9')
    """
    plain = fold(text).strip()
    if found := re.search(r"(\d+)\s*[:x×/]\s*(\d+)", plain):
        plain = f"{int(found[1])}:{int(found[2])}"
    named = next((shape for name, shape in _SHAPE_NAMES.items() if name in plain), plain)
    if named not in SHAPES:
        raise Misuse(f"{text!r} is no shape", hint=f"one of: {', '.join(SHAPES)}")
    return named


def length_of(text: str) -> int:
    """A length in ms: 2:00, 90, "2 min", "90 s", "1 min 30", "2-3 minutes" (the longer). Raises Misuse.

    >>> length_of("2 min"), length_of("90 sec"), length_of("2:00"), length_of("1 min 30")
    (120000, 90000, 120000, 90000)
    """
    plain = fold(text).strip()
    plain = re.sub(r"^[\d.:]+\s*(?:-|–|to)\s*(?=\d)", "", plain)
    found = re.fullmatch(
        r"(\d+(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?\.?(?:\s*(\d{1,2})\s*(?:s(?:ec(?:ond)?s?)?\.?)?)?", plain
    )
    if found:
        length_ms = round(float(found[1]) * 60_000) + int(found[2] or 0) * 1000
    else:
        try:
            length_ms = parse_position(re.sub(r"\s*s(?:ec(?:ond)?s?)?\.?$", "", plain))
        except MediakitError:
            raise Misuse(f"{text!r} is no length; write it as 2:00 or 2 min") from None
    if not length_ms:
        raise Misuse("a length is more than nothing")
    return length_ms


def field(catalogue: Catalogue, key: str, value: str, near: date | None) -> tuple[str, Any]:
    """One field of a promise out of what was written: its name and value. "" empties. near: a day of the event.

    Raises Misuse, UnknownName.
    """
    name = {"for": "organisation", "length": "length_ms"}.get(key, key)
    if key == "title" and not value:
        raise Misuse("a promise needs a title")
    if not value and key in ("state", "kind"):
        raise Misuse(f"a promise always has a {key}")
    if not value:
        return name, None
    parsers: Mapping[str, Any] = {
        "state": state_of,
        "kind": kind_of,
        "for": lambda text: organisations.find(catalogue, text).slug,
        "person": lambda text: people.find(catalogue, text).slug,
        "due": lambda text: parse_day(text, near),
        "length": length_of,
        "shape": shape_of,
    }
    return name, parsers.get(key, _line)(value)


def _line(text: str) -> str:
    return " ".join(text.split())


def changed(
    catalogue: Catalogue, deliverable: Deliverable, words: Sequence[Assignment], near: date | None
) -> dict[str, Any]:
    """Every field that is to be, by name; nothing is written. Raises Misuse, UnknownName."""
    fields: dict[str, Any] = {}
    for word in words:
        if word.key == "shots":
            fields["shots"] = changed_list(fields.get("shots", deliverable.shots), word)
        else:
            name, value = field(catalogue, word.key, word.value, near)
            fields[name] = value
    return fields
