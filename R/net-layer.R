# What ready networks are made of: layers that suit the group of the type that
# they are put on.

# A convolution, a batch norm and a nonlinearity: regular fields with ELUs for
# finite groups, band-limited ones for the others, and an ordinary convolution
# where no symmetry is left.
net_layer <- function(x, width, kernel_size, padding = 0, stride = 1) {
  type <- type_of(x)
  group <- about_group(type$gspace)
  if (!group$continuous && group$order == 1) {
    x <- nn_plain_conv(x, c(trivial = width), kernel_size, padding = padding, stride = stride)
    return(nn_elu(nn_inner_batch_norm(x)))
  }
  if (!group$continuous) {
    x <- net_conv(x, c(regular = width), kernel_size, padding = padding, stride = stride)
    return(nn_elu(nn_inner_batch_norm(x)))
  }
  activation <- nn_fourier_elu(type$gspace, channels = width, irreps = net_frequency(type))
  x <- net_conv(x, activation$in_type, kernel_size, padding = padding, stride = stride)
  nn_sequential(net_batch_norm(x), activation)
}

type_of <- function(x) if (inherits(x, "escnn_module")) x$out_type else x

dimension_of <- function(x) type_of(x)$gspace$dimensionality

net_conv <- function(x, ...) {
  if (dimension_of(x) == 3) nn_r3_conv(x, ...) else nn_r2_conv(x, ...)
}

net_batch_norm <- function(x) {
  if (dimension_of(x) == 3) nn_iid_batch_norm3d(x) else nn_iid_batch_norm2d(x)
}

# Up to which frequency fields of a continuous group go.
net_frequency <- function(type) if (type$gspace$dimensionality == 3) 2 else 3

# One number for each field, which no element of the group changes.
net_invariant <- function(x) {
  group <- about_group(type_of(x)$gspace)
  if (!group$continuous) {
    return(if (group$order == 1) x else nn_group_pooling(x))
  }
  nn_norm_pool(x)
}
