"""A film at the desk: read, corrected, described, by forms alone and as the page's script does it."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mediakit.catalogue import assets, transcripts, vocabulary
from mediakit.desk import film_versions as versions
from mediakit.domain.asset import Enrolment
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.transcript import Change
from mediakit.editorial import drafts
from tests.desk.film_room import FILM, HEARD, Browser, FilmRoom, film_room
from tests.domain.said import transcript

RIGHT = "We asked Siân Prys-Howell about the last mile of it."


@pytest.fixture
def room(tmp_path: Path) -> FilmRoom:
    return film_room(tmp_path)


@pytest.fixture
def ada(room: FilmRoom) -> Browser:
    return Browser(room)


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["words", "review", "voices", "find", "captions", "about", "history", "redact"])
def test_every_view_of_a_film_opens_with_and_without_the_page_around_it(ada: Browser, view: str) -> None:
    whole, alone = ada.page(view=view), ada.page(view=view, pane=1)
    assert "<html" in whole
    assert "<html" not in alone
    assert re.search(r"<h2[ >]", alone)
    assert "style=" not in whole
    assert "<script>" not in whole


def test_words_stand_with_their_times_and_doubtful_ones_are_marked(tmp_path: Path) -> None:
    room = film_room(tmp_path, transcript(("1", "We asked Siân about it."), probability=0.3), [])
    shown = Browser(room).page(view="words", pane=1)
    assert 'data-starts="0,350,700,1050,1400"' in shown
    assert shown.count('class="doubt"') == 5
    assert "a name? heard with 30% certainty" in shown


def test_a_film_that_is_not_transcribed_says_so_and_still_opens(room: FilmRoom) -> None:
    with room.catalogue() as catalogue, catalogue.writing():
        catalogue.execute("DELETE FROM transcripts")
    shown = Browser(room).page()
    assert "It is not transcribed yet." in shown
    assert "Captions</a>" not in shown


def test_the_captions_of_the_player_are_those_that_are_published(ada: Browser) -> None:
    vtt = ada.client.get(f"/film/{FILM}/captions.vtt")
    assert vtt.headers["content-type"].startswith("text/vtt")
    assert "We asked shan press howl\nabout the last mile of it." in vtt.text


def test_a_film_nobody_knows_is_not_there(ada: Browser) -> None:
    assert ada.client.get("/film/" + "0" * 32).status_code == 404


def test_a_long_recording_comes_in_parts_and_the_first_page_stays_small(tmp_path: Path) -> None:
    sentences = [("1", "So we went on and asked them what it was like for them.")] * 2_500
    room = film_room(tmp_path, transcript(*sentences), [])
    browser = Browser(room)
    first, rest = browser.page(), browser.page(view="words", pane="rest")
    assert len(first.encode()) < 100_000
    assert first.count('class="said"') + rest.count('class="said"') == 2_500
    assert 'id="s150"' in browser.page(view="words", part=1)


# --- correcting -------------------------------------------------------------------------------------------------------


def test_a_sentence_is_corrected_by_a_form_alone(room: FilmRoom, ada: Browser) -> None:
    form = ada.page(view="words", sentence=0)
    assert re.search(r'<textarea[^>]*name="text-0"', form)
    answer = ada.send("/save", base=1, **{"text-0": RIGHT})
    assert answer.status_code == 200
    assert room.texts()[0] == RIGHT
    assert "version 2" in answer.text
    assert room.revisions()[-1] == (2, "Ada", "desk")


def test_words_need_the_name_of_who_corrects_them(room: FilmRoom, ada: Browser) -> None:
    ada.by = ""
    answer = ada.ask("/save", base=1, **{"text-0": RIGHT})
    assert (answer["status"], "name of a person" in answer["problem"]) == (400, True)
    assert room.texts() == [segment.text for segment in HEARD.segments]


def test_a_form_without_the_token_changes_nothing(room: FilmRoom, ada: Browser) -> None:
    assert ada.ask("/save", base=1, **{"text-0": RIGHT})["status"] == 200
    ada.token = "of another run"
    for path in ("/save", "/draft", "/check", "/about", "/revert"):
        answer = ada.client.post(f"/film/{FILM}{path}", data={"by": "Ada", "base": 1, "token": "x"})
        assert answer.status_code == 403


def test_what_was_typed_is_offered_again_after_the_desk_was_killed(room: FilmRoom, ada: Browser) -> None:
    assert ada.ask("/draft", base=1, **{"text-0": RIGHT})["sentences"] == 1
    assert room.texts()[0] != RIGHT
    # another run of the program, another key
    again = Browser(FilmRoom(room.workspace))
    assert again.ask("/draft", base=1, **{"text-2": "Nobody told us."})["sentences"] == 2
    assert "not saved yet" in again.page(view="words")
    kept = again.client.get(f"/film/{FILM}/draft").json()
    assert (kept["revision"], kept["texts"]["0"]) == (1, RIGHT)
    again.send("/draft/save", base=1)
    assert room.texts()[0] == RIGHT
    assert room.texts()[2] == "Nobody told us."
    assert "not saved yet" not in again.page(view="words")


def test_a_draft_is_thrown_away_on_demand(room: FilmRoom, ada: Browser) -> None:
    ada.ask("/draft", base=1, **{"text-0": RIGHT})
    ada.send("/draft/discard", base=1)
    with room.catalogue() as catalogue:
        assert drafts.of(catalogue, room.workspace, FILM) == []


def test_two_editors_of_different_sentences_both_keep_their_words(room: FilmRoom, ada: Browser) -> None:
    bea = Browser(room, "Bea")
    bea.ask("/save", base=1, **{"text-2": "Nobody told us before."})
    answer = ada.ask("/save", base=1, **{"text-0": RIGHT})
    assert "Bea saved meanwhile; the words of both are in it" in answer["said"]
    assert (room.texts()[0], room.texts()[2]) == (RIGHT, "Nobody told us before.")


def test_another_editors_words_are_not_overwritten_and_both_are_shown(room: FilmRoom, ada: Browser) -> None:
    Browser(room, "Bea").ask("/save", base=1, **{"text-0": "We asked Sian Price about the last mile of it."})
    refused = ada.ask("/save", base=1, **{"text-0": RIGHT})
    assert refused["status"] == 409
    assert refused["problem"].startswith("Bea changed the same words meanwhile.")
    assert (refused["clashes"][0]["yours"], refused["clashes"][0]["theirs"][:15]) == (RIGHT, "We asked Sian P")
    assert room.texts()[0].startswith("We asked Sian Price")


def test_a_clash_is_settled_by_forms_alone(room: FilmRoom, ada: Browser) -> None:
    Browser(room, "Bea").ask("/save", base=1, **{"text-0": "We asked Sian Price about the last mile of it."})
    shown = ada.send("/save", base=1, **{"text-0": RIGHT, "text-1": "Trust is built slowly."})
    assert shown.status_code == 409
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown.text))
    fields = {name: html.unescape(value) for name, value in fields.items() if name != "token"}
    assert fields["text-0"] == RIGHT
    ada.send("/settle", **fields, **{"keep-0": "mine"})
    assert room.texts()[0].startswith("We asked Sian Price")
    assert room.texts()[1] == "Trust is built slowly."
    ada.send("/draft/save", base=3)
    assert room.texts()[0] == RIGHT


def test_names_put_in_by_the_machine_are_accepted_or_put_back(tmp_path: Path) -> None:
    room = film_room(tmp_path, transcript(("1", "We asked Siân about Kaldewick.")), [])
    with room.catalogue() as catalogue:
        heard = transcripts.current(catalogue, FILM)
        assert heard
        changes = (
            Change(700, 1_000, "shan", "Siân", "sounds like it", 0.9),
            Change(1_400, 1_700, "wick", "Kaldewick.", "", 0.8),
        )
        said = type(heard)(**{f: getattr(heard, f) for f in heard.__slots__ if f != "changes"}, changes=changes)
        transcripts.put(catalogue, FILM, said, [], key="test")
    ada = Browser(room)
    assert ada.page(view="words").count('class="change"') == 2
    assert "heard as “shan”; sounds like it" in html.unescape(ada.page(view="words"))
    answer = ada.ask("/save", base=2, accept=1, undo=2)
    assert "1 accepted, 1 put back" in answer["said"]
    assert answer["command"].endswith("--accept 1 --undo 2 --by Ada")
    assert room.texts() == ["We asked Siân about wick"]
    assert ada.page(view="words").count('class="change"') == 0
    assert "Nothing is left to check." in ada.page(view="review")


def test_what_is_to_be_checked_is_decided_one_by_one_and_what_is_left_open_stays_so(tmp_path: Path) -> None:
    ada = Browser(film_room(tmp_path, transcript(("1", "We asked shan about wick again."), probability=0.3), []))
    shown = ada.page(view="review")
    last = max(int(number) for number in re.findall(r'name="accept" value="(\d+)"', shown))
    none = ada.ask("/review", revision=1)
    assert (none["status"], "nothing is decided yet" in none["problem"]) == (400, True)
    answer = ada.ask("/review", revision=1, **{"decide-1": "accept", "decide-2": "", f"decide-{last}": "accept"})
    assert "2 accepted: saved as version 2" in answer["said"]
    assert ada.page(view="review").count('name="accept"') == last - 2


def test_a_voice_is_named_from_the_people_list(room: FilmRoom, ada: Browser) -> None:
    assert "Siân Prys-Howell" in ada.page(view="voices")
    answer = ada.ask("/voice", voice="1", person="sian")
    assert "sian is not among its people" in answer["said"]
    assert shlex.split(answer["command"])[1:3] == ["transcript", "rename-speaker"]
    with room.catalogue() as catalogue:
        now = transcripts.current(catalogue, FILM)
    assert now
    assert [segment.speaker for segment in now.segments] == ["sian", "2", "sian"]
    assert "<b>Siân Prys-Howell</b>" in ada.page(view="words")


def test_replacing_shows_the_places_first_and_then_changes_them(room: FilmRoom, ada: Browser) -> None:
    before = ada.page(view="find", old="it", new="this")
    assert "2 places" in before
    assert room.revisions() == [(1, None, "process")]
    answer = ada.ask("/replace", revision=1, old="it", new="this", learn=1)
    assert "2 places changed" in answer["said"]
    assert answer["command"].startswith("mediakit transcript replace it this")
    assert room.texts()[1] == "Trust is built slowly and this is lost at once."
    with room.catalogue() as catalogue:
        assert [known.word for known in vocabulary.every(catalogue)] == ["this"]
    stale = ada.ask("/replace", revision=1, old="once", new="twice")
    assert (stale["status"], "not revision 1 any more" in stale["problem"]) == (409, True)


def test_undo_and_redo_go_through_what_was_saved(room: FilmRoom, ada: Browser) -> None:
    ada.ask("/save", base=1, **{"text-0": RIGHT})
    undo = re.search(r'data-undo>.*?name="revision" value="(\d+)"', ada.page(), re.DOTALL)
    assert undo
    ada.send("/revert", current=2, revision=undo[1], view="words")
    assert room.texts()[0] == HEARD.segments[0].text
    redo = re.search(r'data-redo>.*?name="revision" value="(\d+)"', ada.page(), re.DOTALL)
    assert redo
    ada.send("/revert", current=3, revision=redo[1], view="words")
    assert room.texts()[0] == RIGHT
    assert len(room.revisions()) == 4


def test_the_history_says_what_changed(ada: Browser) -> None:
    ada.ask("/save", base=1, **{"text-1": "Trust is built slowly and it goes at once."})
    shown = ada.page(view="history", first=1, second=2)
    assert "slowly and it <del>is lost</del> <ins>goes</ins> at once. Nobody told" in shown
    assert "2 changed" in shown


def test_earlier_versions_are_told_in_plain_words_at_the_clock_of_the_place(ada: Browser) -> None:
    ada.ask("/replace", revision=1, old="it", new="this")
    ada.ask("/caption", number=1, revision=2, lines="So.", since="0", until="4")
    ada.ask("/revert", current=3, revision=1)
    shown = ada.page(view="history")
    for line in ("written down by mediakit (scripted, script)", "Ada found and replaced words",
                 "Ada changed the caption at 0:00", "Ada went back to version 1"):  # fmt: skip
        assert line in shown
    assert "UTC" not in shown
    assert not [word for word in ("evision", "rename-speaker") if word in re.sub(r"<[^>]*>", "", shown)]
    assert versions.when("2026-07-01T21:30:00+00:00", "Europe/London") == "1 July 2026, 22:30"


# --- captions ---------------------------------------------------------------------------------------------------------


def test_a_broken_rule_is_told_beside_its_caption_and_mended_in_one_step(room: FilmRoom, ada: Browser) -> None:
    shown = ada.page(view="captions", only="broken")
    assert "a line of 47 characters, 37 at most" in shown
    answer = ada.ask("/caption", number=2, revision=1, mend=1)
    assert shlex.split(answer["command"])[1:] == ["captions", "set", "finished/C0001", "2", "--mend", "--by", "Ada"]
    assert "a line of 47 characters" not in ada.page(view="captions")
    assert room.texts() == [segment.text for segment in HEARD.segments]


def test_a_caption_written_by_hand_stays(room: FilmRoom, ada: Browser) -> None:
    lines = "- Trust is built slowly\r\nand it is lost at once."
    ada.send("/caption", number=2, revision=1, lines=lines, since="4.35", until="0:08.000")
    kept = room.cues()[1]
    assert (kept.lines, kept.span.end_ms, kept.kept) == (
        ("- Trust is built slowly", "and it is lost at once."),
        8_000,
        True,
    )
    assert "written by hand" in ada.page(view="captions")
    late = ada.ask("/caption", number=1, revision=1, lines="So.", since="0", until="4")
    assert (late["status"], room.cues()[0].lines[0]) == (409, "We asked shan press howl")


def test_checked_by_somebody_is_told_and_lapses_no_approval(room: FilmRoom, ada: Browser) -> None:
    assert "Nobody said yet" in ada.page()
    ada.send("/check", revision=1)
    assert "Checked by Ada" in ada.page()
    Browser(room, "Bea").ask("/save", base=room.revisions()[-1][0], **{"text-1": "Trust is built."})
    assert "changed by others 1 time since" in ada.page()


# --- about it ---------------------------------------------------------------------------------------------------------


def test_what_it_lacks_is_said_and_describing_it_is_the_command(room: FilmRoom, ada: Browser) -> None:
    assert "nobody said that they checked its captions" in ada.page(view="about")
    was = {"was-title": "", "was-caption": "", "was-people": "", "was-shot": ""}
    answer = ada.ask(
        "/about", **was, title="On trust = all", caption="", shot="interview", **{"people-asked": 1, "people": "sian"}
    )
    words = shlex.split(answer["command"])
    assert words[:3] == ["mediakit", "set", "finished/C0001"]
    assert set(words[3:]) == {"title=On trust = all", "shot=interview", "people=sian"}
    film = room.film()
    assert (film.title, film.people, film.shot) == ("On trust = all", ("sian",), "interview")


def test_a_title_changed_meanwhile_is_not_overwritten(room: FilmRoom, ada: Browser) -> None:
    ada.ask("/about", title="Ada's", **{"was-title": ""})
    refused = Browser(room, "Bea").ask("/about", title="Bea's", **{"was-title": ""})
    assert refused["status"] == 409
    assert refused["both"] == [{"field": "title", "theirs": "Ada's", "yours": "Bea's"}]
    assert room.film().title == "Ada's"
    # who changed nothing takes nothing back
    assert Browser(room, "Bea").ask("/about", title="", **{"was-title": ""})["status"] == 200
    assert room.film().title == "Ada's"


def test_the_poster_is_the_frame_that_was_chosen(room: FilmRoom, ada: Browser) -> None:
    answer = ada.ask("/poster", at="2.5")
    assert answer["command"] == "mediakit set finished/C0001 poster=0:02.5"
    assert room.film().poster_ms == 2_500
    assert "the film ends at" in ada.ask("/poster", at="9:00")["problem"]


def test_chapters_and_what_is_only_seen_are_written_and_are_the_command(room: FilmRoom, ada: Browser) -> None:
    was = {f"was-{key}": "" for key in ("chapters", "audio_description", "description_text")}
    answer = ada.ask(
        "/about",
        **was,
        chapters="0:00 Where we began\n0:02 The last mile",
        description_text="A room.\n\nShe sits.",
        **{"film-asked": 1, "described": "", "not-needed": "One person speaks"},
    )
    assert set(shlex.split(answer["command"])[3:]) == {
        "chapters=0:00 Where we began | 0:02 The last mile",
        "audio_description=not-needed: One person speaks",
        "description_text=A room.\n\nShe sits.",
    }
    shown = ada.page(view="about")
    assert "0:00 Where we began\n0:02 The last mile</textarea>" in shown
    assert 'value="One person speaks"' in shown
    # the one that was chosen is offered, wherever it is from, so that saving another field does not lose it
    with room.catalogue() as catalogue, catalogue.writing():
        assets.add(catalogue, Enrolment("e" * 32, Facts(Kind.AUDIO), Role.RUSH, "originals/lan/A001/AD.WAV", 9, "lan"))
        catalogue.execute(
            "UPDATE assets SET described_by = ?, description_not_needed = NULL WHERE id = ?", ["e" * 32, FILM]
        )
    assert f'<option value="{"e" * 32}" selected>' in ada.page(view="about")
    both = ada.ask("/about", chapters="", **{"film-asked": 1, "described": FILM, "not-needed": "One person speaks"})
    assert "needs no reason" in both["problem"]
    assert room.film().described_by == "e" * 32


def test_a_stretch_is_redacted_and_taken_back(room: FilmRoom, ada: Browser) -> None:
    answer = ada.ask("/redact", since="0.7", until="1.7", reason="a name")
    assert "1 stretch redacted" in answer["said"]
    assert "[redacted]" in room.texts()[0]
    assert "shan" not in ada.page(view="words")
    number = re.search(r'name="number" value="(\d+)"', ada.page(view="redact"))
    assert number
    ada.send("/redact/back", number=number[1])
    assert room.texts()[0] == HEARD.segments[0].text


def test_a_film_says_nothing_to_another_site(room: FilmRoom, ada: Browser) -> None:
    stranger = TestClient(ada.client.app, base_url="http://127.0.0.1:8150")
    assert stranger.get(f"/film/{FILM}").status_code == 403
    answer = ada.client.post(
        f"/film/{FILM}/save",
        data={"token": ada.token, "by": "Eve", "base": 1},
        headers={"Origin": "http://evil.example"},
    )
    assert answer.status_code == 403
