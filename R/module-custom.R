#' Write your own module
#'
#' Makes a constructor of equivariant modules whose computation is written in R:
#' a function such as `nn_relu()`, which works in pipes, saves and trains like
#' any other layer, and is checked by [check_equivariance()].
#'
#' Inside the functions, `self` is the module. What `initialize` assigns to it
#' (`self$conv <- nn_r2_conv(self$in_type, ...)`) becomes part of it: modules
#' and parameters (see [module_parameter()]) are trained, counted and moved with
#' it, other values are kept. `self$in_type` and `self$out_type` are there from
#' the start. A function whose first argument is called `self` is given it.
#'
#' A model with such a module is kept by the module's name, its input type and
#' the plain arguments it was made with. [escnn_load()] is given the constructor
#' again, since files hold no programs; a fitted model that goes through
#' [saveRDS()] takes it along. `initialize` is run again then, and weights are
#' put in after that.
#'
#' R runs whenever the module does, so its work should be calls of layers and of
#' `torch`, which carry gradients; an `as.array()` in between ends them.
#'
#' @param name What the module is called when it is printed.
#' @param forward A function of a geometric tensor that gives a geometric tensor
#'   of the output type (or a torch tensor with its channels).
#' @param initialize A function that sets the module up, called once with the
#'   constructor's own arguments; `NULL` for nothing to set up.
#' @param out_type The output type: a field type, fields such as
#'   `c(regular = 2)`, or a function of the input type (and of those of the
#'   constructor's arguments that it has) that gives one of these. `NULL` for
#'   the input type, or for what `initialize` assigns to `self$out_type`.
#' @param ... Not used.
#' @returns A function of `x`, a field type or a module to put the layer on, and
#'   `...`, the arguments of `initialize`.
#' @section Errors: `escnn_error_argument` when `forward` gives something of
#'   another type. An error in the functions is re-raised as
#'   `escnn_error_callback`, with the message and the error as its parent.
#' @source Python: subclasses of `escnn.nn.EquivariantModule`.
#' @seealso [check_equivariance()], [nn_residual()]
#' @family modules
#' @examplesIf escnn_available()
#' # each field times a learnt number
#' nn_scale <- escnn_module("Scale",
#'   initialize = function(start = 1) {
#'     self$scale <- module_parameter(rep(start, length(self$in_type)))
#'   },
#'   forward = function(x) {
#'     each <- x$type$size %/% length(x$type)
#'     weights <- self$scale$repeat_interleave(as.integer(each))
#'     geometric_tensor(torch$mul(x$tensor, weights$reshape(1L, -1L, 1L, 1L)), x$type)
#'   }
#' )
#' layer <- field_type(gspace_rot2d_on_r2(n = 4), regular = 2) |> nn_scale(start = 2)
#' layer
#' check_equivariance(layer)
#' @export
escnn_module <- function(name, forward, initialize = NULL, out_type = NULL) {
  check_string(name)
  if (!grepl("^[A-Za-z][A-Za-z0-9_]*$", name)) {
    abort_arg("name", name, "a name of letters, digits and underscores")
  }
  check_function(forward)
  check_function(initialize, null = TRUE)
  call <- environment()
  if (!is.null(out_type) && !is.function(out_type) && !inherits(out_type, "escnn_field_type") &&
        !is.character(out_type) && !is.numeric(out_type) && !is_plain_list(out_type)) {
    abort_arg("out_type", out_type, "a field type, fields, or a function that gives one")
  }
  home <- environment()
  token <- new_token(name)
  constructor <- function(x, ...) {
    call <- environment()
    type <- type_to_build_on(x, call)
    args <- list(...)
    resolved <- if (!is.null(out_type)) custom_type(out_type, type, args, call)
    layer <- py_invoke(
      "escnn_r.nn.custom_module", name, type, resolved,
      python_function(function(self) {
        guarded(name, "initialize", bound(initialize, self, args))
        NULL
      }),
      python_forward(name, forward, home),
      keepable(args), token,
      .doing = paste(name, "cannot be built here"), .call = call
    )
    remember_constructor(token, home)
    if (inherits(x, "escnn_module")) sequence_of(list(x, layer), call) else layer
  }
  constructor
}

# Callable handles, such as field types and modules, are functions too.
is_r_function <- function(x) is.function(x) && !inherits(x, "python.builtin.object")

# R's own primitives, such as `sum`, have no arguments that Python could ask for.
as_closure <- function(x) if (is.primitive(x)) rlang::as_closure(x) else x

# Python holds this function for as long as the module lives, and with it all
# that is in reach of it. So it is made here, out of reach of the module, or
# neither language could ever let go of it; `home` is where the constructor is.
python_forward <- function(name, forward, home) {
  # what isn't evaluated holds on to where it was given
  force(name)
  force(forward)
  force(home)
  python_function(function(self, input) {
    guarded(name, "forward", bound(forward, self, list(input)))
  })
}

# What Python gives such a function comes as R values where there are any.
python_function <- function(fun) reticulate::r_to_py(fun, convert = TRUE)

custom_type <- function(out_type, type, args, call) {
  if (is_r_function(out_type)) {
    known <- names(formals(out_type))
    if (!"..." %in% known) args <- args[rlang::names2(args) %in% known]
    out_type <- do.call(out_type, c(list(type), args), quote = TRUE)
  }
  resolve_type(out_type, type, call)
}

# Calls a function with `self` in reach.
bound <- function(fun, self, args) {
  if (is.null(fun)) {
    return(NULL)
  }
  if (identical(names(formals(fun))[1], "self")) {
    args <- c(list(self), args)
  } else {
    environment(fun) <- rlang::env(environment(fun), self = self)
  }
  do.call(fun, args, quote = TRUE)
}

# An error in R is kept while Python unwinds, for `py_invoke()` to raise again.
guarded <- function(name, part, code) note_failure(code, name = name, part = part)

#' A parameter for a module of your own
#'
#' Makes a PyTorch parameter from R numbers. Assigned to `self` within
#' [escnn_module()], it is trained with the module.
#'
#' @param x A vector or array of numbers, the values at the start.
#' @param dtype Type of the numbers: `"float32"` or `"float64"`.
#' @param trained Whether training changes it.
#' @param ... Not used.
#' @returns A PyTorch parameter.
#' @section Errors: `escnn_error_argument` when `x` has missing values or isn't
#'   numeric.
#' @source Python: `torch.nn.Parameter`.
#' @seealso [parameters()]
#' @family modules
#' @examplesIf escnn_available()
#' module_parameter(c(1, 2, 3))
#' @export
module_parameter <- function(x, dtype = "float32", trained = TRUE) {
  x <- check_array(x)
  dtype <- check_choice(dtype, c("float32", "float64"))
  py_invoke("escnn_r.nn.one_parameter", x, dtype, check_flag(trained))
}
