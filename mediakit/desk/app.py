"""The desk as a web application: which address is answered by which function, and how a request reaches it."""

from __future__ import annotations

import asyncio
import secrets
import traceback
import urllib.parse
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mediakit.catalogue.backup import open_with_backup
from mediakit.desk import (
    approve_page,
    bulk,
    events_page,
    files,
    film,
    footage,
    home,
    people_merge_page,
    people_page,
    photos,
    promises,
    search_page,
    wording,
    work_page,
)
from mediakit.desk.asked import LARGEST_FORM_BYTES, LONGEST_FORM_S, NAME_COOKIE, Asked, Desk, Form, form_of
from mediakit.desk.guard import DOOR, Guard, Keys, cookie_name
from mediakit.desk.ways import Way
from mediakit.desk.work import Work
from mediakit.domain.errors import MediakitError, UnknownName
from mediakit.domain.workspace import Workspace
from mediakit.media.templates import Templates, template_folders


class Room(Protocol):
    """A module of the desk: what it answers to."""

    @property
    def WAYS(self) -> Iterable[Way]: ...  # noqa: N802


ROOMS: tuple[Room, ...] = (
    film,
    home,
    footage,
    bulk,
    photos,
    people_page,
    people_merge_page,
    events_page,
    approve_page,
    promises,
    search_page,
    work_page,
    files,
)


@dataclass(frozen=True, slots=True)
class Application:
    """The desk's application, and what it knows."""

    asgi: Guard
    desk: Desk


def application(workspace: Workspace, keys: Keys | None = None) -> Application:
    """The desk of a workspace, ready to be served."""
    keys = keys or Keys()
    templates = Templates(template_folders(workspace.templates), wording.FILTERS)
    desk = Desk(workspace, templates, keys, Work(workspace))
    routes = [
        Route(way.path, _answering(desk, way), methods=["POST"] if way.acts else ["GET"])
        for room in ROOMS
        for way in room.WAYS
    ]
    door = Route(DOOR, _door(keys), methods=["GET"])
    app = Starlette(routes=[door, *routes], exception_handlers={404: _no_such_page(desk)})
    app.router.redirect_slashes = False
    return Application(Guard(app, keys), desk)


def _door(keys: Keys) -> Callable[[Request], Awaitable[Response]]:
    async def enter(request: Request) -> Response:
        """The printed address: gives the cookie to whoever has the key, and goes on to the first page."""
        if not secrets.compare_digest(request.query_params.get("key", "").encode(), keys.door.encode()):
            return PlainTextResponse("mediakit desk: that key is of another run; start mediakit desk again\n", 403)
        # a page, not a redirect: a strict cookie would not go along with one that another program's link began
        page = HTMLResponse(
            '<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
            '<title>Opening the desk</title><p><a href="/">To the desk</a></p></html>'
        )
        name = cookie_name(request.headers.get("host", ""))
        page.set_cookie(name, keys.door, httponly=True, samesite="strict")
        return page

    return enter


def _answering(desk: Desk, way: Way) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        form = Form({})
        if way.acts:
            try:
                body = await asyncio.wait_for(_body(request), LONGEST_FORM_S)
            except TimeoutError:
                return PlainTextResponse("mediakit desk: the form did not come to its end; send it again\n", 408)
            if body is None:
                return PlainTextResponse("mediakit desk: that is more than a form can hold\n", 413)
            form = form_of(body)
            token = request.headers.get("x-desk-token") or form.text("token")
            if not secrets.compare_digest(token.encode(), desk.keys.form.encode()):
                return PlainTextResponse("mediakit desk: the form is of another run; load the page again\n", 403)
        return await run_in_threadpool(_in_catalogue, desk, way, request, form)

    return answer


async def _body(request: Request) -> str | None:
    """The body of a form; None if it is too large. Files cannot be sent: only fields of text are read."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > LARGEST_FORM_BYTES:
            return None
    return found.decode("utf-8", "replace")


def _in_catalogue(desk: Desk, way: Way, request: Request, form: Form) -> Response:
    """One request with the catalogue open; an error of ours becomes a page that says what to do."""
    try:
        with open_with_backup(desk.workspace) as catalogue:
            asked = Asked(
                desk,
                catalogue,
                request.url.path,
                {name: str(value) for name, value in request.path_params.items()},
                form_of(request.url.query),
                form,
                urllib.parse.unquote(request.cookies.get(NAME_COOKIE, "")) or None,
                "application/json" in request.headers.get("accept", ""),
                request.headers,
            )
            try:
                return way.function(asked)
            except MediakitError as error:
                return _trouble(asked, error)
            except Exception as error:  # noqa: BLE001
                # the outermost gate: whatever was not foreseen is told, and the desk goes on
                traceback.print_exc()
                return _trouble(asked, _unforeseen(error), 500)
    except MediakitError as error:
        return PlainTextResponse(f"mediakit desk: {error}\n{error.hint or ''}\n", 503)


def _unforeseen(error: Exception) -> MediakitError:
    what = f"unexpected {type(error).__name__}: {error}"
    return MediakitError(
        what, hint="nothing was saved; keep what the terminal printed, and tell who looks after mediakit"
    )


def _trouble(asked: Asked, error: MediakitError, status: int | None = None) -> Response:
    status = status or (404 if isinstance(error, UnknownName) else 409 if error.exit_status != 2 else 400)
    if asked.wants_json:
        return JSONResponse({"problem": str(error), "hint": error.hint}, status)
    return asked.page("trouble.html.j2", status=status, error=error, problems=getattr(error, "problems", ()))


def _no_such_page(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, _: Exception) -> Response:
        def nothing(_: Asked) -> Response:
            raise UnknownName("there is no such page", hint="go on from the first page")

        return await run_in_threadpool(_in_catalogue, desk, Way(request.url.path, nothing), request, Form({}))

    return answer
