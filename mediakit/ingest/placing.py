"""Under which name a card is kept, and where each of its files goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from mediakit.catalogue import cards
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Original
from mediakit.domain.errors import MachineLacks, Misuse
from mediakit.domain.workspace import Workspace
from mediakit.ingest.names import names_on_disk
from mediakit.ingest.offload import Known, Place
from mediakit.ingest.recognise import Sameness, compare, decide, may_change
from mediakit.ingest.scan import Listing, printable
from mediakit.media import disk

FINISHED = "finished"


def check_folders(workspace: Workspace, also: Sequence[Path], listings: Sequence[Listing], *, in_place: bool) -> None:
    """Raises Misuse for a card inside the workspace's own folders, for copies that would be written to the card, and
    for two copies in one folder; MachineLacks if the disk for originals is not plugged in.
    """
    require_originals(workspace)
    for folder in also:
        if not folder.is_dir() and not folder.parent.is_dir():
            raise Misuse("there is no such folder", where=str(folder), hint="is the disk plugged in?")
    written = [] if in_place else [workspace.originals, *also]
    own = (workspace.originals, workspace.renditions, workspace.site, workspace.private, workspace.reports)
    for listing in listings:
        root, where = listing.root.resolve(), printable(str(listing.root))
        if any(folder.resolve().is_relative_to(root) for folder in written):
            raise Misuse("the copies would be written into this very folder", where=where)
        if _within(root, (*own, *also)):
            raise Misuse("this folder holds mediakit's own copies: it is no card", where=where)
    places = [folder.resolve() for folder in written]
    if len(set(places)) < len(places):
        raise Misuse("one copy would lie on top of another", where="--also", hint="name each folder once")
    for folder in also:
        if _within(folder, own):
            what, hint = "a further copy cannot lie among mediakit's own folders", "name a folder on another disk"
            raise Misuse(what, where=printable(str(folder)), hint=hint)


def _within(path: Path, folders: Sequence[Path]) -> bool:
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in folders)


def require_originals(workspace: Workspace) -> None:
    """Raises MachineLacks if the disk that holds the originals is not plugged in."""
    if workspace.offline("originals/x"):
        hint = "plug the disk in, or change [paths] in mediakit.toml"
        raise MachineLacks("the disk for originals is not there", where=str(workspace.originals), hint=hint)


def known_originals(workspace: Workspace, catalogue: Catalogue) -> Known:
    """What lies in originals already, as the catalogue has it."""
    known = Known()
    for original in cards.files(catalogue):
        if original.path.startswith("originals/"):
            known.add(workspace.locate(original.path), original.bytes, original.checksum)
    return known


def places_for(
    listing: Listing, wanted: str, event: str, also: Sequence[Path], workspace: Workspace, catalogue: Catalogue
) -> tuple[str, tuple[Place, ...]]:
    """The card's name in its event, and where its files go, originals first.

    The same card going on keeps its name; another card that calls itself NAME becomes NAME-2, and is never merged.
    """
    wanted = _spelling(wanted, event, catalogue)
    number, name = 1, wanted
    while True:
        held = cards.files(catalogue, event, name)
        first = _place(listing, workspace.originals / event / name, _settled(held, workspace))
        card = cards.find(catalogue, event, name)
        in_place = card is not None and card.in_place
        if not in_place and _sameness(listing, first, held, workspace) is not Sameness.OTHER:
            break
        number += 1
        name = f"{wanted}-{number}"
    return name, (first, *(_place(listing, folder / event / name, {}) for folder in also))


def free_name(listing: Listing, wanted: str, event: str, catalogue: Catalogue) -> str:
    """The name of a card that is catalogued in place: the same card if it lies where it lay."""
    wanted = _spelling(wanted, event, catalogue)
    number, name = 1, wanted
    while (there := cards.find(catalogue, event, name)) is not None:
        if there.in_place and there.source == printable(str(listing.root)):
            break
        number += 1
        name = f"{wanted}-{number}"
    return name


def _spelling(wanted: str, event: str, catalogue: Catalogue) -> str:
    """A card's name as it was spelt before: a disk that folds case would take A001 and a001 for one folder."""
    if wanted.casefold() == FINISHED:
        return f"{wanted}-card"  # the folder of finished films and photos
    spelt = (card.name for card in cards.every(catalogue, event))
    return next((name for name in spelt if name.casefold() == wanted.casefold()), wanted)


def _settled(held: Sequence[Original], workspace: Workspace) -> dict[str, Path]:
    """Where files of a card went earlier, by their path on the card; the first version of one that changed."""
    settled: dict[str, Path] = {}
    for original in sorted(held, key=lambda o: (len(o.path), o.path)):
        settled.setdefault(original.card_path, workspace.locate(original.path))
    return settled


def _place(listing: Listing, root: Path, settled: Mapping[str, Path]) -> Place:
    shown = {f.path: printable(f.path) for f in listing.files}
    # the byte \xe9 and the four characters "\xe9" are written alike: which went where follows from all their names
    alone = {name for name, count in Counter(shown.values()).items() if count == 1}
    lies = {path: settled[name] for path, name in shown.items() if name in settled and name in alone}
    known = {p: path.relative_to(root).as_posix() for p, path in lies.items() if path.is_relative_to(root)}
    existing = next(p for p in (root, *root.parents) if p.is_dir())
    return Place(root, names_on_disk((f.path for f in listing.files), disk.habits(existing), known))


def _sameness(listing: Listing, place: Place, catalogued: Sequence[Original], workspace: Workspace) -> Sameness:
    # what was copied is what the catalogue says, even if the copy was damaged or lost since
    recorded = {workspace.locate(o.path): o for o in catalogued}
    held_bytes: dict[str, int] = {}
    for found in listing.files:
        copy = place.at(found)
        if copy in recorded:
            held_bytes[found.path] = recorded[copy].bytes
        elif copy.is_file():
            held_bytes[found.path] = copy.stat().st_size
    if all(may_change(f.path) for f in listing.files) and all(f.path in held_bytes for f in listing.files):
        return Sameness.SAME  # a card without one recording
    compared = compare(listing.files, held_bytes)
    equal = all(_equal(listing.root / p, place.root / place.names[p], recorded) for p in compared.alike)
    lies_there = place.root.is_dir() and any(p.is_file() and not disk.is_draft(p.name) for p in place.root.rglob("*"))
    return decide(compared, equal=equal, held_any=lies_there or bool(catalogued))


def _equal(source: Path, copy: Path, recorded: Mapping[Path, Original]) -> bool:
    """Whether a file of the card is what was copied; most are settled by a few samples of their content."""
    try:
        if copy.is_file() and disk.samples_equal(source, copy):
            return True
        return copy in recorded and disk.digest_from_disk(source) == recorded[copy].checksum
    except OSError:
        return True  # it will fail by itself when it is to be copied
