"""What can be taken along from a page."""

from __future__ import annotations

from pathlib import Path

import xxhash

from mediakit.domain.facts import Kind
from mediakit.gallery import wording
from mediakit.gallery.texts import packed, packed_bytes
from mediakit.media import ffmpeg
from mediakit.media.photo import read
from tests.gallery.conftest import Shoot


def test_the_copy_to_keep_says_what_it_shows_and_whose_it_is(shoot: Shoot, tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    ffmpeg.run(["-f", "lavfi", "-i", "color=teal:s=320x180", "-frames:v", "1", f"file:{picture}"])
    shoot.person("Siân Prys-Howell", "sian")
    shoot.consent("sian")
    one = shoot.add(
        "P1.jpg", Kind.PHOTO, people=("sian",), caption="By the window.", credit="R. Evans", title="Listening"
    )
    for profile, width, height in (("photo-480", 480, 270), ("photo-1280", 1280, 720)):
        file = shoot.render(one, profile, width, height)
        file.write_bytes(picture.read_bytes() + profile.encode())
        shoot.catalogue.execute(
            "UPDATE renditions SET checksum = ?, bytes = ? WHERE profile = ?",
            [xxhash.xxh128_hexdigest(file.read_bytes()), file.stat().st_size, profile],
        )
    shoot.approve()
    shoot.build()
    folder = shoot.site / "photos" / "listening"
    described = read(folder / "download.jpg").described
    assert (described.caption, described.credit, described.people) == (
        "By the window.", "R. Evans", ("Siân Prys-Howell",),
    )  # fmt: skip
    assert described.alt_text == f"A picture called {one[:4]}"
    assert 'href="download.jpg"' in (folder / "index.html").read_text("utf-8")
    shown = [p for p in folder.glob("*.jpg") if p.name != "download.jpg"]
    assert len(shown) == 2
    assert not [p for p in shown if b"ns.adobe.com/xap" in p.read_bytes()]


def test_the_press_still_of_a_film_is_the_poster_in_full_size_with_its_credit(shoot: Shoot, tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    ffmpeg.run(["-f", "lavfi", "-i", "color=teal:s=1280x720", "-frames:v", "1", f"file:{picture}"])
    film = shoot.add("F.mp4", title="Trust", caption="On trust.", credit="R. Evans", copyright="© Northgate")
    file = shoot.render(film, "stills-full", 1280, 720)
    file.write_bytes(picture.read_bytes())
    shoot.catalogue.execute(
        "UPDATE renditions SET checksum = ?, bytes = ? WHERE profile = 'stills-full'",
        [xxhash.xxh128_hexdigest(file.read_bytes()), file.stat().st_size],
    )
    shoot.approve()
    shoot.build()
    still = shoot.site / "videos" / "trust" / "still.jpg"
    facts = read(still)
    assert (facts.width_px, facts.height_px) == (1280, 720)
    described = facts.described
    assert (described.title, described.caption, described.credit, described.copyright) == (
        "Trust", "On trust.", "R. Evans", "© Northgate",
    )  # fmt: skip
    html = (still.parent / "index.html").read_text("utf-8")
    size = still.stat().st_size
    assert (
        f'<a href="still.jpg" download>Press still (JPEG)</a> <span class="where">{wording.size(size)}</span>' in html
    )


def test_how_large_a_zip_of_texts_becomes_is_known_before_it_is_made() -> None:
    for inside in ([], [("a.vtt", "WEBVTT\n")], [("siân.txt", "Tê"), ("b.vtt", "x" * 70_000), ("会場.txt", "")]):
        sizes = [(name, len(text.encode())) for name, text in inside]
        assert packed_bytes(sizes) == len(packed(inside))
