import { createClient } from './api/client';
import { createFilters } from './bar/filters';
import { createSearch } from './bar/search';
import { createCompare } from './compare/compare';
import { createComparison } from './compare/model';
import { createDistinct } from './cube/distinct';
import { createModel } from './cube/model';
import { defaults } from './defaults';
import { createDownload } from './dialog/download';
import { createPaste } from './dialog/paste';
import { debounce, type View } from './dom';
import { createAround } from './layers/around';
import { createLayers } from './layers/layers';
import { createOnline } from './layers/online';
import { createLayerPaint } from './layers/paint';
import { createGhosts } from './map/ghosts';
import { createMap, type MapPart } from './map/map';
import { createHeadline } from './panel/headline';
import { createPlace } from './panel/place';
import { createPlaces } from './panel/places';
import { createReports } from './panel/reports';
import { createEmbed } from './share/embed';
import { createShare } from './share/share';
import { createShell } from './shell';
import { type AppState, placeIndex } from './state/app';
import { createState, type Keys, touches } from './state/state';
import { readAddress, writeAddress } from './state/url';
import { createTimeline } from './timeline/timeline';
import { translate } from './translate';
import { createUpkeep } from './upkeep';
import { onSpeak } from './words/language';

/** Puts the page together: state, model, views; only here do they meet. */
export async function start(): Promise<void> {
  document.body.classList.remove('unbuilt');
  translate(document.body);
  const app = createState<AppState>(initial(location.search));
  const client = createClient({
    onReach: (reached) => app.set({ gone: !reached }),
    onGeneration: (generation) => upkeep.hear(generation),
  });
  const model = createModel(app, client);
  createComparison(app);
  createDistinct(app, client);
  const upkeep = createUpkeep(app, client, model);
  const cube = model.load();
  const info = upkeep.learn();
  const at = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;

  /** The views that hold words of their own: made anew in another language. */
  const speaking = (map: MapPart): View<Keys<AppState>>[] => [
    createHeadline(at('head'), app, map.showAll),
    createFilters(at('filters'), app, client),
    createSearch(at('search'), app),
    createPlaces(at('panel-places'), app),
    createReports(at('panel-reports'), app, client),
    createPlace(at('panel-place'), app, client),
    createAround({ tools: at('map-tools'), chips: at('filters'), place: at('around'), map: map.leaflet }, app),
    createLayers(at('map-tools'), app, ([west, south, east, north]) =>
      map.leaflet.fitBounds([
        [south, west],
        [north, east],
      ]),
    ),
    createShare(
      { tools: at('map-tools'), notice: at('notice'), map: at('map'), legend: document.querySelector('.legend')! },
      app,
    ),
    createEmbed(at('embed'), app),
    createCompare(at('map-tools'), at('panel-compare'), app),
  ];

  let timeline = createTimeline(at('time'), app); // before the map, which takes what room it leaves
  const map = createMap(at('map'), app, { basemap: client.basemap, onBasemapError: () => {} });
  const shell = createShell(app);
  const lasting = [
    shell,
    map,
    createGhosts(map.leaflet, app),
    createLayerPaint(map.leaflet, app),
    createOnline(map.leaflet, app),
  ];
  let views = speaking(map);
  let download = createDownload(app, client);
  let paste = createPaste({ client, basemap: client.basemap });
  app.subscribe((changed) => {
    for (const view of [timeline, ...lasting, ...views, download]) view.update(changed);
    if (touches(changed, 'place')) goTo(app.get(), map);
  });
  onSpeak(() => {
    for (const view of [timeline, ...views, download, paste]) view.destroy();
    translate(document.body);
    timeline = createTimeline(at('time'), app);
    views = speaking(map);
    download = createDownload(app, client);
    paste = createPaste({ client, basemap: client.basemap });
    const all = new Set(Object.keys(app.get()) as (keyof AppState)[]);
    for (const view of [timeline, ...views, download]) view.update(all);
    shell.update(new Set(['error', 'info']));
    map.rename();
  });
  mirror(app);
  everything(app);

  at('open-paste').addEventListener('click', () => paste.open());
  at('open-download').addEventListener('click', () => download.open());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    map.restyle();
    paste.restyle();
  });
  const outlines = once(async () => map.setRegions((await client.regions()).features));
  app.subscribe(
    retrying(app, client.healthy, () => {
      void upkeep.learn();
      void outlines();
    }),
  );
  await Promise.race([Promise.all([info, cube]), new Promise((done) => setTimeout(done, defaults.firstPaint))]);
  requestAnimationFrame(() => document.body.classList.remove('starting'));
  await Promise.all([info, cube]);
  void outlines();
}

function initial(search: string): AppState {
  const { filter, place, mention, tab, order, view, embed, versus } = readAddress(search);
  return {
    ...filter,
    place,
    mention,
    tab,
    order,
    view,
    embed,
    versus,
    bounds: null,
    framed: false,
    hover: null,
    playing: false,
    ghosts: null,
    layers: [],
    online: false,
    info: null,
    cube: null,
    axis: null,
    tables: null,
    summary: null,
    comparison: null,
    distinct: null,
    distinctB: null,
    loading: true,
    error: null,
    gone: false,
  };
}

type AppLike = ReturnType<typeof createState<AppState>>;

/** Tells the views once of what the address asks for. The counts announce themselves when they have come. */
function everything(app: AppLike): void {
  app.announce(['kind', 'use', 'precision', 'near', 'polygon', 'place', 'tab', 'loading', 'playing']);
}

/** The address follows the state; back and forward bring it back. */
function mirror(app: AppLike): void {
  let place = app.get().place;
  const write = debounce(defaults.urlDelay, () => {
    const state = app.get();
    const address = writeAddress({ ...state, filter: state });
    if (address === location.search) return;
    const opened = state.place !== place;
    place = state.place;
    if (opened) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  });
  app.subscribe((changed) => {
    if (
      touches(
        changed,
        'from',
        'to',
        'by',
        'count',
        'q',
        'source',
        'kind',
        'use',
        'precision',
        'near',
        'polygon',
        'place',
        'mention',
        'tab',
        'order',
        'versus',
        'view',
      )
    )
      write();
  });
  addEventListener('popstate', () => {
    const { filter, place: before, mention, tab, order, versus } = readAddress(location.search);
    place = before;
    app.set({ ...filter, place: before, mention, tab, order, versus });
  });
}

function goTo(state: AppState, { show, back }: Pick<MapPart, 'show' | 'back'>): void {
  if (state.place === null) {
    back();
    return;
  }
  const i = placeIndex(state, state.place);
  const lat = state.cube?.places.lat[i];
  const lon = state.cube?.places.lon[i];
  if (lat !== undefined && lon !== undefined && !Number.isNaN(lat)) show(lat, lon);
}

/** While the server is gone: asks again and again, and catches up when it is back. */
function retrying(app: AppLike, healthy: () => Promise<boolean>, onBack: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = async () => {
    if (!(await healthy())) {
      timer = setTimeout(again, defaults.retry);
      return;
    }
    timer = undefined;
    app.set({ gone: false });
    onBack();
  };
  return (changed: Keys<AppState>) => {
    if (touches(changed, 'gone') && app.get().gone && !timer) timer = setTimeout(again, defaults.retry);
  };
}

/** Does the work until it has been done. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    await work().catch(() => {
      done = false;
    });
  };
}
