"""What may be published: the first rule that does not hold, or none. Unknown is no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mediakit.domain.asset import Answered, Asset
from mediakit.domain.consent import ShowAs
from mediakit.domain.facts import Kind, Shot


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands on the day of the build: show_as is None without a basis for web in force."""

    slug: str
    name: str
    show_as: ShowAs | None = None
    do_not_photograph: bool = False
    withdrawn: bool = False
    expired: date | None = None

    @property
    def may_be_shown(self) -> bool:
        return self.show_as is not None and not self.do_not_photograph


@dataclass(frozen=True, slots=True)
class Verdict:
    """reason is None if the asset may be published, else the first rule that does not hold, in plain words."""

    asset: str
    reason: str | None = None

    @property
    def may_publish(self) -> bool:
        return self.reason is None


_OPTED_OUT = "those who spoke in its session did not want it recorded"


def may_publish(
    asset: Asset,
    standings: Mapping[str, Standing],
    *,
    crowd_notice: bool,
    session_kind: str | None,
    day: date,
    opted_out: bool = False,
) -> Verdict:
    """Decide on one asset as it is now.

    standings: person slug → standing, for everybody attached (a missing one counts as no). crowd_notice: its event has
    one. session_kind: of the session it is matched to. day: of the build, in the event's zone. opted_out: those who
    spoke in that session did not want it recorded.
    """
    reason = (
        _not_approved(asset)
        or _held_back(asset, day)
        or (_OPTED_OUT if opted_out else None)
        or _people_say_no(asset, standings)
        or _unanswered(asset, crowd_notice, session_kind)
        or _incomplete(asset)
    )
    return Verdict(asset.id, reason)


def _not_approved(asset: Asset) -> str | None:
    if asset.approval is None:
        return "nobody approved it"
    if not asset.approved:
        return f"its approval lapsed: {asset.lapsed_because}"
    return None


def _held_back(asset: Asset, day: date) -> str | None:
    if asset.hidden:
        return "it is hidden"
    if asset.embargo is not None and day < asset.embargo:
        return f"under embargo until {asset.embargo.isoformat()}"
    return None


def _people_say_no(asset: Asset, standings: Mapping[str, Standing]) -> str | None:
    for slug in asset.people:
        standing = standings.get(slug)
        if standing is None:
            return f"{slug} is not on the people list"
        if standing.do_not_photograph:
            return f"{standing.name} must not be photographed"
        if standing.show_as is None:
            if standing.withdrawn:
                return f"{standing.name} withdrew consent for web"
            if standing.expired:
                return f"the consent of {standing.name} for web ran out on {standing.expired.isoformat()}"
            return f"no consent or other basis for web from {standing.name}"
    return None


def _unanswered(asset: Asset, crowd_notice: bool, session_kind: str | None) -> str | None:
    if (asset.people or asset.answered is Answered.NONE) and not asset.matched:
        return None
    if asset.shot is Shot.INTERVIEW or session_kind == "interview":
        return "an interview, and nobody said who is in it"
    if not crowd_notice:
        return "nobody said who is in it, and its event has no crowd notice"
    return None


def _incomplete(asset: Asset) -> str | None:
    if asset.waiting is not None and asset.lacks == "its transcript":
        return f"it lacks its transcript: {asset.waiting.reason}"
    if asset.lacks is not None:
        return f"it lacks {asset.lacks}"
    if asset.kind is Kind.PHOTO and not (asset.alt_text or "").strip():
        return "it has no alt text"
    return None


def not_for_review(asset: Asset, standings: Mapping[str, Standing], *, opted_out: bool) -> str | None:
    """Why nobody may be handed a review copy of it; None: they may.

    It needs no approval, no end of an embargo and no yes: it is how people come to give theirs. A no stands.
    """
    if asset.hidden:
        return "it is hidden"
    if opted_out:
        return _OPTED_OUT
    for slug in asset.people:
        standing = standings.get(slug)
        if standing is None:
            return f"{slug} is not on the people list"
        if standing.do_not_photograph or standing.withdrawn or standing.expired:
            return _people_say_no(asset, {**standings})
    return f"it lacks {asset.lacks}" if asset.lacks is not None else None


def not_approvable(asset: Asset) -> str | None:
    """Why nobody can approve an asset yet: nothing whole to look at, or it is not described. None: they can."""
    if asset.failure is not None and asset.lacks is not None:
        return f"it failed: {asset.failure.reason}"
    return _incomplete(asset)
