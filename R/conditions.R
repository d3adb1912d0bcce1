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
    escnn_error_missing_values = "an array has missing values where none can be",
    escnn_error_dead_pointer = "an object is from another session",
    escnn_error_not_exported = "a layer has no form outside of escnn",
    escnn_error_not_written = "a file could not be written",
    escnn_error_missing_package = "a package of R's or Python's that this needs is not installed",
    escnn_error_package = "an R package is not installed, by the older name of the class",
    escnn_error_checksum = "a downloaded file is damaged, or not the right one",
    escnn_error_download = "a data set could not be downloaded",
    escnn_error_no_python = "there is no Python with escnn, or it does not start",
    escnn_error_python_setup = "Python or escnn cannot be loaded",
    escnn_error_python_running = "Python already runs, and its environment cannot be changed",
    escnn_error_numpy = "numpy and reticulate are not compatible",
    escnn_error_install = "an installation failed",
    escnn_error_installing = "another process is installing",
    escnn_error_no_suitable_python = "there is no suitable Python on this computer",
    escnn_error_not_ours = "an environment or folder was not made by `install_escnn()`",
    escnn_error_pins = "the list of Python packages cannot be used",
    escnn_error_wheels = "a folder lacks packages for an installation without a network",
    escnn_error_python = "Python could not carry out a call",
    escnn_error_insufficient_irreps = "a decomposition needs irreps of higher frequency",
    escnn_error_underconstrained = "a numeric decomposition drew too few elements",
    escnn_error_empty_basis = "no map other than zero is equivariant",
    escnn_error_callback = "a function that you gave failed",
    escnn_error_fork = "Python cannot be used in a forked process",
    escnn_error_worker = "one of several processes that train together failed",
    escnn_warning_advice = "something works, but another way is better",
    escnn_warning_beside = "files beside the folders of classes are not read",
    escnn_warning_nested = "folders inside the folder of a class belong to that class",
    escnn_warning_empty_class = "a class has no examples",
    escnn_warning_channels = "some channels have names and others have none",
    escnn_warning_checkpoint = "a checkpoint could not be written",
    escnn_warning_log = "a log could not be written",
    escnn_warning_loss = "a loss that is a function could not be kept",
    escnn_warning_metrics = "metrics that are functions could not be kept",
    escnn_warning_neighbours = "no point has a neighbour within the radius",
    escnn_warning_overlap = "tiles overlap less than the model needs",
    escnn_warning_python = "a warning of Python's",
    escnn_warning_range = "values lie far outside the range of the training data",
    escnn_warning_statistics = "frozen batch norms don't fit the training data",
    escnn_warning_python_setup = "a Python module comes from outside of the environment",
    escnn_warning_training_mode = "a module that nobody trains was called in training mode",
    escnn_warning_voxels = "voxels of a volume are not cubes"
  )
  exceptions <- vapply(names(meaning), function(class) {
    toString(names(escnn_exceptions)[escnn_exceptions == class])
  }, "")
  data.frame(class = names(meaning), python = unname(exceptions), meaning = unname(meaning))
}

# The classes of a condition: its kinds, by their names in the table above, and
# what all have.
error_class <- function(...) c(paste0("escnn_error_", c(...)), "escnn_error")

warning_class <- function(...) c(paste0("escnn_warning_", c(...)), "escnn_warning")
