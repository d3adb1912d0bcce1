test_that("a module of that name from the working folder is refused by its file", {
  skip_on_cran()
  skip_without_escnn()
  skip_unless_installed()
  folder <- normalizePath(withr::local_tempdir())
  python <- py_invoke("escnn_r.training.distributed.torchrun.interpreter")
  for (name in c("torch", "copy", "escnn_r")) {
    # the report asks another Python, which takes as long as all the rest
    problems <- if (name == "torch") {
      "sum(grepl('needs', escnn_sitrep()$problems$problem))"
    } else {
      "sum(grepl('needs', escnn:::stranger_text(escnn:::session_strangers())))"
    }
    unlink(dir(folder, full.names = TRUE), recursive = TRUE)
    file <- file.path(folder, paste0(name, ".py"))
    writeLines("x = 1", file)
    done <- in_new_r(c(
      paste0("setwd(", deparse(folder), ")"),
      paste0("reticulate::use_python(", deparse(python), ")"),
      # the user imports the file of that name, before escnn is there
      "sys <- reticulate::import('sys', convert = FALSE)",
      sprintf("reticulate::py_run_string('import sys; sys.modules.pop(\"%s\", None)')", name),
      sprintf("invisible(reticulate::import('%s'))", name),
      "library(escnn)",
      "e <- tryCatch(group_cyclic(4), escnn_error_python_setup = identity)",
      "cat(class(e)[[1]], basename(e$file), '\\n')",
      paste0("cat(", problems, ", 'problems', '\\n')")
    ))
    expect_match(done$stdout, paste0("escnn_error_python_setup ", name, ".py"), label = done$stderr)
    expect_match(done$stdout, "[1-9] problems")
  }
})

test_that("what PYTHONPATH puts before the environment is told", {
  folder <- normalizePath(withr::local_tempdir())
  expect_identical(nrow(python_path_strangers(folder)), 0L)
  dir.create(file.path(folder, "torch"))
  expect_identical(nrow(python_path_strangers(folder)), 0L)
  file <- file.path(folder, "torch", "__init__.py")
  file.create(file)
  strangers <- python_path_strangers(folder)
  expect_identical(strangers$file, file)
  problems <- find_problems(
    list(ok = FALSE, problem = "p", remedy = "r"), NULL, numeric_version("1.46"), strangers
  )
  expect_match(problems$problem[[2]], "`torch` from .*, not from the environment")
  expect_match(problems$remedy[[2]], "PYTHONPATH")
})

test_that("the modules of an ordinary session are at home", {
  skip_without_escnn()
  expect_identical(nrow(python_strangers()), 0L)
  expect_null(own_module_file())
})
