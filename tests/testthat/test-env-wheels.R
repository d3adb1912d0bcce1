test_that("a folder that lacks wheels is told, with the command that gets them", {
  pins <- parse_pins(c(
    "torch==1.13.1", "Jinja2==3.1.6", "a-b==1", "w==1 ; sys_platform == \"win32\""
  ))
  files <- c(
    "torch-1.13.1+cpu-cp310-cp310-linux.whl", "jinja2-3.1.6-py3-none-any.whl",
    "a_b-2-py3-none-any.whl"
  )
  expect_equal(missing_wheels(pins, files)$name, "a-b")
  expect_equal(missing_wheels(pins, character())$name, c("torch", "Jinja2", "a-b"))

  root <- withr::local_tempdir()
  job <- list(wheels = root, pins = list(python = "3.10", requirements = pins), device = "cpu",
              machine = list(os = "linux"), call = NULL)
  expect_snapshot(check_wheel_folder(job), error = TRUE, transform = neutral)
  job$device <- "cuda"
  expect_snapshot(check_wheel_folder(job), error = TRUE, transform = neutral)
})
