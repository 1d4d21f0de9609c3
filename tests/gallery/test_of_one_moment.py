"""A build reads the catalogue as of one moment, and touches nothing outside the site."""

from __future__ import annotations

import json

import pytest

from mediakit.catalogue.connect import open_catalogue
from mediakit.domain.facts import Kind
from mediakit.gallery import site
from mediakit.gallery.material import Material, gather_material
from tests.gallery.conftest import Shoot


def test_words_that_are_saved_and_taken_back_while_a_build_runs_are_in_no_file(
    full_shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = full_shoot.add("Late.MP4", Kind.VIDEO, title="Late")
    full_shoot.say(film, ("What was meant.",))
    full_shoot.approve(film)
    path = full_shoot.workspace.catalogue_path

    def said(words: str) -> None:
        # as the desk would, over a connection of its own
        with open_catalogue(path) as other:
            Shoot(full_shoot.workspace, other).say(film, (words,))

    def gathered(*given: object, **more: object) -> Material:
        found = gather_material(*given, **more)  # type: ignore[arg-type]
        said("Kept between us.")
        return found

    monkeypatch.setattr(site, "gather_material", gathered)
    full_shoot.build()
    monkeypatch.undo()
    said("What was meant.")
    for _ in range(2):
        assert not [path for path, content in full_shoot.tree().items() if b"between us" in content]
        full_shoot.build()


@pytest.mark.parametrize("path", ["../kept.txt", "/kept.txt", "a/../../kept.txt", "..\\kept.txt"])
def test_a_record_that_leads_out_of_the_site_is_none(full_shoot: Shoot, path: str) -> None:
    kept = full_shoot.workspace.root / "kept.txt"
    kept.write_text("kept")
    full_shoot.build()
    record = full_shoot.workspace.state / "site.json"
    document = json.loads(record.read_text("utf-8"))
    document["files"][path.replace("/kept", f"{full_shoot.workspace.root}/kept") if path[0] == "/" else path] = [
        "k",
        4,
        0,
    ]
    record.write_text(json.dumps(document), "utf-8")
    full_shoot.session("one-more", "One more")
    full_shoot.build()
    assert kept.read_text() == "kept"
    assert (full_shoot.site / "index.html").is_file()
