"""The built site on this machine: byte ranges and conditions (RFC 9110), right types, the site's own 404 page.

With `record` a page asks, by a script of this server's own, whether the site was built anew. The script is named in
what is sent and never in a file of the site; it is loaded from this server, as the pages' own policy demands.
"""

from __future__ import annotations

import contextlib
import functools
import html
import os
import re
import threading
import urllib.parse
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from mediakit.domain.errors import MachineLacks
from mediakit.gallery.conditions import Version
from mediakit.gallery.headers import TYPES, type_of
from mediakit.gallery.record import FINISHED

LOOPBACK = "127.0.0.1"
CHUNK_BYTES = 1 << 16
IDLE_S = 30
MOST_AT_ONCE = 64
REFERRER_POLICY = "strict-origin-when-cross-origin"
_STATED = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
# of a page that states none itself (docs/publishing.md)
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
# no file of a site begins with a full stop, and none that does is ever served
RELOAD_JS, BUILT = "/.mediakit/reload.js", "/.mediakit/built"
_LOADS_IT = f'<script src="{RELOAD_JS}" defer></script></head>'.encode()
_RELOAD = b"""// asks every second whether the gallery was built anew; no part of the gallery
let built = null;
async function ask() {
  try {
    const now = await (await fetch("/.mediakit/built", { cache: "no-store" })).text();
    if (!now) return;
    if (built !== null && now !== built) location.reload();
    built = now;
  } catch {
    // the server was stopped: it may come back
  }
}
ask();
setInterval(() => document.hidden || ask(), 1000);
"""
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def byte_range(header: str | None, size_bytes: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file (also for ranges we need not honour).

    >>> byte_range("bytes=0-99", 1000), byte_range("bytes=-100", 1000), byte_range("bytes=1-2,5-6", 1000)
    ((0, 99), (900, 999), None)

    Raises ValueError for a range outside the file.
    """
    match = _RANGE.match(header.strip()) if header else None
    if not match or match.groups() == ("", ""):
        return None
    first_text, last_text = match.groups()
    if not first_text:
        first, last = max(0, size_bytes - int(last_text)), size_bytes - 1
    else:
        first = int(first_text)
        last = min(int(last_text), size_bytes - 1) if last_text else size_bytes - 1
        if last_text and int(last_text) < first:
            return None
    if first > last:
        raise ValueError(header)
    return first, last


def locate(site: Path, target: str) -> Path | None:
    """The file of a request's target, or None: nothing outside the site, no hidden file, no folder list."""
    path = urllib.parse.unquote(urllib.parse.urlsplit(target).path, errors="replace")
    parts = [part for part in path.split("/") if part]
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    found = site.joinpath(*parts)
    with contextlib.suppress(OSError, ValueError):
        if path.endswith("/") and not found.is_dir():
            return None
        if found.is_dir():
            found = found / "index.html"
        if found.is_file() and found.resolve().is_relative_to(site.resolve()):
            return found
    return None


def policy(page: bytes) -> str:
    """The content security policy that a page has in its head, as a header has to say it; ours if it has none."""
    found = _STATED.search(page)
    return html.unescape(" ".join(found[1].decode("utf-8", "replace").split())) if found else POLICY


def is_this_machine(host: str) -> bool:
    """Whether a Host header names this machine: a page elsewhere whose name was bent to 127.0.0.1 does not.

    >>> is_this_machine("localhost:8000"), is_this_machine("[::1]:8000"), is_this_machine("evil.example:8000")
    (True, True, False)
    """
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name.strip("[]").lower() in ("localhost", "127.0.0.1", "::1")


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD. HTTP/1.1, so that players keep their connection while they seek."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "mediakit", ""
    timeout = IDLE_S

    def __init__(self, site: Path, record: Path | None, *args: object) -> None:
        self.site, self.record = site, record
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        if not is_this_machine(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.FORBIDDEN, "this preview answers to localhost only")
            return
        found = locate(self.site, self.path)
        if self.record is not None and self.path in (RELOAD_JS, BUILT):
            self._own(_RELOAD if self.path == RELOAD_JS else _when(self.record), body)
        elif found is None:
            self._missing(body)
        elif found.name == "index.html" and not self.path.split("?")[0].endswith(("/", "index.html")):
            query = urllib.parse.urlsplit(self.path).query
            folder = urllib.parse.quote(found.parent.relative_to(self.site).as_posix())
            self._redirect(f"/{folder}/{f'?{query}' if query else ''}")
        elif self.record is not None and found.suffix == ".html":
            self._whole(HTTPStatus.OK, found.read_bytes().replace(b"</head>", _LOADS_IT, 1), body)
        else:
            self._send(found, body)

    def _redirect(self, where: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _missing(self, body: bool) -> None:
        page = self.site / "404.html"
        text = page.read_bytes() if page.is_file() else b"Not found"
        # its relative links are meant for the top of the site, wherever the missing address was
        text = text.replace(b"<head>", b'<head><base href="/">', 1)
        if self.record is not None:
            text = text.replace(b"</head>", _LOADS_IT, 1)
        self._whole(HTTPStatus.NOT_FOUND, text, body)

    def _own(self, text: bytes, body: bool) -> None:
        self._whole(HTTPStatus.OK, text, body, TYPES[".js"] if text == _RELOAD else TYPES[".txt"])

    def _whole(self, status: HTTPStatus, text: bytes, body: bool, kind: str = TYPES[".html"]) -> None:
        self.send_response(status)
        self._headers(kind, len(text), policy(text) if kind == TYPES[".html"] else None)
        self.end_headers()
        if body:
            self.wfile.write(text)

    def _send(self, file: Path, body: bool) -> None:
        stat = file.stat()
        size, version = stat.st_size, Version.of(stat)
        if version.is_had(self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._tell(version.headers)
            self.end_headers()
            return
        wanted = self.headers.get("Range") if body and version.continues(self.headers.get("If-Range")) else None
        try:
            part = byte_range(wanted, size)
        except ValueError:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self._headers(TYPES[".txt"], 0)
            self.end_headers()
            return
        first, last = part or (0, size - 1)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK)
        if part:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self._tell({"Accept-Ranges": "bytes", **version.headers})
        about = policy(file.read_bytes()) if file.suffix == ".html" else None
        self._headers(type_of(file.name), last - first + 1, about)
        self.end_headers()
        if body:
            with file.open("rb") as source:
                source.seek(first)
                self._copy(source, last - first + 1)

    def _headers(self, kind: str, size_bytes: int, policy: str | None = None) -> None:
        self._tell({"Content-Type": kind, "Content-Length": str(size_bytes), "Cache-Control": "no-cache"})
        self._tell({"X-Content-Type-Options": "nosniff", "Referrer-Policy": REFERRER_POLICY})
        if policy:
            self.send_header("Content-Security-Policy", policy)

    def _tell(self, headers: Mapping[str, str]) -> None:
        for name, value in headers.items():
            self.send_header(name, value)

    def _copy(self, source: BinaryIO, size_bytes: int) -> None:
        while size_bytes > 0 and (chunk := source.read(min(CHUNK_BYTES, size_bytes))):
            self.wfile.write(chunk)
            size_bytes -= len(chunk)

    def handle(self) -> None:
        # a browser that stops loading a film half-way is no fault of ours
        with contextlib.suppress(ConnectionError, TimeoutError):
            super().handle()

    def log_message(self, *args: object) -> None:
        """Says nothing: the terminal belongs to the person who started it."""


class Server(ThreadingHTTPServer):
    """Serves one folder on the loopback; more connections than MOST_AT_ONCE wait."""

    daemon_threads = True
    request_queue_size = MOST_AT_ONCE

    def __init__(self, *args: Any) -> None:
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._room.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()


def _when(record: Path) -> bytes:
    """What changes whenever the site was built anew: nothing while a build runs."""
    with contextlib.suppress(OSError), record.open("rb") as file:
        # the record is as long as the site is large, and begins with what is asked
        if file.read(len(FINISHED)) == FINISHED:
            return f"{os.fstat(file.fileno()).st_mtime_ns}\n".encode()
    return b""


def serving(site: Path, port: int = 0, record: Path | None = None) -> Server:
    """A server bound to 127.0.0.1 (port 0: any that is free), not yet running: call serve_forever().

    record: of the site's builds, for pages that load themselves anew after one. Raises MachineLacks if the port is
    taken.
    """
    handler: Callable[..., _Handler] = functools.partial(_Handler, site, record)
    try:
        return Server((LOOPBACK, port), handler)
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        hint = "choose another with --port"
        raise MachineLacks(f"port {port} cannot be used: {reason}", hint=hint) from None
