# Largest differences: values in the page from sampled ones, turned pictures from values sampled
# at turned points, entries mixed from turned pictures.
page_errors <- function(basis, element, js) {
  page <- local_page(basis)
  d <- page_data(page)$dimensionality
  points <- withr::with_seed(2, matrix(stats::runif(12 * d, -2.2, 2.2), 12, d))
  points[1, ] <- 0
  found <- in_node(page, paste0(
    "const points = ", jsonlite::toJSON(points, digits = NA), ", e = ", js, ";",
    "const kernels = KernelMaths.basis(data), M = group.matrices(e)[0];",
    "const out = group.matrix(data.out, group.inverse(e)), into = group.matrix(data.in, e);",
    "const mixed = (one, p) => kernels.mixed(one, p, out, into);",
    "const each = (f) => data.elements.map((one) => points.map((p) => f(one, p).flat()));",
    "const result = [each(kernels.value), each((one, p) => kernels.moved(one, p, M)), each(mixed)];"
  ))
  ends <- kernel_ends(basis, about_basis(basis), NULL)
  moved <- points %*% ends$action(element)
  shown <- seq_len(dim(found)[[2]])
  flat <- function(at) {
    values <- kernels_sample(basis, at)[, shown, , , drop = FALSE]
    array(aperm(values, c(2, 1, 4, 3)), c(length(shown), nrow(points), prod(dim(values)[3:4])))
  }
  entries <- length(found) / (3 * length(shown) * nrow(points))
  found <- array(found, c(3, length(shown), nrow(points), entries))
  # turned pictures jump in the middle of a kernel
  c(
    value = max(abs(as.vector(found[1, , , ]) - as.vector(flat(points)))),
    moved = max(abs(as.vector(found[2, , -1, ]) - as.vector(flat(moved)[, -1, ]))),
    mixed = max(abs(found[3, , -1, ] - found[2, , -1, ]))
  )
}

test_that("kernels of the plane in a page are the sampled ones, turned and mixed, too", {
  skip_without_escnn()
  skip_without_node()
  g <- gspace_rot2d_on_r2(n = 4)
  basis <- gspace_build_kernel_basis(g, repr_irrep(g, 1), repr_regular(g), rings = c(0, 1, 2))
  expect_lt(max(page_errors(basis, group_element(g, 1), "1")), 1e-5)
  g <- gspace_flip_rot2d_on_r2(axis = 0.3)
  basis <- gspace_build_kernel_basis(g, repr_irrep(g, 1, 1), repr_irrep(g, 1, 2), rings = c(0, 2))
  expect_lt(max(page_errors(basis, group_element(g, c(1, 0.7)), "{turn: 0.7, extra: 1}")), 1e-5)
})

test_that("kernels of space in a page are the sampled ones, turned and mixed, too", {
  skip_without_escnn()
  skip_without_node()
  g <- gspace_rot3d_on_r3()
  basis <- gspace_build_kernel_basis(g, repr_irrep(g, 1), repr_irrep(g, 2), rings = c(0, 1.5))
  frame <- element_frame(g$fibergroup)
  element <- frame$turn(0.7) * frame$cross
  turn <- "Moves.multiply(Moves.about([0, 0, 1], 0.7), Moves.about([1, 0, 0], -Math.PI / 2))"
  js <- paste0("{turn: ", turn, ", extra: 0}")
  expect_lt(max(page_errors(basis, element, js)), 1e-5)
})

test_that("kernels are chosen and turned by keys", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  basis <- gspace_build_kernel_basis(g, repr_trivial(g), repr_irrep(g, 1), rings = c(0, 1, 2))
  page <- local_page(basis)
  expect_lt(file.size(page), 150e3)
  live <- "document.querySelector('.live').textContent"
  seen <- browse_page(
    page,
    list(value = "document.querySelector('input').focus()"),
    list(keys = "ArrowRight", wait = 1000, value = live),
    list(value = "document.querySelector('input').getAttribute('aria-valuetext')"),
    list(value = "[...document.querySelectorAll('datalist option')].map(o => o.value).join(' ')"),
    list(value = "[...document.querySelectorAll('.row button')][1].focus()"),
    list(keys = "Enter", wait = 1000, value = live),
    list(value = paste(
      "[...document.querySelectorAll('tbody tr')].map((row) =>",
      "[...row.children].slice(2).map((cell) => cell.textContent).join(' '))"
    ))
  )
  expect_length(seen$wrong, 0)
  expect_match(seen$values[[2]], "This move is not one of C4", fixed = TRUE)
  expect_identical(seen$values[[3]], "5 degrees, not in C4")
  expect_identical(seen$values[[4]], "0 90 180 270 360")
  seen$values <- seen$values[-(3:4)]
  expect_match(
    seen$values[[4]], "Turn by 90 degrees. Element 3, frequency 1, ring at 2 pixels.", fixed = TRUE
  )
  expect_match(seen$values[[4]], "the kernel is equivariant to this element", fixed = TRUE)
  both <- strsplit(unlist(seen$values[[5]]), " ")
  for (row in both) expect_identical(row[[1]], row[[2]])
})

test_that("elements are chosen, and what doesn't fit is told", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  basis <- gspace_build_kernel_basis(g, repr_regular(g), repr_regular(g), rings = c(0, 1, 2))
  page <- local_page(basis)
  data <- page_data(page)
  expect_identical(data$left_out + length(data$elements), length(basis))
  expect_lt(file.size(page), 150e3)
  few <- page_data(local_page(basis, elements = c(300, 5)))
  expect_identical(vapply(few$elements, `[[`, 0L, "number"), c(300L, 5L))
  expect_snapshot(explore(basis, elements = 400), error = TRUE)
})

test_that("bases that no page can show are refused", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  expect_snapshot(explore(kernel_gaussian_radial_profile(c(0, 1), 0.5)), error = TRUE)
  expect_snapshot(
    explore(gspace_build_fiber_intertwiner_basis(g, repr_trivial(g), repr_regular(g))),
    error = TRUE
  )
})
