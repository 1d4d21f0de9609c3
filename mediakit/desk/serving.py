"""Serving the desk on the loopback: one for each workspace, on a port that is free, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from mediakit.desk.app import Application, application
from mediakit.desk.guard import DOOR
from mediakit.domain.errors import CatalogueBusy, MachineLacks
from mediakit.domain.workspace import Workspace
from mediakit.gallery.serve import LOOPBACK
from mediakit.media import files
from mediakit.media.lock import only_one

PORT = 8150
LAST_WORDS_S = 3
MOST_AT_ONCE = 256
_BACKLOG = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk that is open. elsewhere: it was open already, by another run of the program."""

    address: str
    elsewhere: bool = False


def serve(workspace: Workspace, port: int | None, tell: Callable[[Opened], None], *, browser: bool) -> None:
    """Serve the desk until it is stopped. port: None for the usual one, or another if that is taken; 0 for any.

    tell: is told the address, and whether the desk of this workspace was open already; then nothing is served.
    Raises MachineLacks where a port that was asked for is taken.
    """
    note = workspace.state / "desk.json"
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(only_one(workspace.state / "desk.lock", "desk"))
        except CatalogueBusy:
            opened = Opened(_address_noted(note), elsewhere=True)
            tell(opened)
            _show(opened, browser)
            return
        listening = stack.enter_context(_listening(port))
        app = application(workspace)
        opened = Opened(_address(listening, app))
        files.write_whole(note, json.dumps({"address": opened.address}))
        note.chmod(0o600)
        stack.callback(files.remove, note)
        stack.callback(app.desk.work.stop, wait=True)
        tell(opened)
        _show(opened, browser)
        _run(app, listening)


class Patient(H11Protocol):
    """HTTP/1.1, hanging up on whoever connects and does not say within HEAD_S what it wants.

    Otherwise something on this machine could hold every connection there is by saying a little now and then.
    """

    HEAD_S = 20.0
    _soon: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._is_idle:
            self._wait_no_more()
        elif self._soon is None:
            self._wait()

    @property
    def _is_idle(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        self._soon = self.loop.call_later(self.HEAD_S, self._hang_up)

    def _wait_no_more(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def _hang_up(self) -> None:
        self._soon = None
        if self._is_idle and not self.transport.is_closing():
            self.transport.close()


def _run(app: Application, listening: socket.socket) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(configured(app)).run(sockets=[listening])


def configured(app: Application, http: type[Patient] = Patient) -> uvicorn.Config:
    """How the desk is served: few connections at once, none that keeps others waiting, no word about the server."""
    return uvicorn.Config(
        app.asgi,
        http=http,
        limit_concurrency=MOST_AT_ONCE,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=LAST_WORDS_S,
        proxy_headers=False,
    )


@contextlib.contextmanager
def _listening(port: int | None) -> Iterator[socket.socket]:
    """A socket on the loopback that listens, whatever the machine's own address is."""
    with bound(port) as found:
        found.listen(_BACKLOG)
        yield found


def bound(port: int | None) -> socket.socket:
    """A socket bound to 127.0.0.1. port: None for the usual one, or any if that is taken; else exactly this one."""
    for wanted in (PORT, 0) if port is None else (port,):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name != "nt":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((LOOPBACK, wanted))
        except OSError as error:
            found.close()
            reason = os.strerror(error.errno) if error.errno else str(error)
        else:
            return found
    raise MachineLacks(f"port {port} cannot be used: {reason}", hint="choose another with --port, or leave it out")


def _address(listening: socket.socket, app: Application) -> str:
    return f"http://{LOOPBACK}:{listening.getsockname()[1]}{DOOR}?key={app.desk.keys.door}"


def _address_noted(note: Path) -> str:
    try:
        return str(json.loads(note.read_bytes())["address"])
    except (OSError, ValueError, KeyError, TypeError):
        hint = "wait a moment and run it again"
        raise CatalogueBusy("the desk of this workspace is just opening or closing", hint=hint) from None


def _show(opened: Opened, browser: bool) -> None:
    if browser:
        with contextlib.suppress(webbrowser.Error, OSError):
            webbrowser.open(opened.address)
