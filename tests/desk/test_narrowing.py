"""Footage and search narrowed down: by organisation, by day, and with the sentences around a hit."""

from __future__ import annotations

import html
import re

from tests.desk.conftest import Browser, Hall


def test_footage_is_found_by_organisation_and_day(browser: Browser, hall: Hall) -> None:
    hall.shoot.catalogue.execute("UPDATE assets SET captured_at = '2026-05-13T23:30:00+01:00'")
    found = {}
    for query in ("organisation=St.+Brigid’s+%26+Co", "organisation=Nobody", "since=2026-05-13&until=2026-05-13",
                  "since=2026-05-14", "until=2026-05-12"):  # fmt: skip
        words = re.search(r'id="found">([\d,]+) found', browser.text(f"/footage?{query}"))
        assert words
        found[query] = int(words[1])
    assert list(found.values()) == [1, 0, 5, 0, 0]
    assert 'value="St. Brigid’s &amp; Co" selected' in browser.text("/footage?organisation=St.+Brigid’s+%26+Co")


def test_search_is_narrowed_by_organisation_and_day_and_shows_the_sentences_around(
    browser: Browser, hall: Hall
) -> None:
    hall.shoot.say(hall.film, ("Nobody spoke first.", "We asked about trust.", "Then we waited."), "sian")
    hall.shoot.catalogue.execute("UPDATE assets SET captured_at = '2026-05-13T10:00:00+01:00'")
    plain = browser.text("/search?q=asked")
    assert "Nobody spoke first." not in plain
    around = html.unescape(browser.text("/search?q=asked&context=1&organisation=St.+Brigid’s+%26+Co&since=2026-05-13"))
    assert 'class="near">Nobody spoke first.</span>' in around
    assert 'class="near">Then we waited.</span>' in around
    assert "--organisation 'St. Brigid’s & Co' --since 2026-05-13 --context 1" in around
    assert "Nothing that was said" in browser.text("/search?q=asked&until=2026-05-12")


def test_a_name_that_was_looked_for_as_well_is_told_once(browser: Browser, hall: Hall) -> None:
    hall.shoot.say(hall.film, ("Adébáyò asked about it, and Adébáyò was right.",), "sian")
    said = re.search(r"data-count>(.*?)</p>", browser.text("/search?q=adebayoo+adebayoo"), re.DOTALL)
    assert said
    assert said[1].count("(you typed adebayoo)") == len(set(re.findall(r"(\S+) \(you typed", said[1])))
