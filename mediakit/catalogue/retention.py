"""Events whose material may not be kept for ever: whose last day is near or past while something of them is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mediakit.catalogue import events
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.event import Event, days_to_keep

NOTICE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Ending:
    """An event that has so many assets, and days left to keep them: negative once its last day is past."""

    event: Event
    days_left: int
    assets: int


def ending(catalogue: Catalogue, today: date) -> list[Ending]:
    """What has to go by now or within NOTICE_DAYS, the longest overdue first; events without an asset are done with."""
    counted = "SELECT e.slug, count(*) FROM assets a JOIN events e ON e.id = a.event_id GROUP BY e.slug"
    held = {row[0]: int(row[1]) for row in catalogue.rows(counted)}
    left = [(event, days_to_keep(event, today)) for event in events.every(catalogue) if event.slug in held]
    due = [Ending(event, days, held[event.slug]) for event, days in left if days is not None and days <= NOTICE_DAYS]
    return sorted(due, key=lambda e: (e.days_left, e.event.slug))
