#' @rdname explore_symmetry
#' @export
explore.escnn_kernel_basis <- function(x, elements = NULL, ..., # nolint: object_name_linter.
                                       file = NULL) {
  check_dots(...)
  call <- rlang::current_env()
  about <- about_basis(x)
  ends <- kernel_ends(x, about, call)
  elements <- check_index(elements %||% TRUE, length(x), NULL, "elements", "elements")
  if (length(elements) == 0L) abort_arg("elements", elements, "an index of one element or more")
  frame <- named_frame(element_frame(ends$group), list(ends$action))
  kernels <- kernel_data(x, elements, about, call)
  data <- c(
    list(
      view = "kernels", frame = frame$data, solid = solid_of(ends$group),
      moves = encode_moves(list(ends$action), frame),
      `in` = encode_action(ends$in_repr, frame), out = encode_action(ends$out_repr, frame),
      names = I(c(about$`in`, about$out)), reach = about$reach
    ),
    kernels
  )
  explore_page(
    paste0("Kernels from ", about$`in`, " to ", about$out, " under ", about$group),
    c(
      paste0(
        "A kernel tells a convolution how to look at the neighbourhood of a point. With ",
        about$size[[2]], " x ", about$size[[3]], " entries it is a matrix of pictures: a row for ",
        "each number that comes out, a column for each that goes in."
      ),
      paste0(
        "These kernels are equivariant: to turn the picture of one is the same as to mix its ",
        "entries by the representations. Turn, and compare both."
      )
    ),
    symmetry_scripts("kernel-maths.js", "kernels.js"), data, file
  )
}

# The representations between which a basis leads, and how its group moves points.
kernel_ends <- function(x, about, call) {
  ends <- tryCatch(
    py_invoke("escnn_r.kernels.kernel_ends", x),
    escnn_error_argument = function(e) NULL
  )
  if (is.null(ends) || about$point || !about$dimensionality %in% 2:3) {
    cli::cli_abort(
      c(
        "There is no page for this basis: {format(x)}.",
        i = "There are pages for kernels of the plane and of space between two representations.",
        i = "{.code plot()} draws other bases."
      ),
      class = error_class("argument"), arg = "x", call = call
    )
  }
  list(
    group = ends$group, in_repr = function(e) ends$in_repr(e),
    out_repr = function(e) ends$out_repr(e),
    action = function(e) py_invoke("escnn_r.kernels.point_matrix", x, e)
  )
}

# Each kernel is a ring, a Gaussian bump over the distance, times an angular function, of which
# the page gets the coefficients, so that it can compute the kernel anywhere.
kernel_data <- function(x, elements, about, call, most = 5000) {
  attributes <- kernels_attributes_list(x)[elements]
  number <- function(name) vapply(attributes, function(a) as.numeric(a[[name]] %||% NA), 0)
  radius <- number("radius")
  sigma <- number("sigma")
  if (anyNA(radius) || anyNA(sigma)) abort_no_rings(x, call)
  frequency <- number("irrep_frequency")
  degree <- if (anyNA(frequency)) c(16, 6)[[about$dimensionality - 1]] else max(frequency)
  directions <- spread_directions(about$dimensionality, degree)
  design <- angular_functions(directions, degree)
  shape <- unlist(about$size)[2:3]
  coefficients <- matrix(0, length(elements), ncol(design) * prod(shape))
  centre <- matrix(
    kernels_sample(x, matrix(0, 1, about$dimensionality))[1, elements, , ], length(elements)
  )
  for (ring in unique(paste(radius, sigma))) {
    here <- which(paste(radius, sigma) == ring)
    distance <- radius[[here[[1]]]] + sigma[[here[[1]]]] * (radius[[here[[1]]]] == 0)
    bump <- exp(-(distance - radius[[here[[1]]]])^2 / (2 * sigma[[here[[1]]]]^2))
    values <- kernels_sample(x, distance * directions)[, elements[here], , , drop = FALSE] / bump
    values <- matrix(values, nrow(directions))
    fitted <- qr.solve(design, values)
    if (max(abs(design %*% fitted - values)) > 1e-4) abort_no_rings(x, call)
    # element, then row, then column, then function
    fitted <- aperm(array(fitted, c(ncol(design), length(here), shape)), c(2, 1, 4, 3))
    coefficients[here, ] <- matrix(fitted, length(here))
  }
  coefficients[abs(coefficients) < 1e-6] <- 0
  # elements of several rings share their angular functions
  keys <- apply(round(coefficients, 4), 1, paste, collapse = " ")
  angular <- match(keys, unique(keys))
  kept <- fitting_elements(coefficients, angular, most)
  digits <- if (about$dimensionality == 2) 6 else 9
  list(
    dimensionality = about$dimensionality, degree = degree, shape = I(shape),
    functions = ncol(design), left_out = length(elements) - length(kept),
    angular = lapply(which(!duplicated(angular[kept])), function(i) {
      at <- which(coefficients[i, ] != 0)
      list(at = I(at - 1L), values = I(round(coefficients[i, at], digits)))
    }),
    elements = lapply(kept, function(i) {
      middle <- as.vector(t(matrix(centre[i, ], shape[[1]])))
      list(
        number = elements[[i]], radius = radius[[i]], sigma = sigma[[i]],
        frequency = if (!is.na(frequency[[i]])) frequency[[i]], irrep = attributes[[i]]$j,
        angular = angular[[i]] - 1L, centre = if (any(abs(middle) > 1e-7)) I(round(middle, 7))
      )
    })
  )
}

# The first elements of which a page holds all coefficients.
fitting_elements <- function(coefficients, angular, most) {
  counts <- cumsum(rowSums(coefficients != 0) * !duplicated(angular))
  seq_len(max(1L, sum(counts <= most)))
}

abort_no_rings <- function(x, call) {
  cli::cli_abort(
    c(
      "There is no page for this basis, whose kernels don't live on rings: {format(x)}.",
      i = "{.code plot()} draws it."
    ),
    class = error_class("argument"), arg = "x", call = call
  )
}

# Directions enough to tell angular functions of this degree apart.
spread_directions <- function(dimensionality, degree) {
  if (dimensionality == 2) {
    angle <- 2 * pi * seq_len(4 * degree + 8) / (4 * degree + 8)
    return(cbind(cos(angle), sin(angle)))
  }
  count <- 4 * (degree + 2)^2
  height <- 1 - (2 * seq_len(count) - 1) / count
  angle <- seq_len(count) * pi * (3 - sqrt(5))
  cbind(sqrt(1 - height^2) * cos(angle), sqrt(1 - height^2) * sin(angle), height)
}

# All angular functions up to a degree: waves in the plane; in space the monomials of the two
# highest degrees, of which spherical harmonics are sums.
angular_functions <- function(directions, degree) {
  if (ncol(directions) == 2) {
    angle <- atan2(directions[, 2], directions[, 1])
    waves <- outer(angle, seq_len(degree))
    return(cbind(1, cos(waves), sin(waves)))
  }
  columns <- list()
  for (total in seq(degree, max(0, degree - 1))) {
    for (a in total:0) {
      for (b in (total - a):0) {
        columns <- c(columns, list(
          directions[, 1]^a * directions[, 2]^b * directions[, 3]^(total - a - b)
        ))
      }
    }
  }
  do.call(cbind, columns)
}
