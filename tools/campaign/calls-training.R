# Valid calls: modules, data sets and training.

module_calls <- expression(
  check_equivariance(relu), expect_equivariant(relu),
  escnn_export(fresh_model(), path = new_file(".pt"), input = c(5, 5)), escnn_load(path = saved),
  escnn_load_weights(fresh_conv(), weights), escnn_module(name = "Own", forward = function(x) x),
  escnn_save(conv, path = new_file()), escnn_weights(conv), export_info(path = exported),
  init_deltaorthonormal(fresh_conv()), init_generalized_he(fresh_conv()), module_basis(conv),
  module_export(fresh_model(), input = c(5, 5)), module_filter(conv), module_parameter(c(1, 2)),
  module_reset(nn_inner_batch_norm(type)), module_set_weights(fresh_conv(), weights[1]),
  module_train(fresh_conv(), mode = FALSE), parameters(conv),
  net_c8_steerable(classes = 2, width = 2), net_conventional(classes = 2, width = 2),
  net_e2_wrn(classes = 2, width = 1), net_gcnn(classes = 2, width = 1),
  net_octahedral(classes = 2, width = 1, depth = 2), net_se3_cnn(classes = 2, width = 1, depth = 2),
  net_unet(classes = 2, width = 1, depth = 1)
)

training_calls <- expression(
  callback_best(monitor = "loss"), callback_checkpoint(path = new_file()),
  callback_csv(path = new_file()), callback_early_stopping(patience = 2),
  callback_epoch(fun = function(...) NULL), callback_plateau(factor = 0.5),
  callback_tensorboard(path = new_file()),
  dataset_arrays(images, y = factor(c("a", "b", "a", "b"))),
  dataset_clouds(list(example(4, 2), example(5, 2)), y = factor(c("a", "b")), k = 2),
  dataset_fashion_mnist(split = "test"), dataset_images(folder = pictures), dataset_labels(dataset),
  dataset_medmnist(name = "AdrenalMNIST3D", split = "test"), dataset_mnist(split = "test"),
  dataset_mnist_rot(split = "test"), dataset_read(path = written),
  dataset_split(dataset, validation = 0.4, seed = 1), dataset_write(images, path = new_file()),
  escnn_available(), escnn_cache(clear = FALSE), escnn_conditions(), escnn_help("R2Conv"),
  escnn_is_main(), escnn_launch(script = script, workers = 1), escnn_names(pattern = "R2Conv"),
  escnn_sitrep(), escnn_example(), escnn_threads(n = 1), fitted_module(fitted),
  install_escnn(envname = "r-none", wheels = pictures, ask = FALSE, quiet = TRUE), medmnist_names(),
  optim_adam(lr = 0.01), optim_adamw(lr = 0.01), optim_rmsprop(lr = 0.01), optim_sgd(lr = 0.01),
  schedule_cosine(final = 0.1), schedule_exponential(factor = 0.9),
  schedule_one_cycle(warm_up = 0.3), schedule_step(every = 2), augment(fitted, newdata = images),
  evaluate(fitted, newdata = images, y = factor(c("a", "b", "a", "b"))),
  fit_folds(
    function(data) fit(fresh_model(), data, epochs = 1, verbose = FALSE),
    folds = dataset_folds(dataset, v = 2, seed = 1)
  ),
  fit(fresh_model(), x = images, y = factor(c("a", "b", "a", "b")), epochs = 1, verbose = FALSE),
  glance(fitted), tidy(fitted)
)
