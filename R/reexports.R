#' @importFrom reticulate iterate
#' @export
reticulate::iterate

#' @importFrom reticulate tuple
#' @export
reticulate::tuple
