/** Puts still WebP pictures of one size together into a moving one that repeats (RIFF container of the WebP format). */
export function animate(frames: readonly Buffer[], width: number, height: number, ms: number): Buffer {
  const head = Buffer.alloc(10);
  head[0] = 2; // holds an animation
  head.writeUIntLE(width - 1, 4, 3);
  head.writeUIntLE(height - 1, 7, 3);
  const parts = frames.map((frame) => chunk('ANMF', Buffer.concat([frameHead(width, height, ms), bitstream(frame)])));
  const body = Buffer.concat([Buffer.from('WEBP'), chunk('VP8X', head), chunk('ANIM', Buffer.alloc(6)), ...parts]);
  return chunk('RIFF', body);
}

function frameHead(width: number, height: number, ms: number): Buffer {
  const head = Buffer.alloc(16);
  head.writeUIntLE(width - 1, 6, 3);
  head.writeUIntLE(height - 1, 9, 3);
  head.writeUIntLE(ms, 12, 3);
  head[15] = 2; // replaces what stood before
  return head;
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8, name);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** The chunk of a still picture that holds its pixels, with its head. */
function bitstream(still: Buffer): Buffer {
  for (let at = 12; at + 8 <= still.length; ) {
    const size = still.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (/^VP8[ L]$/.test(still.toString('latin1', at, at + 4))) return still.subarray(at, end);
    at = end;
  }
  throw new Error('this is no WebP picture');
}
