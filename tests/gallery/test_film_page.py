"""The page of a film or recording: chapters, what can be taken along, shared, embedded."""

from __future__ import annotations

import json
from dataclasses import replace

from mediakit.domain.facts import Kind, Role
from mediakit.domain.workspace import Workspace
from tests.gallery.conftest import Shoot

HERE = "https://example.org/gallery/"


def with_settings(shoot: Shoot, **values: object) -> None:
    shoot.workspace = Workspace(shoot.workspace.root, replace(shoot.workspace.settings, **values))  # type: ignore[arg-type]


def page(shoot: Shoot, folder: str) -> str:
    return (shoot.site / folder / "index.html").read_text("utf-8")


def write(shoot: Shoot, asset: str, field: str, value: str) -> None:
    shoot.catalogue.execute(f"UPDATE assets SET {field} = ? WHERE id = ?", [value, asset])


def test_chapters_that_a_person_set_are_links_a_track_and_headings(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    write(shoot, film, "chapters", "0:00 Where we began | 0:07.5 What <happens>")
    shoot.approve()
    shoot.build()
    html = page(shoot, "videos/trust")
    assert '<a href="#t=7.5" data-start="7.5" data-end="12">' in html
    assert '<track kind="chapters" src="chapters.vtt"' in html
    # no sentence begins at that second, so the heading is where the link leads
    assert '<h3 class="chapter" id="t=7.5">What &lt;happens&gt;</h3>' in html
    assert (
        "00:00:07.500 --> 00:00:12.000\nWhat &lt;happens&gt;" in (shoot.site / "videos/trust/chapters.vtt").read_text()
    )
    beside = json.loads((shoot.site / "videos/trust/data.json").read_text("utf-8"))
    assert beside["chapters"] == [{"start": 0, "title": "Where we began"}, {"start": 7.5, "title": "What <happens>"}]
    assert "What <happens>" in (shoot.site / "videos/trust/transcript.txt").read_text()


def test_a_short_film_has_no_chapters_and_none_is_respected(shoot: Shoot) -> None:
    shoot.add("F.mp4", title="Trust")
    long = shoot.add("L.mp4", title="Long")
    shoot.catalogue.execute("UPDATE assets SET duration_ms = 400000 WHERE id = ?", [long])
    write(shoot, long, "chapters", "none")
    shoot.approve()
    shoot.build()
    assert shoot.holding("chapters.vtt") == []


def test_chapters_past_the_end_of_a_film_are_left_out(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    write(shoot, film, "chapters", "0:00 Here | 9:00 Nowhere")
    shoot.approve()
    shoot.build()
    assert shoot.holding("Nowhere") == []


def test_a_chapter_that_names_somebody_who_may_not_be_named_withholds_the_film(shoot: Shoot) -> None:
    shoot.person("Adaeze Okonkwo", "adaeze")
    film = shoot.add("F.mp4", title="Trust")
    write(shoot, film, "chapters", "0:00 Adaeze Okonkwo answers")
    shoot.approve()
    built = shoot.build()
    assert [v.reason for v in built.withheld] == ["its chapters name Adaeze Okonkwo, who may not be named on the web"]
    assert shoot.holding("Okonkwo") == []


def test_a_recording_off_a_card_that_covers_two_sessions_has_them_as_chapters(shoot: Shoot) -> None:
    shoot.session("opening", "Opening & welcome")
    shoot.session("second", "On data")
    shoot.catalogue.execute("UPDATE sessions SET starts_at = '2026-01-30T09:30:08+00:00' WHERE slug = 'second'")
    shoot.add("R.mp4", role=Role.RUSH, title="The morning")
    shoot.add("E.mp4", title="The edit")
    shoot.catalogue.execute("UPDATE assets SET session_id = 1")
    shoot.approve()
    shoot.build()
    assert "On data" in (shoot.site / "videos/the-morning/chapters.vtt").read_text("utf-8")
    # a file from the edit is dated by its export
    assert not (shoot.site / "videos/the-edit/chapters.vtt").exists()


def test_only_what_the_settings_allow_can_be_taken_along(shoot: Shoot) -> None:
    shoot.add("F.mp4", title="Trust")
    shoot.approve()
    shoot.build()
    everything = page(shoot, "videos/trust")
    for name in ("film-720.mp4", "captions.vtt", "transcript.txt", "still.jpg"):
        assert f'<a href="{name}" download>' in everything, name
    with_settings(shoot, downloads=("transcript",))
    shoot.build()
    less = page(shoot, "videos/trust")
    assert [name for name in ("film-720.mp4", "captions.vtt", "still.jpg") if f'"{name}" download' in less] == []
    assert '<a href="transcript.txt" download>' in less
    assert 'controlslist="nodownload"' in less
    assert not (shoot.site / "videos/trust/still.jpg").exists()
    # the player itself, and a script that reads, still need them
    assert (shoot.site / "videos/trust/captions.vtt").exists()


def test_a_film_can_be_shown_elsewhere_only_where_the_gallery_has_an_address_and_allows_it(shoot: Shoot) -> None:
    shoot.add("F.mp4", title="Trust")
    shoot.approve()
    built = shoot.build()
    assert not (shoot.site / "videos/trust/embed").exists()
    assert "&lt;iframe" not in page(shoot, "videos/trust")
    again = shoot.build(base_url=HERE)
    assert f'&lt;iframe src="{HERE}videos/trust/embed/"' in page(shoot, "videos/trust")
    frame = page(shoot, "videos/trust/embed")
    assert '<meta name="robots" content="noindex">' in frame
    assert f'href="{HERE}videos/trust/"' in frame
    assert '<track kind="captions" src="../captions.vtt"' in frame
    assert "embed" not in (shoot.site / "sitemap.xml").read_text("utf-8")
    assert built.pages == again.pages
    with_settings(shoot, embed=False)
    shoot.build(base_url=HERE)
    assert not (shoot.site / "videos/trust/embed").exists()


def test_the_page_says_how_to_cite_it_and_when_it_was_last_updated(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=HERE)
    html = page(full_shoot, "videos/trust-comes-first")
    cite = html[html.index('id="cite"') :].split("</p>")[0]
    assert (
        "Siân Ní Dhomhnaill-O&#39;Neill (2026). <cite>Trust comes first</cite> [film]. Northgate Observatory." in cite
    )
    assert f"{HERE}videos/trust-comes-first/" in cite
    assert "Last updated" in html


def test_pictures_for_seeking_are_offered_only_if_they_are_laid_out_as_the_page_expects(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    shoot.render(film, "stills-sheet", 960, 90)
    shoot.approve()
    shoot.build()
    assert 'data-sheet="seeking.jpg" data-tiles="6" data-every="2" data-columns="6"' in page(shoot, "videos/trust")
    shoot.render(film, "stills-sheet", 800, 90)
    shoot.build()
    assert "data-sheet" not in page(shoot, "videos/trust")
    assert not (shoot.site / "videos/trust/seeking.jpg").exists()


def test_a_sound_recording_has_chapters_and_a_citation_and_no_still(shoot: Shoot) -> None:
    sound = shoot.add("A.wav", Kind.AUDIO, title="In the corridor")
    write(shoot, sound, "chapters", "0:00 Hello | 0:04 Data")
    shoot.approve()
    shoot.build()
    html = page(shoot, "audio/in-the-corridor")
    assert '<a href="#t=4"' in html
    assert "[sound recording]" in html
    assert "still.jpg" not in html


def test_the_reason_why_a_film_needs_no_audio_description_is_on_its_page(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    write(shoot, film, "description_not_needed", "one person speaks")
    shoot.approve()
    shoot.build()
    beside = json.loads((shoot.site / "videos/trust/data.json").read_text("utf-8"))
    assert beside["audio_description"] == "not-needed: one person speaks"
    assert "Not needed: one person speaks" in page(shoot, "videos/trust")
