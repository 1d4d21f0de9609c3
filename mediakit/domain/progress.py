"""How a job says how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Somebody who is told how far a job is. Safe to call from several threads."""

    def begin(self, label: str, total: int, unit: str) -> None:
        """A part of the job begins: what it does, how much there is, in which unit ("bytes", "files", "s")."""

    def advance(self, amount: int) -> None:
        """So much more is done, in the unit of `begin`."""

    def finished(self, item: str) -> None:
        """One item is done: a plain line about it."""


class Silent:
    """Nobody listens."""

    def begin(self, label: str, total: int, unit: str) -> None:
        """Nothing."""

    def advance(self, amount: int) -> None:
        """Nothing."""

    def finished(self, item: str) -> None:
        """Nothing."""
