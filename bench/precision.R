# What lower precision does to time and accuracy: the same network, data and
# seed, trained in float32 and in others.
#
#   Rscript bench/precision.R [images = 2000] [epochs = 3] [device = cpu]
#
# MNIST is downloaded unless it is in ESCNN_DATA_DIR. bfloat16 is only faster
# where the processor computes in it (AVX-512 BF16 or AMX) or on a GPU.

library(escnn)

given <- commandArgs(trailingOnly = TRUE)
n <- if (length(given) >= 1) as.integer(given[[1]]) else 2000L
epochs <- if (length(given) >= 2) as.integer(given[[2]]) else 3L
device <- if (length(given) >= 3) given[[3]] else "cpu"
if (nzchar(Sys.getenv("ESCNN_DATA_DIR"))) options(escnn.data_dir = Sys.getenv("ESCNN_DATA_DIR"))

train <- dataset_mnist("train")[seq_len(n)]
test <- dataset_mnist("test")[1:2000]

run <- function(precision) {
  torch$manual_seed(1L)
  model <- net_gcnn(10, gspace = gspace_rot2d_on_r2(n = 8), parameters = 25000)
  begun <- proc.time()[["elapsed"]]
  fitted <- tryCatch(
    fit(
      model, train, epochs = epochs, seed = 1, precision = precision, device = device,
      optimizer = optim_adam(lr = 0.005), lr_schedule = schedule_one_cycle()
    ),
    escnn_error_argument = function(e) NULL
  )
  if (is.null(fitted)) {
    return(NULL)
  }
  data.frame(
    precision = precision, seconds = round(proc.time()[["elapsed"]] - begun, 1),
    loss = signif(utils::tail(fitted$history$loss, 1), 4),
    accuracy = evaluate(fitted, test, metrics = "accuracy")$accuracy
  )
}

rows <- do.call(rbind, lapply(c("float32", "bf16", "fp16"), run))
rows$ratio <- round(rows$seconds / rows$seconds[[1]], 2)
cat(n, "upright digits of MNIST,", epochs, "epochs, C8, at most 25,000 parameters,",
    "tested on 2,000, device", device, "\n")
print(rows, row.names = FALSE)
