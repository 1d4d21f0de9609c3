"""What is online somewhere and would not be allowed there any more."""

from __future__ import annotations

import pytest

from mediakit.catalogue import approvals, assets, describe, events, publications, work
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.domain.asset import Enrolment, Rendition
from mediakit.domain.edit import Difference
from mediakit.domain.event import Event
from mediakit.domain.facts import Described, Facts, Kind, Role

PHOTO = "ab" * 16


@pytest.fixture
def catalogue() -> Catalogue:
    """One approved photo that was published to the website."""
    made = catalogue_in_memory()
    events.add(made, Event("lan", "Gathering", crowd_notice="Filming today"))
    facts = Facts(Kind.PHOTO, 900, 600, described=Described(alt_text="A full hall"))
    assets.add(made, Enrolment(PHOTO, facts, Role.PHOTO, "originals/lan/P001/a.jpg", 1, "lan"))
    work.put_rendition(made, PHOTO, Rendition("photo-480", "renditions/a.jpg", "k", 1, "c"))
    approvals.put(made, assets.load(made), by="Ada Okafor")
    with made.writing():
        made.execute("INSERT INTO publications (id, destination, at, digest) VALUES (1, 'web', '2026-06-01', 'd')")
        made.execute(
            "INSERT INTO publication_items (publication_id, asset, page) VALUES (1, ?, 'photos/hall/')", [PHOTO]
        )
    return made


def test_what_is_still_allowed_is_not_listed(catalogue: Catalogue) -> None:
    assert publications.no_longer_allowed(catalogue, "Europe/London") == []


def test_what_was_hidden_since_is_listed_with_its_place(catalogue: Catalogue) -> None:
    describe.apply(catalogue, [Difference(PHOTO, "P001/a", "hidden", "no", "yes")])
    assert publications.no_longer_allowed(catalogue, "Europe/London") == [(PHOTO, "it is hidden; online at web")]


def test_what_the_catalogue_lost_is_listed_too(catalogue: Catalogue) -> None:
    with catalogue.writing():
        catalogue.execute("DELETE FROM assets")
    [(asset, reason)] = publications.no_longer_allowed(catalogue, "Europe/London")
    assert (asset, reason) == (PHOTO, "it is not in the catalogue any more; online at web")
