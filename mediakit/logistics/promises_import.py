"""A list of promises out of a spreadsheet: every row read and judged, then taken over all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from mediakit.catalogue import deliverables
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.agenda import Problems
from mediakit.domain.deliverable import Deliverable, DeliverableKind, Stage
from mediakit.domain.errors import BadInputFile, MediakitError
from mediakit.domain.event import Event
from mediakit.domain.naming import fold, free_slug, slugify
from mediakit.domain.reimport import merge
from mediakit.logistics import promises_fields
from mediakit.logistics.columns import Columns, find_columns
from mediakit.media.sheets import Row, read_rows

KNOWN = {
    "title": ("title", "deliverable", "what", "name", "product", "item", "output", "promise", "description of output"),
    "identity": ("id", "ref", "reference", "code", "no", "nr", "number", "deliverable id", "slug"),
    "kind": ("kind", "type", "format", "category"),
    "for": ("for", "organisation", "organization", "client", "partner", "for whom", "funder", "commissioner"),
    "person": ("person", "who is in it", "interviewee", "subject", "speaker", "about", "featuring"),
    "who": ("who", "owner", "responsible", "lead", "made by", "editor", "assigned to", "by whom", "crew"),
    "due": ("due", "due date", "deadline", "by when", "delivery date", "date", "when", "due by"),
    "length": ("length", "duration", "running time", "how long"),
    "shape": ("shape", "ratio", "aspect ratio", "aspect", "orientation"),
    "state": ("state", "status", "progress", "stage"),
    "shots": ("shot", "shots", "shot list", "to film", "b roll", "footage needed", "needs"),
    "note": ("note", "notes", "comment", "comments", "remarks", "description"),
}
_NOTHING = {"", "-", "–", "—", "n/a", "na", "none", "tbc", "tba", "tbd", "?"}
DEFAULT_KIND = DeliverableKind.FILM


@dataclass(frozen=True, slots=True)
class Changed:
    """A promise that the list changes. fields: name → (as it was, as it will be); kept: what a person's hand keeps."""

    deliverable: Deliverable
    fields: Mapping[str, tuple[Any, Any]]
    kept: Mapping[str, tuple[Any, Any]]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import does. gone: promises of earlier imports that the list no longer has; they stay."""

    event: str
    added: tuple[tuple[Deliverable, Mapping[str, Any]], ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[Changed, ...]
    gone: tuple[Deliverable, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    where: str
    identity: str | None
    told: Mapping[str, Any]


def plan(catalogue: Catalogue, event: Event, file: Path) -> Plan:
    """Read a CSV file or workbook and decide on every row; nothing is written.

    Raises BadInputFile with a line for every row that cannot be right, Misuse or MachineLacks for the file.
    """
    rows = read_rows(file)
    columns = find_columns(rows, KNOWN, "title")
    if columns is None:
        hint = "name the columns in the first row, such as: Title, Kind, For, Person, Due, Length, Shape"
        raise BadInputFile("no list of promises: no heading row has a title and one more", where=str(file), hint=hint)
    problems = Problems(str(file))
    lines = [_line(catalogue, event, row, columns, problems) for row in rows[columns.header + 1 :]]
    _check_doubles(lines, problems)
    problems.refuse_if_any()
    return _decide(event.slug, lines, deliverables.every(catalogue, event.slug),
                   deliverables.imported(catalogue, event.slug), columns.unknown)  # fmt: skip


def _line(catalogue: Catalogue, event: Event, row: Row, columns: Columns, problems: Problems) -> _Line:
    where, told = f"row {row.number}", {}
    for key in [k for k in KNOWN if k in columns and k != "identity"]:
        text = _cell(row, columns, key)
        if key == "shots":
            told["shots"] = tuple(part.strip() for part in text.replace(",", ";").split(";") if part.strip())
            continue
        if not text and key in ("kind", "state"):
            continue
        try:
            name, value = promises_fields.field(catalogue, key, text, event.starts)
            told[name] = value
        except MediakitError as error:
            hint = f" ({error.hint})" if error.hint else ""
            problems.add(where, f"{key}: {error}{hint}")
    return _Line(where, columns.text(row, "identity") or None, told)


def _cell(row: Row, columns: Columns, key: str) -> str:
    number = columns.of[key][0]
    cell = row.cells[number] if number < len(row.cells) else None
    if key == "length" and isinstance(cell, time) and cell.hour and not cell.second:
        # who types 2:00 into a spreadsheet means two minutes, and it keeps two o'clock
        return f"{cell.hour}:{cell.minute:02}"
    text = columns.text(row, key)
    return "" if text.lower() in _NOTHING else text


def _check_doubles(lines: Sequence[_Line], problems: Problems) -> None:
    seen: dict[object, str] = {}
    for line in lines:
        key = line.identity or (fold(str(line.told.get("title"))), line.told.get("person"))
        if key in seen:
            problems.add(line.where, f"the same promise is also in {seen[key]}")
        seen.setdefault(key, line.where)


def _decide(
    event: str,
    lines: Sequence[_Line],
    known: Sequence[Deliverable],
    imported: Mapping[str, Mapping[str, Any]],
    unread: tuple[str, ...],
) -> Plan:
    free, taken = {d.slug: d for d in known}, {d.slug for d in known}
    added: list[tuple[Deliverable, Mapping[str, Any]]] = []
    changes: list[Changed] = []
    found = {line.where: there for line in lines if (there := _known(line, free))}
    for line in lines:
        there = found.get(line.where)
        if there:
            changes.append(_change(line, there, imported.get(there.slug)))
        else:
            new = _new(event, line, taken)
            taken.add(new.slug)
            added.append((new, line.told))
    gone = tuple(d for slug, d in free.items() if slug in imported)
    return Plan(event, tuple(added), tuple(c for c in changes if c.fields), tuple(c for c in changes if not c.fields),
                gone, unread)  # fmt: skip


def _known(line: _Line, free: dict[str, Deliverable]) -> Deliverable | None:
    """The promise that a row is of, taken out of those still free: by id, else slug, else title and person."""
    by_id = [slug for slug, d in free.items() if line.identity and line.identity in (d.identity, slug)]
    by_title = [slug for slug, d in free.items() if _same_title(line, d)]
    for fitting in (by_id, by_title):
        if len(fitting) == 1:
            return free.pop(fitting[0])
    return None


def _same_title(line: _Line, there: Deliverable) -> bool:
    if line.identity and there.identity:
        return False
    return fold(str(line.told.get("title"))) == fold(there.title) and line.told.get("person") in (None, there.person)


def _change(line: _Line, there: Deliverable, imported: Mapping[str, Any] | None) -> Changed:
    current = {name: getattr(there, name) for name in line.told}
    if imported is None and there.state is Stage.PLANNED:
        current["state"] = None
    merged = merge(current, imported, line.told)
    fields = {n: pair for n, pair in merged.changed.items() if pair[1] is not None or n not in ("kind", "state")}
    if line.identity and line.identity not in (there.identity, there.slug):
        fields["identity"] = (there.identity, line.identity)
    return Changed(there, fields, merged.kept, line.told)


def _new(event: str, line: _Line, taken: set[str]) -> Deliverable:
    slug = free_slug(slugify(str(line.told["title"]), fallback="deliverable"), taken)
    return Deliverable(slug=slug, event=event, identity=line.identity, **{"kind": DEFAULT_KIND, **line.told})


def apply(catalogue: Catalogue, decided: Plan, by: str) -> None:
    """Do what was decided, all of it or nothing. by: who is kept as having said the states."""
    with catalogue.writing():
        for new, told in decided.added:
            deliverables.add(catalogue, new, by=by if new.state is not Stage.PLANNED else None, imported=told)
        for one in (*decided.changed, *decided.unchanged):
            fields = {name: after for name, (_, after) in one.fields.items()}
            state = fields.pop("state", None)
            deliverables.change(catalogue, one.deliverable, fields, one.told)
            if state and state is not one.deliverable.state:
                deliverables.set_state(catalogue, one.deliverable, state, by)
