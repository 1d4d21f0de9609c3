"""What the catalogue knows of names, for the recogniser: who and what may be spoken of in one recording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediakit.catalogue import events, organisations, people, vocabulary
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset
from mediakit.domain.event import Event, Session
from mediakit.domain.lexicon import Lexicon, Source, Term, make_lexicon, nearest, term, terms_named
from mediakit.domain.person import Person
from mediakit.domain.workspace import Settings

# More names than this are not looked for in one recording: time, and the more names the more sound alike.
MOST_TERMS = 500


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody and everything that has a name, read once for many recordings."""

    people: tuple[Person, ...]
    sessions: tuple[Session, ...]
    events: tuple[Event, ...]
    words: tuple[Term, ...]
    organisations: tuple[str, ...]


def known(catalogue: Catalogue, settings: Settings) -> Known:
    """All names in the catalogue and the settings."""
    learnt = [term(w.word, Source.WORD, says=w.says, heard_as=w.heard_as) for w in vocabulary.every(catalogue)]
    words = [*learnt, *(term(word, Source.WORD) for word in settings.vocabulary)]
    return Known(
        tuple(people.every(catalogue)),
        tuple(events.sessions(catalogue)),
        tuple(events.every(catalogue)),
        tuple(words),
        tuple(organisation.name for organisation in organisations.every(catalogue)),
    )


def lexicon_for(asset: Asset, known: Known) -> Lexicon:
    """The names that may be spoken in a recording, the likeliest first.

    Near are the people in it, those of its session and their organisations. Then come the others of its event and who
    belongs to none, organisations, venue and vocabulary. Somebody who was only ever at other events is left out.
    """
    of_session = [
        slug for s in known.sessions if (s.event, s.slug) == (asset.event, asset.session) for slug in s.people
    ]
    near = {*asset.people, *of_session}
    present = [p for p in known.people if p.slug in near or not p.appearances or _was_at(p, asset.event)]
    found = make_lexicon(present, near, [*known.words, *_places(asset, known, present, near)])
    return nearest(found, MOST_TERMS)


def _was_at(person: Person, event: str | None) -> bool:
    return any(appearance.event == event for appearance in person.appearances)


def _places(asset: Asset, known: Known, present: Sequence[Person], near: set[str]) -> Iterator[Term]:
    """Organisations, those of the people near first, and the event with its venue."""
    theirs = {person.slug: person.at(asset.event).organisation for person in present}
    close = {name for slug, name in theirs.items() if slug in near and name}
    for name in sorted({*close, *known.organisations, *filter(None, theirs.values())}):
        yield from terms_named(name, Source.ORGANISATION, near=name in close)
    for event in known.events:
        if event.slug == asset.event:
            for name in filter(None, (event.name, event.venue)):
                yield from terms_named(name, Source.PLACE)
