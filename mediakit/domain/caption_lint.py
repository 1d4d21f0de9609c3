"""What a caption file keeps of the rules, and what it breaks: per rule a share, per cue a reason and a way to mend it.

Pure, so that a page can ask it while somebody types. Numbers are the workspace's; sources: BBC Subtitle Guidelines 1.2
(line length, lines, breaks, speed, gaps, synchronisation), Netflix Timed Text Style Guide (7 s, characters a second).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediakit.domain.caption_cuts import beside_cuts, near_cuts
from mediakit.domain.caption_speech import Heard, listen
from mediakit.domain.captions_rules import CaptionRules, Cue, is_unspaced, width
from mediakit.domain.captions_units import LONGEST_PAUSE_MS, NameList, units
from mediakit.domain.labels import is_label
from mediakit.domain.span import format_position
from mediakit.domain.transcript import Word

SYNC_MS = 1_500
TARGET = 0.98
DASHES = ("-", "–", "—", ">>")

# rule → what it asks, and the share that has to conform; a hard rule is never to be broken
RULES = {
    "order": ("captions are in order and none lies over another", 1.0),
    "lines": ("no more lines than fit under the picture", 1.0),
    "line_length": ("no line is wider than it may be", 1.0),
    "longest": ("no caption stays too long", TARGET),
    "least_time": ("every caption stays long enough for its words", TARGET),
    "reading_speed": ("no caption has to be read too fast", TARGET),
    "gaps": ("between two captions is no gap, or one that is noticed", TARGET),
    "breaks": ("names, numbers, articles and labels are not taken apart", TARGET),
    "speakers": ("a new voice begins a new caption, and is marked", TARGET),
    "labels": ("labels such as [applause] stand alone", TARGET),
    "sync": ("a caption comes within 1.5 s of its voice", TARGET),
    "cuts": ("a caption changes with the shot, not shortly before or after it", TARGET),
}


@dataclass(frozen=True, slots=True)
class Breach:
    """One cue that breaks one rule. cue: its index, from 0. size: how bad, for sorting.

    excused: the speaker is faster than the rules let anybody read, so that no timing would mend it.
    """

    rule: str
    cue: int
    start_ms: int
    text: str
    reason: str
    fix: str
    size: float = 1.0
    excused: bool = False


@dataclass(frozen=True, slots=True)
class RuleShare:
    """How one rule is kept. checked: cues it applies to, those excused left out; conform: those that keep it."""

    rule: str
    asks: str
    checked: int
    conform: int
    target: float
    breaches: tuple[Breach, ...]

    @property
    def share(self) -> float:
        """From 0.0 to 1.0; 1.0 where there was nothing to check."""
        return self.conform / self.checked if self.checked else 1.0

    @property
    def holds(self) -> bool:
        return self.share >= self.target


@dataclass(frozen=True, slots=True)
class Lint:
    """The whole report. conform: cues that break no rule; excused: cues whose speaker is too fast to be read."""

    cues: int
    conform: int
    excused: int
    rules: tuple[RuleShare, ...]

    @property
    def holds(self) -> bool:
        """True if every rule reaches its target."""
        return all(rule.holds for rule in self.rules)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Every breach that is not excused, in order of time."""
        found = [b for rule in self.rules for b in rule.breaches if not b.excused]
        return tuple(sorted(found, key=lambda b: (b.cue, b.rule)))


def lint(
    cues: Sequence[Cue],
    rules: CaptionRules,
    language: str | None = None,
    *,
    names: Sequence[str] = (),
    words: Sequence[Word] = (),
    duration_ms: int = 0,
    cuts_ms: Sequence[int] = (),
) -> Lint:
    """How well these captions keep the rules. words: what was said, in order; without them, nothing is known of the
    voice, so that synchronisation is not checked and no haste excused. duration_ms: of the recording, 0 if not
    known. cuts_ms: where its shots change, in order. Pure.
    """
    rules = rules.for_language(language)
    heard = listen(cues, words, rules, duration_ms, unspaced=is_unspaced(language))
    breaches: dict[str, list[Breach]] = {rule: [] for rule in RULES}
    for i, cue in enumerate(cues):
        for breach in (*_shape(i, cue, rules), *_time(i, cue, rules, heard[i]), *_between(i, cues, rules)):
            breaches[breach.rule].append(breach)
    for breach in (*_breaks(cues, rules, language, names), *_voices(cues, rules), *_shots(cues, cuts_ms, rules)):
        breaches[breach.rule].append(breach)
    checked = {**_checked(cues, heard, rules), "cuts": near_cuts(cues, cuts_ms)}
    shares = tuple(_share(rule, checked[rule], breaches[rule]) for rule in RULES if checked[rule])
    broken = {b.cue for found in breaches.values() for b in found if not b.excused}
    excused = {b.cue for found in breaches.values() for b in found if b.excused}
    return Lint(len(cues), len(cues) - len(broken), len(excused), shares)


def _share(rule: str, checked: int, breaches: Sequence[Breach]) -> RuleShare:
    asks, target = RULES[rule]
    excused = len({b.cue for b in breaches if b.excused})
    broken = len({b.cue for b in breaches if not b.excused})
    worst = tuple(sorted(breaches, key=lambda b: (b.excused, -b.size)))
    return RuleShare(rule, asks, checked - excused, checked - excused - broken, target, worst)


def _checked(cues: Sequence[Cue], heard: Sequence[Heard | None], rules: CaptionRules) -> dict[str, int]:
    count = len(cues)
    checked = dict.fromkeys(RULES, count)
    checked["gaps"] = max(0, count - 1)
    checked["speakers"] = sum(_new_voices(cues)) if rules.speakers != "none" else 0
    checked["labels"] = sum("[" in cue.text for cue in cues)
    checked["sync"] = sum(found is not None for found in heard)
    return checked


def _breach(rule: str, i: int, cue: Cue, reason: str, fix: str, size: float = 1.0, excused: bool = False) -> Breach:
    return Breach(rule, i, cue.start_ms, " / ".join(cue.lines), reason, fix, size, excused)


def _shape(i: int, cue: Cue, rules: CaptionRules) -> Iterator[Breach]:
    if len(cue.lines) > rules.lines:
        reason = f"{len(cue.lines)} lines, {rules.lines} at most"
        yield _breach("lines", i, cue, reason, "make two captions of it", len(cue.lines) - rules.lines)
    widest = max(map(width, cue.lines), default=0)
    if widest > rules.line_characters:
        wide = any(width(line) > len(line) for line in cue.lines)
        unit = "columns (a full-width character takes two)" if wide else "characters"
        reason = f"a line of {widest} {unit}, {rules.line_characters} at most"
        room = sum(map(width, cue.lines)) + len(cue.lines) - 1 <= rules.line_characters * rules.lines
        fix = "break it at another place" if room else "make two captions of it"
        yield _breach("line_length", i, cue, reason, fix, widest - rules.line_characters)
    labelled = [line for line in cue.lines if "[" in line]
    if labelled and not is_label(cue.text) and any(is_label(line) for line in labelled):
        yield _breach("labels", i, cue, "a label and speech in one caption", "give the label a caption of its own")


def word_count(cue: Cue) -> int:
    """The words of a caption; a dash is none, and a label is taken in at a glance."""
    return 1 if is_label(cue.text) else sum(1 for word in cue.text.split() if word not in DASHES)


def _time(i: int, cue: Cue, rules: CaptionRules, heard: Heard | None) -> Iterator[Breach]:
    stays_ms, words = cue.end_ms - cue.start_ms, word_count(cue)
    if stays_ms > rules.longest_ms:
        reason = f"stays {stays_ms / 1000:.1f} s, {rules.longest_ms / 1000:g} s at most"
        yield _breach("longest", i, cue, reason, "take it off sooner, or make two of it", stays_ms / rules.longest_ms)
    least_ms = rules.least_ms(words)
    if stays_ms < least_ms:
        fast = bool(heard and heard.fast) and stays_ms >= rules.least_ms(1)
        reason = f"{words} words in {stays_ms / 1000:.2f} s, {least_ms / 1000:.2f} s at least"
        fix = "leave it longer, or join it with the one before or after"
        yield _breach("least_time", i, cue, reason, fix, least_ms / max(1, stays_ms), fast)
    columns = sum(map(width, cue.lines)) + len(cue.lines) - 1
    by_words = words * 60_000 / max(1, stays_ms)
    by_columns = columns * 1000 / max(1, stays_ms)
    too_many_words = bool(rules.words_per_minute) and by_words > rules.words_per_minute + 0.5
    too_wide = bool(rules.characters_per_s) and by_columns > rules.characters_per_s + 0.05
    if (too_many_words or too_wide) and words > 1:
        limits = f"{rules.words_per_minute or '–'} and {rules.characters_per_s}"
        reason = f"{by_words:.0f} words a minute, {by_columns:.0f} characters a second ({limits} at most)"
        fix = (
            "the speaker is this fast: shorten the text if the meaning allows"
            if heard and heard.fast
            else ("leave it longer, or break it elsewhere")
        )
        size = max(by_words / (rules.words_per_minute or 10**6), by_columns / (rules.characters_per_s or 10**6))
        yield _breach("reading_speed", i, cue, reason, fix, size, bool(heard and heard.fast))
    if heard and abs(cue.start_ms - heard.start_ms) > SYNC_MS:
        late_ms = cue.start_ms - heard.start_ms
        reason = f"comes {abs(late_ms) / 1000:.1f} s {'after' if late_ms > 0 else 'before'} its voice"
        yield _breach("sync", i, cue, reason, f"let it come at {format_position(heard.start_ms)}", abs(late_ms) / 1000)


def _between(i: int, cues: Sequence[Cue], rules: CaptionRules) -> Iterator[Breach]:
    cue = cues[i]
    if cue.end_ms <= cue.start_ms:
        yield _breach("order", i, cue, "ends before it starts", "set its times anew")
    if i == 0:
        return
    gap_ms = cue.start_ms - cues[i - 1].end_ms
    if gap_ms < 0:
        reason = f"starts {-gap_ms / 1000:.2f} s before the one before it ends"
        yield _breach("order", i, cue, reason, "end the one before it sooner", -gap_ms / 1000)
    elif 0 < gap_ms < rules.gap_ms:
        reason = f"a gap of {gap_ms / 1000:.2f} s before it; none, or {rules.gap_ms / 1000:g} s at least"
        yield _breach("gaps", i, cue, reason, "let the one before it stay until this one comes")


def _breaks(cues: Sequence[Cue], rules: CaptionRules, language: str | None, names: Sequence[str]) -> Iterator[Breach]:
    """Units that a line or a cue takes apart, though they would fit on a line."""
    rows = [(i, j, line) for i, cue in enumerate(cues) for j, line in enumerate(cue.lines)]
    placed = [(i, j, word) for i, j, line in rows for word in line.split()]
    pauses = [_pause(cues, a, b) for a, b in pairwise(placed)]
    known = NameList(names)
    for first, beyond in units([word for _, _, word in placed], pauses, language, known, rules.line_characters):
        for at in range(first, beyond - 1):
            if placed[at][:2] != placed[at + 1][:2]:
                i = placed[at][0]
                unit = " ".join(word for _, _, word in placed[first:beyond])
                yield _breach("breaks", i, cues[i], f"“{unit}” is taken apart", "keep it on one line")


def _pause(cues: Sequence[Cue], before: tuple[int, int, str], after: tuple[int, int, str]) -> int:
    """The silence between two words as far as captions tell: none inside a cue; another voice holds nothing."""
    a, b = cues[before[0]], cues[after[0]]
    if before[0] == after[0]:
        return LONGEST_PAUSE_MS + 1 if after[2] in DASHES and before[1] != after[1] else 0
    if a.speaker != b.speaker or after[2] in DASHES or is_label(a.text) or is_label(b.text):
        return LONGEST_PAUSE_MS + 1
    return b.start_ms - a.end_ms


def _new_voices(cues: Sequence[Cue]) -> list[bool]:
    """For each caption whether another voice than before begins. One that names no voice goes on with the last."""
    found = []
    voice: str | None = None
    for cue in cues:
        found.append(voice is not None and cue.speaker is not None and cue.speaker != voice)
        voice = cue.speaker or voice
    return found


def _voices(cues: Sequence[Cue], rules: CaptionRules) -> Iterator[Breach]:
    """A change of voice that nobody can see. Where the file names no voices there is nothing to check."""
    if rules.speakers == "none":
        return
    for i, (cue, new) in enumerate(zip(cues, _new_voices(cues), strict=True)):
        if new and not is_marked(cue):
            yield _breach("speakers", i, cue, "another voice, and nothing shows it", "begin it with a dash or a name")


def _shots(cues: Sequence[Cue], cuts_ms: Sequence[int], rules: CaptionRules) -> Iterator[Breach]:
    for beside in beside_cuts(cues, cuts_ms, rules):
        what, side = "begins" if beside.begins else "ends", "after" if beside.late_ms > 0 else "before"
        reason = f"{what} {abs(beside.late_ms) / 1000:.2f} s {side} a change of shot"
        way = "sooner" if beside.late_ms > 0 else "later"
        fix = f"let it {what[:-1]} with the shot, {abs(beside.late_ms) / 1000:.2f} s {way}"
        yield _breach("cuts", beside.cue, cues[beside.cue], reason, fix, abs(beside.late_ms) / 1000, beside.stuck)


def is_marked(cue: Cue) -> bool:
    """True if the caption shows that another voice begins: a dash, a name in capitals, or a label."""
    opening = cue.lines[0].split(" ", 1)[0]
    name, colon, _ = cue.lines[0].partition(":")
    return opening in DASHES or (bool(colon) and name.isupper()) or is_label(cue.text)
