"""What people type into options: names, dates, time zones, lengths; refused at once where they cannot be right.

Each function is the `type` of options and arguments; its name is what `--help` shows for the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from mediakit.domain.errors import MediakitError, Misuse
from mediakit.domain.naming import slugify
from mediakit.domain.span import parse_position


def line(value: str) -> str:
    """Text on one line, without control characters, not empty."""
    shown = "".join(c if c.isprintable() else " " for c in value.encode("utf-8", "replace").decode())
    text = " ".join(shown.split())
    if not text:
        raise click.BadParameter("needs a text that is not empty")
    return text


def login_name() -> str:
    """The name this computer knows its user by: who did something, where nobody said it."""
    import getpass

    try:
        return line(getpass.getuser())
    except (KeyError, OSError, ImportError, click.BadParameter):
        raise Misuse("this computer does not say who you are", hint='say it with --by "Your Name"') from None


def slug(value: str) -> str:
    """A name for addresses and folders: small letters a to z, digits, single hyphens."""
    wanted = slugify(value, fallback="")
    if value != wanted:
        meant = f"; did you mean {wanted}?" if wanted else ""
        raise click.BadParameter(f"{value!r}: only small letters a to z, digits and single hyphens{meant}")
    return wanted


def day(value: str) -> date:
    """A date, ISO 8601: 2026-05-13."""
    # the library's own reader also takes 20260513 and 2026-W20-3, which people do not mean
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
        raise click.BadParameter(f"{value!r} is no date; write it as 2026-05-13")
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise click.BadParameter(f"{value}: there is no such day") from None


def zone(value: str) -> str:
    """The IANA name of a time zone: Europe/London."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"no time zone is called {value!r}; write one such as Europe/London"
        raise click.BadParameter(message) from None


def length(value: str) -> int:
    """A length as people say it (2:00, 90, 1:02:03), in milliseconds."""
    try:
        length_ms = parse_position(value)
    except MediakitError:
        message = f"{value!r} is no length; write minutes and seconds (2:00) or seconds (90)"
        raise click.BadParameter(message) from None
    if not length_ms:
        raise click.BadParameter("a length is more than nothing")
    return length_ms


def url(value: str) -> str:
    """The address of a web page."""
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise click.BadParameter(f"{value!r} is no web address; write it with https://")
    return value


def position(value: str) -> int:
    """A position in a recording (83.5, 1:23.5, 00:01:23.500), in milliseconds."""
    try:
        return parse_position(value)
    except MediakitError as error:
        raise click.BadParameter(f"{error}; {error.hint}") from None


def numbers(value: str) -> list[int] | None:
    """Numbers as people type them (1,3-5); None for "all"."""
    if value.strip().lower() == "all":
        return None
    found: list[int] = []
    for part in value.replace(",", " ").split():
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or len(part) > 12:
            raise click.BadParameter(f"{part!r} is no number; write 3, or 1,3-5, or all")
        found += range(int(first), min(int(last or first), int(first) + 9_999) + 1)
    if not found:
        raise click.BadParameter("needs a number, or all")
    return found


def by_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command --by NAME; without it the login name."""
    text = "Who decides (default: your login name)."
    return click.option("--by", type=line, default=login_name, metavar="NAME", help=text)(function)
