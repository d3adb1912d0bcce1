# PyTorch, which is by far the largest package, and comes in builds of two kinds.

# Returns where PyTorch came from: "folder", "cpu" (PyTorch's own collection of
# builds without CUDA) or "default".
install_torch <- function(job) {
  torch <- job$pins$requirements[job$pins$requirements$name == "torch", ]
  if (!nrow(torch)) {
    return("none")
  }
  cpu_build <- job$device == "cpu" && job$machine$os == "linux" && is.null(job$wheels)
  source <- if (!is.null(job$wheels)) {
    "folder"
  } else if (cpu_build && url_answers(cpu_index)) {
    "cpu"
  } else {
    "default"
  }
  if (cpu_build && source == "default" && !job$quiet) {
    cli::cli_alert_info("PyTorch's CPU-only builds can't be reached: taking the default one, which
                         is larger and works without a GPU too.")
  }
  if (source == "cpu") {
    args <- c("--no-deps", "--index-url", cpu_index, torch$line)
  } else {
    # the CUDA libraries that a build brings along are pinned by itself; all
    # else is here by now, and is not to change
    args <- c("-c", requirements_file(job, job$pins$requirements$line), torch$line)
  }
  run_pip(job, paste("Installing PyTorch", torch$version), args)
  source
}

cpu_index <- "https://download.pytorch.org/whl/cpu"

url_answers <- function(url, timeout = 4) {
  old <- options(timeout = timeout)
  on.exit(options(old))
  tryCatch(
    suppressWarnings({
      connection <- url(paste0(url, "/torch/"), "rb")
      on.exit(close(connection), add = TRUE)
      length(readBin(connection, "raw", 1L)) == 1L
    }),
    error = function(e) FALSE
  )
}
