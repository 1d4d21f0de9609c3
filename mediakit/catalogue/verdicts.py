"""The verdict on every asset, from what the catalogue holds: the one place where build, export and status ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mediakit.catalogue import consents, events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Channel
from mediakit.domain.names import Unnamed
from mediakit.domain.verdict import Standing, Verdict, may_publish


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on each asset, in their order; and where people stand.

    standings: event slug (None: no event) → person slug → standing on the day of the build, in that event's zone.
    unnamed: event slug → finds in a text who may not be named in full there.
    """

    verdicts: tuple[Verdict, ...]
    standings: Mapping[str | None, Mapping[str, Standing]]
    unnamed: Mapping[str | None, Unnamed]

    @property
    def withheld(self) -> dict[str, str]:
        """Asset id → the first rule that does not hold."""
        return {v.asset: v.reason for v in self.verdicts if v.reason is not None}


def decide(
    catalogue: Catalogue,
    everything: Sequence[Asset],
    timezone: str,
    *,
    at: date | None = None,
    now: datetime | None = None,
) -> Decided:
    """Decide on assets as on the day `at` (default: today, in each event's zone; `timezone` for no event)."""
    known = events.every(catalogue)
    days: dict[str | None, date] = {None: at or today_in(timezone, now)}
    days |= {e.slug: at or today_in(e.timezone, now) for e in known}
    by_day = {day: consents.standings(catalogue, Channel.WEB, day) for day in set(days.values())}
    notices = {e.slug for e in known if (e.crowd_notice or "").strip()}
    sessions = {(s.event, s.slug): s for s in events.sessions(catalogue)}
    everybody = people.every(catalogue)
    unnamed = {event: Unnamed(everybody, by_day[day]) for event, day in days.items()}

    def verdict(asset: Asset) -> Verdict:
        session = sessions.get((asset.event or "", asset.session or ""))
        decided = may_publish(
            asset,
            by_day[days[asset.event]],
            crowd_notice=asset.event in notices,
            session_kind=session.kind if session else None,
            opted_out=session is not None and session.opted_out,
            day=days[asset.event],
        )
        return Verdict(asset.id, unnamed[asset.event].reason(asset)) if decided.may_publish else decided

    standings = {event: by_day[day] for event, day in days.items()}
    return Decided(tuple(verdict(a) for a in everything), standings, unnamed)
