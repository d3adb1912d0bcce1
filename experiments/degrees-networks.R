# The networks that are compared: one plan, five convolutions of kernel 5, for
# different groups, each as wide as a given number of parameters allows.

networks <- list(
  conventional = list(),
  C4 = list(gspace = \() gspace_rot2d_on_r2(n = 4)),
  C8 = list(gspace = \() gspace_rot2d_on_r2(n = 8)),
  C16 = list(gspace = \() gspace_rot2d_on_r2(n = 16)),
  `SO(2)` = list(gspace = \() gspace_rot2d_on_r2(n = Inf)),
  D8 = list(gspace = \() gspace_flip_rot2d_on_r2(n = 8)),
  `O(2)` = list(gspace = \() gspace_flip_rot2d_on_r2(n = Inf)),
  D16 = list(gspace = \() gspace_flip_rot2d_on_r2(n = 16))
)

# Subgroups of the dihedral groups, as restrictions name them.
subgroups <- list(
  rotations = list(D8 = c(NA, 8), D16 = c(NA, 16)),
  reflections = list(D8 = c(0, 1), D16 = c(0, 1)),
  nothing = list(D8 = "trivial", D16 = "trivial")
)

network <- function(name, parameters, classes, restrict_at = NA, restrict_to = NA) {
  chosen <- networks[[name]]
  if (is.null(chosen$gspace)) {
    return(net_conventional(
      classes = classes, kernel_size = 5, depth = 5, parameters = parameters, pool_after = c(1, 2)
    ))
  }
  net_gcnn(
    classes = classes, gspace = chosen$gspace(), kernel_size = 5, depth = 5,
    parameters = parameters, pool_after = c(1, 2),
    restrict_at = if (!is.na(restrict_at)) restrict_at,
    restrict_to = if (is.na(restrict_at)) "trivial" else subgroups[[restrict_to]][[name]]
  )
}

# For volumes: turns about one axis are the same groups, in space.
volume_networks <- list(
  conventional = \(parameters) {
    net_conventional(classes = 2, plan = "octahedral", parameters = parameters)
  },
  octahedral = \(parameters) net_octahedral(classes = 2, parameters = parameters),
  `C4 about an axis` = \(parameters) {
    net_octahedral(classes = 2, gspace = gspace_rot2d_on_r3(n = 4), parameters = parameters)
  }
)
