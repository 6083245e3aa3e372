#!/bin/sh
# gdal.sh: sees to GDAL's tools for the tests that read the API with them: installed ones, else Debian's package
# where we are root. Without them those tests are skipped, and say so.
command -v ogrinfo >/dev/null 2>&1 && command -v ogr2ogr >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "==> Fetching GDAL, which reads the API in tests"
    { timeout 120 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -qq --no-install-recommends gdal-bin; } >/dev/null 2>&1
fi
command -v ogrinfo >/dev/null 2>&1 || echo "no ogrinfo: the tests that read the API with GDAL are skipped (apt-get install gdal-bin)" >&2
exit 0
