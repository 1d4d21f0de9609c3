"""Building the site: what should lie there, by key; what is missing or stale is made, what is no longer wanted goes.

`.mediakit/site.json` remembers every file that a build wrote or was about to write. It is saved before the first
file is touched, so that a build which was killed leaves nothing behind that a later one does not know of.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import xxhash

from mediakit.catalogue import addresses, events
from mediakit.catalogue.connect import Catalogue, as_it_stands
from mediakit.catalogue.digest import digest_of_what_is_shown
from mediakit.domain.accessibility import Standing
from mediakit.domain.asset import Asset
from mediakit.domain.calendar import today_in
from mediakit.domain.facts import Kind
from mediakit.domain.progress import Progress, Silent
from mediakit.domain.verdict import Verdict
from mediakit.domain.workspace import Workspace
from mediakit.gallery import collecting
from mediakit.gallery.accessibility import read_standings, standings_told
from mediakit.gallery.cards import Gallery
from mediakit.gallery.gather import gather
from mediakit.gallery.kept import prune
from mediakit.gallery.keys import text_key
from mediakit.gallery.logos import read_logos
from mediakit.gallery.look import Look, read_look
from mediakit.gallery.material import Material, gather_material
from mediakit.gallery.mentions import Mention, Titled, titled
from mediakit.gallery.moved import not_yet_known
from mediakit.gallery.outputs import Given, Output, Plan, bring_about, copies, packs, writes
from mediakit.gallery.pages import EmbedPage, MovedPage
from mediakit.gallery.parts_kept import KeptParts, parts_path, save_parts
from mediakit.gallery.record import Record, read_record, record_path, save_record
from mediakit.gallery.render import Renderer
from mediakit.gallery.search_index import Found
from mediakit.gallery.search_kept import as_found, forget, refreshed
from mediakit.media.lock import only_one
from mediakit.media.templates import template_texts

FOLDERS = (
    "about", "accessibility", "audio", "events", "organisations", "people", "photos", "search", "static", "topics",
    "videos",
)  # fmt: skip
PACKAGE, ROOMS = Path(__file__).resolve().parents[1], ("catalogue", "domain", "gallery")
MAKERS = ("photo_xmp.py", "strings.py", "templates.py")
COUNTED = {"videos": Kind.VIDEO, "photos": Kind.PHOTO, "audio": Kind.AUDIO}
ROOT_FILES = ("index.html", "404.html", "feed.xml", "sitemap.xml", "sitemap-*.xml", "robots.txt", "catalogue.json")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. written, unchanged, removed: files; pages: HTML pages, but those for other sites to show.

    titles: sessions shown in the gallery whose titles name somebody they may not. accessibility: how far each item
    meets WCAG.
    """

    pages: int
    videos: int
    photos: int
    audio: int
    withheld: tuple[Verdict, ...]
    mentions: tuple[Mention, ...]
    titles: tuple[Titled, ...]
    accessibility: tuple[Standing, ...]
    written: int
    unchanged: int
    removed: int
    elapsed_ms: int


def build(
    workspace: Workspace,
    catalogue: Catalogue,
    *,
    at: date | None = None,
    base_url: str | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Built:
    """Render the gallery into site/ from what may be published on the day `at` (default: today).

    base_url: where it will be online (default: the setting). Nothing changed: nothing is written. Raises
    BadInputFile for a template that cannot be used; what is withheld is out of the site all the same.
    """
    started = time.monotonic()
    # all that is read is of one moment: words that somebody saves and takes back meanwhile are on no page
    with only_one(workspace.state / "build.lock", "build"), collecting.paused(), as_it_stands(catalogue) as frozen:
        record = read_record(workspace)
        address = base_url or workspace.settings.base_url or None
        known = addresses.known(catalogue)
        made_by = _made_by(workspace)
        goes_by = _goes_by(workspace, frozen, at, now or datetime.now(UTC), (address, made_by))
        stamp = _stamp(goes_by, known)
        if record.stamp == stamp and record.all_intact(workspace.site):
            return _as_before(record, started)
        material = gather_material(frozen, workspace.settings, at=at, now=now)
        material = replace(material, logos=read_logos(workspace, material))
        present = without_absent(material, workspace, record)
        look = read_look(workspace)
        gallery = gather(present, address, look, known, KeptParts(workspace, record, made_by))
        if new := not_yet_known(present, gallery.addresses, known):
            addresses.remember(catalogue, new)
            stamp = _stamp(goes_by, addresses.known(catalogue))
        planned = plan(gallery, workspace, record, look)
        lying = _found_lying(workspace.site, record)
        kept, written, removed = bring_about(workspace, record, planned, lying, progress or Silent())
        built = Built(
            pages=len(gallery.parts.taken)
            + sum(p.path.endswith(".html") and not isinstance(p, EmbedPage | MovedPage) for p in gallery.pages),
            **{f"{name}": sum(a.kind is kind for a in present.published) for name, kind in COUNTED.items()},
            withheld=present.withheld,
            mentions=tuple(_mentions(present, gallery)),
            titles=tuple(titled(present.sessions, present.unnamed)),
            accessibility=gallery.standings,
            written=written,
            unchanged=len(planned.outputs) + len(planned.stay) - written,
            removed=removed,
            elapsed_ms=round((time.monotonic() - started) * 1000),
        )
        # a rendition that is away today may be back tomorrow without a word in the catalogue
        lasting = stamp if present is material else ""
        parts = save_parts(workspace, made_by, gallery.parts.remembered())
        record = Record(kept, planned.search_key, lasting, _told(built), address=base_url, stood=stamp, parts=parts)
        save_record(workspace, record)
        # what may be brought back is a matter of today, whatever day the gallery is built for
        of_today = partial(gather_material, catalogue, workspace.settings, now=now)
        prune(workspace, catalogue, of_today if at else lambda: material)
        return built


def rebuild(workspace: Workspace, catalogue: Catalogue, progress: Progress | None = None) -> Built | None:
    """Build the gallery as it was built the last time, as of today; None where none was ever built here."""
    if not workspace.site.is_dir() or not any(workspace.site.iterdir()):
        # what was kept of a site that is gone must not outlive an erasure or a withdrawal
        _forget_what_is_kept(workspace)
        record_path(workspace).unlink(missing_ok=True)
        prune(workspace, catalogue, partial(gather_material, catalogue, workspace.settings))
        return None
    return build(workspace, catalogue, base_url=read_record(workspace).address, progress=progress)


def rebuild_without_traces(
    workspace: Workspace, catalogue: Catalogue, progress: Progress | None = None
) -> Built | None:
    """The same after an erasure, with nothing that was kept beside the site: not every build looks at it."""
    _forget_what_is_kept(workspace)
    return rebuild(workspace, catalogue, progress)


def _forget_what_is_kept(workspace: Workspace) -> None:
    forget(workspace.state / "search")
    parts_path(workspace).unlink(missing_ok=True)


def why_stale(workspace: Workspace, catalogue: Catalogue, now: datetime | None = None) -> str | None:
    """Why the site is not what a build of today would make of the catalogue; None if it is just that."""
    record = read_record(workspace)
    if not (workspace.site / "index.html").is_file():
        return "no gallery was built here yet"
    where = record.address or workspace.settings.base_url or None
    goes_by = _goes_by(workspace, catalogue, None, now or datetime.now(UTC), (where, _made_by(workspace)))
    if record.stood != _stamp(goes_by, addresses.known(catalogue)):
        return "it is out of date: the catalogue, settings, templates, mediakit or the day changed since it was built"
    return None if record.all_intact(workspace.site) else "files of the gallery are missing, or were changed by hand"


def _stamp(goes_by: str, known: Sequence[addresses.Address]) -> str:
    return text_key(goes_by + repr(known))


def _goes_by(
    workspace: Workspace, catalogue: Catalogue, at: date | None, now: datetime, beside: tuple[str | None, str]
) -> str:
    """All that a build goes by but earlier addresses: catalogue, day and settings. beside: base URL, and _made_by."""
    zones = sorted({workspace.settings.timezone, *(e.timezone for e in events.every(catalogue))})
    days = [str(at or today_in(zone, now)) for zone in zones]
    return text_key(repr((digest_of_what_is_shown(catalogue), days, workspace.settings, beside)))


def _made_by(workspace: Workspace) -> str:
    """Templates, and this program itself."""
    sources = [f for room in ROOMS for f in sorted((PACKAGE / room).glob("*.py"))]
    program = [(f.name, f.read_bytes()) for f in (*sources, *(PACKAGE / "media" / name for name in MAKERS))]
    look = read_look(workspace)
    return text_key(repr((template_texts(look.folders), look.static, program)))


def _told(built: Built) -> dict[str, Any]:
    """What a build came to, as its record keeps it. Thousands of items stand alike: each standing is kept once."""
    told = {field.name: getattr(built, field.name) for field in fields(built)}
    lists = {name: [asdict(one) for one in told[name]] for name in ("withheld", "mentions", "titles")}
    return {**told, **lists, "accessibility": standings_told(built.accessibility)}


def _as_before(record: Record, started: float) -> Built:
    """What the last build came to, of which nothing had to be done again."""
    last = record.result
    return Built(
        **{name: last[name] for name in ("pages", *COUNTED)},
        withheld=tuple(Verdict(**v) for v in last["withheld"]),
        mentions=tuple(Mention(**m) for m in last["mentions"]),
        titles=tuple(Titled(**t) for t in last["titles"]),
        accessibility=read_standings(last["accessibility"]),
        written=0,
        unchanged=len(record.files),
        removed=0,
        elapsed_ms=round((time.monotonic() - started) * 1000),
    )


def without_absent(material: Material, workspace: Workspace, record: Record) -> Material:
    """The same without assets whose renditions are neither on disk nor in the site, by their checksums."""
    here, whole = _whether_here(workspace), record.whole(workspace.site)
    in_site = {written.key for path, written in record.files.items() if path in whole}
    absent = {a.id: reason for a in material.published if (reason := _absent(a, workspace, in_site, here))}
    if not absent:
        return material
    return replace(
        material,
        published=tuple(a for a in material.published if a.id not in absent),
        withheld=(*material.withheld, *(Verdict(asset, reason) for asset, reason in absent.items())),
    )


def _whether_here(workspace: Workspace) -> Callable[[str], bool]:
    """Whether a rendition's file is there. Each folder is located once: there are tens of thousands of files."""
    folders: dict[str, str] = {}

    def here(logical: str) -> bool:
        folder, _, name = logical.rpartition("/")
        if folder not in folders:
            folders[folder] = str(workspace.locate(folder)) if folder else str(workspace.root)
        return os.path.isfile(f"{folders[folder]}/{name}")  # noqa: PTH113

    return here


def _absent(asset: Asset, workspace: Workspace, in_site: Set[str], here: Callable[[str], bool]) -> str | None:
    for rendition in asset.renditions.values():
        if rendition.checksum in in_site or here(rendition.path):
            continue
        if workspace.offline(rendition.path):
            return "the disk with its renditions is not plugged in"
        return f"{rendition.path} is gone: make it again with mediakit process"
    return None


def _mentions(material: Material, gallery: Gallery) -> Iterator[Mention]:
    for event in material.standings:
        for asset in material.published:
            if asset.event == event:
                yield from gallery.parts.mentions(asset.id)


# --- what should lie there ------------------------------------------------------------------------


def plan(gallery: Gallery, workspace: Workspace, record: Record, look: Look) -> Plan:
    """Every file of the site, and how those are made that are not taken over. Nothing is rendered yet."""
    found = [*(as_found(entry, gallery.keys) for entry in gallery.entries), *gallery.parts.found()]
    search_key = text_key(repr((_search_version(), [(one.key, one.digest) for one in found])))
    outputs = [*_outputs(gallery, workspace, record, look), *_search_outputs(found, search_key, workspace, record)]
    return Plan(outputs, {path for part in gallery.parts.taken.values() for path in part.paths}, search_key)


def _outputs(gallery: Gallery, workspace: Workspace, record: Record, look: Look) -> Iterator[Output]:
    renderer = Renderer(look.folders, gallery.site.language)
    makers = [
        _source(f"gallery/{name}.py") for name in ("address", "head", "logos", "render", "schema", "texts", "wording")
    ]
    makers += [_source(f"media/{name}") for name in MAKERS]
    salt = text_key(repr((makers, gallery.site, sorted(template_texts(look.folders).items()))))
    for page in gallery.pages:
        key = text_key(salt + gallery.keys.of(page))
        yield Output(page.path, key, writes(partial(renderer.text, gallery.site, page)))
    for path, text in gallery.texts.items():
        yield Output(path, text_key(text), writes(partial(str, text)))
    given = Given(workspace, record)
    for path, file in gallery.media.items():
        yield Output(path, file.checksum, given.links(file), file.rendition)
    for path, made in gallery.made.items():
        key = text_key(f"{salt}{made.source.checksum}{made.told}")
        yield Output(path, key, given.makes(made), made.source.rendition)
    for path, bundle in gallery.bundles.items():
        yield Output(path, bundle.key, copies(bundle.make), of_others=True)
    for path, archive in gallery.archives.items():
        key = text_key(repr((_source("gallery/photo_archive.py"), _source("media/photo_xmp.py"), archive)))
        yield Output(path, key, packs(archive, workspace.site), of_others=True)
    for path, content in look.static.items():
        yield Output(path, xxhash.xxh128_hexdigest(content), copies(partial(bytes, content)))


def _source(path: str) -> bytes:
    """The text of a module: what it makes is stale when it changes."""
    return (PACKAGE / path).read_bytes()


def _search_version() -> str:
    return text_key(repr([file.read_bytes() for file in sorted((PACKAGE / "gallery").glob("search_*.py"))]))


def _search_outputs(found: Sequence[Found], key: str, workspace: Workspace, record: Record) -> Iterator[Output]:
    kept = {p: w.key for p, w in record.files.items() if p.startswith("search/") and p != "search/index.html"}
    intact = partial(record.intact, workspace.site)
    if key == record.search_key and all(intact(path, known) for path, known in kept.items()):
        yield from (Output(path, known, writes(str)) for path, known in kept.items())
        return
    # what is kept is of the site alone: a review copy says what no later build would take out again
    kept_in = None if workspace.aside else workspace.state / "search"
    fresh = refreshed(found, _search_version(), kept_in, intact)
    yield from (Output(made.path, made.key, writes(made.text)) for made in fresh)


def _found_lying(site: Path, record: Record) -> Iterator[str]:
    """Without a record (it is safe to delete), everything in the gallery's own folders counts as written by a build."""
    if record.files or not site.is_dir():
        return
    for name in FOLDERS:
        for path in (site / name).rglob("*"):
            if path.is_file() or path.is_symlink():
                yield path.relative_to(site).as_posix()
    yield from (path.name for name in ROOT_FILES for path in site.glob(name) if path.is_file())
