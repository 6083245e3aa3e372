#!/bin/sh
# postgres.sh: sees to a PostgreSQL server for the tests of its backend: an installed one, else Debian's package where
# we are root. Tests start it themselves, as an ordinary user. Without it they are skipped, and say so; under CI they fail.
have() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1; }
have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "==> Fetching PostgreSQL for the tests of its backend"
    { timeout 120 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -qq --no-install-recommends postgresql; } >/dev/null 2>&1
fi
have && exit 0
if [ -n "$CI" ]; then
    echo "no PostgreSQL, and it could not be installed: CI must have it (apt-get install postgresql)" >&2
    exit 1
fi
echo "no PostgreSQL: the tests of its backend are skipped (apt-get install postgresql)" >&2
