# Energies and forces of ethanol, from 2,000 frames of MD17, on two threads.
#
#   Rscript experiments/ethanol.R ethanol_2000.npz [seconds] [seed]
#
# Trains on 1,600 frames for about so many seconds (540), and prints how far forces of the 400
# others are off, in parts of their mean size; a network of the same size without any symmetry
# beside it, for a third of the time; and how exactly turned molecules have turned forces.

library(escnn)

args <- commandArgs(TRUE)
path <- if (length(args) > 0) args[[1]] else "../shared/data/ethanol/ethanol_2000.npz"
budget <- if (length(args) > 1) as.numeric(args[[2]]) else 540
seed <- if (length(args) > 2) as.integer(args[[3]]) else 1L
escnn_threads(2)
set.seed(seed)

npz <- reticulate::import("numpy", convert = FALSE)$load(path)
read <- function(name) reticulate::py_to_r(npz$`__getitem__`(name)$astype("float64"))
coords <- read("R")
energy <- as.vector(read("E"))
forces <- read("F")
atoms <- factor(c("1" = "H", "6" = "C", "8" = "O")[as.character(as.vector(read("Z")))])
frames <- function(i) {
  dataset_clouds(
    coords[i, , ], list(energy = energy[i], forces = forces[i, , ]), types = atoms,
    name = "ethanol"
  )
}
order <- sample(dim(coords)[[1]])
train <- frames(order[1:1600])
test <- frames(order[1601:2000])
size <- mean(abs(forces))
print(train)
cat("seed", seed, "- mean absolute component of a force", format(size, digits = 4), "\n\n")

study <- function(name, gspace, seconds) {
  net <- net_point_cloud(1, gspace, channels = 3, radius = 5, pool = "sum")
  settings <- list(loss = loss_energy_forces(), batch_size = 16, metrics = "forces_mae")
  run <- function(epochs, ...) {
    do.call(fit, c(list(net, train, epochs = epochs, ...), settings))
  }
  # how many epochs there is time for
  one <- run(1)$about$seconds
  epochs <- max(2, floor((seconds - one) / one))
  fitted <- run(epochs, lr_schedule = schedule_cosine())
  scores <- evaluate(fitted, test, metrics = c("energy_mae", "forces_mae"))
  cat(sprintf(
    "%-8s %7s parameters, %3d epochs in %3.0f s: forces %.2f = %.3f of their size, energy %.2f\n",
    name, format(fitted$about$parameters, big.mark = ","), epochs,
    fitted$about$seconds + one, scores$forces_mae, scores$forces_mae / size, scores$energy_mae
  ))
  fitted
}

fitted <- study("O(3)", gspace_flip_rot3d_on_r3(), budget)
invisible(study("none", gspace_trivial_on_r3(), budget / 3))

turn <- qr.Q(qr(matrix(rnorm(9), 3)))
some <- order[1601:1650]
turned <- aperm(apply(coords[some, , ], 1:2, function(x) turn %*% x), c(2, 3, 1))
before <- predict(fitted, frames(some), type = "forces")
after <- predict(fitted, dataset_clouds(turned, types = atoms), type = "forces")
gap <- max(abs(unlist(after) - unlist(lapply(before, function(f) f %*% t(turn)))))
cat(sprintf("turned: off by %.1e, %.1e of the largest force\n", gap, gap / max(abs(forces))))
