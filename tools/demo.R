# Knits the vignettes into demo/ and measures equivariance on a real image.
library(escnn)

dir.create("demo", showWarnings = FALSE)
work <- tempfile("demo")
dir.create(work)

pages <- sort(list.files("vignettes", "[.]Rmd$", full.names = TRUE))
titles <- character()
for (page in pages) {
  cat("== Knitting", page, "\n")
  out <- rmarkdown::render(
    page, output_dir = "demo", intermediates_dir = work, quiet = TRUE, envir = new.env()
  )
  titles[basename(out)] <- rmarkdown::yaml_front_matter(page)$title
}

cat("== Measuring equivariance on the volcano\n")
# Maunga Whau on a 10 m grid, R's own data set: the odd square around the crater
image <- array(as.vector(scale(as.vector(volcano[9:69, 1:61]))), c(1, 1, 61, 61))
networks <- list(
  "C4" = list(gspace_rot2d_on_r2(n = 4), "regular"),
  "C8" = list(gspace_rot2d_on_r2(n = 8), "regular"),
  "C16" = list(gspace_rot2d_on_r2(n = 16), "regular"),
  "D4" = list(gspace_flip_rot2d_on_r2(n = 4), "regular"),
  "SO(2)" = list(gspace_rot2d_on_r2(), c(irrep_0 = 1, irrep_1 = 1, irrep_2 = 1))
)
rows <- lapply(names(networks), function(name) {
  set.seed(1)
  type <- field_type(networks[[name]][[1]], "trivial")
  fields <- networks[[name]][[2]]
  layer <- function(x) nn_r2_conv(x, fields, kernel_size = 5)
  activate <- if (identical(fields, "regular")) nn_relu else nn_norm_non_linearity
  model <- type |> nn_mask(size = 61) |> layer() |> activate() |> layer()
  checked <- check_equivariance(model, image)
  worst <- function(kind) {
    errors <- checked$relative_error[checked$kind == kind]
    if (length(errors)) sprintf("%.1e", max(errors)) else "-"
  }
  data.frame(
    group = name, elements = nrow(checked), exact = worst("exact"),
    interpolated = worst("interpolated"),
    verdict = intersect(c("FAIL", "unclear", "ok"), checked$verdict)[[1]]
  )
})
table <- do.call(rbind, rows)

lines <- c(
  "",
  "Relative error of two-layer networks on a real image, after rotating it:",
  "",
  utils::capture.output(print(table, row.names = FALSE)),
  "",
  "exact: quarter turns and flips of the pixel grid; interpolated: all others.",
  "",
  "The pages are in demo/:",
  paste0("  demo/", names(titles), "  ", titles)
)
writeLines(lines, "demo/table.txt")
writeLines(
  c(
    "<!DOCTYPE html>", "<html lang=\"en\">",
    "<head><meta charset=\"utf-8\"><title>escnn</title></head>",
    "<body><h1>escnn</h1><ul>",
    sprintf("<li><a href=\"%s\">%s</a></li>", names(titles), titles),
    "</ul></body></html>"
  ),
  "demo/index.html"
)
