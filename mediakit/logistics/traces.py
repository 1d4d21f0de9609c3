"""Where somebody is in the material: where they are tagged, where they may be, and what cannot be called back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mediakit.catalogue import assets, events, publications, search
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.publications import Sent
from mediakit.catalogue.search import Hit
from mediakit.domain.asset import Asset
from mediakit.domain.event import Session
from mediakit.domain.naming import fold
from mediakit.domain.person import Person

_SHORTEST_SURNAME = 4
_MOST_MENTIONS = 500


@dataclass(frozen=True, slots=True)
class Perhaps:
    """An asset that somebody should look at, and why; start_ms: where in the recording, if it is about a moment."""

    asset: Asset
    reason: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """tagged: the person is attached. perhaps: nobody said, or others name them. out_of_reach: sent to other places."""

    tagged: tuple[Asset, ...]
    perhaps: tuple[Perhaps, ...]
    out_of_reach: tuple[Sent, ...]


def trace(catalogue: Catalogue, person: Person) -> Traces:
    """Everything the catalogue knows of where somebody is, or may be."""
    everything = assets.load(catalogue)
    tagged = tuple(a for a in everything if person.slug in a.people)
    named = [h for words in spoken_names(person) for h in search.find(catalogue, words, limit=_MOST_MENTIONS)[1]]
    return Traces(
        tagged=tagged,
        perhaps=perhaps(person, everything, events.sessions(catalogue), named),
        out_of_reach=tuple(publications.online(catalogue, [a.id for a in tagged])),
    )


def spoken_names(person: Person) -> list[str]:
    """What others may call somebody, as search phrases: full name, other spellings, and a surname long enough."""
    surname = person.name.split()[-1] if len(person.name.split()) > 1 else ""
    names = [person.name, *person.aliases, *([surname] if len(surname) >= _SHORTEST_SURNAME else [])]
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(fold(name), name)
    return ['"' + name.replace('"', " ") + '"' for name in once.values()]


def perhaps(
    person: Person, everything: Sequence[Asset], sessions: Iterable[Session], named: Iterable[Hit]
) -> tuple[Perhaps, ...]:
    """Assets to look at, one line each (a recording that names them: its first mention), in the order of everything.

    Untagged assets of sessions they were on the agenda of; recordings and texts in which their name occurs; untagged
    assets of events whose people list they are on, that belong to no session.
    """
    theirs = {(s.event, s.slug): s for s in sessions if person.slug in s.people}
    attended = {a.event for a in person.appearances} | {event for event, _ in theirs}
    mentions = _first_mentions(named)
    found = []
    for asset in everything:
        if person.slug in asset.people:
            continue
        mention = mentions.get(asset.id)
        session = theirs.get((asset.event or "", asset.session or ""))
        if mention:
            where = "named in what is said" if mention.field == "said" else f"named in its {_field(mention)}"
            found.append(Perhaps(asset, where, mention.start_ms))
        elif asset.answered is None and session:
            found.append(Perhaps(asset, f"on the agenda of “{session.title}”, and nobody said who is in it"))
        elif asset.answered is None and asset.session is None and asset.event in attended:
            found.append(Perhaps(asset, f"at {asset.event}, and nobody said who is in it"))
    return tuple(found)


def _field(mention: Hit) -> str:
    return {"name": "file name"}.get(mention.field, mention.field.replace("_", " "))


def _first_mentions(named: Iterable[Hit]) -> Mapping[str, Hit]:
    found: dict[str, Hit] = {}
    for hit in named:
        known = found.get(hit.asset)
        # what is said counts before what is written, the earlier before the later
        if known is None or _rank(hit) < _rank(known):
            found[hit.asset] = hit
    return found


def _rank(hit: Hit) -> tuple[bool, int]:
    return hit.field != "said", hit.start_ms or 0
