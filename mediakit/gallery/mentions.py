"""Names spoken by somebody else, or standing in the agenda: listed for a person to decide, since no rule can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mediakit.domain.event import Session
from mediakit.domain.names import Named, Unnamed, words
from mediakit.domain.transcript import Segment


@dataclass(frozen=True, slots=True)
class Mention:
    """A person on the people list who may not be named in full, named at start_ms of a published recording."""

    asset: str
    person: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Titled:
    """A session of the gallery whose title names somebody who may not be named in full; people are slugs."""

    event: str
    session: str
    title: str
    person: str


def titled(sessions: Iterable[Session], unnamed: Mapping[str | None, Unnamed]) -> Iterator[Titled]:
    """The sessions whose titles name somebody they may not: the title stays until a person renames the session."""
    for session in sessions:
        person = unnamed[session.event].found_in(session.title)
        if person:
            yield Titled(session.event, session.slug, session.title, person)


def mentions(asset: str, segments: Sequence[Segment], people: Sequence[Named]) -> Iterator[Mention]:
    """The first place in a recording where each of these people is named, also across the end of a sentence."""
    if not people or not segments:
        return
    said = [words(segment.text) for segment in segments]
    text = f" {' '.join(word for spoken in said for word in spoken)} "
    for person in people:
        places = [at for form in person.forms if (at := text.find(form)) >= 0]
        if places:
            starts = [segment.start_ms for segment, spoken in zip(segments, said, strict=True) for _ in spoken]
            yield Mention(asset, person.slug, starts[text.count(" ", 0, min(places) + 1) - 1])
