#!/usr/bin/env bash
# Which share of the lines the tests run: of R by covr, of Python by coverage.py.
# What is missing is left out, and a line says how to install it.
#   coverage.sh [r] [python]
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$root/.make/coverage
mkdir -p "$work"
[ $# -gt 0 ] || set -- python r
status=0

cover_python() {
  # beside the environment, which holds what its list says and nothing else
  export PYTHONPATH="$work/packages${PYTHONPATH:+:$PYTHONPATH}"
  if ! bash tools/with-python.sh -c 'import coverage' 2>/dev/null; then
    echo "Python: not measured. Install coverage.py first:"
    echo "  bash tools/with-python.sh -m pip install --target=$work/packages coverage"
    return 1
  fi
  export COVERAGE_FILE=$work/data
  local failed=0
  (
    cd tests/python &&
      bash "$root/tools/with-python.sh" -m coverage run --source="$root/inst/python/escnn_r" \
        -m pytest -q -p no:cacheprovider
  ) >"$work/python.log" 2>&1 || failed=1
  tail -n 1 "$work/python.log"
  bash tools/with-python.sh -m coverage report --skip-covered --sort=cover >"$work/python.txt" ||
    return 1
  echo "Python: $(awk '$1 == "TOTAL" {print $NF}' "$work/python.txt") of the lines" \
    "(file by file in .make/coverage/python.txt)"
  return "$failed"
}

cover_r() {
  if ! Rscript -e 'quit(status = !requireNamespace("covr", quietly = TRUE))'; then
    echo "R: not measured. Install covr first: install.packages(\"covr\")," \
      "or on Debian apt-get install r-cran-covr"
    return 1
  fi
  NOT_CRAN=true Rscript -e '
    found <- covr::package_coverage(type = "tests", quiet = TRUE)
    capture.output(print(found), type = "message", file = ".make/coverage/r.txt")
    cat(sprintf(
      "R: %.0f%% of the lines (file by file in .make/coverage/r.txt)\n",
      covr::percent_coverage(found)
    ))' 2>"$work/r.log" || { tail -n 20 "$work/r.log"; return 1; }
}

for half in "$@"; do
  "cover_$half" || status=1
done
exit "$status"
