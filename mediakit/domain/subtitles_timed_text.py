"""TTML files (TTML 1 and 2, IMSC 1.1, EBU-TT-D) as cues. Declared entities are refused, so that none can explode."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from xml.parsers import expat

from mediakit.domain.subtitles_blocks import Blocks
from mediakit.domain.subtitles_found import Problem, ReadCue, plain_lines, quoted

_TTML = re.compile(
    r"^http://www\.w3\.org/(?:ns/ttml|2006/(?:04|10)/ttaf1|2006/02/ttaf1)(#parameter|#metadata|#styling)?$"
)
_XML = "http://www.w3.org/XML/1998/namespace"
_CLOCK = re.compile(r"^(\d{2,}):(\d\d):(\d\d)(?:\.(\d+)|:(\d{2,})(?:\.\d+)?)?$")
_OFFSET = re.compile(r"^(\d+(?:\.\d+)?)(h|ms|m|s|f|t)$")
_DEEPEST = 60


class NotTimedText(Exception):
    """The file is no XML, or no timed text. line: where that shows."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what, self.line = what, line


@dataclass(frozen=True, slots=True)
class _Clock:
    """How times are counted: frames and ticks a second (TTML 1, section 6.2)."""

    frames_per_s: Fraction = Fraction(30)
    ticks_per_s: Fraction = Fraction(1)

    def milliseconds(self, text: str) -> int | None:
        """A time expression (TTML 1, section 10.3.1), or None if it is none."""
        text = text.strip()
        if match := _CLOCK.match(text):
            hours, minutes, seconds, fraction, frames = match.groups()
            if int(minutes) > 59 or int(seconds) > 60:
                return None
            whole = Fraction(int(hours) * 3600 + int(minutes) * 60 + int(seconds))
            part = Fraction(f"0.{fraction}") if fraction else Fraction(int(frames or 0)) / self.frames_per_s
            return round((whole + part) * 1000)
        if match := _OFFSET.match(text):
            number, unit = Fraction(match.group(1)), match.group(2)
            units = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
            scale = units.get(unit) or 1 / (self.frames_per_s if unit == "f" else self.ticks_per_s)
            return round(number * scale * 1000)
        return None


@dataclass(slots=True)
class _Element:
    """An open element of the body. begin_ms, end_ms: from the file's start; end_ms None: as long as its parent.

    own: it has times itself; timed: it or one around it has. broken: its times cannot be read. split: its spans are
    captions of their own.
    """

    name: str
    begin_ms: int
    end_ms: int | None
    own: bool
    timed: bool
    speaker: str | None
    keeps_space: bool
    line: int
    text: list[str] = field(default_factory=list)
    broken: bool = False
    split: bool = False


def read_ttml(text: str) -> Blocks:
    """The cues of a timed text file, one for each paragraph, or for each timed span of one without times.

    Raises NotTimedText for what is no XML, no timed text, or declares entities.
    """
    reader = _Reader()
    reader.parse(text)
    return Blocks(reader.language, tuple(reader.cues), tuple(reader.problems))


class _Reader:
    """Walks the file once; nothing is kept but the open elements and the cues."""

    def __init__(self) -> None:
        self.language: str | None = None
        self.cues: list[ReadCue] = []
        self.problems: list[Problem] = []
        self._clock = _Clock()
        self._agents: dict[str, str] = {}
        self._agent: str | None = None
        self._open: list[_Element] = []
        self._depth = self._unseen = 0
        self._name: list[str] | None = None
        self._parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")

    def parse(self, text: str) -> None:
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        try:
            parser.Parse(text.encode("utf-8", "replace"), True)
        except expat.ExpatError as error:
            raise NotTimedText(f"broken XML: {expat.ErrorString(error.code)}", error.lineno) from None

    def _entity(self, *_: object) -> None:
        raise NotTimedText("it declares entities, which no caption file needs", self._parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        space, _, local = name.rpartition(" ")
        match = _TTML.match(space)
        if self._depth == 1:
            if local != "tt" or not match:
                raise NotTimedText(f"XML, but no timed text: it begins with <{local}>", self._parser.CurrentLineNumber)
            self._head(attributes)
        if self._depth > _DEEPEST:
            raise NotTimedText("elements within elements without end", self._parser.CurrentLineNumber)
        if match and match.group(1) == "#metadata":
            self._metadata(local, attributes)
        if self._unseen or not match or match.group(1) or local == "metadata":
            self._unseen += 1
        elif local in ("body", "div", "p", "span"):
            self._open.append(self._element(local, attributes))
        elif local == "br" and self._open:
            self._open[-1].text.append("\n")

    def _head(self, attributes: Mapping[str, str]) -> None:
        self.language = attributes.get(f"{_XML} lang", "").strip() or None
        found = {name.rpartition(" ")[2]: value for name, value in attributes.items() if "#parameter " in name}
        rate = _whole(found.get("frameRate"), 30)
        top, bottom = [*found.get("frameRateMultiplier", "1 1").replace(":", " ").split(), "1", "1"][:2]
        frames = Fraction(rate) * Fraction(_whole(top, 1), _whole(bottom, 1))
        default = rate if "frameRate" in found else 1
        self._clock = _Clock(frames, Fraction(_whole(found.get("tickRate"), default)))

    def _metadata(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "agent":
            self._agent = attributes.get(f"{_XML} id")
        elif local == "name" and self._agent:
            self._name = []

    def _element(self, local: str, attributes: Mapping[str, str]) -> _Element:
        parent = self._open[-1] if self._open else _Element("tt", 0, None, False, False, None, False, 0)
        line = self._parser.CurrentLineNumber
        times = {key: attributes[key] for key in ("begin", "end", "dur") if key in attributes}
        read = {key: self._clock.milliseconds(value) for key, value in times.items()}
        bad = next((key for key, value in read.items() if value is None), None)
        if bad:
            self.problems.append(Problem(line, f"no time: {bad}={quoted(times[bad])}", True, "time"))
        begin_ms = parent.begin_ms + (read.get("begin") or 0)
        ends = [parent.end_ms] if parent.end_ms is not None else []
        ends += [parent.begin_ms + end for end in [read.get("end")] if end is not None]
        ends += [begin_ms + duration for duration in [read.get("dur")] if duration is not None]
        agent = next((v for k, v in attributes.items() if k.endswith("#metadata agent")), "").split()
        speaker = self._agents.get(agent[0], agent[0]) if agent else parent.speaker
        kept = attributes.get(f"{_XML} space", "preserve" if parent.keeps_space else "default") == "preserve"
        broken = bool(bad) or parent.broken
        own, end_ms = bool(times), min(ends, default=None)
        return _Element(local, begin_ms, end_ms, own, own or parent.timed, speaker, kept, line, broken=broken)

    def _characters(self, text: str) -> None:
        if self._name is not None:
            self._name.append(text)
        elif self._open and not self._unseen and self._open[-1].name in ("p", "span"):
            element = self._open[-1]
            element.text.append(text if element.keeps_space else text.replace("\n", " ").replace("\r", " "))

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(" ")[2]
        if local == "name" and self._name is not None and self._agent:
            self._agents[self._agent] = " ".join("".join(self._name).split()) or self._agent
            self._name = None
        if self._unseen:
            self._unseen -= 1
        elif self._open and local == self._open[-1].name:
            self._close(self._open.pop())

    def _close(self, element: _Element) -> None:
        parent = self._open[-1] if self._open else None
        within_timed = any(around.own for around in self._open if around.name in ("p", "span"))
        if element.name == "span" and parent and (within_timed or not element.own):
            # a span of a timed paragraph times a word: the paragraph is the caption
            parent.text.extend(element.text)
            parent.speaker = parent.speaker or element.speaker
        elif element.name in ("p", "span") and not element.broken:
            self._add(element)

    def _add(self, element: _Element) -> None:
        lines = plain_lines("".join(element.text))
        for around in self._open:
            around.split = around.split or element.name == "span"
        if not lines:
            if not element.split:
                self.problems.append(Problem(element.line, "a caption without text", False, "empty"))
        elif not element.timed or element.end_ms is None:
            told = f"a caption without {'end' if element.timed else 'times'}: {quoted(lines[0])}"
            self.problems.append(Problem(element.line, told, True, "time"))
        elif element.end_ms <= element.begin_ms:
            told = f"a caption that ends before it starts: {quoted(lines[0])}"
            self.problems.append(Problem(element.line, told, True, "backwards"))
        else:
            cue = ReadCue(element.begin_ms, element.end_ms, lines, element.speaker, element.line)
            self.cues.append(cue)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) < 10**9 else default
