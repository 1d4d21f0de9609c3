"""Everything in the catalogue, published or not: filters, a grid to look through by keyboard, one edit for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from starlette.responses import Response

from mediakit.catalogue import assets, attention, browsing
from mediakit.catalogue.browsing import Shelf
from mediakit.desk import editing
from mediakit.desk.asked import Asked, Form
from mediakit.desk.ways import page
from mediakit.desk.wording import STAGE_WORD, asset_page, query
from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind, Shot

A_PAGE = 60
# what a list says of each need, in the fewest words
NEED_WORDS = {
    "captions": "captions to check",
    "names": "names to confirm",
    "alt": "no alt text",
    "people": "who is in it?",
    "approval": "to approve",
    "lapsed": "approval lapsed",
    "failed": "failed",
    "waiting": "waits for its transcript",
    "redactions": "still to be silenced",
}
BULK_KEYS = ("tags", "people", "session", "rating", "embargo", "hidden", "title", "shot", "credit")


@dataclass(frozen=True, slots=True)
class Lacks:
    """One thing that an asset still lacks. why: more of it, if there is more to know."""

    what: str
    why: str | None = None


def lacking(asset: Asset) -> list[Lacks]:
    """What an asset still lacks before it can be published, the first things first."""
    found = []
    if asset.failure:
        found.append(Lacks(f"{_stage(asset.failure.stage)} failed", asset.failure.reason))
    if asset.waiting:
        found.append(Lacks(f"{_stage(asset.waiting.stage)} waits", asset.waiting.reason))
    elif asset.lacks and not asset.failure:
        found.append(Lacks(f"lacks {asset.lacks.removeprefix('its ')}"))
    if asset.spoken and asset.spoken.words and asset.spoken.by is None:
        found.append(Lacks("captions to check"))
    if asset.kind is Kind.PHOTO and not (asset.alt_text or "").strip():
        found.append(Lacks("no alt text"))
    if asset.answered is None or asset.matched:
        found.append(Lacks("who is in it?"))
    if asset.lapsed_because:
        found.append(Lacks("approval lapsed", asset.lapsed_because))
    return found


def _stage(stage: str) -> str:
    return STAGE_WORD.get(stage, stage)


def standing(asset: Asset) -> str:
    """Where an asset stands, in one word or two."""
    if asset.hidden:
        return "hidden"
    if asset.approved:
        return "approved"
    return str(asset.state)


def shelf_of(asked: Form, **fixed: str) -> Shelf:
    """What a query asks for."""
    given = {
        f.name: asked.text("needs" if f.name == "need" else "q" if f.name == "words" else f.name) for f in fields(Shelf)
    }
    return Shelf(**{**given, **fixed})


def query_of(shelf: Shelf, **more: object) -> str:
    """The query of a link to the same shelf."""
    given = {f.name: getattr(shelf, f.name) for f in fields(Shelf)}
    return query(**{"needs": given.pop("need"), "q": given.pop("words"), **given, **more})


@dataclass(frozen=True, slots=True)
class Typed:
    """An edit for many as it was typed, to be shown again with what is wrong with it. every: for all that fit."""

    key: str = ""
    value: str = ""
    problem: str = ""
    ticked: frozenset[str] = frozenset()
    every: bool = False


def show(asked: Asked) -> Response:
    """One page of the assets asked for."""
    return listed(asked, asked.query, Typed())


def listed(asked: Asked, wanted: Form, typed: Typed, *, status: int = 200) -> Response:
    """One page of the assets that a query asks for, with an edit for many as far as it was typed."""
    shelf = shelf_of(wanted)
    found = browsing.ids(asked.catalogue, shelf)
    number = wanted.number("page", 1)
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(number, pages)
    return asked.page(
        "footage.html.j2",
        status=status,
        path="/footage",
        typed=typed,
        shelf=shelf,
        filtered=shelf != Shelf(),
        found=len(found),
        listed=assets.load(asked.catalogue, found[(number - 1) * A_PAGE : number * A_PAGE]),
        lacking=lacking,
        standing=standing,
        mark=editing.mark_of,
        number=number,
        pages=pages,
        link=_linking("/footage", shelf),
        here=f"/footage?{query_of(shelf, page=number if number > 1 else '')}",
        choices=browsing.choices(asked.catalogue, shelf.event),
        needs={need: NEED_WORDS[need] for need in attention.NEEDS},
        bulk_keys={key: editing.WORDS[key] for key in BULK_KEYS},
        bulk_values=bulk_values(asked, shelf),
        command=_command(shelf),
    )


def bulk_values(asked: Asked, shelf: Shelf) -> dict[str, list[tuple[str, str]]]:
    """The fields of which a value is chosen and not typed: what it may be, and how that is called."""
    events = [slug for slug, _ in browsing.choices(asked.catalogue).events]
    event = shelf.event or (events[0] if len(events) == 1 else None)
    sessions = browsing.sessions_of(asked.catalogue, event)
    values = {
        "rating": [
            *((str(n), "★" * n) for n in range(5, 0, -1)),
            ("0", "no stars"),
            ("-1", "rejected"),
            ("", "unrated"),
        ],
        "hidden": [("yes", "hidden"), ("no", "not hidden")],
        "shot": [*((shot.value, shot.value) for shot in Shot), ("", "not said")],
    }
    return values | ({"session": [*sessions, ("", "none")]} if sessions else {})


def _linking(top: str, shelf: Shelf) -> Callable[[int], str]:
    return lambda number: f"{top}?{query_of(shelf, page=number if number > 1 else '')}"


def _command(shelf: Shelf) -> Sequence[str]:
    """The nearest command: it knows fewer filters than this page."""
    options = {name: getattr(shelf, name) for name in ("event", "person", "kind", "role", "card", "state")}
    return ["mediakit", "assets", *(word for name, value in options.items() if value for word in (f"--{name}", value))]


def open_one(asked: Asked) -> Response:
    """An asset by any of its names: on to the page where it is worked on."""
    from starlette.responses import RedirectResponse

    found = assets.one(asked.catalogue, assets.find(asked.catalogue, asked.names["name"]))
    return RedirectResponse(asset_page(found), 303)


WAYS = (page("/footage", show), page("/asset/{name:path}", open_one))
