"""Rushes of the sample and the films cut from them: a voice, somebody who speaks with it, and what the camera adds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from mediakit.media import ffmpeg
from mediakit.sample import clips, sound, story, voice
from mediakit.sample.draw import figure, signs, talk
from mediakit.sample.footage import Clip, Film

BEFORE_S, AFTER_S = 1.0, 1.2
"""How long the camera runs before the first word and after the last."""

_SEATS = {
    "sian": talk.Setup(story.SIAN.slug, "study", x=520),
    "adebayo": talk.Setup(story.ADEBAYO.slug, "library", x=700),
    "renee": talk.Setup(story.RENEE.slug, "long-gallery", x=500),
}
_VOICE_GAIN = 1.25


@dataclass(frozen=True, slots=True)
class Take:
    """One performance: the frames as a file of JPEGs, one after another, and how long it is."""

    clip: Clip
    frames: Path
    first: bytes
    length_s: float


def perform(clip: Clip, scratch: Path) -> Take:
    """Draw every frame of a clip into a file in the scratch folder."""
    spoken = voice.sound(clip.voice)
    fps = frame_rate(clip)
    mouths = [0] * round(BEFORE_S * fps) + voice.mouths(spoken, fps, figure.MOUTHS) + [0] * round(AFTER_S * fps)
    if clip.scene == "hall":
        frames = talk.panning(clip.person, len(mouths))
    else:
        frames = talk.talking(_SEATS[clip.scene], mouths, fps)
    path = scratch / f"{clip.voice}.mjpeg"
    first = b""
    with path.open("wb") as file:
        for frame in frames:
            first = first or frame
            file.write(frame)
    return Take(clip=clip, frames=path, first=first, length_s=len(mouths) / fps)


def frame_rate(clip: Clip) -> float:
    """How many frames of a clip are drawn for a second: a pan needs every one, a talking head half of them."""
    return float(clips.FPS) if clip.scene == "hall" else clips.DRAWN_FPS


def write_rush(take: Take, target: Path) -> None:
    """Write a take as the camera recorded it."""
    clip = take.clip
    tone = sound.room_tone(take.length_s, seed=len(clip.path), people=clip.scene == "hall")
    mix = sound.mixed(take.length_s, (0.0, tone, 1.0), (BEFORE_S, voice.sound(clip.voice), _VOICE_GAIN))
    heard = take.frames.with_suffix(".rush.wav")
    heard.write_bytes(sound.wav(mix))
    said = clips.Written(clip.camera_time, clip.timecode, frame_rate(clip))
    ffmpeg.run(clips.rush_arguments(take.frames, heard, target, said))
    heard.unlink()


def write_film(take: Take, film: Film, target: Path) -> None:
    """Write the finished film that was cut from a take: title, name strap, end card, a little music."""
    length_s = clips.film_length_s(take.length_s)
    begins_s = clips.SPEECH_BEGINS_S
    tone = sound.room_tone(take.length_s, seed=len(take.clip.path))
    speech = sound.mixed(length_s, (begins_s + BEFORE_S, voice.sound(take.clip.voice), _VOICE_GAIN))
    bed = sound.ducked(sound.music(length_s), speech, under=0.05)
    heard = take.frames.with_suffix(".film.wav")
    heard.write_bytes(sound.wav(sound.mixed(length_s, (0.0, bed, 0.5), (0.0, speech, 1.0), (begins_s, tone, 1.0))))
    lettered = letter(film.title, take.clip.person, take.frames.with_suffix(""))
    ffmpeg.run(clips.film_arguments(take.frames, lettered, heard, target, take.length_s))
    heard.unlink()


def letter(title: str, slug: str, stem: Path) -> clips.Signs:
    """Draw a film's signs as PNG files beside each other."""
    person = story.person_named(slug)
    paths = {name: stem.with_name(f"{stem.name}-{name}.png") for name in ("title", "strap", "end")}
    paths["title"].write_bytes(signs.png(signs.title_card(title, person.titled_name)))
    paths["end"].write_bytes(signs.png(signs.end_card(HOSTS)))
    strap, strap_at = signs.trimmed_png(signs.strap(person.titled_name, story.titled(person)))
    paths["strap"].write_bytes(strap)
    return clips.Signs(
        title=paths["title"],
        strap=paths["strap"],
        strap_at=strap_at,
        end=paths["end"],
    )


HOSTS = (story.HOST.name, story.PARTNER.name, story.FUNDER.name)


# --- what a Sony camera writes beside a clip (XAVC on an M4ROOT card) -----------------------------------------------


def sidecar_names(clip: Clip) -> tuple[str, ...]:
    """Where a clip's sidecars lie on its card; none for a DCIM card."""
    if "/CLIP/" not in clip.path:
        return ()
    root, _, name = clip.path.partition("/CLIP/")
    stem = name.removesuffix(".MP4")
    return f"{root}/CLIP/{stem}M01.XML", f"{root}/THMBNL/{stem}T01.JPG"


def sidecar(take: Take, name: str) -> bytes:
    """The content of one of those."""
    return talk.thumbnail(take.first) if name.endswith(".JPG") else non_real_time_meta(take).encode()


def non_real_time_meta(take: Take) -> str:
    """Sony's description of a clip: its length, its timecode, when it was begun by the camera's clock, which camera."""
    clip = take.clip
    make, _, model = clip.card.camera.partition(" ")
    # The timecode is written backwards, two digits at a time: frames, seconds, minutes, hours.
    backwards = "".join(reversed((clip.timecode or "00:00:00:00").split(":")))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.20" '
        f'lastUpdate="{clip.camera_time.isoformat()}">\n'
        f'\t<Duration value="{round(take.length_s * clips.FPS)}"/>\n'
        f'\t<LtcChangeTable tcFps="{clips.FPS}" halfStep="false">\n'
        f'\t\t<LtcChange frameCount="0" value="{backwards}" status="increment"/>\n'
        "\t</LtcChangeTable>\n"
        f'\t<CreationDate value="{clip.camera_time.isoformat()}"/>\n'
        f'\t<VideoFormat>\n\t\t<VideoFrame videoCodec="AVC_1280_720_HP@L31" captureFps="{clips.FPS}p" '
        f'formatFps="{clips.FPS}p"/>\n\t</VideoFormat>\n'
        f'\t<Device manufacturer={quoteattr(make)} modelName={quoteattr(model)} serialNo="0000412"/>\n'
        "</NonRealTimeMeta>\n"
    )
