# Triangles of two kinds of atoms whose sides are springs: energies and forces
# that are known exactly.
springs <- function(n = 12, seed = 1) {
  withr::with_seed(seed, {
    coords <- array(stats::rnorm(9 * n, sd = 0.2), c(n, 3, 3))
    for (i in seq_len(n)) coords[i, , ] <- coords[i, , ] + diag(3)
  })
  energy <- numeric(n)
  forces <- array(0, dim(coords))
  for (pair in list(c(1, 2), c(1, 3), c(2, 3))) {
    way <- coords[, pair[[1]], ] - coords[, pair[[2]], ]
    r <- sqrt(rowSums(way^2))
    energy <- energy + (r - 1.2)^2
    pull <- 2 * (r - 1.2) / r * way
    forces[, pair[[1]], ] <- forces[, pair[[1]], ] - pull
    forces[, pair[[2]], ] <- forces[, pair[[2]], ] + pull
  }
  list(
    coords = coords, energy = energy + 500, forces = forces, types = factor(c("A", "A", "B"))
  )
}

# As a data set, turned by a matrix.
springs_data <- function(d, turn = diag(3)) {
  moved <- function(x) {
    for (i in seq_len(dim(x)[[1]])) x[i, , ] <- x[i, , ] %*% t(turn)
    x
  }
  dataset_clouds(
    moved(d$coords), list(energy = d$energy, forces = moved(d$forces)), types = d$types
  )
}

spring_network <- function(...) {
  net_point_cloud(
    1, gspace_flip_rot3d_on_r3(), channels = 2, radius = 4, pool = "sum", width = 8, depth = 2, ...
  )
}
