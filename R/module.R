# What every equivariant module can do in R, whoever made it.

about_module <- function(x, call = rlang::caller_env()) {
  check_alive(x, call = call)
  py_invoke("escnn_r.describe.module", x)
}

#' @export
format.escnn_module <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- about_module(x)
  types <- if (is.null(about$in_type)) "" else paste0(": ", about$in_type, " -> ", about$out_type)
  paste0("<module> ", about$class, types)
}

#' @export
print.escnn_module <- function(x, ...) {
  if (is_dead(x)) {
    writeLines(dead_line(x))
    return(invisible(x))
  }
  about <- about_module(x)
  writeLines(strwrap(paste("<module>", about$class), width = 80))
  if (!is.null(about$in_type)) {
    writeLines(type_lines(about))
  }
  if (length(about$layers)) {
    writeLines(layer_table(about$layers))
  } else if (nzchar(about$extra)) {
    writeLines(paste("  with", about$extra))
  }
  writeLines(paste0(
    "  ", format_count(about$parameters, "trainable parameter"),
    if (about$training) ", training mode" else ", evaluation mode"
  ))
  invisible(x)
}

type_lines <- function(about) {
  lines <- strwrap(
    c(about$in_type %||% "none", about$out_type %||% "none"),
    width = 72, exdent = 2, simplify = FALSE
  )
  label <- function(text, lines) paste0(c(text, rep("       ", length(lines) - 1L)), lines)
  c(label("  in:  ", lines[[1]]), label("  out: ", lines[[2]]))
}

# One line a layer: number, class and settings, what comes out, parameters.
layer_table <- function(layers) {
  names <- vapply(layers, function(l) {
    paste0(l$class, if (nzchar(l$extra)) paste0(" (", l$extra, ")"))
  }, "")
  out <- vapply(layers, function(l) sub("^[^:]*: ", "", l$out_type %||% "?"), "")
  parameters <- vapply(layers, function(l) format(l$parameters, big.mark = ","), "")
  number <- format(seq_along(layers))
  room <- 80L - max(nchar(number)) - max(nchar(names)) - max(nchar(parameters)) - 8L
  paste0(
    "  ", number, "  ", format(names), "  ",
    format(shorten(out, max(room, 16L))), "  ", format(parameters, justify = "right")
  )
}

shorten <- function(x, width) {
  long <- nchar(x) > width
  x[long] <- paste0(substr(x[long], 1L, width - 3L), "...")
  x
}

format_count <- function(n, noun) {
  paste0(format(n, big.mark = ","), " ", noun, if (n != 1) "s")
}

#' @export
summary.escnn_module <- function(object, ...) {
  structure(about_module(object), class = "escnn_summary_module")
}

#' @export
print.escnn_summary_module <- function(x, ...) {
  writeLines(paste0("<module> ", x$class, ", ", format_count(x$parameters, "trainable parameter")))
  if (length(x$layers)) {
    classes <- vapply(x$layers, `[[`, "", "class")
    counts <- table(factor(classes, levels = unique(classes)))
    writeLines(strwrap(
      paste0(length(classes), " layers: ", paste(counts, names(counts), collapse = ", ")),
      width = 78, indent = 2, exdent = 4
    ))
  }
  writeLines(type_lines(x))
  invisible(x)
}

#' @export
str.escnn_module <- function(object, ...) {
  cat("", format(object), "\n")
}

#' @export
length.escnn_module <- function(x) {
  if (is_dead(x)) 0L else max(1L, length(about_module(x)$layers))
}

# Called with an array or a torch tensor, a module makes a geometric tensor of
# its input type first; geometric tensors must be of that type.
#' @rawNamespace S3method(reticulate::py_to_r_wrapper, escnn_module)
NULL

py_to_r_wrapper.escnn_module <- function(x) { # nolint: object_name_linter.
  callable(x, function(module, args, call) {
    lapply(args, read_input, type = module$in_type, call = call)
  })
}

read_input <- function(x, type, call) {
  if (!inherits(type, "escnn_field_type")) {
    return(x)
  }
  if (is_torch_tensor(x) || (is.numeric(x) && !is.object(x))) {
    return(make_tensor(x, type, call = call))
  }
  if (inherits(x, "escnn_tensor")) {
    check_alive(x, arg = "x", call = call)
    if (x$type != type) {
      abort_arg(
        "x", x, paste0("of the module's input type, ", format(type)),
        paste0("Its type is ", format(x$type), "."), call = call
      )
    }
  }
  x
}
