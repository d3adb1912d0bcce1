test_that("matrices of finite groups in a page are the representation's", {
  skip_without_escnn()
  d4 <- group_dihedral(4)
  mixed <- repr_irrep(d4, 1, 1) + repr_trivial(d4)
  for (rho in list(repr_regular(d4), mixed, repr_quotient(d4, c(NA, 2)))) {
    found <- in_node(local_page(rho), "
      const matrix = (e) => group.matrix(data.fields[0].action, e);
      const result = data.frame.table.map((_, e) => matrix(e).flat());")
    wanted <- lapply(group_elements(d4), function(e) as.vector(t(rho(e))))
    expect_equal(matrix(found, 8), do.call(rbind, wanted), tolerance = 1e-5)
  }
})

test_that("matrices of continuous groups in a page are the representation's, for any element", {
  skip_without_escnn()
  so3 <- group_so3()
  o3 <- group_o3()
  o2 <- group_o2()
  cylinder <- group_full_cylinder()
  cases <- list(
    repr_irrep(so3, 1) + repr_irrep(so3, 2), repr_irrep(o3, 1, 2),
    repr_irrep(o2, 1, 3) + repr_irrep(o2, 1, 0), repr_irrep(cylinder, 1, 1, 1)
  )
  for (rho in cases) {
    frame <- element_frame(rho$group)
    space <- frame$kind == "space"
    turn <- frame$turn(0.7) * if (space) frame$cross * frame$turn(-2) else frame$turn(0)
    js <- if (space) {
      paste0(
        "[Moves.about([0, 0, 1], 0.7), Moves.about([1, 0, 0], -Math.PI / 2), ",
        "Moves.about([0, 0, 1], -2)].reduce(Moves.multiply)"
      )
    } else {
      "0.7"
    }
    found <- in_node(local_page(rho), paste0(
      "const turn = ", js, ", action = data.fields[0].action;",
      "const result = data.frame.table.map((_, extra) =>",
      " group.matrix(action, { turn, extra }).flat());"
    ))
    wanted <- lapply(frame$extras, function(e) as.vector(t(rho(turn * e))))
    expect_equal(matrix(found, length(wanted)), do.call(rbind, wanted), tolerance = 1e-5)
  }
})

test_that("fields are drawn as what they are", {
  skip_without_escnn()
  g <- gspace_flip_rot2d_on_r2(n = 6)
  quotient <- repr_quotient(g, c(NA, 2))
  type <- field_type(g, trivial = 2, regular = 1, repr_irrep(g, 1, 1), quotient)
  fields <- page_data(local_page(type))$fields
  drawn <- lapply(fields, function(f) vapply(f$blocks, `[[`, "", "draw"))
  expect_identical(drawn, list("number", "ring", "arrow", "ring"))
  expect_identical(fields[[1]]$channels, "channels 1, 2")
  # two rings of six, the inner one of what mirrorings reach
  expect_equal(unlist(fields[[2]]$blocks[[1]]$level), rep(0:1, each = 6))
  expect_equal(unlist(fields[[2]]$blocks[[1]]$turn)[1:6], 2 * pi * 0:5 / 6, tolerance = 1e-5)
  o3 <- group_o3()
  sum <- repr_irrep(o3, 1, 1) + repr_irrep(o3, 0, 1) + repr_irrep(o3, 0, 2)
  both <- page_data(local_page(sum))$fields[[1]]$blocks
  expect_identical(vapply(both, `[[`, "", "draw"), c("arrow3", "arrow3", "numbers"))
  expect_identical(lapply(both, `[[`, "axial")[1:2], list(FALSE, TRUE))
  parts <- page_data(local_page(repr_trivial(g) + repr_irrep(g, 1, 2)))
  parts <- parts$fields[[1]]$blocks
  expect_identical(lapply(parts, function(b) unlist(b$at)), list(0L, 1:2))
})

test_that("fields turn by keys, and it is said", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  page <- local_page(field_type(g, regular = 1, irrep_2 = 1))
  seen <- browse_page(
    page,
    list(value = "document.querySelector('input').focus()"),
    list(
      keys = c("ArrowRight", "ArrowRight"), wait = 900,
      value = "document.querySelector('.live').textContent"
    ),
    list(value = "document.documentElement.scrollWidth"),
    width = 400, height = 800
  )
  expect_length(seen$wrong, 0)
  expect_identical(seen$values[[2]], paste(
    "Turn by 90 degrees. regular: The values move on by 2 of 8 places around the ring.",
    "irrep_2: The arrow turns by 180 degrees. It turns twice as fast as the plane."
  ))
  expect_lte(seen$values[[3]], 400)
  expect_lt(file.size(page), 150e3)
})

test_that("representations too large for a page are refused", {
  skip_without_escnn()
  ico <- group_ico()
  large <- repr_direct_sum(rep(list(repr_irrep(ico, 4)), 12))
  expect_snapshot(explore(large), error = TRUE)
  expect_error(explore(large), class = "escnn_error_too_large")
})
