# Where users have a Python to build the environment from: places by pattern, made
# from plain inputs, and then a look at what is really there.

# Places whose path tells the version, best first. `{uv}` and the like stand for each of
# python_folders(); a place whose folder isn't set is left out.
versioned_places <- list(
  all = c(
    "reticulate::install_python()" = "{reticulate}/{versions}/{version}*/{python}",
    pyenv = "{pyenv}/{versions}/{version}*/{python}",
    uv = "{uv}/cpython-{version}.*/{python}"
  ),
  linux = c(
    PATH = "{path}/python{version}",
    "the system" = "/usr/bin/python{version}",
    "the system" = "/usr/local/bin/python{version}",
    "the system" = "/opt/python/{version}*/bin/python{version}"
  ),
  macos = c(
    PATH = "{path}/python{version}",
    Homebrew = "{brew}/opt/python@{version}/bin/python{version}",
    "python.org" = "/Library/Frameworks/Python.framework/Versions/{version}/bin/python{version}"
  ),
  windows = c(
    # the launcher is asked for its Python when the pattern is expanded
    "the py launcher" = "py:-{version}",
    "python.org" = "{programs}/Python{digits}/python.exe"
  )
)

# Pythons whose path doesn't tell their version.
other_places <- c(
  PATH = "{path}/{name}", conda = "{conda}/{python}", conda = "{conda}/envs/*/{python}"
)

# All Pythons on this machine, one row each, best place first (see probe_pythons()).
find_pythons <- function(versions, python = NULL) {
  pythons <- probe_pythons(expand_patterns(python_patterns(find_inputs(versions, python))))
  if (is.null(python) && !any(pythons$version_short %in% versions)) {
    starters <- reticulate_starters(versions)
    places <- data.frame(source = rep("reticulate", length(starters)), path = starters)
    pythons <- rbind(pythons, probe_pythons(places))
  }
  pythons
}

# What the search depends on. `versions` are those wanted ("3.10").
find_inputs <- function(versions, python = NULL) {
  variables <- c(
    pyenv_root = "PYENV_ROOT", uv_dir = "UV_PYTHON_INSTALL_DIR", xdg_data = "XDG_DATA_HOME",
    conda_prefix = "CONDA_PREFIX", conda_exe = "CONDA_EXE", mamba_root = "MAMBA_ROOT_PREFIX",
    local_app_data = "LOCALAPPDATA", app_data = "APPDATA", program_files = "ProgramFiles"
  )
  c(
    list(
      versions = versions, python = python, os = os_name(), home = path.expand("~"),
      path = strsplit(Sys.getenv("PATH"), .Platform$path.sep, fixed = TRUE)[[1]],
      miniconda = tryCatch(reticulate::miniconda_path(), error = function(e) "")
    ),
    as.list(rlang::set_names(Sys.getenv(variables), names(variables)))
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
  folders <- python_folders(inputs)
  places <- c(versioned_places$all, versioned_places[[inputs$os]])
  patterns <- unlist(c(
    lapply(inputs$versions, function(version) {
      digits <- sub(".", "", version, fixed = TRUE)
      lapply(places, fill_in, c(folders, version = version, digits = digits))
    }),
    list(lapply(other_places, fill_in, folders))
  ), recursive = FALSE)
  patterns <- data.frame(
    source = rep(names(patterns), lengths(patterns)),
    pattern = as.character(unlist(patterns)),
    stringsAsFactors = FALSE
  )
  patterns[!duplicated(patterns$pattern), ]
}

# What `{uv}` and the like in the places stand for, by the names there.
python_folders <- function(inputs) {
  windows <- inputs$os == "windows"
  below <- function(root, ...) if (nzchar(root)) file.path(root, ...)
  data <- c(below(inputs$xdg_data), file.path(inputs$home, ".local/share"))
  homes <- c("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba", ".conda",
             "opt/miniconda3", "opt/anaconda3")
  conda <- c(
    inputs$conda_prefix, if (nzchar(inputs$conda_exe)) dirname(dirname(inputs$conda_exe)),
    inputs$mamba_root, inputs$miniconda, file.path(inputs$home, homes),
    if (!windows) paste0("/opt/", c("conda", "miniconda3", "anaconda3", "miniforge3"))
  )
  list(
    python = if (windows) "python.exe" else "bin/python3",
    name = if (windows) "python.exe" else "python3",
    versions = if (windows) "pyenv-win/versions" else "versions",
    path = inputs$path,
    reticulate = switch(inputs$os,
      windows = below(inputs$local_app_data, "r-reticulate/r-reticulate/pyenv"),
      macos = file.path(inputs$home, "Library/Application Support/r-reticulate/pyenv"),
      linux = file.path(data, "r-reticulate/pyenv")
    ),
    pyenv = c(below(inputs$pyenv_root), file.path(inputs$home, ".pyenv")),
    uv = c(
      below(inputs$uv_dir),
      if (windows) below(inputs$app_data, "uv/python") else file.path(data, "uv/python")
    ),
    brew = c("/opt/homebrew", "/usr/local"),
    programs = c(
      below(inputs$local_app_data, "Programs/Python"), below(inputs$program_files), "C:"
    ),
    conda = unique(conda[nzchar(conda)])
  )
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
  tryCatch(
    trimws(run_process(
      "py", c(version, "-I", "-c", "import sys; print(sys.executable)"), timeout = 10
    )$stdout),
    error = function(e) character()
  )
}

# What reticulate itself would start from; only newer versions tell.
reticulate_starters <- function(versions) {
  starter <- get0("virtualenv_starter", asNamespace("reticulate"), mode = "function")
  find <- function(version) {
    tryCatch(suppressWarnings(starter(version)), error = function(e) NULL)
  }
  if (is.null(starter)) character() else as.character(unlist(lapply(versions, find)))
}

# Text with each `{name}` replaced by a value, as many texts as the values are.
fill_in <- function(text, values) {
  for (name in names(values)) {
    mark <- paste0("{", name, "}")
    if (any(grepl(mark, text, fixed = TRUE))) {
      text <- unlist(lapply(values[[name]], gsub, pattern = mark, x = text, fixed = TRUE))
    }
  }
  text
}
