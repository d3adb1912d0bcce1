#!/usr/bin/env bash
# Lint, pytest and R CMD check, on every environment that is there. Ends with
# one line that counts tests, and fails if anything did.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$root/.make/check
rm -rf "$work" .make/checked
mkdir -p "$work"
status=0

say() { printf '\n== %s\n' "$*"; }
run() { "$@" || { status=1; echo "FAILED: $*"; }; }
python_of() { Rscript -e "cat(escnn:::env_files(escnn:::env_path('$1'))\$python)"; }

environments=()
for name in r-escnn r-escnn-current; do
  python=$(python_of "$name")
  [ -x "$python" ] && environments+=("$python")
done
[ ${#environments[@]} -gt 0 ] || { echo "There is no Python environment."; exit 1; }
first=${environments[0]}

say "Lint: R"
run Rscript tools/lint.R
say "Lint: Python"
(cd inst/python && run "$first" -m ruff check . ../../tests/python &&
  run "$first" -m ruff format --check . ../../tests/python &&
  run "$first" -m mypy && exit $status) || status=1

for python in "${environments[@]}"; do
  say "pytest, $("$python" -V)"
  (cd tests/python && run "$python" -m pytest -q -p no:cacheprovider \
    --junitxml="$work/pytest-$(basename "$(dirname "$(dirname "$python")")").xml" && exit $status) ||
    status=1
done

echo
cd "$work"
bash "$root/tools/watch.sh" "R CMD build" "$work/build.log" R CMD build "$root"
archive=$(ls escnn_*.tar.gz 2>/dev/null)
[ -n "$archive" ] || exit 1

# --as-cran asks about things that only a release needs, and an offline
# machine can't look up; those questions are not asked here
export _R_CHECK_CRAN_INCOMING_=false _R_CHECK_SYSTEM_CLOCK_=0 _R_CHECK_FORCE_SUGGESTS_=false NOT_CRAN=true

check_package() { # folder, what it is, environment variables...
  say "R CMD check, $2"
  mkdir -p "$1"
  env "${@:3}" ESCNN_TEST_RESULTS="$work/$1.tests" \
    R CMD check --as-cran --no-manual --output="$1" "$archive" || status=1
  grep -q '^Status: OK' "$1/escnn.Rcheck/00check.log" ||
    { status=1; echo "FAILED: R CMD check has errors, warnings or notes ($2)"; }
}

check_package with-python "with the environment"
mkdir -p empty
check_package without-python "with no Python environment" \
  WORKON_HOME="$work/empty" RETICULATE_PYTHON= ESCNN_PYTHON= ESCNN_TEST_NO_PYTHON=true

for python in "${environments[@]:1}"; do
  say "testthat, $("$python" -V)"
  rm -rf again && cp -r "$root/tests" again
  (cd again && R_LIBS="$work/with-python/escnn.Rcheck" ESCNN_PYTHON="$python" \
    ESCNN_TEST_RESULTS="$work/current.tests" run Rscript testthat.R && exit $status) || status=1
done

cd "$root"
Rscript tools/count.R "$work" | tee .make/summary.txt
grep -q ' 0 failed' .make/summary.txt || status=1
[ "$status" = 0 ] && touch .make/checked
exit "$status"
