test_that("each field of a fit that comes from a file is checked", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1, metrics = "accuracy")
  expect_null(wrong_fit_field(fitted))
  code <- "{stop('run')}"
  for (each in fit_fields) {
    at <- strsplit(each[[1]], "$", fixed = TRUE)[[1]]
    for (bad in list(list(code, list(1)), quote(stop("run")), NA, -1)) {
      broken <- unclass(fitted)
      broken[[at]] <- bad
      expect_match(wrong_fit_field(broken), each[[1]], fixed = TRUE)
    }
  }
  for (name in c("clip", "optimizer", "seed", "new")) {
    for (bad in list(quote(stop("run")), list(1, quote(x)), print, factor("a"))) {
      broken <- unclass(fitted)
      broken$plan[[name]] <- bad
      expect_match(wrong_fit_field(broken), paste0("plan$", name, "` must be plain"), fixed = TRUE)
    }
  }
  content <- jsonlite::fromJSON(fit_to_json(fitted), simplifyVector = FALSE)
  for (name in names(content)) {
    content[[name]] <- code
    text <- as.character(jsonlite::toJSON(content, auto_unbox = TRUE, null = "null"))
    expect_error(fit_from_json(text, "model.escnn"), class = "escnn_error_argument")
  }
})

test_that("a fit from a damaged .rds is refused before anything is made", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  again <- revive(fitted)
  changes <- list(
    recipe = list(1, "{stop('run')}", sub("R2Conv", "os.system", again$recipe, fixed = TRUE)),
    weights = list("text", raw(3), again$weights[-1]),
    plan = list(NULL, "text", list(epochs = quote(stop("run")))),
    about = list(NULL, 1)
  )
  for (field in names(changes)) {
    for (value in changes[[field]]) {
      broken <- revive(fitted)
      broken[field] <- list(value)
      expect_error(predict(broken, d$x), class = "escnn_error")
    }
  }
  expect_identical(predict(again, d$x), predict(fitted, d$x))
})

test_that("whatever is done with a fit from an .rds, it is checked before and runs nothing", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  uses <- list(
    print, summary, tidy, glance, function(x) plot(x), function(x) predict(x, d$x),
    function(x) fit(x, d$x, d$y, epochs = 1), function(x) escnn_save(x, tempfile())
  )
  withr::local_dir(withr::local_tempdir())
  code <- quote(file.create("ran"))
  pointers <- list(code, new.env(), new.env())
  makeActiveBinding("module", function(...) file.create("ran"), pointers[[2]])
  delayedAssign("module", file.create("ran"), assign.env = pointers[[3]])
  hostile <- c(
    list(list("history", code), list("levels", code), list("in_type", code)),
    list(list(c("plan", "epochs"), code), list(c("about", "best"), code)),
    lapply(pointers, function(each) list("pointer", each))
  )
  for (each in hostile) {
    broken <- unclass(revive(fitted))
    broken[[each[[1]]]] <- each[[2]]
    class(broken) <- "escnn_fit"
    for (use in uses) {
      expect_error(utils::capture.output(use(broken)), class = "escnn_error_argument")
    }
  }
  expect_false(file.exists("ran"))
})

test_that("arguments of modules in a file are plain values, never calls", {
  for (kind in list("symbol", "language", "expression", "function", "name", 1, NULL, c("a", "b"))) {
    data <- list(kind = kind, values = list("stop('run')"))
    expect_error(kept(data), class = "escnn_error_argument")
  }
})
