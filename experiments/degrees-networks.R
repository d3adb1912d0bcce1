# The networks that are compared: one plan for all groups, as wide as a given
# number of parameters allows.
#
# Five convolutions. The first four have kernels of 5 pixels, and images are
# halved after the first two. The fifth goes over all that is left of the image
# and gives numbers that the group doesn't change; one linear layer makes classes
# of them. With the head "largest" it gives regular fields instead, of each of which
# the largest number is kept. (That would leave large groups, whose fields are few,
# with a handful of numbers to tell ten classes by.)

networks <- list(
  conventional = \() gspace_trivial_on_r2(),
  C4 = \() gspace_rot2d_on_r2(n = 4),
  C8 = \() gspace_rot2d_on_r2(n = 8),
  C16 = \() gspace_rot2d_on_r2(n = 16),
  `SO(2)` = \() gspace_rot2d_on_r2(n = Inf),
  D8 = \() gspace_flip_rot2d_on_r2(n = 8),
  `O(2)` = \() gspace_flip_rot2d_on_r2(n = Inf),
  D16 = \() gspace_flip_rot2d_on_r2(n = 16)
)

# Numbers of a field, where it isn't one for each element of the group.
continuous <- c("SO(2)", "O(2)")
orders <- c(conventional = 1, C4 = 4, C8 = 8, C16 = 16, D8 = 16, D16 = 32)

# Subgroups of the dihedral groups, as restrictions name them, and their orders.
subgroups <- list(
  reflections = list(D8 = c(0, 1), D16 = c(0, 1)),
  nothing = list(D8 = "trivial", D16 = "trivial"),
  rotations = list(D8 = c(NA, 8), D16 = c(NA, 16))
)
subgroup_order <- function(name, to) {
  switch(to, rotations = orders[[name]] / 2, reflections = 2, nothing = 1)
}

# The width of the hidden layers first, with `least` fields for the last layer;
# then as many of those as still fit, since widths go in large steps.
network <- function(name, parameters, classes, channels = 1, size = 28, restrict_at = NA,
                    restrict_to = NA, head = "linear") {
  count <- function(width, invariants) {
    sum(escnn::parameters(build(width, invariants, initialize = FALSE))$count)
  }
  build <- function(width, invariants, initialize = TRUE) {
    network_of(list(
      name = name, width = width, invariants = invariants, classes = classes,
      channels = channels, size = size, at = restrict_at, to = restrict_to,
      head = head, initialize = initialize
    ))
  }
  least <- if (head == "largest") 48 else 16
  width <- largest(\(width) count(width, least) <= parameters)
  one <- count(width, 1)
  each <- count(width, 2) - one
  build(width, max(1, 1 + (parameters - one) %/% each))
}

# The largest whole number, from 1, for which `fits()` holds, found by halving.
largest <- function(fits) {
  low <- 1
  high <- 2
  while (fits(high)) {
    low <- high
    high <- 2 * high
  }
  while (high - low > 1) {
    middle <- (low + high) %/% 2
    if (fits(middle)) low <- middle else high <- middle
  }
  low
}

network_of <- function(plan) {
  at <- list(order = orders[plan$name], width = plan$width, smooth = plan$name %in% continuous)
  x <- field_type(networks[[plan$name]](), trivial = plan$channels)
  for (layer in 1:5) {
    if (identical(as.integer(plan$at), layer)) {
      x <- nn_restriction(x, subgroups[[plan$to]][[plan$name]])
      if (layer > 1) x <- nn_disentangle(x)
      # fields are smaller now: with more of them a layer keeps its number of weights
      order <- subgroup_order(plan$name, plan$to)
      at$width <- max(1, round(plan$width * sqrt(at$order / order)))
      at$order <- order
    }
    if (layer < 5) x <- hidden_layer(x, at, plan$initialize)
    if (layer < 3) {
      x <- nn_pointwise_avg_pool_antialiased(x, sigma = 0.66, stride = 2, centre = TRUE)
    }
  }
  left <- output_size(x, c(plan$channels, plan$size, plan$size))
  largest <- plan$head == "largest"
  kind <- if (largest) "regular" else "trivial"
  x <- x |>
    convolution(
      stats::setNames(plan$invariants, kind), at, left[[length(left)]], 0, plan$initialize
    ) |>
    nn_inner_batch_norm() |>
    nn_elu()
  if (largest) x <- nn_group_pooling(x)
  nn_to_vector(x, classes = plan$classes)
}

hidden_layer <- function(x, at, initialize) {
  space <- (if (inherits(x, "escnn_module")) x$out_type else x)$gspace
  fields <- if (at$smooth) {
    field_type_fourier(space, at$width, irreps = 3)
  } else if (at$order == 1) {
    c(trivial = at$width)
  } else {
    c(regular = at$width)
  }
  x <- convolution(x, fields, at, 5, 2, initialize)
  if (at$smooth) nn_fourier_elu(nn_iid_batch_norm2d(x)) else nn_elu(nn_inner_batch_norm(x))
}

convolution <- function(x, fields, at, kernel_size, padding, initialize) {
  if (!at$smooth && at$order == 1) {
    return(nn_plain_conv(x, fields, kernel_size, padding = padding))
  }
  nn_r2_conv(x, fields, kernel_size, padding = padding, initialize = initialize)
}

# For volumes: turns about one axis are the same groups, in space.
volume_networks <- list(
  conventional = \(parameters, classes) {
    net_conventional(classes = classes, plan = "octahedral", parameters = parameters)
  },
  octahedral = \(parameters, classes) net_octahedral(classes = classes, parameters = parameters),
  `C4 about an axis` = \(parameters, classes) {
    net_octahedral(
      classes = classes, gspace = gspace_rot2d_on_r3(n = 4), parameters = parameters
    )
  }
)
