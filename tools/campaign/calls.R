# One valid call of each exported function and of each method that a user calls,
# by its name, which is that of the function unless another is given; `fixtures.R` makes what
# they need. `campaign` is the folder of these files.

for (file in list.files(campaign, "^calls-.*[.]R$", full.names = TRUE)) source(file)

valid_calls <- local({
  all <- c(
    group_calls, gspace_calls, repr_calls, tensor_calls, kernel_calls, layer_calls, module_calls,
    training_calls, method_calls
  )
  functions <- vapply(all, function(call) as.character(call[[1]])[[1]], "")
  names(all) <- ifelse(nzchar(names(all)), names(all), functions)
  all[!duplicated(names(all))]
})

# Calls that can only be refused: groups that Python doesn't have, data that
# aren't here, an installation while Python runs.
always_refused <- c(
  "kernels_full_tetra_act_r3", "kernels_pyrito_act_r3", "kernels_tetra_act_r3",
  "dataset_fashion_mnist", "dataset_medmnist", "install_escnn"
)
