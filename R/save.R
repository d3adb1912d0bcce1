#' Save and load models
#'
#' `escnn_save()` writes a module or a fitted model to one file: a readable
#' recipe, weights in the safetensors format, and checksums. `escnn_load()`
#' makes the model again, in any session and on another version of PyTorch.
#'
#' The file is an uncompressed zip archive. It is written under a temporary name and
#' then renamed, so an older file stays until the new one is complete.
#' Loading never runs code from a file: it calls constructors of layers
#' that this package knows, with plain values. Layers of your own (see
#' [escnn_module()]) are made by the constructors that you pass as `modules`.
#'
#' @param x A module or a fitted model.
#' @param path Path of the file, usually ending in `.escnn`.
#' @param modules Constructors that [escnn_module()] made, for the modules of
#'   your own in the file, by their names: `list(Scaled = nn_scaled)`.
#' @param ... Not used.
#' @returns `escnn_save()` gives `path` invisibly. `escnn_load()` gives what was
#'   saved, modules in evaluation mode.
#' @section Errors: `escnn_error_argument` when the file can't be written (then also of
#'   class `escnn_error_not_written`, and nothing is changed); when the file doesn't exist,
#'   is damaged, of another kind or of a newer format; when it needs a constructor that
#'   you didn't pass; and when a model has parts that can't be saved.
#'   Warnings of class `escnn_warning_loss` when a loss can't be saved, and
#'   `escnn_warning_metrics` when metrics can't, because they are functions.
#' @source The format is this package's own; weights are in the format of
#'   <https://github.com/huggingface/safetensors>.
#' @family keeping models
#' @examplesIf escnn_available()
#' model <- nn_r2_conv(
#'   field_type(gspace_rot2d_on_r2(n = 4), "trivial"), "regular", kernel_size = 3
#' )
#' path <- tempfile(fileext = ".escnn")
#' escnn_save(model, path)
#' escnn_load(path)
#' @export
escnn_save <- function(x, path) {
  if (missing(x)) abort_missing("x", rlang::current_env())
  path <- check_path(path)
  if (inherits(x, "escnn_fit")) {
    check_fit(x)
    notes <- list(fit = fit_to_json(x))
    module <- kept_module(x)
    dropped <- c(
      if (is.function(x$plan$loss)) "loss", if (length(x$plan$own_metrics)) "metrics"
    )
  } else {
    check_object(x, "escnn_module", allowed = "a module or a fitted model")
    notes <- NULL
    module <- x
    dropped <- NULL
  }
  py_invoke("escnn_r.saving.save_model", module, path, notes, .doing = "The model cannot be saved")
  if ("loss" %in% dropped) warn_loss_dropped()
  if ("metrics" %in% dropped) warn_metrics_dropped(x$plan$own_metrics)
  invisible(path)
}

#' @rdname escnn_save
#' @export
escnn_load <- function(path, modules = list()) {
  path <- path.expand(check_string(path))
  content <- py_invoke(
    "escnn_r.saving.load_model", path, constructors_for_python(modules),
    .doing = "The model cannot be loaded"
  )
  module <- content[[1]]
  notes <- content[[2]]
  if (is.null(notes$fit)) {
    return(module)
  }
  kept <- fit_from_json(notes$fit, path)
  new_fit(module, kept$history, kept$plan, kept$levels, kept$about)
}

# A fit's plain values as text, and back: numbers, strings and lists only. Of a
# loss that is a function there is only that it was one.
fit_to_json <- function(x) {
  keep <- unclass(x)[c("history", "plan", "levels", "about")]
  if (is.function(keep$plan$loss)) {
    keep$plan["loss"] <- list(NULL)
    keep$plan$loss_kept <- FALSE
  }
  if (length(keep$plan$own_metrics)) {
    keep$plan$own_metrics <- NULL
    keep$plan$metrics_kept <- FALSE
  }
  as.character(jsonlite::toJSON(
    keep, dataframe = "columns", auto_unbox = TRUE, null = "null", na = "string", digits = NA
  ))
}

# What is read may be anything, so it is taken for nothing but what it should be.
fit_from_json <- function(text, path, call = rlang::caller_env()) {
  kept <- tryCatch(
    {
      # a text alone: `fromJSON()` would follow an address or open a file
      check_string(text)
      # which jsonlite takes for UTF-8 only where it is marked
      if (ascii_locale()) text <- text_to_python(text)
      kept <- jsonlite::parse_json(text, simplifyVector = FALSE)
      stopifnot(
        is_named_list(kept$history), length(kept$history) > 0,
        !anyDuplicated(names(kept$history)), is_named_list(kept),
        all(lengths(kept$history) == length(kept$history[[1]])),
        is.null(kept$levels) || all(vapply(kept$levels, is_text, NA))
      )
      kept$history <- as.data.frame(lapply(kept$history, kept_numbers), optional = TRUE)
      kept$levels <- if (!is.null(kept$levels)) as.character(unlist(kept$levels))
      kept
    },
    error = function(e) NULL
  )
  wrong <- if (is.null(kept)) "It can't be followed." else wrong_fit_field(kept)
  if (!is.null(wrong)) {
    abort_arg(
      "path", path, "a model file, as `escnn_save()` writes it",
      paste("What it says about the training is damaged.", wrong), call = call
    )
  }
  kept
}

# A column of the history; what is no number is written as text.
kept_numbers <- function(column) {
  vapply(column, function(each) {
    stopifnot(length(each) == 1L, is.numeric(each) || each %in% c("NA", "NaN", "Inf", "-Inf"))
    as.numeric(each)
  }, numeric(1))
}

#' Exchange weights with Python
#'
#' `escnn_weights()` gives a module's weights by name; `escnn_load_weights()`
#' puts such weights, or a state dict of plain Python escnn, into a module of
#' the same architecture. Filters and tables that a module computes itself are
#' left out, and ignored where they are present, so weights are the same in training
#' and in evaluation mode.
#'
#' @param x A module or a fitted model.
#' @param weights A named list of arrays, a Python state dict, or the path of a
#'   `.safetensors` or of a PyTorch `.pt` file.
#' @param ... Not used.
#' @returns `escnn_weights()` gives a named list of R arrays.
#'   `escnn_load_weights()` changes the module `x` and gives it back invisibly.
#'   Of a fitted model, which stays as it is, it gives one with these weights.
#' @section Errors: `escnn_error_argument` when names or shapes differ; then
#'   nothing is changed.
#' @source Python: `torch.nn.Module.state_dict`, `load_state_dict`.
#' @family keeping models
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "trivial")
#' a <- nn_r2_conv(type, "regular", kernel_size = 3)
#' b <- nn_r2_conv(type, "regular", kernel_size = 3)
#' escnn_load_weights(b, escnn_weights(a))
#' str(escnn_weights(b))
#' @export
escnn_weights <- function(x) {
  module <- as_module(x)
  weights <- py_invoke("escnn_r.nn.read_weights", module)
  lapply(weights, tensor_to_array)
}

#' @rdname escnn_weights
#' @export
escnn_load_weights <- function(x, weights) {
  module <- as_module(x)
  if (missing(weights)) abort_missing("weights", rlang::current_env())
  if (inherits(x, "escnn_fit")) {
    module <- fitted_module(x)
    escnn_load_weights(module, weights)
    fitted_module(x) <- module
    return(invisible(x))
  }
  if (is_plain_list(weights)) {
    weights <- lapply(weights, check_array, arg = "weights")
    weights <- py_invoke("escnn_r.nn.weight_tensors", weights)
  } else if (is.character(weights)) {
    path <- path.expand(check_string(weights))
    weights <- py_invoke("escnn_r.nn.read_weight_file", path)
  } else if (!inherits(weights, "python.builtin.object") || !is.null(alias_class(weights))) {
    abort_arg("weights", weights, "a list of arrays, named by parameters, or the path of a file")
  }
  py_invoke("escnn_r.nn.load_weights", module, weights)
  invisible(x)
}

as_module <- function(x, arg = "x", call = rlang::caller_env()) {
  if (missing(x)) abort_missing(arg, call)
  if (inherits(x, "escnn_fit")) {
    return(kept_module(x))
  }
  check_object(x, "escnn_module", allowed = "a module or a fitted model", arg = arg, call = call)
}
