"""Who may ask the desk anything: this machine's own browser, with the key that the program printed.

Every request: a Host that names this machine (no DNS rebinding), the cookie that the printed address gave, and no
other site behind it (Fetch Metadata). Every POST: the desk's own Origin, and the token that its forms carry.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mediakit.gallery.serve import is_this_machine

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DOOR = "/open"


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one run. door: in the printed address, and in the cookie; form: in every form."""

    door: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    form: str = field(default_factory=lambda: secrets.token_urlsafe(24))


def cookie_name(host: str) -> str:
    """The cookie's name for a Host header: browsers do not tell ports apart, and two desks may be open.

    >>> cookie_name("127.0.0.1:8150"), cookie_name("localhost")
    ('mediakit_desk_8150', 'mediakit_desk_80')
    """
    port = host.rpartition(":")[2]
    return f"mediakit_desk_{port if port.isdigit() else 80}"


def refusal(method: str, path: str, headers: Mapping[str, str], keys: Keys) -> str | None:
    """Why a request is refused, in words; None if it may come in. headers: names in small letters."""
    host = headers.get("host", "")
    if not is_this_machine(host):
        return "the desk answers to this machine only"
    if method not in ("GET", "HEAD", "POST"):
        return "the desk knows no such request"
    from_site, goes = headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", "")
    if from_site not in ("", "same-origin", "none") and (method == "POST" or goes != "navigate"):
        return "another site asked for this"
    if method == "POST":
        origin = headers.get("origin")
        if origin != f"http://{host}" and (origin is not None or from_site != "same-origin"):
            return "another site sent this"
    if path == DOOR and method == "GET":
        return None
    if not secrets.compare_digest(_key_of(headers, host).encode(), keys.door.encode()):
        return "open the desk by the address that mediakit desk prints"
    return None


def _key_of(headers: Mapping[str, str], host: str) -> str:
    return cookie_parser(headers.get("cookie", "")).get(cookie_name(host), "")


class Guard:
    """Stands before the desk: refuses, or passes on, and puts the headers of a careful page on every answer."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app, self.keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    given.setdefault(name, value)
                given.setdefault("Cache-Control", "no-store")
            await send(message)

        reason = refusal(scope["method"], scope["path"], Headers(scope=scope), self.keys)
        if reason:
            await PlainTextResponse(f"mediakit desk: {reason}\n", 403)(scope, receive, careful)
        else:
            await self.app(scope, receive, careful)
