from __future__ import annotations

from mediakit.domain import phonetics
from mediakit.domain.lexicon import Source, make_lexicon, term, terms_of
from mediakit.domain.person import Person


def texts(person: Person, *, near: bool = False) -> list[str]:
    return [term.text for term in terms_of(person, near=near)]


def test_a_person_is_known_by_full_name_and_surname_and_when_near_by_first_name() -> None:
    kate = Person("kate-brintworth", "Kate Brintworth")
    assert texts(kate) == ["Kate Brintworth", "Brintworth"]
    assert texts(kate, near=True) == ["Kate Brintworth", "Brintworth", "Kate"]


def test_the_way_a_name_is_said_goes_to_the_part_it_belongs_to() -> None:
    whole, surname = terms_of(Person("sian", "Siân Featherstonehaugh", says="FAN-shaw"))
    assert any(reading.endswith(phonetics.phrase("fan shaw")) for reading in whole.readings)
    assert phonetics.phrase("fan shaw") in surname.readings


def test_more_words_said_than_written_are_another_way_to_say_the_whole() -> None:
    found = term("MBRRACE-UK", Source.ORGANISATION, says="em brace you kay")
    assert phonetics.phrase("em brace you kay") in found.readings


def test_a_name_that_is_said_in_more_words_than_written_keeps_its_parts_as_they_are_written() -> None:
    person = Person("chimamanda", "Chimamanda Adichie", says="chee ma MAHN da a DEE chee eh")
    whole, surname, first = terms_of(person, near=True)
    assert phonetics.phrase("chee ma mahn da a dee chee eh") in whole.readings
    assert surname.readings == (phonetics.phrase("Adichie"),)
    assert first.readings == (phonetics.phrase("Chimamanda"),)


def test_a_way_to_say_it_without_a_letter_that_can_be_read_changes_nothing() -> None:
    for says in ("李", "李明", "李 明 王", "- …", "("):
        one, two = Person("li", "Li", says=says), Person("li-ming", "Li Ming", says=says)
        assert list(terms_of(one)) == list(terms_of(Person("li", "Li")))
        assert list(terms_of(two, near=True)) == list(terms_of(Person("li-ming", "Li Ming"), near=True))
    assert make_lexicon([Person("x", "-"), Person("li", "李明")], ["x"], ()).terms == ()


def test_a_misspelt_alias_is_only_another_way_to_hear_the_name_but_another_name_is_a_name() -> None:
    found = texts(Person("amina", "Amina Naqvi", aliases=("Ameena Nakvi", "Professor Sunshine")))
    assert "Ameena Nakvi" not in found
    assert "Professor Sunshine" in found


def test_a_text_stands_in_the_lexicon_once_and_whoever_is_near_comes_first() -> None:
    people = [Person("a", "Ada Osei"), Person("b", "Kofi Osei")]
    found = make_lexicon(people, ["b"], [term("Osei", Source.WORD)])
    assert [t.text for t in found.terms] == ["Kofi Osei", "Osei", "Kofi", "Ada Osei"]


def test_a_short_surname_is_known_for_one() -> None:
    lexicon = make_lexicon([Person("wei", "Wei Li"), Person("kate", "Kate Brintworth")], (), ())
    assert {t.text: t.short for t in lexicon.terms if t.part} == {"Li": True, "Brintworth": False}
