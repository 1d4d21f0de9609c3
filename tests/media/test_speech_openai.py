"""openai-whisper as the second engine: what is said when it is not there, and that both hear the same."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mediakit.domain.errors import NoModel
from mediakit.domain.transcript import Transcript
from mediakit.media import speech_models
from mediakit.media.speech import SpeechEngine, open_engine, sound_in_memory
from mediakit.media.speech_openai import repeats

MISSING = "openai-whisper is not installed: the extra [openai-whisper] brings it"


@pytest.fixture
def torch_engine() -> Callable[..., SpeechEngine]:
    pytest.importorskip("whisper", reason=MISSING)
    return lambda model="packaged", **options: open_engine("openai-whisper", model, **options)


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "whisper", None)
    with pytest.raises(NoModel, match="not installed") as caught:
        open_engine("openai-whisper")
    assert "pip install 'mediakit-gallery[openai-whisper]'" in (caught.value.hint or "")
    assert caught.value.exit_status == 3


def test_another_program_called_whisper_is_told_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    other = types.ModuleType("whisper")
    other.__file__ = "/site-packages/whisper.py"
    monkeypatch.setitem(sys.modules, "whisper", other)
    with pytest.raises(NoModel, match=r"whisper\.py: .* another one") as caught:
        open_engine("openai-whisper")
    assert "pip uninstall whisper" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("written", "barred"),
    [
        ([], []),
        ([1, 2], []),
        ([1, 2, 3, 1, 2], [3]),
        ([1, 2, 3, 1, 2, 4, 1, 2], [3, 4]),
        ([5, 5], []),
        ([5, 5, 5], [5]),
    ],
)
def test_three_tokens_never_come_twice_in_a_row(written: list[int], barred: list[int]) -> None:
    assert sorted(repeats(written, 3)) == barred


def test_the_same_weights_give_nearly_the_same_words_at_the_same_places(
    torch_engine: Callable[..., SpeechEngine],
) -> None:
    sound = sound_in_memory(spoken())
    heard = [engine.transcribe(sound) for engine in (open_engine(), torch_engine())]
    first, second = [[word for segment in each.segments for word in segment.words] for each in transcripts(heard)]
    texts = [[word.text for word in words] for words in (first, second)]
    same = SequenceMatcher(None, *texts, autojunk=False)
    assert same.ratio() > 0.9
    pairs = [(first[m.a + k], second[m.b + k]) for m in same.get_matching_blocks() for k in range(m.size)]
    # a word after a pause may begin in the pause: the weights of one engine are rounded to 8 bits
    near = [abs(one.start_ms - other.start_ms) <= 200 for one, other in pairs]
    assert sum(near) / len(near) > 0.85


def test_two_threads_at_once_get_what_each_would_get_alone(torch_engine: Callable[..., SpeechEngine]) -> None:
    engine = torch_engine()
    sounds = [sound_in_memory(spoken()), sound_in_memory(spoken()[:80_000])]
    alone = [engine.transcribe(sound) for sound in sounds]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(engine.transcribe, sounds)) == alone


def test_a_checkpoint_file_is_a_model(torch_engine: Callable[..., SpeechEngine], tmp_path: Path) -> None:
    import torch

    from mediakit.media.speech_checkpoint import read_checkpoint

    folder = speech_models.packaged_folder()
    assert folder is not None
    made = read_checkpoint(folder)
    state = {name: torch.from_numpy(weight) for name, weight in made.state.items()}
    torch.save({"dims": dict(made.dims), "model_state_dict": state}, tmp_path / "tiny.en.pt")
    engine = torch_engine(str(tmp_path / "tiny.en.pt"))
    assert engine.model == "tiny.en"
    sound = sound_in_memory(spoken()[:80_000])
    assert engine.transcribe(sound) == torch_engine().transcribe(sound)


def test_a_file_that_is_no_checkpoint_is_refused(torch_engine: Callable[..., SpeechEngine], tmp_path: Path) -> None:
    wrong = tmp_path / "small.pt"
    with pytest.raises(NoModel, match="no such file"):
        torch_engine(str(wrong))
    wrong.write_bytes(b"not a checkpoint")
    with pytest.raises(NoModel, match="does not load"):
        torch_engine(str(wrong))


def test_a_model_is_fetched_only_when_asked_for(
    torch_engine: Callable[..., SpeechEngine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(NoModel, match="not on this machine"):
        torch_engine("small.en")
    # a download that broke off is no model either, and must not start another
    (tmp_path / "whisper").mkdir()
    (tmp_path / "whisper" / "small.en.pt").write_bytes(b"half of it")
    with pytest.raises(NoModel, match="not on this machine"):
        torch_engine("small.en")
    with pytest.raises(NoModel, match="no model of this name"):
        torch_engine("enormous")


def spoken() -> NDArray[np.float32]:
    """Half a minute of the sample's voices, mono, 16 000 Hz."""
    from mediakit.media import audio, probe

    path = Path(__file__).resolve().parents[2] / "mediakit" / "sample" / "voices" / "nuala.opus"
    blocks = audio.read_pcm(path, probe.read(path), rate_hz=16_000)
    return np.concatenate(list(blocks))[: 30 * 16_000]


def transcripts(heard: list[object]) -> list[Transcript]:
    assert all(isinstance(each, Transcript) for each in heard), heard
    return [each for each in heard if isinstance(each, Transcript)]
