"""One person who is on the list twice becomes one: shown first, then done, as `mediakit people merge` does."""

from __future__ import annotations

from starlette.responses import Response

from mediakit.catalogue import people, people_merging
from mediakit.catalogue.people_merging import Moving
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.people_edit import sentence
from mediakit.desk.ways import action, page
from mediakit.domain.asset import fingerprint
from mediakit.domain.errors import MediakitError, Misuse, Refused
from mediakit.logistics.people_adding import alike


def show(asked: Asked) -> Response:
    """Who else may be this person; and, of one who was named, what would become of whom."""
    return _page(asked, asked.query.text("other"))


def _page(asked: Asked, other: str, problem: str = "", status: int = 200) -> Response:
    person = people.find(asked.catalogue, asked.names["person"])
    moving: Moving | None = None
    if other:
        try:
            moving = people_merging.look(asked.catalogue, person.slug, other)
        except Misuse as error:
            problem, status = problem or sentence(error), 400
    spellings = (person.name, *person.aliases)
    near = {one.slug: one for name in spellings for one in alike(asked.catalogue, name) if one.slug != person.slug}
    return asked.page(
        "person-merge.html.j2",
        status=status,
        person=person,
        near=list(near.values()),
        other=other,
        moving=moving,
        seen=_mark(moving) if moving else "",
        problem_here=problem,
    )


def _mark(moving: Moving) -> str:
    """A mark of all that would move: it changes when somebody adds to it."""
    return fingerprint([moving.other.slug, dict(moving.hangs), moving.aliases])


def merge(asked: Asked) -> Response:
    """Make one person of two, if what moves is still what was shown."""
    person, other = people.find(asked.catalogue, asked.names["person"]), asked.form.text("other")
    try:
        with asked.catalogue.writing():
            moving = people_merging.look(asked.catalogue, person.slug, other)
            if asked.form.text("seen") != _mark(moving):
                raise Refused("something changed since you looked", hint="this is what would become of whom now")
            kept = people_merging.merge(asked.catalogue, moving)
    except MediakitError as error:
        if asked.wants_json:
            raise
        return _page(asked, other, sentence(error), 409 if isinstance(error, Refused) else 400)
    said = f"{moving.other.name} has become {kept.name}."
    return asked.done(f"/people/{kept.slug}", said, command_line("people", "merge", kept.slug, other, "--yes"))


WAYS = (
    page("/people/{person}/merge", show),
    action("/people/{person}/merge", merge),
)
