"""schedule.xml as Pentabarf, frab and pretalx write it; read event by event, with the line of each."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from mediakit.domain.agenda import Agenda, Entry, Problems
from mediakit.domain.errors import BadInputFile
from mediakit.logistics import schedule_json

_DEEPEST = 40
_MOST_ELEMENTS = 2_000_000


@dataclass(slots=True)
class _Element:
    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator[_Element]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> _Element | None:
        return next(self.all(name), None)

    def told(self, name: str) -> str:
        child = self.first(name)
        return child.text.strip() if child else ""


class _TooMuch(Exception):
    """More than any schedule holds."""


class _Builder(ContentHandler):
    """Builds the tree with the line on which each element begins."""

    def __init__(self) -> None:
        super().__init__()
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._locator: Any = None
        self._count = 0

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 (the name that SAX calls)
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 (the name that SAX calls)
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST_ELEMENTS:
            raise _TooMuch
        made = _Element(name.split(":")[-1].lower(), self._locator.getLineNumber(), dict(attrs.items()))
        if self._open:
            self._open[-1].children.append(made)
        self.root = self.root or made
        self._open.append(made)

    def endElement(self, name: str) -> None:  # noqa: N802 (the name that SAX calls)
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].text += content


def read(path: Path, content: bytes, local: tzinfo, problems: Problems) -> Agenda:
    """The agenda of a schedule's XML. Raises BadInputFile for other XML, HTML, and what defines entities."""
    root = _parsed(path, content)
    if root.name != "schedule":
        what = "a web page" if root.name == "html" else f"XML that holds <{root.name}>"
        hint = "pretalx, frab and Pentabarf offer the agenda as “schedule.xml” (Export, XML)"
        raise BadInputFile(f"no agenda: it is {what}", where=str(path), hint=hint)
    conference = root.first("conference") or _Element("conference", 0)
    lines: dict[int, int] = {}
    days = [_day(day, lines) for day in root.all("day")]
    document = {
        "conference": {
            "title": conference.told("title"),
            "acronym": conference.told("acronym"),
            "start": conference.told("start"),
            "end": conference.told("end"),
            "time_zone_name": conference.told("time_zone_name") or conference.told("timezone"),
            "days": days,
        }
    }
    # the same agenda in another spelling: it is read by the same rules
    inner = Problems(str(path))
    agenda = schedule_json.read(document, local, inner)
    numbered = list(lines.values())
    for told in inner.lines:
        problems.add(*_at_line(told, numbered))
    entries = tuple(_with_line(entry, numbered) for entry in agenda.entries)
    return Agenda("schedule.xml", entries, agenda.name, agenda.slug, agenda.starts, agenda.ends, agenda.timezone)


def _parsed(path: Path, content: bytes) -> _Element:
    from defusedxml import DefusedXmlException
    from defusedxml.sax import parse

    builder = _Builder()
    try:
        parse(io.BytesIO(content), builder)
    except DefusedXmlException:
        hint = "no schedule needs that; fetch it again from where it was made"
        raise BadInputFile("refused: it defines entities of its own", where=str(path), hint=hint) from None
    except _TooMuch:
        raise BadInputFile(
            "refused: nested deeper than any schedule", where=str(path), hint="is it the right file?"
        ) from None
    except SAXException as error:
        line = getattr(error, "getLineNumber", lambda: None)()
        where = f"{path}, line {line}" if line else str(path)
        hint = "was it downloaded to the end? fetch it again"
        raise BadInputFile(f"not valid XML: {error.getMessage()}", where=where, hint=hint) from None
    except (ValueError, LookupError) as error:
        raise BadInputFile(f"its text cannot be read: {error}", where=str(path), hint="save it as UTF-8") from None
    if builder.root is None:
        raise BadInputFile("not valid XML: there is nothing in it", where=str(path))
    return builder.root


def _day(day: _Element, lines: dict[int, int]) -> dict[str, Any]:
    rooms = []
    for room in day.all("room"):
        events = [_event(event) for event in room.all("event")]
        for event in room.all("event"):
            lines[len(lines) + 1] = event.line
        rooms.append({"name": room.attributes.get("name"), "events": events})
    return {"date": day.attributes.get("date"), "rooms": rooms}


def _event(event: _Element) -> dict[str, Any]:
    persons = event.first("persons")
    recording = event.first("recording")
    told: dict[str, Any] = {child.name: child.text.strip() for child in event.children if not child.children}
    told |= {key: event.attributes[key] for key in ("guid", "code", "id") if key in event.attributes}
    told["persons"] = [{"name": p.text.strip(), **p.attributes} for p in (persons.all("person") if persons else ())]
    told["recording"] = {"optout": recording.told("optout")} if recording else {}
    return told


def _at_line(told: str, numbered: list[int]) -> tuple[str, str]:
    where, _, what = told.partition(": ")
    return _line(where, numbered), what


def _with_line(entry: Entry, numbered: list[int]) -> Entry:
    return replace(entry, where=_line(entry.where, numbered))


def _line(where: str, numbered: list[int]) -> str:
    """ "event 3 (“…”)" as "line 40 (“…”)"."""
    number, _, rest = where.removeprefix("event ").partition(" ")
    line = numbered[int(number) - 1] if number.isdecimal() and int(number) <= len(numbered) else None
    return f"line {line} {rest}".strip() if line else where
