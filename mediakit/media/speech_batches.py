"""Windows of one or several recordings decoded together: what a GPU wants, and a processor can do as well.

A batch costs no words, for its windows are those that would be decoded one by one, each whole and padded to the same
length; whatever does not stand is decoded again by itself, with the same guards. Threads that wait for their turn work
out spectrograms meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")


class Batches(Generic[Job, Done]):
    """Gathers what several threads ask for and does it together, in the order it was asked for.

    do: jobs in, as many results out, in the same order; one batch at a time, of at most so many jobs. While one is
    done the next gathers, so that nobody waits for company.
    """

    def __init__(self, do: Callable[[Sequence[Job]], Sequence[Done]], most: int) -> None:
        self._do, self._most = do, most
        self._turn, self._gathering = threading.Lock(), threading.Lock()
        self._waiting: list[tuple[Job, Future[Done]]] = []

    def ask(self, job: Job) -> Done:
        """The result of a job, done together with others. What `do` raises is raised to all whose job was in it."""
        mine: Future[Done] = Future()
        with self._gathering:
            self._waiting.append((job, mine))
        while not mine.done():
            with self._turn:
                if not mine.done():
                    self._next()
        return mine.result()

    def _next(self) -> None:
        with self._gathering:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            results = self._do([job for job, _ in batch])
        except BaseException as error:  # noqa: BLE001 (the gate: all who wait are told)
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), result in zip(batch, results, strict=True):
            future.set_result(result)
