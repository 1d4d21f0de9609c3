"""`erase`: shown first, then gone to the last byte; stopped anywhere it goes on; the file is known again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mediakit.catalogue import connect
from mediakit.catalogue.connect import open_catalogue
from mediakit.domain.errors import MachineLacks
from mediakit.domain.workspace import find_workspace
from mediakit.logistics import erasing_act, erasing_journal
from tests.cli.shot import WHY, Shoot


def tree(root: Path) -> dict[str, bytes]:
    """Every file but the catalogue's own."""
    found = (p for p in root.rglob("*") if p.is_file() and not p.name.startswith("catalogue.db"))
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def test_the_first_step_lists_everything_and_removes_nothing(shoot: Shoot) -> None:
    shoot.run("backup")
    before = tree(shoot.root)
    told = shoot.erase("A001/C0001")
    assert told["erased"] is False
    assert told["assets"] == [shoot.clip]
    kinds = {f["kind"] for f in told["files"]}
    assert kinds == {"original", "sidecar", "copy", "rendition"}
    assert sum(f["kind"] == "copy" for f in told["files"]) == 2
    assert told["catalogue"]["transcripts"] >= 1
    assert told["catalogue"]["quotes"] == 1
    assert told["site_files"] > 3
    assert len(told["backups"]) == 1
    assert [r["where"] for r in told["out_of_reach"]] == [
        str(shoot.card / "C0001.MP4"),
        str(shoot.card / "C0001M01.XML"),
        "elsewhere",
    ]
    assert tree(shoot.root) == before
    words = shoot.run("erase", "A001/C0001", *WHY).out
    assert "nothing was removed yet" in words
    assert f"--yes {told['code']}" in words


def test_an_erased_clip_is_nowhere_any_more_and_nothing_is_missing(shoot: Shoot) -> None:
    assert shoot.holding("quagmire", shoot.clip)
    assert shoot.holding("C0001.MP4")
    ran = shoot.erase_for_good("A001/C0001")
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["erased"] is True
    # what somebody else's consent says is not this clip's; its photo has a text of its own
    assert shoot.holding("xylophones", shoot.clip, "Deep quagmire", "quagmire sidecar") == []
    assert shoot.holding("C0001") == []
    checked = json.loads(shoot.run("verify", "--json").out)
    assert (checked["missing"], checked["unknown"], checked["damaged"]) == ([], [], [])
    second = json.loads(shoot.run("verify", "--against", "../second", "--json").out)
    assert (second["missing"], second["unknown"]) == ([], [])
    assert shoot.run("show", shoot.clip).status == 2
    assert json.loads(shoot.run("search", "xylophones", "--json").out)["total"] == 0
    assert (shoot.root / "site" / "videos" / "another-film" / "index.html").is_file()
    status = json.loads(shoot.run("status", "--json").out)
    assert status["failed"] == []


def test_the_manifest_of_the_card_forgets_it_too(shoot: Shoot) -> None:
    shoot.erase_for_good("A001/C0001")
    manifest = json.loads((shoot.root / "reports" / "lan-A001-manifest.json").read_text())
    assert {Path(f["path"]).name for f in manifest["files"]} == {"C0002.MP4", "P1.JPG"}
    assert manifest["erased"] == 2
    assert "C0001" not in (shoot.root / "reports" / "lan-A001-manifest.csv").read_text()


def test_an_erased_person_is_nowhere_any_more(shoot: Shoot) -> None:
    shoot.run("set", shoot.other, "people=adebayo,sian-ph")
    shoot.run("set", shoot.other, "people=adebayo")
    told = shoot.erase("Siân Prys-Howell")
    assert set(told["assets"]) == {shoot.clip, shoot.photo}
    assert "evidence" in {f["kind"] for f in told["files"]}
    ran = shoot.erase_for_good("Siân Prys-Howell")
    assert ran.status == 0, ran.err
    marks = ("Prys-Howell", "sian-ph", "sian@home.test", "quagmire", "xylophones", shoot.clip, shoot.photo, "%PDF")
    assert shoot.holding(*marks) == []
    assert shoot.run("people", "show", "sian-ph").status == 2
    assert [p["slug"] for p in json.loads(shoot.run("people", "list", "--json").out)] == ["adebayo"]
    with open_catalogue(shoot.root / "catalogue.db") as catalogue:
        stones = [tuple(r) for r in catalogue.rows("SELECT noun, by, reason FROM tombstones ORDER BY noun")]
    assert {noun for noun, _, _ in stones} == {"asset", "file", "person"}
    assert {(by, reason) for _, by, reason in stones} == {("Nuala Byrne", "asked to be erased")}


def test_what_is_kept_of_somebody_is_hidden_until_it_was_looked_at_anew(shoot: Shoot) -> None:
    told = shoot.erase("sian-ph", "--keep", shoot.photo)
    assert told["assets"] == [shoot.clip]
    assert shoot.erase_for_good("sian-ph", "--keep", shoot.photo).status == 0
    photo = json.loads(shoot.run("show", shoot.photo, "--json").out)
    assert (photo["people"], photo["hidden"], photo["approved"]) == ([], True, None)
    assert shoot.photo in {w["asset"] for w in json.loads(shoot.run("build", "--json").out)["withheld"]}
    assert shoot.holding("Prys-Howell", "sian-ph") == []


def test_where_a_match_only_guesses_somebody_is_shown_and_not_erased(shoot: Shoot) -> None:
    with open_catalogue(shoot.root / "catalogue.db") as catalogue, catalogue.writing():
        catalogue.execute("UPDATE assets SET answered = NULL WHERE id = ?", [shoot.other])
        catalogue.execute(
            "INSERT INTO asset_people (asset, person_id, source, confidence) "
            "SELECT ?, id, 'match', 0.7 FROM people WHERE slug = 'sian-ph'",
            [shoot.other],
        )
    told = shoot.erase("sian-ph")
    assert set(told["assets"]) == {shoot.clip, shoot.photo}
    assert any("A001/C0002" in s["where"] and "nobody said who is in it" in s["what"] for s in told["stays"])
    assert shoot.erase_for_good("sian-ph").status == 0
    assert json.loads(shoot.run("show", shoot.other, "--json").out)["people"] == ["adebayo"]
    assert shoot.holding("Prys-Howell", "sian-ph") == []


def test_the_code_of_a_list_that_is_no_longer_true_does_nothing(shoot: Shoot) -> None:
    code = shoot.erase("A001/C0001")["code"]
    assert shoot.erase("A001/C0001")["code"] == code
    shoot.run("set", shoot.clip, "title=Something else")
    ran = shoot.run("erase", "A001/C0001", *WHY, "--yes", code, "--json")
    assert ran.status == 1
    assert "not what was shown" in ran.err
    assert json.loads(ran.out)["code"] != code
    assert shoot.run("show", shoot.clip).status == 0
    assert shoot.run("erase", "A001/C0001", *WHY, "--yes", "aaaaaaaa").status == 1


def test_an_erased_file_is_not_taken_in_again_unawares(shoot: Shoot) -> None:
    shoot.erase_for_good("A001/C0001")
    ran = shoot.run("ingest", shoot.card, "--event", "lan", "--one-copy", "--json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert sorted(f["source"] for f in told["failed"]) == ["C0001.MP4", "C0001M01.XML"]
    assert "by Nuala Byrne: asked to be erased; --again takes it in all the same" in told["failed"][0]["reason"]
    assert told["safe_to_format"] is False
    assert not list((shoot.root / "originals").rglob("C0001*"))
    delivered = shoot.run("deliver", shoot.card / "C0001.MP4", "--event", "lan", "--json")
    assert delivered.status == 1
    assert "asked to be erased" in delivered.out
    again = json.loads(shoot.run("ingest", shoot.card, "--event", "lan", "--one-copy", "--again", "--json").out)
    assert [a["id"] for a in again["ingested"]] == [shoot.clip]
    assert shoot.run("ingest", shoot.card, "--event", "lan", "--one-copy").status == 0


def test_backups_that_hold_it_go_only_when_that_was_asked_for(shoot: Shoot) -> None:
    shoot.run("backup")
    told = json.loads(shoot.erase_for_good("A001/C0001").out)
    assert len(told["backups"]) == 1
    assert len(list((shoot.root / "backups").iterdir())) == 1
    shoot.run("backup")
    assert len(shoot.erase("A001/C0002")["backups"]) == 2
    assert shoot.erase_for_good("A001/C0002", "--backups").status == 0
    assert list((shoot.root / "backups").iterdir()) == []


def test_a_copy_on_a_disk_that_is_away_is_told(shoot: Shoot) -> None:
    (shoot.root.parent / "second").rename(shoot.root.parent / "unplugged")
    told = json.loads(shoot.erase_for_good("A001/C0001").out)
    assert len([r for r in told["out_of_reach"] if "plug its disk in" in r["what"]]) == 2
    assert (shoot.root.parent / "unplugged" / "lan" / "A001" / "C0001.MP4").is_file()


def test_a_copy_under_another_name_is_found_by_its_content(shoot: Shoot) -> None:
    folder = shoot.root.parent / "second" / "lan" / "A001"
    (folder / "C0001.MP4").rename(folder / "moved.MP4")
    shoot.erase_for_good("A001/C0001")
    assert sorted(p.name for p in folder.iterdir()) == ["C0002.MP4", "P1.JPG"]


def test_what_is_online_stays_known_without_its_address(shoot: Shoot) -> None:
    with open_catalogue(shoot.root / "catalogue.db") as catalogue, catalogue.writing():
        for number in (1, 2):
            sent = {"destination": "https://gallery.test", "at": f"2026-06-0{number}T09:00:00+00:00", "digest": "x"}
            sending = catalogue.insert("publications", sent)
            for asset in (shoot.clip, shoot.other):
                item = {"publication_id": sending, "asset": asset, "page": "videos/deep-quagmire/"}
                catalogue.insert("publication_items", item)
    told = json.loads(shoot.erase_for_good("A001/C0001").out)
    assert [r["where"] for r in told["out_of_reach"]][-2:] == ["https://gallery.test", "elsewhere"]
    with open_catalogue(shoot.root / "catalogue.db") as catalogue:
        rows = catalogue.rows("SELECT page FROM publication_items WHERE asset = ?", [shoot.clip])
        assert [r["page"] for r in rows] == ["videos/"]
    (online,) = json.loads(shoot.run("status", "--json").out)["online"]
    assert online["asset"] == shoot.clip
    assert "online at https://gallery.test" in online["reason"]


def test_what_still_names_somebody_is_left_to_a_person(shoot: Shoot) -> None:
    shoot.run("deliverable", "add", "Interview with Siân Prys-Howell", "--event", "lan")
    (shoot.root / "list.csv").write_text("who\nSIAN PRYS HOWELL\n")
    shoot.run("set", shoot.other, "caption=With Siân Prys-Howell in the room")
    stays = {r["where"]: r["what"] for r in shoot.erase("sian-ph")["stays"]}
    assert any(where.startswith("catalogue, deliverables.title") for where in stays)
    assert any(where.startswith("catalogue, assets.caption") for where in stays)
    assert "list.csv" in stays


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody-at-all", *WHY), "neither an asset nor a person"),
        (("A001/C0001",), "needs a name, --reason and --by"),
        (("sian-ph", "--reason", "Siân Prys-Howell asked", "--by", "Nuala Byrne"), "cannot name who is erased"),
        (("sian-ph", "--keep", "A001/C0002", *WHY), "is not tagged in it"),
        (("A001/C0001", "--keep", "A001/C0002", *WHY), "--keep is for a person"),
    ],
)
def test_what_cannot_be_meant_is_refused(shoot: Shoot, words: tuple[str, ...], told: str) -> None:
    ran = shoot.run("erase", *words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


# --- stopped half way -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["_remove_files", "_without_lines", "erasing.erase", "erasing.scrub", "journal.end"])
def test_an_erasure_that_was_stopped_goes_on_where_it_was(
    shoot: Shoot, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    code = shoot.erase("sian-ph")["code"]
    holder, _, name = step.rpartition(".")
    where = getattr(erasing_act, holder) if holder else erasing_act

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(where, name, stopped)
        assert shoot.run("erase", "sian-ph", *WHY, "--yes", code).status == 130
    refused = shoot.run("erase", "A001/C0002", *WHY)
    assert refused.status == 1
    assert "was interrupted" in refused.err
    words = ("--continue",) if step == "journal.end" else ("sian-ph", *WHY, "--yes", code)
    again = shoot.run("erase", *words)
    assert again.status == 0, again.err
    assert shoot.holding("Prys-Howell", "sian-ph", "quagmire", shoot.clip, "%PDF") == []
    assert shoot.run("erase", "--continue").status == 1
    with open_catalogue(shoot.root / "catalogue.db") as catalogue:
        stones = {r["noun"]: r["n"] for r in catalogue.rows("SELECT noun, count(*) AS n FROM tombstones GROUP BY noun")}
    assert stones == {"asset": 2, "file": 1, "person": 1}


def test_an_original_that_cannot_be_removed_stops_the_erasure_until_it_can(
    shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shoot.erase("A001/C0001")["code"]
    with monkeypatch.context() as patched:
        patched.setattr(erasing_act, "_remove_files", lambda *_: [][1])
        assert shoot.run("erase", "A001/C0001", *WHY, "--yes", code).status == 1
    # a folder in its place, which a file's removal cannot take away
    original = shoot.root / "originals" / "lan" / "A001" / "C0001.MP4"
    original.unlink()
    original.mkdir()
    ran = shoot.run("erase", "--continue")
    assert ran.status == 3
    assert "it cannot be removed" in ran.err
    assert "mediakit erase --continue" in ran.err
    assert shoot.run("show", shoot.clip).status == 0
    original.rmdir()
    assert shoot.run("erase", "--continue").status == 0
    assert shoot.holding(shoot.clip, "C0001") == []


def test_a_journal_that_cannot_be_read_is_named(shoot: Shoot) -> None:
    journal = erasing_journal.journal_path(find_workspace(shoot.root))
    journal.parent.mkdir(exist_ok=True)
    journal.write_text("{}")
    ran = shoot.run("erase", "A001/C0001", *WHY)
    assert ran.status == 1
    assert "the journal cannot be read" in ran.err


def test_an_unplugged_disk_of_originals_is_asked_for_first(shoot: Shoot) -> None:
    settings = shoot.root / "mediakit.toml"
    settings.write_text(settings.read_text() + f'[paths]\noriginals = "{shoot.root.parent / "gone"}"\n')
    assert shoot.run("erase", "A001/C0001", *WHY).status == MachineLacks.exit_status


def test_an_agenda_that_was_imported_remembers_no_erased_speaker(shoot: Shoot) -> None:
    agenda = "title,date,start,end,room,speakers\nOn trust,2026-05-13,10:00,11:00,Hall,Siân Prys-Howell\n"
    (shoot.root.parent / "agenda.csv").write_text(agenda)
    assert shoot.run("event", "import", "../agenda.csv", "--event", "lan").status == 0
    assert shoot.erase_for_good("sian-ph").status == 0
    assert shoot.holding("Prys-Howell", "sian-ph") == []


def test_a_backup_that_brings_back_what_was_erased_says_so(shoot: Shoot) -> None:
    shoot.run("backup", "../elsewhere")
    (backup,) = (shoot.root.parent / "elsewhere").iterdir()
    assert shoot.erase_for_good("sian-ph").status == 0
    ran = shoot.run("restore", backup, "--json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert (set(told["erased"]), told["people_erased"]) == ({shoot.clip, shoot.photo}, 1)
    assert shoot.erase_for_good("sian-ph", "--backups").status == 0
    assert shoot.holding("Prys-Howell", "sian-ph", "xylophones", shoot.clip, "%PDF") == []


def test_what_a_killed_backup_left_lying_goes_too(shoot: Shoot) -> None:
    for room in (shoot.root / "backups" / ".backup-x", shoot.root / ".restore-y" / "private"):
        room.mkdir(parents=True)
        shutil.copyfile(shoot.root / "catalogue.db", room / "catalogue.db")
    assert sum(f["kind"] == "leftover" for f in shoot.erase("A001/C0001")["files"]) == 2
    assert shoot.erase_for_good("A001/C0001").status == 0
    assert shoot.holding("xylophones", shoot.clip) == []
    assert list((shoot.root / "backups").iterdir()) == []


def test_a_reader_that_would_keep_the_deleted_pages_is_told_to_end(
    shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shoot.erase("A001/C0001")["code"]
    monkeypatch.setattr(connect, "BUSY_MS", 100)
    with open_catalogue(shoot.root / "catalogue.db") as reader:
        reader.execute("BEGIN")
        reader.value("SELECT count(*) FROM assets")
        ran = shoot.run("erase", "A001/C0001", *WHY, "--yes", code)
        assert ran.status == 3
        assert "another command" in ran.err
        reader.execute("ROLLBACK")
    assert shoot.run("erase", "--continue").status == 0
    assert shoot.holding("xylophones", shoot.clip) == []


def test_addresses_made_of_the_name_are_made_anew(shoot: Shoot) -> None:
    shoot.run("deliverable", "add", "Film", "--event", "lan", "--slug", "film-sian-prys-howell")
    shoot.run("event", "session", "add", "lan", "Siân Prys-Howell in conversation")
    slug = "sian-prys-howell-in-conversation"
    assert shoot.run("event", "session", "set", "lan", slug, "title=In conversation").status == 0
    assert shoot.erase_for_good("sian-ph").status == 0
    shoot.run("build")
    assert shoot.holding("prys-howell", "Prys-Howell") == []
    assert json.loads(shoot.run("deliverable", "list", "--json").out)[0]["slug"] == "deliverable-1"


def test_another_file_of_the_same_content_in_the_workspace_is_told(shoot: Shoot) -> None:
    (shoot.root / "work").mkdir()
    shutil.copyfile(shoot.card / "C0001.MP4", shoot.root / "work" / "cut.mp4")
    assert "work/cut.mp4" in {r["where"] for r in shoot.erase("A001/C0001")["stays"]}


def test_the_same_content_on_a_second_card_goes_too(shoot: Shoot) -> None:
    shutil.copytree(shoot.card, shoot.root.parent / "B002")
    shoot.run("ingest", "../B002", "--event", "lan", "--one-copy")
    assert {"original", "duplicate"} <= {f["kind"] for f in shoot.erase("A001/C0001")["files"]}
    assert shoot.erase_for_good("A001/C0001").status == 0
    assert shoot.holding(shoot.clip) == []
    assert not list((shoot.root / "originals").rglob("C0001.MP4"))
    assert json.loads(shoot.run("verify", "--json").out)["missing"] == []


def test_work_that_was_cut_from_it_is_told(shoot: Shoot) -> None:
    film = shoot.root.parent / "film.mp4"
    film.write_bytes((shoot.card / "C0002.MP4").read_bytes() + b"free")
    assert shoot.run("deliver", film, "--event", "lan", "--from", shoot.clip).status == 0
    stays = {r["where"].split(" [")[0]: r["what"] for r in shoot.erase("A001/C0001")["stays"]}
    assert "it was made of this" in stays["finished/film"]


def test_a_file_that_was_catalogued_where_it_lies_goes_there(shoot: Shoot) -> None:
    lies = shoot.root.parent / "stick" / "W1.MP4"
    lies.parent.mkdir()
    lies.write_bytes((shoot.card / "C0002.MP4").read_bytes() + b"more")
    shoot.run("ingest", lies.parent, "--event", "lan", "--in-place")
    told = shoot.erase("stick/W1")
    assert str(lies) in {f["path"] for f in told["files"] if f["kind"] == "original"}
    assert shoot.erase_for_good("stick/W1").status == 0
    assert not lies.exists()


def test_whoever_was_only_in_a_review_copy_or_in_what_is_kept_to_go_back_to_is_gone_as_well(shoot: Shoot) -> None:
    state = shoot.root / ".mediakit"
    shoot.run("set", shoot.other, "title=Adébáyò Fálàdé")
    shoot.run("build")
    shoot.run("publish", "../online", "--by", "Nuala Byrne")
    shoot.run("review", shoot.other, "--to", "../copy")
    shutil.rmtree(shoot.root / "site")
    assert list((state / "published").rglob("deep-quagmire"))
    assert any(b"adebayo" in p.read_bytes() for p in (state / "aside").iterdir())
    assert shoot.erase_for_good("Adébáyò Fálàdé").status == 0
    assert shoot.erase_for_good("sian-ph").status == 0
    texts = {p: p.read_bytes() for p in state.rglob("*") if p.is_file()}
    assert [p for p, text in texts.items() if b"adebayo" in text or b"quagmire" in text] == []
    assert list((state / "published").rglob("*")) == []
