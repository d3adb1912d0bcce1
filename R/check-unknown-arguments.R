# Arguments that a function doesn't have: misspelt ones, those of other
# packages' functions, and shortened ones, which R would quietly match to
# whatever starts alike (`lr` to `lr_schedule`).

# For functions whose `...` must be empty.
check_dots <- function(..., .known = names(formals(sys.function(sys.parent()))),
                       .call = rlang::caller_env()) {
  frame <- sys.parent()
  short <- shortened_name(frame)
  if (...length() == 0L && is.null(short)) {
    return(invisible())
  }
  written <- names(substitute(list(...)))[-1]
  first <- short %||% if (!is.null(written) && nzchar(written[[1]])) written[[1]]
  abort_unknown(first, setdiff(.known, "..."), function_name(frame), .call)
}

# No argument of this name, or one too many where there is no name.
abort_unknown <- function(first, known, fun = "", call = rlang::caller_env()) {
  remedy <- argument_remedy(first, known, fun)
  near <- if (is.null(remedy)) near_arguments(first, known)
  cli::cli_abort(
    c(
      if (is.null(first)) "There is one argument too many." else "Unknown argument {.arg {first}}.",
      i = if (length(near)) "Did you mean {.arg {near[[1]]}}?",
      verbatim(remedy, "i"),
      i = if (length(known)) {
        "{cli::qty(known)}The argument{?s} {?is/are} {.arg {known}}."
      } else {
        "It takes no arguments."
      }
    ),
    class = error_class("argument"), arg = first, call = call
  )
}

# The first argument of a call that R took for one whose name only starts so.
shortened_name <- function(frame) {
  if (frame == 0L) {
    return(NULL)
  }
  typed <- typed_names(frame)
  arguments <- names(formals(sys.function(frame)))
  inexact <- typed[!typed %in% arguments]
  if (length(inexact) == 0L) {
    return(NULL)
  }
  # behind `...` R matches no part of a name
  behind <- match("...", arguments)
  open <- setdiff(if (is.na(behind)) arguments else arguments[seq_len(behind - 1L)], typed)
  for (name in inexact) {
    if (any(startsWith(open, name))) {
      return(name)
    }
  }
  NULL
}

# The names of a call's arguments as they were written, also where they came
# through somebody's `...`.
typed_names <- function(frame) {
  call <- sys.call(frame)
  typed <- names(call)
  if (any(vapply(as.list(call)[-1], identical, NA, quote(...)))) {
    above <- sys.frame(sys.parents()[[frame]])
    typed <- c(typed, if (exists("...", above)) names(eval(quote(substitute(list(...))), above)))
  }
  typed[nzchar(typed)]
}

function_name <- function(frame) {
  head <- if (frame > 0L) sys.call(frame)[[1]]
  if (is.call(head) && length(head) == 3L) head <- head[[3]]
  if (is.name(head)) as.character(head) else ""
}

# What a name may have been meant for, the likeliest first.
near_arguments <- function(name, known) {
  if (is.null(name)) {
    return(NULL)
  }
  meant <- argument_synonyms[[tolower(name)]]
  starts <- known[startsWith(known, name) | tolower(known) == tolower(name)]
  # of names as short as `n` and `x` each is near to each
  alike <- if (nchar(name) > 2L) known[utils::adist(name, known) <= 2 & nchar(known) > 2L]
  unique(c(intersect(meant, known), starts, alike))
}

# Names that other packages, or Python's escnn, have for the same.
argument_synonyms <- list(
  input = c("x", "newdata"), inputs = c("x", "newdata"), data = c("x", "newdata"), in_type = "x",
  target = "y", targets = "y", labels = "y", label = "y",
  newx = "newdata", x = "newdata", model = c("module", "object"),
  validation_data = "validation", validation_split = "validation", valid_data = "validation",
  class_weight = "weights", class_weights = "weights", sample_weight = "weights",
  case_weights = "weights", criterion = "loss", loss_fn = "loss",
  n_epochs = "epochs", num_epochs = "epochs", max_epochs = "epochs",
  gpu = "device", accelerator = "device", dtype = "precision",
  order = "n", max_frequency = "maximum_frequency", frequency = "maximum_frequency",
  filters = "out_type", out_channels = "out_type", file = "path", filename = "path"
)

# What is to be done where no argument of the function stands for it.
argument_remedy <- function(name, known, fun) {
  if (is.null(name)) {
    return(NULL)
  }
  rates <- c("lr", "learning_rate", "weight_decay", "momentum", "betas")
  if (name %in% rates && "optimizer" %in% known) {
    name <- if (name == "learning_rate") "lr" else name
    value <- switch(name, weight_decay = "1e-4", betas = "c(0.9, 0.99)", momentum = "0.9", "0.01")
    kind <- if (name == "momentum") "sgd" else "adam"
    written <- paste0("optimizer = optim_", kind, "(", name, " = ", value, ")")
    return(paste0("The optimizer has it: `", written, "`."))
  }
  if (name %in% c("n", "N") && grepl("^gspace_.*_on_r3$", fun) && !"n" %in% known) {
    return(paste(
      "Groups of finitely many rotations have `gspace_rot2d_on_r3(n = 4)`,",
      "`gspace_octa_on_r3()` and `gspace_ico_on_r3()`."
    ))
  }
  NULL
}
