"""People at the desk: who they are, where they appear, on what basis they may be shown; record it, take it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from mediakit.catalogue import assets, attention, consents, events, people
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.home import CONSENT_ENDS_DAYS
from mediakit.desk.ways import action, page
from mediakit.domain.asset import fingerprint
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Basis, Channel, ShowAs
from mediakit.domain.errors import MediakitError, Misuse, Refused
from mediakit.domain.person import Person
from mediakit.logistics import consents_recording
from mediakit.logistics.consents import Line, answer, consent_report, why_not
from mediakit.logistics.consents_recording import Agreed
from mediakit.logistics.traces import trace

A_PAGE = 200
BASES = {
    Basis.CONSENT: "consent: they said yes",
    Basis.CONTRACT: "contract: it is part of what was agreed with them",
    Basis.LEGITIMATE_INTERESTS: "legitimate interests, weighed and written down",
    Basis.PUBLIC_TASK: "public task: it is part of what the body is for",
}
_TYPED = ("basis", "show_as", "given", "until", "guardian", "note")
SHOWN_AS = {ShowAs.FULL: "by full name", ShowAs.FIRST: "by first name", ShowAs.NONE: "without name"}


def show(asked: Asked) -> Response:
    """Everybody, with where they stand for the web; or only those whose consent is missing, or ends soon."""
    today, need = today_in(asked.workspace.settings.timezone), asked.query.text("needs")
    words = asked.query.text("q").casefold()
    everybody = people.every(asked.catalogue)
    shown = attention.people_in_material(asked.catalogue)
    report = consent_report(everybody, consents.every(asked.catalogue), day=today, within_days=CONSENT_ENDS_DAYS)
    missing = {line.person.slug for line in report.missing} & shown
    ending = {c.person for c in report.expiring}
    wanted = {"consent": missing, "ending": ending}.get(need)
    lines = [line for line in report.lines if wanted is None or line.person.slug in wanted]
    lines = [line for line in lines if words in _searched(line.person)]
    number = asked.query.number("page", 1)
    pages = max(1, -(-len(lines) // A_PAGE))
    number = min(number, pages)
    return asked.page(
        "people.html.j2",
        lines=lines[(number - 1) * A_PAGE : number * A_PAGE],
        found=len(lines),
        need=need,
        words=asked.query.text("q"),
        shown=shown,
        why_not=_in_words,
        missing=len(missing),
        ending=len(ending),
        number=number,
        pages=pages,
        link=lambda n: f"/people?needs={need}&page={n}",
    )


def _searched(person: Person) -> str:
    return " ".join((person.titled_name, *person.aliases, person.role or "", person.organisation or "")).casefold()


def _in_words(line: Line, channel: str) -> str | None:
    return why_not(line.answers[Channel(channel)])


def show_one(asked: Asked) -> Response:
    """One person: where they appear, what they agreed to, and forms to record more or to take it back."""
    return asked.page("person.html.j2", **_values(asked, people.find(asked.catalogue, asked.names["person"])))


def _values(asked: Asked, person: Person) -> dict[str, Any]:
    today = today_in(asked.workspace.settings.timezone)
    recorded = consents.every(asked.catalogue, person.slug)
    theirs = assets.Wanted(person=person.slug)
    return {
        "person": person,
        "mark": _mark(asked, person),
        "recorded": list(reversed(recorded)),
        "stands": {c.value: why_not(answer(recorded, c, today)) for c in Channel},
        "until": {c.value: e.consent.until for c in Channel if (e := answer(recorded, c, today)).consent},
        "soon": today + timedelta(days=CONSENT_ENDS_DAYS),
        "appears": assets.load(asked.catalogue, assets.ids(asked.catalogue, theirs)[:60]),
        "total": len(assets.ids(asked.catalogue, theirs)),
        "channels": [c.value for c in Channel],
        "bases": {b.value: words for b, words in BASES.items()},
        "shown_as": {s.value: words for s, words in SHOWN_AS.items()},
        "today": today,
        "event_names": {e.slug: e.name for e in events.every(asked.catalogue)},
        "withdrawn": None,
        "traces": None,
        "typed": {"channel": [Channel.WEB.value], **dict.fromkeys(_TYPED, ""), "given": today.isoformat()},
        "problem_here": None,
    }


def _mark(asked: Asked, person: Person) -> str:
    """A mark of everything that was ever recorded of somebody: it changes when somebody records or withdraws."""
    return fingerprint([(c.number, c.withdrawn_at) for c in consents.every(asked.catalogue, person.slug)])


def _unchanged(asked: Asked, person: Person) -> None:
    if asked.form.text("mark") != _mark(asked, person):
        hint = "look at what is recorded now, and then do it"
        raise Refused("somebody recorded or withdrew something since you looked", where=person.name, hint=hint)


def record(asked: Asked) -> Response:
    """Record what somebody agreed to, as `mediakit consent record`; what is wrong with it is said beside the form."""
    person = people.find(asked.catalogue, asked.names["person"])
    try:
        return _record(asked, person)
    except MediakitError as error:
        if asked.wants_json:
            raise
        said = ". ".join(text for text in (str(error), error.hint) if text)
        typed = {"channel": asked.form.every("channel"), **{name: asked.form.text(name) for name in _TYPED}}
        values = _values(asked, person) | {"typed": typed, "problem_here": said}
        return asked.page("person.html.j2", status=400 if isinstance(error, Misuse) else 409, **values)


def _record(asked: Asked, person: Person) -> Response:
    form, by = asked.form, asked.who()
    channels = form.every("channel")
    if not channels or any(c not in [k.value for k in Channel] for c in channels):
        raise Misuse("tick where they may be shown")
    agreed = Agreed(
        channels,
        basis=_one_of(form.text("basis"), [b.value for b in Basis]),
        show_as=_one_of(form.text("show_as"), [s.value for s in ShowAs]),
        by=by,
        guardian=form.text("guardian") or None,
        given=_day(form.text("given")),
        until=_day(form.text("until")),
        note=" ".join(form.text("note").split()) or None,
    )
    with asked.catalogue.writing():
        _unchanged(asked, person)
        consents_recording.record(asked.catalogue, asked.workspace, person.slug, agreed)
    said = f"Recorded: {person.name} may be shown in {', '.join(channels)}."
    return asked.done(f"/people/{person.slug}", said, _command(person, agreed))


def _command(person: Person, agreed: Agreed) -> str:
    words = [word for channel in agreed.channels for word in ("--channel", channel)]
    for name, value in (
        ("--basis", agreed.basis if agreed.basis != Basis.CONSENT else None),
        ("--show-as", agreed.show_as if agreed.show_as != ShowAs.FULL else None),
        ("--by", agreed.by),
        ("--guardian", agreed.guardian),
        ("--given", agreed.given.isoformat() if agreed.given else None),
        ("--until", agreed.until.isoformat() if agreed.until else None),
        ("--note", agreed.note),
    ):
        words += [name, value] if value else []
    return command_line("consent", "record", person.slug, *words)


def _one_of(text: str, known: list[str]) -> str:
    if text not in known:
        raise Misuse(f"{text!r} is none of {', '.join(known)}")
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misuse(f"{text!r} is no day", hint="write it as 2026-01-31") from None


def withdraw(asked: Asked) -> Response:
    """Record that somebody takes their consent back, and show the three lists: the same as the command."""
    person, form = people.find(asked.catalogue, asked.names["person"]), asked.form
    channel = form.text("channel") or None
    if channel:
        _one_of(channel, [c.value for c in Channel])
    reason = " ".join(form.text("reason").split()) or None
    with asked.catalogue.writing():
        _unchanged(asked, person)
        done = consents_recording.withdraw(asked.catalogue, asked.workspace, person.slug, channel, reason)
    words = ["consent", "withdraw", person.slug, *(["--channel", channel] if channel else [])]
    command = command_line(*words, *(["--reason", reason] if reason else []))
    values = _values(asked, person) | {"withdrawn": done, "traces": done.traces, "command": command}
    return asked.page("person.html.j2", **values)


def traces(asked: Asked) -> Response:
    """Where somebody is, may be, and what cannot be called back, without withdrawing anything."""
    person = people.find(asked.catalogue, asked.names["person"])
    return asked.page("person.html.j2", **_values(asked, person) | {"traces": trace(asked.catalogue, person)})


WAYS = (
    page("/people", show),
    page("/people/{person}", show_one),
    page("/people/{person}/traces", traces),
    action("/people/{person}/record", record),
    action("/people/{person}/withdraw", withdraw),
)
