# Operators. All kinds of objects share one method: where those of the two sides
# differ, R takes neither.

ops_objects <- function(e1, e2) {
  call <- rlang::caller_env()
  sides <- list(e1, if (missing(e2)) nothing else e2)
  kinds <- unlist(lapply(sides, alias_class))
  # the side that can do more decides
  kind <- c(intersect(names(object_operators), kinds), "equality")[[1]]
  operators <- switch(kind, equality = equality_operators, get(object_operators[[kind]]))
  operators(.Generic, e1, e2, call)
}

object_operators <- c(
  escnn_tensor = "tensor_operators", escnn_group_element = "element_operators",
  escnn_field_type = "field_type_operators", escnn_representation = "representation_operators",
  escnn_kernel_basis = "basis_operators"
)

# What is left for the objects that have no other operators.
equality_operators <- function(operator, e1, e2, call,
                               allowed = "These objects have `==` and `!=`.") {
  switch(if (missing(e2)) "none" else operator,
    "==" = equal_objects(e1, e2, call),
    "!=" = !equal_objects(e1, e2, call),
    abort_operator(operator, allowed)
  )
}

compare_kinds <- function() register_for("Ops", names(alias_noun), ops_objects)
