#!/bin/sh
# need.sh TOOL…: checks that the tools needed are there and new enough; one line for each that is not.
bad=0
say() {
    echo "mentionmap needs $1" >&2
    bad=1
}
# at_least HAVE WANT: compares dotted versions by their first two numbers.
at_least() {
    echo "$1 $2" | awk '{ split($1, h, "."); split($2, w, "."); exit !(h[1] + 0 > w[1] + 0 || h[1] + 0 == w[1] + 0 && h[2] + 0 >= w[2] + 0) }'
}
for tool in "$@"; do
    case $tool in
    go)
        if ! command -v go >/dev/null; then
            say "Go 1.26 or newer, and there is none: see https://go.dev/doc/install"
        else
            have=$(GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//')
            at_least "$have" 1.26 || say "Go 1.26 or newer, this is $have: see https://go.dev/doc/install"
        fi
        ;;
    cc)
        command -v "${CC:-cc}" >/dev/null || command -v gcc >/dev/null || say "a C compiler for SQLite: apt-get install gcc libc6-dev, or on macOS xcode-select --install"
        ;;
    node)
        if ! command -v node >/dev/null; then
            say "Node.js 20 or newer to build the page, and there is none: see https://nodejs.org"
        else
            have=$(node --version | sed 's/^v//')
            at_least "$have" 20.0 || say "Node.js 20 or newer to build the page, this is $have: see https://nodejs.org"
        fi
        command -v npm >/dev/null || say "npm, which comes with Node.js: see https://nodejs.org"
        ;;
    esac
done
exit $bad
