#' Raw handles to the Python modules
#'
#' `escnn` and `torch` are the Python modules themselves, loaded when first
#' used: `escnn$nn$R2Conv(...)` calls Python directly, as
#' `reticulate::import("escnn")` would, in the environment that
#' [install_escnn()] made. What they return are the same objects that this
#' package's own functions take and give, with the same methods.
#'
#' Raw calls know nothing of R's habits: whole numbers need an `L`, tuples
#' need `tuple()`, indices start at 0, and failed checks are Python errors.
#' `iterate()` and `tuple()` are reticulate's, for use with the handles.
#'
#' Modules come back to life when they were kept by [saveRDS()] or in '.RData':
#' the next use loads them again.
#'
#' @param it A Python object with items to go through.
#' @param f A function that is called with each item.
#' @param simplify Whether to make a vector of the results where that can be
#'   done.
#' @param ... Items of the tuple, or one list of them.
#' @param convert Whether items become R values where they are taken out.
#' @returns `iterate()`: a list or vector of what `f` gives. `tuple()`: a Python
#'   tuple.
#' @section Errors: `escnn_error_argument` when `it` has no items to go through,
#'   or Python cannot take an item; `escnn_error_attribute` when a module has
#'   nothing of a name.
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

#' @rdname handles
#' @export
tuple <- function(..., convert = FALSE) {
  items <- list(...)
  check_flag(convert)
  for (item in items) {
    part <- culprit_in(item)
    if (is_dead(part)) abort_dead(part, "...", rlang::current_env())
    if (!crosses(part)) abort_arg("...", part, "values that Python can take")
  }
  python_side()
  call_by_symbols(reticulate::tuple, c(items, list(convert = convert)))
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
          i = "{.run escnn::escnn_sitrep()} says what is wrong."
        ),
        class = error_class("python_setup"),
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
  as_handle(proxy, name)
}

# A module with where it is found again in another session: the name of the one
# that is imported, and the attributes that lead on from there.
as_handle <- function(module, path) {
  if (!inherits(module, "escnn_handle")) class(module) <- c("escnn_handle", class(module))
  assign("handle_of", path, envir = module)
  module
}

# The module behind a handle that could not be loaded with the package, or is
# from another session; else the handle itself.
behind_handle <- function(x) {
  python_side()
  if (!is.environment(x)) {
    return(x)
  }
  path <- get0("unloaded_module", x, inherits = FALSE)
  # one that waits for its first use has no Python object either
  waiting <- exists("module", x, inherits = FALSE)
  if (is.null(path) && !waiting && is_dead(x)) path <- get0("handle_of", x, inherits = FALSE)
  if (is.null(path)) {
    return(x)
  }
  module <- as_handle(reticulate::import(path[[1]]), path[[1]])
  for (name in path[-1]) module <- module[[name]]
  module
}

# Modules in modules are handles, too.
part_of_handle <- function(code, x, name) {
  part <- attribute_or_abort(code, x, name)
  if (!inherits(part, "python.builtin.module") || !is.environment(part)) {
    return(part)
  }
  as_handle(part, c(get("handle_of", x), name))
}

# Newer reticulates start a Python of their own choice before they run the
# hooks, so the handles choose theirs first.

#' @export
`$.escnn_handle` <- function(x, name) {
  module <- behind_handle(x)
  if (!identical(module, x)) {
    return(attribute_between(module, name))
  }
  part_of_handle(NextMethod(), x, name)
}

#' @export
`[[.escnn_handle` <- `$.escnn_handle`

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
