test_that("the page computes what predict() and all layers give", {
  skip_without_escnn()
  skip_without_node()
  x <- page_digit(2)
  nets <- list(
    page_net(), page_net(gspace_flip_rot2d_on_r2(n = 4)),
    page_net(gspace_rot2d_on_r2(n = Inf, maximum_frequency = 3)),
    withr::with_seed(2, net_conventional(classes = 3, width = 4, depth = 2))
  )
  for (net in nets) {
    net$eval()
    page <- page_outputs(explore(net, x, withr::local_tempfile(fileext = ".html")))
    network <- page$networks[[1]]
    expect_length(network$outputs, 2)
    upto <- cumsum(unlist(network$layers))
    for (i in seq_len(2)) {
      stages <- network$outputs[[i]]
      one <- x[i, , , , drop = FALSE]
      expect_lt(page_gap(stages[[length(stages)]], predict(net, one)), 1e-5)
      for (k in seq_along(stages)) {
        features <- as.array(net[seq_len(upto[[k]])](one))
        expect_lt(page_gap(stages[[k]], features), 1e-5)
      }
    }
  }
})

test_that("fitted models bring their classes, and others are given some", {
  skip_without_escnn()
  skip_without_node()
  x <- page_digit(4)
  y <- factor(c("a", "b", "a", "c"))
  fitted <- fit(page_net(), x, y, epochs = 1, seed = 1)
  path <- withr::local_tempfile(fileext = ".html")
  other <- withr::with_seed(2, net_conventional(classes = 3, width = 4, depth = 2))
  page <- page_outputs(explore(fitted, x, path, compare = other))
  expect_identical(unlist(page$networks[[1]]$classes), c("a", "b", "c"))
  # of a module that has none, but as many outputs
  expect_identical(page$networks[[2]]$classes, page$networks[[1]]$classes)
  expect_identical(page$networks[[1]]$shares, "one")
  scores <- predict(fitted, x, type = "response")
  last <- lapply(page$networks[[1]]$outputs, function(stages) unlist(stages[[length(stages)]]$data))
  expect_equal(do.call(rbind, last), unname(scores), tolerance = 1e-5)
  third <- utils::tail(page$networks[[2]]$outputs[[3]], 1)[[1]]
  expect_lt(page_gap(third, predict(other, x)[3, , drop = FALSE]), 1e-5)
  page <- page_outputs(explore(other, x, path, classes = c("x", "y", "z")))
  expect_identical(unlist(page$networks[[1]]$classes), c("x", "y", "z"))
  page <- page_outputs(explore(other, x, path))
  expect_null(page$networks[[1]]$classes)
  expect_null(page$networks[[1]]$shares)
  labelled <- fit(page_net(), x, matrix(c(TRUE, FALSE), 4, 3), epochs = 1, seed = 1)
  expect_identical(page_outputs(explore(labelled, x, path))$networks[[1]]$shares, "each")
})

test_that("images come in all forms, of which a page has twelve at most", {
  skip_without_escnn()
  skip_without_node()
  net <- page_net()
  path <- withr::local_tempfile(fileext = ".html")
  count <- function(images) length(page_outputs(explore(net, images, path))$networks[[1]]$outputs)
  expect_identical(count(page_digit()[1, 1, , ]), 1L)
  expect_identical(count(list(page_digit()[1, 1, , ], page_digit()[1, 1, , ])), 2L)
  expect_identical(count(dataset_arrays(page_digit(3), 1:3)), 3L)
  expect_identical(count(page_digit()[rep(1, 14), , , , drop = FALSE]), 12L)
})

test_that("a page is as small as its parameters are few", {
  skip_without_escnn()
  net <- withr::with_seed(1, net_gcnn(10, gspace_rot2d_on_r2(n = 8), parameters = 50000))
  page <- explore(net, page_digit(12, 28), withr::local_tempfile(fileext = ".html"))
  expect_lt(file.size(page), 400e3)
})

test_that("what a page can't show is refused by name", {
  skip_without_escnn()
  net <- page_net()
  x <- page_digit()
  expect_error(explore(net), "`images` must be given", class = "escnn_error_argument")
  expect_error(explore(net, page_digit(channels = 2)), class = "escnn_error_argument")
  expect_error(explore(net, x, compare = 1), "compare", class = "escnn_error_argument")
  rgb <- page_net(channels = 3)
  expect_error(explore(net, x, compare = rgb), "compare", class = "escnn_error_argument")
  expect_error(explore(net, x, classes = "a"), "3 names", class = "escnn_error_argument")
  expect_error(explore(net, x, what = 1), "Unknown argument", class = "escnn_error_argument")
  volumes <- net_conventional(classes = 2, width = 2, depth = 2, dimension = 3)
  expect_error(explore(volumes, x), class = "escnn_error_argument")
  doubled <- escnn_module("Doubled", forward = function(x) {
    geometric_tensor(torch$mul(x$tensor, 2), x$type)
  })
  own <- doubled(field_type(gspace_rot2d_on_r2(n = 4), regular = 1))
  error <- expect_error(
    explore(own, page_digit(channels = 4)), "Doubled", class = "escnn_error_not_exported"
  )
  expect_identical(error$arg, "x")
})

test_that("one turns the picture by keys, mouse and buttons, and hears what happens", {
  skip_without_escnn()
  x <- page_digit(2)
  path <- withr::local_tempfile(fileext = ".html")
  net <- page_net()
  other <- withr::with_seed(2, net_conventional(classes = 3, width = 4, depth = 2))
  explore(net, x, path, compare = other, classes = c("one", "two", "three"))
  heard <- list(value = "document.querySelector('[aria-live=polite]').textContent")
  angle <- list(value = "document.querySelector('input[type=range]').value")
  done <- browse_page(
    path,
    list(value = "document.querySelector('main canvas').focus()"),
    list(keys = c("ArrowLeft", "ArrowLeft"), wait = 1500), angle, heard,
    list(keys = "m", wait = 1500), heard,
    list(keys = "u", wait = 1500), angle, heard,
    list(drag = list("main canvas", c(0.9, 0.5), c(0.5, 0.1)), wait = 1500), angle,
    list(value = paste0(
      "[...document.querySelectorAll('table')].map(t => t.caption.textContent + ': ' +",
      "t.tBodies[0].rows[1].cells[1].textContent)"
    )),
    list(value = "[...document.querySelectorAll('canvas')].every(c => c.ariaLabel)"),
    # a picture drawn by keys: the pen down, up, and lifted
    list(value = paste0(
      "(() => { const s = document.querySelector('select'); s.value = '-1';",
      "s.dispatchEvent(new Event('change')); document.querySelector('main canvas').focus(); })()"
    )),
    list(keys = c(" ", "ArrowUp", "ArrowUp", " "), wait = 1500), heard,
    list(value = "document.querySelector('main canvas').getAttribute('aria-label')")
  )
  expect_identical(done$wrong, list())
  expect_identical(done$values[[2]], "90")
  # quarter turns move pixels, and nothing else
  expect_match(done$values[[3]], "Turned left by 90°. Your network says ")
  expect_match(done$values[[3]], "features of your network differ by 0.0%", fixed = TRUE)
  change <- sub(".*the other network differ by ([0-9.]+)%.*", "\\1", done$values[[3]])
  expect_gt(as.numeric(change), 10)
  expect_match(done$values[[4]], "mirrored. .*not built for mirror images")
  expect_identical(done$values[[5]], "0")
  expect_match(done$values[[6]], "^Upright. .*your network differ by 0.0%")
  expect_identical(done$values[[7]], "90")
  tables <- unlist(done$values[[8]])
  expect_true(any(grepl("^Change of each layer.*: 0.0%", tables)))
  expect_true(done$values[[9]])
  expect_match(done$values[[11]], "^Upright. Your network says ")
  expect_match(done$values[[12]], "Your drawing, upright. Arrow keys move the pen", fixed = TRUE)
})

test_that("networks of other depths are compared fairly, and each turn says what it promises", {
  skip_without_escnn()
  path <- withr::local_tempfile(fileext = ".html")
  net <- withr::with_seed(1, net_gcnn(3, gspace_rot2d_on_r2(n = 8), width = 2, depth = 3))
  other <- withr::with_seed(2, net_conventional(classes = 3, width = 4, depth = 2))
  explore(net, page_digit(2), path, compare = other)
  heard <- list(value = "document.querySelector('[aria-live=polite]').textContent")
  done <- browse_page(
    path, list(value = paste0(
      "(() => { const s = [...document.querySelectorAll('select')].find(e => ",
      "e.labels[0].textContent === 'Layer'); s.value = s.options[s.options.length - 1].value;",
      "s.dispatchEvent(new Event('change')); document.querySelector('main canvas').focus(); })()"
    )),
    list(keys = "ArrowRight", wait = 1500), heard,
    list(value = "document.querySelector('input[type=range]').getAttribute('aria-valuetext')"),
    list(value = "document.querySelector('main figcaption').textContent"),
    list(keys = "Shift+ArrowRight", wait = 1500), heard,
    list(value = paste0(
      "[...[...document.querySelectorAll('table')].find(t => /^Change of each/.test(t.caption.",
      "textContent)).rows].map(r => [...r.cells].map(c => c.textContent).join('|'))"
    )),
    list(value = paste0(
      "[...document.querySelectorAll('button')].find(b => /all the way/.test(b.textContent))",
      ".click()"
    )),
    list(value = paste0(
      "new Promise(done => { const l = document.querySelector('[aria-live=polite]'), ",
      "t = setInterval(() => { if (/^Turned all/.test(l.textContent)) { clearInterval(t); ",
      "done(l.textContent); } }, 50); })"
    )),
    list(value = paste0(
      "[...[...document.querySelectorAll('table')].find(t => ",
      "/by angle/.test(t.caption.textContent)).tBodies[0].rows].map(r => ",
      "[...r.cells].map(c => c.textContent).join('|'))"
    ))
  )
  expect_identical(done$wrong, list())
  expect_match(done$values[[2]], "^Turned right by 45°. .*pixels fall between pixels")
  expect_match(done$values[[2]], "Layer [34] of your network and layer 2 of the other, turned")
  expect_identical(done$values[[3]], "right by 45°")
  expect_match(done$values[[4]], "turned right by 45°$")
  expect_match(done$values[[5]], "Between steps of 45° nothing is promised; pixels alone change by")
  rows <- unlist(done$values[[6]])
  expect_match(rows[[length(rows) - 1]], "no such layer")
  expect_match(rows[[length(rows)]], "^The answer, the last layer[|][0-9.]+%[|][0-9.]+%$")
  expect_match(done$values[[8]], "^Turned all the way round. .*when turned .*Upright[.]")
  around <- unlist(done$values[[9]])
  expect_length(around, 8)
  expect_match(around[[7]], "^right by 90°[|]0.0%[|][0-9.]+%[|]0.0%$")
})

test_that("pictures are shown with their class, empty drawings as empty, all at hand on a phone", {
  skip_without_escnn()
  path <- withr::local_tempfile(fileext = ".html")
  data <- dataset_arrays(page_digit(2), factor(c("seven", NA)))
  other <- withr::with_seed(2, net_conventional(classes = 3, width = 4, depth = 2))
  explore(other, data, path)
  expect_identical(page_data(path)$truths, list("seven", ""))
  caption <- list(value = "document.querySelector('main figcaption').textContent")
  choose <- function(label, value) {
    list(value = sprintf(paste0(
      "(() => { const s = [...document.querySelectorAll('select')].find(e => ",
      "e.labels[0].textContent === '%s'); s.value = '%s'; s.dispatchEvent(new Event('change')); ",
      "return s.options[1].disabled; })()"
    ), label, value))
  }
  done <- browse_page(
    path, list(wait = 600), caption,
    list(value = paste0(
      "[...document.querySelectorAll('.answers .bar, .beside input[type=range]')].map(e => ",
      "e.getBoundingClientRect().bottom)"
    )),
    list(value = "[...document.querySelectorAll('.results > section > p')][1].textContent"),
    choose("Show as", "rings"),
    list(value = paste0(
      "(() => { const c = document.querySelector('main canvas'); scrollTo(0, 1500); ",
      "return c.getBoundingClientRect().bottom; })()"
    )),
    choose("Picture", "-1"), list(wait = 1200), caption,
    list(value = "document.querySelector('.hint').textContent"),
    list(value = "document.querySelector('[aria-live=polite]').textContent"),
    list(value = "document.documentElement.scrollWidth"), width = 400, height = 800
  )
  expect_identical(done$wrong, list())
  expect_identical(done$values[[1]], "Picture 1 of 2 (truth: seven), upright")
  # bars and slider are there without scrolling
  expect_lt(max(unlist(done$values[[2]])), 800)
  expect_match(done$values[[3]], "^A layer is one step of the network: .* A field is a set of maps")
  done$values <- done$values[-(2:3)]
  # a network without directions has no arrows
  expect_true(done$values[[2]])
  expect_gt(done$values[[3]], 50)
  expect_match(done$values[[5]], "still empty")
  expect_match(done$values[[6]], "move the pen")
  expect_match(done$values[[7]], "^Your drawing is empty")
  expect_lte(done$values[[8]], 400)
})

test_that("what should be exact and isn't is said, and what isn't promised isn't blamed", {
  skip_without_node()
  script <- paste0(
    "global.Explore = { percent: (x) => `${Math.round(100 * x)}%` }; const Words = require('",
    system.file("explore", "network-words.js", package = "escnn"), "');",
    "const said = (angle, gap, turns, flip = false) => Words({ state: { angle, flip }, turns,",
    "step: 45, mirrors: false, pixels: { gap: 0.21 } }).promise(gap);",
    "const eight = [0, 45, 90, 135, 180, 225, 270, 315];",
    "console.log(JSON.stringify([said(90, 0.2, eight), said(90, 0, eight), said(90, 0.2, null),",
    "said(10, 0.2, eight), said(90, 0.2, [0]), said(0, 0, eight, true), said(360, 0, eight)]))"
  )
  done <- run_process("node", c("-e", script), timeout = 60)
  said <- jsonlite::fromJSON(done$stdout)
  wrong <- "At this turn it should be 0%. See vignette \"what-goes-wrong\"."
  expect_identical(said[1:3], c(wrong, "", wrong))
  expect_identical(
    said[[4]], "Between steps of 45° nothing is promised; pixels alone change by 21%."
  )
  expect_match(said[[5]], "built for no turns")
  expect_match(said[[6]], "not built for mirror images")
  expect_identical(said[[7]], "")
})
