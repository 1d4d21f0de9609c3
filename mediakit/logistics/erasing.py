"""What erasing an asset or a person would remove, everything of it, before anything is touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mediakit.catalogue import assets, cards, consents, erasing, people, publications, work
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.erasing import Doomed, Trial
from mediakit.domain.asset import Asset, Original
from mediakit.domain.erasure import Erasure, Left, Piece
from mediakit.domain.errors import MachineLacks, Misuse, UnknownName
from mediakit.domain.names import ways_to_name, words
from mediakit.domain.person import Person
from mediakit.domain.workspace import Workspace
from mediakit.logistics import erasing_files as found
from mediakit.logistics.traces import trace

_KINDS = {"main": "original", "part": "part", "sidecar": "sidecar"}
_COPIES_ELSEWHERE = Left(
    "elsewhere",
    "what others downloaded, printed or put on other sites; exports, backups and edits that were handed out; "
    "other catalogues",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asked of `erase`. name: of an asset or a person; keep: assets that stay without the person."""

    name: str
    keep: tuple[str, ...] = ()
    backups: bool = False


def plan(workspace: Workspace, catalogue: Catalogue, asked: Asked) -> Erasure:
    """Everything that goes and everything that stays. Nothing is changed.

    Raises UnknownName, Misuse for a name that cannot be meant, MachineLacks where the disk with originals or renditions
    is not plugged in: an erasure that leaves the original is none.
    """
    person, whole, kept = _meant(catalogue, asked)
    for folder in ("originals/x", "renditions/x"):
        if workspace.offline(folder):
            hint = "plug it in: an erasure has to reach every original and everything made of it"
            raise MachineLacks(f"the disk for {folder[:-2]} is not there", hint=hint)
    forms = ways_to_name(person).forms if person else ()
    ids = tuple(a.id for a in whole)
    doomed = Doomed(ids, person.slug if person else None, tuple(a.id for a in kept), forms)
    trial = erasing.try_out(catalogue, doomed)
    pieces, missed = _pieces(workspace, catalogue, whole, person)
    plain = [m for a in whole for m in (a.id, a.path, a.short)] + ([person.slug] if person else [])
    marks = found.Marks(plain, forms)
    reports, manifests = found.reports_about(workspace, marks)
    holding = tuple(found.backups_that_hold(workspace, ids, doomed.person))
    return Erasure(
        name=person.name if person else f"{whole[0].short} [{whole[0].id[:8]}]",
        person=doomed.person,
        forms=forms,
        assets=ids,
        kept=doomed.kept,
        pieces=(*pieces, *reports, *found.leftovers_of(workspace), *found.records_of_copies(workspace)),
        rows=trial.rows,
        manifests=manifests,
        site_files=found.site_files(workspace, [*ids, *doomed.kept]),
        backups=holding,
        with_backups=asked.backups,
        out_of_reach=(*missed, *_online(catalogue, ids), _COPIES_ELSEWHERE),
        stays=(
            *_naming(trial),
            *found.files_that_tell(workspace, marks),
            *found.the_same_elsewhere(workspace, pieces),
            *_made_of(catalogue, ids),
            *_perhaps(catalogue, person),
        ),
        state=trial.state,
    )


def problem_of_words(catalogue: Catalogue, asked: Asked, texts: Sequence[str]) -> str | None:
    """Why what is kept about an erasure would defeat it: a text that names the person who is to be erased."""
    person = _person(catalogue, asked.name)
    forms = ways_to_name(person).forms if person else ()
    lines = [f" {' '.join(words(text))} " for text in texts]
    if any(form in line for form in forms for line in lines):
        return "the reason and who decided stay in the catalogue, so they cannot name who is erased"
    return None


def _person(catalogue: Catalogue, name: str) -> Person | None:
    try:
        return people.find(catalogue, name)
    except UnknownName:
        return None


def _asset(catalogue: Catalogue, name: str) -> str | None:
    try:
        return assets.find(catalogue, name)
    except UnknownName as error:
        if error.what != "no such asset":
            raise
        return None


def _meant(catalogue: Catalogue, asked: Asked) -> tuple[Person | None, list[Asset], list[Asset]]:
    """The person, if it is one; the assets that go whole; the assets that stay without the person."""
    person, asset = _person(catalogue, asked.name), _asset(catalogue, asked.name)
    if person and asset:
        hint = f"name the asset by its id, {asset[:12]}, or the person by full name, {person.name}"
        raise Misuse("an asset and a person are both called that", where=asked.name, hint=hint)
    if person is None and asset is None:
        hint = "an asset is named by id, CARD/CLIP or path; a person by slug or name; see: mediakit people list"
        raise UnknownName("neither an asset nor a person is called that", where=asked.name, hint=hint)
    if person is None:
        if asked.keep:
            raise Misuse("--keep is for a person: an asset is erased whole", where="--keep")
        return None, assets.load(catalogue, [asset or ""]), []
    attached = assets.load(catalogue, assets.ids(catalogue, assets.Wanted(person=person.slug)))
    tagged = [a.id for a in attached if person.slug in a.confirmed_people]
    keep = [assets.find(catalogue, name) for name in asked.keep]
    strangers = [name for name, found_id in zip(asked.keep, keep, strict=True) if found_id not in tagged]
    if strangers:
        raise Misuse(f"{person.name} is not tagged in it, so it stays anyway", where=strangers[0])
    return person, assets.load(catalogue, [a for a in tagged if a not in keep]), assets.load(catalogue, keep)


def _pieces(
    workspace: Workspace, catalogue: Catalogue, whole: Sequence[Asset], person: Person | None
) -> tuple[tuple[Piece, ...], tuple[Left, ...]]:
    """Every file that goes but for reports and backups, and what of them cannot be reached."""
    pieces: list[Piece] = []
    missed: list[Left] = []
    ids = {a.id for a in whole}
    places = cards.copies(catalogue)
    sources = {(card.event, card.name): card.source for card in cards.every(catalogue) if not card.in_place}
    for original in cards.files(catalogue):
        if original.asset not in ids and original.checksum not in ids:
            continue
        _add_original(workspace, original, pieces, missed)
        _, event, card_name = (*PurePosixPath(original.path).parts, "", "")[:3]
        card = found.on_the_card(sources.get((event, card_name)), original)
        missed += [card] if card else []
        for place in places.get(original.path, ()):
            copy = found.copies_of(original.path, place, original.bytes, original.checksum)
            (pieces if isinstance(copy, Piece) else missed).append(copy)  # type: ignore[arg-type]
    made = work.rendition_files_of(catalogue)
    for asset in whole:
        pieces += found.renditions_of(workspace, asset.id, made.get(asset.id, ()))
        pieces += found.drafts_of(workspace, asset.id)
    if person:
        theirs = {c.evidence for c in consents.every(catalogue, person.slug) if c.evidence}
        shared = {c.evidence for c in consents.every(catalogue) if c.person != person.slug}
        pieces += found.evidence_of(workspace, theirs - shared)
    return tuple(pieces), tuple(missed)


def _add_original(workspace: Workspace, original: Original, pieces: list[Piece], missed: list[Left]) -> None:
    lies = workspace.locate(original.path)
    kind = _KINDS.get(original.role, "duplicate")
    if lies.is_file():
        pieces.append(Piece(kind, original.path, original.bytes, original.checksum))
    elif Path(original.path).is_absolute():
        missed.append(Left(original.path, f"the {kind} lay there when it was catalogued, and is not there now"))


def _online(catalogue: Catalogue, ids: Sequence[str]) -> tuple[Left, ...]:
    sent = publications.online(catalogue, ids)
    return tuple(Left(s.destination, f"online there as {s.page}: build, and publish there again") for s in sent)


def _naming(trial: Trial) -> tuple[Left, ...]:
    public = "; until then it is on the page of its event, and in the agenda that the gallery hands out"
    return tuple(
        Left(f"catalogue, {place} {row}", f"“{text}”: change it{public if place == 'sessions' else ''}")
        for place, row, text in trial.naming
    )


def _made_of(catalogue: Catalogue, ids: Sequence[str]) -> Iterator[Left]:
    """Finished work that was cut from what goes, and newer versions of it: the same pictures are in there."""
    for asset in assets.load(catalogue):
        if asset.id not in ids and (set(asset.sources) & set(ids) or asset.replaces in ids):
            yield Left(f"{asset.short} [{asset.id[:8]}]", "it was made of this: look at it, and erase it too")


def _perhaps(catalogue: Catalogue, person: Person | None) -> tuple[Left, ...]:
    if person is None:
        return ()
    what = "look at it, and erase it too, or redact it"
    return tuple(
        Left(f"{p.asset.short} [{p.asset.id[:8]}]", f"{p.reason}: {what}") for p in trace(catalogue, person).perhaps
    )
