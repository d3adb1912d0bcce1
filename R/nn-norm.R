#' Equivariant normalisation
#'
#' Normalises fields without breaking the symmetry.
#'
#' | Layer | Suits | Statistics |
#' |---|---|---|
#' | `nn_inner_batch_norm()` | fields that permute channels | of all channels of a field |
#' | `nn_iid_batch_norm1d()`, 2d, 3d | any field | mean of trivial irreps, one variance |
#' | `nn_g_norm_batch_norm()` | any field | mean of trivial irreps, a variance an irrep |
#' | `nn_norm_batch_norm()` | fields without trivial irreps | mean squared length |
#' | `nn_induced_norm_batch_norm()` | induced fields | the same, of what they come from |
#' | `nn_field_norm()` | any field | of one field at one point: no batch |
#'
#' Batch norms take them over the batch and space, and keep running ones for
#' evaluation. `nn_field_norm()` treats every point by itself, in training and
#' evaluation alike; it sets trivial fields to their learnt bias.
#'
#' @param x A field type, or a module to put the layer on.
#' @param eps Added to the variance.
#' @param momentum Weight of a new batch in the running statistics, 0 to 1;
#'   `NULL` to weigh all batches the same.
#' @param affine Whether to learn a scale and a shift.
#' @param track_running_stats Whether to keep running statistics.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` when fields don't suit the layer or
#'   the gspace has another dimension, each with the layer to take instead; and,
#'   when the layer is run, for a batch of one single value in training mode.
#' @section Warnings: `escnn_warning_dimension` for `nn_iid_batch_norm1d()` on a
#'   gspace with a base space, where it takes points only.
#' @source Python: `escnn.nn.InnerBatchNorm`, `IIDBatchNorm1d`,
#'   `IIDBatchNorm2d`, `IIDBatchNorm3d`, `GNormBatchNorm`, `NormBatchNorm`,
#'   `InducedNormBatchNorm`; `FieldNorm` is in its repository, not in a release.
#' @seealso [module_reset()] for statistics that start anew.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' field_type(g, regular = 2) |> nn_inner_batch_norm()
#' field_type(g, regular = 2, irrep_1 = 1) |> nn_iid_batch_norm2d()
#' field_type(g, irrep_1 = 2) |> nn_field_norm()
#' @name nn_batch_norm
NULL

#' @rdname nn_batch_norm
#' @export
nn_inner_batch_norm <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE,
                                track_running_stats = TRUE, ...) {
  new_layer("InnerBatchNorm")
}

#' @rdname nn_batch_norm
#' @export
nn_iid_batch_norm1d <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE,
                                track_running_stats = TRUE, ...) {
  new_layer("IIDBatchNorm1d")
}

#' @rdname nn_batch_norm
#' @export
nn_iid_batch_norm2d <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE,
                                track_running_stats = TRUE, ...) {
  new_layer("IIDBatchNorm2d")
}

#' @rdname nn_batch_norm
#' @export
nn_iid_batch_norm3d <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE,
                                track_running_stats = TRUE, ...) {
  new_layer("IIDBatchNorm3d")
}

#' @rdname nn_batch_norm
#' @export
nn_g_norm_batch_norm <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE, ...) {
  new_layer("GNormBatchNorm")
}

#' @rdname nn_batch_norm
#' @export
nn_norm_batch_norm <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE, ...) {
  new_layer("NormBatchNorm")
}

#' @rdname nn_batch_norm
#' @export
nn_induced_norm_batch_norm <- function(x, eps = 1e-5, momentum = 0.1, affine = TRUE, ...) {
  new_layer("InducedNormBatchNorm")
}

#' @rdname nn_batch_norm
#' @export
nn_field_norm <- function(x, eps = 1e-5, affine = TRUE, ...) {
  new_layer("FieldNorm")
}
