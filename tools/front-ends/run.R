# Tries the package in the front ends that are here, each in a process of its own. Of all of them
# it writes a page, bench/front-ends.md; with names of scripts it runs these, and only tells.
#   Rscript tools/front-ends/run.R [shiny callr ...]
titles <- c(
  console = "R in a terminal, as RStudio runs it, and in an editor",
  radian = "radian", notebook = "Jupyter with IRkernel", documents = "knitr, R Markdown, Quarto",
  shiny = "Shiny", callr = "callr", future = "future (multisession)",
  limits = "fewer processors", paths = "names that are not ASCII"
)
asked <- commandArgs(TRUE)

try_one <- function(name) {
  begun <- Sys.time()
  done <- processx::run(
    file.path(R.home("bin"), "Rscript"), file.path("tools/front-ends", paste0(name, ".R")),
    error_on_status = FALSE, timeout = 600, cleanup_tree = TRUE
  )
  lines <- strsplit(done$stdout, "\n")[[1]]
  said <- function(kind) sub("^[a-z ]*: ", "", grep(paste0("^", kind, ": "), lines, value = TRUE))
  failed <- done$status != 0
  if (failed) cat(done$stdout, done$stderr, sep = "\n")
  passed <- said("checked")
  result <- if (failed) "FAILED" else if (length(passed)) "passed" else "not run"
  seconds <- as.numeric(difftime(Sys.time(), begun, units = "secs"))
  cat(sprintf("%-10s %-8s %2d checks, %3.0f s\n", name, result, length(passed), seconds))
  list(name = name, result = result, row = sprintf(
    "| %s | %s | %s | %.0f s | %s |", titles[[name]], toString(said("version")), result, seconds,
    paste(c(passed, paste("not run:", said("not run"))[seq_along(said("not run"))]),
      collapse = "; ")
  ))
}

results <- lapply(if (length(asked)) asked else names(titles), try_one)
if (!length(asked)) {
  page <- readLines("tools/front-ends/page.md", encoding = "UTF-8")
  at <- which(page == "<!-- results -->")
  rows <- c(
    sprintf(
      "R %s, reticulate %s, escnn %s, %s:", getRversion(), utils::packageVersion("reticulate"),
      utils::packageVersion("escnn"), utils::osVersion
    ),
    "", "| where | versions | result | time | what was checked |", "|---|---|---|--:|---|",
    vapply(results, `[[`, "", "row")
  )
  text <- c(page[seq_len(at - 1)], rows, page[-seq_len(at)])
  writeLines(enc2utf8(text), "bench/front-ends.md", useBytes = TRUE)
}
if (any(vapply(results, `[[`, "", "result") == "FAILED")) quit(status = 1)
