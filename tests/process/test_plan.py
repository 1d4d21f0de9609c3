"""The plan: what is missing or stale, in the order of the night after the shoot."""

from __future__ import annotations

from dataclasses import replace

from mediakit.domain.asset import Asset, Outcome, Spoken
from mediakit.domain.facts import Role
from mediakit.domain.recipe import Recipe, shape_of, stages_for
from mediakit.domain.workspace import Settings
from mediakit.process.plan import plan, steps_of
from tests.domain.made import approved, film, photo, rendition

SETTINGS = Settings()


def recipes(asset: Asset, settings: Settings = SETTINGS) -> list[Recipe]:
    return [recipe for stage in stages_for(shape_of(asset), settings) for recipe in stage.recipes]


def finished(asset: Asset, *, without: str = "") -> Asset:
    """The asset as it is when every step was done."""
    renditions = {}
    for recipe in recipes(asset):
        if recipe.profile and recipe.stage != without:
            path = f"renditions/{asset.id}/{recipe.profile}"
            renditions[recipe.profile] = rendition(recipe.profile, path=path, key=recipe.key)
    done = replace(asset, renditions=renditions)
    outcomes = {s.stage: Outcome(asset.id, s.stage, s.key, "done") for s in steps_of(done, SETTINGS)}
    for step in steps_of(done, SETTINGS):
        if step.stage == "speech" and done.spoken:
            done = replace(done, spoken=replace(done.spoken, key=step.key))
    return replace(done, outcomes={k: v for k, v in outcomes.items() if k != without})


def present(*assets: Asset) -> set[str]:
    return {r.path for a in assets for r in a.renditions.values()}


def stages(*assets: Asset, settings: Settings = SETTINGS, **options: object) -> list[str]:
    options.setdefault("present", present(*assets))
    return [s.stage for s in plan(assets, settings, **options).steps]  # type: ignore[arg-type]


def test_posters_of_everything_come_before_anything_slow() -> None:
    fresh = [film(renditions={}, spoken=None, id=c * 32) for c in "12"]
    shot = photo(renditions={}, id="3" * 32)
    assert stages(fresh[0], shot, fresh[1]) == [
        "poster", "poster", "photo", "speech", "speech", "proxy", "proxy", "waveform", "waveform",
    ]  # fmt: skip


def test_nothing_is_left_to_do_when_all_is_done() -> None:
    done = [finished(film()), finished(photo())]
    planned = plan(done, SETTINGS, present=present(*done))
    assert planned.steps == ()
    assert planned.skipped == len(steps_of(done[0], SETTINGS)) + len(steps_of(done[1], SETTINGS))


def test_a_rendition_that_was_deleted_is_made_again() -> None:
    done = finished(photo())
    assert stages(done, present=set()) == ["photo"]


def test_other_sizes_in_the_settings_make_the_old_ones_stale() -> None:
    done = finished(photo())
    assert stages(done, settings=replace(SETTINGS, photo_sizes_px=(320, 1600))) == ["photo"]
    assert stages(done, settings=replace(SETTINGS, proxy_px=240)) == []


def test_a_step_that_failed_rests_until_something_changes() -> None:
    done = finished(film(), without="proxy")
    step = next(s for s in steps_of(done, SETTINGS) if s.stage == "proxy")
    failed = replace(done, outcomes={**done.outcomes, "proxy": Outcome(done.id, "proxy", step.key, "failed")})
    planned = plan([failed], SETTINGS, present=present(failed))
    assert [s.stage for s in planned.resting] == ["proxy"]
    assert planned.steps == ()
    assert "proxy" in stages(failed, force=True)
    assert stages(failed, settings=replace(SETTINGS, proxy_px=240)) == ["proxy"]


def test_what_a_person_corrected_is_transcribed_again_only_on_request() -> None:
    corrected = finished(film())
    assert corrected.spoken is not None
    spoken = replace(corrected.spoken, by="Ada Okafor", key="of another model")
    assert "speech" not in stages(replace(corrected, spoken=spoken))
    assert "speech" in stages(replace(corrected, spoken=spoken), force=True)
    assert "speech" in stages(replace(corrected, spoken=replace(spoken, by=None)))


def test_another_model_makes_a_machines_transcript_stale() -> None:
    assert stages(finished(film()), settings=replace(SETTINGS, speech_model="small.en")) == ["speech"]


def test_only_finished_and_approved_films_get_web_sizes() -> None:
    assert "web" not in stages(film(renditions={}))
    assert "web" in stages(approved(film(renditions={})))
    assert "web" in stages(film(renditions={}, role=Role.FINISHED))
    assert "web" in stages(film(renditions={}), settings=replace(SETTINGS, web_for_all=True))


def test_a_web_size_is_never_larger_than_the_film() -> None:
    small = film(role=Role.FINISHED, width_px=320, height_px=181)
    assert [r.profile for r in recipes(small) if r.stage == "web"] == ["web-180"]


def test_new_caption_rules_make_captions_again_but_not_the_transcript() -> None:
    assert stages(finished(film()), settings=replace(SETTINGS, caption_line_characters=32)) == ["captions"]


def test_a_silent_film_needs_no_transcript_and_a_dead_one_needs_nothing() -> None:
    assert "speech" not in stages(film(renditions={}, acodec=None, spoken=None))
    assert stages(film(renditions={}, plays=False)) == []


def test_the_key_of_a_transcript_names_engine_model_and_language() -> None:
    keys = {
        next(r.key for r in recipes(film(), s) if r.stage == "speech")
        for s in (SETTINGS, replace(SETTINGS, speech_language="fr"), replace(SETTINGS, speech_model="base"))
    }
    assert len(keys) == 3


def test_a_transcript_without_a_key_like_ours_is_stale() -> None:
    spoken = Spoken("en", "faster-whisper", "tiny.en", "old", 1, 1, 1, "d")
    assert "speech" in stages(replace(finished(film()), spoken=spoken))


def test_a_recording_is_listened_to_again_when_other_names_are_expected_in_it() -> None:
    done = finished(film())
    assert stages(done) == []
    assert stages(replace(done, expects=("Kate Brintworth",))) == ["speech"]
