"""Long work as a page: start it, watch it, stop it, read what came of it."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import counts as counting
from mediakit.catalogue import events, publications
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.ways import action, page
from mediakit.desk.work import COMMANDS
from mediakit.domain.errors import Misuse, Refused
from mediakit.process import run

MOST_AGAIN = 500
# how the kinds of lines that a result has are headed
KINDS = {
    "new": "Becomes public",
    "changed": "Changes where it is public",
    "gone": "Disappears from the public",
    "withheld": "Stays out, and why",
}


def show(asked: Asked) -> Response:
    """What runs, or ran last, and what could be started."""
    return asked.page(
        "work.html.j2",
        task=asked.desk.work.last,
        pending=asked.desk.once("pending", lambda: run.pending_stages(asked.catalogue, asked.workspace)),
        events=events.every(asked.catalogue),
        site_built=(asked.workspace.site / "index.html").is_file(),
        places=_places(asked),
        planned=_planned(asked),
        kinds=KINDS,
    )


def _places(asked: Asked) -> list[str]:
    """Where the gallery was published to, the latest first: a new place is named where somebody knows it."""
    sent = publications.history(asked.catalogue)
    return list(dict.fromkeys(p.destination for p, _ in sent if p.withdrawn_at is None))


def _planned(asked: Asked) -> str | None:
    """The place of which the plan was just shown."""
    task = asked.desk.work.last
    if task is None or task.status != 0 or task.words[:1] != ("publish",) or "--plan" not in task.words:
        return None
    return task.words[1]


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
    """Start `process`, `build`, or `publish` to a place that is known, of which the plan was shown."""
    name, event = asked.form.text("command"), asked.form.text("event")
    if name not in COMMANDS:
        raise Misuse("no such work", where=name, hint=f"one of: {', '.join(COMMANDS)}")
    words = _again(asked) if name == "process" and asked.form.text("failed") else [name]
    if name == "process" and event:
        words += ["--event", events.find(asked.catalogue, event).slug]
    if name == "publish":
        words = _publish(asked)
    task = asked.desk.work.start(*words)
    return asked.done("/work", f"{task.label}: started", command_line(*words))


def _publish(asked: Asked) -> list[str]:
    place = asked.form.text("place")
    if place not in _places(asked):
        hint = "the first time it is named where somebody knows it: mediakit publish DEST"
        raise Misuse("nothing was published there", where=place, hint=hint)
    if asked.form.text("plan"):
        return ["publish", place, "--plan"]
    if place != _planned(asked):
        raise Refused("look at what it would change first", hint="show the plan, and publish after it")
    return ["publish", place, "--by", asked.who()]


def _again(asked: Asked) -> list[str]:
    """The command that tries once more what failed, and nothing else."""
    failed = counting.counts(asked.catalogue).failed[:MOST_AGAIN]
    if not failed:
        raise Refused("nothing failed", hint="go on from the first page")
    stages = dict.fromkeys(outcome.stage for outcome in failed)
    only = [word for stage in stages for word in ("--only", stage)]
    return ["process", "--force", *only, *dict.fromkeys(outcome.asset for outcome in failed)]


def stop(asked: Asked) -> Response:
    """Stop what runs; it leaves nothing half done."""
    asked.desk.work.stop()
    return asked.done("/work", "Stopping, as Ctrl-C does: what is being made just now is put away first.")


WAYS = (
    page("/work", show),
    page("/work/progress", progress),
    action("/work/start", start),
    action("/work/stop", stop),
)
