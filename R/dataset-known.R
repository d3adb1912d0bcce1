#' Data sets that are downloaded
#'
#' MNIST, Fashion-MNIST, rotated MNIST and the sets of MedMNIST, downloaded
#' when they are first used.
#'
#' A file is looked for in the folders that `options(escnn.data_dir =)` names
#' (directly, or in a folder of the set's name), then in
#' `tools::R_user_dir("escnn", "data")`, and is downloaded into the latter
#' otherwise. Before a big download you are asked in an interactive session;
#' `options(escnn.download = TRUE)` never asks and `FALSE` never downloads.
#' Whole files only: each is checked by its SHA-256 (the MD5 where its
#' publishers give no other) before it is used.
#'
#' Values are numbers from 0 to 1, kept as bytes until a batch needs them.
#'
#' @section Rotated MNIST: The set of Larochelle et al. (2007) has 12,000 digits
#'   for training and 50,000 for testing, each at a random angle. Where it is
#'   neither here nor reachable, `dataset_mnist_rot()` makes one of the same
#'   size from MNIST, with cubic splines and a seed. **That is another data set**:
#'   results on it must not be compared with published ones, and its print says
#'   so.
#'
#' @param split Which part: `"train"`, `"test"`, and for MedMNIST
#'   `"validation"`.
#' @param original `TRUE` for the original rotated MNIST or an error, `FALSE`
#'   for one made from MNIST, `NULL` for the original where it can be had and
#'   the other otherwise, with a message.
#' @param seed Seed of the digits and angles of the one that is made.
#' @param name Name of a set of MedMNIST, such as `"AdrenalMNIST3D"`, in any
#'   case. `medmnist_names()` lists them.
#' @param size Side of the images or volumes in pixels: 28, or 64, 128, 224
#'   where there is such a version (volumes: 28 and 64).
#' @returns A [data set][dataset]. `medmnist_names()`: a data frame with the
#'   columns `name`, `task`, `channels`, `dimensions`, `sizes` and `licence`.
#' @section Errors: `escnn_error_argument` for splits, names and sizes that are
#'   not there; `escnn_error_download` when a file is not here and cannot be
#'   downloaded, with the addresses that were tried and the folder to put it in
#'   by hand; `escnn_error_checksum` when a file in a folder that you named is
#'   not the published one.
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
    "escnn_r.data.known.mnist", paths[[1]], paths[[2]], set_description(set, split, paths[[1]]),
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

#' @rdname known_datasets
#' @export
dataset_mnist_rot <- function(split = c("train", "test"), original = NULL, seed = 1) {
  split <- check_choice(split, c("train", "test"))
  if (!is.null(original)) {
    check_flag(original)
  }
  seed <- check_whole(seed, min = 0)
  if (isFALSE(original)) {
    return(made_mnist_rot(split, seed))
  }
  set <- data_catalogue()$mnist_rot
  path <- original_mnist_rot(data_entry(set, set$files$all), isTRUE(original))
  if (is.null(path)) {
    return(made_mnist_rot(split, seed))
  }
  py_invoke(
    "escnn_r.data.known.mnist_rot_original", path, split, set_description(set, split, path),
    .doing = "Rotated MNIST cannot be read"
  )
}

# The path of the original, or NULL with a message; tried once a session.
original_mnist_rot <- function(entry, must, call = rlang::caller_env()) {
  if (must) {
    return(data_file(entry, call))
  }
  found <- find_data_file(entry, call)
  if (!is.null(found) || entry$name %in% the$unreachable) {
    return(found)
  }
  tryCatch(download_data_file(entry, call), escnn_error_download = function(e) {
    the$unreachable <- c(the$unreachable, entry$name)
    cli::cli_inform(
      c(
        "!" = "The original rotated MNIST is not here and could not be downloaded: digits of MNIST
               are rotated instead.",
        i = "Results on them cannot be compared with published ones.
             {.code dataset_mnist_rot(original = TRUE)} tells what went wrong."
      ),
      class = "escnn_message_made"
    )
    NULL
  })
}

made_mnist_rot <- function(split, seed, call = rlang::caller_env()) {
  set <- data_catalogue()$mnist
  paths <- c(idx_files(set, "train", call), idx_files(set, "test", call))
  note <- paste0(
    "made from MNIST by a generator with seed ", seed, ", not the original rotated MNIST: ",
    "results cannot be compared with published ones"
  )
  about <- set_description(set, split, dirname(paths[[1]]), note)
  about$name <- paste0("rotated digits of MNIST, ", split)
  py_invoke(
    "escnn_r.data.known.mnist_rot_made", paths, split, seed,
    .doing = "Rotated digits cannot be made", about = about, .call = call
  )
}

#' @rdname known_datasets
#' @export
dataset_medmnist <- function(name, split = c("train", "validation", "test"), size = 28) {
  check_string(name)
  split <- check_choice(split, c("train", "validation", "test"))
  size <- check_whole(size, min = 1)
  all <- data_catalogue()$medmnist
  key <- tolower(name)
  set <- all$sets[[key]]
  if (is.null(set)) {
    titles <- vapply(all$sets, `[[`, "", "title")
    abort_arg("name", name, paste("one of", toString(titles)))
  }
  sizes <- names(set$md5)
  if (!as.character(size) %in% sizes) {
    abort_arg("size", size, paste("one of", toString(sizes), "for", set$title))
  }
  file <- list(
    name = paste0(key, if (size != 28) paste0("_", size), ".npz"),
    sha256 = set$sha256[[as.character(size)]],
    md5 = set$md5[[as.character(size)]]
  )
  set$folders <- c("medmnist", key)
  set <- c(set, all[setdiff(c("licence", "source", "base"), names(set))])
  path <- data_file(data_entry(set, file))
  py_invoke(
    "escnn_r.data.known.medmnist", path, split, set$channels, set$task == "labels",
    set_description(set, split, path),
    .doing = paste(set$title, "cannot be read")
  )
}

#' @rdname known_datasets
#' @export
medmnist_names <- function() {
  all <- data_catalogue()$medmnist
  rows <- lapply(all$sets, function(set) {
    data.frame(
      name = set$title, task = set$task, channels = set$channels,
      dimensions = if (grepl("3D$", set$title)) 3L else 2L,
      sizes = toString(names(set$md5)), licence = set$licence %||% all$licence
    )
  })
  rows <- do.call(rbind, rows)
  rownames(rows) <- NULL
  rows
}
