module mentionmap/data/store/compare

go 1.26.0

require (
	github.com/jackc/pgx/v5 v5.7.2
	github.com/paulmach/orb v0.14.0
	mentionmap v0.0.0
)

require (
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/mattn/go-sqlite3 v1.14.53 // indirect
	golang.org/x/crypto v0.31.0 // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/text v0.21.0 // indirect
)

replace mentionmap => ../../..
