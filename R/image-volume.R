predict_volume <- function(object, newdata, type, na, call) stop("x")
