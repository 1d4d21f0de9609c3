"""A people list that somebody keeps in a spreadsheet, or the speakers of a schedule; and the list going out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from mediakit.domain.agenda import Agenda, Problems
from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.domain.naming import slugify
from mediakit.domain.person import Person
from mediakit.domain.written_name import (
    WrittenName,
    clean,
    name_of_address,
    parse_name,
    role_and_organisation,
    surname_comes_first,
)
from mediakit.logistics.columns import Columns, find_columns
from mediakit.logistics.roster import Told
from mediakit.logistics.schedule import read_agenda
from mediakit.media.sheets import Row, read_rows, write_rows

KNOWN = {
    "name": ("name", "full name", "person", "speaker", "speaker name", "attendee", "delegate", "participant", "who",
             "contributor", "guest", "display name", "badge name", "vortragende"),
    "first": ("first name", "first names", "given name", "given names", "forename", "forenames", "christian name",
              "vorname"),
    "last": ("last name", "surname", "family name", "second name", "nachname"),
    "title": ("title",),
    "honorific": ("honorific", "salutation", "prefix", "mr mrs ms", "form of address", "anrede"),
    "post_nominals": ("post nominals", "post nominal letters", "letters", "letters after name", "suffix", "credentials",
                      "honours", "qualifications"),
    "role": ("role", "job title", "job", "position", "post", "occupation", "job role", "function", "funktion"),
    "organisation": ("organisation", "organization", "employer", "company", "affiliation", "institution", "works for",
                     "where they work", "team", "organisation name", "health system"),
    "aliases": ("alias", "aliases", "also known as", "aka", "other spelling", "other spellings", "other name",
                "other names", "known as", "preferred name", "nickname"),
    "says": ("says", "said", "pronunciation", "pronounced", "how the name is said", "how it is said", "phonetic",
             "phonetics", "say it", "how to say it", "how to pronounce"),
    "contact": ("contact", "contact details", "contacts"),
    "email": ("email", "e mail", "email address", "e mail address", "mail"),
    "phone": ("phone", "telephone", "mobile", "phone number", "mobile number", "tel", "telephone number"),
    "do_not_photograph": ("do not photograph", "no photos", "no photo", "no photographs", "do not film", "no filming",
                          "do not photograph or film", "not to be photographed", "photo opt out", "opt out"),
    "may_photograph": ("photo consent", "photos ok", "may photograph", "ok to photograph", "photographs ok",
                       "may be photographed", "happy to be photographed"),
    "slug": ("slug", "mediakit", "person id", "id"),
}  # fmt: skip
COLUMNS = (
    "slug", "name", "honorific", "post_nominals", "role", "organisation", "aliases", "says", "do_not_photograph",
)  # fmt: skip
_HONORIFICS = ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "revd", "cllr", "lord",
               "lady", "hon", "rt hon")  # fmt: skip
_YES, _NO = (
    ("yes", "y", "true", "1", "x", "✓", "✔", "opt out", "opted out"),
    ("no", "n", "false", "0", "", "-", "–", "n/a"),
)


def read_people(path: Path, zone: str, first_day: date | None = None) -> list[Told]:
    """The people of a CSV file or workbook, or of a schedule's speakers.

    Raises Misuse where there is no such file, BadInputFile (with a line for every bad row) where it names nobody.
    """
    if _is_schedule(path):
        told = list(_billed(read_agenda(path, zone, first_day)))
    else:
        told = _listed(path)
    if not told:
        raise BadInputFile("there is nobody in it", where=str(path), hint="is it the right file?")
    return told


def _is_schedule(path: Path) -> bool:
    """Whether a file is JSON, XML or a calendar: read as a schedule, which says best what is wrong with it."""
    try:
        with path.open("rb") as file:
            begins = file.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return False
    return begins.startswith((b"{", b"[", b"<")) or begins.upper().startswith(b"BEGIN:VCALENDAR")


def _billed(agenda: Agenda) -> Iterator[Told]:
    seen = set()
    for entry in agenda.entries:
        for s in entry.speakers:
            if (key := s.identity or s.name) not in seen:
                seen.add(key)
                fields = {
                    "honorific": s.honorific,
                    "post_nominals": s.post_nominals,
                    "role": s.role,
                    "organisation": s.organisation,
                    "contact": s.email,
                }
                yield Told(s.name, entry.where, s.identity, fields={n: v for n, v in fields.items() if v})


def _listed(path: Path) -> list[Told]:
    rows = read_rows(path)
    found = find_columns(rows, KNOWN, "name") or find_columns(rows, KNOWN, "last")
    if found is None:
        hint = "name the columns in the first row, such as: Name, Role, Organisation, Email"
        raise BadInputFile("no people list: there is no heading row with a name", where=str(path), hint=hint)
    word = "line" if path.suffix.lower() in (".csv", ".txt", ".tsv") else "row"
    body = rows[found.header + 1 :]
    outright = {"slug", "do_not_photograph"} <= set(found.of) and _is_ours(rows[found.header])
    frame = _Frame(found, body, outright)
    problems = Problems(str(path))
    told: list[Told] = []
    seen: dict[object, str] = {}
    for row in body:
        where = f"{word} {row.number}"
        try:
            one = frame.told(row, where)
        except Misuse as error:
            problems.add(where, str(error))
            continue
        key = one.slug or (one.name.casefold(), one.fields.get("organisation"), one.fields.get("contact"))
        if key in seen:
            problems.add(where, f"{one.name} is also in {seen[key]}")
        seen.setdefault(key, where)
        told.append(one)
    problems.refuse_if_any()
    return told


def _is_ours(header: Row) -> bool:
    return tuple(header.text(n) for n in range(len(COLUMNS))) == COLUMNS


class _Frame:
    """What every row is read with: the columns, and what a whole column tells."""

    def __init__(self, columns: Columns, body: Sequence[Row], outright: bool) -> None:
        self.columns, self.outright = columns, outright
        names = [columns.text(row, "name") for row in body]
        self._surname_first = surname_comes_first(names)
        titles = [t.lower().strip(".") for row in body if (t := columns.text(row, "title"))]
        # "Title" is Mr, Mrs, Dr on one list and a job on the next
        self._title_is_honorific = bool(titles) and all(t.split()[0].strip(".") in _HONORIFICS for t in titles)

    def told(self, row: Row, where: str) -> Told:
        """Somebody as a row tells them. Raises Misuse."""
        named = self._named(row)
        contact = self._contact(row, named.email)
        name = named.name or name_of_address(named.email or self.columns.text(row, "email"))
        if not name:
            raise Misuse("an e-mail address, and no name" if contact else "there is no name in it")
        if not any(c.isalpha() for c in name) or len(name) > 200:
            raise Misuse(f"{name[:40]!r} is no name")
        role, organisation = role_and_organisation(named.rest)
        text = self.columns.text
        title = clean(text(row, "title"))
        fields: dict[str, object] = {
            "honorific": text(row, "honorific") or (title if self._title_is_honorific else "") or named.honorific,
            "post_nominals": text(row, "post_nominals") or named.post_nominals,
            "role": clean(text(row, "role")) or (title if not self._title_is_honorific else "") or role,
            "organisation": clean(text(row, "organisation")) or organisation,
            "says": clean(text(row, "says")),
            "aliases": tuple(_parts(text(row, "aliases"))),
            "contact": contact,
            "do_not_photograph": self._refused(row),
        }
        slug = text(row, "slug")
        # some other software's number is no slug
        meant = slug if slug and slug == slugify(slug, fallback="") and not slug.isdecimal() else None
        if self.outright:
            there = {
                n: v or None for n, v in fields.items() if n in self.columns or n in ("aliases", "do_not_photograph")
            }
            there["aliases"] = fields["aliases"]
            there["do_not_photograph"] = fields["do_not_photograph"]
            return Told(name, where, slug=meant, fields=there, outright=meant is not None)
        return Told(name, where, slug=meant, fields={n: v for n, v in fields.items() if v})

    def _named(self, row: Row) -> WrittenName:
        written = self.columns.text(row, "name")
        if self.outright:
            return WrittenName(clean(written))
        first, last = self.columns.text(row, "first"), self.columns.text(row, "last")
        if (first and last) or (not written and (first or last)):
            return parse_name(f"{first} {last}".replace(",", " "))
        return parse_name(written, surname_first=self._surname_first)

    def _contact(self, row: Row, email: str | None) -> str | None:
        told = [clean(self.columns.text(row, name)) for name in ("contact", "email", "phone")]
        told = [text.removeprefix("mailto:") for text in told if text]
        if email and not any(email in text for text in told):
            told.append(email)
        return "; ".join(dict.fromkeys(told)) or None

    def _refused(self, row: Row) -> bool:
        refused, allowed = (self.columns.text(row, n).lower() for n in ("do_not_photograph", "may_photograph"))
        for text in (refused, allowed):
            if text not in (*_YES, *_NO):
                raise Misuse(f"{text[:40]!r} is neither yes nor no")
        return refused in _YES or (allowed in _NO and allowed not in ("", "-", "–", "n/a"))


def _parts(text: str) -> list[str]:
    return [part for p in text.replace("|", ";").split(";") if (part := clean(p))]


def write_people(path: Path, people: Sequence[Person], event: str | None, contacts: Mapping[str, str] | None) -> None:
    """Write the people list as CSV or workbook, in a form that comes back unchanged. contacts: None leaves them out."""
    header = [*COLUMNS, *(["contact"] if contacts is not None else [])]
    rows = []
    for person in people:
        then = person.at(event)
        row = [
            person.slug,
            person.name,
            person.honorific or "",
            person.post_nominals or "",
            then.role or "",
            then.organisation or "",
            "; ".join(person.aliases),
            person.says or "",
            "yes" if person.do_not_photograph else "no",
        ]
        rows.append([*row, *([contacts.get(person.slug, "")] if contacts is not None else [])])
    write_rows(path, header, rows)
    if contacts is not None:
        path.chmod(0o600)
