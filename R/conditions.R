#' Classes of errors and warnings
#'
#' By which classes the errors and warnings of this package can be caught, and
#' what each is about. Every error also has the class `escnn_error`, every
#' warning `escnn_warning`.
#'
#' @param ... Not used.
#' @returns A data frame with the columns `class`, `python`, the Python
#'   exception that it stands for, and `meaning`.
#' @section Errors: None.
#' @source Python: `escnn.group.InsufficientIrrepsException`,
#'   `escnn.group.UnderconstrainedCGSystem`,
#'   `escnn.kernels.EmptyBasisException`.
#' @seealso [escnn_sitrep()] when Python itself fails.
#' @examples
#' escnn_conditions()
#' tryCatch(
#'   group_cyclic(2.5),
#'   escnn_error_argument = function(e) e$arg
#' )
#' @export
escnn_conditions <- function() {
  meaning <- c(
    escnn_error_argument = "an argument has a value that cannot be used",
    escnn_error_attribute = "an object has no attribute of this name",
    escnn_error_too_large = "something would take more memory or time than it may",
    escnn_error_dead_pointer = "an object is from another session",
    escnn_error_package = "an R package that reads what was given is not installed",
    escnn_error_python_setup = "Python or escnn cannot be loaded",
    escnn_error_python = "Python could not carry out a call",
    escnn_error_insufficient_irreps = "a decomposition needs irreps of higher frequencies",
    escnn_error_underconstrained = "a numeric decomposition drew too few elements",
    escnn_error_empty_basis = "no map but zero is equivariant",
    escnn_error_callback = "a function that you gave failed",
    escnn_error_fork = "Python cannot be used in a forked process",
    escnn_error_worker = "one of several processes that train together failed",
    escnn_warning_advice = "something works, but another way is better",
    escnn_warning_empty_class = "a class has no examples",
    escnn_warning_loss = "a loss that is a function could not be kept",
    escnn_warning_metrics = "metrics that are functions could not be kept",
    escnn_warning_overlap = "tiles share fewer pixels than the model looks far",
    escnn_warning_python = "a warning of Python's",
    escnn_warning_statistics = "frozen batch norms don't fit the training data",
    escnn_warning_python_setup = "a Python module comes from outside of the environment",
    escnn_warning_voxels = "voxels of a volume are not cubes"
  )
  exceptions <- vapply(names(meaning), function(class) {
    toString(names(escnn_exceptions)[escnn_exceptions == class])
  }, "")
  data.frame(class = names(meaning), python = unname(exceptions), meaning = unname(meaning))
}
