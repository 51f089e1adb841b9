/** What least squares needs of linear algebra; matrices row by row. */

/** A column of which less than this share is left when those before it are taken out says nothing of its own. */
const ownShare = 1e-10;

/**
 * The lower triangle whose square is the symmetric `matrix` (its lower triangle is enough); in place. The factor of a column that those before
 * it explain becomes 0: its corner is infinite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const whole = matrix[row * size + column] ?? 0;
      let own = whole;
      for (let at = 0; at < column; at++) {
        own -= (matrix[row * size + at] ?? 0) * (matrix[column * size + at] ?? 0);
      }
      const corner = own > whole * ownShare ? Math.sqrt(own) : Number.POSITIVE_INFINITY;
      matrix[row * size + column] = row === column ? corner : own / (matrix[column * size + column] ?? 1);
    }
  }
  return matrix;
}

/** Solves `triangle` · x = `right`. */
export function forward(triangle: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solved = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = right[row] ?? 0;
    for (let at = 0; at < row; at++) sum -= (triangle[row * size + at] ?? 0) * (solved[at] ?? 0);
    solved[row] = sum / (triangle[row * size + row] ?? 1);
  }
  return solved;
}

/** Of what the triangle is the root of, without the columns that say nothing. */
export function halfLogDeterminant(triangle: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) {
    const corner = triangle[row * size + row] ?? 1;
    if (Number.isFinite(corner)) sum += Math.log(corner);
  }
  return sum;
}

export function dot(a: Float64Array | undefined, b: Float64Array | undefined): number {
  let sum = 0;
  for (let at = 0; at < (a?.length ?? 0); at++) sum += (a?.[at] ?? 0) * (b?.[at] ?? 0);
  return sum;
}

/** Solves transposed `triangle` · x = `right`. */
export function backward(triangle: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solved = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    let sum = right[row] ?? 0;
    for (let at = row + 1; at < size; at++) sum -= (triangle[at * size + row] ?? 0) * (solved[at] ?? 0);
    solved[row] = sum / (triangle[row * size + row] ?? 1);
  }
  return solved;
}

/** The lower triangle of the products of all pairs of `columns`. */
export function products(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      matrix[row * size + column] = dot(columns[row], columns[column]);
    }
  }
  return matrix;
}
