"""People at the desk: added, corrected, put on the list of a further event; the same as the commands do."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mediakit.catalogue import consents, events, people
from mediakit.domain.consent import Basis, Channel, Consent
from mediakit.domain.event import Event
from mediakit.domain.person import Appearance
from tests.desk.conftest import Browser, Hall
from tests.gallery.conftest import Shoot

LAN = "lan"


@pytest.fixture
def listed(shoot: Shoot, hall: Hall) -> Shoot:
    """Two events, and Siân at the first of them."""
    if not any(e.slug == LAN for e in events.every(shoot.catalogue)):
        events.add(shoot.catalogue, Event(LAN, "Annual gathering"))
    events.add(shoot.catalogue, Event("next", "The next gathering"))
    return shoot


def command_told(browser: Browser, answer: Any) -> str:
    """The command that the page after an action says it equals."""
    assert answer.status_code == 303, answer.text
    page = browser.text(answer.headers["location"])
    found = re.findall(r"<code data-copy>(.*?)</code>", page)[0]
    return found.replace("&#39;", "'").replace("&amp;", "&")


def test_somebody_is_added_with_role_and_event_and_the_command_it_equals(browser: Browser, listed: Shoot) -> None:
    said = {
        "name": "  Mairéad   Ó Ceallaigh ", "event": LAN, "role": "Midwife", "organisation": "Eastfell",
        "honorific": "Dr", "contact": "m@secret.example", "says": "muh-RAID",
        "alias": "Mairead O Kelly\r\n\r\nM. O Kelly",
    }  # fmt: skip
    answer = browser.post("/people", said)
    assert answer.headers["location"].startswith("/people/mairead-o-ceallaigh?said=")
    command = command_told(browser, answer)
    assert command.startswith(
        "mediakit people add 'Mairéad Ó Ceallaigh' --alias 'Mairead O Kelly' --alias 'M. O Kelly'"
    )
    assert "--role Midwife --organisation Eastfell --says muh-RAID --event lan" in command
    assert "secret" not in command
    kept = people.find(listed.catalogue, "mairead-o-ceallaigh")
    assert kept.titled_name == "Dr Mairéad Ó Ceallaigh"
    assert kept.appearances == (Appearance(LAN, "Midwife", "Eastfell"),)
    assert kept.aliases == ("Mairead O Kelly", "M. O Kelly")
    assert people.contact(listed.catalogue, kept.slug) == "m@secret.example"
    assert "secret.example" not in browser.text(f"/people/{kept.slug}") + browser.text("/people")


def test_who_is_nearly_named_so_is_asked_after_first(browser: Browser, listed: Shoot) -> None:
    before = len(people.every(listed.catalogue))
    answer = browser.post("/people", {"name": "Sian Prys-Howel", "role": "Midwife"})
    assert answer.status_code == 409
    assert "Siân Prys-Howell may be the same person" in answer.text
    assert '<a href="/people/sian">' in answer.text
    assert 'name="role" value="Midwife"' in answer.text
    assert len(people.every(listed.catalogue)) == before
    answer = browser.post("/people", {"name": "Sian Prys-Howel", "another": "yes"})
    assert command_told(browser, answer) == "mediakit people add 'Sian Prys-Howel' --slug sian-prys-howel"


def test_two_people_of_one_name_are_two(browser: Browser, listed: Shoot) -> None:
    for _ in range(2):
        browser.post("/people", {"name": "Ada Okafor", "another": "yes"})
    assert [p.slug for p in people.every(listed.catalogue) if p.name == "Ada Okafor"] == ["ada-okafor", "ada-okafor-2"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"name": " "}, "Write the name"), ({"name": "Bo Lind", "event": "moon"}, "Moon: no such event")],
)
def test_who_cannot_be_added_so_is_told_beside_the_name(
    browser: Browser, listed: Shoot, wrong: dict[str, str], told: str
) -> None:
    answer = browser.post("/people", {**wrong, "role": "Registrar"})
    assert answer.status_code == 400
    said = re.findall(r'id="a-name-problem" role="alert"><p>(.*?)</p>', answer.text)
    assert said
    assert said[0].lower().startswith(told.lower())
    assert 'name="role" value="Registrar"' in answer.text
    assert not [p for p in people.every(listed.catalogue) if p.name == "Bo Lind"]


def correcting(browser: Browser, slug: str = "sian") -> dict[str, str]:
    """The form that corrects somebody, as a browser sends it when nothing was typed."""
    page = browser.text(f"/people/{slug}")
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="/people/{slug}/correct"' in f)
    was = {
        name: value.replace("&#34;", '"')
        for name, value in re.findall(r'<input type="hidden" name="(was\.[^"]+)" value="([^"]*)"', form, re.DOTALL)
    }
    now = {name.removeprefix("was."): value for name, value in was.items()}
    if now.pop("do_not_photograph") == "yes":
        now["do_not_photograph"] = "yes"
    return {**was, **now}


def test_a_name_is_corrected_and_nothing_else_with_it(browser: Browser, listed: Shoot) -> None:
    before = people.find(listed.catalogue, "sian")
    answer = browser.post("/people/sian/correct", {**correcting(browser), "name": "Siân Ní Phrys"})
    assert command_told(browser, answer) == "mediakit people set sian 'name=Siân Ní Phrys'"
    after = people.find(listed.catalogue, "sian")
    assert after.name == "Siân Ní Phrys"
    assert (after.aliases, after.appearances, after.says) == (before.aliases, before.appearances, before.says)
    assert "Siân Ní Phrys" in browser.text("/people")
    answer = browser.post("/people/sian/correct", correcting(browser))
    assert "Nothing was different" in browser.text(answer.headers["location"])


def test_role_as_at_an_event_spellings_and_the_refusal_are_corrected(browser: Browser, listed: Shoot) -> None:
    people.appear(listed.catalogue, "sian", Appearance("next", "Midwife", "Eastfell"))
    form = correcting(browser)
    said = {"role@next": "Head of midwifery", "alias": "Sian\r\nS. Prys", "do_not_photograph": "yes"}
    command = command_told(browser, browser.post("/people/sian/correct", {**form, **said}))
    assert "mediakit people set sian 'alias=Sian;S. Prys' do_not_photograph=yes" in command
    assert "mediakit people set sian 'role=Head of midwifery' --event next" in command
    after = people.find(listed.catalogue, "sian")
    assert after.aliases == ("Sian", "S. Prys")
    assert after.do_not_photograph
    assert after.at("next").role == "Head of midwifery"
    # taken out again
    form = correcting(browser)
    del form["do_not_photograph"]
    browser.post("/people/sian/correct", {**form, "alias": ""})
    after = people.find(listed.catalogue, "sian")
    assert (after.aliases, after.do_not_photograph) == ((), False)


def test_two_who_correct_the_same_are_told_and_two_who_correct_different_fields_are_both_kept(
    browser: Browser, listed: Shoot
) -> None:
    mine = correcting(browser)
    browser.post("/people/sian/correct", {**correcting(browser), "says": "SHAHN", "name": "Siân Theirs"})
    answer = browser.post("/people/sian/correct", {**mine, "name": "Siân Mine", "honorific": "Dr"})
    assert answer.status_code == 409
    assert "Siân Theirs" in answer.text
    assert 'name="name" value="Siân Mine"' in answer.text
    assert people.find(listed.catalogue, "sian").titled_name == "Siân Theirs"
    browser.post("/people/sian/correct", {**mine, "honorific": "Dr"})
    kept = people.find(listed.catalogue, "sian")
    assert (kept.titled_name, kept.says) == ("Dr Siân Theirs", "SHAHN")


def test_somebody_without_a_name_is_refused_beside_its_field(browser: Browser, listed: Shoot) -> None:
    answer = browser.post("/people/sian/correct", {**correcting(browser), "name": "", "says": "SHAHN"})
    assert answer.status_code == 400
    assert re.search(r'id="f-name".*?aria-invalid="true".*?<p class="wrong" role="alert">', answer.text, re.DOTALL)
    assert people.find(listed.catalogue, "sian").says is None


def test_somebody_is_put_on_the_list_of_a_further_event(browser: Browser, listed: Shoot) -> None:
    answer = browser.post("/people/sian/attend", {"event": "next", "role": "Director", "organisation": ""})
    told = "mediakit people add 'Siân Prys-Howell' --slug sian --role Director --event next"
    assert command_told(browser, answer) == told
    assert people.find(listed.catalogue, "sian").at("next").role == "Director"
    answer = browser.post("/people/sian/attend", {"event": "next", "role": "Director"})
    assert answer.status_code == 400
    assert "is on the people list of next already" in answer.text


def test_two_entries_of_one_person_become_one_once_it_was_shown_what_moves(browser: Browser, listed: Shoot) -> None:
    browser.post("/people", {"name": "Sian Prys-Howel", "another": "yes"})
    assert '<a href="/people/sian/merge?other=sian-prys-howel">' in browser.text("/people/sian/merge")
    twice = "/people/sian-prys-howel/merge"
    form = browser.fields(f"{twice}?other=Siân Prys-Howell", twice)
    assert "Photos and recordings: 1" in browser.text(f"{twice}?other=sian")
    # somebody adds to it meanwhile
    people.appear(listed.catalogue, "sian", Appearance("next"))
    assert browser.post(twice, form).status_code == 409
    assert people.find(listed.catalogue, "sian").name == "Siân Prys-Howell"
    answer = browser.post(twice, browser.fields(f"{twice}?other=sian", twice))
    assert command_told(browser, answer) == "mediakit people merge sian-prys-howel sian --yes"
    kept = people.find(listed.catalogue, "sian")
    assert (kept.slug, kept.aliases) == ("sian-prys-howel", ("Siân Prys-Howell",))


def test_who_is_not_on_the_list_becomes_nobody_and_it_is_told_beside_the_field(browser: Browser, hall: Hall) -> None:
    for other, told in (("Nobody Atall", "has that name"), ("sian", "are one person already")):
        answer = browser.get(f"/people/sian/merge?other={other}")
        assert answer.status_code == 400
        assert told in re.findall(r'id="m-problem" role="alert">(.*?)</p>', answer.text)[0]
        assert "They are one person" not in answer.text


# --- consent ----------------------------------------------------------------------------------------------------------


def test_a_consent_is_recorded_and_taken_back_with_the_three_lists(browser: Browser, hall: Hall) -> None:
    fields = browser.fields("/people/sian", "/people/sian/record")
    said = {"channel": ["web", "print"], "basis": "consent", "show_as": "first", "given": "", "until": "2099-01-31"}
    answer = browser.post("/people/sian/record", {**fields, **said, "by": "Rhian Evans", "note": "the interview only"})
    assert answer.status_code == 303
    kept = consents.every(hall.shoot.catalogue, "sian")
    assert [(c.channel, c.show_as, c.by, c.until) for c in kept] == [
        ("web", "first", "Rhian Evans", date(2099, 1, 31)),
        ("print", "first", "Rhian Evans", date(2099, 1, 31)),
    ]
    fields = browser.fields("/people/sian", "/people/sian/withdraw")
    told = browser.post("/people/sian/withdraw", {**fields, "channel": "", "reason": "new job"}).text
    assert "Named in: 1 film or photo" in told
    assert "Trust comes first" in told
    assert "Perhaps" in told
    assert "Out of reach" in told
    assert all(c.withdrawn_at for c in consents.every(hall.shoot.catalogue, "sian"))


def test_a_consent_on_what_somebody_else_just_changed_is_refused(browser: Browser, hall: Hall) -> None:
    fields = browser.fields("/people/sian", "/people/sian/record")
    consents.record(hall.shoot.catalogue, [Consent("sian", Channel.WEB, Basis.CONSENT, datetime.now(UTC))])
    said = {"channel": "web", "basis": "consent", "show_as": "full", "by": "R. Evans"}
    assert browser.post("/people/sian/record", {**fields, **said}).status_code == 409
    assert len(consents.every(hall.shoot.catalogue, "sian")) == 1


def test_a_withdrawal_on_what_somebody_else_just_changed_is_told_beside_its_form(browser: Browser, hall: Hall) -> None:
    fields = browser.fields("/people/sian", "/people/sian/withdraw")
    consents.record(hall.shoot.catalogue, [Consent("sian", Channel.WEB, Basis.CONSENT, datetime.now(UTC))])
    answer = browser.post("/people/sian/withdraw", {**fields, "channel": "web", "reason": "a new job"})
    assert answer.status_code == 409
    assert "somebody recorded or withdrew something since you looked" in answer.text
    assert 'name="reason" value="a new job"' in answer.text
    assert consents.every(hall.shoot.catalogue, "sian")[0].withdrawn_at is None


def test_what_the_form_names_and_that_it_has_no_end_are_recorded_and_told_as_the_command(
    browser: Browser, hall: Hall
) -> None:
    fields = browser.fields("/people/sian", "/people/sian/record")
    said = {"channel": "web", "basis": "consent", "show_as": "full", "by": "R. Evans", "no_end": "yes"}
    answer = browser.post("/people/sian/record", {**fields, **said, "organisations": "Eastfell\r\nHarrow Lane"})
    command = command_told(browser, answer)
    assert "--organisations Eastfell --organisations 'Harrow Lane' --no-end" in command
    kept = consents.every(hall.shoot.catalogue, "sian")[0]
    assert (kept.organisations, kept.until) == (("Eastfell", "Harrow Lane"), None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"given": "2999-01-01"},
        {"given": "soon"},
        {"until": "1999-01-01"},
        {"until": "2999-01-01", "no_end": "yes"},
        {"basis": "hope"},
        {"channel": "moon"},
        {"channel": ""},
        {"by": ""},
    ],
)
def test_a_consent_that_cannot_be_is_refused(browser: Browser, hall: Hall, wrong: dict[str, str]) -> None:
    fields = browser.fields("/people/sian", "/people/sian/record")
    said = {"channel": "web", "basis": "consent", "show_as": "full", "by": "R. Evans", **wrong}
    answer = browser.post("/people/sian/record", {**fields, **said, "note": "as agreed by letter"})
    assert answer.status_code == 400
    assert "Nothing was recorded" in answer.text
    assert f'name="by" value="{said["by"]}"' in answer.text
    assert 'value="as agreed by letter"' in answer.text
    # beside the field that it is about
    assert f'aria-describedby="w-{next(iter(wrong))}"' in answer.text
    assert f'id="w-{next(iter(wrong))}" role="alert">' in answer.text
    assert consents.every(hall.shoot.catalogue, "sian") == []


def test_nothing_private_is_on_any_page(browser: Browser, hall: Hall) -> None:
    hall.shoot.catalogue.execute("UPDATE people SET contact = 'sian@secret.example'")
    for page in ("/", "/people", "/people/sian", "/people/sian/traces", "/footage", "/search?q=sian"):
        assert "secret.example" not in browser.text(page)
