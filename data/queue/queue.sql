-- What the queue keeps beside River's own tables (river_job …) and those of the archive.

-- Documents that stand in the queue: each is there once, however often it is enqueued.
CREATE TABLE IF NOT EXISTS queued (
    hash   bytea PRIMARY KEY,  -- of the text's id and where it was seen
    source text NOT NULL,      -- whose home matters for it; '': none
    job    bigint NOT NULL     -- river_job.id that holds it
);

-- Programs that work, or did, and what they did.
CREATE TABLE IF NOT EXISTS worker (
    name      text PRIMARY KEY,                  -- host, process, and a random part; 'earlier' is the sum of old ones
    begun     timestamptz NOT NULL DEFAULT now(),
    seen      timestamptz NOT NULL DEFAULT now(), -- it says so every few seconds
    ended     boolean NOT NULL DEFAULT false,     -- in an orderly way
    jobs      bigint NOT NULL DEFAULT 0,          -- that it completed
    documents bigint NOT NULL DEFAULT 0,          -- new ones that it stored
    known     bigint NOT NULL DEFAULT 0,          -- that were stored already
    mentions  bigint NOT NULL DEFAULT 0,
    bytes     bigint NOT NULL DEFAULT 0,          -- of text of both
    parted    bigint NOT NULL DEFAULT 0,          -- documents that it put into a job of their own, for they failed
    rate      real NOT NULL DEFAULT 0,            -- documents a second in the last minute
    trouble   text NOT NULL DEFAULT ''            -- why it cannot store right now
);

-- Where sources are at home, as their texts told when that was learned: the same for all who locate.
CREATE TABLE IF NOT EXISTS source_home (
    name    text NOT NULL,
    home    json NOT NULL,                       -- votes of its texts
    learned timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX IF NOT EXISTS source_home_name ON source_home (md5(name)); -- names may be longer than an index takes

COMMENT ON TABLE queued IS 'Documents that stand in the queue';
COMMENT ON TABLE worker IS 'Programs that work on the queue, or did, and what they did';
COMMENT ON TABLE source_home IS 'Where sources are at home, as learned from their texts';
