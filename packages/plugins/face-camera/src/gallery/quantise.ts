/**
 * Unit vectors as bytes: an eighth of the memory traffic of float32 and exact enough to find the ten best, which are then
 * scored with float32. The numbers of a unit vector spread around 1 ÷ √dim; 4.5 times that is ±127, beyond is cut.
 */
export function quantise(vector: Float32Array, into: Int8Array, at = 0): void {
  const factor = 28 * Math.sqrt(vector.length);
  for (let index = 0; index < vector.length; index++) {
    into[at + index] = Math.max(-127, Math.min(127, Math.round((vector[index] as number) * factor)));
  }
}
