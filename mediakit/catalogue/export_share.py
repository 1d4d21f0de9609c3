"""One organisation's own share as open files: its people, its sessions, what may be published of it, its promises."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from mediakit import __version__
from mediakit.catalogue import assets, deliverables, events, organisations, people, transcripts
from mediakit.catalogue.connect import Catalogue, now
from mediakit.catalogue.export import Exported, as_csv, put
from mediakit.catalogue.export_folder import MANIFEST, replaced_whole
from mediakit.catalogue.export_privacy import Privacy, privacy_of
from mediakit.domain.asset import Asset, Rendition
from mediakit.domain.document import asset_document
from mediakit.domain.records import (
    deliverable_document,
    event_document,
    organisation_document,
    person_document,
    session_document,
    spoken_document,
)
from mediakit.domain.share import Share, share_of
from mediakit.domain.subtitles import to_vtt
from mediakit.domain.workspace import Workspace

# what can be handed out of each kind, the largest of it: posters and what the desk needs stay
_HANDED_OUT = (".mp4", ".m4a", ".mp3", ".jpg", ".jpeg")


def look(catalogue: Catalogue, slug: str) -> Share:
    """What concerns an organisation. Raises UnknownName."""
    return share_of(
        organisations.find(catalogue, slug),
        people.every(catalogue),
        events.sessions(catalogue),
        assets.load(catalogue),
        deliverables.every(catalogue),
    )


def write_share(catalogue: Catalogue, workspace: Workspace, folder: Path, form: str, slug: str) -> Exported:
    """Write an organisation's share, whole or not at all: lists, transcripts, captions and the films and photos.

    Only what may be published today, only people who may be named, and nothing private. form: "json" or "csv". Raises
    UnknownName, and Misuse where the folder holds anything but an earlier export.
    """
    share = look(catalogue, slug)
    privacy = privacy_of(catalogue, assets.load(catalogue), workspace.settings.timezone, with_private=False)
    may = [a for a in share.assets if a.id not in privacy.withheld]
    left_out = {
        "people": sum(not privacy.may_name(p.slug) for p in share.people),
        "assets": len(share.assets) - len(may),
        "files": 0,
    }
    with replaced_whole(folder, workspace, private=False) as room:
        for name, rows in _lists(catalogue, share, may).items():
            cleaned = privacy.cleaned(name, rows)
            text = as_csv(cleaned) if form == "csv" else json.dumps(cleaned, ensure_ascii=False, indent=1) + "\n"
            put(room / f"{name}.{form}", text)
        for asset in may:
            _said(catalogue, asset, privacy, room)
            left_out["files"] += not _file(workspace, asset, room)
        files = sorted(p.relative_to(room).as_posix() for p in room.rglob("*") if p.is_file())
        manifest = {
            "made_by": f"mediakit {__version__}",
            "made_at": now(),
            "format": form,
            "for": slug,
            "with_private": False,
            "left_out": left_out,
            "files": files,
        }
        put(room / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return Exported(len(files) + 1, left_out)


def _lists(catalogue: Catalogue, share: Share, may: Sequence[Asset]) -> dict[str, list[dict[str, Any]]]:
    theirs, there = {p.slug for p in share.people}, {a.id for a in may}
    return {
        "events": [event_document(e) for e in events.every(catalogue) if e.slug in share.events],
        "organisations": [organisation_document(share.organisation)],
        "people": [person_document(p) for p in share.people],
        "sessions": [
            {**session_document(s), "people": [who for who in s.people if who in theirs]} for s in share.sessions
        ],
        "deliverables": [
            {**deliverable_document(d), "assets": [a for a in d.assets if a in there]} for d in share.deliverables
        ],
        "assets": [_asset(a) for a in may],
    }


def _asset(asset: Asset) -> dict[str, Any]:
    # where an original lies is nobody's business outside
    return {k: v for k, v in asset_document(asset).items() if k not in ("path", "error", "waiting")}


def _said(catalogue: Catalogue, asset: Asset, privacy: Privacy, room: Path) -> None:
    transcript = transcripts.current(catalogue, asset.id) if asset.spoken else None
    if transcript is None or not transcript.segments:
        return
    document = privacy.without_speakers(spoken_document(asset, transcript))
    put(room / "transcripts" / f"{asset.slug}.json", json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    names = {p.slug: p.name for p in people.every(catalogue) if privacy.may_name(p.slug)}
    cues = privacy.without_voices(transcripts.cues(catalogue, asset.id))
    vtt = to_vtt(transcripts.shown(cues, names), language=transcript.language)
    put(room / "transcripts" / f"{asset.slug}.vtt", vtt)


def _file(workspace: Workspace, asset: Asset, room: Path) -> bool:
    """Copy the largest published version of an asset; False where there is none on this machine."""
    fit = [r for r in asset.renditions.values() if PurePosixPath(r.path).suffix.lower() in _HANDED_OUT]
    fit = [r for r in fit if not r.profile.startswith("poster")] or []
    if not fit:
        return False
    largest = max(fit, key=_size)
    source = workspace.locate(largest.path)
    target = room / "files" / f"{asset.slug}{PurePosixPath(largest.path).suffix.lower()}"
    target.parent.mkdir(exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        return False
    return True


def _size(rendition: Rendition) -> tuple[int, int]:
    return (rendition.width_px or 0) * (rendition.height_px or 0), rendition.bytes
