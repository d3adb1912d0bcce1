#' Volumes of other packages as arrays
#'
#' `volume_array()` turns NIfTI images and other volumes into the array that
#' models of gspaces in space take: examples, channels, depth, height, width.
#'
#' *Axes.* Width goes along the first axis of what is given, height along the
#' second, depth along the third, each as it is stored: nothing is turned or
#' flipped. Of a NIfTI image in standard orientation, width runs from left to
#' right, height from back to front and depth from bottom to top. A fourth axis
#' becomes channels. Bring images of a study to one orientation first, for example
#' by `RNifti::orientation(x) <- "RAS"`.
#'
#' *Voxels.* Turns in space are turns only where voxels are cubes. By default
#' volumes are resampled to cubes of their smallest side; how large they are then
#' is in the attribute `voxel` of the result. Networks know of voxels, not of
#' millimetres, so train and predict at one `cube`.
#'
#' A DICOM series becomes a NIfTI image by `oro.dicom::dicom2nifti(
#' oro.dicom::readDICOM("folder"))`.
#'
#' @param x A volume: a NIfTI image of RNifti, oro.nifti or Rniftilib, an array of
#'   dim `c(x, y, z)` or `c(x, y, z, channels)`, or a `cimg` of imager. Or a list of
#'   volumes, an example each.
#' @param voxel Sides of a voxel along x, y and z, or one number; `NULL` takes
#'   those of a NIfTI image, and 1 for arrays.
#' @param cube `"smallest"`, or the side of the cubes that voxels are resampled
#'   to, in the unit of `voxel` (millimetres, mostly). `FALSE` leaves voxels as they
#'   are, with a warning of class `escnn_warning_voxels` if they are no cubes.
#' @param interpolate `"linear"`, with a mean over what goes into a larger voxel, or
#'   `"nearest"`, for masks and labels.
#' @inheritParams image_array
#' @returns An array of numbers of dim `c(n, channels, depth, height, width)`, with
#'   the attribute `voxel`, the sides along depth, height and width.
#' @section Errors: `escnn_error_argument` for what can't be taken, for missing
#'   values, and for volumes of different sizes or voxels in a list.
#' @source Of this package.
#' @family images
#' @examplesIf escnn_available()
#' slices <- array(runif(20 * 20 * 5), c(20, 20, 5))
#' volume <- volume_array(slices, voxel = c(1, 1, 4))
#' dim(volume)
#' attr(volume, "voxel")
#' @export
volume_array <- function(x, voxel = NULL, cube = "smallest", interpolate = "linear", na = NULL,
                         ...) {
  check_dots(...)
  if (missing(x)) abort_missing("x", environment())
  voxel <- check_voxel(voxel)
  cube <- check_cube(cube)
  interpolate <- check_choice(interpolate, c("linear", "nearest"))
  na <- check_na(na)
  call <- environment()
  volumes <- volumes_of(x, call)
  grids <- lapply(volumes, volume_grid, voxel = voxel, cube = cube, call = call)
  check_grids(grids, call)
  if (isFALSE(cube)) warn_voxels(grids[[1]]$from, call)
  each <- Map(
    function(volume, grid) resampled(filled_volume(volume, na, call), grid, interpolate, call),
    volumes, grids
  )
  values <- vapply(each, as.numeric, numeric(length(each[[1]])))
  values <- aperm(array(values, c(dim(each[[1]]), length(each))), c(5L, 4L, 3L, 2L, 1L))
  structure(values, voxel = rev(grids[[1]]$to))
}

check_voxel <- function(voxel, call = rlang::caller_env()) {
  checked(
    voxel,
    is.numeric(voxel) && length(voxel) %in% c(1L, 3L) && all(is.finite(voxel) & voxel > 0),
    "one positive number, or three such as c(1, 1, 2.5)", rep_len(as.numeric(voxel), 3L),
    null = TRUE, arg = "voxel", call = call
  )
}

check_cube <- function(cube, call = rlang::caller_env()) {
  if (identical(cube, "smallest") || isFALSE(cube)) {
    return(cube)
  }
  checked(
    cube, is.numeric(cube) && length(cube) == 1L && is.finite(cube) && cube > 0,
    "\"smallest\", one positive number, or `FALSE`", as.numeric(cube), arg = "cube", call = call
  )
}

# All volumes of `x`, each an array of dim c(x, y, z, channels) with its voxels.
volumes_of <- function(x, call, name = "x") {
  series <- is_plain_list(x) && all(c("hdr", "img") %in% names(x))
  if (series) {
    abort_arg(
      "x", x, "a volume, or a list of volumes",
      "This is a DICOM series: `oro.dicom::dicom2nifti(x)` makes a volume of it.", call = call
    )
  }
  if (!is_plain_list(x)) {
    values <- volume(x, call, name)
    if (length(values) == 0L) abort_arg(name, x, "a volume with voxels", call = call)
    return(list(structure(values, name = name)))
  }
  if (length(x) == 0L) abort_arg("x", x, "at least one volume", call = call)
  each <- Map(
    function(entry, i) volumes_of(entry, call, paste0(name, "[[", i, "]]")), unname(x), seq_along(x)
  )
  unlist(each, recursive = FALSE)
}

# Where voxels are and where they shall be: `from` and `to` their sides.
volume_grid <- function(volume, voxel, cube, call) {
  from <- voxel %||% attr(volume, "voxel") %||% c(1, 1, 1)
  to <- if (isFALSE(cube)) {
    from
  } else {
    rep(if (is.numeric(cube)) cube else min(from), 3L)
  }
  old <- dim(volume)[1:3]
  # sides that differ by rounding alone stay
  same <- abs(to / from - 1) < 1e-3
  new <- ifelse(same, old, pmax(1, round(old * from / to)))
  if (max(new) > 1e5) {
    abort_arg(
      "cube", cube, "a side that leaves at most 100,000 voxels along each axis",
      paste0(
        "Voxels of ", toString(signif(from, 3)), " would become cubes of ", signif(to[[1]], 3),
        ": check `voxel`, or give a larger `cube`."
      ),
      call = call
    )
  }
  list(
    from = from, to = to, old = old, channels = dim(volume)[[4]], new = new, same = all(same),
    name = attr(volume, "name")
  )
}

check_grids <- function(grids, call) {
  first <- grids[[1]]
  for (grid in grids[-1]) {
    alike <- all(grid$new == first$new) && grid$channels == first$channels &&
      all(abs(grid$to / first$to - 1) < 1e-3)
    if (!alike) {
      cli::cli_abort(
        c(
          "All volumes must have the same size and the same voxels.",
          x = "{.code {first$name}} has {first$new} voxels of {signif(first$to, 3)}, and
               {.code {grid$name}} has {grid$new} of {signif(grid$to, 3)}.",
          i = "One {.arg cube}, such as {.code cube = {signif(first$to[[1]], 3)}}, gives the same
               voxels; sizes must be cut by hand."
        ),
        class = error_class("argument"), arg = "x", call = call
      )
    }
  }
}

warn_voxels <- function(sides, call) {
  if (max(sides) / min(sides) > 1.01) {
    cli::cli_warn(
      c(
        "Voxels of {signif(sides, 3)} are not cubes, so rotated volumes are stretched.",
        i = "Leave {.arg cube} out to have them resampled."
      ),
      class = warning_class("voxels"), call = call
    )
  }
}

filled_volume <- function(volume, na, call) {
  missing <- sum(is.na(volume))
  if (missing && is.null(na)) {
    name <- attr(volume, "name")
    cli::cli_abort(
      c(
        "{.code {name}} must have no missing values, but {missing} {?is/are} {.code NA}.",
        i = "{.code na = 0} puts 0 there."
      ),
      class = error_class("argument"), arg = "x", call = call
    )
  }
  if (missing) volume[is.na(volume)] <- na
  volume
}

resampled <- function(volume, grid, interpolate, call) {
  if (grid$same) {
    return(array(volume, dim(volume)))
  }
  tensor <- py_invoke(
    "escnn_r.datasets.resampled_volume", array(volume, dim(volume)), as.list(as.integer(grid$new)),
    as.list(grid$to / grid$from), interpolate, .call = call
  )
  tensor_to_array(tensor)
}
