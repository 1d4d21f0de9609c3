"""The sample conference entered into a catalogue: what the team knows before the first card comes in."""

from __future__ import annotations

from datetime import datetime, time

from mediakit.catalogue import consents, deliverables, events, organisations, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.consent import Basis, Consent
from mediakit.domain.errors import Misuse
from mediakit.sample import story


def enter(catalogue: Catalogue) -> bool:
    """Enter event, organisations, people, agenda, promises and forms; False if they are there already.

    Raises Misuse in a workspace that holds other events: the sample never mixes with real work.
    """
    there = events.slugs(catalogue)
    if there == [story.EVENT.slug]:
        return False
    if there:
        what = "this workspace has events of its own; the sample is made in an empty one"
        raise Misuse(what, hint="name a new folder: mediakit demo FOLDER")
    with catalogue.writing():
        events.add(catalogue, story.EVENT)
        for organisation in story.ORGANISATIONS:
            organisations.add(catalogue, organisation)
        for person in story.PEOPLE:
            people.add(catalogue, person)
        for session in story.SESSIONS:
            events.put_session(catalogue, session)
        for deliverable in story.DELIVERABLES:
            deliverables.add(catalogue, deliverable)
        for form in story.FORMS:
            _enter_form(catalogue, form)
    return True


def _enter_form(catalogue: Catalogue, form: story.Form) -> None:
    noon = datetime.combine(form.given_on, time(12), tzinfo=story.ZONE)
    recorded = [
        Consent(
            person=form.person,
            channel=channel,
            basis=Basis.CONSENT,
            recorded_at=noon,
            given_on=form.given_on,
            by=story.FORMS_TAKEN_BY,
            show_as=form.show_as,
            until=form.until,
            note=form.note,
        )
        for channel in form.channels
    ]
    consents.record(catalogue, recorded)
    if form.withdrawn_on is not None:
        consents.withdraw(catalogue, form.person, None, form.withdrawn_reason)
