-- The counts by place and day are packed by month, and column by column: they
-- are made anew.
DELETE FROM place_day;
DELETE FROM place_day_chunk;
