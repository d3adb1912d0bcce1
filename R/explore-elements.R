# What the pages about symmetries need of a group: its elements, how they multiply, and how
# a matrix that depends on the element reaches a page exactly. Elements are of three kinds:
# a "list" of finitely many; a "turn" by an angle times one of a few extra elements (such as a
# mirroring); a turn of "space" times an extra element (the inversion).

largest_group <- 120L

element_frame <- function(group, call = rlang::caller_env()) {
  about <- about_group(group)
  if (about$continuous) {
    return(continuous_frame(group, about, call))
  }
  if (about$order > largest_group) {
    cli::cli_abort(
      c(
        "{.arg x} has {about$order} elements, and a page shows groups of up to {largest_group}.",
        i = "Explore a subgroup, for example of {.code group_dihedral(8)}."
      ),
      class = error_class("too_large", "argument"), arg = "x", call = call
    )
  }
  elements <- group_elements(group)
  list(
    kind = "list", group = group, elements = elements,
    data = list(
      kind = "list", name = about$name, order = about$order, abelian = about$abelian,
      table = py_invoke("escnn_r.group.multiplication_table", elements),
      generators = I(element_positions(group_generators(group), elements) - 1L),
      steps = if (is_planar(group)) about$order / length(unique(flips(elements)))
    )
  )
}

# With the names of its elements, where they are finitely many.
named_frame <- function(frame, moves) {
  if (frame$kind == "list") {
    frame$data$names <- list(
      words = I(move_words(frame$elements, moves)), marks = I(move_marks(frame$elements, moves)),
      own = I(own_names(frame$elements))
    )
  }
  frame
}

group_kind <- function(group) sub(".*[.]", "", class(group)[[2]])

is_planar <- function(group) group_kind(group) %in% c("CyclicGroup", "DihedralGroup")

flips <- function(elements) {
  vapply(elements, function(e) {
    value <- element_value(e)
    if (length(value) == 2L) value[[1]] else 0
  }, 0)
}

element_positions <- function(some, elements) {
  vapply(some, function(e) Position(function(each) each == e, elements), 1L)
}

continuous_frame <- function(group, about, call) {
  parts <- continuous_parts(group, call)
  turned <- lapply(parts$extras, function(x) x * parts$turn(1) * x^-1)
  signs <- vapply(turned, function(e) if (e == parts$turn(1)) 1 else -1, 0)
  list(
    kind = parts$kind, group = group, turn = parts$turn, cross = parts$cross,
    extras = parts$extras,
    data = list(
      kind = parts$kind, name = about$name, order = NULL, abelian = about$abelian,
      table = py_invoke("escnn_r.group.multiplication_table", parts$extras),
      signs = I(signs)
    )
  )
}

# How to make a turn (about z in space), a quarter turn that takes z to y, and the extra elements.
continuous_parts <- function(group, call) {
  spatial <- function(lead) {
    list(
      kind = "space",
      turn = function(a) group_element(group, c(lead, 0, 0, sin(a / 2), cos(a / 2))),
      cross = group_element(group, c(lead, -sqrt(0.5), 0, 0, sqrt(0.5)))
    )
  }
  parts <- switch(group_kind(group),
    SO2 = list(kind = "turn", turn = function(a) group_element(group, a)),
    O2 = list(kind = "turn", turn = function(a) group_element(group, c(0, a))),
    SO3 = spatial(NULL),
    O3 = spatial(0)
  )
  if (is.null(parts)) {
    return(product_parts(group, call))
  }
  parts$extras <- c(
    group_identity(group),
    switch(group_kind(group), O2 = group_element(group, c(1, 0)), O3 = group_inversion(group))
  )
  parts
}

product_parts <- function(group, call) {
  factors <- if (group_kind(group) == "DirectProductGroup") group_factors(group)
  endless <- vapply(factors, group_is_continuous, NA)
  if (sum(endless) != 1L || group_kind(factors[[which(endless)]]) == "DirectProductGroup" ||
        group_order(factors[[which(!endless)]]) > 8) {
    cli::cli_abort(
      c(
        "There is no page for the group {format(group)}.",
        i = "There are pages for finite groups, for SO(2), O(2), SO(3) and O(3), and for products
             of one of these with a small group.",
        i = "Explore its factors: {.code group_factors(g)}."
      ),
      class = error_class("argument"), arg = "x", call = call
    )
  }
  one <- continuous_parts(factors[[which(endless)]], call)
  others <- group_elements(factors[[which(!endless)]])
  still <- group_identity(factors[[which(!endless)]])
  pair <- function(moving, other) {
    both <- if (endless[[1]]) list(moving, other) else list(other, moving)
    group_pair_elements(group, both[[1]], both[[2]])
  }
  extras <- unlist(lapply(others, function(o) lapply(one$extras, pair, o)), recursive = FALSE)
  list(
    kind = one$kind, turn = function(a) pair(one$turn(a), still), extras = extras,
    cross = if (!is.null(one$cross)) pair(one$cross, still)
  )
}

# A function of elements that gives matrices, as a page can evaluate it for every element.
encode_action <- function(action, frame) {
  if (frame$kind == "list") {
    return(encode_matrices(lapply(frame$elements, action)))
  }
  series <- turn_series(function(a) action(frame$turn(a)))
  list(
    size = nrow(action(frame$extras[[1]])),
    constant = by_rows(series[[1]]),
    waves = lapply(series[-1], function(w) {
      list(k = w$k, cosine = by_rows(w$cosine), sine = by_rows(w$sine))
    }),
    extras = lapply(frame$extras, function(e) by_rows(action(e))),
    cross = if (!is.null(frame$cross)) by_rows(action(frame$cross)),
    back = if (!is.null(frame$cross)) by_rows(action(frame$cross^-1))
  )
}

by_rows <- function(matrix) I(round(as.vector(t(matrix)), 7))

encode_matrices <- function(matrices) {
  size <- nrow(matrices[[1]])
  if (all(vapply(matrices, is_permutation, NA))) {
    # where each column's one is
    return(list(size = size, places = lapply(matrices, function(m) {
      I(apply(m, 2, which.max) - 1L)
    })))
  }
  list(size = size, matrices = lapply(matrices, by_rows))
}

is_permutation <- function(m) {
  all(abs(m - round(m)) < 1e-5) && all(round(m) %in% 0:1) &&
    all(round(rowSums(m)) == 1) && all(round(colSums(m)) == 1)
}

# The matrices of turns are sums of waves in the angle, each a whole number of times around.
turn_series <- function(at, most = 24L) {
  count <- 2L * most + 1L
  angles <- 2 * pi * (seq_len(count) - 1) / count
  values <- lapply(angles, at)
  mean_of <- function(weights) Reduce(`+`, Map(`*`, values, weights)) / count
  waves <- lapply(seq_len(most), function(k) {
    list(k = k, cosine = 2 * mean_of(cos(k * angles)), sine = 2 * mean_of(sin(k * angles)))
  })
  heard <- vapply(waves, function(w) max(abs(w$cosine), abs(w$sine)) > 1e-6, NA)
  c(list(mean_of(rep(1, count))), waves[heard])
}

# What elements do to the plane or to space: one action, or one for each factor of a product.
group_moves <- function(group) {
  kind <- group_kind(group)
  if (kind != "DirectProductGroup") {
    return(list(as.matrix))
  }
  if (format(group) %in% c("FullIcosahedral", "FullOctahedral")) {
    return(list(function(e) {
      parts <- group_split_element(group, e)
      as.matrix(parts[[2]]) * (-1)^element_value(parts[[1]])
    }))
  }
  moves <- lapply(1:2, function(i) {
    factor <- group_factors(group)[[i]]
    lapply(group_moves(factor), function(move) {
      function(e) move(group_split_element(group, e)[[i]])
    })
  })
  unlist(moves, recursive = FALSE)
}

encode_moves <- function(moves, frame) {
  some <- if (frame$kind == "list") frame$elements else frame$extras
  lapply(moves, function(move) {
    mirrored <- Find(function(m) det(m) < 0, lapply(some, move))
    c(
      encode_action(move, frame),
      list(flip = if (!is.null(mirrored)) by_rows(mirrored))
    )
  })
}

# The solid whose faces a group of space moves.
solid_of <- function(group) {
  if (grepl("Icosa", format(group))) "icosahedron" else "cube"
}
