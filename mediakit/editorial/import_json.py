"""A transcript that comes back as JSON, as `transcript export --format json` wrote it: words and speakers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mediakit.domain.draft import Draft, Paragraph, Row, clean
from mediakit.domain.errors import BadInputFile
from mediakit.editorial.import_voices import Voices

_LONGEST_S = 1_000_000


def read_json(path: Path, data: bytes, voices: Voices) -> Draft:
    """The draft. Words are taken from a segment's `text`; from its `words` where only those were changed.

    Raises BadInputFile for what is not JSON or not a transcript, with every bad segment.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInputFile("not UTF-8; nothing was changed", where=f"{path}:{line}") from None
    except json.JSONDecodeError as error:
        raise BadInputFile(f"not JSON: {error.msg}", where=f"{path}:{error.lineno}") from None
    except RecursionError:
        raise BadInputFile("not a transcript", where=str(path)) from None
    segments = document.get("segments") if isinstance(document, dict) else None
    if not isinstance(segments, list):
        raise BadInputFile("not a transcript: it has no list of segments", where=str(path))
    problems = [told for number, segment in enumerate(segments, 1) for told in _problems(segment, number)]
    if problems:
        what = f"{len(problems)} segment{'s' * (len(problems) != 1)} cannot be used; nothing was changed"
        raise BadInputFile(what, where=str(path), problems=tuple(problems))
    asset, revision = document.get("asset"), document.get("revision")
    return Draft(
        "json",
        tuple(_paragraph(segment, number, voices) for number, segment in enumerate(segments, 1)),
        asset=asset if isinstance(asset, str) else None,
        revision=revision if isinstance(revision, int) and not isinstance(revision, bool) else None,
    )


def _problems(segment: Any, number: int) -> list[str]:
    where = f"segment {number}"
    if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
        return [f"{where}: it has no text"]
    start, end = segment.get("start"), segment.get("end")
    if not (isinstance(start, int | float) and isinstance(end, int | float) and 0 <= start <= end < _LONGEST_S):
        return [f"{where}: its start and end are no times in seconds: {start!r}, {end!r}"]
    if segment.get("speaker") is not None and not isinstance(segment["speaker"], str):
        return [f"{where}: its speaker is no name"]
    words = segment.get("words", [])
    if not isinstance(words, list) or not all(isinstance(w, dict) and isinstance(w.get("text"), str) for w in words):
        return [f"{where}: its words are no list of words"]
    return []


def _paragraph(segment: dict[str, Any], number: int, voices: Voices) -> Paragraph:
    text = clean(segment["text"])
    speaker = voices.named(segment["speaker"], f"segment {number}") if segment.get("speaker") else None
    words = clean(" ".join(w["text"] for w in segment.get("words", [])))
    differs = bool(words) and words.replace(" ", "") != text.replace(" ", "")
    said = words if differs and voices.is_as_it_was(text) else text
    return Paragraph(number, (Row(said, speaker),), round(segment["start"] * 1000), round(segment["end"] * 1000))
