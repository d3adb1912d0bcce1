test_that("objects refuse the generics that other kinds have", {
  skip_without_escnn()
  group <- group_cyclic(4)
  type <- field_type(c4(), "regular")
  relu <- nn_relu(type)
  expect_snapshot(error = TRUE, {
    plot(group)
    plot(relu)
    coef(type)
    as.array(relu)
    transform(group, group_element(group, 1))
    solve(relu)
    head(group)
    group[1]
    as.list(type)
    predict(type)
    tidy(relu)
  })
  expect_error(plot(revive(group)), class = "escnn_error_dead_pointer")
})

test_that("what R's own methods can do with an object stays", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "trivial")
  chain <- nn_relu(type) |> nn_relu()
  expect_length(head(type, 1), 1)
  expect_length(head(chain, 1), 1)
})

test_that("every kind of object has a method of each such generic or refuses", {
  for (generic in unlist(refusing_generics)) {
    for (class in names(alias_noun)) {
      expect_true(
        is.function(utils::getS3method(generic, class, optional = TRUE)), label = paste(generic, class)
      )
    }
  }
})
