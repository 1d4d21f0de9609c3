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
        "contract", "--show-as", "first", "--given", "2026-05-13", "--until", "2099-12-31", "--by", "A Guardian",
        "--note", "not with her children",
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
        "by": "A Guardian",
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
