"""Where somebody is in the material: where they are tagged, where they may be, and what cannot be called back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mediakit.catalogue import assets, events, presence, publications
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.presence import Mention
from mediakit.catalogue.publications import Sent
from mediakit.domain.asset import Asset
from mediakit.domain.event import Session
from mediakit.domain.names import ways_to_name, words
from mediakit.domain.naming import fold
from mediakit.domain.person import Person

_SHORTEST_SURNAME = 4
_SHORTEST_FIRST_NAME = 3


@dataclass(frozen=True, slots=True)
class Perhaps:
    """An asset that somebody should look at, and why; start_ms: where in the recording, if it is about a moment."""

    asset: Asset
    reason: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Titled:
    """A session whose title or abstract names somebody. It is the agenda's text, which no rule takes away."""

    session: Session
    field: str


@dataclass(frozen=True, slots=True)
class Traces:
    """tagged: somebody said that they are in it. perhaps: a match guessed it, nobody said, or others name them.

    out_of_reach: sent to other places. titles: sessions that name them.
    """

    tagged: tuple[Asset, ...]
    perhaps: tuple[Perhaps, ...]
    out_of_reach: tuple[Sent, ...]
    titles: tuple[Titled, ...] = ()


@dataclass(frozen=True, slots=True)
class Clues:
    """What may tell that somebody is in an asset they are not attached to.

    named, surname, first_name: passages with the name in full, the surname alone, the first name alone; voices: asset
    → where they first speak (ms); shown: asset → names that the file itself gives as people shown.
    """

    named: Sequence[Mention] = ()
    surname: Sequence[Mention] = ()
    first_name: Sequence[Mention] = ()
    voices: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def trace(catalogue: Catalogue, person: Person) -> Traces:
    """Everything the catalogue knows of where somebody is, or may be."""
    everything = assets.load(catalogue)
    agenda = events.sessions(catalogue)
    tagged = tuple(a for a in everything if person.slug in a.confirmed_people)
    maybe = perhaps(person, everything, agenda, _clues(catalogue, person))
    there = [*(a.id for a in tagged), *(p.asset.id for p in maybe)]
    return Traces(tagged, maybe, tuple(publications.online(catalogue, there)), titles(person, agenda))


def titles(person: Person, agenda: Iterable[Session]) -> tuple[Titled, ...]:
    """The sessions that name somebody in title or abstract."""
    forms = ways_to_name(person).forms
    found = []
    for session in agenda:
        for place, text in (("title", session.title), ("abstract", session.abstract or "")):
            line = f" {' '.join(words(text))} "
            if any(form in line for form in forms):
                found.append(Titled(session, place))
    return tuple(found)


def title_without(title: str, person: Person) -> str:
    """A title that names somebody, without the name: a suggestion for a person to look at, never applied by itself.

    >>> title_without("Interview: Dr Ada Okafor", Person("ada", "Ada Okafor", honorific="Dr"))
    'Interview'
    >>> title_without("ADA OKAFOR", Person("ada", "Ada Okafor"))
    'Session'
    """
    left = title
    for name in sorted({person.titled_name, person.name, *person.aliases}, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)(['’]s)?", " ", left, flags=re.IGNORECASE)
    left = re.sub(r"(\b(with|by|from|and|of|to)\b|[\s:,;–—|/&-])+$", "", " ".join(left.split()), flags=re.IGNORECASE)
    return left.strip(" :,;–—|/&-") or "Session"


def _clues(catalogue: Catalogue, person: Person) -> Clues:
    return Clues(
        presence.mentions(catalogue, full_names(person)),
        presence.mentions(catalogue, surname(person)),
        presence.mentions(catalogue, first_name(person)),
        presence.voices(catalogue, person.slug),
        presence.shown_in_files(catalogue),
    )


def full_names(person: Person) -> list[str]:
    """What somebody is called in full: the name either way round, with honorific, other spellings.

    >>> full_names(Person("ada", "Ada Okafor", honorific="Dr", aliases=("A. Okafor",)))
    ['Ada Okafor', 'Okafor Ada', 'Dr Okafor', 'A. Okafor']
    """
    *before, last = person.name.split() or [""]
    names = [person.name]
    if before:
        names.append(" ".join((last, *before)))
        names += [f"{person.honorific} {last}"] if person.honorific else []
    return _once([*names, *person.aliases])


def surname(person: Person) -> list[str]:
    """The surname, if it is long enough to tell anything."""
    *before, last = person.name.split() or [""]
    return _once([last]) if before and len(last) >= _SHORTEST_SURNAME else []


def first_name(person: Person) -> list[str]:
    """The first name, if it is long enough to tell anything."""
    name = person.first_name
    return _once([name]) if len(person.name.split()) > 1 and len(name) >= _SHORTEST_FIRST_NAME else []


def _once(names: Iterable[str]) -> list[str]:
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(fold(name), name)
    return list(once.values())


def perhaps(
    person: Person, everything: Sequence[Asset], sessions: Iterable[Session], clues: Clues
) -> tuple[Perhaps, ...]:
    """Assets to look at, one line each with the strongest reason, the strongest first.

    Where they speak, or the file itself says they are shown; what was cut from, or replaced, something they are in;
    where they are named; untagged assets of their sessions, and of their events where they belong to no session; at
    last recordings of their events in which somebody of that first name is mentioned.
    """
    finder = _Finder(person, everything, sessions, clues)
    found = []
    for asset in everything:
        if person.slug not in asset.confirmed_people and (reason := finder.reason(asset)):
            found.append(reason)
    return tuple(p for _, p in sorted(found, key=lambda pair: pair[0]))


class _Finder:
    """Looks at one asset after another for the strongest reason why somebody may be in it."""

    def __init__(self, person: Person, everything: Sequence[Asset], sessions: Iterable[Session], clues: Clues) -> None:
        self.clues = clues
        self.theirs = {(s.event, s.slug): s for s in sessions if person.slug in s.people}
        self.attended = {a.event for a in person.appearances} | {event for event, _ in self.theirs}
        self.slug = person.slug
        self.tagged = {a.id: a for a in everything if person.slug in a.confirmed_people}
        self.known_as = {fold(n) for n in (person.name, person.titled_name, *person.aliases)}
        self.named, self.surname = _first_mentions(clues.named), _first_mentions(clues.surname)
        self.first_name = _first_mentions(clues.first_name)

    def reason(self, asset: Asset) -> tuple[int, Perhaps] | None:
        """How strong the reason is (0: the strongest), and the reason; None if there is none."""
        looks = (self._in_it, self._made_of_it, self._named, self._there, self._perhaps_named)
        for rank, look in enumerate(looks):
            if found := look(asset):
                return rank, found
        return None

    def _in_it(self, asset: Asset) -> Perhaps | None:
        if asset.id in self.clues.voices:
            return Perhaps(asset, "speaks in it, by its transcript", self.clues.voices[asset.id])
        if any(fold(name) in self.known_as for name in self.clues.shown.get(asset.id, ())):
            return Perhaps(asset, "its file says that they are shown")
        return None

    def _made_of_it(self, asset: Asset) -> Perhaps | None:
        made_of = next((self.tagged[s] for s in asset.sources if s in self.tagged), None)
        if made_of:
            return Perhaps(asset, f"cut from {made_of.short}, in which they are")
        if asset.replaces in self.tagged:
            return Perhaps(asset, f"a newer version of {self.tagged[asset.replaces].short}, in which they are")
        return None

    def _named(self, asset: Asset) -> Perhaps | None:
        mention = self.named.get(asset.id)
        return Perhaps(asset, f"named in {_place(mention)}", mention.start_ms) if mention else None

    def _there(self, asset: Asset) -> Perhaps | None:
        session = self.theirs.get((asset.event or "", asset.session or ""))
        if asset.answered is None and session:
            return Perhaps(asset, f"on the agenda of “{session.title}”, and nobody said who is in it")
        if asset.answered is None and asset.session is None and asset.event in self.attended:
            return Perhaps(asset, f"at {asset.event}, and nobody said who is in it")
        if self.slug in asset.people:
            return Perhaps(asset, "found by time and place, and nobody said who is in it")
        return None

    def _perhaps_named(self, asset: Asset) -> Perhaps | None:
        if mention := self.surname.get(asset.id):
            return Perhaps(asset, f"the surname stands in {_place(mention)}", mention.start_ms)
        mention = self.first_name.get(asset.id)
        if mention and asset.event in self.attended:
            return Perhaps(asset, f"the first name stands in {_place(mention)}", mention.start_ms)
        return None


def _place(mention: Mention) -> str:
    if mention.field == "said":
        return "what is said"
    return f"its {'file name' if mention.field == 'name' else mention.field.replace('_', ' ')}"


def _first_mentions(named: Iterable[Mention]) -> Mapping[str, Mention]:
    found: dict[str, Mention] = {}
    for hit in named:
        known = found.get(hit.asset)
        # what is said counts before what is written, the earlier before the later
        if known is None or _rank(hit) < _rank(known):
            found[hit.asset] = hit
    return found


def _rank(hit: Mention) -> tuple[bool, int]:
    return hit.field != "said", hit.start_ms or 0
