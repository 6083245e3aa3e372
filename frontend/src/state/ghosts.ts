import type { Reasons } from '../api/types';

interface At {
  lat: number;
  lon: number;
}

/** What stands behind a mention whose reasons are shown: positions in degrees, radii in km. */
export interface Ghosts {
  chosen: At & { km: number };
  rival: (At & { name: string }) | null;
  derived: (At & { km: number })[];
}

export function ghostsOf([lon, lat]: [number, number], { radius_km, runner_up, derived }: Reasons): Ghosts {
  return {
    chosen: { lat, lon, km: radius_km ?? 0 },
    rival: runner_up ?? null,
    derived: (derived ?? []).map(({ lat, lon, radius_km: km }) => ({ lat, lon, km })),
  };
}
