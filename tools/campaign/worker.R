# A long-lived process that carries out calls: a case a line comes in as JSON, and
# its outcome goes out in the same form.

folder <- commandArgs(trailingOnly = TRUE)[[1]]
root <- commandArgs(trailingOnly = TRUE)[[2]]
campaign <- file.path(root, "tools", "campaign")
for (file in c("fixtures.R", "calls.R", "mutations.R", "outcome.R")) {
  source(file.path(campaign, file))
}
suppressPackageStartupMessages(library(escnn))
setwd(folder)
grDevices::pdf(NULL)
options(warn = 1, escnn.download = FALSE, rlang_interactive = FALSE)

# the canaries: text that is taken for code calls it, or makes a file
ran <- FALSE
run <- function(...) {
  ran <<- TRUE
  "ran"
}
dead <- function(x) unserialize(serialize(x, NULL))

answer <- function(id, outcome) {
  cat("\n@case ", jsonlite::toJSON(c(list(id = id), outcome), auto_unbox = TRUE), "\n", sep = "")
}

carry_out <- function(case, fixtures) {
  frame <- new.env(parent = fixtures)
  call <- valid_calls[[case$name]]
  changes <- list(c(case$argument, case$mutation))
  if (nzchar(case$mutation2)) changes <- c(changes, list(c(case$argument2, case$mutation2)))
  changed <- mutate_call(case$name, call, changes, frame)
  arguments <- c(case$argument, case$argument2)
  known <- c("...", names(formals_of(case$name, call)))
  if (any(arguments %in% known)) known <- setdiff(known, "...") else arguments <- character()
  ran <<- FALSE
  unlink("ran")
  sink(nullfile())
  on.exit(sink())
  outcome <- outcome_of(shown(eval(changed, frame)), arguments, known)
  if (ran || file.exists("ran")) outcome$outcome <- "text ran"
  outcome$message <- cli::ansi_strip(substr(outcome$message, 1, 400))
  outcome
}

# What comes back is looked at, too: a printed object must not run its names.
shown <- function(x) {
  force(x)
  if (any(startsWith(class(x), "escnn_"))) print(x)
  invisible(NULL)
}

main <- function() {
  helpers <- new.env(parent = asNamespace("escnn"))
  sys.source(file.path(root, "tests", "testthat", "helper-data.R"), helpers)
  served <- helpers$local_small_mnist(environment())
  catalogue <- yaml::read_yaml(system.file("datasets.yml", package = "escnn"))
  both <- utils::modifyList(catalogue, yaml::read_yaml(getOption("escnn.data_file")))
  yaml::write_yaml(both, getOption("escnn.data_file"))
  options(escnn.download = FALSE, escnn.data_dir = served)
  fixtures <- new_fixtures(getwd())
  # what nearly all calls need is there before the clock runs
  invisible(list(fixtures$fitted, fixtures$kernels, fixtures$dataset))
  answer(0, list(outcome = "ready", message = ""))
  input <- file("stdin", "r")
  on.exit(close(input))
  while (length(line <- readLines(input, 1L))) {
    case <- jsonlite::parse_json(line)
    outcome <- tryCatch(carry_out(case, fixtures), error = function(e) {
      list(outcome = "campaign", message = conditionMessage(e))
    })
    answer(case$id, outcome)
  }
}
main()
