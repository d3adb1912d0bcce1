# Balls, discs and lines, turned at random, which networks of points tell apart.
turned_shapes <- function(per_class = 12, seed = 1) {
  kinds <- c("ball", "disc", "line")
  y <- factor(rep(kinds, per_class))
  x <- withr::with_seed(seed, lapply(as.character(y), turned_shape))
  list(x = x, y = y)
}

turned_shape <- function(kind, n = sample(12:20, 1)) {
  points <- matrix(stats::rnorm(3 * n), n)
  points <- points / sqrt(rowSums(points^2))
  flat <- switch(kind, ball = integer(), disc = 3, line = 2:3)
  points[, flat] <- 0.1 * points[, flat]
  points %*% random_turn()
}

random_turn <- function() {
  turn <- qr.Q(qr(matrix(stats::rnorm(9), 3)))
  if (det(turn) < 0) turn[, 1] <- -turn[, 1]
  turn
}

# With weights from which training gets on; some others do not in so few epochs.
shape_network <- function(...) {
  withr::local_seed(1)
  field_type(gspace_rot3d_on_r3(), "trivial") |>
    nn_r3_point_conv(
      c(irrep_0 = 4, irrep_1 = 2), width = 1, n_rings = 3, frequencies_cutoff = 1, ...
    ) |>
    nn_norm_non_linearity() |>
    nn_r3_point_conv(c(irrep_0 = 8), width = 1, n_rings = 3, frequencies_cutoff = 1, ...) |>
    nn_to_vector(3, hidden = 8)
}

skip_without_points <- function() {
  skip_without_escnn()
  skip_if_not(point_clouds_available(), "torch_geometric is not installed")
}

# A cloud of random points and values.
cloud_of <- function(n, type = field_type(c4(), "trivial"), seed = 1) {
  withr::with_seed(seed, geometric_tensor(
    matrix(rnorm(n * dim(type)[[2]]), n), type,
    coords = matrix(rnorm(n * type$gspace$dimensionality), n)
  ))
}
