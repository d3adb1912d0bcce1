# Rotated MNIST: the original, or one that is made from MNIST.

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
    "escnn_r.datasets.mnist_rot_original", path, split, set_description(set, split, path),
    .doing = "Rotated MNIST cannot be read"
  )
}

# The path of the original, or NULL with a message; tried once a session.
original_mnist_rot <- function(entry, must, call = rlang::caller_env()) {
  if (must) {
    return(data_file(entry, call))
  }
  path <- find_data_file(entry, call)
  if (!is.null(path) || entry$name %in% the$unreachable) {
    return(path)
  }
  tryCatch(download_data_file(entry, call), escnn_error_download = function(e) {
    the$unreachable <- c(the$unreachable, entry$name)
    cli::cli_inform(
      c(
        "!" = "The original rotated MNIST is not here and could not be downloaded, so digits of
               MNIST are rotated instead.",
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
    "escnn_r.datasets.mnist_rot_from_mnist", paths, split, seed,
    .doing = "Rotated digits cannot be made", about = about, .call = call
  )
}
