"""Where a gallery is sent: a folder, a folder on a server reached by ssh, or a bucket of object storage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from mediakit.domain.errors import Misuse

_HINT = "a folder, user@host:folder, ssh://user@host/folder, or s3://bucket/prefix"
_HOST = re.compile(r"(?:[\w.][\w.+-]*@)?(?:\w[\w.-]*|\[[0-9A-Fa-f:.]+\])")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")


class Way(StrEnum):
    """How a gallery gets there."""

    FOLDER = "folder"
    SSH = "ssh"
    S3 = "s3"


@dataclass(frozen=True, slots=True)
class Destination:
    """A place as it was named. path: of the folder, or bucket/prefix; host: with the user, where one was named."""

    way: Way
    path: str
    host: str = ""
    port: int | None = None

    @property
    def name(self) -> str:
        """One name for one place, however it was typed."""
        if self.way is Way.S3:
            return f"s3://{self.path}"
        if self.way is Way.SSH:
            if self.port is None:
                return f"{self.host}:{self.path}"
            path = self.path if self.path.startswith("/") else f"/~/{self.path}"
            return f"ssh://{self.host}:{self.port}{quote(path)}"
        return self.path


def parse_destination(text: str) -> Destination:
    """Read a place as people type it. Raises Misuse for one that cannot be meant.

    >>> parse_destination("web@example.org:gallery/").name, parse_destination("ssh://web@example.org/srv/gallery").name
    ('web@example.org:gallery', 'web@example.org:/srv/gallery')
    >>> parse_destination("ssh://web@example.org:2222/~/two words").name
    'ssh://web@example.org:2222/~/two%20words'
    >>> parse_destination("s3://bucket/lan/").path, parse_destination("C:/site").way
    ('bucket/lan', <Way.FOLDER: 'folder'>)
    """
    if not text.strip() or "\0" in text or "\n" in text:
        raise Misuse("this names no place", where=repr(text), hint=_HINT)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", text)
    if scheme:
        return _from_address(scheme[1].lower(), text)
    before, colon, after = text.partition(":")
    if not colon or "/" in before or "\\" in before or len(before) == 1:
        return Destination(Way.FOLDER, text)
    if after.startswith(":"):
        raise Misuse("an rsync daemon cannot be published to", where=text, hint=_HINT)
    return _on_a_server(text, before, after or ".", None)


def _from_address(scheme: str, text: str) -> Destination:
    if scheme == "s3":
        bucket, _, prefix = text.partition("://")[2].partition("/")
        parts = [part for part in prefix.split("/") if part]
        if not _BUCKET.fullmatch(bucket) or any(part in (".", "..") for part in parts):
            raise Misuse("this names no bucket", where=text, hint="s3://bucket/prefix")
        return Destination(Way.S3, "/".join((bucket, *parts)))
    if scheme != "ssh":
        raise Misuse(f"{scheme}:// is no way that mediakit knows", where=text, hint=_HINT)
    try:
        found = urlsplit(text)
        port = found.port
    except ValueError:
        raise Misuse("this is no address", where=text, hint=_HINT) from None
    host = found.netloc.rpartition(":")[0] if port is not None else found.netloc.removesuffix(":")
    path = unquote(found.path)
    # /~/ begins at the home folder, as git has it
    return _on_a_server(text, host, path[3:] if path.startswith("/~/") else path, port)


def _on_a_server(text: str, host: str, path: str, port: int | None) -> Destination:
    if not _HOST.fullmatch(host):
        # what begins with a hyphen would be an option of ssh
        raise Misuse("this names no server", where=text, hint=_HINT)
    plain = path.rstrip("/")
    if not plain or "\n" in plain:
        raise Misuse("it names no folder of the server", where=text, hint=_HINT)
    return Destination(Way.SSH, plain, host, port)
