objects_of_each_kind <- function() {
  g <- group_cyclic(4)
  space <- c4()
  type <- field_type(space, "trivial")
  x <- geometric_tensor(array(1, c(1, 1, 3, 3)), type)
  layer <- nn_r2_conv(type, "trivial", kernel_size = 3)
  list(
    escnn_gspace = space, escnn_group = g, escnn_group_element = group_element(g, 1),
    escnn_subgroup = group_subgroup(g, 2), escnn_homspace = homspace(g, 2),
    escnn_representation = repr_regular(g), escnn_kernel_basis = kernel_point_basis(g),
    escnn_field_type = type, escnn_tensor = x, escnn_module = layer,
    escnn_dataset = dataset_arrays(array(0, c(2, 1, 3, 3))),
    escnn_fit = fit(layer, array(0, c(2, 1, 3, 3)), c(0, 1), epochs = 1)
  )
}

test_that("generics without a meaning for an object say so, with what to do", {
  skip_without_escnn()
  objects <- objects_of_each_kind()
  expect_setequal(names(objects), c(names(alias_noun), "escnn_fit"))
  module <- objects$escnn_module
  tensor <- objects$escnn_tensor
  fitted <- objects$escnn_fit
  expect_snapshot(error = TRUE, {
    sum(tensor)
    exp(module)
    predict(tensor)
    residuals(fitted)
    as.data.frame(module)
    objects$escnn_dataset[[1]]
    tensor[[1]]
  })
  asked <- unlist(refused_generics[c("base", "graphics", "stats")])
  silent <- lapply(names(objects), function(class) {
    lapply(grep("^(Math|Summary)$|<-$", asked, value = TRUE, invert = TRUE), function(generic) {
      grDevices::pdf(NULL)
      on.exit(grDevices::dev.off())
      found <- rlang::catch_cnd(eval(call(generic, objects[[class]])), "error")
      if (!is.null(found) && !inherits(found, "escnn_error")) {
        paste0(generic, "(", class, "): ", conditionMessage(found))
      }
    })
  })
  expect_identical(as.character(unlist(silent)), character())
})

test_that("objects refuse the generics that other kinds have", {
  skip_without_escnn()
  group <- group_cyclic(4)
  type <- field_type(c4(), "regular")
  relu <- nn_relu(type)
  expect_snapshot(error = TRUE, {
    coef(type)
    as.array(relu)
    transform(group, group_element(group, 1))
    solve(relu)
    head(group)
    group[1]
    group[[1]]
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
  expect_length(tail(chain, -1), 1)
  x <- geometric_tensor(random_array(3, 5, 2, 2), type)
  expect_identical(dim(head(x, 2)), c(2L, 5L, 2L, 2L))
  expect_length(tail(dataset_arrays(random_array(3, 1, 2, 2)), 2), 2)
  expect_true(type[] == type)
  # names lead to Python's attributes
  expect_identical(type[["size"]], 5L)
  expect_error(head(type, "a"), class = "escnn_error_argument")
})

test_that("operators take any two kinds", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  group <- group_cyclic(4)
  expect_false(group == type)
  expect_true(type != repr_regular(group))
  expect_snapshot(error = TRUE, {
    repr_regular(group) + nn_relu(type)
    type + group
    group_element(group, 1) * type
    -group
    group + dataset_arrays(random_array(3, 1, 2, 2))
    solve(group_element(group, 1), 3)
  })
  expect_error(revive(group) == group, class = "escnn_error_dead_pointer")
})

test_that("what refuses names the kind that was given", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  objects <- list(gspace = c4(), module = nn_relu(type), `group element` = group_element(c4(), 1))
  for (noun in names(objects)) {
    expect_error(sort(objects[[noun]]), paste("not a", noun), class = "escnn_error_argument")
    expect_error(hist(objects[[noun]]), paste("for a", noun), class = "escnn_error_argument")
  }
  expect_error(plot(objects[["group element"]]), "not a group element")
})

test_that("every kind of object has a method of each such generic or refuses", {
  for (generic in unlist(refused_generics)) {
    for (class in names(alias_noun)) {
      method <- utils::getS3method(generic, class, optional = TRUE)
      expect_true(is.function(method), label = paste(generic, class))
    }
  }
})

test_that("nothing is put into an object that has no such place", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  group <- group_cyclic(4)
  expect_error(type[1] <- "trivial", class = "escnn_error_argument")
  expect_error(dim(type) <- 2, class = "escnn_error_argument")
  expect_error(levels(group) <- "a", class = "escnn_error_argument")
  expect_error(group[[1]] <- 1, "must be a module", class = "escnn_error_argument")
  dead <- revive(group)
  expect_error(dead[["a"]] <- 1, class = "escnn_error_dead_pointer")
  expect_error(dead[[1]] <- 1, class = "escnn_error_dead_pointer")
  chain <- nn_relu(type) |> nn_relu()
  expect_error(chain[[1]] <- revive(chain), class = "escnn_error_dead_pointer")
  type[["note"]] <- "mine"
  expect_identical(type$note, "mine")
})
