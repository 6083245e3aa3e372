#!/bin/sh
# step.sh NAME COMMAND [ARG…]: runs a command under a name, so that a long one is never silent.
# Its output is shown when it fails, or as it comes with VERBOSE=1. On a terminal a bar moves; elsewhere
# a plain line comes every 4 seconds.
name=$1
shift
if [ -n "$VERBOSE" ]; then
    echo "==> $name"
    exec "$@"
fi
log=$(mktemp "${TMPDIR:-/tmp}/mentionmap-step.XXXXXX") || exit 1
start=$(date +%s)
"$@" >"$log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; rm -f "$log"; exit 130' INT TERM
tick=0
if [ -t 1 ]; then
    while kill -0 $pid 2>/dev/null; do
        fill=$((tick % 20))
        printf '\r==> %s [%*s===%*s] %ds ' "$name" $fill '' $((19 - fill)) '' $(($(date +%s) - start))
        tick=$((tick + 1))
        sleep 0.3
    done
    printf '\r\033[K'
else
    echo "==> $name"
    while kill -0 $pid 2>/dev/null; do
        sleep 0.2
        tick=$((tick + 1))
        [ $((tick % 20)) -eq 0 ] && kill -0 $pid 2>/dev/null && echo "    … $name: $(($(date +%s) - start)) s"
    done
fi
wait $pid
status=$?
spent=$(($(date +%s) - start))
if [ $status -eq 0 ]; then
    [ -t 1 ] && echo "==> $name: done in $spent s"
    [ -n "$SHOW" ] && cat "$log"
else
    cat "$log" >&2
    echo "==> $name: failed after $spent s" >&2
fi
rm -f "$log"
exit $status
