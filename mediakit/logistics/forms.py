"""Consent forms to print: one a person, filled from the people list, with the organisations that would show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mediakit.catalogue import consents, events, organisations, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Channel, in_force
from mediakit.domain.errors import MachineLacks, Misuse
from mediakit.domain.event import Event, Organisation, Part
from mediakit.domain.person import Person
from mediakit.domain.workspace import Workspace
from mediakit.media import files
from mediakit.media.templates import Templates, template_folders

TEMPLATE = "consent-form.html.j2"
ALL = "all-forms.html"
_MONTHS = "January February March April May June July August September October November December".split()
_PARTS = {Part.HOST: "host", Part.PARTNER: "partner", Part.FUNDER: "funder"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick. name: what `consent record` calls it; what: in plain words."""

    name: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation named on the form, and its part in the event in a word; "" for one that takes part."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """One person's form. name "" is a form for somebody who is not on the list; reference: for who types it in."""

    name: str
    role: str
    organisation: str
    reference: str


@dataclass(frozen=True, slots=True)
class FormsPage:
    """What the template is given: forms of one event. years: after which a consent ends, 0 for no end.

    contact: whom to write to; "" where the settings name nobody, and a line is left to write it on.
    """

    language: str
    event: str
    when: str
    where: str
    bodies: tuple[Body, ...]
    channels: tuple[Choice, ...]
    names: tuple[Choice, ...]
    contact: str
    years: int
    large_print: bool
    forms: tuple[FormPage, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """The forms that were written: each person's slug with its file; all of them in one file; who got none and why."""

    forms: tuple[tuple[str, Path], ...]
    together: Path
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asked for. people: only these; missing: only who has no consent for web; blank: empty forms too."""

    event: str
    people: tuple[str, ...] = ()
    folder: Path | None = None
    missing: bool = False
    large_print: bool = False
    blank: int = 0


CHANNELS = (
    Choice(Channel.WEB.value, "On the web", "on the organisations’ websites, where anybody in the world can see it"),
    Choice(
        Channel.SOCIAL.value,
        "On social media",
        "on the organisations’ accounts; others can pass it on from there, and it cannot all be called back",
    ),
    Choice(Channel.PRINT.value, "In print", "in reports, leaflets, posters and displays"),
    Choice(Channel.PRESS.value, "To the press", "given to newspapers, broadcasters and journals to use"),
    Choice(Channel.INTERNAL.value, "Inside the organisations", "for staff only: training, meetings, the intranet"),
)
NAMES = (
    Choice("full", "With my full name", "and my role and organisation"),
    Choice("first", "With my first name only", ""),
    Choice("none", "Without my name", ""),
)


def print_forms(workspace: Workspace, catalogue: Catalogue, asked: Asked) -> Printed:
    """Write a form for each person, and one file with all of them; every name is known before anything is written.

    Raises UnknownName, Misuse where there is nobody to print for, BadInputFile for a template that is wrong.
    """
    event = events.find(catalogue, asked.event)
    chosen, left_out = _chosen(workspace, catalogue, asked, event)
    if not chosen and not asked.blank:
        hint = "; ".join(f"{name}: {why}" for name, why in left_out[:3]) or "add them with: mediakit people add"
        raise Misuse("there is nobody to print a form for", where=event.slug, hint=hint)
    forms = [_form(person, event) for person in chosen]
    blank = FormPage("", "", "", event.slug)
    page = _page(workspace, event, organisations.every(catalogue, event.slug), asked)
    renderer = Templates(template_folders(workspace.templates))
    folder = asked.folder or workspace.reports / "consent-forms" / event.slug
    texts = {folder / f"{p.slug}.html": [form] for p, form in zip(chosen, forms, strict=True)}
    texts[folder / ALL] = [*forms, *[blank] * asked.blank]
    written = {
        path: renderer.text(TEMPLATE, {"page": replace(page, forms=tuple(some))}) for path, some in texts.items()
    }
    try:
        for path, text in written.items():
            files.write_whole(path, text)
    except OSError as error:
        raise MachineLacks(f"the forms cannot be written: {error.strerror}", where=str(folder)) from None
    each = tuple((p.slug, folder / f"{p.slug}.html") for p in chosen)
    return Printed(each, folder / ALL, tuple(left_out))


def _chosen(
    workspace: Workspace, catalogue: Catalogue, asked: Asked, event: Event
) -> tuple[list[Person], list[tuple[str, str]]]:
    """Whom to print for, by name; and who is left out, with why."""
    named = [people.find(catalogue, name) for name in asked.people]
    listed = list({p.slug: p for p in named}.values()) or people.every(catalogue, event.slug)
    today = today_in(event.timezone)
    recorded = consents.every(catalogue)
    chosen, left_out = [], []
    for person in listed:
        theirs = [c for c in recorded if c.person == person.slug]
        if person.do_not_photograph and not named:
            left_out.append((person.name, "must not be photographed"))
        elif asked.missing and in_force(theirs, Channel.WEB, today):
            left_out.append((person.name, "said yes for the web already"))
        else:
            chosen.append(person)
    return chosen, left_out


def _form(person: Person, event: Event) -> FormPage:
    then = person.at(event.slug)
    reference = f"{event.slug} / {person.slug}"
    return FormPage(person.titled_name, then.role or "", then.organisation or "", reference)


def _page(workspace: Workspace, event: Event, bodies: Sequence[Organisation], asked: Asked) -> FormsPage:
    settings = workspace.settings
    return FormsPage(
        language=settings.language,
        event=event.name,
        when=days(event.starts, event.ends),
        where=event.venue or "",
        bodies=tuple(Body(o.name, _part(o, event.slug)) for o in bodies),
        channels=CHANNELS,
        names=NAMES,
        contact=settings.contact,
        years=settings.consent_years,
        large_print=asked.large_print,
        forms=(),
    )


def _part(organisation: Organisation, event: str) -> str:
    return next((_PARTS[part] for slug, part in organisation.parts if slug == event and part in _PARTS), "")


def days(first: date | None, last: date | None) -> str:
    """Days in words: one, or from the first to the last; "" where none is known.

    >>> days(date(2026, 5, 13), date(2026, 5, 14)), days(date(2026, 5, 13), None), days(None, None)
    ('13–14 May 2026', '13 May 2026', '')
    """
    if first is None:
        return ""
    end = last or first
    if first == end:
        return _day(first)
    if (first.year, first.month) == (end.year, end.month):
        return f"{first.day}–{_day(end)}"
    return f"{_day(first)} to {_day(end)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
