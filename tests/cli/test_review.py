"""`review`: what a person and a script are told of a copy to look at."""

from __future__ import annotations

import json

from tests.cli.shot import Shoot


def test_a_review_copy_is_no_place_that_anything_was_published_to(shoot: Shoot) -> None:
    run = shoot.run
    folder = shoot.root.parent / "for-sian"
    run("consent", "withdraw", "adebayo")
    status, out, _ = run("review", "A001/C0001", shoot.other, "--to", folder, "--json")
    made = json.loads(out)
    assert status == 1
    assert [row["asset"] for row in made["items"]] == [shoot.clip]
    assert [row["asset"] for row in made["left_out"]] == [shoot.other]
    assert json.loads(run("publish", "--json").out) == []
    assert run("publish", folder).status == 1
    assert run("review", "no-such", "--to", folder).status == 2
    assert run("review", shoot.clip).status == 2
