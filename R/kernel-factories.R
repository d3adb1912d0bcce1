# One table of arguments, one function that makes the factories: each is a
# name of Python's and what it takes beside representations and rings.

kernel_rules <- list(
  in_repr = rule(check_object, "escnn_representation"),
  out_repr = rule(check_object, "escnn_representation"),
  radii = rule(check_widths),
  sigma = rule(check_widths),
  maximum_frequency = rule(check_whole, min = 0, null = TRUE),
  max_offset = rule(check_whole, min = 0, null = TRUE),
  axis = rule(check_number),
  adjoint = rule(check_square, null = TRUE),
  filter = function(x, arg, call) check_filter(x, call),
  subgroup = rule(check_subgroup)
)

kernels_factory <- function(python, ..., on_rings = TRUE) {
  extra <- eval(substitute(alist(...)))
  needed <- vapply(extra, rlang::is_missing, logical(1))
  required <- function(...) stats::setNames(rep(list(rlang::missing_arg()), ...length()), c(...))
  formals <- c(
    required("in_repr", "out_repr"), extra[needed],
    if (on_rings) required("radii", "sigma"), extra[!needed]
  )
  as.function(c(formals, bquote(make_kernels(.(python)))), envir = topenv())
}

make_kernels <- function(python, env = parent.frame()) {
  arguments <- by_rules(own_arguments(env), kernel_rules, env)
  names(arguments)[names(arguments) == "subgroup"] <- "sg_id"
  call_by_symbols(py_invoke, c("escnn_r.kernels.build_basis", python, arguments, list(.call = env)))
}

# Numbers of at least 0, as a list even of one.
check_widths <- function(x, arg, call) {
  checked(
    x, is.numeric(x) && length(x) > 0, "one or more numbers of at least 0, in pixels",
    lapply(unname(x), check_number, min = 0, arg = arg, call = call), arg = arg, call = call
  )
}

check_filter <- function(filter, call = rlang::caller_env()) {
  named_function(check_function(
    filter, null = TRUE, hint = "For example `function(a) a$irrep_frequency <= 2`.",
    arg = "filter", call = call
  ), "filter")
}

#' Bases of equivariant kernels
#'
#' All kernels k with k(g x) = out_repr(g) k(x) in_repr(g)^-1 for the elements
#' g of a group, up to a frequency and on rings around the origin: what a
#' steerable convolution may use. Each function stands for one group and one
#' way in which it acts on the plane (`_act_r2`), on space (`_act_r3`) or not
#' at all (`kernels_on_point()`).
#'
#' [gspace_build_kernel_basis()] finds the function for a gspace by itself.
#' The `_subgroup_` ones take any subgroup of the group in their name.
#'
#' Kernels of a finite group have infinitely many frequencies, hence
#' `maximum_frequency` or `max_offset` in the plane. For SO(2), O(2), SO(3) and
#' O(3) `NULL` stands for all that there are.
#'
#' @param in_repr,out_repr Representations of the function's group.
#' @param radii Radii of the rings, in pixels.
#' @param sigma Widths of the rings in pixels, one for all or one for each.
#' @param subgroup The subgroup, as in [group_subgroup()].
#' @param maximum_frequency Highest frequency of the kernels around the
#'   origin, one whole number.
#' @param max_offset How many periods of a finite group a frequency may be
#'   away from the lowest one, 0 for these alone; `NULL` for any number. In the
#'   plane either this or `maximum_frequency` must be given. In space it is the
#'   frequency around the axis that counts, below `maximum_frequency`; where an
#'   element has several of them, only `NULL` is possible.
#' @param axis Angle of the axis of reflections in radians, from the
#'   horizontal one.
#' @param adjoint An orthogonal matrix that turns the points before kernels
#'   are sampled; `NULL` for none.
#' @param filter A function that gets the attributes of a part of the filters,
#'   a list of `radius`, `sigma`, `j`, `irrep_frequency` and others, and says
#'   with `TRUE` or `FALSE` whether to keep it; `NULL` for all.
#' @param ... Not used.
#' @returns An `escnn_kernel_basis`; `length()` counts its elements, `dim()`
#'   gives elements, rows and columns, `basis[[i]]` the attributes of one
#'   element, `as.data.frame()` those of all, and a call, `basis(points)`, is
#'   [kernels_sample()].
#' @section Errors: `escnn_error_argument` when a representation is of another
#'   group, when a frequency is missing, and for the tetrahedral groups, which
#'   Python's escnn doesn't have. `escnn_error_empty_basis` when no kernel but
#'   zero is equivariant, with what may be changed.
#' @source Python: `escnn.kernels.kernels_SO2_act_R2` and the like, of which
#'   Python leaves the full icosahedral and octahedral ones unwritten, and
#'   `max_offset` not working; both do here. Its `EmptyBasisException` is
#'   `escnn_error_empty_basis`. Cesa, Lang and Weiler (2022),
#'   <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @family kernel bases
#' @examplesIf escnn_available()
#' c4 <- group_cyclic(4)
#' basis <- kernels_cn_act_r2(
#'   repr_trivial(c4), repr_regular(c4), radii = c(0, 1), sigma = 0.6, maximum_frequency = 2
#' )
#' basis
#' basis[[1]]
#' dim(basis(rbind(c(0, 0), c(1, 0), c(0, 1))))
#' @name kernels_act
NULL

#' @rdname kernels_act
#' @export
kernels_on_point <- kernels_factory("kernels_on_point", on_rings = FALSE)

#' @rdname kernels_act
#' @export
kernels_flip_act_r2 <- kernels_factory(
  "kernels_Flip_act_R2",
  axis = pi / 2, maximum_frequency = NULL, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_dn_act_r2 <- kernels_factory(
  "kernels_DN_act_R2",
  axis = pi / 2, maximum_frequency = NULL, max_offset = NULL, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_o2_act_r2 <- kernels_factory(
  "kernels_O2_act_R2",
  maximum_frequency = NULL, axis = pi / 2, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_trivial_act_r2 <- kernels_factory(
  "kernels_Trivial_act_R2",
  maximum_frequency = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_cn_act_r2 <- kernels_factory(
  "kernels_CN_act_R2",
  maximum_frequency = NULL, max_offset = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_so2_act_r2 <- kernels_factory("kernels_SO2_act_R2", maximum_frequency = NULL, filter = NULL)

#' @rdname kernels_act
#' @export
kernels_so2_subgroup_act_r2 <- kernels_factory(
  "kernels_SO2_subgroup_act_R2",
  subgroup = , maximum_frequency = NULL, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_o2_subgroup_act_r2 <- kernels_factory(
  "kernels_O2_subgroup_act_R2",
  subgroup = , maximum_frequency = NULL, axis = pi / 2, adjoint = NULL, filter = NULL
)
