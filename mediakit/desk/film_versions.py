"""The versions of a film's words at the desk: who made each, how and when, in plain words. Pure.

The commands call a version a revision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mediakit.editorial.amending_history import Entry
from mediakit.gallery.wording import day, time_of_day

_MADE = {
    "desk": "corrected at the desk",
    "replace": "found and replaced words",
    "rename-speaker": "said who speaks",
    "checked": "read all of it, and checked it",
    "redaction taken back": "took a redaction back",
}
_MADE_WITH = (
    (re.compile(r"revert to (\d+)"), r"went back to version \1"),
    (re.compile(r"import (.+)"), r"took corrections in from \1"),
    (re.compile(r"caption at (.+?)(?:\.000)?"), r"changed the caption at \1"),
    (re.compile(r"review: (.+) undone"), r"looked at names and doubtful words: \1 put back"),
    (re.compile(r"review: (.+)"), r"looked at names and doubtful words: \1"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version. what: how it came about, with who did it; when: day and time of the workspace's zone."""

    number: int
    current: bool
    what: str
    when: str
    words: int
    changed: int | None


def versions(entries: Sequence[Entry], zone: str) -> list[Version]:
    """Every version, the latest first."""
    return [
        Version(r.number, r.current, _what(entry), when(r.at, zone), r.words, entry.changed)
        for entry in reversed(entries)
        for r in (entry.revision,)
    ]


def _what(entry: Entry) -> str:
    revision = entry.revision
    if revision.by is None or revision.how.startswith("process"):
        heard = "written down" if revision.number == 1 else "written down anew"
        kept = revision.how.removeprefix("process").replace(", ", "; ", 1)
        return f"{heard} by mediakit ({revision.engine}, {revision.model}){kept}"
    return f"{revision.by} {made(revision.how)}"


def made(how: str) -> str:
    """How a revision came about, as one says it of somebody.

    >>> made("desk"), made("revert to 3"), made("review: 2 accepted and 1 undone")
    ('corrected at the desk', 'went back to version 3', 'looked at names and doubtful words: 2 accepted and 1 put back')
    """
    for pattern, words in _MADE_WITH:
        if found := pattern.fullmatch(how):
            return found.expand(words)
    return _MADE.get(how, how)


def when(at: str, zone: str) -> str:
    """A moment (ISO 8601) as people write it, in the zone of the workspace.

    >>> when("2026-05-13T21:04:00+00:00", "Europe/London")
    '13 May 2026, 22:04'
    """
    moment = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    return f"{day(moment)}, {time_of_day(moment)}"
