# What was run where, as a file of numbers, a page, and a table in the README: rows of
# the same versions on the same system replace each other.
versions_keys <- c("system", "r", "reticulate", "python", "torch", "numpy", "scipy")

add_runs <- function(runs, file = "bench/versions.csv") {
  before <- if (file.exists(file)) utils::read.csv(file, colClasses = "character")
  rows <- rbind(before, runs)
  key <- do.call(paste, rows[versions_keys])
  rows <- rows[!duplicated(key, fromLast = TRUE), ]
  order_of <- function(versions) xtfrm(numeric_version(versions))
  rows <- rows[order(order_of(rows$python), order_of(rows$torch), order_of(rows$numpy),
                     order_of(rows$reticulate)), ]
  utils::write.csv(rows, file, row.names = FALSE)
  rows
}

# One row for each Python environment, one column for each reticulate.
versions_table <- function(rows) {
  reticulates <- unique(rows$reticulate)
  reticulates <- as.character(sort(numeric_version(reticulates)))
  key <- paste(rows$python, rows$torch, rows$numpy)
  cells <- vapply(unique(key), function(each) {
    here <- rows[key == each, ]
    said <- here$outcome[match(reticulates, here$reticulate)]
    paste("|", paste(c(here$python[[1]], here$torch[[1]], here$numpy[[1]],
                       ifelse(is.na(said), "not run", said)), collapse = " | "), "|")
  }, "")
  head <- c("Python", "PyTorch", "numpy", paste("reticulate", reticulates))
  c(paste("|", paste(head, collapse = " | "), "|"),
    paste0("|", strrep("---|", length(head))), unname(cells))
}

write_versions <- function(rows) {
  words <- c(
    "\"Passed\": the smoke tests (`tests/smoke/`) did, which try a little of each part.",
    "\"Refused\": reticulate older than 1.38 changes the numbers of numpy 2 without a word, so the",
    "first use of this package stops there, and says what to do."
  )
  detail <- sprintf(
    "| %s | %s | %s | %s | %s | %s | %s | %s: %s passed, %s failed, %s skipped |", rows$python,
    rows$torch, rows$numpy, rows$scipy, rows$reticulate, rows$r, rows$system, rows$outcome,
    rows$passed, rows$failed, rows$skipped
  )
  writeLines(c(
    "# What was run where", "", "`make versions` writes this page.", words, "",
    "| Python | PyTorch | numpy | scipy | reticulate | R | system | smoke tests |",
    paste0("|", strrep("---|", 8)), detail
  ), "bench/versions.md")
  readme <- readLines("README.md")
  from <- which(readme == "<!-- versions -->")
  to <- which(readme == "<!-- end of versions -->")
  writeLines(c(
    readme[seq_len(from)], versions_table(rows), readme[to:length(readme)]
  ), "README.md")
}
