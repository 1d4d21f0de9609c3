from __future__ import annotations

from collections.abc import Iterator

import pytest

from mediakit.catalogue import assets, events, organisations, people, vocabulary
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.catalogue.expected import names_by_asset
from mediakit.catalogue.lexicon import MOST_TERMS, known, lexicon_for
from mediakit.domain.asset import Enrolment
from mediakit.domain.event import Event, Organisation, Session
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.person import Appearance, Person
from mediakit.domain.workspace import Settings

FILM = "a" * 32


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    with catalogue_in_memory() as made:
        events.add(made, Event("lan", "Learning Across Nations", venue="Kirkcaldy Town House"))
        events.add(made, Event("old", "Last year"))
        for name, slug, event in (
            ("Kate Brintworth", "kate", "lan"), ("Amina Naqvi", "amina", "lan"), ("Gwen Oldacre", "gwen", "old"),
        ):  # fmt: skip
            at = Appearance(event, organisation="Ardenholm Trust" if slug == "amina" else None)
            people.add(made, Person(slug, name, appearances=(at,)))
        events.put_session(made, Session("opening", "lan", "Opening", people=("amina",)))
        organisations.add(made, Organisation("kalduix", "Kalduix Institute"))
        facts = Facts(Kind.VIDEO, 640, 360, duration_ms=9_000, vcodec="h264", acodec="aac")
        assets.add(made, Enrolment(FILM, facts, Role.RUSH, "originals/lan/A001/C1.MP4", 9, "lan"))
        yield made


def texts(catalogue: Catalogue, settings: Settings = Settings()) -> list[str]:  # noqa: B008
    return [t.text for t in lexicon_for(assets.one(catalogue, FILM), known(catalogue, settings)).terms]


def test_the_people_of_the_event_its_organisations_and_venue_may_be_spoken_of(catalogue: Catalogue) -> None:
    found = texts(catalogue)
    assert {"Kate Brintworth", "Amina Naqvi", "Kalduix Institute", "Ardenholm Trust", "Kirkcaldy Town House"} <= set(
        found
    )
    assert "Gwen Oldacre" not in found


def test_whoever_is_in_the_recording_or_its_session_comes_first(catalogue: Catalogue) -> None:
    with catalogue.writing():
        catalogue.execute("UPDATE assets SET session_id = (SELECT id FROM sessions) WHERE id = ?", [FILM])
    assert texts(catalogue)[0] == "Amina Naqvi"
    assert names_by_asset(catalogue) == {FILM: ("Amina Naqvi |  | []",)}
    assert assets.one(catalogue, FILM).expects == ("Amina Naqvi |  | []",)


def test_words_from_the_settings_and_words_that_were_learnt_are_known(catalogue: Catalogue) -> None:
    vocabulary.add(catalogue, "Kaldewick", heard_as=["called a wick"], by="Ada")
    settings = Settings(vocabulary=("MBRRACE-UK",))
    terms = {t.text: t for t in lexicon_for(assets.one(catalogue, FILM), known(catalogue, settings)).terms}
    assert terms["Kaldewick"].heard_as == ("called a wick",)
    assert "MBRRACE-UK" in terms


def test_a_long_people_list_pushes_neither_the_vocabulary_nor_whole_names_out(catalogue: Catalogue) -> None:
    long = [f"{a}{b}{c}" for a in "BDFGKL" for b in ("anto", "ermi", "osku") for c in ("vell", "nard", "mund", "stave")]
    with catalogue.writing():
        for i in range(360):
            name = f"{long[i % 72]} {long[i // 72]}{long[i % 72]}"
            people.add(catalogue, Person(f"p{i}", name, appearances=(Appearance("lan"),)))
    vocabulary.add(catalogue, "Zoravitch", heard_as=["so a witch"], by="Ada")
    found = texts(catalogue, Settings(vocabulary=("Yarrowmere",)))
    assert len(found) == MOST_TERMS
    assert {"Zoravitch", "Yarrowmere", "Kalduix Institute", "Kirkcaldy Town House"} <= set(found)
    assert {p.name for p in people.every(catalogue) if p.slug != "gwen"} <= set(found)
