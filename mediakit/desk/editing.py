"""Describing assets at the desk, so that nobody's words are overwritten: the same function as `mediakit set`.

A form carries what each field said when it was shown (`was.title`). A field that its reader changed is written if it
still says that; if somebody else changed it meanwhile, nothing is written and both are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediakit.catalogue import assets, people
from mediakit.catalogue.connect import Catalogue
from mediakit.desk.asked import Form, command_line
from mediakit.domain.asset import Asset, fingerprint
from mediakit.domain.edit import KEYS, NOBODY, Difference, as_text, normalise
from mediakit.domain.errors import MediakitError
from mediakit.domain.naming import fold
from mediakit.domain.person import Person
from mediakit.editorial import describing

WORDS = {
    "title": "Title",
    "caption": "Caption",
    "alt_text": "Alt text",
    "extended_description": "Longer description",
    "credit": "Credit",
    "creator": "Made by",
    "copyright": "Copyright",
    "rating": "Rating",
    "people": "Who is in it",
    "session": "Session",
    "shot": "What it shows",
    "embargo": "Not before",
    "tags": "Tags",
    "hidden": "Hidden",
}


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed meanwhile: what it says now, and what was typed here."""

    key: str
    now: str
    mine: str

    @property
    def label(self) -> str:
        return WORDS[self.key]


def compared(now: Mapping[str, str], typed: Mapping[str, str], form: Form) -> tuple[dict[str, str], tuple[Clash, ...]]:
    """The fields in which a form says otherwise than it was shown (`was.KEY`), and those that another changed since.

    now: what each field says; typed: what the form says of those that it has.
    """
    changed = {key: text for key, text in typed.items() if text != form.text(f"was.{key}")}
    clashes = [
        Clash(key, now.get(key, ""), text)
        for key, text in changed.items()
        if now.get(key, "") not in (form.text(f"was.{key}"), text)
    ]
    return {key: text for key, text in changed.items() if text != now.get(key, "")}, tuple(clashes)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that cannot be as it was typed, and why."""

    key: str
    problem: str

    @property
    def label(self) -> str:
        return WORDS[self.key]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a form came to: what was written, or what stood in its way; then nothing was written."""

    changes: tuple[Difference, ...] = ()
    clashes: tuple[Clash, ...] = ()
    wrong: tuple[Wrong, ...] = ()

    @property
    def said(self) -> str:
        if self.wrong:
            return f"Not saved: {'; '.join(f'{w.label.lower()}: {w.problem}' for w in self.wrong)}."
        if self.clashes:
            fields = " and ".join(c.label.lower() for c in self.clashes)
            return f"Somebody else changed {fields} while you were writing. Nothing was saved: choose below."
        if not self.changes:
            return "Nothing was different."
        return f"Saved: {', '.join(WORDS[c.key].lower() for c in self.changes)}."


def save(catalogue: Catalogue, asset_id: str, form: Form) -> Saved:
    """Write what a form changes of one asset, unless somebody else changed the same field since it was shown."""
    with catalogue.writing():
        asset = assets.one(catalogue, asset_id)
        wanted: dict[str, str] = {}
        clashes: list[Clash] = []
        wrong: list[Wrong] = []
        for key in (k for k in KEYS if k in form):
            try:
                mine, was = (plain(catalogue, key, text) for text in (typed(form, key), form.text(f"was.{key}")))
            except MediakitError as error:
                wrong.append(Wrong(key, ". ".join(text for text in (str(error), error.hint) if text)))
                continue
            now = as_text(asset, key)
            if mine == was:
                continue
            if now not in (was, mine):
                clashes.append(Clash(key, now, mine))
            wanted[key] = mine
        if clashes or wrong:
            return Saved(clashes=tuple(clashes), wrong=tuple(wrong))
        return Saved(tuple(_written(catalogue, [asset_id], wanted)))


def typed(form: Form, key: str) -> str:
    """What a form says of a field; the ticks beside alt text and people stand for their words."""
    if key == "alt_text" and form.text("decorative"):
        return "decorative"
    if key == "people" and form.text("nobody"):
        return NOBODY
    if key == "people":
        return ", ".join(form.every("people"))
    return form.text(key)


def plain(catalogue: Catalogue, key: str, text: str) -> str:
    """A field's text as as_text gives it, so that two can be compared. People may be typed by name."""
    value = normalise(key, text)
    if key == "people" and value and value.lower() != NOBODY:
        return ", ".join(sorted({people.find(catalogue, name).slug for name in value.split(", ")}))
    return ", ".join(sorted(value.split(", "))) if key == "tags" and value else value


def people_by_name(slugs: str, everybody: Sequence[Person]) -> str:
    """Who is in an asset, by name where one person alone has it; a name with a comma in it cannot stand in a list."""
    shared = Counter(fold(person.name) for person in everybody)
    names = {p.slug: p.name for p in everybody if shared[fold(p.name)] == 1 and "," not in p.name}
    return ", ".join(names.get(slug, slug) for slug in slugs.split(", ")) if slugs else ""


def _written(catalogue: Catalogue, asset_ids: Sequence[str], wanted: dict[str, str]) -> list[Difference]:
    if not wanted or not asset_ids:
        return []
    words = [*asset_ids, *(f"{key}={value}" for key, value in wanted.items())]
    changes = describing.changes(catalogue, describing.from_words(catalogue, words))
    describing.write(catalogue, changes)
    return changes


def mark_of(asset: Asset) -> str:
    """A short mark of everything a person can say about an asset: it changes when any of it does."""
    return fingerprint([as_text(asset, key) for key in KEYS])[:12]


def command_of(asset: Asset, changes: Sequence[Difference]) -> str | None:
    """The command that a saved form equals; None where nothing was written."""
    words = [asset.short, *(f"{change.key}={change.new}" for change in changes)]
    return command_line("set", *words) if changes else None
