"""What a browser has of a file already, and whether that still holds (RFC 9110, section 13)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a file. tag: an entity tag with its quotes; modified_at: UTC, whole seconds."""

    tag: str
    modified_at: datetime

    @classmethod
    def of(cls, stat: os.stat_result) -> Version:
        """Of a file by its size and the nanosecond it was written."""
        return cls(f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"', datetime.fromtimestamp(int(stat.st_mtime), UTC))

    @property
    def headers(self) -> dict[str, str]:
        return {"ETag": self.tag, "Last-Modified": format_datetime(self.modified_at, usegmt=True)}

    def is_had(self, none_match: str | None, modified_since: str | None) -> bool:
        """Whether who asks has this version: by its tag (If-None-Match), else by its date (If-Modified-Since)."""
        if none_match is not None:
            return none_match.strip() == "*" or self.tag in [
                t.strip().removeprefix("W/") for t in none_match.split(",")
            ]
        since = _moment(modified_since)
        return since is not None and self.modified_at <= since

    def continues(self, condition: str | None) -> bool:
        """Whether a part that was asked for belongs to what the other side has (If-Range); without one it does."""
        if condition is None:
            return True
        text = condition.strip()
        # a tag has to be the same strong one; a date the very same moment
        return text == self.tag if text.startswith(('"', "W/")) else _moment(text) == self.modified_at


def _moment(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
