#' Data sets of your own
#'
#' Makes a data set for training from arrays in memory, or from folders of pictures.
#'
#' @param x An array of dim `c(n, channels, height, width)`, of dim
#'   `c(n, channels, depth, height, width)`, or a matrix of `n` rows; or such a
#'   torch tensor. Raw bytes, and integers from 0 to
#'   255, are kept as bytes.
#' @param y What to predict, one entry for each example: a factor,
#'   integers (classes from 1), logical values, a logical matrix with a column
#'   for each label where an example may have several (or 0 and 1 under column
#'   names), numbers, or an array of numbers whose first extent is `n`. `NA` is a
#'   target that isn't known, and isn't counted. `NULL` for none.
#' @param scale What values are multiplied by when they are used: `1 / 255`
#'   for bytes that stand for 0 to 1.
#' @param name A name, for printing.
#' @param folder A folder that holds a folder of pictures for each class. They
#'   are read batch by batch; values are from 0 to 1. See the section on
#'   pictures.
#' @param size Height and width in pixels that all pictures are brought to, one
#'   number or `c(h = , w = )`; `NULL` where all have the same size.
#' @param colour Whether to read three channels (red, green, blue) or one
#'   (grey); `NULL` for three where any picture has colour.
#' @param masks A folder with a mask for each picture of `folder`, of the same
#'   name but for the ending: a path, or a folder that lies in `folder` or beside
#'   it. Each pixel then has a class, which its value in the mask says, and
#'   `folder` needs no folders of classes.
#' @param classes With `masks`, the values of classes, as in
#'   `c(background = 0, nucleus = 255)`; `NULL` for all values that there are.
#' @param ... Not used.
#' @returns A [data set][dataset].
#' @section Masks:
#' The values of a mask are its grey values, its numbers in a palette, or its
#' colours, which are classes such as `"#FF0000"`. With `size`, the nearest pixel
#' is taken. All masks are looked at when the data set is made. A picture without a
#' mask, a mask without a picture, a mask of another size, and a value that
#' `classes` doesn't have are errors that name the file.
#' @section Pictures:
#' PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000, PBM, PGM, PPM, TGA and some others
#' are read. Values of 8, 12 and 16 bits are scaled to 0 to 1, those of
#' floating-point TIFFs stay as they are. Colours of 16 bits are read with 8.
#' Palettes and CMYK become red, green and blue, without colour profiles;
#' transparency is ignored, and so is the orientation that cameras note. Of
#' animations and TIFFs with several pages only a part could be read, so they
#' are refused by name.
#'
#' No file is left out silently. Files that are not pictures, damaged pictures, and
#' pictures outside of the folders of classes are errors, which name them (the first
#' 10,000 files are checked at once, others when they are needed). Hidden files and
#' files that systems leave behind, such as `Thumbs.db` and `__MACOSX`, don't count.
#' An empty folder is a class without examples, that is, a level; a warning of
#' class `escnn_warning_empty_class` says so. Folders inside the folder of a class
#' belong to that class (`escnn_warning_nested`), and other files beside the
#' folders of classes belong to no class (`escnn_warning_beside`).
#' @section Errors: `escnn_error_argument` when `x` has missing values (see
#'   [dataset_masked()]) or the wrong rank, when `y` does not fit, and when a folder
#'   does not exist, has no pictures, or has other files; `escnn_error_python` when a
#'   picture is damaged; `escnn_error_missing_package` when the Python package that
#'   reads pictures is not installed.
#' @family data sets
#' @examplesIf escnn_available()
#' dataset_arrays(array(runif(320), c(5, 1, 8, 8)), factor(c("a", "b", "a", "b", "a")))
#' \dontrun{
#' dataset_images("pictures", size = c(h = 64, w = 64))
#' }
#' @name own_datasets
NULL

#' @rdname own_datasets
#' @export
dataset_arrays <- function(x, y = NULL, scale = 1, name = "arrays") {
  bytes <- !missing(x) && is.raw(x) && !is.object(x)
  values <- if (bytes) bytes_to_tensor(x) else check_array(x)
  target <- check_targets(y)
  scale <- check_number(scale)
  check_string(name)
  data <- py_invoke(
    "escnn_r.datasets.array_dataset", values, target$values, target$classes, scale, name,
    isTRUE(target$several)
  )
  name_channels(data, channel_names(x))
}

# Classes from 0 with their names, or numbers, as Python takes them.
check_targets <- function(y, call = rlang::caller_env()) {
  if (is.null(y) || is_torch_tensor(y)) {
    return(list(values = y, classes = NULL))
  }
  target <- read_target(y, call)
  classes <- if (!is.null(target$levels)) as.list(target$levels)
  list(values = target$values, classes = classes, several = target$kind == "labels")
}

#' @rdname own_datasets
#' @export
dataset_images <- function(folder, size = NULL, colour = NULL, masks = NULL, classes = NULL) {
  check_string(folder)
  if (!dir.exists(folder)) {
    abort_arg("folder", folder, "a folder that exists")
  }
  size <- check_extent(size, null = TRUE)
  if (!is.null(colour)) check_flag(colour)
  read_pictures(folder, masks, classes, size, colour, call = environment())
}

# The pictures of a folder that exists, with masks where there are any.
read_pictures <- function(folder, masks, classes, size, colour, ..., call) {
  masks <- check_masks(masks, folder, call)
  classes <- check_mask_classes(classes, masks, call)
  check_picture_reader(call)
  folder <- normalizePath(folder)
  doing <- "The pictures cannot be read"
  if (!is.null(masks)) {
    return(py_invoke(
      "escnn_r.datasets.Masked", folder, masks, classes, size, colour, ..., .doing = doing,
      .call = call
    ))
  }
  pictures <- py_invoke(
    "escnn_r.datasets.Folder", folder, size, colour, ..., .doing = doing, .call = call
  )
  warn_folder(py_invoke("escnn_r.datasets.folder_notes", pictures), folder)
  pictures
}

check_picture_reader <- function(call = rlang::caller_env()) {
  if (!py_invoke("escnn_r.datasets.has_reader")) {
    cli::cli_abort(
      c(
        "The Python package {.pkg pillow}, which reads pictures, is not installed.",
        i = "{.run escnn::install_escnn()} adds what is missing."
      ),
      class = error_class("missing_package", "python_setup"), call = call
    )
  }
}

# The folder of masks: as given, or in the folder of pictures, or beside it.
check_masks <- function(masks, folder, call = rlang::caller_env()) {
  if (is.null(masks)) {
    return(NULL)
  }
  check_string(masks, arg = "masks", call = call)
  places <- c(masks, file.path(folder, masks), file.path(dirname(folder), masks))
  places <- places[dir.exists(places)]
  if (length(places) == 0L) {
    abort_arg("masks", masks, "a folder that exists, here or beside `folder`", call = call)
  }
  normalizePath(places[[1]])
}

check_mask_classes <- function(classes, masks, call = rlang::caller_env()) {
  if (!is.null(classes) && is.null(masks)) {
    abort_arg("classes", classes, "left out without `masks`", "Folders are classes.", call = call)
  }
  checked(
    classes,
    are_whole(classes) && !anyDuplicated(classes) && rlang::is_named(classes) &&
      !anyDuplicated(names(classes)),
    "different whole numbers under different names", lapply(as.list(classes), as.integer),
    "For example `c(background = 0, nucleus = 255)`.", null = TRUE, arg = "classes", call = call
  )
}

# What of a folder may not be as it was meant.
warn_folder <- function(notes, folder) {
  empty <- unlist(notes$empty)
  if (length(empty)) {
    cli::cli_warn(
      c(
        "{cli::qty(empty)}The class{?/es} {.val {empty}} ha{?s/ve} no pictures.",
        i = "{cli::qty(empty)}{?It is still a level/They are still levels}. Delete the
             folder{?/s} if {?it is not a class/they are not classes}."
      ),
      class = warning_class("empty_class")
    )
  }
  nested <- unlist(notes$nested)
  if (length(nested)) {
    deeper <- file.path(folder, dirname(nested[[1]]))
    cli::cli_warn(
      c(
        "{cli::qty(nested)}Pictures in {.file {nested}} count as those of the folder above.",
        i = "If the classes are one level further down, give that folder,
             for example {.code dataset_images(\"{deeper}\")}."
      ),
      class = warning_class("nested")
    )
  }
  beside <- unlist(notes$beside)
  if (length(beside)) {
    cli::cli_warn(
      "{cli::qty(beside)}{.file {beside}} {?is/are} not in the folder of any class, and {?is/are}
       not read.",
      class = warning_class("beside")
    )
  }
}

# Height and width, as a list of two whole numbers.
check_extent <- function(x, null = FALSE, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  in_order <- function(x) if (setequal(names(x), c("h", "w"))) x[c("h", "w")] else x
  checked(
    x, are_whole(x) && length(x) <= 2L && all(x >= 1),
    "one whole number of at least 1, or two such as c(h = 29, w = 31)",
    as.list(rep_len(as.integer(in_order(x)), 2L)), null = null, arg = arg, call = call
  )
}
