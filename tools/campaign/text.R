# Text as code: braces, calls and markup as levels, names, folders and fields of
# files. Each line that it prints is a case; nothing may run.
#
#   Rscript tools/campaign/text.R <root> [seed] [seconds]

words <- commandArgs(trailingOnly = TRUE)
root <- words[[1]]
set.seed(as.integer(words[2]), sample.kind = "Rejection")
end <- Sys.time() + as.numeric(words[3])
for (file in c("fixtures.R", "outcome.R")) source(file.path(root, "tools", "campaign", file))
suppressPackageStartupMessages(library(escnn))
setwd(tempfile() |> (\(folder) if (dir.create(folder)) folder)())
grDevices::pdf(NULL)
fixtures <- new_fixtures(getwd())

ran <- FALSE
run <- function(...) ran <<- TRUE
texts <- c(
  "{run()}", "{file.create('ran')}", "{{run()}}", "{.run run()}", "{.code {run()}}", "run()",
  "`r run()`", "%s{run()}", "{stop('run')}", "<<run()>>", "{cli::cat_line(run())}", "{.fn {run()}}"
)

report <- function(name, text, code) {
  ran <<- FALSE
  unlink("ran")
  sink(nullfile())
  outcome <- outcome_of({
    value <- code
    print(value)
    if (inherits(value, c("python.builtin.object", "escnn_fit"))) print(summary(value))
  })
  sink()
  if (ran || file.exists("ran")) outcome$outcome <- "text ran"
  # what text does in R's own functions is not asked here
  if (grepl("^bare", outcome$outcome)) outcome$outcome <- "other error"
  line <- c(list(name = name, argument = "", mutation = text), outcome)
  line$message <- substr(cli::ansi_strip(line$message), 1, 300)
  cat("@case ", jsonlite::toJSON(line, auto_unbox = TRUE), "\n", sep = "")
}

# Where a folder, a level, a class or a name may have any text.
scenes <- list(
  "levels in fit(), predict() and evaluate()" = function(text) {
    y <- factor(rep(c("a", text), 3))
    model <- fit(fresh_model(), example(6, 1, 5, 5), y, epochs = 1, verbose = FALSE)
    predict(model, images)
    evaluate(model, images, factor(c("a", "b", text, text)))
  },
  "levels of validation data" = function(text) {
    fit(fresh_model(), example(6, 1, 5, 5), y, epochs = 1, verbose = FALSE, validation = list(
      images, factor(c("a", text, "a", text))
    ))
  },
  "names of inputs" = function(text) {
    predict(fitted, stats::setNames(list(images), text))
  },
  "names of weights" = function(text) {
    escnn_load_weights(fresh_conv(), stats::setNames(unname(weights), rep(text, length(weights))))
  },
  "names of layers" = function(text) {
    names(chain) <- rep(text, 3)
    print(chain)
    chain[[text]]
    chain["none"]
  },
  "representations" = function(text) {
    rho <- repr_from_irreps(c4g, text, list(0, 1))
    print(summary(rho))
    field_type(gs, text)
  },
  "a module of one's own" = function(text) {
    escnn_module("Own", forward = function(x) stop(text))(plain)(images)
  },
  "a loss that fails" = function(text) {
    fit(
      fresh_model(), images, factor(c("a", "b", "a", "b")), epochs = 1,
      loss = function(...) stop(text)
    )
  },
  "a callback that fails" = function(text) {
    fit(
      fresh_model(), images, factor(c("a", "b", "a", "b")), epochs = 1, verbose = FALSE,
      callbacks = list(function(...) stop(text))
    )
  },
  "a Python error" = function(text) torch$ones(text),
  "options" = function(text) {
    old <- options(escnn.data_dir = text, escnn.envname = text, escnn.python = text)
    on.exit(options(old))
    escnn_cache()
    dataset_medmnist(text)
  }
)

# Writers and readers of files, in a folder that has such a name.
files <- list(
  escnn_save = function(folder) escnn_save(conv, file.path(folder, "none", "model")),
  escnn_save_here = function(folder) escnn_load(escnn_save(conv, file.path(folder, "model"))),
  escnn_load = function(folder) escnn_load(file.path(folder, "model-that-is-not-there")),
  escnn_load_folder = function(folder) escnn_load(folder),
  escnn_export = function(folder) {
    escnn_export(fresh_model(), file.path(folder, "none", "m.pt"), input = c(5, 5))
  },
  export_info = function(folder) export_info(file.path(folder, "no.pt")),
  callback_checkpoint = function(folder) callback_checkpoint(file.path(folder, "none", "file")),
  callback_csv = function(folder) callback_csv(file.path(folder, "none", "file")),
  dataset_write = function(folder) dataset_write(images, file.path(folder, "none", "data")),
  dataset_read = function(folder) dataset_read(folder),
  dataset_images = function(folder) dataset_images(folder),
  escnn_launch = function(folder) escnn_launch(file.path(folder, "script.R"))
)

# A JSON value with one of its strings replaced.
poisoned <- function(value, text) {
  places <- list()
  walk <- function(part, place) {
    if (is.character(part)) places[[length(places) + 1L]] <<- place
    if (is.list(part)) for (i in seq_along(part)) walk(part[[i]], c(place, i))
  }
  walk(value, integer())
  if (length(places)) value[[places[[sample.int(length(places), 1L)]]]] <- text
  value
}

read_json <- function(path) jsonlite::parse_json(readChar(path, file.size(path)))
write_json <- function(value, path) {
  writeLines(jsonlite::toJSON(value, auto_unbox = TRUE, null = "null", digits = NA), path)
}

file_fields <- list(
  "a saved model" = function(text) {
    folder <- tempfile("unpacked")
    utils::unzip(saved, exdir = folder)
    path <- file.path(folder, "about.json")
    if (!file.exists(path)) path <- list.files(folder, "json$", full.names = TRUE)[[1]]
    write_json(poisoned(read_json(path), text), path)
    again <- file.path(getwd(), "again.escnn")
    archive <- reticulate::import("zipfile")$ZipFile(again, "w")
    for (name in list.files(folder)) archive$write(file.path(folder, name), name)
    archive$close()
    escnn_load(again)
  },
  "a data set" = function(text) {
    folder <- tempfile("data")
    dir.create(folder)
    file.copy(list.files(written, full.names = TRUE), folder)
    path <- file.path(folder, "about.json")
    write_json(poisoned(read_json(path), text), path)
    dataset_read(folder)
  }
)

scenes <- among_fixtures(scenes, fixtures)
files <- among_fixtures(files, fixtures)
file_fields <- among_fixtures(file_fields, fixtures)
cases <- rbind(
  expand.grid(kind = "scene", name = names(scenes), text = texts, stringsAsFactors = FALSE),
  expand.grid(kind = "file", name = names(files), text = texts, stringsAsFactors = FALSE),
  expand.grid(
    kind = "field", name = rep(names(file_fields), each = 10), text = texts,
    stringsAsFactors = FALSE
  )
)
cases <- cases[sample.int(nrow(cases)), ]
for (i in seq_len(nrow(cases))) {
  if (Sys.time() > end) break
  name <- cases$name[[i]]
  text <- cases$text[[i]]
  switch(cases$kind[[i]],
    scene = report(name, text, scenes[[name]](text)),
    field = report(paste("a field of", name), text, file_fields[[name]](text)),
    file = {
      folder <- gsub("/", "_", text, fixed = TRUE)
      dir.create(folder, showWarnings = FALSE)
      report(paste("a folder's name,", name), text, files[[name]](folder))
      unlink(folder, recursive = TRUE)
    }
  )
}
