# Every comparison with plain escnn, one table, figures, and a profile.
#
#   Rscript bench/run.R [--quick] [--heavy] [--only=expand,train] [--rounds=11]
#
# Files of cases lie in bench/cases, each runs in a process of its own and may
# be run alone. With BENCH_DEVICE=cuda the networks are on a GPU, and the table is
# table-cuda.md. Writes bench/results.csv, bench/table.md, bench/profile.csv and
# bench/figures/*.png. Families that are not run keep their rows.

here <- local({
  file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]])
  normalizePath(dirname(file))
})
source(file.path(here, "report.R"))

words <- commandArgs(trailingOnly = TRUE)
only <- sub("^--only=", "", grep("^--only=", words, value = TRUE))
only <- if (length(only)) strsplit(only, ",", fixed = TRUE)[[1]]
passed <- grep("^--only=", words, value = TRUE, invert = TRUE)

python <- Sys.getenv("ESCNN_PYTHON", "")
if (!nzchar(python)) python <- reticulate::virtualenv_python("r-escnn")
threads <- Sys.getenv("BENCH_THREADS", "1")
device <- Sys.getenv("BENCH_DEVICE", "cpu")
where <- if (device == "cpu") "" else paste0("-", device)
Sys.setenv(BENCH_THREADS = threads, OMP_NUM_THREADS = threads, ESCNN_PYTHON = python)

cat(sprintf(
  "%s, %s, %s thread%s, load %s\n", R.version.string, python, threads,
  if (threads == "1") "" else "s", strsplit(readLines("/proc/loadavg"), " ")[[1]][[1]]
))
files <- list.files(file.path(here, "cases"), "[.](R|py)$", full.names = TRUE)
if (!is.null(only)) {
  files <- files[tools::file_path_sans_ext(basename(files)) %in% only]
}
rows <- tempfile(fileext = ".csv")
for (file in files) {
  cat("\n", basename(file), "\n", sep = "")
  program <- if (grepl("[.]R$", file)) file.path(R.home("bin"), "Rscript") else python
  status <- system2(program, c(shQuote(file), passed, if (program == python) {
    c("--out", rows)
  } else {
    paste0("--out=", rows)
  }))
  if (status != 0) cat(basename(file), "failed\n")
}
if (file.exists(rows)) {
  results <- merge_results(file.path(here, paste0("results", where, ".csv")), utils::read.csv(rows))
  table <- file.path(here, paste0("table", where, ".md"))
  write_table(results, table)
  if (!nzchar(where)) draw_growth(results, file.path(here, "figures"))
  cat("\n", readLines(table), sep = "\n")
}
if (is.null(only) || "profile" %in% only) {
  system2(python, c(
    shQuote(file.path(here, "profiling.py")), "--out", shQuote(file.path(here, "profile.csv"))
  ))
}
