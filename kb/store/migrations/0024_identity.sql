-- 0024_identity.sql: who somebody is at the identity provider of the organisations (OpenID Connect).

CREATE TABLE identity (
    issuer TEXT NOT NULL,                        -- address of the provider, as the settings name it
    subject TEXT NOT NULL,                       -- what the provider calls this person: never given to another
    person TEXT NOT NULL REFERENCES person (id), -- who that is here
    created INTEGER NOT NULL,                    -- when the two were linked
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX identity_of_person ON identity (person, issuer);

ALTER TABLE session ADD COLUMN
    sso TEXT NOT NULL DEFAULT ''; -- begun at the provider: SHA-256 in hex of what it calls its own session; '' when begun otherwise

CREATE INDEX session_of_sso ON session (sso) WHERE sso <> '';
