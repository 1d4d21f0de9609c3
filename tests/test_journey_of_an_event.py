"""One event through the whole of its logistics: agenda, people, footage, gaps, a consent taken back, an erasure."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import openpyxl
from PIL import ExifTags, Image

from mediakit.catalogue.connect import open_catalogue
from mediakit.media import ffmpeg
from tests.test_journey import Told, names_in, tell

__all__ = ["tell"]

SIAN, ZOE, ADA, BO = "Siân Prys-Howell", "Zoë Çelik", "Ada Okafor", "Bo Lind"
SAID = {
    "C0001.MP4": "Trust is built slowly, one question at a time.",
    "C0002.MP4": "Siân Prys-Howell asked the right question about it.",
    "C0101.MP4": "A parent remembers the lighthouse in the corridor.",
}
OF_SIAN = ("Prys-Howell", "sian-prys", "built slowly", "trust-is-built", "She-at-the-window")
OF_ZOE = ("Çelik", "zoe-celik", "lighthouse", "zoe@home.example", "%PDF", "C0101", "parent by the door")


# --- what others send -------------------------------------------------------------------------------------------------


def talk(number: int, title: str, start: str, room: str, *people: str, kind: str = "talk") -> dict[str, Any]:
    persons = [{"code": f"P-{name}", "public_name": name} for name in people]
    told = {"guid": f"g{number}", "date": f"2026-05-13T{start}:00+01:00", "duration": "00:30", "room": room}
    return {**told, "title": title, "type": kind, "persons": persons}


AGENDA = (
    talk(1, "On trust", "10:00", "Great Hall", SIAN, BO),
    talk(2, "Numbers", "10:00", "Library", ADA),
    talk(3, "From the corridor", "11:30", "Library", ZOE, kind="interview"),
    talk(4, "Late talk", "16:00", "Great Hall", ADA),
)


def schedule(name: str, *talks: dict[str, Any]) -> Path:
    """The agenda as pretalx exports it, beside the workspace."""
    day = {"date": "2026-05-13", "rooms": {"Great Hall": list(talks)}}
    conference = {"acronym": "lan", "title": "Gathering", "start": "2026-05-13", "end": "2026-05-13"}
    text = json.dumps({"schedule": {"conference": {**conference, "time_zone_name": "Europe/London", "days": [day]}}})
    (Path.cwd().parent / name).write_text(text, "utf-8")
    return Path.cwd().parent / name


def beside(name: str, text: str) -> Path:
    (Path.cwd().parent / name).write_text(text, "utf-8")
    return Path.cwd().parent / name


def delegates(*rows: tuple[str, ...]) -> Path:
    """A people list as a workbook, with a title above the header as offices write it."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("Delegates",), ("Full name", "Job title", "Employer", "Email"), *rows):
        page.append(row)
    book.save(Path.cwd().parent / "people.xlsx")
    return Path.cwd().parent / "people.xlsx"


# --- what the crew films ----------------------------------------------------------------------------------------------


def clip(card: str, name: str, clock: str) -> Path:
    """Two seconds of noise on a card, filmed at this time of day in London."""
    folder = Path.cwd().parent / card
    folder.mkdir(exist_ok=True)
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=160x90:r=25:d=2,hue=h={int(name[1:5])}")
    tone = ("-f", "lavfi", "-i", f"sine=f={200 + int(name[1:5])}:r=48000:d=2")
    codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    made = f"creation_time=2026-05-13T{clock}:00+01:00"
    ffmpeg.run([*picture, *tone, *codecs, "-metadata", made, f"file:{folder / name}"])
    return folder


def photo(name: str, clock: str, colour: str) -> Path:
    folder = Path.cwd().parent / "P001"
    folder.mkdir(exist_ok=True)
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"2026:05:13 {clock}:00"
    Image.effect_mandelbrot((96, 64), (-2, -1, 1, 1), len(name) + len(colour)).convert("RGB").save(
        folder / name, exif=exif, quality=90
    )
    return folder


def brought_in(tell: Told) -> dict[str, str]:
    """Ingest every card; the ids by name of file."""
    clip("A001", "C0001.MP4", "10:05")
    cards = [clip("A001", "C0002.MP4", "10:20"), clip("B001", "C0101.MP4", "11:35")]
    photo("P1.JPG", "11:40", "red")
    cards.append(photo("P2.JPG", "13:05", "navy"))
    done = [tell("ingest", card, "--event", "lan", "--one-copy") for card in cards]
    return {Path(a["path"]).name: a["id"] for one in done for a in one["ingested"]}


def shown(tell: Told, asset: str) -> dict[str, Any]:
    document: dict[str, Any] = tell("show", asset)
    return document


def gaps(tell: Told) -> dict[str, list[str]]:
    found = tell("coverage", "lan", "--at", "14/05/2026 09:00")
    rows = [(r["session"], r) for r in found["sessions"]] + [(r["person"], r) for r in found["people"]]
    rows += [(r["deliverable"], r) for r in found["deliverables"]]
    return {name: r["gaps"] for name, r in rows if r["gaps"]}


def pieces(file: Path) -> list[bytes]:
    """A few runs of bytes out of the middle of a file, by which its content is known again."""
    content = file.read_bytes()
    return [content[at : at + 24] for at in range(len(content) // 3, len(content) - 24, len(content) // 4)]


def holding(*marks: bytes) -> list[str]:
    """The files of the workspace whose name or content has one of the marks."""
    files = [p for p in sorted(Path.cwd().rglob("*")) if p.is_file()]
    return [str(p) for p in files if any(m in p.read_bytes() or m in os.fsencode(str(p)) for m in marks)]


# --- the journey ------------------------------------------------------------------------------------------------------


def import_all(tell: Told) -> None:
    """Agenda and people come in, a person types, and both come in again changed."""
    assert len(tell("event", "import", schedule("one.json", *AGENDA))["added"]) == 4
    people = (SIAN, "Midwife", "Aldermere", ""), (f"Ms {ZOE}", "Parent", "Fenhollow", "zoe@home.example")
    listed = tell("people", "import", delegates(*people), "--event", "lan")
    assert listed["people_added"] == []

    tell("event", "session", "set", "lan", "numbers", "room=Long Gallery")
    tell("people", "set", "sian-prys-howell", "role=Consultant midwife", "says=SHAHN", "--event", "lan")

    moved = {**AGENDA[3], "date": "2026-05-13T16:15:00+01:00"}
    again = tell("event", "import", schedule("two.json", *AGENDA[:3], moved))
    assert (again["added"], again["removed"], again["people_added"]) == ([], [], [])
    assert [(c["session"], sorted(c["fields"])) for c in again["changed"]] == [("late-talk", ["ends_at", "starts_at"])]
    rows = "On trust,10:00,10:30,Great Hall\nNumbers,10:00,10:30,Library\nFrom the corridor,11:30,11:50,Library\n"
    sheet = beside("agenda.csv", f"Session,From,To,Where\n{rows}Late talk,16:15,16:45,Great Hall\n")
    last = tell("event", "import", sheet, "--event", "lan")
    assert (last["added"], last["removed"]) == ([], [])
    assert [c["session"] for c in last["changed"]] == ["from-the-corridor"]
    people = (SIAN, "Head of midwifery", "Aldermere", ""), (ZOE, "Parent and carer", "Fenhollow", "zoe@home.example")
    listed = tell("people", "import", delegates(*people), "--event", "lan")
    assert [c["person"] for c in listed["people_changed"]] == ["zoe-celik"]


def test_an_event_from_its_agenda_to_an_erasure(tell: Told) -> None:
    import_all(tell)
    agenda = {s["slug"]: s for s in tell("event", "show", "lan")["sessions"]}
    assert {s: v["room"] for s, v in agenda.items()} == {
        "on-trust": "Great Hall", "numbers": "Long Gallery", "from-the-corridor": "Library", "late-talk": "Great Hall"
    }  # fmt: skip
    assert agenda["late-talk"]["starts_at"] == "2026-05-13T16:15:00+01:00"
    assert agenda["from-the-corridor"]["ends_at"] == "2026-05-13T11:50:00+01:00"
    assert agenda["on-trust"]["people"] == ["sian-prys-howell", "bo-lind"]
    sian = tell("people", "show", "sian-prys-howell")
    assert (sian["events"][0]["role"], sian["says"]) == ("Consultant midwife", "SHAHN")
    assert len(tell("people", "list")) == 4

    ids = brought_in(tell)
    match_and_name(tell, ids)
    publish(tell, ids)
    take_back(tell, ids)
    erase(tell, ids)


def match_and_name(tell: Told, ids: dict[str, str]) -> None:
    """Clips and photos find their session; what a person chose stays; the gaps are those that were planted."""
    tell("match", "--event", "lan", "--room", "A001=Great Hall")
    found = {name: shown(tell, asset) for name, asset in ids.items()}
    assert {name: a["session"] for name, a in found.items()} == {
        "C0001.MP4": "on-trust", "C0002.MP4": "on-trust", "C0101.MP4": "from-the-corridor",
        "P1.JPG": "from-the-corridor", "P2.JPG": None,
    }  # fmt: skip
    assert found["C0101.MP4"]["people"] == ["zoe-celik"]
    assert found["C0101.MP4"]["people_answered"] is None
    assert 0.5 <= found["C0101.MP4"]["session_confidence"] < 1
    assert [a["name"] for a in tell("assets", "--unmatched")] == ["P2.JPG"]
    tell("set", ids["C0001.MP4"], "people=sian-prys-howell", "title=Trust is built slowly", "shot=interview")
    tell("set", ids["C0101.MP4"], "people=zoe-celik", "title=From the corridor", "shot=interview")
    tell("set", ids["P1.JPG"], "people=zoe-celik", "title=By the door", "alt_text=A parent by the door")
    chosen = ("people=sian-prys-howell", "session=numbers", "title=She at the window", "alt_text=She at the window")
    tell("set", ids["P2.JPG"], *chosen)
    tell("match", "--event", "lan")
    assert shown(tell, ids["P2.JPG"])["session"] == "numbers"

    form = beside("form.pdf", "%PDF lighthouse, as signed")
    tell("consent", "record", "zoe-celik", "--channel", "web", "--evidence", form, "--by", "Kit")
    for person in ("sian-prys-howell", "ada-okafor"):
        tell("consent", "record", person, "--channel", "web", "--by", "Kit")
    tell("deliverable", "add", "Talking head: Ada", "--event", "lan", "--kind", "interview", "--person", "ada-okafor")
    script = {name: {"segments": [{"start": 0.2, "end": 1.8, "text": text}]} for name, text in SAID.items()}
    Path("speech-script.json").write_text(json.dumps(script))
    assert tell("process")["failed"] == []
    assert gaps(tell) == {
        "on-trust": ["no wide shot"], "from-the-corridor": ["only one angle"], "late-talk": ["no footage"],
        "numbers": ["no footage"], "ada-okafor": ["nothing filmed", "no portrait"],
        "bo-lind": ["no consent", "no portrait"], "talking-head-ada": ["no material"],
    }  # fmt: skip


def publish(tell: Told, ids: dict[str, str]) -> None:
    approved = [ids[name] for name in ("C0001.MP4", "C0101.MP4", "P1.JPG", "P2.JPG")]
    tell("approve", *approved, "--by", "Nuala Byrne")
    tell("process")
    built = tell("build")
    assert (built["videos"], [w["asset"] for w in built["withheld"]]) == (2, [ids["C0002.MP4"]])
    assert names_in(Path("site"), "Prys-Howell")
    assert names_in(Path("site"), "Çelik")
    with open_catalogue(Path("catalogue.db")) as catalogue, catalogue.writing():
        sent = {"destination": "https://gallery.test", "at": "2026-06-01T09:00:00+00:00", "digest": "x"}
        item = {"asset": ids["P2.JPG"], "page": "photos/she-at-the-window/"}
        catalogue.insert("publication_items", {"publication_id": catalogue.insert("publications", sent), **item})


def take_back(tell: Told, ids: dict[str, str]) -> None:
    """A consent withdrawn leaves nothing on the site, and the report tells the three lists."""
    told = tell("consent", "withdraw", "sian-prys-howell", "--reason", "asked by e-mail", "--now")
    assert {t["asset"] for t in told["tagged"]} == {ids["C0001.MP4"], ids["P2.JPG"]}
    assert [(p["asset"], p["start"]) for p in told["perhaps"]] == [(ids["C0002.MP4"], 0.2)]
    assert [(o["asset"], o["destination"]) for o in told["out_of_reach"]] == [(ids["P2.JPG"], "https://gallery.test")]
    gone = [*OF_SIAN, ids["C0001.MP4"][:16], ids["P2.JPG"][:16]]
    assert names_in(Path("site"), *gone) == []
    assert names_in(Path("site"), "Çelik")
    assert [p["person"] for p in tell("consent", "report", "--event", "lan")["published"]] == ["sian-prys-howell"]


def erase(tell: Told, ids: dict[str, str]) -> None:
    """An erased person's bytes are nowhere in the workspace, and everybody else's are all there."""
    Path("speech-script.json").unlink()
    hers = [ids["C0101.MP4"], ids["P1.JPG"]]
    files = [Path(shown(tell, asset)["path"]) for asset in hers]
    marks = [m.encode() for m in (*OF_ZOE, *hers)] + [piece for file in files for piece in pieces(file)]
    for mark in marks:
        assert holding(mark), mark
    why = ("--reason", "asked to be erased", "--by", "Nuala Byrne")
    first = tell("erase", ZOE, *why)
    assert (first["erased"], set(first["assets"])) == (False, set(hers))
    assert all(file.is_file() for file in files)
    assert tell("erase", ZOE, *why, "--yes", first["code"])["erased"] is True
    assert holding(*marks) == []
    assert tell("search", "lighthouse")["total"] == 0
    assert [p["slug"] for p in tell("people", "list")] == ["ada-okafor", "bo-lind", "sian-prys-howell"]
    checked = tell("verify")
    assert (checked["damaged"], checked["missing"], checked["unknown"]) == ([], [], [])
    assert tell("build")["withheld"]
