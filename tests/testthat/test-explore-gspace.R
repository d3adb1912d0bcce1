test_that("a page of a gspace has its action and what it can be restricted to", {
  skip_without_escnn()
  g <- gspace_flip_rot2d_on_r2(n = 4, axis = 0.3)
  page <- local_page(g)
  data <- page_data(page)
  elements <- group_elements(g)
  matrices <- in_node(page, "const result = data.frame.table.map((_, e) => group.matrices(e)[0]);")
  action <- gspace_basespace_action(g)
  for (i in seq_along(elements)) {
    expect_equal(matrices[i, , ], action(elements[[i]]), tolerance = 1e-5)
  }
  expect_identical(length(data$subgroups), nrow(group_subgroups(g)))
  for (each in data$subgroups) {
    smaller <- eval(parse(text = each$code))
    expect_identical(format(smaller$fibergroup), each$name)
    expect_identical(length(each$members), each$order)
  }
  expect_lt(file.size(page), 150e3)
})

test_that("subgroups of continuous groups keep their elements", {
  skip_without_escnn()
  g <- gspace_flip_rot2d_on_r2()
  page <- local_page(g)
  found <- in_node(page, "
    const one = data.subgroups.find((s) => s.code === 'gspace_restrict(g, c(0, 4))');
    const matrices = one.members.map((e) => group.matrices(e)[0].flat());
    const result = matrices;")
  inside <- group_subgroup(g, c(0, 4))
  action <- gspace_basespace_action(g)
  wanted <- lapply(subgroup_include(inside, group_elements(subgroup_group(inside))), function(e) {
    as.vector(t(action(e)))
  })
  expect_equal(found, do.call(rbind, wanted), tolerance = 1e-5)
  rotations <- Find(function(s) s$name == "SO(2)", page_data(page)$subgroups)
  expect_null(rotations$members)
})

test_that("a point gets to its orbit, by keys", {
  skip_without_escnn()
  seen <- browse_page(
    local_page(gspace_flip_rot2d_on_r2(n = 4)),
    list(value = "document.querySelector('[role=img][tabindex]').focus()"),
    list(keys = c("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"), wait = 900,
         value = "document.querySelector('.live').textContent"),
    list(keys = c("ArrowUp"), value = "document.activeElement.getAttribute('aria-label')"),
    list(value = "document.querySelector('select').focus()"),
    list(keys = "ArrowDown", value = "document.querySelector('code').textContent")
  )
  expect_length(seen$wrong, 0)
  expect_match(seen$values[[2]], "With all of D4 it gets to 8 places.", fixed = TRUE)
  expect_identical(seen$values[[3]], "The point (0.85, 0.05) gets to 8 places.")
  expect_match(seen$values[[5]], "gspace_restrict(g, ", fixed = TRUE)
})

test_that("a gspace of a single point has the page of its group", {
  skip_without_escnn()
  expect_identical(page_data(local_page(gspace_no_base_space(group_cyclic(3))))$view, "group")
})
