"""Where somebody may be, decided on values alone."""

from __future__ import annotations

from mediakit.catalogue.search import Hit
from mediakit.domain.asset import Answered, Asset
from mediakit.domain.event import Session
from mediakit.domain.facts import Kind, Role
from mediakit.domain.person import Appearance, Person
from mediakit.logistics.traces import perhaps, spoken_names

ADA = Person("ada", "Ada Okafor", aliases=("Ada O.", "ada okafor"), appearances=(Appearance("lan"),))
TRUST = Session("trust", "lan", "On trust", people=("ada",))
OTHER = Session("other", "lan", "On data", people=("bo",))


def photo(name: str, **facts: object) -> Asset:
    return Asset(name, Kind.PHOTO, Role.PHOTO, name, name, name, name, 1, event="lan", **facts)  # type: ignore[arg-type]


def hit(asset: str, field: str, start_ms: int | None) -> Hit:
    return Hit(asset, field, start_ms, start_ms, None, "", "", 1.0)


def test_a_name_is_looked_for_in_full_in_other_spellings_and_by_surname() -> None:
    assert spoken_names(ADA) == ['"Ada Okafor"', '"Ada O."', '"Okafor"']
    assert spoken_names(Person("bo", 'Bo "B" Li')) == ['"Bo  B  Li"']


def test_untagged_pictures_of_their_session_and_event_are_to_be_looked_at() -> None:
    there = [
        photo("session", session="trust"),
        photo("tagged", session="trust", people=("ada",), answered=Answered.PEOPLE),
        photo("answered", session="trust", answered=Answered.NONE),
        photo("someone-else", session="trust", people=("bo",), answered=Answered.PEOPLE),
        photo("other-session", session="other"),
        photo("unmatched"),
    ]
    found = perhaps(ADA, there, [TRUST, OTHER], [])
    assert [p.asset.id for p in found] == ["session", "unmatched"]
    assert "On trust" in found[0].reason


def test_the_first_time_a_name_is_said_counts_before_where_it_is_written() -> None:
    hits = [
        hit("film", "caption", None),
        hit("film", "said", 9_000),
        hit("film", "said", 4_000),
        hit("doc", "name", None),
    ]
    found = perhaps(ADA, [photo("film", people=("bo",)), photo("doc")], [], hits)
    assert [(p.start_ms, p.reason) for p in found] == [
        (4_000, "named in what is said"),
        (None, "named in its file name"),
    ]
