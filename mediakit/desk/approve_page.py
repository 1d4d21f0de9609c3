"""Approving at the desk: see a page as the public will see it, and say yes by name, as the command does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import FileResponse, HTMLResponse, Response

from mediakit.catalogue import assets, browsing
from mediakit.catalogue.browsing import Shelf
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.files import within
from mediakit.desk.ways import action, page
from mediakit.desk.wording import name_of
from mediakit.domain.asset import Asset
from mediakit.domain.errors import Misuse, Refused, UnknownName
from mediakit.domain.verdict import not_approvable
from mediakit.editorial import approving
from mediakit.gallery import preview as previews
from mediakit.gallery.headers import TYPES
from mediakit.gallery.look import read_look

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to decide on. lapsed: what changed since somebody approved it, if somebody had."""

    asset: Asset
    lapsed: str | None


def show(asked: Asked) -> Response:
    """What waits to be approved: what lapsed first, then finished films, then photos."""
    lapsed = browsing.ids(asked.catalogue, Shelf(need="lapsed"))
    ready = [] if asked.query.text("needs") == "lapsed" else browsing.ids(asked.catalogue, Shelf(need="approval"))
    listed = assets.load(asked.catalogue, [*lapsed, *ready][:SHOWN])
    return asked.page(
        "approve.html.j2",
        waiting=[Waiting(a, a.lapsed_because) for a in listed],
        lapsed=len(lapsed),
        total=len(lapsed) + len(ready),
        only_lapsed=asked.query.text("needs") == "lapsed",
    )


def show_one(asked: Asked) -> Response:
    """One asset as the public will see it, and what stands in its way."""
    asset = _asset(asked)
    return asked.page("approve_one.html.j2", **_values(asked, asset))


def _values(asked: Asked, asset: Asset) -> dict[str, Any]:
    made = previews.preview(asked.workspace, asked.catalogue, asset.id)
    after = _after(asked, asset)
    return {
        "asset": asset,
        "mark": approving.mark_of(asset),
        "blocked": not_approvable(asset),
        "withheld": made.verdict.reason,
        "frame": f"/preview/{asset.id}/{made.path}" if asset.renditions else None,
        "after": after,
        "changed": asset.lapsed_because,
        "problem_here": "",
    }


def _after(asked: Asked, asset: Asset) -> str | None:
    """The next that waits, after this one."""
    row = [
        *browsing.ids(asked.catalogue, Shelf(need="lapsed")),
        *browsing.ids(asked.catalogue, Shelf(need="approval")),
    ]
    at = row.index(asset.id) if asset.id in row else -1
    return row[at + 1] if at + 1 < len(row) else next((i for i in row if i != asset.id), None)


def _asset(asked: Asked) -> Asset:
    return assets.one(asked.catalogue, assets.find(asked.catalogue, asked.names["asset"]))


def decide(asked: Asked) -> Response:
    """Approve one asset as it was shown, by name."""
    asset = _asset(asked)
    try:
        by = asked.who()
    except Misuse as error:
        if asked.wants_json:
            raise
        values = _values(asked, asset) | {"problem_here": f"{error}: {error.hint}"}
        return asked.page("approve_one.html.j2", status=400, **values)
    note = asked.form.text("note") or None
    after = _after(asked, asset)
    seen = {asset.id: asked.form.text("mark")}
    try:
        decided = approving.approve(asked.catalogue, [asset.id], by=by, note=note, seen=seen)
    except Refused:
        now = _asset(asked)
        said = f"{name_of(now)} changed since you looked at it, so it was not approved. This is how it is now."
        if asked.wants_json:
            raise
        return asked.page("approve_one.html.j2", status=409, problem=said, **_values(asked, now))
    if decided.refused:
        said = f"It cannot be approved yet: {decided.refused[0][1]}."
        return asked.problem("approve_one.html.j2", said, **_values(asked, asset))
    words = ["approve", asset.short, "--by", by, *(["--note", note] if note else [])]
    where = f"/approve/{after}" if after else "/approve"
    return asked.done(where, f"{name_of(asset)} is approved by {by}.", command_line(*words))


def preview_file(asked: Asked) -> Response:
    """A file of the gallery that holds one asset alone: its page, what lies beside it, and the gallery's own look."""
    asset, path = _asset(asked), asked.names["path"]
    kind = TYPES.get("." + path.rpartition(".")[2].lower(), "application/octet-stream")
    if path.startswith("static/") and path in (own := read_look(asked.workspace).static):
        return Response(own[path], media_type=kind)
    made = previews.preview(asked.workspace, asked.catalogue, asset.id)
    text = previews.page_text(asked.workspace, made, path)
    if text is not None:
        return HTMLResponse(text)
    if path in made.gallery.texts:
        return Response(made.gallery.texts[path], media_type=kind)
    if path in made.gallery.made:
        rule = made.gallery.made[path]
        source = within(asked.workspace, rule.source.rendition)
        if source is not None:
            return Response(rule.make(source.read_bytes()), media_type=kind)
    found = previews.file_of(made, path)
    file = within(asked.workspace, found.rendition) if found else None
    if file is None:
        raise UnknownName("the preview has the page of this one alone", where=path)
    return FileResponse(file, media_type=kind)


WAYS = (
    page("/approve", show),
    page("/approve/{asset}", show_one),
    action("/approve/{asset}", decide),
    page("/preview/{asset}/{path:path}", preview_file),
)
