"""Captions as timed text: a document of the IMSC 1.1 Text profile that also keeps to EBU-TT-D.

Followed: W3C IMSC 1.1, the common constraints and those of the text profile (ttp:contentProfiles, media time, text in
one region, sizes in per cent); EBU Tech 3380 (EBU-TT-D), document conformance and structure (timeBase media, times as
HH:MM:SS.mmm, a region and an xml:id for every tt:p, text only inside tt:span, ebuttm:documentMetadata); TTML 2,
ttm:agent for voices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from mediakit.domain.captions_rules import Cue
from mediakit.domain.subtitles import clock, is_language, is_right_to_left, speaker_name

IMSC = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
EBU_TT_D = "urn:ebu:tt:distribution:2018-04"

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACES = (
    ("xmlns", "http://www.w3.org/ns/ttml"),
    ("xmlns:ttp", "http://www.w3.org/ns/ttml#parameter"),
    ("xmlns:tts", "http://www.w3.org/ns/ttml#styling"),
    ("xmlns:ttm", "http://www.w3.org/ns/ttml#metadata"),
    ("xmlns:ebuttm", "urn:ebu:tt:metadata"),
    ("xmlns:ebutts", "urn:ebu:tt:style"),
)


def to_ttml(cues: Iterable[Cue], *, language: str | None = None, title: str | None = None) -> str:
    """Timed text: white on black at the foot of the picture, each voice as a ttm:agent where it is known.

    language: a BCP 47 tag; anything else is written as unknown. Ends with a line feed.
    """
    shown = [cue for cue in cues if cue.lines]
    tongue = language if language and is_language(language) else ""
    voices = list(dict.fromkeys(name for cue in shown if (name := _voice(cue))))
    agents = {name: f"voice{number}" for number, name in enumerate(voices, 1)}
    paragraphs = "\n".join(_paragraph(number, cue, agents) for number, cue in enumerate(shown, 1))
    body = f"  <body>\n    <div>\n{paragraphs}\n    </div>\n  </body>" if shown else "  <body/>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_root(tongue)}\n{_head(voices, tongue, title)}\n{body}\n</tt>\n'


def _root(language: str) -> str:
    spaces = "\n    ".join(f'{name}="{url}"' for name, url in _NAMESPACES)
    return (
        f'<tt {spaces}\n    xml:lang="{language}" xml:space="default" ttp:timeBase="media" ttp:cellResolution="32 15"'
        f'\n    ttp:contentProfiles="{IMSC}">'
    )


def _head(voices: Sequence[str], language: str, title: str | None) -> str:
    agents = "".join(
        f'\n      <ttm:agent xml:id="voice{number}" type="person">'
        f'<ttm:name type="full">{_text(name)}</ttm:name></ttm:agent>'
        for number, name in enumerate(voices, 1)
    )
    named = f"\n      <ttm:title>{_text(title)}</ttm:title>" if title else ""
    right = is_right_to_left(language)
    direction = ' tts:direction="rtl" tts:unicodeBidi="embed"' if right else ""
    return f"""  <head>
    <metadata>{named}
      <ebuttm:documentMetadata>
        <ebuttm:conformsToStandard>{EBU_TT_D}</ebuttm:conformsToStandard>
        <ebuttm:conformsToStandard>{IMSC}</ebuttm:conformsToStandard>
      </ebuttm:documentMetadata>{agents}
    </metadata>
    <styling>
      <style xml:id="line" tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:lineHeight="120%"
        tts:textAlign="center" tts:wrapOption="noWrap"
        ebutts:multiRowAlign="center" ebutts:linePadding="0.5c"{direction}/>
      <style xml:id="words" tts:color="#FFFFFF" tts:backgroundColor="#000000"/>
    </styling>
    <layout>
      <region xml:id="foot" tts:origin="5% 5%" tts:extent="90% 90%" tts:displayAlign="after" tts:overflow="visible"/>
    </layout>
  </head>"""


def _paragraph(number: int, cue: Cue, agents: dict[str, str]) -> str:
    name = _voice(cue)
    agent = f" ttm:agent={quoteattr(agents[name])}" if name else ""
    lines = "<br/>".join(_text(line) for line in cue.lines)
    return (
        f'      <p xml:id="caption{number}" region="foot" style="line" begin="{clock(cue.start_ms, ".")}" '
        f'end="{clock(cue.end_ms, ".")}"{agent}><span style="words">{lines}</span></p>'
    )


def _voice(cue: Cue) -> str | None:
    name = speaker_name(cue.speaker)
    return " ".join(name.split()) or None if name else None


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", text))
