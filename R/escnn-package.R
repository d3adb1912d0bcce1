#' escnn: group-equivariant neural networks
#'
#' Networks whose features turn along with their input: built from R, measured
#' rather than believed, on top of Python's 'escnn' and 'PyTorch'.
#'
#' Start with [install_escnn()] and `vignette("escnn")`. A network begins with a
#' space and its symmetry ([gspace_rot2d_on_r2()]), says what its channels mean
#' ([field_type()]), and grows by the pipe ([nn_r2_conv()]);
#' [check_equivariance()] measures it. [escnn_sitrep()] helps when something is
#' wrong.
#'
#' @name escnn-package
#' @docType package
#' @keywords internal
NULL
