"""Ways into the desk: an address and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from mediakit.desk.asked import Asked


@dataclass(frozen=True, slots=True)
class Way:
    """A path, with names in braces, and what answers it. acts: it is a form that was sent, not a page."""

    path: str
    function: Callable[[Asked], Response]
    acts: bool = False


def page(path: str, function: Callable[[Asked], Response]) -> Way:
    """An address that shows something."""
    return Way(path, function)


def action(path: str, function: Callable[[Asked], Response]) -> Way:
    """An address that does something; forms are sent to it."""
    return Way(path, function, acts=True)
