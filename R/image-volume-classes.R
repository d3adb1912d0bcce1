# Volumes of other packages, each as an array of dim c(x, y, z, channels) with its voxels.

volume <- function(x, call, name) UseMethod("volume")

#' @exportS3Method
volume.default <- function(x, call, name) {
  numbers <- (is.numeric(x) || is.logical(x)) && !is.object(x)
  if (!numbers || !length(dim(x)) %in% 3:4) {
    hint <- if (length(dim(x)) == 5L) {
      "Models take an array of dim c(n, channels, depth, height, width) as it is."
    }
    abort_arg(
      name, x, "a volume, such as an array of dim c(x, y, z) or c(x, y, z, channels)", hint,
      call = call
    )
  }
  volume_values(x, attr(x, "voxel"))
}

volume_values <- function(values, voxel) {
  extent <- dim(values)
  if (length(extent) < 3L || (length(extent) > 4L && prod(extent[-(1:4)]) > 1)) {
    cli::cli_abort(
      "A volume has three dimensions, and perhaps channels, not dim {dim_words(values)}.",
      class = error_class("argument"), arg = "x"
    )
  }
  channels <- if (length(extent) > 3L) extent[[4]] else 1L
  structure(
    array(as.numeric(values), c(extent[1:3], channels)),
    voxel = if (is.null(voxel)) NULL else abs(as.numeric(voxel)[1:3])
  )
}

#' @exportS3Method
volume.niftiImage <- function(x, call, name) {
  volume_values(array(as.numeric(unclass(x)), dim(x)), attr(x, "pixdim"))
}

#' @exportS3Method
volume.internalImage <- function(x, call, name) {
  check_package("RNifti", "images", call)
  volume_values(as.array(x), RNifti::pixdim(x))
}

# Rniftilib has a pointer of this class, oro.nifti an S4 object with eight voxel sizes.
#' @exportS3Method
volume.nifti <- function(x, call, name) {
  if (typeof(x) == "externalptr") {
    check_package("Rniftilib", "images", call)
    of <- Rniftilib::`$.nifti`
    values <- Rniftilib::`[.nifti`(x)
    return(volume_values(array(as.numeric(values), of(x, "dim")), of(x, "pixdim")))
  }
  volume_values(array(as.numeric(as.vector(unclass(x))), dim(x)), attr(x, "pixdim")[2:4])
}

#' @exportS3Method
volume.cimg <- function(x, call, name) volume_values(unclass(x), NULL)
