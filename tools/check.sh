#!/usr/bin/env bash
# Lint, pytest and R CMD check, on every environment that is there, in two lanes
# side by side. Ends with one line that counts tests, and fails if anything did.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$root/.make/check
rm -rf "$work" .make/checked
mkdir -p "$work"
status=0

say() { printf '\n== %s [%ds]\n' "$*" "$SECONDS"; }
run() { "$@" || { status=1; echo "FAILED: $*"; }; }
python_of() { Rscript -e "cat(escnn:::env_files(escnn:::env_path('$1'))\$python)"; }

environments=()
for name in r-escnn r-escnn-current; do
  python=$(python_of "$name")
  [ -x "$python" ] && environments+=("$python")
done
[ ${#environments[@]} -gt 0 ] || { echo "There is no Python environment."; exit 1; }
first=${environments[0]}

lint_python() {
  say "Lint: Python"
  cd "$root/inst/python"
  run "$first" -m ruff check . ../../tests/python
  run "$first" -m ruff format --check . ../../tests/python
  run "$first" -m mypy
}

run_pytest() { # python, options...
  say "pytest, $("$1" -V)"
  cd "$root/tests/python"
  # one thread: the other core is the other lane's
  run env OMP_NUM_THREADS=1 "$1" -m pytest -q -p no:cacheprovider \
    --durations=10 --durations-min=5 "${@:2}" \
    --junitxml="$work/pytest-$(basename "$(dirname "$(dirname "$1")")").xml"
}

pytest_first() { run_pytest "$first"; }

# without what is the same whatever PyTorch there is
pytest_others() {
  for python in "${environments[@]:1}"; do run_pytest "$python" -m "not once"; done
}

# --as-cran asks about things that only a release needs, and an offline
# machine can't look up; those questions are not asked here
export _R_CHECK_CRAN_INCOMING_=false _R_CHECK_SYSTEM_CLOCK_=0 _R_CHECK_FORCE_SUGGESTS_=false NOT_CRAN=true
# packages whose objects are understood, of which Debian has none
export _R_CHECK_PACKAGE_DEPENDS_IGNORE_MISSING_ENHANCES_=true
# the first example starts Python, beside the other lane
export _R_CHECK_EXAMPLE_TIMING_THRESHOLD_=20

# PyTorch 1.13 compiles what was traced to machine code, seconds for each network; pytest tries
# that out with a network of every class
export PYTORCH_TENSOREXPR=0

check_package() { # folder, what it is, options in one word, environment variables...
  local archive=$(ls escnn_*.tar.gz 2>/dev/null)
  [ -n "$archive" ] || return
  say "R CMD check, $2"
  mkdir -p "$1"
  run env "${@:4}" ESCNN_TEST_RESULTS="$work/$1.tests" \
    R CMD check --no-manual $3 --output="$1" "$archive"
  grep -q '^Status: OK' "$1/escnn.Rcheck/00check.log" ||
    { status=1; echo "FAILED: R CMD check has errors, warnings or notes ($2)"; }
}

lint_r() {
  say "Lint: R"
  cd "$root"
  run Rscript tools/lint.R
  run Rscript tools/workflows.R
}

build_package() {
  say "R CMD build"
  cd "$work"
  run R CMD build "$root"
  touch built
}

check_r() {
  cd "$work"
  # vignettes were built with this environment a moment ago, and what PyTorch has a part in
  # is tested beside it
  check_package with-python "with the environment" "--as-cran --no-vignettes" ESCNN_TEST_PART=rest
}

# What hangs on Python: installing, loading, examples, tests, vignettes, what they leave behind.
# The other check looks at code and help pages, which are the same here.
check_r_without_python() {
  cd "$work"
  mkdir -p empty
  check_package without-python "with no Python environment" --run-donttest \
    ESCNN_TEST_AGAIN="$again" WORKON_HOME="$work/empty" RETICULATE_PYTHON= ESCNN_PYTHON= \
    ESCNN_TEST_NO_PYTHON=true RETICULATE_USE_MANAGED_VENV=no \
    _R_CHECK_USE_CODETOOLS_=false _R_CHECK_FF_CALLS_=skip _R_CHECK_RD_XREFS_=false \
    _R_CHECK_RD_CONTENTS_=false _R_CHECK_RD_STYLE_=false \
    _R_CHECK_THINGS_IN_CHECK_DIR_=true _R_CHECK_THINGS_IN_TEMP_DIR_=true
}

run_testthat() { # Python, environment variables...
  say "testthat, $("$1" -V)"
  local folder=$work/testthat-$(basename "$(dirname "$(dirname "$1")")")
  mkdir -p "$folder/left" && cp -r "$root/tests" "$folder" && cd "$folder/tests" || return
  # as for pytest, the other core is the other lane's
  run env OMP_NUM_THREADS=1 TMPDIR="$folder/left" ESCNN_PYTHON="$1" "${@:2}" \
    ESCNN_TEST_RESULTS="$folder.tests" Rscript testthat.R
  # PyTorch's compiler keeps its cache there, and hidden files are other packages', too
  local left=$(ls "$folder/left" | grep -v '^torchinductor_')
  [ -z "$left" ] || { status=1; echo "FAILED: tests leave files behind:" $left; }
  cd "$work" && rm -rf "$folder"
}

testthat_first() { run_testthat "$first" ESCNN_TEST_PART=python; }

testthat_others() {
  for python in "${environments[@]:1}"; do run_testthat "$python" ESCNN_TEST_AGAIN="$again"; done
}

# the reticulate of tomorrow, where ESCNN_RETICULATE_SOURCE or ESCNN_RETICULATE_LIBRARY names one
newest=${ESCNN_RETICULATE_LIBRARY:-${ESCNN_RETICULATE_SOURCE:-}}
check_newest_reticulate() {
  [ -n "$newest" ] || return
  cd "$root"
  local library
  library=$(bash tools/reticulate.sh) || { status=1; return; }
  for python in "${environments[@]}"; do
    say "Smoke tests on the newest reticulate, $("$python" -V)"
    run env R_LIBS="$library${R_LIBS:+:$R_LIBS}" ESCNN_PYTHON="$python" \
      Rscript tools/smoke.R "$work/newest-$(basename "$(dirname "$(dirname "$python")")").tests"
  done
}

# Longest first, so that both lanes end at about the same time.
parts=(
  build_package testthat_first check_r testthat_others pytest_others pytest_first
  check_r_without_python
  lint_r check_newest_reticulate lint_python
)

# what no Python has a part in is tested once
again=${ESCNN_TEST_AGAIN-true}

ready() {
  case $1 in check_r | check_r_without_python) [ -e "$work/built" ] ;; esac
}

# The next part that nobody has taken, as `part`; fails when none is left.
take() {
  local left=yes
  while [ -n "$left" ]; do
    left=
    for part in "${parts[@]}"; do
      [ -e "$work/$part" ] && continue
      left=yes
      ready "$part" && mkdir "$work/$part" 2>/dev/null && return
    done
    sleep 1
  done
  return 1
}

# Each lane has a core to itself, takes part after part, and shows what it said once it has ended.
lane() { # name
  local name=$1 part
  (
    status=0
    while take; do "$part"; done
    exit "$status"
  ) >"$work/$name.log" 2>&1 </dev/null &
}

lane first
lanes=($!)
lane second
lanes+=($!)
names=(first second)
trap 'kill -- "${lanes[@]}" 2>/dev/null; pkill -P "$$" 2>/dev/null; exit 130' INT TERM

said=$SECONDS
while [ ${#lanes[@]} -gt 0 ]; do
  sleep 1
  for i in "${!lanes[@]}"; do
    if ! kill -0 "${lanes[$i]}" 2>/dev/null; then
      wait "${lanes[$i]}" || status=1
      cat "$work/${names[$i]}.log"
      unset "lanes[$i]"
    elif [ $((SECONDS - said)) -ge 30 ]; then
      printf '   %ds  %s: %s\n' "$SECONDS" "${names[$i]}" \
        "$(tail -n 1 "$work/${names[$i]}.log" | tr -d '\r' | cut -c1-60)"
    fi
  done
  [ $((SECONDS - said)) -ge 30 ] && said=$SECONDS
done

cd "$root"
[ -n "$newest" ] || echo "Smoke tests on the newest reticulate: not run, since neither" \
  "ESCNN_RETICULATE_SOURCE nor ESCNN_RETICULATE_LIBRARY names one (tools/reticulate.sh)."
Rscript tools/count.R "$work" | tee .make/summary.txt
grep -q ' 0 failed' .make/summary.txt || status=1
[ "$status" = 0 ] && touch .make/checked
exit "$status"
