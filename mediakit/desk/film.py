"""A film at the desk: the pages on which it is watched, read, corrected and described; film_actions changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import assets, people, redactions, transcripts
from mediakit.desk import film_about, film_actions, film_versions, film_words
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.ways import action, page
from mediakit.desk.wording import name_of
from mediakit.domain.asset import Asset
from mediakit.domain.doubts import doubtful, names_first
from mediakit.domain.errors import MediakitError
from mediakit.domain.facts import Kind
from mediakit.domain.rewording import Hit, Wanted, find
from mediakit.editorial import amending, amending_history, amending_review, drafts, drafts_captions, drafts_checking
from mediakit.editorial.handout import gather, written

# what one answer holds of a long list
CAPTIONS_SHOWN = 60
DOUBTS_SHOWN = 60
HITS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Film:
    """What every part of the page needs. revision: 0 where nothing is transcribed; why_not: why, in a sentence."""

    asset: Asset
    name: str
    revision: int
    why_not: str | None
    check: drafts_checking.Check | None
    undo: int | None
    redo: int | None

    @property
    def href(self) -> str:
        return f"/film/{self.asset.id}"


def film_of(asked: Asked) -> Film:
    """The film that the address names. Raises UnknownName."""
    catalogue = asked.catalogue
    asset = assets.one(catalogue, assets.find(catalogue, asked.names["asset"]))
    history = transcripts.history(catalogue, asset.id)
    undo, redo = film_words.before_and_after([(entry.number, entry.how) for entry in history])
    if asset.spoken is None:
        return Film(asset, name_of(asset), 0, _why_not(asset), None, None, None)
    check = drafts_checking.checked(catalogue, asset)
    return Film(asset, name_of(asset), asset.spoken.revision, None, check, undo, redo)


def _why_not(asset: Asset) -> str:
    if not asset.has_sound:
        return "It has no sound, so there are no words."
    outcome = asset.outcomes.get("speech")
    if outcome and outcome.status != "done":
        return f"It is not transcribed: {outcome.reason}."
    return "It is not transcribed yet."


# --- the views beside the player --------------------------------------------------------------------------------------


def _words(asked: Asked, film: Film) -> dict[str, Any]:
    """The sentences of a part; `pane=rest`: all that come after the first one."""
    if not film.revision:
        return {"sentences": (), "part": 0, "pages": 1, "editing": -1, "mine": (), "older": (), "others": ()}
    transcript, _ = amending.current_of(asked.catalogue, film.asset)
    # in the order of the review's numbers, without reading the transcript a second time
    changes, doubts = transcript.changes, names_first(doubtful(transcript))
    parts = film_words.parts_of(transcript)
    part = asked.query.number("part", 0, 0, parts - 1)
    rest = asked.query.text("pane") == "rest"
    found = film_words.sentences(transcript, changes, doubts, _names(asked), part=None if rest else part)
    kept = drafts.of(asked.catalogue, asked.workspace, film.asset.id)
    return {
        "sentences": found[film_words.PART :] if rest else found,
        "part": part,
        "pages": parts,
        "editing": asked.query.number("sentence", -1, 0),
        "mine": [d for d in kept if d.by == asked.by and d.revision == film.revision],
        "older": [d for d in kept if d.by == asked.by and d.revision != film.revision],
        "others": [d for d in kept if d.by != asked.by],
        "spoken_in": transcript.language,
        "open": sum(change.by is None for change in changes),
        "doubtful": len(doubts),
    }


def _review(asked: Asked, film: Film) -> dict[str, Any]:
    shown = amending_review.review(asked.catalogue, film.asset)
    changes = [(number, change) for number, change in enumerate(shown.changes, 1) if change.by is None]
    doubts = [(shown.number_of_doubt(place), doubt) for place, doubt in enumerate(shown.doubts[:DOUBTS_SHOWN])]
    command = command_line("transcript", "review", film.asset.short)
    return {"changes": changes, "doubts": doubts, "more": len(shown.doubts) - len(doubts), "command": command}


def _captions(asked: Asked, film: Film) -> dict[str, Any]:
    found = drafts_captions.captions_of(asked.catalogue, asked.workspace.settings, film.asset)
    breaches = found.breaches
    rows = [(number, cue, breaches.get(number - 1, [])) for number, cue in enumerate(found.cues, 1)]
    only = asked.query.text("only") == "broken"
    chosen = [row for row in rows if row[2]] if only else rows
    last = max(0, (len(chosen) - 1) // CAPTIONS_SHOWN)
    at = asked.query.number("from", 0, 0, last)
    return {
        "rows": chosen[at * CAPTIONS_SHOWN : (at + 1) * CAPTIONS_SHOWN],
        "only": only,
        "at": at,
        "last": last,
        "total": len(rows),
        "broken": len(breaches),
        "holds": [rule for rule in found.lint.rules if not rule.holds],
        "command": command_line("captions", "lint", film.asset.short),
    }


def _voices(asked: Asked, film: Film) -> dict[str, Any]:
    transcript, _ = amending.current_of(asked.catalogue, film.asset)
    names = _names(asked)
    here = set(film.asset.people)
    everybody = people.every(asked.catalogue)
    at_event = {p.slug for p in people.every(asked.catalogue, film.asset.event)} if film.asset.event else set()
    ordered = sorted(everybody, key=lambda p: (p.slug not in here, p.slug not in at_event, p.name))
    return {
        "voices": film_words.voices(transcript, names),
        "everybody": [(p.slug, p.name, p.slug in here or p.slug in at_event) for p in ordered],
        "since": asked.query.text("since"),
        "until": asked.query.text("until"),
    }


def _find(asked: Asked, film: Film) -> dict[str, Any]:
    old, new = asked.query.text("old"), asked.query.text("new")
    wanted = Wanted(old, whole=not asked.query.text("within"), case=bool(asked.query.text("case")))
    hits: list[Hit] = []
    if old:
        transcript, _ = amending.current_of(asked.catalogue, film.asset)
        hits = find(transcript, wanted, " ".join(new.split()))
    options = [*(["--case"] if wanted.case else []), *([] if wanted.whole else ["--within-words"])]
    words = ["transcript", "replace", old, new or "NEW"]
    return {
        "old": old,
        "new": new,
        "wanted": wanted,
        "hits": hits[:HITS_SHOWN],
        "count": len(hits),
        "command": command_line(*words, film.asset.short, *options) if old else None,
        "everywhere": command_line(*words, "--everywhere", *options, "--dry-run") if old else None,
    }


def _history(asked: Asked, film: Film) -> dict[str, Any]:
    entries = amending_history.history(asked.catalogue, film.asset)
    shown = film_versions.versions(entries, asked.workspace.settings.timezone)
    first, second = asked.query.number("first", 0), asked.query.number("second", 0)
    found = None
    if first:
        found = amending_history.compared(asked.catalogue, film.asset, first, second or None)
    return {"entries": shown, "compared": found}


def _redact(asked: Asked, film: Film) -> dict[str, Any]:
    word = asked.query.text("word")
    hits: list[Hit] = []
    if word:
        transcript, _ = amending.current_of(asked.catalogue, film.asset)
        hits = find(transcript, Wanted(word))
    return {
        "redactions": redactions.of(asked.catalogue, film.asset.id),
        "word": word,
        "hits": hits[:HITS_SHOWN],
        "since": asked.query.text("since"),
        "until": asked.query.text("until"),
    }


def _about(asked: Asked, film: Film) -> dict[str, Any]:
    return film_about.values(asked, film.asset, film.check)


VIEWS: dict[str, tuple[str, Callable[[Asked, Film], dict[str, Any]]]] = {
    "words": ("Transcript", _words),
    "review": ("To check", _review),
    "voices": ("Who speaks", _voices),
    "find": ("Find", _find),
    "captions": ("Captions", _captions),
    "about": ("Details", _about),
    "history": ("Versions", _history),
    "redact": ("Redact", _redact),
}
_NEED_WORDS = ("review", "voices", "find", "captions", "history")


def _names(asked: Asked) -> dict[str, str]:
    return {person.slug: person.name for person in people.every(asked.catalogue)}


# --- answers ----------------------------------------------------------------------------------------------------------


def show(asked: Asked) -> Response:
    """The page of a film with one view beside the player; `pane=1`: the view alone, for the page's own script."""
    film = film_of(asked)
    view = asked.query.text("view")
    if view not in VIEWS or (view in _NEED_WORDS and not film.revision):
        view = "words" if film.asset.kind is not Kind.PHOTO else "about"
    problem = None
    try:
        values = VIEWS[view][1](asked, film)
    except MediakitError as error:
        values, problem = {}, error
    tabs = [(key, label) for key, (label, _) in VIEWS.items() if film.revision or key not in _NEED_WORDS]
    zone = asked.workspace.settings.timezone
    given = {"film": film, "asset": film.asset, "view": view, "tabs": tabs, "trouble": problem, **values}
    given["when"] = lambda at: film_versions.when(at, zone)
    if asked.query.text("pane"):
        rows = view == "words" and asked.query.text("pane") == "rest"
        return asked.page("film-rows.html.j2" if rows else "film-pane.html.j2", **given)
    return asked.page("film.html.j2", **given)


def captions(asked: Asked) -> Response:
    """The captions as they are handed out and published, for the player."""
    handout = gather(asked.catalogue, assets.find(asked.catalogue, asked.names["asset"]))
    return Response(
        written(handout, "vtt"), media_type="text/vtt; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


def draft(asked: Asked) -> Response:
    """What the script needs to give unsaved words back: the editor's own draft of the current revision."""
    film = film_of(asked)
    kept = drafts.of(asked.catalogue, asked.workspace, film.asset.id)
    mine = next((d for d in kept if d.by == (asked.by or "") and d.revision == film.revision), None)
    return JSONResponse(
        {
            "revision": film.revision,
            "at": mine.at if mine else None,
            "texts": {str(number): text for number, text in mine.texts.items()} if mine else {},
        }
    )


WAYS = (
    page("/film/{asset}", show),
    page("/film/{asset}/captions.vtt", captions),
    page("/film/{asset}/draft", draft),
    action("/film/{asset}/draft", film_actions.keep_draft),
    action("/film/{asset}/draft/discard", film_actions.discard_draft),
    action("/film/{asset}/draft/save", film_actions.save_draft),
    action("/film/{asset}/save", film_actions.save),
    action("/film/{asset}/settle", film_actions.settle),
    action("/film/{asset}/review", film_actions.review),
    action("/film/{asset}/voice", film_actions.voice),
    action("/film/{asset}/replace", film_actions.replace),
    action("/film/{asset}/revert", film_actions.revert),
    action("/film/{asset}/check", film_actions.check),
    action("/film/{asset}/caption", film_actions.caption),
    action("/film/{asset}/redact", film_actions.redact),
    action("/film/{asset}/redact/back", film_actions.take_back),
    action("/film/{asset}/about", film_about.describe),
    action("/film/{asset}/poster", film_about.poster),
)
