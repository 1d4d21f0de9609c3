"""People at the desk: who they are, where they appear, on what basis they may be shown; record it, take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from starlette.responses import Response

from mediakit.catalogue import assets, attention, consents, events, organisations, people
from mediakit.desk import people_edit
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.home import CONSENT_ENDS_DAYS
from mediakit.desk.ways import action, page
from mediakit.desk.wording import query
from mediakit.domain.asset import fingerprint
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs, problem_of_days
from mediakit.domain.errors import MediakitError, Misuse, Refused
from mediakit.domain.naming import fold
from mediakit.domain.person import Person
from mediakit.logistics import consents_recording, people_adding
from mediakit.logistics.consents import Line, answer, consent_report, why_not
from mediakit.logistics.consents_recording import Agreed
from mediakit.logistics.traces import trace

T = TypeVar("T")
A_PAGE = 200
BASES = {
    Basis.CONSENT: "consent: they said yes",
    Basis.CONTRACT: "contract: it is part of what was agreed with them",
    Basis.LEGITIMATE_INTERESTS: "legitimate interests, weighed and written down",
    Basis.PUBLIC_TASK: "public task: it is part of what the body is for",
}
# where somebody may be shown, as one would say it
CHANNELS = {
    Channel.WEB.value: "website",
    Channel.SOCIAL.value: "social media",
    Channel.PRINT.value: "print",
    Channel.PRESS.value: "press",
    Channel.INTERNAL.value: "inside the organisation",
}
_TYPED = ("basis", "show_as", "given", "until", "no_end", "guardian", "organisations", "note")
SHOWN_AS = {ShowAs.FULL: "by full name", ShowAs.FIRST: "by first name", ShowAs.NONE: "without name"}


def show(asked: Asked) -> Response:
    """Everybody, with where they stand for the web; or only those whose consent is missing, or ends soon."""
    return asked.page("people.html.j2", **listed(asked))


def listed(asked: Asked) -> dict[str, Any]:
    """What the list of people shows, and an empty form to add one."""
    today, need = today_in(asked.workspace.settings.timezone), asked.query.text("needs")
    words = fold(asked.query.text("q"))
    everybody = people.every(asked.catalogue)
    shown = attention.people_in_material(asked.catalogue)
    report = consent_report(everybody, consents.every(asked.catalogue), day=today, within_days=CONSENT_ENDS_DAYS)
    missing = {line.person.slug for line in report.missing} & shown
    ending = {c.person for c in report.expiring}
    wanted = {"consent": missing, "ending": ending}.get(need)
    lines = [line for line in report.lines if wanted is None or line.person.slug in wanted]
    lines = [line for line in lines if words in _searched(line.person)]
    lines.sort(key=lambda line: fold(line.person.name))
    number = asked.query.number("page", 1)
    pages = max(1, -(-len(lines) // A_PAGE))
    number = min(number, pages)
    return {
        "lines": lines[(number - 1) * A_PAGE : number * A_PAGE],
        "found": len(lines),
        "need": need,
        "words": asked.query.text("q"),
        "shown": shown,
        "why_not": _in_words,
        "missing": len(missing),
        "ending": len(ending),
        "number": number,
        "pages": pages,
        "link": lambda n: f"/people?{query(needs=need, q=asked.query.text('q'), page=n)}",
        "channels": CHANNELS,
        "events": events.every(asked.catalogue),
        "bodies": organisations.every(asked.catalogue),
        "typed": {},
        "problem_here": "",
        "near": (),
    }


def _searched(person: Person) -> str:
    return fold(" ".join((person.titled_name, *person.aliases, person.role or "", person.organisation or "")))


def _in_words(line: Line, channel: str) -> str | None:
    return why_not(line.answers[Channel(channel)])


def show_one(asked: Asked) -> Response:
    """One person: where they appear, what they agreed to, and forms to record more or to take it back."""
    return asked.page("person.html.j2", **values_of(asked, people.find(asked.catalogue, asked.names["person"])))


def values_of(asked: Asked, person: Person) -> dict[str, Any]:
    """What one person's page shows, with forms as they are before anybody typed."""
    today = today_in(asked.workspace.settings.timezone)
    recorded = consents.every(asked.catalogue, person.slug)
    theirs = assets.Wanted(person=person.slug)
    return {
        "person": person,
        "mark": _mark(asked, person),
        "recorded": _together(list(reversed(recorded))),
        "stands": {c.value: why_not(answer(recorded, c, today)) for c in Channel},
        "until": {c.value: e.consent.until for c in Channel if (e := answer(recorded, c, today)).consent},
        "soon": today + timedelta(days=CONSENT_ENDS_DAYS),
        "appears": assets.load(asked.catalogue, assets.ids(asked.catalogue, theirs)[:60]),
        "total": len(assets.ids(asked.catalogue, theirs)),
        "channels": CHANNELS,
        "bases": {b.value: words for b, words in BASES.items()},
        "shown_as": {s.value: words for s, words in SHOWN_AS.items()},
        "today": today,
        "years": asked.workspace.settings.consent_years,
        "event_names": {e.slug: e.name for e in events.every(asked.catalogue)},
        "bodies": organisations.every(asked.catalogue),
        "said": people_edit.said_of(person),
        "retyped": {},
        "clashes": (),
        "wrong": {},
        "elsewhere": {"event": "", "role": "", "organisation": "", "problem": ""},
        "withdrawn": None,
        "traces": None,
        "typed": {"channel": [Channel.WEB.value], **dict.fromkeys(_TYPED, ""), "given": today.isoformat()},
        "amiss": {},
        "withdraw_problem": "",
        "reason": "",
        "chosen": "",
    }


def _together(recorded: Sequence[Consent]) -> list[tuple[tuple[str, ...], Consent]]:
    """What was recorded, with the channels of which just the same was recorded at once."""
    found: dict[Consent, list[str]] = {}
    for one in recorded:
        # apart from the channel and the moment that it was written down at
        moment = one.withdrawn_at and one.withdrawn_at.replace(microsecond=0)
        same = replace(one, number=None, channel=Channel.WEB, withdrawn_at=moment)
        found.setdefault(same, []).append(one.channel.value)
    return [(tuple(c for c in CHANNELS if c in where), one) for one, where in found.items()]


def _mark(asked: Asked, person: Person) -> str:
    """A mark of everything that was ever recorded of somebody: it changes when somebody records or withdraws."""
    return fingerprint([(c.number, c.withdrawn_at) for c in consents.every(asked.catalogue, person.slug)])


def _unchanged(asked: Asked, person: Person) -> None:
    if asked.form.text("mark") != _mark(asked, person):
        hint = "look at what is recorded now, and then do it"
        raise Refused("somebody recorded or withdrew something since you looked", where=person.name, hint=hint)


def record(asked: Asked) -> Response:
    """Record what somebody agreed to, as `mediakit consent record`; what is wrong with it is said beside its field."""
    person, form = people.find(asked.catalogue, asked.names["person"]), asked.form
    agreed, wrong = _agreed(asked)
    try:
        if wrong:
            raise Misuse("; ".join(wrong.values()))
        with asked.catalogue.writing():
            _unchanged(asked, person)
            consents_recording.record(asked.catalogue, asked.workspace, person.slug, agreed)
    except MediakitError as error:
        if asked.wants_json:
            raise
        # what is left is about the last day
        wrong = wrong or {"until" if isinstance(error, Misuse) else "": people_edit.sentence(error)}
        typed = {"channel": form.every("channel"), **{name: form.text(name) for name in _TYPED}}
        values = values_of(asked, person) | {"typed": typed, "amiss": wrong}
        return asked.page("person.html.j2", status=400 if isinstance(error, Misuse) else 409, **values)
    said = f"Recorded: {person.name} may be shown: {', '.join(CHANNELS[c] for c in agreed.channels)}."
    return asked.done(f"/people/{person.slug}", said, _command(person, agreed))


def _agreed(asked: Asked) -> tuple[Agreed, dict[str, str]]:
    """What the form says was agreed, and what is wrong with it by field; what is wrong stands at its default."""
    form = asked.form
    wrong: dict[str, str] = {}

    def taken(key: str, reading: Callable[[], T], otherwise: T) -> T:
        try:
            return reading()
        except MediakitError as error:
            wrong[key] = people_edit.sentence(error)
            return otherwise

    channels = form.every("channel")
    if not channels or any(c not in CHANNELS for c in channels):
        wrong["channel"] = "tick where they may be shown"
    agreed = Agreed(
        channels,
        basis=taken("basis", lambda: Basis(_one_of(form.text("basis"), list(Basis))), Basis.CONSENT),
        show_as=taken("show_as", lambda: ShowAs(_one_of(form.text("show_as"), list(ShowAs))), ShowAs.FULL),
        by=taken("by", asked.who, ""),
        guardian=form.text("guardian") or None,
        given=taken("given", lambda: _day(form.text("given")), None),
        until=taken("until", lambda: _day(form.text("until")), None),
        no_end=bool(form.text("no_end")),
        organisations=tuple(filter(None, map(people_edit.line, form.text("organisations").split("\n")))),
        note=" ".join(form.text("note").split()) or None,
    )
    if agreed.no_end and agreed.until:
        wrong["until"] = "it cannot end on a day and have no end: choose one"
    today = today_in(asked.workspace.settings.timezone)
    if agreed.given and (problem := problem_of_days(agreed.given, None, today)):
        wrong["given"] = problem
    return agreed, wrong


def _command(person: Person, agreed: Agreed) -> str:
    words = [word for channel in agreed.channels for word in ("--channel", channel)]
    words += [word for name in agreed.organisations for word in ("--organisations", name)]
    words += ["--no-end"] if agreed.no_end else []
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


def _one_of(text: str, known: Sequence[str]) -> str:
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
    try:
        with asked.catalogue.writing():
            _unchanged(asked, person)
            done = consents_recording.withdraw(asked.catalogue, asked.workspace, person.slug, channel, reason)
    except Refused as error:
        if asked.wants_json:
            raise
        values = values_of(asked, person) | {"reason": reason or "", "chosen": channel or ""}
        values |= {"withdraw_problem": people_edit.sentence(error)}
        return asked.page("person.html.j2", status=409, **values)
    words = ["consent", "withdraw", person.slug, *(["--channel", channel] if channel else [])]
    command = command_line(*words, *(["--reason", reason] if reason else []))
    values = values_of(asked, person) | {"withdrawn": done, "traces": done.traces, "command": command}
    return asked.page("person.html.j2", **values)


def traces(asked: Asked) -> Response:
    """Where somebody is, may be, and what cannot be called back, without withdrawing anything."""
    person = people.find(asked.catalogue, asked.names["person"])
    return asked.page("person.html.j2", **values_of(asked, person) | {"traces": trace(asked.catalogue, person)})


def add(asked: Asked) -> Response:
    """Put somebody on the people list: the same as `mediakit people add`; what is wrong is said beside its field."""
    try:
        told = people_edit.newcomer(asked.catalogue, asked.form)
        if isinstance(told, people_edit.Doubt):
            return _again(asked, told.problem, told.near)
        added = people_adding.add(asked.catalogue, told)
    except MediakitError as error:
        return _again(asked, people_edit.sentence(error))
    said = f"{added.titled_name} is on the people list. Next: what did they agree to?"
    return asked.done(f"/people/{added.slug}", said, people_edit.command_of(told))


def _again(asked: Asked, problem: str, near: Sequence[Person] = ()) -> Response:
    if asked.wants_json:
        raise Misuse(problem)
    typed = {name: asked.form.text(name) for name in people_edit.ADDING}
    values = listed(asked) | {"typed": typed, "problem_here": problem, "near": near}
    return asked.page("people.html.j2", status=409 if near else 400, **values)


def correct(asked: Asked) -> Response:
    """Correct what is known of somebody, as `mediakit people set` does; nobody's words are overwritten."""
    person = people.find(asked.catalogue, asked.names["person"])
    saved = people_edit.correct(asked.catalogue, person, asked.form)
    if asked.wants_json and (saved.wrong or saved.clashes):
        raise Refused(saved.said)
    if saved.wrong or saved.clashes:
        values = values_of(asked, people.find(asked.catalogue, person.slug))
        values |= {"retyped": dict(saved.typed), "clashes": saved.clashes, "wrong": dict(saved.wrong)}
        return asked.page("person.html.j2", status=400 if saved.wrong else 409, problem=saved.said, **values)
    return asked.done(f"/people/{person.slug}", saved.said, saved.command)


def attend(asked: Asked) -> Response:
    """Put somebody on the people list of a further event: `mediakit people add NAME --event EVENT`."""
    person, form = people.find(asked.catalogue, asked.names["person"]), asked.form
    told = people_edit.further(person, form)
    try:
        if not told.event:
            raise Misuse("choose the event")
        people_adding.add(asked.catalogue, told)
    except MediakitError as error:
        if asked.wants_json:
            raise
        typed = {name: form.text(name) for name in ("event", "role", "organisation")}
        values = values_of(asked, person) | {"elsewhere": typed | {"problem": people_edit.sentence(error)}}
        return asked.page("person.html.j2", status=400, **values)
    said = f"{person.name} is on the people list of {events.find(asked.catalogue, told.event).name}."
    return asked.done(f"/people/{person.slug}", said, people_edit.command_of(told))


WAYS = (
    page("/people", show),
    action("/people", add),
    page("/people/{person}", show_one),
    page("/people/{person}/traces", traces),
    action("/people/{person}/correct", correct),
    action("/people/{person}/attend", attend),
    action("/people/{person}/record", record),
    action("/people/{person}/withdraw", withdraw),
)
