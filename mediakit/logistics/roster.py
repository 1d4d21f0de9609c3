"""People as a file tells them, put to the people list: who is who, what is new of them, what a person's hand keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediakit.catalogue import agenda, people
from mediakit.catalogue.agenda import Rostered
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import Misuse
from mediakit.domain.naming import fold, free_slug, slugify
from mediakit.domain.person import Appearance, Person
from mediakit.domain.reimport import Merged, merge

# what belongs to an event, and what to the person; both know role and organisation
AS_AT = ("role", "organisation")
_OF_PERSON = (
    "name", "honorific", "post_nominals", "role", "organisation", "says", "contact", "do_not_photograph", "aliases",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody as one row or one billing tells them.

    identity: what the agenda's software calls them; slug: the row says which person of the list it means. fields:
    what is told of honorific, post_nominals, role, organisation, says, aliases, contact, do_not_photograph.
    outright: the row is to be taken at its word, an emptied cell too (a list that mediakit wrote comes back).
    """

    name: str
    where: str = ""
    identity: str | None = None
    slug: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    outright: bool = False


@dataclass(slots=True)
class Change:
    """What becomes of one person. details: field → (as it was, as it will be); as_at: the same for the event.

    kept: field → (as a person has it, what the file says). appears: newly on the event's people list.
    """

    slug: str
    name: str
    added: bool = False
    appears: bool = False
    details: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    as_at: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    kept: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    imported: dict[str, Any] = field(default_factory=dict)
    appeared: dict[str, Any] = field(default_factory=dict)
    identity: str | None = None

    @property
    def matters(self) -> bool:
        """Whether anything that people see changes."""
        return self.added or self.appears or bool(self.details) or bool(self.as_at)


class Roster:
    """The people list while a file is put to it. Decides only; `write` makes it so."""

    def __init__(self, known: Rostered, event: str | None) -> None:
        self._known, self._event = known, event
        self._people = {p.slug: p for p in known.people}
        self._by_name: dict[str, list[str]] = {}
        for person in known.people:
            for name in {fold(n) for n in (person.name, person.titled_name, *person.aliases)}:
                self._by_name.setdefault(name, []).append(person.slug)
        self._identities = dict(known.identities)
        self.changes: dict[str, Change] = {}

    def take(self, told: Told) -> str:
        """Whom a row means, added to the list where nobody is it; returns the slug. Raises Misuse where several are."""
        slug = self._who(told) or self._added(told)
        change = self.changes.setdefault(slug, Change(slug, self._people[slug].name))
        if told.identity and self._identities.get(told.identity) != slug:
            self._identities[told.identity] = slug
            change.identity = told.identity
        self._note_details(change, told)
        if self._event:
            self._note_appearance(change, told)
        return slug

    def _who(self, told: Told) -> str | None:
        if told.slug:
            slug = self._known.former.get(told.slug, told.slug)
            if slug in self._people:
                return slug
        if told.identity and told.identity in self._identities:
            return self._identities[told.identity]
        found = list(dict.fromkeys(self._by_name.get(fold(told.name), [])))
        if told.identity:
            # somebody of that name whom the same software calls otherwise is somebody else
            others = {slug for identity, slug in self._identities.items() if identity != told.identity}
            found = [slug for slug in found if slug not in others]
        if len(found) > 1 and self._event:
            there = [s for s in found if any(a.event == self._event for a in self._people[s].appearances)]
            found = there if len(there) == 1 else found
        if len(found) > 1:
            raise Misuse(f"several people are called {told.name}: {', '.join(found)}; give one of them another alias")
        return found[0] if found else None

    def _added(self, told: Told) -> str:
        taken = {*self._people, *self._known.former}
        wanted = told.slug or slugify(told.name, fallback="") or free_slug("person", taken)
        slug = free_slug(wanted, taken)
        self._people[slug] = Person(slug, told.name)
        self._by_name.setdefault(fold(told.name), []).append(slug)
        self.changes[slug] = Change(slug, told.name, added=True)
        return slug

    def _note_details(self, change: Change, told: Told) -> None:
        wanted = {name: value for name, value in told.fields.items() if name in _OF_PERSON}
        if told.outright or told.identity:
            wanted["name"] = told.name
        if not told.outright:
            wanted = self._said(change.slug, wanted)
        if change.added:
            merged = Merged({n: (None, v) for n, v in wanted.items() if not _nothing(v) and n != "name"})
        else:
            merged = self._merged(change.slug, told, wanted)
        # somebody who is billed twice is as the first of them says
        change.details = {**merged.changed, **change.details}
        change.kept = {**merged.kept, **change.kept}
        change.imported = {**wanted, **change.imported}

    def _said(self, slug: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """What a file says: what it does not say of somebody is not untrue, and aliases are added to those known."""
        said = {name: value for name, value in wanted.items() if not _nothing(value)}
        if "aliases" in said:
            said["aliases"] = tuple(dict.fromkeys((*self._people[slug].aliases, *said["aliases"])))
        return said

    def _merged(self, slug: str, told: Told, wanted: Mapping[str, Any]) -> Merged:
        person = self._people[slug]
        current = {name: getattr(person, name, None) for name in _OF_PERSON}
        current["contact"] = self._known.contacts.get(slug)
        if told.outright:
            # a list of an event tells roles as at the event, and nothing of what somebody is elsewhere
            return _outright(current, {n: v for n, v in wanted.items() if n not in AS_AT or not self._event})
        before = {**self._known.imported.get(slug, {}), "aliases": person.aliases}
        merged = merge(current, before, wanted)
        # a spelling that is known is no other name; and a role at an event is told once, as at the event
        known = {fold(n) for n in (person.name, *person.aliases)}
        silent = {"name"} if fold(told.name) in known else set()
        silent |= set(AS_AT) if self._event else set()
        return Merged(merged.changed, {n: v for n, v in merged.kept.items() if n not in silent})

    def _note_appearance(self, change: Change, told: Told) -> None:
        person = self._people[change.slug]
        then = next((a for a in person.appearances if a.event == self._event), None)
        wanted = {n: told.fields[n] for n in AS_AT if n in told.fields and (told.outright or told.fields[n])}
        current = {"role": then.role, "organisation": then.organisation} if then else {}
        if told.outright and then:
            shown = person.at(self._event)
            current = {"role": shown.role, "organisation": shown.organisation}
        before = self._known.appeared.get(change.slug)
        merged = _outright(current, wanted) if told.outright else merge(current, before, wanted)
        change.appears = then is None
        change.as_at = {**merged.changed, **change.as_at}
        change.kept = {**merged.kept, **change.kept}
        change.appeared = {**wanted, **change.appeared}


def _nothing(value: Any) -> bool:
    return value in (None, "", (), False)


def _outright(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> Merged:
    """Every field that differs, whoever wrote it."""
    differs = {
        n: v for n, v in wanted.items() if current.get(n) != v and not (_nothing(current.get(n)) and _nothing(v))
    }
    return Merged({name: (current.get(name), value) for name, value in differs.items()})


def write(catalogue: Catalogue, known: Rostered, event: str | None, changes: Mapping[str, Change]) -> None:
    """Make the changes. Inside `writing()`."""
    for change in changes.values():
        details = {name: new for name, (_, new) in change.details.items() if name != "contact"}
        contact = change.details.get("contact", (None, None))[1]
        if change.added:
            as_at = (Appearance(event, *(change.appeared.get(n) for n in AS_AT)),) if event else ()
            details = {**details, "name": change.name, "aliases": tuple(details.get("aliases", ()))}
            details["do_not_photograph"] = bool(details.get("do_not_photograph"))
            people.add(catalogue, Person(change.slug, **details, appearances=as_at), contact=contact)
        elif change.details:
            written = {**details, **({"contact": contact or None} if "contact" in change.details else {})}
            agenda.change_person(catalogue, change.slug, written)
        _remember(catalogue, known, event, change)


def _remember(catalogue: Catalogue, known: Rostered, event: str | None, change: Change) -> None:
    """Keep what this import wrote, so that the next knows what a person changed since."""
    imported = {**known.imported.get(change.slug, {}), **change.imported}
    if imported != known.imported.get(change.slug):
        agenda.change_person(catalogue, change.slug, {}, imported)
    appeared = {**known.appeared.get(change.slug, {}), **change.appeared}
    if event and (change.appears or change.as_at or appeared != known.appeared.get(change.slug, {})):
        values = {name: new for name, (_, new) in change.as_at.items()}
        agenda.put_appearance(catalogue, change.slug, event, values, appeared)
    if event and change.identity:
        agenda.know_speaker(catalogue, event, change.identity, change.slug)
