"""The program's edge: signals."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from mediakit.cli.main import letting_go

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends itself signals")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_pressing_ctrl_c_again_does_not_keep_a_run_from_tidying_up(asked: signal.Signals) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    letting_go()
    tidied: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted(asked, tidied)
    assert tidied == ["draft removed"]


def _interrupted(asked: signal.Signals, tidied: list[str]) -> None:
    try:
        os.kill(os.getpid(), asked)
    finally:
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGINT)
        tidied.append("draft removed")


def test_what_was_started_to_ignore_ctrl_c_goes_on_ignoring_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    letting_go()
    os.kill(os.getpid(), signal.SIGINT)
