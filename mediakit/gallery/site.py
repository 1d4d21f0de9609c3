"""Building the site: what should lie there, by key; what is missing or stale is made, what is no longer wanted goes.

`.mediakit/site.json` remembers every file that a build wrote or was about to write. It is saved before the first
file is touched, so that a build which was killed leaves nothing behind that a later one does not know of.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import xxhash

from mediakit.catalogue import addresses, events
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.digest import digest_of_what_is_shown
from mediakit.domain.accessibility import Standing
from mediakit.domain.asset import Asset
from mediakit.domain.calendar import today_in
from mediakit.domain.facts import Kind
from mediakit.domain.names import named_in_full, ways_to_name
from mediakit.domain.progress import Progress, Silent
from mediakit.domain.verdict import Verdict
from mediakit.domain.workspace import Workspace
from mediakit.gallery import collecting
from mediakit.gallery.accessibility import judge_all, read_standing
from mediakit.gallery.cards import Gallery
from mediakit.gallery.gather import gather
from mediakit.gallery.kept import prune
from mediakit.gallery.logos import read_logos
from mediakit.gallery.look import Look, read_look
from mediakit.gallery.material import Material, gather_material
from mediakit.gallery.mentions import Mention, Titled, mentions, titled
from mediakit.gallery.moved import not_yet_known
from mediakit.gallery.outputs import Given, Output, bring_about, copies, packs, writes
from mediakit.gallery.pages import EmbedPage, MovedPage
from mediakit.gallery.record import Record, read_record, record_path, save_record
from mediakit.gallery.render import Renderer
from mediakit.gallery.search_kept import forget, refreshed
from mediakit.media.lock import only_one
from mediakit.media.templates import template_texts

FOLDERS = (
    "about", "accessibility", "audio", "events", "organisations", "people", "photos", "search", "static", "topics",
    "videos",
)  # fmt: skip
PACKAGE, ROOMS = Path(__file__).resolve().parents[1], ("catalogue", "domain", "gallery")
MAKERS = ("strings.py", "templates.py")
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
    with only_one(workspace.state / "build.lock", "build"), collecting.paused():
        record = read_record(workspace)
        address = base_url or workspace.settings.base_url or None
        known = addresses.known(catalogue)
        goes_by = _goes_by(workspace, catalogue, at, now or datetime.now(UTC), address)
        stamp = _stamp(goes_by, known)
        if record.stamp == stamp and record.all_intact(workspace.site):
            return _as_before(record, started)
        material = gather_material(catalogue, workspace.settings, at=at, now=now)
        material = replace(material, logos=read_logos(workspace, material))
        present = without_absent(material, workspace, record)
        look = read_look(workspace)
        gallery = gather(present, address, look, known)
        if new := not_yet_known(present, gallery.addresses, known):
            addresses.remember(catalogue, new)
            stamp = _stamp(goes_by, addresses.known(catalogue))
        outputs = list(plan(gallery, workspace, record, look))
        lying = _found_lying(workspace.site, record)
        kept, written, removed = bring_about(workspace, record, outputs, lying, progress or Silent())
        built = Built(
            pages=sum(p.path.endswith(".html") and not isinstance(p, EmbedPage | MovedPage) for p in gallery.pages),
            **{f"{name}": sum(a.kind is kind for a in present.published) for name, kind in COUNTED.items()},
            withheld=present.withheld,
            mentions=tuple(_mentions(present)),
            titles=tuple(titled(present.sessions, present.unnamed)),
            accessibility=judge_all(present),
            written=written,
            unchanged=len(outputs) - written,
            removed=removed,
            elapsed_ms=round((time.monotonic() - started) * 1000),
        )
        # a rendition that is away today may be back tomorrow without a word in the catalogue
        lasting = stamp if present is material else ""
        search_key = _search_key(gallery)
        save_record(workspace, Record(kept, search_key, lasting, asdict(built), address=base_url, stood=stamp))
        # what may be brought back is a matter of today, whatever day the gallery is built for
        prune(workspace, catalogue, gather_material(catalogue, workspace.settings, now=now) if at else material)
        return built


def rebuild(workspace: Workspace, catalogue: Catalogue, progress: Progress | None = None) -> Built | None:
    """Build the gallery as it was built the last time, as of today; None where none was ever built here."""
    if not workspace.site.is_dir() or not any(workspace.site.iterdir()):
        # what was kept of a site that is gone must not outlive an erasure or a withdrawal
        forget(workspace.state / "search")
        record_path(workspace).unlink(missing_ok=True)
        prune(workspace, catalogue, gather_material(catalogue, workspace.settings))
        return None
    return build(workspace, catalogue, base_url=read_record(workspace).address, progress=progress)


def rebuild_without_traces(
    workspace: Workspace, catalogue: Catalogue, progress: Progress | None = None
) -> Built | None:
    """The same after an erasure, with nothing that was kept for the search: not every build looks at it."""
    forget(workspace.state / "search")
    return rebuild(workspace, catalogue, progress)


def why_stale(workspace: Workspace, catalogue: Catalogue, now: datetime | None = None) -> str | None:
    """Why the site is not what a build of today would make of the catalogue; None if it is just that."""
    record = read_record(workspace)
    if not (workspace.site / "index.html").is_file():
        return "no gallery was built here yet"
    where = record.address or workspace.settings.base_url or None
    goes_by = _goes_by(workspace, catalogue, None, now or datetime.now(UTC), where)
    if record.stood != _stamp(goes_by, addresses.known(catalogue)):
        return "it is out of date: the catalogue, settings, templates, mediakit or the day changed since it was built"
    return None if record.all_intact(workspace.site) else "files of the gallery are missing, or were changed by hand"


def _stamp(goes_by: str, known: Sequence[addresses.Address]) -> str:
    return _digest(goes_by + repr(known))


def _goes_by(workspace: Workspace, catalogue: Catalogue, at: date | None, now: datetime, base_url: str | None) -> str:
    """All that a build goes by but earlier addresses: catalogue, day, settings, templates and this program itself."""
    zones = sorted({workspace.settings.timezone, *(e.timezone for e in events.every(catalogue))})
    days = [str(at or today_in(zone, now)) for zone in zones]
    sources = [f for room in ROOMS for f in sorted((PACKAGE / room).glob("*.py"))]
    program = [(f.name, f.read_bytes()) for f in (*sources, *(PACKAGE / "media" / name for name in MAKERS))]
    look = read_look(workspace)
    looks = [template_texts(look.folders), look.static]
    shown = digest_of_what_is_shown(catalogue)
    return _digest(repr((shown, days, workspace.settings, base_url, looks, program)))


def _as_before(record: Record, started: float) -> Built:
    """What the last build came to, of which nothing had to be done again."""
    last = record.result
    return Built(
        **{name: last[name] for name in ("pages", *COUNTED)},
        withheld=tuple(Verdict(**v) for v in last["withheld"]),
        mentions=tuple(Mention(**m) for m in last["mentions"]),
        titles=tuple(Titled(**t) for t in last["titles"]),
        accessibility=tuple(read_standing(s) for s in last["accessibility"]),
        written=0,
        unchanged=len(record.files),
        removed=0,
        elapsed_ms=round((time.monotonic() - started) * 1000),
    )


def without_absent(material: Material, workspace: Workspace, record: Record) -> Material:
    """The same without assets whose renditions are neither on disk nor in the site, by their checksums."""
    here = _whether_here(workspace)
    site = workspace.site
    in_site = {w.key for path, w in list(record.files.items()) if record.intact(site, path, w.key)}
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


def _mentions(material: Material) -> Iterator[Mention]:
    for event, standings in material.standings.items():
        # somebody shown by first name or none may well say the full one themselves
        unnamed = [ways_to_name(p) for p in material.people.values() if not named_in_full(standings.get(p.slug))]
        for asset in material.published:
            if asset.event == event and asset.id in material.said:
                yield from mentions(asset.id, material.said[asset.id].segments, unnamed)


# --- what should lie there ------------------------------------------------------------------------


def plan(gallery: Gallery, workspace: Workspace, record: Record, look: Look) -> Iterator[Output]:
    """Every file of the site with its key and how it is made. Nothing is rendered yet."""
    renderer = Renderer(look.folders, gallery.site.language)
    makers = [
        _source(f"gallery/{name}.py") for name in ("address", "head", "logos", "render", "schema", "texts", "wording")
    ]
    makers += [_source(f"media/{name}") for name in MAKERS]
    salt = _digest(repr((makers, gallery.site, sorted(template_texts(look.folders).items()))))
    for page in gallery.pages:
        key = _digest(salt + gallery.keys.of(page))
        yield Output(page.path, key, writes(partial(renderer.text, gallery.site, page)))
    for path, text in gallery.texts.items():
        yield Output(path, _digest(text), writes(partial(str, text)))
    given = Given(workspace, record)
    for path, file in gallery.media.items():
        yield Output(path, file.checksum, given.links(file), file.rendition)
    for path, made in gallery.made.items():
        key = _digest(f"{salt}{made.source.checksum}{made.told}")
        yield Output(path, key, given.makes(made), made.source.rendition)
    for path, packed in gallery.bundles.items():
        yield Output(path, xxhash.xxh128_hexdigest(packed), copies(packed), of_others=True)
    for path, archive in gallery.archives.items():
        key = _digest(repr((_source("gallery/photo_archive.py"), _source("media/photo_xmp.py"), archive)))
        yield Output(path, key, packs(archive, workspace.site), of_others=True)
    for path, content in look.static.items():
        yield Output(path, xxhash.xxh128_hexdigest(content), copies(content))
    yield from _search_outputs(gallery, workspace, record)


def _source(path: str) -> bytes:
    """The text of a module: what it makes is stale when it changes."""
    return (PACKAGE / path).read_bytes()


def _search_version() -> str:
    return _digest(repr([file.read_bytes() for file in sorted((PACKAGE / "gallery").glob("search_*.py"))]))


def _search_key(gallery: Gallery) -> str:
    return _digest(repr((_search_version(), [gallery.keys.of(entry) for entry in gallery.entries])))


def _search_outputs(gallery: Gallery, workspace: Workspace, record: Record) -> Iterator[Output]:
    key = _search_key(gallery)
    kept = {p: w.key for p, w in record.files.items() if p.startswith("search/") and p != "search/index.html"}
    intact = partial(record.intact, workspace.site)
    if key == record.search_key and all(intact(path, known) for path, known in kept.items()):
        yield from (Output(path, known, writes(str)) for path, known in kept.items())
        return
    # what is kept is of the site alone: a review copy says what no later build would take out again
    kept_in = None if workspace.aside else workspace.state / "search"
    fresh = refreshed(gallery.entries, _search_version(), kept_in, intact, gallery.keys.of)
    yield from (Output(made.path, made.key, writes(made.text)) for made in fresh)


def _digest(text: str) -> str:
    return xxhash.xxh128_hexdigest(text.encode("utf-8", "surrogatepass"))


def _found_lying(site: Path, record: Record) -> Iterator[str]:
    """Without a record (it is safe to delete), everything in the gallery's own folders counts as written by a build."""
    if record.files or not site.is_dir():
        return
    for name in FOLDERS:
        for path in (site / name).rglob("*"):
            if path.is_file() or path.is_symlink():
                yield path.relative_to(site).as_posix()
    yield from (path.name for name in ROOT_FILES for path in site.glob(name) if path.is_file())
