"""`consent`: recorded with its evidence, taken back with everything that follows, and reported."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Library, Run


def report(run: Run, *words: str) -> dict[str, Any]:
    ran = run("consent", "report", "--json", *words)
    assert ran.status == 0
    document: dict[str, Any] = json.loads(ran.out)
    return document


def test_one_command_records_several_channels(library: Library, run: Run) -> None:
    ran = run(
        "consent", "record", "sian", "--channel", "web", "--channel", "print", "--channel", "web", "--basis",
        "contract", "--show-as", "first", "--given", "2026-05-13", "--until", "2099-12-31", "--by", "Kit Ashdown-Vega",
        "--guardian", "A Guardian", "--organisations", "Northgate Observatory", "--note", "not with her children",
    )  # fmt: skip
    assert ran.status == 0
    recorded = json.loads(run("people", "show", "sian", "--json").out)["consents"]
    assert [c["channel"] for c in recorded] == ["web", "print"]
    assert {c["basis"] for c in recorded} == {"contract"}
    assert recorded[0] | {"recorded_at": ""} == {
        "person": "sian",
        "channel": "web",
        "basis": "contract",
        "recorded_at": "",
        "given_on": "2026-05-13",
        "by": "Kit Ashdown-Vega",
        "guardian": "A Guardian",
        "organisations": ["Northgate Observatory"],
        "show_as": "first",
        "until": "2099-12-31",
        "evidence": None,
        "note": "not with her children",
        "withdrawn_at": None,
        "withdrawn_reason": None,
    }


def test_a_form_is_kept_in_private_for_its_owner_alone_and_nowhere_else(library: Library, run: Run) -> None:
    form = library.root.parent / "signed form.PDF"
    form.write_bytes(b"%PDF-1.7 the form of Sian")
    for _ in range(2):
        run("consent", "record", "sian", "--channel", "web", "--evidence", form)
    recorded = json.loads(run("people", "show", "sian", "--json").out)["consents"]
    kept = library.root / recorded[0]["evidence"]
    assert kept.parent == library.root / "private" / "consent"
    assert kept.read_bytes() == form.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    assert recorded[1]["evidence"] == recorded[0]["evidence"]
    copies = [p for p in library.root.rglob("*") if p.is_file() and b"%PDF" in p.read_bytes()]
    assert copies == [kept]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody", "--channel", "web"), "nobody on the people list"),
        (("sian", "--channel", "tv"), "tv"),
        (("sian",), "--channel"),
        (("sian", "--channel", "web", "--evidence", "absent.pdf"), "no such file"),
        (("sian", "--channel", "web", "--until", "2001-01-01"), "before it was given"),
        (("sian", "--channel", "web", "--given", "2199-01-01"), "still to come"),
        (("sian", "--channel", "web", "--until", "2199-01-01", "--no-end"), "cannot both be meant"),
    ],
)
def test_what_cannot_be_right_records_nothing(library: Library, run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run("consent", "record", *words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert report(run)["missing"] == [{"person": p, "channel": "web", "reason": "none"} for p in ("adebayo", "sian")]


def test_withdrawing_tells_the_three_lists(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web", "--channel", "print")
    with library.catalogue() as catalogue:
        for destination in ("https://gallery.test", "/mnt/stick"):
            sent = {"destination": destination, "at": "2026-06-01T09:00:00+00:00", "digest": "x"}
            number = catalogue.insert("publications", sent)
            item = {"publication_id": number, "asset": library.portrait, "page": "photos/window/"}
            catalogue.insert("publication_items", item)
    ran = run("consent", "withdraw", "sian", "--reason", "changed employer", "--json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert (told["person"], told["withdrawn"], told["web"]) == ("sian", ["web", "print"], False)
    assert [t["asset"] for t in told["tagged"]] == [library.portrait]
    assert [(p["asset"], p["start"]) for p in told["perhaps"]] == [(library.film, 4.0), (library.room, None)]
    assert "On trust" in told["perhaps"][1]["reason"]
    assert [o["destination"] for o in told["out_of_reach"]] == ["/mnt/stick", "https://gallery.test"]
    stands = json.loads(run("people", "show", "sian", "--json").out)["consents"]
    assert all(c["withdrawn_at"] and c["withdrawn_reason"] == "changed employer" for c in stands)


def test_withdrawing_says_in_words_what_to_do(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web")
    out = run("consent", "withdraw", "sian").out
    assert "Siân Prys-Howell: withdrawn for web" in out
    assert "mediakit build leaves these out" in out
    assert "Siân at the window" in out
    assert "at 0:04: named in what is said" in out
    assert "out of reach" in out


def test_withdrawing_one_channel_leaves_the_others_and_says_so(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web", "--channel", "print")
    ran = run("consent", "withdraw", "sian", "--channel", "print")
    assert "the consent for web stands" in ran.out
    (line,) = [p for p in report(run)["people"] if p["person"] == "sian"]
    assert (line["channels"]["web"]["answer"], line["channels"]["print"]["answer"]) == ("yes", "withdrawn")


def test_withdrawing_for_somebody_who_is_nowhere_explains_itself(workspace: Path, run: Run) -> None:
    run("people", "add", "Ada Okafor")
    ran = run("consent", "withdraw", "ada-okafor")
    assert ran.status == 0
    assert "nothing stood" in ran.out
    assert "tagged: in no asset" in ran.out


def test_a_consent_given_again_after_a_withdrawal_counts(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web")
    run("consent", "withdraw", "sian")
    run("consent", "record", "sian", "--channel", "web")
    assert [m["person"] for m in report(run)["missing"]] == ["adebayo"]


def test_the_report_is_about_the_people_of_one_event(library: Library, run: Run) -> None:
    run("people", "add", "Elsewhere Person")
    assert len(report(run)["people"]) == 3
    assert {p["person"] for p in report(run, "--event", "lan")["people"]} == {"sian", "adebayo"}
    out = run("consent", "report", "--event", "lan").out
    assert "missing for web: 2 of 2" in out
    assert "Elsewhere" not in out


def test_the_settings_can_end_a_consent_that_names_no_end(library: Library, run: Run) -> None:
    settings = library.root / "mediakit.toml"
    settings.write_text(settings.read_text().replace("default_years = 0", "default_years = 5"))
    run("consent", "record", "sian", "--channel", "web", "--given", "2024-02-29")
    run("consent", "record", "sian", "--channel", "print", "--given", "2024-02-29", "--no-end")
    run("consent", "record", "sian", "--channel", "press", "--given", "2024-02-29", "--basis", "contract")
    recorded = json.loads(run("consent", "show", "sian", "--json").out)["consents"]
    assert [c["until"] for c in recorded] == ["2029-02-28", None, None]


def test_the_whole_history_of_somebody_is_shown(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web", "--guardian", "Mair Prys", "--note", "not with her children")
    run("consent", "withdraw", "sian", "--reason", "changed employer")
    run("consent", "record", "sian", "--channel", "web", "--show-as", "first", "--organisations", "Northgate")
    document = json.loads(run("consent", "show", "sian", "--json").out)
    assert document["channels"]["web"] == "yes"
    assert [c["withdrawn_reason"] for c in document["consents"]] == ["changed employer", None]
    out = run("consent", "show", "Siân Prys-Howell").out
    for told in ("by Mair Prys", "not with her children", "changed employer", "by first name", "named: Northgate"):
        assert told in out
    assert "nothing was ever recorded" in run("consent", "show", "adebayo").out


def publish(library: Library, *assets: str, place: str = "https://gallery.test") -> None:
    with library.catalogue() as catalogue:
        sent = {"destination": place, "at": "2026-06-01T09:00:00+00:00", "digest": "x"}
        number = catalogue.insert("publications", sent)
        for asset in assets:
            item = {"publication_id": number, "asset": asset, "page": f"photos/{asset[:4]}/"}
            catalogue.insert("publication_items", item)


def test_the_report_names_what_is_online_of_people_without_consent(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web")
    publish(library, library.portrait, library.room)
    assert report(run)["published"] == []
    run("consent", "withdraw", "sian")
    (row,) = report(run)["published"]
    assert (row["person"], row["asset"], row["destination"]) == ("sian", library.portrait, "https://gallery.test")
    assert "online without consent for web: 1; publish there again" in run("consent", "report").out
    publish(library, library.room)
    assert report(run)["published"] == []


def test_the_report_becomes_a_spreadsheet(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web", "--note", "=cmd()", "--until", "2099-01-01")
    assert run("consent", "report", "--csv", "consents.csv").status == 0
    text = Path("consents.csv").read_text("utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()]
    assert len(rows) == 1 + 2 * 5
    assert ["sian", "Siân Prys-Howell", "web", "yes"] in [row[:4] for row in rows]
    assert "'=cmd()" in text


def test_a_withdrawal_says_what_may_show_them_and_is_online(library: Library, run: Run) -> None:
    publish(library, library.portrait, library.room)
    told = json.loads(run("consent", "withdraw", "sian", "--json").out)
    assert {(o["asset"], o["tagged"]) for o in told["out_of_reach"]} == {
        (library.portrait, True),
        (library.room, False),
    }


def test_a_session_named_after_somebody_is_told_apart(library: Library, run: Run) -> None:
    with library.catalogue() as catalogue, catalogue.writing():
        catalogue.execute("UPDATE sessions SET title = 'A talk with Siân Prys-Howell'")
    told = json.loads(run("consent", "withdraw", "sian", "--json").out)
    assert [t["session"] for t in told["titles"]] == ["trust"]
    out = run("consent", "withdraw", "sian").out
    assert "titles of the agenda name them, and stay" in out
    assert 'mediakit event session set lan trust title="A talk"' in out


def test_a_withdrawal_can_take_effect_at_once(library: Library, run: Run) -> None:
    assert run("consent", "withdraw", "sian", "--now").status == 0
    assert not (library.root / "site").exists()
    run("consent", "record", "sian", "--channel", "web")
    run("build", "--base-url", "https://gallery.test/")
    (library.root / "site" / "photos" / "stray").mkdir(parents=True)
    told = json.loads(run("consent", "withdraw", "sian", "--now", "--json").out)
    assert told["removed"] == 0
    assert (library.root / "site" / "sitemap.xml").is_file()


# --- many at once ----------------------------------------------------------------------------------------------------

LIST = """Name,Web,Print,Date signed,Expires,Name shown,Parent or guardian,Organisations named,Form,Notes,T-shirt
Siân Prys-Howell,yes,x,13/05/2026,13 May 2031,first name only,Mair Prys,Northgate; Calder,sian.pdf,not on posters,L
adebayo,,yes,2026-05-13,,,,,,,M
"""


def written(library: Library, text: str, name: str = "forms.csv") -> Path:
    (library.root.parent / name).write_text(text)
    (library.root.parent / "sian.pdf").write_bytes(b"%PDF the form of Sian")
    return library.root.parent / name


def test_a_list_records_many_consents_with_their_forms(library: Library, run: Run) -> None:
    ran = run("consent", "import", written(library, LIST), "--json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert [(r["row"], r["person"], r["channel"]) for r in told["recorded"]] == [
        (2, "sian", "web"),
        (2, "sian", "print"),
        (3, "adebayo", "print"),
    ]
    assert told["unread"] == ["T-shirt"]
    web = json.loads(run("consent", "show", "sian", "--json").out)["consents"][0]
    assert (web["given_on"], web["until"], web["show_as"]) == ("2026-05-13", "2031-05-13", "first")
    assert (web["guardian"], web["organisations"], web["note"]) == (
        "Mair Prys",
        ["Northgate", "Calder"],
        "not on posters",
    )
    assert (library.root / web["evidence"]).read_bytes() == b"%PDF the form of Sian"


def test_the_same_list_again_records_nothing_twice(library: Library, run: Run) -> None:
    run("consent", "import", written(library, LIST))
    told = json.loads(run("consent", "import", "../forms.csv", "--json").out)
    assert told["recorded"] == []
    assert {s["reason"] for s in told["skipped"]} == {"recorded already"}


def test_a_list_brings_nothing_back_that_was_withdrawn_since(library: Library, run: Run) -> None:
    run("consent", "import", written(library, LIST))
    run("consent", "withdraw", "sian")
    told = json.loads(run("consent", "import", "../forms.csv", "--json").out)
    assert told["recorded"] == []
    assert [s["reason"].split(" on ")[0] for s in told["skipped"] if s["person"] == "sian"] == ["withdrawn"] * 2
    assert "sian" in [m["person"] for m in report(run)["missing"]]


def test_an_older_form_takes_nothing_from_a_newer_one(library: Library, run: Run) -> None:
    run("consent", "record", "sian", "--channel", "web", "--given", "2026-06-01")
    told = json.loads(run("consent", "import", written(library, LIST), "--json").out)
    assert [(s["channel"], s["reason"]) for s in told["skipped"]] == [
        ("web", "older than what stands, which was given on 2026-06-01")
    ]


def test_a_trial_writes_nothing(library: Library, run: Run) -> None:
    ran = run("consent", "import", written(library, LIST), "--dry-run")
    assert "3 consents of 2 people would be recorded; nothing was written" in ran.out
    assert json.loads(run("consent", "show", "sian", "--json").out)["consents"] == []
    assert not (library.root / "private" / "consent").exists()


def test_every_bad_row_is_named_and_nothing_is_recorded(library: Library, run: Run) -> None:
    bad = """person,channel,given,until,basis,show as,evidence
sian,web,2026-05-13,,,,
Nobody Known,web,2026-05-13,,,,
sian,television,2026-05-13,,,,
sian,web,31/02/2026,,,,
sian,web,2026-05-13,2020-01-01,,,
sian,web,2026-05-13,,a hunch,,
sian,web,2026-05-13,,,loudly,
sian,web,2026-05-13,,,,absent.pdf
sian,web,,,,,
"""
    ran = run("consent", "import", written(library, bad))
    assert (ran.status, ran.out) == (2, "")
    assert "8 rows cannot be used, so nothing was recorded" in ran.err
    for number in range(3, 11):
        assert f"row {number}: " in ran.err
    assert json.loads(run("consent", "show", "sian", "--json").out)["consents"] == []


def test_a_list_without_the_columns_that_matter_is_refused(library: Library, run: Run) -> None:
    ran = run("consent", "import", written(library, "Name,Shoe size\nsian,38\n"))
    assert (ran.status, ran.out) == (2, "")
    assert "no row says which column holds the people and which the channels" in ran.err


def test_terms_in_a_tick_box_are_refused_rather_than_guessed(library: Library, run: Run) -> None:
    ran = run("consent", "import", written(library, "Name,Web,Date\nsian,only her voice,2026-05-13\n"))
    assert ran.status == 2
    assert "neither yes nor no; put such terms into note" in ran.err


def test_forms_are_made_for_the_people_of_an_event(library: Library, run: Run) -> None:
    ran = run("consent", "forms", "lan", "--json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert [f["person"] for f in told["forms"]] == ["adebayo", "sian"]
    assert Path(told["together"]).read_text("utf-8").count('class="form"') == 2
    assert run("consent", "forms", "no-such-event").status == 2
