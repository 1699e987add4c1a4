// Exact fractions: BigInt over BigInt, in lowest terms, with the sign in the numerator.
(function (numrec) {
  "use strict";

  const gcd = (a, b) => {
    while (b) [a, b] = [b, a % b];
    return a < 0n ? -a : a;
  };

  const bits = (n) => n.toString(2).length;

  class Fraction {
    constructor(n, d = 1n) {
      [n, d] = [BigInt(n), BigInt(d)];
      if (d === 0n) throw new RangeError("a fraction over 0");
      const shared = gcd(n, d) * (d < 0n ? -1n : 1n);
      this.n = n / shared;
      this.d = d / shared;
      Object.freeze(this);
    }

    // "-3/4", "0.25", "2.5e-3", with either minus sign; null for what is no number.
    static parse(text) {
      const plain = String(text)
        .trim()
        .replace(/\u2212/g, "-")
        .replace(",", ".");
      const ratio = /^([+-]?\d+)\s*\/\s*(\d+)$/.exec(plain);
      if (ratio) return BigInt(ratio[2]) === 0n ? null : new Fraction(ratio[1], ratio[2]);
      const decimal = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i.exec(plain);
      if (!decimal || !(decimal[2] || decimal[3])) return null;
      const [, sign, whole, behind, power] = decimal;
      const places = BigInt(behind.length) - BigInt(power || 0);
      const n = BigInt(sign + (whole + behind));
      return places >= 0n ? new Fraction(n, 10n ** places) : new Fraction(n * 10n ** -places);
    }

    plus(other) {
      return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d);
    }

    minus(other) {
      return this.plus(other.times(new Fraction(-1n)));
    }

    times(other) {
      return new Fraction(this.n * other.n, this.d * other.d);
    }

    over(other) {
      return new Fraction(this.n * other.d, this.d * other.n);
    }

    get sign() {
      return this.n > 0n ? 1 : this.n < 0n ? -1 : 0;
    }

    equals(other) {
      return this.n === other.n && this.d === other.d;
    }

    // The nearest double. Sixty-six bits of the quotient and a sticky last one round as all would.
    toNumber() {
      if (this.n === 0n) return 0;
      const size = this.n < 0n ? -this.n : this.n;
      const shift = BigInt(Math.max(0, 66 + bits(this.d) - bits(size)));
      const quotient = (size << shift) / this.d;
      const sticky = (size << shift) % this.d ? 1n : 0n;
      const number = Number((quotient << 1n) | sticky) / 2 ** (Number(shift) + 1);
      return this.sign * number;
    }

    // The digits behind the point, or null where the decimal does not end within `most` of them.
    places(most = 12) {
      for (let places = 0, power = 1n; places <= most; places += 1, power *= 10n) {
        if (power % this.d === 0n) return places;
      }
      return null;
    }

    // Rounded half away from zero to so many places: what a person does, and the print.
    toFixed(places) {
      const scaled = 2n * (this.n < 0n ? -this.n : this.n) * 10n ** BigInt(places);
      const rounded = (scaled + this.d) / (2n * this.d);
      const digits = rounded.toString().padStart(places + 1, "0");
      const cut = digits.length - places;
      const text = places ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits;
      return (this.n < 0n && rounded ? "-" : "") + text;
    }

    toString() {
      return this.d === 1n ? `${this.n}` : `${this.n}/${this.d}`;
    }
  }

  numrec.Fraction = Fraction;
})((globalThis.numrec ??= {}));
