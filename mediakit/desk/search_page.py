"""Search at the desk: everything said and written, as one types, each hit with its second and who speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import assets, browsing
from mediakit.desk.asked import Asked
from mediakit.desk.ways import page
from mediakit.desk.wording import query
from mediakit.editorial import search
from mediakit.editorial.search import FoundHit, Query

AT_FIRST, MOST = 40, 400
FILTERS = ("person", "organisation", "event", "session", "kind", "role", "speaker", "since", "until")
FIELD_WORDS = {
    "said": "said",
    "title": "title",
    "caption": "caption",
    "alt_text": "alt text",
    "extended_description": "description",
    "chapters": "chapters",
    "description_text": "what is seen and said",
    "name": "file name",
    "keywords": "keywords",
    "tags": "tags",
    "people": "who is in it",
}


def show(asked: Asked) -> Response:
    """What fits, grouped by recording; the page with nothing but its field where nothing was asked yet."""
    words, limit = asked.query.text("q"), asked.query.number("limit", AT_FIRST, most=MOST)
    given = {name: asked.query.text(name) or None for name in FILTERS}
    sort = "time" if asked.query.text("sort") == "time" else "relevance"
    around = asked.query.number("context", 0, most=5)
    wanted = replace(_query(words, given, limit, sort), around=around)
    found = search.look(asked.catalogue, wanted) if words else search.Found()
    groups = search.by_recording(found.hits)
    shown = {a.id: a for a in assets.load(asked.catalogue, list(groups))}
    chosen = {**given, "sort": sort if sort == "time" else None, "context": str(around) if around else None}
    options = {name: value for name, value in chosen.items() if value}
    more = query(q=words, **options, limit=min(MOST, limit * 3))
    return asked.page(
        "search.html.j2",
        words=words,
        given=given,
        sort=sort,
        context=around,
        found=found,
        groups=[(shown[i], hits) for i, hits in groups.items() if i in shown],
        more=f"/search?{more}" if found.total > len(found.hits) and limit < MOST else None,
        choices=browsing.choices(asked.catalogue, given["event"] or ""),
        said=FIELD_WORDS,
        marked=_marked,
        before=lambda hit: [one for one in hit.around if one.number < hit.hit.number],
        after=lambda hit: [one for one in hit.around if one.number > hit.hit.number],
        command=["mediakit", "search", words or "…", *(w for n, v in options.items() for w in (f"--{n}", v))],
    )


def _query(words: str, given: Mapping[str, str | None], limit: int, sort: str) -> Query:
    return replace(Query(words, limit=limit, sort=sort), **given)  # type: ignore[arg-type]


def _marked(hit: FoundHit) -> list[tuple[str, bool]]:
    return search.pieces(hit.hit.marked)


def suggest(asked: Asked) -> Response:
    """Words that the last one typed may become."""
    return JSONResponse(search.suggest(asked.catalogue, asked.query.text("q")))


WAYS = (page("/search", show), page("/search/suggest", suggest))
