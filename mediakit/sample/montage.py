"""The sample's event film: half a minute of pictures, three voices and some music."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mediakit.media import ffmpeg
from mediakit.sample import clips, footage, sound, story, voice
from mediakit.sample.draw import scenes, signs, talk
from mediakit.sample.rushes import BEFORE_S, HOSTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STILL_SCALE = 1536 / 1080
_BREATH_S = 0.35


@dataclass(frozen=True, slots=True)
class Still:
    """A picture for a while. scene: a photograph's."""

    scene: str
    length_s: float


@dataclass(frozen=True, slots=True)
class Quote:
    """Some sentences of one voice, from the rush with that short name. strap: whether the speaker is named."""

    voice: str
    rush: str
    first: int
    last: int
    strap: bool = True


CUT: tuple[Still | Quote, ...] = (
    Still("building", 3.6),
    Quote("nuala", "B001/C0001", 0, 0, strap=False),
    Still("lanyards", 1.9),
    Still("table-work", 2.1),
    Still("notes-wall", 2.1),
    Quote("sian", "A001/MVI_0101", 5, 5),
    Still("screen", 2.0),
    Still("stage", 2.0),
    Quote("renee", "B001/C0002", 8, 8),
    Still("end", 3.2),
)


def stretch_s(quote: Quote) -> tuple[float, float]:
    """Where a quote begins in its voice's recording, and how long it is, in seconds, a breath before and after."""
    said = voice.reading(quote.voice)
    begins = max(0.0, said.sentence(quote.first).start_ms / 1000 - _BREATH_S)
    return begins, said.sentence(quote.last).end_ms / 1000 + _BREATH_S - begins


def length_s(part: Still | Quote) -> float:
    """How long a part is on screen, in whole frames."""
    wanted = part.length_s if isinstance(part, Still) else stretch_s(part)[1]
    return round(wanted * clips.FPS) / clips.FPS


def write_event_film(rushes: Mapping[str, Path], scratch: Path, target: Path) -> None:
    """Cut the event film. rushes: short name → file."""
    heard = scratch / "event.wav"
    heard.write_bytes(sound.wav(soundtrack()))
    parts = [_part(n, part, rushes, scratch) for n, part in enumerate(CUT)]
    ffmpeg.run(clips.montage_arguments(parts, heard, target))


def soundtrack() -> NDArray[np.float32]:
    """Music from the first picture to the last, quiet under the voices."""
    whole = sum(length_s(part) for part in CUT)
    speeches = []
    at = 0.0
    for part in CUT:
        if isinstance(part, Quote):
            begins, lasts = stretch_s(part)
            said = voice.sound(part.voice)[sound.samples(begins) : sound.samples(begins + lasts)]
            speeches.append((at, said, 1.25))
        at += length_s(part)
    speech = sound.mixed(whole, *speeches)
    bed = sound.ducked(sound.music(whole), speech, under=0.12)
    return sound.mixed(whole, (0.0, bed, 0.85), (0.0, speech, 1.0), (0.0, sound.room_tone(whole, seed=9), 1.0))


def _part(number: int, part: Still | Quote, rushes: Mapping[str, Path], scratch: Path) -> clips.Part:
    over, over_at = None, (0, 0)
    lettering = _lettering(number, part)
    if lettering:
        png, over_at = lettering
        over = scratch / f"event-{number}-over.png"
        over.write_bytes(png)
    if isinstance(part, Quote):
        begins_s = BEFORE_S + stretch_s(part)[0]
        return clips.Part(rushes[part.rush], length_s(part), starts_s=begins_s, over=over, over_at=over_at)
    if part.scene == "end":
        path = scratch / f"event-{number}.png"
        path.write_bytes(signs.png(signs.end_card(HOSTS)))
        return clips.Part(path, length_s(part), moves=False)
    path = scratch / f"event-{number}.jpg"
    path.write_bytes(talk.jpeg(scenes.draw_scene(part.scene, STILL_SCALE), 92))
    return clips.Part(path, length_s(part), over=over, over_at=over_at)


def _lettering(number: int, part: Still | Quote) -> tuple[bytes, tuple[int, int]] | None:
    """What is written over a part, as a PNG and where it lies: the title over the first, a name over a quote."""
    if isinstance(part, Quote) and part.strap:
        person = story.person_named(footage.script(part.voice).person)
        return signs.trimmed_png(signs.strap(person.titled_name, story.titled(person)))
    if number:
        return None
    return signs.trimmed_png(signs.headline("Two days in Northmoor", "Annual gathering · a generated sample"))
