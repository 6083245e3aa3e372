const begun = new Map<string, Promise<Response>>();

/** Asks for what the page will need, before its code has come. */
export function askEarly(path: string): void {
  const response = fetch(path);
  response.catch(() => {}); // who takes it is told
  begun.set(path, response);
}

/** The answer that was asked for early, to the first who asks for the same. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const response = begun.get(path);
  begun.delete(path);
  return response;
}
