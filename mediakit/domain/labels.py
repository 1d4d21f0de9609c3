"""Labels such as [applause] that stand in a transcript: they are shown, but nobody said them."""

from __future__ import annotations

import re

REDACTED = "[redacted]"
_LABEL = re.compile(r"^(?:\[[^][]*\]|\([^()]*\))[.,;:!?]?$")
_SQUARE = re.compile(r"\[(?!redacted\])[^][]*\][.,;:!?]?", re.IGNORECASE)


def is_label(text: str) -> bool:
    """True if the text is a label and nothing else.

    >>> is_label("[door slams]"), is_label("(laughter)"), is_label("[redacted] said so")
    (True, True, False)
    """
    return bool(_LABEL.match(text.strip()))


def is_sound(text: str) -> bool:
    """True if the text is a label for what is heard, or for what is not understood, and not for what is redacted.

    >>> is_sound("[applause]"), is_sound("[redacted]")
    (True, False)
    """
    return bool(_SQUARE.fullmatch(text.strip()))


def without_labels(text: str) -> str:
    """What was said, without labels in square brackets; "[redacted]" stays, for something was said there.

    >>> without_labels("We won. [laughter and applause] Thank you."), without_labels("[applause]")
    ('We won. Thank you.', '')
    """
    return " ".join(_SQUARE.sub(" ", text).split()) if "[" in text else text.strip()
