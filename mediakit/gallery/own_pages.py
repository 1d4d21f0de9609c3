"""What the site says of itself: whose it is, what may be done with what is in it, and how accessible it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from mediakit.domain.accessibility import ForUnseen, for_unseen
from mediakit.domain.facts import Kind
from mediakit.gallery.cards import Cards
from mediakit.gallery.material import Material
from mediakit.gallery.organisation_pages import organisations_shown
from mediakit.gallery.pages import Link
from mediakit.gallery.pages_beside import AboutPage, AccessibilityPage, Measured

ABOUT, ACCESSIBILITY = "about/index.html", "accessibility/index.html"
COLOPHON = (Link("About and rights", ABOUT), Link("Accessibility", ACCESSIBILITY))

# the words that the UK's Public Sector Bodies Accessibility Regulations 2018 ask for
UK_ENFORCEMENT = (
    "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites "
    "and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the “accessibility regulations”). If you are "
    "not happy with how we respond to your complaint, contact the Equality Advisory and Support Service (EASS). If "
    "you are in Northern Ireland, contact the Equality Commission for Northern Ireland (ECNI)."
)


def add_own_pages(cards: Cards) -> None:
    """The page about the site and its rights, and the draft of an accessibility statement."""
    settings, updated = cards.of.settings, cards.updated(cards.of.published)
    hosts = tuple(o for o in organisations_shown(cards, None) if o.role == "host")
    about = AboutPage(ABOUT, settings.about or None, settings.rights or None, hosts, updated)
    about = replace(about, photos_to_keep=any(photo.download for photo in cards.photos.values()))
    words = {"uk": UK_ENFORCEMENT, "none": None}
    cards.gallery.pages += [
        about,
        AccessibilityPage(
            ACCESSIBILITY,
            measured(cards),
            settings.accessibility or None,
            words.get(settings.enforcement, settings.enforcement),
            updated,
            "en-GB" if settings.enforcement == "uk" else None,
        ),
    ]


def measured(cards: Cards) -> Measured:
    """What can be counted; of what is on the site and of nothing else."""
    of = cards.of
    recordings = [a for a in of.published if a.kind is not Kind.PHOTO]
    photos = [a for a in of.published if a.kind is Kind.PHOTO]
    said = {a.id for a in recordings} & of.spoken
    captioned = said & of.captioned
    unseen, levels = _unseen(of), Counter(standing.level for standing in cards.gallery.standings)
    return Measured(
        recordings=len(recordings),
        spoken=len(said),
        untold=sum(a.has_sound and a.spoken is None for a in recordings),
        captioned=len(captioned),
        checked=len(captioned & of.checked),
        films=unseen.total(),
        with_version=unseen[ForUnseen.VERSION],
        with_text=unseen[ForUnseen.TEXT],
        not_needed=unseen[ForUnseen.NOT_NEEDED],
        undecided=unseen[ForUnseen.UNDECIDED],
        photos=len(photos),
        described=sum(not a.decorative for a in photos),
        undescribed=sum(a.decorative for a in photos),
        described_at_length=sum(bool(a.extended_description) for a in photos),
        level_a=levels.total() - levels[None],
        level_aa=levels["AA"] + levels["AAA"],
        languages=tuple(sorted({a.spoken.language for a in recordings if a.id in said and a.spoken})),
    )


def _unseen(material: Material) -> Counter[ForUnseen]:
    """Films by what they offer those who do not see them. A described version is none of them."""
    published = {a.id for a in material.published}
    versions = {a.described_by for a in material.published if a.described_by}
    films = [a for a in material.published if a.kind is Kind.VIDEO and a.id not in versions]
    return Counter(for_unseen(a, described=a.described_by in published) for a in films)
