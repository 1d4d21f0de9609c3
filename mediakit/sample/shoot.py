"""The sample shoot's way through mediakit: what is entered, and the commands that a team would type, in order."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from mediakit.catalogue import consents, deliverables, events, organisations
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.consent import Basis, Consent
from mediakit.domain.errors import Misuse
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import SETTINGS_FILE
from mediakit.media.files import write_whole
from mediakit.sample import footage, photos, story, tables

CARDS, FINISHED, PHOTO_LIST, LISTS = "cards", "cards/finished", "cards/photos.csv", "cards"
# who gets a call sheet
CREW = "Kit"
Command = list[str]
_SETTINGS = (
    ('name = "Gallery"', 'name = "Learning and Action Network"'),
    (
        'tagline = ""',
        'tagline = "Nine health systems learning from each other in the open. A sample: nobody in it is real."',
    ),
    ('contact = ""', 'contact = "comms@northmoor.example"'),
)


def found(catalogue: Catalogue) -> None:
    """Enter the event and its organisations, unless they are there.

    Raises Misuse in a workspace that holds other events: the sample never mixes with real work.
    """
    there = events.slugs(catalogue)
    if there == [story.EVENT.slug]:
        return
    if there:
        what = "this workspace has events of its own; the sample is made in an empty one"
        raise Misuse(what, hint="name a new folder: mediakit demo FOLDER")
    with catalogue.writing():
        events.add(catalogue, story.EVENT)
        for organisation in story.ORGANISATIONS:
            organisations.add(catalogue, organisation)


def importing(folder: Path) -> list[Command]:
    """The commands that take over people list and agenda, as the organisers keep them in spreadsheets."""
    lists = folder / LISTS
    for name, text in ((tables.PEOPLE, tables.people()), (tables.AGENDA, tables.agenda())):
        write_whole(lists / name, text)
    at = ["--event", story.EVENT.slug]
    return [["people", "import", str(lists / tables.PEOPLE), *at], ["event", "import", str(lists / tables.AGENDA), *at]]


def promise(catalogue: Catalogue) -> None:
    """Enter what was promised, and the forms that people signed, unless they are there."""
    if deliverables.every(catalogue, story.EVENT.slug):
        return
    with catalogue.writing():
        for deliverable in story.DELIVERABLES:
            deliverables.add(catalogue, deliverable)
        for form in story.FORMS:
            _enter_form(catalogue, form)


def name_gallery(folder: Path) -> None:
    """Give the sample's gallery its name, unless somebody gave it another."""
    file = folder / SETTINGS_FILE
    text = file.read_text("utf-8")
    for plain, told in _SETTINGS:
        text = text.replace(plain, told)
    if text != file.read_text("utf-8"):
        write_whole(file, text)


def _enter_form(catalogue: Catalogue, form: story.Form) -> None:
    noon = datetime.combine(form.given_on, time(12), tzinfo=story.ZONE)
    recorded = [
        Consent(
            person=form.person,
            channel=channel,
            basis=Basis.CONSENT,
            recorded_at=noon,
            given_on=form.given_on,
            by=story.FORMS_TAKEN_BY,
            show_as=form.show_as,
            until=form.until,
            note=form.note,
        )
        for channel in form.channels
    ]
    consents.record(catalogue, recorded)
    if form.withdrawn_on is not None:
        consents.withdraw(catalogue, form.person, None, form.withdrawn_reason)


def taken_in(catalogue: Catalogue) -> bool:
    """Whether every clip, photo and film of the sample is in the catalogue already."""
    there = {r["short"] for r in catalogue.rows("SELECT short FROM assets")}
    wanted = {c.short for c in footage.CLIPS} | {p.short for p in photos.PHOTOS} | {_short(f) for f in footage.FILMS}
    return wanted <= there


def make(folder: Path, progress: Progress) -> None:
    """Draw, film and photograph everything into folder/cards; what is there is kept."""
    from mediakit.sample.cards import make_cards

    begun = False

    def told(done: int, total: int, name: str) -> None:
        nonlocal begun
        if not begun:
            progress.begin("the sample shoot", total, "files")
            begun = True
        progress.advance(1)
        progress.finished(f"made {name} ({done} of {total})")

    make_cards(folder / CARDS, told)


def ingesting(folder: Path) -> list[Command]:
    """The commands that copy the cards; the one whose clock was an hour fast is put right."""
    commands = []
    for card in footage.CARDS:
        words = ["ingest", str(folder / CARDS / card.name), "--event", story.EVENT.slug, "--camera", card.camera]
        words += [f"--clock-offset={card.clock_offset}"] if card.clock_offset else []
        commands.append([*words, "--one-copy"])
    return commands


def delivering(folder: Path) -> list[Command]:
    """The commands that take in the finished films, each tied to its promise and its rushes."""
    commands = []
    for film in footage.FILMS:
        words = ["deliver", str(folder / FINISHED / film.file_name), "--event", story.EVENT.slug]
        words += ["--for", film.deliverable]
        for rush in film.rushes:
            words += ["--from", rush]
        commands.append(words)
    return commands


def describing(folder: Path) -> list[Command]:
    """The commands that say what each thing is and who is in it; the alt texts come from a spreadsheet."""
    commands = []
    for clip in footage.CLIPS:
        commands.append(["set", clip.short, f"people={clip.person}", f"session={clip.session}", f"shot={clip.shot}"])
    for film in footage.FILMS:
        words = ["set", _short(film), f"title={film.title}", f"caption={film.caption}", f"shot={film.shot}"]
        words += [f"people={', '.join(film.people)}"] + ([f"session={film.session}"] if film.session else [])
        words.append(f"tags={', '.join(film.tags)}")
        if film.description_not_needed:
            words.append(f"audio_description=not-needed: {film.description_not_needed}")
        commands.append(words)
    sheet = folder / PHOTO_LIST
    write_whole(sheet, "\ufeff" + _sheet())
    return [*commands, ["set", "--from", str(sheet), "--yes"]]


def approving() -> list[Command]:
    """The commands that approve the finished films and the photos."""
    by = ["--event", story.EVENT.slug, "--by", story.APPROVED_BY]
    return [["approve", *by, "--role", "finished"], ["approve", *by, "--role", "photo"]]


def on_paper() -> list[Command]:
    """The commands that write call sheets, consent forms, and the board as it stands when the second day begins."""
    event = story.EVENT.slug
    second_day = f"{story.EVENT.ends:%d/%m/%Y} 09:00"
    return [
        ["callsheet", event, "--crew", CREW],
        ["consent", "forms", event],
        ["coverage", event, "--at", second_day],
    ]


def papers() -> list[str]:
    """Where those commands put what is worth a look, inside reports/."""
    event = story.EVENT.slug
    return [
        f"callsheet-{event}-{story.EVENT.starts}-{CREW.lower()}.html",
        f"consent-forms/{event}/all-forms.html",
        f"coverage-{event}.html",
    ]


def _short(film: footage.Film) -> str:
    return f"finished/{film.file_name.rsplit('.', 1)[0]}"


def _sheet() -> str:
    """The spreadsheet of the photos; one alt text is still missing."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["short", "title", "alt_text", "people", "shot", "tags"])
    for photo in photos.PHOTOS:
        alt_text = "" if photo.alt_text_in is photos.AltText.NOWHERE else photo.alt_text
        writer.writerow(
            [photo.short, photo.title, alt_text, ", ".join(photo.people) or "none", photo.shot, ", ".join(photo.tags)]
        )
    return out.getvalue()
