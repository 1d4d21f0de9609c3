"""A review copy: for those who are in it, before they say yes; never public, never with somebody who said no."""

from __future__ import annotations

import shutil
from pathlib import Path

import html5lib
import pytest

from mediakit.catalogue import consents, describe
from mediakit.domain.consent import Channel, ShowAs
from mediakit.domain.edit import Difference
from mediakit.domain.errors import Refused
from mediakit.domain.facts import Kind
from mediakit.gallery.review import Reviewed, review
from mediakit.media.place import MARKER, marker_text
from tests.gallery.conftest import Shoot


class Copy:
    """A shoot, and where its review copies go."""

    def __init__(self, shoot: Shoot, folder: Path) -> None:
        self.shoot, self.folder = shoot, folder

    def of(self, *ids: str) -> Reviewed:
        return review(self.shoot.workspace, self.shoot.catalogue, ids, self.folder)

    def texts(self) -> dict[str, str]:
        return {
            p.relative_to(self.folder).as_posix(): p.read_text("utf-8", "replace")
            for p in self.folder.rglob("*")
            if p.is_file()
        }


@pytest.fixture
def copy(full_shoot: Shoot, tmp_path: Path) -> Copy:
    return Copy(full_shoot, tmp_path.parent / f"{tmp_path.name}-copy")


def test_a_film_that_nobody_approved_or_agreed_to_can_be_looked_at(copy: Copy) -> None:
    film = copy.shoot.add("New.mp4", people=("adaeze",), title="A film of hers")
    made = copy.of(film)
    assert made.pages == {film: "videos/a-film-of-hers/"}
    page = copy.texts()["videos/a-film-of-hers/index.html"]
    assert "Adaeze Okonkwo" in page
    assert "/captions.vtt" in str(sorted(copy.folder.rglob("*.vtt")))
    # and nothing else of the shoot
    everything = "".join(copy.texts().values())
    assert "Trust comes first" not in everything
    assert "Dhomhnaill" not in everything
    assert "A second film" not in everything


def test_every_page_says_that_it_is_a_copy_and_is_not_to_be_listed(copy: Copy) -> None:
    copy.of(copy.shoot.add("New.mp4", people=("adaeze",), title="A film of hers"))
    pages = {p: text for p, text in copy.texts().items() if p.endswith(".html")}
    assert len(pages) > 4
    for path, text in pages.items():
        html5lib.HTMLParser(strict=True).parse(text)
        assert text.count("Review copy.") == 1, path
        assert "noindex" in text, path
        assert "Everyone shown here agreed" not in text, path
    assert copy.texts()["robots.txt"] == "User-agent: *\nDisallow: /\n"


def test_the_site_and_its_record_are_left_alone(copy: Copy) -> None:
    copy.shoot.build()
    before, record = copy.shoot.tree(), (copy.shoot.workspace.state / "site.json").read_bytes()
    copy.of(copy.shoot.add("New.mp4", people=("adaeze",), title="A film of hers"))
    assert copy.shoot.tree() == before
    assert (copy.shoot.workspace.state / "site.json").read_bytes() == record
    assert not any("Review copy" in c.decode("utf-8", "replace") for c in before.values())


def test_who_said_no_is_in_no_copy(copy: Copy) -> None:
    film = copy.shoot.add("New.mp4", people=("sian",), title="A film of hers")
    consents.withdraw(copy.shoot.catalogue, "sian", Channel.WEB, None)
    with pytest.raises(Refused, match="withdrew consent"):
        copy.of(film)
    assert not copy.folder.exists()


def test_who_must_not_be_photographed_is_in_no_copy_and_the_rest_is(copy: Copy) -> None:
    with copy.shoot.catalogue.writing():
        copy.shoot.catalogue.execute("UPDATE people SET do_not_photograph = 1 WHERE slug = 'adaeze'")
    film = copy.shoot.add("New.mp4", people=("adaeze",), title="A film of hers")
    named = copy.shoot.add("P9.jpg", Kind.PHOTO, title="Adaeze Okonkwo leaves", people=("sian",))
    other = copy.shoot.add("P8.jpg", Kind.PHOTO, title="The room", people=("sian",))
    made = copy.of(film, named, other)
    assert set(made.pages) == {other}
    reasons = {v.asset: v.reason or "" for v in made.left_out}
    assert "must not be photographed" in reasons[film]
    assert "Adaeze Okonkwo" in reasons[named]
    assert not any("Adaeze" in text for text in copy.texts().values())


def test_what_is_hidden_or_not_made_yet_is_in_no_copy(copy: Copy) -> None:
    hidden = copy.shoot.add("H.mp4", title="Hidden")
    describe.apply(copy.shoot.catalogue, [Difference(hidden, "H", "hidden", "no", "yes")])
    bare = copy.shoot.add("B.mp4", title="Bare")
    with copy.shoot.catalogue.writing():
        copy.shoot.catalogue.execute("DELETE FROM renditions WHERE asset = ?", [bare])
    with pytest.raises(Refused, match="it lacks a version for the web; it is hidden"):
        copy.of(hidden, bare)


def test_who_asked_to_be_called_by_first_name_is(copy: Copy) -> None:
    copy.shoot.consent("adaeze", show_as=ShowAs.FIRST)
    copy.of(copy.shoot.add("New.mp4", people=("adaeze",), title="A film"))
    everything = "".join(copy.texts().values())
    assert "Adaeze" in everything
    assert "Okonkwo" not in everything


def test_a_second_copy_takes_the_place_of_the_first(copy: Copy) -> None:
    first = copy.shoot.add("New.mp4", people=("adaeze",), title="The first")
    second = copy.shoot.add("P9.jpg", Kind.PHOTO, title="The second", people=("adaeze",))
    copy.of(first)
    made = copy.of(second)
    assert made.removed > 0
    assert not any("The first" in text for text in copy.texts().values())
    assert copy.of(second).written == 0


def test_a_folder_that_holds_anything_else_is_refused(copy: Copy) -> None:
    film = copy.shoot.add("New.mp4", people=("adaeze",), title="A film")
    copy.folder.mkdir()
    (copy.folder / "thesis.docx").write_text("three years of work")
    with pytest.raises(Refused, match="no review copy"):
        copy.of(film)
    assert [p.name for p in copy.folder.iterdir()] == ["thesis.docx"]
    for own in ("site", "", "private/x"):
        with pytest.raises(Refused, match="the workspace's own"):
            review(copy.shoot.workspace, copy.shoot.catalogue, [film], copy.shoot.workspace.root / own)


def test_a_review_copy_puts_nothing_into_what_is_kept_for_the_search_of_the_site(copy: Copy) -> None:
    copy.shoot.build()
    kept = copy.shoot.workspace.state / "search"
    before = {p.name: p.read_bytes() for p in kept.iterdir()}
    copy.of(copy.shoot.add("New.mp4", people=("adaeze",), title="A film of hers"))
    assert {p.name: p.read_bytes() for p in kept.iterdir()} == before


def test_a_review_copy_is_put_nowhere_inside_a_place_where_the_gallery_is_published(copy: Copy) -> None:
    (copy.folder / MARKER).parent.mkdir(parents=True)
    (copy.folder / MARKER).write_text(marker_text("a"))
    film = copy.shoot.add("New.mp4", people=("adaeze",), title="A film of hers")
    for folder in (copy.folder, copy.folder / "for-adaeze", copy.folder / "videos" / "new"):
        with pytest.raises(Refused, match="the gallery is published there"):
            review(copy.shoot.workspace, copy.shoot.catalogue, [film], folder)


@pytest.mark.parametrize("name", ["index.html", "thesis.docx"])
def test_other_files_where_a_review_copy_was_are_left_alone(copy: Copy, name: str) -> None:
    film = copy.shoot.add("New.mp4", people=("adaeze",), title="A film of hers")
    copy.of(film)
    shutil.rmtree(copy.folder)
    copy.folder.mkdir()
    (copy.folder / name).write_text("three years of work")
    with pytest.raises(Refused, match="no review copy"):
        copy.of(film)
    assert (copy.folder / name).read_text() == "three years of work"
