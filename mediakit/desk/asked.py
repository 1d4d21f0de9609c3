"""One request to the desk, read whole, and the ways to answer it."""

from __future__ import annotations

import contextlib
import secrets
import shlex
import urllib.parse
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from mediakit.catalogue.connect import Catalogue
from mediakit.desk.guard import Keys
from mediakit.desk.work import Work
from mediakit.domain.edit import Difference
from mediakit.domain.errors import Misuse
from mediakit.domain.workspace import Workspace
from mediakit.media.templates import Templates

T = TypeVar("T")

LARGEST_FORM_BYTES = 4 << 20
LONGEST_FORM_S = 60.0
MOST_FIELDS = 20_000
NOTICES_KEPT = 100
CHANGES_KEPT = 20
NAME_COOKIE = "mediakit_by"
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """What an action did, in one sentence, and the command it equals, as one would type it.

    back: the name under which its changes are kept, to take them back.
    """

    said: str
    command: str | None = None
    back: str | None = None


@dataclass(slots=True)
class Desk:
    """What one run of the desk knows. notices: what the last actions did, until somebody reads it; changes: of the
    last edits for many, so that they can be taken back.
    """

    workspace: Workspace
    templates: Templates
    keys: Keys
    work: Work
    notices: OrderedDict[str, Notice] = field(default_factory=OrderedDict)
    changes: OrderedDict[str, tuple[Difference, ...]] = field(default_factory=OrderedDict)
    remembered: dict[str, tuple[tuple[int, ...], object]] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made again when the catalogue was written to since. Not for what depends on the day."""
        stamp = _written(self.workspace)
        known = self.remembered.get(name)
        if known is None or known[0] != stamp or not stamp:
            known = self.remembered[name] = (stamp, make())
        return cast(T, known[1])

    def note(self, notice: Notice) -> str:
        """Keep a notice for the next page; returns its name."""
        name = secrets.token_hex(6)
        self.notices[name] = notice
        while len(self.notices) > NOTICES_KEPT:
            self.notices.popitem(last=False)
        return name

    def keep_changes(self, changes: tuple[Difference, ...]) -> str:
        """Keep what an edit for many changed; returns its name."""
        name = secrets.token_hex(6)
        self.changes[name] = changes
        while len(self.changes) > CHANGES_KEPT:
            self.changes.popitem(last=False)
        return name


def _written(workspace: Workspace) -> tuple[int, ...]:
    """A stamp of the catalogue's file and of its write-ahead log: another one after every write."""
    found: list[int] = []
    for path in (workspace.catalogue_path, workspace.catalogue_path.with_name("catalogue.db-wal")):
        with contextlib.suppress(OSError):
            told = path.stat()
            # an empty log comes and goes with every reader
            found += [told.st_size, told.st_mtime_ns] if told.st_size else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form or of a link's query, each with every value it has."""

    fields: Mapping[str, Sequence[str]]

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def text(self, name: str, otherwise: str = "") -> str:
        """The last value of a field, without white space around it; `otherwise` where it is not there."""
        values = self.fields.get(name)
        return values[-1].replace("\r\n", "\n").strip() if values else otherwise

    def every(self, name: str) -> list[str]:
        """Every value of a field that is not empty."""
        return [value.strip() for value in self.fields.get(name, ()) if value.strip()]

    def number(self, name: str, otherwise: int, least: int = 1, most: int = 100_000) -> int:
        """A whole number; `otherwise` where it is none or out of bounds."""
        text = self.text(name)
        return int(text) if text.isdecimal() and len(text) < 9 and least <= int(text) <= most else otherwise


def form_of(text: str) -> Form:
    """The fields of an urlencoded body or query; none of them where there are more than any form has.

    >>> form_of("a=1&a=2&b=").fields
    {'a': ['1', '2'], 'b': ['']}
    """
    try:
        return Form(urllib.parse.parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Form({})


def command_line(*words: str) -> str:
    """A command as one would type it: `mediakit` and the words, quoted for a shell.

    >>> command_line("set", "A001/C0012", "title=Opening words")
    "mediakit set A001/C0012 'title=Opening words'"
    """
    return shlex.join(["mediakit", *words])


@dataclass(slots=True)
class Asked:
    """One request. names: the parts of its path that a route names; by: who sits at the desk, if they said so."""

    desk: Desk
    catalogue: Catalogue
    path: str
    names: Mapping[str, str]
    query: Form
    form: Form
    by: str | None = None
    wants_json: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return self.desk.workspace

    def who(self) -> str:
        """The name to decide with: of the form, else the one given before. Raises Misuse where there is none."""
        name = self._named() or (self.by or "")
        if not name:
            raise Misuse("it needs the name of a person", hint="write your name into the field Your name")
        return name

    def _named(self) -> str:
        """The name that was typed into this form."""
        return " ".join(self.form.text("by").split())[:LONGEST_NAME]

    def page(self, template: str, /, *, status: int = 200, **values: object) -> Response:
        """A page from `templates/desk/`, with whatever every page of the desk needs."""
        notice = self.desk.notices.pop(self.query.text("said"), None) if self.query.text("said") else None
        always = {
            "desk": self.desk.workspace.settings.name,
            "language": "en-GB",
            "token": self.desk.keys.form,
            "path": self.path,
            "notice": notice,
            # a form that is shown again keeps the name that was typed into it
            "by": self._named() or self.by,
            "working": self.desk.work.current,
        }
        text = self.desk.templates.text(f"desk/{template}", {**always, **values})
        return self.remembering(HTMLResponse(text, status))

    def done(self, where: str, said: str, command: str | None = None, back: str | None = None) -> Response:
        """An action is done: on to the next page, which says so (or JSON, for the desk's own scripts)."""
        if self.wants_json:
            answer: Response = JSONResponse({"said": said, "command": command, "next": where})
        else:
            name = self.desk.note(Notice(said, command, back))
            page, mark, fragment = where.partition("#")
            joined = f"{page}{'&' if '?' in page else '?'}said={name}{mark}{fragment}"
            answer = RedirectResponse(joined, 303)
        return self.remembering(answer)

    def remembering(self, answer: Response) -> Response:
        """The same answer, which makes the browser remember the name somebody gave, until it is closed."""
        name = self._named()
        if name and name != self.by:
            answer.set_cookie(NAME_COOKIE, urllib.parse.quote(name), httponly=True, samesite="strict")
        return answer

    def problem(self, template: str, said: str, /, **values: object) -> Response:
        """The page again, saying what was wrong, with status 400 (or JSON, for the desk's own scripts)."""
        if self.wants_json:
            return JSONResponse({"problem": said}, 400)
        return self.page(template, status=400, problem=said, **values)
