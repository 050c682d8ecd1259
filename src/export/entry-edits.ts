import { isAlias, isMap, isScalar, type YAMLMap } from 'yaml';
import { isObject } from '../json.ts';
import { type FieldName, fieldNames } from '../losant/fields.ts';
import { type ExistingEntry, partFor } from './existing-file.ts';
import { addPairs, replaceScalar, replaceValue } from './map-edits.ts';
import { isShared, pairOf, type Source } from './source.ts';
import type { TextEdits } from './text-edits.ts';
import type { YamlMap, YamlValue } from './yaml-text.ts';

type Scalar = string | number | boolean;

/** Changes to one entry of a file. */
export interface EntryEdits {
  /** Sets a field for this environment. False if that would change an anchor that other entries use. */
  set(field: FieldName, value: Scalar): boolean;
  /** Sets a key of the entry itself, whatever the environment. False as above. */
  setKey(key: string, value: YamlValue): boolean;
  /** Adds the new keys, all at once so that they end up in order. */
  finish(): void;
}

/** The order of added keys. */
const ORDER = ['name', 'id', 'formerly', 'only', ...fieldNames.slice(1)];

/** @param environment the exported environment; null in a file without environments */
export function editsOfEntry(
  source: Source,
  edits: TextEdits,
  map: YAMLMap,
  { object, usedBy }: ExistingEntry,
  environment: string | null,
): EntryEdits {
  const own: Record<string, YamlValue> = {};
  const part: Record<string, Scalar> = {};
  const oldPart = partFor(object, environment);
  const isUsedByOthers = usedBy?.some((other) => other !== environment) === true;
  const environments = pairOf(map, 'environments')?.value;

  const setIn = (target: YAMLMap, key: string, value: YamlValue, additions: Record<string, YamlValue>): boolean => {
    const node = pairOf(target, key)?.value;
    if (node === undefined) additions[key] = value;
    else if (isShared(source, node)) return false;
    else if (isScalar(node) && isScalarValue(value)) replaceScalar(source, edits, target, node, value);
    else replaceValue(source, edits, node, value);
    return true;
  };

  const setInPart = (field: FieldName, value: Scalar): boolean => {
    const target = isMap(environments) ? pairOf(environments, String(environment))?.value : undefined;
    if (isShared(source, environments) || isShared(source, target)) return false;
    if (isMap(target)) return setIn(target, field, value, part);
    part[field] = value;
    return true;
  };

  const addInOrder = (target: YAMLMap, additions: YamlMap): void => {
    const pairs = inOrder(additions);
    if (target.items.length === 0) addPairs(source, edits, target, null, Object.fromEntries(pairs));
    else for (const [key, value] of pairs) addPairs(source, edits, target, previousKey(target, key), { [key]: value });
  };

  const addPart = (name: string): void => {
    const complete: YamlMap = { ...scalarsOf(oldPart), ...part };
    if (isMap(environments)) {
      const target = pairOf(environments, name)?.value;
      if (isMap(target)) addInOrder(target, part);
      else if (isAlias(target)) replaceValue(source, edits, target, complete);
      else addPairs(source, edits, environments, null, { [name]: complete });
      return;
    }
    const all = { ...partsOf(object['environments']), [name]: complete };
    if (isAlias(environments)) replaceValue(source, edits, environments, all);
    else addPairs(source, edits, map, null, { environments: all });
  };

  return {
    set: (field, value) => {
      if (isShared(source, map)) return false;
      return isUsedByOthers || Object.hasOwn(oldPart, field) ? setInPart(field, value) : setIn(map, field, value, own);
    },
    setKey: (key, value) => !isShared(source, map) && setIn(map, key, value, own),
    finish: () => {
      addInOrder(map, own);
      if (environment !== null && Object.keys(part).length > 0) addPart(environment);
    },
  };
}

function inOrder<T>(additions: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(additions).sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
}

/** The key of a mapping after which a key is added; null to append it. */
function previousKey(map: YAMLMap, key: string): string | null {
  const earlier = ORDER.slice(0, ORDER.indexOf(key));
  return earlier.findLast((candidate) => pairOf(map, candidate) !== undefined) ?? null;
}

function isScalarValue(value: YamlValue): value is Scalar {
  return typeof value !== 'object';
}

function scalarsOf(value: unknown): Record<string, Scalar> {
  const hasScalarValue = (pair: [string, unknown]): pair is [string, Scalar] => typeof pair[1] !== 'object';
  return Object.fromEntries(pairsOf(value).filter(hasScalarValue));
}

function partsOf(value: unknown): Record<string, YamlMap> {
  return Object.fromEntries(pairsOf(value).map(([key, item]) => [key, scalarsOf(item)]));
}

function pairsOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
