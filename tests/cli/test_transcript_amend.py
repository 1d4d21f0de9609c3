"""`transcript review`, `replace`, `history`, `diff`, `revert`, `rename-speaker`: corrections on the spot."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mediakit.catalogue import approvals, assets, search, transcripts, vocabulary
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.errors import Refused
from mediakit.domain.rewording import Wanted
from mediakit.domain.span import Span
from mediakit.domain.transcript import Change, Segment, Transcript, Word
from mediakit.domain.workspace import Settings
from mediakit.editorial import amending, amending_review
from tests.cli.conftest import Library, Run

LINES = (("1", 0, "We met called a wick there."), ("2", 4_000, "And Prys said Howells is right."))


def transcript() -> Transcript:
    """Two voices; the pass over names changed one word, and three words are doubtful."""
    unsure = {"Prys": 0.2, "right.": 0.3, "there.": 0.4}
    segments = []
    for voice, start_ms, text in LINES:
        words = tuple(
            Word(w, start_ms + 500 * i, start_ms + 500 * (i + 1), unsure.get(w, 0.9))
            for i, w in enumerate(text.split())
        )
        segments.append(Segment(start_ms, words[-1].end_ms, text, words, voice))
    change = Change(5_500, 6_000, "how else", "Howells", "sounds like Howells, on the people list", 0.81)
    return Transcript("en", 0.99, "scripted", "script", 9_000, tuple(segments), (change,))


@pytest.fixture
def film(library: Library) -> Library:
    """The library whose film holds that transcript, as revision 2."""
    with library.catalogue() as catalogue:
        cues = [StoredCue(Span(s.start_ms, s.end_ms), (s.text,), s.speaker) for s in transcript().segments]
        transcripts.put(catalogue, library.film, transcript(), cues, key="test")
    return library


def text(film: Library) -> str:
    with film.catalogue() as catalogue:
        found = transcripts.current(catalogue, film.film)
        assert found
        return found.text


def captions(film: Library) -> str:
    with film.catalogue() as catalogue:
        return " | ".join("/".join(cue.lines) for cue in transcripts.cues(catalogue, film.film))


def revision(film: Library) -> int:
    with film.catalogue() as catalogue:
        spoken = assets.one(catalogue, film.film).spoken
        assert spoken
        return spoken.revision


# --- review -----------------------------------------------------------------------------------------------------------


def test_review_lists_what_was_changed_and_what_is_doubtful_names_first(film: Library, run: Run) -> None:
    shown = json.loads(run("transcript", "review", "--json").out)
    assert [d["asset"] for d in shown] == [film.film]
    assert shown[0]["changes"] == [
        {
            "number": 1, "start": 5.5, "end": 6.0, "heard": "how else", "written": "Howells", "by": None,
            "reason": "sounds like Howells, on the people list", "score": 0.81, "at": shown[0]["changes"][0]["at"],
        }
    ]  # fmt: skip
    assert [(d["number"], d["text"], d["name"]) for d in shown[0]["doubtful"]] == [
        (2, "Prys", True), (3, "there.", False), (4, "right.", False)
    ]  # fmt: skip
    out = run("transcript", "review", film.film, "--limit", "1").out
    assert "“how else” → “Howells”" in out
    assert "And [Prys] said" in out
    assert "and 2 more doubtful words" in out


def test_accepting_and_undoing_make_one_revision_and_stay(film: Library, run: Run) -> None:
    done = json.loads(run("transcript", "review", film.film, "--undo", 1, "--accept", 2, "--by", "Ada", "--json").out)
    assert done == {"asset": film.film, "revision": 3, "accepted": [2], "undone": [1]}
    assert text(film) == "We met called a wick there. And Prys said how else is right."
    again = json.loads(run("transcript", "review", film.film, "--json").out)[0]
    assert [(c["heard"], c["written"], c["by"]) for c in again["changes"]] == [
        ("Prys", "Prys", "Ada"), ("how else", "how else", "Ada")
    ]  # fmt: skip
    assert [d["text"] for d in again["doubtful"]] == ["there.", "right."]
    ran = run("transcript", "review", film.film, "--accept", "all")
    assert (ran.status, revision(film)) == (1, 3)
    assert "nothing left to accept" in ran.err


@pytest.mark.parametrize(
    "words",
    [("--accept", 9), ("--undo", 2), ("--accept", 1, "--undo", 1), ("--accept", "x"), ("--accept", 1, "--revision", 1),
     ("--accept", 1, "--by", " ")],
)  # fmt: skip
def test_a_wrong_number_or_revision_changes_nothing(film: Library, run: Run, words: tuple[object, ...]) -> None:
    ran = run("transcript", "review", film.film, *words)
    assert ran.status in (1, 2)
    assert ran.out == ""
    assert len(ran.err.splitlines()) <= 4
    assert revision(film) == 2


def test_a_revision_that_somebody_saved_meanwhile_is_not_written_over(film: Library) -> None:
    with film.catalogue() as catalogue:
        asset = assets.one(catalogue, film.film)
        shown = amending_review.review(catalogue, asset)
        drafts = amending.replacing(catalogue, Settings(), [asset], Wanted("met"), "saw", by="Ada")
        transcripts.put(catalogue, film.film, transcript(), [], key="test", by="Bo", how="replace")
        with pytest.raises(Refused, match="not revision 2 any more, but 3"):
            amending.save(catalogue, Settings(), drafts, by="Ada", how="replace")
        with pytest.raises(Refused):
            amending_review.settle(catalogue, Settings(), shown, accept=[1], undo=[], by="Ada")
    assert revision(film) == 3


# --- replace ----------------------------------------------------------------------------------------------------------


def test_a_phrase_is_replaced_in_words_captions_and_search(film: Library, run: Run) -> None:
    with film.catalogue() as catalogue:
        approvals.put(catalogue, [assets.one(catalogue, film.film)], by="Ada")
    dry = run("transcript", "replace", "called a wick", "Kaldewick", film.film, "--dry-run")
    assert "We met [called a wick → Kaldewick] there." in dry.out
    assert revision(film) == 2
    done = run("transcript", "replace", "Called a wick", "Kaldewick", film.film, "--by", "Ada")
    assert "the approval of 1 lapsed" in done.out
    assert "mediakit vocabulary add" in done.out
    assert text(film).startswith("We met Kaldewick there.")
    assert "called" not in captions(film)
    with film.catalogue() as catalogue:
        assert search.find(catalogue, "Kaldewick")[0] == 1
        assert search.find(catalogue, "wick")[0] == 0
        assert assets.one(catalogue, film.film).lapsed_because == "captions changed"
    changes = json.loads(run("transcript", "review", film.film, "--json").out)[0]["changes"]
    assert [(c["heard"], c["written"], c["by"]) for c in changes][:1] == [("called a wick", "Kaldewick", "Ada")]


def test_everywhere_has_to_be_said_and_words_can_be_learnt(film: Library, run: Run) -> None:
    assert run("transcript", "replace", "wick", "week").status == 2
    assert run("transcript", "replace", "wick", "week", film.film, "--everywhere").status == 2
    assert run("transcript", "replace", "wick", " ", "--everywhere").status == 2
    assert run("transcript", "replace", "wick", "wick", "--everywhere").status == 2
    assert run("transcript", "replace", "wick", "week", film.room).status == 1
    assert revision(film) == 2
    document = json.loads(run("transcript", "replace", "wick", "week", "--everywhere", "--learn", "--json").out)
    assert (document["hits"], document["written"], document["learnt"]) == (1, True, True)
    assert [(a["asset"], a["revision"]) for a in document["assets"]] == [(film.film, 3)]
    assert [h["written"] for h in document["assets"][0]["hits"]] == ["week"]
    with film.catalogue() as catalogue:
        assert [(w.word, w.heard_as) for w in vocabulary.every(catalogue)] == [("week", ("wick",))]
    nowhere = run("transcript", "replace", "nothing of it", "week", "--everywhere")
    assert (nowhere.status, revision(film)) == (0, 3)


def test_a_persons_captions_keep_their_lines(film: Library, run: Run) -> None:
    with film.catalogue() as catalogue:
        cues = [StoredCue(Span(0, 2_500), ("We met", "called a wick there."), "1", kept=True)]
        transcripts.put(catalogue, film.film, transcript(), cues, key="test", by="Bo")
    run("transcript", "replace", "called a wick", "Kaldewick", film.film)
    assert captions(film) == "We met/Kaldewick there."
    run("transcript", "rename-speaker", film.film, "1", "sian")
    with film.catalogue() as catalogue:
        cue = transcripts.cues(catalogue, film.film)[0]
        assert (cue.kept, cue.speaker, cue.lines) == (True, "sian", ("We met", "Kaldewick there."))


# --- history ----------------------------------------------------------------------------------------------------------


def test_history_diff_and_the_way_back(film: Library, run: Run) -> None:
    before = captions(film)
    run("transcript", "replace", "called a wick", "Kaldewick", film.film, "--by", "Ada")
    found = json.loads(run("transcript", "history", film.film, "--json").out)["revisions"]
    assert [(r["revision"], r["current"], r["by"], r["changed"]) for r in found][1:] == [
        (2, False, None, found[1]["changed"]), (3, True, "Ada", 3)
    ]  # fmt: skip
    # not the words: they may be redacted later
    assert found[2]["how"] == "replace"
    assert "* 3" in run("transcript", "history", film.film).out.replace("  ", " ")
    diff = json.loads(run("transcript", "diff", film.film, "--json").out)
    assert (diff["first"], diff["second"]) == (2, 3)
    assert diff["differences"] == [{"start": 1.0, "end": 2.5, "before": "called a wick", "after": "Kaldewick"}]
    assert "“called a wick” → “Kaldewick”" in run("transcript", "diff", film.film, 2, 3).out
    assert json.loads(run("transcript", "revert", film.film, 2, "--json").out)["revision"] == 4
    assert (text(film), captions(film)) == (transcript().text, before)
    assert "the same words" in run("transcript", "diff", film.film, 2, 4).out
    with film.catalogue() as catalogue:
        assert assets.one(catalogue, film.film).spoken.by is not None  # type: ignore[union-attr]


@pytest.mark.parametrize("number", [2, 9, -1])
def test_a_revision_that_is_current_or_not_there_is_refused(film: Library, run: Run, number: int) -> None:
    ran = run("transcript", "revert", film.film, "--", number)
    assert (ran.status, ran.out, revision(film)) == (2, "", 2)
    assert run("transcript", "revert", film.room, 1).status == 1


# --- voices -----------------------------------------------------------------------------------------------------------


def test_a_voice_gets_its_name_and_is_told_what_is_left(film: Library, run: Run) -> None:
    done = json.loads(run("transcript", "rename-speaker", film.film, "1", "Siân Prys-Howell", "--json").out)
    assert (done["voice"], done["person"], done["seconds"], done["revision"]) == ("1", "sian", 3.0, 3)
    assert "people=adebayo,sian" in done["left"][0]
    assert "mediakit consent record sian" in done["left"][1]
    run("people", "list")
    run("consent", "record", "sian", "--channel", "web", "--by", "Ada")
    run("set", film.film, "people=adebayo,sian")
    assert json.loads(run("transcript", "rename-speaker", film.film, "sian", "Speaker 7", "--json").out)["left"] == []
    assert json.loads(run("transcript", "rename-speaker", film.film, "7", "sian", "--json").out)["left"] == []
    vtt = run("transcript", "export", film.film, "--format", "vtt").out
    assert "<v Siân Prys-Howell>" in vtt
    with film.catalogue() as catalogue:
        assert search.find(catalogue, "wick")[1][0].speaker == "sian"
    run("transcript", "rename-speaker", film.film, "sian", "--", "-")
    assert "Siân" not in run("transcript", "export", film.film, "--format", "vtt").out


def test_a_stretch_is_cut_between_words(film: Library, run: Run) -> None:
    run("transcript", "rename-speaker", film.film, "2", "adebayo", "--from", "5.2", "--to", "0:06.7")
    with film.catalogue() as catalogue:
        found = transcripts.current(catalogue, film.film)
    assert found
    assert [(s.speaker, s.text) for s in found.segments] == [
        ("1", "We met called a wick there."), ("2", "And Prys"), ("adebayo", "said Howells is"), ("2", "right.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("3", "sian"), 2), (("1", "nobody-known"), 2), (("1", "Speaker 1"), 2), (("1", "1"), 2),
        (("1", "sian", "--from", "8"), 1), (("1", "sian", "--from", "3", "--to", "2"), 2),
        (("1", "sian", "--from", "soon"), 2),
    ],
)  # fmt: skip
def test_a_voice_or_person_that_is_not_there_changes_nothing(
    film: Library, run: Run, words: tuple[str, ...], status: int
) -> None:
    ran = run("transcript", "rename-speaker", film.film, *words)
    assert (ran.status, ran.out, revision(film)) == (status, "", 2)


def test_a_photo_or_an_unknown_asset_is_one_line(film: Library, run: Run) -> None:
    for command in (("history",), ("diff",), ("review",), ("rename-speaker",)):
        more = ("1", "sian") if command == ("rename-speaker",) else ()
        assert run("transcript", *command, film.room, *more).status == 1
        assert run("transcript", *command, "A9/C9999", *more).status == 2


def test_words_replaced_twice_can_still_be_undone_to_what_was_heard(film: Library, run: Run) -> None:
    run("transcript", "replace", "called a wick", "Calder", film.film)
    run("transcript", "replace", "Calder", "Kaldewick", film.film)
    run("transcript", "review", film.film, "--undo", 1)
    assert text(film) == replace(transcript()).text
