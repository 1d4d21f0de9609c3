"""Everything that a gallery says, as fingerprints: whether what was said on another day may still be said as it was.

A fingerprint gives nothing away; it changes with any word, name, picture or film that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mediakit.catalogue.addresses import Address
from mediakit.domain.asset import Asset, approvable, fingerprint
from mediakit.domain.publication import Item, Shown
from mediakit.gallery.material import Material
from mediakit.gallery.moved import still_leading

_TEXTS = (
    "title", "caption", "alt_text", "extended_description", "credit", "creator", "copyright", "keywords", "tags",
    "session", "event", "captured_at",
)  # fmt: skip


def shown_by(material: Material, known: Sequence[Address]) -> Shown:
    """Fingerprints of all that a gallery of this material shows: assets, events, sessions, organisations, names.

    known: addresses of earlier builds; those that still lead somewhere are shown, too, for their words may name people.
    """
    items = {a.id: Item(f"{material.folders[a.id]}/", _asset(material, a)) for a in material.published}
    earlier = (("an earlier address", folder) for folder in still_leading(material, known))
    return Shown(items, frozenset((kind, fingerprint(value)) for kind, value in (*_rest(material), *earlier)))


def _asset(material: Material, asset: Asset) -> str:
    return fingerprint(
        {
            "texts": [getattr(asset, name) for name in _TEXTS],
            "approved": approvable(asset),
            "people": [material.shown_name(slug, asset.event) for slug in asset.people],
            "chapters": asset.chapters,
            "redacted": [(span.start_ms, span.end_ms) for span in asset.redacted],
            "files": sorted(rendition.checksum for rendition in asset.renditions.values()),
        }
    )


def _rest(material: Material) -> Iterator[tuple[str, object]]:
    named: set[tuple[str, str | None]] = {(slug, a.event) for a in material.published for slug in a.people}
    for event in material.events:
        yield "an event", [event.slug, event.name, event.venue, event.starts, event.ends]
    for session in material.sessions:
        named |= {(slug, session.event) for slug in session.people}
        yield "a session", [session.event, session.title, session.room, session.starts_at, session.ends_at]
    for organisation in material.organisations:
        yield "an organisation", [organisation.name, organisation.url, sorted(organisation.parts)]
    for slug, at in sorted(named, key=str):
        name = material.shown_name(slug, at)
        if name is not None:
            full = material.named_in_full(slug, at)
            then = material.people[slug].at(at) if full else None
            yield "a person", [at, slug, name, then.role if then else None, then.organisation if then else None]
