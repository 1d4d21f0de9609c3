"""Where somebody may be, decided on values alone."""

from __future__ import annotations

from mediakit.catalogue.presence import Mention
from mediakit.domain.asset import Answered, Asset
from mediakit.domain.event import Session
from mediakit.domain.facts import Kind, Role
from mediakit.domain.person import Appearance, Person
from mediakit.logistics.traces import Clues, first_name, full_names, perhaps, surname, title_without, titles

ADA = Person("ada", "Ada Okafor", aliases=("Ada O.", "ada okafor"), appearances=(Appearance("lan"),))
TRUST = Session("trust", "lan", "On trust", people=("ada",))
OTHER = Session("other", "lan", "On data", people=("bo",))


def photo(name: str, **facts: object) -> Asset:
    return Asset(name, Kind.PHOTO, Role.PHOTO, name, name, name, name, 1, **{"event": "lan"} | facts)  # type: ignore[arg-type]


def hit(asset: str, field: str, start_ms: int | None) -> Mention:
    return Mention(asset, field, start_ms)


def test_a_name_is_looked_for_in_full_either_way_round_in_other_spellings_and_in_parts() -> None:
    assert full_names(ADA) == ["Ada Okafor", "Okafor Ada", "Ada O."]
    assert (surname(ADA), first_name(ADA)) == (["Okafor"], ["Ada"])
    short = Person("bo", 'Bo "B" Li')
    assert full_names(short) == ['Bo "B" Li', 'Li Bo "B"']
    assert (surname(short), first_name(short)) == ([], [])


def test_untagged_pictures_of_their_session_and_event_are_to_be_looked_at() -> None:
    there = [
        photo("session", session="trust"),
        photo("tagged", session="trust", people=("ada",), answered=Answered.PEOPLE),
        photo("answered", session="trust", answered=Answered.NONE),
        photo("someone-else", session="trust", people=("bo",), answered=Answered.PEOPLE),
        photo("other-session", session="other"),
        photo("unmatched"),
        photo("elsewhere", event="other-event"),
    ]
    found = perhaps(ADA, there, [TRUST, OTHER], Clues())
    assert [p.asset.id for p in found] == ["session", "unmatched"]
    assert "On trust" in found[0].reason


def test_whom_a_match_guesses_nobody_has_tagged() -> None:
    guessed = {"people": ("ada",), "matched": (("ada", 0.8),)}
    there = [photo("guess", session="trust", **guessed), photo("of-another", session="other", **guessed)]
    found = perhaps(ADA, there, [TRUST, OTHER], Clues())
    assert [p.asset.id for p in found] == ["guess", "of-another"]
    assert "found by time and place" in found[1].reason


def test_the_first_time_a_name_is_said_counts_before_where_it_is_written() -> None:
    hits = [
        hit("film", "caption", None),
        hit("film", "said", 9_000),
        hit("film", "said", 4_000),
        hit("doc", "name", None),
    ]
    found = perhaps(ADA, [photo("film", people=("bo",)), photo("doc")], [], Clues(named=hits))
    assert [(p.start_ms, p.reason) for p in found] == [
        (4_000, "named in what is said"),
        (None, "named in its file name"),
    ]


def test_a_film_cut_from_a_rush_they_are_in_is_to_be_looked_at() -> None:
    rush = photo("rush", people=("ada",), answered=Answered.PEOPLE)
    film = photo("film", sources=("rush",), people=("bo",), answered=Answered.PEOPLE)
    again = photo("again", replaces="rush", answered=Answered.NONE)
    found = perhaps(ADA, [rush, film, again], [], Clues())
    assert [(p.asset.id, p.reason) for p in found] == [
        ("film", "cut from rush, in which they are"),
        ("again", "a newer version of rush, in which they are"),
    ]


def test_the_strongest_clue_comes_first_and_each_asset_once() -> None:
    there = [photo("parts", answered=Answered.NONE), photo("session", session="trust"), photo("voice"), photo("file")]
    clues = Clues(
        surname=[hit("parts", "said", 1_000)],
        voices={"voice": 2_000},
        shown={"file": ("ÀDA OKAFOR",), "parts": ("Bo Lind",)},
    )
    found = perhaps(ADA, there, [TRUST], clues)
    assert [(p.asset.id, p.reason.split(",")[0]) for p in found] == [
        ("voice", "speaks in it"),
        ("file", "its file says that they are shown"),
        ("session", "on the agenda of “On trust”"),
        ("parts", "the surname stands in what is said"),
    ]


def test_a_first_name_tells_something_only_where_they_were() -> None:
    there = [photo("here", answered=Answered.NONE), photo("far", answered=Answered.NONE, event="other")]
    clues = Clues(first_name=[hit("here", "said", 500), hit("far", "said", 500)])
    assert [(p.asset.id, p.start_ms) for p in perhaps(ADA, there, [], clues)] == [("here", 500)]


def test_sessions_that_name_them_are_found_in_title_and_abstract() -> None:
    agenda = [
        Session("a", "lan", "In conversation with Dr. ADA OKAFOR"),
        Session("b", "lan", "On data", abstract="Okafor, Ada: what she found"),
        Session("c", "lan", "Ada Okaforson speaks"),
    ]
    assert [(t.session.slug, t.field) for t in titles(ADA, agenda)] == [("a", "title"), ("b", "abstract")]


def test_a_title_without_the_name_is_suggested() -> None:
    suggested = [
        title_without(t, ADA) for t in ("Interview: Ada Okafor", "ADA OKAFOR’s path, with Ada O.", "Ada Okafor")
    ]
    assert suggested == ["Interview", "path", "Session"]
