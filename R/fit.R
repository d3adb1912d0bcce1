#' Train a module
#'
#' Trains any module or pipe on R arrays and gives back a fitted model that can
#' predict, be saved and be trained on. The module itself is left as it was.
#'
#' The loop runs in Python; R is called once an epoch. An interrupt (Ctrl-C, or
#' the stop button) ends training after the batch in hand and gives the model so
#' far. With the same seed, data, machine and number of threads, training gives
#' the same weights.
#'
#' @param object A module, such as a pipe of `nn_*()` layers, or a fitted model
#'   to train on, which goes on with its classes, and with its loss, metrics and
#'   precision where you don't give others.
#' @param x Inputs: an array of dim `c(n, channels, height, width)` (or with
#'   depth), a geometric tensor, a list of point clouds (see
#'   [dataset_clouds()]) or of images of one size (matrices), a data set, or a
#'   function of epoch and batch (from 1) that gives `list(x, y)` or
#'   `list(x, y, weights)`, and `NULL` at the end of the epoch.
#' @param y Targets, one for each input: a factor (with a level for each output
#'   of the model, also for classes without examples), whole numbers of type
#'   integer (classes from 1; an integer array of dim `c(n, height, width)`
#'   for segmentation), a logical matrix with a column for each label where an
#'   example may have several (or 0 and 1 under column names), or numbers (a
#'   vector, a matrix of outputs, or a geometric tensor of the model's output
#'   type). For point clouds also a list with something for each point of each
#'   cloud (a vector, a factor, or a matrix with a row a point), or
#'   `list(energy = , forces = )`, see [loss_energy_forces()]. `NA` is a target that
#'   isn't known, and isn't counted: see the section on missing targets. Left out for
#'   data sets and functions.
#' @param epochs Number of times that all data are gone through, at most a
#'   million.
#' @param batch_size Number of examples in a step.
#' @param loss `"cross_entropy"` (default for classes), `"mse"` (default for
#'   numbers), `"mae"`, `"huber"`, `"binary_cross_entropy"` (default for
#'   labels), `"focal"` (cross entropy in which what is already right counts
#'   less, with exponent 2; classes and labels), or `"dice"` (for maps of
#'   classes: one minus the overlap of each example, the mean over classes, where 1 is added to
#'   both twice the common part and the sum of sizes, so that absent classes have no loss). Several
#'   are summed: `c("cross_entropy", "dice")`, or with factors
#'   `c(cross_entropy = 1, dice = 0.5)`. Or [loss_energy_forces()] (default for
#'   energies with forces), or a function of your own, see the section on it.
#' @param optimizer `"adam"`, `"adamw"`, `"sgd"`, `"rmsprop"`, or a list made
#'   by [optim_adam()] and the like.
#' @param lr_schedule A schedule of the learning rate, see
#'   [schedule_cosine()]; `NULL` keeps it constant.
#' @param metrics Names of metrics of the validation data, or a list of names and
#'   of functions of your own. For classes: `"accuracy"`, `"balanced_accuracy"`,
#'   `"auc"`, `"f1"`, `"sensitivity"`, `"specificity"`, `"log_loss"`, `"brier"`,
#'   `"iou"`, `"dice"`, `"iou_by_class"` and `"dice_by_class"`; for labels:
#'   `"accuracy"`, `"auc"`, `"f1"`, `"sensitivity"`, `"specificity"`, `"log_loss"`
#'   and `"brier"`; for numbers: `"rmse"`, `"mae"` and `"r2"`; for energies with
#'   forces: `"energy_mae"`, `"energy_rmse"`, `"forces_mae"` and `"forces_rmse"`. See
#'   the section on metrics.
#' @param validation A share of the data to hold out, such as `0.1`, of each class alike
#'   and with parts of one image on one side, as [dataset_split()] does it; or
#'   `list(x, y)`, `list(x, y, weights)`, or a data set.
#' @param weights How much each target counts: one number for each example (for each
#'   cloud, also of targets of its points, or of its energy and forces); a number
#'   for each class or label under its name, `c(cat = 1, dog = 3)`; or `"balanced"`,
#'   by which all classes count the same in sum, however often they occur (of
#'   labels, their presence and absence). Only ratios matter. Weights of examples
#'   go along into a held-out share; those of classes are for training alone.
#' @param callbacks A list of callbacks, see [callback_early_stopping()], and of
#'   functions, as for [callback_epoch()].
#' @param augment `NULL`, `"exact"`, `"all"` or a gspace: transforms inputs by random
#'   elements of their gspace's group, those that map the grid onto itself or
#'   all, or by all elements of the gspace that you give, as
#'   `gspace_rot2d_on_r2(n = 4)`. Targets turn along as the model's output does:
#'   fields by its type, and images of classes by the nearest pixel. See the section
#'   on augmentation.
#' @param device `"auto"`, `"cpu"`, `"cuda"` or `"mps"`.
#' @param precision `"float32"`, `"float64"`, `"bf16"`, or `"fp16"` on a GPU. A
#'   processor that only emulates bfloat16 is slow with it, and a warning of
#'   class `escnn_warning_slow` says so. See the section on precision.
#' @param workers Number of processes of this machine that train together, see
#'   [escnn_launch()] for what to expect of several. `batch_size` stays the
#'   number of examples in a step, of which each takes its part.
#' @param clip Largest norm of the gradient; `NULL` for no limit.
#' @param accumulate Number of batches whose gradients are added up for one step of the
#'   optimizer. `batch_size = 16, accumulate = 4` takes the steps of `batch_size = 64` with
#'   less memory, but for batch norms, which see 16 examples at a time.
#' @param seed Seed of shuffling, augmentation, dropout and a `validation` share.
#'   `NULL` draws one from R's own random numbers, so that `set.seed()` counts; a
#'   training that is resumed keeps its own.
#' @param resume Path of a checkpoint that [callback_checkpoint()] wrote, to go
#'   on from. Model, data, weights and settings must be the same as before. `TRUE` takes
#'   the callback's path, and starts from nothing when it isn't there yet.
#' @param verbose Whether to show progress; `NULL` shows it in interactive
#'   sessions, and in scripts a line now and then once ten seconds have passed.
#' @param ... Not used.
#' @section Augmentation:
#' A network without symmetry, as [net_conventional()], has a group that turns
#' nothing, so it needs a gspace: `augment = gspace_rot2d_on_r2(n = 4)`, or
#' `gspace_flip_rot2d_on_r2(n = 8)`, and so on. `"exact"` and `"all"` are errors then, and
#' wherever only the identity would be left. A gspace other than the model's
#' own turns scalars alone: how it turns other fields isn't known, so these are an error, too.
#'
#' Where a turn brings in pixels from outside of an image, inputs get the median of the
#' image's border there, of each channel by itself, and targets that are maps are
#' missing there, and not counted. [evaluate()][evaluate_fit] with `angles` does the same.
#' Images that are not square only turn by what keeps their height and width, and by
#' angles between quarter turns, which cut corners off.
#' @section Frozen layers:
#' A layer that you put into evaluation mode before, as in `model[[2]]$eval()`,
#' stays there while the rest is trained: a batch normalisation keeps its running
#' statistics, and a convolution or a linear layer keeps its weights. The fitted
#' model remembers which they were. A module that is in evaluation mode as a
#' whole, as after `module_train(model, FALSE)` or [escnn_load()], is trained as
#' a whole.
#' @inheritSection nn_conv Random numbers
#' @section Where to start:
#' Take `optim_adam(lr = 0.01)` with [schedule_one_cycle()], and about 12 epochs for a
#' thousand examples; [lr_finder()] finds a rate for your data. Small networks, trained so in
#' batches of 32 with four rates, did this well on other data:
#'
#' | Data, epochs | Measured | 0.001 | 0.003 | 0.01 | 0.03 |
#' |---|---|---|---|---|---|
#' | 1,000 digits of MNIST, 12 | accuracy | 0.22 | 0.46 | 0.74 | 0.85 |
#' | 48 pictures of nuclei, 10 | IoU | 0.50 | 0.70 | 0.77 | 0.73 |
#' | 600 adrenal glands of 14 voxels a side, 12 | AUC | 0.82 | 0.85 | 0.87 | 0.87 |
#'
#' (`bench/learning-rates.R`, seed 1.) So rates may well be larger than is usual. A few dozen
#' steps are too few for any of them: of 200 such glands in volumes of 28 voxels, 6 epochs
#' learnt nothing.
#' @section Batch normalisation:
#' In evaluation mode, batch norms use running statistics of what they saw in training.
#' These lag behind weights that still move, so after few or large steps a network would
#' compute something else than it did in training. Before each validation and at the
#' end, `fit()` therefore estimates them anew with the weights of that moment, from 512
#' training examples. Training itself never uses them, so its steps stay the same.
#' [module_recalibrate()] does it with data of your own. Frozen layers keep
#' their statistics; if they don't fit the data, a warning of class
#' `escnn_warning_statistics` says so.
#' @section A loss of your own:
#' The function gets two torch tensors, on which R's arithmetic works, see
#' [tensor_math]. The output is as the model gives it: for classes logits of dim
#' `c(n, classes)`, or `c(n, classes, height, width)` for segmentations; for labels
#' logits of dim `c(n, labels)`; for numbers of the dim of `y` (one output and a
#' plain vector: `n`). The target is for classes of dtype int64, **counts from 0**
#' and has dim `n` or `c(n, height, width)`; for labels it is 0 and 1, as floating
#' point; for numbers it is as the output.
#'
#' It gives one number, or, with `weights`, one for each example (a tensor of `n`),
#' or for each target (of the target's dim), whose weighted mean is taken.
#'
#' It only sees targets that are there. Where whole examples are missing, these are
#' left out of both tensors; where parts of examples are missing, it gets one row
#' for each pixel that is there, output of dim `c(pixels, classes)` and target of
#' `pixels`, or one number each for labels and numbers.
#' @section Metrics:
#' With two classes, `"f1"`, `"sensitivity"`, `"specificity"` and `"auc"` take the
#' **second level as the positive one**, as [stats::glm()] does, always of the levels that
#' were trained (`print()` names it); with more they are
#' means over classes, each against the rest, of those that occur. For labels they
#' are means over labels. `"iou"` and `"dice"` are means over all classes that
#' occur. `"brier"` is half the sum over classes of squared differences, so that
#' with two classes it is the usual one. `"r2"` is one less the sum of squared errors
#' over that of squared differences from the mean, a mean over outputs. Those of
#' segmentations count pixels.
#'
#' A function of your own has a name in the list,
#' `list("accuracy", kappa = function(truth, estimate) ...)`. It is called once for
#' all validation data, with factors for classes (the pixels of segmentations in one
#' row), logical matrices for labels, and numbers; if it has an argument `prob`, with
#' a matrix of probabilities whose columns are named by classes or labels, and if it
#' has `weights`, with these (`NULL` without). It gives one number.
#'
#' A metric of the package yardstick, such as `yardstick::roc_auc`, or a
#' `yardstick::metric_set()` may stand in the list too, without a name. It is called
#' on a data frame of `truth`, `.pred_class` and `.pred_<level>`, or `truth` and
#' `.pred`, and keeps its own convention, by which the first level is the event.
#' With `workers`, all of these are measured in this session.
#' @section Missing targets:
#' `NA` in `y` means "not counted", whether it stands for an example, for a label of
#' it, or for a pixel of a map: it adds nothing to losses, metrics and weights. With
#' `augment`, and with `angles` of [evaluate()][evaluate_fit], gaps turn along with
#' the rest; a number that would be interpolated from a missing one is missing too.
#' `print()` of the fit tells how many there were. `NA` in `x` is an error; see
#' [dataset_masked()].
#' @section Precision:
#' Weights stay in float32 with `"bf16"` and `"fp16"`; what layers compute is
#' rounded. Three C8 convolutions of 24, 32 and 48 regular fields, trained for
#' three epochs on 12,000 digits of MNIST on an NVIDIA H200, got 92.99 % of 10,000
#' others right in float32, 92.88 % in bf16 and 92.94 % in fp16 (means of seeds 1
#' to 3, which lie up to 0.6 points apart; printed by `bench/precision.py`). The
#' times were 4.8, 4.3 and 5.2 seconds: networks as small as these wait for calls,
#' not for products, so lower precision only pays for larger ones.
#'
#' A GPU of NVIDIA's convolves float32 numbers in TF32, with errors of about 1e-3,
#' unless `torch$backends$cudnn$allow_tf32 <- FALSE`. [check_equivariance()] and
#' [escnn_export()] compare without it.
#' @returns An `escnn_fit`: `print()` shows it, `predict()`, `evaluate()`,
#'   `plot()`, `tidy()`, `glance()` and `augment()` use it, `coef()` gives its
#'   weights. [saveRDS()] and [readRDS()] just work on it.
#' @section Errors: `escnn_error_argument` when data, targets and the model
#'   don't fit together, before training starts, when all targets are missing, when
#'   `weights` are negative, missing or all 0, or name other classes, and when the
#'   loss becomes infinite. `escnn_error_callback` when a metric or another function
#'   of yours fails. `escnn_error_not_written` when checkpoints can't be written,
#'   before training starts. `escnn_error_worker` when one of several `workers`
#'   fails or is killed, which ends the others: the message names the checkpoint
#'   to go on from, as the condition does in `checkpoint`.
#' @source The loop is this package's own, on `torch.optim`.
#' @family training
#' @examplesIf escnn_available()
#' x <- array(rnorm(40 * 81), c(40, 1, 9, 9))
#' y <- factor(rep(c("dark", "light"), 20))
#' x[y == "light", , , ] <- x[y == "light", , , ] + 1
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, y, epochs = 3, metrics = "accuracy", validation = 0.2)
#' fitted
#' predict(fitted, x[1:3, , , , drop = FALSE])
#' @name fit_module
#' @aliases fit.escnn_module
#' @export
fit.escnn_module <- function(object, x, y = NULL, epochs = 10, batch_size = 64, loss = NULL,
                             optimizer = "adam", lr_schedule = NULL, metrics = NULL,
                             validation = NULL, weights = NULL, callbacks = list(), augment = NULL,
                             device = "auto", precision = "float32", workers = 1, clip = NULL,
                             accumulate = 1, seed = NULL, resume = NULL, verbose = NULL, ...) {
  refuse_formula(x)
  check_dots(...)
  check_alive(object)
  train_by(environment(), function() py_invoke("escnn_r.saving.fresh_copy", object))
}

#' @rdname fit_module
#' @export
fit.escnn_fit <- function(object, x, y = NULL, epochs = 10, batch_size = 64,
                          loss = object$plan$loss, optimizer = "adam", lr_schedule = NULL,
                          metrics = metrics_of_fit(object),
                          validation = NULL, weights = weights_of_fit(object),
                          callbacks = list(), augment = NULL, device = "auto",
                          precision = object$plan$precision, workers = 1, clip = NULL,
                          accumulate = 1, seed = NULL, resume = NULL, verbose = NULL, ...) {
  refuse_formula(x)
  check_dots(...)
  check_fit(object)
  if (missing(loss)) check_loss_is_there(object)
  trained <- trained_on(object)
  train_by(environment(), trained = trained, copy = function() {
    py_invoke(
      "escnn_r.saving.thawed_copy", kept_module(object), as.list(object$about$frozen),
      as.list(object$about$fixed)
    )
  })
}

# As `lm()` has them; the data that come with one would be the first to be refused.
refuse_formula <- function(x, call = rlang::caller_env()) {
  if (!missing(x) && inherits(x, "formula")) {
    abort_arg(
      "x", x, "the inputs themselves, such as an array, or a data set",
      "Give inputs and targets one after the other: `fit(model, x, y)`.", call = call
    )
  }
}

# Training by the arguments of `fit()`. `copy` makes the module that is trained,
# `trained` is what a fit was trained on.
train_by <- function(args, copy, trained = NULL, call = args) {
  callbacks <- check_callbacks(args$callbacks, call)
  resume <- check_resume(args$resume, callbacks, call)
  plan <- check_plan(args, resume)
  workers <- check_workers(args$workers, plan, call)
  if (rlang::is_missing(args$x)) abort_missing("x", call)
  model <- copy()
  data <- training_data(args$x, args$y, plan, model, trained, call = call)
  plan <- plan_for(plan, data, call)
  weights <- read_weights(args$weights, data$levels, data$kind, call)
  plan$weights <- weights$kept
  data$data <- add_example_weights(data$data, weights, call)
  held <- validation_data(args$validation, data, plan, model, call)
  held$train <- weigh_data(held$train, weights, data, call = call)
  plan$missing <- as.list(py_invoke("escnn_r.training.missing_targets", held$train))
  held$validation <- weigh_data(held$validation, held$weights, data, "validation", call)
  fitted <- run_training(
    model, held$train, held$validation, plan, callbacks, resume, args$verbose, data$levels,
    workers, call
  )
  if (length(data$channels) && !anyDuplicated(data$channels)) {
    fitted$about$channels <- as.list(data$channels)
  }
  remember_range(remember_outputs(fitted, args$y), held$train)
}
