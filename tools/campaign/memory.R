# Memory over repetitions: what is built, run, trained, saved and loaded again and
# again must not grow. Each line that it prints is a case.
#
#   Rscript tools/campaign/memory.R <root> [seed] [seconds]

words <- commandArgs(trailingOnly = TRUE)
root <- words[[1]]
seconds <- as.numeric(words[3])
source(file.path(root, "tools", "campaign", "fixtures.R"))
suppressPackageStartupMessages(library(escnn))
set.seed(as.integer(words[2]))
folder <- tempfile()
dir.create(folder)
fixtures <- new_fixtures(folder)

resident <- function() {
  gc(full = TRUE)
  reticulate::import("gc")$collect()
  line <- grep("^VmRSS", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

path <- file.path(folder, "model")
x <- fixtures$example(8, 1, 9, 9)
labels <- factor(rep(c("a", "b"), 4))
repeated <- list(
  "build a layer" = function() nn_r2_conv(plain, c(regular = 4), kernel_size = 5),
  "build groups and spaces" = function() field_type(gspace_rot2d_on_r2(n = 6), "regular"),
  "run a network" = function() chain(images),
  "predict" = function() predict(fitted, images),
  "train" = function() {
    fit(fresh_model(), example(8, 1, 5, 5), labels, epochs = 2, verbose = FALSE)
  },
  "save and load" = function() {
    escnn_save(chain, path)
    escnn_load(path)
  },
  "write and read data" = function() {
    dataset_write(x, file.path(folder, "stored"), y = labels, overwrite = TRUE)
    as.array(dataset_read(file.path(folder, "stored")))
  },
  "transform a tensor" = function() transform(tensor, element),
  "an error" = function() try(nn_r2_conv(plain, "none", kernel_size = 3), silent = TRUE)
)

# Repeats for its share of the time; the slope of the second half is in kB each,
# and a leak must be one of both halves, or of more than a step of the allocator.
for (name in names(repeated)) {
  end <- Sys.time() + seconds / length(repeated)
  each <- among_fixtures(repeated[name], fixtures)[[1]]
  for (i in 1:3) each()
  sizes <- resident()
  counts <- 0
  count <- 0
  batch <- 5
  while (Sys.time() < end || length(sizes) < 8) {
    for (i in seq_len(batch)) each()
    count <- count + batch
    counts <- c(counts, count)
    sizes <- c(sizes, resident())
  }
  half <- seq_along(sizes) > length(sizes) / 2
  slope <- 1024 * unname(stats::coef(stats::lm(sizes[half] ~ counts[half]))[[2]])
  grown <- 1024 * (max(sizes[half]) - min(sizes[half]))
  outcome <- if (slope > 20 && grown > 2048) "memory grows" else "levels off"
  cat("@case ", jsonlite::toJSON(list(
    name = name, argument = "", mutation = "", outcome = outcome, message = sprintf(
      "%.1f kB each in the second half of %d repetitions; %.0f MB at the start, %.0f MB at the end",
      slope, count, sizes[[1]], sizes[[length(sizes)]]
    )
  ), auto_unbox = TRUE), "\n", sep = "")
}
