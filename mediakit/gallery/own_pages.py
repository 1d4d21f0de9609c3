"""What the site says of itself: whose it is, what may be done with what is in it, and how accessible it is."""

from __future__ import annotations

from mediakit.domain.facts import Kind
from mediakit.gallery.cards import Cards
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
    words = {"uk": UK_ENFORCEMENT, "none": None}
    cards.gallery.pages += [
        about,
        AccessibilityPage(
            ACCESSIBILITY,
            measured(cards),
            settings.accessibility or None,
            words.get(settings.enforcement, settings.enforcement),
            updated,
        ),
    ]


def measured(cards: Cards) -> Measured:
    """What can be counted; of what is on the site and of nothing else."""
    recordings = [a for a in cards.of.published if a.kind is not Kind.PHOTO]
    photos = [a for a in cards.of.published if a.kind is Kind.PHOTO]
    said = {a.id for a in recordings if a.id in cards.of.said and cards.of.said[a.id].segments}
    return Measured(
        recordings=len(recordings),
        spoken=len(said),
        captioned=sum(bool(cards.of.said[i].cues) for i in said),
        checked=sum(a.id in said and a.spoken is not None and a.spoken.by is not None for a in recordings),
        photos=len(photos),
        described=sum(not a.decorative for a in photos),
        undescribed=sum(a.decorative for a in photos),
        described_at_length=sum(bool(a.extended_description) for a in photos),
        languages=tuple(sorted({a.spoken.language for a in recordings if a.id in said and a.spoken})),
    )
