"""The diary of the catalogue's shape: append only, each entry in a transaction. docs/catalogue.md draws it."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from mediakit.catalogue.connect import SCHEMA_VERSION
from mediakit.catalogue.migrations_001 import M001
from mediakit.catalogue.search_words import relearn

migrations = Migrations("mediakit")


def migrate(connection: sqlite3.Connection, *, until: str | None = None) -> None:
    """Bring a catalogue up to date (or to just before the migration named `until`). Foreign keys must be off."""
    database = Database(connection, execute_plugins=False)
    migrations.apply(database, stop_before=until)
    if until is None:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    if connection.in_transaction:
        connection.commit()


def _run(database: Any, script: str) -> None:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            database.execute(statement)
            statement = ""


@migrations()
def m001_the_first_catalogue(database: Any) -> None:
    _run(database, M001)


@migrations()
def m002_corrections_that_last(database: Any) -> None:
    _run(database, M002)


M002 = """
-- how a revision came to be: "process", "import interview.docx", "replace", "revert to 3"
ALTER TABLE transcripts ADD COLUMN how TEXT NOT NULL DEFAULT 'process';
-- the language that was spoken, where the words are a translation
ALTER TABLE transcripts ADD COLUMN translated_from TEXT;

-- 1: a person made this caption; its lines and times are kept
ALTER TABLE cues ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;

-- where the words are not as the recogniser wrote them. by: the person; null: the people list and vocabulary did it
CREATE TABLE transcript_changes (
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    heard TEXT NOT NULL,
    written TEXT NOT NULL,
    reason TEXT NOT NULL,
    score REAL,
    by TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (transcript_id, position)
) STRICT, WITHOUT ROWID;

-- what must not be read or heard, whatever a later transcription or correction brings
CREATE TABLE redactions (
    id INTEGER PRIMARY KEY,
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX redactions_by_asset ON redactions(asset);

-- words that corrections taught, besides [vocabulary] in the settings. heard_as: a JSON list of what was written for it
CREATE TABLE vocabulary (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    says TEXT,
    heard_as TEXT NOT NULL DEFAULT '[]',
    asset TEXT REFERENCES assets(id) ON DELETE SET NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
"""


@migrations()
def m003_consent_to_the_end(database: Any) -> None:
    _run(database, M003)


M003 = """
-- who gave it for somebody who cannot, and the organisations that were named on the form: a JSON list
ALTER TABLE consents ADD COLUMN guardian TEXT;
ALTER TABLE consents ADD COLUMN organisations TEXT NOT NULL DEFAULT '[]';

-- what was erased, without its content: enough to know the same file again, and when and why it went.
-- digest: of salt and content's checksum, so that it cannot be looked up anywhere else
CREATE TABLE tombstones (
    id INTEGER PRIMARY KEY,
    noun TEXT NOT NULL CHECK (noun IN ('asset', 'file', 'person')),
    salt TEXT,
    digest TEXT,
    bytes INTEGER,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX tombstones_by_bytes ON tombstones(bytes);
"""


@migrations()
def m004_the_event_comes_in(database: Any) -> None:
    _run(database, M004)


M004 = """
-- 1: those who speak do not want it recorded; nothing that is matched to it is published
ALTER TABLE sessions ADD COLUMN opted_out INTEGER NOT NULL DEFAULT 0;
-- since when it is no longer in the agenda that is imported; null: it is in it, or a person added it
ALTER TABLE sessions ADD COLUMN missing_since TEXT;
-- what the last import wrote, as JSON: a field that differs from it was changed by a person, and is kept
ALTER TABLE sessions ADD COLUMN imported TEXT;
ALTER TABLE people ADD COLUMN imported TEXT;
ALTER TABLE appearances ADD COLUMN imported TEXT;

-- what the agenda's own software calls somebody, so that a new spelling there is no second person
CREATE TABLE speakers (
    event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    identity TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, identity)
) STRICT, WITHOUT ROWID;
CREATE INDEX speakers_by_person ON speakers(person_id);

-- names in addresses that two spellings of one person had before they were merged; never given to anybody else
CREATE TABLE former_slugs (
    slug TEXT PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m005_what_was_promised_in_full(database: Any) -> None:
    _run(database, M005)


M005 = """
-- who makes it; what the team's own list calls it, so that a second import changes it instead of adding one
ALTER TABLE deliverables ADD COLUMN who TEXT;
ALTER TABLE deliverables ADD COLUMN identity TEXT;
-- what has to be filmed or photographed for it: a JSON list of words
ALTER TABLE deliverables ADD COLUMN shots TEXT NOT NULL DEFAULT '[]';
ALTER TABLE deliverables ADD COLUMN note TEXT;
-- what the last import wrote, as JSON: a field that differs from it was changed by a person, and is kept
ALTER TABLE deliverables ADD COLUMN imported TEXT;
-- when it was tied to the promise; null: before anybody noted it
ALTER TABLE deliverable_assets ADD COLUMN at TEXT;

-- which quotes keep a promise
CREATE TABLE deliverable_quotes (
    deliverable_id INTEGER NOT NULL REFERENCES deliverables(id) ON DELETE CASCADE,
    quote_id INTEGER NOT NULL REFERENCES quotes(id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    PRIMARY KEY (deliverable_id, quote_id)
) STRICT, WITHOUT ROWID;

-- where a camera stood: a card's or a camera's name, and the room it filmed in. day: one day of the event; '': all
CREATE TABLE camera_rooms (
    event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    camera TEXT NOT NULL,
    day TEXT NOT NULL DEFAULT '',
    room TEXT NOT NULL,
    PRIMARY KEY (event_id, camera, day)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m006_a_search_that_knows_its_words(database: Any) -> None:
    _run(database, M006)


M006 = """
-- words as they are written, so that a name is no form of another word; forms of words are looked up in search_words
DROP TRIGGER passages_added;
DROP TRIGGER passages_gone;
DROP TRIGGER passages_changed;
DROP TABLE passages_fts;

-- what is written has numbers of its own, above all that is said, so that it is found first
UPDATE passages SET id = id + 1099511627776 WHERE field <> 'said';
-- what a passage belongs to and never leaves, in letters nobody types: kind, role, event
ALTER TABLE passages ADD COLUMN scope TEXT NOT NULL DEFAULT '';
UPDATE passages SET scope = (
    SELECT char(57360) || 'k' || a.kind || ' ' || char(57360) || 'r' || a.role || ' ' || char(57360) || 'e'
        || coalesce(a.event_id, 0)
    FROM assets a WHERE a.id = passages.asset
);
CREATE INDEX passages_by_speaker ON passages(speaker, asset) WHERE speaker IS NOT NULL;
CREATE VIRTUAL TABLE passages_fts USING fts5(
    text, scope, content='passages', content_rowid='id', tokenize="unicode61 remove_diacritics 2", prefix='1 2 3',
    columnsize=0
);
INSERT INTO passages_fts(passages_fts) VALUES ('rebuild');
-- its parts are put together every sixteenth time, and not a little at each
INSERT INTO passages_fts(passages_fts, rank) VALUES ('automerge', 0);
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
    INSERT INTO passages_fts(rowid, text, scope) VALUES (new.id, new.text, new.scope);
END;
CREATE TRIGGER passages_gone AFTER DELETE ON passages BEGIN
    INSERT INTO passages_fts(passages_fts, rowid, text, scope) VALUES ('delete', old.id, old.text, old.scope);
END;
CREATE TRIGGER passages_changed AFTER UPDATE OF text, scope ON passages BEGIN
    INSERT INTO passages_fts(passages_fts, rowid, text, scope) VALUES ('delete', old.id, old.text, old.scope);
    INSERT INTO passages_fts(rowid, text, scope) VALUES (new.id, new.text, new.scope);
END;

-- the words of all passages. word: without accents, capitals and apostrophes; spelling: as passages_fts has it;
-- sound: its consonants as said; capitals: uses with a capital within a sentence, as names have
CREATE TABLE search_words (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL,
    spelling TEXT NOT NULL,
    sound TEXT NOT NULL,
    uses INTEGER NOT NULL,
    capitals INTEGER NOT NULL,
    UNIQUE (word, spelling)
) STRICT;
CREATE INDEX search_words_by_sound ON search_words(sound);
CREATE VIRTUAL TABLE search_words_fts USING fts5(
    word, content='search_words', content_rowid='id', tokenize="porter unicode61", detail=none, columnsize=0
);
CREATE TRIGGER search_words_added AFTER INSERT ON search_words BEGIN
    INSERT INTO search_words_fts(rowid, word) VALUES (new.id, new.word);
END;
CREATE TRIGGER search_words_gone AFTER DELETE ON search_words BEGIN
    INSERT INTO search_words_fts(search_words_fts, rowid, word) VALUES ('delete', old.id, old.word);
END;
"""


@migrations()
def m007_passages_by_meaning(database: Any) -> None:
    _run(database, M007)


M007 = """
-- stretches: a JSON list of [first passage, last passage]; vectors: a float32 scale for each, then 384 bytes for each
CREATE TABLE search_vectors (
    asset TEXT PRIMARY KEY REFERENCES assets(id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    stretches TEXT NOT NULL,
    vectors BLOB NOT NULL
) STRICT;
-- of what is no longer said so nothing is kept
CREATE TRIGGER search_vectors_added AFTER INSERT ON passages WHEN new.field = 'said' BEGIN
    DELETE FROM search_vectors WHERE asset = new.asset;
END;
CREATE TRIGGER search_vectors_gone AFTER DELETE ON passages WHEN old.field = 'said' BEGIN
    DELETE FROM search_vectors WHERE asset = old.asset;
END;
CREATE TRIGGER search_vectors_changed AFTER UPDATE OF text, speaker ON passages WHEN old.field = 'said' BEGIN
    DELETE FROM search_vectors WHERE asset = old.asset;
END;
"""


@migrations()
def m008_names_are_never_in_small_letters(database: Any) -> None:
    _run(database, M008)
    relearn(database.conn)


M008 = """
-- uses within a sentence in small letters, which a name has not, and a Trust has
ALTER TABLE search_words ADD COLUMN lowers INTEGER NOT NULL DEFAULT 0;
"""


@migrations()
def m009_what_was_sent_where(database: Any) -> None:
    _run(database, M009)


M009 = """
-- begun: it may be half there
ALTER TABLE publications ADD COLUMN state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('begun', 'done'));
-- what the place is known by as ours; the name of the tree that was sent
ALTER TABLE publications ADD COLUMN mark TEXT;
ALTER TABLE publications ADD COLUMN release TEXT;
-- fingerprints of what it says besides assets, as JSON: [[kind, fingerprint], …]; null: nobody noted it
ALTER TABLE publications ADD COLUMN shown TEXT;
-- a fingerprint of everything that is shown of the asset
ALTER TABLE publication_items ADD COLUMN shown TEXT;

-- the sign-off sheet of each event as it stood when the gallery was sent
CREATE TABLE publication_signoffs (
    publication_id INTEGER NOT NULL REFERENCES publications(id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (publication_id, event)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m010_chapters_and_descriptions(database: Any) -> None:
    _run(database, M010)


M010 = """
-- where a film's parts begin: "0:00 Welcome | 2:15 Questions"; none: it has no chapters; null: they are derived
ALTER TABLE assets ADD COLUMN chapters TEXT;
-- its audio described version; or why there need be none
ALTER TABLE assets ADD COLUMN described_by TEXT REFERENCES assets(id) ON DELETE SET NULL;
ALTER TABLE assets ADD COLUMN description_not_needed TEXT;
-- what is seen and said, as text
ALTER TABLE assets ADD COLUMN description_text TEXT;
"""


@migrations()
def m011_the_cuts_of_a_film(database: Any) -> None:
    _run(database, M011)


M011 = """
-- where a new shot begins, in ms: a JSON list, in order; the key it was found under is its outcome's
CREATE TABLE cuts (
    asset TEXT PRIMARY KEY REFERENCES assets(id) ON DELETE CASCADE,
    at_ms TEXT NOT NULL
) STRICT;
"""


@migrations()
def m013_what_a_photo_looks_like(database: Any) -> None:
    _run(database, M013)


M013 = """
-- of one copy of each photo: the picture as a ThumbHash, and how sharp it is; null: made before this was measured
ALTER TABLE renditions ADD COLUMN look TEXT;
ALTER TABLE renditions ADD COLUMN sharpness REAL;
"""


@migrations()
def m014_addresses_that_were_given(database: Any) -> None:
    _run(database, M014)


M014 = """
-- where a build put something into the gallery; the latest row of a thing is where it lies now
CREATE TABLE addresses (
    id INTEGER PRIMARY KEY,
    asset TEXT REFERENCES assets(id) ON DELETE CASCADE,
    person_id INTEGER REFERENCES people(id) ON DELETE CASCADE,
    event_id INTEGER REFERENCES events(id) ON DELETE CASCADE,
    folder TEXT NOT NULL,
    named TEXT NOT NULL DEFAULT '[]',
    CHECK ((asset IS NOT NULL) + (person_id IS NOT NULL) + (event_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX addresses_asset ON addresses(asset);
CREATE INDEX addresses_person ON addresses(person_id);
CREATE INDEX addresses_event ON addresses(event_id);
CREATE INDEX addresses_folder ON addresses(folder);
"""
