"""The forms that people signed: copied into private/consent/, read-only, and nowhere else."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from mediakit.domain.errors import MachineLacks, Misuse
from mediakit.domain.workspace import Workspace
from mediakit.media import files


def keep(workspace: Workspace, person: str, given_on: date, file: Path) -> str:
    """Copy a form, read it back, make it readable by its owner alone; returns its logical path.

    The name tells whose it is, of which day, and its content: the same form twice is one file. Raises Misuse if there
    is no such file, MachineLacks if it cannot be read or kept.
    """
    if not file.is_file():
        raise Misuse("no such file", where=str(file), hint="--evidence names a scan, a photo or an e-mail on this disk")
    try:
        identity = files.digest(file)
        suffix = re.sub(r"[^a-z0-9.]", "", file.suffix.lower())[:10]
        target = workspace.private / "consent" / f"{person}-{given_on.isoformat()}-{identity[:12]}{suffix}"
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.parent.chmod(0o700)
            with files.draft(target) as draft:
                shutil.copyfile(file, draft)
                if files.digest(draft) != identity:
                    raise MachineLacks("the copy differs from the form", where=str(file), hint="try again")
            target.chmod(0o400)
    except OSError as error:
        raise MachineLacks(f"the form cannot be kept: {error.strerror}", where=str(file)) from None
    return workspace.logical(target)
