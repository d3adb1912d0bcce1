#' Data sets that are downloaded
#'
#' MNIST, Fashion-MNIST, rotated MNIST and the sets of MedMNIST, downloaded
#' when they are first used.
#'
#' A file is looked for in the folders that `options(escnn.data_dir =)` names
#' (directly, or in a folder with the set's name), then in
#' `tools::R_user_dir("escnn", "data")`. If it is in neither, it is downloaded to the
#' latter. In an interactive session, you are asked before a big download;
#' `options(escnn.download = TRUE)` never asks, and `FALSE` never downloads.
#' Before a file is used, its SHA-256 is checked (or its MD5, where its publishers give
#' nothing else).
#'
#' Values are numbers from 0 to 1, kept as bytes until a batch needs them.
#'
#' @param ... Not used.
#' @section Rotated MNIST: The set of Larochelle et al. (2007) has 12,000 digits
#'   for training and 50,000 for testing, each at a random angle. Where it is
#'   neither on this machine nor can be downloaded, `dataset_mnist_rot()` makes one of
#'   the same size from MNIST, with cubic splines and a seed. **That is another data
#'   set**: results on it must not be compared with published ones, and its print says
#'   so.
#'
#' @param split Which part: `"train"`, `"test"`, and for MedMNIST
#'   `"validation"`.
#' @param original `TRUE` for the original rotated MNIST, or an error without it;
#'   `FALSE` for one made from MNIST; `NULL` for the original where it can be had, and
#'   otherwise, with a message, for one made from MNIST.
#' @param seed A whole number that the digits and angles of a set made here depend on.
#' @param name Name of a set of MedMNIST, such as `"AdrenalMNIST3D"`, in any
#'   case. `medmnist_names()` lists them.
#' @param size Side of the images or volumes in pixels: 28, or 64, 128, 224
#'   where there is such a version (volumes: 28 and 64).
#' @returns A [data set][dataset]. `medmnist_names()`: a data frame with the
#'   columns `name`, `task`, `channels`, `dimensions`, `sizes` and `licence`.
#' @section Errors: `escnn_error_argument` for splits, names and sizes that don't
#'   exist. `escnn_error_download` when a file is not on this machine and cannot be
#'   downloaded; the message lists the addresses that were tried, and the folder into
#'   which you can put the file yourself. `escnn_error_checksum` when a file in a folder
#'   that you named is not the published one.
#' @source LeCun, Cortes and Burges, *The MNIST database of handwritten digits*;
#'   Xiao, Rasul and Vollgraf (2017), <https://arxiv.org/abs/1708.07747>;
#'   Larochelle et al. (2007), *An empirical evaluation of deep architectures
#'   on problems with many factors of variation*; Yang et al. (2023), *MedMNIST
#'   v2*, <https://medmnist.com>.
#' @family data sets
#' @examplesIf escnn_available()
#' medmnist_names()
#' \dontrun{
#' dataset_mnist("test")
#' dataset_medmnist("AdrenalMNIST3D", "train")
#' }
#' @name known_datasets
NULL

#' @rdname known_datasets
#' @export
dataset_mnist <- function(split = c("train", "test")) {
  idx_dataset("mnist", check_choice(split, c("train", "test")))
}

#' @rdname known_datasets
#' @export
dataset_fashion_mnist <- function(split = c("train", "test")) {
  idx_dataset("fashion_mnist", check_choice(split, c("train", "test")))
}

idx_dataset <- function(name, split, call = rlang::caller_env()) {
  set <- data_catalogue()[[name]]
  paths <- idx_files(set, split, call)
  py_invoke(
    "escnn_r.datasets.mnist", paths[[1]], paths[[2]], set_description(set, split, paths[[1]]),
    .doing = paste(set$title, "cannot be read"), .call = call
  )
}

idx_files <- function(set, split, call) {
  files <- set$files[paste0(split, c("_images", "_labels"))]
  lapply(files, function(file) data_file(data_entry(set, file), call))
}

set_description <- function(set, split, path, note = "") {
  list(
    name = paste0(set$title, ", ", split),
    classes = as.list(as.character(unlist(set$classes))),
    note = note,
    source = paste0(set$source, "; ", path),
    licence = set$licence
  )
}
