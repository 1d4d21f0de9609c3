"""The journal of an erasure: what was decided, kept until the last of it is done, so that a crash is no excuse."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.erasure import Erasure, from_document, to_document
from mediakit.domain.errors import MediakitError
from mediakit.domain.workspace import Workspace
from mediakit.media import files


@dataclass(frozen=True, slots=True)
class Decided:
    """An erasure that somebody decided on, after it was shown to them under this code."""

    erasure: Erasure
    by: str
    reason: str
    code: str


def journal_path(workspace: Workspace) -> Path:
    """Where the journal lies, for its owner alone."""
    return workspace.state / "erasure.json"


def save(workspace: Workspace, decided: Decided) -> None:
    """Keep the journal, whole or not at all."""
    document = {
        "erasure": to_document(decided.erasure),
        "by": decided.by,
        "reason": decided.reason,
        "code": decided.code,
    }
    path = journal_path(workspace)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    files.write_whole(path, json.dumps(document))
    path.chmod(0o600)


def read(workspace: Workspace) -> Decided | None:
    """The erasure that was begun and not ended, or None. Raises MediakitError for a journal that cannot be read."""
    path = journal_path(workspace)
    if not path.is_file():
        return None
    try:
        document = json.loads(path.read_bytes())
        return Decided(from_document(document["erasure"]), document["by"], document["reason"], document["code"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "remove this file, and erase again: what went already is not missed"
        raise MediakitError(f"the journal cannot be read: {error}", where=str(path), hint=hint) from None


def end(workspace: Workspace) -> None:
    """The erasure is done: the journal, which names what is gone, goes too."""
    journal_path(workspace).unlink(missing_ok=True)
