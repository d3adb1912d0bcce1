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

# One row for each Python environment, with what came of it by each reticulate.
versions_table <- function(rows) {
  key <- paste(rows$python, rows$torch, rows$numpy)
  lines <- vapply(unique(key), function(each) {
    here <- rows[key == each, ]
    paste(
      "|", here$python[[1]], "|", here$torch[[1]], "|", here$numpy[[1]], "|",
      paste0(here$reticulate, ": ", here$outcome, collapse = "; "), "|"
    )
  }, "")
  c("| Python | PyTorch | numpy | with reticulate |", "|---|---|---|---|", unname(lines))
}

write_versions <- function(rows) {
  words <- c(
    "\"Passed\": the smoke tests (`tests/smoke/`) did, which try a little of each part.",
    "\"Refused\": that reticulate can't start that Python, or would change the numbers of that",
    "numpy without a word. The first use of this package then stops, and says what to do."
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
