/** Web Mercator, 0..1 from the north; the poles are cut off. */
export function mercatorY(lat: number): number {
  const sin = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}
