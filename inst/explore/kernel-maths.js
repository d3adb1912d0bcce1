"use strict";
// Values of kernels anywhere: a ring over the distance times an angular function; and kernels
// turned as pictures, or by mixing their entries.
const KernelMaths = (() => {
  // The angular functions of a direction, as R's angular_functions() has them.
  function functions(p, degree) {
    const r = Math.hypot(...p), u = p.map((v) => v / r);
    if (p.length === 2) {
      const a = Math.atan2(u[1], u[0]), k = Array.from({ length: degree }, (_, i) => i + 1);
      return [1, ...k.map((n) => Math.cos(n * a)), ...k.map((n) => Math.sin(n * a))];
    }
    const found = [];
    for (let total = degree; total >= Math.max(0, degree - 1); total--) {
      for (let a = total; a >= 0; a--) for (let b = total - a; b >= 0; b--) found.push(u[0] ** a * u[1] ** b * u[2] ** (total - a - b));
    }
    return found;
  }

  function basis(data) {
    const [rows, columns] = data.shape, count = data.functions;
    const empty = () => Array.from({ length: rows }, () => Array(columns).fill(0));
    // the matrix of a kernel at a point
    function value(element, p) {
      const m = empty(), r = Math.hypot(...p);
      if (r < 1e-9) return m.map((row, i) => row.map((_, j) => (element.centre ? element.centre[i * columns + j] : 0)));
      const bump = Math.exp(-((r - element.radius) ** 2) / (2 * element.sigma ** 2)), f = functions(p, data.degree);
      const angular = data.angular[element.angular];
      angular.at.forEach((at, k) => {
        const entry = Math.floor(at / count);
        m[Math.floor(entry / columns)][entry % columns] += bump * angular.values[k] * f[at % count];
      });
      return m;
    }
    // the picture moved by a matrix: the value at p is the one that was where p comes from
    const moved = (element, p, matrix) => value(element, Moves.apply(Moves.transpose(matrix), p));
    // the same by the representations alone: the inverse's matrix of what comes out, that of what goes in
    const mixed = (element, p, outBack, into) => Moves.multiply(Moves.multiply(outBack, value(element, p)), into);
    return { value, moved, mixed };
  }

  return { functions, basis };
})();
if (typeof module !== "undefined") module.exports = KernelMaths;
