# Where users have a Python to build the environment from: a list of places to
# look at, made from plain inputs, and then a look at what is really there.

# All Pythons found, one row each, best place first (see probe_pythons()).
find_pythons <- function(versions, python = NULL) {
  found <- probe_pythons(expand_patterns(python_patterns(find_inputs(versions, python))))
  if (is.null(python) && !any(found$version_short %in% versions)) {
    starters <- reticulate_starters(versions)
    found <- rbind(found, probe_pythons(data.frame(source = rep("reticulate", length(starters)),
                                                   path = starters)))
  }
  found
}

# What the search depends on. `versions` are those wanted ("3.10").
find_inputs <- function(versions, python = NULL) {
  env <- function(name) Sys.getenv(name, "")
  list(
    versions = versions,
    python = python,
    os = os_name(),
    home = path.expand("~"),
    path = strsplit(env("PATH"), .Platform$path.sep, fixed = TRUE)[[1]],
    pyenv_root = env("PYENV_ROOT"),
    uv_dir = env("UV_PYTHON_INSTALL_DIR"),
    xdg_data = env("XDG_DATA_HOME"),
    conda_prefix = env("CONDA_PREFIX"),
    conda_exe = env("CONDA_EXE"),
    mamba_root = env("MAMBA_ROOT_PREFIX"),
    miniconda = tryCatch(reticulate::miniconda_path(), error = function(e) ""),
    local_app_data = env("LOCALAPPDATA"),
    app_data = env("APPDATA"),
    program_files = env("ProgramFiles")
  )
}

os_name <- function() {
  switch(tolower(Sys.info()[["sysname"]]), windows = "windows", darwin = "macos", "linux")
}

# Glob patterns of the places to look at, best first.
python_patterns <- function(inputs) {
  if (!is.null(inputs$python)) {
    return(data.frame(source = "the `python` argument", pattern = path.expand(inputs$python)))
  }
  by_version <- lapply(inputs$versions, function(version) {
    c(version_manager_patterns(inputs, version), installed_patterns(inputs, version))
  })
  patterns <- c(unlist(by_version, recursive = FALSE), general_patterns(inputs))
  patterns <- data.frame(
    source = rep(names(patterns), lengths(patterns)),
    pattern = as.character(unlist(patterns)),
    stringsAsFactors = FALSE
  )
  patterns[!duplicated(patterns$pattern), ]
}

version_manager_patterns <- function(inputs, version) {
  windows <- inputs$os == "windows"
  pyenv <- function(root) {
    file.path(root, if (windows) "pyenv-win/versions" else "versions", paste0(version, "*"))
  }
  reticulate <- switch(inputs$os,
    windows = set_paths(inputs$local_app_data, "r-reticulate/r-reticulate/pyenv"),
    macos = set_paths(inputs$home, "Library/Application Support/r-reticulate/pyenv"),
    linux = data_folder(inputs, "r-reticulate/pyenv")
  )
  uv <- c(
    set_paths(inputs$uv_dir),
    if (windows) set_paths(inputs$app_data, "uv/python") else data_folder(inputs, "uv/python")
  )
  list(
    "reticulate::install_python()" = python_in(inputs$os, pyenv(reticulate)),
    pyenv = python_in(inputs$os, pyenv(c(set_paths(inputs$pyenv_root),
                                         set_paths(inputs$home, ".pyenv")))),
    uv = python_in(inputs$os, file.path(uv, paste0("cpython-", version, ".*")))
  )
}

installed_patterns <- function(inputs, version) {
  exe <- paste0("python", version)
  digits <- sub(".", "", version, fixed = TRUE)
  switch(inputs$os,
    windows = list(
      # the launcher is asked for its Python when the pattern is expanded
      "the py launcher" = paste0("py:-", version),
      "python.org" = file.path(
        c(set_paths(inputs$local_app_data, "Programs/Python"),
          set_paths(inputs$program_files), "C:"),
        paste0("Python", digits), "python.exe"
      )
    ),
    macos = list(
      PATH = file.path(inputs$path, exe),
      Homebrew = file.path(c("/opt/homebrew", "/usr/local"), "opt",
                           paste0("python@", version), "bin", exe),
      "python.org" = file.path("/Library/Frameworks/Python.framework/Versions", version, "bin", exe)
    ),
    linux = list(
      PATH = file.path(inputs$path, exe),
      "the system" = file.path(
        c("/usr/bin", "/usr/local/bin", paste0("/opt/python/", version, "*/bin")), exe
      )
    )
  )
}

# Pythons whose path doesn't tell their version.
general_patterns <- function(inputs) {
  windows <- inputs$os == "windows"
  conda_of_exe <- if (nzchar(inputs$conda_exe)) dirname(dirname(inputs$conda_exe))
  homes <- c("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba", ".conda",
             "opt/miniconda3", "opt/anaconda3")
  conda <- unique(c(
    set_paths(inputs$conda_prefix), conda_of_exe, set_paths(inputs$mamba_root),
    set_paths(inputs$miniconda), file.path(inputs$home, homes),
    if (!windows) paste0("/opt/", c("conda", "miniconda3", "anaconda3", "miniforge3"))
  ))
  list(
    PATH = file.path(inputs$path, if (windows) "python.exe" else "python3"),
    conda = c(python_in(inputs$os, conda), python_in(inputs$os, file.path(conda, "envs", "*")))
  )
}

# A path below a root which may not be set.
set_paths <- function(root, below = NULL) {
  root <- root[nzchar(root)]
  if (is.null(below) || !length(root)) root else file.path(root, below)
}

data_folder <- function(inputs, below) {
  c(set_paths(inputs$xdg_data, below), file.path(inputs$home, ".local/share", below))
}

python_in <- function(os, prefix) {
  if (!length(prefix)) {
    return(character())
  }
  if (os == "windows") file.path(prefix, "python.exe") else file.path(prefix, "bin", "python3")
}

# The files that there are: data frame of source and path, without repeats.
expand_patterns <- function(patterns) {
  paths <- lapply(patterns$pattern, function(pattern) {
    if (startsWith(pattern, "py:")) ask_launcher(substring(pattern, 4)) else rev(Sys.glob(pattern))
  })
  files <- data.frame(
    source = rep(patterns$source, lengths(paths)),
    path = as.character(unlist(paths)),
    stringsAsFactors = FALSE
  )
  real <- normalizePath(files$path, winslash = "/", mustWork = FALSE)
  # Apple's and Microsoft's place-holders open a shop window instead of Python
  stub <- grepl("WindowsApps", files$path, fixed = TRUE)
  files[!duplicated(real) & !stub, ]
}

ask_launcher <- function(version) {
  py <- Sys.which("py")
  if (!nzchar(py)) {
    return(character())
  }
  answer <- tryCatch(
    processx::run(py, c(version, "-I", "-c", "import sys; print(sys.executable)"),
                  timeout = 10, error_on_status = FALSE),
    error = function(e) list(status = 1L)
  )
  if (identical(answer$status, 0L)) trimws(answer$stdout) else character()
}

# What reticulate itself would start from; only newer versions tell.
reticulate_starters <- function(versions) {
  if (!"virtualenv_starter" %in% getNamespaceExports("reticulate")) {
    return(character())
  }
  starter <- getExportedValue("reticulate", "virtualenv_starter")
  find <- function(version) {
    tryCatch(suppressWarnings(starter(version)), error = function(e) NULL)
  }
  as.character(unlist(lapply(versions, find)))
}
