"""What was filmed and photographed at the sample conference: scripts, cards, clips, finished films and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mediakit.domain.event import Session
from mediakit.domain.facts import Shot
from mediakit.domain.person import Person
from mediakit.sample import story
from mediakit.sample.story import DAY_ONE, DAY_TWO

PHOTOGRAPHER = "Kit Ashdown-Vega"
CREDIT = "Kit Ashdown-Vega / Northmoor Health Observatory (sample)"
COPYRIGHT = "© 2026 Northmoor Health Observatory (an invented body): generated sample, free to use"


@dataclass(frozen=True, slots=True)
class Script:
    """What one voice says, sentence by sentence. voice: the recording's name in mediakit/sample/voices."""

    voice: str
    person: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


SCRIPTS = (
    Script(
        voice="sian",
        person=story.SIAN.slug,
        sentences=(
            "I’m Siân Prys-Howell, and I am a consultant midwife in Aldermere.",
            "When we joined the learning network, I thought we would be comparing numbers.",
            "What we did first was listen.",
            "We asked forty women to tell us about the night their baby was born, and nobody interrupted.",
            "The same thing came up again and again: they knew that something was wrong, and they were not believed.",
            "What I learned is that trust is built slowly, and that it can be lost in a single sentence.",
            "So we changed one thing.",
            (
                "If a woman says she is worried, that is now written down as a clinical sign, "
                "and somebody senior comes within half an hour."
            ),
            "It costs almost nothing.",
            "It took us nine months to agree on it, and three weeks to see the difference.",
        ),
    ),
    Script(
        voice="adebayo",
        person=story.ADEBAYO.slug,
        sentences=(
            "I’m Adébáyò Fálàdé, and I look after maternity data in Calderwick.",
            "People think that data is the opposite of a story.",
            "I think it is a great many stories, counted carefully.",
            "Nine health systems used to send us nine different spreadsheets.",
            "In one place a late booking meant twelve weeks, and in another it meant twenty.",
            "You cannot learn from each other if you do not mean the same thing by the same word.",
            "So we sat down with the midwives, and we agreed on fourteen measures that everybody could trust.",
            (
                "Now, when Siân says that her clinic has changed something, I can show her what happened next, "
                "and I can show her who it did not reach."
            ),
            "That last part is the one that matters.",
        ),
    ),
    Script(
        voice="renee",
        person=story.RENEE.slug,
        sentences=(
            "I’m Renée O’Malley, and I speak for parents in Fenhollow.",
            "I had my second baby here, two years after we moved from Boston.",
            "Nobody was unkind to me.",
            "They were just very, very busy.",
            "There was one midwife who sat down on the edge of the bed, and asked me what I was afraid of.",
            "I have forgotten most of that night, but I will never forget that she sat down.",
            "When I tell that story in this room, I can see the staff nodding, because they want to work like that.",
            "A learning network is a simple idea.",
            "It means the next mother should not have to teach you the same lesson again.",
        ),
    ),
    Script(
        voice="nuala",
        person=story.NUALA.slug,
        sentences=(
            "Good morning, and welcome to Northmoor.",
            (
                "Two years ago, nine health systems made one promise: that we would learn from each other in the open, "
                "and that we would begin with the things that went wrong."
            ),
        ),
    ),
)


def script(voice: str) -> Script:
    """The script of a voice. Raises KeyError for a name that is none of the four."""
    return {each.voice: each for each in SCRIPTS}[voice]


@dataclass(frozen=True, slots=True)
class Card:
    """A camera's card. clock_ahead: how far the camera's clock was ahead of the wall clock."""

    name: str
    camera: str
    clock_ahead: timedelta = timedelta(0)

    @property
    def clock_offset(self) -> str | None:
        """What to tell ingest so that the times come right, as for --clock-offset; None where the clock was right."""
        minutes = -int(self.clock_ahead.total_seconds()) // 60
        if not minutes:
            return None
        return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60}:{abs(minutes) % 60:02d}:00"


CARD_A = Card("A001", "Canon EOS C70")
CARD_B = Card("B001", "Sony ILME-FX30", timedelta(hours=1))
CARD_P = Card("P001", "Canon EOS R6m2")
CARDS = (CARD_A, CARD_B, CARD_P)


@dataclass(frozen=True, slots=True)
class Clip:
    """A rush. path: as on the card; starts_at: the true time; scene: what is drawn; voice: who speaks."""

    card: Card
    path: str
    scene: str
    voice: str
    person: str
    session: str
    starts_at: datetime
    timecode: str | None
    shot: Shot

    @property
    def short(self) -> str:
        return f"{self.card.name}/{self.path.rsplit('/', 1)[1].split('.')[0]}"

    @property
    def camera_time(self) -> datetime:
        """What the camera's clock showed when the clip began."""
        return self.starts_at + self.card.clock_ahead


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=story.ZONE)


CLIPS = (
    Clip(
        CARD_A, "DCIM/100CANON/MVI_0101.MP4", "sian", "sian", story.SIAN.slug, story.INTERVIEW_SIAN.slug,
        _at(DAY_ONE, "11:34:20"), "11:34:20:00", Shot.INTERVIEW,
    ),
    Clip(
        CARD_A, "DCIM/100CANON/MVI_0102.MP4", "adebayo", "adebayo", story.ADEBAYO.slug, story.INTERVIEW_ADEBAYO.slug,
        _at(DAY_ONE, "11:58:05"), "11:58:05:00", Shot.INTERVIEW,
    ),
    Clip(
        CARD_B, "PRIVATE/M4ROOT/CLIP/C0001.MP4", "hall", "nuala", story.NUALA.slug, story.WELCOME.slug,
        _at(DAY_TWO, "09:34:10"), "10:34:10:00", Shot.TALK,
    ),
    Clip(
        CARD_B, "PRIVATE/M4ROOT/CLIP/C0002.MP4", "renee", "renee", story.RENEE.slug, story.INTERVIEW_RENEE.slug,
        _at(DAY_TWO, "11:36:45"), "12:36:45:00", Shot.INTERVIEW,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Film:
    """A finished film that was delivered. rushes: short names of the clips that it was cut from.

    description_not_needed: why it needs no audio description; None: nobody decided.
    """

    file_name: str
    title: str
    caption: str
    deliverable: str
    people: tuple[str, ...]
    rushes: tuple[str, ...]
    shot: Shot
    session: str | None = None
    voice: str | None = None
    description_not_needed: str | None = None
    tags: tuple[str, ...] = ()


def _talking_head(person: Person, session: Session, short: str, title: str, caption: str, *tags: str) -> Film:
    return Film(
        file_name=f"{person.slug}.mp4",
        title=title,
        caption=caption,
        deliverable=f"talking-head-{person.slug}",
        people=(person.slug,),
        rushes=(short,),
        shot=Shot.INTERVIEW,
        session=session.slug,
        voice=person.slug.partition("-")[0],
        tags=tags,
        description_not_needed="one person speaks to the camera; who it is stands under the title",
    )


FILMS = (
    _talking_head(
        story.SIAN, story.INTERVIEW_SIAN, "A001/MVI_0101",
        "Trust is built slowly",
        "Siân Prys-Howell on what changed in Aldermere once a woman’s worry counted as a clinical sign.",
        story.TRUST, story.LISTENING,
    ),
    _talking_head(
        story.ADEBAYO, story.INTERVIEW_ADEBAYO, "A001/MVI_0102",
        "A great many stories, counted carefully",
        "Adébáyò Fálàdé on fourteen measures that nine health systems could agree on, and whom they did not reach.",
        story.MEASURES, story.TRUST,
    ),
    _talking_head(
        story.RENEE, story.INTERVIEW_RENEE, "B001/C0002",
        "She sat down",
        "Renée O’Malley on the one thing that she remembers of the night her second child was born.",
        story.PARENTS, story.LISTENING,
    ),
    Film(
        file_name="two-days-in-northmoor.mp4",
        title="Two days in Northmoor",
        caption="The annual gathering of the Learning and Action Network on maternity care, in half a minute.",
        deliverable=story.EVENT_FILM.slug,
        people=(story.NUALA.slug, story.SIAN.slug, story.RENEE.slug),
        rushes=("A001/MVI_0101", "B001/C0001", "B001/C0002"),
        shot=Shot.TALK,
        tags=(story.TRUST, story.PARENTS),
    ),
)  # fmt: skip
