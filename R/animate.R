#' Animate how fields turn
#'
#' Writes a moving picture with a frame for each group element: a geometric tensor as the
#' group turns and mirrors it; or, with a `module`, an image as it turns, and what the
#' module makes of it.
#'
#' Frames follow the group: rotations by growing angles, then the mirrored ones. All have
#' the same colours. With `turn_back = TRUE` features are turned back before they are
#' drawn: those of an equivariant module then stand still.
#'
#' @param x A geometric tensor on a grid; with a `module`, also an image: a matrix, or an
#'   array of dim `c(channels, h, w)` or `c(n, channels, h, w)`.
#' @param file Where to write: a path that ends in `.gif` (written by the package gifski or
#'   magick) or `.mp4` (by av); `NULL` for a temporary GIF.
#' @param module A module or a fitted model, whose output is drawn beside the image.
#' @param item Which item of the batch, from 1.
#' @param fields Which fields to draw of the tensor, or of the module's output: an index
#'   from 1, or names; `NULL` for as many as there are places, which are 16.
#' @param elements A list of group elements, one for each frame; `NULL` for all of a finite
#'   group (24 at most), and 24 angles of a continuous one.
#' @param turn_back Whether the module's output is turned back.
#' @param limits,arrows As for [plot.escnn_tensor()].
#' @param title Title of each frame.
#' @param fps Frames per second, at most 50.
#' @param width,height Size in inches.
#' @param res Pixels per inch.
#' @param ... Not used.
#' @returns The path, as an `escnn_animation`, which knitr documents show, with
#'   [alt text][alt_text]. The file is written under another name first, so that it is
#'   whole or not there. Progress shows after two seconds.
#' @section Errors: `escnn_error_argument` when `file` ends otherwise, when `x` does not
#'   fit the module, or when the module's output is not on a grid;
#'   `escnn_error_missing_package` when no package that writes such files is installed,
#'   `escnn_error_not_written` when the file can't be written.
#' @family plots
#' @examplesIf escnn_available() && requireNamespace("magick", quietly = TRUE)
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "trivial")
#' x <- geometric_tensor(array(volcano[1:61, 1:61], c(1, 1, 61, 61)), type)
#' if (requireNamespace("ggplot2", quietly = TRUE)) animate(x)
#' @export
animate <- function(x, ...) {
  if (missing(x)) {
    check_dots(...)
    abort_missing("x", rlang::current_env())
  }
  UseMethod("animate")
}

#' @rdname animate
#' @export
animate.escnn_tensor <- function(x, file = NULL, module = NULL, item = 1, fields = NULL,
                                 elements = NULL, turn_back = FALSE, limits = NULL,
                                 arrows = TRUE, title = NULL, fps = 4, width = 7, height = 4,
                                 res = 96, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to draw frames.")
  check_alive(x)
  title <- check_string(title, null = TRUE)
  limits <- check_limits(limits)
  settings <- list(
    fps = check_number(fps, min = 0.1, max = 50), width = check_number(width, min = 1, max = 50),
    height = check_number(height, min = 1, max = 50), res = check_whole(res, min = 20, max = 600)
  )
  check_flag(arrows)
  check_flag(turn_back)
  target <- animation_target(file)
  extent <- dim(x)
  if (length(extent) < 4L) {
    abort_arg("x", x, "a geometric tensor on a grid of two or three dimensions")
  }
  x <- x[check_whole(item, min = 1, max = extent[[1]])]
  if (!is.null(module)) {
    module <- as_module(module)
    mode <- module$training
    module_train(module, FALSE)
    on.exit(if (mode) module_train(module))
  }
  elements <- frame_elements(x$type$gspace, elements)
  frames <- frames_of(x, elements, module, fields, arrows, turn_back)
  alt <- animation_alt(frames, x, module, turn_back)
  write_animation(frames, title, limits, target, settings)
  structure(
    target$file, class = c("escnn_animation", "character"), alt = alt, frames = length(frames)
  )
}

#' @rdname animate
#' @export
animate.default <- function(x, file = NULL, module = NULL, ...) {
  if (!is.numeric(x) || !length(dim(x)) %in% 2:4) {
    abort_arg(
      "x", x, "a geometric tensor, or an image as a matrix or array",
      "Write `animate(image, module = model)`."
    )
  }
  if (is.null(module)) {
    abort_arg("module", module, "a module or a fitted model, if `x` is an array")
  }
  network <- as_module(module)
  extent <- dim(x)
  channels <- if (length(extent) > 2L) dimnames(x)[[length(extent) - 2L]]
  x <- array(x, c(rep(1L, 4L - length(extent)), extent), list(NULL, channels, NULL, NULL))
  if (inherits(module, "escnn_fit")) {
    x <- in_trained_channels(x, trained_channels(module), "x", environment())
  }
  animate(geometric_tensor(x, network$in_type), file = file, module = module, ...)
}

# Turns by growing angles first, then those with a mirror.
frame_elements <- function(gspace, elements, call = rlang::caller_env()) {
  flips <- !grepl("^(SO|C)", format(gspace$fibergroup))
  shown_elements(gspace, elements, turns = if (flips) 12 else 24, most = 24, call)
}

# What is drawn in each frame.
frames_of <- function(x, elements, module, fields, arrows, turn_back,
                      call = rlang::caller_env()) {
  names <- move_words(elements, list(gspace_basespace_action(x$type$gspace)))
  lapply(seq_along(elements), function(i) {
    turned <- transform(x, elements[[i]])
    if (is.null(module)) {
      maps <- feature_maps(turned, 1, fields, arrows, call)
      input <- NULL
    } else {
      output <- call_module(module, list(turned), call)
      check_on_grid(output, module, call)
      if (turn_back) output <- transform(output, solve(elements[[i]]))
      maps <- feature_maps(output, 1, fields, arrows, call)
      input <- middle_slices(as.array(turned))
    }
    list(maps = maps, input = input, element = names[[i]])
  })
}

check_on_grid <- function(output, module, call) {
  if (length(dim(output)) < 4L) {
    cli::cli_abort(
      c(
        "{.arg module} must give fields on a grid, not a vector of {dim(output)[[2]]} number{?s}.",
        i = "Take its layers before the vector, as in {.code module[1:k]}: {.code print(module)}
             numbers them."
      ),
      class = error_class("argument"), arg = "module", call = call
    )
  }
}

animation_alt <- function(frames, x, module, turn_back) {
  maps <- frames[[1]]$maps
  drawn <- count_words(nlevels(maps$rows$map), "picture")
  what <- if (is.null(module)) {
    paste0(drawn, " of a tensor of type ", format(x$type))
  } else {
    paste0(
      "an image and ", drawn, " of what ", module_words(about_module(module)$label), " makes of it",
      if (turn_back) ", turned back"
    )
  }
  changes <- vapply(frames, function(frame) {
    max(abs(frame$maps$rows$value - maps$rows$value))
  }, 0)
  scale <- max(abs(maps$rows$value), 1e-12)
  paste0(
    "Animation of ", count_words(length(frames), "frame"), ": ", what,
    ", as these elements act: ",
    move_list(vapply(frames, `[[`, "", "element")), ". ",
    if (max(changes) < 1e-3 * scale) {
      "The pictures stay the same."
    } else if (turn_back) {
      paste0(
        "The turned-back pictures change by up to ", format(100 * max(changes) / scale, digits = 2),
        " % of the largest value."
      )
    } else {
      "The pictures change from frame to frame."
    }
  )
}

#' @export
print.escnn_animation <- function(x, ...) {
  writeLines(c(
    paste0("<animation> ", unclass(x)[[1]]),
    strwrap(alt_text(x), width = 78, indent = 2, exdent = 2)
  ))
  invisible(x)
}

#' @export
format.escnn_animation <- function(x, ...) as.character(x)

#' @exportS3Method knitr::knit_print
knit_print.escnn_animation <- function(x, ...) { # nolint: object_name_linter.
  path <- beside_figures(as.character(x))
  if (endsWith(tolower(path), ".mp4")) {
    return(knitr::asis_output(paste0(
      "<video controls loop src=\"", escape_html(path), "\" aria-label=\"",
      escape_html(alt_text(x)), "\"></video>"
    )))
  }
  note_alt_text(alt_text(x))
  knitr::knit_print(knitr::include_graphics(path, error = FALSE, rel_path = FALSE))
}

# A copy of the file goes where the document's figures are, since temporary files don't last.
# What it shows is in its name: a chunk may have several.
beside_figures <- function(path) {
  if (!isTRUE(getOption("knitr.in.progress"))) {
    return(path)
  }
  shown <- substr(tools::md5sum(path), 1, 8)
  name <- knitr::fig_path(paste0(".", tools::file_ext(path)), number = shown)
  folder <- knitr::opts_knit$get("base.dir") %||% getwd()
  # pkgdown's figures have whole paths
  copy <- if (grepl("^([/\\\\]|[A-Za-z]:)", name)) name else file.path(folder, name)
  dir.create(dirname(copy), showWarnings = FALSE, recursive = TRUE)
  if (file.copy(path, copy, overwrite = TRUE)) name else path
}
