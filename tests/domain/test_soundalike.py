from __future__ import annotations

from mediakit.domain.lexicon import Lexicon, Source, make_lexicon, term
from mediakit.domain.person import Person
from mediakit.domain.soundalike import Proposal, Said, expected, propose, worth_expecting

ROSTER = make_lexicon(
    [Person("kate", "Kate Brintworth"), Person("sian", "Siân Pritchard", says="Sharn"), Person("amina", "Amina Naqvi")],
    (),
    [term("Kalduix", Source.WORD, heard_as=("called a wick",))],
)


def said(text: str, *doubtful: str) -> list[Said]:
    """Words of which these are doubtful."""
    return [Said(word, 0.4 if word.strip(".,") in doubtful else 0.97) for word in text.split()]


def best(words: list[Said], lexicon: Lexicon = ROSTER) -> tuple[str, str]:
    first = propose(words, lexicon)[0]
    return " ".join(word.text for word in words[first.first : first.beyond]), first.term.text


def test_doubtful_words_that_sound_like_a_name_are_proposed_for_it() -> None:
    words = said("I hand over to Kate Rintworth for the next session.", "Rintworth")
    assert best(words) == ("Kate Rintworth", "Kate Brintworth")


def test_several_words_may_be_one_name() -> None:
    words = said("We met Emmy nah knack we in May.", "Emmy", "nah", "knack")
    assert ("Emmy nah knack we", "Amina Naqvi") in [
        (" ".join(w.text for w in words[p.first : p.beyond]), p.term.text) for p in propose(words, ROSTER)
    ]


def test_words_that_were_sure_are_left_alone() -> None:
    assert propose(said("I hand over to Kate Rintworth for the next session."), ROSTER) == []


def test_a_name_that_is_right_already_is_left_alone() -> None:
    words = said("We thank Kate Brintworth for it.", "Kate", "Brintworth")
    assert not [p for p in propose(words, ROSTER) if p.term.text == "Kate Brintworth"]


def test_little_words_alone_are_never_a_name() -> None:
    words = said("So it was as if they can be at it.", *"So it was as if they can be at".split())
    assert all(
        any(w.text not in ("it", "was", "as") for w in words[p.first : p.beyond]) for p in propose(words, ROSTER)
    )


def test_other_accents_and_capitals_are_put_right_without_more_proof() -> None:
    words = said("Then sian Pritchard spoke to us.")
    assert [(p.first, p.beyond, p.certain) for p in propose(words, ROSTER)] == [(1, 3, True)]


def test_an_ordinary_word_in_small_letters_is_not_a_surname() -> None:
    roster = make_lexicon([Person("mary", "Mary Hope"), Person("will", "Will Power")], (), ())
    assert propose(said("They hope that will power is enough."), roster) == []


def test_a_mistake_that_was_corrected_before_is_known_again() -> None:
    words = said("The project is called a wick by us.")
    assert [(p.first, p.beyond, p.term.text, p.certain) for p in propose(words, ROSTER)] == [(3, 6, "Kalduix", True)]


def test_a_second_hearing_proposes_names_for_the_words_they_stand_in_place_of() -> None:
    words = said("We are grateful to some community remains for joining us.", "some", "remains")
    roster = make_lexicon([Person("s", "Sukhvinder Bains")], (), ())
    found = expected(words, "We are grateful to Sukhvinder Bains for joining us.".split(), roster)
    assert Proposal(4, 7, roster.terms[0], found[0].distance, written=True) in found


def test_names_worth_expecting_are_those_near_and_those_that_sound_a_little_like_it() -> None:
    words = said("I handed it to Ray Wentworth.", "Ray", "Wentworth")
    assert worth_expecting(words, ROSTER)[0] in ("Kate Brintworth", "Brintworth")
    near = make_lexicon([Person("amina", "Amina Naqvi")], ["amina"], ())
    assert worth_expecting(words, near)[0] == "Amina Naqvi"


def test_a_title_is_no_part_of_the_name_after_it() -> None:
    roster = make_lexicon([Person("kate", "Kate Brintworth")], ["kate"], ())
    words = said("We asked Doctor Rintworth about it.", "Doctor", "Rintworth")
    found = propose(words, roster)
    assert "Brintworth" in [p.term.text for p in found]
    assert all(p.first != 2 for p in found)


def test_a_short_surname_is_looked_for_after_a_title_and_nowhere_else() -> None:
    roster = make_lexicon([Person("wei", "Wei Ng"), Person("lee", "Bruce Leigh")], (), ())
    titled, plain = (said(f"I asked {who} Lee about it.", "Lee") for who in ("Dr", "the"))
    assert "Leigh" in [p.term.text for p in propose(titled, roster)]
    assert not [p for p in propose(plain, roster) if p.term.part]
    assert not propose(said("The NG tube was in.", "tube"), roster)


def test_nobody_gets_a_surname_where_only_the_first_name_was_said() -> None:
    roster = make_lexicon([Person("m", "Meenakshi Iyer")], (), ())
    places = [
        {(p.first, p.beyond) for p in propose(said(f"I spoke to {name} about it.", "Minakshi", "Iya"), roster)}
        for name in ("Minakshi", "Minakshi Iya")
    ]
    assert (3, 4) not in places[0]
    assert (3, 5) in places[1]


def test_a_title_is_never_a_part_of_a_name() -> None:
    roster = make_lexicon([Person("s", "Saoirse Loughnane")], (), [term("Leominster", Source.PLACE)])
    found = propose(said("The Miss Lockman asked us.", "The", "Miss", "Lockman"), roster)
    assert found
    assert not [p for p in found if p.first <= 1 < p.beyond]


def test_a_name_that_a_second_hearing_writes_nearly_right_is_proposed_too() -> None:
    words = said("The pre-along only has been here for years.", "pre-along", "only")
    roster = make_lexicon([Person("g", "Gurpreet Ahluwalia")], (), ())
    found = expected(words, "Darpreet Ahluwalea has been here for years.".split(), roster)
    assert {"The pre-along only"} == {
        " ".join(word.text for word in words[p.first : p.beyond]) for p in found if p.term is roster.terms[0]
    }
    assert all(p.written for p in found)
    assert expected(words, "The children only have been here for years.".split(), roster) == []


def test_a_surname_that_a_second_hearing_writes_nearly_right_counts_behind_a_title_alone() -> None:
    words = said("Doctor monitoring stations are over 80.", "Doctor", "monitoring")
    roster = make_lexicon([Person("m", "Rupert Mainwaring", says="MANNER-ing")], (), ())
    found = expected(words, "Dr Manarings patients are over 80.".split(), roster)
    assert ("monitoring", "Mainwaring") in [
        (" ".join(word.text for word in words[p.first : p.beyond]), p.term.text) for p in found
    ]
    # the title is no part of what was written for the name
    assert {p.first for p in found} == {1}
    assert expected(words, "Old Manarings patients are over 80.".split(), roster) == []


def test_a_first_name_that_a_second_hearing_writes_is_not_the_whole_name() -> None:
    words = said("I met mean actually on a night shift.", "mean", "actually")
    roster = make_lexicon([Person("m", "Meenakshi Iyer")], (), ())
    assert expected(words, "I met Meenakshi on a night shift.".split(), roster) == []
