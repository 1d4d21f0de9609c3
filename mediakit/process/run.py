"""Doing what the plan says: a few workers make, this thread records. One broken file costs one line."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

from mediakit.catalogue import assets, captioning, redactions, transcripts, work
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.lexicon import known, lexicon_for
from mediakit.domain.asset import Outcome
from mediakit.domain.errors import MachineLacks, MediakitError, NoModel
from mediakit.domain.merging import Merged
from mediakit.domain.progress import Progress
from mediakit.domain.recipe import AFTER, SOUNDING, STAGES
from mediakit.domain.workspace import VOICE_PRINTS, Workspace
from mediakit.media import ffmpeg
from mediakit.media.files import remove
from mediakit.media.lock import only_one
from mediakit.media.speech import SpeechEngine, open_engine
from mediakit.process import cutting, relistening
from mediakit.process.plan import Plan, Step, pending, plan, profiles_of
from mediakit.process.steps import Result, Work, do

DRAFTS = ".*.draft*"


@dataclass(frozen=True, slots=True)
class Request:
    """What to process: these assets (all without any), these stages, with so many at once."""

    asset_ids: tuple[str, ...] | None = None
    stages: tuple[str, ...] = STAGES
    jobs: int = 0
    force: bool = False
    model_was_named: bool = False
    may_download: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a run: done, failed and pending outcomes, and how many steps were done before.

    merged: asset id → what people had corrected and was kept in a new transcription.
    """

    done: tuple[Outcome, ...]
    failed: tuple[Outcome, ...]
    pending: tuple[Outcome, ...]
    skipped: int
    elapsed_ms: int
    merged: Mapping[str, Merged] = field(default_factory=dict)


def plan_for(catalogue: Catalogue, workspace: Workspace, request: Request) -> Plan:
    """What a run would do now."""
    chosen = assets.load(catalogue, list(request.asset_ids) if request.asset_ids is not None else None)
    present = _present(workspace)
    return plan(chosen, workspace.settings, present=present, only=request.stages, force=request.force)


def process(catalogue: Catalogue, workspace: Workspace, request: Request, progress: Progress) -> Report:
    """Make everything that is missing or stale and record what became of it.

    Raises CatalogueBusy if another `process` runs, NoModel if a model that the user named is not there, MachineLacks
    when the disk for renditions is full, unplugged or not to be written; what was done until then is kept.
    """
    started = time.monotonic()
    _need_renditions(workspace)
    with only_one(workspace.state / "process.lock", "process"):
        _sweep(workspace)
        run = _Run(catalogue, workspace, request, progress)
        planned = plan_for(catalogue, workspace, request)
        run.everything(planned)
        # the first transcript of a recording, or what a step made, can leave more to do: captions, for one
        run.rest(planned)
    elapsed_ms = round((time.monotonic() - started) * 1000)
    return Report(tuple(run.done), tuple(run.failed), tuple(run.pending), planned.skipped, elapsed_ms, run.merged)


class _Away(MediakitError):
    """What it was made from is not there, or not as it was: nothing is known of the step, and it is tried again."""


class _Run:
    """One run: what was done, and what is being done."""

    def __init__(self, catalogue: Catalogue, workspace: Workspace, request: Request, progress: Progress) -> None:
        self.catalogue, self.workspace, self.request, self.progress = catalogue, workspace, request, progress
        self.done: list[Outcome] = []
        self.failed: list[Outcome] = []
        self.pending: list[Outcome] = []
        self.merged: dict[str, Merged] = {}
        self.stop = ffmpeg.Stop()
        self.jobs = request.jobs or min(os.cpu_count() or 2, 8)
        self.engine: SpeechEngine | None = None
        self.no_model: NoModel | None = None
        self.known = known(catalogue, workspace.settings)

    def rest(self, planned: Plan) -> None:
        """Steps that failed or waited before, and nothing changed: they stay listed."""
        for step in planned.resting:
            outcome = step.asset.outcomes[step.stage]
            (self.failed if outcome.status == "failed" else self.pending).append(outcome)

    def everything(self, planned: Plan) -> None:
        """Do the steps in order, a few at a time."""
        steps = [s for s in planned.steps if s.stage != "captions"]
        if self.request.may_download and any(step.stage == "speech" for step in steps):
            # a model is fetched before anything else, under a bar of its own
            self._engine()
        if steps:
            self.progress.begin("process", len(steps), "steps")
        with ThreadPoolExecutor(self.jobs, thread_name_prefix="process") as pool:
            try:
                self._work_through(pool, self._works([s for s in steps if s.stage not in AFTER]))
                self._work_through(pool, self._works(self._now_possible(planned)))
            except BaseException:
                self.stop.now()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        for step in planned.steps:
            if step.stage == "captions":
                self._recaption(step)

    def _now_possible(self, planned: Plan) -> list[Step]:
        """The steps that are made from what an earlier stage made, without those for which that failed."""
        failed = {(o.asset, o.stage) for o in self.failed} | {(s.asset.id, s.stage) for s in planned.resting}
        return [s for s in planned.steps if s.stage in AFTER and (s.asset.id, AFTER[s.stage]) not in failed]

    def _work_through(self, pool: ThreadPoolExecutor, works: Iterator[Work]) -> None:
        flying: dict[Future[tuple[Result | MediakitError, int]], Step] = {}
        for work_item in works:
            flying[pool.submit(self._do, work_item)] = work_item.step
            while len(flying) >= self.jobs + 1:
                self._land(flying)
        while flying:
            self._land(flying)

    def _land(self, flying: dict[Future[tuple[Result | MediakitError, int]], Step]) -> None:
        ready, _ = wait(flying, return_when=FIRST_COMPLETED)
        for future in ready:
            step = flying.pop(future)
            result, elapsed_ms = future.result()
            self._record(step, result, elapsed_ms)

    def _works(self, steps: Sequence[Step]) -> Iterator[Work]:
        for step in steps:
            facts = assets.facts(self.catalogue, step.asset)
            if step.stage != "speech":
                yield Work(step, facts, self.workspace)
            elif (engine := self._engine()) is not None:
                language = self.workspace.settings.speech_language or None
                yield Work(step, facts, self.workspace, engine, language, lexicon_for(step.asset, self.known))
            elif self.no_model is not None:
                waits = f"{self.no_model.what}; {self.no_model.hint}"
                self.pending.append(Outcome(step.asset.id, "speech", step.key, "pending", reason=waits))

    def _engine(self) -> SpeechEngine | None:
        if self.engine is None and self.no_model is None:
            settings = self.workspace.settings
            try:
                self.engine = open_engine(
                    settings.speech_engine,
                    settings.speech_model,
                    download=self.request.may_download,
                    script=self.workspace.root / "speech-script.json",
                    language=settings.speech_language or None,
                    translate=settings.speech_translate,
                    voice_prints=settings.speech_voices == VOICE_PRINTS,
                    batch=settings.speech_batch,
                    progress=self.progress,
                )
            except NoModel as lacking:
                if self.request.model_was_named:
                    raise
                self.no_model = lacking
        return self.engine

    def _do(self, item: Work) -> tuple[Result | MediakitError, int]:
        started = time.monotonic()

        def told(_: float) -> None:
            self.stop.check()

        try:
            told(0.0)
            with ffmpeg.stoppable(self.stop):
                result: Result | MediakitError = do(item, told)
        except MachineLacks:
            raise
        except MediakitError as error:
            result = error
        except (OSError, MemoryError, ValueError, ArithmeticError, RuntimeError, LookupError, TypeError) as error:
            # a file can break a library in ways its door did not foresee: that costs this step, not the run
            result = MediakitError(f"unexpected {type(error).__name__}: {error}")
        if isinstance(result, MediakitError) and not item.source.is_file():
            result = _Away("its original is not there", hint="is the disk plugged in? see: mediakit verify")
        elif isinstance(result, MediakitError) and not item.made_from.is_file():
            result = _Away("its version for the web is not there", hint="make it with: mediakit process --only web")
        return result, round((time.monotonic() - started) * 1000)

    def _record(self, step: Step, result: Result | MediakitError, elapsed_ms: int) -> None:
        asset = step.asset
        with self.catalogue.writing():
            if isinstance(result, Result) and self._redacted_meanwhile(step):
                result = self._thrown_away(result)
            if isinstance(result, Result) and result.transcript is not None:
                result = relistening.unfit(self.catalogue, asset.id, result.transcript) or result
            status, reason = "done", None
            if isinstance(result, MediakitError):
                status, reason = "failed", result.what
            elif result.pending is not None:
                status, reason = "pending", f"{result.pending.reason}; {result.pending.remedy}"
            outcome = Outcome(asset.id, step.stage, step.key, status, elapsed_ms, reason)
            if isinstance(result, Result) and status == "done":
                self._keep(step, result)
            if not isinstance(result, _Away):
                work.put_outcome(self.catalogue, outcome)
        {"done": self.done, "failed": self.failed, "pending": self.pending}[status].append(outcome)
        told = {"done": f"{elapsed_ms / 1000:.1f} s", "failed": f"failed: {reason}", "pending": f"waits: {reason}"}
        self.progress.advance(1)
        kept = f", {told_of(self.merged[asset.id])}" if step.stage == "speech" and asset.id in self.merged else ""
        self.progress.finished(f"{asset.short}  {step.stage}  {told[status]}{kept}")

    def _redacted_meanwhile(self, step: Step) -> bool:
        """Whether what was made can be heard where it must not be any more."""
        return step.stage in SOUNDING and redactions.spans(self.catalogue, step.asset.id) != step.asset.redacted

    def _thrown_away(self, result: Result) -> MediakitError:
        for rendition in result.renditions:
            remove(self.workspace.locate(rendition.path))
        return _Away("its redactions changed meanwhile: run mediakit process again")

    def _keep(self, step: Step, result: Result) -> None:
        if result.cuts_ms is not None:
            settings, along = self.workspace.settings, step.stage != "cuts"
            cutting.store(self.catalogue, settings, step.asset.id, result.cuts_ms, along=along)
        if result.transcript is not None:
            settings = self.workspace.settings
            merged = relistening.store(self.catalogue, settings, step.asset.id, result.transcript, key=step.key)
            if merged is not None:
                self.merged[step.asset.id] = merged
            return
        made = {r.profile for r in result.renditions}
        old = [p for p in profiles_of(step.asset, step.stage) if p not in made]
        for rendition in result.renditions:
            work.put_rendition(self.catalogue, step.asset.id, rendition)
        for path in work.drop_renditions(self.catalogue, step.asset.id, old):
            remove(self.workspace.locate(path))

    def _recaption(self, step: Step) -> None:
        """Captions under other rules, from the words as they stand."""
        current = transcripts.current(self.catalogue, step.asset.id)
        asset = assets.one(self.catalogue, step.asset.id)
        if current is None or asset.spoken is None:
            return
        with self.catalogue.writing():
            cues = captioning.anew(self.catalogue, asset, current, self.workspace.settings)
            transcripts.put_cues(self.catalogue, asset.id, cues)
            captioning.record(self.catalogue, asset, asset.spoken.revision, self.workspace.settings)
        self.done.append(Outcome(asset.id, "captions", step.key, "done"))


def told_of(merged: Merged) -> str:
    """What was kept of a person's corrections, in a few words."""
    conflicts = len(merged.conflicts)
    told = f"{merged.kept} correction{'s' * (merged.kept != 1)} kept"
    return f"{told}, {conflicts} of them heard otherwise now" if conflicts else told


def with_model(workspace: Workspace, model: str | None, language: str | None, *, translate: bool = False) -> Workspace:
    """The workspace with another speech model or language for this run, or with words wanted in English."""
    settings = workspace.settings
    if model:
        settings = replace(settings, speech_model=model)
    if language:
        settings = replace(settings, speech_language=language)
    if translate:
        settings = replace(settings, speech_translate=True)
    return replace(workspace, settings=settings)


def pending_stages(catalogue: Catalogue, workspace: Workspace) -> dict[str, int]:
    """How many steps are left of each stage, those that wait for a model included. Looks at the catalogue only."""
    return pending(assets.sketches(catalogue), workspace.settings)


def _present(workspace: Workspace) -> frozenset[str]:
    found: list[str] = []
    top = str(workspace.renditions)
    for folder, _, names in os.walk(top):
        logical = "renditions" + folder[len(top) :].replace(os.sep, "/")
        found += [f"{logical}/{name}" for name in names]
    return frozenset(found)


def _need_renditions(workspace: Workspace) -> None:
    """Raises MachineLacks before each step fails for it: the disk for renditions is not there, or not to be written."""
    folder = workspace.renditions
    if workspace.offline("renditions/x"):
        hint = "plug the disk in, or change [paths] in mediakit.toml"
        raise MachineLacks("the disk for renditions is not there", where=str(folder), hint=hint)
    if folder.is_dir() and not os.access(folder, os.W_OK):
        raise MachineLacks("renditions cannot be written here", where=str(folder), hint="check the disk's permissions")


def _sweep(workspace: Workspace) -> None:
    """Remove the drafts that a run left behind which was killed or lost its power."""
    for path in workspace.renditions.rglob(DRAFTS):
        if path.is_file():
            path.unlink(missing_ok=True)


__all__ = ["Report", "Request", "pending_stages", "plan_for", "process", "told_of", "with_model"]
