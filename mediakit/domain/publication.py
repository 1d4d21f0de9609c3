"""What is sent to a place, in which order, and what may be brought back there. Pure decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

# what only pages lead to goes first; pages lead there, so they go last, and the first page is the very last
_MEDIA = (".mp4", ".m4a", ".jpg", ".jpeg", ".png", ".webp", ".avif", ".svg", ".gif")
_PAGES = (".html", ".xml")
HOME = "index.html"


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of the site. path: inside it, with forward slashes; checksum: xxh128 hex of its content."""

    path: str
    checksum: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Item:
    """An asset as it is shown: its page, and a fingerprint of everything that is shown of it."""

    page: str
    shown: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a gallery says. items: asset id → item.

    rest: (kind, fingerprint) of each event, session, organisation and person as they are named there.
    """

    items: Mapping[str, Item]
    rest: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Publication:
    """One sending to one place. state: "begun", it may be half there, or "done". mark: what the place is known by.

    shown: None for one of which it was not noted. release: the name of the tree that was sent.
    """

    number: int
    destination: str
    at: datetime
    by: str | None
    digest: str
    state: str
    mark: str | None
    release: str | None
    shown: Shown | None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a sending changes for those who visit: assets by id. files: paths inside the site."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    files_new: tuple[str, ...] = field(default=())
    files_changed: tuple[str, ...] = field(default=())
    files_gone: tuple[str, ...] = field(default=())

    @property
    def nothing(self) -> bool:
        """Whether it changes nothing at all."""
        return not (self.new or self.changed or self.gone or self.files_new or self.files_changed or self.files_gone)


def phase(path: str) -> int:
    """When a file is sent: 0 media, 1 what pages ask for, 2 pages, 3 the first page.

    >>> [phase(p) for p in ("videos/a/film-720.mp4", "static/site.css", "videos/a/index.html", "index.html")]
    [0, 1, 2, 3]
    """
    if path == HOME:
        return 3
    suffix = PurePosixPath(path).suffix.lower()
    return 0 if suffix in _MEDIA else 2 if suffix in _PAGES else 1


def in_sending_order(files: Iterable[SiteFile]) -> tuple[SiteFile, ...]:
    """Media first, pages last: no page is ever there before what it leads to."""
    return tuple(sorted(files, key=lambda f: (phase(f.path), f.path)))


def digest_of(files: Iterable[SiteFile]) -> str:
    """32 hex digits: equal only for the same files with the same content."""
    state = hashlib.blake2b(digest_size=16)
    for file in sorted(files, key=lambda f: f.path):
        state.update(f"{file.checksum} {file.path}\n".encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def difference(before: Shown | None, after: Shown, had: Mapping[str, str], has: Mapping[str, str]) -> Difference:
    """What changes from one sending to the next. had, has: path → checksum of the files there and of the new ones."""
    old = before.items if before else {}
    return Difference(
        new=tuple(a for a in after.items if a not in old),
        changed=tuple(a for a, item in after.items.items() if a in old and old[a] != item),
        gone=tuple(a for a in old if a not in after.items),
        files_new=tuple(sorted(has.keys() - had.keys())),
        files_changed=tuple(sorted(p for p in has.keys() & had.keys() if has[p] != had[p])),
        files_gone=tuple(sorted(had.keys() - has.keys())),
    )


def no_longer_holds(then: Shown | None, now: Shown, withheld: Mapping[str, str]) -> list[str]:
    """Why a gallery of an earlier day must not be brought back; empty if all it says may still be said, as it says it.

    withheld: asset id → why it is withheld now. What has come since does not matter; what was changed since does, since
    a change may have taken a name or a sentence away.
    """
    if then is None:
        return ["nobody knows what it showed"]
    reasons = []
    for asset, item in then.items.items():
        if asset not in now.items:
            reasons.append(f"{item.page} is withheld: {withheld.get(asset, 'it is not in the catalogue any more')}")
        elif now.items[asset].shown != item.shown:
            reasons.append(f"{item.page} was changed since")
    kinds = sorted({kind for kind, _ in then.rest - now.rest})
    return [*reasons, *(f"{kind} is named there otherwise than today" for kind in kinds)]


def to_take_back(files: Iterable[SiteFile], before: Mapping[str, str], then: Shown, now: Shown) -> list[str]:
    """What to remove of a sending that was refused before its pages: media of what may not be shown as it was, and
    whatever tells of everything, such as the search.

    before: path → checksum of what was there already. Media of all else stay, so that they need not go over again, as
    does what names nobody (static/).
    """
    sound = [item.page for asset, item in then.items.items() if now.items.get(asset) == item]
    folders = {"static/", *sound}
    return [
        file.path
        for file in files
        if phase(file.path) < 2
        and before.get(file.path) != file.checksum
        and not any("/".join(file.path.split("/")[:depth]) + "/" in folders for depth in (1, 2))
    ]
