"""`process` and `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.recipe import STAGES
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from mediakit.catalogue.counts import Counts
    from mediakit.catalogue.retention import Ending
    from mediakit.domain.merging import Merged
    from mediakit.process.plan import Plan
    from mediakit.process.run import Report


@click.command()
@click.argument("names", nargs=-1, metavar="[ASSET…]")
@click.option("--only", "only", multiple=True, type=click.Choice(STAGES), help="Only this stage; may be repeated.")
@click.option("--event", metavar="EVENT", help="Only the assets of this event.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many at once (default: one for each core).")
@click.option("--force", is_flag=True, help="Make it again, whatever was made or failed before.")
@click.option("--model", metavar="NAME|PATH", help="Another Whisper model; auto: the best that is here and fits.")
@click.option("--download", is_flag=True, help="Fetch the model if this machine does not have it.")
@click.option("--language", metavar="CODE", help="The language that is spoken, such as fr.")
@click.option("--translate", is_flag=True, help="Write down in English what is spoken in other languages.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would be done, and do nothing.")
@reports
def process(
    terminal: Terminal,
    names: tuple[str, ...],
    only: tuple[str, ...],
    event: str | None,
    jobs: int | None,
    force: bool,
    model: str | None,
    download: bool,
    language: str | None,
    translate: bool,
    only_plan: bool,
) -> None:
    """Make what is missing or stale: posters, transcripts, films, photo sizes.

    Posters and photos come first, then speech, then films. It can be stopped and started again at any time; one
    broken file costs one line and is tried again only when something changed, or with --force. A transcript that a
    person corrected is left alone; with --force it is made anew around the corrections.

    Example: mediakit process --event lan
    """
    from mediakit.catalogue import assets
    from mediakit.process import run

    workspace = run.with_model(terminal.workspace, model, language, translate=translate)
    with terminal.catalogue() as catalogue:
        ids: list[str] | None = assets.require(catalogue, names) if names else None
        if event:
            of_event = assets.ids(catalogue, assets.Wanted(event=event))
            ids = of_event if ids is None else [i for i in ids if i in set(of_event)]
        request = run.Request(
            asset_ids=None if ids is None else tuple(ids),
            stages=only or STAGES,
            jobs=jobs or 0,
            force=force,
            model_was_named=bool(model),
            may_download=download,
        )
        if only_plan:
            planned = run.plan_for(catalogue, workspace, request)
            terminal.report(_plan_document(planned), lambda: _plan_lines(planned))
            return
        with terminal.progress() as progress:
            report = run.process(catalogue, workspace, request, progress)
        told = [*(o.asset for o in (*report.failed, *report.pending)), *report.merged]
        short = {a.id: a.short for a in assets.load(catalogue, told)}
    if report.failed:
        terminal.fail()
    terminal.report(_document(report), lambda: _lines(report, short))


def _document(report: Report) -> dict[str, object]:
    return {
        "done": [
            {"asset": o.asset, "stage": o.stage, "seconds": o.elapsed_ms / 1000}
            | (_kept(report.merged[o.asset]) if o.stage == "speech" and o.asset in report.merged else {})
            for o in report.done
        ],
        "skipped": report.skipped,
        "failed": [{"asset": o.asset, "stage": o.stage, "error": o.reason} for o in report.failed],
        "pending": [{"asset": o.asset, "stage": o.stage, "reason": o.reason} for o in report.pending],
        "seconds": report.elapsed_ms / 1000,
    }


def _kept(merged: Merged) -> dict[str, object]:
    return {
        "kept": merged.kept,
        "conflicts": [
            {
                "start": c.start_ms / 1000,
                "end": c.end_ms / 1000,
                "heard_before": c.heard_before,
                "heard_now": c.heard_now,
                "written": c.written,
                "by": c.by,
            }
            for c in merged.conflicts
        ],
    }


def _lines(report: Report, short: dict[str, str]) -> list[str]:
    lines = [
        f"{short[asset]} {format_position(c.start_ms)}: kept “{c.written}” ({c.by}); "
        f"heard before “{c.heard_before}”, now “{c.heard_now}”"
        for asset, merged in report.merged.items()
        for c in merged.conflicts
    ]
    lines += [f"{short[o.asset]}: {o.stage} waits: {o.reason}" for o in report.pending]
    lines += [f"{short[o.asset]}: {o.stage} failed: {o.reason}" for o in report.failed]
    told = f"{len(report.done)} made, {report.skipped} were there already"
    told += f", {len(report.pending)} waiting" if report.pending else ""
    told += f", {len(report.failed)} failed" if report.failed else ""
    return [*lines, f"{told} ({report.elapsed_ms / 1000:.1f} s)"]


def _plan_document(planned: Plan) -> dict[str, object]:
    return {
        "steps": [{"asset": s.asset.id, "stage": s.stage} for s in planned.steps],
        "resting": [{"asset": s.asset.id, "stage": s.stage} for s in planned.resting],
        "skipped": planned.skipped,
    }


def _plan_lines(planned: Plan) -> list[str]:
    lines = [f"{s.asset.short}  {s.stage}" for s in planned.steps]
    return [*lines, f"{len(planned.steps)} steps to do, {planned.skipped} done"]


@click.command()
@click.option("--strict", is_flag=True, help="Exit status 1 if anything is online that may not be shown any more.")
@reports
def status(terminal: Terminal, strict: bool) -> None:
    """Say what there is, what is pending, what failed and why.

    What is online somewhere and may not be shown any more is told, with the reason: build, and publish there again.
    Material that may be kept no longer is told too, from 90 days before; nothing is removed by itself.

    Example: mediakit status --strict
    """
    from mediakit.catalogue import counts as counting
    from mediakit.catalogue import publications, retention
    from mediakit.domain.calendar import today_in
    from mediakit.process import run

    with terminal.catalogue() as catalogue:
        counts = counting.counts(catalogue)
        pending = run.pending_stages(catalogue, terminal.workspace)
        zone = terminal.workspace.settings.timezone
        online = publications.no_longer_allowed(catalogue, zone)
        keeping = retention.ending(catalogue, today_in(zone))
    if strict and online:
        terminal.fail()
    document = {**_status_document(counts, pending, online), "keeping": [_ending_document(e) for e in keeping]}
    lines = [*_status_lines(counts, pending, online), *(line for e in keeping for line in _ending_lines(e))]
    terminal.report(document, lambda: lines)


Online = list[tuple[str, str]]


def _ending_document(ending: Ending) -> dict[str, object]:
    event = ending.event
    until = event.keep_until.isoformat() if event.keep_until else None
    due = ending.days_left < 0
    return {"event": event.slug, "keep_until": until, "due": due, "days": ending.days_left, "assets": ending.assets}


def _ending_lines(ending: Ending) -> list[str]:
    event, held = ending.event, f"{ending.assets} asset{'s' * (ending.assets != 1)}"
    if ending.days_left < 0:
        told = f"past  {event.slug} was to be kept until {event.keep_until}, and {held} of it are still here"
    else:
        told = f"soon  {event.slug} may be kept until {event.keep_until}; {held} of it are here"
    remedy = f"mediakit event set {event.slug} keep_until=DATE"
    return [told, f"      nothing goes by itself: mediakit erase ASSET for what must go, or {remedy}"]


def _status_document(counts: Counts, pending: dict[str, int], online: Online) -> dict[str, object]:
    return {
        "events": counts.events,
        "assets": counts.kinds,
        "roles": counts.roles,
        "approved": counts.approved,
        "bytes": counts.bytes,
        "duration": counts.duration_ms / 1000,
        "pending": pending,
        "waiting": [{"asset": o.asset, "stage": o.stage, "reason": o.reason} for o in counts.waiting],
        "failed": [
            {"asset": o.asset, "stage": o.stage, "error": o.reason, "attempts": o.attempts} for o in counts.failed
        ],
        "online": [{"asset": asset, "reason": reason} for asset, reason in online],
    }


def _status_lines(counts: Counts, pending: dict[str, int], online: Online) -> list[str]:
    kinds = ", ".join(f"{n} {kind}{'s' * (n != 1)}" for kind, n in counts.kinds.items())
    hours = counts.duration_ms / 3_600_000
    lines = [
        f"{counts.events} event{'s' * (counts.events != 1)}: {kinds}; {counts.bytes / 1e9:.1f} GB, {hours:.1f} hours",
        f"{counts.roles.get('finished', 0)} finished, {counts.roles.get('rush', 0)} rushes; {counts.approved} approved",
    ]
    lines += [f"to do: {', '.join(f'{stage} {n}' for stage, n in pending.items())}" if pending else "nothing to do"]
    lines += [f"waits   {counts.shorts[o.asset]}: {o.stage}: {o.reason}" for o in counts.waiting]
    lines += [f"failed  {counts.shorts[o.asset]}: {o.stage}: {o.reason}" for o in counts.failed]
    lines += [f"online but not allowed any more: {asset}: {reason}" for asset, reason in online]
    return lines
