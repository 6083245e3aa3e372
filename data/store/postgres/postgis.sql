-- Where the extension PostGIS is installed when the tables are made: a point for each place, in QGIS and ST_… functions.
ALTER TABLE place ADD COLUMN geom geometry(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED;
CREATE INDEX place_geom ON place USING gist (geom);
CREATE VIEW mention_points AS SELECT p.geom, m.* FROM mentions m LEFT JOIN place p ON p.public = m.place;
CREATE VIEW place_points AS SELECT p.geom, v.* FROM places v JOIN place p ON p.id = v.ogc_fid;
