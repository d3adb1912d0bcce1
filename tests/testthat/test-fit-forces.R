test_that("energies and forces are learnt, kept, and turn with the molecule", {
  skip_without_escnn()
  d <- springs()
  data <- springs_data(d)
  set.seed(1)
  fitted <- fit(
    spring_network(), data, loss = loss_energy_forces(energy = 1), epochs = 15, batch_size = 4,
    optimizer = optim_adam(lr = 0.01), metrics = c("forces_mae", "energy_mae"),
    validation = data, augment = "all"
  )
  history <- fitted$history
  expect_lt(history$valid_forces_mae[[15]], 0.6 * history$valid_forces_mae[[1]])
  expect_lt(history$valid_energy_mae[[15]], 1)
  found <- evaluate(fitted, data, angles = c(0, 50))
  expect_equal(found$loss[[2]], found$loss[[1]], tolerance = 1e-4)
  expect_equal(found$forces_mae[[1]], history$valid_forces_mae[[15]], tolerance = 1e-4)

  energies <- predict(fitted, data)
  forces <- predict(fitted, data, type = "forces")
  expect_length(energies, 12)
  expect_identical(dim(forces[[3]]), c(3L, 3L))
  truth <- lapply(1:12, function(i) d$forces[i, , ])
  expect_equal(
    mean(abs(unlist(forces) - unlist(truth))), found$forces_mae[[1]], tolerance = 1e-4
  )
  table <- augment(fitted, data)
  expect_equal(table$.pred, energies)
  expect_equal(table$y, d$energy, tolerance = 1e-6)
  expect_identical(augment(fitted, data, list(energy = d$energy, forces = d$forces))$y, d$energy)
  turn <- withr::with_seed(2, random_turn())
  turned <- springs_data(d, turn)
  expect_equal(predict(fitted, turned), energies, tolerance = 1e-6)
  expect_equal(
    predict(fitted, turned, type = "forces"), lapply(forces, `%*%`, t(turn)), tolerance = 1e-7
  )
  expect_equal(predict(fitted, data, type = "forces", batch_size = 5), forces, tolerance = 1e-4)

  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  again <- escnn_load(path)
  expect_equal(predict(again, data, type = "forces"), forces, tolerance = 1e-6)
  expect_equal(evaluate(again, data)$loss, found$loss[[1]], tolerance = 1e-6)
  expect_error(evaluate(again, data, loss = "mse"), class = "escnn_error_argument")
  by_forces <- evaluate(
    again, data, loss = loss_energy_forces(energy = 0), metrics = c("loss", "forces_rmse")
  )
  expect_equal(by_forces$loss, by_forces$forces_rmse^2, tolerance = 1e-3)
  # goes on from there, with the loss that it had
  more <- fit(fitted, data, epochs = 1)
  expect_lt(more$history$loss[[1]], 2 * history$loss[[15]])
  expect_equal(
    predict(fitted_module(fitted), data, type = "forces"), forces, tolerance = 1e-6
  )
})

test_that("energies have their loss by default, by its name, and in a search of rates", {
  skip_without_escnn()
  data <- springs_data(springs(4))
  by_loss <- function(loss) {
    fit(spring_network(), data, loss = loss, epochs = 1, seed = 1)$history$loss
  }
  expected <- withr::with_seed(1, by_loss(loss_energy_forces()))
  expect_identical(withr::with_seed(1, by_loss(NULL)), expected)
  expect_identical(withr::with_seed(1, by_loss("energy_forces")), expected)
  expect_s3_class(lr_finder(spring_network(), data, steps = 10), "escnn_lr_finder")
  expect_error(
    lr_finder(spring_network(), data, loss = "mse", steps = 10), class = "escnn_error_argument"
  )
})

test_that("forces are the negative gradient of the energy", {
  skip_without_escnn()
  d <- springs(2)
  net <- spring_network()
  at <- function(step) {
    coords <- d$coords
    coords[2, 3, 1] <- coords[2, 3, 1] + step
    predict(net, dataset_clouds(coords, types = d$types))[2, 1]
  }
  expect_equal(
    predict(net, dataset_clouds(d$coords, types = d$types), type = "forces")[[2]][3, 1],
    -(at(0.01) - at(-0.01)) / 0.02, tolerance = 0.02
  )
})

test_that("what does not fit together is refused", {
  skip_without_escnn()
  d <- springs(3)
  y <- list(energy = d$energy, forces = d$forces)
  x <- lapply(1:3, function(i) list(coords = d$coords[i, , ], x = d$types))
  net <- spring_network()
  expect_snapshot(error = TRUE, {
    fit(net, x, y, loss = "mse")
    fit(net, x, d$energy, loss = loss_energy_forces())
    fit(net, x, list(energy = d$energy, forces = d$forces[1:2, , ]), loss = loss_energy_forces())
    fit(net, x, list(energy = 1:3, forces = "none"), loss = loss_energy_forces())
    fit(net, x, y, loss = loss_energy_forces(), weights = 1:2)
    fit(net, x, y, loss = loss_energy_forces(), metrics = "accuracy")
    loss_energy_forces(energy = 0, forces = 0)
    loss_energy_forces(forces = -1)
    predict(net, x, type = "force")
  })
  expect_snapshot(loss_energy_forces())
  cloudwise <- net_point_cloud(2, gspace_flip_rot3d_on_r3(), channels = 2, radius = 4, width = 4)
  expect_error(predict(cloudwise, x, type = "forces"), class = "escnn_error_argument")
})

test_that("energies and forces that are missing are not counted, and weights of molecules are", {
  skip_without_escnn()
  d <- springs()
  gaps <- d
  gaps$forces[1:4, , ] <- NA
  gaps$forces[5, 2, ] <- NA
  gaps$energy[c(2, 12)] <- NA
  still <- optim_sgd(lr = 1e-12)
  metrics <- c("forces_mae", "forces_rmse", "energy_mae", "energy_rmse")
  fitted <- fit(
    spring_network(), springs_data(gaps), epochs = 1, optimizer = still, metrics = metrics,
    batch_size = 12, seed = 1, validation = springs_data(gaps)
  )
  forces <- simplify2array(predict(fitted, springs_data(d), type = "forces"))
  off <- forces - aperm(d$forces, c(2, 3, 1))
  off[is.na(aperm(gaps$forces, c(2, 3, 1)))] <- NA
  heights <- predict(fitted, springs_data(d)) - gaps$energy
  scores <- evaluate(fitted, springs_data(gaps), metrics = c("loss", metrics), batch_size = 5)
  expect_equal(scores$forces_mae, mean(abs(off), na.rm = TRUE), tolerance = 1e-4)
  expect_equal(scores$forces_rmse^2, mean(off^2, na.rm = TRUE), tolerance = 1e-4)
  expect_equal(scores$energy_mae, mean(abs(heights), na.rm = TRUE), tolerance = 1e-3)
  loss <- 0.01 * mean(heights^2, na.rm = TRUE) + mean(off^2, na.rm = TRUE)
  expect_equal(scores$loss, loss, tolerance = 1e-3)
  expect_equal(fitted$history$loss, loss, tolerance = 1e-3)
  expect_equal(fitted$history$valid_loss, loss, tolerance = 1e-3)
  expect_output(print(fitted), "missing")

  # what is missing is never learnt from, whatever stands beside it
  trained <- fit(spring_network(), springs_data(gaps), epochs = 3, augment = "all", seed = 1)
  expect_true(all(is.finite(trained$history$loss)))
  no_forces <- d
  no_forces$forces[] <- NA
  expect_true(is.finite(evaluate(fitted, springs_data(no_forces))$loss))
  expect_true(is.na(evaluate(fitted, springs_data(no_forces))$forces_mae))
  no_forces$energy[] <- NA
  expect_error(
    evaluate(fitted, springs_data(no_forces)), "missing for all of them",
    class = "escnn_error_argument"
  )

  weights <- c(1, 0, 3, rep(2, 9))
  scores <- evaluate(fitted, springs_data(gaps), weights = weights, metrics = metrics)
  of_points <- rep(weights, each = 9)
  expect_equal(
    scores$forces_mae, weighted.mean(abs(c(off)), of_points * !is.na(off), na.rm = TRUE),
    tolerance = 1e-4
  )
  expect_equal(
    scores$energy_mae, weighted.mean(abs(heights), weights, na.rm = TRUE), tolerance = 1e-3
  )
  expect_no_error(
    fit(spring_network(), springs_data(d), weights = weights, epochs = 1, validation = 0.25)
  )
})
