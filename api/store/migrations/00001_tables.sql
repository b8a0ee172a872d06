-- +goose Up

-- Who signs in. login is a keyed hash; what is personal is encrypted.
CREATE TABLE accounts (
    id          TEXT PRIMARY KEY,
    role        TEXT NOT NULL,
    login       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,            -- encrypted
    password    TEXT NOT NULL,            -- argon2id
    first_until TEXT NOT NULL DEFAULT '', -- a first password, good until then; empty once it was changed
    consent     TEXT NOT NULL DEFAULT '', -- the version that a holder agreed to
    consent_at  TEXT NOT NULL DEFAULT '',
    district    TEXT NOT NULL DEFAULT '', -- an officer's
    employer_id TEXT NOT NULL DEFAULT '', -- an employer's and its staff's
    holder_id   TEXT NOT NULL DEFAULT '',
    number      BIGINT NOT NULL DEFAULT 0, -- of an employer's further staff
    disabled    TEXT NOT NULL DEFAULT '', -- since when, empty where it may sign in
    totp        TEXT NOT NULL DEFAULT '', -- encrypted secret, once confirmed
    totp_begun  TEXT NOT NULL DEFAULT '', -- encrypted secret, while it is not
    totp_last   BIGINT NOT NULL DEFAULT 0, -- the last step used: a code counts once
    recovery    TEXT NOT NULL DEFAULT '', -- hashes of recovery codes, with spaces between
    created_at  TEXT NOT NULL
);
CREATE INDEX accounts_employer ON accounts (employer_id);
CREATE INDEX accounts_holder ON accounts (holder_id);

CREATE TABLE sessions (
    id         TEXT PRIMARY KEY, -- hash of what the cookie holds
    account_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    strong     BIGINT NOT NULL DEFAULT 0 -- signed in with a second factor
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_seen ON sessions (seen_at);

CREATE TABLE employers (
    id          TEXT PRIMARY KEY,
    uscc        TEXT NOT NULL,
    owns        TEXT UNIQUE,              -- the uscc, once approved: one employer owns it
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    district    TEXT NOT NULL,
    contact     TEXT NOT NULL,            -- encrypted
    phone       TEXT NOT NULL,            -- encrypted
    state       TEXT NOT NULL,
    reason      TEXT NOT NULL DEFAULT '', -- an officer's words, or the id of a reason of the program's
    waits_until TEXT NOT NULL DEFAULT '', -- while it is pending
    created_at  TEXT NOT NULL,
    decided_at  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX employers_uscc ON employers (uscc);
CREATE INDEX employers_district ON employers (district, created_at, id);
CREATE INDEX employers_state ON employers (district, state, created_at, id);
CREATE INDEX employers_waiting ON employers (state, waits_until);

CREATE TABLE holders (
    id          TEXT PRIMARY KEY,
    id_hash     TEXT NOT NULL UNIQUE,     -- keyed hash of the ID number
    id_number   TEXT NOT NULL,            -- encrypted
    name        TEXT NOT NULL,            -- encrypted
    phone       TEXT NOT NULL,            -- encrypted
    employer_id TEXT NOT NULL DEFAULT '', -- empty for one who has left
    signed_in   BIGINT NOT NULL DEFAULT 0,
    created_at  TEXT NOT NULL
);
CREATE INDEX holders_employer ON holders (employer_id, created_at, id);

CREATE TABLE applications (
    id           TEXT PRIMARY KEY,
    version      BIGINT NOT NULL,
    holder_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    taken_over   BIGINT NOT NULL DEFAULT 1, -- 0 while a changed employer has not accepted the holder
    district     TEXT NOT NULL DEFAULT '',  -- fixed when it is submitted
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    standing     TEXT NOT NULL,             -- what the steps hang on, JSON
    profile      TEXT NOT NULL,             -- encrypted JSON
    facts        TEXT NOT NULL,             -- encrypted JSON
    name_hash    TEXT NOT NULL DEFAULT '',  -- keyed hash of the name in the profile
    previous     TEXT NOT NULL DEFAULT '',  -- encrypted JSON: an earlier decision made elsewhere
    carried      TEXT NOT NULL DEFAULT '',  -- encrypted JSON: what a confirmation began with
    verified     TEXT NOT NULL DEFAULT '',  -- encrypted JSON: the facts as verified
    notes        TEXT NOT NULL DEFAULT '',  -- encrypted JSON: by line
    submitted_on TEXT NOT NULL DEFAULT '',
    decided_on   TEXT NOT NULL DEFAULT '',
    due_on       TEXT NOT NULL DEFAULT '',
    total        BIGINT NOT NULL DEFAULT 0, -- as claimed, from the decision on as decided
    receipt      TEXT NOT NULL DEFAULT '',  -- encrypted
    receipt_hash TEXT UNIQUE,               -- keyed hash of the receipt
    track_hash   TEXT UNIQUE,               -- keyed hash of the receipt and the last four of the ID number
    notice       TEXT NOT NULL DEFAULT '',  -- encrypted: the code of the notice that counts
    created_at   TEXT NOT NULL,
    changed_at   TEXT NOT NULL
);
CREATE INDEX applications_holder ON applications (holder_id, created_at, id);
CREATE INDEX applications_employer ON applications (employer_id, created_at, id);
CREATE INDEX applications_employer_state ON applications (employer_id, state, created_at, id);
CREATE INDEX applications_district ON applications (district, created_at, id);
CREATE INDEX applications_district_state ON applications (district, state, created_at, id);
CREATE INDEX applications_due ON applications (district, state, due_on);
CREATE INDEX applications_all ON applications (created_at, id);
CREATE INDEX applications_name ON applications (name_hash);

-- A holder has one open application at most.
CREATE TABLE open_applications (
    holder_id      TEXT PRIMARY KEY,
    application_id TEXT NOT NULL
);

CREATE TABLE events (
    application_id TEXT NOT NULL,
    number         BIGINT NOT NULL,
    at             TEXT NOT NULL,
    account_id     TEXT NOT NULL,
    role           TEXT NOT NULL,
    actor          TEXT NOT NULL, -- encrypted name
    step           TEXT NOT NULL,
    was            TEXT NOT NULL,
    became         TEXT NOT NULL,
    said           TEXT NOT NULL, -- encrypted JSON
    PRIMARY KEY (application_id, number)
);
CREATE INDEX events_at ON events (at); -- for the delays of a report

CREATE TABLE notices (
    code           TEXT PRIMARY KEY, -- hash of the code
    application_id TEXT NOT NULL,
    shown          TEXT NOT NULL,    -- encrypted JSON: what is shown to one who has the code
    valid_until    TEXT NOT NULL,
    revoked_at     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX notices_application ON notices (application_id);

CREATE TABLE messages (
    id             TEXT PRIMARY KEY, -- the carrier tells repetitions by it
    application_id TEXT NOT NULL,    -- or the account that was reset
    number         BIGINT NOT NULL DEFAULT 0, -- within the application
    kind           TEXT NOT NULL,
    to_whom        TEXT NOT NULL,    -- holder or employer
    phone          TEXT NOT NULL,    -- encrypted
    text           TEXT NOT NULL,    -- encrypted
    state          TEXT NOT NULL,    -- owed, sent, delivered, failed, given_up
    tries          BIGINT NOT NULL DEFAULT 0,
    next_at        TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    changed_at     TEXT NOT NULL
);
CREATE INDEX messages_owed ON messages (state, next_at);
CREATE INDEX messages_application ON messages (application_id, number);

-- Each row holds the hash of the one before.
CREATE TABLE audit (
    number BIGINT PRIMARY KEY,
    at     TEXT NOT NULL,
    actor  TEXT NOT NULL, -- an account's id, or command
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL, -- JSON, without anything personal
    prev   TEXT NOT NULL,
    hash   TEXT NOT NULL
);

CREATE TABLE replies (
    scope  TEXT NOT NULL, -- account and route, or address and route, hashed
    key    TEXT NOT NULL, -- hashed
    body   TEXT NOT NULL, -- hash
    status BIGINT NOT NULL,
    answer TEXT NOT NULL, -- encrypted
    at     TEXT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX replies_at ON replies (at);

CREATE TABLE feedback (
    id      TEXT PRIMARY KEY,
    page    TEXT NOT NULL,
    helpful TEXT NOT NULL,
    comment TEXT NOT NULL,
    at      TEXT NOT NULL
);
CREATE INDEX feedback_page ON feedback (page, at, id);

-- Records of false material, kept for the district.
CREATE TABLE false_materials (
    id_hash        TEXT NOT NULL,
    application_id TEXT NOT NULL,
    on_day         TEXT NOT NULL,
    PRIMARY KEY (id_hash, application_id)
);

CREATE TABLE kept (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE kept;
DROP TABLE false_materials;
DROP TABLE feedback;
DROP TABLE replies;
DROP TABLE audit;
DROP TABLE messages;
DROP TABLE notices;
DROP TABLE events;
DROP TABLE open_applications;
DROP TABLE applications;
DROP TABLE holders;
DROP TABLE employers;
DROP TABLE sessions;
DROP TABLE accounts;
