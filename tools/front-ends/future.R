# future's multisession: workers are processes that stay.
source("tools/front-ends/common.R")
needs("future")
library(escnn)
Sys.setenv(R_LIBS = r_libs())
future::plan(future::multisession, workers = 2)
set.seed(1)
x <- array(rnorm(4 * 784), c(4, 1, 28, 28))
model <- net_gcnn(classes = 2, width = 2, depth = 2)
packed <- escnn_pack(model)
jobs <- lapply(1:2, function(i) {
  future::future(
    list(scores = stats::predict(escnn::escnn_unpack(packed), x), threads = escnn::escnn_threads()),
    packages = "escnn", seed = TRUE
  )
})
results <- future::value(jobs)
checked("a packed model predicts in each worker", all(vapply(results, function(result) {
  isTRUE(all.equal(result$scores, predict(model, x), tolerance = 1e-5))
}, NA)))
checked(
  "workers share the processors",
  sum(vapply(results, function(result) result$threads$threads, 0L)) <= max(2L,
    parallel::detectCores())
)
said <- tryCatch(
  future::value(future::future(stats::predict(model, x), packages = "escnn", seed = TRUE)),
  error = conditionMessage
)
checked(
  "a model that is handed over as it is says what to do",
  grepl("escnn_pack", paste(said, collapse = ""))
)
future::plan(future::sequential)
