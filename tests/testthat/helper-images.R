# Images as packages that may not be installed hold them, by their documentation.

# A picture whose every pixel and channel differs: 4 lines of 3, in 3 colours.
small_picture <- function() array((seq_len(36) * 7) %% 256 / 255, c(4, 3, 3))

# EBImage: an S4 object around an array of width, height, channels and frames.
# Its class has the same name and slots; R keeps slots as attributes.
ebimage <- function(x, colour) {
  structure(x, colormode = if (colour) 2L else 0L, class = structure("Image", package = "EBImage"))
}

# imager: x, y, z, colour
cimg <- function(x) structure(x, class = c("cimg", "imager_array", "numeric"))

# RNifti: an array with classes; voxel sizes are in an attribute
rnifti <- function(x, pixdim) {
  structure(
    x, pixdim = pixdim, pixunits = c("mm", "s"), .nifti_image_ptr = NULL,
    class = c("niftiImage", class(x))
  )
}

# An image of Rniftilib, whose methods R finds only where the package is attached.
rniftilib <- function(x, pixdim) {
  set <- getExportedValue("Rniftilib", "$<-.nifti")
  image <- Rniftilib::nifti.image.new()
  image <- set(image, "dim", value = dim(x))
  image <- set(image, "pixdim", value = pixdim)
  Rniftilib::nifti.image.setdatatype(image, "NIFTI_TYPE_FLOAT32")
  Rniftilib::nifti.image.alloc.data(image)
  getExportedValue("Rniftilib", "[<-.nifti")(image, value = x)
}

rniftilib_values <- function(x) {
  array(
    getExportedValue("Rniftilib", "[.nifti")(x), getExportedValue("Rniftilib", "$.nifti")(x, "dim")
  )
}

skip_without_pictures <- function() {
  testthat::skip_if_not(py_invoke("escnn_r.datasets.has_reader"), "pillow is not installed")
}

# Names of a temporary folder out of what is recorded.
hide_folder <- function(folder) {
  hidden <- c(normalizePath(folder), folder)
  function(lines) {
    for (each in hidden) lines <- gsub(each, "<folder>", lines, fixed = TRUE)
    lines
  }
}

# An array of height, width and channels as one example.
as_example <- function(x) aperm(array(x, c(dim(x), 1L)), c(4, 3, 1, 2))
