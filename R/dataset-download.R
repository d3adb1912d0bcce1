# Where the files of data sets are: in a folder that the user names, in the
# package's own, or on the way there from an address. Whichever it is, a file
# is used only when its checksum is right.

# The option lets tests have tiny sets of their own.
data_catalogue <- function() {
  yaml::read_yaml(
    getOption("escnn.data_file", system.file("datasets.yml", package = "escnn")),
    eval.expr = FALSE
  )
}

# What there is to know about one file of a set of the catalogue.
data_entry <- function(set, file) {
  list(
    title = set$title,
    folders = unlist(set$folders),
    name = file$name,
    algorithm = if (is.null(file$sha256)) "md5" else "sha256",
    checksum = file$sha256 %||% file$md5,
    bytes = file$bytes,
    addresses = paste0(unlist(set$base), file$name)
  )
}

# The path of a file that is whole, found or downloaded.
data_file <- function(entry, call = rlang::caller_env()) {
  find_data_file(entry, call) %||% download_data_file(entry, call)
}

find_data_file <- function(entry, call = rlang::caller_env()) {
  named <- getOption("escnn.data_dir")
  if (!is.null(named) && !(is.character(named) && !anyNA(named) && all(nzchar(named)))) {
    abort_arg("options(escnn.data_dir =)", named, "names of folders", call = call)
  }
  for (folder in path.expand(as.character(named))) {
    for (path in file.path(folder, entry$folders, entry$name)) {
      if (file.exists(path)) {
        return(check_data_file(path, entry, call))
      }
    }
    # other sets have files of the same name
    path <- file.path(folder, entry$name)
    if (file.exists(path) && is_whole_file(path, entry)) {
      return(path)
    }
  }
  path <- file.path(data_cache(entry), entry$name)
  if (file.exists(path) && is_whole_file(path, entry)) path
}

data_cache <- function(entry) {
  file.path(tools::R_user_dir("escnn", "data"), entry$folders[[1]])
}

# Files are read for their checksum once a session, unless they change.
is_whole_file <- function(path, entry) {
  info <- file.info(path, extra_cols = FALSE)
  state <- paste(entry$checksum, info$size, as.numeric(info$mtime))
  path <- normalizePath(path)
  if (!identical(the$verified[[path]], state)) {
    digest <- py_invoke("escnn_r.datasets.file_digest", path, entry$algorithm)
    if (!identical(digest, entry$checksum)) {
      return(FALSE)
    }
    the$verified[[path]] <- state
  }
  TRUE
}

check_data_file <- function(path, entry, call) {
  if (!is_whole_file(path, entry)) {
    cli::cli_abort(
      c(
        "{.path {path}} is not {entry$title} as it was published, or it is damaged.",
        x = "Its {toupper(entry$algorithm)} checksum is not {.val {entry$checksum}}.",
        i = "Delete or replace it, or leave {.code options(escnn.data_dir =)} unset, to have it
             downloaded."
      ),
      class = error_class("checksum"), path = path, call = call
    )
  }
  path
}

# Downloads larger than this are asked about.
ask_above <- 2e7

# To a temporary file beside its place, checked, then renamed: what is in the
# cache under its own name is whole.
download_data_file <- function(entry, call) {
  cache <- data_cache(entry)
  refused <- download_refused(entry)
  if (!is.null(refused)) {
    abort_download(entry, cache, refused, call)
  }
  dir.create(cache, recursive = TRUE, showWarnings = FALSE)
  part <- tempfile(paste0(entry$name, "-"), cache, ".part")
  on.exit(unlink(part))
  tried <- character()
  for (address in entry$addresses) {
    problem <- try_download(address, part)
    if (is.null(problem) && !is_whole_file(part, entry)) {
      problem <- "the download has another checksum, so it is incomplete or a different file"
    }
    if (is.null(problem)) {
      path <- file.path(cache, entry$name)
      if (file.rename(part, path)) {
        return(path)
      }
      problem <- paste("it could not be written to", cache)
    }
    tried <- c(tried, paste0(address, ": ", problem))
    unlink(part)
  }
  abort_download(entry, cache, tried, call)
}

# Why nothing may be downloaded, or NULL if it may.
download_refused <- function(entry) {
  allowed <- getOption("escnn.download")
  if (isFALSE(allowed)) {
    return("Downloads are switched off by `options(escnn.download = FALSE)`.")
  }
  size <- entry$bytes %||% Inf
  if (isTRUE(allowed) || !rlang::is_interactive() || size <= ask_above) {
    return(NULL)
  }
  megabytes <- if (is.finite(size)) sprintf("%.0f MB", size / 1e6) else "its size is not known"
  question <- sprintf("Download %s of %s (%s)?", entry$name, entry$title, megabytes)
  if (!isTRUE(utils::askYesNo(question))) "You chose not to download it."
}

# What went wrong, or NULL.
try_download <- function(address, path) {
  old <- options(timeout = max(600, getOption("timeout")))
  on.exit(options(old))
  quiet <- !rlang::is_interactive() || isTRUE(getOption("knitr.in.progress"))
  warned <- NULL
  tryCatch(
    withCallingHandlers(
      {
        status <- utils::download.file(address, path, mode = "wb", quiet = quiet)
        if (status != 0 || !file.exists(path)) "it did not come"
      },
      warning = function(w) {
        warned <<- c(warned, conditionMessage(w))
        rlang::cnd_muffle(w)
      }
    ),
    error = function(e) paste(unique(c(warned, conditionMessage(e))), collapse = "; ")
  )
}

abort_download <- function(entry, cache, reasons, call) {
  cli::cli_abort(
    c(
      "{.file {entry$name}} of {entry$title} is not on this computer and was not downloaded.",
      verbatim(reasons, "x"),
      i = "By hand: download it from {.url {entry$addresses}} and put it into {.path {cache}},
           or into a folder that {.code options(escnn.data_dir =)} names."
    ),
    class = error_class("download"),
    file = entry$name, addresses = entry$addresses, folder = cache, call = call
  )
}
