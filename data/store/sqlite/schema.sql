-- The tables of a mentionmap database, schema 1. It is an SQLite file and an OGC GeoPackage: sqlite3, QGIS, GDAL,
-- Datasette or DuckDB open it. For reading there are the views at the end, named in the plural: mentions, reports,
-- places, documents, posts, sentences. Starts and lengths are Unicode code points, as SQLite's substr() counts them.
-- Days are days since 1970-01-01; the table day tells them as dates. Positions are degrees, WGS 84.

-- Small numbers and their names.
CREATE TABLE kind (
    id   INTEGER PRIMARY KEY, -- of mention.kind and place.kind
    name TEXT NOT NULL        -- the sort of thing that a place is
) STRICT;
INSERT INTO kind VALUES (0, 'unknown'), (1, 'settlement'), (2, 'district'), (3, 'region'), (4, 'country'), (5, 'area'), (6, 'water'), (7, 'facility'), (8, 'street');

CREATE TABLE use (
    id   INTEGER PRIMARY KEY, -- of mention.use
    name TEXT NOT NULL        -- literal: the place itself is meant; associative: a government, army, product named by it
) STRICT;
INSERT INTO use VALUES (0, 'literal'), (1, 'associative');

CREATE TABLE relation (
    id   INTEGER PRIMARY KEY, -- of mention.relation and derived.relation
    name TEXT NOT NULL        -- how the thing told lies to the place named
) STRICT;
INSERT INTO relation VALUES (0, 'in'), (1, 'near'), (2, 'direction'), (3, 'offset'), (4, 'between'), (5, 'part'), (6, 'to'), (7, 'from'), (8, 'border');

CREATE TABLE precision (
    id   INTEGER PRIMARY KEY, -- of mention.precision
    name TEXT                 -- how exactly the text dates it; NULL: undated
) STRICT;
INSERT INTO precision VALUES (0, NULL), (1, 'day'), (2, 'days'), (3, 'week'), (4, 'month'), (5, 'season'), (6, 'year');

CREATE TABLE basis (
    id   INTEGER PRIMARY KEY, -- of mention.basis
    name TEXT NOT NULL        -- where the words stand that dated it
) STRICT;
INSERT INTO basis VALUES (0, 'none'), (1, 'clause'), (2, 'sentence'), (3, 'caption'), (4, 'paragraph'), (5, 'post'), (6, 'document');

CREATE TABLE confidence (
    id    INTEGER PRIMARY KEY, -- of mention.confidence: thousandths
    value REAL NOT NULL        -- 0 to 1: how sure it is that the place is the one that is meant
) STRICT;
INSERT INTO confidence SELECT value, value / 1000.0 FROM (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 1000) SELECT value FROM n);

-- Not STRICT: GDAL tells by the type DATE that a column holds dates.
CREATE TABLE day (
    day INTEGER PRIMARY KEY, -- days since 1970-01-01; only those that something here is of
    iso DATE NOT NULL UNIQUE -- the same as YYYY-MM-DD
);

-- One row: what the database holds now.
CREATE TABLE state (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    schema     INTEGER NOT NULL, -- number of this schema
    public     TEXT NOT NULL,    -- id of the database, made at random with it
    demo       INTEGER NOT NULL, -- 1: holds the demo corpus
    generation INTEGER NOT NULL, -- grows with every change of what is stored
    documents  INTEGER NOT NULL, -- number of documents
    posts      INTEGER NOT NULL, -- number of posts
    mentions   INTEGER NOT NULL, -- number of mentions
    first_day  INTEGER,          -- first event day of all mentions; NULL: there is none
    last_day   INTEGER           -- last event day
) STRICT;

-- A random number for each generation: databases that went on from one copy have others.
CREATE TABLE history (
    generation INTEGER PRIMARY KEY, -- that state.generation had
    stamp      INTEGER NOT NULL     -- random
) STRICT;
CREATE TRIGGER state_generation AFTER UPDATE OF generation ON state BEGIN
    INSERT OR REPLACE INTO history VALUES (new.generation, random());
END;

-- Each reading of files or requests, so that it can be taken back.
CREATE TABLE run (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    begun  TEXT NOT NULL,   -- RFC 3339, UTC
    ended  TEXT,            -- the same; NULL: it did not end
    paths  TEXT NOT NULL,   -- what it read, a JSON array
    undone INTEGER NOT NULL -- 1: it was taken back
) STRICT;

-- Versions of what found and placed the mentions.
CREATE TABLE version (
    id   INTEGER PRIMARY KEY,
    part TEXT NOT NULL, -- gazetteer or locator
    name TEXT NOT NULL,
    UNIQUE (part, name)
) STRICT;

-- Sites and channels; also keys of documents that were seen at none.
CREATE TABLE source (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    home TEXT -- code of the country where it is at home, as learned; NULL: not known
) STRICT;

-- Texts as they were read. Numbers grow in the order of storing and are never given twice.
CREATE TABLE document (
    id         INTEGER PRIMARY KEY,
    public     TEXT NOT NULL UNIQUE,                    -- id in the API: a hash of the text
    key        TEXT NOT NULL,                           -- id or file name that the input gave it
    title      TEXT NOT NULL,
    lang       TEXT NOT NULL,                           -- en, uk, ru; '': not known
    published  INTEGER REFERENCES day (day),            -- day of publication; NULL: not known
    minute     INTEGER,                                 -- of that day; NULL: not known
    zone       TEXT NOT NULL,                           -- time zone as the text wrote it
    source     INTEGER NOT NULL REFERENCES source (id), -- of posts that name none: where it was seen first, else its key
    story      INTEGER NOT NULL REFERENCES document (id), -- the oldest of its near-copies; its own id if it is that
    gazetteer  INTEGER NOT NULL REFERENCES version (id),
    locator    INTEGER NOT NULL REFERENCES version (id),
    posts      INTEGER NOT NULL,                        -- number of posts
    mentions   INTEGER NOT NULL,                        -- number of mentions
    first_day  INTEGER,                                 -- first event day of its mentions
    last_day   INTEGER,                                 -- last event day
    run        INTEGER REFERENCES run (id),             -- that stored it
    generation INTEGER NOT NULL                         -- of the state when it changed last
) STRICT;
CREATE INDEX document_generation ON document (generation);
CREATE INDEX document_copy ON document (story) WHERE story <> id;
CREATE INDEX document_run ON document (run) WHERE run IS NOT NULL;

-- Documents that were deleted.
CREATE TABLE gone (
    generation INTEGER NOT NULL, -- of the state when it was deleted
    document   INTEGER NOT NULL, -- number that it had
    PRIMARY KEY (generation, document)
) STRICT, WITHOUT ROWID;

-- Where a document was seen, the first first.
CREATE TABLE seen (
    document INTEGER NOT NULL REFERENCES document (id),
    n        INTEGER NOT NULL,               -- 0, 1, 2 …
    source   INTEGER REFERENCES source (id), -- NULL: not known
    url      TEXT NOT NULL,                  -- '': not known; not trusted
    run      INTEGER REFERENCES run (id),    -- that saw it
    PRIMARY KEY (document, n)
) STRICT, WITHOUT ROWID;

-- Documents that a run met when they were stored already.
CREATE TABLE met (
    run      INTEGER NOT NULL REFERENCES run (id),
    document INTEGER NOT NULL REFERENCES document (id),
    PRIMARY KEY (document, run)
) STRICT, WITHOUT ROWID;

-- By what near-copies are found: hashes of the text of each document that begins a story (MinHash, banded).
CREATE TABLE near_copy (
    band     INTEGER NOT NULL, -- hash, as a signed number of 32 bits
    document INTEGER NOT NULL REFERENCES document (id),
    PRIMARY KEY (band, document)
) STRICT, WITHOUT ROWID;

-- Posts, and stretches of text between posts: together they are the text of their document.
CREATE TABLE post (
    id        INTEGER PRIMARY KEY,                 -- document << 16 | number of the row in the document
    document  INTEGER NOT NULL AS (id >> 16),      -- document.id
    number    INTEGER,                             -- of the post in its document, from 0; NULL: a stretch between posts
    sentence  INTEGER NOT NULL,                    -- sentence.id of its first sentence
    start     INTEGER NOT NULL,                    -- in the document
    byte      INTEGER NOT NULL,                    -- the same in bytes of UTF-8
    length    INTEGER NOT NULL,
    title     TEXT,                                -- NULL: none
    source    INTEGER REFERENCES source (id),      -- NULL: it names none
    author    TEXT,                                -- NULL: none
    lang      TEXT,                                -- NULL: that of the document
    reply_to  TEXT,                                -- what it answers; NULL: nothing
    forwarded TEXT,                                -- from where it was forwarded; NULL: it was not
    published INTEGER REFERENCES day (day),        -- NULL: not known
    minute    INTEGER,                             -- of that day; NULL: not known
    zone      TEXT,                                -- NULL: none
    repeat    INTEGER NOT NULL,                    -- 1: the same post stands earlier in the document
    text      TEXT NOT NULL
) STRICT;

-- Sentences, numbered through all documents in the order of the text. A sentence goes on to the begin of the next with
-- the white space behind it.
CREATE TABLE sentence (
    id     INTEGER PRIMARY KEY,
    post   INTEGER NOT NULL REFERENCES post (id),
    start  INTEGER,         -- in the post; NULL: it is the title, which the text does not hold
    length INTEGER NOT NULL -- without the white space behind it
) STRICT;

-- What is searched, row by row: a sentence or title as written.
CREATE VIEW sentence_text AS SELECT s.id, CASE WHEN s.start IS NULL THEN coalesce(p.title, d.title) ELSE substr(p.text, s.start + 1, s.length) END AS text,
    NULL AS stems FROM sentence s JOIN post p ON p.id = s.post JOIN document d ON d.id = p.id >> 16;

-- Full-text search, rowid = sentence.id: the words, and stems of those that are written otherwise.
CREATE VIRTUAL TABLE sentence_words USING fts5 (text, stems, content = 'sentence_text', content_rowid = 'id', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO sentence_words (sentence_words, rank) VALUES ('hashsize', 2097152);

-- Places that mentions name. Not STRICT: GDAL tells by the type POINT where the geometry is.
CREATE TABLE place (
    id         INTEGER PRIMARY KEY,
    public     INTEGER NOT NULL UNIQUE,          -- id in the API: the GeoNames id if it is above 0
    name       TEXT NOT NULL,                    -- current main name, in Latin letters
    kind       INTEGER NOT NULL REFERENCES kind (id), -- what it was when it was stored first
    country    TEXT NOT NULL,                    -- ISO 3166-1 alpha-2; '': none
    admin1     TEXT NOT NULL,                    -- first-level unit that it lies in; '': none
    admin2     TEXT NOT NULL,                    -- second-level unit
    admin1_id  INTEGER NOT NULL,                 -- public id of the first-level unit; 0: none
    population INTEGER NOT NULL,
    lon        REAL NOT NULL,                    -- degrees
    lat        REAL NOT NULL,                    -- degrees
    geom       POINT NOT NULL,                   -- the same, as GeoPackage keeps it
    generation INTEGER NOT NULL                  -- of the state when it changed last
);

CREATE INDEX place_by_name ON place (name);

-- Other names of places.
CREATE TABLE place_name (
    place  INTEGER NOT NULL REFERENCES place (id),
    n      INTEGER NOT NULL, -- 0, 1, 2 …
    name   TEXT NOT NULL,
    lang   TEXT NOT NULL,    -- en, uk, ru, …; '': not known
    former INTEGER NOT NULL, -- 1: no longer in official use
    PRIMARY KEY (place, n)
) STRICT, WITHOUT ROWID;

-- Outlines of regions and countries, as far as they are known. Not STRICT: see place.
CREATE TABLE outline (
    place INTEGER PRIMARY KEY REFERENCES place (id),
    geom  MULTIPOLYGON NOT NULL -- as GeoPackage keeps it
);

-- Mentions: spans of text that name a place.
CREATE TABLE mention (
    id             INTEGER PRIMARY KEY,                     -- document << 28 | start
    document       INTEGER NOT NULL AS (id >> 28),          -- document.id
    start          INTEGER NOT NULL AS (id & 268435455),    -- in the document
    length         INTEGER NOT NULL,
    "end"          INTEGER NOT NULL AS ((id & 268435455) + length), -- in the document, not included
    sentence       INTEGER NOT NULL REFERENCES sentence (id), -- that it begins in
    place          INTEGER REFERENCES place (id),           -- NULL: not placed
    kind           INTEGER NOT NULL REFERENCES kind (id),   -- as the text means it
    use            INTEGER NOT NULL REFERENCES use (id),
    relation       INTEGER NOT NULL REFERENCES relation (id),
    date           INTEGER REFERENCES day (day),            -- first event day; NULL: undated
    date_to        INTEGER REFERENCES day (day),            -- last event day
    precision      INTEGER NOT NULL REFERENCES precision (id),
    basis          INTEGER NOT NULL REFERENCES basis (id),
    planned        INTEGER NOT NULL,                        -- 1: said of the future
    words_start    INTEGER,                                 -- the words that dated it, in the document; NULL: none
    words_length   INTEGER,
    confidence     INTEGER NOT NULL REFERENCES confidence (id),
    radius_km      REAL NOT NULL,                           -- how far around the place it may be
    repeat         INTEGER NOT NULL                         -- 1: the same paragraph stands earlier in the document
) STRICT;

-- Finds mentions by date, and by place: there are few dates, so SQLite looks for the place under each of them. It does so
-- where it knows that they are few, which ANALYZE would find out; here it is told.
CREATE INDEX mention_date ON mention (date, place);
ANALYZE mention;
INSERT INTO sqlite_stat1 VALUES ('mention', 'mention_date', '10000000 5000 2'), ('place', 'place_by_name', '30000 2'), ('day', 'sqlite_autoindex_day_1', '2000 1');

-- Mentions that are not shown with their sentence, but with other text around them.
CREATE TABLE snippet (
    mention INTEGER PRIMARY KEY REFERENCES mention (id),
    start   INTEGER NOT NULL, -- in the document
    length  INTEGER NOT NULL
) STRICT;

-- Numbers of mentions, kept so that they need not be counted.
CREATE TABLE place_count (
    place    INTEGER PRIMARY KEY REFERENCES place (id),
    mentions INTEGER NOT NULL
) STRICT;

-- Points worked out from mentions: "a village 12 km north of X", "between A and B".
CREATE TABLE derived (
    mention      INTEGER NOT NULL REFERENCES mention (id),
    n            INTEGER NOT NULL, -- 0, 1, 2 …
    relation     INTEGER NOT NULL REFERENCES relation (id),
    words_start  INTEGER,          -- the words that say so, in the document; NULL: none
    words_length INTEGER,
    lon          REAL NOT NULL,    -- degrees
    lat          REAL NOT NULL,    -- degrees
    radius_km    REAL NOT NULL,
    PRIMARY KEY (mention, n)
) STRICT, WITHOUT ROWID;

-- Views: what the API shows, under the same names. Joins to the left: what is not asked for is not read.

CREATE VIEW mentions AS SELECT
    m.id AS OGC_FID, p.geom AS geom,
    d.public || '-' || m.start AS id, p.name AS name,
    substr(t.text, m.start - t.start + 1, m.length) AS surface,
    k.name AS kind, u.name AS use, r.name AS relation,
    a.iso AS date, b.iso AS date_to, n.name AS date_precision, CASE WHEN m.date IS NOT NULL THEN g.name END AS date_basis,
    CASE WHEN m.words_start >= t.start AND m.words_start + m.words_length <= t.start + t.length THEN substr(t.text, m.words_start - t.start + 1, m.words_length) END AS date_words,
    m.planned AS planned,
    c.iso || CASE WHEN t.minute IS NULL THEN '' ELSE printf('T%02d:%02d', t.minute / 60, t.minute % 60) END AS published,
    f.value AS confidence, m.radius_km AS radius_km, m.repeat AS repeat, p.lon AS lon, p.lat AS lat,
    p.public AS place, nullif(p.country, '') AS country, nullif(p.admin1, '') AS admin1,
    substr(t.text, coalesce(x.start - t.start, s.start) + 1, coalesce(x.length, s.length)) AS snippet,
    coalesce(t.title, nullif(d.title, '')) AS title, nullif(coalesce(ps.name, ds.name), '') AS source, t.author AS author,
    (SELECT url FROM seen WHERE seen.document = d.id AND url <> '' ORDER BY seen.n LIMIT 1) AS url,
    d.public AS document, d.public || '-' || t.start AS post, (SELECT public FROM document WHERE id = d.story) AS story,
    m.start AS start, m."end" AS "end"
FROM mention m
    LEFT JOIN document d ON d.id = m.id >> 28
    LEFT JOIN sentence s ON s.id = m.sentence
    LEFT JOIN post t ON t.id = s.post
    LEFT JOIN place p ON p.id = m.place
    LEFT JOIN kind k ON k.id = m.kind
    LEFT JOIN use u ON u.id = m.use
    LEFT JOIN relation r ON r.id = m.relation
    LEFT JOIN precision n ON n.id = m.precision
    LEFT JOIN basis g ON g.id = m.basis
    LEFT JOIN confidence f ON f.id = m.confidence
    LEFT JOIN snippet x ON x.mention = m.id
    LEFT JOIN day a ON a.day = m.date
    LEFT JOIN day b ON b.day = m.date_to
    LEFT JOIN day c ON c.day = t.published
    LEFT JOIN source ps ON ps.id = t.source
    LEFT JOIN source ds ON ds.id = d.source;

-- A report is one post naming one place under one date: a mention that none before it in its post is like.
CREATE VIEW reports AS SELECT
    d.public || '-' || t.start AS post, p.public AS place, p.name AS name, k.name AS kind, a.iso AS date, b.iso AS date_to, n.name AS date_precision,
    p.lon AS lon, p.lat AS lat, d.public AS document, nullif(coalesce(ps.name, ds.name), '') AS source, c.iso AS published, d.public || '-' || m.start AS mention
FROM mention m
    JOIN sentence s ON s.id = m.sentence
    JOIN post t ON t.id = s.post
    LEFT JOIN document d ON d.id = m.id >> 28
    LEFT JOIN kind k ON k.id = m.kind
    LEFT JOIN precision n ON n.id = m.precision
    LEFT JOIN source ds ON ds.id = d.source
    LEFT JOIN place p ON p.id = m.place
    LEFT JOIN day a ON a.day = m.date
    LEFT JOIN day b ON b.day = m.date_to
    LEFT JOIN day c ON c.day = t.published
    LEFT JOIN source ps ON ps.id = t.source
WHERE NOT EXISTS (SELECT 1 FROM mention o WHERE o.id >= m.id - m.start + t.start AND o.id < m.id AND o.place IS m.place AND (m.place IS NOT NULL OR o.kind = m.kind)
    AND o.date IS m.date AND o.date_to IS m.date_to AND o.precision = m.precision);

CREATE VIEW places AS SELECT
    p.id AS OGC_FID, p.geom AS geom, p.public AS place, p.name AS name, k.name AS kind,
    c.mentions AS count, nullif(p.country, '') AS country, nullif(p.admin1, '') AS admin1, nullif(p.admin2, '') AS admin2,
    p.population AS population, p.lon AS lon, p.lat AS lat
FROM place p LEFT JOIN kind k ON k.id = p.kind JOIN place_count c ON c.place = p.id AND c.mentions > 0;

CREATE VIEW regions AS SELECT
    o.place AS OGC_FID, o.geom AS geom, p.public AS place, p.name AS name, k.name AS kind,
    c.mentions AS count, nullif(p.country, '') AS country, p.population AS population
FROM outline o LEFT JOIN place p ON p.id = o.place LEFT JOIN kind k ON k.id = p.kind JOIN place_count c ON c.place = o.place AND c.mentions > 0;

CREATE VIEW documents AS SELECT
    d.public AS document, d.key AS key, nullif(d.title, '') AS title, nullif(d.lang, '') AS lang,
    a.iso || CASE WHEN d.minute IS NULL THEN '' ELSE printf('T%02d:%02d', d.minute / 60, d.minute % 60) END AS published,
    nullif(s.name, '') AS source, (SELECT url FROM seen WHERE seen.document = d.id AND url <> '' ORDER BY seen.n LIMIT 1) AS url,
    d.posts AS posts, d.mentions AS mentions, f.iso AS first, l.iso AS last, (SELECT public FROM document WHERE id = d.story) AS story, d.run AS run
FROM document d
    LEFT JOIN source s ON s.id = d.source
    LEFT JOIN day a ON a.day = d.published
    LEFT JOIN day f ON f.day = d.first_day
    LEFT JOIN day l ON l.day = d.last_day;

CREATE VIEW posts AS SELECT
    d.public || '-' || t.start AS post, d.public AS document, coalesce(t.title, nullif(d.title, '')) AS title,
    nullif(coalesce(ps.name, ds.name), '') AS source, t.author AS author,
    a.iso || CASE WHEN t.minute IS NULL THEN '' ELSE printf('T%02d:%02d', t.minute / 60, t.minute % 60) END AS published,
    coalesce(t.lang, nullif(d.lang, '')) AS lang, t.reply_to AS reply_to, t.forwarded AS forwarded, t.repeat AS repeat, t.text AS text
FROM post t
    LEFT JOIN document d ON d.id = t.id >> 16
    LEFT JOIN source ps ON ps.id = t.source
    LEFT JOIN source ds ON ds.id = d.source
    LEFT JOIN day a ON a.day = t.published
WHERE t.number IS NOT NULL;

CREATE VIEW sentences AS SELECT
    s.id AS sentence, d.public || '-' || t.start AS post, d.public AS document, s.start IS NULL AS title,
    CASE WHEN s.start IS NULL THEN coalesce(t.title, d.title) ELSE substr(t.text, s.start + 1, s.length) END AS text
FROM sentence s JOIN post t ON t.id = s.post JOIN document d ON d.id = t.id >> 16;

-- GeoPackage 1.3 (OGC 12-128r18, annex C), which GDAL and QGIS open.

CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');

CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
    ('mentions', 'features', 'mentions', 'What texts say, not verified events', 4326),
    ('places', 'features', 'places', 'Places that are mentioned. GeoNames (CC BY 4.0), Natural Earth (public domain)', 4326),
    ('regions', 'features', 'regions', 'Outlines of places that are mentioned', 4326);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES
    ('reports', 'attributes', 'reports', 'Posts that name a place under a date'),
    ('documents', 'attributes', 'documents', 'Texts as they were read'),
    ('posts', 'attributes', 'posts', 'What one author published at one time'),
    ('sentences', 'attributes', 'sentences', 'Sentences and titles');

CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO gpkg_geometry_columns VALUES ('mentions', 'geom', 'POINT', 4326, 0, 0), ('places', 'geom', 'POINT', 4326, 0, 0), ('regions', 'geom', 'MULTIPOLYGON', 4326, 0, 0);

-- GDAL's own table of the number of features, so that it need not count them.
CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL);
INSERT INTO gpkg_ogr_contents VALUES ('mentions', 0), ('places', 0), ('regions', 0), ('documents', 0), ('posts', 0);
