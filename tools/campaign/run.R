# Tries the package out: see bench/campaign.md, which this writes.
#
#   Rscript tools/campaign/run.R [--minutes=60] [--seed=1] [--only=calls,text,kills,files,memory]
#     [--count=1000] [--workers=2] [--memory=8]
#
# `--count` bounds the cases of a part besides the time; `--memory` is the address
# space of a worker in GB. With `--only` the page is printed and not stored.

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]])
campaign <- dirname(normalizePath(script))
root <- dirname(dirname(campaign))
for (part in c("calls", "mutations", "outcome", "pool", "parts", "report", "coverage")) {
  source(file.path(campaign, paste0(part, ".R")))
}

words <- commandArgs(trailingOnly = TRUE)
option <- function(name, default) {
  value <- sub(paste0("^--", name, "="), "", grep(paste0("^--", name, "="), words, value = TRUE))
  if (length(value)) value[[1]] else default
}
minutes <- as.numeric(option("minutes", 60))
only <- strsplit(option("only", toString(names(parts))), ", *")[[1]]
python <- Sys.getenv("ESCNN_PYTHON", "")
if (!nzchar(python)) python <- reticulate::virtualenv_python("r-escnn")
setting <- list(
  seed = as.integer(option("seed", 1)), count = suppressWarnings(as.integer(option("count", NA))),
  workers = as.integer(option("workers", 2)), memory_gb = as.numeric(option("memory", 8)),
  python = path.expand(python), folder = tempfile("campaign"), here = campaign, root = root
)
dir.create(setting$folder)

missing_rows <- without_row(names(valid_calls))
if (length(missing_rows)) {
  stop("tools/campaign/calls.R has no call of ", toString(missing_rows), call. = FALSE)
}

begin <- Sys.time()
shares <- vapply(parts[only], function(part) part$share, 0)
# a part that is over early leaves its time to those that follow
cases <- do.call(rbind, lapply(seq_along(only), function(i) {
  part <- parts[[only[[i]]]]
  left <- 60 * minutes - as.numeric(Sys.time() - begin, units = "secs")
  seconds <- round(left * shares[[i]] / sum(shares[i:length(shares)]))
  cat(sprintf("%s, for at most %.1f minutes\n", part$title, seconds / 60))
  done <- part$run(setting, seconds)
  if (nrow(done)) cbind(kind = part$title, done[names(no_cases)])
}))
unlink(setting$folder, recursive = TRUE)

version <- function(code) {
  trimws(system2(setting$python, c("-c", shQuote(code)), stdout = TRUE))
}
about <- sprintf(
  "Seed %d, %d cases, %.0f minutes; escnn for R %s, R %s, reticulate %s, PyTorch %s, escnn %s.",
  setting$seed, nrow(cases), as.numeric(Sys.time() - begin, units = "mins"),
  utils::packageVersion("escnn"), getRversion(), utils::packageVersion("reticulate"),
  version("import importlib.metadata as m; print(m.version('torch'))"),
  version("import importlib.metadata as m; print(m.version('escnn'))")
)
page <- campaign_report(cases, about)
cat("", page[-(1:6)], sep = "\n")
if (setequal(only, names(parts))) writeLines(page, file.path(root, "bench", "campaign.md"))
kept <- option("keep", "")
if (nzchar(kept)) utils::write.csv(cases, kept, row.names = FALSE)
