"""Many consents at once, out of a spreadsheet: every row read and judged before the first is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from mediakit.catalogue import consents, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import (
    Basis,
    Channel,
    Consent,
    ShowAs,
    default_end,
    in_force,
    problem_of_days,
    withdrawn_after,
)
from mediakit.domain.errors import BadInputFile, UnknownName
from mediakit.domain.naming import fold
from mediakit.domain.person import Person
from mediakit.domain.workspace import Workspace
from mediakit.logistics import consents_columns as columns
from mediakit.logistics import evidence
from mediakit.media.sheets import Row, read_rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the list: what one person agreed to. evidence: where the scan lies, if one is named."""

    row: int
    person: Person
    channels: tuple[Channel, ...]
    basis: Basis
    given_on: date
    until: date | None
    show_as: ShowAs
    by: str | None
    guardian: str | None
    organisations: tuple[str, ...]
    evidence: Path | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row, or a channel of it, that is not recorded, and why."""

    row: int
    person: str
    reason: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import would record (each with its form), what it leaves out, and columns that mean nothing to it."""

    new: tuple[tuple[Form, Channel], ...]
    skipped: tuple[Skipped, ...]
    unread: tuple[str, ...]


def read_list(workspace: Workspace, catalogue: Catalogue, file: Path, *, given_on: date | None = None) -> Intake:
    """Read a list of consents and say what of it is new. Nothing is written. given_on: of rows that name no day.

    Raises BadInputFile with one line for every row that cannot be right; Misuse, MachineLacks for the file.
    """
    rows = read_rows(file)
    found = columns.find_header(rows)
    if found is None:
        hint = "name the columns in the first row: person, channel (or web, social, print …), given, until, note"
        raise BadInputFile(
            "no row says which column holds the people and which the channels", where=str(file), hint=hint
        )
    index, places = found
    reader = _Reader(workspace, catalogue, file, places, given_on)
    forms, refused = reader.forms(rows[index + 1 :])
    if reader.problems:
        bad = len({problem.split(":")[0] for problem in reader.problems})
        what = f"{bad} row{'s' * (bad != 1)} cannot be used, so nothing was recorded"
        raise BadInputFile(what, where=str(file), problems=tuple(reader.problems))
    new, skipped = _sorted_out(forms, consents.every(catalogue))
    return Intake(new, (*refused, *skipped), tuple(columns.unread(rows[index], places)))


def take_in(workspace: Workspace, catalogue: Catalogue, intake: Intake) -> list[Consent]:
    """Record everything that is new, all of it or nothing; the evidence is copied into private/ first."""
    moment = datetime.now(UTC)
    kept = {
        form.row: evidence.keep(workspace, form.person.slug, form.given_on, form.evidence)
        for form, _ in intake.new
        if form.evidence
    }
    recorded = [replace(_consent(form, channel, moment), evidence=kept.get(form.row)) for form, channel in intake.new]
    consents.record(catalogue, recorded)
    return recorded


class _Reader:
    """Reads rows one after another and gathers every problem with its place."""

    def __init__(
        self,
        workspace: Workspace,
        catalogue: Catalogue,
        file: Path,
        places: Mapping[str, int],
        given_on: date | None,
    ) -> None:
        self.catalogue, self.file, self.places, self.given_on = catalogue, file, places, given_on
        self.years = workspace.settings.consent_years
        self.today = today_in(workspace.settings.timezone)
        self.problems: list[str] = []
        # a list of a thousand rows would else read the people list a thousand times
        self.known = _by_name(people.every(catalogue))

    def forms(self, rows: Sequence[Row]) -> tuple[list[Form], list[Skipped]]:
        """Every row as a form; rows that agree to nothing apart."""
        forms, refused = [], []
        for row in rows:
            before = len(self.problems)
            form = self._form(row)
            if len(self.problems) == before and not form.channels:
                refused.append(Skipped(row.number, form.person.slug, "agrees to nothing"))
            elif len(self.problems) == before:
                forms.append(form)
        return forms, refused

    def _form(self, row: Row) -> Form:
        given = self._given(row)
        basis = self._known(row, "basis", columns.basis(self._text(row, "basis"))) or Basis.CONSENT
        until = self._day(row, "until") or default_end(basis, given, self.years)
        if problem := problem_of_days(given, until, self.today):
            self._problem(row, problem)
        return Form(
            row=row.number,
            person=self._person(row),
            channels=self._channels(row),
            basis=basis,
            given_on=given,
            until=until,
            show_as=self._known(row, "show_as", columns.show_as(self._text(row, "show_as"))) or ShowAs.FULL,
            by=self._text(row, "by") or None,
            guardian=self._text(row, "guardian") or None,
            organisations=columns.listed(self._text(row, "organisations")),
            evidence=self._evidence(row),
            note=self._text(row, "note") or None,
        )

    def _text(self, row: Row, name: str) -> str:
        return row.text(self.places[name]) if name in self.places else ""

    def _problem(self, row: Row, what: str) -> None:
        self.problems.append(f"row {row.number}: {what}")

    def _known(self, row: Row, name: str, value: T | None) -> T | None:
        if value is None:
            self._problem(row, f"{self._text(row, name)!r} is no {name.replace('_', ' ')}")
        return value

    def _person(self, row: Row) -> Person:
        name = self._text(row, "person") or f"{self._text(row, 'first')} {self._text(row, 'last')}".strip()
        try:
            if not name:
                raise UnknownName("nobody is named")
            return self.known.get(name) or self.known.get(fold(name)) or people.find(self.catalogue, name)
        except UnknownName as error:
            hint = f" ({error.hint})" if error.hint else ""
            self._problem(row, f"{error}{hint}")
            return Person("", name)

    def _channels(self, row: Row) -> tuple[Channel, ...]:
        found = columns.channels(self._text(row, "channel"))
        if found is None:
            self._problem(row, f"{self._text(row, 'channel')!r} is no channel: {', '.join(Channel)}, or all")
        ticks = {name: columns.ticked(self._text(row, name)) for name in columns.TICKS if name in self.places}
        for name, tick in ticks.items():
            if tick is None:
                self._problem(row, f"{name}: {self._text(row, name)!r} is neither yes nor no; put such terms into note")
        return tuple(dict.fromkeys([*(found or ()), *(Channel(name) for name, tick in ticks.items() if tick)]))

    def _day(self, row: Row, name: str) -> date | None:
        if name not in self.places or not self._text(row, name):
            return None
        found = columns.day(row.cells[self.places[name]])
        if found is None:
            self._problem(row, f"{name}: {self._text(row, name)!r} is no day; write 2026-05-13 or 13/05/2026")
        return found

    def _given(self, row: Row) -> date:
        if not self._text(row, "given") and self.given_on is None:
            self._problem(row, "it names no day; write one into a column given, or name it for all with --given")
        return self._day(row, "given") or self.given_on or self.today

    def _evidence(self, row: Row) -> Path | None:
        name = self._text(row, "evidence")
        if not name:
            return None
        path = self.file.parent / Path(name).expanduser()
        if not path.is_file():
            self._problem(row, f"there is no file {name} beside the list")
        return path


def _by_name(everybody: Sequence[Person]) -> dict[str, Person]:
    """Everybody by slug, and by the names that only one of them has, folded."""
    named: dict[str, set[str]] = {}
    for person in everybody:
        for name in (person.name, person.titled_name, *person.aliases):
            named.setdefault(fold(name), set()).add(person.slug)
    by_slug = {p.slug: p for p in everybody}
    return {name: by_slug[next(iter(slugs))] for name, slugs in named.items() if len(slugs) == 1} | by_slug


def _sorted_out(
    forms: Sequence[Form], recorded: Sequence[Consent]
) -> tuple[tuple[tuple[Form, Channel], ...], tuple[Skipped, ...]]:
    """What is new of these forms, and what is left out: recorded already, older than what stands, withdrawn since."""
    theirs: dict[str, list[Consent]] = {}
    for consent in recorded:
        theirs.setdefault(consent.person, []).append(consent)
    new, skipped = [], []
    for form in sorted(forms, key=lambda f: (f.given_on, f.row)):
        for channel in form.channels:
            mine = theirs.setdefault(form.person.slug, [])
            reason = _reason_against(form, channel, mine)
            if reason:
                skipped.append(Skipped(form.row, form.person.slug, reason, channel))
            else:
                new.append((form, channel))
                mine.append(_consent(form, channel, datetime.now(UTC)))
    return tuple(new), tuple(skipped)


def _reason_against(form: Form, channel: Channel, recorded: Sequence[Consent]) -> str | None:
    same = [c for c in recorded if _terms(c) == _terms(_consent(form, channel, c.recorded_at))]
    gone = next((c for c in same if c.withdrawn_at), None) or withdrawn_after(recorded, channel, form.given_on)
    if gone and gone.withdrawn_at and not any(c.withdrawn_at is None for c in same):
        return f"withdrawn on {gone.withdrawn_at.date()}, after this was given"
    if same:
        return "recorded already"
    standing = in_force(recorded, channel, form.given_on)
    if standing and standing.given_on and standing.given_on > form.given_on:
        return f"older than what stands, which was given on {standing.given_on}"
    return None


def _terms(consent: Consent) -> tuple[object, ...]:
    """What was agreed, without when and how it came into the catalogue."""
    who = (consent.person, consent.by, consent.guardian)
    what = (consent.channel, consent.basis, consent.show_as, consent.organisations, consent.note)
    return (*who, *what, consent.given_on, consent.until)


def _consent(form: Form, channel: Channel, moment: datetime) -> Consent:
    return Consent(
        person=form.person.slug,
        channel=channel,
        basis=form.basis,
        recorded_at=moment,
        given_on=form.given_on,
        by=form.by,
        show_as=form.show_as,
        until=form.until,
        note=form.note,
        guardian=form.guardian,
        organisations=form.organisations,
    )
