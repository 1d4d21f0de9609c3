"""Spans and positions in a recording, in integer milliseconds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mediakit.domain.errors import Misuse

_POSITION = re.compile(r"^(?:(?:(\d+):)?(\d{1,2}):)?(\d+)(?:[.,](\d{1,3})\d*)?$")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a recording: start_ms inclusive, end_ms exclusive, 0 ≤ start_ms ≤ end_ms."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"not a span: {self.start_ms}–{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def overlaps(self, other: Span) -> bool:
        """True if the two share any instant."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms


def parse_position(text: str) -> int:
    """Milliseconds of a position as a user types it: `83.5`, `1:23.5`, `00:01:23.500`.

    >>> parse_position("83.5"), parse_position("1:23.5"), parse_position("00:01:23.500")
    (83500, 83500, 83500)

    Raises Misuse for anything else.
    """
    match = _POSITION.match(text.strip())
    if not match:
        raise Misuse(f"{text!r} is no position", hint="write seconds (83.5), minutes (1:23.5) or 00:01:23.500")
    hours, minutes, seconds, fraction = match.groups()
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return total * 1000 + int((fraction or "").ljust(3, "0"))


def position_text(milliseconds: int) -> str:
    """A position as people type it and a spreadsheet shows it: minutes and seconds, to the millisecond.

    >>> position_text(12_500), position_text(3_605_040)
    ('0:12.5', '60:05.04')
    """
    minutes, rest_ms = divmod(milliseconds, 60_000)
    seconds = f"{rest_ms // 1000:02}.{rest_ms % 1000:03}".rstrip("0").rstrip(".") if rest_ms % 1000 else ""
    return f"{minutes}:{seconds or f'{rest_ms // 1000:02}'}"


def format_position(milliseconds: int) -> str:
    """A position for people: `0:07`, `1:23`, `1:02:03`.

    >>> format_position(83_500), format_position(3_723_000)
    ('1:23', '1:02:03')
    """
    seconds = milliseconds // 1000
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
