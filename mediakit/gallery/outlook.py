"""What will change by itself: an embargo that ends, a consent that runs out. The verdict is asked for each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mediakit.catalogue import assets, consents, events
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Asset
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Channel


@dataclass(frozen=True, slots=True)
class Ending:
    """What the gallery will be on a day if nobody does anything. appears: it may be shown from that day; else until it.

    reason: why it is withheld before that day, or from that day on.
    """

    day: date
    asset: str
    appears: bool
    reason: str


def outlook(catalogue: Catalogue, timezone: str, days: int, now: datetime | None = None) -> list[Ending]:
    """What changes within so many days from today, the soonest first."""
    today = min([today_in(timezone, now), *(today_in(e.timezone, now) for e in events.every(catalogue))])
    everything = assets.load(catalogue)
    before = decide(catalogue, everything, timezone, at=today).withheld
    found = []
    for day in sorted({d for d in _days(catalogue, everything) if today < d <= today + timedelta(days=days)}):
        after = decide(catalogue, everything, timezone, at=day).withheld
        for asset in everything:
            was, is_now = before.get(asset.id), after.get(asset.id)
            if was is not None and is_now is None:
                found.append(Ending(day, asset.id, True, was))
            elif was is None and is_now is not None:
                found.append(Ending(day, asset.id, False, is_now))
        before = after
    return found


def _days(catalogue: Catalogue, everything: list[Asset]) -> Iterator[date]:
    """The days on which something may change: the first of a public film, the first without a consent."""
    yield from (a.embargo for a in everything if a.embargo)
    for consent in consents.every(catalogue):
        if consent.channel is Channel.WEB and consent.until and consent.until < date.max:
            yield consent.until + timedelta(days=1)
