"""What is said about a film at the desk: title, caption, who is in it, poster; and what it lacks to be published."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import assets, events, people
from mediakit.catalogue.verdicts import decide
from mediakit.desk.asked import Asked, command_line
from mediakit.domain.asset import Asset
from mediakit.domain.description import not_needed
from mediakit.domain.edit import NOBODY, Difference, as_text, normalise
from mediakit.domain.errors import Misuse
from mediakit.domain.facts import Kind, Role, Shot
from mediakit.domain.recipe import shape_of, stages_for
from mediakit.domain.span import position_text
from mediakit.domain.verdict import not_approvable
from mediakit.editorial import describing
from mediakit.editorial.drafts_checking import Check

FIELDS = ("title", "caption", "people", "shot")
OF_A_FILM = ("chapters", "audio_description", "description_text")


def values(asked: Asked, asset: Asset, check: Check | None) -> dict[str, Any]:
    """What the view shows. lacks: every reason why it may not be published yet, the first one first; better: what
    should be done all the same.
    """
    here, guessed = set(asset.people), {slug for slug, _ in asset.matched}
    at_event = {p.slug for p in people.every(asked.catalogue, asset.event)} if asset.event else set()
    everybody = people.every(asked.catalogue)
    ordered = sorted(everybody, key=lambda p: (p.slug not in here, p.slug not in at_event, p.name))
    standings = decide(asked.catalogue, [asset], asked.workspace.settings.timezone).standings[asset.event]
    said = {event.slug: event.name for event in events.every(asked.catalogue)}
    return {
        "was": {key: as_text(asset, key) for key in _fields(asset)},
        "chapter_lines": as_text(asset, "chapters").replace(" | ", "\n"),
        "versions": _versions(asked, asset),
        "everybody": [
            {
                "slug": p.slug,
                "name": p.name,
                "role": ", ".join(t for t in (p.at(asset.event).role, p.at(asset.event).organisation) if t),
                "here": p.slug in here,
                "guessed": p.slug in guessed,
                "near": p.slug in at_event or p.slug in here,
                "may": (standing := standings.get(p.slug)) is not None and standing.may_be_shown,
            }
            for p in ordered
        ],
        "shots": [shot.value for shot in Shot],
        "event": said.get(asset.event or ""),
        "lacks": lacking(asked, asset),
        "better": ["nobody said that they checked its captions"] if _unchecked(asset, check) else [],
        "public": asset.approved and not lacking(asked, asset),
        "approvable": not_approvable(asset) is None,
        "poster_at": position_text(asset.poster_ms) if asset.poster_ms is not None else None,
        "poster_waits": _poster_waits(asked, asset),
    }


def _poster_waits(asked: Asked, asset: Asset) -> bool:
    """Whether the poster that is there shows another frame than the one that was chosen since."""
    made = asset.renditions.get("poster")
    recipes = [r for stage in stages_for(shape_of(asset), asked.workspace.settings) for r in stage.recipes]
    return made is not None and any(r.profile == "poster" and r.key != made.key for r in recipes)


def _fields(asset: Asset) -> tuple[str, ...]:
    return (*FIELDS, *OF_A_FILM) if asset.kind is Kind.VIDEO else FIELDS


def _versions(asked: Asked, asset: Asset) -> list[dict[str, Any]]:
    """The other films of its event that were delivered, one of which may be its audio described version; and that."""
    wanted = assets.Wanted(event=asset.event, kind=Kind.VIDEO.value, role=Role.FINISHED.value)
    found = assets.ids(asked.catalogue, wanted) if asset.event else []
    films = assets.load(asked.catalogue, list(dict.fromkeys([*found, *filter(None, [asset.described_by])])))
    return [
        {"id": film.id, "title": film.title or film.short, "chosen": film.id == asset.described_by}
        for film in films
        if film.id != asset.id
    ]


def _unchecked(asset: Asset, check: Check | None) -> bool:
    return bool(asset.spoken and asset.spoken.words and check is None)


def lacking(asked: Asked, asset: Asset) -> list[str]:
    """What stands between a film and the public, in plain words; empty if nothing does."""
    found = []
    if reason := not_approvable(asset):
        found.append(reason)
    verdict = decide(asked.catalogue, [asset], asked.workspace.settings.timezone).verdicts[0]
    if verdict.reason and verdict.reason not in found:
        found.append(verdict.reason)
    return found


def describe(asked: Asked) -> Response:
    """Write title, caption, people, shot, chapters and description; was-FIELD: what stood there when it was shown."""
    asset = assets.one(asked.catalogue, assets.find(asked.catalogue, asked.names["asset"]))
    wanted = _wanted(asked)
    words = [asset.id, *(f"{key}={value}" for key, value in wanted.items())]
    edits = describing.from_words(asked.catalogue, words)
    changes = describing.changes(asked.catalogue, edits)
    meant = [c for c in changes if c.new != normalise(c.key, asked.form.text(f"was-{c.key}", c.old))]
    stale = [c for c in meant if _differs(c, asked.form.text(f"was-{c.key}", c.old))]
    if stale:
        return asked.remembering(_both(asked, asset, stale))
    describing.write(asked.catalogue, meant)
    where = f"/film/{asset.id}?view=about"
    if not meant:
        return asked.done(where, "Nothing differs.")
    now = assets.one(asked.catalogue, asset.id)
    lapsed = " Its approval lapsed." if asset.approved and not now.approved else ""
    command = command_line("set", asset.short, *(f"{c.key}={c.new}" for c in meant))
    fields = ", ".join(c.key.replace("_", " ") for c in meant)
    return asked.done(where, f"Saved: {fields}.{lapsed}", command)


def _wanted(asked: Asked) -> dict[str, str]:
    form = asked.form
    wanted = {key: form.text(key) for key in ("title", "caption", "shot") if key in form}
    if "people-asked" in form:
        chosen = form.every("people")
        wanted["people"] = ", ".join(chosen) or (NOBODY if form.text("nobody") else "")
    if "film-asked" in form:
        wanted |= {"chapters": form.text("chapters"), "description_text": form.text("description_text")}
        wanted["audio_description"] = _audio_description(form.text("described"), form.text("not-needed"))
    return wanted


def _audio_description(version: str, reason: str) -> str:
    if version and reason.strip():
        raise Misuse("a film with an audio described version needs no reason to have none", hint="empty one of the two")
    return not_needed(reason) if reason.strip() else version


def _differs(change: Difference, was: str) -> bool:
    """Whether somebody else changed the field since the page was made."""
    return change.old.replace("\r\n", "\n").strip() != was.replace("\r\n", "\n").strip()


def _both(asked: Asked, asset: Asset, stale: list[Difference]) -> Response:
    told = "Somebody changed this meanwhile. Nothing was saved: here are both."
    rows = [{"field": c.key.replace("_", " "), "theirs": c.old, "yours": c.new} for c in stale]
    if asked.wants_json:
        return JSONResponse({"problem": told, "both": rows}, 409)
    return asked.page("film-both.html.j2", status=409, told=told, rows=rows, asset=asset)


def poster(asked: Asked) -> Response:
    """Take the frame at a position as the poster; without one, let mediakit choose again."""
    asset = assets.one(asked.catalogue, assets.find(asked.catalogue, asked.names["asset"]))
    at = asked.form.text("at")
    words = [asset.id, f"poster={at}"]
    changes = describing.changes(asked.catalogue, describing.from_words(asked.catalogue, words))
    describing.write(asked.catalogue, changes)
    chosen = normalise("poster", at)
    told = f"The poster is the frame at {chosen}." if chosen else "mediakit chooses the poster."
    if changes:
        told += " The picture is made with “Make what is missing”."
        told += " Its approval lapsed." if asset.approved else ""
    where = f"/film/{asset.id}?view=about"
    return asked.done(where, told, command_line("set", asset.short, f"poster={chosen}"))
