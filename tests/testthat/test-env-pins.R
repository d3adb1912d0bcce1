test_that("both lists are complete and exact", {
  for (name in c("default", "current")) {
    pins <- read_pins(name)
    needed <- c("torch", "escnn", "numpy", "scipy")
    expect_true(all(needed %in% pins$requirements$name))
    expect_true(all(nzchar(pins$requirements$version)))
    # reticulate older than 1.38 can't do with numpy 2
    expect_match(pins$requirements$version[pins$requirements$name == "numpy"], "^1[.]26")
    # replaced by the package's own code
    expect_false(any(c("lie_learn", "py3nj") %in% pins$requirements$name))
    expect_true("pytest" %in% pins$extras$dev$name)
    expect_true("torch_geometric" %in% pins$extras$pointcloud$name)
    # what is there already is not asked for in another version
    again <- merge(pins$requirements, do.call(rbind, unname(pins$extras)), by = "name")
    expect_identical(again$version.x, again$version.y)
  }
  expect_equal(read_pins("default")$python, "3.10")
})

test_that("requirements are taken apart", {
  pins <- parse_pins(c("torch==1.13.1", "colorama==0.4.6 ; sys_platform == \"win32\""))
  expect_equal(pins$name, c("torch", "colorama"))
  expect_equal(pins$version, c("1.13.1", "0.4.6"))
  expect_equal(pins$marker, c("", "sys_platform == \"win32\""))
})

test_that("a damaged list is told", {
  file <- withr::local_tempfile(fileext = ".yml")
  bad <- function(text) {
    writeLines(text, file)
    read_pins("default", file)
  }
  transform <- function(x) gsub("'[^']*'", "'<file>'", x)
  expect_snapshot(error = TRUE, transform = transform, {
    bad("other: {python: ['3.10'], requirements: []}")
    bad("default: {requirements: []}")
    bad("default: {python: ['3.10'], requirements: ['torch>=1']}")
    bad("default: {python: ['3.10'], requirements: ['a-b==1', 'a_b==2']}")
    read_pins("default", "nowhere.yml")
  })
})

test_that("what is installed is compared with the pins", {
  pins <- parse_pins(c(
    "torch==1.13.1", "Jinja2==3.1", "a-b==1", "x==1 ; sys_platform == \"win32\""
  ))
  expect_equal(
    compare_pins(pins, c(torch = "1.13.1+cpu", jinja2 = "3.1", a_b = "1")),
    list(missing = character(), changed = character())
  )
  expect_equal(
    compare_pins(pins, c(torch = "2.0", jinja2 = "3.1")),
    list(missing = "a-b", changed = "torch is 2.0, not 1.13.1")
  )
})
