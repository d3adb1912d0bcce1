#' Field types
#'
#' A field type lists the fields that live at each point of a gspace, each by its
#' representation. It says what the channels of an image or of a layer mean.
#'
#' @param gspace A gspace, such as [gspace_rot2d_on_r2()].
#' @param ... The fields, in order. Each is the name of a representation
#'   (`"trivial"`, `"regular"`, `"irrep_1"`, or any in [repr_list()]), a
#'   representation, a list of these, or a named count of them
#'   (`regular = 4`).
#' @returns An `escnn_field_type`. `length()` counts its fields, `names()`
#'   names them, `dim()` gives fields and channels, `[` picks fields (from 1),
#'   `c()` and `+` put types side by side, `==` compares. Called with an array
#'   it makes a [geometric_tensor()].
#' @section Errors: `escnn_error_argument` when a name is not known, a count is
#'   not a whole number, or a representation belongs to another group.
#' @source Python: `escnn.nn.FieldType`.
#' @seealso [geometric_tensor()], [field_type_channels()]
#' @family field types
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' field_type(g, "trivial")
#' field_type(g, regular = 2, trivial = 1)
#' field_type(g, "regular", repr_irrep(g, 1))
#' @export
field_type <- function(gspace, ...) {
  check_object(gspace, "escnn_gspace",
    hint = "Make one with, for example, `gspace_rot2d_on_r2(n = 4)`."
  )
  field_type_of(gspace, list(...))
}

field_type_of <- function(gspace, parts, arg = "...", call = rlang::caller_env()) {
  entries <- sum(vapply(parts, function(part) if (is_plain_list(part)) length(part) else 1L, 1L))
  # to read a million of them would take long
  if (entries > 1e4) {
    py_invoke("escnn_r.fields.check_fields", as.numeric(entries), arg, .call = call)
  }
  fields <- read_field(parts, "", arg, call)
  if (sum(fields$counts) == 0) {
    abort_arg(
      arg, nothing, "one field or more",
      "For example `field_type(g, \"trivial\")` or `field_type(g, regular = 4)`.",
      call = call
    )
  }
  py_invoke(
    "escnn_r.fields.field_type", gspace, fields$fields, as.list(fields$counts), arg,
    .doing = "The field type cannot be made", .call = call
  )
}

# One entry of `...` as representations (or their names) and counts.
read_field <- function(entry, label, arg, call) {
  if (inherits(entry, "escnn_representation")) {
    check_alive(entry, arg = arg, call = call)
    return(list(fields = list(entry), counts = 1L))
  }
  if (is.numeric(entry) && nzchar(label)) {
    if (!is_whole(entry) || entry < 0) {
      abort_arg(label, entry, "a whole number of fields", call = call)
    }
    return(list(fields = list(label), counts = as.integer(entry)))
  }
  if (is.numeric(entry) && !is.null(names(entry))) {
    entry <- as.list(entry)
  }
  if (is.character(entry) && length(entry) > 0 && !anyNA(entry)) {
    return(list(fields = as.list(unname(entry)), counts = rep(1L, length(entry))))
  }
  if (is_plain_list(entry)) {
    parts <- Map(read_field, entry, rlang::names2(entry),
      MoreArgs = list(arg = arg, call = call)
    )
    return(list(
      fields = unlist(lapply(unname(parts), `[[`, "fields"), recursive = FALSE),
      counts = unlist(lapply(unname(parts), `[[`, "counts"))
    ))
  }
  abort_arg(
    arg, entry,
    "names of representations, representations, or counts named by representation",
    "For example `\"trivial\"`, `repr_irrep(g, 1)` or `regular = 4`.",
    call = call
  )
}

about_field_type <- function(x, call = rlang::caller_env()) {
  check_alive(x, call = call)
  py_invoke("escnn_r.fields.describe_field_type", x)
}

#' @export
print.escnn_field_type <- function(x, ...) {
  writeLines(strwrap(tagged(x), width = 80, exdent = 2))
  invisible(x)
}

#' @export
format.escnn_field_type <- function(x, ...) {
  if (is_dead(x)) dead_line(x) else about_field_type(x)$label
}

#' @export
summary.escnn_field_type <- function(object, ...) {
  structure(
    c(list(line = format(object)), about_field_type(object)),
    class = "escnn_summary_field_type"
  )
}

#' @export
print.escnn_summary_field_type <- function(x, ...) {
  writeLines(strwrap(paste("<field type>", x$line), width = 80, exdent = 2))
  sizes <- unlist(x$sizes)
  ends <- cumsum(sizes)
  rows <- format(data.frame(
    field = seq_along(sizes), representation = unlist(x$names),
    channels = paste0(ends - sizes + 1, "-", ends)
  ))
  shown <- utils::head(rows, 12)
  print(shown, row.names = FALSE)
  if (nrow(rows) > nrow(shown)) {
    writeLines(paste("  and", nrow(rows) - nrow(shown), "more fields"))
  }
  invisible(x)
}

#' @export
length.escnn_field_type <- function(x) {
  length(about_field_type(x)$names)
}

#' @export
dim.escnn_field_type <- function(x) {
  about <- about_field_type(x)
  c(length(about$names), about$channels)
}

#' @export
names.escnn_field_type <- function(x) {
  unlist(about_field_type(x)$names)
}

#' @export
`[.escnn_field_type` <- function(x, i) {
  check_alive(x)
  if (missing(i)) {
    return(x)
  }
  chosen <- check_index(i, length(x), names(x), "i", "fields")
  if (length(chosen) == 0) {
    abort_arg("i", i, "an index of one field or more")
  }
  py_invoke("escnn_r.fields.pick_examples", x, as.list(chosen - 1L))
}

# An R index (positive, negative, logical, names) as positions from 1.
check_index <- function(i, n, names, arg, what, call = rlang::caller_env()) {
  force(call)
  if (missing(i)) abort_missing(arg, call)
  positions <- stats::setNames(seq_len(n), names)
  if (is.character(i)) {
    chosen <- which(names %in% i)
    if (!all(i %in% names)) chosen <- NA
  } else if (is.logical(i)) {
    chosen <- if (length(i) <= n) unname(positions[i]) else NA
  } else if (is.numeric(i) && !anyNA(i) && all(i == round(i)) && all(abs(i) <= n)) {
    chosen <- tryCatch(unname(positions[i]), error = function(e) NA)
  } else {
    chosen <- NA
  }
  if (anyNA(chosen)) {
    what <- if (n == 1) sub("s$", "", what) else what
    known <- paste0(", or their names, ", toString(encodeString(setdiff(names, ""), quote = "\"")))
    range <- if (n > 1) paste0(", from 1 to ", n)
    abort_arg(
      arg, i, paste0("an index of its ", n, " ", what, range, if (length(names)) known),
      call = call
    )
  }
  chosen
}

#' @export
c.escnn_field_type <- function(...) {
  Reduce(add_field_types, list(...))
}

field_type_operators <- function(operator, e1, e2, call) {
  if (operator == "+" && !missing(e2)) {
    return(add_field_types(e1, e2, call))
  }
  equality_operators(operator, e1, e2, call, "Field types have `+`, `==` and `!=`.")
}

add_field_types <- function(e1, e2, call = rlang::caller_env(2)) {
  check_object(e1, "escnn_field_type", call = call)
  check_object(e2, "escnn_field_type", call = call)
  if (e1$gspace != e2$gspace) {
    cli::cli_abort(
      "Field types that are put together must be on one gspace, not on
       {format(e1$gspace)} and {format(e2$gspace)}.",
      class = error_class("argument"), call = call
    )
  }
  py_invoke("operator.add", e1, e2)
}

# Called with data, a field type makes a geometric tensor.
#' @rawNamespace S3method(reticulate::py_to_r_wrapper, escnn_field_type)
NULL

py_to_r_wrapper.escnn_field_type <- function(x) { # nolint: object_name_linter.
  force(x)
  function(tensor, coords = NULL) {
    check_alive(x, arg = "type", call = NULL)
    make_tensor(tensor, x, coords, call = rlang::caller_env())
  }
}
