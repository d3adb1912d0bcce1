# How the situation report looks: one screen of 80 columns.

#' @export
format.escnn_sitrep <- function(x, ...) {
  old <- options(cli.width = min(80L, cli::console_width()))
  on.exit(options(old))
  cli::cli_format_method(show_sitrep(x))
}

#' @export
print.escnn_sitrep <- function(x, ...) {
  cat(format(x), sep = "\n")
  invisible(x)
}

show_sitrep <- function(x) {
  cli::cli_text("{.strong escnn for R: situation report}")
  cli::cli_text("")
  rows <- sitrep_rows(x)
  for (i in seq_along(rows)) {
    name <- formatC(names(rows)[[i]], width = -12)
    width <- cli::console_width() - 1L
    cli::cli_verbatim(strwrap(rows[[i]], width, initial = name, prefix = strrep(" ", 12)))
  }
  cli::cli_text("")
  if (!nrow(x$problems)) {
    if (is.null(x$plan$python)) {
      cli::cli_alert_info("Nothing is wrong: the first use gets the Python that it needs.")
    } else {
      cli::cli_alert_success("Everything works.")
    }
    return(invisible())
  }
  cli::cli_text("{.strong Problems}")
  for (i in seq_len(nrow(x$problems))) {
    problem <- x$problems$problem[[i]]
    remedy <- x$problems$remedy[[i]]
    cli::cli_bullets(c(x = "{problem}", " " = "{remedy}"))
  }
}

# The lines above the problems, as named text.
sitrep_rows <- function(x) {
  report <- x$report
  torch <- report$torch
  version <- function(name) report$packages[[name]] %||% "not installed"
  rows <- c(
    R = sprintf("%s, escnn %s, reticulate %s", x$versions[["R"]], x$versions[["escnn"]],
                x$versions[["reticulate"]]),
    Python = if (is.null(x$plan$python)) {
      if (x$plan$ok) "none yet" else "none"
    } else {
      paste(c(report$python$version, tilde(x$plan$python)), collapse = ", ")
    },
    Why = if (x$plan$ok) x$plan$why,
    Order = x$order,
    Session = if (x$running) "Python is running" else "Python starts when it is first needed"
  )
  if (is.null(report)) {
    return(c(rows, Threads = format(x$threads), Cache = tilde(x$cache)))
  }
  c(
    rows,
    Versions = sprintf("escnn %s, torch %s, numpy %s, scipy %s", version("escnn"),
                       torch$version %||% version("torch"), version("numpy"), version("scipy")),
    Devices = sitrep_devices(torch),
    Threads = format(x$threads),
    Cache = paste0(tilde(report$cache_dir %||% x$cache),
                   if (isFALSE(report$cache_writable)) " (temporary)"),
    "Stand-ins" = sitrep_standins(report$standins)
  )
}

sitrep_devices <- function(torch) {
  cuda <- if (isTRUE(torch$cuda$available)) {
    sprintf("CUDA %s (%s)", torch$cuda$version, toString(torch$cuda$devices))
  }
  mps <- if (isTRUE(torch$mps$available)) "mps (Apple)"
  toString(c("cpu", cuda, mps))
}

sitrep_standins <- function(standins) {
  if (is.character(standins) && length(standins)) {
    paste0(toString(standins), ": pure Python, from this package")
  } else {
    "none: the packages themselves are installed"
  }
}

# The home folder as users write it.
tilde <- function(path) {
  home <- path.expand("~")
  inside <- startsWith(path, paste0(home, "/"))
  ifelse(inside, paste0("~", substring(path, nchar(home) + 1L)), path)
}
