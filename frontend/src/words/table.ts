import type { By, Kind, Precision, Unit, Use } from '../state/filter';

type Count = (n: number) => string;
type Text = (text: string) => string;

export interface Citation {
  place: string;
  date: string;
  source: string | null;
  title: string | null;
  url: string | null;
  id: string;
}

/** Every sentence of the page, in one language. */
export interface Words {
  /** short, as they stand in a date, January first */
  months: readonly string[];
  /** the same where no day goes before them */
  monthsAlone: readonly string[];
  units: Record<Unit, { title: string; note: string }>;
  counted(n: number, unit: Unit): string;
  places: Count;
  posts: Count;
  texts: Count;
  bys: Record<By, [name: string, note: string]>;
  kindNames: Record<Kind, [one: string, many: string]>;
  anyPlace: string;
  uses: Record<Use, string>;
  usesShort: Record<Use, string>;
  precisions: Record<Precision, string>;

  notOnMap: string;
  alsoShown: string;
  /** of what was added up over the dates of one place */
  forEachDate: Text;
  /** of what was added up over places and their dates */
  forEachPlace: Text;
  wide: Text;
  wideOn: string;
  countries: Text;
  countriesOn: string;
  areas: Text;
  areasOn: string;
  otherKinds: Text;
  otherKindsOn: string;
  literal: Text;
  associative: Text;
  associativeOn: string;
  /** of precisions as they are called, in small letters */
  dated: Text;
  undated: Text;
  undatedOn: string;
  unplaced: Text;
  outside: Text;
  nothingBetween(from: string, to: string): string;
  nothingAtAll: string;
  nearest: Text;
  clearFilters: string;
  emptyStore: string;

  time: string;
  firstDay: string;
  lastDay: string;
  fromDay: string;
  toDay: string;
  from(day: string, sum: string): string;
  to(day: string, sum: string): string;
  earlier: string;
  later: string;
  lastDays: Count;
  allDays: string;
  daysBack: string;
  play: string;
  pause: string;
  playing: {
    title: string;
    step: string;
    back: string;
    speed: string;
    times: Count;
    moves: string;
    grows: string;
    closer: string;
  };

  map: string;
  mapTools: string;
  mapLabel: string;
  legend: Text;
  hollow: string;
  square: string;
  cameNew: string;
  changeTitle: Text;

  demo: string;
  demoCommand: string;
  aboutDemo: string;
  gone: string;
  noAnswer: string;
  answered: Count;
  loading: string;
  wholeWeeks: string;
  failed: Text;
  retry: string;
  close: string;
  skip: string;
  nothingLeaves: string;
  mentionsNotEvents: string;
  language: string;

  panel: string;
  grip: string;
  lists: string;
  placesTab: string;
  reportsTab: string;
  placeList: string;
  onlyInFrame: string;
  more: string;
  back: string;
  about: string;
  planned: string;
  published: Text;
  undatedReport: string;
  noSource: string;
  none: string;

  search: string;
  searchLabel: string;
  filters: string;
  chips: Record<'kind' | 'use' | 'precision' | 'source' | 'count' | 'by', string>;
  faces: {
    allKinds: string;
    usualKinds: string;
    someKinds: Count;
    associative: string;
    anyUse: string;
    anyDate: string;
    fewDays: string;
    somePrecisions: Count;
    allSources: string;
    someSources: Count;
    noName: string;
    nothing: string;
  };

  placeReports: string;
  thisPlace: string;
  formerly: Text;
  overTime(first: string, last: string): string;
  inhabitants: Count;
  coordinates: string;
  copyDecimal: string;
  copyGrid: string;
  openIn: string;
  copied: string;
  notCopied: string;
  permalink: string;
  copyLink: string;
  citation: string;
  copyCitation: string;
  cited(what: Citation): string;

  why: string;
  whyOf: Text;
  placedAt(name: string, share: string): string;
  notPlaced: string;
  noCue: string;
  whyPlace: Text;
  whyThis: string;
  speaksFor: string;
  speaksAgainst: string;
  rival: Text;
  within: Count;
  derived: Count;
  /** what the API says of the words of a name */
  sign: Text;
  /** by the name of a cue of the API: what it says where it speaks for the choice, and where against */
  cues: Record<string, [pro: string, contra: string]>;

  paste: string;
  pasteText: string;
  pasteHere: string;
  pasteFind: string;
  pasteEdit: string;
  pasteDate: string;
  pasteNote: string;
  pasteResult: string;
  pasteFound(places: string, placed: number): string;
  pasteNothing: string;
  pasteEmpty: string;
  pasteLong: string;
  pasteChoose: string;

  download: string;
  what: string;
  format: string;
  eachMention: string;
  eachPlace: string;
  forMaps: string;
  forSheets: string;
  aboutSize: Text;
  onlyFramed: string;
  sameUrl: string;
  sameUrlFor: string;
  copy: string;
  selected: string;
  setTo: Text;
  withWords: Text;
  fromSources: Text;

  layers: {
    title: string;
    about: string;
    online: string;
    choose: string;
    shown: string;
    name: string;
    colour: string;
    remove: string;
    zoom: string;
    asOf: Text;
    begins: Text;
    feature: Count;
    theGeometry: string;
    failed(file: string, why: string): string;
    notJson: string;
    notGeoJson: string;
    noShapes: string;
    notFeature: Text;
    notGeometry: Text;
    unknownType(where: string, type: string): string;
    tooDeep: Text;
    badCoordinates: Text;
    badPosition: Text;
    badDate(where: string, date: string): string;
    tooMany: Count;
    tooLarge: Count;
    tooManyLayers: Count;
  };

  circle: {
    draw: string;
    hint: string;
    radius: Count;
    around(km: number, name: string): string;
    clear: Text;
    within: string;
    ofHere: string;
    set: string;
  };

  share: {
    title: string;
    link: string;
    copy: string;
    copied: string;
    selected: string;
    layersStay: string;
    embed: string;
    embedNote: string;
    picture: string;
    saved: Text;
    noPicture: string;
    changed: string;
    close: string;
    open: string;
    embedCredit: string;
    credit: string;
    mapCredit: string;
    search: Text;
    sources: Text;
    ownLayers: Text;
    forPrograms: string;
    forEarth: string;
    forQgis: string;
  };

  compare: {
    title: string;
    close: string;
    periodA: Text;
    periodB: Text;
    fromDay: string;
    toDay: string;
    before: string;
    classes: readonly string[];
    how: string;
    nothing: string;
    more: string;
    less: string;
  };

  area: { draw: string; hint: string; within: string; clear: string; tooMany: Count };

  /** of the list of places */
  order: Record<'label' | 'most' | 'rising' | 'first', string>;
  firstNamed: Text;
  nothingOn: Text;
  unknownPlace: string;
  byUse: string;
  bySource: string;
  compareTab: string;
}
