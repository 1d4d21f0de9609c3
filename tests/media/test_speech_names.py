from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from mediakit.domain.lexicon import make_lexicon
from mediakit.domain.person import Person
from mediakit.domain.soundalike import Proposal, Said
from mediakit.media.speech_names import asked_of, namings

ROSTER = make_lexicon([Person("kate", "Kate Brintworth"), Person("amina", "Amina Naqvi")], (), ())


@dataclass
class Ear:
    """Somebody who knows what was said: a text is the likelier, the more of its words were."""

    truth: str
    second: str = ""
    asked: list[Sequence[str]] = field(default_factory=list)

    def score(self, texts: Sequence[str], names: Sequence[str]) -> list[float]:
        self.asked.append(names)
        return [-10.0 * sum(word not in self.truth.split() for word in text.split()) for text in texts]

    def again(self, names: Sequence[str]) -> str:
        return self.second

    def knows(self, word: str) -> bool:
        return word.strip(".,").lower() in ("black", "block", "sense", "since")


def said(text: str, *doubtful: str) -> list[Said]:
    return [Said(word, 0.7 if word.strip(".,()'s") in doubtful else 0.97) for word in text.split()]


def written(words: Sequence[Said], ear: Ear) -> str:
    out = [word.text for word in words]
    for naming in reversed(namings(words, ROSTER, ear)):
        out[naming.first : naming.beyond] = [naming.text]
    return " ".join(out)


def test_a_name_that_the_sound_bears_out_is_written() -> None:
    ear = Ear("I hand over to Kate Brintworth, who knows.")
    assert written(said("I hand over to Kate Rintworth, who knows.", "Rintworth"), ear) == ear.truth


def test_a_name_that_the_sound_does_not_bear_out_is_not() -> None:
    ear = Ear("I hand over to Kate Rintworth, who knows.")
    assert written(said("I hand over to Kate Rintworth, who knows.", "Rintworth"), ear) == ear.truth


def test_a_change_says_what_was_heard_why_and_how_sure_it_is() -> None:
    ear = Ear("thank you, Kate Brintworth.")
    (naming,) = namings(said("thank you, Kate Rintworth.", "Rintworth"), ROSTER, ear)
    assert (naming.first, naming.beyond, naming.heard, naming.text) == (2, 4, "Kate Rintworth.", "Kate Brintworth.")
    assert naming.reason == "sounds like a name in the people list"
    assert 0.5 < naming.certainty <= 1


def test_punctuation_and_possessives_stay() -> None:
    ear = Ear("That was (Kate Brintworth's), they say.")
    assert written(said("That was (Kate Rintworth's), they say.", "Rintworth"), ear) == ear.truth


def test_nothing_is_asked_where_nothing_was_doubtful_or_nobody_is_known() -> None:
    ear = Ear("")
    assert namings(said("I hand over to Kate Rintworth."), ROSTER, ear) == []
    assert namings(said("I hand over to Kate Rintworth.", "Rintworth"), make_lexicon((), (), ()), ear) == []
    assert ear.asked == []


def test_a_name_that_was_lost_altogether_is_found_by_hearing_once_more() -> None:
    ear = Ear("I met Amina Naqvi in May.", second="I met Amina Naqvi in May.")
    words = [
        Said(text, 0.3 if text in ("a", "minor", "knack") else 0.97) for text in "I met a minor knack in May.".split()
    ]
    assert written(words, ear) == ear.truth


def test_a_surname_alone_needs_more_than_a_whole_name_unless_a_title_is_before_it() -> None:
    class Unsure(Ear):
        def score(self, texts: Sequence[str], names: Sequence[str]) -> list[float]:
            return [0.0 if "Rintworth" in text else -1.0 for text in texts]

    with_title = written(said("Then Dr Rintworth spoke.", "Rintworth"), Unsure(""))
    alone = written(said("Then old Rintworth spoke.", "Rintworth"), Unsure(""))
    assert (with_title, alone) == ("Then Dr Brintworth spoke.", "Then old Rintworth spoke.")


def test_a_surname_that_is_a_word_takes_no_other_words_place() -> None:
    roster = make_lexicon([Person("ada", "Zbigniew Black"), Person("bo", "Zbigniew Sense")], (), ())
    ear = Ear("Sense then we built the Black here")
    words = said("Since then we built the block here", "Since", "block")
    assert namings(words, roster, ear) == []
    after_a_title = said("Then Dr block came", "block")
    assert [n.text for n in namings(after_a_title, roster, Ear("Then Dr Black came"))] == ["Black"]


def test_a_short_name_asks_for_more_than_a_long_one() -> None:
    roster = make_lexicon([Person("thi", "Do Thi"), Person("tamsin", "Tamsin Featherstonehaugh")], (), ())
    short, long = roster.terms[0], next(t for t in roster.terms if t.text.startswith("Tamsin"))
    words = said("And Doe Tee Tamzin Featherstonehaw", "Doe", "Tee", "Tamzin")
    ear = Ear("")
    assert asked_of(words, Proposal(1, 3, short, 0.2), ear) > asked_of(words, Proposal(3, 5, long, 0.2), ear) + 1


def test_less_is_asked_of_a_name_that_the_recogniser_wrote_itself_but_never_less_than_of_one_that_sounds_the_same() -> (
    None
):
    words, kate = said("in model guy we met", "model", "guy"), ROSTER.terms[0]
    ear = Ear("")
    heard, written_itself = (asked_of(words, Proposal(1, 3, kate, 0.4, written=w), ear) for w in (False, True))
    assert written_itself == heard - 6
    alike = Proposal(1, 3, kate, 0.0)
    alike_itself = Proposal(1, 3, kate, 0.0, written=True)
    capitals = said("in Model Guy we met", "Model", "Guy")
    assert asked_of(capitals, alike, ear) == asked_of(capitals, alike_itself, ear)


class FarEar(Ear):
    """Somebody to whom "Kate" sounds a little less like what was said than what stands there."""

    def score(self, texts: Sequence[str], names: Sequence[str]) -> list[float]:
        return [-10.0 * ("Rintworth" in text) - 5.5 * ("Kate" in text) for text in texts]


def test_a_whole_name_is_written_rather_than_its_surname_where_the_first_name_was_lost_too() -> None:
    beside = [Said("thank", 0.97), Said("you,", 0.97)]
    lost, sure = ([*beside, Said("Gail", chance), Said("Rintworth.", 0.5)] for chance in (0.1, 0.97))
    assert written(lost, FarEar("")) == "thank you, Kate Brintworth."
    assert written(sure, FarEar("")) == "thank you, Gail Brintworth."


def test_a_surname_with_the_right_letters_does_not_keep_the_whole_name_out() -> None:
    roster = make_lexicon([Person("c", "Claudette Joseph-Baptiste")], (), ())
    ear = Ear("Claudette Joseph-Baptiste came early.", second="Claudette Joseph-Baptiste came early.")
    lost = [Said("Koda", 0.2), Said("Joseph", 0.47), Said("Baptiste", 0.76), Said("came", 0.9), Said("early.", 1.0)]
    assert [n.text for n in namings(lost, roster, ear)] == ["Claudette Joseph-Baptiste"]
    # somebody else's first name, of which the recogniser was sure
    sure = [Said("Karen", 0.97), *lost[1:]]
    assert [n.text for n in namings(sure, roster, ear)] == ["Joseph-Baptiste"]


def test_less_is_asked_of_a_surname_behind_a_title_that_the_recogniser_wrote_itself() -> None:
    words = said("Doctor monitoring came", "monitoring")
    surname = next(term for term in ROSTER.terms if term.text == "Brintworth")
    heard, itself = (asked_of(words, Proposal(1, 2, surname, 0.48, written=w), Ear("")) for w in (False, True))
    assert itself == heard - 6


def test_somebody_with_a_title_who_is_on_no_list_is_not_given_the_name_of_somebody_who_is() -> None:
    roster = make_lexicon([Person("o", "Oisín Geraghty"), Person("l", "Llinos Caradog")], (), ())
    words = said("Then Dr Kariuki came", "Kariuki")
    surname = next(term for term in roster.terms if term.text == "Caradog")
    whole = next(term for term in roster.terms if term.text == "Oisín Geraghty")
    ear = Ear("")
    assert asked_of(words, Proposal(2, 3, surname, 0.53), ear) == math.inf
    assert asked_of(words, Proposal(2, 3, surname, 0.48), ear) < 3
    # one word behind a title is a surname, and not both names
    assert asked_of(words, Proposal(2, 3, whole, 0.45), ear) == math.inf
    assert asked_of(said("Then old Kariuki came", "Kariuki"), Proposal(2, 3, whole, 0.45), ear) < 3
