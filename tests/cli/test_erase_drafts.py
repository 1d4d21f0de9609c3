"""Corrections that were typed at the desk and not saved go with the film they are of."""

from __future__ import annotations

from mediakit.domain.workspace import find_workspace
from mediakit.editorial import drafts
from tests.cli.shot import Shoot


def test_an_erasure_takes_what_was_typed_and_not_saved(shoot: Shoot) -> None:
    workspace = find_workspace(shoot.root, exactly=True)
    drafts.keep(workspace, shoot.clip, 1, "Ada", {0: "Siân said so."})
    told = shoot.erase("A001/C0001")
    assert [piece["kind"] for piece in told["files"] if "drafts" in piece["path"]] == ["draft"]
    shoot.erase("A001/C0001", "--yes", told["code"])
    assert not [file for file in workspace.state.rglob("*.json") if "Siân" in file.read_text("utf-8")]
