-- Keys. A post, a passage and a mention are named by the document and by where
-- they start in it, in code points: id = document << 28 | start. So everything
-- of a document is one range of keys, in the order of the text.
-- Days are days since 1970-01-01; NULL is unknown.

CREATE TABLE state (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL,
    demo       INTEGER NOT NULL,
    documents  INTEGER NOT NULL,
    posts      INTEGER NOT NULL,
    mentions   INTEGER NOT NULL,
    first_day  INTEGER,
    last_day   INTEGER
) STRICT;

CREATE TABLE version (
    id   INTEGER PRIMARY KEY,
    part TEXT NOT NULL CHECK (part IN ('gazetteer', 'locator')),
    name TEXT NOT NULL,
    UNIQUE (part, name)
) STRICT;

CREATE TABLE source (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE document (
    id        INTEGER PRIMARY KEY,
    public    TEXT NOT NULL UNIQUE,
    key       TEXT NOT NULL,
    title     TEXT NOT NULL,
    lang      TEXT NOT NULL,
    published INTEGER,
    minute    INTEGER NOT NULL, -- of the day; -1: not known
    zone      TEXT NOT NULL,
    story     INTEGER NOT NULL, -- document.id of the first of the near-copies
    gazetteer INTEGER NOT NULL, -- version.id
    locator   INTEGER NOT NULL, -- version.id
    posts     INTEGER NOT NULL,
    mentions  INTEGER NOT NULL,
    first_day INTEGER,
    last_day  INTEGER
) STRICT;

CREATE TABLE seen (
    document INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    source   INTEGER NOT NULL, -- source.id; 0: not known
    url      TEXT NOT NULL,
    PRIMARY KEY (document, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_by_source ON seen (source);

-- The text, in pieces of at most 2,000 bytes that together are the document,
-- so that a sentence is read without reading the rest.
CREATE TABLE passage (
    id    INTEGER PRIMARY KEY,
    start INTEGER NOT NULL, -- bytes of the document
    text  BLOB NOT NULL
) STRICT;

-- Posts, and (n = -1) the stretches between posts that hold mentions.
CREATE TABLE post (
    id          INTEGER PRIMARY KEY,
    n           INTEGER NOT NULL,
    length      INTEGER NOT NULL, -- code points
    title       TEXT NOT NULL,
    author      TEXT NOT NULL,
    source      INTEGER NOT NULL, -- source.id
    own_source  INTEGER NOT NULL, -- 0: the source is the document's
    published   INTEGER,
    minute      INTEGER NOT NULL,
    zone        TEXT NOT NULL,
    repeat      INTEGER NOT NULL,
    mentions    INTEGER NOT NULL
) STRICT;
CREATE INDEX post_by_source ON post (source);

-- The words of post.title (where the text does not hold it) and of its text.
CREATE VIRTUAL TABLE post_words USING fts5 (
    title, text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE place (
    id         INTEGER PRIMARY KEY,
    public     INTEGER NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    country    TEXT NOT NULL,
    admin1     TEXT NOT NULL,
    admin2     TEXT NOT NULL,
    admin1_id  INTEGER NOT NULL,
    population INTEGER NOT NULL,
    lon        REAL NOT NULL,
    lat        REAL NOT NULL,
    names      TEXT NOT NULL -- all other names: JSON [{"t": text, "l": language, "f": former}]
) STRICT;
CREATE INDEX place_by_position ON place (lon, lat);

-- Ten million rows are meant to fit: small numbers relative to the mention,
-- seven small fields in one, and text only as where it stands.
CREATE TABLE mention (
    id         INTEGER PRIMARY KEY,
    length     INTEGER NOT NULL, -- code points
    in_post    INTEGER NOT NULL, -- post.id = id - in_post
    place      INTEGER NOT NULL, -- place.id; 0: not placed
    traits     INTEGER NOT NULL, -- see the columns made of it
    confidence INTEGER NOT NULL, -- thousandths
    radius     INTEGER NOT NULL, -- hundreds of metres
    day        INTEGER,          -- first day of the event
    days       INTEGER NOT NULL, -- last day - first day
    published  INTEGER,
    sentence   INTEGER NOT NULL, -- the sentence starts so many code points before
    sentence_length INTEGER NOT NULL,
    words      INTEGER NOT NULL, -- the words that dated it start so many code points after (negative: before)
    words_length INTEGER NOT NULL,
    kind       INTEGER AS (traits & 15) VIRTUAL,
    use        INTEGER AS (traits >> 4 & 1) VIRTUAL,
    relation   INTEGER AS (traits >> 5 & 15) VIRTUAL,
    precision  INTEGER AS (traits >> 9 & 7) VIRTUAL,
    basis      INTEGER AS (traits >> 12 & 7) VIRTUAL,
    repeat     INTEGER AS (traits >> 15 & 1) VIRTUAL,
    planned    INTEGER AS (traits >> 16 & 1) VIRTUAL,
    derived    INTEGER AS (traits >> 17 & 1) VIRTUAL -- whether table derived has rows of it
) STRICT;
CREATE INDEX mention_by_place ON mention (place, day);
CREATE INDEX mention_by_day ON mention (day);
CREATE INDEX mention_lasting ON mention (day) WHERE days > 0; -- may reach into a later window

CREATE TABLE derived (
    mention  INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    relation INTEGER NOT NULL,
    words    INTEGER NOT NULL, -- relative to the mention, as above
    words_length INTEGER NOT NULL,
    lon      REAL NOT NULL,
    lat      REAL NOT NULL,
    radius   REAL NOT NULL,    -- km
    PRIMARY KEY (mention, n)
) STRICT, WITHOUT ROWID;

-- Where near-copies meet: bands of their signatures.
CREATE TABLE story_band (
    band     INTEGER NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (band, document)
) STRICT, WITHOUT ROWID;
