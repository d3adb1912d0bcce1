#' Printing and summing up modules
#'
#' `print()` shows a model as a table: each layer, the fields and channels that
#' come out of it, how many numbers it trains and, for a given input, the size
#' of its output. `summary()` gives the same numbers as a data frame, with
#' totals.
#'
#' @param x,object A module.
#' @param input The size of an input, as [output_size()] takes it: for example
#'   `c(1, 28, 28)`, channels first; `NULL` for a table without sizes.
#' @param ... Not used.
#' @returns `print()` gives `x` back invisibly. `summary()` gives an
#'   `escnn_summary_module`: a list with the data frame `layers` (columns
#'   `layer`, `fields`, `channels`, `parameters` and, with `input`, `output`)
#'   and the totals `parameters`, `frozen` (numbers that aren't trained) and
#'   `bytes` (memory of both).
#' @section Errors: `escnn_error_argument` when `input` isn't a size that the
#'   module takes.
#' @source Python: `EquivariantModule.extra_repr`, `torch.nn.Module.__repr__`.
#' @seealso [output_size()], [parameters()]
#' @family modules
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 4), kernel_size = 5) |>
#'   nn_relu() |>
#'   nn_group_pooling()
#' model
#' print(model, input = c(1, 28, 28))
#' summary(model)$layers
#' @name module_print
NULL

#' @rdname module_print
#' @export
print.escnn_module <- function(x, input = NULL, ...) {
  if (is_dead(x)) {
    writeLines(dead_line(x))
    return(invisible(x))
  }
  about <- about_module(x)
  sizes <- layer_sizes(x, about, input)
  writeLines(strwrap(paste("<module>", about$class), width = 80))
  if (!is.null(about$in_type)) {
    writeLines(type_lines(about))
  }
  if (length(about$layers)) {
    writeLines(layer_table(about$layers, seq_along(about$layers), unlist(about$names), sizes))
  } else {
    if (nzchar(about$extra)) {
      writeLines(strwrap(paste("with", about$extra), width = 80, indent = 2, exdent = 4))
    }
    if (length(about$parts)) {
      where <- names(about$parts)
      writeLines(layer_table(unname(about$parts), where, character(length(where)), NULL))
    }
    if (length(sizes)) writeLines(paste("  output size", sizes))
  }
  writeLines(totals_line(about))
  invisible(x)
}

totals_line <- function(about) {
  paste0(
    "  ", count_parameters(about$parameters, about$frozen),
    if (about$training) ", training mode" else ", evaluation mode"
  )
}

count_parameters <- function(trained, frozen) {
  paste0(
    format_count(trained, "trainable parameter"),
    if (frozen > 0) paste0(", ", format(frozen, big.mark = ","), " frozen")
  )
}

# The output of each layer as text such as 16 x 26 x 26.
layer_sizes <- function(x, about, input, call = rlang::caller_env()) {
  if (is.null(input)) {
    return(NULL)
  }
  size <- as.list(check_sizes(input, "input", call))
  if (length(about$layers)) {
    sizes <- py_invoke("escnn_r.nn.shapes_of_layers", x, size, "input", .call = call)
  } else {
    sizes <- list(py_invoke("escnn_r.nn.output_shape", x, size, "input", .call = call))
  }
  vapply(sizes, size_label, "")
}

size_label <- function(size) {
  if (is.null(names(size))) {
    return(paste(unlist(size), collapse = " x "))
  }
  paste(names(size), vapply(size, size_label, ""), collapse = "; ")
}

type_lines <- function(about) {
  lines <- strwrap(
    c(about$in_type %||% "none", about$out_type %||% "none"),
    width = 72, exdent = 2, simplify = FALSE
  )
  label <- function(text, lines) paste0(c(text, rep("       ", length(lines) - 1L)), lines)
  c(label("  in:  ", lines[[1]]), label("  out: ", lines[[2]]))
}

# One line a layer: where it is, its name, class and settings, fields and channels
# out, parameters, size. Fields give way where the line is too long.
layer_table <- function(layers, where, names, sizes) {
  settings <- vapply(layers, function(l) {
    paste0(l$class, if (nzchar(l$extra)) paste0(" (", l$extra, ")"))
  }, "")
  named <- nzchar(names)
  settings[named] <- paste0(names[named], ": ", settings[named])
  out <- vapply(layers, function(l) l$out_type %||% "?", "")
  # the group is in the lines above, and `channels` in the heading
  out <- gsub(" channels?)", ")", ifelse(grepl(" = ", out), out, sub("^[^:;]*: ", "", out)))
  parameters <- vapply(layers, function(l) format(l$parameters, big.mark = ","), "")
  columns <- list(
    format(c("", where), justify = if (is.character(where)) "left" else "right"),
    format(c("layer", settings)), NULL,
    format(c("parameters", parameters), justify = "right"),
    if (length(sizes)) format(c("output", sizes))
  )
  columns <- columns[lengths(columns) > 0 | seq_along(columns) == 3L]
  widths <- nchar(vapply(columns[-3L], `[[`, "", 1L))
  taken <- sum(widths) + 2L * length(columns)
  heading <- "fields (channels) out"
  columns[[3]] <- c(heading, shorten(out, max(80L - taken, nchar(heading))))
  # names and settings go on in a line below where there is no room for all
  over <- taken + max(nchar(columns[[3]])) - 80L
  if (over > 0L) columns[[2]] <- cells_within(c("layer", settings), max(widths[[2]] - over, 16L))
  rows <- lapply(seq_along(columns[[2]]), function(i) {
    do.call(cbind, lapply(columns, function(each) in_lines(each[[i]], lengths(columns[[2]])[[i]])))
  })
  columns <- apply(do.call(rbind, rows), 2L, format, simplify = FALSE)
  sub(" +$", "", paste0("  ", do.call(paste, c(columns, sep = "  "))))
}

# Texts in lines of a width, of which all but the first are indented.
cells_within <- function(x, width) {
  lapply(x, function(each) {
    lines <- strwrap(each, width = width + 1L, exdent = 2L)
    # names of one long word
    unlist(lapply(lines, function(line) {
      starts <- seq(1L, max(nchar(line), 1L), by = width)
      substring(line, starts, starts + width - 1L)
    }))
  })
}

in_lines <- function(x, count) c(x, rep("", count - length(x)))

shorten <- function(x, width) {
  long <- nchar(x) > width
  x[long] <- paste0(substr(x[long], 1L, width - 3L), "...")
  x
}

format_count <- function(n, noun) {
  paste0(format(n, big.mark = ","), " ", noun, if (n != 1) "s")
}

#' @rdname module_print
#' @export
summary.escnn_module <- function(object, input = NULL, ...) {
  about <- about_module(object)
  sizes <- layer_sizes(object, about, input)
  parts <- if (length(about$layers)) about$layers else list(about)
  out <- vapply(parts, function(l) l$out_type %||% NA_character_, "")
  layers <- data.frame(
    layer = vapply(parts, `[[`, "", "class"),
    fields = sub(" \\([0-9]+ channels?\\)$", "", out),
    channels = as.integer(sub(".*\\(([0-9]+) channels?\\)$", "\\1", out)),
    parameters = vapply(parts, `[[`, 1L, "parameters")
  )
  if (length(sizes)) layers$output <- sizes
  structure(
    list(
      class = about$class, in_type = about$in_type, out_type = about$out_type,
      layers = layers, parameters = about$parameters, frozen = about$frozen,
      bytes = about$bytes, training = about$training
    ),
    class = "escnn_summary_module"
  )
}

#' @export
print.escnn_summary_module <- function(x, ...) {
  writeLines(paste("<module>", x$class))
  writeLines(type_lines(x))
  counts <- table(factor(x$layers$layer, levels = unique(x$layers$layer)))
  writeLines(strwrap(
    paste0(format_count(nrow(x$layers), "layer"), ": ",
      paste(counts, names(counts), collapse = ", ")),
    width = 78, indent = 2, exdent = 4
  ))
  writeLines(paste0(totals_line(x), ", ", format_bytes(x$bytes)))
  if (!is.null(x$layers$output)) {
    writeLines(paste("  output size", x$layers$output[[nrow(x$layers)]]))
  }
  invisible(x)
}

format_bytes <- function(bytes) {
  unit <- min(3, max(0, floor(log(max(bytes, 1), 1024))))
  paste(format(round(bytes / 1024^unit, 1)), c("bytes", "KiB", "MiB", "GiB")[[unit + 1]])
}
