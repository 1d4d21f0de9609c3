"""Every photograph of the sample by the name of its scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit.sample import story
from mediakit.sample.draw.hall import hall_wide, stage_close
from mediakit.sample.draw.portraits import conversation, panel, portrait
from mediakit.sample.draw.things import THINGS

if TYPE_CHECKING:
    from PIL import Image

LONG_SIDE_UNITS = 1080


def draw_scene(scene: str, scale: float) -> Image.Image:
    """A photograph as it is seen, 3:2 or 2:3; scale: pixels for a unit, of which its long side has 1080 (or 720).

    Raises KeyError for a scene that is not in the story.
    """
    if scene in THINGS:
        return THINGS[scene](scale)
    if scene == "hall":
        wide = hall_wide(scale, sharp=1)
        return wide.crop((round(270 * scale), 0, round(1350 * scale), wide.height))
    if scene == "stage":
        wide = stage_close(scale, story.NUALA.slug)
        return wide.crop((round(120 * scale), 0, round(1200 * scale), wide.height))
    return _PEOPLE[scene](scale)


_PEOPLE = {
    "panel": lambda scale: panel((story.ZOE.slug, story.FATIMA.slug, story.JOSUE.slug), scale),
    "portrait-sian": lambda scale: portrait(story.SIAN.slug, "study", scale, x=0.44),
    "portrait-adebayo": lambda scale: portrait(story.ADEBAYO.slug, "library", scale * 1.5, upright=True),
    "portrait-harpreet": lambda scale: portrait(
        story.HARPREET.slug, "long-gallery", scale, lanyard=True, x=0.6, size=1.2
    ),
    "portrait-lukasz": lambda scale: portrait(story.LUKASZ.slug, "library", scale, lanyard=True, x=0.38, size=1.3),
    "conversation": lambda scale: conversation(story.RENEE.slug, story.ZOE.slug, "long-gallery", scale * 1.5),
}
