"""Corrections that come back: from Word, from a caption editor, as text and as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx as python_docx
import pysubs2
import pytest

from mediakit.catalogue import assets, redactions, transcripts, vocabulary
from mediakit.domain.draft import Draft, Paragraph, Row
from mediakit.domain.errors import Refused
from mediakit.domain.span import Span
from mediakit.domain.workspace import Settings
from mediakit.editorial import importing
from tests.cli.conftest import Library, Run
from tests.cli.corrected import HEARD, HEARD_CUES, SENTENCES, Desk, rewritten, transcribed
from tests.domain.said import texts, transcript, words


@pytest.fixture
def desk(library: Library, run: Run) -> Desk:
    return transcribed(library, run)


# --- Word -------------------------------------------------------------------------------------------------------------


def test_a_word_file_goes_out_with_title_revision_and_a_paragraph_for_each_turn(desk: Desk) -> None:
    opened = python_docx.Document(str(desk.out("docx")))
    title, facts, note, *turns = [p.text for p in opened.paragraphs]
    assert (title, opened.core_properties.title) == ("Opening <words> & trust",) * 2
    assert facts == "finished/C0001, 13 May 2026, 0:14 long, revision 1"
    assert "Correct the words" in note
    assert turns == [
        "[0:00] Adébáyò Fálàdé: We asked shan press howl about the last mile of it.",
        "[0:04] Speaker 2: Trust is built slowly and it is lost at once.",
        "[0:08] Adébáyò Fálàdé: Nobody told us so before the pilot began in the spring.",
    ]


def test_words_the_recogniser_was_unsure_of_are_marked(desk: Desk) -> None:
    with desk.library.catalogue() as catalogue:
        transcripts.put(catalogue, desk.library.film, transcript(*SENTENCES[:1], probability=0.3), [], key="again")
    opened = python_docx.Document(str(desk.out("docx")))
    assert {r.style.name for r in opened.paragraphs[3].runs[1:]} == {"Mediakit Doubtful"}


def test_a_word_file_edited_in_another_program_comes_back_whole(desk: Desk) -> None:
    path = desk.out("docx")
    opened = python_docx.Document(str(path))
    first, second, third = opened.paragraphs[3:]
    first.runs[1].text = "We asked Siân"
    first.add_run(" Prys-Howell about the last ").bold = True
    first.add_run("mile of it.")
    second.runs[0].text = "[0:04] sian: "
    third.runs[1].text = "Nobody told us before the pilot began, not even in the spring."
    opened.save(str(path))
    shown = desk.run("transcript", "import", desk.library.film, path, "--dry-run")
    assert "- We asked [shan press howl] about the last mile of" in shown.out
    assert "+ We asked [Siân Prys-Howell] about the last mile of" in shown.out
    assert "speaker: Speaker 2 → Siân Prys-Howell" in shown.out
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert desk.history() == [(1, None, "process")]
    ran = desk.back(path)
    assert ran.status == 0
    assert "stored as revision 2, by Ada" in ran.out
    now = desk.now()
    assert texts(now) == [
        ("adebayo", "We asked Siân Prys-Howell about the last mile of it."),
        ("sian", "Trust is built slowly and it is lost at once."),
        ("adebayo", "Nobody told us before the pilot began, not even in the spring."),
    ]
    assert [(c.heard, c.written, c.by) for c in now.changes] == [
        ("shan press howl", "Siân Prys-Howell", "Ada"), ("so", "", "Ada"), ("began", "began, not even", "Ada"),
    ]  # fmt: skip
    kept = {(w.start_ms, w.end_ms) for w in words(HEARD)}
    assert all((w.start_ms, w.end_ms) in kept for w in words(now) if w.probability < 1)
    assert desk.history()[1] == (2, "Ada", "import film.docx")
    assert "Siân Prys-Howell" in " ".join(line for cue in desk.cues() for line in cue.lines)
    assert "nothing differs from revision 2" in desk.back(desk.out("docx")).out


def test_tracked_changes_are_taken_as_accepted_and_comments_left_out(desk: Desk) -> None:
    path = desk.out("docx")
    opened = python_docx.Document(str(path))
    second = opened.paragraphs[4]
    for tag, text in (("del", "Trust is"), ("ins", "Trust was")):
        piece = second.runs[1]._r.makeelement(_w(tag), {})
        run = piece.makeelement(_w("r"), {})
        words_in = run.makeelement(_w("delText" if tag == "del" else "t"), {_XML_SPACE: "preserve"})
        words_in.text = text
        run.append(words_in)
        piece.append(run)
        second.runs[1]._r.addprevious(piece)
    second.runs[1].text = " built slowly and it is lost at once."
    opened.add_comment(second.runs[1], "really?", author="Bo")
    opened.add_table(1, 1).cell(0, 0).text = "left out"
    opened.save(str(path))
    ran = desk.back(path)
    assert texts(desk.now())[1] == ("2", "Trust was built slowly and it is lost at once.")
    assert "note: 1 comment left out" in ran.out
    assert "note: 1 table left out" in ran.out
    assert "note: 2 tracked changes taken as accepted" in ran.out


_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _w(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}"


# --- captions ---------------------------------------------------------------------------------------------------------


def test_captions_from_a_caption_editor_stay_line_by_line_and_teach_the_words(desk: Desk) -> None:
    path = rewritten(
        desk.out("srt"),
        ("shan press howl\nabout the last mile of it.", "Siân Prys-Howell about\nthe last mile of it."),
        ("00:00:07,700", "00:00:07,400"),
    )
    ran = desk.back(path)
    assert "1 change and 2 captions stored as revision 2" in ran.out
    assert [(c.span, c.lines, c.speaker, c.kept) for c in desk.cues()] == [
        (Span(0, 3_500), ("We asked Siân Prys-Howell about", "the last mile of it."), "adebayo", True),
        (Span(4_350, 7_400), HEARD_CUES[1].lines, "2", True),
        (Span(8_350, 12_200), HEARD_CUES[2].lines, "adebayo", True),
    ]
    now = desk.now()
    assert texts(now)[0] == ("adebayo", "We asked Siân Prys-Howell about the last mile of it.")
    assert texts(now)[1:] == texts(HEARD)[1:]
    assert words(now)[-11:] == words(HEARD)[-11:]


def test_only_other_lines_make_a_revision_too(desk: Desk) -> None:
    path = rewritten(desk.out("vtt"), ("told us so before\nthe pilot", "told us so\nbefore the pilot"))
    assert "1 caption stored as revision 2" in desk.back(path).out
    assert desk.now() == HEARD
    assert desk.cues()[2].lines == ("- Nobody told us so", "before the pilot began in the spring.")


def test_words_lie_in_the_caption_they_stand_in(desk: Desk) -> None:
    path = desk.out("srt")
    path.write_text(path.read_text("utf-8") + "\n4\n00:00:13,000 --> 00:00:14,000\nThank you all.\n", "utf-8")
    desk.back(path)
    last = desk.now().segments[-1]
    assert last.text == "Thank you all."
    assert 13_000 <= last.start_ms <= last.end_ms <= 14_000


def test_captions_far_from_where_their_words_were_heard_are_told_and_believed(desk: Desk) -> None:
    path = rewritten(desk.out("srt"), ("00:00:08,350 --> 00:00:12,200", "00:00:11,000 --> 00:00:14,000"))
    ran = desk.back(path)
    assert "1 caption stands more than 1.5 s from where the words were heard: line 12" in ran.out
    assert 11_000 <= desk.now().segments[2].start_ms <= 14_000


def test_a_timed_text_file_comes_back_with_its_speakers(desk: Desk) -> None:
    path = rewritten(desk.out("ttml"), ("shan press howl", "Siân Prys-Howell"), ("lost at once", "gone at once"))
    assert desk.back(path).status == 0
    assert [text for _, text in texts(desk.now())[:2]] == [
        "We asked Siân Prys-Howell about the last mile of it.",
        "Trust is built slowly and it is gone at once.",
    ]
    assert [(c.lines[0], c.speaker) for c in desk.cues()] == [
        ("We asked Siân Prys-Howell", "adebayo"),
        ("- Trust is built slowly", "2"),
        ("- Nobody told us so before", "adebayo"),
    ]


def test_a_caption_that_names_its_speaker_in_capitals_says_who_speaks(desk: Desk) -> None:
    path = rewritten(desk.out("srt"), ("- Trust is built", "SIÂN PRYS-HOWELL: Trust is built"))
    assert desk.back(path).status == 0
    assert texts(desk.now())[1] == ("sian", SENTENCES[1][1])
    assert desk.cues()[1].lines[0] == "SIÂN PRYS-HOWELL: Trust is built slowly"


# --- text and JSON ----------------------------------------------------------------------------------------------------


def test_text_with_names_or_as_plain_paragraphs_comes_back(desk: Desk) -> None:
    path = rewritten(desk.out("txt"), ("shan press howl", "Siân Prys-Howell"))
    assert desk.back(path).status == 0
    plain = Path("plain.txt")
    plain.write_text("\n\n".join(text.replace("once", "dawn") for _, text in texts(desk.now())), "utf-8-sig")
    assert desk.back(plain).status == 0
    assert texts(desk.now()) == [
        ("adebayo", "We asked Siân Prys-Howell about the last mile of it."),
        ("2", "Trust is built slowly and it is lost at dawn."),
        SENTENCES[2],
    ]


def test_text_broken_into_short_lines_is_the_same_text(desk: Desk) -> None:
    path = Path("wrapped.txt")
    path.write_text("\r\n\r\n".join(re.sub(r"(\w+ \w+) ", "\\1\r\n", text) for _, text in SENTENCES), "utf-8")
    assert "nothing differs" in desk.back(path).out


def test_json_comes_back_whether_text_or_words_were_changed(desk: Desk) -> None:
    path = rewritten(desk.out("json"), ('"text": "shan"', '"text": "Siân"'))
    assert desk.back(path).status == 0
    assert texts(desk.now())[0][1].startswith("We asked Siân press howl")
    path = rewritten(desk.out("json"), ("We asked Siân press howl", "We asked Siân Prys-Howell"))
    assert desk.back(path).status == 0
    assert texts(desk.now())[0][1].startswith("We asked Siân Prys-Howell about")


@pytest.mark.parametrize("form", ["docx", "txt", "vtt", "srt", "ttml", "json"])
def test_an_unchanged_file_stores_nothing_and_says_so(desk: Desk, form: str) -> None:
    ran = desk.back(desk.out(form))
    assert (ran.status, ran.out) == (0, "nothing differs from revision 1; nothing stored\n")
    assert len(desk.history()) == 1


# --- who speaks, what is learnt ---------------------------------------------------------------------------------------


def test_a_name_that_nobody_on_the_people_list_has_is_refused_with_those_near(desk: Desk) -> None:
    ran = desk.back(rewritten(desk.out("txt"), ("Speaker 2:", "Sian Pryce Howell:")))
    assert (ran.status, ran.out) == (2, "")
    assert "line 3: nobody on the people list has that name: Sian Pryce Howell (did you mean sian?" in ran.err
    assert "people add" in ran.err
    assert desk.now() == HEARD


def test_an_alias_and_a_number_are_names_and_a_sentence_with_a_colon_is_none(desk: Desk) -> None:
    assert desk.back(rewritten(desk.out("txt"), ("Speaker 2:", "Speaker 7:"))).status == 0
    assert texts(desk.now())[1] == ("7", SENTENCES[1][1])
    path = rewritten(desk.out("txt"), ("Speaker 7: Trust is", "Bayo: One thing: trust is"))
    assert desk.back(path).status == 0
    assert texts(desk.now())[1] == ("adebayo", "One thing: trust is built slowly and it is lost at once.")


def test_a_name_that_was_corrected_is_offered_and_learnt_on_request(desk: Desk) -> None:
    path = rewritten(desk.out("txt"), ("shan press howl", "Niamh Okonjo"), ("the pilot", "the PROM pilot"))
    assert "mediakit vocabulary add 'Niamh Okonjo' --heard-as 'shan press howl'" in desk.back(path).out
    desk.back(rewritten(desk.out("txt"), ("Niamh Okonjo", "Aoife Okonjo")), "--learn")
    with desk.library.catalogue() as catalogue:
        learnt = {w.word: (w.heard_as, w.by) for w in vocabulary.every(catalogue)}
    assert learnt == {"Aoife": (("Niamh",), "Ada")}


def test_json_says_what_changed_and_what_is_learnt(desk: Desk) -> None:
    path = rewritten(desk.out("txt"), ("shan press howl", "Niamh Okonjo"))
    document = json.loads(desk.run("transcript", "import", desk.library.film, path, "--json").out)
    heard = words(HEARD)
    assert document["changes"] == [
        {"start": heard[2].start_ms / 1000, "end": heard[4].end_ms / 1000,
         "before": "shan press howl", "after": "Niamh Okonjo"}
    ]  # fmt: skip
    assert document["learnt"] == [{"word": "Niamh Okonjo", "heard_as": "shan press howl"}]
    assert (document["asset"], document["revision"], document["stored"]) == (desk.library.film, 1, False)
    assert json.loads(desk.back(path, "--json").out)["revision"] == 2


# --- more than one person ---------------------------------------------------------------------------------------------


def test_a_file_of_an_older_revision_is_joined_with_what_was_changed_since(desk: Desk) -> None:
    older = desk.out("docx")
    opened = python_docx.Document(str(older))
    opened.paragraphs[4].runs[1].text = "Trust is built slowly and it is gone at once."
    opened.save("older.docx")
    desk.back(rewritten(desk.out("txt"), ("shan press howl", "Siân Prys-Howell")))
    assert desk.back(Path("older.docx")).status == 0
    assert [text for _, text in texts(desk.now())[:2]] == [
        "We asked Siân Prys-Howell about the last mile of it.",
        "Trust is built slowly and it is gone at once.",
    ]
    assert [c.written for c in desk.now().changes] == ["Siân Prys-Howell", "gone"]


def test_the_same_words_changed_by_both_are_refused_and_listed(desk: Desk) -> None:
    opened = python_docx.Document(str(desk.out("docx")))
    opened.paragraphs[3].runs[1].text = "We asked Sean about the last mile of it."
    opened.save("older.docx")
    desk.back(rewritten(desk.out("txt"), ("shan press howl", "Siân Prys-Howell")))
    ran = desk.back(Path("older.docx"))
    assert ran.status == 2
    assert "0:00: “shan press howl” is “Sean” in the file, “Siân Prys-Howell” in revision 2" in ran.err
    assert len(desk.history()) == 2


def test_a_caption_file_of_an_older_revision_has_the_words_of_since_then_in_its_lines(desk: Desk) -> None:
    path = rewritten(desk.out("srt"), ("lost at once", "gone at once"))
    desk.back(rewritten(desk.out("txt"), ("shan press howl", "Siân Prys-Howell")))
    refused = desk.back(path)
    assert refused.status == 2
    assert "“Siân Prys-Howell” would be “shan press howl” again (Ada corrected it)" in refused.err
    assert desk.back(path, "--from-revision", "1").status == 0
    assert desk.cues()[0].lines == ("We asked Siân Prys-Howell", "about the last mile of it.")
    assert desk.cues()[1].lines == ("- Trust is built slowly", "and it is gone at once.")


def test_a_revision_stored_meanwhile_is_not_written_over(desk: Desk) -> None:
    settings = Settings()
    with desk.library.catalogue() as catalogue:
        asset = assets.one(catalogue, desk.library.film)
        rows = [Paragraph(n, (Row(text.replace("once", "dawn")),)) for n, (_, text) in enumerate(SENTENCES, 1)]
        page = Draft("txt", tuple(rows))
        ours, theirs = (
            importing.propose(catalogue, settings, asset, page, by=who, where="the page", how="corrected")
            for who in ("Ada", "Bo")
        )
        assert importing.save(catalogue, settings, theirs) == 2
        with pytest.raises(Refused, match="revision 2 was stored meanwhile by Bo"):
            importing.save(catalogue, settings, ours)
    assert desk.history() == [(1, None, "process"), (2, "Bo", "corrected")]


def test_without_a_name_it_is_who_is_logged_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "okafor")
    path = rewritten(desk.out("txt"), ("at once", "at dawn"))
    assert desk.run("transcript", "import", desk.library.film, path, "--yes").status == 0
    assert desk.history()[1][1] == "okafor"


def test_what_show_prints_comes_back_too(desk: Desk) -> None:
    path = Path("shown.txt")
    path.write_text(desk.run("transcript", "show", desk.library.film).out.replace("at once", "at dawn"), "utf-8")
    ran = desk.back(path)
    assert "note: line 1 stands before the first time and is left out" in ran.out
    assert "1 change stored" in ran.out


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_captions_saved_by_another_program_come_back(desk: Desk, form: str) -> None:
    path = desk.out(form)
    edited = pysubs2.load(str(path))
    edited[1].text = edited[1].text.replace("once", "dawn")
    edited[2].start = 8_200
    edited.save(str(path))
    assert desk.back(path).status == 0
    assert texts(desk.now())[1] == ("2", "Trust is built slowly and it is lost at dawn.")
    assert [c.span.start_ms for c in desk.cues()] == [0, 4_350, 8_200]
    assert desk.cues()[1].lines == ("- Trust is built slowly", "and it is lost at dawn.")


def test_what_is_redacted_stays_so_and_can_still_be_taken_back(desk: Desk) -> None:
    hidden = Span(HEARD.segments[0].words[2].start_ms, HEARD.segments[0].words[4].end_ms)
    with desk.library.catalogue() as catalogue, catalogue.writing():
        redactions.add(catalogue, desk.library.film, [hidden], reason="asked for", by="Ada")
        transcripts.refresh(catalogue, desk.library.film)
    path = desk.out("docx")
    opened = python_docx.Document(str(path))
    assert opened.paragraphs[3].text.endswith("We asked [redacted] about the last mile of it.")
    opened.paragraphs[3].runs[-1].text = "We asked [redacted] about the very last mile of it."
    opened.save(str(path))
    assert desk.back(path).status == 0
    assert desk.now().segments[0].text == "We asked [redacted] about the very last mile of it."
    with desk.library.catalogue() as catalogue, catalogue.writing():
        redactions.remove(catalogue, desk.library.film, 1)
    assert desk.now().segments[0].text == "We asked shan press howl about the very last mile of it."


def test_words_written_over_a_redaction_are_said_to_stay_hidden(desk: Desk) -> None:
    hidden = Span(HEARD.segments[0].words[2].start_ms, HEARD.segments[0].words[4].end_ms)
    path = desk.out("docx")
    with desk.library.catalogue() as catalogue, catalogue.writing():
        redactions.add(catalogue, desk.library.film, [hidden], reason="asked for", by="Ada")
        transcripts.refresh(catalogue, desk.library.film)
    done = desk.back(path)
    assert done.status == 0
    assert "redacted, and stays so whatever is written there" in done.out + done.err
    assert "[redacted]" in desk.now().segments[0].text
