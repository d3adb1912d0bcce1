# What ready networks are made of: layers that suit the group of the type that
# they are put on.

# A convolution, a batch norm and a nonlinearity: regular fields with ELUs for
# finite groups, band-limited ones for the others, and an ordinary convolution
# where no symmetry is left.
net_layer <- function(x, width, kernel_size, padding = 0, stride = 1) {
  fields <- net_fields(type_of(x)$gspace, width)
  net_active(net_conv(x, fields, kernel_size, padding = padding, stride = stride))
}

# Hidden fields of a gspace. Those of SO(3) are functions on the sphere: on the
# group itself they would be four times as large.
net_fields <- function(gspace, width) {
  group <- about_group(gspace)
  if (group$continuous) {
    field_type_fourier(gspace, width, net_frequency(gspace), net_quotient(gspace))
  } else if (group$order == 1) {
    field_type(gspace, trivial = width)
  } else {
    field_type(gspace, regular = width)
  }
}

# So many fields of a smaller group, which are smaller, that a convolution has
# about the same number of parameters.
net_grown <- function(width, from, to) {
  size <- function(gspace) net_fields(gspace, 1)$size
  max(1, round(width * sqrt(size(from) / size(to))))
}

# A batch norm and a nonlinearity on such fields.
net_active <- function(x) {
  gspace <- type_of(x)$gspace
  if (!about_group(gspace)$continuous) {
    return(nn_elu(nn_inner_batch_norm(x)))
  }
  x <- net_batch_norm(x)
  if (is.null(net_quotient(gspace))) {
    return(nn_fourier_elu(x))
  }
  # samples that lie like a cube, so that turns of the grid stay exact
  nn_quotient_fourier_elu(
    x, net_quotient(gspace), grid = list(type = "thomson_cube", n = 2)
  )
}

net_quotient <- function(gspace) {
  if (identical(gspace_fibergroup(gspace)$name, "SO(3)")) list(FALSE, Inf)
}

type_of <- function(x) if (inherits(x, "escnn_module")) x$out_type else x

dimension_of <- function(x) type_of(x)$gspace$dimensionality

net_conv <- function(x, ...) {
  group <- about_group(type_of(x)$gspace)
  if (!group$continuous && group$order == 1) {
    return(nn_plain_conv(x, ...))
  }
  if (dimension_of(x) == 3) nn_r3_conv(x, ...) else nn_r2_conv(x, ...)
}

net_batch_norm <- function(x) {
  if (dimension_of(x) == 3) nn_iid_batch_norm3d(x) else nn_iid_batch_norm2d(x)
}

# Up to which frequency fields of a continuous group go.
net_frequency <- function(gspace) if (gspace$dimensionality == 3) 2 else 3

# Numbers that are dropped in training: single ones of regular fields, whole
# fields where single numbers mean nothing.
net_dropout <- function(x, p) {
  if (p == 0) {
    return(x)
  }
  if (about_group(type_of(x)$gspace)$continuous) {
    nn_field_dropout(x, p = p)
  } else {
    nn_pointwise_dropout(x, p = p)
  }
}

# Numbers that no element of the group changes: the largest of each regular
# field; what other fields are on average, mixed by one more layer, as norms
# alone would not tell a field from its negative.
net_invariant <- function(x) {
  group <- about_group(type_of(x)$gspace)
  if (group$continuous) {
    mixed <- c(trivial = 4 * length(type_of(x)))
    return(nn_elu(nn_inner_batch_norm(net_conv(x, mixed, kernel_size = 1))))
  }
  if (group$order == 1) x else nn_group_pooling(x)
}

# Half as many pixels, around the centre, so that no size spoils quarter turns.
net_pool <- function(x) {
  if (dimension_of(x) == 3) {
    return(nn_pointwise_avg_pool_antialiased_3d(x, sigma = 0.66, stride = 2, centre = TRUE))
  }
  nn_pointwise_avg_pool_antialiased(x, sigma = 0.66, stride = 2, centre = TRUE)
}
