"""A transcript as a Word file for people who edit in Word: a paragraph for each turn, with time and name before it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mediakit.domain.draft import clean
from mediakit.domain.sentences import UNSPACED, timed_words
from mediakit.domain.span import format_position
from mediakit.domain.subtitles import paragraphs_of, speaker_name
from mediakit.domain.transcript import Segment
from mediakit.editorial.handout import Handout
from mediakit.media.docx import DocxParagraph, Piece, write_docx

# below this the recogniser was unsure of a word
DOUBTFUL = 0.5
NOTE = (
    "Correct the words where they are wrong. Leave the time and the name at the start of each paragraph, and the order "
    "of the paragraphs, as they are. Words on a yellow ground are those the recogniser was unsure of. Tracked changes "
    "are welcome; comments, tables and text boxes are not taken over."
)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug"})
_TAGS = {"en": "en-GB", "und": "en-GB"}


def docx(handout: Handout) -> bytes:
    """The Word file. It carries the asset's id and revision, so that an import knows what it was edited from."""
    asset, transcript = handout.asset, handout.transcript
    revision = asset.spoken.revision if asset.spoken else 0
    title = clean(asset.title or "") or asset.short
    day = f"{asset.captured_at.day} {asset.captured_at:%B %Y}" if asset.captured_at else None
    facts = [
        asset.short if title != asset.short else None,
        day,
        f"{format_position(asset.duration_ms or 0)} long",
        f"revision {revision}",
    ]
    head = [
        DocxParagraph((Piece(title),), "Heading1"),
        DocxParagraph((Piece(", ".join(clean(fact) for fact in facts if fact)),), "Subtitle"),
        DocxParagraph((Piece(NOTE if transcript.segments else "Nobody speaks in it."),), "MediakitNote"),
    ]
    turns = [DocxParagraph(tuple(_pieces(group, handout)), "MediakitTurn") for group in paragraphs_of(transcript)]
    return write_docx(
        [*head, *turns],
        title=title,
        language=_TAGS.get(transcript.language, transcript.language),
        properties={"mediakit-asset": asset.id, "mediakit-revision": str(revision)},
        rtl=transcript.language in _RIGHT_TO_LEFT,
    )


def _pieces(group: list[Segment], handout: Handout) -> Iterator[Piece]:
    speaker = group[0].speaker
    name = speaker_name(handout.names.get(speaker or "", speaker))
    yield Piece(f"[{format_position(group[0].start_ms)}] {f'{clean(name)}: ' if name else ''}", "MediakitLead")
    glue = "" if handout.transcript.language in UNSPACED else " "
    words = [word for segment in group for word in timed_words(segment)]
    marked = [(bool(not w.interpolated and w.probability < DOUBTFUL), w.text) for w in words]
    for number, (doubtful, run) in enumerate(groupby(marked, key=lambda pair: pair[0])):
        text = glue.join(text for _, text in run)
        if number and glue:
            yield Piece(glue)
        yield Piece(text, "MediakitDoubtful" if doubtful else None)
