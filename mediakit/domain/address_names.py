"""Names in addresses: whom the name of a folder names, so that nobody's name outlives their consent in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from mediakit.domain.names import written_ways
from mediakit.domain.naming import SLUG_LETTERS, slugify
from mediakit.domain.person import Person

# an address that is nearly as long as one may be was cut, maybe in the middle of a name
_CUT_FROM = SLUG_LETTERS - 6
_TELLING_LETTERS = 4


def parts_of_name(person: Person) -> frozenset[str]:
    """Every word of somebody's names as it stands in addresses, down to two letters.

    >>> sorted(parts_of_name(Person("sian", "Siân O'Neill", aliases=("J. Siân Thomas",))))
    ['oneill', 'sian', 'thomas']
    """
    names = (person.slug, person.name, *person.aliases)
    return frozenset(word for name in names for word in slugify(name, fallback="").split("-") if len(word) > 1)


def names_somebody(folder: str, person: Person) -> bool:
    """Whether a folder's name still bears a name, or a part of one, that is this person's today."""
    words = folder.rpartition("/")[2].split("-")
    return not parts_of_name(person).isdisjoint(words) or bool(NamesInAddresses([person]).found_in(folder))


class NamesInAddresses:
    """Finds the people of a list whose full names stand in the name of a folder, cut off at its end or not."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_first_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for person in people:
            for form in {slugify(name, fallback="") for name in written_ways(person)}:
                if form:
                    self._by_first_word[form.split("-")[0]].append((form, person.slug))

    def found_in(self, folder: str) -> tuple[str, ...]:
        """The slugs of the people that a folder's name ("videos/siân-thomas-on-trust", as slugified) names."""
        name = folder.rpartition("/")[2]
        words = name.split("-")
        line = f"-{name}-"
        found = [slug for w in words for form, slug in self._by_first_word.get(w, ()) if f"-{form}-" in line]
        return tuple(dict.fromkeys([*found, *(self._cut_off(words) if len(name) >= _CUT_FROM else ())]))

    def _cut_off(self, words: Collection[str]) -> Iterator[str]:
        ends = ["-".join(list(words)[at:]) for at in range(len(words))]
        for forms in self._by_first_word.values():
            for form, slug in forms:
                if any(len(end) >= _TELLING_LETTERS and form.startswith(end) for end in ends):
                    yield slug
