# MedMNIST: many sets of one layout, in archives of numpy.

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
    "escnn_r.datasets.medmnist", path, split, set$channels, set$task == "labels",
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
