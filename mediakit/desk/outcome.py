"""What long work came to, out of the document that its command gives: a sentence, and what it names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediakit.desk.wording import STAGE_WORDS, capitalized, many
from mediakit.gallery.wording import day

Document = Mapping[str, Any]
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is named. asset: its id; page: its address in the gallery, as it is built or as it was there.

    start_s: the second of a recording that is meant.
    """

    asset: str
    page: str = ""
    start_s: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Things of which the same is to be said. why: in words, "" for nothing; more: how many are not among entries."""

    why: str
    entries: tuple[Entry, ...]
    more: int = 0

    @property
    def number(self) -> int:
        return len(self.entries) + self.more or 1


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one heading. shown: its entries are pages of the gallery, and not things to work on."""

    heading: str
    rows: tuple[Row, ...]
    shown: bool = False

    @property
    def number(self) -> int:
        return sum(row.number for row in self.rows)


def sentence(words: tuple[str, ...], document: Document) -> str:
    """What it came to.

    >>> sentence(("process",), {"done": [1, 2], "skipped": 1, "pending": [], "failed": []})
    '2 things were made; 1 was there already.'
    >>> sentence(("publish", "/srv/www", "--plan"), {"new": [1], "changed": [], "gone": [1, 2]})
    '1 thing would become public, nothing would change, 2 would disappear.'
    """
    if words[0] == "process":
        return _made(document)
    if words[0] == "build":
        kinds = [("videos", "film"), ("photos", "photo"), ("audio", "sound recording")]
        told = ", ".join(many(document[key], noun) for key, noun in kinds if document[key]) or "nothing in it"
        out = len(document["withheld"])
        return f"The gallery is built: {told}" + (f"; {many(out, 'thing')} left out." if out else ".")
    if "--plan" in words:
        return capitalized(_planned(document))
    return f"It is published at {document['destination']}, by {document['by']}."


def _planned(document: Document) -> str:
    new, changed, gone = (len(document[key]) for key in ("new", "changed", "gone"))
    if new or changed or gone:
        told = f"{many(new, 'thing') if new else 'nothing'} would become public, {changed or 'nothing'} would change, "
        return f"{told}{gone or 'nothing'} would disappear."
    files = sum(document["files"][key] or 0 for key in ("new", "changed", "gone"))
    pages = f"; {many(files, 'file')} around them would" if files else ""
    return f"no film and no photo would change{pages}."


def _made(document: Document) -> str:
    done, there = len(document["done"]), document["skipped"]
    told = f"{many(done, 'thing was', 'things were')} made" if done else "Nothing was made"
    told += f"; {there:,} {'was' if there == 1 else 'were'} there already" if there else ""
    told += f"; {many(len(document['pending']), 'step waits', 'steps wait')}" if document["pending"] else ""
    told += f"; {many(len(document['failed']), 'step', 'steps')} failed" if document["failed"] else ""
    return f"{told}."


def groups(words: tuple[str, ...], document: Document) -> list[Group]:
    """What it names, by heading; headings without anything are left out."""
    if words[0] == "publish":
        found = _of_publishing(document, planned="--plan" in words)
    else:
        found = _of_making(document) if words[0] == "process" else _of_building(document)
    return [group for group in found if group.rows]


def _of_making(document: Document) -> Iterator[Group]:
    failed = [(f"{_stage(o)}: {o['error']}", Entry(o["asset"])) for o in document["failed"]]
    waits = [(f"{_stage(o)}: {o['reason']}", Entry(o["asset"])) for o in document["pending"]]
    yield Group("Failed, and why", _by_reason(failed))
    yield Group("Waits, and for what", _by_reason(waits))


def _stage(step: Mapping[str, str]) -> str:
    return STAGE_WORDS.get(step["stage"], step["stage"])


def _of_building(document: Document) -> Iterator[Group]:
    named = "names {}, of whom nothing says that they may be named on the web"
    yield Group("Left out, and why", _left_out(document))
    yield Group(
        "To decide: somebody is named by somebody else",
        _by_reason((named.format(m["person"]), Entry(m["asset"], "", m["start"])) for m in document["mentions"]),
    )
    yield Group(
        "To decide: titles of the agenda that name somebody",
        tuple(Row(f"“{t['title']}” {named.format(t['person'])}", ()) for t in document["titles"]),
    )
    lacks = ((reason, Entry(s["asset"])) for s in document["accessibility"] for reason in s["exceptions"])
    yield Group("Not for everybody yet (below WCAG 2.2 AA)", _by_reason(lacks))


def _of_publishing(document: Document, *, planned: bool) -> Iterator[Group]:
    new, changed, went = (
        ("Becomes public", "Changes where it is public", "Disappears from the public")
        if planned
        else ("Became public", "Changed where it is public", "Disappeared from the public")
    )
    for key, heading in (("new", new), ("changed", changed)):
        yield Group(heading, _by_reason(("", Entry(i["asset"], i["page"])) for i in document[key]), shown=True)
    # what disappears is never shortened: somebody waits for it
    gone = ((i["reason"], Entry(i["asset"], i["page"])) for i in document["gone"])
    yield Group(went, _by_reason(gone, most=len(document["gone"])))
    ending = (
        (f"{'may be shown from' if e['appears'] else 'has to go on'} {_day(e)}: {e['reason']}", Entry(e["asset"]))
        for e in document["ending"]
    )
    yield Group("What comes by itself in the next 30 days", _by_reason(ending))
    yield Group("Stays out, and why", _left_out(document))


def _day(ending: Mapping[str, str]) -> str:
    return day(date.fromisoformat(ending["day"]))


def _left_out(document: Document) -> tuple[Row, ...]:
    return _by_reason((v["reason"], Entry(v["asset"])) for v in document["withheld"])


def _by_reason(told: Iterable[tuple[str, Entry]], most: int = SHOWN) -> tuple[Row, ...]:
    """The same with each reason once, the most frequent first; at most so many of each are named."""
    rows: dict[str, list[Entry]] = {}
    for why, entry in told:
        rows.setdefault(why, []).append(entry)
    often = sorted(rows.items(), key=lambda row: -len(row[1]))
    return tuple(Row(why, tuple(found[:most]), max(0, len(found) - most)) for why, found in often)
