"""Publishing, the same for every kind of place: what is sent, what is not, what is left alone, what is noted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mediakit.catalogue import consents, describe, publications
from mediakit.domain.consent import Channel
from mediakit.domain.edit import Difference
from mediakit.domain.errors import CatalogueBusy, Refused
from mediakit.domain.facts import Kind
from mediakit.gallery import publish
from mediakit.media.lock import only_one
from mediakit.media.place import MARKER
from tests.gallery.conftest import Shoot
from tests.gallery.places import KINDS, After, Sender, sender, stopped


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, full_shoot: Shoot, tmp_path: Path) -> Sender:
    """A place of each kind, where nothing is yet."""
    return sender(full_shoot, request.param, tmp_path.parent / f"{tmp_path.name}-published")


def titled(place: Sender, title: str) -> str:
    rows = place.shoot.catalogue.rows("SELECT id FROM assets WHERE title = ?", [title])
    return str(rows[0]["id"])


def hide(place: Sender, title: str) -> None:
    describe.apply(place.shoot.catalogue, [Difference(titled(place, title), title, "hidden", "no", "yes")])


def test_just_the_site_is_there_and_beside_it_only_what_marks_the_place(place: Sender) -> None:
    _, made = place.send()
    assert place.seen() == place.shoot.tree()
    assert made.sent.sent == len(place.shoot.tree())
    assert MARKER in place.lying()


def test_nothing_changed_and_nothing_is_sent_or_noted(place: Sender) -> None:
    place.send()
    planned, made = place.send()
    assert planned.difference.nothing
    assert (made.sent.sent, made.sent.removed) == (0, 0)
    assert len(publications.history(place.shoot.catalogue)) == 1


def test_what_was_approved_since_is_sent_and_nothing_else(place: Sender) -> None:
    place.send()
    place.shoot.add("P9.jpg", Kind.PHOTO, title="A late photo")
    place.shoot.approve()
    planned, made = place.send()
    assert [
        place.shoot.catalogue.value("SELECT title FROM assets WHERE id = ?", [a]) for a in planned.difference.new
    ] == ["A late photo"]
    assert planned.difference.gone == ()
    assert place.seen() == place.shoot.tree()
    assert 0 < made.sent.sent < len(place.shoot.tree())


def test_a_withdrawn_consent_leaves_no_file_and_no_name_at_the_place(place: Sender) -> None:
    place.send()
    assert any(b"Dhomhnaill" in content for content in place.lying().values())
    film = titled(place, "Trust comes first")
    consents.withdraw(place.shoot.catalogue, "sian", Channel.WEB, "changed employer")
    planned, _ = place.send()
    assert planned.difference.gone == (film,)
    assert "withdrew consent" in planned.reasons[film]
    held = [p for p, c in place.lying().items() if b"Dhomhnaill" in c or b"trust-comes" in c or "trust-comes" in p]
    assert held == []
    kept = [p for p in place.shoot.workspace.state.rglob("*") if "trust-comes" in str(p) or "/sian" in str(p)]
    assert kept == []


def test_a_site_that_is_out_of_date_is_not_sent(place: Sender) -> None:
    place.send()
    before = place.lying()
    consents.withdraw(place.shoot.catalogue, "sian", Channel.WEB, None)
    with pytest.raises(Refused, match="out of date"):
        place.send(build=False)
    with pytest.raises(Refused, match="out of date"):
        place.plan()
    assert place.lying() == before


def test_without_a_gallery_there_is_nothing_to_send(place: Sender) -> None:
    with pytest.raises(Refused, match="no gallery was built"):
        place.send(build=False)
    assert place.lying() == {}


def test_what_somebody_put_into_the_site_by_hand_is_not_sent(place: Sender) -> None:
    place.build()
    (place.shoot.site / "videos" / "secret.html").write_text("not for the public")
    (place.shoot.site / "notes.txt").write_text("not for the public")
    place.send(build=False)
    assert not any(b"not for the public" in content for content in place.lying().values())


def test_a_file_of_the_site_that_was_changed_by_hand_stops_it(place: Sender) -> None:
    place.build()
    (place.shoot.site / "index.html").write_text("hello")
    with pytest.raises(Refused, match="changed by hand"):
        place.send(build=False)


def test_a_place_that_holds_something_else_is_refused_and_left_alone(place: Sender) -> None:
    place.put("thesis.docx", "three years of work")
    with pytest.raises(Refused, match="not published by mediakit"):
        place.send()
    with pytest.raises(Refused, match="not published by mediakit"):
        place.plan()
    assert place.lying() == {"thesis.docx": b"three years of work"}


def test_a_place_of_another_gallery_is_refused_unless_it_may_give_way(place: Sender) -> None:
    place.put(MARKER, '{"mediakit": 1, "gallery": "another"}')
    with pytest.raises(Refused, match="another gallery"):
        place.send()
    publish.publish(place.errand(take_over=True))
    assert place.seen() == place.shoot.tree()
    place.send()


def test_a_marker_that_cannot_be_read_is_no_marker(place: Sender) -> None:
    place.put(MARKER, "{}")
    with pytest.raises(Refused, match="cannot be read"):
        place.send()


def test_what_others_put_beside_the_gallery_stays(place: Sender) -> None:
    place.send()
    place.put("robots.txt", "User-agent: *")
    place.put(".well-known/security.txt", "Contact: us")
    hide(place, "A second film")
    place.send()
    assert place.seen() == {
        **place.shoot.tree(),
        "robots.txt": b"User-agent: *",
        ".well-known/security.txt": b"Contact: us",
    }


def test_what_was_changed_by_hand_at_the_place_is_put_right(place: Sender) -> None:
    place.send()
    page = place.seen()["index.html"].decode()
    place.put("index.html", page.replace("e", "3"))
    place.put("videos/extra.html", "who put this here")
    _, made = place.send()
    assert (made.sent.sent, made.sent.removed) == (1, 1)
    assert place.seen() == place.shoot.tree()


def test_an_interrupted_sending_goes_on_where_it_was(place: Sender) -> None:
    place.build()
    with pytest.raises(KeyboardInterrupt):
        place.send(After(20, stopped))
    if place.at_once:
        assert place.seen() == {}
    assert "index.html" not in place.seen()
    # some of it may lie there
    assert publications.history(place.shoot.catalogue)[0][0].state == "begun"
    _, made = place.send()
    assert place.seen() == place.shoot.tree()
    # rsync tells of a file before it has landed there
    assert made.sent.kept >= (19 if place.kind != "rsync" else 1)
    assert publications.history(place.shoot.catalogue)[0][0].state == "done"


def test_pages_follow_what_they_lead_to_and_the_first_page_is_last(full_shoot: Shoot, tmp_path: Path) -> None:
    place = sender(full_shoot, "bucket", tmp_path)
    place.send()
    storage = place.way()._storage  # type: ignore[attr-defined]
    order = [Path(name).suffix for name in storage.order]
    assert storage.order[-1].endswith("lan/index.html")
    last_media = max(i for i, suffix in enumerate(order) if suffix in (".mp4", ".jpg", ".m4a"))
    first_page = order.index(".html")
    assert last_media < order.index(".css") < first_page
    assert set(order[first_page:]) == {".html"}


def test_storage_is_told_types_and_how_long_a_copy_may_live(full_shoot: Shoot, tmp_path: Path) -> None:
    place = sender(full_shoot, "bucket", tmp_path)
    place.send()
    told = {Path(name).suffix: said for name, said in place.way()._storage.headers.items()}  # type: ignore[attr-defined]
    assert told[".html"] == {"ContentType": "text/html; charset=utf-8", "CacheControl": "no-cache"}
    assert told[".vtt"]["ContentType"] == "text/vtt; charset=utf-8"
    assert told[".mp4"] == {"ContentType": "video/mp4", "CacheControl": "public, max-age=600"}


def test_who_withdraws_while_it_is_sent_is_never_to_be_seen(full_shoot: Shoot, tmp_path: Path) -> None:
    for kind in ("folder", "rsync"):
        if kind == "rsync" and not shutil.which("rsync"):
            continue
        place = sender(full_shoot, kind, tmp_path.parent / f"{tmp_path.name}-{kind}")
        full_shoot.consent("sian")
        place.send()
        before = place.seen()
        full_shoot.add(f"{kind}.jpg", Kind.PHOTO, title="New", people=("sian",))
        full_shoot.approve()
        place.build()

        def withdraw() -> None:
            consents.withdraw(full_shoot.catalogue, "sian", Channel.WEB, None)

        with pytest.raises(Refused, match="may not be shown as it is"):
            place.send(After(1, withdraw), build=False)
        assert place.seen() == before
        assert len(list((place.root / ".mediakit" / "releases").iterdir())) == 1
        assert publications.history(full_shoot.catalogue)[0][0].withdrawn_at is not None


@pytest.mark.parametrize("kind", ["stick", "bucket"])
def test_who_withdraws_while_it_is_sent_file_by_file_is_taken_back(
    full_shoot: Shoot, tmp_path: Path, kind: str
) -> None:
    place = sender(full_shoot, kind, tmp_path / "there")
    place.send()
    before = place.seen()
    hers = full_shoot.add("N1.jpg", Kind.PHOTO, title="She listens", people=("sian",))
    full_shoot.add("N2.jpg", Kind.PHOTO, title="An empty room")
    full_shoot.approve()
    place.build()

    def withdraw() -> None:
        consents.withdraw(full_shoot.catalogue, "sian", Channel.WEB, None)

    with pytest.raises(Refused, match="may not be shown as it is"):
        place.send(After(5, withdraw), build=False)
    left = place.seen()
    assert [path for path in left if path.startswith("photos/she-listens/")] == []
    assert hers.encode() not in b"".join(left.values())
    assert {path for path in left if path not in before} <= {p for p in left if p.startswith("photos/an-empty-room/")}
    assert all(left[path] == before[path] for path in before if path.endswith(".html"))
    place.send()
    assert [path for path in place.seen() if "she-listens" in path or "trust-comes-first" in path] == []
    assert "photos/an-empty-room/index.html" in place.seen()


def test_one_publishes_at_a_time(place: Sender) -> None:
    place.build()
    with only_one(place.shoot.workspace.state / "publish.lock", "publish"), pytest.raises(CatalogueBusy):
        place.send(build=False)


def test_a_file_that_did_not_change_is_not_copied_again(full_shoot: Shoot, tmp_path: Path) -> None:
    for kind in ("folder", "rsync"):
        if kind == "rsync" and not shutil.which("rsync"):
            continue
        place = sender(full_shoot, kind, tmp_path.parent / f"{tmp_path.name}-{kind}")
        place.send()
        film = next(p for p in place.seen() if p.endswith(".mp4"))
        before = (place.root / film).stat().st_ino
        full_shoot.add(f"{kind}.jpg", Kind.PHOTO, title=f"Another by {kind}")
        full_shoot.approve()
        place.send()
        assert (place.root / film).stat().st_ino == before


def test_a_place_never_holds_a_release_before(full_shoot: Shoot, tmp_path: Path) -> None:
    for kind in ("folder", "rsync"):
        if kind == "rsync" and not shutil.which("rsync"):
            continue
        place = sender(full_shoot, kind, tmp_path.parent / f"{tmp_path.name}-{kind}")
        for number in range(3):
            full_shoot.add(f"{kind}{number}.jpg", Kind.PHOTO, title=f"{kind} {number}")
            full_shoot.approve()
            place.send()
        assert len(list((place.root / ".mediakit" / "releases").iterdir())) == 1
