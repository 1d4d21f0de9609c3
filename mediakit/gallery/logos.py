"""Logos of organisations: looked at before the pages are made, and drawn anew for the site."""

from __future__ import annotations

from pathlib import Path

from mediakit.domain.errors import MediaError
from mediakit.domain.workspace import Workspace
from mediakit.gallery.material import Logo, Material
from mediakit.media import photo

LONG_SIDE_PX = 480


def read_logos(workspace: Workspace, material: Material) -> dict[str, Logo]:
    """The logo of every organisation with a part in an event that is shown; one that cannot be read is left out."""
    shown = {e.slug for e in material.events}
    found = {}
    for organisation in material.organisations:
        if not organisation.logo or not any(event in shown for event, _ in organisation.parts):
            continue
        try:
            facts = photo.read(workspace.locate(organisation.logo))
        except (MediaError, OSError):
            continue
        size = (facts.width_px or 1, facts.height_px or 1)
        ((_, (width_px, height_px)),) = photo.plan_sizes(size, [(Path(), LONG_SIDE_PX)])
        if facts.plays:
            found[organisation.slug] = Logo(organisation.logo, width_px, height_px)
    return found


def drawn(content: bytes) -> bytes:
    """A logo as a PNG on white, without anything that was written into its file."""
    try:
        return photo.redrawn(content, LONG_SIDE_PX)
    except MediaError:
        # damaged since it was kept: the page says the name all the same
        return b""
