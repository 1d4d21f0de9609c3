"""Erasing what was decided on: files, reports, catalogue, gallery; in an order that can be gone through again."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from mediakit.catalogue import erasing
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.erasing import Doomed
from mediakit.domain.erasure import Erasure, Left
from mediakit.domain.errors import MachineLacks
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import Workspace
from mediakit.logistics import erasing_journal as journal
from mediakit.logistics.erasing_journal import Decided
from mediakit.media import disk, files
from mediakit.media.lock import only_one

_ORIGINALS = ("original", "part", "sidecar", "duplicate")


def carry_out(
    workspace: Workspace,
    catalogue: Catalogue,
    decided: Decided,
    rebuild: Callable[[], object],
    progress: Progress,
) -> Erasure:
    """Do all of it, or go on where it was stopped; returns the erasure with what could not be reached after all.

    rebuild: builds the gallery anew. Raises MachineLacks or CatalogueBusy where something is in the way; the journal
    stays until then, and the same can be done again.
    """
    with only_one(workspace.state / "process.lock", "process"):
        journal.save(workspace, decided)
        erasure = decided.erasure
        missed = _remove_files(workspace, erasure, progress)
        # half a copy of an ingest that was killed holds what was copied until then
        disk.remove_stale_drafts(workspace.originals)
        for manifest in erasure.manifests:
            _without_lines(workspace.locate(manifest), erasure)
        further = [(p.checksum, p.size_bytes) for p in erasure.pieces if p.kind in _ORIGINALS and p.checksum]
        doomed = Doomed(erasure.assets, erasure.person, erasure.kept, erasure.forms)
        erasing.erase(catalogue, doomed, decided.by, decided.reason, further)
        erasing.scrub(catalogue)
        rebuild()
        journal.end(workspace)
    return erasure.left_behind(missed)


def _remove_files(workspace: Workspace, erasure: Erasure, progress: Progress) -> tuple[Left, ...]:
    """Remove every file; what lies outside the workspace and cannot be removed is told, anything else stops it."""
    missed = []
    progress.begin("erasing", len(erasure.files), "files")
    for piece in erasure.files:
        path = workspace.locate(piece.path)
        try:
            files.remove(path)
            _prune(workspace, path.parent)
        except OSError as error:
            if piece.must_go:
                hint = "mend that, then: mediakit erase --continue"
                raise MachineLacks(f"it cannot be removed: {error.strerror}", where=str(path), hint=hint) from None
            missed.append(Left(piece.path, f"the {piece.kind} cannot be removed: {error.strerror}"))
        progress.advance(1)
    return tuple(missed)


def _prune(workspace: Workspace, folder: Path) -> None:
    """Remove folders that became empty, below the workspace's own."""
    tops = [workspace.originals, workspace.renditions, workspace.reports, workspace.backups]
    if any(part.startswith(".restore-") for part in folder.parts):
        tops.append(workspace.root)
    for top in tops:
        with contextlib.suppress(OSError):
            inner = folder
            while inner != top and inner.is_relative_to(top):
                inner.rmdir()
                inner = inner.parent


# --- manifests of cards -----------------------------------------------------------------------------------------------


def _without_lines(manifest: Path, erasure: Erasure) -> None:
    """Take the lines about erased files out of a card's manifest."""
    if not manifest.is_file():
        return
    gone = {p.path for p in erasure.pieces if p.kind in _ORIGINALS}
    text = manifest.read_text("utf-8-sig")
    if manifest.suffix == ".json":
        files.write_whole(manifest, _json_without(text, gone, erasure.assets))
    else:
        files.write_whole(manifest, _csv_without(text, gone, erasure.assets))


def _json_without(text: str, gone: Collection[str], assets: Collection[str]) -> str:
    document: dict[str, Any] = json.loads(text)
    before = document.get("files", [])
    kept = [
        f for f in before if not _about(str(f.get("path")), str(f.get("what")), str(f.get("checksum")), gone, assets)
    ]
    document["files"] = kept
    document["erased"] = document.get("erased", 0) + len(before) - len(kept)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _csv_without(text: str, gone: Collection[str], assets: Collection[str]) -> str:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    header = {name: place for place, name in enumerate(rows[0])} if rows else {}
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        cells = [row[header[n]] if n in header and header[n] < len(row) else "" for n in ("path", "what", "xxh128")]
        if not _about(cells[0], cells[1], cells[2], gone, assets):
            writer.writerow(row)
    return "\ufeff" + out.getvalue()


def _about(path: str, what: str, checksum: str, gone: Collection[str], assets: Collection[str]) -> bool:
    return path in gone or any(asset in what or asset in checksum for asset in assets)
