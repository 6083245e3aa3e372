import type { Mention, MentionProperties } from '../api/types';
import { h, icon, setText } from '../dom';
import { cut, cutAtWords, type Mark, webLink } from '../text';
import { words } from '../words';
import { citationOf, mentionAddress } from './cite';
import { copyText } from './copy';
import type { Card, Sentence } from './group';
import { whenOf } from './when';

export interface CardActions {
  openPlace(id: number): void;
  why(mention: Mention, into: HTMLElement): void;
  /** the words of the search that led here */
  sought(): ReadonlySet<string>;
}

type Marked = { kind: 'place'; mention: Mention } | { kind: 'date' };

/** One report as it is read: when, where from, and whole sentences with the words marked. */
export function renderCard(card: Card, actions: CardActions): HTMLElement {
  const p = card.first.properties;
  return h(
    'article',
    { class: 'card' },
    h('header', {}, h('span', { class: 'when' }, whenOf(p)), sourceOf(p)),
    p.title && p.title !== card.sentences[0]?.text
      ? h('p', { class: 'title', dir: 'auto' }, ...highlighted(p.title, actions.sought()))
      : null,
    ...card.sentences.map((sentence) => renderSentence(sentence, actions)),
  );
}

function renderSentence({ text, mentions: all }: Sentence, actions: CardActions): HTMLElement {
  const mentions = [...all].sort((a, b) => a.properties.start - b.properties.start);
  const why = h('div', { class: 'why', hidden: true });
  const block = h(
    'div',
    { class: 'sentence' },
    h('p', { class: 'text', dir: 'auto' }, ...marked(text, mentions, actions)),
  );
  const asked = mentions.map((mention) => whyButton(mention, mentions.length > 1, why, actions));
  block.append(h('div', { class: 'asks' }, ...asked, ...takeAway(mentions[0]!)), why);
  return block;
}

function whyButton(mention: Mention, named: boolean, into: HTMLElement, actions: CardActions): HTMLElement {
  const label = named ? words.whyOf(mention.properties.surface) : words.why;
  return h('button', { type: 'button', class: 'link small', onclick: () => actions.why(mention, into) }, label);
}

function marked(text: string, mentions: Mention[], actions: CardActions): (Node | string)[] {
  const marks: Mark<Marked>[] = [];
  for (const mention of mentions) {
    const { snippet_mark: place, date_mark: date } = mention.properties;
    if (place) marks.push({ start: place[0], end: place[1], value: { kind: 'place', mention } });
    if (date && date[1] > date[0]) marks.push({ start: date[0], end: date[1], value: { kind: 'date' } });
  }
  return cut(text, marks).flatMap(({ text, value }) => {
    if (!value) return highlighted(text, actions.sought());
    if (value.kind === 'date') return h('span', { class: 'date-words' }, text);
    return placeMark(text, value.mention, actions);
  });
}

function highlighted(text: string, sought: ReadonlySet<string>): (Node | string)[] {
  return cutAtWords(text, sought).map(({ text, found }) => (found ? h('mark', { class: 'found' }, text) : text));
}

function placeMark(text: string, { properties: p }: Mention, actions: CardActions): HTMLElement {
  const mark = h('mark', { class: `place-mark ${p.use} ${p.certainty}` }, text);
  if (!p.place) return mark;
  const id = p.place;
  return h(
    'button',
    { type: 'button', class: 'mark-button', title: p.name ?? text, onclick: () => actions.openPlace(id) },
    mark,
  );
}

function sourceOf(p: MentionProperties): HTMLElement {
  const author = p.author === p.source ? null : p.author;
  const text = [p.source || words.noSource, author].filter(Boolean).join(', ');
  const link = webLink(p.url);
  if (!link) return h('span', { class: 'source', dir: 'auto' }, text);
  return h(
    'a',
    { class: 'source', href: link, target: '_blank', rel: 'noopener noreferrer', dir: 'auto' },
    text,
    icon('out'),
  );
}

/** A link that opens this mention again, and a line to cite it. */
function takeAway(mention: Mention): HTMLElement[] {
  const said = h('span', { class: 'muted', role: 'status' });
  const button = (face: string, label: string, text: () => string) =>
    h(
      'button',
      {
        type: 'button',
        class: 'link small',
        // The name begins with what is seen, so that it can be called by it.
        'aria-label': `${face}: ${label}`,
        title: label,
        onclick: async () => setText(said, (await copyText(text())) ? words.copied : words.notCopied),
      },
      face,
    );
  const link = () => new URL(mentionAddress(mention), document.baseURI).href;
  return [
    button(words.permalink, words.copyLink, link),
    button(words.citation, words.copyCitation, () => citationOf(mention)),
    said,
  ];
}
