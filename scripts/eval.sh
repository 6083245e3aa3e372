#!/bin/sh
# eval.sh FOLDER: scores the locator on the corpora in FOLDER/eval and FOLDER/seeds and writes the figures down, with the embedded
# gazetteer and with the lists of FOLDER/gazetteer imported over it.
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
mkdir "$work/imported" "$work/figures" || exit 1

for list in cities1000-2020.txt.gz cities15000.zip UA.zip ru-border-places.txt.gz by-md-places.txt.gz \
    admin1CodesASCII.txt admin2Codes.txt.gz countryInfo.txt; do
    [ ! -f "$shared/gazetteer/$list" ] || $bin gazetteer import --gazetteer "$work/imported" "$shared/gazetteer/$list" || exit 1
done
if [ -z "$(ls "$work/imported")" ]; then
    echo "make eval needs the lists of places in $shared/gazetteer" >&2
    exit 1
fi

if [ "$(cd "$shared" && pwd)" = "$(cd .. && pwd)/shared" ]; then
    MENTIONMAP_GAZETTEER=$work/imported go test -tags sqlite_fts5 -count=1 ./geo/eval -run 'Golden|HardCases|Ablation' -update || exit 1
else
    echo "the cross-validated figures need the corpora in ../shared: left as they are" >&2
fi

# locate GAZETTEER CORPUS…: predictions for a file of JSON Lines or a folder of texts.
locate() {
    gazetteer=$1
    shift
    if [ "$gazetteer" = imported ]; then
        $bin locate --format jsonl --demonyms --gazetteer "$work/imported" "$@"
    else
        env -u MENTIONMAP_GAZETTEER XDG_CONFIG_HOME="$work/none" $bin locate --format jsonl --demonyms "$@"
    fi
}

# score NAME SCORER FILTER GOLD PREDICTION: one scorer's figures, with both gazetteers.
score() {
    for gazetteer in embedded imported; do
        python3 "$shared/eval/$2" $3 "$4" "$work/$5.$gazetteer" 2>/dev/null >"$work/figures/$gazetteer.json" || exit 1
    done
    echo
    echo "== $1 ($2)"
    python3 scripts/columns.py "$work/figures/embedded.json" "$work/figures/imported.json"
}

{
    echo "Figures of the locator, written by 'make eval': with the embedded gazetteer, and with Ukraine and the lists beside it imported."
    echo "$($bin version | sed -n '2,3p' | tr -s ' ' | paste -sd ';' -). Rules were tuned while seeing these corpora, and the weights were trained"
    echo "on the three news corpora: for what to expect of other text, see geo/eval/testdata/figures.txt, which is cross-validated."
    for gazetteer in embedded imported; do
        locate $gazetteer "$shared/seeds" >"$work/seeds.$gazetteer"
    done
    score seeds-dev score_seeds.py "" "$shared/eval/seeds-dev.gold.jsonl" seeds
    score "seeds-dev posts" score_posts.py "" "$shared/eval/seeds-dev.posts.json" seeds
    for corpus in geowebnews lgl-first trnews-first ukraine-en-dev ukraine-ukru-dev; do
        gunzip -c "$shared/eval/$corpus.jsonl.gz" >"$work/$corpus.gold"
        for gazetteer in embedded imported; do
            locate $gazetteer - <"$work/$corpus.gold" >"$work/$corpus.$gazetteer"
        done
        score "$corpus" score.py "" "$work/$corpus.gold" "$corpus"
        case "$corpus" in ukraine*)
            score "$corpus, literal settlements, districts and facilities" score.py \
                "--class literal --granularity settlement,district,poi" "$work/$corpus.gold" "$corpus"
            ;;
        esac
    done
} >"$work/figures.txt" || exit 1
mv "$work/figures.txt" docs/figures.txt
cat docs/figures.txt
