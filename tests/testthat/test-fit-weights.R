# A network without batch norms, which duplicates of examples would change.
plain_network <- function(out = 2) {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = out), kernel_size = 9) |>
    nn_group_pooling()
}

trained <- function(model, x, y, ...) {
  fit(
    model, x, y, epochs = 3, batch_size = 100, optimizer = optim_sgd(lr = 0.1), seed = 1,
    precision = "float64", ...
  )
}

test_that("a weight of two is an example twice, in training and in evaluation", {
  skip_without_escnn()
  d <- bright_and_dark(12)
  model <- plain_network()
  twice <- c(1:12, 1:4)
  weights <- rep(2:1, c(4, 8))
  more <- list(x = d$x[twice, , , , drop = FALSE], y = d$y[twice])
  weighted <- trained(model, d$x, d$y, weights = weights)
  expected <- trained(model, more$x, more$y)
  expect_equal(coef(weighted), coef(expected), tolerance = 1e-6)
  expect_equal(weighted$history$loss, expected$history$loss, tolerance = 1e-6)
  metrics <- setdiff(unlist(measure_names("classes")), c("iou_by_class", "dice_by_class"))
  expect_equal(
    evaluate(weighted, d$x, d$y, metrics = metrics, weights = weights * 5),
    evaluate(weighted, more$x, more$y, metrics = metrics), tolerance = 1e-6
  )
  # and as validation data
  held <- trained(
    model, d$x, d$y, validation = list(d$x, d$y, weights), metrics = "brier"
  )
  expect_equal(
    held$history[c("valid_loss", "valid_brier")],
    trained(model, d$x, d$y, validation = more, metrics = "brier")$history[
      c("valid_loss", "valid_brier")
    ], tolerance = 1e-6
  )
})

test_that("weights of classes are those of their examples", {
  skip_without_escnn()
  d <- bright_and_dark(12)
  y <- factor(rep(c("rare", "common"), c(3, 9)))
  model <- plain_network()
  of_examples <- trained(model, d$x, y, weights = ifelse(y == "rare", 3, 1))
  named <- trained(model, d$x, y, weights = c(rare = 3, common = 1))
  balanced <- trained(model, dataset_arrays(d$x, y), NULL, weights = "balanced")
  expect_equal(coef(named), coef(of_examples), tolerance = 1e-6)
  expect_equal(coef(balanced), coef(of_examples), tolerance = 1e-6)
  expect_false(isTRUE(all.equal(coef(named), coef(trained(model, d$x, y)))))
  expect_output(print(balanced), "weighted: classes balanced")
  expect_output(print(named), "weighted: common 1, rare 3")
  # those of classes go on, those of examples are asked for
  expect_identical(trained(balanced, d$x, y)$plan$weights, "balanced")
  expect_identical(trained(named, d$x, y)$plan$weights, list(common = 1, rare = 3))
  expect_message(trained(of_examples, d$x, y), class = "escnn_message_weights")
  path <- withr::local_tempfile()
  escnn_save(named, path)
  expect_equal(trained(escnn_load(path), d$x, y)$plan$weights, list(common = 1, rare = 3))
})

test_that("functions of batches give weights besides", {
  skip_without_escnn()
  d <- bright_and_dark(12)
  model <- plain_network()
  weights <- runif(12)
  batches <- function(epoch, batch) if (batch == 1) list(d$x, d$y, weights)
  expect_equal(
    coef(trained(model, batches, NULL)), coef(trained(model, d$x, d$y, weights = weights)),
    tolerance = 1e-6
  )
  expect_error(
    trained(model, function(epoch, batch) if (batch == 1) list(d$x, d$y, 1:3), NULL),
    class = "escnn_error_argument"
  )
})

test_that("targets that are missing are not counted", {
  skip_without_escnn()
  d <- bright_and_dark(12)
  model <- plain_network()
  there <- c(1:4, 6:11)
  gaps <- d$y
  gaps[-there] <- NA
  cases <- list(
    gaps, as.integer(gaps), structure(gaps, levels = rev(levels(gaps))),
    cbind(a = gaps == "dark", b = gaps == "dark"), ifelse(gaps == "dark", 3, 1)
  )
  for (y in cases) {
    net <- if (is.double(y)) nn_to_vector(plain_network(), 1) else model
    some <- if (is.matrix(y)) y[there, ] else y[there]
    expected <- trained(net, d$x[there, , , , drop = FALSE], some)
    for (found in list(trained(net, d$x, y), trained(net, dataset_arrays(d$x, y), NULL))) {
      expect_equal(coef(found), coef(expected), tolerance = 1e-6)
    }
    expect_equal(
      evaluate(expected, d$x, y), evaluate(expected, d$x[there, , , , drop = FALSE], some),
      tolerance = 1e-6
    )
    expect_output(print(found), "missing, not counted")
    if (!is.matrix(y)) expect_identical(is.na(dataset_labels(dataset_arrays(d$x, y))), is.na(y))
  }
})

test_that("missing numbers are taken without a word of Python's", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  y <- c(1, NA, 3, NaN, 5, 6)
  warned <- the$warned
  withr::defer(the$warned <- warned)
  the$warned <- NULL
  expect_silent({
    fit(nn_to_vector(plain_network(), 1), d$x, y, epochs = 1)
    data <- dataset_arrays(d$x, y)
    dataset_write(d$x, withr::local_tempfile(), y)
    dataset_write(data, withr::local_tempfile())
  })
  expect_identical(dataset_labels(data), c(1, NA, 3, NA, 5, 6))
})

test_that("pixels that are missing are not counted, and turn along", {
  skip_without_escnn()
  x <- random_array(3, 1, 8, 8)
  y <- array(1L + (x[, 1, , ] > 0), c(3, 8, 8))
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3, padding = 1) |>
    nn_group_pooling()
  gaps <- y
  gaps[, 1:4, 1:3] <- NA
  wrong <- y
  wrong[is.na(gaps)] <- 3L - y[is.na(gaps)]
  fitted <- trained(model, x, y)
  scores <- evaluate(fitted, x, gaps, angles = c(0, 90), metrics = c("loss", "accuracy", "iou"))
  expect_equal(scores[1, -1], scores[2, -1], tolerance = 1e-5, ignore_attr = TRUE)
  there <- !is.na(gaps)
  expect_equal(scores$accuracy[[1]], mean((predict(fitted, x) == y)[there]))
  # whatever stands there, it is the same
  for (augment in list(NULL, "exact")) {
    found <- trained(model, x, gaps, augment = augment, loss = c("cross_entropy", "dice"))
    expect_true(all(is.finite(found$history$loss)))
  }
  d <- dataset_arrays(x, gaps)
  expect_output(print(d), "missing targets: 36 of 192, not counted", fixed = TRUE)
  expect_identical(dataset_labels(d), gaps)
  path <- withr::local_tempfile()
  expect_identical(dataset_labels(dataset_write(d, path)), gaps)
})

test_that("losses of one's own only see what counts, and may be weighted", {
  skip_without_escnn()
  d <- bright_and_dark(12)
  model <- plain_network()
  entropy <- function(output, target) {
    -log(torch$softmax(output, 1L)$gather(1L, target$unsqueeze(1L))[, 1])
  }
  weights <- runif(12)
  own <- trained(model, d$x, d$y, loss = entropy, weights = weights)
  expect_equal(
    coef(own), coef(trained(model, d$x, d$y, weights = weights)), tolerance = 1e-6
  )
  gaps <- d$y
  gaps[3:5] <- NA
  seen <- NULL
  mean_entropy <- function(output, target) {
    seen <<- dim(output)
    mean(entropy(output, target))
  }
  expect_equal(
    coef(trained(model, d$x, gaps, loss = mean_entropy)), coef(trained(model, d$x, gaps)),
    tolerance = 1e-6
  )
  expect_identical(as.integer(seen), c(9L, 2L))
  expect_snapshot(error = TRUE, {
    trained(model, d$x, d$y, loss = mean_entropy, weights = weights)
    trained(model, d$x, d$y, loss = function(output, target) stop("no such thing"))
    trained(model, d$x, d$y, loss = function(output, target) output)
  })
})

test_that("losses are summed", {
  skip_without_escnn()
  d <- bright_and_dark(12)
  model <- plain_network()
  both <- trained(model, d$x, d$y, loss = c("cross_entropy", "focal"))
  expect_identical(both$plan$loss, list(cross_entropy = 1, focal = 1))
  parts <- evaluate(both, d$x, d$y)$loss
  expect_equal(
    parts, evaluate(both, d$x, d$y, loss = "cross_entropy")$loss +
      evaluate(both, d$x, d$y, loss = "focal")$loss, tolerance = 1e-6
  )
  expect_equal(
    evaluate(both, d$x, d$y, loss = list(cross_entropy = 2, focal = 0.5))$loss,
    2 * evaluate(both, d$x, d$y, loss = "cross_entropy")$loss +
      0.5 * evaluate(both, d$x, d$y, loss = "focal")$loss, tolerance = 1e-6
  )
  path <- withr::local_tempfile()
  escnn_save(both, path)
  expect_equal(evaluate(escnn_load(path), d$x, d$y)$loss, parts)
  expect_snapshot(error = TRUE, {
    trained(model, d$x, d$y, loss = c("cross_entropy", "dise"))
    trained(model, d$x, d$y, loss = c(cross_entropy = -1, focal = 1))
    trained(model, d$x, d$y, loss = c("cross_entropy", "dice"))
  })
})

test_that("weights that cannot be are told", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  model <- plain_network()
  expect_snapshot(error = TRUE, {
    trained(model, d$x, d$y, weights = 1:3)
    trained(model, d$x, d$y, weights = c(1, 1, -1, 1, 1, 1))
    trained(model, d$x, d$y, weights = c(1, NA, 1, 1, 1, 1))
    trained(model, d$x, d$y, weights = rep(0, 6))
    trained(model, d$x, d$y, weights = c(dark = 1, grey = 2))
    trained(model, d$x, d$y, weights = c(dark = 1))
    trained(model, d$x, d$y, weights = c(dark = -1, light = 2))
    trained(model, d$x, d$y, weights = "even")
    trained(nn_to_vector(model, 1), d$x, 1:6 / 2, weights = "balanced")
    trained(model, function(epoch, batch) list(d$x, d$y), NULL, weights = "balanced")
    trained(model, function(epoch, batch) list(d$x, d$y), NULL, weights = 1:6)
    evaluate(trained(model, d$x, d$y), d$x, d$y, weights = c(a = 1))
    trained(model, d$x, d$y, validation = list(d$x, factor(rep(NA, 6), levels(d$y))))
  })
})

test_that("weights and scores belong to their classes, whatever the order of levels and names", {
  skip_without_escnn()
  d <- bright_and_dark(30)
  y <- as.character(replace(d$y, 1:9, "dark"))
  auc <- function(score, yes, w) {
    pairs <- outer(w[yes], w[!yes])
    sum(pairs * outer(score[yes], score[!yes], ">")) / sum(pairs)
  }
  for (levels in list(c("dark", "light"), c("light", "dark"))) {
    truth <- factor(y, levels)
    net <- withr::with_seed(3, small_network())
    for (weights in list(c(dark = 1, light = 5), c(light = 5, dark = 1), "balanced", 1:30 + 0)) {
      fitted <- fit(
        net, d$x, truth, epochs = 1, batch_size = 30, optimizer = optim_sgd(lr = 1e-12),
        weights = weights, validation = list(d$x, truth), metrics = "auc"
      )
      w <- if (identical(weights, "balanced")) {
        as.numeric(1 / table(y)[y])
      } else if (is.null(names(weights))) {
        weights
      } else {
        unname(weights[y])
      }
      p <- predict(fitted, d$x, type = "prob")
      expect_identical(colnames(p), levels)
      entropy <- -log(p[cbind(1:30, as.integer(truth))])
      # variances of a batch, in training, are a little smaller
      expect_equal(fitted$history$loss, sum(w * entropy) / sum(w), tolerance = 1e-3)
      # the second level is the positive one
      yes <- truth == levels[[2]]
      said <- predict(fitted, d$x) == levels[[2]]
      expect_equal(fitted$history$valid_auc, auc(p[, levels[[2]]], yes, rep(1, 30)))
      scores <- evaluate(
        fitted, d$x, truth, metrics = c("loss", "auc", "sensitivity", "specificity"),
        weights = weights
      )
      expect_equal(scores$loss, sum(w * entropy) / sum(w), tolerance = 1e-5)
      expect_equal(scores$auc, auc(p[, levels[[2]]], yes, w))
      expect_equal(scores$sensitivity, sum(w[yes & said]) / sum(w[yes]))
      expect_equal(scores$specificity, sum(w[!yes & !said]) / sum(w[!yes]))
    }
  }
})
