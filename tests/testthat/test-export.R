exported_network <- function() {
  withr::with_seed(1, {
    field_type(c4(), "trivial") |>
      nn_r2_conv(c(regular = 2), kernel_size = 5, padding = 2, padding_mode = "circular") |>
      nn_inner_batch_norm() |>
      nn_relu() |>
      nn_pointwise_avg_pool(2, ceil_mode = TRUE) |>
      nn_group_pooling() |>
      nn_to_vector(3)
  })
}

# What a file gives in a Python that has neither escnn nor this package.
run_elsewhere <- function(code, path, x) {
  folder <- withr::local_tempdir()
  np <- reticulate::import("numpy", convert = FALSE)
  np$save(file.path(folder, "x.npy"), reticulate::np_array(x, dtype = "float32"))
  script <- file.path(folder, "run.py")
  writeLines(c(
    "import sys, json, numpy",
    "class Without:",
    "    def find_spec(self, name, path=None, target=None):",
    "        if name.split('.')[0] in ('escnn', 'escnn_r'):",
    "            raise ImportError(name)",
    "sys.meta_path.insert(0, Without())",
    "path, folder = sys.argv[1:]",
    "x = numpy.load(folder + '/x.npy')",
    code,
    "numpy.save(folder + '/y.npy', y.astype('float64'))",
    "print(json.loads(about)['classes'][0])"
  ), script)
  done <- run_process(
    reticulate::py_config()$python, c(script, path, folder),
    env = c("current", PYTHONPATH = ""), error_on_status = FALSE
  )
  if (done$status != 0) stop(done$stderr)
  list(y = reticulate::py_to_r(np$load(file.path(folder, "y.npy"))), said = trimws(done$stdout))
}

in_torch <- c(
  "import torch", "files = {'escnn.json': ''}",
  "model = torch.jit.load(path, _extra_files=files)", "about = files['escnn.json']",
  "y = model(torch.from_numpy(x)).numpy()"
)
in_onnx <- c(
  "import onnxruntime", "model = onnxruntime.InferenceSession(path)",
  "about = model.get_modelmeta().custom_metadata_map['escnn.json']",
  "y, = model.run(None, {'input': x})"
)

has_onnx <- function() {
  reticulate::py_module_available("onnx") && reticulate::py_module_available("onnxruntime")
}

test_that("exported models give the same in plain PyTorch", {
  skip_without_escnn()
  model <- exported_network()
  path <- withr::local_tempfile(fileext = ".pt")
  expect_identical(expect_invisible(
    escnn_export(model, path, input = c(9, 9), classes = c("a", "b", "c"))
  ), path)
  x <- random_array(4, 1, 9, 9)
  found <- run_elsewhere(in_torch, path, x)
  expect_equal(found$y, predict(model, x), tolerance = 1e-5)
  expect_identical(found$said, "a")
  # the batch and the image may be larger
  x <- random_array(7, 1, 12, 10)
  expect_equal(run_elsewhere(in_torch, path, x)$y, predict(model, x), tolerance = 1e-5)
})

test_that("exported models give the same in ONNX Runtime", {
  skip_without_escnn()
  skip_if_not(has_onnx(), "needs install_escnn(extras = \"onnx\")")
  model <- exported_network()
  path <- withr::local_tempfile(fileext = ".onnx")
  escnn_export(model, path, "onnx", input = c(9, 9), classes = c("a", "b", "c"))
  x <- random_array(4, 1, 9, 9)
  found <- run_elsewhere(in_onnx, path, x)
  expect_equal(found$y, predict(model, x), tolerance = 1e-5)
  expect_identical(found$said, "a")
  expect_true(export_info(path)$checked)
})

test_that("a fitted model's file knows its classes", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  path <- withr::local_tempfile(fileext = ".pt")
  escnn_export(fitted, path, input = dim(d$x)[-1], normalise = list(mean = 0.5, sd = c(2)))
  about <- export_info(path)
  expect_identical(about$classes, levels(d$y))
  expect_equal(about$normalise, list(mean = 0.5, sd = 2))
  expect_identical(about$inputs[[1]]$shape, c("batch", as.character(dim(d$x)[-1])))
  found <- run_elsewhere(in_torch, path, d$x)
  response <- predict(fitted, d$x, type = "response")
  expect_equal(matrix(found$y, nrow(response)), response, tolerance = 1e-5)
  expect_identical(found$said, levels(d$y)[[1]])
})

test_that("weights come with a readable text", {
  skip_without_escnn()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "model.safetensors")
  escnn_export(exported_network(), path, "weights", input = c(9, 9))
  told <- jsonlite::fromJSON(file.path(folder, "model.json"), simplifyVector = FALSE)
  layers <- vapply(told$layers, function(layer) layer$layer, "")
  expect_false(any(grepl("Norm", layers)))
  expect_true("Conv2d" %in% layers)
  expect_identical(export_info(path)$inputs[[1]]$name, "input")
})

test_that("what can't be exported is told, and leaves no file", {
  skip_without_escnn()
  kind <- field_type(c4(), c(regular = 2))
  counting <- escnn_module("Counting", forward = function(self, x) x * dim(x)[[1]])
  model <- nn_relu(kind) |> counting()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "model.pt")
  failed <- expect_error(
    escnn_export(model, path, input = c(9, 9)), class = "escnn_error_not_exported"
  )
  expect_match(conditionMessage(failed), "Counting")
  expect_s3_class(failed, "escnn_error_argument")
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), character())
})

test_that("wrong calls say what to write", {
  skip_without_escnn()
  model <- exported_network()
  path <- withr::local_tempfile(fileext = ".pt")
  expect_snapshot(error = TRUE, {
    escnn_export()
    escnn_export(1, path)
    escnn_export(model)
    escnn_export(model, path, "tflite")
    escnn_export(model, path, input = "28")
    escnn_export(model, path, input = c(3, 28, 28))
    escnn_export(model, path, input = c(1, 2, 3, 28))
    escnn_export(model, path, classes = 1:3)
    escnn_export(model, path, normalise = c(0, 1))
    export_info(1)
  })
  expect_false(file.exists(path))
  expect_error(export_info(withr::local_tempfile(lines = "hello")), class = "escnn_error_argument")
})
