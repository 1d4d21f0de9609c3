"""Where one shot ends and the next begins, on films that ffmpeg makes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from mediakit.media import cuts, ffmpeg, film, probe
from mediakit.media.cuts import FRAME_BYTES, Watch, cuts_in

RATE = Fraction(25)
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
SIZE = "s=320x180:r=25"


def made(target: Path, graph: str) -> Path:
    """A film without sound that a filter graph draws."""
    ffmpeg.run(["-f", "lavfi", "-i", graph, *H264, f"file:{target}"])
    return target


def found(source: Path) -> list[int]:
    """The first frames of its shots."""
    return [round(at_ms * 25 / 1000) for at_ms in cuts.find(source, probe.read(source))]


def test_a_cut_between_two_pictures_is_found_to_the_frame(tmp_path: Path) -> None:
    graph = (
        f"testsrc2={SIZE}:d=1.48[a];color=c=0x203050:{SIZE}:d=0.96[b];mandelbrot={SIZE}:end_scale=0.2[m];"
        "[m]trim=duration=2[c];[a][b][c]concat=n=3"
    )
    assert found(made(tmp_path / "cut.mp4", graph)) == [37, 61]


def test_shots_of_flat_colours_are_told_apart(tmp_path: Path) -> None:
    colours = ("navy", "maroon", "gray", "white", "black")
    graph = ";".join(f"color=c={c}:{SIZE}:d=1[{c}]" for c in colours)
    graph += ";" + "".join(f"[{c}]" for c in colours) + f"concat=n={len(colours)}"
    assert found(made(tmp_path / "colours.mp4", graph)) == [25, 50, 75, 100]


@pytest.mark.parametrize(
    ("what", "graph"),
    [
        ("a dissolve", (f"testsrc2={SIZE}:d=2[a];mandelbrot={SIZE}[m];[m]trim=duration=2[b];"
                       "[a][b]xfade=transition=fade:duration=0.6:offset=1.2")),
        ("a fade to black and back", f"mandelbrot={SIZE},trim=duration=4,fade=out:st=1:d=0.5,fade=in:st=2:d=0.5"),
        ("a photographer's flash", f"testsrc2={SIZE}:d=3,eq=brightness='if(between(t,1,1.1),0.8,0)':eval=frame"),
        ("a lamp that is switched on", f"smptebars={SIZE}:d=3,eq=brightness='if(gt(t,1.5),0.25,-0.15)':eval=frame"),
        ("a shaken camera", ("smptebars=s=640x360:r=25:d=4,"
                            "crop=320:180:x='160+80*sin(n*2.1)*gt(t,1)':y='90+40*cos(n*1.7)*gt(t,1)'")),
        ("a pan", "mandelbrot=s=1280x180:r=25,trim=duration=4,crop=320:180:x='min(900,n*12)':y=0"),
        ("a name that is shown below", (f"mandelbrot={SIZE},trim=duration=3,"
                                       "drawbox=y=120:h=40:color=white:t=fill:enable='between(t,1,2)'")),
        ("one still picture", f"smptebars={SIZE}:d=3"),
        ("noise", f"nullsrc={SIZE}:d=2,geq=lum='random(1)*255':cb=128:cr=128"),
    ],
)  # fmt: skip
def test_what_is_no_cut_is_not_taken_for_one(tmp_path: Path, what: str, graph: str) -> None:
    assert found(made(tmp_path / "film.mp4", graph)) == [], what


def test_a_film_of_any_length_has_the_cuts_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    shots = random.integers(0, 255, (40, FRAME_BYTES), dtype=np.uint8)
    lengths = random.integers(20, 60, 40)
    frames = np.repeat(shots, lengths, axis=0)
    monkeypatch.setattr(cuts, "BLOCK_FRAMES", 100)
    watch = Watch(RATE)
    data = frames.tobytes()
    for at in range(0, len(data), 65_521):
        watch.see(data[at : at + 65_521])
    begins = np.cumsum(lengths)[:-1]
    assert list(watch.cuts_ms()) == [int(n) * 40 for n in begins] == [n * 40 for n in cuts_in(frames, RATE)]


def test_the_film_for_the_web_is_the_same_whether_its_cuts_are_looked_for_or_not(tmp_path: Path) -> None:
    graph = f"testsrc2={SIZE}:d=1[a];mandelbrot={SIZE}[m];[m]trim=duration=1[b];[a][b]concat=n=2"
    source = made(tmp_path / "cut.mp4", graph)
    facts, watch = probe.read(source), Watch(RATE)
    told: list[float] = []
    film.make_web(source, facts, tmp_path / "a.mp4", short_side_px=90)
    film.make_web(source, facts, tmp_path / "b.mp4", short_side_px=90, watch=watch, progress=told.append)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    assert watch.cuts_ms() == (1000,)
    assert told
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0, abs=0.05)
