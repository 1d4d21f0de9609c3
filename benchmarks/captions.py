"""How many captions keep the rules: mediakit's, and beside them Whisper's own segments taken as captions.

    python benchmarks/captions.py FOLDER… [--cache DIR] [--worst 10] [--show NAME] [--portrait]

Every recording in the FOLDERs is transcribed once with the packaged weights; what was heard is kept in --cache.
Whisper's segments come from plain faster-whisper with the same weights and beam 5, as its documentation shows. A cue is
excused from the reading speed where the speaker is faster than the rule, counted with 1.5 s on either side.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from textwrap import wrap
from typing import Any

from mediakit.domain.caption_lint import RULES, Breach, Lint, lint
from mediakit.domain.captions import LANDSCAPE, Cue, make_cues
from mediakit.domain.transcript import Pending, Segment, Transcript, Word

SOUNDS = {".wav", ".flac", ".mp3", ".aiff", ".aif", ".m4a", ".ogg", ".opus", ".mp4", ".mov", ".mkv", ".webm"}


def recordings(folders: Sequence[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in SOUNDS)


def transcripts(paths: Sequence[Path], cache: Path) -> dict[str, Transcript]:
    """What mediakit heard in each, without those that its weights cannot do."""
    found = {}
    engine: Any = None
    for path in paths:
        kept = cache / f"{path.parent.name}-{path.name}.json"
        if not kept.is_file():
            engine = engine or _engine()
            kept.write_text(json.dumps(_heard(engine, path)), "utf-8")
        document = json.loads(kept.read_text("utf-8"))
        if document:
            found[f"{path.parent.name}/{path.name}"] = _read(document)
    return found


def _engine() -> Any:
    from mediakit.media.speech_whisper import FasterWhisper

    return FasterWhisper.load(device="cpu")


def _heard(engine: Any, path: Path) -> dict[str, Any] | None:
    from faster_whisper import decode_audio

    from mediakit.media.speech import sound_in_memory

    try:
        sound = decode_audio(str(path))
    except (OSError, ValueError, IndexError) as error:
        print(f"{path.name}: {error}")
        return None
    result = engine.transcribe(sound_in_memory(sound))
    return None if isinstance(result, Pending) else asdict(result)


def _read(document: dict[str, Any]) -> Transcript:
    segments = tuple(
        Segment(s["start_ms"], s["end_ms"], s["text"], tuple(Word(**w) for w in s["words"]), s["speaker"])
        for s in document["segments"]
    )
    return Transcript(document["language"], 1.0, "", "", document["duration_ms"], segments)


def plain(paths: Sequence[Path], names: Sequence[str], cache: Path) -> dict[str, list[Cue]]:
    """Whisper's own segments as captions: one line each, as every player would show them."""
    found = {}
    model: Any = None
    for path in paths:
        name = f"{path.parent.name}/{path.name}"
        kept = cache / f"{path.parent.name}-{path.name}.plain.json"
        if name not in names:
            continue
        if not kept.is_file():
            model = model or _plain_model()
            rows = [[s.start, s.end, s.text.strip()] for s in model.transcribe(str(path), beam_size=5)[0]]
            kept.write_text(json.dumps(rows), "utf-8")
        rows = json.loads(kept.read_text("utf-8"))
        found[name] = [Cue(round(a * 1000), round(b * 1000), (text,)) for a, b, text in rows if text]
    return found


def _plain_model() -> Any:
    from faster_whisper import WhisperModel

    from mediakit.media.speech_models import packaged_folder

    return WhisperModel(str(packaged_folder()), device="cpu", compute_type="int8", cpu_threads=2)


def tell(label: str, reports: dict[str, Lint], worst: int) -> None:
    cues = sum(report.cues for report in reports.values())
    conform = sum(report.conform for report in reports.values())
    excused = sum(report.excused for report in reports.values())
    print(f"{label}: {len(reports)} recordings, {cues} cues; {conform / max(1, cues):.2%} keep every rule", end="")
    print(f" ({excused / max(1, cues):.1%} of the cues are excused from the speed: the speaker is faster)")
    checked: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for report in reports.values():
        for share in report.rules:
            checked[share.rule] += share.checked
            kept[share.rule] += share.conform
    for rule in RULES:
        if checked[rule]:
            print(f"  {rule:14} {kept[rule] / checked[rule]:8.2%}  {kept[rule]} of {checked[rule]}")
    breaches = [(name, breach) for name, report in reports.items() for breach in report.breaches]
    for name, breach in sorted(breaches, key=lambda row: -_badness(row[1]))[:worst]:
        print(f"    {name} {breach.start_ms / 1000:.1f} s  {breach.rule}: {breach.reason}  | {breach.text}")


def _badness(breach: Breach) -> float:
    return breach.size + (10 if RULES[breach.rule][1] == 1.0 else 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path, default=Path("captions-cache"))
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--portrait", action="store_true", help="three lines of 25 characters")
    parser.add_argument("--show", metavar="NAME", help="print every caption of the recordings whose name holds this")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    rules = LANDSCAPE.in_portrait() if options.portrait else LANDSCAPE
    paths = recordings(options.folders)
    heard = transcripts(paths, options.cache)
    ours, theirs, wrapped = {}, {}, {}
    whisper = plain(paths, list(heard), options.cache)
    for name, transcript in heard.items():
        words = [word for segment in transcript.segments for word in segment.words]
        cues = make_cues(transcript, rules)
        ours[name] = lint(cues, rules, transcript.language, words=words, duration_ms=transcript.duration_ms)
        theirs[name] = lint(whisper[name], rules, transcript.language, words=words, duration_ms=transcript.duration_ms)
        set_in_lines = [replace(cue, lines=tuple(wrap(cue.text, rules.line_characters))) for cue in whisper[name]]
        wrapped[name] = lint(set_in_lines, rules, transcript.language, words=words, duration_ms=transcript.duration_ms)
        if options.show and options.show in name:
            for cue in cues:
                print(f"{cue.start_ms / 1000:8.2f} {cue.end_ms / 1000:8.2f}  {' / '.join(cue.lines)}")
    tell("mediakit", ours, options.worst)
    tell("Whisper's segments", theirs, 0)
    tell("Whisper's segments, wrapped into lines", wrapped, 0)


if __name__ == "__main__":
    main()
