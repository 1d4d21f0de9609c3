"""A finished film whose cuts are found while it is made for the web, and captions that keep to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mediakit.catalogue import approvals, assets, cuts, transcripts
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.facts import Role
from mediakit.domain.progress import Silent
from mediakit.domain.span import Span
from mediakit.media import ffmpeg
from mediakit.process import run
from mediakit.process.run import Request
from tests.process.conftest import Shoot

SHOTS = "testsrc2=s=320x180:r=25:d=2.4[a];mandelbrot=s=320x180:r=25[m];[m]trim=duration=3.6[b];[a][b]concat=n=2"
SAID = (("We learned to trust each other.", 0.2, 2.1), ("Then the families came back to us.", 4.3, 5.8))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds with a cut after 2.4."""
    path = tmp_path_factory.mktemp("cut") / "film.mp4"
    tone = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=6")
    h264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    ffmpeg.run(["-f", "lavfi", "-i", SHOTS, *tone, *h264, "-c:a", "aac", f"file:{path}"])
    return path


@dataclass(frozen=True, slots=True)
class Finished:
    """A workspace with the film in it, and the film's id."""

    shoot: Shoot
    id: str

    def process(self, *stages: str) -> run.Report:
        """Run `process` on the film: these stages, or all."""
        request = Request((self.id,), stages=stages or Request().stages)
        return run.process(self.shoot.catalogue, self.shoot.workspace, request, Silent())

    @property
    def cues(self) -> list[tuple[int, int]]:
        """The times of its captions."""
        return [(c.span.start_ms, c.span.end_ms) for c in transcripts.cues(self.shoot.catalogue, self.id)]


@pytest.fixture
def finished(shoot: Shoot, film: Path) -> Iterator[Finished]:
    """The film in a workspace, nothing done yet."""
    path = shoot.workspace.root / "speech-script.json"
    segments = [{"text": text, "start": start, "end": end} for text, start, end in SAID]
    path.write_text(json.dumps({"film.mp4": {"segments": segments}}))
    return Finished(shoot, shoot.add(film, Role.FINISHED))


def test_the_captions_of_a_finished_film_go_with_its_shots(finished: Finished) -> None:
    report = finished.process()
    assert not report.failed
    assert assets.one(finished.shoot.catalogue, finished.id).cuts_ms == (2400,)
    assert finished.cues[0][1] == 2400
    assert "cuts" in assets.one(finished.shoot.catalogue, finished.id).outcomes
    again = finished.process()
    assert (again.done, again.failed, again.pending) == ((), (), ())


def test_captions_are_made_anew_when_the_cuts_become_known(finished: Finished) -> None:
    finished.process("speech")
    assert finished.cues[0][1] != 2400
    finished.process("cuts")
    assert finished.cues[0][1] == 2400
    assert finished.process("captions").done == ()


def test_a_film_that_was_made_before_is_looked_through_once_more(finished: Finished) -> None:
    catalogue = finished.shoot.catalogue
    finished.process()
    with catalogue.writing():
        cuts.put(catalogue, finished.id, ())
        catalogue.execute("DELETE FROM outcomes WHERE stage = 'cuts'")
    assert sorted(outcome.stage for outcome in finished.process().done) == ["captions", "cuts"]
    assert finished.cues[0][1] == 2400
    assert assets.one(catalogue, finished.id).cuts_ms == (2400,)


def test_a_caption_that_a_person_made_stays_when_the_cuts_become_known(finished: Finished) -> None:
    catalogue = finished.shoot.catalogue
    finished.process("speech")
    mine = StoredCue(Span(200, 2_900), ("We learned", "to trust each other."), None, kept=True)
    with catalogue.writing():
        transcripts.put_cues(catalogue, finished.id, [mine, *transcripts.cues(catalogue, finished.id)[1:]])
    finished.process("cuts")
    assert transcripts.cues(catalogue, finished.id)[0] == mine


def test_an_approval_of_captions_outlives_the_cuts(finished: Finished) -> None:
    catalogue = finished.shoot.catalogue
    finished.process("speech", "poster")
    before = finished.cues
    approvals.put(catalogue, [assets.one(catalogue, finished.id)], by="Ada Okafor")
    assert assets.one(catalogue, finished.id).approved
    finished.process()
    film = assets.one(catalogue, finished.id)
    assert film.cuts_ms == (2400,)
    assert film.approved
    assert finished.cues == before


def test_nobody_looks_for_cuts_in_a_rush(finished: Finished) -> None:
    catalogue = finished.shoot.catalogue
    rush = finished.shoot.ids["talk.mp4"]
    run.process(catalogue, finished.shoot.workspace, Request((rush,)), Silent())
    assert "cuts" not in assets.one(catalogue, rush).outcomes
