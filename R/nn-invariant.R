#' Invariant maps
#'
#' Turn fields into invariant numbers: `nn_group_pooling()` takes the largest
#' channel of a field whose representation permutes its channels,
#' `nn_norm_pool()` the length of any field, `nn_induced_norm_pool()` the
#' largest length of the fields that one was induced from.
#' `nn_max_pool_channels()` takes the largest of each run of channels, over
#' several whole fields at once.
#'
#' @param x A field type, or a module to put the layer on.
#' @param kernel_size Number of channels in a run; runs hold whole fields.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module` that gives a trivial field for each field (for
#'   each run of channels); on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` when a representation doesn't
#'   support the map, or runs of channels cut through fields.
#' @source Python: `escnn.nn.GroupPooling`, `NormPool`, `InducedNormPool`,
#'   `MaxPoolChannels`.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' field_type(g, regular = 3) |> nn_group_pooling()
#' field_type(g, irrep_1 = 3) |> nn_norm_pool()
#' field_type(g, regular = 4) |> nn_max_pool_channels(kernel_size = 8)
#' @name nn_invariant
NULL

#' @rdname nn_invariant
#' @export
nn_group_pooling <- function(x, ...) {
  new_layer("GroupPooling")
}

#' @rdname nn_invariant
#' @export
nn_norm_pool <- function(x, ...) {
  new_layer("NormPool")
}

#' @rdname nn_invariant
#' @export
nn_induced_norm_pool <- function(x, ...) {
  new_layer("InducedNormPool")
}

#' @rdname nn_invariant
#' @export
nn_max_pool_channels <- function(x, kernel_size, ...) {
  check_dots(...)
  kernel_size <- check_whole(kernel_size, min = 1)
  new_layer("MaxPoolChannels")
}
