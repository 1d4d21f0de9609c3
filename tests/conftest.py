"""Fixtures for every test: where real recordings lie, if they are on this machine at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# an example may take as long as a busy machine lets it
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def real_media() -> Path:
    """The folder of real recordings beside the checkout; the test is skipped where there is none."""
    folder = Path(os.environ.get("MEDIAKIT_REAL_MEDIA", Path(__file__).resolve().parents[2] / "shared" / "media"))
    if not (folder / "MANIFEST.json").is_file():
        pytest.skip("real recordings are not on this machine")
    return folder


@pytest.fixture(scope="session")
def real_manifest(real_media: Path) -> list[dict[str, Any]]:
    """What is known of each real recording: path, kind, facts, transcript."""
    files: list[dict[str, Any]] = json.loads((real_media / "MANIFEST.json").read_text("utf-8"))["files"]
    return files
