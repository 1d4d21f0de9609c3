"""The sample shoot's story: an invented conference, its organisations, agenda, people, promises and forms.

Everybody and everything in it is invented. The values are the domain's own, so that the demo enters them as a user
would; what was filmed and photographed is told in mediakit.sample.footage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mediakit.domain.consent import Channel, ShowAs
from mediakit.domain.deliverable import Deliverable, DeliverableKind
from mediakit.domain.event import Event, Organisation, Part, Session
from mediakit.domain.naming import slugify
from mediakit.domain.person import Appearance, Person

ZONE = ZoneInfo("Europe/London")
DAY_ONE, DAY_TWO = date(2026, 5, 13), date(2026, 5, 14)

EVENT = Event(
    slug="annual-gathering-2026",
    name="Learning and Action Network on maternity care: annual gathering (sample)",
    starts=DAY_ONE,
    ends=DAY_TWO,
    venue="The Corn Exchange, Northmoor",
    timezone="Europe/London",
    crowd_notice=(
        "We are filming and photographing today for a public website. If you would rather not be seen, "
        "take a yellow lanyard and sit on the left of the hall: our crew will leave you out."
    ),
    keep_until=date(2031, 5, 14),
)


def _organisation(name: str, part: Part) -> Organisation:
    return Organisation(slug=slugify(name), name=name, parts=((EVENT.slug, part),))


HOST = _organisation("Northmoor Health Observatory", Part.HOST)
PARTNER = _organisation("Listening Midwives Collective", Part.PARTNER)
FUNDER = _organisation("The Harrow Lane Foundation", Part.FUNDER)
SYSTEMS = tuple(
    _organisation(f"{place} Health System", Part.PARTICIPANT)
    for place in (
        "Aldermere", "Brackwater", "Calderwick", "Dunmarsh", "Eastfell", "Fenhollow", "Glasdale", "Harthope",
        "Invermoor",
    )
)  # fmt: skip
ORGANISATIONS = (HOST, PARTNER, FUNDER, *SYSTEMS)

_ALDERMERE, _BRACKWATER, _CALDERWICK, _DUNMARSH, _EASTFELL, _FENHOLLOW, _GLASDALE, _HARTHOPE, _INVERMOOR = SYSTEMS


def _person(
    name: str,
    role: str,
    organisation: Organisation,
    says: str,
    aliases: tuple[str, ...] = (),
    honorific: str | None = None,
) -> Person:
    return Person(
        slug=slugify(name),
        name=name,
        honorific=honorific,
        role=role,
        organisation=organisation.name,
        aliases=aliases,
        says=says,
        appearances=(Appearance(event=EVENT.slug, role=role, organisation=organisation.name),),
    )


SIAN = _person(
    "Siân Prys-Howell", "Consultant midwife", _ALDERMERE, "SHAHN preess-HOW-ell", ("Sian Prys Howell",), "Dr"
)
ADEBAYO = _person(
    "Adébáyò Fálàdé", "Head of maternity data", _CALDERWICK, "ah-deh-BYE-oh fah-LAH-deh", ("Adebayo Falade", "Bayo")
)
RENEE = _person("Renée O’Malley", "Parent representative", _FENHOLLOW, "reh-NAY oh-MAL-ee", ("Renee O'Malley",))
NUALA = _person(
    "Nuala Ní Dhomhnaill-Byrne", "Director", HOST, "NOO-la nee GO-nal BURN", ("Nuala Ni Dhomhnaill Byrne",), "Professor"
)
LUKASZ = _person(
    "Łukasz Wiśniewski-Hart", "Head of maternity safety", _BRACKWATER, "WOO-kash vish-NYEF-skee HART", ("Lukasz Hart",)
)
PRIYANKA = _person(
    "Priyanka Chattopadhyay", "Consultant obstetrician", _DUNMARSH, "pree-YUNG-ka chut-oh-PAHD-yai", (), "Dr"
)
FATIMA = _person(
    "Fatima-Zahra Benkirane", "Interpreting lead", _EASTFELL, "FAH-tee-ma ZAH-ra ben-kee-RAHN", ("Fatima Zahra",)
)
GWENLLIAN = _person("Gwenllian Rhydderch", "Head of workforce", _GLASDALE, "gwen-HLEE-an HRUH-therkh", ("Gwen",))
TAMSIN = _person(
    "Tamsin Featherstonehaugh-Obi", "Programme manager", FUNDER, "TAM-zin FAN-shaw OH-bee", ("Tamsin F-O",)
)
ZOE = _person("Zoë Çelik", "Parent representative", _HARTHOPE, "ZOH-ee CHEH-leek", ("Zoe Celik",))
IQBAL = _person("Muhammad Iqbal Qureshi", "Public health registrar", _INVERMOOR, "IK-bahl koo-RAY-shee", ("Iqbal",))
AOIFE = _person("Aoife D’Souza-Nair", "Consultant neonatologist", _ALDERMERE, "EE-fa duh-SOO-za NYRE", (), "Dr")
BRONWEN = _person("Bronwen St John-Achebe", "Maternity matron", _BRACKWATER, "BRON-wen SIN-jun ah-CHAY-bay")
HARPREET = _person(
    "Harpreet Kaur Dhillon", "Community midwife", _DUNMARSH, "har-PREET KOR DILL-on", ("Harpreet Dhillon",)
)
JOSUE = _person("Josué Mbeki-Laurent", "Co-chair", PARTNER, "zho-zoo-AY m-BEK-ee lo-RAHN", ("Josue",))
INGRID = _person(
    "Ingrid Sørensen-Bailey", "Statistician", HOST, "ING-rid SUR-en-sen BAY-lee", ("Ingrid Sorensen Bailey",)
)

PEOPLE = (
    SIAN, ADEBAYO, RENEE, NUALA, LUKASZ, PRIYANKA, FATIMA, GWENLLIAN, TAMSIN, ZOE, IQBAL, AOIFE, BRONWEN, HARPREET,
    JOSUE, INGRID,
)  # fmt: skip


def _session(day: date, times: str, kind: str, room: str, title: str, *people: Person, about: str = "") -> Session:
    starts, ends = (
        datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), tzinfo=ZONE)  # noqa: DTZ007
        for clock in times.split("–")
    )
    return Session(
        slug=slugify(title),
        event=EVENT.slug,
        title=title,
        kind=kind,
        room=room,
        starts_at=starts,
        ends_at=ends,
        abstract=about or None,
        people=tuple(p.slug for p in people),
    )


# what films and photos are filed under
TOPICS = TRUST, LISTENING, MEASURES, PARENTS = "Trust", "Listening", "Measures", "Parents’ voices"

HALL, LIBRARY, GALLERY, FOYER = "Great Hall", "Library", "Long Gallery", "Foyer"
WELCOME = _session(
    DAY_TWO, "09:30–10:15", "talk", HALL, "Nine systems, one promise", NUALA,
    about="What two years of learning in the open have changed, and what they have not.",
)  # fmt: skip
INTERVIEW_SIAN = _session(DAY_ONE, "11:30–11:50", "interview", LIBRARY, "Interview: Siân Prys-Howell", SIAN)
INTERVIEW_ADEBAYO = _session(DAY_ONE, "11:55–12:15", "interview", LIBRARY, "Interview: Adébáyò Fálàdé", ADEBAYO)
INTERVIEW_RENEE = _session(DAY_TWO, "11:30–11:50", "interview", LIBRARY, "Interview: Renée O’Malley", RENEE)
SESSIONS = (
    _session(DAY_ONE, "09:15–10:00", "break", FOYER, "Registration and coffee"),
    _session(
        DAY_ONE, "10:00–11:15", "panel", HALL, "Who is not in the room?", ZOE, FATIMA, JOSUE, TAMSIN,
        about="Parents, interpreters and advocates on whose voice is missing when care is designed.",
    ),
    INTERVIEW_SIAN,
    INTERVIEW_ADEBAYO,
    _session(DAY_ONE, "12:30–13:30", "break", FOYER, "Lunch"),
    _session(
        DAY_ONE, "13:30–15:00", "panel", GALLERY, "Table work: reading the numbers together", INGRID, IQBAL, HARPREET,
        about="Small groups read one page of real measures and write down what they would do on Monday.",
    ),
    _session(DAY_ONE, "15:30–16:15", "talk", HALL, "Staffing the night shift", GWENLLIAN, BRONWEN),
    WELCOME,
    _session(
        DAY_TWO, "10:30–11:15", "panel", HALL, "When something goes wrong", LUKASZ, PRIYANKA, AOIFE,
        about="Three systems say plainly what happened, what they told the family, and what they did next.",
    ),
    INTERVIEW_RENEE,
    _session(DAY_TWO, "12:00–13:00", "break", FOYER, "Lunch and goodbye"),
)  # fmt: skip

_INTERVIEWED = (SIAN, ADEBAYO, RENEE, LUKASZ, PRIYANKA, FATIMA, GWENLLIAN, ZOE, IQBAL, AOIFE, BRONWEN, HARPREET)
EVENT_FILM = Deliverable(
    slug="event-film",
    event=EVENT.slug,
    title="Event film: two days in Northmoor",
    kind=DeliverableKind.FILM,
    organisation=FUNDER.slug,
    due=date(2026, 6, 12),
    length_ms=180_000,
)
PHOTO_SET = Deliverable(
    slug="photo-set",
    event=EVENT.slug,
    title="Photo set: forty edited pictures",
    kind=DeliverableKind.PHOTOS,
    organisation=HOST.slug,
    due=date(2026, 5, 29),
)
DELIVERABLES = (
    *(
        Deliverable(
            slug=f"talking-head-{person.slug}",
            event=EVENT.slug,
            title=f"Talking head: {person.name}",
            kind=DeliverableKind.INTERVIEW,
            organisation=slugify(person.organisation or HOST.name),
            person=person.slug,
            due=date(2026, 6, 26),
            length_ms=120_000,
        )
        for person in _INTERVIEWED
    ),
    EVENT_FILM,
    PHOTO_SET,
)


@dataclass(frozen=True, slots=True)
class Form:
    """One person's signed form: the channels agreed to, on which day; withdrawn_on: the day they took it back."""

    person: str
    channels: tuple[Channel, ...]
    given_on: date
    show_as: ShowAs = ShowAs.FULL
    until: date | None = None
    note: str | None = None
    withdrawn_on: date | None = None
    withdrawn_reason: str | None = None


_EVERYWHERE = (Channel.WEB, Channel.SOCIAL, Channel.PRINT, Channel.PRESS, Channel.INTERNAL)
_SPECIAL = {
    HARPREET.slug: Form(
        person=HARPREET.slug,
        channels=(Channel.PRINT, Channel.INTERNAL),
        given_on=DAY_ONE,
        note="Happy to be in the printed report; not on the web.",
    ),
    FATIMA.slug: Form(person=FATIMA.slug, channels=_EVERYWHERE, given_on=DAY_ONE, show_as=ShowAs.FIRST),
    ZOE.slug: Form(person=ZOE.slug, channels=_EVERYWHERE, given_on=DAY_ONE, until=date(2031, 5, 14)),
    JOSUE.slug: Form(
        person=JOSUE.slug,
        channels=_EVERYWHERE,
        given_on=DAY_ONE,
        withdrawn_on=date(2026, 9, 2),
        withdrawn_reason="Has left the collective and asked by e-mail not to be shown any more.",
    ),
}
MISSING_FORM = LUKASZ
"""The one person who was photographed and whose form nobody has."""

FORMS = tuple(
    _SPECIAL.get(person.slug, Form(person=person.slug, channels=_EVERYWHERE, given_on=DAY_ONE))
    for person in PEOPLE
    if person is not MISSING_FORM
)
FORMS_TAKEN_BY = "Kit Ashdown-Vega"
APPROVED_BY = "Nuala Ní Dhomhnaill-Byrne"


def person_named(slug: str) -> Person:
    """The person of the story with this slug. Raises KeyError for anybody else."""
    return {person.slug: person for person in PEOPLE}[slug]


def titled(person: Person) -> str:
    """Role and organisation as they stand under a name: "Consultant midwife, Aldermere Health System"."""
    return f"{person.role}, {person.organisation}"
