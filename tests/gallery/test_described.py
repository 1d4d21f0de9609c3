"""How a film says what is only seen: a described version, a text, or why there need be none; and what a build tells."""

from __future__ import annotations

from mediakit.catalogue import assets, attention, describe, search, transcripts
from mediakit.domain.edit import Edit, differences
from mediakit.domain.errors import Misuse
from mediakit.domain.facts import Kind
from mediakit.editorial import describing, drafts_checking
from tests.gallery.conftest import Shoot


def say(shoot: Shoot, asset: str, key: str, value: str) -> None:
    """As `set` does it."""
    edit = describing.from_words(shoot.catalogue, [asset, f"{key}={value}"])
    describing.write(shoot.catalogue, describing.changes(shoot.catalogue, edit))


def page(shoot: Shoot, folder: str) -> str:
    return (shoot.site / folder / "index.html").read_text("utf-8")


def test_a_film_and_its_described_version_lead_to_each_other_when_both_are_published(shoot: Shoot) -> None:
    film, version = shoot.add("F.mp4", title="Trust"), shoot.add("AD.mp4", title="Trust, described")
    say(shoot, film, "audio_description", version)
    shoot.approve(film)
    shoot.build()
    assert "Audio described version" not in page(shoot, "videos/trust")
    assert shoot.holding("trust-described", version) == []
    shoot.approve()
    shoot.build()
    assert '<a class="described" href="../trust-described/index.html">Audio described version</a>' in page(
        shoot, "videos/trust"
    )
    assert 'href="../trust/index.html">Version without audio description</a>' in page(shoot, "videos/trust-described")


def test_a_text_of_all_that_is_seen_and_said_is_on_the_page_and_found_by_the_search(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    say(shoot, film, "description_text", "A hall fills.\n\nShe <smiles>.")
    shoot.approve()
    shoot.build()
    assert "<p>A hall fills.</p>\n<p>She &lt;smiles&gt;.</p>" in page(shoot, "videos/trust")
    assert [name for name in shoot.holding("hall fills") if name.startswith("search/")]


def test_an_approval_lapses_when_the_description_changes_and_an_old_one_holds(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    shoot.approve()
    assert assets.one(shoot.catalogue, film).approved
    for key, value in (
        ("audio_description", "not-needed: one person speaks"),
        ("description_text", "A hall."),
        ("audio_description", ""),
    ):
        say(shoot, film, key, value)
        lapsed = assets.one(shoot.catalogue, film)
        assert lapsed.lapsed_because == "audio description changed"
        assert attention.lapsed(shoot.catalogue) == [film]
        shoot.approve()
        assert assets.one(shoot.catalogue, film).approved
        assert attention.lapsed(shoot.catalogue) == []
    say(shoot, film, "description_text", "")
    assert assets.one(shoot.catalogue, film).lapsed_because == "audio description changed"


def test_chapters_are_no_more_of_an_approval_than_a_title_is(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    shoot.approve()
    say(shoot, film, "chapters", "0:00 Here | 0:05 There")
    assert assets.one(shoot.catalogue, film).approved


def test_what_is_set_comes_back_from_a_spreadsheet_and_changes_nothing(shoot: Shoot) -> None:
    film, version = shoot.add("F.mp4", title="Trust"), shoot.add("AD.mp4", title="Described")
    say(shoot, film, "audio_description", version)
    say(shoot, film, "chapters", "0:00 Here\n0:05.5 There, too")
    say(shoot, film, "description_text", "One.\n\nTwo.")
    say(shoot, version, "audio_description", "Not needed: it is the description")
    listed = assets.load(shoot.catalogue)
    sheet = shoot.workspace.root / "list.csv"
    sheet.write_text(describing.spreadsheet(listed), "utf-8")
    assert "0:00 Here | 0:05.5 There, too" in sheet.read_text("utf-8")
    assert describing.changes(shoot.catalogue, describing.from_file(shoot.catalogue, sheet)) == []


def test_what_a_film_cannot_have_is_refused_and_nothing_is_written(shoot: Shoot) -> None:
    film, photo = shoot.add("F.mp4"), shoot.add("P.jpg", Kind.PHOTO)
    sound = shoot.add("A.wav", Kind.AUDIO)
    wrong = (
        (film, "audio_description", film),
        (film, "audio_description", photo),
        (film, "audio_description", "not-needed"),
        (film, "chapters", "0:00 Here | 9:00 Past the end"),
        (photo, "chapters", "0:00 Here"),
        (photo, "audio_description", "not-needed: it is a photo"),
        (sound, "description_text", "It rains."),
    )
    for asset, key, value in wrong:
        try:
            say(shoot, asset, key, value)
        except Misuse:
            continue
        raise AssertionError((key, value))
    untouched = assets.load(shoot.catalogue)
    assert [
        a for a in untouched if a.chapters or a.described_by or a.description_not_needed or a.description_text
    ] == []


def test_a_described_version_that_is_erased_leaves_the_film_without_one(shoot: Shoot) -> None:
    film, version = shoot.add("F.mp4"), shoot.add("AD.mp4")
    say(shoot, film, "audio_description", version)
    shoot.catalogue.execute("DELETE FROM asset_people WHERE asset = ?", [version])
    shoot.catalogue.execute("DELETE FROM assets WHERE id = ?", [version])
    assert assets.one(shoot.catalogue, film).described_by is None


def test_a_build_says_how_far_each_item_meets_wcag_and_so_does_one_that_changes_nothing(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    photo = shoot.add("P.jpg", Kind.PHOTO)
    shoot.add("hidden.mp4")
    shoot.approve(film, photo)
    first = {s.asset: s for s in shoot.build().accessibility}
    assert first.keys() == {film, photo}
    assert (first[photo].level, first[film].level) == ("AAA", None)
    drafts_checking.check(shoot.catalogue, shoot.workspace.settings, assets.one(shoot.catalogue, film), by="Ada")
    say(shoot, film, "audio_description", "not-needed: one person speaks")
    shoot.approve(film)
    second = shoot.build()
    assert {s.asset: s.level for s in second.accessibility} == {film: "AA", photo: "AAA"}
    again = shoot.build()
    assert again.written == 0
    assert again.accessibility == second.accessibility


def test_captions_that_a_machine_wrote_anew_are_no_longer_checked(shoot: Shoot) -> None:
    film = shoot.add("F.mp4", title="Trust")
    drafts_checking.check(shoot.catalogue, shoot.workspace.settings, assets.one(shoot.catalogue, film), by="Ada")
    assert transcripts.checked(shoot.catalogue) == {film}
    shoot.say(film, ("Something else.",))
    assert transcripts.checked(shoot.catalogue) == frozenset()


def test_the_last_word_on_a_field_counts(shoot: Shoot) -> None:
    film = shoot.add("F.mp4")
    loaded = {film: assets.one(shoot.catalogue, film)}
    edits = [Edit(film, "chapters", "0:00 A | 0:02 B"), Edit(film, "chapters", "none")]
    describe.apply(shoot.catalogue, differences(loaded, edits))
    assert assets.one(shoot.catalogue, film).chapters == "none"


def test_a_name_in_chapters_or_in_the_text_is_found_by_the_search_of_the_catalogue(shoot: Shoot) -> None:
    film = shoot.add("F.mp4")
    say(shoot, film, "chapters", "0:00 Adaeze answers | 0:05 Questions")
    say(shoot, film, "description_text", "Kaldewick harbour at dawn.")
    _, hits = search.find(shoot.catalogue, "adaeze OR harbour")
    assert {(hit.asset, hit.field) for hit in hits} == {(film, "chapters"), (film, "description_text")}
    # and only there
    _, hits = search.find(shoot.catalogue, "adaeze OR harbour", [film])
    assert len(hits) == 2
