#' Equivariant batch normalisation
#'
#' Normalises fields over the batch without breaking the symmetry.
#' `nn_inner_batch_norm()` is for fields whose representations permute
#' channels; `nn_iid_batch_norm2d()` and `nn_iid_batch_norm3d()` scale each
#' field as a whole and suit any representation.
#'
#' @param x A field type, or a module to put the layer on.
#' @param eps Added to the variance.
#' @param momentum Weight of a new batch in the running statistics, 0 to 1.
#' @param affine Whether to learn a scale and a shift.
#' @param track_running_stats Whether to keep running statistics.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` for arguments of another kind.
#' @source Python: `escnn.nn.InnerBatchNorm`, `IIDBatchNorm2d`,
#'   `IIDBatchNorm3d`.
#' @family layers
#' @examplesIf escnn_available()
#' field_type(gspace_rot2d_on_r2(n = 4), regular = 2) |> nn_inner_batch_norm()
#' @name nn_batch_norm
NULL

#' @rdname nn_batch_norm
#' @export
nn_inner_batch_norm <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE,
                                track_running_stats = TRUE) {
  new_layer("InnerBatchNorm")
}

#' @rdname nn_batch_norm
#' @export
nn_iid_batch_norm2d <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE,
                                track_running_stats = TRUE) {
  new_layer("IIDBatchNorm2d")
}

#' @rdname nn_batch_norm
#' @export
nn_iid_batch_norm3d <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE,
                                track_running_stats = TRUE) {
  new_layer("IIDBatchNorm3d")
}
