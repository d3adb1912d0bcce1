# Rules for the arguments of layers on grids that aren't one plain number.

# One number or several: tuples are for sizes, lists for everything else.
check_numbers <- function(x, min, arg, call) {
  if (is.numeric(x) && length(x) > 1 && is.null(dim(x))) {
    return(lapply(unname(x), check_number, min = min, arg = arg, call = call))
  }
  check_number(x, min = min, arg = arg, call = call)
}

# Radii stay a list even if there is one.
check_rings <- function(x, arg, call) {
  checked(
    x, is.numeric(x) && length(x) > 0 && is.null(dim(x)), "a vector of radii in pixels",
    lapply(unname(x), check_number, min = 0, arg = arg, call = call), arg = arg, call = call
  )
}

# A factor, one of escnn's own policies, or a function of the radius.
check_cutoff <- function(x, arg, call) {
  if (is.function(x) && is.null(alias_class(x))) {
    force(arg)
    force(call)
    return(with_r_values(function(radius) {
      note_failure({
        limit <- x(radius)
        if (!is.numeric(limit) || length(limit) != 1L || is.na(limit)) {
          abort_arg(arg, limit, "a function of the radius that gives one number", call = call)
        }
        limit
      }, arg = arg)
    }))
  }
  policies <- c("default1", "default2", "default3")
  if (is.character(x)) {
    return(check_choice(x, policies, arg = arg, call = call))
  }
  allowed <- paste0(
    "one number of at least 0, a function of the radius, or one of ",
    toString(encodeString(policies, quote = "\""))
  )
  checked(
    x, is.numeric(x) && length(x) == 1L && is.finite(x) && x >= 0, allowed, as.numeric(x),
    arg = arg, call = call
  )
}

# A function that keeps or drops an element of the basis, or upper limits.
check_basis_filter <- function(x, arg, call) {
  if (is.function(x) && is.null(alias_class(x))) {
    force(arg)
    return(with_r_values(function(attributes) {
      keep <- note_failure(x(attributes), arg = arg)
      # Python would take NA for TRUE
      if (isTRUE(keep) || isFALSE(keep)) keep else describe(keep)
    }))
  }
  named <- rlang::is_named(x)
  checked(
    x, is.numeric(x) && length(x) > 0 && (named || length(x) == 1L) && all(is.finite(x) & x >= 0),
    "a function, one number, or limits such as `c(frequency = 2, radius = 1.5)`",
    if (named) as.list(x) else as.numeric(x),
    "A function gets the attributes of an element as a list and gives `TRUE` to keep it.",
    arg = arg, call = call
  )
}

# A function for Python to call: its argument comes as a handle.
with_r_values <- function(f) {
  function(value) {
    f(if (inherits(value, "python.builtin.object")) reticulate::py_to_r(value) else value)
  }
}
