# make demo   sets up what is missing, knits the vignettes into demo/ and
#             measures equivariance on a real image
# make bench  measures everything against plain escnn
# make check  sets up what is missing, then lint, pytest and R CMD check
# make test   runs the tests of what has changed, and of what lies beside it
# make coverage  measures which share of the lines the tests run
# make site   builds the pages of the documentation in docs/
# make campaign  tries out what users would not, for an hour at most
# make versions  runs the smoke tests with several Pythons, PyTorches and reticulates
# make front-ends  tries out consoles, notebooks, apps and other processes
# make release   builds the source package, and tells what it lacks to be released
# All keep stamps in .make/, so that a repeated run does only what has changed.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo check test coverage document clean bench campaign site versions front-ends release

stamps := .make
# the library that R can write to, made if need be
library = --library="$$(Rscript tools/library.R)"
package := DESCRIPTION NAMESPACE LICENSE NEWS.md \
  $(shell find R man inst vignettes -type f -not -path '*/__pycache__/*' \
    -not -path '*/.*' -not -name '*.html' 2>/dev/null)
tests := $(shell find tests -type f -not -path '*/__pycache__/*' -not -path '*/.*' 2>/dev/null)
tools := $(wildcard tools/*) Makefile .lintr

help:
	@echo "make demo      see a group-equivariant network on a real image (pages in demo/)"
	@echo "make check     run every check and test"
	@echo "make test      run the tests of what has changed (SINCE=main: since another commit)"
	@echo "make coverage  measure which lines of R and Python the tests run"
	@echo "make bench     measure against plain escnn (bench/README.md)"
	@echo "make campaign  try out wrong calls, kills and damaged files (bench/campaign.md)"
	@echo "make versions  run the smoke tests with several versions (tools/versions.R)"
	@echo "make front-ends  try out consoles, notebooks and apps (bench/front-ends.md)"
	@echo "make release   build the source package, check it as CRAN does, list what is left"
	@echo "make site      build the pages of the documentation in docs/, without a network"
	@echo "make document  rebuild man/ and NAMESPACE from the comments in R/"
	@echo "make clean     remove what these commands made in this folder"

demo: demo/index.html
	@cat demo/table.txt

check: $(stamps)/checked
	@cat $(stamps)/summary.txt

$(stamps)/system: tools/setup.sh DESCRIPTION
	@mkdir -p $(stamps)
	@bash tools/setup.sh
	@touch $@

$(stamps)/installed: $(stamps)/system $(package)
	@bash tools/watch.sh "Installing the package" $(stamps)/install.log R CMD INSTALL $(library) .
	@touch $@

$(stamps)/python: $(stamps)/installed inst/python-env.yml tools/python.R
	@Rscript tools/python.R
	@touch $@

$(stamps)/python-dev: $(stamps)/python
	@Rscript tools/python.R dev
	@touch $@

demo/index.html: $(stamps)/python tools/demo.R
	@Rscript tools/demo.R

$(stamps)/checked: $(stamps)/python-dev $(package) $(tests) $(tools)
	@bash tools/check.sh

test:
	@bash tools/test.sh $(SINCE)

# what it takes on the command line: make bench BENCH="--quick --only=convert"
bench: $(stamps)/python
	@Rscript bench/run.R $(BENCH)

# what it takes on the command line: make campaign CAMPAIGN="--minutes=10 --seed=7 --only=calls"
campaign: $(stamps)/python
	@Rscript tools/campaign/run.R $(CAMPAIGN)

# its variables are in tools/versions.R
versions: $(stamps)/installed
	@Rscript tools/versions.R $(VERSIONS)

# what it takes on the command line: make front-ends FRONT_ENDS="shiny callr"
front-ends: $(stamps)/python
	@Rscript tools/front-ends/run.R $(FRONT_ENDS)

# without R CMD check: make release RELEASE=--quick
release: $(stamps)/system
	@Rscript tools/release.R $(RELEASE)

site: docs/index.html

$(stamps)/site-packages: $(stamps)/system tools/setup.sh
	@bash tools/setup.sh pkgdown
	@touch $@

docs/index.html: $(stamps)/python $(stamps)/site-packages tools/site.R _pkgdown.yml README.md \
    $(shell find pkgdown -type f 2>/dev/null)
	@Rscript tools/site.R

# one half on the command line: make coverage COVERAGE=python
coverage: $(stamps)/installed
	@bash tools/coverage.sh $(COVERAGE)

document:
	@Rscript -e 'roxygen2::roxygenise(load_code = "source")'

clean:
	@rm -rf $(stamps) demo docs *.Rcheck escnn_*.tar.gz
