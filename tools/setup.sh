#!/usr/bin/env bash
# R and the R packages that DESCRIPTION names: by apt as root on Debian and
# Ubuntu, else into the user's own R library. Further packages can be named:
#   tools/setup.sh pkgdown
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }
can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_apt() {
  export DEBIAN_FRONTEND=noninteractive
  bash tools/watch.sh "Looking for packages (apt-get update)" .make/apt-update.log apt-get update ||
    exit 1
  bash tools/watch.sh "Installing by apt: $*" .make/apt.log \
    apt-get install -y --no-install-recommends "$@" || exit 1
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
# pages are tried out in these
command -v node >/dev/null || programs+=(nodejs)
command -v chromium >/dev/null || programs+=(chromium)
# Debian's own Python serves where there is no other, but comes without these
/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || programs+=(python3 python3-venv)
compgen -G '/usr/lib/*/libpython3.*.so.1.0' >/dev/null || programs+=(libpython3-dev)
if [ ${#programs[@]} -gt 0 ]; then
  if can_apt; then
    install_apt "${programs[@]}"
  elif ! command -v pandoc >/dev/null; then
    fail "pandoc is missing, which knits the vignettes. Run as root: apt-get install pandoc"
  fi
fi

missing=$(Rscript --vanilla - "$@" <<'R'
fields <- read.dcf("DESCRIPTION", c("Imports", "Suggests"))
named <- gsub("[[:space:](].*", "", trimws(unlist(strsplit(fields, ","))))
wanted <- unique(c(named, "lintr", "roxygen2", commandArgs(TRUE)))
cat(wanted[!vapply(wanted, requireNamespace, NA, quietly = TRUE)])
R
)
if [ -n "$missing" ]; then
  if can_apt; then
    # not all packages of images are in Debian; tests of the others have stand-ins
    bash tools/watch.sh "Looking for packages (apt-get update)" .make/apt-update.log apt-get update ||
      exit 1
    debs=()
    for name in $missing; do
      deb="r-cran-$(echo "$name" | tr '[:upper:]' '[:lower:]')"
      if apt-cache show "$deb" >/dev/null 2>&1; then
        debs+=("$deb")
      else
        say "Not in Debian, left out: $name"
      fi
    done
    [ ${#debs[@]} = 0 ] || install_apt "${debs[@]}"
  else
    bash tools/watch.sh "Installing into your R library: $missing" .make/packages.log \
      Rscript -e 'lib <- Sys.getenv("R_LIBS_USER"); dir.create(lib, FALSE, TRUE)' \
      -e 'utils::chooseCRANmirror(FALSE, ind = 1, local.only = TRUE)' \
      -e "install.packages(strsplit('$missing', ' ')[[1]], lib = lib)" || exit 1
  fi
fi
say "R $(Rscript -e 'cat(as.character(getRversion()))') and its packages are there"
