"""The photographs of the sample: what each shows, what its file says, and what was left for somebody to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from mediakit.domain.facts import Shot
from mediakit.sample import story
from mediakit.sample.story import DAY_ONE, DAY_TWO


class AltText(StrEnum):
    """Where a photo's alternative text is: written into the file, in the spreadsheet, or nowhere yet."""

    FILE = "file"
    SPREADSHEET = "spreadsheet"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph. number: of its file; scene: what is drawn; people: slugs, empty where nobody can be recognised.

    alt_text is what is to be said of it, even where nobody has written it down yet (AltText.NOWHERE).
    upright: the camera was turned, and the file says so in its orientation. positioned: the file holds a GPS position.
    tags: what it is filed under, from the spreadsheet.
    """

    number: int
    scene: str
    taken_at: datetime
    title: str
    caption: str
    alt_text: str
    alt_text_in: AltText = AltText.FILE
    people: tuple[str, ...] = ()
    shot: Shot = Shot.DETAIL
    upright: bool = False
    positioned: bool = False
    tags: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where it lies on its card."""
        return f"DCIM/100EOSR6/IMG_{self.number:04d}.JPG"

    @property
    def short(self) -> str:
        return f"P001/IMG_{self.number:04d}"


def _one(day: int, clock: str) -> datetime:
    return datetime.combine(DAY_ONE if day == 1 else DAY_TWO, time.fromisoformat(clock), tzinfo=story.ZONE)


PHOTOS = (
    Photo(
        412, "lanyards", _one(1, "09:21:08"), "Name badges, ready",
        "Badges wait at the door. A yellow ribbon means: please do not film me.",
        "Eight name badges in two rows on a wooden table, seven with teal ribbons and one with a yellow ribbon.",
        AltText.SPREADSHEET,
    ),
    Photo(
        415, "coffee", _one(1, "09:38:52"), "First coffee",
        "Coffee before the first session, with nine health systems talking in the background.",
        "A white cup of coffee on a table; behind it, out of focus, a crowded foyer with warm lights.",
        AltText.NOWHERE, shot=Shot.CROWD,
    ),
    Photo(
        421, "hall", _one(1, "10:04:31"), "A full hall",
        "The Great Hall of the Corn Exchange, where the two days began.",
        "A full hall seen from the back row, facing a stage with a large screen and an empty lectern.",
        shot=Shot.CROWD,
    ),
    Photo(
        428, "panel", _one(1, "10:42:17"), "Who is not in the room?",
        "Zoë Çelik, Fatima-Zahra Benkirane and Josué Mbeki-Laurent on the opening panel.",
        "Two women and a man sit behind a table with microphones and glasses of water, listening.",
        people=(story.ZOE.slug, story.FATIMA.slug, story.JOSUE.slug), shot=Shot.TALK, tags=(story.PARENTS,),
    ),
    Photo(
        436, "portrait-sian", _one(1, "11:52:40"), "Siân Prys-Howell",
        "Siân Prys-Howell, consultant midwife, Aldermere Health System.",
        "Portrait of a woman with chestnut hair in a teal jacket, in front of a bright window and a plant.",
        people=(story.SIAN.slug,), shot=Shot.DETAIL, tags=(story.LISTENING,),
    ),
    Photo(
        441, "portrait-adebayo", _one(1, "12:18:03"), "Adébáyò Fálàdé",
        "Adébáyò Fálàdé, head of maternity data, Calderwick Health System.",
        "Portrait of a man with a beard and round glasses in a pale shirt, in front of tall bookshelves.",
        people=(story.ADEBAYO.slug,), upright=True, tags=(story.MEASURES,),
    ),
    Photo(
        449, "table-work", _one(1, "14:06:25"), "One page of numbers",
        "Table work: nine systems read one page of measures, and write down what they would do on Monday.",
        "A table from above: a page with a bar chart, handwritten notes, two pens, three sticky notes and two cups.",
        AltText.SPREADSHEET, positioned=True, tags=(story.MEASURES,),
    ),
    Photo(
        453, "portrait-harpreet", _one(1, "14:31:59"), "Harpreet Kaur Dhillon",
        "Harpreet Kaur Dhillon, community midwife, Dunmarsh Health System.",
        "Portrait of a woman with dark hair in blue scrubs, in a green room with pictures and plants.",
        people=(story.HARPREET.slug,),
    ),
    Photo(
        458, "notes-wall", _one(1, "15:04:12"), "What we would do on Monday",
        "Twelve of the two hundred notes that the tables wrote.",
        "A wall of twelve coloured notes; among them: listen first, believe her, sit down, count everyone.",
        AltText.SPREADSHEET, tags=(story.LISTENING, story.TRUST),
    ),
    Photo(
        466, "building", _one(1, "21:02:46"), "The Corn Exchange at dusk",
        "The Corn Exchange in Northmoor after the first day.",
        "A brick hall with tall lit windows at dusk; a banner for the gathering hangs over the open door.",
        AltText.NOWHERE,
    ),
    Photo(
        472, "stage", _one(2, "09:41:33"), "Nine systems, one promise",
        "Professor Nuala Ní Dhomhnaill-Byrne, director of the Northmoor Health Observatory, opens the second day.",
        "A woman with short grey hair and violet glasses speaks at a lectern, a large screen behind her.",
        people=(story.NUALA.slug,), shot=Shot.TALK, tags=(story.TRUST,),
    ),
    Photo(
        479, "screen", _one(2, "10:38:20"), "Fourteen measures",
        "The fourteen measures that all nine systems now count in the same way.",
        "A projected bar chart titled: fourteen measures everybody could trust. The audience sits in the dark.",
        shot=Shot.CROWD, tags=(story.MEASURES,),
    ),
    Photo(
        483, "portrait-lukasz", _one(2, "11:19:48"), "Łukasz Wiśniewski-Hart",
        "Łukasz Wiśniewski-Hart, head of maternity safety, Brackwater Health System.",
        "Portrait of a fair-haired man in a dark blue jacket, in front of tall bookshelves.",
        people=(story.LUKASZ.slug,),
    ),
    Photo(
        490, "conversation", _one(2, "12:27:05"), "Renée O’Malley and Zoë Çelik",
        "Parent representatives Renée O’Malley and Zoë Çelik over lunch on the second day.",
        "Two women with dark curly hair stand side by side in a green room; one wears orange, the other yellow.",
        AltText.SPREADSHEET, people=(story.RENEE.slug, story.ZOE.slug), upright=True, tags=(story.PARENTS,),
    ),
)  # fmt: skip
