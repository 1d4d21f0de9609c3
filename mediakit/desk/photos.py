"""Photos at the desk: rate, pick, reject, describe, one after the other by keyboard; bursts folded, sharpest on top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import assets, attention, browsing, people
from mediakit.catalogue.browsing import Shelf
from mediakit.desk import editing
from mediakit.desk.asked import Asked, Form
from mediakit.desk.footage import Typed, bulk_values, lacking, query_of, shelf_of, standing
from mediakit.desk.ways import action, page
from mediakit.domain.asset import Asset
from mediakit.domain.bursts import Burst, bursts
from mediakit.domain.edit import as_text
from mediakit.domain.errors import UnknownName
from mediakit.domain.facts import Described, Kind
from mediakit.media.photo_xmp import write_xmp

A_PAGE = 60
# a picked photo has three stars or more: programs for photos agree on stars, and not on flags
PICKED = 3
KEYS = ("title", "caption", "alt_text", "extended_description", "credit", "people", "session", "tags", "rating")
GUIDANCE_CHARACTERS = 150
BURST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Pile:
    """A photo in the grid, and how many of the same moment lie under it."""

    asset: Asset
    burst: Burst


def show(asked: Asked) -> Response:
    """One page of photos; photos of one moment lie under the sharpest unless they are spread out."""
    return listed(asked, asked.query, Typed())


def listed(asked: Asked, wanted: Form, typed: Typed, *, status: int = 200) -> Response:
    """One page of the photos that a query asks for, with an edit for many as far as it was typed."""
    shelf = shelf_of(wanted, kind="photo")
    found = browsing.ids(asked.catalogue, shelf)
    spread = wanted.text("spread") == "yes"
    known = asked.desk.once("frames", lambda: browsing.frames(asked.catalogue))
    piles = [Burst(i, (i,)) for i in found] if spread else bursts(known[i] for i in found)
    pages = max(1, -(-len(piles) // A_PAGE))
    number = min(wanted.number("page", 1), pages)
    shown = piles[(number - 1) * A_PAGE : number * A_PAGE]
    loaded = assets.load(asked.catalogue, [pile.top for pile in shown])
    spreading, plain = "yes" if spread else "", replace(shelf, kind="")
    return asked.page(
        "photos.html.j2",
        status=status,
        path="/photos",
        typed=typed,
        shelf=shelf,
        spread=spread,
        filtered=plain != Shelf(),
        found=len(found),
        folded=len(found) - len(piles),
        piles=[Pile(asset, pile) for asset, pile in zip(loaded, shown, strict=True)],
        lacking=lacking,
        standing=standing,
        mark=editing.mark_of,
        query=query_of(plain),
        number=number,
        pages=pages,
        link=lambda n: f"/photos?{query_of(plain, spread=spreading, page=n if n > 1 else '')}",
        unspread=f"/photos?{query_of(plain, spread='' if spread else 'yes')}",
        here=f"/photos?{query_of(plain, spread=spreading, page=number if number > 1 else '')}",
        choices=browsing.choices(asked.catalogue, shelf.event),
        bulk_values=bulk_values(asked, shelf),
        alt_missing=attention.count(asked.catalogue, "alt").number,
    )


def show_one(asked: Asked) -> Response:
    """One photo with everything that can be said about it, and the way to the next."""
    return asked.page("photo.html.j2", **_values(asked, _photo(asked)))


def _values(asked: Asked, asset: Asset) -> dict[str, Any]:
    shelf = shelf_of(asked.query, kind="photo")
    row, query = browsing.ids(asked.catalogue, shelf), _query(asked)
    # a photo that was just described is no longer among those without alt text: its place is kept by time
    place = row.index(asset.id) if asset.id in row else None
    if place is None:
        everything = browsing.ids(asked.catalogue, replace(shelf, need="", rating="", words=""))
        at = everything.index(asset.id) if asset.id in everything else 0
        wanted = set(row)
        before = next((i for i in reversed(everything[:at]) if i in wanted), None)
        after = next((i for i in everything[at:] if i in wanted), None)
    else:
        before = row[place - 1] if place else None
        after = row[place + 1] if place + 1 < len(row) else None
    near = browsing.frames(asked.catalogue, around=asset.id)
    moment = next(pile for pile in bursts(near.values()) if asset.id in pile.photos)
    everybody = people.every(asked.catalogue)
    return {
        "asset": asset,
        "said": {key: as_text(asset, key) for key in KEYS},
        "before": f"/photos/{before}?{query}" if before else None,
        "after": f"/photos/{after}?{query}" if after else None,
        "place": place,
        "row": len(row),
        "list": f"/photos?{query}",
        "query": query,
        "lacking": lacking(asset),
        "standing": standing(asset),
        "burst": moment,
        "burst_assets": assets.load(asked.catalogue, moment.photos[:BURST_SHOWN]) if len(moment.photos) > 1 else [],
        "everybody": everybody,
        "names": {p.slug: p.name for p in everybody},
        "sessions": browsing.sessions_of(asked.catalogue, asset.event),
        "guidance": GUIDANCE_CHARACTERS,
        "typed": {"people": editing.people_by_name(as_text(asset, "people"), everybody)},
        "clashes": (),
        "wrong": {},
        "picked": PICKED,
    }


def _query(asked: Asked) -> str:
    return query_of(replace(shelf_of(asked.query), kind=""))


def _photo(asked: Asked) -> Asset:
    asset = assets.one(asked.catalogue, assets.find(asked.catalogue, asked.names["asset"]))
    if asset.kind is not Kind.PHOTO:
        raise UnknownName("that is no photo", where=asset.short)
    return asset


def save(asked: Asked) -> Response:
    """Write what the form changes; where somebody else changed the same, show both and write nothing."""
    asset = _photo(asked)
    saved = editing.save(asked.catalogue, asset.id, asked.form)
    if saved.clashes or saved.wrong:
        return _clashing(asked, asset, saved)
    where = asked.form.text("next") if asked.form.text("then") == "next" else ""
    if not where.startswith("/photos"):
        where = f"/photos/{asset.id}?{_query(asked)}"
    command = editing.command_of(asset, saved.changes)
    if asked.wants_json:
        now = assets.one(asked.catalogue, asset.id)
        said = {key: as_text(now, key) for key in KEYS}
        return JSONResponse({"said": saved.said, "command": command, "now": said, "lacking": len(lacking(now))})
    return asked.done(where, saved.said, command)


def _clashing(asked: Asked, asset: Asset, saved: editing.Saved) -> Response:
    status = 409 if saved.clashes else 400
    if asked.wants_json:
        clashes = [{"key": c.key, "label": c.label, "now": c.now, "mine": c.mine} for c in saved.clashes]
        wrong = [{"key": w.key, "label": w.label, "problem": w.problem} for w in saved.wrong]
        return JSONResponse({"problem": saved.said, "clashes": clashes, "wrong": wrong}, status)
    values = _values(asked, asset)
    typed = {key: editing.typed(asked.form, key) for key in KEYS if key in asked.form}
    values |= {"typed": values["typed"] | typed, "clashes": saved.clashes, "problem": saved.said}
    values |= {"wrong": {w.key: w.problem for w in saved.wrong}}
    return asked.page("photo.html.j2", status=status, **values)


def sidecar(asked: Asked) -> Response:
    """What is said about a photo as an `.xmp`, for the programs that photographers use. Nothing is written."""
    asset = _photo(asked)
    described = Described(
        title=asset.title,
        caption=asset.caption,
        alt_text=None if asset.decorative else asset.alt_text,
        extended_description=asset.extended_description,
        creator=asset.creator,
        credit=asset.credit,
        copyright=asset.copyright,
        keywords=asset.keywords,
        rating=asset.rating,
    )
    name = asset.name.rpartition(".")[0] or asset.name
    quiet = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)
    headers = {"Content-Disposition": f'attachment; filename="{quiet}.xmp"'}
    return Response(write_xmp(described, rated=True), media_type="application/rdf+xml", headers=headers)


WAYS = (
    page("/photos", show),
    page("/photos/{asset}/sidecar", sidecar),
    page("/photos/{asset}", show_one),
    action("/photos/{asset}", save),
)
