"""A list of organisations that somebody keeps in a spreadsheet: names, their part in the event, web pages, logos."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.agenda import Problems
from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.domain.event import Part
from mediakit.domain.naming import slugify
from mediakit.domain.written_name import clean
from mediakit.logistics.columns import Columns, find_columns
from mediakit.media.sheets import Row, read_rows

KNOWN = {
    "name": ("name", "organisation", "organization", "organisation name", "company", "partner name", "body"),
    "part": ("role", "part", "type", "kind", "relationship", "category"),
    "url": ("url", "website", "web", "web page", "web site", "site", "link", "homepage", "web address"),
    "logo": ("logo", "logo file", "picture", "image"),
    "slug": ("slug", "short name"),
}
_PARTS = {
    "host": Part.HOST, "hosts": Part.HOST, "organiser": Part.HOST, "organizer": Part.HOST, "lead": Part.HOST,
    "partner": Part.PARTNER, "partners": Part.PARTNER, "delivery partner": Part.PARTNER, "supporter": Part.PARTNER,
    "funder": Part.FUNDER, "funders": Part.FUNDER, "sponsor": Part.FUNDER, "funding partner": Part.FUNDER,
    "participant": Part.PARTICIPANT, "participants": Part.PARTICIPANT, "participating": Part.PARTICIPANT,
    "member": Part.PARTICIPANT, "system": Part.PARTICIPANT, "health system": Part.PARTICIPANT, "site": Part.PARTICIPANT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One organisation of a list. part: None where no column tells it; logo: a file that is there."""

    where: str
    name: str
    slug: str
    part: Part | None = None
    url: str | None = None
    logo: Path | None = None


def read_organisations(path: Path) -> list[Listed]:
    """The organisations of a CSV file or workbook. Raises BadInputFile with a line for every bad row."""
    rows = read_rows(path)
    columns = find_columns(rows, KNOWN, "name")
    if columns is None:
        hint = "name the columns in the first row, such as: Name, Role, Website, Logo"
        raise BadInputFile("no list of organisations: there is no heading row with a name", where=str(path), hint=hint)
    word = "line" if path.suffix.lower() in (".csv", ".txt", ".tsv") else "row"
    problems, found = Problems(str(path)), []
    seen: dict[tuple[str, Part | None], str] = {}
    for row in rows[columns.header + 1 :]:
        where = f"{word} {row.number}"
        try:
            one = _listed(where, row, columns, path.parent)
        except Misuse as error:
            problems.add(where, str(error))
            continue
        if (one.slug, one.part) in seen:
            problems.add(where, f"{one.name} is also in {seen[one.slug, one.part]}")
        seen.setdefault((one.slug, one.part), where)
        found.append(one)
    problems.refuse_if_any()
    if not found:
        raise BadInputFile("there is no organisation in it", where=str(path), hint="is it the right file?")
    return found


def _listed(where: str, row: Row, columns: Columns, folder: Path) -> Listed:
    name = clean(columns.text(row, "name"))
    if not name:
        raise Misuse("it has no name")
    slug = columns.text(row, "slug") or slugify(name, fallback="")
    if not slug or slug != slugify(slug, fallback=""):
        raise Misuse(f"{name!r} needs a slug of small letters a to z, digits and hyphens")
    told = columns.text(row, "part").lower()
    if told and told not in _PARTS:
        raise Misuse(f"{told[:40]!r} is none of {', '.join(Part)}")
    url = columns.text(row, "url")
    if url and not url.lower().startswith(("http://", "https://")):
        url = f"https://{url}"
    if url and not re.fullmatch(r"https?://[^\s<>\"]+\.[^\s<>\"]+", url):
        raise Misuse(f"{url[:60]!r} is no web address")
    logo = columns.text(row, "logo")
    file = folder / logo if logo else None
    if file and not file.is_file():
        raise Misuse(f"there is no logo {logo[:80]!r} beside the list")
    return Listed(where, name, slug, _PARTS.get(told), url or None, file)
