// The state as a program that computes it again: NumPy, sympy, Wolfram|Alpha, Rust.
(function (numrec) {
  "use strict";

  const range = (n) => [...Array(n).keys()];
  const columnOf = (base, n, write, numbers) => range(n).map((j) => write(numbers[`${base}_${j}`]));
  const matrixOf = (l, write, numbers) =>
    numrec
      .nodes(l)
      .map((j) => numrec.nodes(l - 1).map((i) => write(numbers[`omega${l}_${j}_${i}`])));

  // The rows of a matrix, each in brackets, with a comma and a blank between.
  const listed = (items) => `[${items.join(", ")}]`;
  const nested = (rows) => listed(rows.map(listed));
  const stood = (items) => nested(items.map((item) => [item]));

  function numpy({ numbers, loss }) {
    const write = (f) => f.toString();
    const omega = [1, 2].map((l) => `    ${l}: np.array(${nested(matrixOf(l, write, numbers))}),`);
    const b = [1, 2].map(
      (l) => `    ${l}: np.array(${stood(columnOf(`b${l}`, numrec.SIZES[l], write, numbers))}),`,
    );
    const column = (base) => `np.array(${stood(columnOf(base, 3, write, numbers))})`;
    const output = {
      quadratic: [
        "a[2] = 1 / (1 + np.exp(-z[2]))",
        "C = ((a[2] - a_hat) ** 2).sum()",
        "delta = {2: 2 * (a[2] - a_hat) * a[2] * (1 - a[2])}",
      ],
      cross_entropy: [
        "e = np.exp(z[2] - z[2].max())",
        "a[2] = e / e.sum()",
        "C = -(a_hat * np.log(a[2])).sum()",
        "delta = {2: a[2] * a_hat.sum() - a_hat}",
      ],
    }[loss];
    return [
      "import numpy as np",
      "",
      "omega = {",
      ...omega,
      "}",
      "b = {",
      ...b,
      "}",
      `a_0 = ${column("a0")}`,
      `a_hat = ${column("a_hat")}`,
      `alpha = ${numbers.alpha}`,
      "",
      "z, a = {}, {0: a_0}",
      "z[1] = omega[1] @ a[0] + b[1]",
      "a[1] = np.where(z[1] > 0, z[1], alpha * z[1])",
      "z[2] = omega[2] @ a[1] + b[2]",
      ...output,
      "delta[1] = (omega[2].T @ delta[2]) * np.where(z[1] > 0, 1, alpha)",
      "dC_db = delta",
      "dC_domega = {l: delta[l] @ a[l - 1].T for l in (1, 2)}",
      "",
      'print("C =", C)',
      "for l in (2, 1):",
      '    print(f"delta of layer {l}:", *delta[l].ravel())',
      '    print(f"dC/domega of layer {l}:", *dC_domega[l].ravel())',
      "",
    ].join("\n");
  }

  // No rule of backpropagation: sympy differentiates the loss by each letter, exactly.
  function sympy({ numbers, loss }) {
    const write = (f) => (f.d === 1n ? `${f.n}` : `Rational(${f.n}, ${f.d})`);
    const numberList = (l) =>
      listed([
        ...matrixOf(l, write, numbers).flat(),
        ...columnOf(`b${l}`, numrec.SIZES[l], write, numbers),
      ]);
    const output = {
      quadratic: [
        "a_2 = z_2.applyfunc(lambda z: 1 / (1 + sp.exp(-z)))",
        "C = sum((a - t) ** 2 for a, t in zip(a_2, a_hat))",
      ],
      cross_entropy: [
        "e = z_2.applyfunc(sp.exp)",
        "a_2 = e / sum(e)",
        "C = -sum(t * sp.log(a) for a, t in zip(a_2, a_hat))",
      ],
    }[loss];
    return [
      "import sympy as sp",
      "from sympy import Rational",
      "",
      "omega_1, b_1 = sp.Matrix(2, 3, sp.symbols('omega1_:2_:3')), sp.Matrix(sp.symbols('b1_:2'))",
      "omega_2, b_2 = sp.Matrix(3, 2, sp.symbols('omega2_:3_:2')), sp.Matrix(sp.symbols('b2_:3'))",
      "letters = [*omega_1, *b_1, *omega_2, *b_2]",
      `numbers = dict(zip(letters, ${numberList(1)}`,
      `               + ${numberList(2)}))`,
      `a_0 = sp.Matrix(${listed(columnOf("a0", 3, write, numbers))})`,
      `a_hat = sp.Matrix(${listed(columnOf("a_hat", 3, write, numbers))})`,
      `alpha = ${write(numbers.alpha)}`,
      "",
      "z_1 = omega_1 * a_0 + b_1",
      "a_1 = z_1.applyfunc(lambda z: sp.Piecewise((z, z > 0), (alpha * z, True)))",
      "z_2 = omega_2 * a_1 + b_2",
      ...output,
      "",
      'print("C =", sp.N(C.subs(numbers)))',
      "for letter in letters:",
      '    print(f"dC/d{letter} =", sp.N(sp.diff(C, letter).subs(numbers)))',
      "",
    ].join("\n");
  }

  function rust({ numbers, loss }) {
    const write = (f) => (f.d === 1n ? `${f.n}.0` : `${f.n}.0 / ${f.d}.0`);
    const output = {
      quadratic: [
        "    let a_2 = z_2.map(|z| 1.0 / (1.0 + (-z).exp()));",
        "    let loss: f64 = (0..3).map(|j| (a_2[j] - a_hat[j]).powi(2)).sum();",
        "    let delta_2: [f64; 3] =",
        "        from_fn(|j| 2.0 * (a_2[j] - a_hat[j]) * a_2[j] * (1.0 - a_2[j]));",
      ],
      cross_entropy: [
        "    let top = z_2.iter().cloned().fold(f64::NEG_INFINITY, f64::max);",
        "    let e = z_2.map(|z| (z - top).exp());",
        "    let total: f64 = e.iter().sum();",
        "    let a_2 = e.map(|x| x / total);",
        "    let loss: f64 = -(0..3).map(|j| a_hat[j] * a_2[j].ln()).sum::<f64>();",
        "    let wanted: f64 = a_hat.iter().sum();",
        "    let delta_2: [f64; 3] = from_fn(|j| a_2[j] * wanted - a_hat[j]);",
      ],
    }[loss];
    const column = (name, base, n) =>
      `    let ${name}: [f64; ${n}] = ${listed(columnOf(base, n, write, numbers))};`;
    return [
      "use std::array::from_fn;",
      "",
      "// z = omega a + b",
      "fn layer<const N: usize, const M: usize>(",
      "    omega: &[[f64; M]; N],",
      "    a: &[f64; M],",
      "    b: &[f64; N],",
      ") -> [f64; N] {",
      "    from_fn(|j| (0..M).map(|i| omega[j][i] * a[i]).sum::<f64>() + b[j])",
      "}",
      "",
      "fn outer<const N: usize, const M: usize>(delta: &[f64; N], a: &[f64; M]) -> [[f64; M]; N] {",
      "    from_fn(|j| from_fn(|i| delta[j] * a[i]))",
      "}",
      "",
      "fn main() {",
      `    let omega_1: [[f64; 3]; 2] = ${nested(matrixOf(1, write, numbers))};`,
      column("b_1", "b1", 2),
      `    let omega_2: [[f64; 2]; 3] = ${nested(matrixOf(2, write, numbers))};`,
      column("b_2", "b2", 3),
      column("a_0", "a0", 3),
      column("a_hat", "a_hat", 3),
      `    let alpha: f64 = ${write(numbers.alpha)};`,
      "",
      "    let z_1 = layer(&omega_1, &a_0, &b_1);",
      "    let a_1 = z_1.map(|z| if z > 0.0 { z } else { alpha * z });",
      "    let z_2 = layer(&omega_2, &a_1, &b_2);",
      ...output,
      "    let slope = z_1.map(|z| if z > 0.0 { 1.0 } else { alpha });",
      "    let delta_1: [f64; 2] =",
      "        from_fn(|j| (0..3).map(|k| omega_2[k][j] * delta_2[k]).sum::<f64>() * slope[j]);",
      "",
      '    println!("C = {loss}");',
      '    println!("delta of layer 2: {delta_2:?}");',
      '    println!("dC/domega of layer 2: {:?}", outer(&delta_2, &a_1));',
      '    println!("delta of layer 1: {delta_1:?}");',
      '    println!("dC/domega of layer 1: {:?}", outer(&delta_1, &a_0));',
      "}",
      "",
    ].join("\n");
  }

  numrec.copy = { numpy, sympy, rust };
})((globalThis.numrec ??= {}));
