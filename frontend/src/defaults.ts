/** Every figure of the page that is a matter of choice, with its unit. */
export const defaults = {
  /** degrees, [[south, west], [north, east]]: Ukraine and the Russian border regions */
  frame: [
    [44.2, 22.0],
    [52.6, 41.0],
  ] as [[number, number], [number, number]],
  minZoom: 3,
  maxZoom: 14,
  /** zoom to which the map moves when a place is opened from the list */
  placeZoom: 8,
  /** days kept inside the time axis: from this share of the reports to one minus it */
  axisTail: 0.01,
  /** CSS px, least width of a bar of the histogram */
  barWidth: 4,
  /** days that an opened window spans when play is pressed and the window is everything */
  playWindow: 60,
  /** ms that play takes from one end of the axis to the other */
  playTime: 40_000,
  /** ms between steps of play when the reader prefers less motion */
  playCalmStep: 1_000,
  /** CSS px: radius of one report where it can be, the least ever, and that of the largest place on a map wide and narrow */
  radius: { least: 3.5, floor: 2, most: 26, mostNarrow: 15 },
  /** CSS px, width of a map up to which it is narrow */
  narrow: 480,
  /** exponents of the radius: .5 keeps areas true; lower ones hold 100,000 on the map */
  radiusPower: { least: 0.28, most: 0.5 },
  /** symbols drawn beyond which they are opaque: what lies under them could not be read anyway */
  dense: 3_000,
  /** CSS px around a symbol that still hit it */
  hitSlack: 4,
  /** most labels drawn at once, places tried for one, and the CSS px² of map that one may take */
  labels: 60,
  labelTries: 240,
  labelArea: 9_000,
  /** CSS px: radius of a place named once in a pasted article */
  spotRadius: 6,
  /** CSS px, height of a row of the list of places */
  rowHeight: 48,
  /** mentions asked for at once */
  page: 60,
  /** days by which event and publication may differ before both are told */
  tellPublished: 2,
  /** ms between updates of lists, labels and side notes while the window moves: the symbols move with each frame */
  calm: 100,
  /** ms before the address is rewritten after a change */
  urlDelay: 250,
  /** ms after the last key before a search is sent */
  searchDelay: 300,
  /** ms after the last change before text is fetched */
  fetchDelay: 250,
  /** ms that the first paint waits at most for the counts, so that nothing shifts when they come */
  firstPaint: 600,
  /** ms away from the page after which a reader who comes back is shown what is stored by then */
  upkeep: 60_000,
  /** ms between looks at what is stored while it keeps changing */
  changing: 5_000,
  /** ms between attempts when the server is gone */
  retry: 4_000,
  /** bytes of counts that are decoded without a worker: a few ms */
  decodeHere: 1_000_000,
  /** km: the circle around a place that is offered, and the largest one */
  circle: { km: 25, most: 20_000 },
  /** corners of a drawn area, at most: the server takes as many */
  corners: 200,
  /** a layer of the reader's own: bytes of its file, positions, collections within one another; and layers at once */
  layer: { bytes: 20_000_000, positions: 500_000, depth: 4, most: 12 },
  /** bytes of a download from which its size is judged */
  sample: 100_000,
  /** bytes that the server takes as one article */
  articleBytes: 200_000,
} as const;
