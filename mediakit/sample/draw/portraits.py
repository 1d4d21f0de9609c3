"""Pictures of people in the sample: portraits, a conversation, a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit.sample.draw.figure import ORIGIN, draw_large
from mediakit.sample.draw.looks import look_of
from mediakit.sample.draw.rooms import ROOMS, grained
from mediakit.sample.draw.sheet import Sheet, box, oval

if TYPE_CHECKING:
    from PIL import Image

TEAL_RIBBON = "#1f7a86"


def room_behind(room: str, scale: float, *, left: float, width: float, blur: float = 13.0) -> Image.Image:
    """A part of a room, well out of focus: drawn small and enlarged, since nothing in it is sharp."""
    from PIL import Image

    small = scale / 2
    picture = ROOMS[room](small, blur)
    part = picture.crop((round(left * small), 0, round((left + width) * small), picture.height))
    return part.resize((round(width * scale), round(720 * scale)), Image.Resampling.BICUBIC).convert("RGBA")


def place(
    picture: Image.Image, person: str, scale: float, *, x: float, y: float, size: float, lanyard: str | None = None
) -> None:
    """Put a person into a picture: x, y is the middle of the face; size 1.0 makes the face 220 units high."""
    figure = draw_large(look_of(person, lanyard=lanyard), scale=scale * size)
    left, top = round((x - ORIGIN[0] * size) * scale), round((y - ORIGIN[1] * size) * scale)
    crop = figure.crop((max(0, -left), max(0, -top), figure.width, figure.height))
    picture.alpha_composite(crop, (max(0, left), max(0, top)))


def portrait(
    person: str,
    room: str,
    scale: float,
    *,
    upright: bool = False,
    lanyard: bool = False,
    x: float = 0.5,
    size: float = 1.45,
) -> Image.Image:
    """One person, looking at the camera. 1080 by 720 units, or 480 by 720 upright; x: where the face is, 0.0 … 1.0."""
    width = 480.0 if upright else 1080.0
    left = 640.0 if upright else 100.0
    picture = room_behind(room, scale, left=left, width=width)
    place(
        picture,
        person,
        scale,
        x=width * x,
        y=300,
        size=1.15 if upright else size,
        lanyard=TEAL_RIBBON if lanyard else None,
    )
    return grained(picture, 1.2, seed=len(person))


def conversation(one: str, other: str, room: str, scale: float) -> Image.Image:
    """Two people side by side, upright: 480 by 720 units."""
    picture = room_behind(room, scale, left=380, width=480)
    place(picture, other, scale, x=335, y=290, size=0.86, lanyard=TEAL_RIBBON)
    place(picture, one, scale, x=150, y=360, size=0.95, lanyard=TEAL_RIBBON)
    return grained(picture, 1.2, seed=41)


def panel(people: tuple[str, str, str], scale: float) -> Image.Image:
    """Three people behind a table with microphones and water, a curtain behind them: 1080 by 720 units."""
    back = Sheet(1080, 720, scale=scale / 2, sharp=1)
    back.shape(box(0, 0, 1080, 720), ("#4a2738", "#2a1722"))
    for n in range(28):
        back.shape(box(n * 40, 0, 20, 720), "#6b394e" if n % 2 else "#3a1d2c", blur=9, opacity=0.7)
    for x in (180, 540, 900):
        back.shape(oval(x, 210, 190, 250), "#ffd9b0", blur=80, opacity=0.34)
    picture = back.soften(4).picture().resize((round(1080 * scale), round(720 * scale)))
    for n, person in enumerate(people):
        place(picture, person, scale, x=190 + n * 350, y=(262, 246, 268)[n], size=0.84, lanyard=TEAL_RIBBON)
    front = Sheet(1080, 720, scale=scale, sharp=1)
    front.shape(box(-10, 560, 1100, 170), ("#f3efe6", "#c9c2b4")).shape(box(-10, 556, 1100, 12), "#ffffff")
    for n in range(12):
        front.stroke([(n * 96, 580), (n * 96 + 14, 650), (n * 96 - 6, 730)], "#a79f90", 9, blur=6, opacity=0.4)
    for n in range(3):
        x = 190 + n * 350
        front.shape(box(x - 62, 566, 124, 48, 3), "#ffffff").shape(box(x - 62, 566, 10, 48), "#1f5c66")
        front.shape(box(x - 42, 580, 88, 8), "#4b5b66").shape(box(x - 42, 596, 60, 6), "#a5aab0")
        front.stroke([(x + 96, 572), (x + 100, 500), (x + 62, 456)], "#15181b", 7)
        front.shape(oval(x + 58, 452, 14, 10, turn=38), "#22282d")
        front.shape([(x - 128, 508), (x - 92, 508), (x - 96, 574), (x - 124, 574)], "#eaf3f6", opacity=0.55)
        front.shape([(x - 126, 534), (x - 94, 534), (x - 96, 572), (x - 124, 572)], "#bfdbe4", opacity=0.7)
    picture.alpha_composite(front.picture())
    return grained(picture, 1.2, seed=43)
