"""Long work as a page: start it, watch it, stop it, read what came of it."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from mediakit.catalogue import counts as counting
from mediakit.catalogue import events
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.ways import action, page
from mediakit.desk.work import COMMANDS
from mediakit.domain.errors import Misuse, Refused
from mediakit.process import run

MOST_AGAIN = 500


def show(asked: Asked) -> Response:
    """What runs, or ran last, and what could be started."""
    return asked.page(
        "work.html.j2",
        task=asked.desk.work.last,
        pending=asked.desk.once("pending", lambda: run.pending_stages(asked.catalogue, asked.workspace)),
        events=events.every(asked.catalogue),
        site_built=(asked.workspace.site / "index.html").is_file(),
    )


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
    if name not in COMMANDS:
        raise Misuse("no such work", where=name, hint=f"one of: {', '.join(COMMANDS)}")
    words = _again(asked) if name == "process" and asked.form.text("failed") else [name]
    if name == "process" and event:
        words += ["--event", events.find(asked.catalogue, event).slug]
    task = asked.desk.work.start(*words)
    return asked.done("/work", f"{task.label}: started", command_line(*words))


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
    return asked.done("/work", "Stopping: what is being made just now is put away first.")


WAYS = (
    page("/work", show),
    page("/work/progress", progress),
    action("/work/start", start),
    action("/work/stop", stop),
)
