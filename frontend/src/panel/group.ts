import type { Mention } from '../api/types';

/** What one post says of one day: the sentences, and the places named in each. */
export interface Card {
  key: string;
  first: Mention;
  sentences: Sentence[];
}

export interface Sentence {
  text: string;
  mentions: Mention[];
}

/** Puts mentions of the same post and dates together, in the order in which they come. */
export function createGrouping(): { cards: Card[]; add(mentions: readonly Mention[]): Card[] } {
  const cards: Card[] = [];
  const byKey = new Map<string, Card>();
  return {
    cards,
    /** The cards that are new or have changed. */
    add(mentions) {
      const touched = new Set<Card>();
      for (const mention of mentions) {
        const key = keyOf(mention);
        let card = byKey.get(key);
        if (!card) {
          card = { key, first: mention, sentences: [] };
          byKey.set(key, card);
          cards.push(card);
        }
        addTo(card, mention);
        touched.add(card);
      }
      return [...touched];
    },
  };
}

function keyOf({ properties: p }: Mention): string {
  return [p.document, p.post, p.date, p.date_to].join('|');
}

function addTo(card: Card, mention: Mention): void {
  const text = mention.properties.snippet;
  const same = card.sentences.find((sentence) => sentence.text === text);
  if (same) same.mentions.push(mention);
  else card.sentences.push({ text, mentions: [mention] });
}
