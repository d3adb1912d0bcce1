test_that("the table of a page is the group's", {
  skip_without_escnn()
  group <- group_dihedral(4)
  page <- local_page(group)
  data <- page_data(page)
  elements <- group_elements(group)
  for (i in seq_along(elements)) {
    for (j in c(1, 3, 6)) {
      product <- elements[[data$frame$table[[i]][[j]] + 1L]]
      expect_true(product == elements[[i]] * elements[[j]])
    }
  }
  generators <- element_positions(group_generators(group), elements) - 1L
  expect_identical(data$frame$generators, as.list(generators))
  expect_lt(file.size(page), 150e3)
  expect_lt(file.size(local_page(group_full_ico())), 150e3)
})

test_that("moves are multiplied by keys, and said", {
  skip_without_escnn()
  live <- "document.querySelector('.live').textContent"
  page <- local_page(group_dihedral(4))
  seen <- browse_page(
    page,
    list(value = "document.querySelector('.move').focus()"),
    list(keys = c("ArrowRight", "Enter", rep("ArrowRight", 3), "Enter"), wait = 900, value = live),
    list(value = "document.querySelector('.products td[tabindex=\"0\"]').focus()"),
    list(keys = c("ArrowDown", "ArrowRight"), wait = 900, value = live),
    list(value = "document.activeElement.getAttribute('aria-label')"),
    list(value = "document.querySelectorAll('.products th[scope=row]').length"),
    list(value = "document.documentElement.scrollWidth")
  )
  expect_length(seen$wrong, 0)
  expect_identical(seen$values[[2]], paste(
    "First: turn by 90 degrees. Then: mirror. Both together: mirror, then turn by 270 degrees.",
    "The other way round gives another move: mirror, then turn by 90 degrees."
  ))
  expect_match(
    seen$values[[4]], "First: turn by 180 degrees. Then: mirror, then turn by 90 degrees.",
    fixed = TRUE
  )
  expect_identical(seen$values[[5]], "mirror, then turn by 270 degrees (-, 3[2pi/4])")
  expect_identical(seen$values[[6]], 8L)
  expect_lte(seen$values[[7]], 1200)
})

test_that("moves of continuous groups are set by keys, on a narrow screen", {
  skip_without_escnn()
  live <- "document.querySelector('.live').textContent"
  seen <- browse_page(
    local_page(group_o2()),
    list(value = "document.querySelector('input').focus()"),
    list(keys = rep("ArrowRight", 6), wait = 900, value = live),
    list(value = "document.documentElement.scrollWidth"),
    width = 400, height = 800, dark = TRUE
  )
  expect_length(seen$wrong, 0)
  expect_match(
    seen$values[[2]], "First: turn by 30 degrees. Then: leave all as it is.", fixed = TRUE
  )
  expect_lte(seen$values[[3]], 400)
})
