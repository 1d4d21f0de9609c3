"""Topics: the tags that people gave, each with the films and photos that share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind
from mediakit.domain.naming import fold, slugify
from mediakit.gallery import photo_sets
from mediakit.gallery.cards import Cards
from mediakit.gallery.pages import Topic
from mediakit.gallery.pages_beside import TopicPage, TopicsPage
from mediakit.gallery.search_index import Entry


def topics_of(cards: Cards, assets: Iterable[Asset]) -> tuple[Topic, ...]:
    """The topics of these assets, by name; a tag that only withheld assets have is none."""
    found = {slug for asset in assets for slug in _slugs(cards, asset)}
    return tuple(sorted((cards.topics[slug] for slug in found), key=lambda t: (fold(t.name), t.path)))


def find_topics(cards: Cards) -> dict[str, Topic]:
    """Every topic by its slug. Spellings of one slug are one topic, called as most call it."""
    spellings: dict[str, Counter[str]] = {}
    for asset in cards.of.published:
        for slug, tag in _slugs(cards, asset).items():
            spellings.setdefault(slug, Counter())[tag] += 1
    return {
        slug: Topic(min(names, key=lambda n: (-names[n], n)), f"topics/{slug}/index.html", names.total())
        for slug, names in sorted(spellings.items())
    }


def _slugs(cards: Cards, asset: Asset) -> dict[str, str]:
    """Slug → tag of those tags of an asset that may be shown; a tag without a letter has no address."""
    shown = (tag.strip() for tag in asset.tags if cards.may_show_word(tag, asset.event))
    return {slug: tag for tag in shown if (slug := slugify(tag, fallback=""))}


def add_topic_pages(cards: Cards) -> None:
    """A page for every topic, and one with all of them."""
    if not cards.topics:
        return
    cards.gallery.pages.append(TopicsPage("topics/index.html", topics_of(cards, cards.of.published)))
    tagged: dict[str, list[Asset]] = {slug: [] for slug in cards.topics}
    for asset in cards.of.published:
        for slug in _slugs(cards, asset):
            tagged[slug].append(asset)
    for slug, topic in cards.topics.items():
        here = tagged[slug]
        cards.gallery.pages.append(
            TopicPage(
                path=topic.path,
                name=topic.name,
                recordings=tuple(cards.recordings[a.id] for a in here if a.kind is not Kind.PHOTO),
                photos=photo_sets.grid(cards, [a for a in here if a.kind is Kind.PHOTO]),
                updated=cards.updated(here),
            )
        )
        cards.gallery.entries.append(Entry(topic.path, "Topic", topic.name))
