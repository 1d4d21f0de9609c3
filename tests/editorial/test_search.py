"""Snippets, whatever the text holds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mediakit.catalogue.search import HIT_CLOSES, HIT_OPENS
from mediakit.editorial.search import pieces, snippet

plain = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters=HIT_OPENS + HIT_CLOSES))
marked = st.lists(st.tuples(plain, st.booleans()), max_size=6).map(
    lambda parts: "".join(f"{HIT_OPENS}{text}{HIT_CLOSES}" if hit else text for text, hit in parts)
)


@given(marked)
def test_a_snippet_holds_no_markup_but_its_own_marks(text: str) -> None:
    assert "<" not in re.sub("</?mark>", "", snippet(text))
    assert HIT_OPENS not in snippet(text)


@given(marked)
def test_the_pieces_are_the_text_and_mark_what_was_marked(text: str) -> None:
    whole = "".join(part for part, _ in pieces(text))
    assert whole == text.replace(HIT_OPENS, "").replace(HIT_CLOSES, "").replace("\n", " ")
    hits = [h.replace("\n", " ") for h in re.findall(f"{HIT_OPENS}([^{HIT_CLOSES}]*){HIT_CLOSES}", text) if h]
    assert [part for part, is_hit in pieces(text) if is_hit] == hits
