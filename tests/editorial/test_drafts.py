"""Corrections that were typed and not saved: kept through a crash, brought together with those of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mediakit.catalogue import assets, events, redactions, transcripts
from mediakit.catalogue.connect import Catalogue, create_catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Asset, Enrolment
from mediakit.domain.errors import Misuse, Refused, UnknownName
from mediakit.domain.event import Event
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.span import Span
from mediakit.domain.workspace import Workspace
from mediakit.editorial import (
    amending_history,
    amending_review,
    drafts,
    drafts_captions,
    drafts_checking,
    drafts_saving,
)
from tests.domain.said import transcript

FILM = "f1" * 16
HEARD = transcript(
    ("1", "We asked shan press howl about the last mile of it."),
    ("2", "Trust is built slowly and it is lost at once."),
    ("1", "Nobody told us so before the pilot began in the spring."),
)
CUES = [
    StoredCue(Span(0, 4_350), ("We asked shan press howl", "about the last mile of it."), "1"),
    StoredCue(Span(4_350, 8_350), ("- Trust is built slowly and it is lost at once.",), "2"),
    StoredCue(Span(8_350, 12_200), ("- Nobody told us so before", "the pilot began in the spring."), "1"),
]


class Room:
    """A workspace with one transcribed film."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue) -> None:
        self.workspace, self.catalogue, self.settings = workspace, catalogue, workspace.settings

    @property
    def film(self) -> Asset:
        return assets.one(self.catalogue, FILM)

    def save(self, base: int, texts: dict[int, str], by: str = "Ada") -> drafts_saving.Saved:
        return drafts_saving.save(self.catalogue, self.workspace, FILM, base=base, texts=texts, by=by)

    def texts(self) -> list[str]:
        found = transcripts.current(self.catalogue, FILM)
        assert found is not None
        return [segment.text for segment in found.segments]

    def drafts(self) -> list[drafts.Unsaved]:
        return drafts.of(self.catalogue, self.workspace, FILM)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with create_catalogue(tmp_path / "catalogue.db") as catalogue:
        events.add(catalogue, Event("lan", "Learning Network"))
        facts = Facts(Kind.VIDEO, 1920, 1080, duration_ms=HEARD.duration_ms, vcodec="h264", acodec="aac")
        assets.add(catalogue, Enrolment(FILM, facts, Role.RUSH, "originals/lan/A001/C0001.MP4", 1000, "lan"))
        transcripts.put(catalogue, FILM, HEARD, CUES, key="test")
        yield Room(Workspace(tmp_path), catalogue)


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_what_was_typed_is_there_again_after_a_crash(room: Room) -> None:
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "We asked Siân Prys-Howell."})
    (found,) = drafts.of(room.catalogue, Workspace(room.workspace.root), FILM)
    assert (found.by, found.revision, found.texts) == ("Ada", 1, {0: "We asked Siân Prys-Howell."})


def test_two_windows_of_one_editor_add_to_the_same_draft(room: Room) -> None:
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "One."})
    drafts.keep(room.workspace, FILM, 1, "Ada", {2: "Three."})
    assert [draft.texts for draft in room.drafts()] == [{0: "One.", 2: "Three."}]


def test_each_editor_has_a_draft_of_their_own(room: Room) -> None:
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "One."})
    drafts.keep(room.workspace, FILM, 1, "../../Bea", {0: "Two."})
    assert sorted(draft.by for draft in room.drafts()) == ["../../Bea", "Ada"]
    assert {file.parent for file in room.workspace.root.rglob("*.json")} == {room.workspace.state / "drafts" / FILM}


def test_a_draft_without_sentences_is_no_draft(room: Room) -> None:
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "One."})
    drafts.keep(room.workspace, FILM, 1, "Ada", {}, dropped=[0])
    assert room.drafts() == []
    assert list(room.workspace.root.rglob("*.json")) == []


def test_a_draft_that_somebody_damaged_is_left_aside(room: Room) -> None:
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "One."})
    (file,) = room.workspace.root.rglob("*.json")
    for content in ("", "[1]", '{"texts": 3}', "\x00"):
        file.write_text(content)
        assert room.drafts() == []


def test_a_redaction_takes_the_words_out_of_a_draft_too(room: Room) -> None:
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "We asked Siân.", 2: "Nobody told us."})
    with room.catalogue.writing():
        redactions.add(room.catalogue, FILM, [Span(700, 1_700)], reason="", by="Ada")
    assert [draft.texts for draft in room.drafts()] == [{2: "Nobody told us."}]
    (file,) = room.workspace.root.rglob("*.json")
    assert "Siân" not in file.read_text("utf-8")


# --- saving -----------------------------------------------------------------------------------------------------------


def test_a_corrected_sentence_is_saved_with_the_times_of_its_words(room: Room) -> None:
    before = transcripts.current(room.catalogue, FILM)
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "typed"})
    saved = room.save(1, {0: "We asked Siân Prys-Howell about the last mile of it."})
    after = transcripts.current(room.catalogue, FILM)
    assert before
    assert after
    assert (saved.revision, saved.clashes) == (2, ())
    assert [w.start_ms for w in after.segments[0].words[-6:]] == [w.start_ms for w in before.segments[0].words[-6:]]
    assert room.texts()[0] == "We asked Siân Prys-Howell about the last mile of it."
    assert room.drafts() == []


def test_nothing_changed_stores_nothing(room: Room) -> None:
    assert room.save(1, {0: HEARD.segments[0].text + " "}).revision == 1


def test_an_emptied_sentence_goes(room: Room) -> None:
    room.save(1, {1: ""})
    assert room.texts() == [HEARD.segments[0].text, HEARD.segments[2].text]


def test_two_editors_in_different_places_both_keep_their_words(room: Room) -> None:
    room.save(1, {2: "Nobody told us before the pilot began."}, by="Bea")
    saved = room.save(1, {0: "We asked Siân about the last mile of it."})
    assert (saved.revision, saved.merged, saved.others) == (3, 1, ("Bea",))
    assert room.texts()[0] == "We asked Siân about the last mile of it."
    assert room.texts()[2] == "Nobody told us before the pilot began."


def test_the_same_words_changed_by_two_are_not_overwritten_and_both_are_shown(room: Room) -> None:
    room.save(1, {0: "We asked Sian Price about the last mile of it."}, by="Bea")
    drafts.keep(room.workspace, FILM, 1, "Ada", {0: "We asked Siân Prys-Howell about the last mile of it."})
    saved = room.save(1, {0: "We asked Siân Prys-Howell about the last mile of it.", 1: "Trust is built slowly."})
    (both,) = saved.clashes
    assert (both.number, both.yours[:15], both.theirs[:15]) == (0, "We asked Siân P", "We asked Sian P")
    assert saved.revision == 2
    assert room.texts()[0] == "We asked Sian Price about the last mile of it."
    assert room.drafts()[0].texts == {0: "We asked Siân Prys-Howell about the last mile of it."}


@pytest.mark.parametrize("mine", [[0], []])
def test_a_clash_is_settled_place_by_place(room: Room, mine: list[int]) -> None:
    room.save(1, {0: "We asked Sian Price about the last mile of it."}, by="Bea")
    texts = {0: "We asked Siân Prys-Howell about the last mile of it.", 1: "Trust is built slowly."}
    saved = drafts_saving.settle(room.catalogue, room.workspace, FILM, base=1, texts=texts, mine=mine, by="Ada")
    assert saved.revision == 3
    assert room.texts()[:2] == ["We asked Sian Price about the last mile of it.", "Trust is built slowly."]
    wanted = [{0: texts[0]}] if mine else []
    assert [draft.texts for draft in room.drafts()] == wanted
    assert all(draft.revision == 3 for draft in room.drafts())


def test_a_voice_that_was_named_meanwhile_stays_named(room: Room) -> None:
    renamed = transcript(
        ("ada", HEARD.segments[0].text), ("2", HEARD.segments[1].text), ("ada", HEARD.segments[2].text)
    )
    transcripts.put(room.catalogue, FILM, renamed, CUES, key="test", by="Bea")
    room.save(1, {0: "We asked Siân about the last mile of it."})
    current = transcripts.current(room.catalogue, FILM)
    assert current
    assert [segment.speaker for segment in current.segments] == ["ada", "2", "ada"]


def test_a_sentence_that_does_not_exist_is_refused(room: Room) -> None:
    with pytest.raises(Misuse, match="no sentence 4"):
        room.save(1, {3: "More."})
    with pytest.raises(Misuse, match="no revision 7"):
        room.save(7, {0: "More."})


# --- captions ---------------------------------------------------------------------------------------------------------


def test_a_caption_put_right_by_hand_is_kept(room: Room) -> None:
    lines = ["- Trust is built slowly", "and it is lost at once."]
    wanted = drafts_captions.Wanted(2, lines, end_ms=8_000)
    number = drafts_captions.put_right(room.catalogue, room.settings, room.film, wanted, by="Ada", revision=1)
    cues = transcripts.cues(room.catalogue, FILM)
    assert number == 2
    assert (cues[1].lines, cues[1].span, cues[1].kept) == (tuple(lines), Span(4_350, 8_000), True)
    assert [cue for n, cue in enumerate(cues) if n != 1] == [CUES[0], CUES[2]]
    room.save(2, {2: "Nobody told us before the pilot began."})
    assert transcripts.cues(room.catalogue, FILM)[1].lines == tuple(lines)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"end_ms": 9_000}, "the caption after it comes at 8.35 s"),
        ({"start_ms": 3_000}, "the caption before it stays until 4.35 s"),
        ({"start_ms": 8_350}, "ends after it begins"),
        ({"lines": [" ", ""]}, "needs words"),
    ],
)
def test_times_and_lines_that_cannot_be_are_refused(room: Room, given: dict[str, object], told: str) -> None:
    wanted = drafts_captions.Wanted(2, **given)  # type: ignore[arg-type]
    with pytest.raises(Misuse, match=told):
        drafts_captions.put_right(room.catalogue, room.settings, room.film, wanted, by="Ada")
    assert transcripts.cues(room.catalogue, FILM) == CUES


def test_a_caption_that_breaks_a_rule_is_mended_and_its_words_stay(room: Room) -> None:
    before = drafts_captions.captions_of(room.catalogue, room.settings, room.film)
    assert "line_length" in {b.rule for b in before.breaches[1]}
    drafts_captions.mend(room.catalogue, room.settings, room.film, 2, by="Ada")
    after = drafts_captions.captions_of(room.catalogue, room.settings, room.film)
    assert len(after.lint.breaches) < len(before.lint.breaches)
    assert not [b for found in after.breaches.values() for b in found if b.rule == "line_length"]
    assert room.texts() == [segment.text for segment in HEARD.segments]
    assert amending_history.history(room.catalogue, room.film)[-1].revision.how == "caption at 0:04"


def test_a_caption_that_keeps_the_rules_or_does_not_exist_is_not_mended(room: Room) -> None:
    with pytest.raises(Refused, match="keeps every rule"):
        drafts_captions.mend(room.catalogue, room.settings, room.film, 3, by="Ada")
    with pytest.raises(UnknownName, match="no such caption"):
        drafts_captions.mend(room.catalogue, room.settings, room.film, 4, by="Ada")


def test_a_caption_changed_meanwhile_is_not_overwritten(room: Room) -> None:
    room.save(1, {2: "Nobody told us."}, by="Bea")
    wanted = drafts_captions.Wanted(2, ["So."])
    with pytest.raises(Refused, match="not revision 1 any more"):
        drafts_captions.put_right(room.catalogue, room.settings, room.film, wanted, by="Ada", revision=1)


# --- checked ----------------------------------------------------------------------------------------------------------


def test_checked_says_who_read_it_and_leaves_nothing_doubtful(room: Room) -> None:
    doubtful = transcript(("1", "We asked Siân about it."), probability=0.3)
    transcripts.put(room.catalogue, FILM, doubtful, CUES[:1], key="test")
    digest = room.film.spoken.digest if room.film.spoken else ""
    assert amending_review.review(room.catalogue, room.film).doubts
    number = drafts_checking.check(room.catalogue, room.settings, room.film, by="Ada")
    found = drafts_checking.checked(room.catalogue, room.film)
    assert found
    assert (found.by, found.revision, found.since) == ("Ada", number, 0)
    assert not amending_review.review(room.catalogue, room.film).doubts
    # the same words and captions: an approval of them holds
    assert room.film.spoken
    assert room.film.spoken.digest == digest


def test_what_others_change_after_a_check_is_told(room: Room) -> None:
    assert drafts_checking.checked(room.catalogue, room.film) is None
    drafts_checking.check(room.catalogue, room.settings, room.film, by="Ada")
    room.save(room.film.spoken.revision if room.film.spoken else 0, {0: "We asked about it."}, by="Bea")
    found = drafts_checking.checked(room.catalogue, room.film)
    assert found
    assert (found.by, found.since) == ("Ada", 1)
