one_channel <- function() field_type(c4(), "trivial")

so2_irrep <- function() repr_irrep(group_so2(), 1)

# Calls that would take all memory or hours, and the argument that each is about.
too_large <- list(
  n = quote(group_cyclic(1e9)),
  n = quote(group_dihedral(2^31 - 1)),
  n = quote(group_cylinder_discrete(1e9)),
  n = quote(group_full_cylinder_discrete(1e6)),
  maximum_frequency = quote(group_so2(1e9)),
  maximum_frequency = quote(group_o3(1e4)),
  maximum_frequency = quote(group_full_cylinder(1e9)),
  n = quote(gspace_rot2d_on_r2(1e9)),
  n = quote(gspace_rot2d_on_r3(n = 1e9)),
  maximum_frequency = quote(gspace_rot2d_on_r3(maximum_frequency = 1e9)),
  maximum_frequency = quote(gspace_rot3d_on_r3(1e9)),
  subgroup = quote(gspace_r2(1e9)),
  id = quote(group_subgroup(group_so2(), 1e9)),
  subgroup = quote(gspace_restrict(gspace_rot2d_on_r2(), 1e9)),
  maximum_frequency = quote(
    kernels_so2_act_r2(so2_irrep(), so2_irrep(), 0:2, 0.6, maximum_frequency = 1e9)
  ),
  max_offset = quote(kernels_cn_act_r2(
    repr_trivial(group_cyclic(4)), repr_trivial(group_cyclic(4)), 0:2, 0.6, max_offset = 1e9
  )),
  l = quote(kernel_circular_shells_basis(1e9, kernel_gaussian_radial_profile(0:2, 0.6))),
  l = quote(kernel_harmonic_polynomial_r3_generator(1e9)),
  l = quote(nn_harmonic_polynomial_r3(1e9)),
  maximum_frequency = quote(gspace_build_kernel_basis(
    c4(), repr_regular(c4()), repr_regular(c4()), 0:1, maximum_frequency = 1e9
  )),
  rings = quote(gspace_build_kernel_basis(
    c4(), repr_regular(c4()), repr_regular(c4()), rings = 1e9
  )),
  l = quote(repr_bl_regular(group_so3(), 1e9)),
  l = quote(repr_bl_regular(group_so2(), 1e6)),
  l = quote(repr_bl_sphere(group_so3(), 1e4)),
  l = quote(repr_bl_irreps(group_so3(), 1e9)),
  id = quote(repr_irrep(group_so3(), 1e9)),
  irreps = quote(field_type_fourier(gspace_rot2d_on_r2(), 1, 1e9)),
  channels = quote(field_type_fourier(gspace_rot2d_on_r2(), 1e9, 1)),
  "..." = quote(field_type(c4(), regular = 1e9)),
  "..." = quote(field_type(c4(), rep(list(repr_regular(c4())), 1e6))),
  "..." = quote(repr_direct_sum(rep(list(repr_regular(c4())), 1e4))),
  "..." = quote(repr_direct_sum(rep(list(repr_regular(c4())), 1e6))),
  out_type = quote(nn_r2_conv(one_channel(), c(regular = 1e9), 3)),
  out_type = quote(nn_r2_conv(field_type(c4(), regular = 1e4), c(regular = 1e4), 3)),
  kernel_size = quote(nn_r2_conv(one_channel(), c(regular = 4), kernel_size = 1e4)),
  kernel_size = quote(nn_r2_conv(one_channel(), c(regular = 4), kernel_size = 2^31 - 1)),
  kernel_size = quote(nn_r2_conv_transposed(one_channel(), c(regular = 4), kernel_size = 1e4)),
  kernel_size = quote(nn_r3_conv(
    field_type(gspace_octa_on_r3(), "trivial"), "trivial", kernel_size = 1e4
  )),
  frequencies_cutoff = quote(nn_r2_conv(
    one_channel(), c(regular = 4), 5, frequencies_cutoff = 1e9
  )),
  padding = quote(nn_r2_conv(one_channel(), c(regular = 4), 5, padding = 1e9)),
  kernel_size = quote(nn_plain_conv(
    field_type(gspace_trivial_on_r2(), trivial = 2), c(trivial = 2), kernel_size = 1e9
  )),
  size = quote(nn_mask(one_channel(), size = 1e9)),
  scale_factor = quote(nn_r2_upsampling(one_channel(), scale_factor = 1e9)),
  size = quote(nn_r2_upsampling(one_channel(), size = 1e9)),
  output_size = quote(nn_pointwise_adaptive_avg_pool(one_channel(), 1e9)),
  classes = quote(nn_to_vector(one_channel(), classes = 1e9)),
  hidden = quote(nn_to_vector(one_channel(), classes = 2, hidden = c(1e9, 1e9))),
  n = quote(group_grid(group_so2(), n = 1e9)),
  n = quote(group_grid(group_so3(), "thomson", n = 1e4)),
  n = quote(group_sample(group_so3(), 1e9)),
  n = quote(testing_elements(group_so2(), 1e9)),
  size = quote(embed_images(array(0, c(2, 1, 8, 8)), 1e9)),
  size = quote(plot(kernels_so2_act_r2(so2_irrep(), so2_irrep(), 0:1, 0.6), size = 1e9)),
  depth = quote(net_conventional(2, depth = 1e9, pool_after = 2)),
  classes = quote(net_conventional(1e9)),
  channels = quote(net_gcnn(2, channels = 1e9)),
  width = quote(net_gcnn(2, width = 1e9)),
  width = quote(net_gcnn(2, width = 2e5)),
  parameters = quote(net_conventional(2, parameters = 2^31 - 1)),
  kernel_size = quote(net_octahedral(2, kernel_size = 1e4)),
  workers = quote(escnn_launch(tempdir_script(), workers = 1e9))
)

tempdir_script <- function() {
  path <- tempfile(fileext = ".R")
  writeLines("cat(1)", path)
  path
}

test_that("what would take too much memory or time is refused before it is built", {
  skip_without_escnn()
  withr::local_options(escnn.memory_limit = 8e9)
  for (i in seq_along(too_large)) {
    call <- too_large[[i]]
    caught <- with_plain_aborts(tryCatch(eval(call), error = identity))
    expect_s3_class(caught, "escnn_error_too_large")
    expect_s3_class(caught, "escnn_error_argument")
    expect_identical(caught$arg, names(too_large)[[i]], label = deparse1(call))
    expect_gt(caught$needed, caught$most)
  }
})

test_that("the message has the numbers, and the option that lifts the limit does", {
  skip_without_escnn()
  withr::local_options(escnn.memory_limit = 1e9)
  expect_snapshot(error = TRUE, {
    group_cyclic(1e5)
    nn_r2_conv(one_channel(), c(regular = 4), kernel_size = 1e4)
    net_gcnn(2, width = 1e5)
  })
  withr::local_options(escnn.memory_limit = 1e4)
  expect_error(group_cyclic(60), class = "escnn_error_too_large")
  withr::local_options(escnn.memory_limit = Inf, escnn.time_limit = 1e-6)
  expect_error(group_cyclic(61), "to build", class = "escnn_error_too_large")
  withr::local_options(escnn.time_limit = Inf)
  expect_identical(group_order(group_cyclic(61)), 61L)
  withr::local_options(escnn.memory_limit = "much")
  expect_snapshot(error = TRUE, group_cyclic(4))
})

test_that("what people do every day is never refused", {
  skip_without_escnn()
  expect_identical(group_order(group_cyclic(360)), 360L)
  expect_s3_class(group_so2(20), "escnn_group")
  expect_s3_class(group_subgroup(group_so2(), 360), "escnn_subgroup")
  expect_length(group_grid(group_so2(), n = 1000), 1000)
  expect_length(field_type(c4(), regular = 256), 256)
  wide <- field_type(c4(), regular = 256)
  expect_s3_class(nn_r2_conv(wide, c(regular = 256), 3, initialize = FALSE), "escnn_module")
  large <- nn_r2_conv(one_channel(), c(regular = 4), 31, padding = 15)
  expect_s3_class(large, "escnn_module")
  expect_s3_class(nn_to_vector(one_channel(), classes = 1000, hidden = 1000), "escnn_module")
  expect_s3_class(net_gcnn(1000, depth = 20, width = 2), "escnn_module")
})

test_that("large images pass through a network", {
  skip_without_escnn()
  model <- nn_pointwise_avg_pool(one_channel(), kernel_size = 8)
  expect_identical(dim(predict(model, array(0.5, c(1, 1, 4000, 4000)))), c(1L, 1L, 500L, 500L))
})

test_that("networks that would leave nothing of any image say so", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    net_gcnn(2, depth = 50)
    net_octahedral(2, depth = 40)
    net_unet(2, depth = 20)
  })
  expect_s3_class(
    net_conventional(2, depth = 50, width = 1, pool_after = integer()), "escnn_module"
  )
})

test_that("memory that runs out all the same is told in the same class", {
  skip_without_escnn()
  caught <- tryCatch(py_invoke("torch.empty", 10000000L, 10000000L), error = identity)
  expect_s3_class(caught, "escnn_error_too_large")
  expect_match(conditionMessage(caught), "There is not enough memory. It asked for 400 TB")
})
