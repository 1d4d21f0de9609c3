"""How many names are written right, and what the roster of names spoils elsewhere, in one run.

    python benchmarks/names.py [--folder FOLDER] [--misses] [--some N]

benchmarks/names holds a roster of invented people, organisations, places and acronyms (names.json), sentences that
hold each at least twice (sentences.txt, {names in braces}), 2,000 words without any (plain.txt), and all of it spoken
by eight voices (clips.json, VOICE.opus; see tools/render_names.py). Every sentence is a recording of its own, heard by
the packaged tiny.en six ways: mediakit and plain faster-whisper without a roster; faster-whisper with all names as its
prompt, or as hotwords (as many as it takes: it cuts both to about 223 tokens); mediakit with the whole roster; the same
where the people of the recording, and three others, are attached to it.

right: names written exactly so, letters, accents and capitals; "'s" may follow. planted: names written that nobody
said. elsewhere: word errors outside the names. plain: words that differ, capitals and punctuation too, from those the
same recogniser writes without names. noise: words for silence, hum, noise and music. FOLDER: real recordings without
any of these names and a MANIFEST.json (see transcription.py); words that differ there too. time: of all sentences,
and beside the same recogniser without names; processor: the same for processor time, which a busy machine changes less.
mediakit gives the same in every run; faster-whisper may not, where it draws lots over a window it does not understand.
All of it takes about ten minutes on two idle cores; `--some 2` half of that.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from mediakit.domain.lexicon import NO_NAMES, Lexicon, Source, Term, make_lexicon, term, terms_named
from mediakit.domain.naming import slugify
from mediakit.domain.person import Person
from mediakit.domain.transcript import Transcript
from mediakit.media.speech import sound_in_memory
from mediakit.media.speech_models import packaged_folder
from mediakit.media.speech_whisper import FasterWhisper

DATA = Path(__file__).resolve().parent / "names"
RATE_HZ = 16_000
AROUND_MS = 250
OTHERS_NEAR = 3
NUMBERS = dict(zip("2 3 4 5 6 9 10 11 14 18 20 30 40 60 80 90 100 200 9000".split(),
                   "two three four five six nine ten eleven fourteen eighteen twenty thirty forty sixty eighty ninety "
                   "hundred two·hundred nine·thousand".split(), strict=True))  # fmt: skip
SWAPS = {"doctor": "dr", "mister": "mr", "missus": "mrs", "color": "colour", "center": "centre", "gray": "grey"}

Samples = Any
Hear = Callable[[Samples, Lexicon], str]


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording. text: what is said in it; names: those of it, as they are to be written."""

    voice: str
    text: str
    sound: Samples
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write recordings down. roster: who may be spoken of in a clip; without: the way it is compared to."""

    label: str
    hear: Hear
    roster: Callable[[Clip], Lexicon]
    without: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one way made of everything: texts in the order of the clips.

    seconds, processor_s: for all sentences, by the clock and of the processor over all threads.
    """

    spoken: list[str]
    plain: list[str]
    noise: list[str]
    real: list[str]
    seconds: float
    processor_s: float


# --- the corpus -------------------------------------------------------------------------------------------------------


@cache
def entries() -> list[dict[str, str]]:
    """The roster: name, kind, sounds, and says where a comms officer would have written down how it is said."""
    found: list[dict[str, str]] = json.loads((DATA / "names.json").read_text("utf-8"))
    return found


def entry_of(mention: str) -> dict[str, str]:
    """Whose name a mention is: the whole of it, or a person's surname."""
    people = (e for e in entries() if e["kind"] == "person" and e["name"].split()[-1] == mention)
    return next((e for e in entries() if e["name"] == mention), None) or next(people)


@cache
def others() -> tuple[Term, ...]:
    """Terms for all that is no person; what has a way to be said is in the vocabulary, where that can be told."""
    found: list[Term] = []
    for e in entries():
        if e["kind"] == "organisation" and "says" not in e:
            found += terms_named(e["name"], Source.ORGANISATION)
        elif e["kind"] != "person":
            found.append(term(e["name"], Source.WORD, says=e.get("says")))
    return tuple(found)


@cache
def roster(near: frozenset[str] = frozenset()) -> Lexicon:
    """All entries, these people attached to the recording."""
    people = [Person(slugify(e["name"]), e["name"], says=e.get("says")) for e in entries() if e["kind"] == "person"]
    return make_lexicon(people, [slugify(name) for name in near], others())


def attached(clip: Clip) -> frozenset[str]:
    """The people of a clip and three that it is not about."""
    people = [e["name"] for e in entries() if e["kind"] == "person"]
    said = [e["name"] for e in map(entry_of, clip.names) if e["kind"] == "person"]
    first = people.index(said[0]) if said else len(clip.text) % len(people)
    more = (people[(first + n) % len(people)] for n in range(1, OTHERS_NEAR + 2))
    return frozenset([*said, *[name for name in more if name not in said][:OTHERS_NEAR]])


def clips() -> list[Clip]:
    """Every recording: sentences with names first, then paragraphs without."""
    from faster_whisper import decode_audio

    rows = json.loads((DATA / "clips.json").read_text("utf-8"))
    sounds = {voice: decode_audio(str(DATA / f"{voice}.opus")) for voice in {row["voice"] for row in rows}}
    found = []
    for row in rows:
        begin, end = (row["start_ms"] - AROUND_MS) * 16, (row["end_ms"] + AROUND_MS) * 16
        names = tuple(re.findall(r"\{([^}]*)\}", row["text"]))
        text = re.sub(r"[{}]", "", row["text"])
        found.append(Clip(row["voice"], text, sounds[row["voice"]][begin:end], names))
    return sorted(found, key=lambda clip: not clip.names)


def nothing_said(seconds: int = 10) -> list[Clip]:
    """Silence, noise and music."""
    random, at = np.random.default_rng(5), np.arange(seconds * RATE_HZ) / RATE_HZ
    white = random.standard_normal(len(at))
    brown = np.cumsum(white) - np.convolve(np.cumsum(white), np.ones(4_000) / 4_000, "same")
    chords = [(220, 277.2, 329.6), (196, 246.9, 293.7), (174.6, 220, 261.6), (164.8, 207.7, 246.9)]
    beat = (at % 0.5) / 0.5
    bar = (at // 2).astype(int) % 4
    music = sum(np.sin(2 * np.pi * np.array([c[k] for c in chords])[bar] * at) for k in range(3)) * np.exp(-3 * beat)
    claps = white * (random.random(len(at)) < 0.01) * 3
    sounds = {
        "silence": 0 * at,
        "hiss": 0.003 * white,
        "noise": 0.1 * white,
        "rumble": 0.2 * brown / np.abs(brown).max(),
        "hum": 0.05 * np.sin(2 * np.pi * 50 * at),
        "music": 0.15 * music,
        "applause": 0.2 * np.convolve(claps, np.exp(-np.arange(400) / 60), "same"),
    }
    return [Clip(name, "", sound.astype(np.float32), ()) for name, sound in sounds.items()]


def real_recordings(folder: Path | None) -> list[Clip]:
    """Every recording of English speech that the folder's MANIFEST.json names."""
    if folder is None:
        return []
    from faster_whisper import decode_audio

    files = json.loads((folder / "MANIFEST.json").read_text("utf-8"))["files"]
    english = [f for f in files if f.get("transcript") and f.get("language") == "en"]
    spoken = [f for f in english if f.get("kind", "speech") in ("speech", "video-speech")]
    return [Clip(f["path"], f["transcript"], decode_audio(str(folder / f["path"])), ()) for f in spoken]


# --- the ways ---------------------------------------------------------------------------------------------------------


def ways(engine: FasterWhisper, model: Any) -> list[Way]:
    """All ways, those without names before those that are compared to them."""
    names = ", ".join(e["name"] for e in entries())

    def ours(sound: Samples, lexicon: Lexicon) -> str:
        result = engine.transcribe(sound_in_memory(sound), language="en", lexicon=lexicon)
        return result.text if isinstance(result, Transcript) else ""

    def theirs(**options: str) -> Hear:
        def hear(sound: Samples, _: Lexicon) -> str:
            segments, _info = model.transcribe(sound, language="en", beam_size=5, **options)
            return " ".join(segment.text.strip() for segment in segments)

        return hear

    nobody = lambda _: NO_NAMES
    return [
        Way("mediakit, no roster", ours, nobody, ""),
        Way("faster-whisper, no roster", theirs(), nobody, ""),
        Way("all names as prompt", theirs(initial_prompt=f"{names}."), nobody, "faster-whisper, no roster"),
        Way("all names as hotwords", theirs(hotwords=names), nobody, "faster-whisper, no roster"),
        Way("mediakit, roster", ours, lambda _: roster(), "mediakit, no roster"),
        Way("mediakit, people attached", ours, lambda c: roster(attached(c)), "mediakit, no roster"),
    ]


def run(way: Way, pool: ThreadPoolExecutor, *groups: Sequence[Clip]) -> Result:
    """Everything heard one way, two recordings at a time; the first group is timed."""

    def heard(group: Sequence[Clip]) -> list[str]:
        return list(pool.map(lambda c: unicodedata.normalize("NFC", way.hear(c.sound, way.roster(c))), group))

    heard(groups[0][:2])
    begin, used = time.perf_counter(), time.process_time()
    first = heard(groups[0])
    seconds, processor_s = time.perf_counter() - begin, time.process_time() - used
    plain, noise, real = map(heard, groups[1:])
    return Result(first, plain, noise, real, seconds, processor_s)


# --- scores -----------------------------------------------------------------------------------------------------------


def times_written(name: str, text: str) -> int:
    return len(re.findall(rf"(?<![\w-]){re.escape(name)}(?=['’]|(?![\w-]))", text))


def right(clip: Clip, text: str) -> list[str]:
    """The names of a clip that are written exactly so."""
    return [name for name in clip.names if times_written(name, text)]


def planted(clip: Clip, text: str, vocabulary: Iterable[str]) -> list[str]:
    """Names, or parts of names, that are written although nobody said them."""
    found, left = [], text
    for name in sorted(vocabulary, key=len, reverse=True):
        if times_written(name, left):
            left = re.sub(rf"(?<![\w-]){re.escape(name)}(?=['’]|(?![\w-]))", "·", left)
            found += [name] * (not any(times_written(name, said) for said in (clip.text, *clip.names)))
    return found


@cache
def vocabulary() -> tuple[str, ...]:
    """Every name and part of a name that the roster could bring into a text."""
    everybody = roster(frozenset(e["name"] for e in entries() if e["kind"] == "person"))
    return tuple(one.text for one in everybody.terms if len(one.text) > 2)


def words(text: str) -> list[str]:
    """Small letters, no punctuation, hyphens as spaces, small numbers as words, "1,000" as "1000"."""
    text = re.sub(r"(?<=\d),(?=\d)", "", text.lower().replace("’", "'").replace("-", " "))
    plain = re.sub(r"[^\w' ]+", " ", text).replace("'", "").split()
    return [part for word in plain for part in NUMBERS.get(word, SWAPS.get(word, word)).split("·")]


def errors_elsewhere(clip: Clip, text: str) -> tuple[int, int]:
    """Word errors outside the names of a clip, and its words there. What was put in beside a name is the name's."""
    marked = clip.text
    for name in sorted(set(clip.names), key=len, reverse=True):
        marked = re.sub(rf"{re.escape(name)}(?:'s)?", lambda m: f"\0{'_'.join(words(m[0]))}\0", marked)
    wanted: list[tuple[str, bool]] = []
    for n, part in enumerate(marked.split("\0")):
        wanted += [(word, n % 2 == 1) for word in (part.split("_") if n % 2 else words(part))]
    given = words(text)
    free = [
        (i > 0 and wanted[i - 1][1]) or (i < len(wanted) and wanted[i][1]) for i in range(len(wanted) + 1)
    ]  # an insertion before the i-th word of the reference
    row = [(j, 0 if free[0] else j) for j in range(len(given) + 1)]
    for i, (word, name) in enumerate(wanted, 1):
        before, row = row, [(before_all + 1, out + (not name)) for before_all, out in row[:1]]
        for j, heard in enumerate(given, 1):
            same = heard == word
            row.append(
                min(
                    (before[j - 1][0] + (not same), before[j - 1][1] + (not same and not name)),
                    (before[j][0] + 1, before[j][1] + (not name)),
                    (row[j - 1][0] + 1, row[j - 1][1] + (not free[i])),
                )
            )
    return row[-1][1], sum(not name for _, name in wanted)


def changes(without: str, text: str) -> list[str]:
    """Where two texts differ, with the number of words each time: "a minor → Amina"."""
    a, b = without.split(), text.split()
    return [
        f"{' '.join(a[i:j])} → {' '.join(b[k:m])}"
        for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def words_changed(without: str, text: str) -> int:
    """Words that differ, the longer side counted."""
    return sum(max(len(side.split()) for side in change.split(" → ")) for change in changes(without, text))


# --- the report -------------------------------------------------------------------------------------------------------


def row(way: Way, results: dict[str, Result], spoken: Sequence[Clip], plain: Sequence[Clip]) -> list[str]:
    """One line of the table."""
    got, base = results[way.label], results.get(way.without)
    hits = sum(len(right(c, t)) for c, t in zip(spoken, got.spoken, strict=True))
    wrong = sum(
        len(planted(c, t, vocabulary())) for c, t in zip([*spoken, *plain], got.spoken + got.plain, strict=True)
    )
    out = sum(errors_elsewhere(c, t)[0] for c, t in zip(spoken, got.spoken, strict=True))

    def changed(now: Sequence[str], before: Sequence[str]) -> str:
        return str(sum(map(words_changed, before, now)))

    return [
        way.label,
        f"{hits / sum(len(c.names) for c in spoken):.1%}",
        str(wrong),
        str(out),
        changed(got.plain, base.plain) if base else "–",
        str(sum(len(text.split()) for text in got.noise)),
        (changed(got.real, base.real) if base else "–") if got.real else "",
        f"{got.seconds:.0f} s" + (f" ({got.seconds / base.seconds:.2f})" if base else ""),
        f"{got.processor_s / base.processor_s:.2f}" if base else "",
    ]


def table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def by_group(label: str, spoken: Sequence[Clip], results: dict[str, Result]) -> str:
    """The share written right, by kind of name and by voice, and the word errors that are the voice's own."""
    mine = [(c, right(c, t), name) for c, t in zip(spoken, results[label].spoken, strict=True) for name in c.names]
    alone = lambda name: "surname alone" if entry_of(name)["name"] != name else entry_of(name)["kind"]
    groups: dict[str, list[bool]] = {}
    for clip, hit, name in mine:
        for group in (alone(name), "says" if "says" in entry_of(name) else "no says", clip.voice):
            groups.setdefault(group, []).append(name in hit)
    return f"{label}: " + ", ".join(f"{g} {sum(h)}/{len(h)}" for g, h in sorted(groups.items()))


def clearness(spoken: Sequence[Clip], texts: Sequence[str]) -> str:
    """Word error rate outside the names, by voice, without a roster: how clear the voices are."""
    sums: dict[str, list[int]] = {}
    for clip, text in zip(spoken, texts, strict=True):
        for group in (clip.voice, "all"):
            wrong, of = errors_elsewhere(clip, text)
            total = sums.setdefault(group, [0, 0])
            total[0], total[1] = total[0] + wrong, total[1] + of
    return ", ".join(f"{group} {wrong / of:.1%}" for group, (wrong, of) in sums.items())


def misses(way: Way, results: dict[str, Result], spoken: Sequence[Clip], groups: Sequence[Sequence[Clip]]) -> list[str]:
    """Said, heard without names, written with them: for each sentence that is not right; and each change elsewhere."""
    got, base = results[way.label], results[way.without]
    lines = []
    for clip, heard, text in zip(spoken, base.spoken, got.spoken, strict=True):
        false = planted(clip, text, vocabulary())
        if len(right(clip, text)) < len(clip.names) or false:
            note = f"  [planted: {', '.join(false)}]" if false else ""
            lines.append(f"{clip.voice}: {clip.text} | {heard} | {text}{note}")
    for kind, group, now, before in zip(
        ("plain", "noise", "real"), groups, (got.plain, got.noise, got.real), (base.plain, base.noise, base.real),
        strict=True,
    ):  # fmt: skip
        for clip, a, b in zip(group, before, now, strict=True):
            lines += [f"{kind} {clip.voice}: {change}" for change in changes(a, b)]
    return lines


def main() -> None:
    from faster_whisper import WhisperModel

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="real recordings without these names")
    parser.add_argument("--misses", action="store_true", help="list each miss: said | heard | written")
    parser.add_argument("--some", type=int, default=1, metavar="N", help="every N-th clip only")
    options = parser.parse_args()
    every = clips()[:: options.some]
    spoken, plain = [c for c in every if c.names], [c for c in every if not c.names]
    groups = (plain, nothing_said(), real_recordings(options.folder))
    engine = FasterWhisper.load(device="cpu")
    model = WhisperModel(str(packaged_folder()), device="cpu", compute_type="int8", cpu_threads=1, num_workers=2)
    results = {}
    with ThreadPoolExecutor(2) as pool:
        all_ways = ways(engine, model)
        for way in all_ways:
            results[way.label] = run(way, pool, spoken, *groups)
    print(f"{len(entries())} names, {sum(len(c.names) for c in spoken)} times in {len(spoken)} sentences; "
          f"{sum(len(c.text.split()) for c in plain)} words without; load {os.getloadavg()[0]:.1f}")  # fmt: skip
    head = ["", "right", "planted", "elsewhere", "plain", "noise", "real" if groups[2] else "", "time", "processor"]
    print(table([head, *(row(way, results, spoken, plain) for way in all_ways)]))
    print(f"word errors outside the names, no roster: {clearness(spoken, results[all_ways[0].label].spoken)}")
    print(f"word errors in the plain text, no roster: {clearness(plain, results[all_ways[0].label].plain)}")
    for way in (all_ways[0], *all_ways[-2:]):
        print(by_group(way.label, spoken, results))
    if options.misses:
        for way in all_ways[-2:]:
            print(f"\n{way.label}: said | heard | written")
            print("\n".join(misses(way, results, spoken, groups)))


if __name__ == "__main__":
    main()
