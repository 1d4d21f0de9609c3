"""Going back one step, and what must never come back; what is known to be online; what a killed publish leaves."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from mediakit.catalogue import addresses, consents, deliverables, describe, people, publications
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Channel
from mediakit.domain.deliverable import Deliverable, Stage
from mediakit.domain.destination import parse_destination
from mediakit.domain.edit import Difference
from mediakit.domain.errors import MachineLacks, Refused
from mediakit.domain.facts import Kind
from mediakit.gallery import site
from mediakit.gallery.outlook import outlook
from mediakit.gallery.places import open_place
from mediakit.logistics import promises, traces
from mediakit.media.place_folder import FolderPlace
from tests.gallery.conftest import Shoot
from tests.gallery.places import KINDS, After, Sender, sender
from tests.gallery.test_publish import hide, titled

ZONE = "Europe/London"


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, full_shoot: Shoot, tmp_path: Path) -> Sender:
    """A place of each kind, where the gallery is."""
    made = sender(full_shoot, request.param, tmp_path.parent / f"{tmp_path.name}-published")
    made.send()
    return made


@pytest.fixture
def folder(full_shoot: Shoot, tmp_path: Path) -> Sender:
    return sender(full_shoot, "folder", tmp_path.parent / f"{tmp_path.name}-published")


def break_the_look(place: Sender) -> None:
    own = place.shoot.workspace.templates
    own.mkdir(exist_ok=True)
    (own / "404.html.j2").write_text("<!DOCTYPE html><title>broken</title>")


def test_a_broken_look_is_taken_back_in_one_step(place: Sender) -> None:
    before = place.seen()
    break_the_look(place)
    place.send()
    assert place.seen()["404.html"] != before["404.html"]
    place.rollback()
    assert place.seen() == before
    latest, earlier, _ = (p for p, _ in publications.history(place.shoot.catalogue))
    assert (latest.digest, latest.state) != (earlier.digest, "begun")


def test_going_back_twice_or_from_nothing_is_refused(place: Sender) -> None:
    with pytest.raises(Refused, match="nothing to go back to"):
        place.rollback()
    break_the_look(place)
    place.send()
    place.rollback()
    seen = place.seen()
    with pytest.raises(Refused, match="not kept any more"):
        place.rollback()
    assert place.seen() == seen
    # and forward again, as ever
    place.send()
    assert place.seen() == place.shoot.tree()


def test_nobody_who_withdrew_is_brought_back(place: Sender) -> None:
    consents.withdraw(place.shoot.catalogue, "sian", Channel.WEB, None)
    place.send()
    before = place.lying()
    with pytest.raises(Refused, match="trust-comes-first/ is withheld: Siân .* withdrew consent"):
        place.rollback()
    assert place.lying() == before


def test_a_name_that_is_said_otherwise_since_is_not_brought_back(place: Sender) -> None:
    with place.shoot.catalogue.writing():
        place.shoot.catalogue.execute("UPDATE sessions SET title = 'Welcome'")
    place.send()
    with pytest.raises(Refused, match="a session is named there otherwise"):
        place.rollback()


def test_a_text_that_was_changed_since_is_not_brought_back(place: Sender) -> None:
    photo = titled(place, "Photo 1")
    describe.apply(place.shoot.catalogue, [Difference(photo, "P", "caption", "Delegates talk.", "Two people talk.")])
    place.send()
    with pytest.raises(Refused, match="photo-1/ was changed since"):
        place.rollback()


def test_an_old_address_that_was_forgotten_is_not_brought_back(place: Sender) -> None:
    place.shoot.catalogue.execute("UPDATE assets SET title = 'A film of hers' WHERE title = 'A second film'")
    place.shoot.approve()
    place.send()
    assert "videos/a-second-film/index.html" in place.seen()
    addresses.forget(place.shoot.catalogue, ["videos/a-second-film/"])
    place.send()
    assert "videos/a-second-film/index.html" not in place.seen()
    with pytest.raises(Refused, match="an earlier address"):
        place.rollback()


def test_what_came_since_is_no_reason_not_to_go_back(place: Sender) -> None:
    before = place.seen()
    place.shoot.add("P9.jpg", Kind.PHOTO, title="A late photo")
    place.shoot.approve()
    place.send()
    place.rollback()
    assert place.seen() == before


def test_a_build_clears_away_what_was_kept_and_may_not_be_said_any_more(folder: Sender) -> None:
    folder.send()
    kept = folder.shoot.workspace.state / "published"
    assert list(kept.rglob("trust-comes-first"))
    consents.withdraw(folder.shoot.catalogue, "sian", Channel.WEB, None)
    folder.build()
    assert list(kept.rglob("*")) == []


def test_a_kept_release_that_was_damaged_is_not_sent(folder: Sender) -> None:
    folder.send()
    break_the_look(folder)
    folder.send()
    for page in (folder.shoot.workspace.state / "published").rglob("index.html"):
        page.unlink()
    with pytest.raises(Refused, match="not kept any more"):
        folder.rollback()


# --- what is known to be online -------------------------------------------------------------------


def test_what_is_online_is_known_from_the_moment_it_may_be_there(folder: Sender) -> None:
    film = titled(folder, "Trust comes first")
    assert publications.online(folder.shoot.catalogue, [film]) == []
    folder.send()
    [sent] = publications.online(folder.shoot.catalogue, [film], surely=True)
    assert (sent.destination, sent.page) == (str(folder.root), "videos/trust-comes-first/")
    assert publications.no_longer_allowed(folder.shoot.catalogue, ZONE) == []
    consents.withdraw(folder.shoot.catalogue, "sian", Channel.WEB, None)
    assert film in dict(publications.no_longer_allowed(folder.shoot.catalogue, ZONE))
    person = people.find(folder.shoot.catalogue, "sian")
    assert film in {s.asset for s in traces.trace(folder.shoot.catalogue, person).out_of_reach}
    folder.send()
    assert publications.no_longer_allowed(folder.shoot.catalogue, ZONE) == []
    assert film not in {s.asset for s in traces.trace(folder.shoot.catalogue, person).out_of_reach}


def test_a_promise_is_published_once_its_film_is_online_and_not_before(folder: Sender) -> None:
    catalogue = folder.shoot.catalogue
    deliverables.add(catalogue, Deliverable("trust", "lan", "A film on trust"))
    deliverables.attach(catalogue, deliverables.find(catalogue, "trust"), titled(folder, "Trust comes first"))
    assert promises.standing(catalogue)[0].deliverable.state is not Stage.PUBLISHED
    folder.send()
    promise = promises.standing(catalogue)[0]
    assert promise.deliverable.state is Stage.PUBLISHED
    assert "it is online at" in (promise.because or "")


def test_what_was_begun_and_killed_counts_as_online_until_it_is_finished(folder: Sender) -> None:
    folder.send()
    new = folder.shoot.add("P9.jpg", Kind.PHOTO, title="A late photo")
    folder.shoot.approve()
    folder.build()
    seen = folder.seen()
    assert _killed(folder, after=1) == -signal.SIGKILL
    assert folder.seen() == seen
    assert publications.online(folder.shoot.catalogue, [new])
    assert publications.online(folder.shoot.catalogue, [new], surely=True) == []
    hide(folder, "A late photo")
    assert new in dict(publications.no_longer_allowed(folder.shoot.catalogue, ZONE))
    folder.send()
    assert publications.online(folder.shoot.catalogue, [new]) == []
    assert folder.seen() == folder.shoot.tree()


def test_a_place_that_is_gone_can_be_forgotten(folder: Sender) -> None:
    folder.send()
    film = titled(folder, "Trust comes first")
    assert publications.forget(folder.shoot.catalogue, str(folder.root)) > 0
    assert publications.online(folder.shoot.catalogue, [film]) == []
    # and published to again
    folder.send()
    assert publications.online(folder.shoot.catalogue, [film])


_PUBLISH_AND_DIE = """
import os, signal, sys
from mediakit.catalogue.connect import open_catalogue
from mediakit.domain.workspace import Workspace
from mediakit.gallery.publish import Errand, publish
from mediakit.media.place_folder import FolderPlace
from tests.gallery.places import After
from pathlib import Path

root, folder, steps, links = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "folder"
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
with open_catalogue(root / "catalogue.db") as catalogue:
    publish(Errand(Workspace(root), catalogue, FolderPlace(folder, links), "A. Tester", After(steps, die)))
"""


def _killed(place: Sender, after: int) -> int:
    argv = [
        sys.executable,
        "-c",
        _PUBLISH_AND_DIE,
        str(place.shoot.workspace.root),
        str(place.root),
        str(after),
        place.kind,
    ]
    top = str(Path(__file__).resolve().parents[2])
    return subprocess.run(argv, env={**os.environ, "PYTHONPATH": top}, check=False).returncode


def test_killed_at_any_moment_the_same_command_ends_it(folder: Sender) -> None:
    folder.build()
    for after in (1, 20):
        assert _killed(folder, after) == -signal.SIGKILL
        assert folder.seen() == {}
    _, made = folder.send(build=False)
    assert made.sent.sent <= len(folder.shoot.tree()) - 19
    assert folder.seen() == folder.shoot.tree()
    assert not [p for p in folder.lying() if p.endswith(".draft")]


@pytest.mark.parametrize("kind", ["stick", "bucket"])
def test_no_page_tells_of_who_withdraws_while_media_are_on_their_way(
    full_shoot: Shoot, tmp_path: Path, kind: str
) -> None:
    slow = sender(full_shoot, kind, tmp_path.parent / f"{tmp_path.name}-slow")
    slow.build()

    def withdraw() -> None:
        consents.withdraw(full_shoot.catalogue, "sian", Channel.WEB, None)

    with pytest.raises(Refused, match="may not be shown"):
        slow.send(After(1, withdraw), build=False)
    assert [p for p in slow.seen() if p.endswith((".html", ".xml"))] == []
    assert publications.history(full_shoot.catalogue)[0][0].state == "begun"
    slow.send()
    assert slow.seen() == full_shoot.tree()


def test_a_build_for_another_day_clears_away_what_may_not_be_said_today_and_only_that(folder: Sender) -> None:
    folder.send()
    kept = folder.shoot.workspace.state / "published"
    folder.shoot.catalogue.execute("UPDATE consents SET until = ?", [str(today_in(ZONE) + timedelta(days=1))])
    folder.send()
    site.build(folder.shoot.workspace, folder.shoot.catalogue, at=today_in(ZONE) + timedelta(days=9))
    assert list(kept.rglob("trust-comes-first"))
    folder.shoot.catalogue.execute("UPDATE consents SET until = ?", [str(today_in(ZONE) - timedelta(days=1))])
    site.build(folder.shoot.workspace, folder.shoot.catalogue, at=today_in(ZONE) - timedelta(days=3))
    assert list(kept.rglob("*")) == []


def test_a_stick_that_was_pulled_out_keeps_nothing_that_is_not_sent_again(full_shoot: Shoot, tmp_path: Path) -> None:
    stick = sender(full_shoot, "stick", tmp_path.parent / f"{tmp_path.name}-stick")
    site.build(full_shoot.workspace, full_shoot.catalogue, base_url="https://example.org/")
    assert _killed(stick, after=len(full_shoot.tree())) == -signal.SIGKILL
    (stick.root / ".0123456789ab.draft").write_text("half a page")
    assert "feed.xml" in stick.seen()
    stick.send()
    assert "feed.xml" not in full_shoot.tree()
    assert stick.seen() == full_shoot.tree()


def test_a_build_while_a_withdrawal_is_sent_takes_nothing_away_from_the_sending(place: Sender) -> None:
    consents.withdraw(place.shoot.catalogue, "sian", Channel.WEB, None)
    place.build()

    def meanwhile() -> None:
        place.shoot.person("Ada Okafor", "ada")
        place.build()

    place.send(After(1, meanwhile), build=False)
    assert place.seen() == place.shoot.tree()


def test_of_a_sending_that_was_refused_nothing_is_kept(folder: Sender) -> None:
    folder.send()
    folder.shoot.add("P9.jpg", Kind.PHOTO, title="A late photo")
    folder.shoot.approve()
    folder.build()

    def meanwhile() -> None:
        consents.withdraw(folder.shoot.catalogue, "sian", Channel.WEB, None)
        folder.build()

    with pytest.raises(Refused, match="may not be shown"):
        folder.send(After(1, meanwhile), build=False)
    assert list((folder.shoot.workspace.state / "published").rglob("*")) == []


# --- places that say no ---------------------------------------------------------------------------


def test_a_place_without_room_stays_as_it_was(folder: Sender) -> None:
    folder.send()
    before = folder.lying()
    film = folder.shoot.add("Big.mp4", title="A big film")
    folder.shoot.render(film, "web-720", 1280, 720, content="x" * 8_000_000)
    folder.shoot.approve()
    folder.build()
    # what is kept on this machine is linked: only the copy at the place is too large
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, most))
    try:
        with pytest.raises(MachineLacks, match="cannot be written: file too large"):
            folder.send(build=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert folder.lying() == before
    folder.send(build=False)
    assert folder.seen() == folder.shoot.tree()


def test_a_folder_above_that_is_not_there_is_not_made(full_shoot: Shoot, tmp_path: Path) -> None:
    place = sender(full_shoot, "folder", tmp_path / "no-such-disk" / "gallery")
    with pytest.raises(Refused, match="the folder above it is not there"):
        place.send()
    assert not (tmp_path / "no-such-disk").exists()


def test_a_file_is_no_place(full_shoot: Shoot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="no folder"):
        sender(full_shoot, "folder", tmp_path / "file").send()


def test_a_link_to_a_place_is_that_place(folder: Sender, tmp_path: Path) -> None:
    folder.send()
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(folder.root)
    assert FolderPlace(link).name == str(folder.root)
    _, made = sender(folder.shoot, "folder", link).send()
    assert made.sent.sent == 0


@pytest.mark.parametrize("name", ["-rf", "two words", "100%25 Łódź", 'it\'s "quoted"; $(echo no)', "*"])
@pytest.mark.parametrize("kind", ["folder", "rsync"])
def test_a_place_may_have_any_name(full_shoot: Shoot, tmp_path: Path, kind: str, name: str) -> None:
    top = tmp_path.parent / f"{tmp_path.name}-places"
    top.mkdir()
    place = sender(full_shoot, kind, top / name)
    place.send()
    assert place.seen() == full_shoot.tree()
    assert [entry.name for entry in top.iterdir()] == [name]


@pytest.mark.parametrize("own", ["", "site", "originals/lan", "private", ".mediakit/published"])
def test_the_workspaces_own_folders_are_no_place(full_shoot: Shoot, own: str) -> None:
    with pytest.raises(Refused, match="the workspace's own"):
        open_place(full_shoot.workspace, parse_destination(str(full_shoot.workspace.root / own)))


# --- what changes by itself -----------------------------------------------------------------------


def test_the_outlook_says_when_an_embargo_and_a_consent_end(full_shoot: Shoot) -> None:
    today = today_in(ZONE)
    last = today + timedelta(days=9)
    full_shoot.person("Ada Okafor", "ada")
    full_shoot.consent("ada", until=last)
    film = full_shoot.add("Ada.mp4", title="By Ada", people=("ada",))
    photo = full_shoot.add("Later.jpg", Kind.PHOTO, title="Later")
    embargo = today + timedelta(days=3)
    describe.apply(full_shoot.catalogue, [Difference(photo, "P", "embargo", "", embargo.isoformat())])
    full_shoot.approve()
    first, second = outlook(full_shoot.catalogue, ZONE, 30)
    assert (first.day, first.asset, first.appears) == (embargo, photo, True)
    assert (second.day, second.asset, second.appears) == (last + timedelta(days=1), film, False)
    assert "ran out" in second.reason
    assert [e.asset for e in outlook(full_shoot.catalogue, ZONE, 5)] == [photo]
    assert outlook(full_shoot.catalogue, ZONE, 0) == []


def test_a_build_at_a_day_has_what_embargo_and_consent_allow_on_it(full_shoot: Shoot) -> None:
    full_shoot.person("Ada Okafor", "ada")
    full_shoot.consent("ada", until=date(2026, 3, 10))
    film = full_shoot.add("Ada.mp4", title="By Ada", people=("ada",))
    photo = full_shoot.add("Later.jpg", Kind.PHOTO, title="Later")
    describe.apply(full_shoot.catalogue, [Difference(photo, "P", "embargo", "", "2026-03-05")])
    full_shoot.approve()

    def withheld(day: date) -> set[str]:
        return {v.asset for v in full_shoot.build(at=day).withheld} & {film, photo}

    assert withheld(date(2026, 3, 4)) == {photo}
    # the embargo's day is the first that is free, the consent's the last
    assert withheld(date(2026, 3, 5)) == set()
    assert withheld(date(2026, 3, 10)) == set()
    assert withheld(date(2026, 3, 11)) == {film}


def test_a_site_as_of_another_day_is_not_sent(folder: Sender) -> None:
    folder.shoot.build(at=date(2026, 3, 1))
    with pytest.raises(Refused, match="out of date"):
        folder.send(build=False)
