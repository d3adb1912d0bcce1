test_that("a network with far fewer parameters than allowed says so", {
  skip_without_escnn()
  told <- expect_message(
    net <- net_gcnn(2, width = 1, depth = 2, parameters = 150), class = "escnn_message_parameters"
  )
  has <- module_parameters(net)
  expect_lt(has, 135)
  expect_match(conditionMessage(told), paste0("The network has ", has, " parameters"))
  wider <- module_parameters(net_gcnn(2, width = 3, depth = 2))
  expect_match(conditionMessage(told), paste0("would have ", wider))
  expect_message(net_gcnn(2, depth = 2, parameters = has), NA)
  # cousins: without symmetry, where a layer is the least, and volumes
  expect_message(net_conventional(2, depth = 1, kernel_size = 9, parameters = 150),
                 class = "escnn_message_parameters")
  expect_message(net_octahedral(2, depth = 3, parameters = 1500),
                 class = "escnn_message_parameters")
})

test_that("a conventional network comes near to the number that it is compared with", {
  skip_without_escnn()
  for (plan in names(net_plans)) {
    for (budget in c(9000, 14000, 23000)) {
      expect_no_message(net <- net_conventional(3, plan = plan, parameters = budget))
      has <- module_parameters(net)
      expect_true(has <= budget && has > 0.9 * budget)
    }
  }
  # later layers are the wider ones, by one
  widths <- vapply(1:6, function(layer) layer_width(4.5, layer, 6), 1)
  expect_identical(widths, c(4, 4, 4, 5, 5, 5))
  expect_identical(layer_width(4, 6, 6), 4)
})
