-- A document and all its mentions become one row; where things stand is kept
-- in sorted runs. What was stored is read from the old_ tables, which are then
-- dropped.
ALTER TABLE document RENAME TO old_document;
ALTER TABLE seen RENAME TO old_seen;
ALTER TABLE passage RENAME TO old_passage;
ALTER TABLE post RENAME TO old_post;
ALTER TABLE mention RENAME TO old_mention;
ALTER TABLE derived RENAME TO old_derived;
DROP INDEX document_copies;
DROP TABLE story_band;
DROP TABLE post_words;
DELETE FROM place_day;
DELETE FROM place_day_chunk;

-- Sections (posts, and stretches of text between posts that hold mentions) are
-- numbered through all documents. A document has the number of its first one.
CREATE TABLE document (
    id        INTEGER PRIMARY KEY,
    public    BLOB NOT NULL UNIQUE, -- the public id, as bytes
    sections  INTEGER NOT NULL,
    key       TEXT NOT NULL,
    title     TEXT NOT NULL,
    lang      TEXT NOT NULL,
    published INTEGER,              -- day since 1970-01-01; NULL: not known
    minute    INTEGER NOT NULL,     -- of the day; -1: not known
    zone      TEXT NOT NULL,
    story     INTEGER NOT NULL,     -- document.id of the first of the near-copies
    gazetteer INTEGER NOT NULL,     -- version.id
    locator   INTEGER NOT NULL,     -- version.id
    posts     INTEGER NOT NULL,
    mentions  INTEGER NOT NULL,
    first_day INTEGER,
    last_day  INTEGER,
    source    INTEGER NOT NULL,     -- source.id of posts that name none
    seen      BLOB NOT NULL,        -- for each: uvarint source.id (0: not known), uvarint bytes of the URL, URL
    packed    BLOB NOT NULL         -- sections and mentions (packed.go)
) STRICT;
CREATE INDEX document_copies ON document (story) WHERE story <> id;

-- The text, in pieces of at most 2,000 bytes that together are the document,
-- so that a sentence is read without reading the rest.
CREATE TABLE passage (
    id    INTEGER PRIMARY KEY, -- document.id << 28 | code points before it
    start INTEGER NOT NULL,    -- bytes before it
    text  BLOB NOT NULL
) STRICT;

-- The words of sections by their number, each once, folded by tokens.go.
CREATE VIRTUAL TABLE section_words USING fts5 (words, content = '', columnsize = 0, detail = none, tokenize = ascii);

-- In which sections something stands (package postings), by families: what is
-- put together is a run; runs are merged after a while, so that they stay few.
CREATE TABLE run (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- readers remember runs by it
    family INTEGER NOT NULL,
    level  INTEGER NOT NULL,                  -- how often it was merged
    bytes  INTEGER NOT NULL,
    firsts BLOB NOT NULL,                     -- of each chunk: uvarint first key - that of the chunk before
    last   INTEGER NOT NULL                   -- key
) STRICT;

CREATE TABLE run_chunk (
    id   INTEGER PRIMARY KEY, -- run.id << 20 | number
    data BLOB NOT NULL
) STRICT;

-- Sections of documents that were deleted: postings may name them until their
-- runs are merged. Numbers are never given twice.
CREATE TABLE gone (
    first INTEGER PRIMARY KEY,
    last  INTEGER NOT NULL
) STRICT;

ALTER TABLE place ADD COLUMN cell INTEGER NOT NULL DEFAULT 0; -- of its position when it was first stored
ALTER TABLE source ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0; -- of posts of this source
INSERT INTO section_words (section_words, rank) VALUES ('hashsize', 16777216), ('automerge', 8), ('crisismerge', 32);
