"""Corrections that are not saved yet: kept while somebody types, so that a crash loses none of them.

One file for each editor and each revision they began from, under .mediakit/drafts/ASSET/. A draft is nobody's
transcript: nothing but the page that made it reads it, and saving goes through `drafts_saving`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediakit.catalogue import redactions, transcripts
from mediakit.catalogue.connect import Catalogue, now
from mediakit.domain.draft import clean
from mediakit.domain.errors import Misuse
from mediakit.domain.workspace import Workspace
from mediakit.media.files import remove, write_whole

# what somebody can have typed between two savings, and more
_MOST_SENTENCES = 20_000
_LONGEST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Sentences as an editor left them. texts: number of the sentence in that revision, from 0 → its words now.

    at: ISO 8601, when it was kept last.
    """

    asset: str
    revision: int
    by: str
    at: str
    texts: Mapping[int, str]


def keep(
    workspace: Workspace, asset_id: str, revision: int, by: str, texts: Mapping[int, str], dropped: Sequence[int] = ()
) -> Unsaved:
    """Add sentences to an editor's draft, take those `dropped` out of it, and return it as it is now.

    What another window of the same editor kept stays. Raises Misuse for more than anybody types.
    """
    before = _read(_file(workspace, asset_id, revision, by))
    merged = {**(before.texts if before else {}), **{number: clean(text) for number, text in texts.items()}}
    merged = {number: text for number, text in sorted(merged.items()) if number not in set(dropped)}
    if len(merged) > _MOST_SENTENCES or any(len(text) > _LONGEST_CHARACTERS for text in merged.values()):
        raise Misuse("more than a draft can hold", hint="save what there is first")
    draft = Unsaved(asset_id, revision, by, now(), merged)
    _write(workspace, draft)
    return draft


def discard(workspace: Workspace, asset_id: str, revision: int, by: str) -> None:
    """Forget an editor's draft. Nothing happens where there is none."""
    remove(_file(workspace, asset_id, revision, by))


def of(catalogue: Catalogue, workspace: Workspace, asset_id: str) -> list[Unsaved]:
    """Every draft of an asset, the latest first, without sentences in which something was redacted after it."""
    folder = _folder(workspace, asset_id)
    found = [_read(file) for file in sorted(folder.glob("*.json"))] if folder.is_dir() else []
    drafts = [_without_redacted(catalogue, workspace, draft) for draft in found if draft and draft.asset == asset_id]
    return sorted((draft for draft in drafts if draft.texts), key=lambda draft: draft.at, reverse=True)


def _without_redacted(catalogue: Catalogue, workspace: Workspace, draft: Unsaved) -> Unsaved:
    later = [r.span for r in redactions.of(catalogue, draft.asset) if r.at >= draft.at]
    base = transcripts.revision(catalogue, draft.asset, draft.revision) if later else None
    if base is None:
        return draft
    gone = {
        number
        for number in draft.texts
        if number >= len(base.segments)
        or any(
            span.start_ms < base.segments[number].end_ms and base.segments[number].start_ms < span.end_ms
            for span in later
        )
    }
    if not gone:
        return draft
    left = Unsaved(
        draft.asset, draft.revision, draft.by, draft.at, {n: t for n, t in draft.texts.items() if n not in gone}
    )
    _write(workspace, left)
    return left


# --- files ------------------------------------------------------------------------------------------------------------


def _folder(workspace: Workspace, asset_id: str) -> Path:
    return workspace.state / "drafts" / asset_id


def _file(workspace: Workspace, asset_id: str, revision: int, by: str) -> Path:
    # a person's name may hold anything, and is none for a file
    editor = hashlib.blake2b(by.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return _folder(workspace, asset_id) / f"{revision}-{editor}.json"


def _write(workspace: Workspace, draft: Unsaved) -> None:
    file = _file(workspace, draft.asset, draft.revision, draft.by)
    if not draft.texts:
        remove(file)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    texts = {str(number): text for number, text in draft.texts.items()}
    document = {"asset": draft.asset, "revision": draft.revision, "by": draft.by, "at": draft.at, "texts": texts}
    write_whole(file, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _read(file: Path) -> Unsaved | None:
    """The draft in a file; None where there is none, or somebody else wrote something there."""
    try:
        found: Any = json.loads(file.read_text("utf-8"))
        texts = {int(number): str(text) for number, text in found["texts"].items()}
        return Unsaved(str(found["asset"]), int(found["revision"]), str(found["by"]), str(found["at"]), texts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
