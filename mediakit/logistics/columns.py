"""Which column of somebody's spreadsheet holds what: headings in several spellings, in one row or two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediakit.domain.naming import fold
from mediakit.media.sheets import Row

_ROWS_LOOKED_AT = 25


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table begins, and its columns: what one holds → numbers of columns, from the left.

    header: index of the last heading row among the rows; unknown: headings that nothing is known of.
    """

    header: int
    of: Mapping[str, tuple[int, ...]]
    unknown: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        return name in self.of

    def text(self, row: Row, name: str) -> str:
        """The first cell of a row that holds this and is not empty, as text; "" where there is none."""
        return next((text for number in self.of.get(name, ()) if (text := row.text(number))), "")

    def texts(self, row: Row, name: str) -> list[str]:
        """Every cell of a row that holds this and is not empty."""
        return [text for number in self.of.get(name, ()) if (text := row.text(number))]


def heading(text: str) -> str:
    """A heading as it is compared: without accents, case and marks.

    >>> heading("Organisation / employer*"), heading("Speaker_1:")
    ('organisation employer', 'speaker 1')
    """
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def find_columns(rows: Sequence[Row], known: Mapping[str, Sequence[str]], needed: str) -> Columns | None:
    """The heading row, and what each column holds; None where no row has the column `needed` and one more.

    known: what a column holds → headings it may have, folded; "speaker 1" counts as "speaker". The row with the most
    known headings is taken. A heading of numbers alone, or none, belongs to the heading above it (merged cells).
    """
    names = {text: name for name, texts in known.items() for text in texts}
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows[:_ROWS_LOOKED_AT]):
        found = [_known(row.text(number), names) for number in range(len(row.cells))]
        score = len({name for name in found if name})
        if needed in found and score > 1 and (best is None or score > best[0]):
            best = (score, index)
    if best is None:
        return None
    return _columns(rows, best[1], names)


def _known(text: str, names: Mapping[str, str]) -> str | None:
    told = heading(text)
    if len(told) > 40:
        return None
    return names.get(told) or names.get(re.sub(r"\s*\d+$", "", told)) or names.get(re.sub(r"s$", "", told))


def _columns(rows: Sequence[Row], index: int, names: Mapping[str, str]) -> Columns:
    row, above = rows[index], rows[index - 1] if index else None
    found: dict[str, list[int]] = {}
    unknown: list[str] = []
    spanning = None
    for number in range(max(len(row.cells), len(above.cells) if above else 0)):
        text = row.text(number)
        if above and above.text(number):
            spanning = _known(above.text(number), names)
        name = _known(text, names) or (spanning if not text or text.isdecimal() else None)
        if name:
            found.setdefault(name, []).append(number)
        elif text:
            unknown.append(text)
    return Columns(index, {name: tuple(numbers) for name, numbers in found.items()}, tuple(unknown))
