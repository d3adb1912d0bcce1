# Fitted models in damaged '.rds' files, with layers of the package and of one's own:
# a place in the list, or in the recipe in it, has another value, and the fit is used.
# Each line that it prints is a case.
#
#   Rscript tools/campaign/files.R [--seed=1] [--count=300]     (from the root)

words <- commandArgs(trailingOnly = TRUE)
option <- function(name, default) {
  value <- sub(paste0("^--", name, "="), "", grep(paste0("^--", name, "="), words, value = TRUE))
  as.integer(if (length(value)) value[[1]] else default)
}
set.seed(option("seed", 1), sample.kind = "Rejection")
for (file in c("fixtures.R", "outcome.R")) source(file.path("tools", "campaign", file))
suppressPackageStartupMessages(library(escnn))
setwd(tempfile() |> (\(folder) if (dir.create(folder)) folder)())
case_limit <- 60

ran <- FALSE
run <- function(...) ran <<- TRUE
nasty <- list(
  NULL, NA, TRUE, -1, 0, 0.5, 1e9, 2^31, NaN, Inf, "", "{run()}", "builtins.eval", "x", list(),
  list(1), list("a", "a"), character(), c("a", "b"), 1:3, as.raw(0:9), factor("a"), Sys.Date(),
  quote(run()), function(...) run(), data.frame(), array(0, c(2, 2)), globalenv()
)

# The places in nested lists, each the indices that lead there.
places <- function(x, at = integer()) {
  if (!is.list(x)) {
    return(list(at))
  }
  c(if (length(at)) list(at), unlist(lapply(seq_along(x), function(i) {
    places(x[[i]], c(at, i))
  }), recursive = FALSE))
}

put <- function(x, at, value) {
  if (length(at) > 1L) {
    x[[at[[1]]]] <- put(x[[at[[1]]]], at[-1], value)
  } else if (is.data.frame(x)) {
    x <- as.list(x)
    x[at] <- list(value)
  } else {
    x[at] <- list(value)
  }
  x
}

named <- function(x, at) {
  words <- character()
  for (i in at) {
    words <- c(words, if (is.null(names(x))) i else names(x)[[i]])
    x <- x[[i]]
  }
  paste(words, collapse = "$")
}

changed <- function(x) {
  at <- sample(places(x), 1L)[[1]]
  value <- sample(nasty, 1L)[[1]]
  was <- x[[at]]
  kind <- sample(c("replace", "replace", "wrap", "part"), 1L)
  value <- switch(kind,
    wrap = list(was), part = utils::head(was, length(was) %/% 2L), replace = value
  )
  said <- if (kind == "replace") substr(deparse(value)[[1]], 1, 40) else kind
  list(x = put(x, at, value), said = paste(named(x, at), "is", said))
}

in_recipe <- function(fitted) {
  recipe <- changed(jsonlite::parse_json(fitted$recipe))
  fitted$recipe <- as.character(
    jsonlite::toJSON(recipe$x, auto_unbox = TRUE, null = "null", digits = NA, force = TRUE)
  )
  list(x = fitted, said = paste("recipe:", recipe$said))
}

in_list <- function(fitted) {
  fitted$pointer <- NULL
  mutated <- changed(unclass(fitted))
  list(x = structure(mutated$x, class = class(fitted)), said = mutated$said)
}

in_weights <- function(fitted) {
  at <- sample(length(fitted$weights), 8L)
  fitted$weights[at] <- as.raw(sample(0:255, 8L))
  list(x = fitted, said = "bytes of weights")
}

used <- function(fitted, x) {
  print(fitted)
  print(summary(fitted))
  stats::coef(fitted)
  generics::tidy(fitted)
  predict(fitted, x)
}

path <- "fit.rds"
fixtures <- new_fixtures(getwd())
scale <- escnn_module("Scale",
  initialize = function(start = 1) {
    self$scale <- module_parameter(start)
  },
  forward = function(x) geometric_tensor(torch$mul(x$tensor, self$scale), x$type)
)
x <- fixtures$images
fits <- list(
  "fit" = fixtures$fitted,
  "fit with an own module" = fit(
    fixtures$fresh_model() |> scale(start = 2), fixtures$example(6, 1, 5, 5), fixtures$y,
    epochs = 1, verbose = FALSE
  )
)
sink(nullfile())
good <- lapply(fits, function(fitted) used(unserialize(serialize(fitted, NULL)), x))
sink()

for (number in seq_len(option("count", 300))) {
  kind <- names(fits)[[1L + number %% length(fits)]]
  change <- sample(list(in_recipe, in_list, in_list, in_weights), 1L)[[1]](fits[[kind]])
  saveRDS(change$x, path)
  value <- NULL
  ran <- FALSE
  sink(nullfile())
  outcome <- outcome_of({
    setTimeLimit(elapsed = case_limit, transient = TRUE)
    value <- used(readRDS(path), x)
  })
  setTimeLimit()
  sink()
  if (ran) outcome$outcome <- "text ran"
  if (grepl("reached elapsed time limit", outcome$message)) outcome$outcome <- "hang"
  if (outcome$outcome == "value") {
    same <- identical(value, good[[kind]])
    outcome$outcome <- if (same) "loaded and equal" else "loaded but different"
  }
  line <- c(list(name = kind, argument = "", mutation = change$said), outcome)
  line$message <- substr(cli::ansi_strip(line$message), 1, 300)
  cat("@case ", jsonlite::toJSON(line, auto_unbox = TRUE), "\n", sep = "")
}
