# A subgroup as Python's `escnn_r.subgroups.read()` takes it: numbers (NA for
# none, Inf for all rotations), words, group elements, and lists of these.
check_subgroup <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  if (inherits(x, "escnn_subgroup")) {
    return(x$id)
  }
  parts <- if (is.null(x) || is_plain_list(x)) x else as.list(x)
  plain <- vapply(parts, function(part) {
    is.null(part) || is_plain_list(part) || inherits(part, "escnn_group_element") ||
      (is.atomic(part) && length(part) >= 1L && !is.complex(part))
  }, logical(1))
  if (length(parts) == 0 || !all(plain)) {
    abort_arg(
      arg, x, "what names a subgroup",
      "For example `4` in a cyclic group, `c(NA, 4)` in a dihedral one, or \"trivial\".",
      call = call
    )
  }
  if (length(parts) == 1L && !is_plain_list(x)) {
    return(subgroup_part(parts[[1]]))
  }
  unname(lapply(parts, subgroup_part))
}

subgroup_part <- function(part) {
  if (is_plain_list(part) || (is.atomic(part) && length(part) > 1L)) {
    return(unname(lapply(part, subgroup_part)))
  }
  if (length(part) == 1L && is.atomic(part) && is.na(part)) NULL else part
}
