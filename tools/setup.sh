#!/usr/bin/env bash
# R and the R packages that DESCRIPTION names: by apt as root on Debian and
# Ubuntu, else into the user's own R library.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }
can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_apt() {
  say "Installing by apt: $*"
  mkdir -p .make
  export DEBIAN_FRONTEND=noninteractive
  (apt-get update && apt-get install -y --no-install-recommends "$@") >.make/apt.log 2>&1 ||
    { tail -n 20 .make/apt.log; fail "apt-get failed; the whole log is .make/apt.log."; }
}

if ! command -v Rscript >/dev/null; then
  can_apt || fail "R is not installed. Run as root: apt-get install r-base-core r-base-dev pandoc
Then run this command again."
  install_apt r-base-core r-base-dev
fi

programs=()
command -v pandoc >/dev/null || programs+=(pandoc)
command -v qpdf >/dev/null || programs+=(qpdf)
command -v tidy >/dev/null || programs+=(tidy)
# an interpreter for the environment, should nobody have left one here
command -v python3 >/dev/null || programs+=(python3 python3-venv)
if [ ${#programs[@]} -gt 0 ]; then
  if can_apt; then
    install_apt "${programs[@]}"
  elif ! command -v pandoc >/dev/null; then
    fail "pandoc is missing, which knits the vignettes. Run as root: apt-get install pandoc"
  fi
fi

missing=$(Rscript --vanilla - <<'R'
fields <- read.dcf("DESCRIPTION", c("Imports", "Suggests"))
named <- gsub("[[:space:](].*", "", trimws(unlist(strsplit(fields, ","))))
wanted <- unique(c(named, "lintr", "roxygen2"))
cat(wanted[!vapply(wanted, requireNamespace, NA, quietly = TRUE)])
R
)
if [ -n "$missing" ]; then
  if can_apt; then
    debs=()
    for name in $missing; do debs+=("r-cran-$(echo "$name" | tr '[:upper:]' '[:lower:]')"); done
    install_apt "${debs[@]}"
  else
    say "Installing into your R library: $missing"
    Rscript -e 'lib <- Sys.getenv("R_LIBS_USER"); dir.create(lib, FALSE, TRUE)' \
      -e "install.packages(strsplit('$missing', ' ')[[1]], lib = Sys.getenv('R_LIBS_USER'))"
  fi
fi
say "R $(Rscript -e 'cat(as.character(getRversion()))') and its packages are there"
