/** Starts the slowest test files first, so that none of them is still running alone at the end. */
import { sep } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

const SLOWEST = [
  ...['fault-matrix', 'lost-responses', 'recipes', 'comment.', 'cancel', 'bulk', ''].map((name) => `scenarios/${name}`),
  ...['scripts/action', 'probe/', 'properties/', 'operations/sync.', 'body/document', 'bundle'],
];

function rank({ path }) {
  const place = SLOWEST.findIndex((part) => path.replaceAll(sep, '/').includes(`/__tests__/${part}`));
  return place < 0 ? SLOWEST.length : place;
}

export default class SlowestFirst extends TestSequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
