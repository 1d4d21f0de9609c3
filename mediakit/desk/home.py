"""The first page: what needs somebody, with how many, and where it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from starlette.responses import Response

from mediakit.catalogue import (
    assets,
    attention,
    browsing,
    consents,
    deliverables,
    events,
    people,
    publications,
    retention,
)
from mediakit.catalogue.attention import Counted
from mediakit.catalogue.browsing import Shelf
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.retention import Ending
from mediakit.desk import wording
from mediakit.desk.asked import Asked
from mediakit.desk.ways import page
from mediakit.desk.wording import capitalized, many, name_of
from mediakit.domain.calendar import today_in
from mediakit.domain.deliverable import Deliverable, Stage
from mediakit.gallery.wording import day
from mediakit.logistics.consents import consent_report
from mediakit.process import run

CONSENT_ENDS_DAYS = 60
DUE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. link: where it is done; urgent: before everything else."""

    number: int
    what: str
    detail: str
    link: str
    does: str
    urgent: bool = False


# need → what it is, what to know, the page's address, and the words of the link
_OF_ASSETS = {
    "lapsed": (
        ("approval lapsed", "approvals lapsed"),
        "Something changed after somebody approved it, so it is out of the gallery.",
        "/approve?needs=lapsed",
        "See what changed",
    ),
    "failed": (
        ("file failed", "files failed"),
        "One step could not be done. Each says why, and what to do.",
        "/footage?needs=failed",
        "See why",
    ),
    "redactions": (
        ("recording is still to be silenced", "recordings are still to be silenced"),
        "What was redacted is out of the gallery; new versions have to be made.",
        "/work",
        "Make them",
    ),
    "captions": (
        ("recording has captions that nobody checked", "recordings have captions that nobody checked"),
        "Machine captions are a draft. Listen, correct the names, and put your name to them.",
        "/footage?needs=captions",
        "Check captions",
    ),
    "names": (
        ("recording has names to confirm", "recordings have names to confirm"),
        "A name was taken from the people list where the machine heard something like it. Was it right?",
        "/footage?needs=names",
        "Look at the names",
    ),
    "alt": (
        ("photo without alt text", "photos without alt text"),
        "Without it a photo cannot be published: somebody who cannot see it would get nothing.",
        "/photos?needs=alt",
        "Describe photos",
    ),
    "people": (
        ("film or photo where nobody said who is in it", "films and photos where nobody said who is in them"),
        "People found by time and place are guesses until somebody confirms them.",
        "/footage?needs=people",
        "Say who is in them",
    ),
    "approval": (
        ("thing is ready to be approved", "things are ready to be approved"),
        "Finished films and described photos wait for somebody to say yes.",
        "/approve",
        "Look and approve",
    ),
    "waiting": (
        ("recording waits for its transcript", "recordings wait for their transcript"),
        "This machine lacks something for it. Each says what, and how to get it.",
        "/footage?needs=waiting",
        "See what is lacking",
    ),
}
_URGENT = ("lapsed", "failed", "redactions")


def show(asked: Asked) -> Response:
    """Everything that needs somebody, the most urgent first."""
    timezone = asked.workspace.settings.timezone
    today = today_in(timezone)
    counts = asked.desk.once("counts", lambda: attention.counted(asked.catalogue))
    lines = [
        *_online(asked.catalogue, timezone),
        *(
            replace(line, detail=_lapsed(asked.catalogue)) if need == "lapsed" else line
            for need in _URGENT
            for line in _of_assets(counts[need])
        ),
        *_promised(deliverables.every(asked.catalogue), today),
        *_consents(asked.catalogue, today),
        *_kept(retention.ending(asked.catalogue, today)),
        *(line for need in _OF_ASSETS if need not in _URGENT for line in _of_assets(counts[need])),
        *_pending(asked.desk.once("pending", lambda: run.pending_stages(asked.catalogue, asked.workspace))),
    ]
    return asked.page(
        "home.html.j2",
        lines=lines,
        totals=attention.totals(asked.catalogue),
        events=events.every(asked.catalogue),
    )


def _lapsed(catalogue: Catalogue) -> str:
    """Which approval lapsed first of those that did, and why."""
    first = assets.load(catalogue, browsing.ids(catalogue, Shelf(need="lapsed"))[:1])
    told = f" The first: {name_of(first[0])}; {first[0].lapsed_because}." if first else ""
    return f"{_OF_ASSETS['lapsed'][1]}{told}"


def _of_assets(counted: Counted) -> Iterator[Line]:
    if counted.number:
        (one, several), detail, link, does = _OF_ASSETS[counted.need]
        if counted.need == "captions" and counted.finished:
            detail = f"{many(counted.finished, 'of them is a finished film', 'of them are finished films')}. {detail}"
        what = one if counted.number == 1 else several
        yield Line(counted.number, what, detail, link, does, counted.need in _URGENT)


def _online(catalogue: Catalogue, timezone: str) -> Iterator[Line]:
    found = publications.no_longer_allowed(catalogue, timezone)
    if found:
        what = "thing is online and may not be any more" if len(found) == 1 else "things are online and may not be"
        detail = "; ".join(sorted({reason for _, reason in found})[:3])
        yield Line(len(found), what, f"{detail}. Build the gallery and publish it again.", "/work", "Build", True)


def _promised(promises: Sequence[Deliverable], today: date) -> Iterator[Line]:
    soon = today + timedelta(days=DUE_DAYS)
    waiting = [d for d in promises if d.state is not Stage.PUBLISHED and d.due is not None]
    late = [d for d in waiting if d.due is not None and d.due < today]
    due = [d for d in waiting if d.due is not None and today <= d.due <= soon]
    if late:
        what = "promise is late" if len(late) == 1 else "promises are late"
        yield Line(
            len(late),
            what,
            f"The first: {late[0].title}, due {day(late[0].due or today)}.",
            "/promises",
            "See them",
            True,
        )
    if due:
        what = f"promise is due within {DUE_DAYS} days" if len(due) == 1 else f"promises are due within {DUE_DAYS} days"
        yield Line(
            len(due), what, f"The first: {due[0].title}, due {day(due[0].due or today)}.", "/promises", "See them"
        )


def _consents(catalogue: Catalogue, today: date) -> Iterator[Line]:
    everybody = people.every(catalogue)
    report = consent_report(everybody, consents.every(catalogue), day=today, within_days=CONSENT_ENDS_DAYS)
    shown = attention.people_in_material(catalogue)
    missing = [line for line in report.missing if line.person.slug in shown]
    if missing:
        what = (
            "person in the material has no consent" if len(missing) == 1 else "people in the material have no consent"
        )
        detail = "Nothing with them in it is published until a consent, or another basis, is recorded."
        yield Line(len(missing), what, detail, "/people?needs=consent", "See who")
    ending = {c.person for c in report.expiring}
    if ending:
        what = "consent runs out soon" if len(ending) == 1 else "consents run out soon"
        detail = f"Within {CONSENT_ENDS_DAYS} days; the first on {day(report.expiring[0].until or today)}."
        yield Line(len(ending), what, detail, "/people?needs=ending", "See whose")


def _kept(endings: Sequence[Ending]) -> Iterator[Line]:
    for ending in endings:
        event, past = ending.event, ending.days_left < 0
        last = day(event.keep_until) if event.keep_until else ""
        what = f"of {event.name} {'should no longer be kept' if past else 'may be kept for a while only'}"
        detail = f"Its last day {'was' if past else 'is'} {last}. Nothing is removed by itself."
        yield Line(ending.assets, what, detail, f"/footage?event={event.slug}", "Look at them", past)


def _pending(stages: dict[str, int]) -> Iterator[Line]:
    number = sum(stages.values())
    if number:
        what = "step of making is left" if number == 1 else "steps of making are left"
        yield Line(number, what, f"{capitalized(wording.stages(stages))}.", "/work", "Start it")


WAYS = (page("/", show),)
