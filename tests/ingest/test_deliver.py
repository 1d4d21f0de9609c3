"""Finished work coming back from the edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mediakit.catalogue import assets, deliverables, people
from mediakit.domain.deliverable import Deliverable, Stage
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.facts import Role
from mediakit.domain.person import Person
from mediakit.ingest.deliver import Delivered, Delivery, deliver
from mediakit.ingest.verify import verify
from mediakit.media.identify import read_facts
from tests.ingest.conftest import Card, Desk

Clip = Callable[[int], bytes]


def hand_in(desk: Desk, *files: Path, **options: object) -> Delivered:
    delivery = Delivery(files, "lan", **options)  # type: ignore[arg-type]
    return deliver(desk.workspace, desk.catalogue, delivery, read_facts, desk.told)


@pytest.fixture
def edit(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """edit("ada.mp4", content) writes an export and gives its path."""

    def export(name: str, content: bytes) -> Path:
        path = tmp_path / "export" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return export


Edit = Callable[[str, bytes], Path]


def test_a_film_is_tied_to_its_promise_and_its_rushes(desk: Desk, card: Card, clip: Clip, edit: Edit) -> None:
    (rush,) = desk.take(card("A001", {"C0012.MP4": clip(1)})).ingested
    deliverables.add(desk.catalogue, Deliverable("ada", "lan", "Ada Okafor"))
    done = hand_in(desk, edit("ada.mp4", clip(2)), deliverable="ada", sources=("A001/C0012",))
    (row,) = done.taken_in
    asset = assets.one(desk.catalogue, row.asset)
    assert (asset.role, asset.short, asset.path) == (Role.FINISHED, "finished/ada", "originals/lan/finished/ada.mp4")
    assert asset.sources == (rush.asset,)
    promise = deliverables.find(desk.catalogue, "ada")
    assert (promise.state, promise.assets) == (Stage.EDITED, (row.asset,))
    assert not desk.workspace.locate(asset.path).stat().st_mode & 0o222
    assert verify(desk.workspace, desk.catalogue, desk.told).sound


def test_a_promise_that_is_further_does_not_go_back(desk: Desk, clip: Clip, edit: Edit) -> None:
    deliverables.add(desk.catalogue, Deliverable("ada", "lan", "Ada Okafor", state=Stage.PUBLISHED))
    hand_in(desk, edit("ada.mp4", clip(2)), deliverable="ada")
    assert deliverables.find(desk.catalogue, "ada").state is Stage.PUBLISHED


def test_a_new_version_stands_beside_the_one_it_replaces(desk: Desk, clip: Clip, edit: Edit) -> None:
    deliverables.add(desk.catalogue, Deliverable("ada", "lan", "Ada Okafor"))
    (first,) = hand_in(desk, edit("ada.mp4", clip(1)), deliverable="ada").taken_in
    (second,) = hand_in(desk, edit("ada.mp4", clip(2)), replaces=first.asset).taken_in
    new = assets.one(desk.catalogue, second.asset)
    assert new.replaces == first.asset
    assert new.path == "originals/lan/finished/ada (2).mp4"
    assert assets.known(desk.catalogue, first.asset)
    assert set(deliverables.find(desk.catalogue, "ada").assets) == {first.asset, second.asset}
    assert verify(desk.workspace, desk.catalogue, desk.told).checked == 2


def test_the_same_film_twice_is_one_asset(desk: Desk, clip: Clip, edit: Edit) -> None:
    (first,) = hand_in(desk, edit("ada.mp4", clip(1))).taken_in
    again = hand_in(desk, edit("ada-final.mp4", clip(1)))
    assert again.taken_in == ()
    assert [r.asset for r in again.duplicates] == [first.asset]
    assert len(list((desk.originals / "finished").iterdir())) == 1


def test_a_graded_photo_is_finished_work(desk: Desk, photo_bytes: bytes, edit: Edit) -> None:
    (row,) = hand_in(desk, edit("hall.jpg", photo_bytes)).taken_in
    assert assets.one(desk.catalogue, row.asset).role is Role.FINISHED


def test_what_is_no_film_fails_alone(desk: Desk, clip: Clip, edit: Edit) -> None:
    done = hand_in(desk, edit("notes.mp4", b"<!doctype html><p>sign in"), edit("ada.mp4", clip(1)))
    assert [u.path.rsplit("/", 1)[-1] for u in done.failed] == ["notes.mp4"]
    assert "web page" in done.failed[0].reason
    assert len(done.taken_in) == 1


def test_every_name_is_checked_before_anything_is_copied(desk: Desk, clip: Clip, edit: Edit, tmp_path: Path) -> None:
    film = edit("ada.mp4", clip(1))
    with pytest.raises(UnknownName, match="deliverable"):
        hand_in(desk, film, deliverable="nobody")
    with pytest.raises(UnknownName, match="asset"):
        hand_in(desk, film, sources=("A001/C0012",))
    with pytest.raises(Misuse, match="no such file"):
        hand_in(desk, film, tmp_path / "gone.mp4")
    assert not desk.originals.exists()


def test_an_audio_described_version_is_tied_to_its_film_and_shows_the_same_people(
    desk: Desk, clip: Clip, edit: Edit
) -> None:
    (film,) = hand_in(desk, edit("ada.mp4", clip(2))).taken_in
    people.add(desk.catalogue, Person("ada", "Ada Okafor"))
    desk.catalogue.execute("INSERT INTO asset_people (asset, person_id) SELECT ?, id FROM people", [film.asset])
    (version,) = hand_in(desk, edit("ada-described.mp4", clip(3)), describes="finished/ada").taken_in
    assert assets.one(desk.catalogue, film.asset).described_by == version.asset
    assert assets.one(desk.catalogue, version.asset).people == ("ada",)
    # the same once more changes nothing
    again = hand_in(desk, edit("ada-described.mp4", clip(3)), describes="finished/ada")
    assert [row.asset for row in again.duplicates] == [version.asset]
    assert desk.catalogue.value("SELECT count(*) FROM changes WHERE field = 'audio_description'") == 1


def test_a_film_does_not_describe_itself_and_two_files_are_no_one_version(desk: Desk, clip: Clip, edit: Edit) -> None:
    ada, other = edit("ada.mp4", clip(2)), edit("other.mp4", clip(3))
    (film,) = hand_in(desk, ada).taken_in
    assert [u.reason for u in hand_in(desk, ada, describes="finished/ada").failed] == [
        "this is the very film it is to describe"
    ]
    with pytest.raises(Misuse):
        hand_in(desk, ada, other, describes="finished/ada")
    assert assets.one(desk.catalogue, film.asset).described_by is None
