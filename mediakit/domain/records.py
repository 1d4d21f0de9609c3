"""Everything but assets as JSON: the one shape that commands and exports give. Dates ISO 8601, unknown None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from mediakit.domain.asset import Asset
from mediakit.domain.consent import Consent
from mediakit.domain.deliverable import Deliverable
from mediakit.domain.event import Event, Organisation, Session
from mediakit.domain.person import Person
from mediakit.domain.transcript import Segment, Transcript


def event_document(event: Event) -> dict[str, Any]:
    """An event."""
    return {
        "slug": event.slug,
        "name": event.name,
        "starts": _iso(event.starts),
        "ends": _iso(event.ends),
        "venue": event.venue,
        "timezone": event.timezone,
        "crowd_notice": event.crowd_notice,
        "keep_until": _iso(event.keep_until),
    }


def session_document(session: Session) -> dict[str, Any]:
    """A line of the agenda: moments with offset, people as slugs."""
    return {
        "slug": session.slug,
        "event": session.event,
        "title": session.title,
        "kind": session.kind,
        "room": session.room,
        "starts_at": _iso(session.starts_at),
        "ends_at": _iso(session.ends_at),
        "abstract": session.abstract,
        "people": list(session.people),
        "opted_out": session.opted_out,
        "missing_since": _iso(session.missing_since),
    }


def organisation_document(organisation: Organisation) -> dict[str, Any]:
    """An organisation and its part in each event."""
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "url": organisation.url,
        "logo": organisation.logo,
        "events": [{"event": event, "role": part.value} for event, part in organisation.parts],
    }


def person_document(person: Person) -> dict[str, Any]:
    """Somebody, without the contact: role and organisation as last known, and as at each event."""
    return {
        "slug": person.slug,
        "name": person.name,
        "honorific": person.honorific,
        "post_nominals": person.post_nominals,
        "role": person.role,
        "organisation": person.organisation,
        "aliases": list(person.aliases),
        "says": person.says,
        "do_not_photograph": person.do_not_photograph,
        "events": [{"event": a.event, "role": a.role, "organisation": a.organisation} for a in person.appearances],
    }


def consent_document(consent: Consent) -> dict[str, Any]:
    """A consent; evidence is a path relative to the workspace."""
    return {
        "person": consent.person,
        "channel": consent.channel.value,
        "basis": consent.basis.value,
        "recorded_at": _iso(consent.recorded_at),
        "given_on": _iso(consent.given_on),
        "by": consent.by,
        "guardian": consent.guardian,
        "organisations": list(consent.organisations),
        "show_as": consent.show_as.value,
        "until": _iso(consent.until),
        "evidence": consent.evidence,
        "note": consent.note,
        "withdrawn_at": _iso(consent.withdrawn_at),
        "withdrawn_reason": consent.withdrawn_reason,
    }


def deliverable_document(deliverable: Deliverable, history: Sequence[dict[str, str | None]] = ()) -> dict[str, Any]:
    """A promise: length in seconds; history: each state with when and by whom."""
    return {
        "slug": deliverable.slug,
        "event": deliverable.event,
        "title": deliverable.title,
        "kind": deliverable.kind.value,
        "for": deliverable.organisation,
        "person": deliverable.person,
        "due": _iso(deliverable.due),
        "length": deliverable.length_ms / 1000 if deliverable.length_ms is not None else None,
        "state": deliverable.state.value,
        "who": deliverable.who,
        "shape": deliverable.shape,
        "shots": list(deliverable.wanted_shots),
        "note": deliverable.note,
        "identity": deliverable.identity,
        "assets": list(deliverable.assets),
        "quotes": list(deliverable.quotes),
        "history": list(history),
    }


def spoken_document(asset: Asset, transcript: Transcript) -> dict[str, Any]:
    """A transcript in full: positions in seconds."""
    spoken = asset.spoken
    return {
        "asset": asset.id,
        "language": spoken.language if spoken else None,
        "engine": spoken.engine if spoken else None,
        "model": spoken.model if spoken else None,
        "revision": spoken.revision if spoken else None,
        "segments": [_segment(number, segment) for number, segment in enumerate(transcript.segments)],
    }


def _segment(number: int, segment: Segment) -> dict[str, Any]:
    return {
        "index": number,
        "start": segment.start_ms / 1000,
        "end": segment.end_ms / 1000,
        "speaker": segment.speaker,
        "text": segment.text,
        "words": [
            {"start": w.start_ms / 1000, "end": w.end_ms / 1000, "text": w.text, "probability": w.probability}
            for w in segment.words
        ],
    }


def _iso(moment: date | None) -> str | None:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else None
