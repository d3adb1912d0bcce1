# `==` and `!=` for the objects that have no other operators.

ops_equality <- function(e1, e2) {
  switch(.Generic,
    "==" = equal_objects(e1, e2),
    "!=" = !equal_objects(e1, e2),
    abort_operator(.Generic, "These objects have `==` and `!=`.")
  )
}

#' @export
Ops.escnn_gspace <- ops_equality # nolint: object_name_linter.

#' @export
Ops.escnn_group <- ops_equality # nolint: object_name_linter.

#' @export
Ops.escnn_module <- ops_equality # nolint: object_name_linter.

#' @export
Ops.escnn_subgroup <- ops_equality # nolint: object_name_linter.

#' @export
Ops.escnn_homspace <- ops_equality # nolint: object_name_linter.
