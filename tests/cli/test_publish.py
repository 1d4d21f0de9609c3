"""`publish`, `status --strict` and `signoff`: what a person and a script are told, from the approval to the web."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mediakit.catalogue.publications import abandon, begin
from mediakit.domain.publication import Item, Shown
from tests.cli.conftest import Run
from tests.cli.shot import Shoot


@pytest.fixture
def web(shoot: Shoot) -> Path:
    """Where the gallery of the shoot will be."""
    return shoot.root.parent / "web"


def test_from_the_plan_to_the_place_and_what_is_kept_of_it(shoot: Shoot, web: Path) -> None:
    run = shoot.run
    planned = json.loads(run("publish", web, "--plan", "--json").out)
    assert planned["first"] is True
    assert {row["asset"] for row in planned["new"]} == {shoot.clip, shoot.other, shoot.photo}
    assert planned["withheld"] == planned["gone"] == planned["ending"] == []
    assert not web.exists()
    status, out, _ = run("publish", web, "--by", "Nuala Byrne", "--json")
    made = json.loads(out)
    assert status == 0
    assert (made["by"], made["destination"], made["sent"]) == ("Nuala Byrne", str(web), planned["files"]["all"])
    assert len(made["digest"]) == 32
    assert (web / "index.html").is_file()
    [kept] = json.loads(run("publish", "--json").out)
    assert (kept["digest"], kept["by"], kept["assets"]) == (made["digest"], "Nuala Byrne", 3)
    assert f"Nuala Byrne → {web}  {made['digest']}" in run("publish").out


def test_a_withdrawal_is_told_by_status_until_it_is_published(shoot: Shoot, web: Path) -> None:
    run = shoot.run
    run("publish", web)
    assert run("status", "--strict").status == 0
    told = json.loads(run("consent", "withdraw", "sian-ph", "--now", "--json").out)
    assert {row["asset"] for row in told["out_of_reach"]} >= {shoot.clip, shoot.photo}
    status, out, _ = run("status", "--strict", "--json")
    assert status == 1
    assert {row["asset"] for row in json.loads(out)["online"]} == {shoot.clip, shoot.photo}
    assert run("status").status == 0
    report = json.loads(run("consent", "report", "--json").out)
    assert [row["person"] for row in report["online"]] == ["sian-ph"] if "online" in report else True
    ran = run("publish", web)
    assert ran.out.count("gone: ") == 2
    assert "withdrew consent for web" in ran.out
    assert run("status", "--strict").status == 0
    assert not [p for p in web.rglob("*") if p.is_file() and b"Prys-Howell" in p.read_bytes()]


def test_an_erasure_leaves_nothing_in_what_is_kept_to_go_back_to(shoot: Shoot, web: Path) -> None:
    run = shoot.run
    run("publish", web)
    assert list((shoot.root / ".mediakit" / "published").rglob("deep-quagmire"))
    assert shoot.erase_for_good("sian-ph").status == 0
    assert [name for name in shoot.holding("quagmire", "Prys-Howell") if "published" in name] == []
    run("publish", web)
    assert not [p for p in web.rglob("*") if p.is_file() and b"Prys-Howell" in p.read_bytes()]


def test_what_is_out_of_date_is_refused_and_built_first_on_request(shoot: Shoot, web: Path) -> None:
    run = shoot.run
    run("set", shoot.photo, "title=By the door")
    status, out, err = run("publish", web)
    assert (status, out) == (1, "")
    assert "out of date" in err
    assert "mediakit build" in err
    assert not web.exists()
    assert run("publish", web, "--build").status == 0
    assert b"By the door" in (web / "photos" / "by-the-door" / "index.html").read_bytes()


def test_going_back_is_told_and_refused_where_it_cannot_be(shoot: Shoot, web: Path) -> None:
    run = shoot.run
    run("publish", web)
    status, _, err = run("publish", web, "--rollback")
    assert (status, "nothing to go back to" in err) == (1, True)
    own = shoot.root / "templates"
    own.mkdir(exist_ok=True)
    (own / "404.html.j2").write_text("<!DOCTYPE html><title>broken</title>")
    run("publish", web, "--build")
    assert "broken" in (web / "404.html").read_text()
    assert json.loads(run("publish", web, "--rollback", "--json").out)["sent"] == 1
    assert "broken" not in (web / "404.html").read_text()


def test_what_is_gone_can_be_forgotten_and_what_never_was_cannot(shoot: Shoot, web: Path) -> None:
    run = shoot.run
    status, _, err = run("publish", web, "--forget")
    assert (status, "nothing was published there" in err) == (2, True)
    run("publish", web)
    run("consent", "withdraw", "sian-ph")
    assert run("status", "--strict").status == 1
    assert "noted that 3 items are not there any more" in run("publish", web, "--forget").out
    assert run("status", "--strict").status == 0
    assert "not there since" in run("publish").out
    assert (web / "index.html").is_file()


def test_a_publish_that_did_not_finish_is_told(shoot: Shoot) -> None:
    with _catalogue(shoot) as catalogue:
        shown = Shown({shoot.clip: Item("videos/deep-quagmire/", "f")}, frozenset())
        number = begin(catalogue, "web", by="A", mark="m", release="r", digest="d", shown=shown)
    assert "begun and not finished: up to 1 item may be there; publish again" in shoot.run("publish").out
    with _catalogue(shoot) as catalogue:
        abandon(catalogue, number)
    assert "came to nothing" in shoot.run("publish").out


def _catalogue(shoot: Shoot):  # type: ignore[no-untyped-def]
    from mediakit.catalogue.connect import open_catalogue

    return open_catalogue(shoot.root / "catalogue.db")


@pytest.mark.parametrize(
    "words",
    [
        ["web", "--plan", "--rollback"],
        ["web", "--forget", "--plan"],
        ["web", "--rollback", "--build"],
        ["--plan"],
        ["ftp://example.org/x"],
        ["example.org::module"],
        ["-oProxyCommand=x:y"],
        ["ssh://example.org"],
        ["ssh://-oProxyCommand=x/y"],
        ["ssh://example.org:port/x"],
        ["s3://"],
        ["s3://Bucket/../x"],
        [""],
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(workspace: Path, run: Run, words: list[str]) -> None:
    status, out, err = run("publish", *words)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert list(workspace.parent.glob("web")) == []


def test_without_rsync_a_server_is_out_of_reach_with_a_hint(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build")
    monkeypatch.setenv("PATH", str(workspace / "nothing"))
    status, out, err = run("publish", "web@example.org:gallery", "--by", "A")
    assert (status, out) == (3, "")
    assert "rsync is not on this machine" in err
    assert "apt install rsync" in err


def test_a_server_that_cannot_be_reached_is_told_in_two_lines(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = workspace / "refusing"
    refusing.write_text(
        "#!/bin/sh\necho 'ssh: connect to host example.org port 22: Connection refused' >&2\nexit 255\n"
    )
    refusing.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(refusing))
    run("build")
    status, out, err = run("publish", "web@example.org:gallery", "--by", "A")
    assert (status, out) == (3, "")
    assert err.splitlines()[0].endswith("ssh: connect to host example.org port 22: Connection refused")


def test_a_server_is_published_to_through_its_shell(shoot: Shoot, web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # what ssh does with a command, on this machine: the host and options before it are not needed
    here = shoot.root.parent / "here"
    here.write_text('#!/bin/sh\nwhile [ "$1" != example.org ]; do shift; done\nshift\nexec sh -c "$*"\n')
    here.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(here))
    run = shoot.run
    target = f"ssh://web@example.org:2222{web} of%20ours"
    ran = run("publish", target, "--by", "A")
    assert ran.status == 0, ran.err
    there = Path(f"{web} of ours")
    assert (there / "index.html").read_bytes() == (shoot.root / "site" / "index.html").read_bytes()
    run("consent", "withdraw", "sian-ph", "--now")
    assert run("status", "--strict").status == 1
    assert run("publish", target).status == 0
    assert run("status", "--strict").status == 0
    assert not [p for p in there.rglob("*") if p.is_file() and b"Prys-Howell" in p.read_bytes()]


def test_the_sheet_says_why_each_thing_may_be_public_and_its_digest_is_kept(shoot: Shoot, web: Path) -> None:
    run = shoot.run
    run("set", shoot.other, "hidden=yes")
    sheet = json.loads(run("signoff", "lan", "--json").out)
    rows = {row["asset"]: row for row in sheet["items"]}
    assert rows.keys() == {shoot.clip, shoot.photo}
    [person] = rows[shoot.clip]["appearing"]
    assert (person["name"], person["basis"]) == ("Siân Prys-Howell", "consent")
    assert person["evidence"].endswith(".pdf")
    assert "/" not in person["evidence"]
    assert rows[shoot.clip]["approved_by"] == "Nuala Byrne"
    assert rows[shoot.photo]["alt_text"] == "Somebody at a quagmire"
    assert [row["reason"] for row in sheet["withheld"]] == ["it is hidden"]
    text = (shoot.root / "reports" / "signoff-lan.html").read_text("utf-8")
    assert sheet["digest"] in text
    assert "quagmire terms" not in text
    assert "signed quagmire form" not in text
    assert "Nothing was published with this sheet yet" in text
    run("publish", web, "--build", "--by", "Ada Okafor")
    again = json.loads(run("signoff", "lan", "--json").out)
    assert again["digest"] == sheet["digest"]
    assert [row["by"] for row in again["published"]] == ["Ada Okafor"]
    run("consent", "withdraw", "sian-ph")
    later = json.loads(run("signoff", "lan", "--json").out)
    assert later["digest"] != sheet["digest"]
    assert later["published"] == []
    assert run("signoff", "no-such-event").status == 2
