-- The tables of a mentionmap database on PostgreSQL, schema 1: the tables, columns and views of the SQLite file. For
-- reading there are the views at the end, named in the plural: mentions, reports, places, documents, posts, sentences.
-- Starts and lengths are Unicode code points, as substr() counts them. Positions are degrees, WGS 84. The comments
-- here stand in the database, too (COMMENT ON): a line of comments before a table, one behind a column.
-- Keys lead with the document: so all rows of a document are one range, in the order of the text.

-- Names of the numbers in mention.kind and place.kind: the sort of thing that a place is.
CREATE TABLE kind (id smallint PRIMARY KEY, name text NOT NULL);
INSERT INTO kind VALUES (0, 'unknown'), (1, 'settlement'), (2, 'district'), (3, 'region'), (4, 'country'), (5, 'area'), (6, 'water'), (7, 'facility'), (8, 'street');

-- Names of mention.use. Literal: the place itself is meant; associative: a government, army, product named by it.
CREATE TABLE use (id smallint PRIMARY KEY, name text NOT NULL);
INSERT INTO use VALUES (0, 'literal'), (1, 'associative');

-- Names of mention.relation and derived.relation: how the thing told lies to the place named.
CREATE TABLE relation (id smallint PRIMARY KEY, name text NOT NULL);
INSERT INTO relation VALUES (0, 'in'), (1, 'near'), (2, 'direction'), (3, 'offset'), (4, 'between'), (5, 'part'), (6, 'to'), (7, 'from'), (8, 'border');

-- Names of mention.precision: how exactly the text dates it; NULL: undated.
CREATE TABLE precision (id smallint PRIMARY KEY, name text);
INSERT INTO precision VALUES (0, NULL), (1, 'day'), (2, 'days'), (3, 'week'), (4, 'month'), (5, 'season'), (6, 'year');

-- Names of mention.basis: where the words stand that dated it.
CREATE TABLE basis (id smallint PRIMARY KEY, name text NOT NULL);
INSERT INTO basis VALUES (0, 'none'), (1, 'clause'), (2, 'sentence'), (3, 'caption'), (4, 'paragraph'), (5, 'post'), (6, 'document');

-- One row: what the database holds now.
CREATE TABLE state (
    id         smallint PRIMARY KEY CHECK (id = 1),
    schema     int NOT NULL,     -- number of this schema
    public     text NOT NULL,    -- id of the database, made at random with it
    demo       boolean NOT NULL, -- holds the demo corpus
    generation bigint NOT NULL,  -- grows with every change of what is stored
    documents  bigint NOT NULL,  -- number of documents
    posts      bigint NOT NULL,  -- number of posts
    mentions   bigint NOT NULL,  -- number of mentions
    first_day  date,             -- first event day of all mentions; NULL: there is none
    last_day   date              -- last event day
) WITH (fillfactor = 10);

-- A random number for each generation: databases that went on from one copy have others.
CREATE TABLE history (
    generation bigint PRIMARY KEY, -- that state.generation had
    stamp      bigint NOT NULL     -- random
);

-- Each reading of files or requests, so that it can be taken back.
CREATE TABLE run (
    id     bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    begun  timestamptz NOT NULL,
    ended  timestamptz,                   -- NULL: it did not end
    paths  text[] NOT NULL,               -- what it read
    undone boolean NOT NULL DEFAULT false -- it was taken back
);

-- Versions of what found and placed the mentions.
CREATE TABLE version (
    id   int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    part text NOT NULL, -- gazetteer or locator
    name text NOT NULL,
    UNIQUE (part, name)
);

-- Sites and channels; also keys of documents that were seen at none.
CREATE TABLE source (
    id   bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    home text -- code of the country where it is at home, as learned; NULL: not known
);
CREATE UNIQUE INDEX source_name ON source (md5(name)); -- names may be longer than an index takes

-- Texts as they were read. Numbers grow in the order of storing and are never given twice.
CREATE TABLE document (
    id         bigint PRIMARY KEY,
    public     text NOT NULL UNIQUE,             -- id in the API: a hash of the text
    key        text NOT NULL,                    -- id or file name that the input gave it
    title      text NOT NULL,
    lang       text NOT NULL,                    -- en, uk, ru; '': not known
    published  date,                             -- day of publication; NULL: not known
    minute     smallint,                         -- of that day; NULL: not known
    zone       text NOT NULL,                    -- time zone as the text wrote it
    source     bigint NOT NULL REFERENCES source, -- of posts that name none: where it was seen first, else its key
    story      bigint NOT NULL,                  -- the oldest of its near-copies; its own id if it is that
    gazetteer  int NOT NULL REFERENCES version,
    locator    int NOT NULL REFERENCES version,
    posts      int NOT NULL,                     -- number of posts
    mentions   int NOT NULL,                     -- number of mentions
    first_day  date,                             -- first event day of its mentions
    last_day   date,                             -- last event day
    run        bigint REFERENCES run,            -- that stored it
    generation bigint NOT NULL                   -- of the state when it changed last
);
CREATE INDEX document_generation ON document (generation);
CREATE INDEX document_copy ON document (story) WHERE story <> id;
CREATE INDEX document_run ON document (run) WHERE run IS NOT NULL;

-- Documents that were deleted.
CREATE TABLE gone (
    document   bigint PRIMARY KEY, -- number that it had
    generation bigint NOT NULL     -- of the state when it was deleted
);
CREATE INDEX gone_generation ON gone (generation);

-- Where a document was seen, the first first.
CREATE TABLE seen (
    document bigint NOT NULL REFERENCES document,
    n        int NOT NULL,             -- 0, 1, 2 …
    source   bigint REFERENCES source, -- NULL: not known
    url      text NOT NULL,            -- '': not known; not trusted
    run      bigint REFERENCES run,    -- that saw it
    PRIMARY KEY (document, n)
);
CREATE INDEX seen_run ON seen (run) WHERE run IS NOT NULL;

-- Documents that a run met when they were stored already.
CREATE TABLE met (
    document bigint NOT NULL REFERENCES document,
    run      bigint NOT NULL REFERENCES run,
    PRIMARY KEY (document, run)
);
CREATE INDEX met_run ON met (run);

-- By what near-copies are found: hashes of the text of each document that begins a story (MinHash, banded).
CREATE TABLE near_copy (
    document bigint NOT NULL, -- document.id
    band     int NOT NULL,    -- hash, as a signed number of 32 bits
    PRIMARY KEY (band, document)
);

-- Posts, and stretches of text between posts: together they are the text of their document.
CREATE TABLE post (
    id        bigint PRIMARY KEY,       -- document << 16 | number of the row in the document
    document  bigint NOT NULL GENERATED ALWAYS AS (id >> 16) STORED, -- document.id
    number    int,                      -- of the post in its document, from 0; NULL: a stretch between posts
    start     int NOT NULL,             -- in the document
    byte      int NOT NULL,             -- the same in bytes of UTF-8
    length    int NOT NULL,
    title     text,                     -- NULL: none
    source    bigint REFERENCES source, -- NULL: it names none
    author    text,                     -- NULL: none
    lang      text,                     -- en, uk, ru; NULL: that of the document
    reply_to  text,                     -- id or address of the post that it answers; NULL: none
    forwarded text,                     -- whom it was forwarded from; NULL: nobody
    published date,                     -- NULL: not known
    minute    smallint,                 -- of that day; NULL: not known
    zone      text,                     -- NULL: none
    repeat    boolean NOT NULL,         -- the same post stands earlier in the document
    text      text NOT NULL,            -- a NUL, which PostgreSQL does not take, is shown as ␀
    raw       bytea                     -- the text as it was read, where it has a NUL; else NULL
);

-- Sentences. A sentence goes on to the begin of the next with the white space behind it.
CREATE TABLE sentence (
    id     bigint PRIMARY KEY, -- post << 16 | number in the post; 65535: the title
    post   bigint NOT NULL GENERATED ALWAYS AS (id >> 16) STORED, -- post.id
    start  int,                -- in the post; NULL: it is the title, which the text does not hold
    length int NOT NULL,       -- without the white space behind it
    words  tsvector NOT NULL   -- words, folded, with their positions; /stem: a stem of a word written otherwise
);

-- Places that mentions name.
CREATE TABLE place (
    id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    public     bigint NOT NULL UNIQUE,    -- id in the API: the GeoNames id if it is above 0
    name       text NOT NULL,             -- current main name, in Latin letters
    kind       smallint NOT NULL REFERENCES kind, -- what it was when it was stored first
    country    text NOT NULL,             -- ISO 3166-1 alpha-2; '': none
    admin1     text NOT NULL,             -- first-level unit that it lies in; '': none
    admin2     text NOT NULL,             -- second-level unit
    admin1_id  bigint NOT NULL,           -- public id of the first-level unit; 0: none
    population bigint NOT NULL,
    lon        double precision NOT NULL, -- degrees
    lat        double precision NOT NULL, -- degrees
    generation bigint NOT NULL            -- of the state when it changed last
);
CREATE INDEX place_generation ON place (generation);

-- Other names of places.
CREATE TABLE place_name (
    place  bigint NOT NULL REFERENCES place,
    n      int NOT NULL,     -- 0, 1, 2 …
    name   text NOT NULL,
    lang   text NOT NULL,    -- en, uk, ru, …; '': not known
    former boolean NOT NULL, -- no longer in official use
    PRIMARY KEY (place, n)
);

-- Mentions: spans of text that name a place. Place and codes are no foreign keys: to check those of a row costs more than to store it.
CREATE TABLE mention (
    document       bigint NOT NULL,           -- document.id
    start          int NOT NULL,              -- in the document
    id             bigint NOT NULL GENERATED ALWAYS AS (document << 28 | start) STORED,
    length         int NOT NULL,
    sentence       bigint NOT NULL,           -- that it begins in
    place          bigint,                    -- place.id; NULL: not placed
    kind           smallint NOT NULL CHECK (kind BETWEEN 0 AND 8), -- as the text means it
    use            smallint NOT NULL CHECK (use BETWEEN 0 AND 1),
    relation       smallint NOT NULL CHECK (relation BETWEEN 0 AND 8),
    date           date,                      -- first event day; NULL: undated
    date_to        date,                      -- last event day
    precision      smallint NOT NULL CHECK (precision BETWEEN 0 AND 6),
    basis          smallint NOT NULL CHECK (basis BETWEEN 0 AND 6),
    planned        boolean NOT NULL,          -- said of the future
    words_start    int,                       -- the words that dated it, in the document; NULL: none
    words_length   int,
    confidence     real NOT NULL,             -- 0 to 1
    radius_km      real NOT NULL,             -- how far around the place it may be
    repeat         boolean NOT NULL,          -- the same paragraph stands earlier in the document
    snippet_start  int NOT NULL,              -- the text shown around it, in the document
    snippet_length int NOT NULL,
    PRIMARY KEY (document, start)
);

-- Points worked out from mentions: "a village 12 km north of X", "between A and B".
CREATE TABLE derived (
    document     bigint NOT NULL,           -- document.id
    start        int NOT NULL,              -- mention.start
    n            int NOT NULL,              -- 0, 1, 2 …
    relation     smallint NOT NULL REFERENCES relation,
    words_start  int,                       -- the words that say so, in the document; NULL: none
    words_length int,
    lon          double precision NOT NULL, -- degrees
    lat          double precision NOT NULL, -- degrees
    radius_km    double precision NOT NULL,
    PRIMARY KEY (document, start, n),
    FOREIGN KEY (document, start) REFERENCES mention
);

CREATE INDEX sentence_words ON sentence USING gin (words) WITH (gin_pending_list_limit = 20480); -- kB that are put in order at once
CREATE INDEX mention_place ON mention (place, date) WHERE place IS NOT NULL;
CREATE INDEX mention_date ON mention (date) WHERE date IS NOT NULL;

-- A day, and a minute of it if that is known, as the API writes them.
CREATE FUNCTION stamp(day date, minute smallint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$SELECT to_char(day, 'YYYY-MM-DD') || CASE WHEN minute IS NULL THEN '' ELSE 'T' || lpad((minute / 60)::text, 2, '0') || ':' || lpad((minute % 60)::text, 2, '0') END$$;

-- Views: what the API shows, under the same names. Dates are of the type date. Joins to the left: what is not asked
-- for is not read.

CREATE VIEW mentions AS SELECT
    m.id AS ogc_fid, d.public || '-' || m.start AS id, p.name AS name,
    substr(t.text, m.start - t.start + 1, m.length) AS surface,
    k.name AS kind, u.name AS use, r.name AS relation,
    m.date AS date, m.date_to AS date_to, n.name AS date_precision, CASE WHEN m.date IS NOT NULL THEN g.name END AS date_basis,
    CASE WHEN m.words_start >= t.start AND m.words_start + m.words_length <= t.start + t.length THEN substr(t.text, m.words_start - t.start + 1, m.words_length) END AS date_words,
    m.planned AS planned,
    stamp(t.published, t.minute) AS published,
    m.confidence AS confidence, m.radius_km AS radius_km, m.repeat AS repeat, p.lon AS lon, p.lat AS lat,
    p.public AS place, nullif(p.country, '') AS country, nullif(p.admin1, '') AS admin1,
    substr(t.text, m.snippet_start - t.start + 1, m.snippet_length) AS snippet,
    coalesce(t.title, nullif(d.title, '')) AS title, nullif(coalesce(ps.name, ds.name), '') AS source, t.author AS author,
    (SELECT url FROM seen WHERE seen.document = d.id AND url <> '' ORDER BY seen.n LIMIT 1) AS url,
    d.public AS document, d.public || '-' || t.start AS post, (SELECT public FROM document WHERE id = d.story) AS story,
    m.start AS start, m.start + m.length AS "end"
FROM mention m
    LEFT JOIN document d ON d.id = m.document
    LEFT JOIN post t ON t.id = m.sentence >> 16
    LEFT JOIN place p ON p.id = m.place
    LEFT JOIN kind k ON k.id = m.kind
    LEFT JOIN use u ON u.id = m.use
    LEFT JOIN relation r ON r.id = m.relation
    LEFT JOIN precision n ON n.id = m.precision
    LEFT JOIN basis g ON g.id = m.basis
    LEFT JOIN source ps ON ps.id = t.source
    LEFT JOIN source ds ON ds.id = d.source;

-- A report is one post naming one place under one date; mention is the first that names it.
CREATE VIEW reports AS SELECT
    d.public || '-' || t.start AS post, p.public AS place, p.name AS name, k.name AS kind, m.date AS date, m.date_to AS date_to, n.name AS date_precision,
    p.lon AS lon, p.lat AS lat, d.public AS document, nullif(coalesce(ps.name, ds.name), '') AS source, stamp(t.published, NULL) AS published,
    d.public || '-' || m.start AS mention
FROM (SELECT DISTINCT ON (date, place, post, date_to, precision, unplaced) * FROM
        (SELECT sentence >> 16 AS post, place, date, date_to, precision, kind, CASE WHEN place IS NULL THEN kind END AS unplaced, document, start FROM mention) named
        ORDER BY date, place, post, date_to, precision, unplaced, start) m
    JOIN post t ON t.id = m.post
    JOIN document d ON d.id = m.document
    JOIN kind k ON k.id = m.kind
    JOIN precision n ON n.id = m.precision
    JOIN source ds ON ds.id = d.source
    LEFT JOIN place p ON p.id = m.place
    LEFT JOIN source ps ON ps.id = t.source;

CREATE VIEW places AS SELECT
    p.id AS ogc_fid, p.public AS place, p.name AS name, k.name AS kind,
    (SELECT count(*) FROM mention WHERE mention.place = p.id) AS count,
    nullif(p.country, '') AS country, nullif(p.admin1, '') AS admin1, nullif(p.admin2, '') AS admin2,
    p.population AS population, p.lon AS lon, p.lat AS lat
FROM place p LEFT JOIN kind k ON k.id = p.kind
WHERE EXISTS (SELECT 1 FROM mention WHERE mention.place = p.id);

CREATE VIEW documents AS SELECT
    d.public AS document, d.key AS key, nullif(d.title, '') AS title, nullif(d.lang, '') AS lang,
    stamp(d.published, d.minute) AS published,
    nullif(s.name, '') AS source, (SELECT url FROM seen WHERE seen.document = d.id AND url <> '' ORDER BY seen.n LIMIT 1) AS url,
    d.posts AS posts, d.mentions AS mentions, d.first_day AS first, d.last_day AS last, (SELECT public FROM document WHERE id = d.story) AS story, d.run AS run
FROM document d LEFT JOIN source s ON s.id = d.source;

CREATE VIEW posts AS SELECT
    d.public || '-' || t.start AS post, d.public AS document, coalesce(t.title, nullif(d.title, '')) AS title,
    nullif(coalesce(ps.name, ds.name), '') AS source, t.author AS author, stamp(t.published, t.minute) AS published,
    coalesce(t.lang, nullif(d.lang, '')) AS lang, t.reply_to AS reply_to, t.forwarded AS forwarded, t.repeat AS repeat, t.text AS text
FROM post t
    LEFT JOIN document d ON d.id = t.document
    LEFT JOIN source ps ON ps.id = t.source
    LEFT JOIN source ds ON ds.id = d.source
WHERE t.number IS NOT NULL;

CREATE VIEW sentences AS SELECT
    s.id AS sentence, d.public || '-' || t.start AS post, d.public AS document, s.start IS NULL AS title,
    CASE WHEN s.start IS NULL THEN coalesce(t.title, d.title) ELSE substr(t.text, s.start + 1, s.length) END AS text
FROM sentence s JOIN post t ON t.id = s.post JOIN document d ON d.id = t.document;
