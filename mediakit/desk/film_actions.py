"""What is done to the words and captions of a film at the desk: a function for each form, and the command it equals."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import assets, people, transcripts, vocabulary
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.wording import many, name_of
from mediakit.domain.asset import Asset
from mediakit.domain.errors import Misuse, Refused
from mediakit.domain.rewording import Wanted
from mediakit.domain.span import Span, format_position, parse_position
from mediakit.domain.subtitles import speaker_name
from mediakit.editorial import (
    amending,
    amending_history,
    amending_redactions,
    amending_review,
    drafts,
    drafts_captions,
    drafts_checking,
    drafts_saving,
)
from mediakit.editorial.amending_review import Settled


def asset_of(asked: Asked) -> Asset:
    """The film that the address names. Raises UnknownName."""
    return assets.one(asked.catalogue, assets.find(asked.catalogue, asked.names["asset"]))


def _texts(asked: Asked) -> dict[int, str]:
    """The sentences of a form: fields text-0, text-1 …"""
    found = {}
    for field in asked.form.fields:
        number = field.removeprefix("text-")
        if number != field and number.isdecimal() and len(number) < 9:
            found[int(number)] = asked.form.text(field)
    return found


def _meant(asked: Asked, decision: str) -> list[int]:
    """The numbers of which a form says this: fields decide-1, decide-2 …"""
    fields = [
        field for field in asked.form.fields if field.startswith("decide-") and asked.form.text(field) == decision
    ]
    return [int(text) for field in fields if (text := field.removeprefix("decide-")).isdecimal() and len(text) < 9]


def _numbers(asked: Asked, field: str) -> list[int]:
    return [int(text) for text in asked.form.every(field) if text.isdecimal() and len(text) < 9]


def _page(asset: Asset, view: str = "words", more: str = "") -> str:
    return f"/film/{asset.id}?view={view}{more}"


# --- drafts -----------------------------------------------------------------------------------------------------------


def keep_draft(asked: Asked) -> Response:
    """Keep what was typed since the last time; nothing is saved for others. drop: sentences that are as they were."""
    asset, by = asset_of(asked), asked.who()
    base = asked.form.number("base", 0)
    if base not in {entry.number for entry in transcripts.history(asked.catalogue, asset.id)}:
        raise Misuse("that is no version of it", where=asset.short, hint="load the page again")
    kept = drafts.keep(asked.workspace, asset.id, base, by, _texts(asked), _numbers(asked, "drop"))
    return asked.remembering(JSONResponse({"at": kept.at, "sentences": len(kept.texts)}))


def discard_draft(asked: Asked) -> Response:
    """Throw the editor's own draft of a revision away."""
    asset = asset_of(asked)
    drafts.discard(asked.workspace, asset.id, asked.form.number("base", 0), asked.who())
    return asked.done(_page(asset), "The unsaved corrections are thrown away.")


def save_draft(asked: Asked) -> Response:
    """Save a draft as it was kept, also one that was made from an earlier revision."""
    asset, by, base = asset_of(asked), asked.who(), asked.form.number("base", 0)
    kept = drafts.of(asked.catalogue, asked.workspace, asset.id)
    mine = next((d for d in kept if d.by == by and d.revision == base), None)
    if mine is None:
        raise Refused("there is no such draft any more", where=asset.short)
    return _saved(asked, asset, base, dict(mine.texts), by)


# --- words ------------------------------------------------------------------------------------------------------------


def save(asked: Asked) -> Response:
    """Save corrected sentences, after what was accepted and undone; base: the revision they were made from."""
    asset, by, base = asset_of(asked), asked.who(), asked.form.number("base", 0)
    accept, undo = _numbers(asked, "accept"), _numbers(asked, "undo")
    texts = _texts(asked)
    settled = None
    if accept or undo:
        shown = amending_review.review(asked.catalogue, asset)
        if shown.revision == base:
            settled = amending_review.settle(
                asked.catalogue, asked.workspace.settings, shown, accept=accept, undo=undo, by=by
            )
        elif not texts:
            amending.need_unchanged(asked.catalogue, asset, base)
    return _saved(asked, asset, base, texts, by, settled)


def _saved(
    asked: Asked, asset: Asset, base: int, texts: dict[int, str], by: str, settled: Settled | None = None
) -> Response:
    done = drafts_saving.save(asked.catalogue, asked.workspace, asset.id, base=base, texts=texts, by=by)
    if done.clashes:
        return asked.remembering(_clashing(asked, done, base, texts))
    said = [_decided(settled.accepted, settled.undone)] if settled else []
    said += [f"{many(done.words, 'word')} corrected"] if done.words else []
    what = ", ".join(said) or "Nothing differs"
    command = _review_command(asset, settled, by) if settled else None
    if done.words:
        command = command_line("transcript", "import", asset.short, "CORRECTED.docx", "--by", by)
    told = f"{what}: saved as version {done.revision}." if done.words or settled else f"{what}."
    if done.others:
        told += f" {' and '.join(done.others)} saved meanwhile; the words of both are in it."
    if asset.approved and not assets.one(asked.catalogue, asset.id).approved:
        told += " Its approval lapsed."
    return asked.done(_page(asset), told, command)


def _clashing(asked: Asked, done: drafts_saving.Saved, base: int, texts: dict[int, str]) -> Response:
    who = " and ".join(done.others) or "You, in another window,"
    told = f"{who} changed the same words meanwhile. Nothing was saved, and nobody's words are lost."
    if asked.wants_json:
        rows = [
            {"number": both.number, "at": format_position(both.start_ms), "start": both.start_ms / 1000}
            | {"before": both.before, "yours": both.yours, "theirs": both.theirs}
            for both in done.clashes
        ]
        return JSONResponse({"problem": told, "clashes": rows, "others": list(done.others)}, 409)
    given = {"asset": done.asset, "name": name_of(done.asset), "clashes": done.clashes, "base": base}
    return asked.page("film-clash.html.j2", status=409, told=told, texts=texts, who=who, **given)


def settle(asked: Asked) -> Response:
    """After a clash: whose words count, sentence by sentence. keep-N: "mine" or "theirs"."""
    asset, by, base = asset_of(asked), asked.who(), asked.form.number("base", 0)
    texts = _texts(asked)
    mine = [number for number in texts if asked.form.text(f"keep-{number}") == "mine"]
    done = drafts_saving.settle(asked.catalogue, asked.workspace, asset.id, base=base, texts=texts, mine=mine, by=by)
    if done.clashes:
        return asked.remembering(_clashing(asked, done, base, texts))
    told = f"Saved as version {done.revision}."
    if mine:
        told += " Your words stand over the others' as a draft: look at them, and save."
    return asked.done(_page(asset), told)


def review(asked: Asked) -> Response:
    """Accept or undo what the review lists, by number."""
    asset, by = asset_of(asked), asked.who()
    accept = [*_numbers(asked, "accept"), *_meant(asked, "accept")]
    undo = [*_numbers(asked, "undo"), *_meant(asked, "undo")]
    amending.need_unchanged(asked.catalogue, asset, asked.form.number("revision", 0))
    shown = amending_review.review(asked.catalogue, asset)
    if asked.form.text("all") == "changes":
        accept += [n for n, change in enumerate(shown.changes, 1) if change.by is None and n not in {*accept, *undo}]
    if not accept and not undo:
        raise Misuse("nothing is decided yet", hint="say of one at least whether it is right")
    done = amending_review.settle(asked.catalogue, asked.workspace.settings, shown, accept=accept, undo=undo, by=by)
    told = f"{_decided(done.accepted, done.undone)}: saved as version {done.revision}."
    return asked.done(_page(asset, "review"), told, _review_command(asset, done, by))


def _decided(accepted: Sequence[int], undone: Sequence[int]) -> str:
    parts = [f"{len(accepted)} accepted" if accepted else "", f"{len(undone)} put back" if undone else ""]
    return ", ".join(part for part in parts if part)


def _review_command(asset: Asset, done: Settled, by: str) -> str:
    words = ["transcript", "review", asset.short]
    words += ["--accept", ",".join(map(str, done.accepted))] if done.accepted else []
    words += ["--undo", ",".join(map(str, done.undone))] if done.undone else []
    return command_line(*words, "--by", by)


def voice(asked: Asked) -> Response:
    """Say whose voice it is, in all of it or in one stretch."""
    asset, by = asset_of(asked), asked.who()
    who, since, until = asked.form.text("person"), asked.form.text("since"), asked.form.text("until")
    if not who:
        raise Misuse("choose who it is")
    key = asked.form.text("voice")
    named = amending.naming(asked.catalogue, asked.workspace.settings, asset, key, who, _within(since, until))
    number = amending.save(asked.catalogue, asked.workspace.settings, [named.draft], by=by, how="rename-speaker")[0]
    names = {person.slug: person.name for person in people.every(asked.catalogue)}
    shown = names.get(named.person or "") or speaker_name(named.person) or "Nobody named"
    words = ["transcript", "rename-speaker", "--by", by]
    words += ["--from", since] if since else []
    words += ["--to", until] if until else []
    told = f"{shown} speaks {format_position(named.speech_ms)} of it now (version {number})."
    told += "".join(f" Left to do: {line}." for line in named.left)
    return asked.done(_page(asset, "voices"), told, command_line(*words, "--", asset.short, key, who))


def _within(since: str, until: str) -> Span | None:
    if not since and not until:
        return None
    start_ms, end_ms = parse_position(since) if since else 0, parse_position(until) if until else 2**53
    if start_ms >= end_ms:
        raise Misuse("the stretch ends before it begins")
    return Span(start_ms, end_ms)


def replace(asked: Asked) -> Response:
    """Put words in the place of others, wherever they stand in this recording."""
    asset, by, form = asset_of(asked), asked.who(), asked.form
    amending.need_unchanged(asked.catalogue, asset, form.number("revision", 0))
    old, new = form.text("old"), form.text("new")
    wanted = Wanted(old, whole=not form.text("within"), case=bool(form.text("case")))
    settings, learn = asked.workspace.settings, bool(form.text("learn"))
    made = amending.replacing(asked.catalogue, settings, [asset], wanted, new, by=by)
    if not made:
        raise Refused(f"“{old}” is nowhere in it", where=asset.short)
    with asked.catalogue.writing():
        number = amending.save(asked.catalogue, settings, made, by=by, how="replace")[0]
        if learn:
            vocabulary.add(asked.catalogue, new, heard_as=[old], asset=asset.id, by=by)
    options = [*(["--case"] if wanted.case else []), *([] if wanted.whole else ["--within-words"])]
    options += ["--learn"] if learn else []
    told = f"{many(len(made[0].hits), 'place')} changed: saved as version {number}."
    told += f" {new} is in the vocabulary." if learn else ""
    command = command_line("transcript", "replace", old, new, asset.short, *options, "--by", by)
    return asked.done(_page(asset, "find"), told, command)


def revert(asked: Asked) -> Response:
    """Make an earlier revision the current one; current: only if this still is it."""
    asset, by = asset_of(asked), asked.who()
    amending.need_unchanged(asked.catalogue, asset, asked.form.number("current", 0))
    wanted = asked.form.number("revision", 0)
    number = amending_history.revert(asked.catalogue, asked.workspace.settings, asset, wanted, by=by)
    back = asked.form.text("view") or "history"
    command = command_line("transcript", "revert", asset.short, str(wanted), "--by", by)
    where = _page(asset, back if back in ("words", "history", "captions") else "history")
    return asked.done(where, f"It is as it was in version {wanted} again; kept as version {number}.", command)


def check(asked: Asked) -> Response:
    """Say that somebody read the captions from the first to the last."""
    asset, by = asset_of(asked), asked.who()
    revision = asked.form.number("revision", 0)
    number = drafts_checking.check(asked.catalogue, asked.workspace.settings, asset, by=by, revision=revision)
    command = command_line("transcript", "check", asset.short, "--by", by)
    return asked.done(_page(asset), f"Checked by {by}: kept as version {number}.", command)


# --- captions ---------------------------------------------------------------------------------------------------------


def caption(asked: Asked) -> Response:
    """One caption with other lines or times, or mended where it breaks a rule."""
    asset, by, form = asset_of(asked), asked.who(), asked.form
    number, revision = form.number("number", 0), form.number("revision", 0)
    settings = asked.workspace.settings
    back = _page(asset, "captions", f"&from={form.number('from', 0, 0)}&only={form.text('only')}#caption-{number}")
    words = ["captions", "set", asset.short, str(number)]
    if form.text("mend"):
        drafts_captions.mend(asked.catalogue, settings, asset, number, by=by, revision=revision)
        return asked.done(back, f"Caption {number} is mended.", command_line(*words, "--mend", "--by", by))
    lines = [line.strip() for line in form.text("lines").split("\n") if line.strip()]
    start_ms, end_ms = parse_position(form.text("since")), parse_position(form.text("until"))
    wanted = drafts_captions.Wanted(number, lines, start_ms, end_ms)
    drafts_captions.put_right(asked.catalogue, settings, asset, wanted, by=by, revision=revision)
    words += [word for line in lines for word in ("--line", line)]
    words += ["--from", form.text("since"), "--to", form.text("until"), "--by", by]
    return asked.done(back, f"Caption {number} is as you wrote it, and stays so.", command_line(*words))


# --- redacting --------------------------------------------------------------------------------------------------------


def redact(asked: Asked) -> Response:
    """Take a word, wherever it was recognised, or a stretch out of everything that can be read or heard."""
    asset, by, form = asset_of(asked), asked.who(), asked.form
    word, reason = form.text("word"), form.text("reason")
    words = ["transcript", "redact", asset.short]
    if word:
        spans = [span for _, span in amending_redactions.places_of(asked.catalogue, asset, word)]
        words += ["--word", word]
    else:
        since, until = form.text("since"), form.text("until")
        if not since or not until:
            raise Misuse("a stretch needs both its beginning and its end")
        spans = [Span(*_ordered(parse_position(since), parse_position(until)))]
        words += ["--from", since, "--to", until]
    spans = [amending_redactions.stretch(asset, span.start_ms, span.end_ms) for span in spans]
    done = amending_redactions.redact(asked.catalogue, asked.workspace, asset, spans, reason=reason, by=by)
    words += ["--reason", reason] if reason else []
    told = f"{many(len(done.changed), 'stretch', 'stretches')} redacted." + _left(done.left)
    return asked.done(_page(asset, "redact"), told, command_line(*words, "--by", by))


def _ordered(start_ms: int, end_ms: int) -> tuple[int, int]:
    if start_ms >= end_ms:
        raise Misuse("the stretch ends before it begins")
    return start_ms, end_ms


def take_back(asked: Asked) -> Response:
    """Take a redaction back."""
    asset, by, number = asset_of(asked), asked.who(), asked.form.number("number", 0)
    done = amending_redactions.take_back(asked.catalogue, asked.workspace, asset, number, by=by)
    command = command_line("transcript", "redact", asset.short, "--remove", str(number), "--by", by)
    return asked.done(_page(asset, "redact"), f"Redaction {number} is taken back." + _left(done.left), command)


def _left(lines: Sequence[str]) -> str:
    return "".join(f" {line[:1].upper()}{line[1:]}." for line in lines)
