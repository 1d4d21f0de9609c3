"""The tree of errors. Every error says what, where, and what to do next.

MediakitError                      exit status of the command
├── Misuse                         2  wrong usage
│   ├── UnknownName                2  no such event, person, asset, …
│   ├── BadInputFile               2  an input file is wrong; names the row
│   └── NoWorkspace                2  not inside a workspace
├── Refused                        1  asked for, but does not hold (not ready, not approved, …)
├── MachineLacks                   3  no ffmpeg, no model, disk full, synced folder under the catalogue
│   ├── NoModel                    3  speech model missing
│   └── CatalogueBusy              3  another command holds the catalogue
└── MediaError                     1  one file could not be read or made; never stops the others
    └── Undecodable                1  the file does not open as what it says it is
"""

from __future__ import annotations


class MediakitError(Exception):
    """Base of all errors shown to a user.

    what: one sentence, no full stop needed; where: the file, row or name it is about (put before `what`);
    hint: what to do next. `str(error)` is "where: what".
    """

    exit_status = 1

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what, self.where, self.hint = what, where, hint

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class Misuse(MediakitError):
    """Wrong usage: nothing was done."""

    exit_status = 2


class UnknownName(Misuse):
    """A name that the catalogue does not know."""


class BadInputFile(Misuse):
    """An input file that cannot be used; `problems` holds one line for each bad row, all of them."""

    def __init__(
        self, what: str, *, where: str | None = None, hint: str | None = None, problems: tuple[str, ...] = ()
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.problems = problems


class NoWorkspace(Misuse):
    """The command needs a workspace and there is none at or above this folder."""


class Refused(MediakitError):
    """What was asked for does not hold: the rest is done and kept."""


class MachineLacks(MediakitError):
    """Something this machine does not have."""

    exit_status = 3


class NoModel(MachineLacks):
    """The speech model asked for is not on this machine."""


class CatalogueBusy(MachineLacks):
    """Another command is writing to the catalogue."""


class MediaError(MediakitError):
    """One file could not be read or made. Costs one line in a report."""


class Undecodable(MediaError):
    """The file does not open as any picture, film or sound."""
