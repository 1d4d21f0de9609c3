"""Adding somebody, and correcting what is known of them, out of the desk's forms: as `people add` and `people set` do.

A correction carries what each field said when it was shown (`was.name`); a field that somebody else changed meanwhile
is not written, and both are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mediakit.catalogue import people
from mediakit.catalogue.connect import Catalogue
from mediakit.desk.asked import Form, command_line
from mediakit.desk.editing import Clash, compared
from mediakit.domain.errors import MediakitError, Misuse
from mediakit.domain.naming import free_slug, slugify
from mediakit.domain.person import Person
from mediakit.logistics import people_adding
from mediakit.logistics.people_adding import Newcomer
from mediakit.logistics.roster_import import set_by_hand

# the fields of the form that adds somebody
ADDING = (
    "name", "event", "role", "organisation", "honorific", "post_nominals", "alias", "says", "contact", "refused",
)  # fmt: skip
WORDS = {
    "name": "name",
    "honorific": "title before the name",
    "post_nominals": "letters after the name",
    "says": "how the name is said",
    "alias": "other spellings",
    "do_not_photograph": "whether they may be photographed",
    "role": "role",
    "organisation": "organisation",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody who may be on the list already: near are those of nearly the same name."""

    problem: str
    near: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a form came to: the words that were written, by event; or what stood in its way, and nothing was."""

    person: str
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        if self.wrong:
            return "Not saved: look at what is marked below."
        if self.clashes:
            return "Somebody else changed the same while you were writing. Nothing was saved: choose below."
        if not self.written:
            return "Nothing was different."
        keys = [WORDS[word.partition("=")[0]] for words in self.written.values() for word in words]
        return f"Saved: {', '.join(dict.fromkeys(keys))}."

    @property
    def command(self) -> str | None:
        lines = [
            command_line("people", "set", self.person, *words, *(["--event", event] if event else []))
            for event, words in self.written.items()
        ]
        return " && ".join(lines) or None


def newcomer(catalogue: Catalogue, form: Form) -> Newcomer | Doubt:
    """Whom a form adds; a doubt where somebody on the list may be the same, and nobody said that they are not."""
    name = line(form.text("name"))
    if not name:
        raise Misuse("write the name")
    near, slug = people_adding.alike(catalogue, name), None
    if near and not form.text("another"):
        return Doubt(f"{' and '.join(p.titled_name for p in near)} may be the same person", tuple(near))
    if near:
        slug = free_slug(slugify(name, fallback="person"), [p.slug for p in people.every(catalogue)])
    return Newcomer(
        name,
        slug=slug,
        aliases=tuple(dict.fromkeys(filter(None, map(line, form.text("alias").split("\n"))))),
        do_not_photograph=True if form.text("refused") else None,
        honorific=line(form.text("honorific")) or None,
        post_nominals=line(form.text("post_nominals")) or None,
        role=line(form.text("role")) or None,
        organisation=line(form.text("organisation")) or None,
        says=line(form.text("says")) or None,
        contact=line(form.text("contact")) or None,
        event=line(form.text("event")) or None,
    )


def further(person: Person, form: Form) -> Newcomer:
    """Somebody on the list, at one more event."""
    event, role, body = (line(form.text(key)) or None for key in ("event", "role", "organisation"))
    return Newcomer(person.name, slug=person.slug, event=event, role=role, organisation=body)


def command_of(told: Newcomer) -> str:
    """The command that adds somebody just so; what is private is not in it."""
    words = [word for alias in told.aliases for word in ("--alias", alias)]
    for name in ("slug", "honorific", "post_nominals", "role", "organisation", "says", "event"):
        value = getattr(told, name)
        words += [f"--{name.replace('_', '-')}", value] if value else []
    words += ["--contact", "…"] if told.contact else []
    words += ["--do-not-photograph"] if told.do_not_photograph else []
    return command_line("people", "add", told.name, *words)


def said_of(person: Person) -> dict[str, str]:
    """What each field of the form says: of the person, and as at each event `role@EVENT`; `role@` if there is none."""
    said = {
        "name": person.name,
        "honorific": person.honorific or "",
        "post_nominals": person.post_nominals or "",
        "says": person.says or "",
        "alias": "\n".join(person.aliases),
        "do_not_photograph": "yes" if person.do_not_photograph else "no",
    }
    for one in person.appearances:
        said |= {f"role@{one.event}": one.role or "", f"organisation@{one.event}": one.organisation or ""}
    if not person.appearances:
        said |= {"role@": person.role or "", "organisation@": person.organisation or ""}
    return said


def correct(catalogue: Catalogue, person: Person, form: Form) -> Corrected:
    """Write what a form changes of somebody, unless somebody else changed the same field since it was shown."""
    typed = {key: _typed(form, key) for key in said_of(person) if f"was.{key}" in form}
    if not typed.get("name", person.name):
        return Corrected(person.slug, typed=typed, wrong={"name": "somebody on the list has a name"})
    try:
        with catalogue.writing():
            return _written(catalogue, person.slug, typed, form)
    except MediakitError as error:
        return Corrected(person.slug, typed=typed, wrong={"name": sentence(error)})


def _written(catalogue: Catalogue, slug: str, typed: Mapping[str, str], form: Form) -> Corrected:
    """Inside `writing()`: nobody writes between looking and writing."""
    changed, clashes = compared(said_of(people.find(catalogue, slug)), typed, form)
    if clashes:
        return Corrected(slug, typed=typed, clashes=clashes)
    words: dict[str, list[str]] = {}
    for key, text in changed.items():
        name, _, event = key.partition("@")
        words.setdefault(event, []).append(f"{name}={text.replace(chr(10), ';')}")
    for event, each in words.items():
        set_by_hand(catalogue, people.find(catalogue, slug), each, event or None)
    return Corrected(slug, words)


def _typed(form: Form, key: str) -> str:
    if key == "do_not_photograph":
        return "yes" if form.text(key) else "no"
    if key == "alias":
        return "\n".join(filter(None, map(line, form.text(key).split("\n"))))
    return line(form.text(key))


def sentence(error: MediakitError) -> str:
    """What is wrong and what to do, to stand beside a field."""
    return ". ".join(text for text in (str(error), error.hint) if text)


def line(text: str) -> str:
    """Text on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
