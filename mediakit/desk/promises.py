"""What was promised to whom, how far it has come, and by when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.responses import Response

from mediakit.catalogue import assets, deliverables, organisations, people
from mediakit.desk.asked import Asked, command_line
from mediakit.desk.home import DUE_DAYS
from mediakit.desk.ways import action, page
from mediakit.domain.calendar import today_in
from mediakit.domain.deliverable import Stage
from mediakit.domain.errors import Misuse, Refused


def show(asked: Asked) -> Response:
    """Every promise, the one that is due first on top; what is published comes last."""
    return asked.page("promises.html.j2", **_values(asked))


def _values(asked: Asked) -> dict[str, Any]:
    today = today_in(asked.workspace.settings.timezone)
    every = deliverables.every(asked.catalogue)
    listed = sorted(every, key=lambda d: d.state is Stage.PUBLISHED)
    kept = {i for d in listed for i in d.assets}
    return {
        "listed": listed,
        "assets": {a.id: a for a in assets.load(asked.catalogue, sorted(kept))},
        "names": {o.slug: o.name for o in organisations.every(asked.catalogue)}
        | {p.slug: p.name for p in people.every(asked.catalogue)},
        "today": today,
        "soon": today + timedelta(days=DUE_DAYS),
        "stages": [s.value for s in Stage],
        "amiss": ("", ""),
    }


def change(asked: Asked) -> Response:
    """Move a promise to another state: the same as `mediakit deliverable set D state=…`."""
    found = deliverables.find(asked.catalogue, f"{asked.names['event']}/{asked.names['slug']}")
    state = asked.form.text("state")
    if state not in [s.value for s in Stage]:
        raise Misuse(f"{state!r} is no state", hint=f"one of: {', '.join(Stage)}")
    try:
        with asked.catalogue.writing():
            if asked.form.text("was") != found.state:
                hint = "look at the list again"
                raise Refused(f"somebody set it to {found.state} since you looked", where=found.title, hint=hint)
            deliverables.set_state(asked.catalogue, found, Stage(state), asked.by)
    except Refused as error:
        if asked.wants_json:
            raise
        said = f"not done: {error.what}. Choose again, if it is still meant"
        amiss = (f"{found.event}/{found.slug}", said)
        return asked.page("promises.html.j2", status=409, **_values(asked) | {"amiss": amiss})
    command = command_line("deliverable", "set", f"{found.event}/{found.slug}", f"state={state}")
    return asked.done("/promises", f"{found.title} is {state}.", command)


WAYS = (page("/promises", show), action("/promises/{event}/{slug}", change))
