#' Rotate images and volumes, and put images on a larger or smaller canvas
#'
#' These functions work on all examples at once, with the interpolation that you choose.
#' Arrays, torch tensors and data sets come back as what they were.
#'
#' Images that are not square exchange height and width where all turn by 90, or all by 270
#' degrees. By other angles, and by several, they keep their height and width: what no longer
#' fits is cut off, and a message says so. Volumes do the same.
#'
#' Angles turn counter-clockwise, as group elements do. Quarter turns of squares
#' and the rotations of the cube move pixels without interpolation. Data sets in
#' memory are changed at once and keep their type of number; those read from
#' files are changed as they are read. Values are taken as scalars: for other
#' fields use [transform()][transform.escnn_tensor].
#'
#' @param x Images: a matrix, or an array of dim `c(n, height, width)` or
#'   `c(n, channels, height, width)`. Volumes: `c(depth, height, width)`,
#'   `c(n, depth, height, width)` or `c(n, channels, depth, height, width)`. Or
#'   such a torch tensor, or a data set. Targets that are maps turn along with their images:
#'   classes by the nearest pixel, and what comes from outside is missing. Maps of
#'   another size than their images are refused.
#' @param angle Angles in degrees, one for all or one for each example; of one image
#'   there is a turned one for each angle. `NULL` for random ones:
#'   images in the plane, volumes as `rotation` says.
#' @param interpolation How to find values between pixels: `"nearest"`, `"linear"`, or
#'   `"cubic"` (splines, which are sharpest and slowest).
#' @param supersample Each pixel is the mean over this many points in each
#'   direction; 2 or 3 avoid jagged edges.
#' @param fill The value outside of the image.
#' @param seed A whole number that random angles and places depend on; `NULL`
#'   takes one from R's own random numbers, so that `set.seed()` counts.
#' @param ... Not used.
#' @returns What `x` is, changed: an array (of double precision numbers), a
#'   tensor, or a [data set][dataset].
#' @section Errors: `escnn_error_argument` when `x` has missing values or
#'   the wrong rank, or when there are not as many angles as examples.
#' @family data sets
#' @examplesIf escnn_available()
#' image <- matrix(0, 5, 5)
#' image[1, ] <- 1
#' rotate_images(image, 90)
#' dim(embed_images(image, 9))
#' digits <- dataset_arrays(array(runif(320), c(5, 1, 8, 8)), 1:5)
#' rotate_images(digits, seed = 1)
#' @export
rotate_images <- function(x, angle = NULL, interpolation = c("linear", "nearest", "cubic"),
                          supersample = 1, fill = 0, seed = NULL) {
  values <- check_pictures(x)
  angle <- check_angles(angle)
  quality <- check_quality(interpolation, supersample)
  fill <- check_number(fill)
  seed <- seed_if(is.null(angle), seed)
  turned <- as_given(
    x, py_invoke("escnn_r.datasets.rotated_images", values, angle, seed, fill, quality)
  )
  tell_of_frame(x, turned, angle)
  turned
}

# What is not square doesn't fit into its own frame when it is turned.
tell_of_frame <- function(x, turned, angle, space = 2) {
  size <- utils::tail(dim(x), space)
  whole <- !is.null(angle) && all(angle %% 180 == 0)
  if (any(size != size[[1]]) && !whole && identical(utils::tail(dim(turned), space), size)) {
    extent <- paste(size, collapse = " x ")
    what <- if (space == 2) "Images" else "Volumes"
    cli::cli_inform(
      c(
        i = "{what} of {extent} keep their size, so what no longer fits is cut off.",
        i = "Turned all alike, by 90 or 270 degrees, they exchange height and width.",
        i = if (space == 2) {
          "For other angles make room first: `embed_images(x, size = {max(size)})`."
        }
      ),
      class = "escnn_message_frame"
    )
  }
}

#' @param axis Axis of the rotation of volumes, as (x, y, z): x to the right,
#'   y up, z against the depth.
#' @param rotation Without `angle`: `"all"` for random rotations, `"octahedral"`
#'   for random ones among the 24 of the cube, a 3 x 3 rotation matrix, or an
#'   array of dim `c(n, 3, 3)`.
#' @rdname rotate_images
#' @export
rotate_volumes <- function(x, angle = NULL, axis = c(0, 0, 1), rotation = c("all", "octahedral"),
                           interpolation = c("linear", "nearest", "cubic"), supersample = 1,
                           fill = 0, seed = NULL) {
  values <- check_pictures(x)
  angle <- check_angles(angle)
  if (!is.numeric(axis) || length(axis) != 3L || !all(is.finite(axis)) || all(axis == 0)) {
    abort_arg("axis", axis, "three numbers, not all zero")
  }
  if (is.numeric(rotation)) {
    if (!is.null(angle)) {
      abort_arg("rotation", rotation, "left out where `angle` is given")
    }
    rotation <- check_array(rotation)
    if (!length(dim(rotation)) %in% 2:3) {
      abort_arg("rotation", rotation, "a 3 x 3 matrix, or an array of dim c(n, 3, 3)")
    }
  } else {
    rotation <- check_choice(rotation, c("all", "octahedral"))
  }
  quality <- check_quality(interpolation, supersample)
  fill <- check_number(fill)
  seed <- seed_if(is.null(angle) && is.character(rotation), seed)
  turned <- as_given(x, py_invoke(
    "escnn_r.datasets.rotated_volumes", values, rotation, angle, as.list(as.numeric(axis)),
    seed, fill, quality
  ))
  # slices that are square don't stick out when they turn in their plane
  upright <- !is.null(angle) && identical(as.numeric(axis[1:2]), c(0, 0))
  tell_of_frame(x, turned, angle, if (upright) 2 else 3)
  turned
}

#' @param size Height and width of the canvas in pixels, one number or
#'   `c(h = , w = )`.
#' @param scale Factor by which images are enlarged first.
#' @param position Where they go: in the `"centre"` (an odd pixel is left over below and
#'   to the right), at the `"top_left"`, or at `"random"` places.
#' @param antialias When images are made smaller, whether each new pixel is the
#'   mean of all the pixels that it covers.
#' @rdname rotate_images
#' @export
embed_images <- function(x, size, scale = 1, position = c("centre", "top_left", "random"),
                         interpolation = c("linear", "nearest", "cubic"), supersample = 1,
                         antialias = TRUE, fill = 0, seed = NULL) {
  values <- check_pictures(x)
  size <- check_extent(size)
  scale <- check_number(scale, min = 0)
  if (scale == 0) {
    abort_arg("scale", scale, "a number above 0")
  }
  position <- check_choice(position, c("centre", "top_left", "random"))
  quality <- check_quality(interpolation, supersample)
  quality$antialias <- check_flag(antialias)
  fill <- check_number(fill)
  seed <- seed_if(position == "random", seed)
  as_given(x, py_invoke(
    "escnn_r.datasets.embedded_images", values, size, scale, position, seed, fill, quality
  ))
}

check_pictures <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  if (missing(x)) abort_missing(arg, call)
  if (inherits(x, "escnn_dataset")) {
    return(check_alive(x, arg = arg, call = call))
  }
  if (inherits(x, "escnn_tensor")) {
    abort_arg(
      arg, x, "an array, a torch tensor or a data set",
      "For geometric tensors there is `transform(x, element)`.", call = call
    )
  }
  values <- check_array(x, arg = arg, call = call)
  # whole numbers would stay whole
  if (!is_torch_tensor(values)) storage.mode(values) <- "double"
  values
}

check_angles <- function(angle, arg = rlang::caller_arg(angle), call = rlang::caller_env()) {
  checked(
    angle, is.numeric(angle) && length(angle) > 0 && all(is.finite(angle)), "numbers, in degrees",
    array(as.numeric(angle)), null = TRUE, arg = arg, call = call
  )
}

check_quality <- function(interpolation, supersample, call = rlang::caller_env()) {
  choice <- check_choice(interpolation, c("linear", "nearest", "cubic"), call = call)
  list(
    order = c(nearest = 0L, linear = 1L, cubic = 3L)[[choice]],
    supersample = check_whole(supersample, min = 1, max = 16, call = call)
  )
}

as_given <- function(x, rotated) {
  if (inherits(x, "python.builtin.object")) rotated else tensor_to_array(rotated)
}
