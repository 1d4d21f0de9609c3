"""One edit for many: for what is ticked, or for everything that a filter finds; shown first, and taken back again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import assets, browsing
from mediakit.catalogue.browsing import Shelf
from mediakit.catalogue.connect import Catalogue
from mediakit.desk import editing, footage, photos
from mediakit.desk.asked import Asked, Form, command_line, form_of
from mediakit.desk.footage import Typed, shelf_of
from mediakit.desk.ways import action, page
from mediakit.desk.wording import many, name_of
from mediakit.domain.asset import Asset, fingerprint
from mediakit.domain.edit import KEYS, Difference, Edit, as_text, differences, normalise
from mediakit.domain.errors import MediakitError, Misuse, Refused, UnknownName
from mediakit.editorial import describing

# of what would change, so many are shown; more ids than this make no command that a shell takes
SHOWN, IN_A_COMMAND = 40, 200


@dataclass(frozen=True, slots=True)
class Bulk:
    """What the same edit for many comes to. passed_by: those that somebody else changed meanwhile; left alone.

    changes: as they would read in a spreadsheet, before and after; what only a match had found is empty before.
    """

    changes: tuple[Difference, ...] = ()
    passed_by: tuple[Asset, ...] = ()
    asked: tuple[Asset, ...] = ()

    @property
    def number(self) -> int:
        """How many assets change."""
        return len({c.asset for c in self.changes})


def edits_of(catalogue: Catalogue, chosen: Sequence[Asset], key: str, value: str) -> list[Edit]:
    """The edit for each. value: as typed; tags: `+word` and `-word` add and take away. Raises Misuse, UnknownName."""
    if key not in KEYS or key == "poster":
        raise Misuse("choose what to change")
    if key == "tags" and _adds(value):
        return [Edit(asset.id, key, normalise(key, _with(as_text(asset, key), value))) for asset in chosen]
    plain = editing.plain(catalogue, key, value)
    return describing.same_for_all(catalogue, [asset.id for asset in chosen], key, plain)


def proposed(catalogue: Catalogue, chosen: Sequence[Asset], key: str, value: str) -> Bulk:
    """What the edit would change of these; nothing is written."""
    by_id = {asset.id: asset for asset in chosen}
    found = differences(by_id, edits_of(catalogue, chosen, key, value))
    return Bulk(tuple(_spoken(by_id[c.asset], c) for c in found), (), tuple(chosen))


def _spoken(asset: Asset, change: Difference) -> Difference:
    # taking it back must not make a person's word of what only a match had found
    return Difference(change.asset, change.short, change.key, as_text(asset, change.key), change.new)


def save(catalogue: Catalogue, marks: dict[str, str], key: str, value: str) -> Bulk:
    """Write the edit for those that are still as they were shown. marks: id → the mark it was shown with, "" for any.

    Raises Misuse where nothing is chosen, or the value cannot be that.
    """
    if not marks:
        raise Misuse("nothing is selected", hint="tick what you mean, or press x on it")
    with catalogue.writing():
        loaded = assets.load(catalogue, list(marks))
        changed = tuple(a for a in loaded if marks[a.id] and marks[a.id] != editing.mark_of(a))
        left = {a.id for a in changed}
        done = proposed(catalogue, [a for a in loaded if a.id not in left], key, value)
        describing.write(catalogue, done.changes)
    return Bulk(done.changes, changed, done.asked)


def take_back(catalogue: Catalogue, changes: Sequence[Difference]) -> Bulk:
    """Write again what was there before, where it still says what the edit wrote."""
    with catalogue.writing():
        loaded = {a.id: a for a in assets.load(catalogue, list(dict.fromkeys(c.asset for c in changes)))}
        there = [c for c in changes if c.asset in loaded]
        mine = [c for c in there if as_text(loaded[c.asset], c.key) == c.new]
        left = {c.asset for c in there} - {c.asset for c in mine}
        back = [Difference(c.asset, c.short, c.key, c.new, c.old) for c in mine]
        describing.write(catalogue, back)
    return Bulk(tuple(back), tuple(loaded[i] for i in loaded if i in left), tuple(loaded.values()))


def _adds(value: str) -> bool:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    return bool(parts) and all(part[0] in "+-" for part in parts)


def _with(tags: str, value: str) -> str:
    """Tags with some added and some taken away.

    >>> _with("a, b", "+c, -a")
    'b, c'
    """
    found = [tag for tag in tags.split(", ") if tag]
    for part in (part.strip() for part in value.split(",") if part.strip()):
        name = part[1:].strip()
        if part[0] == "+" and name:
            found.append(name)
        elif name in found:
            found.remove(name)
    return ", ".join(sorted(set(found)))


# --- answers ----------------------------------------------------------------------------------------------------------


def _back(form: Form) -> str:
    back = form.text("back")
    return back if back.startswith(("/footage", "/photos")) else "/footage"


def _shelf(form: Form) -> Shelf:
    """The filter of the list that the form stood on."""
    where, _, query = _back(form).partition("?")
    return shelf_of(form_of(query), **({"kind": "photo"} if where.startswith("/photos") else {}))


def edit(asked: Asked) -> Response:
    """The same edit for everything that is ticked; for everything that the filter finds it is shown first."""
    form = asked.form
    key, value = form.text("key"), form.text("value")
    try:
        if form.text("all"):
            return _preview(asked, key, value)
        marks = dict(part.partition("~")[::2] for part in form.every("asset"))
        done = save(asked.catalogue, marks, key, value)
    except MediakitError as error:
        return _again(asked, error)
    return _told(asked, done, key, value)


def _again(asked: Asked, error: MediakitError) -> Response:
    """The list once more with what was ticked and typed, and what is wrong with it beside the field."""
    if asked.wants_json:
        raise error
    form = asked.form
    said = ". ".join(text for text in (str(error), error.hint) if text)
    ticked = frozenset(part.partition("~")[0] for part in form.every("asset"))
    typed = Typed(form.text("key"), form.text("value"), said, ticked, bool(form.text("all")))
    where, _, query = _back(form).partition("?")
    shown = photos.listed if where.startswith("/photos") else footage.listed
    return shown(asked, form_of(query), typed, status=404 if isinstance(error, UnknownName) else 400)


def _everything(asked: Asked) -> list[Asset]:
    return assets.load(asked.catalogue, browsing.ids(asked.catalogue, _shelf(asked.form)))


def _mark(chosen: Sequence[Asset]) -> str:
    """A mark of many: it changes when any of them does, or when others belong to them."""
    return fingerprint([(a.id, editing.mark_of(a)) for a in chosen])[:24]


def _preview(asked: Asked, key: str, value: str, problem: str | None = None) -> Response:
    chosen = _everything(asked)
    if not chosen:
        raise Misuse("nothing fits the filter", hint="show something else first")
    would = proposed(asked.catalogue, chosen, key, value)
    return asked.page(
        "bulk.html.j2",
        status=409 if problem else 200,
        path=_back(asked.form).partition("?")[0],
        names={a.id: name_of(a) for a in chosen if a.id in {c.asset for c in would.changes[:SHOWN]}},
        problem=problem,
        would=would,
        shown=would.changes[:SHOWN],
        same=len(chosen) - would.number,
        lapsing=sum(a.approved for a in chosen if a.id in {c.asset for c in would.changes} and key in _APPROVED),
        label=editing.WORDS[key],
        key=key,
        value=value,
        back=_back(asked.form),
        mark=_mark(chosen),
        command=_command(would, key, value),
    )


# what an approval covers of what can be said about many
_APPROVED = ("people", "alt_text")


def edit_all(asked: Asked) -> Response:
    """What was shown, written for everything that the filter finds; shown anew if anything of it changed meanwhile."""
    form = asked.form
    key, value = form.text("key"), form.text("value")
    with asked.catalogue.writing():
        chosen = _everything(asked)
        if form.text("mark") == _mark(chosen):
            done = save(asked.catalogue, {asset.id: "" for asset in chosen}, key, value)
            return _told(asked, done, key, value)
    return _preview(asked, key, value, "Something changed since this was shown. This is how it would be now.")


def _command(done: Bulk, key: str, value: str) -> str:
    """The command that it equals: with its assets, or by way of a list where they are too many for a command line."""
    if len(done.asked) <= IN_A_COMMAND and not (key == "tags" and _adds(value)):
        return command_line("set", *(a.short for a in done.asked), f"{key}={value}")
    return command_line("set", "--from", "new.csv", "--yes")


def _told(asked: Asked, done: Bulk, key: str, value: str) -> Response:
    said = f"{many(done.number, 'thing')} changed." if done.number else "Nothing was different."
    said += _left(done)
    command = _command(done, key, value) if done.number else None
    if asked.wants_json and done.passed_by:
        return JSONResponse({"problem": said, "command": command}, 409)
    back = asked.desk.keep_changes(done.changes) if done.number else None
    return asked.done(_back(asked.form), said, command, back)


def _left(done: Bulk) -> str:
    if not done.passed_by:
        return ""
    names = ", ".join(a.short for a in done.passed_by[:6])
    return f" {many(len(done.passed_by), 'was', 'were')} left alone, because somebody else changed them: {names}."


def undo(asked: Asked) -> Response:
    """Take an edit for many back, where nobody changed the same since."""
    changes = asked.desk.changes.get(asked.form.text("edit"))
    if changes is None:
        hint = "what it was is in the list that was offered with it"
        raise Refused("that edit cannot be taken back any more", hint=hint)
    done = take_back(asked.catalogue, changes)
    del asked.desk.changes[asked.form.text("edit")]
    said = f"Taken back: {many(done.number, 'thing is', 'things are')} as before.{_left(done)}"
    return asked.done(_back(asked.form), said, command_line("set", "--from", "before.csv", "--yes"))


def sheet(asked: Asked) -> Response:
    """What an edit changed, as a spreadsheet that `mediakit set --from` takes: as it is now, or as it was before."""
    changes, which = asked.desk.changes.get(asked.names["edit"]), asked.names["which"]
    if changes is None or which not in ("before", "new"):
        raise UnknownName("there is no such list any more")
    text = describing.sheet_of(changes, before=which == "before")
    headers = {"Content-Disposition": f'attachment; filename="{which}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


WAYS = (
    action("/footage/edit", edit),
    action("/footage/edit/all", edit_all),
    action("/footage/edit/undo", undo),
    page("/footage/edit/{edit}/{which}.csv", sheet),
)
