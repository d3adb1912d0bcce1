#' Branches: split fields by label, and bring them together
#'
#' `nn_branching()` splits a tensor into several by labels of its fields.
#' `nn_merge()` applies a module to each and puts the outputs side by side.
#' `nn_multiple()` does both: a module for each labelled part of the fields.
#'
#' @param x A field type, or a module to put the layer on. For `nn_merge()` a
#'   module that gives branches, or `NULL` for a merge that is called with a
#'   list of tensors.
#' @param labels One label for each field of the input, a character vector.
#' @param modules A list with a module for each label, named by labels. A
#'   function such as [nn_relu] is called with the field type of its branch. For
#'   a module of several inputs write `list(module, c("label", "label"))`.
#' @param reshuffle Whether to sort fields first, so that branches are slices:
#'   `"none"`, by `"label"`, by label and `"size"`, or by label, size and
#'   `"type"`. The order within branches follows.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both. Called, a
#'   branching gives a list of tensors named by label, the others one tensor, of
#'   the fields in the order of `modules`.
#' @section Errors: `escnn_error_argument` when there isn't one label a field,
#'   when a label has no module or a module no label, and when a module takes
#'   another type than its branch has.
#' @source Python: `escnn.nn.BranchingModule`, `MergeModule`, `MultipleModule`.
#' @seealso [nn_sequential()], [nn_reshuffle()]
#' @family layers
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "regular", "irrep_1", "regular")
#' model <- type |>
#'   nn_multiple(
#'     labels = c("pointwise", "norm", "pointwise"),
#'     modules = list(pointwise = nn_relu, norm = nn_norm_non_linearity)
#'   )
#' model
#' branches <- nn_branching(type, c("a", "b", "a"))
#' branches(array(0, c(1, 10, 3, 3)))
#' nn_merge(branches, list(a = nn_relu, b = nn_identity))
#' @name nn_branch
NULL

branch_rules <- list(
  labels = rule(check_labels),
  reshuffle = function(x, arg, call) {
    levels <- c("none", "label", "size", "type")
    match(check_choice(x, levels, arg = arg, call = call), levels) - 1L
  }
)

#' @rdname nn_branch
#' @export
nn_branching <- function(x, labels, reshuffle = "none", ...) {
  new_layer("BranchingModule", branch_rules)
}

#' @rdname nn_branch
#' @export
nn_merge <- function(x = NULL, modules) {
  types <- NULL
  if (!is.null(x)) {
    check_object(x, "escnn_module", "a module that gives branches, or NULL",
      "Make branches with `nn_branching()`."
    )
    types <- x$out_type
    if (!is_plain_list(types)) {
      abort_arg("x", x, "a module that gives branches, or NULL",
        "It has one output; make branches with `nn_branching()`."
      )
    }
  }
  if (missing(modules)) abort_missing("modules", environment())
  py_invoke("escnn_r.nn.merge_modules", x, read_branches(modules, types))
}

#' @rdname nn_branch
#' @export
nn_multiple <- function(x, labels, modules, reshuffle = "none", ...) {
  if (!missing(x) && !missing(labels) && !missing(modules)) {
    branching <- nn_branching(type_to_build_on(x), labels, reshuffle)
    modules <- read_branches(modules, branching$out_type)
  }
  new_layer("MultipleModule", c(branch_rules, modules = as_is))
}

# The type that a layer on `x` takes.
type_to_build_on <- function(x, call = rlang::caller_env()) {
  check_source(x, call)
  type <- if (inherits(x, "escnn_module")) x$out_type else x
  check_object(type, "escnn_field_type", "a field type, or a module with one output",
    arg = "x", call = call
  )
}

# Pairs of a module and its labels, from a list named by labels; functions are
# called with the type of their branch.
read_branches <- function(modules, types, call = rlang::caller_env()) {
  if (!is_plain_list(modules) || length(modules) == 0) {
    abort_arg("modules", modules, "a list of modules, named by labels",
      "For example `list(a = nn_relu, b = nn_identity)`.",
      call = call
    )
  }
  unname(Map(function(entry, label) read_branch(entry, label, types, call),
    modules, rlang::names2(modules)
  ))
}

read_branch <- function(entry, label, types, call) {
  labels <- label
  if (is_plain_list(entry) && length(entry) == 2L && is.character(entry[[2]])) {
    labels <- entry[[2]]
    entry <- entry[[1]]
  }
  if (!all(nzchar(labels)) || length(labels) == 0) {
    abort_arg("modules", list(entry), "named by labels, each of its modules",
      "For a module of several inputs write `list(module, c(\"label\", \"label\"))`.",
      call = call
    )
  }
  if (is_r_function(entry)) {
    type <- types[[labels[[1]]]]
    if (length(labels) > 1L || is.null(type)) {
      abort_arg("modules", entry, "modules, or functions for labels whose type is known",
        if (is.null(types)) "Put the merge on a branching, or give modules." else
          paste0("There are ", toString(names(types)), "."),
        call = call
      )
    }
    entry <- entry(type)
  }
  check_object(entry, "escnn_module", "modules, or functions that make one",
    arg = "modules", call = call
  )
  list(entry, as.list(unname(labels)))
}

# Labels of fields.
check_labels <- function(x, arg, call) {
  if (is.factor(x)) x <- as.character(x)
  checked(
    x, is_texts(x) && length(x) > 0 && all(nzchar(x)), "a label for each field, a character vector",
    as.list(unname(x)), arg = arg, call = call
  )
}
