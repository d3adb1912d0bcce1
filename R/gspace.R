#' The plane and its symmetries
#'
#' A gspace is a space on which signals live, with those of its symmetries that a
#' network should respect. These are the gspaces of the plane, for images.
#'
#' @param n Order of the rotations: one whole number of at least 1, or `Inf`
#'   for all rotations (Python's `-1`).
#' @param maximum_frequency For continuous groups (`n = Inf`): the highest
#'   frequency of the irreps that are made in advance.
#' @param axis Slope of the reflection axis in radians, measured from the
#'   horizontal; the default is the vertical axis.
#' @param ... Not used.
#' @returns An `escnn_gspace`. [gspace_fibergroup()] gives its group.
#' @section Errors: `escnn_error_argument` when an argument is not of the kind
#'   described.
#' @source Python: `escnn.gspaces.rot2dOnR2`, `flipRot2dOnR2`, `flip2dOnR2`,
#'   `trivialOnR2`. Weiler and Cesa (2019), General E(2)-equivariant steerable
#'   CNNs, <https://arxiv.org/abs/1911.08251>.
#' @seealso [gspaces_r3] for volumes, [gspace_no_base_space()] for plain
#'   vectors, [field_type()] for what lives on a space.
#' @family gspaces
#' @examplesIf escnn_available()
#' gspace_rot2d_on_r2(n = 4)
#' gspace_rot2d_on_r2(n = Inf)
#' gspace_flip_rot2d_on_r2(n = 8)
#' @name gspaces_r2
NULL

#' @rdname gspaces_r2
#' @export
gspace_rot2d_on_r2 <- function(n = Inf, maximum_frequency = 6) {
  new_gspace(
    "rot2dOnR2",
    N = check_order(n),
    maximum_frequency = check_whole(maximum_frequency, min = 0)
  )
}

#' @rdname gspaces_r2
#' @export
gspace_flip_rot2d_on_r2 <- function(n = Inf, maximum_frequency = 6, axis = pi / 2) {
  new_gspace(
    "flipRot2dOnR2",
    N = check_order(n),
    maximum_frequency = check_whole(maximum_frequency, min = 0),
    axis = check_number(axis)
  )
}

#' @rdname gspaces_r2
#' @export
gspace_flip2d_on_r2 <- function(axis = pi / 2) {
  new_gspace("flip2dOnR2", axis = check_number(axis))
}

#' @rdname gspaces_r2
#' @export
gspace_trivial_on_r2 <- function() {
  new_gspace("trivialOnR2")
}

#' A space of a single point
#'
#' For features that live nowhere in space, such as the entries of a vector:
#' the group acts on them by their representation alone. This is the space for
#' linear layers.
#'
#' @param group A group, such as [group_so3()].
#' @param ... Not used.
#' @returns An `escnn_gspace` of dimension 0.
#' @section Errors: `escnn_error_argument` when `group` is not a group.
#' @source Python: `escnn.gspaces.no_base_space`.
#' @family gspaces
#' @examplesIf escnn_available()
#' gspace_no_base_space(group_cyclic(6))
#' @export
gspace_no_base_space <- function(group) {
  check_object(group, "escnn_group", hint = "Make one with, for example, `group_cyclic(4)`.")
  py_invoke("escnn.gspaces.no_base_space", group)
}

#' The fibre group of a space
#'
#' @param gspace A gspace, a field type or a module's input or output type.
#' @param ... Not used.
#' @returns An `escnn_group`.
#' @section Errors: `escnn_error_argument` when `gspace` does not have a fibre group.
#' @source Python: `GSpace.fibergroup`.
#' @family gspaces
#' @examplesIf escnn_available()
#' gspace_fibergroup(gspace_rot2d_on_r2(n = 8))
#' @export
gspace_fibergroup <- function(gspace) {
  check_object(gspace, c("escnn_gspace", "escnn_field_type"))
  gspace$fibergroup
}

new_gspace <- function(factory, ..., .call = rlang::caller_env()) {
  py_invoke(
    "escnn_r.gspaces.build_gspace", factory, ...,
    .doing = paste("The gspace", factory, "cannot be made"), .call = .call
  )
}

# The order of a rotation group; `Inf` is Python's -1.
check_order <- function(n, arg = rlang::caller_arg(n), call = rlang::caller_env()) {
  force(arg)
  force(call)
  hint <- if (is.atomic(n) && identical(as.numeric(suppressWarnings(n))[1], -1)) {
    "Write `Inf` for the continuous group, Python's `-1`."
  } else {
    "Write, for example, `4` for quarter turns or `Inf` for all rotations."
  }
  if (is.numeric(n) && length(n) == 1L && identical(as.numeric(n), Inf)) {
    return(-1L)
  }
  if (!is_whole(n) || n < 1) {
    abort_arg(arg, n, "one whole number of at least 1, or `Inf`", hint, call)
  }
  as.integer(n)
}

#' @export
format.escnn_gspace <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- py_invoke("escnn_r.gspaces.describe_gspace", x)
  space <- switch(as.character(about$dimensionality),
    "0" = "a single point",
    "2" = "the plane",
    "3" = "space",
    paste0("R^", about$dimensionality)
  )
  paste0("<gspace> ", about$group$name, " acting on ", space, " (", order_words(about$group), ")")
}

order_words <- function(group) {
  if (group$continuous) {
    return("infinitely many elements")
  }
  paste(group$order, if (group$order == 1) "element" else "elements")
}

#' @export
summary.escnn_gspace <- function(object, ...) {
  check_alive(object)
  about <- py_invoke("escnn_r.gspaces.describe_gspace", object)
  structure(
    list(line = format(object), name = about$name, group = about$group),
    class = "escnn_summary_gspace"
  )
}

#' @export
print.escnn_summary_gspace <- function(x, ...) {
  writeLines(x$line)
  writeLines(strwrap(
    paste0("Representations made so far: ", toString(x$group$representations)),
    width = 78, exdent = 2
  ))
  invisible(x)
}

#' @export
dim.escnn_gspace <- function(x) {
  check_alive(x)
  x$dimensionality
}
