"""The built site → a place where people see it; what was sent where is kept in the catalogue.

Only a site that is what a build of today would make is sent, and only the files that the build wrote; whether they may
be shown is asked once more before anything of them can be seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from mediakit.catalogue import addresses, publications
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import MachineLacks, Refused
from mediakit.domain.progress import Progress
from mediakit.domain.publication import (
    Difference,
    Publication,
    Shown,
    SiteFile,
    difference,
    digest_of,
    in_sending_order,
    no_longer_holds,
    to_take_back,
)
from mediakit.domain.verdict import Verdict
from mediakit.domain.workspace import Workspace
from mediakit.gallery.kept import Kept, prune
from mediakit.gallery.material import gather_material
from mediakit.gallery.record import read_record
from mediakit.gallery.shown import shown_by
from mediakit.gallery.signoff import digests
from mediakit.gallery.site import FOLDERS, why_stale, without_absent
from mediakit.media import files
from mediakit.media.lock import only_one
from mediakit.media.place import Place, Release, Sent

_FILMS = (".mp4", ".m4a")
_MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Errand:
    """Who sends what where. by: a person's name. take_over: a place of another gallery may give way."""

    workspace: Workspace
    catalogue: Catalogue
    place: Place
    by: str
    progress: Progress
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The gallery as it lies in site/: what it says, its files in the order in which they are sent."""

    shown: Shown
    withheld: tuple[Verdict, ...]
    files: tuple[SiteFile, ...]

    @property
    def digest(self) -> str:
        return digest_of(self.files)

    @property
    def release(self) -> str:
        """The name of its release: the same for the same files, so that a sending that was interrupted goes on."""
        return self.digest[:16]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sending would change. last: what is there now; reasons: asset id → why it is there no longer.

    files_known: whether it is known which files lie there, and not only which films and photos.
    """

    held: Held
    last: Publication | None
    difference: Difference
    files_known: bool
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What a sending came to. last: as the catalogue has it now; its digest stands for all that was sent."""

    sent: Sent
    last: Publication
    signoffs: Mapping[str, str]


def hold(workspace: Workspace, catalogue: Catalogue, now: datetime | None = None) -> Held:
    """What lies in site/. Raises Refused for a site that is not what a build of today would make."""
    if stale := why_stale(workspace, catalogue, now):
        hint = "mediakit build, look at it, and publish again; or publish with --build"
        raise Refused(stale, where=str(workspace.site), hint=hint)
    record = read_record(workspace)
    material = gather_material(catalogue, workspace.settings, now=now)
    present = without_absent(material, workspace, record)
    found = []
    for path, (key, size, _) in record.files.items():
        # the key of a film is its checksum already
        checksum = key if path.endswith(_FILMS) else files.digest(workspace.site / path)
        found.append(SiteFile(path, checksum, size))
    return Held(shown_by(present, addresses.known(catalogue)), present.withheld, in_sending_order(found))


def plan(errand: Errand) -> Plan:
    """What publishing would change at a place, of which nothing is touched. Raises Refused, MachineLacks."""
    _mark_of(errand)
    with _no_build(errand):
        return _compare(errand, hold(errand.workspace, errand.catalogue))


def publish(errand: Errand) -> tuple[Plan, Published]:
    """Send the site to a place. Raises Refused for a stale site or somebody else's place, MachineLacks."""
    with only_one(errand.workspace.state / "publish.lock", "publish"):
        mark = _mark_of(errand)
        # no build may change the site, or take away what is kept, until it is noted what is sent
        with _no_build(errand):
            held = hold(errand.workspace, errand.catalogue)
            planned = _compare(errand, held)
            tree = Kept(errand.workspace, errand.place.name).keep(held.release, errand.workspace.site, held.files)
            release = Release(tree, held.release, mark, held.files, FOLDERS)
            number = _begin(errand, release, held.shown)
        return planned, _send(errand, release, held.shown, number)


def rollback(errand: Errand) -> Published:
    """Send what was at a place before. Raises Refused where nothing is kept, or it says what may not be said today."""
    with only_one(errand.workspace.state / "publish.lock", "publish"):
        mark = _mark_of(errand)
        kept = Kept(errand.workspace, errand.place.name)
        done = [p for p in publications.of_place(errand.catalogue, errand.place.name) if p.state == "done"]
        earlier = next((p for p in done if p.release != done[0].release), None)
        found = kept.files_of(earlier.release) if earlier and earlier.release else None
        if earlier is None or earlier.release is None or earlier.shown is None:
            raise Refused("there is nothing to go back to", where=errand.place.name)
        _refuse_what_may_not_be_said(errand, earlier.shown)
        if found is None:
            hint = "what it said may not be said any more, or it was cleared away: build, and publish again"
            raise Refused("what was there before is not kept any more", where=errand.place.name, hint=hint)
        with _no_build(errand):
            release = Release(kept.tree(earlier.release), earlier.release, mark, found, FOLDERS)
            number = _begin(errand, release, earlier.shown)
        made = _send(errand, release, earlier.shown, number)
        # going back is one step: what was left behind is made again by publish
        kept.only([earlier.release])
        return made


def _no_build(errand: Errand) -> AbstractContextManager[None]:
    return only_one(errand.workspace.state / "build.lock", "build")


def _mark_of(errand: Errand) -> str:
    """By what a place is known as ours. Raises Refused for a place that another gallery was sent to."""
    found, known = errand.place.look(), publications.marks(errand.catalogue)
    if found is None:
        return known[0] if known else secrets.token_hex(8)
    if found not in known and not errand.take_over:
        what = "another gallery was published there, or this one from another catalogue"
        hint = "if it is to give way to this one: the same command with --take-over"
        raise Refused(what, where=errand.place.name, hint=hint)
    return found


def _compare(errand: Errand, held: Held) -> Plan:
    sent = publications.of_place(errand.catalogue, errand.place.name)
    last = next((p for p in sent if p.state == "done"), None)
    there = Kept(errand.workspace, errand.place.name).files_of(last.release) if last and last.release else None
    had = {file.path: file.checksum for file in there or ()}
    has = {file.path: file.checksum for file in held.files}
    found = difference(last.shown if last else None, held.shown, had, has)
    withheld = {v.asset: v.reason or "" for v in held.withheld}
    reasons = {a: withheld.get(a, "it is not in the catalogue any more") for a in found.gone}
    return Plan(held, last, found, there is not None or last is None, reasons)


def _begin(errand: Errand, release: Release, shown: Shown) -> int:
    """The number under which a sending is noted: a new one, or the last one's where nothing has changed since."""
    sent = publications.of_place(errand.catalogue, errand.place.name, 1)
    digest = digest_of(release.files)
    if sent and sent[0].state == "done" and (sent[0].digest, sent[0].shown) == (digest, shown):
        return sent[0].number
    return publications.begin(
        errand.catalogue,
        errand.place.name,
        by=errand.by,
        mark=release.mark,
        release=release.name,
        digest=digest,
        shown=shown,
    )


def _send(errand: Errand, release: Release, shown: Shown, number: int) -> Published:
    """Bring it about, and note that it is there."""
    catalogue, place = errand.catalogue, errand.place
    try:
        sent = place.send(release, partial(_refuse_what_may_not_be_said, errand, shown), errand.progress)
    except BaseException as error:
        if not place.touched:
            publications.abandon(catalogue, number)
        if isinstance(error, Refused):
            try:
                _take_back(errand, release, shown)
            finally:
                Kept(errand.workspace, place.name).drop(release.name)
        raise
    if publications.of_place(catalogue, place.name, 1)[0].state != "done":
        publications.finish(catalogue, number, shown, digests(errand.workspace, catalogue, shown.items))
    done = [p for p in publications.of_place(catalogue, place.name) if p.state == "done"]
    before = next((p.release for p in done if p.release != release.name), None)
    Kept(errand.workspace, place.name).only([r for r in (release.name, before) if r])
    prune(errand.workspace, catalogue, partial(gather_material, catalogue, errand.workspace.settings))
    return Published(sent, done[0], publications.signoffs(catalogue, number))


def _take_back(errand: Errand, release: Release, shown: Shown) -> None:
    """Remove what was sent of things that may not be shown as they were, and every new text beside them.

    Pages were not sent yet. Raises Refused where the place cannot be reached: somebody has to know.
    """
    place = errand.place
    if not place.touched:
        return
    done = [p for p in publications.of_place(errand.catalogue, place.name) if p.state == "done"]
    before = Kept(errand.workspace, place.name).files_of(done[0].release) if done and done[0].release else None
    paths = to_take_back(release.files, {f.path: f.checksum for f in before or ()}, shown, _today(errand)[0])
    try:
        place.take_back(paths)
    except MachineLacks as error:
        what = f"it may not be shown as it is, and what was sent of it could not be taken back: {error.what}"
        raise Refused(what, where=place.name, hint="mediakit build, and publish again, as soon as you can") from None


def _today(errand: Errand) -> tuple[Shown, dict[str, str]]:
    material = gather_material(errand.catalogue, errand.workspace.settings)
    return shown_by(material, addresses.known(errand.catalogue)), {v.asset: v.reason or "" for v in material.withheld}


def _refuse_what_may_not_be_said(errand: Errand, shown: Shown) -> None:
    """Raises Refused if anything of what is to be seen may not be seen today, or was changed."""
    problems = no_longer_holds(shown, *_today(errand))
    if problems:
        more = f", and {len(problems) - _MOST_REASONS} more" if len(problems) > _MOST_REASONS else ""
        what = f"it may not be shown as it is: {'; '.join(problems[:_MOST_REASONS])}{more}"
        raise Refused(what, where=errand.place.name, hint="mediakit build, and publish again")
