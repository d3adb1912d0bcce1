# Matrices in words, for alt text.

# "moves each number on by 2 places", "(0, -1), (1, 0) by rows", or what else is short.
matrix_text <- function(m) {
  n <- nrow(m)
  if (n != ncol(m)) {
    return(if (length(m) <= 16) row_text(m) else sparse_text(m))
  }
  if (n == 1L) {
    return(matrix_number(m[[1]]))
  }
  if (max(abs(m - diag(n))) < 1e-5) {
    return("changes nothing")
  }
  if (!is_permutation(m) || n == 2L) {
    return(if (n <= 4L) row_text(m) else sparse_text(m))
  }
  permutation_text(apply(m, 2, which.max))
}

# Where each number goes.
permutation_text <- function(to) {
  n <- length(to)
  steps <- (to - seq_len(n)) %% n
  if (all(steps == steps[[1]])) {
    return(paste("moves each number on by", count_words(steps[[1]], "place"), "in a circle"))
  }
  cycles <- Filter(function(cycle) length(cycle) > 1L, cycles_of(to))
  swaps <- lengths(cycles) == 2L
  paste(c(
    if (any(swaps)) {
      paste("swaps", and_words(vapply(cycles[swaps], paste, "", collapse = " with "), 12L))
    },
    if (any(!swaps)) {
      paste("moves", and_words(vapply(cycles[!swaps], function(cycle) {
        paste(c(cycle, cycle[[1]]), collapse = " to ")
      }, ""), 12L))
    }
  ), collapse = " and ")
}

# The cycles of a permutation, each from its smallest number on; that of `first` comes first.
cycles_of <- function(to, first = 1L) {
  cycles <- list()
  left <- union(first, seq_along(to))
  while (length(left)) {
    cycle <- left[[1]]
    while ((following <- to[[cycle[[length(cycle)]]]]) != cycle[[1]]) cycle <- c(cycle, following)
    cycles <- c(cycles, list(cycle))
    left <- setdiff(left, cycle)
  }
  cycles
}

row_text <- function(m) {
  rows <- apply(m, 1, function(row) paste0("(", toString(matrix_number(row)), ")"))
  paste(if (nrow(m) == 1L) "the row" else "the rows", and_words(rows, 8L))
}

sparse_text <- function(m) {
  filled <- sum(abs(m) > 5e-3)
  paste0(
    "has ", count_words(filled, "number"), " other than zero of ", length(m), ", from ",
    matrix_number(min(m)), " to ", matrix_number(max(m))
  )
}

matrix_number <- function(x) {
  vapply(ifelse(abs(x) < 5e-3, 0, x), function(v) trimws(formatC(v, digits = 2, format = "fg")), "")
}

# Of several: "Element a: ...; element b: ...".
matrices_text <- function(matrices, most = 6L) {
  shown <- utils::head(matrices, most)
  texts <- paste0(names(shown), ": ", vapply(shown, matrix_text, ""))
  paste0(item_list(texts, length(matrices)), ".")
}
