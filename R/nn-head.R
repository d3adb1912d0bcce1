#' A head: from invariant fields to a vector
#'
#' Makes one vector of numbers for each item of a batch, so that a whole
#' classifier or regressor is one pipe: it pools trivial fields over space and
#' sends them through ordinary linear layers.
#'
#' What comes out are trivial fields on a point, which no element of the group
#' changes: [check_equivariance()] measures invariance. `as.matrix()` of the
#' output gives an R matrix, its `$tensor` is the PyTorch matrix that losses
#' take, and further layers for fields on a point may follow.
#'
#' @param x A field type of trivial fields, or a module that gives some, for
#'   example by [nn_group_pooling()].
#' @param classes How many numbers come out: classes, or values to predict.
#'   `NULL` for the pooled fields (or the last hidden layer) as they are.
#' @param hidden Sizes of hidden layers in between, each followed by an ELU.
#' @param pool What is taken over space: the `"mean"`, `"max"` or `"sum"`, or
#'   `"none"` for fields of one pixel.
#' @param dropout Share of each hidden layer that is dropped in training.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both. Its output is
#'   an `escnn_tensor` of dim `c(batch, classes)`.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_argument` when a field isn't trivial.
#' @source Of this package; the heads of escnn's own examples.
#' @seealso [nn_group_pooling()], [nn_residual()]
#' @family layers
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 4), kernel_size = 5) |>
#'   nn_relu() |>
#'   nn_group_pooling() |>
#'   nn_to_vector(classes = 10)
#' print(model, input = c(1, 28, 28))
#' as.matrix(model(array(0, c(2, 1, 28, 28))))
#' @export
nn_to_vector <- function(x, classes = NULL, hidden = NULL, pool = "mean", dropout = 0, ...) {
  new_layer("ToVectorModule", list(
    classes = rule(check_whole, min = 1),
    hidden = function(x, arg, call) as.list(check_sizes(x, arg, call, NULL)),
    dropout = rule(check_number, min = 0, max = 1)
  ))
}
