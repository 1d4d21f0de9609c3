"""Events and their agenda at the desk: added and corrected by the functions of `event` and `event session`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from mediakit.catalogue import events, people
from mediakit.desk.asked import Asked, Form, command_line
from mediakit.desk.editing import compared, people_by_name
from mediakit.desk.people_edit import line, sentence
from mediakit.desk.ways import action, page
from mediakit.domain.errors import MediakitError, Misuse, UnknownName
from mediakit.domain.event import Event, Session
from mediakit.domain.naming import free_slug, slugify
from mediakit.domain.when import parse_day
from mediakit.logistics import agenda_by_hand
from mediakit.logistics.agenda_by_hand import Announced
from mediakit.logistics.by_hand import zone_named

OF_AN_EVENT = ("name", "starts", "ends", "venue", "crowd_notice", "keep_until", "timezone")
OF_A_SESSION = ("title", "starts", "ends", "room", "kind", "people", "abstract", "opted_out")
_CLASHED = "Somebody else changed the same while you were writing. Nothing was saved: choose below."
_DAYS = ("starts", "ends", "keep_until")


def show(asked: Asked) -> Response:
    """Every event, by date, and a form to add one."""
    return asked.page("events.html.j2", **_listed(asked))


def _listed(asked: Asked) -> dict[str, Any]:
    every = events.every(asked.catalogue)
    sessions = Counter(session.event for session in events.sessions(asked.catalogue))
    attending = Counter(one.event for person in people.every(asked.catalogue) for one in person.appearances)
    return {
        "events": [(event, sessions[event.slug], attending[event.slug]) for event in every],
        "typed": {"timezone": asked.workspace.settings.timezone},
        "wrong": dict.fromkeys(OF_AN_EVENT, ""),
    }


def add(asked: Asked) -> Response:
    """Add an event: the same as `mediakit event add`; what is wrong is said beside its field."""
    typed = {name: line(asked.form.text(name)) for name in OF_AN_EVENT if name in asked.form}
    days: dict[str, Any] = {}
    key = "name"
    try:
        if not typed.get("name"):
            raise Misuse("write what it is called")
        for key in _DAYS:
            days[key] = parse_day(typed[key]) if typed.get(key) else None
        key = "timezone"
        zone = zone_named(typed.get("timezone") or asked.workspace.settings.timezone)
        key = "ends" if days["ends"] else "name"
        days |= {name: typed.get(name) or None for name in ("venue", "crowd_notice")}
        # an event of the same name comes every year, and there is no field for what it is called in addresses
        plain, there = slugify(typed["name"], fallback=""), events.slugs(asked.catalogue)
        slug = free_slug(plain, there) if plain in there else None
        new = agenda_by_hand.add_event(asked.catalogue, Announced(typed["name"], zone, slug, **days))
    except MediakitError as error:
        if asked.wants_json:
            raise
        values = _listed(asked)
        values |= {"typed": values["typed"] | typed, "wrong": values["wrong"] | {key: sentence(error)}}
        return asked.page("events.html.j2", status=400, **values)
    options = [w for name in OF_AN_EVENT[1:] if typed.get(name) for w in (f"--{name.replace('_', '-')}", typed[name])]
    options += ["--slug", slug] if slug else []
    said = f"{new.name} is there. Next: its agenda, and its people."
    return asked.done(f"/events/{new.slug}", said, command_line("event", "add", typed["name"], *options))


def show_one(asked: Asked) -> Response:
    """One event: what is known of it, its agenda, and forms to correct it and to add a session."""
    return asked.page("event.html.j2", **_of_event(asked, events.find(asked.catalogue, asked.names["event"])))


def _of_event(asked: Asked, event: Event) -> dict[str, Any]:
    return {
        "event": event,
        "agenda": events.sessions(asked.catalogue, event.slug),
        "names": {p.slug: p.name for p in people.every(asked.catalogue)},
        "attending": len(people.every(asked.catalogue, event.slug)),
        "said": _said_of_event(event),
        **_untyped(),
        "session": dict.fromkeys(OF_A_SESSION, "") | {"starts": _first_moment(event)},
        "session_problem": "",
    }


def _untyped() -> dict[str, Any]:
    return {"typed": {}, "clashes": (), "wrong": {}}


def _first_moment(event: Event) -> str:
    return f"{event.starts.isoformat()}T09:00" if event.starts else ""


def _said_of_event(event: Event) -> dict[str, str]:
    return {name: str(getattr(event, name) or "") for name in OF_AN_EVENT}


def correct(asked: Asked) -> Response:
    """Correct an event: the same as `mediakit event set`."""
    event = events.find(asked.catalogue, asked.names["event"])
    told = ["event", "set", event.slug]

    def write(words: Sequence[str]) -> None:
        agenda_by_hand.set_event(asked.catalogue, event.slug, words)

    def now() -> dict[str, str]:
        return _said_of_event(events.find(asked.catalogue, event.slug))

    amiss, words = _save(asked, now, write)
    if amiss:
        values = _of_event(asked, events.find(asked.catalogue, event.slug)) | amiss
        return asked.page("event.html.j2", status=409 if amiss["clashes"] else 400, **values)
    return asked.done(f"/events/{event.slug}", *_saved(told, words))


def _save(
    asked: Asked, now: Callable[[], Mapping[str, str]], write: Callable[[Sequence[str]], None]
) -> tuple[dict[str, Any], list[str]]:
    """Write what a form changes; gives what stood in its way, for the page to show again, and the words written."""
    form = asked.form
    typed = {key: _typed(form, key) for key in now() if f"was.{key}" in form}
    changed: dict[str, str] = {}
    try:
        with asked.catalogue.writing():
            changed, clashes = compared(now(), typed, form)
            words = [f"{key}={text}" for key, text in changed.items()]
            if words and not clashes:
                write(words)
    except MediakitError as error:
        if asked.wants_json:
            raise
        return {"typed": typed, "clashes": (), "wrong": {_about(error, changed): sentence(error)}}, []
    if clashes:
        if asked.wants_json:
            raise Misuse(_CLASHED)
        return {"typed": typed, "clashes": clashes, "problem": _CLASHED}, []
    return {}, words


def _about(error: MediakitError, changed: Mapping[str, str]) -> str:
    """The field that an error is about: a name that is not known, one that is empty, else what was said of when."""
    if isinstance(error, UnknownName):
        return "people"
    empty = [key for key in ("name", "title") if key in changed and not changed[key]]
    when = [key for key in ("timezone", "keep_until", "ends", "starts") if key in changed]
    return next(iter([*empty, *when, *changed]), "name")


def _typed(form: Form, key: str) -> str:
    if key == "opted_out":
        return "yes" if form.text(key) else "no"
    return form.text(key) if key == "abstract" else line(form.text(key))


def _saved(told: Sequence[str], words: Sequence[str]) -> tuple[str, str | None]:
    if not words:
        return "Nothing was different.", None
    fields = ", ".join(word.partition("=")[0].replace("_", " ") for word in words)
    return f"Saved: {fields}.", command_line(*told, *words)


def add_session(asked: Asked) -> Response:
    """Add a session to an agenda: the same as `mediakit event session add`."""
    event, form = events.find(asked.catalogue, asked.names["event"]), asked.form
    typed = {name: _typed(form, name) for name in OF_A_SESSION}
    speakers = [name for part in typed["people"].replace(";", ",").split(",") if (name := part.strip())]
    told = {name: typed[name] or None for name in ("starts", "ends", "room", "kind")}
    try:
        if not typed["title"]:
            raise Misuse("write its title")
        refused = typed["opted_out"] == "yes"
        made = agenda_by_hand.add_session(
            asked.catalogue, event.slug, typed["title"], speakers, opted_out=refused, **told
        )
    except MediakitError as error:
        if asked.wants_json:
            raise
        values = _of_event(asked, event) | {"session": typed, "session_problem": sentence(error)}
        return asked.page("event.html.j2", status=400, **values)
    options = [w for name, value in told.items() if value for w in (f"--{name}", value)]
    options += [w for name in speakers for w in ("--person", name)] + ["--opted-out"] * refused
    command = command_line("event", "session", "add", event.slug, made.title, *options)
    return asked.done(f"/events/{event.slug}", f"{made.title} is on the agenda.", command)


def show_session(asked: Asked) -> Response:
    """One session, to be corrected."""
    return asked.page("session.html.j2", **_of_session(asked, _session(asked)))


def _session(asked: Asked) -> Session:
    return events.find_session(asked.catalogue, asked.names["event"], asked.names["session"])


def _of_session(asked: Asked, session: Session) -> dict[str, Any]:
    event = events.find(asked.catalogue, session.event)
    return {"session": session, "event": event, "said": _said_of_session(asked, session), **_untyped()}


def _said_of_session(asked: Asked, session: Session) -> dict[str, str]:
    said = {name: str(getattr(session, name) or "") for name in ("title", "room", "kind", "abstract")}
    for name, moment in (("starts", session.starts_at), ("ends", session.ends_at)):
        said[name] = f"{moment:%Y-%m-%dT%H:%M}" if moment else ""
    said["people"] = people_by_name(", ".join(session.people), people.every(asked.catalogue))
    said["opted_out"] = "yes" if session.opted_out else "no"
    return said


def correct_session(asked: Asked) -> Response:
    """Correct a session: the same as `mediakit event session set`."""
    session = _session(asked)

    def write(words: Sequence[str]) -> None:
        agenda_by_hand.set_session(asked.catalogue, session.event, session.slug, words)

    amiss, words = _save(asked, lambda: _said_of_session(asked, _session(asked)), write)
    if amiss:
        values = _of_session(asked, _session(asked)) | amiss
        return asked.page("session.html.j2", status=409 if amiss["clashes"] else 400, **values)
    told = ["event", "session", "set", session.event, session.slug]
    return asked.done(f"/events/{session.event}", *_saved(told, words))


WAYS = (
    page("/events", show),
    action("/events", add),
    page("/events/{event}", show_one),
    action("/events/{event}/correct", correct),
    action("/events/{event}/sessions", add_session),
    page("/events/{event}/{session}", show_session),
    action("/events/{event}/{session}/correct", correct_session),
)
