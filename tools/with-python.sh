#!/usr/bin/env bash
# with-python.sh ARGUMENTS...: runs the Python of the package's environment, or
# the one that ESCNN_PYTHON names.
set -euo pipefail
python=${ESCNN_PYTHON:-$(Rscript -e 'cat(escnn:::env_files(escnn:::env_path("r-escnn"))$python)')}
[ -x "$python" ] || {
  echo "There is no Python environment yet: run \`make check\` once, or" \
    "\`escnn::install_escnn(extras = \"dev\")\`." >&2
  exit 1
}
exec "$python" "$@"
