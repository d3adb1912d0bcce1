# R's own "unused argument" names no remedy and has no class. So the functions
# that people call, and that take no `...`, get one here, when the package is
# built, with a check that nothing is in it. Methods and `nn_*()` functions,
# whose `...` stand in their source, check them there.

# The families of functions that the package exports.
strict_families <- paste0(
  "^(", paste(
    c(
      "callback", "chi$", "check_equivariance$", "dataset", "element", "embed", "escnn", "expect",
      "export", "field", "fitted", "geometric", "group", "gspace", "homspace", "init", "install",
      "kernel", "kernels", "medmnist", "module", "net", "nn", "optim", "output", "parameters",
      "point", "psi$", "psichi$", "repr", "rotate", "schedule", "subgroup", "tensor", "testing",
      "transform_fibers$"
    ),
    collapse = "|"
  ), ")"
)

# Their methods for the generics that draw, sum up and compute, and for brackets,
# unless these take more than one index, or several of what they draw.
strict_methods <- "^(plot|summary|head|coef)[.]escnn_(?!evaluation$)"
strict_brackets <- "^\\[{1,2}[.]escnn_"

# `f` with `...` behind its arguments, which must be empty.
strict <- function(f) {
  code <- body(f)
  lines <- if (is.call(code) && identical(code[[1]], quote(`{`))) as.list(code)[-1] else list(code)
  arguments <- formals(f)
  if (!"..." %in% names(arguments)) arguments <- c(arguments, list(... = rlang::missing_arg()))
  as.function(
    c(arguments, as.call(c(quote(`{`), quote(check_dots(...)), lines))), environment(f)
  )
}

strict_functions <- function(env) {
  Filter(function(name) {
    f <- get(name, env)
    # the last argument of a replacement is its value
    if (!is.function(f) || endsWith(name, "<-")) {
      return(FALSE)
    }
    is_method <- grepl(strict_methods, name, perl = TRUE) && !"check_dots" %in% all.names(body(f))
    is_plain <- grepl(strict_families, name) || grepl(strict_brackets, name)
    is_method || (is_plain && !"..." %in% names(formals(f)))
  }, ls(env))
}

local({
  env <- parent.env(environment())
  for (name in strict_functions(env)) {
    assign(name, strict(get(name, env)), env)
  }
})
