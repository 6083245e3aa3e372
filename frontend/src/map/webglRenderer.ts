import { defaults } from '../defaults';
import { toPixel } from './colour';
import { BARE, HALO_ALPHA, HOLLOW_ALPHA, NONE, STEPS } from './masks';
import type { Picture, Renderer } from './picture';

const INKS = 6; // that of the data, then those of change
const BYTES = 12; // of an instance: x and y as floats, then level, shape, hollow and ink as bytes

/** A square around each symbol; its place, in device px from the upper left, is that of a pixel, as in the masks. */
const VERTEX = `#version 300 es
in vec2 at;
in uvec4 look;
uniform vec2 size;
uniform float ratio;
flat out vec2 middle;
flat out float radius;
flat out uvec3 form;
void main() {
  radius = float(look.x) / float(${STEPS});
  middle = floor(at + 0.5) + 0.5;
  form = look.yzw;
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  vec2 place = middle + corner * (ceil(radius + ratio) + 0.5);
  gl_Position = vec4(place / size * 2.0 - 1.0, 0.0, 1.0) * vec4(1.0, -1.0, 1.0, 1.0);
}`;

/** The same halo, ring and body as in masks.ts. */
const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
flat in vec2 middle;
flat in float radius;
flat in uvec3 form; // shape, hollow, ink
uniform vec2 size;
uniform float ratio;
uniform bool dense;
uniform vec3 inks[${INKS}];
uniform vec3 halo;
out vec4 colour;
float coverage(float d) { return clamp(d + 0.5, 0.0, 1.0); }
void main() {
  vec2 off = abs(vec2(gl_FragCoord.x, size.y - gl_FragCoord.y) - middle);
  bool square = form.x == 1u;
  bool hollow = form.y == 1u;
  float inside = square ? radius * 0.886 - max(off.x, off.y) : radius - length(off);
  float reach = dense && radius < ${BARE.toFixed(1)} * ratio ? 0.0 : ratio;
  float ring = min((hollow ? 1.8 : 1.0) * ratio, radius * 0.6);
  float within = coverage(inside - ring);
  float line = coverage(inside) - within;
  float around = (coverage(inside + reach) - coverage(inside)) * ${(HALO_ALPHA / 255).toFixed(4)};
  float solid = 1.0 - 95.0 / 255.0 * clamp((radius / ratio - 4.0) / 8.0, 0.0, 1.0);
  float body = within * (dense ? 1.0 : hollow ? ${(HOLLOW_ALPHA / 255).toFixed(4)} : solid);
  vec3 ink = inks[form.z];
  colour = vec4(halo * around + ink * line + (hollow ? halo : ink) * body, around + line + body);
}`;

/** Draws the symbols as instances of one square; null where the browser cannot. */
export function createWebglRenderer(canvas: HTMLCanvasElement, onRestored: () => void): Renderer | null {
  const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true }); // kept for the picture
  if (!gl) return null;
  let uniform = prepare(gl);
  let data = new ArrayBuffer(0);

  const lost = (event: Event) => event.preventDefault();
  const restored = () => {
    uniform = prepare(gl);
    onRestored();
  };
  canvas.addEventListener('webglcontextlost', lost);
  canvas.addEventListener('webglcontextrestored', restored);

  return {
    draw(picture) {
      const { input, frame, drawn } = picture;
      const { data: fill, change, halo } = input.palette;
      if (data.byteLength < drawn.place.length * BYTES) data = new ArrayBuffer(drawn.place.length * BYTES);
      const count = fillIn(data, picture);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.uniform2f(uniform('size'), canvas.width, canvas.height);
      gl.uniform1f(uniform('ratio'), frame.ratio);
      gl.uniform1i(uniform('dense'), drawn.length > defaults.dense ? 1 : 0);
      gl.uniform3fv(uniform('halo'), light(halo));
      gl.uniform3fv(uniform('inks'), [fill, ...change].flatMap(light));
      gl.bufferData(gl.ARRAY_BUFFER, new Uint8Array(data, 0, count * BYTES), gl.STREAM_DRAW);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
    },
    destroy() {
      canvas.removeEventListener('webglcontextlost', lost);
      canvas.removeEventListener('webglcontextrestored', restored);
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

/** Compiles and binds all that stays; gives the way to the uniforms. */
function prepare(gl: WebGL2RenderingContext): (name: string) => WebGLUniformLocation | null {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.bindAttribLocation(program, 0, 'at');
  gl.bindAttribLocation(program, 1, 'look');
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`the symbols' shaders: ${gl.getProgramInfoLog(program)}`);
  gl.useProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  for (const at of [0, 1]) {
    gl.enableVertexAttribArray(at);
    gl.vertexAttribDivisor(at, 1);
  }
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, BYTES, 0);
  gl.vertexAttribIPointer(1, 4, gl.UNSIGNED_BYTE, BYTES, 8);
  return (name) => gl.getUniformLocation(program, name);
}

/** Writes the instances, in the order of drawing; gives their number. */
function fillIn(data: ArrayBuffer, { input, frame, drawn }: Picture): number {
  const { sites, firm, classes } = input;
  const at = new Float32Array(data);
  const look = new Uint8Array(data);
  let count = 0;
  for (let i = 0; i < drawn.length; i++) {
    const place = drawn.place[i]!;
    if (sites.shape[place] === NONE) continue;
    at[count * 3] = drawn.x[i]! * frame.ratio;
    at[count * 3 + 1] = drawn.y[i]! * frame.ratio;
    const byte = count * BYTES + 8;
    look[byte] = drawn.level[i]!;
    look[byte + 1] = sites.shape[place]!;
    look[byte + 2] = firm[place] ? 0 : 1;
    look[byte + 3] = classes ? classes[place]! + 1 : 0;
    count++;
  }
  return count;
}

const lights = new Map<string, number[]>();

/** Red, green and blue of a CSS colour, 0..1. */
function light(css: string): number[] {
  let known = lights.get(css);
  if (!known) {
    const colour = toPixel(css);
    known = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255].map((part) => part / 255);
    lights.set(css, known);
  }
  return known;
}
