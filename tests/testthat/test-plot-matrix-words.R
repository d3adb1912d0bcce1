test_that("matrices are told by what they do", {
  expect_identical(matrix_text(matrix(-1)), "-1")
  expect_identical(matrix_text(diag(3)), "changes nothing")
  turn <- matrix(c(0, 1, -1, 0), 2)
  expect_identical(matrix_text(turn), "the rows (0, -1) and (1, 0)")
  shift <- diag(4)[c(4, 1:3), ]
  expect_identical(matrix_text(shift), "moves each number on by 1 place in a circle")
  swap <- diag(4)[c(2, 1, 3, 4), ]
  expect_identical(matrix_text(swap), "swaps 1 with 2")
  both <- diag(5)[c(2, 1, 5, 3, 4), ]
  expect_identical(matrix_text(both), "swaps 1 with 2 and moves 3 to 4 to 5 to 3")
  large <- diag(c(0.5, -2, 1, 1, 1))
  expect_identical(matrix_text(large), "has 5 numbers other than zero of 25, from -2 to 1")
  expect_identical(matrix_text(matrix(1:2, 2)), "the rows (1) and (2)")
  expect_identical(
    matrices_text(list(a = diag(2), b = turn, c = turn), 2),
    "a: changes nothing; b: the rows (0, -1) and (1, 0); and 1 more."
  )
})
