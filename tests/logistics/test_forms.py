"""Consent forms: filled from the people list, one page a person, worded as the workspace wants."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import html5lib
import pytest

from mediakit.catalogue import consents, events, organisations, people
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.domain.consent import Basis, Channel, Consent
from mediakit.domain.errors import BadInputFile, Misuse, UnknownName
from mediakit.domain.event import Event, Organisation, Part
from mediakit.domain.person import Appearance, Person
from mediakit.domain.workspace import Settings, Workspace
from mediakit.logistics.forms import Asked, days, print_forms


@pytest.fixture
def catalogue() -> Catalogue:
    made = catalogue_in_memory()
    events.add(made, Event("lan", "Gathering & <more>", date(2026, 5, 13), date(2026, 5, 14), "Cardiff"))
    organisations.add(made, Organisation("north", "Northgate Observatory", parts=(("lan", Part.HOST),)))
    organisations.add(made, Organisation("ynys", "Ynys Board", parts=(("lan", Part.PARTICIPANT),)))
    sian = Person("sian", "Siân Prys", honorific="Dr", appearances=(Appearance("lan", "Midwife", "Ynys Board"),))
    people.add(made, sian)
    people.add(made, Person("bo", "Bo <b>Lind</b>", appearances=(Appearance("lan"),)))
    people.add(made, Person("no", "No Pictures", do_not_photograph=True, appearances=(Appearance("lan"),)))
    return made


def workspace(root: Path, **settings: object) -> Workspace:
    return Workspace(root, Settings(**settings))  # type: ignore[arg-type]


def test_each_person_gets_a_form_with_their_name_role_and_the_organisations(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    ready = workspace(tmp_path, contact="consent@north.test", consent_years=5)
    done = print_forms(ready, catalogue, Asked("lan"))
    assert [slug for slug, _ in done.forms] == ["bo", "sian"]
    assert done.left_out == (("No Pictures", "must not be photographed"),)
    text = dict(done.forms)["sian"].read_text("utf-8")
    for told in (
        "Dr Siân Prys", "Midwife", "Ynys Board", "Northgate Observatory (host); Ynys Board.", "13–14 May 2026, Cardiff",
        "Gathering &amp; &lt;more&gt;", "ends 5 years after", "consent@north.test", "parent or guardian", "Signature",
        "lan / sian",
    ):  # fmt: skip
        assert told in text
    assert [f'value="{c.value}"' in text for c in Channel] == [True] * 5
    assert "Lind" not in text


def test_all_forms_are_in_one_file_with_empty_ones_at_the_end(catalogue: Catalogue, tmp_path: Path) -> None:
    done = print_forms(workspace(tmp_path), catalogue, Asked("lan", blank=2))
    document = html5lib.HTMLParser(strict=True).parse(done.together.read_text("utf-8"))
    labels = [e.get("aria-label") for e in document.iter("{http://www.w3.org/1999/xhtml}section")]
    assert labels == ["Bo <b>Lind</b>", "Dr Siân Prys", "Empty form", "Empty form"]
    assert "stands until you take it back" in done.together.read_text("utf-8")
    assert done.together.parent == tmp_path / "reports" / "consent-forms" / "lan"


def test_who_said_yes_already_needs_no_form(catalogue: Catalogue, tmp_path: Path) -> None:
    consents.record(catalogue, [Consent("sian", Channel.WEB, Basis.CONSENT, datetime(2026, 1, 1, tzinfo=UTC))])
    done = print_forms(workspace(tmp_path), catalogue, Asked("lan", missing=True))
    assert [slug for slug, _ in done.forms] == ["bo"]
    assert ("Siân Prys", "said yes for the web already") in done.left_out
    with pytest.raises(Misuse, match="nobody to print"):
        print_forms(workspace(tmp_path), catalogue, Asked("lan", ("sian",), missing=True))


def test_one_person_in_large_print_goes_where_it_was_asked_for(catalogue: Catalogue, tmp_path: Path) -> None:
    done = print_forms(workspace(tmp_path), catalogue, Asked("lan", ("Siân Prys",), tmp_path / "big", large_print=True))
    assert sorted(p.name for p in (tmp_path / "big").iterdir()) == ["all-forms.html", "sian.html"]
    assert "18pt" in done.together.read_text("utf-8")


def test_a_workspace_words_its_own_form(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "consent-form.html.j2"
    own.write_text("{% for form in page.forms %}Diolch, {{ form.name }}{% endfor %}")
    done = print_forms(workspace(tmp_path), catalogue, Asked("lan", ("sian",)))
    assert done.together.read_text() == "Diolch, Dr Siân Prys"
    own.write_text("{{ page.nonsense }}")
    with pytest.raises(BadInputFile, match="line 1"):
        print_forms(workspace(tmp_path), catalogue, Asked("lan", ("sian",)))
    assert done.together.read_text() == "Diolch, Dr Siân Prys"


def test_a_name_that_nobody_has_writes_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        print_forms(workspace(tmp_path), catalogue, Asked("lan", ("sian", "nobody")))
    assert list(tmp_path.iterdir()) == []


def test_days_are_worded_for_people() -> None:
    first = date(2026, 5, 31)
    assert days(first, date(2026, 6, 1)) == "31 May 2026 to 1 June 2026"
    assert days(first, first) == "31 May 2026"
