page_volume <- function(n = 1, size = 8) {
  x <- array(0, c(n, 1, size, size, size))
  for (i in seq_len(n)) {
    x[i, 1, 2:(size - 2), 3:4, 2 + i] <- 1
    x[i, 1, 2, 3:(size - 1), 3:4] <- 0.5
  }
  x
}

page_volume_net <- function(seed = 1, ...) {
  withr::with_seed(seed, net_octahedral(classes = 2, width = 1, depth = 2, ...))
}

test_that("the page of a network of volumes computes what predict() and all layers give", {
  skip_without_escnn()
  skip_without_node()
  x <- page_volume(2)
  nets <- list(
    page_volume_net(), page_volume_net(gspace = gspace_full_octa_on_r3()),
    withr::with_seed(1, net_se3_cnn(2, width = 1, depth = 2)),
    withr::with_seed(2, net_conventional(classes = 2, width = 2, depth = 2, dimension = 3))
  )
  for (net in nets) {
    net$eval()
    path <- explore(net, x, withr::local_tempfile(fileext = ".html"))
    expect_lt(file.size(path), 400e3)
    page <- page_outputs(path)
    expect_identical(page$view, "volume")
    network <- page$networks[[1]]
    upto <- cumsum(unlist(network$layers))
    for (i in seq_len(2)) {
      stages <- network$outputs[[i]]
      one <- x[i, , , , , drop = FALSE]
      expect_lt(page_gap(stages[[length(stages)]], predict(net, one)), 1e-5)
      for (k in seq_along(stages)) {
        features <- as.array(net[seq_len(upto[[k]])](one))
        expect_lt(page_gap(stages[[k]], features), 1e-5)
      }
    }
  }
})

test_that("a scalar that is chosen is among those that are shown, beside other fields", {
  skip_without_node()
  scripts <- system.file("explore", c("network.js", "fields.js"), package = "escnn")
  file <- withr::local_tempfile(fileext = ".js")
  writeLines(c(
    unlist(lapply(scripts, readLines, encoding = "UTF-8")),
    "const fields = [...'vsvvsssss'].map((kind, start) =>",
    "({ start, run: { kind: kind === 's' ? 'scalar' : 'permutation' } }));",
    "const result = [1, 4, 5, 8]",
    ".map((i) => Fields.scalarsFrom(fields, fields[i]).map((f) => f.start))",
    ".map((starts) => starts.join(' '));",
    "console.log(JSON.stringify(result));"
  ), file, useBytes = TRUE)
  shown <- jsonlite::fromJSON(node_output(file))
  expect_identical(shown, c("1 4 5 6", "4 5 6 7", "5 6 7 8", "5 6 7 8"))
})

test_that("volumes that are too many voxels, and layers that a page lacks, are refused", {
  skip_without_escnn()
  net <- withr::with_seed(1, net_octahedral(2, width = 4, depth = 2, kernel_size = 5))
  error <- expect_error(
    explore(net, array(0, c(1, 1, 40, 40, 40))), "Use smaller volumes",
    class = "escnn_error_argument"
  )
  expect_identical(error$arg, "images")
  type <- field_type(gspace_octa_on_r3(), "trivial")
  up <- nn_r3_upsampling(type, scale_factor = 2)
  expect_error(explore(up, page_volume()), "on volumes", class = "escnn_error_not_exported")
  expect_error(
    explore(page_volume_net(), page_digit()), "5 dimensions|dim", class = "escnn_error_argument"
  )
})

test_that("one turns a volume by keys and buttons, goes through slices, and hears what happens", {
  skip_without_escnn()
  path <- withr::local_tempfile(fileext = ".html")
  other <- withr::with_seed(2, net_conventional(2, width = 2, depth = 2, dimension = 3))
  explore(page_volume_net(), page_volume(2), path, compare = other, classes = c("a", "b"))
  heard <- list(value = "document.querySelector('[aria-live=polite]').textContent")
  label <- list(value = "document.querySelector('main canvas').ariaLabel")
  button <- function(words) {
    list(wait = 1500, value = sprintf(
      "[...document.querySelectorAll('button')].find(b => /%s/.test(b.textContent)).click()", words
    ))
  }
  done <- browse_page(
    path, list(wait = 900), heard,
    list(value = "document.querySelector('main canvas').focus()"),
    list(keys = "z", wait = 900), heard, label,
    list(keys = c("ArrowUp", "a", "Shift+z", "x"), wait = 900), label,
    button("about y"), list(wait = 900), heard,
    button("all 24 moves"), list(value = paste0(
      "new Promise(done => { const l = document.querySelector('[aria-live=polite]'), ",
      "t = setInterval(() => { if (/^All 24/.test(l.textContent)) { clearInterval(t); ",
      "done(l.textContent); } }, 50); })"
    )),
    list(value = paste0(
      "[...[...document.querySelectorAll('table')].find(t => ",
      "/moves that were tried/.test(t.caption.textContent)).tBodies[0].rows].map(r => ",
      "[...r.cells].map(c => c.textContent).join('|'))"
    )),
    list(value = "[...document.querySelectorAll('canvas')].every(c => c.ariaLabel)"),
    list(value = "document.documentElement.scrollWidth"), width = 400
  )
  expect_identical(done$wrong, list())
  expect_match(done$values[[1]], "^Not turned. .*Layer 1, .* A layer is one step of the network:")
  expect_match(done$values[[3]], "^Turned by 90 degrees about the z axis. Your network says ")
  expect_match(done$values[[3]], "features of your network differ by 0.0%", fixed = TRUE)
  expect_match(done$values[[4]], "slice 5 of 8 across its depth")
  expect_match(done$values[[5]], "turned by 90 degrees about the x axis; slice 6 of 8 across its h")
  expect_match(done$values[[7]], "^Turned by 120 degrees|^Turned by 240 degrees")
  expect_match(done$values[[9]], "Your network: none; The other network: [0-9]+%, at \"turn by")
  rows <- unlist(done$values[[10]])
  expect_length(rows, 24)
  expect_true(all(grepl("[|]0.0%[|]", rows)))
  expect_true(done$values[[11]])
  expect_lte(done$values[[12]], 400)
})

test_that("what shows the slice and the volume follows the keys, and boxes take half turns", {
  skip_without_escnn()
  path <- withr::local_tempfile(fileext = ".html")
  explore(page_volume_net(), page_volume(2)[, , 1:6, , , drop = FALSE], path)
  heard <- list(value = "document.querySelector('[aria-live=polite]').textContent")
  chosen <- list(value = paste0(
    "[...document.querySelectorAll('select')].filter(s => ",
    "/^(Slices across|Volume)$/.test(s.previousSibling.textContent)).map(s => s.selectedIndex)"
  ))
  key <- function(name) list(keys = name, wait = 900)
  done <- browse_page(
    path, list(wait = 900), list(value = "document.querySelector('main canvas').focus()"),
    key("ArrowUp"), heard, key("a"), heard, key("n"), heard, chosen,
    key("x"), heard, key("u"), key("z"), heard,
    list(value = "document.querySelector('main .hint').textContent"),
    list(value = "[...document.querySelectorAll('button')].map(b => b.textContent).join('|')")
  )
  expect_identical(done$wrong, list())
  expect_identical(done$values[[2]], "Slice 5 of 6 across its depth (z)")
  expect_match(done$values[[3]], "^Slice [0-9] of 8 across its height \\(y\\)$")
  expect_match(done$values[[4]], "^Volume 2 of 2. Not turned")
  expect_identical(unlist(done$values[[5]]), c(1L, 1L))
  expect_match(done$values[[6]], "^Turned by 180 degrees about the x axis")
  expect_match(done$values[[7]], "^Turned by 90 degrees about the z axis")
  expect_match(done$values[[8]], "by a half about that axis, as its sides differ, but Z by a q")
  expect_match(done$values[[9]], "Quarter turn about z.Half turn about y.Half turn about x")
})
