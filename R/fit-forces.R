#' Energies and forces
#'
#' A loss for networks that give each molecule (or any point cloud) its energy,
#' and are trained on forces as well: the negative gradient of that energy by
#' the coordinates. Forces that come from an energy conserve it, and turn along
#' with the molecule.
#'
#' Targets are `y = list(energy = , forces = )`: a number for each cloud, and a
#' matrix of forces for each cloud in a list, or an array of dim
#' `c(clouds, points, 3)`; what is `NA` is not counted. [predict()] gives energies, and forces with
#' `type = "forces"`. Use a network that is smooth in the coordinates, as
#' [net_point_cloud()] with a `radius` is. It starts from the level of the energies,
#' a share for each type of atom, and from the size of the forces in the training data,
#' so units don't matter. Energies are kept in float32: where they are large, as total
#' energies of quantum chemistry are, take off their mean for more digits, or train
#' with `precision = "float64"`.
#'
#' The loss and the metrics of forces are means over the components of all forces, so
#' large molecules count more than small ones. The squared ones, the loss and
#' `"forces_rmse"`, are the same for turned molecules; `"forces_mae"` changes a little
#' with the axes.
#'
#' @param energy,forces Weights of the mean squared errors of energies and of
#'   components of forces.
#' @param ... Not used.
#' @returns A loss for [fit()] and [evaluate()].
#' @section Errors: `escnn_error_argument` for weights below zero, or when both are
#'   zero.
#' @source Schuett et al. (2018), <https://arxiv.org/abs/1706.08566>.
#' @seealso [net_point_cloud()], [dataset_clouds()]
#' @family training
#' @examplesIf escnn_available()
#' # two atoms on a spring
#' frames <- lapply(seq(0.8, 1.4, 0.1), function(r) rbind(c(0, 0, 0), c(0, 0, r)))
#' energy <- vapply(frames, function(x) (x[2, 3] - 1)^2, 0)
#' forces <- lapply(frames, function(x) rbind(c(0, 0, 2), c(0, 0, -2)) * (x[2, 3] - 1))
#' net <- net_point_cloud(1, gspace_flip_rot3d_on_r3(), radius = 3, pool = "sum", width = 8)
#' fitted <- fit(
#'   net, frames, list(energy = energy, forces = forces),
#'   loss = loss_energy_forces(), epochs = 5, metrics = "forces_mae"
#' )
#' predict(fitted, frames[1], type = "forces")
#' @export
loss_energy_forces <- function(energy = 0.01, forces = 1, ...) {
  check_dots(...)
  energy <- check_number(energy, min = 0)
  forces <- check_number(forces, min = 0)
  if (energy + forces == 0) {
    abort_arg("forces", forces, "more than 0 where `energy` is 0")
  }
  structure(
    list(name = "energy_forces", energy = as.numeric(energy), forces = as.numeric(forces)),
    class = "escnn_loss"
  )
}

#' @export
print.escnn_loss <- function(x, ...) {
  writeLines(paste0("<loss> ", x$energy, " * energy + ", x$forces, " * forces (squared errors)"))
  invisible(x)
}

# With its weights, or by its name alone.
is_energy_loss <- function(x) {
  weighted <- is.list(x) && is_amount(x$energy) && is_amount(x$forces)
  identical(if (weighted) x$name else x, "energy_forces")
}

# Energies with forces are learnt by the loss that is for them, and by no other.
check_energy_loss <- function(loss, kind, call = rlang::caller_env()) {
  if (kind == "energies" && !is.null(loss) && !is_energy_loss(loss)) {
    abort_arg(
      "loss", loss, "`loss_energy_forces()`, as `y` has energies and forces", call = call
    )
  }
  if (is_energy_loss(loss) && kind != "energies") {
    abort_arg(
      "loss", if (is.list(loss)) structure(loss, class = "escnn_loss") else loss,
      paste0("one for ", kind, ", which `y` has"),
      "`loss_energy_forces()` is for `y = list(energy = , forces = )`.", call = call
    )
  }
}

is_energy_target <- function(y) {
  is_plain_list(y) && length(y) == 2L && setequal(names(y), c("energy", "forces"))
}

energy_target <- function(y, call) {
  energy <- check_array(y$energy, arg = "y$energy", call = call, complete = FALSE)
  check_finite(energy, "y$energy", call)
  forces <- y$forces
  if (length(dim(forces)) == 3L) forces <- slices(forces)
  if (!is_plain_list(forces)) {
    abort_arg(
      "y$forces", forces, "a list of matrices, or an array of dim `c(clouds, points, 3)`",
      call = call
    )
  }
  if (length(forces) != length(energy)) {
    abort_arg(
      "y$forces", forces, paste0("of ", length(energy), " clouds, as `y$energy` is"),
      paste0("It has forces of ", length(forces), "."), call = call
    )
  }
  each <- point_target(lapply(forces, as.matrix), call, "y$forces")
  list(
    values = array(as.numeric(energy), length(energy)), points = each$points,
    counts = each$counts, given = forces, levels = NULL, kind = "energies"
  )
}

# Energies, or forces as a list of matrices.
predict_energies <- function(module, newdata, type, batch_size, fit = NULL,
                             call = rlang::caller_env()) {
  type <- check_choice(type %||% "response", c("response", "forces"), arg = "type", call = call)
  data <- prediction_data(newdata, module, call, fit = fit)
  batch_size <- check_whole(batch_size, min = 1, call = call)
  prediction <- py_invoke(
    "escnn_r.training.predict_forces", module, data, batch_size,
    .doing = "The model cannot be applied", .call = call
  )
  if (type == "response") {
    return(as.vector(tensor_to_array(prediction[[1]])))
  }
  split_rows(tensor_to_array(prediction[[2]]), unlist(prediction[[3]]))
}
