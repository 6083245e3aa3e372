/** Colours of the map, as CSS colours. */
export interface BasemapTheme {
  water: string;
  land: string;
  /** Ukraine, a touch apart from its neighbours */
  home: string;
  urban: string;
  river: string;
  coast: string;
  state: string;
  oblast: string;
  /** the line between Crimea and Kherson region */
  disputed: string;
  /** the shore of the drained Kakhovka reservoir */
  drained: string;
  dot: string;
  text: { capital: string; town: string; country: string; water: string };
  halo: string;
}

export type ThemeName = 'light' | 'dark';

export const themes: Record<ThemeName, BasemapTheme> = {
  light: {
    water: '#d2dfe6',
    land: '#f1efea',
    home: '#faf9f6',
    urban: '#e6e1d8',
    river: '#b4cad6',
    coast: '#a7bac5',
    state: '#99938a',
    oblast: '#d3cdc3',
    disputed: '#99938a',
    drained: '#a9c1ce',
    dot: '#6b6f76',
    text: { capital: '#3a3f46', town: '#50555d', country: '#635e56', water: '#43606f' },
    halo: 'rgba(250, 249, 246, 0.9)',
  },
  dark: {
    water: '#12171c',
    land: '#1d2228',
    home: '#242a31',
    urban: '#2f363e',
    river: '#2c4252',
    coast: '#3a4651',
    state: '#68727d',
    oblast: '#39424b',
    disputed: '#7b8590',
    drained: '#3f5a6d',
    dot: '#8c959f',
    text: { capital: '#d3d9df', town: '#b3bbc4', country: '#98a1ab', water: '#86a7bb' },
    halo: 'rgba(24, 29, 34, 0.9)',
  },
};
