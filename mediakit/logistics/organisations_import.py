"""Organisations taken over from a list, and one changed by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mediakit.catalogue import events, organisations
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.assignment import Assignment
from mediakit.domain.errors import BadInputFile, MediakitError, Misuse
from mediakit.domain.event import Organisation, Part
from mediakit.domain.naming import fold
from mediakit.domain.workspace import Workspace
from mediakit.domain.written_name import clean
from mediakit.logistics import logo as logos
from mediakit.logistics.organisations_sheet import Listed


@dataclass(slots=True)
class BroughtIn:
    """What became of a list. added: slugs; changed: organisation and what, in words."""

    added: list[str] = field(default_factory=list)
    changed: list[dict[str, str]] = field(default_factory=list)
    unchanged: int = 0


def bring_in(
    catalogue: Catalogue, workspace: Workspace, listed: Sequence[Listed], event: str | None, *, dry_run: bool
) -> BroughtIn:
    """Add those that are new, fill in what is not known of the others; all of it or nothing. Raises BadInputFile."""
    there = {o.slug: o for o in organisations.every(catalogue)}
    by_name = {fold(o.name): o for o in there.values()}
    done = BroughtIn()
    kept = {} if dry_run else _logos(workspace, listed)
    with catalogue.writing():
        for one in listed:
            known = there.get(one.slug) or by_name.get(fold(one.name))
            logo = kept.get(one.where) or (str(one.logo) if one.logo else None)
            if known is None:
                done.added.append(one.slug)
                made = Organisation(one.slug, one.name, one.url, logo)
                there[one.slug] = by_name[fold(one.name)] = made
                if not dry_run:
                    organisations.add(catalogue, made)
                what: list[str] = []
            else:
                what = _filled(catalogue, known, one, logo, dry_run)
            slug = known.slug if known else one.slug
            what += _part(catalogue, there[slug], one, event, known is None, dry_run)
            if known and what:
                done.changed.append({"organisation": slug, "what": ", ".join(what)})
            done.unchanged += bool(known and not what)
    return done


def _logos(workspace: Workspace, listed: Sequence[Listed]) -> dict[str, str]:
    """Every logo copied into the workspace, by the place of its row. Raises BadInputFile with every bad one."""
    found, bad = {}, []
    for one in listed:
        try:
            if one.logo:
                found[one.where] = logos.keep(workspace, one.slug, one.logo)
        except MediakitError as error:
            bad.append(f"{one.where}: {error}")
    if bad:
        raise BadInputFile("a logo cannot be used, so nothing was taken over", problems=tuple(bad))
    return found


def _filled(catalogue: Catalogue, known: Organisation, one: Listed, logo: str | None, dry_run: bool) -> list[str]:
    after = replace(known, url=known.url or one.url, logo=known.logo or logo)
    if after != known and not dry_run:
        organisations.change(catalogue, after)
    url = [f"web page {after.url}"] if after.url != known.url else []
    return [*url, *(["logo"] if after.logo != known.logo else [])]


def _part(
    catalogue: Catalogue, known: Organisation, one: Listed, event: str | None, new: bool, dry_run: bool
) -> list[str]:
    if event is None:
        return []
    part = one.part or (Part.PARTICIPANT if not any(e == event for e, _ in known.parts) else None)
    if part is None or (event, part) in known.parts:
        return []
    if not dry_run:
        parts = ((event, part),)
        organisations.add(catalogue, replace(known, parts=parts))
    return [] if new else [f"{part} of {event}"]


def change(
    catalogue: Catalogue, workspace: Workspace, before: Organisation, words: Sequence[Assignment], event: str | None
) -> Organisation:
    """An organisation changed by hand; returns it as it now is. Raises Misuse, UnknownName."""
    after, part = before, None
    for word in words:
        if word.key == "role":
            part = _role(word.value, event)
        elif word.key == "logo":
            picture = logos.keep(workspace, before.slug, Path(word.value).expanduser()) if word.value else None
            after = replace(after, logo=picture)
        elif word.key == "url":
            if word.value and not re.fullmatch(r"https?://[^\s<>\"]+", word.value):
                raise Misuse(f"{word.value!r} is no web address; write it with https://")
            after = replace(after, url=word.value or None)
        else:
            if not clean(word.value):
                raise Misuse("an organisation has a name")
            after = replace(after, name=clean(word.value))
    if event:
        events.find(catalogue, event)
    with catalogue.writing():
        organisations.change(catalogue, after)
        if part and event:
            organisations.take_part(catalogue, before.slug, event, part)
    return organisations.find(catalogue, before.slug)


def _role(value: str, event: str | None) -> Part:
    if not event:
        raise Misuse("a part is played in an event: name it with --event")
    if value.lower() not in list(Part):
        raise Misuse(f"role {value!r} is none of {', '.join(Part)}")
    return Part(value.lower())
