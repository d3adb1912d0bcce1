# Data sets for tests are small files made on the spot; only the tests of the
# real ones look at data that are on this computer already.

# `name` in a folder of data, or a skip that says why there is none.
skip_without_data <- function(name) {
  folders <- c(Sys.getenv("ESCNN_DATA_DIR"), "../../../shared/data", "../../../../shared/data")
  here <- folders[nzchar(folders) & dir.exists(file.path(folders, name))]
  skip_if(
    length(here) == 0,
    paste0("no folder ", name, "/ in the folder that ESCNN_DATA_DIR names")
  )
  normalizePath(here[[1]])
}

# An idx file of bytes, gzipped.
write_idx <- function(values, path) {
  extent <- if (is.null(dim(values))) length(values) else dim(values)
  file <- gzfile(path, "wb")
  on.exit(close(file))
  writeBin(as.raw(c(0, 0, 8, length(extent))), file)
  writeBin(as.integer(extent), file, endian = "big")
  writeBin(as.raw(aperm(array(values, extent))), file)
}

sha256 <- function(path) {
  py_invoke("escnn_r.datasets.file_digest", normalizePath(path), "sha256")
}

# A catalogue with a tiny MNIST, served from a folder of its own, in a session
# that has no other data. Returns the folder of what is served.
local_small_mnist <- function(env = parent.frame()) {
  served <- withr::local_tempdir(.local_envir = env)
  withr::local_envvar(
    R_USER_DATA_DIR = withr::local_tempdir(.local_envir = env), .local_envir = env
  )
  parts <- c(train = 60L, test = 10L)
  files <- list()
  for (part in names(parts)) {
    n <- parts[[part]]
    images <- withr::with_seed(n, array(sample(0:255, n * 36, TRUE), c(n, 6, 6)))
    write_idx(images, file.path(served, paste0(part, "-images.gz")))
    write_idx((seq_len(n) - 1) %% 10, file.path(served, paste0(part, "-labels.gz")))
    for (kind in c("images", "labels")) {
      name <- paste0(part, "-", kind, ".gz")
      path <- file.path(served, name)
      files[[paste0(part, "_", kind)]] <- list(
        name = name, sha256 = sha256(path), bytes = file.size(path)
      )
    }
  }
  address <- paste0("file://", normalizePath(served), "/")
  set <- list(
    title = "Small MNIST", licence = "none", source = "made here", folders = list("mnist"),
    base = list(address), classes = as.list(as.character(0:9)), files = files
  )
  catalogue <- withr::local_tempfile(fileext = ".yml", .local_envir = env)
  rot <- list(
    title = "rotated MNIST", licence = "none", source = "nowhere", folders = list("mnist_rot"),
    base = list(address), classes = as.list(as.character(0:9)),
    files = list(all = list(name = "rot.zip", md5 = strrep("0", 32)))
  )
  yaml::write_yaml(list(mnist = set, mnist_rot = rot), catalogue)
  withr::local_options(
    escnn.data_file = catalogue, escnn.data_dir = NULL, escnn.download = NULL,
    .local_envir = env
  )
  served
}

small_images <- function() {
  dataset_arrays(random_array(6, 1, 5, 5), factor(rep(c("a", "b", "b"), 2)), name = "small")
}

# Folders of this computer and of this run out of what is recorded.
hide_paths <- function(lines) {
  gsub("(file:|(?<![a-z<>]))/[^ ']*/(?=mnist|test)", "\\1<folder>/", lines, perl = TRUE)
}
