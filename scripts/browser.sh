#!/bin/sh
# browser.sh: prints the path of a Chromium for the browser tests: an installed one, else the test tool's
# own download in the user's cache, else Debian's package where we are root.
for name in "$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && { command -v "$name"; exit 0; }
done
here=$(cd "$(dirname "$0")/.." && pwd)
own() {
    (cd "$here/frontend" && node -e 'const p = require("playwright-core").chromium.executablePath(); process.stdout.write(require("fs").existsSync(p) ? p : "")')
}
found=$(own 2>/dev/null)
if [ -z "$found" ] && (cd "$here/frontend" && timeout 300 npx --no-install playwright-core install chromium >&2); then
    found=$(own 2>/dev/null)
fi
if [ -z "$found" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >&2 && found=$(command -v chromium)
fi
if [ -z "$found" ]; then
    echo "the browser tests need Chromium or Chrome: install one, or set CHROMIUM to its path" >&2
    exit 1
fi
echo "$found"
