"""A redaction from the command to the published file: not to be read, not to be heard, and not there meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from mediakit.catalogue import approvals, assets, search, transcripts
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.errors import Refused, UnknownName
from mediakit.domain.facts import Role
from mediakit.domain.progress import Silent
from mediakit.domain.span import Span
from mediakit.domain.workspace import Workspace
from mediakit.editorial import amending_redactions as redacting
from mediakit.editorial.amending_history import revert
from mediakit.gallery.site import Built, build
from mediakit.media import audio, ffmpeg, probe
from mediakit.process import run
from mediakit.process.run import Report, Request

from .conftest import PICTURE, Shoot

TEXT = "I told Brintworth about it, and Kate."


class Film:
    """A finished film of two seconds of a 440 Hz tone, in which a name is said from 1.0 to 1.4 s; approved."""

    def __init__(self, shoot: Shoot, folder: Path) -> None:
        self.shoot, self.catalogue = shoot, shoot.catalogue
        self.workspace: Workspace = shoot.with_settings(web_sizes_px=(90,))
        source = folder / "film.mp4"
        ffmpeg.run(
            [
                *PICTURE,
                "-f",
                "lavfi",
                "-i",
                "sine=f=330:r=48000:d=2",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                f"file:{source}",
            ]
        )
        words = [{"start": 0.5 + 0.2 * i, "end": 0.7 + 0.2 * i, "text": w} for i, w in enumerate(TEXT.split())]
        words[2] |= {"start": 1.0, "end": 1.4}
        words[3:] = [{**w, "start": 1.4 + 0.1 * i, "end": 1.5 + 0.1 * i} for i, w in enumerate(words[3:])]
        segment = {"start": 0.5, "end": 1.9, "text": TEXT, "words": words}
        script = {"film.mp4": {"segments": [segment]}}
        (self.workspace.root / "speech-script.json").write_text(json.dumps(script))
        self.id = shoot.add(source, Role.FINISHED)
        self.process()
        with self.catalogue.writing():
            self.catalogue.execute("UPDATE assets SET answered = 'none', title = 'A film' WHERE id = ?", [self.id])
        self.approve()

    def process(self) -> Report:
        return run.process(self.catalogue, self.workspace, Request((self.id,)), Silent())

    def approve(self) -> None:
        approvals.put(self.catalogue, [assets.one(self.catalogue, self.id)], by="Ada")

    def build(self) -> Built:
        return build(self.workspace, self.catalogue, at=date(2026, 6, 1))

    def redact(self, *spans: Span) -> redacting.Redacted:
        film = assets.one(self.catalogue, self.id)
        return redacting.redact(self.catalogue, self.workspace, film, spans, reason="asked to", by="Ada")

    def saying(self, *words: str) -> list[str]:
        """Files of the site in which one of the words stands."""
        there = sorted(p for p in self.workspace.site.rglob("*") if p.is_file())
        return [p.name for p in there if any(w.encode() in p.read_bytes() for w in words)]


@pytest.fixture
def film(shoot: Shoot, tmp_path: Path) -> Film:
    return Film(shoot, tmp_path)


def loudness(source: Path) -> np.ndarray:
    """The loudest sample of each 10 ms."""
    samples = np.concatenate(list(audio.read_pcm(source, probe.read(source))))
    loudest: np.ndarray = np.abs(samples[: len(samples) // 160 * 160].reshape(-1, 160)).max(axis=1)
    return loudest


def test_a_redacted_name_is_neither_read_nor_heard_in_anything_published(film: Film) -> None:
    original = film.workspace.locate(assets.one(film.catalogue, film.id).path)
    before = original.read_bytes()
    assert film.build().videos == 1
    assert {"index.html", "captions.vtt", "transcript.txt"} <= set(film.saying("Brintworth"))
    asset = assets.one(film.catalogue, film.id)
    places = redacting.places_of(film.catalogue, asset, "brintworth")
    done = film.redact(*(span for _, span in places))
    assert [r.span for r in done.redactions] == [Span(1_000, 1_400)]
    film.process()
    film.approve()
    assert film.build().videos == 1
    assert film.saying("rintworth") == []
    assert {"index.html", "captions.vtt", "transcript.txt"} <= set(film.saying("[redacted]"))
    shown = next(film.workspace.site.rglob("film-*.mp4"))
    heard = loudness(shown)
    assert heard[100:140].max() < 0.001
    assert heard[60:92].min() > 0.02
    assert heard[150:185].min() > 0.02
    assert original.read_bytes() == before
    assert search.find(film.catalogue, "Brintworth") == (0, [])


def test_from_the_moment_it_is_redacted_nothing_of_before_can_be_published(film: Film) -> None:
    film.build()
    done = film.redact(Span(1_000, 1_400))
    assert not [p for p in assets.one(film.catalogue, film.id).renditions if p.startswith("web") or p == "waveform"]
    assert not list(film.workspace.renditions.rglob("web-*"))
    told = " ".join(done.left)
    assert all(command in told for command in ("mediakit process", "mediakit approve", "mediakit build"))
    built = film.build()
    assert "captions changed" in ({v.asset: v.reason for v in built.withheld}[film.id] or "")
    assert film.saying("Brintworth") == []
    assert not list(film.workspace.site.rglob("film-*.mp4"))
    film.approve()
    assert "it lacks a version for the web" in [v.reason for v in film.build().withheld]


def test_silence_alone_lets_the_approval_lapse_too(film: Film) -> None:
    film.redact(Span(100, 200))
    asset = assets.one(film.catalogue, film.id)
    assert not asset.approved
    assert asset.lacks == "a version for the web"


def test_it_survives_another_transcription_a_correction_and_the_way_back(film: Film) -> None:
    film.redact(Span(1_000, 1_400))
    better = replace(film.workspace, settings=replace(film.workspace.settings, speech_model="another"))
    run.process(film.catalogue, better, Request((film.id,), stages=("speech",)), Silent())
    assert len(transcripts.history(film.catalogue, film.id)) == 2
    revert(film.catalogue, film.workspace.settings, assets.one(film.catalogue, film.id), 1, by="Ada")
    for number in (None, 1, 2, 3):
        found = transcripts.revision(film.catalogue, film.id, number) if number else None
        found = found or transcripts.current(film.catalogue, film.id)
        assert found
        assert found.text == "I told [redacted] about it, and Kate."
        cues = transcripts.cues(film.catalogue, film.id, number)
        assert "Brintworth" not in str(cues)
        assert "[redacted]" in str(cues)


def test_a_version_that_was_being_made_meanwhile_is_thrown_away(film: Film) -> None:
    with film.catalogue.writing():
        film.catalogue.execute("DELETE FROM outcomes WHERE asset = ? AND stage = 'web'", [film.id])

    class Meanwhile(Silent):
        def begin(self, label: str, total: int, unit: str) -> None:
            film.redact(Span(1_000, 1_400))

    report = run.process(film.catalogue, film.workspace, Request((film.id,)), Meanwhile())
    assert [o.reason for o in report.failed] == ["its redactions changed meanwhile: run mediakit process again"]
    assert not list(film.workspace.renditions.rglob("web-*"))
    assert film.process().failed == ()
    assert loudness(next(film.workspace.renditions.rglob("web-*")))[100:140].max() < 0.001


def test_taking_it_back_gives_words_and_sound_again(film: Film) -> None:
    number = film.redact(Span(1_000, 1_400)).changed[0].number
    asset = assets.one(film.catalogue, film.id)
    with pytest.raises(UnknownName):
        redacting.take_back(film.catalogue, film.workspace, asset, number + 1, by="Ada")
    # meanwhile somebody stored a revision, in which there is nothing but the blank
    current = transcripts.current(film.catalogue, film.id)
    assert current
    transcripts.put(film.catalogue, film.id, current, [StoredCue(Span(500, 1_900), ("x",))], key="k", by="Bo")
    done = redacting.take_back(film.catalogue, film.workspace, asset, number, by="Ada")
    assert done.redactions == ()
    now = transcripts.current(film.catalogue, film.id)
    assert now
    assert now.text == TEXT
    assert "Brintworth" in str(transcripts.cues(film.catalogue, film.id))
    assert assets.one(film.catalogue, film.id).lacks == "a version for the web"
    film.process()
    assert loudness(next(film.workspace.renditions.rglob("web-*")))[60:185].min() > 0.02


def test_the_same_stretch_is_redacted_once_and_what_cannot_be_is_refused(film: Film) -> None:
    film.redact(Span(1_000, 1_400))
    assert film.redact(Span(1_000, 1_400)).changed == ()
    asset = assets.one(film.catalogue, film.id)
    assert redacting.stretch(asset, 1_000, 99_000).end_ms == asset.duration_ms
    with pytest.raises(Refused):
        redacting.places_of(film.catalogue, asset, "Brintworth")
    photo = assets.one(film.catalogue, film.shoot.ids["photo.jpg"])
    with pytest.raises(Refused):
        redacting.stretch(photo, 0, 1_000)


def test_what_is_said_of_it_elsewhere_is_named(film: Film) -> None:
    rush = assets.one(film.catalogue, film.shoot.ids["talk.mp4"])
    with film.catalogue.writing():
        film.catalogue.execute("INSERT INTO sources VALUES (?, ?)", [film.id, rush.id])
        sent = "INSERT INTO publications (id, destination, at, digest) VALUES (1, ?, '2026-05-20', 'd')"
        film.catalogue.execute(sent, ["https://example.org"])
        item = "INSERT INTO publication_items (publication_id, asset, page) VALUES (1, ?, 'videos/a-film/')"
        film.catalogue.execute(item, [film.id])
        film.catalogue.execute("UPDATE assets SET caption = 'With K. Brintworth.' WHERE id = ?", [film.id])
    left = " ".join(film.redact(Span(1_000, 1_400)).left)
    assert f"it was cut from {rush.short}" in left
    assert "it is online as it was at https://example.org (videos/a-film/), since 2026-05-20" in left
    assert redacting.written_too(assets.one(film.catalogue, film.id), "brintworth") == ["caption"]
