"""The first catalogue's tables. Never changed: what comes later is a migration of its own."""

M001 = """
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    starts TEXT,
    ends TEXT,
    venue TEXT,
    timezone TEXT NOT NULL,
    crowd_notice TEXT,
    keep_until TEXT
) STRICT;

CREATE TABLE organisations (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    url TEXT,
    logo TEXT
) STRICT;

CREATE TABLE event_organisations (
    event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    organisation_id INTEGER NOT NULL REFERENCES organisations(id) ON DELETE CASCADE,
    part TEXT NOT NULL CHECK (part IN ('host', 'partner', 'funder', 'participant')),
    PRIMARY KEY (event_id, organisation_id, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    honorific TEXT,
    post_nominals TEXT,
    role TEXT,
    organisation TEXT,
    aliases TEXT NOT NULL DEFAULT '[]',
    says TEXT,
    contact TEXT,
    do_not_photograph INTEGER NOT NULL DEFAULT 0
) STRICT;

-- role and organisation as at one event
CREATE TABLE appearances (
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    role TEXT,
    organisation TEXT,
    PRIMARY KEY (person_id, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'talk',
    room TEXT,
    starts_at TEXT,
    ends_at TEXT,
    abstract TEXT,
    identity TEXT,
    UNIQUE (event_id, slug),
    UNIQUE (event_id, identity)
) STRICT;

CREATE TABLE session_people (
    session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, person_id)
) STRICT, WITHOUT ROWID;

-- never deleted but by erase: a withdrawal is a date on the row
CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('web', 'social', 'print', 'press', 'internal')),
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'contract', 'legitimate-interests', 'public-task')),
    recorded_at TEXT NOT NULL,
    given_on TEXT,
    given_by TEXT,
    show_as TEXT NOT NULL DEFAULT 'full' CHECK (show_as IN ('full', 'first', 'none')),
    until TEXT,
    evidence TEXT,
    note TEXT,
    withdrawn_at TEXT,
    withdrawn_reason TEXT
) STRICT;
CREATE INDEX consents_by_person ON consents(person_id);

CREATE TABLE cards (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    source TEXT,
    camera TEXT,
    layout TEXT,
    clock_offset_s INTEGER NOT NULL DEFAULT 0,
    in_place INTEGER NOT NULL DEFAULT 0,
    ingested_at TEXT NOT NULL,
    UNIQUE (event_id, name)
) STRICT;

-- id: xxh128 of the content, 32 hex digits
CREATE TABLE assets (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    kind TEXT NOT NULL CHECK (kind IN ('video', 'audio', 'photo')),
    role TEXT NOT NULL CHECK (role IN ('rush', 'finished', 'photo')),
    shot TEXT CHECK (shot IN ('interview', 'talk', 'crowd', 'detail')),
    name TEXT NOT NULL,
    short TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    event_id INTEGER REFERENCES events(id),
    card_id INTEGER REFERENCES cards(id),
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    in_place INTEGER NOT NULL DEFAULT 0,
    captured_at TEXT,
    captured_at_source TEXT,
    captured_at_doubt TEXT,
    duration_ms INTEGER,
    width_px INTEGER,
    height_px INTEGER,
    rotation INTEGER NOT NULL DEFAULT 0,
    fps TEXT,
    vcodec TEXT,
    acodec TEXT,
    channels INTEGER,
    sample_rate_hz INTEGER,
    timecode TEXT,
    camera TEXT,
    interlaced INTEGER NOT NULL DEFAULT 0,
    variable_frame_rate INTEGER NOT NULL DEFAULT 0,
    hdr TEXT,
    plays INTEGER NOT NULL DEFAULT 1,
    problem TEXT,
    title TEXT,
    caption TEXT,
    alt_text TEXT,
    extended_description TEXT,
    credit TEXT,
    creator TEXT,
    copyright TEXT,
    rating INTEGER,
    keywords TEXT NOT NULL DEFAULT '[]',
    session_id INTEGER REFERENCES sessions(id) ON DELETE SET NULL,
    session_confidence REAL,
    answered TEXT CHECK (answered IN ('people', 'none')),
    embargo TEXT,
    hidden INTEGER NOT NULL DEFAULT 0,
    poster_ms INTEGER,
    replaces TEXT REFERENCES assets(id),
    facts TEXT NOT NULL DEFAULT '{}',
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assets_by_event ON assets(event_id);
CREATE INDEX assets_by_session ON assets(session_id);
CREATE INDEX assets_by_short ON assets(short);
CREATE INDEX assets_by_path ON assets(path);

-- every file of every card, whether it is an asset or not
CREATE TABLE originals (
    path TEXT PRIMARY KEY,
    card_id INTEGER REFERENCES cards(id),
    card_path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    modified_at TEXT,
    role TEXT NOT NULL CHECK (role IN ('main', 'duplicate', 'part', 'sidecar', 'kept')),
    asset TEXT REFERENCES assets(id) ON DELETE SET NULL,
    reason TEXT,
    verified_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX originals_by_checksum ON originals(checksum);
CREATE INDEX originals_by_asset ON originals(asset);
CREATE INDEX originals_by_card ON originals(card_id);

-- further verified copies outside the workspace (--also)
CREATE TABLE copies (
    original TEXT NOT NULL REFERENCES originals(path) ON DELETE CASCADE,
    place TEXT NOT NULL,
    verified_at TEXT NOT NULL,
    PRIMARY KEY (original, place)
) STRICT, WITHOUT ROWID;

-- source: "person" chose it, or "match" by time and place
CREATE TABLE asset_people (
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    source TEXT NOT NULL DEFAULT 'person',
    confidence REAL,
    PRIMARY KEY (asset, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX asset_people_by_person ON asset_people(person_id);

CREATE TABLE tags (
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (asset, tag)
) STRICT, WITHOUT ROWID;

-- finished film → the rushes it came from
CREATE TABLE sources (
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    came_from TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    PRIMARY KEY (asset, came_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliverables (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('interview', 'film', 'photos', 'clip')),
    organisation_id INTEGER REFERENCES organisations(id) ON DELETE SET NULL,
    person_id INTEGER REFERENCES people(id) ON DELETE SET NULL,
    due TEXT,
    length_ms INTEGER,
    shape TEXT,
    state TEXT NOT NULL CHECK (state IN ('planned', 'filmed', 'edited', 'approved', 'published')),
    UNIQUE (event_id, slug)
) STRICT;

CREATE TABLE deliverable_states (
    deliverable_id INTEGER NOT NULL REFERENCES deliverables(id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT
) STRICT;

CREATE TABLE deliverable_assets (
    deliverable_id INTEGER NOT NULL REFERENCES deliverables(id) ON DELETE CASCADE,
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    PRIMARY KEY (deliverable_id, asset)
) STRICT, WITHOUT ROWID;

-- what: exactly what was approved, as JSON; the last row counts
CREATE TABLE approvals (
    id INTEGER PRIMARY KEY,
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT,
    what TEXT NOT NULL
) STRICT;
CREATE INDEX approvals_by_asset ON approvals(asset);

CREATE TABLE renditions (
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    profile TEXT NOT NULL,
    key TEXT NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    width_px INTEGER,
    height_px INTEGER,
    duration_ms INTEGER,
    made_at TEXT NOT NULL,
    PRIMARY KEY (asset, profile)
) STRICT, WITHOUT ROWID;

-- what ran for which asset, how often, and why it failed or waits
CREATE TABLE outcomes (
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    stage TEXT NOT NULL,
    key TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('done', 'failed', 'pending')),
    attempts INTEGER NOT NULL DEFAULT 1,
    elapsed_ms INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (asset, stage)
) STRICT, WITHOUT ROWID;

-- one revision of what was said; exactly one is current
CREATE TABLE transcripts (
    id INTEGER PRIMARY KEY,
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    current INTEGER NOT NULL DEFAULT 1,
    language TEXT NOT NULL,
    language_probability REAL NOT NULL,
    engine TEXT NOT NULL,
    model TEXT NOT NULL,
    key TEXT NOT NULL,
    words INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    digest TEXT NOT NULL,
    by TEXT,
    note TEXT,
    at TEXT NOT NULL,
    UNIQUE (asset, revision)
) STRICT;
CREATE UNIQUE INDEX one_current_transcript ON transcripts(asset) WHERE current = 1;

-- words: [[text, start_ms, end_ms, probability, interpolated], …]
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    speaker TEXT,
    text TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '[]',
    UNIQUE (transcript_id, position)
) STRICT;

-- captions as shown; lines are separated by a line feed
CREATE TABLE cues (
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    speaker TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (transcript_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    note TEXT,
    by TEXT,
    at TEXT NOT NULL
) STRICT;

-- what was sent where, and what each item was when it went
CREATE TABLE publications (
    id INTEGER PRIMARY KEY,
    destination TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT,
    digest TEXT NOT NULL,
    withdrawn_at TEXT
) STRICT;

CREATE TABLE publication_items (
    publication_id INTEGER NOT NULL REFERENCES publications(id) ON DELETE CASCADE,
    asset TEXT NOT NULL,
    page TEXT NOT NULL,
    PRIMARY KEY (publication_id, asset)
) STRICT, WITHOUT ROWID;

-- who changed what: never read by build
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    noun TEXT NOT NULL,
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    old TEXT,
    new TEXT
) STRICT;
CREATE INDEX changes_by_name ON changes(noun, name);

-- everything that can be searched; a passage of speech has times, a title has none
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    asset TEXT NOT NULL REFERENCES assets(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    start_ms INTEGER,
    end_ms INTEGER,
    speaker TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX passages_by_asset ON passages(asset, field);
CREATE VIRTUAL TABLE passages_fts USING fts5(
    text, content='passages', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2", prefix='2 3'
);
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
    INSERT INTO passages_fts(rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passages_gone AFTER DELETE ON passages BEGIN
    INSERT INTO passages_fts(passages_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER passages_changed AFTER UPDATE ON passages BEGIN
    INSERT INTO passages_fts(passages_fts, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO passages_fts(rowid, text) VALUES (new.id, new.text);
END;
"""
