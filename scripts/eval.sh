#!/bin/sh
# eval.sh FOLDER: scores the locator on the corpora in FOLDER/eval and FOLDER/seeds and writes the figures down.
# docs/figures.txt holds what the corpora's own scorers say of the program as it is; the news corpora are among those
# that its weights were trained on, so geo/eval/testdata/figures.txt, written first, holds their cross-validated figures.
# Figures only: no sentence of a corpus.
shared=${1:-../shared}
if [ ! -d "$shared/eval" ]; then
    echo "make eval needs the evaluation corpora in $shared/eval: SHARED=FOLDER make eval" >&2
    exit 1
fi
command -v python3 >/dev/null || { echo "make eval needs python3 for the scorers" >&2; exit 1; }
bin=bin/mentionmap
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
out=docs/figures.txt

if [ "$(cd "$shared" && pwd)" = "$(cd .. && pwd)/shared" ]; then
    go test -tags sqlite_fts5 -count=1 ./geo/eval -run 'Golden|HardCases|Ablation' -update || exit 1
else
    echo "the cross-validated figures need the corpora in ../shared: left as they are" >&2
fi

# locate CORPUS…: predictions for a file of JSON Lines or a folder of texts.
locate() {
    $bin locate --format jsonl --demonyms "$@"
}

{
    echo "Figures of the locator, written by 'make eval'. $($bin version | sed -n '2,3p' | tr -s ' ' | paste -sd ';' -)"
    echo "Rules were tuned while seeing these corpora, and the weights were trained on the three news corpora: for what to expect"
    echo "of other text, see the cross-validated figures in geo/eval/testdata/figures.txt."
    locate "$shared/seeds" >"$work/seeds.jsonl"
    echo
    echo "== seeds-dev (score_seeds.py)"
    python3 "$shared/eval/score_seeds.py" "$shared/eval/seeds-dev.gold.jsonl" "$work/seeds.jsonl"
    echo
    echo "== seeds-dev posts (score_posts.py)"
    python3 "$shared/eval/score_posts.py" "$shared/eval/seeds-dev.posts.json" "$work/seeds.jsonl" 2>/dev/null
    for corpus in geowebnews lgl-first trnews-first ukraine-en-dev ukraine-ukru-dev; do
        gunzip -c "$shared/eval/$corpus.jsonl.gz" >"$work/$corpus.gold"
        locate - <"$work/$corpus.gold" >"$work/$corpus.pred"
        for filter in "" "--class literal --granularity settlement,district,poi"; do
            case "$corpus$filter" in ukraine*--class* | *[a-z]) ;; *) continue ;; esac
            echo
            echo "== $corpus $filter (score.py)"
            python3 "$shared/eval/score.py" $filter "$work/$corpus.gold" "$work/$corpus.pred"
        done
    done
} >"$work/figures.txt" || exit 1
mv "$work/figures.txt" "$out"
cat "$out"
