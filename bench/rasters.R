# A large raster through a U-Net: time, the most resident memory, and seams.
#
#   Rscript bench/rasters.R [cells = 4000] [tile = 384]
#
# The raster is written by another process, so that the memory counted is that of the prediction.
# Seams are looked for on a part of it that one pass can do.

arguments <- as.integer(commandArgs(TRUE))
cells <- c(arguments, 4000L)[[1]]
tile <- if (length(arguments) > 1L) arguments[[2]] else 384L

path <- tempfile(fileext = ".tif")
code <- sprintf(
  "r <- terra::rast(nrows = %1$d, ncols = %1$d, nlyrs = 3, xmin = 0, xmax = %1$d, ymin = 0,
     ymax = %1$d, crs = 'epsg:32633')
   terra::writeStart(r, '%2$s', datatype = 'FLT4S')
   set.seed(1)
   for (row in seq(1, %1$d, by = 100)) {
     rows <- min(100, %1$d - row + 1)
     terra::writeValues(r, rnorm(3 * rows * %1$d), row, rows)
   }
   invisible(terra::writeStop(r))", cells, path
)
stopifnot(system2(file.path(R.home("bin"), "Rscript"), c("-e", shQuote(code))) == 0)

library(escnn)
peak <- function() {
  line <- grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1e6
}
raster <- terra::rast(path)
set.seed(1)
unet <- net_unet(classes = 3, channels = 3, width = 6)
before <- peak()
out <- tempfile(fileext = ".tif")
seconds <- system.time(result <- predict(unet, raster, tile = tile, filename = out))[["elapsed"]]
cat(sprintf(
  "%d x %d cells, tiles of %d: %.0f s, %.2f GB at most (%.2f GB before)\n",
  cells, cells, tile, seconds, peak(), before
))

part <- terra::ext(0, min(cells, 700), 0, min(cells, 701))
corner <- terra::crop(raster, part)
one <- image_array(predict(unet, corner, tile = Inf))
tiles <- image_array(predict(unet, corner, tile = 256))
off <- max(abs(one - tiles))
cat(sprintf("largest difference from one pass: %.1e of %.2f\n", off, max(abs(one))))
unlink(c(path, out))
