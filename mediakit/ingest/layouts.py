"""What cameras and recorders make of a recording: which files of a card are one clip, its later parts, its sidecars.

By name and folder alone; what a file really is, is found out later by opening it. An unknown name stands on its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

SIDECAR_SUFFIXES = frozenset(
    {".xml", ".xmp", ".thm", ".lrv", ".lrf", ".srt", ".vtt", ".aae", ".bim", ".cpi", ".cpf", ".cif", ".smi", ".wproj"}
)
_MARKS = (
    ("Sony XAVC", ("m4root",)),
    ("Sony XDCAM", ("xdroot",)),
    ("AVCHD", ("avchd",)),
    ("AVCHD", ("bdmv",)),
    ("Panasonic P2", ("contents", "clip")),
    ("Canon XF", ("contents", "clips001")),
)
_SYSTEM = frozenset(
    {".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes", ".fseventsd", ".temporaryitems",
     "system volume information", "$recycle.bin", "indexervolumeguid", "lost.dir", ".volumeicon.icns"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Take:
    """One recording or picture: its main file, the parts that follow in order, and the files that describe it."""

    main: str
    parts: tuple[str, ...] = ()
    sidecars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A card sorted out: every path is in exactly one take or in `system`, what operating systems left there."""

    layout: str
    takes: tuple[Take, ...]
    system: tuple[str, ...] = ()


def arrange(paths: Iterable[str], spans: Iterable[tuple[str, ...]] = ()) -> Arrangement:
    """Sort the paths of a card into takes. spans: runs of AVCHD streams that are one recording (see playlists)."""
    names = sorted(paths)
    system = tuple(n for n in names if is_system(n))
    rest = [n for n in names if not is_system(n)]
    follows = _chapters(rest) | _runs(rest, spans)
    # a sidecar of a later part belongs to the take as well
    describes = {side: follows.get(main, main) for side, main in _sidecars(rest).items() if side not in follows}
    parts, sidecars = _grouped(follows), _grouped(describes)
    takes = [
        Take(n, tuple(sorted(parts[n], key=_part_order)), tuple(sorted(sidecars[n])))
        for n in rest
        if n not in follows and n not in describes
    ]
    return Arrangement(layout_of(names), tuple(takes), system)


def layout_of(paths: Iterable[str]) -> str:
    """Which maker's folders these are: "Sony XAVC", "AVCHD", "DCIM", … or "folder"."""
    folders = {part.lower() for path in paths for part in PurePosixPath(path).parts[:-1]}
    named = next((name for name, marks in _MARKS if folders.issuperset(marks)), None)
    return named or ("DCIM" if "dcim" in folders else "folder")


def is_system(path: str) -> bool:
    """True for what operating systems leave on a card: kept like everything else, but never media."""
    parts = PurePosixPath(path).parts
    return any(p.lower() in _SYSTEM for p in parts) or (parts[-1].startswith("._") and len(parts[-1]) > 2)


def _grouped(belongs: Mapping[str, str]) -> defaultdict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for path, main in belongs.items():
        groups[main].append(path)
    return groups


# Chapters: (pattern of a file's name, the number of the part) → files with an equal rest are one recording.
# GoPro HERO6 and later: GX010042, GX020042; HERO5 and before: GOPR0042, GP010042; Canon XF: AA000101, AA000102.
_NEW_GOPRO = re.compile(r"^G(?P<codec>[HXL])(?P<part>\d\d)(?P<clip>\d{4})\.mp4$", re.IGNORECASE)
_OLD_GOPRO = re.compile(r"^G(?:OPR|P(?P<part>\d\d))(?P<clip>\d{4})\.mp4$", re.IGNORECASE)
_CANON_XF = re.compile(r"^(?P<clip>[A-Z]{2}\d{4})(?P<part>\d\d)\.mxf$", re.IGNORECASE)
_CANON_XF_FOLDER = re.compile(r"(^|/)clips\d{3}/[a-z]{2}\d{4}$", re.IGNORECASE)
_RED = re.compile(r"^(?P<clip>[A-Z]\d{3}_[A-Z]\d{3}_\w{6})_(?P<part>\d{3})\.r3d$", re.IGNORECASE)


def _chapters(paths: Iterable[str]) -> dict[str, str]:
    """Later part → first part that is on the card."""
    recordings: defaultdict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for path in paths:
        pure = PurePosixPath(path)
        folder, name = str(pure.parent), pure.name
        if match := _NEW_GOPRO.match(name):
            recordings[folder, "gopro", match["codec"].upper(), match["clip"]].append((int(match["part"]), path))
        elif match := _OLD_GOPRO.match(name):
            recordings[folder, "gopr", match["clip"]].append((int(match["part"] or 0), path))
        elif (match := _CANON_XF.match(name)) and _CANON_XF_FOLDER.search(folder):
            recordings[folder, "xf", match["clip"].upper()].append((int(match["part"]), path))
        elif match := _RED.match(name):
            recordings[folder, "red", match["clip"].upper()].append((int(match["part"]), path))
    return {path: min(parts)[1] for parts in recordings.values() for _, path in parts if path != min(parts)[1]}


def _part_order(path: str) -> tuple[int, str]:
    name = PurePosixPath(path).name
    match = next((m for p in (_NEW_GOPRO, _OLD_GOPRO, _CANON_XF, _RED) if (m := p.match(name))), None)
    return (int(match["part"] or 0) if match else 0, path)


def _runs(paths: Iterable[str], spans: Iterable[tuple[str, ...]]) -> dict[str, str]:
    there = set(paths)
    runs = [[path for path in span if path in there] for span in spans]
    return {path: run[0] for run in runs if run for path in run[1:]}


def _sidecars(paths: Iterable[str]) -> dict[str, str]:
    """Sidecar → the file it describes."""
    names = list(paths)
    index = {n.lower(): n for n in names}
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        if PurePosixPath(name).suffix.lower() not in SIDECAR_SUFFIXES:
            by_stem[str(PurePosixPath(name).with_suffix("")).lower()].append(name)
    tied = {}
    for name in names:
        main = _described_by(name, index, by_stem)
        if main and main != name:
            tied[name] = main
    return {side: tied.get(main, main) for side, main in tied.items()}


def _described_by(path: str, index: Mapping[str, str], by_stem: Mapping[str, list[str]]) -> str | None:
    pure = PurePosixPath(path.lower())
    for rule in (_sony, _avchd, _p2, _gopro, _recorder, _live_photo):
        for candidate in rule(pure):
            if candidate in index:
                return index[candidate]
    if pure.suffix not in SIDECAR_SUFFIXES:
        return None
    if str(pure.with_suffix("")) in index:  # IMG_0001.CR2.xmp
        return index[str(pure.with_suffix(""))]
    stem = str(pure.with_suffix(""))
    # IMG_E5195.AAE describes the edit, IMG_O5195.AAE the original
    stems = [stem, re.sub(r"(^|/)img_[eo](\d{4})$", r"\1img_\2", stem), re.sub(r"m\d\d$", "", stem)]
    return next((by_stem[s][0] for s in stems if by_stem.get(s)), None)


def _beside(folder: PurePosixPath, name: str, suffixes: Iterable[str]) -> list[str]:
    return [str(folder / f"{name}{suffix}") for suffix in suffixes]


def _sony(path: PurePosixPath) -> list[str]:
    """XAVC and XDCAM: CLIP/C0001M01.XML, SUB/C0001S03.MP4 and THMBNL/C0001T01.JPG belong to CLIP/C0001."""
    match = re.match(r"^(.+?)([mst])\d\d\.(?:xml|mp4|mxf|jpg)$", path.name)
    place = {"clip": "m", "sub": "s", "thmbnl": "t"}.get(path.parent.name)
    if not match or match[2] != place:
        return []
    return _beside(path.parent.parent / "clip", match[1], (".mp4", ".mxf", ".mov"))


def _avchd(path: PurePosixPath) -> list[str]:
    if path.parent.name != "clipinf" or path.suffix not in (".cpi", ".clpi"):
        return []
    return _beside(path.parent.parent / "stream", path.stem, (".mts", ".m2ts"))


def _p2(path: PurePosixPath) -> list[str]:
    """P2: CLIP/0001AB.XML, AUDIO/0001AB00.MXF, ICON, VOICE and PROXY belong to VIDEO/0001AB.MXF."""
    if path.parent.name not in ("clip", "audio", "icon", "voice", "proxy") or path.parent.parent.name != "contents":
        return []
    return [str(path.parent.parent / "video" / f"{path.stem[:6]}.mxf")]


def _gopro(path: PurePosixPath) -> list[str]:
    match = re.match(r"^g([lxh])(\d{6})\.(?:lrv|thm)$", path.name)
    return [str(path.with_name(f"g{codec}{match[2]}.mp4")) for codec in "xh"] if match else []


_TRACK = re.compile(r"^(?P<take>.*\d)(?:_tr\d\d?|_\d\d?-\d\d?|s\d\d|d\d\d)\.wav$")


def _recorder(path: PurePosixPath) -> list[str]:
    """Zoom and Tascam: the single tracks of a take belong to its mix (ZOOM0001_LR, 240130_0001)."""
    match = _TRACK.match(path.name)
    if not match:
        return []
    mixes = (f"{match['take']}_lr", f"{match['take']}_trlr", f"{match['take']}_mix", match["take"])
    firsts = (f"{match['take']}_tr1",) if "_tr" in path.name else ()
    return [str(path.with_name(f"{name}.wav")) for name in (*mixes, *firsts)]


def _live_photo(path: PurePosixPath) -> list[str]:
    """An iPhone numbers photos and films in one row: a film with a photo's number is that photo's Live Photo."""
    if path.suffix != ".mov" or not re.match(r"^\d{3}apple$", path.parent.name):
        return []
    return _beside(path.parent, path.stem, (".heic", ".jpg", ".jpeg"))
