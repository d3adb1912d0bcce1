# syntax=docker/dockerfile:1
# R, this package and its Python environment, which computes on processors. From the
# project's folder:
#   docker build -f containers/cpu.Dockerfile -t escnn .
#   docker run --rm -it --read-only --tmpfs /tmp escnn
FROM rocker/r-ver:4.5.1

# the distribution's Python, with what virtualenvs and reticulate need of it
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends libpython3-dev python3-venv \
  && rm -rf /var/lib/apt/lists/*

RUN --mount=type=bind,target=/src \
  Rscript -e 'options(warn = 2)' -e 'install.packages("remotes")' -e 'remotes::install_deps("/src")' \
  && R CMD INSTALL /src

# where every user finds it, also one that the image does not know
RUN Rscript -e 'escnn::install_escnn("/opt/escnn", pins = "current", device = "cpu", ask = FALSE)'
ENV ESCNN_PYTHON=/opt/escnn/bin/python

RUN useradd --create-home --uid 10001 escnn
USER escnn
WORKDIR /home/escnn

# runs a network, and leaves the cache filled
RUN --mount=type=bind,target=/src Rscript /src/containers/check.R
CMD ["R", "--no-save"]
