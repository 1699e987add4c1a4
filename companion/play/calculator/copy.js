// The state as a program that computes it again: NumPy, sympy, Wolfram|Alpha, Rust.
(function (numrec) {
  "use strict";

  const { el, button, nodes } = numrec;

  // The numbers as they are written in a language: columns and matrices, each row in brackets.
  function written(numbers, write) {
    const listed = (items) => `[${items.join(", ")}]`;
    const column = (base, l) => nodes(l).map((j) => write(numbers[`${base}_${j}`]));
    const matrix = (l) =>
      nodes(l).map((j) => nodes(l - 1).map((i) => write(numbers[`omega${l}_${j}_${i}`])));
    return {
      column: (base, l) => listed(column(base, l)),
      stood: (base, l) => listed(column(base, l).map((item) => listed([item]))),
      matrix: (l) => listed(matrix(l).map(listed)),
      letters: (l) => listed([...matrix(l).flat(), ...column(`b${l}`, l)]),
    };
  }

  function numpy({ numbers, loss }) {
    const { stood, matrix } = written(numbers, String);
    const output = {
      quadratic: `a[2] = 1 / (1 + np.exp(-z[2]))
C = ((a[2] - a_hat) ** 2).sum()
delta = {2: 2 * (a[2] - a_hat) * a[2] * (1 - a[2])}`,
      cross_entropy: `e = np.exp(z[2] - z[2].max())
a[2] = e / e.sum()
C = -(a_hat * np.log(a[2])).sum()
delta = {2: a[2] * a_hat.sum() - a_hat}`,
    }[loss];
    return `import numpy as np

omega = {
    1: np.array(${matrix(1)}),
    2: np.array(${matrix(2)}),
}
b = {
    1: np.array(${stood("b1", 1)}),
    2: np.array(${stood("b2", 2)}),
}
a_0 = np.array(${stood("a0", 0)})
a_hat = np.array(${stood("a_hat", 2)})
alpha = ${numbers.alpha}

z, a = {}, {0: a_0}
z[1] = omega[1] @ a[0] + b[1]
a[1] = np.where(z[1] > 0, z[1], alpha * z[1])
z[2] = omega[2] @ a[1] + b[2]
${output}
delta[1] = (omega[2].T @ delta[2]) * np.where(z[1] > 0, 1, alpha)
dC_db = delta
dC_domega = {l: delta[l] @ a[l - 1].T for l in (1, 2)}

print("C =", C)
for l in (2, 1):
    print(f"delta of layer {l}:", *delta[l].ravel())
    print(f"dC/domega of layer {l}:", *dC_domega[l].ravel())
`;
  }

  // No rule of backpropagation: sympy differentiates the loss by each letter, exactly.
  function sympy({ numbers, loss }) {
    const write = (f) => (f.d === 1n ? `${f.n}` : `Rational(${f.n}, ${f.d})`);
    const { column, letters } = written(numbers, write);
    const output = {
      quadratic: `a_2 = z_2.applyfunc(lambda z: 1 / (1 + sp.exp(-z)))
C = sum((a - t) ** 2 for a, t in zip(a_2, a_hat))`,
      cross_entropy: `e = z_2.applyfunc(sp.exp)
a_2 = e / sum(e)
C = -sum(t * sp.log(a) for a, t in zip(a_2, a_hat))`,
    }[loss];
    return `import sympy as sp
from sympy import Rational

omega_1, b_1 = sp.Matrix(2, 3, sp.symbols('omega1_:2_:3')), sp.Matrix(sp.symbols('b1_:2'))
omega_2, b_2 = sp.Matrix(3, 2, sp.symbols('omega2_:3_:2')), sp.Matrix(sp.symbols('b2_:3'))
letters = [*omega_1, *b_1, *omega_2, *b_2]
numbers = dict(zip(letters, ${letters(1)}
               + ${letters(2)}))
a_0 = sp.Matrix(${column("a0", 0)})
a_hat = sp.Matrix(${column("a_hat", 2)})
alpha = ${write(numbers.alpha)}

z_1 = omega_1 * a_0 + b_1
a_1 = z_1.applyfunc(lambda z: sp.Piecewise((z, z > 0), (alpha * z, True)))
z_2 = omega_2 * a_1 + b_2
${output}

print("C =", sp.N(C.subs(numbers)))
for letter in letters:
    print(f"dC/d{letter} =", sp.N(sp.diff(C, letter).subs(numbers)))
`;
  }

  function rust({ numbers, loss }) {
    const write = (f) => (f.d === 1n ? `${f.n}.0` : `${f.n}.0 / ${f.d}.0`);
    const { column, matrix } = written(numbers, write);
    const output = {
      quadratic: `    let a_2 = z_2.map(|z| 1.0 / (1.0 + (-z).exp()));
    let loss: f64 = (0..3).map(|j| (a_2[j] - a_hat[j]).powi(2)).sum();
    let delta_2: [f64; 3] =
        from_fn(|j| 2.0 * (a_2[j] - a_hat[j]) * a_2[j] * (1.0 - a_2[j]));`,
      cross_entropy: `    let top = z_2.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let e = z_2.map(|z| (z - top).exp());
    let total: f64 = e.iter().sum();
    let a_2 = e.map(|x| x / total);
    let loss: f64 = -(0..3).map(|j| a_hat[j] * a_2[j].ln()).sum::<f64>();
    let wanted: f64 = a_hat.iter().sum();
    let delta_2: [f64; 3] = from_fn(|j| a_2[j] * wanted - a_hat[j]);`,
    }[loss];
    return `use std::array::from_fn;

/// z = omega a + b
fn layer<const N: usize, const M: usize>(
    omega: &[[f64; M]; N],
    a: &[f64; M],
    b: &[f64; N],
) -> [f64; N] {
    from_fn(|j| (0..M).map(|i| omega[j][i] * a[i]).sum::<f64>() + b[j])
}

fn outer<const N: usize, const M: usize>(delta: &[f64; N], a: &[f64; M]) -> [[f64; M]; N] {
    from_fn(|j| from_fn(|i| delta[j] * a[i]))
}

fn main() {
    let omega_1: [[f64; 3]; 2] = ${matrix(1)};
    let b_1: [f64; 2] = ${column("b1", 1)};
    let omega_2: [[f64; 2]; 3] = ${matrix(2)};
    let b_2: [f64; 3] = ${column("b2", 2)};
    let a_0: [f64; 3] = ${column("a0", 0)};
    let a_hat: [f64; 3] = ${column("a_hat", 2)};
    let alpha: f64 = ${write(numbers.alpha)};

    let z_1 = layer(&omega_1, &a_0, &b_1);
    let a_1 = z_1.map(|z| if z > 0.0 { z } else { alpha * z });
    let z_2 = layer(&omega_2, &a_1, &b_2);
${output}
    let slope = z_1.map(|z| if z > 0.0 { 1.0 } else { alpha });
    let delta_1: [f64; 2] =
        from_fn(|j| (0..3).map(|k| omega_2[k][j] * delta_2[k]).sum::<f64>() * slope[j]);

    println!("C = {loss}");
    println!("delta of layer 2: {delta_2:?}");
    println!("dC/domega of layer 2: {:?}", outer(&delta_2, &a_1));
    println!("delta of layer 1: {delta_1:?}");
    println!("dC/domega of layer 1: {:?}", outer(&delta_1, &a_0));
}
`;
  }

  // The state as inputs for Wolfram|Alpha, in the form of the four that were published.
  //
  // Each input starts from what the one before it printed, six figures and no more: that is how the
  // published ones were made, and where slip E1 comes from.

  // A number as it is typed there: a decimal where it ends, else a fraction in brackets.
  function typed({ x, exact }) {
    if (!exact) return numrec.significant(x);
    const places = exact.places(12);
    return places === null ? `(${exact})` : exact.toFixed(places);
  }

  const braces = (items, between = ", ") => `{${items.join(between)}}`;
  const column = (items) => braces(items.map((item) => braces([item])));

  // Six figures, as Wolfram|Alpha prints them.
  const rounded = (value) => numrec.significant(value.x);

  function wolfram({ loss }, values) {
    const all = (base, n) => [...Array(n).keys()].map((j) => values[`${base}_${j}`]);
    const target = braces(all("a_hat", 3).map(typed), ",");
    const sigma = all("z2", 3).map((z) => `(1/(1+e^{${typed(numrec.negated(z))}}))`);
    const e = all("z2", 3).map((z) => `e^{${typed(z)}}`);
    const outputs = {
      quadratic: () => {
        const slope = braces(sigma.map((s) => `${s}*(1-${s})`));
        return `2 * (${braces(sigma, ",")} - ${target}) * (${slope})`;
      },
      cross_entropy: () =>
        `${typed(values.wanted)} * ${braces(e)} / (${e.join(" + ")}) - ${target}`,
    };
    const deltas = column(all("delta2", 3).map(rounded));
    const transposed = numrec
      .matrix("omega2'")
      .map((row) => braces(row.map((id) => typed(values[id]))));
    const slopes = all("slope1", 2).map((s) => braces([typed(s)]));
    const row = (base, n) => braces([braces(all(base, n).map(typed))]);
    const inputs = {
      "delta, layer 2": outputs[loss](),
      "dC/dweights, layer 2": `${deltas} * ${row("a1", 2)}`,
      "delta, layer 1": `(${braces(transposed)} * ${deltas}) * ${braces(slopes)}`,
      "dC/dweights, layer 1": `${column(all("delta1", 2).map(rounded))} ${row("a0", 3)}`,
    };
    return Object.entries(inputs)
      .flatMap(([what, input]) => [`${what}:`, input, ""])
      .join("\n");
  }

  // The box that shows the state as a program, and copies it.

  const WRITERS = { numpy, sympy, wolfram, rust };
  const KINDS = { numpy: "NumPy", sympy: "sympy", wolfram: "Wolfram|Alpha", rust: "Rust" };

  async function toClipboard(text, area) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      area.select(); // where the browser does not let a page copy, the reader can
      document.execCommand("copy");
    }
  }

  function copyBox(say) {
    let [kind, state, values] = ["numpy", null, null];
    const area = el("textarea", { readonly: true, rows: 14, spellcheck: "false", wrap: "off" });
    const copies = button("", async () => {
      await toClipboard(area.value, area);
      say(`Copied as ${KINDS[kind]}.`);
      copies.textContent = "Copied";
    });
    const kinds = numrec.choice("As", "copy-kind", KINDS, kind, (chosen) => {
      kind = chosen;
      show();
    });

    function show() {
      area.value = WRITERS[kind](state, values);
      area.setAttribute("aria-label", `This network as ${KINDS[kind]}`);
      copies.textContent = `Copy as ${KINDS[kind]}`;
    }

    function update(newState, newValues) {
      [state, values] = [newState, newValues];
      show();
    }
    return { box: el("div", { class: "copy" }, kinds, area, copies), update };
  }

  numrec.copyBox = copyBox;
})((globalThis.numrec ??= {}));
