"""`--model auto`: the best speech model that is at hand, or may be fetched, and fits this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection
from dataclasses import dataclass

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Size:
    """A model to choose from: memory it takes in MB on a processor (8 bits) and on a GPU (16 bits)."""

    name: str
    memory_mb: int
    gpu_mb: int
    least_cores: int = 1

    @property
    def english_only(self) -> bool:
        return self.name.endswith(".en")


# Best first, for English. Memory as the makers of CTranslate2 and Whisper have it, rounded up. An English-only model is
# better at English than the other of its size; tiny.en had fewer errors on our recordings than base.
SIZES = (
    Size("large-v3", 3_500, 5_000, 16),
    Size("large-v2", 3_500, 5_000, 16),
    Size("large-v3-turbo", 2_000, 3_000, 8),
    Size("medium.en", 2_000, 3_000, 8),
    Size("medium", 2_000, 3_000, 8),
    Size("small.en", 1_000, 1_500, 4),
    Size("small", 1_000, 1_500, 4),
    Size("base.en", 500, 800),
    Size("tiny.en", 400, 600),
    Size("base", 500, 800),
    Size("tiny", 400, 600),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a model may take: cores, free memory in MB (None: not known), free memory of a GPU in MB (None: no GPU)."""

    cores: int
    free_mb: int | None
    gpu_free_mb: int | None


def choose(at_hand: Collection[str], machine: Machine, *, language: str | None, translate: bool = False) -> str | None:
    """The best model among those at hand that fits, or None. Pure.

    language: ISO 639-1 of what is spoken, None if it is to be found out. A machine with few cores gets no model that
    would take longer than the recording.
    """
    english = language in (None, "en") and not translate
    fit = [size.name for size in SIZES if size.name in at_hand and fits(size, machine)]
    fit = [name for name in fit if english or not name.endswith(".en")]
    return fit[0] if fit else None


def fits(size: Size, machine: Machine) -> bool:
    """True if the model has room and is quick enough on this machine."""
    if machine.gpu_free_mb is not None:
        return size.gpu_mb <= machine.gpu_free_mb
    return size.least_cores <= machine.cores and (machine.free_mb is None or size.memory_mb <= machine.free_mb)


def this_machine(*, gpu: bool) -> Machine:
    """What there is here. gpu: the engine can use one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(cores, _free_mb(), _gpu_free_mb() if gpu else None)


def _free_mb() -> int | None:
    try:
        with open("/proc/meminfo", encoding="ascii") as file:  # noqa: PTH123
            told = dict(line.split(":", 1) for line in file)
        return int(told["MemAvailable"].split()[0]) // 1024
    except (OSError, KeyError, ValueError):
        pass
    try:
        # elsewhere only the whole is told: half of it is a cautious guess
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**21
    except (AttributeError, OSError, ValueError):
        return None


def _gpu_free_mb() -> int | None:
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    asked = [program, "--query-gpu=memory.free", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True)
        return int(done.stdout.split()[0])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
