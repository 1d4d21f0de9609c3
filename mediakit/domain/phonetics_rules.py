"""The tables behind phonetics.py: how letters are said, words whose letters mislead, and which sounds are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """letters are said as `said` where `following` (a pattern; "": anything) comes next; opens: only a word's first."""

    letters: str
    following: re.Pattern[str] | None
    said: str
    opens: bool = False

    def fits(self, word: str, at: int) -> bool:
        """Whether the rule is for these letters at this place."""
        if not word.startswith(self.letters, at) or (self.opens and at):
            return False
        return self.following is None or self.following.match(word, at + len(self.letters)) is not None


def _rules(table: str) -> list[Rule]:
    """Rules from lines of "letters[/following] sounds"; "^" marks a word's first letters, "-" no sound."""
    rules = []
    for entry in table.split("|"):
        written, _, said = entry.strip().partition(" ")
        letters, _, following = written.partition("/")
        pattern = re.compile(following) if following else None
        rules.append(Rule(letters.lstrip("^"), pattern, said.strip().replace("-", ""), letters.startswith("^")))
    return rules


# Tried in order at each place of a word.
ENGLISH = _rules(
    """
    ^kn n | ^gn n | ^wr r | ^ps s | ^wh w | ^rh r | ^x z | ^mc m@k | ^mac/[^eiy] m@k | ^o' O | ^mb @mb | ^nk @nk
    | ^ng @Ng | ^nd @nd | ^mk @mk | ^mp @mp | augh/t o | ough/t o | ough/$ O | igh I | eigh A | aigh A | tch C |
    sch/[lmnw] S | sch sk | sh S | ch/[rl] k | ch C | th T | ph f | gh/[aeiou] g | gh/$ - | gh g | ck k |
    tion S@n | sion Z@n | cian S@n | tial S@l | cial S@l | cious S@s | tious S@s | ture C@ | dge J | ng/$ N |
    ng/[sl] N | ngh N | nk Nk | nc/[aou] Nk | qu kw | q k | x ks | mb/$ m | mn/$ m | zz ts | cc/[eiy] ks |
    c/[eiy] s | cq k | cz C | c k | dj J | ge/$ J | gi/[aou] J | gy Ji | g g | j J | sz S | ss s | wh w | kh k |
    bh b | dh d | zh Z | tz ts | rh r | ayo AO | aw o | au o | air e | are/$ e | ai A | ay A | aa a | ae A |
    ar/[^aeiouy] a | ar/$ a | all ol | alk ok | al/t ol | ah a | eer i@ | ear/[nlt] 3 | ear i@ | ee i | ea i |
    ei I | ey/$ i | ey A | eu yu | ew yu | er/[^aeiouy] 3 | er/$ @ | ere/$ i@ | eau O | ier i@ | ie i |
    ir/[^aeiouy] 3 | ir/$ 3 | ire/$ I@ | ign/$ In | ild/$ Ild | ind/$ Ind | worth w3T | word w3d | work w3k |
    world w3ld | oar o | oa O | oe O | oi Y | oy Y | oor o | oo u | our o | ou W | ow/$ O | ow W |
    or/[^aeiouy] o | or/$ o | ore/$ o | oh O | ur/[^aeiouy] 3 | ur/$ 3 | ui u | ue u | uy I | uh @ | y/[aeiou] y
    | y/$ i | yr 3 | y i | a/[bcdfgklmnpstvz]e$ A | e/[bcdfgklmnpstvz]e$ i | i/[bcdfgklmnpstvz]e$ I |
    o/[bcdfgklmnpstvz]e$ O | u/[bcdfgklmnpstvz]e$ u | le/$ @l | es/$ z | ed/$ d | e/$ - | o/$ O | a/$ @
    """
)
POLISH = _rules(
    """
    szcz SC | sz S | cz C | rz Z | dz J | ch h | ci/[aeou] C | ci Ci | si/[aeou] S | ni/[aeou] ny | zi/[aeou] Z
    | ia ya | ie ye | c ts | w v | j y | y i | au W
    """
)
WELSH = _rules(
    """
    ll l | dd D | ff f | f v | si/[aeou] S | ch k | wy wi | aw W | ae I | ai I | eu I | ei A | ia ya | rh r |
    w/[^aeiouy] u | w/$ u | y/$ i | y @ | u i | e/$ e | th T
    """
)
GAELIC = _rules(
    """
    ^mh v | aoimh iv | mh v | ^bh v | bh v | ^sh h | ^th h | dh - | gh - | aoi i | ao i | ei A | ai a | ea a |
    iai i | ia i@ | eo O | io i | ui i | si/[aou] S | se/[aou] S | ^si Si | ^se Sa | ch h | th - | e/$ @ | c k
    """
)
POLISH_LETTERS = str.maketrans({"ł": "w", "ś": "sz", "ć": "cz", "ż": "rz", "ź": "rz", "ń": "n", "ą": "on", "ę": "en"})

# Words whose letters mislead, among those that a recogniser writes for a name it does not know.
IRREGULAR = dict(
    pair.split("=")
    for pair in """
        a=@ the=D@ of=ov to=tu one=wun two=tu who=hu was=woz what=wot said=sed says=sez you=yu your=yo are=a
        were=w3 have=hav has=haz is=iz his=hiz as=az do=du does=duz done=dun some=sum come=kum could=kud would=wud
        should=Sud there=De their=De they=DA where=we i=I i'm=Im i'd=Id i'll=Il my=mI by=bI why=wI buy=bI eye=I
        people=pip@l women=wimin woman=wum@n eight=At hour=W@ our=W@ hours=W@z way=wA wee=wi be=bi we=wi he=hi
        she=Si me=mi key=ki earth=3T great=grAt friend=frend health=helT head=hed dead=ded bread=bred blood=blud
        love=luv move=muv give=giv live=liv once=wuns sure=So sugar=Sug@ machine=m@Sin doctor=dokt@ dr=dokt@
        mr=mist@ mrs=misiz ms=miz st=s@nt prof=pr@fes@ quay=ki iron=I@n island=Il@nd isle=Il heart=hat build=bild
        thames=temz shaw=So sean=Son ian=i@n john=Jon thomas=tom@s into=intu no=nO so=sO go=gO oh=O low=lO know=nO
        own=On now=nW how=hW kay=kA lou=lu wool=wul full=ful put=put any=eni many=meni been=bin on=on an=@n
        and=@nd at=at for=fo from=from or=o her=h3 not=not this=Dis that=Dat than=Dan them=Dem then=Den these=Diz
        those=DOz with=wiD father=faD@ mother=muD@ other=uD@
        """.split()
)
LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "A bi si di i ef Ji AC I JA kA el em en O pi kyu a es ti yu vi dub@lyu eks wI zed".split(),
        strict=True,
    )
)
DIGITS = "zirO wun tu Tri fo fIv siks sev@n At nIn".split()

# Sounds that are taken for each other, and how far they are apart; sounds that share no group are 1.0 apart.
_ALIKE = [
    (group, float(apart))
    for group, apart in (
        pair.split("=")
        for pair in """
        pb=.3 td=.3 kg=.3 fv=.3 TD=.2 sz=.2 SZ=.25 CJ=.3 mn=.35 nN=.2 sS=.45 zZ=.45 SC=.35 ZJ=.3 fT=.4 vD=.4
        vw=.45 bv=.45 pf=.55 tT=.4 dD=.4 tC=.45 dJ=.45 sT=.5 zD=.5 lr=.6 rw=.6 lw=.6 yJ=.6 kC=.6 gJ=.5 pt=.65
        tk=.65 pk=.7 bd=.65 dg=.7 bg=.7 mN=.5 hk=.7 hf=.7 bm=.7 nl=.7 dn=.7 ld=.75 sh=.8 fh=.8 ieAaIoOuWY@3=.45
        ie=.2 iA=.3 eA=.2 ea=.2 eI=.35 aI=.3 aW=.3 ao=.2 oO=.15 uo=.25 uO=.25 uW=.3 OW=.25 oW=.25 oY=.25 IY=.3
        iI=.35 a@=.15 e@=.15 i@=.2 o@=.2 u@=.2 3@=.1 3e=.2 3o=.25 3u=.25 O@=.25 ua=.25 A@=.3
        """.split()
    )
]
# What it costs to leave a sound out or to hear one too many.
LOSSES = {
    **dict.fromkeys("pbkgfvTDszSZCJm", 0.8), **dict.fromkeys("tdnl", 0.65), **dict.fromkeys("eaoui3", 0.4),
    **dict.fromkeys("AIW", 0.5), "r": 0.4, "w": 0.5, "y": 0.4, "h": 0.35, "N": 0.6, "O": 0.45, "Y": 0.55, "@": 0.2,
}  # fmt: skip


def _nearness(groups: Iterable[tuple[str, float]]) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {sound: {sound: 0.0} for sound in LOSSES}
    for group, apart in groups:
        for a in group:
            for b in group:
                table[a][b] = min(apart, table[a].get(b, 1.0))
    return table


# sound → sound → how far they are apart, 0.0 … 1.0; a pair that is not there is 1.0
NEARNESS = _nearness(_ALIKE)
