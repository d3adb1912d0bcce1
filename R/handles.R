#' Raw handles to the Python modules
#'
#' `escnn` and `torch` are the Python modules themselves, loaded when first
#' used: `escnn$nn$R2Conv(...)` calls Python directly, as
#' `reticulate::import("escnn")` would, in the environment that
#' [install_escnn()] made. What they return are the same objects that this
#' package's own functions take and give, with the same methods.
#'
#' Raw calls know nothing of R's habits: whole numbers need an `L`, tuples
#' need [tuple()], indices start at 0, and failed checks are Python errors.
#' `iterate()` and [tuple()] are reticulate's, for use with the handles.
#'
#' @param it A Python object with items to go through.
#' @param f A function that is called with each item.
#' @param simplify Whether to make a vector of the results where that can be
#'   done.
#' @returns `iterate()`: a list or vector of what `f` gives.
#' @section Errors: `escnn_error_argument` when `it` has no items to go through.
#' @format Python modules.
#' @source Python packages `escnn` and `torch`.
#' @seealso [gspace_rot2d_on_r2()] and [field_type()] for the same in R's
#'   idiom.
#' @examplesIf escnn_available()
#' r2_act <- escnn$gspaces$rot2dOnR2(N = 4L)
#' r2_act$fibergroup
#' torch$ones(2L, 3L)
#' @name handles
NULL

#' @rdname handles
#' @format NULL
#' @export
escnn <- NULL

#' @rdname handles
#' @format NULL
#' @export
torch <- NULL

#' @rdname handles
#' @export
iterate <- function(it, f = base::identity, simplify = TRUE) {
  if (missing(it)) abort_missing("it", rlang::current_env())
  python <- inherits(it, "python.builtin.object")
  if (python) check_alive(it)
  if (!python || !reticulate::py_has_attr(it, "__iter__")) {
    abort_arg(
      "it", it, "a Python object with items to go through",
      "R's own vectors and lists have `lapply()`."
    )
  }
  f <- check_function(f)
  check_flag(simplify)
  reticulate::iterate(it, f, simplify)
}

# reticulate takes the hooks off a module proxy before it runs them, so a
# failed load would leave a proxy without them: they are put back first.
lazy_module <- function(name) {
  proxy <- NULL
  hooks <- list(
    environment = "r-escnn",
    before_load = function() {
      rearm(proxy, hooks)
      python_side()
    },
    on_load = function() {
      rm(list = intersect(names(hooks), ls(proxy)), envir = proxy)
    },
    on_error = function(e) {
      rearm(proxy, hooks)
      cli::cli_abort(
        c(
          "Python's {name} cannot be loaded: {conditionMessage(e)}",
          i = "{.run escnn::escnn_sitrep()} tells what is wrong."
        ),
        class = c("escnn_error_python_setup", "escnn_error"),
        call = NULL
      )
    }
  )
  # where Python is running already, reticulate doesn't wait: if that fails, the
  # package is there all the same, and tells what is wrong at the first use
  proxy <- tryCatch(
    reticulate::import(name, delay_load = hooks),
    error = function(e) structure(list2env(list(unloaded_module = name)), class = "environment")
  )
  class(proxy) <- c("escnn_handle", class(proxy))
  proxy
}

# The module behind a handle that could not be loaded with the package, or the
# handle itself.
behind_handle <- function(x) {
  python_side()
  name <- if (is.environment(x)) get0("unloaded_module", x, inherits = FALSE)
  if (is.null(name)) x else reticulate::import(name)
}

# Newer reticulates start a Python of their own choice before they run the
# hooks, so the handles choose theirs first.

#' @export
`$.escnn_handle` <- function(x, name) {
  module <- behind_handle(x)
  if (identical(module, x)) NextMethod() else module[[name]]
}

#' @export
`[[.escnn_handle` <- function(x, name) {
  module <- behind_handle(x)
  if (identical(module, x)) NextMethod() else module[[name]]
}

#' @export
names.escnn_handle <- function(x) {
  module <- behind_handle(x)
  if (identical(module, x)) NextMethod() else names(module)
}

rearm <- function(proxy, hooks) {
  for (hook in c("before_load", "on_error", "on_load")) {
    assign(hook, hooks[[hook]], envir = proxy)
  }
}
