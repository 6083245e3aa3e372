import { createCanvasRenderer } from './canvasRenderer';
import type { Renderer } from './picture';
import { createWebglRenderer } from './webglRenderer';

/** What ?renderer= asked for as the page was loaded. */
const asked = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('renderer');

/** WebGL where a graphics card draws, else the processor itself: it is faster than WebGL in software. */
export function createRenderer(canvas: HTMLCanvasElement, onRestored: () => void): Renderer {
  const webgl = asked === 'webgl' || (asked !== 'canvas' && hasCard());
  return (webgl ? createWebglRenderer(canvas, onRestored) : null) ?? createCanvasRenderer(canvas);
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|paravirtual/i;
let card: boolean | undefined;

/** By the name of the renderer: browsers let software pass where a card is asked for. */
function hasCard(): boolean {
  if (card !== undefined) return card;
  const name = nameOfCard();
  card = name !== null && !SOFTWARE.test(name);
  return card;
}

function nameOfCard(): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!gl) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return String(name);
}
