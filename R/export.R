#' Export models to run without escnn
#'
#' `escnn_export()` writes a model to a file that runs where neither escnn nor R
#' is installed: filters are expanded once, and batch norms and changes of basis
#' are folded into the convolutions before them. `export_info()` reads what such
#' a file says about itself.
#'
#' Before anything is written, the exported network is compared with the model
#' in evaluation mode, on batches of several sizes, to 1e-5 of the largest value.
#' The file takes batches of any size, and images of any size where every layer
#' allows it (see `any_size` in the file's information).
#'
#' @param ... Not used.
#' @section Formats:
#' * `"torchscript"` runs in PyTorch, in Python and C++ and in R's torch.
#' * `"onnx"` runs in ONNX Runtime and other engines. It needs
#'   `install_escnn(extras = "onnx")`. ONNX Runtime comes with that, too, and
#'   compares the file with the model.
#' * `"weights"` writes the tensors of the plain network in the safetensors
#'   format, and a text of the same name that ends in `.json`: its layers, their
#'   settings, and which tensors belong to which.
#'
#' @section Using the file:
#' In plain PyTorch, where `x` is a float tensor of dim
#' `(n, channels, height, width)`:
#' ```python
#' import json, torch
#' about = {"escnn.json": ""}
#' model = torch.jit.load("model.pt", _extra_files=about)
#' scores = model(x)
#' json.loads(about["escnn.json"])["classes"][int(scores.argmax(1)[0])]
#' ```
#' `torch.jit.optimize_for_inference(model)` then adapts it to the processor, which
#' makes small networks a few percent faster. On a GPU, load it with
#' `torch.jit.load("model.pt", map_location="cuda")`: its filters are constants,
#' which `.cuda()` does not move.
#' In ONNX Runtime, where `x` is a numpy array of float32:
#' ```python
#' import json, onnxruntime
#' model = onnxruntime.InferenceSession("model.onnx")
#' scores, = model.run(None, {"input": x})
#' json.loads(model.get_modelmeta().custom_metadata_map["escnn.json"])["classes"]
#' ```
#' In R's own torch package (not tested, because that package is not available where
#' our tests run):
#' ```r
#' model <- torch::jit_load("model.pt")
#' model(torch::torch_tensor(x, dtype = torch::torch_float()))
#' ```
#' A model of point clouds takes the channels of all points, their coordinates, edges
#' (neighbours as [point_neighbors()] finds them, in two rows and from 0, by the `radius`
#' and `k` that the file's information has) and the cloud of each point, from 0; only
#' `"torchscript"` has these. One of energies gives energies: forces are minus their gradient by
#' the coordinates, which PyTorch takes of the file, too.
#' A model of vectors (features of a single point) takes a tensor of dim
#' `(n, channels)`. If a model has several inputs or outputs, the file's information
#' lists them in order.
#'
#' @param model A module or a fitted model.
#' @param path Path of the file, which usually ends in `.pt`, `.onnx` or
#'   `.safetensors`.
#' @param format One string: `"torchscript"`, `"onnx"` or `"weights"`.
#' @param input The size of an input, as for [output_size()]: `c(28, 28)`, or
#'   with channels, `c(1, 28, 28)`. `NULL` tries several sizes until the model accepts
#'   one.
#' @param classes Names of the model's classes, a character vector, or `NULL`;
#'   those of a fitted model by default. They are stored beside the network.
#' @param normalise How inputs were normalised, a list of `mean` and `sd`, each
#'   one number or one for each channel, or `NULL`. It is stored as information for the
#'   file's users: the network in the file does not normalise anything.
#' @returns `escnn_export()` gives `path` invisibly; `export_info()` a list: the
#'   `inputs` and `outputs` with names and shapes, `classes`, `normalise`, the
#'   number type `dtype`, versions `made_with`, and for weights the `layers`.
#' @section Errors: `escnn_error_not_exported`, which is also an
#'   `escnn_error_argument`, when a layer can't be exported; the message names it.
#'   `escnn_error_not_written` when the file can't be written; an older file
#'   stays. `escnn_error_argument` when a size doesn't fit the model.
#' @source Python: `EquivariantModule.export`, which has 28 of the 66 classes. The
#'   exporter is this package's own.
#' @seealso [module_export()] for the plain network as a module of this session,
#'   [escnn_save()] to keep a model for R.
#' @family keeping models
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 5) |>
#'   nn_inner_batch_norm() |>
#'   nn_relu() |>
#'   nn_group_pooling()
#' path <- tempfile(fileext = ".pt")
#' escnn_export(model, path, input = c(28, 28), classes = c("a", "b"))
#' str(export_info(path)[c("inputs", "outputs", "classes")])
#' @export
escnn_export <- function(model, path, format = c("torchscript", "onnx", "weights"),
                         input = NULL, classes = NULL, normalise = NULL) {
  if (missing(model)) abort_missing("model", rlang::current_env())
  path <- check_path(path)
  format <- check_choice(format, c("torchscript", "onnx", "weights"))
  input <- check_input_size(input)
  module <- model
  if (inherits(model, "escnn_fit")) {
    module <- kept_module(model)
    classes <- classes %||% model$levels
  } else {
    check_object(model, "escnn_module", allowed = "a module or a fitted model")
  }
  if (!is.null(classes)) classes <- as.list(check_strings(classes))
  notes <- list(classes = classes, normalise = check_normalise(normalise))
  py_invoke(
    "escnn_r.exporting.export_model", module, path, format, input, notes,
    .doing = "The model cannot be exported"
  )
  invisible(path)
}

#' @rdname escnn_export
#' @export
export_info <- function(path) {
  path <- path.expand(check_string(path))
  text <- py_invoke("escnn_r.exporting.export_text", path)
  parse_text(text, simplifyDataFrame = FALSE, simplifyMatrix = FALSE)
}

# A size as whole numbers in a list, which Python reads as such even if there is one.
check_input_size <- function(input, arg = "input", call = rlang::caller_env()) {
  hint <- "Write the height and the width of an image, for example `c(28, 28)`."
  if (!is.null(input)) as.list(check_sizes(input, arg, call, hint))
}

check_normalise <- function(normalise, call = rlang::caller_env()) {
  are_numbers <- function(x) is.numeric(x) && length(x) && all(is.finite(x))
  checked(
    normalise,
    is.list(normalise) && setequal(names(normalise), c("mean", "sd")) &&
      all(vapply(normalise, are_numbers, NA)) && all(normalise$sd > 0),
    "`NULL` or a list of two, `mean` and `sd`, with a positive `sd`",
    lapply(normalise[c("mean", "sd")], as.list), "For example `list(mean = 0.13, sd = 0.31)`.",
    null = TRUE, arg = "normalise", call = call
  )
}
