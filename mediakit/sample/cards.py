"""The sample shoot on disk: camera cards, finished films and spreadsheets, made once and used again.

A001/DCIM/100CANON/…                 two interviews
B001/PRIVATE/M4ROOT/CLIP/…           the hall and an interview, by a clock that is an hour fast, with Sony's sidecars
P001/DCIM/100EOSR6/…                 the photographs
finished/…                           the four films that were delivered
agenda.csv, people.csv, alt_texts.csv
made.json                            what is complete, so that the next call can use it again
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from mediakit.media import files
from mediakit.sample import montage, rushes, tables
from mediakit.sample.draw import darkroom
from mediakit.sample.footage import CARD_P, CARDS, CLIPS, FILMS, Clip, Film
from mediakit.sample.photos import PHOTOS, Photo

EDITION = 3
"""Raised whenever what is made changes, so that what lies there from before is made again."""

STAMP, FINISHED = "made.json", "finished"


Progress = Callable[[int, int, str], None]
"""Called after each file: how many are there, how many there will be, which one."""


@dataclass(frozen=True, slots=True)
class Shoot:
    """What is to be made; photo_px: the long side of a photograph."""

    clips: tuple[Clip, ...] = CLIPS
    films: tuple[Film, ...] = FILMS
    photos: tuple[Photo, ...] = PHOTOS
    photo_px: int = darkroom.LONG_SIDE_PX


@dataclass(frozen=True, slots=True)
class Cards:
    """The sample shoot as it lies on disk. cards: name → folder; finished: deliverable's slug → file.

    made: how many files this call made; 0 if everything was there. size_bytes: of all of it.
    """

    folder: Path
    cards: dict[str, Path]
    finished: dict[str, Path]
    agenda: Path
    people: Path
    alt_texts: Path
    made: int
    size_bytes: int


def make_cards(folder: Path, progress: Progress | None = None, shoot: Shoot | None = None) -> Cards:
    """Make the sample shoot in a folder, or what is missing of it; each file whole or not at all.

    The same bytes every time with the same ffmpeg and Pillow. Raises MachineLacks without ffmpeg or on a full disk.
    """
    shoot = shoot or Shoot()
    ledger = _Ledger(folder, progress, len(shoot.clips) + len(shoot.films) + len(shoot.photos))
    with tempfile.TemporaryDirectory(prefix=".making-", dir=_made(folder)) as scratch, ThreadPoolExecutor(2) as pool:
        # Films keep ffmpeg busy in a process of its own while this process draws: two at a time fill two cores.
        takes = [pool.submit(_take, ledger, clip, _cut_from(shoot, clip), Path(scratch)) for clip in shoot.clips]
        pictures = [pool.submit(_photograph, ledger, photo, shoot.photo_px) for photo in shoot.photos]
        try:
            for job in takes:
                job.result()
            for film in shoot.films:
                if film.voice is None:
                    _event_film(ledger, film, Path(scratch))
            for job in pictures:
                job.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    agenda, people, alt_texts = tables.write_tables(folder)
    return Cards(
        folder=folder,
        cards={card.name: folder / card.name for card in CARDS},
        finished={film.deliverable: folder / FINISHED / film.file_name for film in shoot.films},
        agenda=agenda,
        people=people,
        alt_texts=alt_texts,
        made=ledger.made,
        size_bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
    )


class _Ledger:
    """What is complete: names and sizes, written down after every file. Safe to use from several threads."""

    def __init__(self, folder: Path, progress: Progress | None, total: int) -> None:
        self.folder, self.progress, self.total = folder, progress, total
        self.done = self.made = 0
        self._lock = Lock()
        self._sizes: dict[str, int] = {}
        try:
            told = json.loads((folder / STAMP).read_text("utf-8"))
            if told["edition"] == EDITION:
                self._sizes = {str(name): int(size) for name, size in told["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # No stamp, or one that somebody edited: everything is made again.
            self._sizes = {}

    def has(self, *paths: Path) -> bool:
        """True if all of these were completed and still have the size that they were completed with."""
        return all(path.is_file() and self._sizes.get(self._name(path)) == path.stat().st_size for path in paths)

    def note(self, main: Path, *others: Path, fresh: bool = True) -> None:
        """Write down that a file, and what lies beside it, is complete."""
        with self._lock:
            self.done += 1
            if fresh:
                self.made += 1
                self._sizes |= {self._name(path): path.stat().st_size for path in (main, *others)}
                listed = {"edition": EDITION, "files": dict(sorted(self._sizes.items()))}
                files.write_whole(self.folder / STAMP, json.dumps(listed, indent=1) + "\n")
            if self.progress:
                self.progress(self.done, self.total, self._name(main))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _dated(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def _cut_from(shoot: Shoot, clip: Clip) -> Film | None:
    """The talking head that was cut from a clip, if there is one."""
    return next((film for film in shoot.films if film.voice == clip.voice), None)


def _take(ledger: _Ledger, clip: Clip, film: Film | None, scratch: Path) -> None:
    """One rush with its sidecars, and the finished film that was cut from it, if there is one."""
    folder = ledger.folder / clip.card.name
    rush = folder / clip.path
    beside = {folder / name: name for name in rushes.sidecar_names(clip)}
    finished = ledger.folder / FINISHED / film.file_name if film else None
    have_rush, have_film = ledger.has(rush, *beside), finished is None or ledger.has(finished)
    if have_rush and have_film:
        ledger.note(rush, fresh=False)
        if finished:
            ledger.note(finished, fresh=False)
        return
    take = rushes.perform(clip, scratch)
    if not have_rush:
        with files.draft(rush) as path:
            rushes.write_rush(take, path)
            _dated(path, clip.camera_time)
        for path, name in beside.items():
            files.write_whole(path, rushes.sidecar(take, name))
            _dated(path, clip.camera_time)
    ledger.note(rush, *beside, fresh=not have_rush)
    if film and finished:
        if not have_film:
            with files.draft(finished) as path:
                rushes.write_film(take, film, path)
        ledger.note(finished, fresh=not have_film)
    take.frames.unlink()


def _photograph(ledger: _Ledger, photo: Photo, long_side_px: int) -> None:
    target = ledger.folder / CARD_P.name / photo.path
    there = ledger.has(target)
    if not there:
        with files.draft(target) as path:
            darkroom.write_photo(photo, path, long_side_px=long_side_px)
            _dated(path, photo.taken_at)
    ledger.note(target, fresh=not there)


def _event_film(ledger: _Ledger, film: Film, scratch: Path) -> None:
    target = ledger.folder / FINISHED / film.file_name
    there = ledger.has(target)
    if not there:
        with files.draft(target) as path:
            montage.write_event_film({c.short: ledger.folder / c.card.name / c.path for c in CLIPS}, scratch, path)
    ledger.note(target, fresh=not there)
