"""What a film says to those who cannot see it: an audio described version, a text, or why none is needed."""

from __future__ import annotations

import re

from mediakit.domain.errors import Misuse

_NOT_NEEDED = re.compile(r"^not[ _-]?needed\b\s*[:,–—-]?\s*(.*)$", re.IGNORECASE | re.DOTALL)
LONGEST_REASON = 500


def parse_description(value: str) -> str:
    """The value of `audio_description` as it is kept: "", the name of a described version, or `not-needed: why`.

    >>> parse_description("Not needed: everything shown is said")
    'not-needed: everything shown is said'

    Raises Misuse where no reason is given.
    """
    match = _NOT_NEEDED.match(value)
    if not match:
        return value
    reason = " ".join(match[1].split())
    if not reason:
        hint = 'for example: audio_description="not-needed: one person speaks to the camera, and nothing else is shown"'
        raise Misuse("say why no audio description is needed", hint=hint)
    if len(reason) > LONGEST_REASON:
        raise Misuse(f"the reason is longer than {LONGEST_REASON} characters")
    return not_needed(reason)


def not_needed(reason: str) -> str:
    """The decision that none is needed, as text."""
    return f"not-needed: {reason}"


def reason_of(value: str) -> str | None:
    """The reason in a decision that none is needed; None if the value is something else."""
    match = _NOT_NEEDED.match(value)
    return match[1] if match else None
