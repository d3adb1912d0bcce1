#' What escnn keeps of what it has computed
#'
#' Values that take long to compute, such as Clebsch-Gordan coefficients and the
#' irreps of the octahedral and icosahedral groups, are kept on disk, so that
#' another session reads them instead. `escnn_cache()` tells where they are and
#' how much they take, and removes them.
#'
#' Entries are found by what they are computed from, never by a name that could
#' come to mean something else. Several sessions may read and write at once. The
#' cache stays below `options(escnn.cache_size = )`, in bytes (1 GB unless set):
#' once a day, when Python loads escnn, entries that haven't been written or read
#' for the longest time make room. It lies in `tools::R_user_dir("escnn", "cache")`,
#' which `R_USER_CACHE_DIR` moves.
#'
#' @param clear Whether to remove all entries. They are computed again when
#'   they are wanted; sessions that run lose nothing.
#' @param ... Not used.
#' @returns A list of class `escnn_cache`: `path`, the `number` of entries,
#'   their `size` in bytes and its `limit`. With `clear = TRUE` it is what there
#'   was, invisibly.
#' @section Errors: `escnn_error_argument` for other arguments, and when entries
#'   can't be removed.
#' @source Python: the joblib cache of `escnn.group`.
#' @seealso [install_escnn()], [escnn_sitrep()]
#' @examples
#' escnn_cache()
#' @export
escnn_cache <- function(clear = FALSE) {
  check_flag(clear)
  path <- cache_dir()
  entries <- cache_entries(path)
  cache <- structure(
    list(
      path = path, number = length(entries), size = sum(file.size(cache_files(path))),
      limit = cache_limit()
    ),
    class = "escnn_cache"
  )
  if (!clear) {
    return(cache)
  }
  # entry by entry, as others may be reading or writing beside it
  unlink(entries, recursive = TRUE)
  left <- cache_entries(path)
  if (length(left)) {
    cli::cli_abort(
      c(
        "{length(left)} of {length(entries)} entries in {.path {path}} can't be removed.",
        i = "Close other sessions, or see whether you may write there."
      ),
      class = error_class("argument")
    )
  }
  invisible(cache)
}

#' @export
print.escnn_cache <- function(x, ...) {
  cat(
    "<escnn cache> ", x$number, if (x$number == 1) " entry, " else " entries, ",
    format_bytes(x$size), " of at most ", format_bytes(x$limit), "\n",
    tilde(x$path), "\n", sep = ""
  )
  invisible(x)
}

cache_files <- function(path) {
  list.files(path, recursive = TRUE, full.names = TRUE, all.files = TRUE)
}

# The folders that each hold one value.
cache_entries <- function(path) {
  dirname(list.files(path, "^output\\.pkl$", recursive = TRUE, full.names = TRUE))
}

cache_limit <- function() {
  limit <- getOption("escnn.cache_size", 1e9)
  check_number(limit, min = 0, arg = "getOption(\"escnn.cache_size\")")
}
