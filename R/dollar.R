# `$` on a dead pointer says so; on a live one it is reticulate's.

#' @export
`$.escnn_gspace` <- function(x, name) {
  check_alive(x, arg = "x", call = NULL)
  NextMethod()
}

#' @export
`$.escnn_group` <- `$.escnn_gspace`

#' @export
`$.escnn_group_element` <- `$.escnn_gspace`

#' @export
`$.escnn_representation` <- `$.escnn_gspace`

#' @export
`$.escnn_field_type` <- `$.escnn_gspace`

#' @export
`$.escnn_module` <- `$.escnn_gspace`

#' @export
`$.escnn_subgroup` <- `$.escnn_gspace`

#' @export
`$.escnn_homspace` <- `$.escnn_gspace`

#' @export
`$.escnn_kernel_basis` <- `$.escnn_gspace`

#' @export
`$.escnn_dataset` <- `$.escnn_gspace`
