# Looking at a Python from outside: a short script run in a process of its own.

# Prints what matters for building an environment, for reticulate, which needs Python
# as a shared library, and whether what escnn needs is there. Nothing is imported.
probe_script <- '
import json, os, platform, struct, sys, sysconfig
from importlib.util import find_spec
def shared():
    if os.name == "nt":
        return True
    var = sysconfig.get_config_var
    folders = [var("LIBDIR"), var("LIBPL"), os.path.join(sys.base_prefix, "lib"),
               var("PYTHONFRAMEWORKPREFIX"),
               "/usr/lib/" + str(var("MULTIARCH")), "/usr/lib64", "/usr/lib"]
    names = [var("LDLIBRARY"), var("INSTSONAME")]
    return any(
        os.path.exists(os.path.join(f, n)) for f in folders for n in names
        if f and n and not n.endswith(".a")
    )
base = getattr(sys, "_base_executable", "") or sys.executable
modules = ["venv", "ensurepip", "escnn", "torch", "numpy"]
print(json.dumps(dict(
    {name: find_spec(name) is not None for name in modules},
    version=platform.python_version(), executable=base, real=os.path.realpath(base),
    shared=shared(), bits=struct.calcsize("P") * 8, machine=platform.machine().lower(),
    free_threaded=bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
)))
'

# Runs the probe on every path at once. Returns one row for each Python that
# answered; two paths that lead to the same Python are one.
probe_pythons <- function(files, timeout = 15) {
  answers <- probe_answers(files$path, timeout)
  rows <- lapply(which(lengths(answers) > 0), function(i) {
    data.frame(files[i, c("source", "path")], answers[[i]], row.names = NULL)
  })
  rows <- do.call(rbind, rows)
  if (is.null(rows)) {
    return(data.frame(source = character(), path = character(), version_short = character()))
  }
  rows$version_short <- sub("^([0-9]+[.][0-9]+).*", "\\1", rows$version)
  rows[!duplicated(rows$real), ]
}

# A list for each path, NULL where nothing that can be read came in time.
probe_answers <- function(paths, timeout) {
  end <- Sys.time() + timeout
  processes <- lapply(paths, function(path) {
    tryCatch(
      start_process(path, c("-I", "-c", probe_script), stdout = "|", stderr = NULL,
                    cleanup_tree = TRUE, env = clean_python_env()),
      error = function(e) NULL
    )
  })
  lapply(processes, function(process) {
    if (is.null(process)) {
      return(NULL)
    }
    process$wait(max(0, 1000 * as.numeric(difftime(end, Sys.time(), units = "secs"))))
    if (process$is_alive()) {
      process$kill_tree()
      return(NULL)
    }
    answer <- tryCatch(parse_text(process$read_all_output()), error = function(e) NULL)
    if (is.list(answer)) answer
  })
}

# Does this Python hold what escnn needs? list(works, version, escnn, torch, numpy),
# or works = FALSE and an `error`.
probe_escnn <- function(python) {
  if (!file.exists(python)) {
    return(list(works = FALSE, error = "the file does not exist"))
  }
  if (dir.exists(python)) {
    return(list(works = FALSE, error = "it is a folder, not the program in it"))
  }
  answer <- probe_answers(python, timeout = 20)[[1]]
  if (is.null(answer)) {
    return(list(works = FALSE, error = "it does not start"))
  }
  c(list(works = TRUE), answer)
}

# The environment of the processes started here. Another Python's settings (an R
# session with a running Python has some) must not leak in. R puts the system's
# library folders first on LD_LIBRARY_PATH, where a system-wide libpython takes
# the place of the one that belongs to the Python being started: they are taken
# off, the loader looks there anyway.
clean_python_env <- function(...) {
  env <- Sys.getenv()
  env <- stats::setNames(as.character(env), names(env))
  drop <- c("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX")
  folders <- strsplit(env["LD_LIBRARY_PATH"], ":", fixed = TRUE)[[1]]
  system <- is.na(folders) | grepl("^(/usr)?/lib(64|/[^/]+-linux-gnu)?/?$", folders) |
    folders == R.home("lib")
  fixed <- c(
    LD_LIBRARY_PATH = paste(folders[!system], collapse = ":"),
    PYTHONNOUSERSITE = "1", PYTHONIOENCODING = "utf-8", PYTHONUTF8 = "1", waiting_env(), ...
  )
  fixed <- fixed[nzchar(fixed)]
  c(env[!names(env) %in% c(drop, "LD_LIBRARY_PATH", names(fixed))], fixed)
}
