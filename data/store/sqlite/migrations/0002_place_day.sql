-- Counts of units by place and days (package placeday), packed. Each Put adds a
-- part; parts are merged, small ones after a while, so that they stay few.
CREATE TABLE place_day (
    id     INTEGER PRIMARY KEY,
    filed  INTEGER NOT NULL, -- 0 by event, 1 by publication
    level  INTEGER NOT NULL, -- 0: of one generation; else how often it was merged
    first_generation INTEGER NOT NULL, -- holds what these generations added
    last_generation  INTEGER NOT NULL,
    rows   INTEGER NOT NULL
) STRICT;

CREATE TABLE place_day_chunk (
    id   INTEGER PRIMARY KEY, -- place_day.id << 20 | number
    data BLOB NOT NULL
) STRICT;

-- Which places a generation added or changed.
ALTER TABLE place ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
CREATE INDEX place_by_generation ON place (generation);

-- The documents of a story besides its first.
CREATE INDEX document_copies ON document (story) WHERE story <> id;
