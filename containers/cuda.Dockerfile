# syntax=docker/dockerfile:1
# R, this package and its Python environment, which computes on NVIDIA GPUs. From the
# project's folder:
#   docker build -f containers/cuda.Dockerfile -t escnn-cuda .
#   docker run --rm -it --gpus all escnn-cuda
# CUDA itself comes with PyTorch: the host needs a driver and NVIDIA's container toolkit.
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
RUN Rscript -e 'escnn::install_escnn("/opt/escnn", pins = "current", device = "cuda", ask = FALSE)'
ENV ESCNN_PYTHON=/opt/escnn/bin/python \
  NVIDIA_VISIBLE_DEVICES=all \
  NVIDIA_DRIVER_CAPABILITIES=compute,utility

RUN useradd --create-home --uid 10001 escnn
USER escnn
WORKDIR /home/escnn

# runs a network, on a processor, as there is no GPU yet, and leaves the cache filled
RUN --mount=type=bind,target=/src Rscript /src/containers/check.R
CMD ["R", "--no-save"]
