inputs <- function(os, ...) {
  base <- list(
    versions = "3.10", python = NULL, os = os, home = "/home/me", path = c("/bin1", "/bin2"),
    pyenv_root = "", uv_dir = "", xdg_data = "", conda_prefix = "", conda_exe = "",
    mamba_root = "", miniconda = "", local_app_data = "", app_data = "", program_files = ""
  )
  utils::modifyList(base, list(...))
}

test_that("all usual places are looked at, on every system", {
  expect_snapshot({
    python_patterns(inputs("linux"))
    python_patterns(inputs("macos", versions = c("3.11", "3.12")))
    python_patterns(inputs(
      "windows",
      home = "C:/Users/me", local_app_data = "C:/Users/me/AppData/Local",
      app_data = "C:/Users/me/AppData/Roaming", program_files = "C:/Program Files"
    ))
  })
})

test_that("places named by variables are looked at", {
  patterns <- python_patterns(inputs(
    "linux", pyenv_root = "/my/pyenv", uv_dir = "/my/uv", xdg_data = "/my/data",
    conda_prefix = "/my/conda/envs/x", conda_exe = "/other/conda/bin/conda",
    mamba_root = "/my/mamba", miniconda = "/r/miniconda"
  ))$pattern
  expect_true(all(c(
    "/my/pyenv/versions/3.10*/bin/python3", "/my/uv/cpython-3.10.*/bin/python3",
    "/my/data/uv/python/cpython-3.10.*/bin/python3", "/my/conda/envs/x/bin/python3",
    "/other/conda/envs/*/bin/python3", "/my/mamba/envs/*/bin/python3", "/r/miniconda/bin/python3"
  ) %in% patterns))
})

test_that("an explicit Python is the only one looked at", {
  patterns <- python_patterns(inputs("linux", python = "/my/python"))
  expect_equal(patterns$pattern, "/my/python")
})

test_that("patterns lead to files, newest patch first and each once", {
  root <- withr::local_tempdir()
  for (version in c("3.10.1", "3.10.9")) {
    dir.create(file.path(root, version, "bin"), recursive = TRUE)
    file.create(file.path(root, version, "bin", "python3"))
  }
  patterns <- data.frame(
    source = c("a", "b"), pattern = file.path(root, c("3.10*", "3.*"), "bin/python3")
  )
  files <- expand_patterns(patterns)
  expect_equal(files$source, c("a", "a"))
  expect_match(files$path, "3.10.9|3.10.1")
  expect_match(files$path[[1]], "3.10.9")
})
