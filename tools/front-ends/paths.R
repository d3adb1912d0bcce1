# Names that are not ASCII: of the home, the library, the cache, the environment, the working
# folder and files; in a locale of UTF-8, and in the C locale, which batch jobs often have.
source("tools/front-ends/common.R")
needs()
root <- file.path(tempfile("paths-"))
odd <- c(home = "h\u00f6me", library = "B\u00fccher \u672c", cache = "cach\u00e9 \u0436",
  work = "Arbeit \u00fc \u672c")
folders <- file.path(root, odd)
names(folders) <- names(odd)
for (folder in folders) dir.create(folder, recursive = TRUE)
ok <- file.copy(getNamespaceInfo("escnn", "path"), folders[["library"]], recursive = TRUE)
python <- escnn:::plan_python(escnn:::session_state())$python
ok <- file.symlink(dirname(dirname(escnn:::python_file(python))), file.path(root,
  "Umgebung \u00df"))
code <- "
library(escnn)
set.seed(1)
model <- net_gcnn(classes = 2, width = 2, depth = 2)
x <- array(rnorm(8 * 784), c(8, 1, 28, 28))
fitted <- fit(model, x, factor(rep(c('\u00e4', '\u672c'), 4)), epochs = 1,
  callbacks = callback_checkpoint('St\u00e4nde \u672c.pt'))
escnn_save(fitted, 'M\u00f6dell \u672c.escnn')
back <- escnn_load('M\u00f6dell \u672c.escnn')
stopifnot(identical(as.integer(predict(back, x)), as.integer(predict(fitted, x))))
if (l10n_info()[['UTF-8']]) stopifnot(identical(colnames(predict(back, x, type = 'prob')),
  sort(c('\u00e4', '\u672c'))))
escnn_export(fitted, 'M\u00f6dell \u672c.pt', format = 'torchscript')
explore(fitted, x[1, , , , drop = FALSE], file = 'Seite \u672c.html')
stopifnot(file.exists('M\u00f6dell \u672c.pt', 'Seite \u672c.html', 'St\u00e4nde \u672c.pt'))
dir.create('Bilder \u672c/\u00e4', recursive = TRUE); dir.create('Bilder \u672c/b')
png::writePNG(0 + (x[1, 1, , ] > 0),
  'Bilder \u672c/\u00e4/eins \u00fc.png'); png::writePNG(0 + (x[1, 1, , ] < 0),
  'Bilder \u672c/b/zwei.png')
pictures <- dataset_images('Bilder \u672c')
stopifnot(dim(as.array(pictures[1:2]))[1] == 2)
repr_regular(group_octa())
if (l10n_info()[['UTF-8']]) stopifnot(grepl('B.*cher', find.package('escnn')))
stopifnot(startsWith(escnn_cache()$path, Sys.getenv('R_USER_CACHE_DIR')), escnn_cache()$number > 0)
sitrep <- format(escnn:::collect_sitrep())
cat('ALL OF IT', sum(grepl('Everything works', sitrep)))
"
for (locale in c("C.UTF-8", "C")) {
  unlink(list.files(folders[["work"]], full.names = TRUE), recursive = TRUE)
  home <- setwd(folders[["work"]])
  done <- in_r(code, env = c(
    LC_ALL = locale, HOME = folders[["home"]], R_USER_CACHE_DIR = folders[["cache"]],
    # in the C locale paths of modules are compared as bytes and as text: not there
    if (locale != "C") c(R_LIBS = paste(folders[["library"]], paste(.libPaths(), collapse = ":"),
      sep = ":")),
    ESCNN_PYTHON = file.path(root, "Umgebung \u00df", "bin", "python")
  ))
  setwd(home)
  checked(paste("locale", locale), grepl("ALL OF IT 1", done$stdout))
}
