#!/usr/bin/env bash
# The tests of what has changed since a commit (by default the last one), and of what
# lies beside it: make test, or make test SINCE=main
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
since=${1:-HEAD}
status=0

changed=$( (git diff --name-only "$since" -- && git ls-files --others --exclude-standard) | sort -u)
tests_of_r=()
tests_of_python=()
add() { # array's name, file: once, and only if it is there
  local -n into=$1
  [ -f "$2" ] && [[ " ${into[*]-} " != *" $2 "* ]] && into+=("$2")
}

for file in $changed; do
  name=$(basename "${file%.*}")
  case $file in
    R/*.R) add tests_of_r "tests/testthat/test-$name.R" ;;
    tests/testthat/test-*.R) add tests_of_r "$file" ;;
    tests/python/*test_*.py) add tests_of_python "$file" ;;
    inst/python/escnn_r/*.py)
      room=$(dirname "${file#inst/python/escnn_r/}")
      add tests_of_python "tests/python/$room/test_$name.py"
      add tests_of_python "tests/python/$room/test_$(basename "$room")_$name.py"
      # neighbours: tests that import the file
      for test in $(grep -rlE "escnn_r\.${room//\//\\.}(\.$name)? import .*" tests/python --include='test_*.py' |
        xargs -r grep -lw "$name" | head -5); do
        add tests_of_python "$test"
      done
      ;;
  esac
done

if grep -q '^inst/python/\|^tests/python/' <<< "$changed"; then
  python=$(Rscript -e 'cat(escnn:::env_files(escnn:::env_path("r-escnn"))$python)')
  (cd inst/python && "$python" -m ruff check -q . ../../tests/python) || status=1
  "$python" -m pytest -q -p no:cacheprovider tests/python/test_rooms.py tests/python/test_faces.py \
    "${tests_of_python[@]}" || status=1
fi

if [ ${#tests_of_r[@]} -gt 0 ]; then
  library=$root/.make/test-library
  mkdir -p "$library"
  R CMD INSTALL --no-docs --no-test-load --library="$library" . > "$library/install.log" 2>&1 ||
    { tail -20 "$library/install.log"; exit 1; }
  for file in "${tests_of_r[@]}"; do
    R_LIBS=$library NOT_CRAN=true Rscript -e '
      file <- commandArgs(TRUE)
      testthat::test_file(file, package = "escnn", reporter = "summary", stop_on_failure = TRUE)
    ' "$file" || status=1
  done
fi

echo "${#tests_of_r[@]} files of tests in R, ${#tests_of_python[@]} in Python, of what changed since $since"
exit $status
