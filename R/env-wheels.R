# Installing from a folder of wheels: what it lacks is said before anything is
# changed, with the command that gets it.

check_wheel_folder <- function(job) {
  if (is.null(job$wheels)) {
    return(invisible())
  }
  pins <- do.call(rbind, c(list(job$pins$requirements), unname(job$pins$extras[job$extras])))
  missing <- missing_wheels(pins, dir(job$wheels, pattern = "[.]whl$"))
  if (!nrow(missing)) {
    return(invisible())
  }
  command <- download_command(missing, job)
  cli::cli_abort(
    c(
      "The folder {.path {job$wheels}} lacks {nrow(missing)} of {nrow(pins)} packages:
       {first_few(missing$name, 6)}.",
      i = "On a machine with a network, and the same operating system and Python, run",
      " " = "{.code {command}}"
    ),
    class = error_class("wheels"),
    call = job$call
  )
}

# Pins for which there is no file; "torch-1.13.1+cpu-..." is a torch 1.13.1.
missing_wheels <- function(pins, files) {
  parts <- strsplit(files, "-", fixed = TRUE)
  field <- function(i) vapply(parts, function(part) if (length(part) >= i) part[[i]] else "", "")
  available <- paste(normalise_name(field(1)), sub("[+].*|%2B.*", "", field(2)))
  pins <- pins[!nzchar(pins$marker), ]
  pins[!paste(normalise_name(pins$name), pins$version) %in% available, ]
}

# PyTorch's builds without CUDA come from its own index and need no more.
download_command <- function(pins, job) {
  cpu <- job$device == "cpu" && job$machine$os == "linux"
  pip <- sprintf("python%s -m pip download --only-binary=:all: --dest wheels", job$pins$python[[1]])
  is_torch <- pins$name == "torch"
  one <- function(args, pins) {
    if (nrow(pins)) paste(pip, args, paste(pins$line, collapse = " "))
  }
  # with CUDA, it comes with what it brings along
  torch_args <- if (cpu) paste("--no-deps --index-url", cpu_index) else ""
  commands <- c(one(torch_args, pins[is_torch, ]), one("--no-deps", pins[!is_torch, ]))
  paste(gsub(" +", " ", commands), collapse = " && ")
}
