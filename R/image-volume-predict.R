# Predictions for the voxels of a volume, as an image of its own kind.

# Scores at cubes come back to the voxels of the image before they are classes.
predict_volume <- function(object, x, type, na, cube, call) {
  model <- model_of(object, type, call)
  cube <- check_cube(cube, call)
  values <- volumes_of(x, call)[[1]]
  if (inherits(object, "escnn_fit")) {
    warn_range_of_cells(object, matrix(values, ncol = dim(values)[[4]]), call)
  }
  grid <- volume_grid(values, NULL, cube, call)
  cubes <- volume_array(x, cube = cube, na = check_na(na, call))
  scores <- stats::predict(model$module, cubes)
  if (length(dim(scores)) != 5L || !identical(dim(scores)[3:5], dim(cubes)[3:5])) {
    abort_arg(
      "object", object, "a model that gives something for each voxel",
      "Predict for whole volumes by `predict(model, volume_array(x))`.", call = call
    )
  }
  scores <- aperm(array(scores, dim(scores)[-1]), c(4L, 3L, 2L, 1L))
  back <- list(from = grid$to, to = grid$from, new = grid$old, same = grid$same)
  prediction <- finished_scores(resampled(scores, back, "linear", call), model)
  prediction[rowSums(is.na(values), dims = 3L) > 0] <- NA
  volume_like(drop_single(prediction), x, call)
}

drop_single <- function(x) if (dim(x)[[4]] == 1L) array(x, dim(x)[1:3]) else x

finished_scores <- function(scores, model) {
  count <- dim(scores)[[4]]
  if (model$labels && model$type != "response") {
    return(if (model$type == "class") (scores > 0) + 0 else 1 / (1 + exp(-scores)))
  }
  if (model$type == "response") {
    return(scores)
  }
  flat <- matrix(scores, ncol = count)
  if (model$type == "class") {
    return(array(as.numeric(max.col(flat, "first")), c(dim(scores)[1:3], 1L)))
  }
  flat <- exp(flat - apply(flat, 1L, max))
  array(flat / rowSums(flat), dim(scores))
}

# A NIfTI image with these values, and all else of the one that was given.
volume_like <- function(values, x, call) {
  if (typeof(x) == "externalptr" && inherits(x, "nifti")) {
    # its methods are found by R only where the package is attached
    image <- Rniftilib::nifti.image.copy.info(x)
    image <- Rniftilib::`$<-.nifti`(image, "dim", value = dim(values))
    Rniftilib::nifti.image.setdatatype(image, "NIFTI_TYPE_FLOAT32")
    Rniftilib::nifti.image.alloc.data(image)
    image <- Rniftilib::`[<-.nifti`(image, value = values)
    return(image)
  }
  package <- if (inherits(x, "nifti")) "oro.nifti" else "RNifti"
  check_package(package, "images", call)
  if (package == "oro.nifti") {
    return(oro.nifti::as.nifti(values, x))
  }
  RNifti::asNifti(values, reference = x)
}
