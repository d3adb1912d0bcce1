# As a file or another process has it.
travelled <- function(x) unserialize(serialize(x, NULL))

test_that("groups, spaces, types and elements travel", {
  skip_without_escnn()
  plane <- gspace_flip_rot2d_on_r2(n = 4)
  group <- gspace_fibergroup(plane)
  objects <- list(
    plane, group, repr_regular(plane), group_element(group, c(1, 3)),
    field_type(plane, regular = 2, trivial = 1), gspace_octa_on_r3(),
    gspace_no_base_space(group_so3()), gspace_rot2d_on_r2()
  )
  for (each in objects) {
    again <- escnn_unpack(travelled(escnn_pack(each)))
    expect_true(again == each)
    expect_identical(class(again), class(each))
  }
  type <- field_type(plane, "regular")
  tensor <- geometric_tensor(random_array(2, 8, 3, 3), type)
  again <- escnn_unpack(travelled(escnn_pack(tensor)))
  expect_identical(as.array(again), as.array(tensor))
  expect_true(again$type == type)
})

test_that("modules and fits travel with their weights, those of one's own with their functions", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  again <- escnn_unpack(travelled(escnn_pack(model)))
  expect_identical(predict(again, d$x), predict(model, d$x))
  nn_scaled <- escnn_module("Scaled",
    initialize = function(by) {
      self$by <- by
      self$out_type <- self$in_type
    },
    forward = function(x) x * self$by
  )
  own <- nn_scaled(model, by = 2)
  again <- escnn_unpack(travelled(escnn_pack(own)))
  expect_equal(predict(again, d$x), 2 * predict(model, d$x), tolerance = 1e-5)
  fitted <- fit(model, d$x, d$y, epochs = 1)
  expect_identical(predict(escnn_unpack(travelled(escnn_pack(fitted))), d$x), predict(fitted, d$x))
})

test_that("data sets travel: values go along, files are named", {
  skip_without_escnn()
  bytes <- array(sample(0:255, 384, TRUE), c(6, 1, 8, 8))
  data <- dataset_arrays(bytes, factor(rep(c("a", "b"), 3), c("a", "b", "none")), scale = 1 / 255)
  part <- data[c(5, 2)]
  again <- escnn_unpack(travelled(escnn_pack(part)))
  expect_identical(as.array(again), as.array(part))
  expect_identical(dataset_labels(again), dataset_labels(part))
  # bytes stay bytes, and a part takes no more than its own
  expect_lt(length(escnn_pack(data)$weights), 384 + 500)
  expect_lt(length(escnn_pack(part)$weights), length(escnn_pack(data)$weights))
  clouds <- dataset_clouds(
    list(matrix(rnorm(20), 10), matrix(rnorm(30), 15)), factor(c("a", "b")), k = 3
  )
  again <- escnn_unpack(travelled(escnn_pack(clouds[2])))
  expect_identical(format(again), format(clouds[2]))
  expect_identical(dataset_labels(again), dataset_labels(clouds[2]))
  folder <- file.path(withr::local_tempdir(), "stored")
  dataset_write(bytes, folder, y = factor(rep(c("a", "b"), 3)))
  stored <- dataset_read(folder)[3:4]
  again <- escnn_unpack(travelled(escnn_pack(stored)))
  expect_identical(as.array(again), as.array(stored))
})

test_that("a folder of pictures is taken again only as it was", {
  skip_without_escnn()
  skip_if_not_installed("png")
  folder <- withr::local_tempdir()
  for (class in c("x", "y")) {
    dir.create(file.path(folder, class))
    for (i in 1:3) png::writePNG(matrix(runif(64), 8), file.path(folder, class, paste0(i, ".png")))
  }
  data <- dataset_images(folder)
  packed <- travelled(escnn_pack(data[2:5]))
  expect_identical(as.array(escnn_unpack(packed)), as.array(data[2:5]))
  expect_snapshot(escnn_pack(rotate_images(data, 10)), error = TRUE)
  unlink(file.path(folder, "x", "1.png"))
  expect_error(escnn_unpack(packed), "other files", class = "escnn_error_argument")
  unlink(folder, recursive = TRUE)
  expect_error(escnn_unpack(packed), "whose folder exists", class = "escnn_error_argument")
})

test_that("what was not packed, or damaged since, is refused", {
  skip_without_escnn()
  packed <- escnn_pack(c4())
  expect_snapshot(packed)
  damaged <- packed
  damaged$recipe <- "{\"definitions\": {}, \"model\": 3}"
  code <- packed
  code$recipe <- quote(stop("run"))
  expect_snapshot(error = TRUE, {
    escnn_pack(3)
    escnn_unpack(list())
    escnn_unpack(damaged)
    escnn_unpack(code)
  })
  data <- escnn_pack(dataset_arrays(random_array(2, 1, 3, 3), factor(1:2)))
  data$recipe <- sub("[\"1\", \"2\"]", "[\"1\"]", data$recipe, fixed = TRUE)
  expect_error(escnn_unpack(data), "classes from 0 to 0", class = "escnn_error_argument")
  expect_error(escnn_pack(revive(c4())), class = "escnn_error_dead_pointer")
  data <- dataset_arrays(random_array(4, 1, 3, 3), factor(c("a", "b", "a", "b")))
  expect_error(escnn_pack(dataset_folds(data, v = 2)), "held", class = "escnn_error_argument")
  expect_error(escnn_pack(list(data)), "lapply", class = "escnn_error_argument")
})

test_that("pictures with masks go along as files, from any working folder", {
  skip_without_escnn()
  skip_if_not_installed("png")
  withr::local_dir(withr::local_tempdir())
  for (folder in c("images", "masks")) dir.create(folder)
  for (i in 1:3) {
    x <- matrix(runif(64), 8)
    png::writePNG(x, file.path("images", paste0(i, ".png")))
    png::writePNG((x > 0.5) + 0, file.path("masks", paste0(i, ".png")))
  }
  data <- dataset_images("images", masks = "masks", classes = c(high = 255, low = 0))
  packed <- escnn_pack(data[2:3])
  wanted <- list(as.array(data[2:3]), dataset_labels(data[2:3]))
  again <- withr::with_dir(tempdir(), escnn_unpack(packed))
  expect_identical(list(as.array(again), dataset_labels(again)), wanted)
  damaged <- packed
  damaged$recipe <- sub("[255, 0]", "[255]", packed$recipe, fixed = TRUE)
  expect_error(escnn_unpack(damaged), class = "escnn_error_argument")
  file.rename("masks", "elsewhere")
  expect_error(escnn_unpack(packed), "masks", class = "escnn_error_argument")
})

test_that("a dead pointer tells what to do next time", {
  skip_without_escnn()
  expect_error(predict(revive(small_network()), 1), "escnn_pack")
})

test_that("bundle's methods give what can be made again", {
  skip_without_escnn()
  # the constructors as bundle documents them for developers
  local_bundle <- list(
    bundle_constr = function(object, situate, desc_class) {
      structure(list(object = object, situate = situate),
                class = c(paste0("bundled_", desc_class), "bundle"))
    },
    situate_constr = function(fn) {
      env <- rlang::child_env(rlang::caller_env())
      fn <- rlang::eval_bare(rlang::enexpr(fn), env)
      rlang::env_poke_parent(env, rlang::base_env())
      structure(fn, class = c("situater", "function"))
    }
  )
  type <- field_type(c4(), "regular")
  bundled <- bundle_object(type, package = local_bundle)
  expect_s3_class(bundled, c("bundled_escnn_field_type", "bundle"), exact = TRUE)
  bundled <- travelled(bundled)
  expect_true(bundled$situate(bundled$object) == type)
})

test_that("the format of targets keeps what it is given, also in text", {
  skip_without_escnn()
  # functions as targets keeps them: their text, run in the global environment
  as_text <- function(...) {
    lapply(list(...), function(f) eval(parse(text = deparse(f)), globalenv()))
  }
  format <- tar_format_by(as_text)
  path <- withr::local_tempfile()
  type <- field_type(c4(), "regular")
  format$write(type, path)
  expect_true(format$read(path) == type)
  expect_true(format$unmarshal(travelled(format$marshal(type))) == type)
  format$write(NULL, path)
  expect_null(format$read(path))
  expect_null(format$unmarshal(format$marshal(NULL)))
})

test_that("loading bundle gives its generic our methods", {
  skip_without_escnn()
  skip_if(rlang::is_installed("bundle"), "the real one is tried elsewhere")
  skip_on_cran()
  # a package of that name, with the functions that bundle documents
  home <- file.path(withr::local_tempdir(), "bundle")
  dir.create(file.path(home, "R"), recursive = TRUE)
  writeLines(c("Package: bundle", "Version: 0.0.1", "Title: Stand-In", "License: none"),
             file.path(home, "DESCRIPTION"))
  writeLines(c("export(bundle)", "S3method(bundle, default)"), file.path(home, "NAMESPACE"))
  writeLines(
    c(
      "bundle <- function(x, ...) UseMethod(\"bundle\")",
      "bundle.default <- function(x, ...) x",
      "bundle_constr <- function(object, situate, desc_class) list(object, situate, desc_class)",
      "situate_constr <- function(fn) fn"
    ),
    file.path(home, "R", "bundle.R")
  )
  library <- withr::local_tempdir()
  status <- system2(
    file.path(R.home("bin"), "R"), c("CMD", "INSTALL", "--no-docs", "-l", library, home),
    stdout = FALSE, stderr = FALSE
  )
  skip_if(status != 0, "the stand-in can't be installed")
  bundle <- loadNamespace("bundle", lib.loc = library)
  withr::defer(unloadNamespace("bundle"))
  model <- small_network()
  found <- bundle$bundle(model)
  expect_identical(found[[3]], "escnn_module")
  x <- random_array(2, 1, 9, 9)
  again <- found[[2]](travelled(found[[1]]))
  expect_identical(predict(again, x), predict(model, x))
  expect_identical(bundle$bundle(3), 3)
})
