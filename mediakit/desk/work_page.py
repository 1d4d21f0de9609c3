"""Long work as a page: start it, watch it, stop it, read what came of it; publish, the first time too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import assets, events, publications
from mediakit.catalogue import counts as counting
from mediakit.desk import outcome
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.outcome import Group
from mediakit.desk.ways import action, page
from mediakit.desk.wording import capitalized
from mediakit.desk.work import COMMANDS, Task
from mediakit.domain.asset import Asset
from mediakit.domain.destination import Way, parse_destination
from mediakit.domain.errors import MediakitError, Misuse, Refused
from mediakit.domain.workspace import find_workspace
from mediakit.gallery import site
from mediakit.gallery.places import name_of, open_place
from mediakit.process import run

MOST_AGAIN = 500
LONGEST_PLACE = 4096


def show(asked: Asked) -> Response:
    """What runs, or ran last, and what could be started."""
    return asked.page("work.html.j2", **_values(asked))


def _values(asked: Asked) -> dict[str, Any]:
    task, places = asked.desk.work.last, _places(asked)
    told = outcome.groups(task.words, task.document) if task and task.document is not None else []
    asked_for = task.words[1] if task and task.words[0] == "publish" else ""
    return {
        "task": task,
        "told": told,
        "named": _named(asked, told),
        "pending": asked.desk.once("pending", lambda: run.pending_stages(asked.catalogue, asked.workspace)),
        "events": events.every(asked.catalogue),
        "site_built": (asked.workspace.site / "index.html").is_file(),
        "places": places,
        "planned": task.planned if task else None,
        "address": asked.workspace.settings.base_url,
        # what was typed, and what is wrong with it, which is said beside its field
        "typed": "" if asked_for in places else asked_for,
        "wrong": dict.fromkeys(("place", "new", "build", "by"), ""),
    }


def _places(asked: Asked) -> list[str]:
    """Where the gallery was published to, the latest first."""
    sent = publications.history(asked.catalogue)
    return list(dict.fromkeys(p.destination for p, _ in sent if p.withdrawn_at is None))


def _named(asked: Asked, told: Sequence[Group]) -> dict[str, Asset]:
    """What is named, as the catalogue knows it: what was erased since is not there."""
    ids = dict.fromkeys(entry.asset for group in told for row in group.rows for entry in row.entries)
    return {asset.id: asset for asset in assets.load(asked.catalogue, list(ids))}


def progress(asked: Asked) -> Response:
    """The same in short, for the page to ask again and again."""
    task = asked.desk.work.last
    if task is None:
        return JSONResponse({"running": False})
    return JSONResponse(
        {
            "running": task.running,
            "label": task.label,
            "done": task.done,
            "total": task.total,
            "summary": task.summary,
            "lines": list(task.lines)[-40:],
            "failed": task.status not in (None, 0),
        }
    )


def start(asked: Asked) -> Response:
    """Start `process` or `build`."""
    name, event = asked.form.text("command"), asked.form.text("event")
    if name not in COMMANDS or name == "publish":
        raise Misuse("no such work", where=name, hint="one of: process, build")
    words = _again(asked) if name == "process" and asked.form.text("failed") else [name]
    if name == "process" and event:
        words += ["--event", events.find(asked.catalogue, event).slug]
    return _started(asked, *words)


def _started(asked: Asked, *words: str) -> Response:
    task = asked.desk.work.start(*words)
    return asked.done("/work", f"{task.label}: started", command_line(*words))


def _again(asked: Asked) -> list[str]:
    """The command that tries once more what failed, and nothing else."""
    failed = counting.counts(asked.catalogue).failed[:MOST_AGAIN]
    if not failed:
        raise Refused("nothing failed", hint="go on from the first page")
    stages = dict.fromkeys(one.stage for one in failed)
    only = [word for stage in stages for word in ("--only", stage)]
    return ["process", "--force", *only, *dict.fromkeys(one.asset for one in failed)]


def plan(asked: Asked) -> Response:
    """Show what publishing to a place would change; the gallery is built first where somebody asked for that."""
    typed = asked.form.text("new") or asked.form.text("place")
    try:
        place = _place(asked, typed)
    except MediakitError as error:
        return _problem(asked, error, "new" if typed not in _places(asked) else "place", typed=typed)
    build = ["--build"] if asked.form.text("build") else []
    # the settings as they are now: the command reads them anew, too
    now = find_workspace(asked.workspace.root, exactly=True)
    if not build and (why := site.why_stale(now, asked.catalogue)):
        return _problem(asked, Refused(why), "build", typed=place)
    return _started(asked, "publish", place, "--plan", *build)


def _place(asked: Asked, typed: str) -> str:
    """The one name of a place as somebody typed it. Raises Misuse, Refused, MachineLacks; it is not asked yet."""
    if not typed:
        raise Misuse("write where the gallery is to lie", hint="whoever looks after your website knows it")
    if len(typed) > LONGEST_PLACE:
        raise Misuse("no place has so long a name")
    found = parse_destination(typed)
    if found.way is Way.FOLDER:
        try:
            folder = Path(found.path).expanduser()
        except RuntimeError:
            # ~somebody whom this machine does not know
            raise Misuse("write the whole path of the folder") from None
        if not folder.is_absolute():
            hint = "from its very beginning, as /srv/www/gallery or D:\\web\\gallery"
            raise Misuse("write the whole path of the folder", hint=hint)
        found = parse_destination(str(folder))
    if found.way is not Way.S3:
        # the way to a bucket is opened by the command alone: it may have to ask the network for its keys
        open_place(asked.workspace, found)
    return name_of(found)


def publish(asked: Asked) -> Response:
    """Publish to the place of which the plan was just shown, by name."""
    place, task = asked.form.text("place"), asked.desk.work.last
    try:
        by = asked.who()
        if not place or place != _shown(task):
            raise Refused("look at what it would change first", hint="show the plan, and publish after it")
    except MediakitError as error:
        return _problem(asked, error, "by" if isinstance(error, Misuse) else "place")
    return _started(asked, "publish", place, "--by", by)


def _shown(task: Task | None) -> str | None:
    return task.planned if task else None


def _problem(asked: Asked, error: MediakitError, where: str, **more: object) -> Response:
    """The page again, with what is wrong beside its field."""
    if asked.wants_json:
        raise error
    said = ". ".join(capitalized(text) for text in (str(error), error.hint) if text)
    status = 400 if isinstance(error, Misuse) else 409
    values = _values(asked)
    return asked.page("work.html.j2", status=status, **{**values, "wrong": {**values["wrong"], where: said}, **more})


def stop(asked: Asked) -> Response:
    """Stop what runs; it leaves nothing half done."""
    asked.desk.work.stop()
    return asked.done("/work", "Stopping, as Ctrl-C does: what is being made just now is put away first.")


WAYS = (
    page("/work", show),
    page("/work/progress", progress),
    action("/work/start", start),
    action("/work/plan", plan),
    action("/work/publish", publish),
    action("/work/stop", stop),
)
