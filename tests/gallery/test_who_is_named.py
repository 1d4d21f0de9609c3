"""Who is named in the gallery: as they agreed, and nobody else."""

from __future__ import annotations

import pytest

from mediakit.catalogue import consents
from mediakit.domain.consent import ShowAs
from mediakit.domain.facts import Kind
from tests.gallery.conftest import Shoot


@pytest.mark.parametrize(("show_as", "shown"), [(ShowAs.FIRST, "Margaret"), (ShowAs.NONE, None)])
def test_a_person_is_named_as_they_agreed(shoot: Shoot, show_as: ShowAs, shown: str | None) -> None:
    shoot.person("Margaret Hughes", "margaret-hughes")
    shoot.consent("margaret-hughes", show_as=show_as)
    shoot.session("talk", "A talk", people=("margaret-hughes",))
    film = shoot.add("F.mp4", people=("margaret-hughes",), keywords=("Margaret Hughes", "trust"))
    shoot.say(film, ("Hello.",), "margaret-hughes")
    shoot.approve()
    assert shoot.build().videos == 1
    assert shoot.holding("Hughes", "hughes") == []
    assert bool(shoot.holding("Margaret")) is bool(shown)
    assert shoot.holding("midwife", "Brigid") == []
    assert shoot.holding('"trust"')


def test_a_person_on_the_agenda_is_named_only_with_a_basis(full_shoot: Shoot) -> None:
    full_shoot.build()
    page = (full_shoot.site / "events" / "lan" / "index.html").read_text("utf-8")
    assert "Opening &amp; welcome" in page
    assert "Okonkwo" not in page
    assert "Riverside" not in page
    full_shoot.consent("adaeze")
    full_shoot.build()
    assert "Adaeze Okonkwo</p>" in (full_shoot.site / "events" / "lan" / "index.html").read_text("utf-8")


def test_a_name_spoken_by_somebody_else_is_listed_for_a_decision(shoot: Shoot) -> None:
    shoot.person("Łukasz Wiśniewski", "lukasz")
    film = shoot.add("F.mp4")
    shoot.say(film, ("We began late.", "Then Lukasz", "Wisniewski showed us."))
    shoot.approve()
    assert [(m.asset, m.person, m.start_ms) for m in shoot.build().mentions] == [(film, "lukasz", 4000)]
    shoot.consent("lukasz")
    assert shoot.build().mentions == ()


@pytest.mark.parametrize("field", ["title", "caption", "alt_text", "extended_description", "credit", "creator"])
def test_a_text_that_names_somebody_without_a_basis_withholds_what_it_describes(shoot: Shoot, field: str) -> None:
    shoot.person("Łukasz Wiśniewski-Hart", "lukasz")
    shoot.add("P.jpg", Kind.PHOTO, **{field: "With Lukasz Wisniewski-Hart, and others"})
    shoot.approve()
    reasons = [v.reason for v in shoot.build().withheld]
    assert reasons == [f"its {field.replace('_', ' ')} names Łukasz Wiśniewski-Hart, who may not be named on the web"]
    assert shoot.holding("isniewski", "iśniewski") == []
    shoot.consent("lukasz")
    assert shoot.build().photos == 1


@pytest.mark.parametrize(
    ("show_as", "title", "reason"),
    [
        (ShowAs.FIRST, "Dr Hughes speaks", "its title names Margaret Hughes, who is named by first name alone"),
        (ShowAs.FIRST, "Margaret speaks", None),
        (ShowAs.NONE, "Margaret speaks", "its title names Margaret Hughes, who is shown without a name"),
    ],
)
def test_beside_a_picture_of_somebody_no_text_says_more_of_their_name_than_they_agreed(
    shoot: Shoot, show_as: ShowAs, title: str, reason: str | None
) -> None:
    shoot.person("Margaret Hughes", "margaret")
    shoot.consent("margaret", show_as=show_as)
    shoot.add("F.mp4", people=("margaret",), title=title)
    shoot.approve()
    assert [v.reason for v in shoot.build().withheld] == ([reason] if reason else [])


def test_the_full_name_that_somebody_shown_by_first_name_says_is_listed_for_a_decision(shoot: Shoot) -> None:
    shoot.person("Margaret Hughes", "margaret")
    shoot.consent("margaret", show_as=ShowAs.FIRST)
    film = shoot.add("F.mp4", people=("margaret",))
    shoot.say(film, ("I am Margaret Hughes.",))
    shoot.approve()
    assert [(m.asset, m.person) for m in shoot.build().mentions] == [(film, "margaret")]


def test_the_voice_of_somebody_without_a_basis_is_not_named(shoot: Shoot) -> None:
    shoot.person("Łukasz Wiśniewski", "lukasz")
    shoot.say(shoot.add("F.mp4"), ("Hello.",), "Łukasz Wiśniewski")
    shoot.say(shoot.add("G.mp4"), ("Hello.",), "Łukasz Wiśniewski, midwife")
    shoot.approve()
    assert shoot.build().videos == 2
    assert shoot.holding("Wiśniewski", "Lukasz", "lukasz") == []


def test_a_voice_that_was_given_a_name_is_named_only_with_a_basis(shoot: Shoot) -> None:
    shoot.person("Łukasz Wiśniewski", "lukasz")
    film = shoot.add("F.mp4")
    shoot.say(film, ("Hello.", "We began late."), "lukasz")
    with shoot.catalogue.writing():
        shoot.catalogue.execute("UPDATE cues SET speaker = 'lukasz'")
    shoot.approve()
    assert shoot.build().videos == 1
    assert shoot.holding("Wiśniewski", "isniewski", "ukasz") == []
    shoot.consent("lukasz", show_as=ShowAs.FIRST)
    shoot.build()
    assert {"captions.vtt", "transcript.txt"} <= {name.rsplit("/", 1)[-1] for name in shoot.holding("Łukasz")}
    assert shoot.holding("Wiśniewski", "isniewski") == []
    consents.withdraw(shoot.catalogue, "lukasz", None, None)
    shoot.build()
    assert shoot.holding("Wiśniewski", "isniewski", "ukasz") == []


def test_the_name_of_a_file_is_nowhere_in_the_site(shoot: Shoot) -> None:
    shoot.add("Jane Secret interview.mp4")
    shoot.add("IMG <b>bold.jpg", Kind.PHOTO)
    shoot.approve()
    shoot.build()
    assert shoot.holding("Secret", "secret", "bold", "originals", "A001", str(shoot.workspace.root)) == []


def test_a_keyword_that_names_somebody_without_a_basis_is_not_in_the_downloaded_picture(shoot: Shoot) -> None:
    shoot.person("Łukasz Wiśniewski", "lukasz")
    jpeg = b"\xff\xd8\xff\xd9"
    photo = shoot.add("P.jpg", Kind.PHOTO, keywords=("Łukasz Wiśniewski", "maternity"))
    shoot.render(photo, "photo-1280", 1280, 720, content=jpeg.decode("latin-1"))
    path = shoot.workspace.locate(f"renditions/{photo}/photo-1280.jpg")
    path.write_bytes(jpeg)
    shoot.approve()
    assert shoot.build().photos == 1
    assert any(name.endswith("download.jpg") for name in shoot.holding("maternity"))
    assert shoot.holding("Wiśniewski") == []


def test_a_session_named_after_somebody_without_consent_is_told(full_shoot: Shoot) -> None:
    full_shoot.catalogue.execute("UPDATE sessions SET title = 'A talk with Adaeze Okonkwo'")
    built = full_shoot.build()
    assert [(t.event, t.session, t.person) for t in built.titles] == [("lan", "opening", "adaeze")]
    assert [t.person for t in full_shoot.build().titles] == ["adaeze"]
    full_shoot.consent("adaeze")
    assert full_shoot.build().titles == ()


def test_an_address_made_of_a_name_is_none_for_somebody_without_consent(full_shoot: Shoot) -> None:
    full_shoot.catalogue.execute("UPDATE sessions SET slug = 'interview-adaeze-okonkwo'")
    full_shoot.build()
    assert full_shoot.holding("okonkwo", "Okonkwo") == []
    page = (full_shoot.site / "events" / "lan" / "index.html").read_text("utf-8")
    assert 'id="session-1"' in page
    full_shoot.consent("adaeze")
    full_shoot.build()
    assert "session-interview-adaeze-okonkwo" in (full_shoot.site / "events" / "lan" / "index.html").read_text("utf-8")
