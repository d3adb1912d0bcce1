test_that("matrices of elements that a page computes are the package's", {
  skip_without_escnn()
  groups <- list(group_so2(), group_o2(), group_so3(), group_o3(), group_cylinder())
  for (group in groups) {
    page <- local_page(group)
    frame <- element_frame(group)
    turns <- list(frame$turn(0.4), frame$turn(0.4) * (frame$cross %||% frame$turn(2)))
    js <- if (frame$kind == "space") {
      paste0(
        "[Moves.about([0, 0, 1], 0.4), Moves.multiply(Moves.about([0, 0, 1], 0.4), ",
        "Moves.about([1, 0, 0], -Math.PI / 2))]"
      )
    } else {
      "[0.4, 2.4]"
    }
    found <- in_node(page, paste0(
      "const turns = ", js, ", extras = data.frame.table.map((_, j) => j);",
      "const result = turns.flatMap((turn) => extras.map((extra) =>",
      " group.matrices({ turn, extra }).flat(2)));"
    ))
    elements <- unlist(lapply(turns, function(t) {
      lapply(frame$extras, function(e) t * e)
    }), recursive = FALSE)
    wanted <- lapply(elements, function(e) {
      unlist(lapply(group_moves(group), function(move) as.vector(t(move(e)))))
    })
    expect_equal(unname(found), do.call(rbind, wanted), tolerance = 1e-5)
  }
})

test_that("products, inverses and orders in a page are those of the group", {
  skip_without_escnn()
  for (group in list(group_dihedral(5), group_o2(), group_o3(), group_full_cylinder())) {
    page <- local_page(group)
    errors <- in_node(page, "
      const turned = (a) => !group.space ? a
        : Moves.multiply(Moves.about([0.6, 0, 0.8], a), Moves.about([1, 0, 0], 2 * a));
      const some = data.frame.table.flatMap((_, extra) => group.list ? [extra]
        : [0.3, 1.9, 4].map((a) => ({ turn: turned(a), extra })));
      const far = (a, b) => Math.max(...a.flat(2).map((v, i) => Math.abs(v - b.flat(2)[i])));
      const M = group.matrices;
      const both = some.flatMap((a) => some.map((b) => far(
        M(group.product(a, b)), M(b).map((m, k) => Moves.multiply(m, M(a)[k])))));
      const undone = some.map((a) => far(M(group.product(a, group.inverse(a))), M(group.unit)));
      const result = [Math.max(...both), Math.max(...undone)];")
    expect_lt(max(errors), 1e-5)
  }
  page <- local_page(group_dihedral(6))
  expect_equal(
    in_node(page, "const result = data.frame.table.map((_, e) => group.order(e));"),
    c(1, 6, 3, 2, 3, 6, rep(2, 6))
  )
})

test_that("elements are said in words", {
  skip_without_escnn()
  words <- "const result = data.frame.table.map((_, e) => group.words(e));"
  said <- in_node(local_page(group_dihedral(4)), words)
  expect_identical(said[c(1, 2, 5, 8)], c(
    "leave all as it is", "turn by 90 degrees", "mirror", "mirror, then turn by 270 degrees"
  ))
  cube <- in_node(local_page(group_full_octa()), words)
  expect_identical(anyDuplicated(cube), 0L)
  expect_true(all(c("mirror along the z axis", "take every point to its opposite") %in% cube))
})

test_that("groups that no page can show are refused", {
  skip_without_escnn()
  expect_snapshot(explore(group_dihedral(61)), error = TRUE)
  expect_error(explore(group_dihedral(61)), class = "escnn_error_too_large")
  expect_snapshot(explore(group_direct_product(group_so2(), group_so3())), error = TRUE)
})
