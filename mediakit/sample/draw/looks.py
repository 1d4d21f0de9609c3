"""What each person of the sample looks like. Nobody is portrayed: the faces are as invented as the names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mediakit.sample import story
from mediakit.sample.draw.sheet import mixed


@dataclass(frozen=True, slots=True)
class Look:
    """Colours are "#rrggbb"; hair: short, crop, bob, long, bun, curls or scarf; clothes: blazer, jumper, scrubs, shirt.

    jaw: 0.0 narrow … 1.0 broad. under: what shows under a blazer. lanyard, glasses, earrings: their colour, or None.
    """

    skin: str
    hair: str
    hair_colour: str
    top: str
    clothes: str = "blazer"
    under: str = "#f3efe8"
    eyes: str = "#5a3a22"
    lips: str = "#b0605c"
    jaw: float = 0.2
    beard: bool = False
    glasses: str | None = None
    earrings: str | None = None
    lanyard: str | None = None

    @property
    def shade(self) -> str:
        """The skin where less light falls on it."""
        return mixed(self.skin, "#4a1712", 0.34)

    @property
    def blush(self) -> str:
        return mixed(self.skin, "#d0353c", 0.42)

    @property
    def hair_dark(self) -> str:
        return mixed(self.hair_colour, "#0c0808", 0.5)


_FAIR, _ROSY, _OLIVE, _TAN, _BROWN, _DEEP = "#f1c9ae", "#eebfa6", "#d9a57e", "#c08458", "#93593a", "#6b3f2a"

LOOKS = {
    story.SIAN.slug: Look(
        _FAIR, "bob", "#7a3f22", "#1f5c66", under="#f4e9dc", eyes="#3f7a6a", lips="#bd6660", earrings="#d9b25c"
    ),
    story.ADEBAYO.slug: Look(
        _DEEP, "short", "#16100e", "#d8dde6", "shirt", eyes="#3a2114", lips="#8c4a44", jaw=0.75, beard=True,
        glasses="#2a2320",
    ),
    story.RENEE.slug: Look(
        _BROWN, "curls", "#2a1710", "#c8603f", "jumper", eyes="#4a2a18", lips="#9c4c4a", earrings="#e6c66e"
    ),
    story.NUALA.slug: Look(
        _ROSY, "crop", "#b9b6b2", "#3d3560", under="#e9e4f2", eyes="#4f6f93", lips="#b8605e", glasses="#5b4a7a"
    ),
    story.LUKASZ.slug: Look(
        _FAIR, "short", "#a9793f", "#39506b", under="#dfe8ee", eyes="#4d7691", jaw=0.8, lips="#b6776a"
    ),
    story.PRIYANKA.slug: Look(_TAN, "long", "#1c1413", "#7c2d4f", under="#f2dfe2", lips="#a64c54", earrings="#e2b95a"),
    story.FATIMA.slug: Look(_OLIVE, "scarf", "#d7a04a", "#34495a", "jumper", lips="#ae5c56"),
    story.GWENLLIAN.slug: Look(_ROSY, "long", "#c9924e", "#5d6b3e", "jumper", eyes="#4f7d5c", lips="#c06a64"),
    story.TAMSIN.slug: Look(_BROWN, "bun", "#1d1310", "#20324f", under="#ffffff", lips="#98484a", earrings="#f0ede4"),
    story.ZOE.slug: Look(_OLIVE, "curls", "#4a2b1a", "#e0a83c", "jumper", lips="#b25a56", glasses="#7a3a2a"),
    story.IQBAL.slug: Look(_TAN, "short", "#17110f", "#4a5a4c", "shirt", jaw=0.7, beard=True, lips="#9a5a50"),
    story.AOIFE.slug: Look(_TAN, "bun", "#2b1a14", "#2f7f8a", "scrubs", lips="#a8565a"),
    story.BRONWEN.slug: Look(_DEEP, "crop", "#1a1210", "#274b8c", "scrubs", lips="#8a4446", earrings="#d8c27a"),
    story.HARPREET.slug: Look(_TAN, "bob", "#18110f", "#2a4f9c", "scrubs", lips="#a5524e"),
    story.JOSUE.slug: Look(_BROWN, "short", "#140e0c", "#6a2f3a", under="#f0e6dc", jaw=0.75, lips="#8e4c46"),
    story.INGRID.slug: Look(_FAIR, "long", "#e0c58c", "#41506e", under="#e8edf4", eyes="#5e86a8", lips="#c4716c"),
}  # fmt: skip


def look_of(person: str, *, lanyard: str | None = None) -> Look:
    """The look of a person by slug, with a lanyard or without. Raises KeyError for anybody else."""
    return replace(LOOKS[person], lanyard=lanyard)
